"""The notations: a file of patterns each in templates/notations, how every kind of quantity is called.

A pattern's key is the kind of quantity, with a suffix for a special place: `_only` in a network of one neuron,
`_last` in the output layer, `_last_single` where that layer has one neuron, `_shared` for the bias of a whole
layer, `_share` for an output's part of the loss. Placeholders: <l> layer, <j> neuron in its layer, <i> sender in
its layer, <n> and <m> the same neurons counted through all layers, <ji> and <nm> as pairs, <c> the weight counted
through the network from sender to receiver, <node> the name of a neuron, <k> output.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from ruamel.yaml import YAML

from derive.resources import resource

Patterns = Mapping[str, str]
DEFAULT = "layered"


@lru_cache(maxsize=1)
def notations() -> tuple[str, ...]:
    """The names of all notations."""
    files = (file.name for file in resource("notations").iterdir())
    return tuple(sorted(name.removesuffix(".yaml") for name in files if name.endswith(".yaml")))


@lru_cache(maxsize=16)
def patterns(notation: str) -> Patterns:
    """The patterns of a notation, by kind of quantity and place."""
    found: Patterns = YAML(typ="safe").load(resource("notations", f"{notation}.yaml").read_text(encoding="utf-8"))
    return found
