"""The samples of data, flat or nested as the inputs are: which of them a file gives is told by the known shape."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import prod

from derive.layers import Shape, spoken
from derive.reading.complaints import Complaint
from derive.reading.nests import Nest, depth, flat, form
from derive.reading.outline import Path
from derive.reading.shapes import plural

PATH: Path = ("data", "inputs")
A_LIST = "write it like [0.5, 0.1]"


def natural(shape: Shape) -> Shape:
    """The shape of a sample as it is written: a single channel needs no list of its own."""
    return shape[1:] if len(shape) > 1 and shape[0] == 1 else shape


def fits(numbers: Nest, shape: Shape) -> bool:
    """Whether these are the numbers of one sample: nested as its shape, or all in a row."""
    return form(numbers) in (shape, natural(shape), (prod(shape),))


def listed(given: Nest | None, shape: Shape) -> list[Nest]:
    """The samples of a file, whether they fit or not."""
    if given is None or isinstance(given, Fraction):
        return []
    batch = not fits(given, shape) and any(fits(each, shape) for each in given)
    alone = not batch and (fits(given, shape) or depth(given) <= len(natural(shape)))
    return [given] if alone else given


def rows(given: Nest | None, shape: Shape) -> list[list[Fraction]]:
    """The numbers of each sample in a row, the last index first."""
    return [list(flat(each)) for each in listed(given, shape)]


def misfits(given: Nest | None, shape: Shape) -> Iterator[Complaint]:
    """Samples that are not of the inputs' shape."""
    samples = listed(given, shape)
    for number, sample in enumerate(samples):
        path = PATH if len(samples) == 1 else (*PATH, number)
        if isinstance(sample, Fraction):
            yield Complaint((*PATH, number), "a number stands in place of a list", A_LIST)
        elif len(shape) == 1:
            yield from row_misfits(sample, path, shape[0])
        elif not fits(sample, shape):
            yield shape_misfit(sample, path, shape)


def row_misfits(row: list[Nest], path: Path, inputs: int) -> Iterator[Complaint]:
    """A sample in a row with too many or too few numbers, or with lists among them."""
    if len(row) != inputs:
        yield Complaint(path, f"{plural(len(row), 'number')} for {plural(inputs, 'input')}", f"give {inputs}")
    elif form(row) != (inputs,):
        yield Complaint(path, "a list stands in place of a number", "write it like 0.4, -2 or 1/3")


def shape_misfit(sample: Nest, path: Path, shape: Shape) -> Complaint:
    """A sample of another shape than the inputs."""
    which = f"sample {int(path[2]) + 1}" if len(path) > 2 else "the sample"
    found, needed = form(sample), natural(shape)
    values = f"{spoken(found)} values" if found else "rows of different lengths"
    in_row = f", or all {prod(shape)} in a row" if len(needed) > 1 else ""
    return Complaint(path, f"{which} has {values} for {spoken(needed)} inputs", f"give {spoken(needed)}{in_row}")
