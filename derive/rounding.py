"""How numbers are rounded, and the one place that rounds them: half-up of the exact value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Carry = Literal["full", "rounded", "exact"]


@dataclass(frozen=True, slots=True)
class Rounding:
    """How results are printed: so many decimal places or significant figures, and what is carried on."""

    digits: int = 4
    unit: Literal["places", "figures"] = "places"
    carry: Carry = "full"
