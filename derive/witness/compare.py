"""What a pass in doubles says of a derivation: quantity by quantity, as far as doubles reach."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from derive.arithmetic import Number
from derive.engine.check import Proof, at_points, worst
from derive.engine.points import Point
from derive.engine.verdict import Testimony
from derive.problem import Problem
from derive.witness.doubles import nearest
from derive.witness.rounding_error import Shake, reach, still

Run = Callable[[Problem, Mapping[str, Number], Shake], Mapping[str, float]]

TOLERANCE = 1e-9                     # relative
FEWEST = 1e-4                        # relative: what rounding leaves fewer digits of is not compared
NOTHING = 1e-13                      # of the largest number of a pass: what rounding may leave in the place of zero
SMALLEST = 1e-280                    # what is nearer to zero has lost digits on its way, or all of them
CLOSELY, ROUGHLY = "to 9 digits", "to at least 4 digits, as many as doubles keep"
ABSENT = "it has no such quantity"
RANGE = "beyond the range of doubles, or at a kink where it takes no side"
ROUNDED = "the rounding of doubles leaves fewer than 4 digits"


@dataclass(frozen=True)
class Comparison:
    """A pass at one point, beside what the derivation claims there."""

    authority: str
    claims: Mapping[str, Number]
    run: Callable[[Shake], Mapping[str, float]]

    @cached_property
    def found(self) -> Mapping[str, float]:
        """What the pass finds."""
        return self.run(still)

    @cached_property
    def reached(self) -> Mapping[str, float]:
        """How far rounding may have carried it, by id."""
        return reach(self.run, self.found)

    @cached_property
    def largest(self) -> float:
        """The largest number that is claimed."""
        claims = map(nearest, self.claims.values())
        return max((abs(claim) for claim in claims if math.isfinite(claim)), default=0.0)

    def verdict(self, id: str) -> Proof | str:
        """The proof of one quantity, or why there is none."""
        if id not in self.found:
            return ABSENT
        found, claim = self.found[id], nearest(self.claims[id])
        lost = self.claims[id] and abs(claim) < SMALLEST and abs(found) < SMALLEST
        if lost or not (math.isfinite(found) and math.isfinite(claim)):
            return RANGE
        apart = abs(found - claim)
        if apart <= TOLERANCE * abs(claim):
            return self.proof(id, True, CLOSELY)
        rounding = self.reached[id]
        if apart > rounding:
            return self.proof(id, False, f"{found:.12g} by {self.authority}, {claim:.12g} by the derivation")
        enough = FEWEST * abs(claim) if claim else NOTHING * self.largest
        return self.proof(id, True, ROUGHLY) if rounding <= enough else ROUNDED

    def proof(self, id: str, agreed: bool, note: str) -> Proof:
        """The proof, with how far both numbers are apart."""
        claim = nearest(self.claims[id])
        apart = abs(self.found[id] - claim)
        return Proof(id, self.authority, agreed, apart / abs(claim) if abs(claim) > SMALLEST else apart, note)


def compared(authority: str, run: Run, problem: Problem, ids: Iterable[str], points: Sequence[Point]) -> Testimony:
    """What a pass says of these quantities at some points."""
    proofs: list[Proof] = []
    reasons: dict[str, str] = {}
    asked = tuple(ids)
    for point in points:
        claims = {id: point.numbers[id] for id in asked if id in point.numbers}
        here = Comparison(authority, claims, at(run, problem, point))
        for id in claims:
            said = here.verdict(id)
            if isinstance(said, Proof):
                proofs.append(said)
            else:
                reasons[id] = said
    left = Counter(why for id, why in reasons.items() if id not in {proof.id for proof in proofs})
    remarks = (f"{count} more not compared: {why}" for why, count in left.items())
    return Testimony(authority, worst(proofs, at_points(points)), tuple(remarks))


def at(run: Run, problem: Problem, point: Point) -> Callable[[Shake], Mapping[str, float]]:
    """The pass at one point."""
    return lambda shake: run(problem, point.given, shake)
