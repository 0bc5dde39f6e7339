"""What a type of layer is in numpy: a function for the way forth, and one for the way back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from derive.witness.doubles import Array
from derive.witness.rounding_error import Shake
from derive.witness.values import Values

Arrays = Mapping[str, Array]         # by the kind of parameter: "w", "b"
Earlier = Sequence[Array]            # the inputs, then what each layer before gives on
Found = Values[Array]


@dataclass(frozen=True, slots=True)
class Back:
    """What a layer computes on the way back: the gradients of its values, of its parameters, of the earlier values."""

    values: Found
    parameters: Arrays
    earlier: Mapping[int, Array]     # by the number of the layer that gave them; 0 is the inputs


@dataclass(frozen=True, slots=True)
class Type:
    """One row: forth(layer, parameters, earlier values), and back, from these, what it found and the gradients of A."""

    forth: Callable[[Any, Arrays, Earlier, Shake], Found]
    back: Callable[[Any, Arrays, Earlier, Found, Array, Shake], Back]
