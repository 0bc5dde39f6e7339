"""What each task says: one sentence with what to do and why the rule applies."""

from __future__ import annotations

from derive.document.naming import Namer
from derive.document.outline import CHAIN
from derive.document.sections import Section, Task
from derive.document.wording import Sentence, listed
from derive.hyperparameters import HYPERPARAMETERS
from derive.layers import FAMILIES, activation
from derive.optimizers import RULES
from derive.quantity import LOSS, RATE, Named, Partial, Quantity, before_update, named, quantity
from derive.statement import Statement

LETTERS = {letter: Quantity(letter) for letter in "xyzwbafguv"}
NUMBERS = {"eta": RATE} | {name: row.of for name, row in HYPERPARAMETERS.items()}  # of the updates
POINTS = dict.fromkeys(
    (
        "weighted sum", "recurrent weighted sum", "error over paths", "joint pre-activation", "shared bias",
        "parameter over samples", "parameter over time steps", "error over paths and at once", "paths",
        "parameter in places", "variance", "variance over samples", "normal",
        "convolution", "convolution without bias",
    ), 2
)  # all others: 1
SUMS = ("weighted sum", "convolution")
RULES_OF_GRADIENTS = {"slope of the loss": "loss slope", "no path": "no path", "delta recursion": "delta recursion"}
SLOPES = {"p": "slope of attention weight", "variance": "slope of variance"}  # of what they are


class Teller(Namer):
    """Finds the words for the tasks of one problem."""

    __slots__ = ()

    def task(self, section: Section, task: Task) -> Sentence:
        """The sentence of a task."""
        if section.title == CHAIN:
            which = "primer" if self.problem.graph is None else "primer of a graph"
            return self.words.say("tasks", f"{which} {task.number}", of=task.of, **LETTERS)
        kind = self.kind(task)
        return self.words.say("tasks", kind, **self.parts(kind, task))

    def introduction(self, section: Section) -> Sentence:
        """What stands before a section's tasks."""
        network, title = self.problem.network, section.title
        kind = "" if network.plain else " in time" if network.sequential else " in general"
        kind = kind if self.problem.graph is None else " of a graph"
        known = self.words.tree["introductions"]
        told = (f"{title} by {self.problem.optimizer}", title + kind, title)
        return self.words.say("introductions", next(each for each in told if each in known), **NUMBERS)

    def points(self, section: Section, task: Task, blank: bool) -> int:
        """What a task is worth: a point for each simple step; the general equations count where they are asked for."""
        if section.title == CHAIN:
            return int(blank)
        kind = self.kind(task)
        return 1 if kind == "no path of each" else len(task.statements) * POINTS.get(kind.removesuffix(" of each"), 1)

    def kind(self, task: Task) -> str:
        """Which of the sentences fits a task: of one gradient, or of each of several."""
        several = len(task.statements) > 1 and task.grid is None
        of_each = several and isinstance(task.of, Partial) and task.of.top == LOSS
        return self._kind(task) + (" of each" if of_each else "")

    def _kind(self, task: Task) -> str:
        of, statement = task.of, task.statements[0]
        if task.grid is not None:
            return f"matrix: {task.grid}"
        if self.problem.graph is not None:
            return self._kind_in_graph(of, statement)
        if isinstance(of, Quantity):
            return self._kind_of_value(of, statement)
        if of.top != LOSS:
            return self._kind_of_slope(of)
        if statement.rule in RULES_OF_GRADIENTS:
            return RULES_OF_GRADIENTS[statement.rule]
        if of.by.kind in FAMILIES:
            return self._kind_of_parameter(of.by, statement)
        return self._kind_of_error(of.by, statement)

    def _kind_in_graph(self, of: Named, statement: Statement) -> str:
        if isinstance(of, Quantity):
            return "last line" if of == LOSS else statement.rule
        if of.top != LOSS:
            return "slope of a line"
        if statement.rule == "slope of the loss":
            return "loss slope of a graph"
        at_once = len(via(statement)) < terms(statement)
        return "paths and at once" if at_once else "paths" if statement.rule == "sum over paths" else "path"

    def _kind_of_value(self, of: Quantity, statement: Statement) -> str:
        if statement.rule in RULES:
            return statement.rule
        if of.kind == "z" and statement.rule in SUMS:
            return self._kind_of_sum(of, statement)
        if of.kind == "a" and statement.rule == "activation":
            return "joint activation" if self.joint(of) else "activation" if self.dense(of) else "plain activation"
        if of.kind != "L":
            return statement.rule
        if of.index:
            return "share"
        if self.problem.samples is not None:
            return f"whole loss over {self.rows}" if of.sample is None else f"loss of {self.rows}"
        if self.problem.loss == "output":
            return "output loss"
        return "total loss" if self.problem.outputs > 1 else "loss"

    def _kind_of_sum(self, of: Quantity, statement: Statement) -> str:
        layer = self.problem.layers[of.index[0] - 1]
        kind = statement.rule if any(id.startswith("b[") for id in statement.uses) else f"{statement.rule} without bias"
        if layer.recurrent:
            return f"recurrent {kind}" if any(id.startswith("u[") for id in statement.uses) else f"first {kind}"
        return kind

    def _kind_of_slope(self, of: Partial) -> str:
        if of.top.kind in SLOPES:
            return SLOPES[of.top.kind]
        if of.top.kind != "a" or of.by.kind != "z":
            return "plain local slope"
        return "jacobian" if self.joint(of.by) else "local slope" if self.dense(of.by) else "slope of activation"

    def _kind_of_error(self, by: Quantity, statement: Statement) -> str:
        users = via(statement)
        several = statement.rule in ("sum over paths", "sum over samples")
        if self.problem.layers[by.index[0] - 1].staged:
            return "paths" if several else "path"
        if by.kind == "z" and all(user.kind == "a" for user in users):
            return "joint pre-activation" if several else "pre-activation"
        if len(users) < terms(statement):
            return "error over paths and at once"
        if all(user.kind == "z" and self.dense(user) for user in users):
            return "error over paths" if several else "error"
        return "paths" if several else "path"

    def _kind_of_parameter(self, by: Quantity, statement: Statement) -> str:
        if statement.rule == "sum over samples":
            return f"parameter over {self.rows}"
        several = statement.rule == "sum over paths"
        if self.dense(by):
            return {"w": "weight", "u": "recurrent weight", "b": "shared bias" if several else "bias"}[by.kind]
        return "parameter in places" if several else "parameter"

    def dense(self, quantity: Quantity) -> bool:
        """Whether a quantity belongs to a dense layer."""
        return self.problem.layers[quantity.index[0] - 1].type == "dense"

    def joint(self, quantity: Quantity) -> bool:
        """Whether the activations of a quantity's layer depend on each other."""
        return activation(self.problem.layers[quantity.index[0] - 1].activation).joint

    def parts(self, kind: str, task: Task) -> dict[str, Named | Sentence | str | int]:
        """What fills the placeholders of a sentence."""
        of, statement = task.of, task.statements[0]
        subject = of.by if isinstance(of, Partial) else of
        if task.grid is not None:
            return {"layer": self.layer_in_text(subject.index[0]), "function": self.function(subject.index[0])}
        if kind in RULES:
            return self.update_parts(task)
        users = via(statement)
        every, count = listed([each.of for each in task.statements]), str(terms(statement))
        found: dict[str, Named | Sentence | str | int] = {"of": every, "q": subject, "count": count}
        found |= {"via": users[0]} if users else {}
        if not subject.index:
            return found
        place = subject.index[0]
        found |= {"k": str(place), "count": str(len(statement.forms[-1].args))}
        if subject.kind == "L":
            return found | {"k": self.of_sample(str(place), subject.sample)}
        dense = self.dense(subject)
        neuron = Quantity("z", subject.index[:2] if dense else subject.index, subject.sample)
        named_neuron = dense and len(neuron.index) == 2
        found |= {
            "z": neuron, "a": Quantity("a", neuron.index, neuron.sample), "w": subject, "b": subject, "q": subject,
            "via": users[0] if users else neuron,
            "neuron": self.of_sample(self.neuron(*neuron.index), neuron.sample) if named_neuron else "",
            "function": self.function(place), "t": str(subject.index[1]) if len(subject.index) > 1 else "",
            "row": looked_up(statement), "epsilon": Quantity("epsilon", (place,)),
        }  # fmt: skip
        return found

    def update_parts(self, task: Task) -> dict[str, Named | Sentence | str | int]:
        """What fills the placeholders of a sentence about a line of the updates."""
        found = [each.of for each in task.statements if isinstance(each.of, Quantity)]
        return {"of": listed(list(found)), "parameters": listed([before_update(each) for each in found]), **NUMBERS}

def looked_up(statement: Statement) -> str:
    """The row of the table that an embedding takes; nothing for other statements."""
    return str(quantity(statement.uses[0]).index[1]) if statement.rule == "embedding" else ""


def terms(statement: Statement) -> int:
    """How many paths a gradient adds."""
    rule = statement.forms[0]
    return len(rule.args) if rule.is_Add else 1


def via(statement: Statement) -> list[Quantity]:
    """The quantities that a gradient comes through: those whose gradients its rule multiplies."""
    rule = statement.forms[0]
    first = [term.args[0] if term.is_Mul else term for term in (rule.args if rule.is_Add else [rule])]
    partials = [named(each.name) for each in first if each.is_Symbol]
    return [each.by for each in partials if isinstance(each, Partial) and each.top == LOSS]
