"""Users' formulas in torch, number by number. Where two branches meet, torch takes no side: no slope is given there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import torch

from derive.formula import Formula
from derive.formula.tree import Choice, Name, Number, Tree
from derive.witness.formulas import SIGNS
from derive.witness.rounding_error import Shake

Tensor = Any


def constant(value: float) -> Tensor:
    """A number that nothing is differentiated by."""
    return torch.tensor(value, dtype=torch.float64)


def slopeless(x: Tensor, by: Tensor) -> Tensor:
    """The same number, with a slope by `by` that is not a number."""
    return x + 0 * torch.sqrt(0 * by)


def size(x: Tensor) -> Tensor:
    """The absolute value."""
    return torch.abs(x) if x else slopeless(x, x)


def extreme(choose: Callable[..., Tensor]) -> Callable[..., Tensor]:
    """The largest or the smallest of some numbers."""

    def chosen(*parts: Tensor) -> Tensor:
        found = choose(parts)
        ties = [part for part in parts if part == found]
        return slopeless(found, sum(ties)) if len(ties) > 1 else found

    return chosen


FUNCTIONS: dict[str, Callable[..., Tensor]] = {
    "+": lambda *terms: sum(terms),
    "*": lambda *factors: torch.stack(factors).prod(),
    "/": torch.divide,
    "**": torch.pow,
    "neg": torch.neg,
    "abs": size,
    "max": extreme(max),
    "min": extreme(min),
    **{
        name: getattr(torch, name)
        for name in "exp log sqrt sin cos tan asin acos atan sinh cosh tanh asinh acosh atanh erf".split()
    },
}


def evaluated(formula: Formula, values: Mapping[str, Tensor], shake: Shake) -> Tensor:
    """The value of a formula, which autograd can go back through."""
    found = tensor(formula.tree, {"pi": constant(torch.pi), **values}, shake)
    return found + sum(0 * each for each in values.values() if each.requires_grad)  # also where it is constant


def tensor(tree: Tree, values: Mapping[str, Tensor], shake: Shake) -> Tensor:
    """The value of a tree; `shake` stands for the rounding of every operation."""
    if isinstance(tree, Number):
        return constant(float(tree.value))
    if isinstance(tree, Name):
        return values[tree.name]
    if isinstance(tree, Choice):
        return chosen(tree, values, shake)
    return shake(FUNCTIONS[tree.function](*(tensor(part, values, shake) for part in tree.parts)))


def chosen(choice: Choice, values: Mapping[str, Tensor], shake: Shake) -> Tensor:
    """The value of the branch that holds."""
    left, right = (tensor(side, values, shake) for side in (choice.when.left, choice.when.right))
    found = tensor(choice.yes if SIGNS[choice.when.sign](left, right) else choice.no, values, shake)
    return slopeless(found, left - right) if left == right else found
