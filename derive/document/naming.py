"""What the layers, neurons, channels and samples of one problem are called."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from derive.document.sections import Part
from derive.document.wording import Words
from derive.layers import Shape, spoken
from derive.problem import Problem


@dataclass(frozen=True, slots=True)
class Namer:
    """Finds the names of the places of one network."""

    problem: Problem
    words: Words

    @property
    def rows(self) -> str:
        """What the rows of the data are."""
        return "time steps" if self.problem.sequence else "samples"

    def function(self, layer: int) -> str:
        """What the activation of a layer is called."""
        chosen = self.problem.layers[layer - 1].activation
        return self.words.word("functions", chosen if isinstance(chosen, str) else "own")

    def neuron(self, layer: int, j: int) -> str:
        """What a neuron is called: the first hidden neuron."""
        if layer == len(self.problem.layers):
            return self.words.word("neurons", "only output" if self.problem.outputs == 1 else "output", j=j)
        ordinals = self.words.tree["neurons"]["ordinals"]
        if len(self.problem.layers) == 2 and j <= len(ordinals):
            return self.words.word("neurons", "hidden", ordinal=ordinals[j - 1])
        return self.words.word("neurons", "hidden of many", j=j, l=layer)

    def of_sample(self, what: str, sample: int | None) -> str:
        """The same of a sample of a batch: the first hidden neuron for sample 2."""
        return what if sample is None else self.words.word("neurons", f"of {self.rows}", what=what, n=sample)

    def layer_in_text(self, layer: int) -> str:
        """What a layer is called within a sentence."""
        name = self.layer(layer)
        return f"the {name[0].lower()}{name[1:]}" if not name[-1].isdigit() else name[0].lower() + name[1:]

    def sample(self, sample: int) -> str:
        """What a row of the data is called: Sample 2, or Time step 2."""
        return self.words.word("labels", self.rows, n=sample)

    def place(self, part: Part) -> str:
        """The heading of a part: the sample, the layer, and the neuron if it is about one."""
        place = self.place_in_network(part)
        return place if part.sample is None else self.words.word("places", self.rows, place=place, n=part.sample)

    def place_in_network(self, part: Part) -> str:
        """The layer of a part, and the neuron if it is about one; or the loss."""
        if part.layer is None:
            return self.words.word("places", "loss")
        layer = self.layer(part.layer)
        if self.problem.layers[part.layer - 1].by_channel:
            return self.channel(part.layer, part.neuron)
        several = self.problem.units(part.layer) > 1 and self.problem.layers[part.layer - 1].type == "dense"
        return self.words.word("places", "neuron", layer=layer, j=part.neuron) if part.neuron and several else layer

    def channel(self, layer: int, j: int | None) -> str:
        """What a channel of a layer is called, or the layer where it has no other."""
        if j is None or self.problem.network.shapes[layer][0] == 1:
            return self.layer(layer)
        return self.words.word("places", self.problem.layers[layer - 1].type, layer=self.layer(layer), j=j)

    def detailed(self, layer: int) -> str:
        """What a layer is called, with its sizes where it has some."""
        chosen, name = self.problem.layers[layer - 1], self.layer(layer)
        sizes = chosen.sizes(self.problem.network.shapes[layer - 1])
        return self.words.word("layer sizes", chosen.rules[0], layer=name, **spread(sizes)) if sizes else name

    def layer(self, layer: int) -> str:
        """What a layer is called."""
        chosen = self.problem.layers[layer - 1]
        if chosen.type != "dense":
            return self.words.word("layers", chosen.rules[0], l=layer)
        if layer == len(self.problem.layers):
            return self.words.word("places", "output")
        return self.words.word("places", "hidden" if len(self.problem.layers) == 2 else "hidden of many", l=layer)


def spread(sizes: Mapping[str, Shape | str]) -> dict[str, str]:
    """Sizes in words; a stride that is the same along all axes is one number."""
    alike = {name: size[:1] for name, size in sizes.items() if name == "stride" and len(set(size)) == 1}
    return {name: size if isinstance(size, str) else spoken(size) for name, size in {**sizes, **alike}.items()}
