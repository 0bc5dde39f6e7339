"""What all tests share: random examples are the same on every run, and none is too slow."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

settings.register_profile(
    "derive", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow], print_blob=True
)
settings.load_profile("derive")
