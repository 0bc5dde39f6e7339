"""The numbers of an optimizer: whether it takes them, and what they are where the file does not say."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from derive.optimizers import OPTIMIZERS
from derive.quantity import Quantity
from derive.reading.complaints import Complaint
from derive.reading.model import TrainingPart
from derive.reading.outline import Path

OPTIMIZER: Path = ("training", "optimizer")
DECAY = "weight_decay"


def written(training: TrainingPart) -> dict[str, Fraction]:
    """The numbers that the file gives, by name; a weight decay may stand beside the optimizer too."""
    beside = {DECAY: training.weight_decay} if training.weight_decay is not None else {}
    return {**beside, **within(training)}


def within(training: TrainingPart) -> dict[str, Fraction]:
    """The numbers that stand in the optimizer's own mapping."""
    return {key: value for key, value in training.optimizer if key != "name" and value is not None}


def misfits(training: TrainingPart) -> Iterator[Complaint]:
    """Numbers that the optimizer does not take, and a weight decay given twice."""
    name, numbers = training.optimizer.name, within(training)
    for key in (key for key in numbers if key not in OPTIMIZERS[name].hyperparameters):
        others = [other for other, row in OPTIMIZERS.items() if key in row.hyperparameters]
        cure = f"leave it out, or give name: {' or '.join(others)}"
        yield Complaint((*OPTIMIZER, key), f"training.optimizer: {name} takes no {key}", cure, on_key=True)
    if training.weight_decay is not None and DECAY in numbers:
        what = "weight_decay is given here and beside the optimizer"
        yield Complaint((*OPTIMIZER, DECAY), what, "keep one of the two", on_key=True)


def hyperparameters(training: TrainingPart, anything: bool) -> Iterator[tuple[Quantity, Fraction]]:
    """The numbers of the optimizer: as they are written, or the usual ones where `anything` has a number at all.

    A weight decay of zero is none.
    """
    numbers = written(training)
    for key, row in OPTIMIZERS[training.optimizer.name].hyperparameters.items():
        value = numbers.get(key, row.default)
        if (anything or numbers) and (value or key != DECAY):
            yield row.of, value
