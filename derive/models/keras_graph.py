"""The graph of a functional Keras model, where it is a chain."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from derive.errors import InputError
from derive.formula.numeral import shortened
from derive.models import tree

CURE = "give a Sequential, or a functional model whose layers stand in one chain"
HISTORY = "keras_history"


def in_chain(found: Sequence[tuple[tree.Tree, str]], config: tree.Tree) -> Iterator[tuple[tree.Tree, str]]:
    """The layers of a functional model from its input to its output; InputError where it branches."""
    after: dict[str, tuple[tree.Tree, str]] = {}
    for layer, folder in found:
        name = tree.word(layer["name"], "name")
        sources = [*histories(layer["inbound_nodes"])]
        if len(sources) > 1:
            raise InputError.of(f"the layer {shortened(name)} has {len(sources)} inputs", CURE)
        source = sources[0] if sources else ""
        if source in after:
            raise InputError.of(f"{f'after {shortened(source)} the model branches' if source else TWO}", CURE)
        after[source] = (layer, folder)
    yield from walked(after, outputs(config))


TWO = "the model has several inputs"


def walked(after: dict[str, tuple[tree.Tree, str]], output: str) -> Iterator[tuple[tree.Tree, str]]:
    """The layers one after another, each found by the one before it, the output last."""
    name = ""
    for _ in range(len(after)):
        if name not in after:
            raise InputError.of(f"after {shortened(name)} the model breaks off", CURE)
        layer, folder = after[name]
        name = tree.word(layer["name"], "name")
        yield layer, folder
    if name != output:
        raise InputError.of(f"the model's output {shortened(output)} is not the end of its chain", CURE)


def outputs(config: tree.Tree) -> str:
    """The name of the one output layer."""
    found = tree.listed(config["output_layers"], "output_layers")
    if found and isinstance(found[0], list):
        if len(found) > 1:
            raise InputError.of(f"the model has {len(found)} outputs", CURE)
        found = tree.listed(found[0], "output_layers")
    return tree.word(found[0], "output_layers")


def histories(node: object) -> Iterator[str]:
    """The names of the layers that a node takes its tensors from."""
    if isinstance(node, dict):
        if HISTORY in node:
            yield tree.word(tree.listed(node[HISTORY], HISTORY)[0], HISTORY)
        for inner in node.values():
            yield from histories(inner)
    elif isinstance(node, list):
        for inner in node:
            yield from histories(inner)
