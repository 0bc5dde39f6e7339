"""What a type of layer is in torch: the way forth; autograd knows the way back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from derive.witness.rounding_error import Shake
from derive.witness.values import Values

Tensor = Any
Found = Values[list[Tensor]]         # put together, the tensors of a kind are its rows
Forth = Callable[[Any, Mapping[str, Tensor], Sequence[Tensor], Shake], Found]
