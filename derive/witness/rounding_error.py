"""How far the rounding of doubles carries: the same pass again, with every result moved by about one unit."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

Shake = Callable[[Any], Any]         # of a number or an array
Pass = Callable[[Shake], Mapping[str, float]]

UNIT = 2.0**-52                      # what rounding to a double may change, relatively
TRIES = 8
MARGIN = 16.0                        # how much more than the largest move seen rounding may do


def still(value: Any) -> Any:
    """Nothing moves."""
    return value


def shaking(seed: int) -> Shake:
    """Moves every number by one unit of a double, up or down by chance."""
    chance = np.random.default_rng(seed)
    return lambda value: value * (1.0 + UNIT * chance.choice((-1.0, 1.0), np.shape(value)))


def reach(run: Pass, found: Mapping[str, float]) -> dict[str, float]:
    """How far rounding may have carried each number of a pass; infinite where some try has no number."""
    tries = [run(shaking(seed)) for seed in range(TRIES)]
    moved = {id: np.array([each[id] for each in tries]) - value for id, value in found.items()}
    return {id: MARGIN * float(np.nan_to_num(np.abs(by), nan=np.inf).max()) for id, by in moved.items()}
