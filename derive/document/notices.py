"""What is remarkable about the numbers: saturated neurons, and values that lie exactly on a kink."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction

from sympy import Expr, Symbol

from derive.arithmetic import PRECISIONS, Arithmetic, NotReal, Number
from derive.document.rules import has_kink, own_loss_has_kink
from derive.document.tell import Teller
from derive.document.wording import Sentence, listed
from derive.evaluate import evaluate
from derive.expression import symbol
from derive.layers import Flow, Pooling, activation
from derive.layers.activate import steepness as steepness_of
from derive.objective import compared, loss
from derive.quantity import Quantity
from derive.rounding import magnitude

LOSSES_WITH_KINKS = {"absolute_error": "at kink of the loss"}
NONE: Mapping[str, Number] = {}
Z = Symbol("z")
ASIDE = Fraction(1, 10**30)          # how far left and right of a value its slopes are compared
APART = Decimal("1e-12")             # slopes that differ by more make a kink
FLAT = Decimal("1e-9")               # the steepest slope of a saturated neuron
FARTHEST = Decimal("0.05")           # a saturated value lies no farther from its whole number, however it is rounded
PRECISE = Arithmetic(PRECISIONS[-1], patient=True)
SMALLEST = -99                       # the smallest power of ten that a distance is told in


def notices(teller: Teller, values: Mapping[str, Number]) -> tuple[Sentence, ...]:
    """A sentence for each saturated neuron and for each value on a kink, in the order of the forward pass."""
    if teller.problem.graph is not None:
        return ()
    neurons = [
        Quantity("z", value.index, sample)
        for sample in teller.problem.batch
        for layer in range(1, len(teller.problem.layers) + 1)
        for value in teller.problem.network.values(layer)
    ]
    found = [sentence for z in neurons for sentence in of_neuron(teller, z, values)]
    found += [each for sample in teller.problem.batch for each in of_windows(teller, sample, values)]
    return (*found, *(sentence for sample in teller.problem.batch for sentence in of_outputs(teller, sample, values)))


def of_neuron(teller: Teller, z: Quantity, values: Mapping[str, Number]) -> Iterator[Sentence]:
    """What is remarkable about one neuron."""
    layer = z.index[0]
    chosen = teller.problem.layers[layer - 1].activation
    row = activation(chosen)
    a = Quantity("a", z.index, z.sample)
    steepness = values.get(steepness_of(a, z, row.joint).id)
    if steepness is None:
        return
    if has_kink(chosen) and bends(row.slope((Z,), (row.value((Z,), 0),), 0, 0), values[z.id]):
        yield teller.words.say("notices", "at kink", z=z)
    if -FLAT <= steepness <= FLAT:
        sums = [symbol(Quantity("z", each.index, z.sample)) for each in teller.problem.network.values(layer)]
        told = distance(evaluate(row.value(sums, sums.index(symbol(z))), values, PRECISE))
        if told:
            yield teller.words.say("notices", "saturated", a=a, whole=told[0], distance=told[1])


def of_windows(teller: Teller, sample: int | None, values: Mapping[str, Number]) -> Iterator[Sentence]:
    """The windows of max pooling in which the largest value is not alone."""
    network = teller.problem.network
    for number, layer in enumerate(network.layers, start=1):
        if isinstance(layer, Pooling) and layer.kind == "max":
            for statement in layer.forward(Flow(network, number, sample)):
                most = values.get(statement.of.id)
                largest = [edge.by for edge in statement.edges if most is not None and values[edge.by.id] == most]
                if len(largest) > 1:
                    yield teller.words.say("notices", "tie", values=listed([*largest]), first=largest[0])


def of_outputs(teller: Teller, sample: int | None, values: Mapping[str, Number]) -> Iterator[Sentence]:
    """The outputs at which the loss has a kink."""
    chosen, count = teller.problem.loss, teller.problem.outputs
    kind = "at own kink of the loss" if own_loss_has_kink(chosen) else LOSSES_WITH_KINKS.get(str(chosen))
    steep = loss(chosen).slope(Symbol("y"), Z, count)
    for y, a in compared(teller.problem, sample):
        given = {"y": values[y.id]} if y.id in values else {}
        if kind and f"dL/d{a.id}" in values and bends(steep, values[a.id], given):
            yield teller.words.say("notices", kind, a=a)


def bends(steep: Expr, at: Number, others: Mapping[str, Number] = NONE) -> bool:
    """Whether a slope, a formula in z, jumps at this exact value."""
    if at and not isinstance(at, Fraction):
        return False  # a value with endless decimals lies beside the kink, not on it
    sides = (Fraction(at) - ASIDE, Fraction(at) + ASIDE)
    try:
        before, after = (evaluate(steep, {**others, "z": side}, PRECISE) for side in sides)
    except NotReal:
        return False  # beside the value the function ends
    return abs(PRECISE.decimal(after) - PRECISE.decimal(before)) > APART


def distance(value: Number) -> tuple[Fraction, Fraction] | None:
    """The whole number that a value almost is, and the power of ten that it lies closer than; None for others."""
    if not isinstance(value, Decimal) or abs(value) > 2:
        return None
    whole = round(value)
    apart = value - whole
    if abs(apart) > FARTHEST:
        return None
    return Fraction(whole), Fraction(10) ** (max(magnitude(apart) + 1, SMALLEST) if apart else SMALLEST)
