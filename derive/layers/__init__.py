"""The types of layers: a class each, which gives forward equations and nothing else."""

from __future__ import annotations

from derive.layers.activate import OWN, activation
from derive.layers.attention import Attention
from derive.layers.base import FAMILIES, Flow, Layer, Misfit, Network, Shape, indices, spoken
from derive.layers.convolution import Convolution
from derive.layers.dense import Bias, Dense
from derive.layers.dropout import Dropout
from derive.layers.embedding import Embedding
from derive.layers.flatten import Flatten
from derive.layers.normal import EPSILON, BatchNorm, LayerNorm
from derive.layers.pooling import Pooling, PoolingKind
from derive.layers.skip import Skip
from derive.layers.windows import Padding

__all__ = [
    "EPSILON", "FAMILIES", "LAYERS", "OWN", "Attention", "BatchNorm", "Bias", "Convolution", "Dense", "Dropout",
    "Embedding", "Flatten", "Flow", "Layer", "LayerNorm", "Misfit", "Network", "Padding", "Pooling", "PoolingKind",
    "Shape", "Skip", "activation", "indices", "spoken",
]  # fmt: skip

TYPES: tuple[type[Layer], ...] = (
    Dense, Skip, Convolution, Pooling, Flatten, Dropout, LayerNorm, BatchNorm, Embedding, Attention,
)  # fmt: skip
LAYERS: dict[str, type[Layer]] = {layer.type: layer for layer in TYPES}
