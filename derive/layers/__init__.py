"""The types of layers: a class each, which gives forward equations and nothing else."""

from __future__ import annotations

from derive.layers.activate import OWN, activation
from derive.layers.base import FAMILIES, Flow, Layer, Misfit, Network, Shape, indices, spoken
from derive.layers.dense import Bias, Dense
from derive.layers.skip import Skip

__all__ = [
    "FAMILIES", "LAYERS", "OWN", "Bias", "Dense", "Flow", "Layer", "Misfit", "Network", "Shape", "Skip", "activation",
    "indices", "spoken",
]  # fmt: skip

LAYERS: dict[str, type[Layer]] = {layer.type: layer for layer in (Dense, Skip)}
