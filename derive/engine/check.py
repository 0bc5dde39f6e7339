"""The proof of every gradient by two authorities that know the forward formulas, but no slope."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property

import mpmath
import sympy
from sympy import Expr

from derive.arithmetic import NotReal, Number
from derive.engine.compose import Composition, nodes, real
from derive.engine.differences import Differences, Kink, Span
from derive.engine.numeric import Numeric, Real, floating
from derive.engine.points import Point, points
from derive.problem import Problem
from derive.quantity import Partial
from derive.statement import Statement

SYMPY = "sympy.diff of the composed loss"
CENTRAL = "central differences of the forward pass"
EXACTLY, CLOSELY = "exactly", "to 30 digits"
TOLERANCE = 1e-30                    # relative; of a zero, the step of the differences: at most 1e-40
MOST_OPERATIONS = 20_000             # written out for SymPy in all, the shortest gradients first
MOST_STEPS = 1_000_000               # operations of shifted forward passes in all


@dataclass(frozen=True, slots=True)
class Proof:
    """What one authority says of a quantity; the difference is relative, beside a zero absolute."""

    id: str
    authority: str
    agreed: bool
    difference: float
    note: str                        # how well they agree, or both numbers where they do not
    kinks: tuple[str, ...] = ()      # the conventions it rests on: quantities on a kink of their formula


def prove(
    problem: Problem, statements: Sequence[Statement], numbers: Mapping[str, Number]
) -> tuple[Proof, ...]:
    """What both authorities say of every partial derivative, where its number was not rounded on the way.

    A problem with symbols is tried at three drawn points; InputError where none of them has a finite loss.
    """
    statements = tuple(statements)
    composition = Composition.of(statements)
    partials = [statement.of for statement in statements if isinstance(statement.of, Partial)]
    derivatives = {each: derivative(composition, each) for each in short_enough(composition, partials)}
    sampled = sample(composition, partials)
    found: list[Proof | None] = []
    at = points(problem, statements, numbers)
    for point in at:
        court = Court(composition, point, mean_slopes(problem, composition))
        with mpmath.workdps(court.differences.arithmetic.digits):
            found += [court.by_sympy(each, slope) for each, slope in derivatives.items()]
            found += [court.by_differences(each) for each in sampled]
    return worst(filter(None, found), at_points(at))


def derivative(composition: Composition, partial: Partial) -> Expr:
    """What SymPy gives for the composed expression."""
    return sympy.diff(composition.composed(partial.top.id, partial.by.id), real(partial.by.id))


def short_enough(composition: Composition, partials: Iterable[Partial]) -> list[Partial]:
    """The partials with the shortest composed expressions, as many as may be written out."""
    sizes = [(composition.operations(each.top.id, each.by.id), each) for each in partials]
    chosen, written = [], 0
    for size, partial in sorted(sizes, key=lambda pair: pair[0]):
        written += size
        if written <= MOST_OPERATIONS:
            chosen.append(partial)
    return chosen


def sample(composition: Composition, partials: Sequence[Partial]) -> Sequence[Partial]:
    """All partials, or every second, third … of them where their forward passes would take too many steps."""
    size = {id: nodes(formula, {}) for id, formula in composition.formulas.items()}
    steps = sum(2 * size[id] for each in partials for id in composition.way(each.top.id, each.by.id))
    return partials[:: 1 + steps // MOST_STEPS]


def mean_slopes(problem: Problem, composition: Composition) -> frozenset[str]:
    """The quantities whose slope at a kink is the mean of both sides: the absolute error, 0 there."""
    if problem.loss != "absolute_error":
        return frozenset()
    return frozenset(id for id in composition.formulas if id.startswith("L"))


@dataclass(frozen=True)
class Court:
    """One point, with what the authorities know there."""

    composition: Composition
    point: Point
    means: frozenset[str] = field(default=frozenset())

    @cached_property
    def differences(self) -> Differences:
        """The forward passes."""
        span = Span.of(self.point.numbers.values())
        return Differences(self.composition, self.point.given, span, self.means)

    @cached_property
    def numeric(self) -> Numeric:
        """What reads SymPy's derivatives; all that is constant in them has the value of the forward pass."""
        return Numeric(self.differences.values)

    def by_sympy(self, partial: Partial, derivative: Expr) -> Proof | None:
        """The verdict of SymPy; None at a kink, where there is no derivative."""
        if self.kinks(partial):
            return None
        found, claimed = self.numeric.value(derivative), self.point.numbers[partial.id]
        if isinstance(found, Fraction) and isinstance(claimed, Fraction):
            return self.verdict(partial, SYMPY, found, 0.0, EXACTLY)
        return self.verdict(partial, SYMPY, found, TOLERANCE, CLOSELY)

    def by_differences(self, partial: Partial) -> Proof | None:
        """The verdict of two forward passes; None where one of them has no real value."""
        kinks = self.kinks(partial)
        try:
            found = self.differences.slope(partial.top.id, partial.by.id)
        except NotReal:
            return None
        names = tuple(f"{kink.of} at {kink.by}: {kink.side}" for kink in kinks)
        return replace(self.verdict(partial, CENTRAL, found, TOLERANCE, CLOSELY), kinks=names)

    def kinks(self, partial: Partial) -> list[Kink]:
        """The kinks that a change runs over on its way."""
        moved = {partial.by.id, *self.composition.way(partial.top.id, partial.by.id)}
        reached = {partial.top.id, *self.composition.upstream(partial.top.id)}
        reached.discard(partial.by.id)
        kinks = self.differences.kinks.values()
        return [kink for kink in kinks if kink.of in reached and not moved.isdisjoint((kink.by, *kink.tied))]

    def verdict(self, partial: Partial, authority: str, found: Real, tolerance: float, how: str) -> Proof:
        """The proof: whether both numbers are as close as they must be."""
        given, claim = floating(found), floating(self.point.numbers[partial.id])
        apart, least = abs(given - claim), floating(self.differences.step)
        agreed = apart <= (tolerance * abs(claim) + least if tolerance else 0)
        both = f"{mpmath.nstr(given, 12)} by {authority}, {mpmath.nstr(claim, 12)} by the chain rule"
        difference = apart / abs(claim) if abs(claim) > least else apart
        return Proof(partial.id, authority, bool(agreed), float(difference), how if agreed else both)


def at_points(points: Sequence[Point]) -> str:
    """Where something was found, if it is not at the problem's own numbers."""
    return f" at {len(points)} drawn points" if len(points) > 1 else ""


def worst(proofs: Iterable[Proof], where: str) -> tuple[Proof, ...]:
    """One proof for each quantity and authority, the worst of all points."""
    found: dict[tuple[str, str], Proof] = {}
    for proof in proofs:
        key = (proof.id, proof.authority)
        found[key] = max(found.get(key, proof), proof, key=lambda each: (not each.agreed, each.difference))
    return tuple(replace(proof, note=proof.note + where) for proof in found.values())
