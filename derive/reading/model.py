"""The problem file as a tree of sections: every key, what may stand there, and its default."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator, ConfigDict, Field, WithJsonSchema, model_validator

from derive.layers import Embedding, Network
from derive.notations import DEFAULT
from derive.reading.choices import named_optimizer
from derive.reading.fields import (
    Biases,
    Carried,
    Decay,
    Digits,
    Frozen,
    Inputs,
    Line,
    Loss,
    Notation,
    OptimizerName,
    Positive,
    Rate,
    Reduction,
    Rows,
    Samples,
    Sequence,
    Share,
    Sign,
    Steps,
    Units,
    Weights,
    optimizers,
)
from derive.reading.inputs import NO_INPUTS
from derive.reading.layer_parts import LAYER_PARTS, AnyLayer, Section

TITLE = "Backpropagation by hand"


class SparseSection(Section):
    """A section in which null is as good as nothing."""

    @model_validator(mode="before")
    @classmethod
    def without_nulls(cls, value: Any) -> Any:
        """The keys that hold something."""
        return {k: v for k, v in value.items() if v is not None} if isinstance(value, dict) else value


class NetworkPart(Section):
    """The inputs, and the layers up to the outputs."""

    model_config = ConfigDict(json_schema_extra={"required": ["layers"]})  # an embedding needs no inputs

    inputs: Inputs
    layers: list[AnyLayer]

    @model_validator(mode="before")
    @classmethod
    def with_tokens(cls, value: Any) -> Any:
        """The keys; where an embedding comes first, its tokens are all that goes in."""
        nothing = isinstance(value, dict) and value.get("inputs") in (None, 0, "0")
        return {**value, "inputs": NO_INPUTS} if nothing and first_type(value) == Embedding.type else value


def first_type(network: dict[str, Any]) -> object:
    """The type of the first layer of a network, whatever stands there."""
    layers = network.get("layers")
    first = layers[0] if isinstance(layers, list) and layers else None
    return first.get("type") if isinstance(first, dict) else None


class DataPart(SparseSection):
    """One sample, or the rows of a batch."""

    inputs: Samples = None
    targets: Rows | None = None
    sequence: Sequence | None = None


class ParametersPart(SparseSection):
    """The numbers that training changes, for each layer as it needs them; a row of weights is a receiving neuron."""

    weights: list[Weights] | None = None
    recurrent_weights: list[Weights] | None = None
    biases: list[Biases] | None = None


class OptimizerPart(SparseSection):
    """The way of taking steps, and its numbers where they are not the usual ones."""

    name: OptimizerName
    momentum: Share | None = None
    rho: Share | None = None
    beta1: Share | None = None
    beta2: Share | None = None
    epsilon: Positive | None = None
    weight_decay: Decay | None = None


class TrainingPart(SparseSection):
    """How the parameters are updated."""

    learning_rate: Rate | None = None
    optimizer: Annotated[
        OptimizerPart, BeforeValidator(named_optimizer), WithJsonSchema(optimizers())
    ] = OptimizerPart(name="sgd")
    weight_decay: Decay | None = None
    steps: Steps = 1
    batch_size: Units | None = None
    reduction: Reduction = "mean"
    frozen: list[Frozen] = Field(default_factory=list)


class RoundingPart(SparseSection):
    """How results are printed, and what is carried on."""

    places: Digits | None = None
    figures: Digits | None = None
    carry: Carried = "full"


class ProblemFile(SparseSection):
    """The whole file."""

    title: Line = TITLE
    source: Line = ""
    network: NetworkPart
    loss: Loss
    data: DataPart = DataPart()
    parameters: ParametersPart = ParametersPart()
    training: TrainingPart = TrainingPart()
    notation: Notation = DEFAULT
    rounding: RoundingPart = RoundingPart()
    symbols: dict[str, Sign] = Field(default_factory=dict)


def network_of(problem: ProblemFile) -> Network:
    """The network that a file tells, whether its layers fit or not."""
    return Network(problem.network.inputs.shape, tuple(part.layer() for part in problem.network.layers))


SECTIONS: dict[tuple[str, ...], type[Section]] = {
    (): ProblemFile,
    ("network",): NetworkPart,
    **{("network", "layers", "*", type): part for type, part in LAYER_PARTS.items()},
    ("data",): DataPart,
    ("parameters",): ParametersPart,
    ("training",): TrainingPart,
    ("training", "optimizer"): OptimizerPart,
    ("rounding",): RoundingPart,
}


def schema() -> dict[str, Any]:
    """The JSON Schema of a problem file, for editors."""
    return ProblemFile.model_json_schema()
