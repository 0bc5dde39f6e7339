"""What may stand at a key of the problem file: how it is read, and what an editor knows of it."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Annotated, Any

from pydantic import BeforeValidator, PlainValidator, WithJsonSchema
from pydantic_core import PydanticKnownError

from derive.activations import ACTIVATIONS
from derive.formula import Formula
from derive.layers import LAYERS, Bias, Padding, PoolingKind
from derive.losses import LOSSES
from derive.notations import notations
from derive.optimizers import OPTIMIZERS
from derive.problem import Reduction as BatchReduction
from derive.reading import choices
from derive.reading.inputs import InputsPart, inputs
from derive.reading.nests import Nest, Tensor, flat, nest, tensor
from derive.reading.numbers import exact, kind, units, whole
from derive.reading.refused import Refused
from derive.reading.symbols import symbol
from derive.reading.words import line
from derive.rounding import Carry


def flag(value: object) -> bool:
    """True or false."""
    if not isinstance(value, bool):
        raise Refused(f"{kind(value)} stands in place of true or false", "write true or false")
    return value


def sizes(value: object) -> tuple[int, ...]:
    """A size for all axes, or one for each of two."""
    found = tuple(map(units, value if isinstance(value, list) else [value]))
    if not 1 <= len(found) <= 2:
        raise Refused(f"{len(found)} sizes", "give a number, or [rows, columns]")
    return found


def numbers(value: object) -> Nest | None:
    """One sample, or a list of samples, each of the inputs' shape."""
    if value is not None and not isinstance(value, list):
        raise PydanticKnownError("list_type")
    return None if value is None else nest(value)


def filled(value: object, cure: str) -> list[object]:
    """A list with something in it."""
    if not isinstance(value, list) or not value:
        raise Refused("the list is empty" if value == [] else f"{kind(value)} stands in place of a list", cure)
    return value


def mask(value: object) -> tuple[int, ...]:
    """A 1 or 0 for each value that stays or goes, row by row."""
    found = tuple(flat(nest(filled(value, "write [1, 0]"))))
    strange = next((each for each in found if each not in (0, 1)), None)
    if strange is not None:
        raise Refused(f"{strange} is neither 0 nor 1", "give 1 for a value that stays, 0 for one that is dropped")
    return tuple(map(int, found))


def causal(value: object) -> bool:
    """Whether a token sees none that comes after it."""
    choices.one_of(("causal",))(value)
    return True


def tokens(value: object) -> tuple[int, ...]:
    """The words of a text as numbers from 1."""
    return tuple(map(units, filled(value, "write [3, 1]")))


def as_rows(value: object) -> object:
    """The rows of a batch; one sample alone is the only row."""
    flat = isinstance(value, list) and not (value and isinstance(value[0], list))
    return [value] if flat else value


def as_time_steps(value: object) -> object:
    """A row for each time step; numbers alone are the steps of a single input, a count is of steps in symbols."""
    if isinstance(value, list):
        return [step if isinstance(step, list) else [step] for step in value]
    return [[] for _ in range(choices.time_steps(value))]


def biases(value: object) -> Tensor | None:
    """The biases of a layer; a number of a shared bias as a list of one."""
    return None if value is None else tensor(value if isinstance(value, list | dict) else [value])


def weights(value: object) -> Tensor | None:
    """The weights of a layer, null where it has none or they are symbols."""
    return None if value is None else tensor(value)


def as_names(value: object) -> object:
    """Names with their numbers; names alone have none."""
    if isinstance(value, list) and all(isinstance(name, str) for name in value):
        return dict.fromkeys(value)
    return value


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


def optimizers() -> dict[str, Any]:
    """What an editor knows of optimizers: a name, or a mapping with the numbers that the named one takes."""
    mappings = [
        {
            "type": "object",
            "properties": {"name": {"const": name}, **dict.fromkeys(row.hyperparameters, NUMBER)},
            "required": ["name"],
            "additionalProperties": False,
        }
        for name, row in OPTIMIZERS.items()
    ]
    return {"anyOf": [{"enum": list(OPTIMIZERS)}, *mappings]}


INPUTS = {
    "anyOf": [WHOLE, {"type": "array", "items": TEXT}, {"type": "object", "additionalProperties": WHOLE}],
    "description": "how many inputs, their names, or their shape: {channels: 1, height: 4, width: 4}",
}
SIZES = {"anyOf": [WHOLE, {"type": "array", "items": WHOLE}], "description": "a number, or [rows, columns]"}
SAMPLES = {"type": "array", "description": "one sample, or a list of samples, each of the inputs' shape"}
TENSOR = {
    "anyOf": [{"type": ["array", "number", "string", "null"]}, {"type": "object"}],
    "description": "numbers in lists as deep as the layer's parameters have indices, the receiving neuron first",
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
Inputs = Annotated[InputsPart, PlainValidator(inputs), WithJsonSchema(INPUTS)]
Samples = Annotated[Nest | None, PlainValidator(numbers), WithJsonSchema(SAMPLES)]
Count = Annotated[int, PlainValidator(whole), WithJsonSchema({"type": "integer", "minimum": 0})]
Flag = Annotated[bool, PlainValidator(flag), WithJsonSchema({"type": "boolean"})]
DropRate = Annotated[Fraction, PlainValidator(choices.share), WithJsonSchema(NUMBER)]
Epsilon = Annotated[Fraction, PlainValidator(choices.positive), WithJsonSchema(NUMBER)]
Mask = Annotated[tuple[int, ...], PlainValidator(mask), WithJsonSchema({"type": "array"})]
Seen = Annotated[bool, PlainValidator(causal), WithJsonSchema({"const": "causal"})]
Tokens = Annotated[tuple[int, ...], PlainValidator(tokens), WithJsonSchema({"type": "array", "items": WHOLE})]
LayerType = Annotated[str, PlainValidator(choices.layer_type), names(LAYERS)]
Rows = Annotated[list[list[Number]], BeforeValidator(as_rows)]
Sequence = Annotated[list[list[Number]], BeforeValidator(as_time_steps), WithJsonSchema(SEQUENCE)]
Weights = Annotated[Tensor | None, PlainValidator(weights), WithJsonSchema(TENSOR)]
Biases = Annotated[Tensor | None, PlainValidator(biases), WithJsonSchema(TENSOR)]
Names = Annotated[dict[str, Number | None], BeforeValidator(as_names)]

Activation = Annotated[
    str | Formula, PlainValidator(choices.activation), names(ACTIVATIONS, "or an expression in z")
]
Loss = Annotated[str | Formula, PlainValidator(choices.loss), names(LOSSES, "or an expression in y and a")]
BiasKind = Annotated[Bias, PlainValidator(choices.bias), names(choices.BIASES)]
PaddingKind = Annotated[Padding, PlainValidator(choices.padding), names(choices.PADDINGS)]
PoolingChoice = Annotated[PoolingKind, PlainValidator(choices.pooling), names(choices.POOLINGS)]
Sizes = Annotated[tuple[int, ...], PlainValidator(sizes), WithJsonSchema(SIZES)]
Carried = Annotated[Carry, PlainValidator(choices.carry), names(choices.CARRIES)]
Notation = Annotated[str, PlainValidator(choices.notation), names(notations())]
OptimizerName = Annotated[str, PlainValidator(choices.optimizer), names(OPTIMIZERS)]
Share = Annotated[Fraction, PlainValidator(choices.share), WithJsonSchema(NUMBER)]
Positive = Annotated[Fraction, PlainValidator(choices.positive), WithJsonSchema(NUMBER)]
Decay = Annotated[Fraction, PlainValidator(choices.decay), WithJsonSchema(NUMBER)]
Reduction = Annotated[BatchReduction, PlainValidator(choices.reduction), names(choices.REDUCTIONS)]
Frozen = Annotated[str, PlainValidator(choices.frozen), names(choices.FROZEN)]
