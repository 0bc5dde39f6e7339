"""The rules a sheet states before its tasks: the loss, the rounding, the learning rate, what holds at a kink."""

from __future__ import annotations

from collections.abc import Iterator

import sympy

from derive.calculus import derivative
from derive.document.optimizer_rules import optimizer_rules
from derive.document.tell import Teller
from derive.document.wording import Sentence, equation, in_a_row
from derive.formula import Formula
from derive.layers import activation
from derive.objective import loss, objective
from derive.quantity import LOSS, RATE
from derive.statement import Statement

MEANT = ("mse", "cross_entropy")    # losses whose names say how they treat several outputs
KINKED = (sympy.Max, sympy.Min, sympy.Abs, sympy.Piecewise)


def rules(teller: Teller) -> tuple[Sentence, ...]:
    """Every rule that this problem needs, each a sentence."""
    problem, say = teller.problem, teller.words.say
    found = [loss_rule(teller)]
    if problem.sequence:
        which = "last step" if problem.last_only else f"time {problem.reduction}"
        found.append(say("rules", which, count=problem.samples))
    elif problem.samples is not None:
        found += batch_rules(teller, problem.samples, problem.batch_size or problem.samples)
    if problem.steps > 1:
        found.append(say("rules", "steps", count=problem.steps))
    if RATE in problem.given:
        found.append(say("rules", "rate", formula=equation(RATE, problem.given[RATE])))
    found += optimizer_rules(teller)
    found += layer_rules(teller)
    if not problem.symbolic:
        found += [say("rules", problem.rounding.carry, digits=digits(teller)), say("rules", "signs")]
    else:
        found.append(say("rules", "symbolic"))
    if problem.frozen:
        names = " and ".join(teller.words.word("frozen", name) for name in sorted(problem.frozen))
        found.append(say("rules", "frozen", names=names))
    return (*found, *kinks(teller))


def batch_rules(teller: Teller, samples: int, size: int) -> list[Sentence]:
    """How many of the samples an update takes, and what its loss is."""
    say = teller.words.say
    if size == 1 < samples:
        return [say("rules", "one sample", samples=samples)]
    batch = say("rules", f"batch {teller.problem.reduction}", count=size)
    return [batch, say("rules", "portion", count=size, samples=samples)] if size != samples else [batch]


def layer_rules(teller: Teller) -> Iterator[Sentence]:
    """What holds for the layers of a type, a sentence for each that has one."""
    told = teller.words.tree["layer rules"]
    each = ((f"causal {a.type}",) if getattr(a, "causal", False) else a.rules for a in teller.problem.layers)
    names = dict.fromkeys(name for rules in each for name in rules)
    yield from (teller.words.say("layer rules", name) for name in names if name in told)


def loss_rule(teller: Teller) -> Sentence:
    """Which loss it is, and its formula: of one output, or the sum and its first share."""
    problem = teller.problem
    if problem.graph is not None:
        return teller.words.say("rules", "graph", loss=LOSS)
    stated = chain_of_losses(objective(problem.update(1, {})))
    formula = in_a_row(equation(statement.of, statement.formula) for statement in stated)
    name = teller.words.word("losses", problem.loss if isinstance(problem.loss, str) else "own")
    if problem.outputs > 1 and problem.loss not in MEANT:
        name = teller.words.word("rules", "summed", name=name)
    return teller.words.say("rules", "loss", name=name, formula=formula)


def chain_of_losses(statements: list[Statement]) -> list[Statement]:
    """The loss, then the first of each kind of part that it is written with."""
    found = [statements[-1]]
    by_id = {statement.of.id: statement for statement in statements}
    while found[-1].uses and found[-1].uses[0] in by_id:
        found.append(by_id[found[-1].uses[0]])
    return found


def digits(teller: Teller) -> str:
    """The rounding rule's digits in words: 4 decimal places."""
    rounding = teller.problem.rounding
    one = "one " if rounding.digits == 1 else ""
    return teller.words.word("rules", one + rounding.unit, count=rounding.digits)


def kinks(teller: Teller) -> list[Sentence]:
    """What is taken as the slope at a kink, where an activation or the loss has one."""
    found: list[Sentence] = []
    problem = teller.problem
    lines = problem.graph.forward() if problem.graph is not None else ()
    bent = any(line.formula.has(*KINKED) for line in lines)
    if bent or any(has_kink(layer.activation) for layer in problem.layers) or own_loss_has_kink(problem.loss):
        found.append(teller.words.say("rules", "kinks"))
    if teller.problem.loss == "absolute_error":
        found.append(teller.words.say("rules", "kink of the loss"))
    return found


def has_kink(chosen: str | Formula) -> bool:
    """Whether an activation may be bent: a maximum, an absolute value, or cases that meet at an angle."""
    z = sympy.Symbol("z")
    value = activation(chosen).value((z,), 0)
    if isinstance(chosen, Formula) or not value.is_Piecewise:
        return bool(value.has(*KINKED))
    return len({derivative(piece, z).subs(z, 0) for piece, _ in value.args}) > 1


def own_loss_has_kink(chosen: str | Formula) -> bool:
    """Whether a loss that is given as a formula may be bent."""
    y, a = sympy.symbols("y a")
    return isinstance(chosen, Formula) and bool(loss(chosen).share(y, a, 1).has(*KINKED))
