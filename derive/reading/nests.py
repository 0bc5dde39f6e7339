"""Numbers nested in lists to any depth: weights of every layer, and inputs of every shape."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import TYPE_CHECKING, Any, TypeAlias, Union

from pydantic import ValidationError
from pydantic_core import InitErrorDetails

from derive.formula.numeral import NumeralError
from derive.layers import Shape
from derive.reading.numbers import exact
from derive.reading.outline import Path
from derive.reading.refused import Refused

if TYPE_CHECKING:
    Nest: TypeAlias = Union[Fraction, list["Nest"]]  # noqa: UP007  (refers to itself, which pydantic cannot read)
else:
    Nest = Fraction | list
Tensor = Nest | dict[str, Nest]      # the numbers of one kind of parameter, or of several by their names


def nest(value: object) -> Nest:
    """Numbers in lists within lists; ValidationError with the place of everything else."""
    wrong: list[InitErrorDetails] = []
    found = read(value, (), wrong)
    return unless(wrong, found)  # type: ignore[no-any-return]


def tensor(value: object) -> Tensor:
    """Nested numbers, or a mapping of them by name; ValidationError with the place of everything else."""
    if not isinstance(value, dict):
        return nest(value)
    wrong: list[InitErrorDetails] = []
    found = {str(name): read(inner, (name,), wrong) for name, inner in value.items() if inner is not None}
    return unless(wrong, found)  # type: ignore[no-any-return]


def read(value: object, path: Path, wrong: list[InitErrorDetails]) -> Nest:
    """Nested numbers; what is none is noted."""
    if isinstance(value, list):
        return [read(inner, (*path, i), wrong) for i, inner in enumerate(value)]
    return attempt(exact, value, path, wrong) or Fraction(0)


def attempt(reader: Callable[[object], Any], value: object, path: Path, wrong: list[InitErrorDetails]) -> Any:
    """What a reader makes of a value; None where it refuses, which is noted."""
    try:
        return reader(value)
    except (Refused, NumeralError) as error:
        wrong.append({"type": "value_error", "loc": path, "input": value, "ctx": {"error": error}})
        return None


def unless(wrong: list[InitErrorDetails], found: Any) -> Any:
    """What was read, unless something was wrong with it."""
    if wrong:
        raise ValidationError.from_exception_data("numbers", wrong)
    return found


def flat(numbers: Nest) -> Iterator[Fraction]:
    """The numbers in a row, the last index first."""
    if isinstance(numbers, Fraction):
        yield numbers
    else:
        for inner in numbers:
            yield from flat(inner)


def form(numbers: Nest) -> Shape | None:
    """How many there are along each index; None where that is not the same everywhere."""
    if isinstance(numbers, Fraction):
        return ()
    inner = {form(each) for each in numbers}
    if len(inner) > 1 or None in inner:
        return None
    return (len(numbers), *(inner.pop() or () if inner else ()))


def depth(numbers: Nest) -> int:
    """How deep the first number lies."""
    return 0 if isinstance(numbers, Fraction) else 1 + (depth(numbers[0]) if numbers else 0)
