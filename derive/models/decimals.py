"""Binary numbers as the shortest decimals that stand for them: what a person would have typed."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite, prod

from derive.errors import InputError
from derive.formula.numeral import shortened
from derive.models.description import Matrix
from derive.reading.check import MOST_PARAMETERS

HALF, SINGLE, DOUBLE = "e", "f", "d"                # as struct calls them
BRAIN = "bfloat16"                                   # the upper half of a single
SIZES = {HALF: 2, SINGLE: 4, DOUBLE: 8, BRAIN: 2}    # bytes
MOST_DIMENSIONS = 8
MOST_FIGURES = {HALF: 5, SINGLE: 9}                  # that any such number takes


@dataclass(frozen=True, slots=True)
class Tensor:
    """Decimals in rows, the last index running fastest."""

    name: str
    shape: tuple[int, ...]
    decimals: tuple[str, ...]

    def vector(self) -> tuple[str, ...]:
        """The numbers one after another; InputError where they stand in rows."""
        if len(self.shape) != 1:
            raise InputError.of(f"{self.name} has the shape {self.shape} and is no row of biases", "save it again")
        return self.decimals

    def rows(self) -> Matrix:
        """A matrix row by row; InputError where it is none."""
        if len(self.shape) != 2 or not all(self.shape):
            raise InputError.of(f"{self.name} has the shape {self.shape} and is no matrix", "give dense layers alone")
        height, width = self.shape
        return tuple(self.decimals[i * width : (i + 1) * width] for i in range(height))

    def columns(self) -> Matrix:
        """A matrix column by column, for frameworks that keep a column for each receiving neuron."""
        return tuple(zip(*self.rows(), strict=True))


def small(name: str, shape: Sequence[int]) -> int:
    """How many numbers a shape holds; InputError where that is more than any problem takes."""
    fits = len(shape) <= MOST_DIMENSIONS and all(0 <= each <= MOST_PARAMETERS for each in shape)
    count = prod(shape) if fits else None
    if count is None or count > MOST_PARAMETERS:
        what = f"{shortened(name)} has {shortened('×'.join(map(str, shape[:MOST_DIMENSIONS])))} weights"
        raise InputError.of(f"{what}, which are no worksheet", f"stay within {MOST_PARAMETERS}")
    return count


def tensor(name: str, shape: Sequence[int], numbers: Sequence[float], kind: str) -> Tensor:
    """A tensor of numbers that were stored as `kind`; InputError where one is no finite number."""
    name = shortened(name, 60)
    if any(not isfinite(number) for number in numbers):
        bad = next(number for number in numbers if not isfinite(number))
        raise InputError.of(f"{name} holds {bad}, which is no number", "give a model with finite weights")
    if len(numbers) != small(name, shape):
        raise InputError.of(f"{name} has {len(numbers)} numbers for the shape {tuple(shape)}", "save the model again")
    return Tensor(name, tuple(shape), tuple(shortest(number, kind) for number in numbers))


def unpacked(raw: bytes, kind: str, order: str) -> tuple[float, ...]:
    """The numbers in some bytes; order is `<` or `>`."""
    if kind == BRAIN:
        halves = struct.unpack(f"{order}{len(raw) // 2}H", raw)
        return struct.unpack(f"<{len(halves)}f", b"".join(struct.pack("<I", half << 16) for half in halves))
    return struct.unpack(f"{order}{len(raw) // SIZES[kind]}{kind}", raw)


def shortest(number: float, kind: str) -> str:
    """The decimal with the fewest figures that is nearer to this number than to any other of its kind."""
    code = SINGLE if kind == BRAIN else kind
    for figures in range(1, MOST_FIGURES.get(code, 0) + 1):
        text = f"{number:.{figures - 1}e}"
        if rounded(float(text), code) == number:
            return decimal(float(text))
    return decimal(number)


def rounded(number: float, code: str) -> float | None:
    """The number of a kind that is nearest; None where it is beyond all of them."""
    try:
        return float(struct.unpack(code, struct.pack(code, number))[0])
    except OverflowError:
        return None


def decimal(number: float) -> str:
    """A number as a person writes it: 2, 0.25, 1e-7."""
    text = repr(float(number)).removesuffix(".0")
    mantissa, e, exponent = text.partition("e")
    return f"{mantissa}e{int(exponent)}" if e else "0" if text == "-0" else text
