"""Whether the other forms of a sheet, which are written anew, give the numbers of the derivation."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

from mpmath import nstr

from derive.arithmetic import Arithmetic
from derive.document.forms import FORMS, Form, chosen, recast
from derive.document.matrices import has_matrices
from derive.document.outline import CHAIN
from derive.document.sections import Section
from derive.engine.check import AS_ZERO, CLOSELY, Proof, at_points, worst
from derive.engine.numeric import floating
from derive.engine.points import Point
from derive.engine.verdict import Testimony
from derive.evaluate import evaluate
from derive.problem import Problem
from derive.statement import Statement

AUTHORITY = "other forms of the sheet"
TOLERANCE = Decimal("1e-30")         # relative
NOTHING = Decimal("1e-40")           # what may stand in the place of zero
PATIENT = Arithmetic(patient=True)

Written = list[tuple[Form, Statement]]


def forms_agree(
    problem: Problem, statements: Sequence[Statement], sections: Sequence[Section], at: Sequence[Point]
) -> Testimony:
    """What the formulas that other forms have in place of those of the steps give with the numbers of the steps."""
    formulas = {statement.of.id: statement.formula for statement in statements}
    everything = written(problem, statements, sections)
    other = [(form, each) for form, each in everything if each.formula != formulas[each.of.id]]
    proofs = [proof for point in at for form, each in other if (proof := proved(form, each, point))]
    forms = ", ".join(dict.fromkeys(form for form, _ in everything))
    return Testimony(f"{AUTHORITY} ({forms})", worst(proofs, at_points(at)))


def written(problem: Problem, statements: Sequence[Statement], sections: Sequence[Section]) -> Written:
    """The statements of every other form that there is for the network."""
    forms = [form for form in FORMS if form != "steps" and (form != "matrix" or has_matrices(problem))]
    return [
        (form, each) for form in forms for each in asked(recast(problem, statements, sections, chosen(form), 0))
    ]


def asked(sections: Sequence[Section]) -> Iterator[Statement]:
    """The statements of all tasks about this network."""
    for section in sections:
        if section.title != CHAIN:
            yield from (statement for task in section.tasks for statement in task.statements)


def proved(form: Form, statement: Statement, point: Point) -> Proof | None:
    """The proof of one formula; None where it has no number."""
    id = statement.of.id
    if id not in point.numbers:
        return None
    found, claim = evaluate(statement.formula, point.numbers, PATIENT), point.numbers[id]
    gap = PATIENT.add([found, PATIENT.multiply([Fraction(-1), claim])])
    apart, size = (PATIENT.decimal(each).copy_abs() for each in (gap, claim))
    close = apart <= PATIENT.decimal(PATIENT.multiply([TOLERANCE, size]))
    agreed = close or apart <= NOTHING
    both = f"{nstr(floating(found), 12)} in the {form} form, {nstr(floating(claim), 12)} step by step"
    difference = PATIENT.context.divide(apart, size) if size else apart
    return Proof(id, AUTHORITY, agreed, float(difference), CLOSELY if close else AS_ZERO if agreed else both)
