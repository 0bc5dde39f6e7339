"""Training: update after update in double precision, by the statements of the derivation itself."""

from __future__ import annotations

from derive.training.record import Moment, Training
from derive.training.run import train

__all__ = ["Moment", "Training", "train"]
