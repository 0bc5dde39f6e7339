"""Matrix equations: the symbols with their shapes, the same with numbers, and the result, in any syntax."""

from __future__ import annotations

from derive.render.matrices.grid import Matrices
from derive.render.matrices.telling import guided, worked

__all__ = ["Matrices", "guided", "worked"]
