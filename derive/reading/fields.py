"""What may stand at a key of the problem file: how it is read, and what an editor knows of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction
from typing import Annotated, Any

from pydantic import BeforeValidator, PlainValidator, WithJsonSchema

from derive.activations import ACTIVATIONS
from derive.formula import Formula
from derive.layers import LAYERS, Bias
from derive.losses import LOSSES
from derive.notations import notations
from derive.optimizers import OPTIMIZERS
from derive.problem import Reduction as BatchReduction
from derive.reading import choices
from derive.reading.numbers import exact, kind, units, whole
from derive.reading.refused import Refused
from derive.reading.symbols import symbol
from derive.reading.words import line
from derive.rounding import Carry


def only(allowed: object, read: Callable[[object], object], what: str, cure: str) -> PlainValidator:
    """The reader of a key that has one value in this version."""

    def check(value: object) -> object:
        found = read(value)
        if found != allowed:
            raise Refused(f"{str(found).lower()}, but this version {what}", cure)
        return found

    return PlainValidator(check)


def flag(value: object) -> bool:
    """True or false."""
    if not isinstance(value, bool):
        raise Refused(f"{kind(value)} stands in place of true or false", "write true or false")
    return value


def as_rows(value: object) -> object:
    """The rows of a batch; one sample alone is the only row."""
    flat = isinstance(value, list) and not (value and isinstance(value[0], list))
    return [value] if flat else value


def as_time_steps(value: object) -> object:
    """A row for each time step; numbers alone are the steps of a single input, a count is of steps in symbols."""
    if isinstance(value, list):
        return [step if isinstance(step, list) else [step] for step in value]
    return [[] for _ in range(choices.time_steps(value))]


def names_or_count(value: object) -> int | tuple[str, ...]:
    """How many inputs there are, or their names."""
    if not isinstance(value, list):
        return units(value)
    names = tuple(line(name) for name in value)
    if not names or not all(names) or len(set(names)) < len(names):
        raise Refused("the names of the inputs are empty or repeated", "give each input its own name")
    return names


def as_list(value: object) -> object:
    """A number of a shared bias as a list of one; lists and nulls as they are."""
    return value if value is None or isinstance(value, list) else [value]


SEQUENCE = {
    "anyOf": [{"type": "integer", "minimum": 1}, {"type": "array"}],
    "description": "a row of inputs for each time step, or how many steps there are",
}
NUMBER = {
    "type": ["number", "string"],
    "description": "a number, exactly as written; or a fraction such as '1/3'",
}
WHOLE = {"type": "integer", "minimum": 1}
TEXT = {"type": "string", "maxLength": 200}
SYMBOL = {"type": "string", "maxLength": 60, "description": "a symbol in LaTeX"}


def names(known: Iterable[str], formula: str = "") -> WithJsonSchema:
    """What an editor knows of a name to choose, or of a formula in some variables."""
    schema: dict[str, Any] = {"enum": list(known)}
    if formula:
        schema = {"anyOf": [schema, {"type": "string", "description": formula}]}
    return WithJsonSchema(schema)


INPUTS = {
    "anyOf": [WHOLE, {"type": "array", "items": TEXT}],
    "description": "how many inputs, or their names",
}

Number = Annotated[Fraction, PlainValidator(exact), WithJsonSchema(NUMBER)]
Rate = Annotated[Fraction, PlainValidator(choices.rate), WithJsonSchema(NUMBER)]
Line = Annotated[str, PlainValidator(line), WithJsonSchema(TEXT)]
Sign = Annotated[str, PlainValidator(symbol), WithJsonSchema(SYMBOL)]
Units = Annotated[int, PlainValidator(units), WithJsonSchema(WHOLE)]
Digits = Annotated[
    int, PlainValidator(choices.digits), WithJsonSchema({**WHOLE, "maximum": choices.MOST_DIGITS})
]
Steps = Annotated[int, PlainValidator(choices.steps), WithJsonSchema({**WHOLE, "maximum": choices.MOST_STEPS})]
Inputs = Annotated[int | tuple[str, ...], PlainValidator(names_or_count), WithJsonSchema(INPUTS)]
Count = Annotated[int, PlainValidator(whole), WithJsonSchema({"type": "integer", "minimum": 0})]
Flag = Annotated[bool, PlainValidator(flag), WithJsonSchema({"type": "boolean"})]
LayerType = Annotated[str, PlainValidator(choices.layer_type), names(LAYERS)]
Rows = Annotated[list[list[Number]], BeforeValidator(as_rows)]
Sequence = Annotated[list[list[Number]], BeforeValidator(as_time_steps), WithJsonSchema(SEQUENCE)]
BiasRow = Annotated[list[Number] | None, BeforeValidator(as_list)]

Activation = Annotated[
    str | Formula, PlainValidator(choices.activation), names(ACTIVATIONS, "or an expression in z")
]
Loss = Annotated[str | Formula, PlainValidator(choices.loss), names(LOSSES, "or an expression in y and a")]
BiasKind = Annotated[Bias, PlainValidator(choices.bias), names(choices.BIASES)]
Carried = Annotated[Carry, PlainValidator(choices.carry), names(choices.CARRIES)]
Notation = Annotated[str, PlainValidator(choices.notation), names(notations())]
Optimizer = Annotated[str, PlainValidator(choices.optimizer), names(OPTIMIZERS)]
Reduction = Annotated[BatchReduction, PlainValidator(choices.reduction), names(choices.REDUCTIONS)]
Frozen = Annotated[str, PlainValidator(choices.frozen), names(choices.FROZEN)]
