"""Independent passes: the whole network again in the doubles of other programs, from the problem alone."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from importlib.util import find_spec

from derive.arithmetic import Number
from derive.engine.points import Point, points
from derive.engine.verdict import Testimony
from derive.problem import Problem
from derive.quantity import Partial
from derive.statement import Statement
from derive.witness.compare import Run, compared
from derive.witness.matrices import TYPES
from derive.witness.numpy_pass import numpy_pass

NUMPY = "numpy forward and backward pass"
TORCH = "torch autograd"


def witnesses(
    problem: Problem, statements: Sequence[Statement], numbers: Mapping[str, Number]
) -> tuple[Testimony, ...]:
    """What numpy says of every quantity of one update, and what torch, where it is installed, says of its gradients."""
    at = points(problem, tuple(statements), numbers)
    gradients = [statement.of.id for statement in statements if isinstance(statement.of, Partial)]
    by_numpy = said(NUMPY, numpy_pass, TYPES, problem, [statement.of.id for statement in statements], at)
    return by_numpy, said_by_torch(problem, gradients, at)


def said_by_torch(problem: Problem, ids: Sequence[str], at: Sequence[Point]) -> Testimony:
    """What torch says, once it is loaded, which takes a second or two."""
    if find_spec("torch") is None:
        return silent(TORCH, "not installed")
    try:
        from derive.witness.torch_layers import TYPES as KNOWN
        from derive.witness.torch_pass import torch_pass
    except (ImportError, OSError) as error:
        return silent(TORCH, f"cannot be loaded ({str(error).partition(chr(10))[0]})")
    return said(TORCH, torch_pass, KNOWN, problem, ids, at)


def said(
    authority: str, run: Run, known: Collection[str], problem: Problem, ids: Sequence[str], at: Sequence[Point]
) -> Testimony:
    """What a pass says of some quantities, if it knows every layer of the network."""
    new = dict.fromkeys(f"{layer.type} layers" for layer in problem.layers if layer.type not in known)
    if new:
        return silent(authority, f"nothing compared: it does not know {', '.join(new)}")
    return compared(authority, run, problem, ids, at)


def silent(authority: str, why: str) -> Testimony:
    """An authority that compared nothing."""
    return Testimony(authority, remarks=(why,))
