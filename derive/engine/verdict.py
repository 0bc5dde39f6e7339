"""What the proofs say, in a few lines for a terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from derive.engine.check import CENTRAL, MOST_OPERATIONS, SYMPY, Proof
from derive.quantity import Partial
from derive.statement import Statement

LARGE = {
    SYMPY: f"beyond {MOST_OPERATIONS:,} operations written out: left to central differences",
    CENTRAL: "not moved: in a large network, evenly spread ones are",
}


def agreement(statements: Iterable[Statement], proofs: Sequence[Proof]) -> tuple[str, ...]:
    """What was compared and how many agreed, a line for each authority, then the conventions they rest on."""
    total = sum(isinstance(statement.of, Partial) for statement in statements)
    lines = [line for authority in LARGE for line in authority_lines(authority, proofs, total)]
    return (*lines, *conventions(proofs), *unproved(total, proofs))


def authority_lines(authority: str, proofs: Iterable[Proof], total: int) -> list[str]:
    """How many agreed and how closely, how many lie at a kink, how many are too large."""
    own = [proof for proof in proofs if proof.authority == authority]
    kinked = {proof.id for proof in proofs if proof.kinks} - {proof.id for proof in own}
    notes = Counter(proof.note for proof in own if proof.agreed)
    how = ", ".join(f"{count} {note}" for note, count in sorted(notes.items()))
    equal = f"{notes.total()} of {len(own)} partial derivatives equal" + (f" ({how})" if how else "")
    large = total - len(own) - len(kinked)
    return [
        f"{authority}: {equal}",
        *([f"{authority}: {len(kinked)} more at a kink, where there is none"] if kinked else []),
        *([f"{authority}: {large} more {LARGE[authority]}"] if large else []),
    ]


def conventions(proofs: Iterable[Proof]) -> list[str]:
    """The kinks at which a slope is a convention, and how many partial derivatives rest on it."""
    rest = Counter(kink for proof in proofs for kink in proof.kinks)
    return [f"at a kink, by convention: {kink} ({count} partial derivatives)" for kink, count in rest.items()]


def unproved(total: int, proofs: Iterable[Proof]) -> list[str]:
    """How many partial derivatives no authority was asked about."""
    left = total - len({proof.id for proof in proofs})
    return [f"not checked: {left} partial derivatives"] if left else []


def objections(proofs: Iterable[Proof]) -> tuple[str, ...]:
    """A line for each partial derivative that an authority does not agree with."""
    return tuple(f"{proof.id}: {proof.note}" for proof in proofs if not proof.agreed)
