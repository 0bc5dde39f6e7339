"""What each task says: one sentence with what to do and why the rule applies."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from derive.document.outline import CHAIN, Part, Section, Task
from derive.document.wording import Sentence, Words, listed
from derive.layers import activation
from derive.problem import Problem
from derive.quantity import LOSS, RATE, Named, Partial, Quantity
from derive.statement import Statement

LETTERS = {letter: Quantity(letter) for letter in "xyzwbafg"}
POINTS = dict.fromkeys(
    ("weighted sum", "error over paths", "joint pre-activation", "shared bias", "parameter over samples"), 2
)  # all others: 1


@dataclass(frozen=True, slots=True)
class Teller:
    """Finds the words for the tasks of one problem."""

    problem: Problem
    words: Words

    def task(self, section: Section, task: Task) -> Sentence:
        """The sentence of a task."""
        if section.title == CHAIN:
            return self.words.say("tasks", f"primer {task.number}", of=task.of, **LETTERS)
        kind = self.kind(task)
        return self.words.say("tasks", kind, **self.parts(kind, task))

    def introduction(self, section: Section) -> Sentence:
        """What stands before a section's tasks."""
        return self.words.say("introductions", section.title, eta=RATE)

    def points(self, section: Section, task: Task, blank: bool) -> int:
        """What a task is worth: a point for each simple step; the general equations count where they are asked for."""
        if section.title == CHAIN:
            return int(blank)
        return max(len(task.statements), POINTS.get(self.kind(task), 1))

    def kind(self, task: Task) -> str:
        """Which of the sentences fits a task."""
        of, statement = task.of, task.statements[0]
        if isinstance(of, Quantity):
            return self._kind_of_value(of, statement)
        if of.top != LOSS:
            return "jacobian" if self.joint(of.by) else "local slope"
        return KINDS_OF_GRADIENT[of.by.kind](self, of.by, statement)

    def _kind_of_value(self, of: Quantity, statement: Statement) -> str:
        if of.kind.endswith("_new"):
            return "update"
        if of.kind == "z":
            has_bias = self.problem.layers[of.index[0] - 1].bias != "none"
            return "weighted sum" if has_bias else "weighted sum without bias"
        if of.kind == "a":
            return "joint activation" if self.joint(of) else "activation"
        if of.index:
            return "share"
        if self.problem.samples is not None:
            return "batch loss" if of.sample is None else "sample loss"
        if self.problem.loss == "output":
            return "output loss"
        return "total loss" if self.problem.outputs > 1 else "loss"

    def joint(self, quantity: Quantity) -> bool:
        """Whether the activations of a quantity's layer depend on each other."""
        return activation(self.problem.layers[quantity.index[0] - 1].activation).joint

    def parts(self, kind: str, task: Task) -> dict[str, Named | Sentence | str | int]:
        """What fills the placeholders of a sentence."""
        of, statement = task.of, task.statements[0]
        subject = of.by if isinstance(of, Partial) else of
        found: dict[str, Named | Sentence | str | int] = {"of": of}
        if kind == "update":
            return {"parameters": listed([old(each.of) for each in task.statements])}
        if not subject.index:
            return found
        place = subject.index[0]
        found |= {"k": str(place), "count": str(len(statement.forms[-1].args))}
        if subject.kind == "L":
            return found | {"k": self.of_sample(str(place), subject.sample)}
        neuron = Quantity("z", subject.index[:2], subject.sample)
        found |= {
            "z": neuron, "a": Quantity("a", neuron.index, neuron.sample), "w": subject, "b": subject,
            "via": Quantity("z", (place + 1, 1), neuron.sample),
            "neuron": self.of_sample(self.neuron(*neuron.index), neuron.sample) if len(neuron.index) == 2 else "",
            "function": self.function(place),
        }  # fmt: skip
        return found

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
        return what if sample is None else self.words.word("neurons", "of sample", what=what, n=sample)

    def place(self, part: Part) -> str:
        """The heading of a part: the sample, the layer, and the neuron if it is about one."""
        place = self.place_in_network(part)
        return place if part.sample is None else self.words.word("places", "sample", place=place, n=part.sample)

    def place_in_network(self, part: Part) -> str:
        """The layer of a part, and the neuron if it is about one; or the loss."""
        if part.layer is None:
            return self.words.word("places", "loss")
        layer = self.layer(part.layer)
        several = self.problem.units(part.layer) > 1
        return self.words.word("places", "neuron", layer=layer, j=part.neuron) if part.neuron and several else layer

    def layer(self, layer: int) -> str:
        """What a layer is called."""
        if layer == len(self.problem.layers):
            return self.words.word("places", "output")
        return self.words.word("places", "hidden" if len(self.problem.layers) == 2 else "hidden of many", l=layer)


def old(new: Named) -> Quantity:
    """The parameter before its update."""
    assert isinstance(new, Quantity)
    return Quantity(new.kind.removesuffix("_new"), new.index)


def over_samples(kind: str) -> Callable[[Teller, Quantity, Statement], str]:
    """The kind of a parameter's gradient, unless it is a sum over the samples of a batch."""
    return lambda teller, by, s: "parameter over samples" if s.rule == "sum over samples" else kind


KINDS_OF_GRADIENT: dict[str, Callable[[Teller, Quantity, Statement], str]] = {
    "a": lambda teller, by, s: (
        "loss slope" if by.index[0] == len(teller.problem.layers)
        else "error over paths" if s.rule == "sum over paths" else "error"
    ),
    "z": lambda teller, by, s: "joint pre-activation" if teller.joint(by) else "pre-activation",
    "w": over_samples("weight"),
    "b": lambda teller, by, s: over_samples("shared bias" if s.rule == "sum over paths" else "bias")(teller, by, s),
}  # fmt: skip
