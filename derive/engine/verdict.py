"""What the proofs say, in a few lines for a terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from derive.engine.check import CENTRAL, MOST_OPERATIONS, SYMPY, Proof
from derive.quantity import Partial
from derive.statement import Statement

LARGE = {
    SYMPY: f"beyond {MOST_OPERATIONS:,} operations written out: left to central differences",
    CENTRAL: "not moved: in a large network, evenly spread ones are",
}


@dataclass(frozen=True, slots=True)
class Testimony:
    """What an authority of its own says of one update: its proofs, and in words what it left out."""

    authority: str
    proofs: tuple[Proof, ...] = ()
    remarks: tuple[str, ...] = ()


def agreement(
    statements: Iterable[Statement], proofs: Sequence[Proof], others: Sequence[Testimony] = ()
) -> tuple[str, ...]:
    """What was compared and how many agreed, a line for each authority, then the conventions they rest on."""
    partials = partials_of(statements)
    lines = [line for authority in LARGE for line in authority_lines(authority, proofs, len(partials))]
    lines += [line for other in others for line in testimony_lines(other, partials)]
    asked = {proof.id for each in (proofs, *(other.proofs for other in others)) for proof in each}
    return (*lines, *conventions(proofs), *unproved(len(partials - asked)))


def partials_of(statements: Iterable[Statement]) -> frozenset[str]:
    """The ids of the partial derivatives."""
    return frozenset(statement.of.id for statement in statements if isinstance(statement.of, Partial))


def authority_lines(authority: str, proofs: Iterable[Proof], total: int) -> list[str]:
    """How many agreed and how closely, how many lie at a kink, how many are too large."""
    own = [proof for proof in proofs if proof.authority == authority]
    kinked = {proof.id for proof in proofs if proof.kinks} - {proof.id for proof in own}
    large = total - len(own) - len(kinked)
    return [
        f"{authority}: {equal(own, 'partial derivatives')}",
        *([f"{authority}: {len(kinked)} more at a kink, where there is none"] if kinked else []),
        *([f"{authority}: {large} more {LARGE[authority]}"] if large else []),
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
    how = ", ".join(f"{count} {note}" for note, count in sorted(notes.items()))
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
