"""The layers of a problem file: the keys of each type, and the layer that they tell."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, Annotated, Union

from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag

from derive.layers import (
    EPSILON,
    LAYERS,
    Attention,
    BatchNorm,
    Convolution,
    Dense,
    Dropout,
    Embedding,
    Flatten,
    Layer,
    LayerNorm,
    Pooling,
    Skip,
)
from derive.reading.fields import (
    Activation,
    BiasKind,
    Count,
    DropRate,
    Epsilon,
    Flag,
    LayerType,
    Mask,
    PaddingKind,
    PoolingChoice,
    Seen,
    Sizes,
    Tokens,
    Units,
)


class Section(BaseModel):
    """A mapping of the file, which has no keys but its own."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class LayerPart(Section):
    """One layer of any type."""

    type: LayerType = Dense.type

    @abstractmethod
    def layer(self) -> Layer:
        """The layer that the keys tell."""


class DensePart(LayerPart):
    """A dense layer, or a simple recurrent one."""

    units: Units
    activation: Activation
    bias: BiasKind = "per_unit"
    recurrent: Flag = False

    def layer(self) -> Layer:
        """A dense layer."""
        return Dense(self.units, self.activation, self.bias, self.recurrent)


class SkipPart(LayerPart):
    """A skip connection from an earlier layer."""

    source: Count = Field(alias="from")

    def layer(self) -> Layer:
        """A skip connection."""
        return Skip(self.source)


class DropoutPart(LayerPart):
    """Dropout with a given mask."""

    rate: DropRate
    mask: Mask

    def layer(self) -> Layer:
        """A dropout layer."""
        return Dropout(self.rate, self.mask)


class LayerNormPart(LayerPart):
    """Normalisation within each sample."""

    epsilon: Epsilon = EPSILON

    def layer(self) -> Layer:
        """A layer normalisation."""
        return LayerNorm(self.epsilon)


class BatchNormPart(LayerPart):
    """Normalisation over the samples of the batch."""

    epsilon: Epsilon = EPSILON

    def layer(self) -> Layer:
        """A batch normalisation."""
        return BatchNorm(self.epsilon)


class EmbeddingPart(LayerPart):
    """A table of rows for words, and the words of the text."""

    units: Units
    vocabulary: Units
    tokens: Tokens

    def layer(self) -> Layer:
        """An embedding."""
        return Embedding(self.units, self.vocabulary, self.tokens)


class AttentionPart(LayerPart):
    """Attention of one head."""

    units: Units
    mask: Seen = False

    def layer(self) -> Layer:
        """An attention layer."""
        return Attention(self.units, self.mask)


class ConvolutionPart(LayerPart):
    """A convolution over the places of its input, one or two axes as that has."""

    filters: Units
    kernel: Sizes
    stride: Sizes = (1,)
    padding: PaddingKind = "valid"
    activation: Activation = "linear"
    bias: BiasKind = "per_unit"

    def layer(self) -> Layer:
        """A convolution."""
        return Convolution(self.filters, self.kernel, self.activation, self.bias, self.stride, self.padding)


class PoolingPart(LayerPart):
    """The largest value or the mean of each window."""

    kind: PoolingChoice
    size: Sizes
    stride: Sizes = ()

    def layer(self) -> Layer:
        """A pooling layer."""
        return Pooling(self.kind, self.size, self.stride)


class FlattenPart(LayerPart):
    """All values in a row."""

    def layer(self) -> Layer:
        """A flatten layer."""
        return Flatten()


LAYER_PARTS: dict[str, type[LayerPart]] = {
    Dense.type: DensePart, Skip.type: SkipPart, Dropout.type: DropoutPart, LayerNorm.type: LayerNormPart,
    BatchNorm.type: BatchNormPart, Embedding.type: EmbeddingPart, Attention.type: AttentionPart,
    Convolution.type: ConvolutionPart, Pooling.type: PoolingPart, Flatten.type: FlattenPart,
}  # fmt: skip


def type_of(value: object) -> str:
    """The type of a layer as a file tells it; dense where it tells none, or none that is known."""
    told = value.get("type") if isinstance(value, dict) else getattr(value, "type", None)
    return told if isinstance(told, str) and told in LAYERS else Dense.type


if TYPE_CHECKING:
    AnyLayer = LayerPart
else:
    tagged = tuple(Annotated[part, Tag(type)] for type, part in LAYER_PARTS.items())
    AnyLayer = Annotated[Union[tagged], Discriminator(type_of)]  # noqa: UP007  (a union of a table)
