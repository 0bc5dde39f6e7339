"""A training run in plain text: what became of the loss, the first and last updates as equations, the gradients."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from derive.arithmetic import Arithmetic, Number
from derive.document.wording import words
from derive.engine.digits import Digits
from derive.engine.solve import in_turn
from derive.render.notation import Notation
from derive.render.plot import Marks, curve
from derive.render.plot.scale import Scale
from derive.render.rows import Rows
from derive.render.syntax import TEXT
from derive.rounding import Rounding, shown
from derive.training import Moment, Training

FIGURES = Rounding(4, "figures")     # of losses and sizes
MOST = 16                            # equations of an update
COLUMN = 12                          # characters of a column of sizes


def report(run: Training, width: int, marks: Marks | None = None) -> str:
    """All of it, in lines of about this width; with the loss curve where there are marks to draw it in."""
    blocks = [summary(run), *(equations(run, each) for each in looked_at(run))]
    blocks += [sizes(run, width)] if run.sizes else []
    blocks += [losses(run, width, marks)] if marks else []
    return "\n\n".join(map("\n".join, blocks))


def looked_at(run: Training) -> list[Moment]:
    """The first and the last update, which may be the same, if any was made."""
    found = {moment.number: moment for moment in (run.first, run.last) if moment is not None}
    return list(found.values())


def summary(run: Training) -> list[str]:
    """What became of the loss."""
    said = say("course" if run.updates else "no update", **parts(run))
    asked = [] if run.reached is None else [say("reached" if run.reached else "not reached", **parts(run))]
    return [run.problem.title, said, *asked]


def parts(run: Training) -> dict[str, str]:
    """What the sentences about a run are filled with."""
    start, end, asked = number(run.losses[0]), number(run.losses[-1]), f"{run.until:g}" if run.until is not None else ""
    return {"start": start, "end": end, "loss": asked, "count": updates(run.updates)}


def updates(count: int) -> str:
    """So many updates, in words."""
    return words().word("training", "updates", "one" if count == 1 else "many", count=f"{count:,}")


def equations(run: Training, moment: Moment) -> list[str]:
    """The equations of one update, with their numbers."""
    rows, digits = Rows(Notation.of(run.problem), TEXT), moment_digits(run, moment)
    lines = [f"  {rows.whole(each, digits.line(each))}" for each in moment.statements[:MOST]]
    more = len(moment.statements) - MOST
    lines += [f"  … {say('more', count=f'{more:,}')}"] if more > 0 else []
    return [say("heading of update", number=f"{moment.number:,}"), *lines]


def moment_digits(run: Training, moment: Moment) -> Digits:
    """What decides the digits of an update: given numbers as they were written, all others as the doubles they are."""
    values: dict[str, Number] = {id: Fraction(value) for id, value in moment.values.items()}
    given = {each.id: value for each, value in run.problem.given.items() if float(value) == moment.values.get(each.id)}
    rounding = replace(run.problem.rounding, carry="full")
    found = in_turn(moment.statements, values | given, Arithmetic(patient=True), rounding)  # each from its own line
    return Digits(found, frozenset(given), rounding, {})


def sizes(run: Training, width: int) -> list[str]:
    """The size of the gradient of each layer, a column for each update that was looked at."""
    fitting = max((width - COLUMN) // COLUMN, 2)
    chosen = list(run.sizes)[: fitting - 1] + list(run.sizes)[-1:]
    columns = list(dict.fromkeys(chosen))
    one = "layer" if run.problem.graph is None else "parameter"
    head = [say(one), *(say("update", number=f"{each:,}") for each in columns)]
    first = run.sizes[columns[0]]
    body = [[named(run, layer), *(number(run.sizes[each][layer]) for each in columns)] for layer in first]
    return [say(f"sizes by {one}"), *table([head, *body])]


def named(run: Training, layer: str) -> str:
    """What a layer is called: its number; in a graph the symbol of the parameter that stands for it."""
    return layer if run.problem.graph is None else Rows(Notation.of(run.problem), TEXT).name(layer)


def table(rows: list[list[str]]) -> Iterator[str]:
    """Rows in columns: the first to the left, the numbers to the right."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for first, *others in rows:
        cells = [f"{cell:>{width}}" for cell, width in zip(others, widths[1:], strict=True)]
        yield "  " + "   ".join([f"{first:<{widths[0]}}", *cells])


def losses(run: Training, width: int, marks: Marks) -> list[str]:
    """The loss curve under its heading."""
    heading = "log loss" if Scale.of(run.losses).logarithmic else "loss"
    return [say(heading), *curve(run.losses, width, marks)]


def number(value: float) -> str:
    """A number in four figures."""
    return shown(Fraction(value), FIGURES).text


def say(key: str, **parts: str) -> str:
    """The words at this place."""
    return words().word("training", key, **parts)
