"""The proof of a derivation, as its authorities tell it."""

from __future__ import annotations

from dataclasses import dataclass

from derive.derivation import Derivation
from derive.document.forms_agree import forms_agree
from derive.engine.check import Proof, prove
from derive.engine.points import points
from derive.engine.verdict import agreement, objections, partials_of, testimony_lines
from derive.witness import witnesses

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
    """Proves every partial derivative by four authorities, each apart from the backward walk and from the others.

    The formulas of the other forms of a sheet are held against the derivation too.
    """
    told = [court(step) for step in work.steps]
    return Report(
        tuple(proof for proofs, _ in told for proof in proofs), tuple(line for _, lines in told for line in lines)
    )


def court(work: Derivation) -> tuple[tuple[Proof, ...], list[str]]:
    """The proofs of one update, and what they say in words, after its number where there are several."""
    proofs = prove(work.problem, work.statements, work.numbers)
    others = witnesses(work.problem, work.statements, work.numbers)
    at = points(work.problem, work.statements, work.numbers)
    forms = forms_agree(work.problem, work.statements, work.sections, at)
    every = (*proofs, *(proof for each in (*others, forms) for proof in each.proofs))
    said = testimony_lines(forms, partials_of(work.statements))
    lines = (*agreement(work.statements, proofs, others), *said, *objections(every))
    return every, [f"step {work.step}: {line}" if work.step > 1 or work.later else line for line in lines]
