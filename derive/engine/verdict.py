"""What the proofs say, in a few lines for a terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from derive.engine.check import CENTRAL, MOST_READ, MOST_WRITTEN, SYMPY, Proof, asked
from derive.engine.differences import WIDEST
from derive.quantity import Partial
from derive.statement import Statement

TOO_LARGE = f"beyond {MOST_WRITTEN:,} operations written out, or {MOST_READ:,} given numbers: left to the others"
OUT_OF_REACH = f"not compared: beyond 10^±{WIDEST}, or next to what has no real value"
NOT_ASKED = "not moved: in a large network, evenly spread ones are"


@dataclass(frozen=True, slots=True)
class Testimony:
    """What an authority of its own says of one update: its proofs, and in words what it left out."""

    authority: str
    proofs: tuple[Proof, ...] = ()
    remarks: tuple[str, ...] = ()


def agreement(
    statements: Sequence[Statement], proofs: Sequence[Proof], others: Sequence[Testimony] = ()
) -> tuple[str, ...]:
    """What was compared and how many agreed, a line for each authority, then the conventions they rest on."""
    partials = partials_of(statements)
    lines = [*by_sympy(proofs, len(partials)), *by_differences(proofs, len(partials), asked(statements))]
    lines += [line for other in others for line in testimony_lines(other, partials)]
    proved = {proof.id for each in (proofs, *(other.proofs for other in others)) for proof in each}
    return (*lines, *conventions(proofs), *unproved(len(partials - proved)))


def partials_of(statements: Iterable[Statement]) -> frozenset[str]:
    """The ids of the partial derivatives."""
    return frozenset(statement.of.id for statement in statements if isinstance(statement.of, Partial))


def by_sympy(proofs: Iterable[Proof], total: int) -> list[str]:
    """How many agreed and how closely, how many lie at a kink, how many are too large."""
    own = [proof for proof in proofs if proof.authority == SYMPY]
    kinked = len({proof.id for proof in proofs if proof.kinks} - {proof.id for proof in own})
    return said(SYMPY, own, [(kinked, "at a kink, where there is none"), (total - len(own) - kinked, TOO_LARGE)])


def by_differences(proofs: Iterable[Proof], total: int, asked: int) -> list[str]:
    """How many agreed and how closely, how many were out of reach, how many were not asked about."""
    own = [proof for proof in proofs if proof.authority == CENTRAL]
    return said(CENTRAL, own, [(asked - len(own), OUT_OF_REACH), (total - asked, NOT_ASKED)])


def said(authority: str, own: Sequence[Proof], others: Iterable[tuple[int, str]]) -> list[str]:
    """What an authority says, and of how many others it says nothing, and why."""
    return [
        f"{authority}: {equal(own, 'partial derivatives')}",
        *(f"{authority}: {count} more {why}" for count, why in others if count),
    ]


def testimony_lines(testimony: Testimony, partials: frozenset[str]) -> list[str]:
    """How many partial derivatives agreed, and how many other quantities; then what was left out."""
    gradients = [proof for proof in testimony.proofs if proof.id in partials]
    others = [proof for proof in testimony.proofs if proof.id not in partials]
    found = [(gradients, "partial derivatives"), (others, "values and updates")]
    lines = [*(equal(proofs, what) for proofs, what in found if proofs), *testimony.remarks]
    return [f"{testimony.authority}: {line}" for line in lines]


def equal(proofs: Sequence[Proof], what: str) -> str:
    """How many of some quantities agreed, and how closely."""
    notes = Counter(proof.note for proof in proofs if proof.agreed)
    counted = len(notes) > 1 or notes.total() < len(proofs)
    how = ", ".join(f"{count} {note}" if counted else note for note, count in sorted(notes.items()))
    return f"{notes.total()} of {len(proofs)} {what} equal" + (f" ({how})" if how else "")


def conventions(proofs: Iterable[Proof]) -> list[str]:
    """The kinks at which a slope is a convention, and how many partial derivatives rest on it."""
    rest = Counter(kink for proof in proofs for kink in proof.kinks)
    return [f"at a kink, by convention: {kink} ({count} partial derivatives)" for kink, count in rest.items()]


def unproved(left: int) -> list[str]:
    """How many partial derivatives no authority was asked about."""
    return [f"not checked: {left} partial derivatives"] if left else []


def objections(proofs: Iterable[Proof]) -> tuple[str, ...]:
    """A line for each quantity that an authority does not agree with."""
    return tuple(f"{proof.id}: {proof.note}" for proof in proofs if not proof.agreed)
