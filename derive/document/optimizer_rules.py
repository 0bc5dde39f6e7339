"""The rules about the updates that a sheet states before its tasks: which optimizer, its formulas and its numbers."""

from __future__ import annotations

from collections.abc import Iterable

from sympy import Eq, Expr

from derive.activations import ZERO
from derive.document.tell import Teller
from derive.document.wording import Sentence, equation, in_a_row
from derive.expression import symbol
from derive.hyperparameters import DECAY, UPDATE
from derive.optimizers import OPTIMIZERS
from derive.quantity import Named, Quantity
from derive.statement import Statement


def optimizer_rules(teller: Teller) -> list[Sentence]:
    """Everything about the optimizer, in general letters; nothing of plain gradient descent."""
    problem, say = teller.problem, teller.words.say
    row, decayed = OPTIMIZERS[problem.optimizer], bool(problem.given.get(DECAY))
    if problem.optimizer == "sgd" and not decayed:
        return []
    lines = row.general(decayed)
    name = teller.words.word("optimizers", problem.optimizer)
    found = [say("rules", "optimizer", name=name, formulas=formulas(lines[decayed:]), w=Quantity("w"))]
    if decayed:
        found.append(say("rules", "decay", formulas=formulas(lines[:1]), g=Quantity("g")))
    if row.state:
        state = in_a_row((equal(Quantity(letter), ZERO),) for letter in row.state)
        found.append(say("rules", "state of steps" if problem.steps > 1 else "state", state=state))
    if UPDATE.id in row.uses:
        found.append(say("rules", "count", t=UPDATE))
    return [*found, *hyperparameters(teller)]


def hyperparameters(teller: Teller) -> list[Sentence]:
    """The numbers of the optimizer, where they are given."""
    problem = teller.problem
    names = [each.of for each in OPTIMIZERS[problem.optimizer].hyperparameters.values() if each.of in problem.given]
    numbers = in_a_row(equation(name, problem.given[name]) for name in names)
    return [teller.words.say("rules", "hyperparameters", numbers=numbers)] if names else []


def formulas(lines: Iterable[Statement]) -> Sentence:
    """Equations in a row."""
    return in_a_row((equal(line.of, line.formula),) for line in lines)


def equal(of: Named, formula: Expr) -> Eq:
    """Quantity = formula, which no line breaks."""
    return Eq(symbol(of), formula, evaluate=False)
