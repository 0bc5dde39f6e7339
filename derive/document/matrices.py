"""The teaching order in matrices: one equation a layer in place of one a neuron."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sympy import Expr

from derive.document.outline import BACKWARD, FORWARD, REST, UPDATES
from derive.document.sections import Grid, Part, Section, Task
from derive.errors import InputError
from derive.expression import joined, plus
from derive.hyperparameters import DECAY
from derive.layers import activation
from derive.problem import Problem
from derive.quantity import LOSS, Named, Partial, Quantity, gradient, renewed
from derive.statement import Statement


def has_matrices(problem: Problem) -> bool:
    """Whether the network is one that is written in matrices here."""
    return problem.graph is None and problem.network.plain and problem.samples is None


def refuse_unless_dense(problem: Problem) -> None:
    """InputError where the network is none that is written in matrices here."""
    if not has_matrices(problem):
        raise InputError.of("the matrix form is for dense networks with one sample", "choose another form")


def in_matrices(
    problem: Problem, statements: Sequence[Statement], sections: Sequence[Section], titles: frozenset[str]
) -> list[Section]:
    """The sections, those of these titles in matrices; the rest of the parameters joins the sections it belongs to."""
    titles = titles if plain_steps(problem) else titles - {UPDATES}
    grids = Grids(problem, {statement.of.id: statement for statement in statements})
    made = {FORWARD: grids.forward, BACKWARD: grids.backward, UPDATES: grids.updates}
    found: list[Section] = []
    for section in sections:
        if section.title in titles and section.title in made:
            found.append(replace(section, parts=tuple(made[section.title]())))
        elif section.title == REST:
            found.append(replace(section, parts=tuple(left_over(section, titles))))
        else:
            found.append(section)
    return found


def plain_steps(problem: Problem) -> bool:
    """Whether an update is the old parameters less η times their gradients, and nothing more."""
    return problem.optimizer == "sgd" and not problem.given.get(DECAY)


def left_over(section: Section, titles: frozenset[str]) -> list[Part]:
    """What remains of the remaining parameters: gradients and updates that no matrix has taken in."""
    def taken(task: Task) -> bool:
        return (BACKWARD if isinstance(task.of, Partial) else UPDATES) in titles

    parts = (replace(part, tasks=tuple(task for task in part.tasks if not taken(task))) for part in section.parts)
    return [part for part in parts if part.tasks]


@dataclass(frozen=True, slots=True)
class Grids:
    """The statements of a dense network as the entries of vectors and matrices."""

    problem: Problem
    known: Mapping[str, Statement]

    def layers(self) -> range:
        """The numbers of the layers."""
        return range(1, len(self.problem.layers) + 1)

    def neurons(self, layer: int) -> range:
        """The numbers of a layer's neurons."""
        return range(1, self.problem.units(layer) + 1)

    def task(self, kind: Grid, of: Sequence[Named], columns: int = 1) -> Task:
        """One equation about several quantities, row by row."""
        return Task("", tuple(self.delta(self.known[each.id]) for each in of), kind, columns)

    def forward(self) -> list[Part]:
        """The weighted sums and the activations of each layer, then the loss."""
        parts = [Part(layer, None, tuple(self.values(layer))) for layer in self.layers()]
        outputs = [Quantity("L", (k,)) for k in range(1, self.problem.outputs + 1)]
        losses = [*(outputs if len(outputs) > 1 else []), Quantity("L")]
        return [*parts, Part(None, None, tuple(Task("", (self.known[each.id],)) for each in losses))]

    def values(self, layer: int) -> list[Task]:
        """z and a of a layer."""
        found: list[tuple[Grid, str]] = [("weighted sums", "z"), ("activations", "a")]
        return [self.task(kind, [Quantity(letter, (layer, j)) for j in self.neurons(layer)]) for kind, letter in found]

    def backward(self) -> list[Part]:
        """From the last layer to the first: the slopes, δ, and the gradients of the parameters."""
        return [Part(layer, None, (*self.errors(layer), *self.gradients(layer))) for layer in reversed(self.layers())]

    def errors(self, layer: int) -> list[Task]:
        """∇L at the outputs, the slopes of the activations, and δ."""
        last = layer == len(self.problem.layers)
        joint = activation(self.problem.layers[layer - 1].activation).joint
        a = [self.known[Quantity("a", (layer, j)).id] for j in self.neurons(layer)]
        slopes = [edge.partial for statement in a for edge in statement.edges]
        columns = len(a) if joint else 1
        z = [gradient(Quantity("z", (layer, j))) for j in self.neurons(layer)]
        at_loss = [self.task("slopes of the loss", [gradient(each.of) for each in a])] if last else []  # type: ignore[arg-type]
        return [
            *at_loss,
            self.task("jacobian" if joint else "slopes", slopes, columns),
            self.task("last delta" if last else "delta", z),
        ]

    def gradients(self, layer: int) -> list[Task]:
        """The gradients of the layer's weights and biases, where they are updated."""
        weights, biases = self.parameters(layer)
        columns = self.problem.units(layer - 1)
        found = [self.task("weights", [gradient(p) for p in weights], columns)] if weights else []
        kind: Grid = "biases" if len(biases) == len(self.neurons(layer)) else "shared bias"
        return found + ([self.task(kind, [gradient(p) for p in biases])] if biases else [])

    def updates(self) -> list[Part]:
        """The new weights and biases of each layer."""
        return [Part(layer, None, tuple(self.new(layer))) for layer in self.layers() if any(self.parameters(layer))]

    def new(self, layer: int) -> list[Task]:
        """The new parameters of a layer: at once where they take plain steps, else one by one."""
        tasks = []
        for group, columns in zip(self.parameters(layer), (self.problem.units(layer - 1), 1), strict=True):
            new = [renewed(p) for p in group]
            tasks += [self.task("new parameters", new, columns)] if new else []
        return tasks

    def parameters(self, layer: int) -> tuple[list[Quantity], list[Quantity]]:
        """The weights and the biases of a layer that are updated."""
        own = [p for p in self.problem.parameters if p.index[0] == layer]
        updated = [p for p in own if renewed(p).id in self.known]
        return [p for p in updated if p.kind == "w"], [p for p in updated if p.kind == "b"]

    def delta(self, statement: Statement) -> Statement:
        """∂L/∂z with the ∂L/∂a of a hidden layer taken in; every other statement by its formula alone."""
        of, formula = statement.of, statement.formula
        of_delta = isinstance(of, Partial) and of.top == LOSS and of.by.kind == "z"
        if not of_delta or of.by.index[0] == len(self.problem.layers):  # type: ignore[union-attr]
            return replace(statement, forms=(formula,), chain=None)
        return replace(statement, forms=(recursion(formula, self.known),), chain=None)


def recursion(formula: Expr, known: Mapping[str, Statement]) -> Expr:
    """The formula of a ∂L/∂z with that of each ∂L/∂a in it put in its place: δ by the δ behind it."""
    terms = formula.args if formula.is_Add else (formula,)
    return plus(*(joined(known[above.name].formula, steep) for above, steep in (term.args for term in terms)))
