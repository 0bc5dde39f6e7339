"""Matrix equations: the symbols with their shapes, the same with numbers, and the result."""

from __future__ import annotations

from derive.render.matrices.layout import guided, worked

__all__ = ["guided", "worked"]
