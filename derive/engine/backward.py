"""The backward pass: one reverse walk over forward statements, which knows no function by name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from sympy import Expr

from derive.activations import ZERO
from derive.expression import plus, symbol, times
from derive.quantity import LOSS, Partial, Quantity, gradient
from derive.statement import Edge, Statement

LONGEST_CHAIN = 4                    # paths that a chain writes out; beyond, it stops at a gradient found before


class Path(NamedTuple):
    """A way from a quantity up to a statement that uses it."""

    user: Statement
    edge: Edge
    above: tuple[Expr, ...]          # the gradient that arrives there; from the loss itself, nothing to multiply


def backward(statements: Sequence[Statement], given: Iterable[Quantity] = ()) -> tuple[Statement, ...]:
    """The partial of the loss by each quantity it depends on, last layer first (Rumelhart, Hinton, Williams 1986).

    Before a gradient stand the local slopes it multiplies, where they earn an equation of their own. What is given
    and has no path to the loss, as a recurrent weight in a single time step, has the gradient zero.
    """
    users = paths_from(statements)
    chains: dict[Quantity, tuple[Expr, int]] = {}
    found: list[Statement] = []
    for quantity in in_reverse(statements):
        paths = [path for path in users.get(quantity, []) if path.user.of == LOSS or path.user.of in chains]
        if paths:
            found += [local_slope(edge) for _, edge, above in paths if edge.named and above]
            factors = [ruled_factor(path) for path in paths]
            rule = summed(paths, factors)
            chains[quantity] = long_chain(paths, chains, rule)
            found.append(gradient_by(quantity, paths, factors, rule, chains[quantity][0]))
    unused = [each for each in given if each not in chains]
    return (*found, *(Statement(gradient(each), "no path", (ZERO,)) for each in unused))


def paths_from(statements: Iterable[Statement]) -> dict[Quantity, list[Path]]:
    """For each quantity, the statements that lead from it towards the loss."""
    users: dict[Quantity, list[Path]] = {}
    for statement in statements:
        if statement.edges:
            of = statement.of
            above = () if of == LOSS or isinstance(of, Partial) else (symbol(gradient(of)),)
            for edge in statement.edges:
                users.setdefault(edge.by, []).append(Path(statement, edge, above))
    return users


def in_reverse(statements: Sequence[Statement]) -> list[Quantity]:
    """The quantities of the statements, last first, each followed by the inputs and parameters that it uses."""
    defined = {statement.of for statement in statements}
    order: dict[Quantity, None] = {}
    later: dict[Quantity, None] = {}
    for statement in reversed(statements):
        if isinstance(statement.of, Quantity):
            order[statement.of] = None
        for edge in statement.edges:
            if edge.by not in defined:
                later[edge.by] = None
    return [*order, *later]


def local_slope(edge: Edge) -> Statement:
    """The statement of a local partial derivative that has a name: ∂a/∂z."""
    return Statement(edge.partial, "local slope", edge.forms)


def gradient_by(
    quantity: Quantity, paths: Sequence[Path], factors: Sequence[Expr], rule: Expr, chain: Expr
) -> Statement:
    """The partial of the loss by one quantity: the sum, over all paths, of the gradient there times the local slope."""
    of = gradient(quantity)
    if not any(path.above for path in paths):
        return Statement(of, "slope of the loss", paths[0].edge.forms)
    worked = [local_factor(path) for path in paths]
    forms = (rule,) if worked == factors else (rule, summed(paths, worked))
    return Statement(of, rule_of(quantity, paths), forms, chain=chain)


def summed(paths: Sequence[Path], factors: Sequence[Expr]) -> Expr:
    """The sum, over all paths, of the gradient that arrives times a factor."""
    return plus(*[times(*path.above, factor) for path, factor in zip(paths, factors, strict=True)])


def rule_of(quantity: Quantity, paths: Sequence[Path]) -> str:
    """What a gradient is: one product, or a sum over paths, or over the samples (or time steps) of a batch."""
    if len(paths) == 1:
        return "chain rule"
    if quantity.sample is not None:
        return "sum over paths"
    samples = {path.user.of.sample for path in paths if isinstance(path.user.of, Quantity)}
    return "sum over samples" if len(samples) > 1 else "sum over paths"


def ruled_factor(path: Path) -> Expr:
    """The slope by its name; at the loss itself, whose slope by a quantity with other paths has none, what it is."""
    return symbol(path.edge.partial) if path.above else path.edge.forms[-1]


def local_factor(path: Path) -> Expr:
    """The slope as it is multiplied: by its name where it has one, else what it is."""
    return symbol(path.edge.partial) if path.edge.named and path.above else path.edge.forms[-1]


def long_chain(paths: Sequence[Path], chains: dict[Quantity, tuple[Expr, int]], rule: Expr) -> tuple[Expr, int]:
    """The product of all factors back from the loss, summed over the paths, and how many paths it writes out."""
    alone = len(paths) == 1
    parts = [_link(path, chains, alone) for path in paths]
    count = sum([ways for _, ways in parts])
    if count > LONGEST_CHAIN:
        return rule, len(paths)
    return plus(*[chain for chain, _ in parts]), count


def _link(path: Path, chains: dict[Quantity, tuple[Expr, int]], alone: bool) -> tuple[Expr, int]:
    if not path.above:
        return symbol(path.edge.partial) if alone else path.edge.forms[-1], 1
    before, ways = chains[path.user.of]  # type: ignore[index]
    factors = before.args if before.is_Mul else (before,)
    return times(*factors, symbol(path.edge.partial)), ways
