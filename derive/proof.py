"""The proof of a derivation, as its authorities tell it."""

from __future__ import annotations

from dataclasses import dataclass

from derive.derivation import Derivation
from derive.engine.check import Proof, prove
from derive.engine.verdict import agreement, objections

__all__ = ["Proof", "Report", "check"]


@dataclass(frozen=True, slots=True)
class Report:
    """Every proof, and in words what was compared, how many agreed and what did not."""

    proofs: tuple[Proof, ...]
    lines: tuple[str, ...]

    @property
    def agreed(self) -> bool:
        """Whether there is a proof, and every one agrees."""
        return bool(self.proofs) and all(proof.agreed for proof in self.proofs)


def check(work: Derivation) -> Report:
    """Proves every partial derivative by SymPy and by central differences, apart from the backward walk."""
    proofs = [prove(step.problem, step.statements, step.numbers) for step in work.steps]
    lines = [line for step, found in zip(work.steps, proofs, strict=True) for line in told(step, found)]
    return Report(tuple(proof for found in proofs for proof in found), tuple(lines))


def told(work: Derivation, proofs: tuple[Proof, ...]) -> list[str]:
    """What the authorities say of one update, after its number where there are several."""
    lines = (*agreement(work.statements, proofs), *objections(proofs))
    return [f"step {work.step}: {line}" if work.step > 1 or work.later else line for line in lines]
