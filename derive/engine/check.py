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
from derive.engine.compose import Composition, nodes
from derive.engine.differences import Differences, Kink, Span, beyond
from derive.engine.numeric import Numeric, Real, floating
from derive.engine.points import Point, points
from derive.engine.ways import MOVED, Shape, Way, Ways
from derive.problem import Problem
from derive.quantity import Partial
from derive.statement import Statement

SYMPY = "sympy.diff of the composed loss"
CENTRAL = "central differences of the forward pass"
EXACTLY, CLOSELY, AS_ZERO = "exactly", "to 30 digits", "as 0, to 40 decimals"
TOLERANCE = 1e-30                    # relative; of a zero, the step of the differences: at most 1e-40
MOST_WRITTEN = 5_000                 # operations written out for SymPy in all, the shortest gradients first
MOST_READ = 100_000                  # operations whose derivatives are given numbers, ways of one shape counted each
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
    ways = short_enough(composition, partials)
    derivatives = {shape: derivative(shape) for shape in dict.fromkeys(way.shape for way in ways.values())}
    sampled = sample(composition, partials)
    found: list[Proof | None] = []
    at = points(problem, statements, numbers)
    for point in at:
        court = Court(composition, point, mean_slopes(problem, composition))
        with mpmath.workdps(court.differences.arithmetic.digits):
            found += [court.by_sympy(each, way, derivatives[way.shape]) for each, way in ways.items()]
            found += [court.by_differences(each) for each in sampled]
    return worst(filter(None, found), at_points(at))


def derivative(shape: Shape) -> Expr:
    """What SymPy gives for the composed expression."""
    return sympy.diff(*shape.written_out())


def short_enough(composition: Composition, partials: Iterable[Partial]) -> dict[Partial, Way]:
    """The ways of as many partials as may be written out, the shortest first; ways of one shape are written once."""
    ways = Ways(composition)
    found = {each: ways.between(each.top.id, each.by.id) for each in partials}
    chosen: dict[Partial, Way] = {}
    shapes: set[Shape] = set()
    written = read = 0
    for partial, way in sorted(found.items(), key=lambda pair: pair[1].size):
        written += 0 if way.shape in shapes else way.size
        read += way.size
        if written > MOST_WRITTEN or read > MOST_READ:
            break
        shapes.add(way.shape)
        chosen[partial] = way
    return chosen


def asked(statements: Sequence[Statement]) -> int:
    """How many partials are asked of central differences."""
    partials = [statement.of for statement in statements if isinstance(statement.of, Partial)]
    return len(sample(Composition.of(statements), partials))


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
        """What reads all that is constant in SymPy's derivatives, from the values of the forward pass."""
        return Numeric(self.differences.values)

    def by_sympy(self, partial: Partial, way: Way, derivative: Expr) -> Proof | None:
        """The verdict of SymPy; None at a kink, where there is no derivative."""
        if self.kinks(partial):
            return None
        constants = map(self.numeric.value, way.constants)
        numbers = dict(zip(way.shape.constants, constants, strict=True))
        found = Numeric({MOVED: self.differences.values[partial.by.id], **numbers}).value(derivative)
        claimed = self.point.numbers[partial.id]
        if isinstance(found, Fraction) and isinstance(claimed, Fraction):
            return self.verdict(partial, SYMPY, found, 0.0, EXACTLY)
        return self.verdict(partial, SYMPY, found, TOLERANCE, CLOSELY)

    def by_differences(self, partial: Partial) -> Proof | None:
        """The verdict of two forward passes; None where one has no real value, or numbers are out of their reach."""
        kinks = self.kinks(partial)
        try:
            found = self.differences.slope(partial.top.id, partial.by.id)
        except NotReal:
            return None
        verdict = self.verdict(partial, CENTRAL, found, TOLERANCE, CLOSELY)
        if not verdict.agreed and self.out_of_reach(partial):
            return None
        return replace(verdict, kinks=tuple(f"{kink.of} at {kink.by}: {kink.side}" for kink in kinks))

    def out_of_reach(self, partial: Partial) -> bool:
        """Whether the forward passes meet a number for which their digits are too few."""
        way = self.composition.way(partial.top.id, partial.by.id)
        met = {partial.by.id, *way, *(used for id in way for used in self.composition.uses[id])}
        return any(map(beyond, (self.differences.values[id] for id in met)))

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
        close = apart <= tolerance * abs(claim)
        agreed = close or (tolerance and apart <= least)
        both = f"{mpmath.nstr(given, 12)} by {authority}, {mpmath.nstr(claim, 12)} by the chain rule"
        difference = apart / abs(claim) if abs(claim) > least else apart
        note = how if close else AS_ZERO if agreed else both
        return Proof(partial.id, authority, bool(agreed), float(difference), note)


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
