"""What slides show beside equations, in as many frames as it takes: rules, given values, lines of a graph, results."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from math import ceil
from typing import TypeVar

from derive.problem import Problem
from derive.render.content import Content, Values
from derive.render.measure import width
from derive.render.slides.frames import Fitting, Worked
from derive.render.slides.look import COMMAND, LETTERS, Aspect
from derive.render.slides.reveal import ShownLine, at_once
from derive.render.stages import Stage, Told

Item = TypeVar("Item")
TOP = 31.0                           # millimetres of a page that no list takes
ROW, TALL, GAP = 5.4, 9.0, 1.6       # of a line of text in 12 points, of one with a fraction, and below an entry
RULE = 1.1                           # below a row of given values
NAME = 22                            # letters of a line of a row's name
LABEL, ENTRY = 0.3, 6.0              # of the text's width, the name of a row; between columns of results
MOST_COLUMNS = 3
NUMBER = 2.8                         # em of a result's number
TEXT_EM = 4.22                       # millimetres of an em of 12 points


def rules(content: Content, aspect: Aspect) -> list[list[str]]:
    """The rules of a document, by frames."""
    texts = [content.prose.write(rule) for rule in content.sheet.rules]
    return split(texts, lambda text: lines_of(text) * ROW + raised(text) + GAP, aspect)


def given(rows: Sequence[Values], aspect: Aspect) -> list[list[Values]]:
    """The rows of given values, by frames; a long one goes on in another."""
    room = (1 - LABEL) * aspect.text / (TEXT_EM * aspect.scale * 0.8)
    broken = [part for row in rows for part in cut(row, room * 4)]

    def height(row: Values) -> float:
        return max(lines_of(row["label"], NAME), ceil(entries_width(row) / room)) * ROW + RULE

    return split(broken, height, aspect)


def cut(row: Values, room: float) -> Iterator[Values]:
    """A row of given values in parts, each at most so many em wide; the first has its label."""
    part: list[Values] = []
    label = row["label"]
    for entry in row["entries"]:
        if part and entries_width({"entries": [*part, entry]}) > room:
            yield {"label": label, "entries": part}
            part, label = [], ""
        part.append(entry)
    yield {"label": label, "entries": part}


def entries_width(row: Values) -> float:
    """The em that the values of a row take."""
    return sum(width(f"{each['symbol']} = {each['value']}{each['name']}") + 2.5 for each in row["entries"])


def graph_lines(content: Content, problem: Problem, aspect: Aspect) -> list[tuple[str, list[ShownLine]]]:
    """The lines of a graph as they are to be computed, by frames: the size of their letters, and the lines."""
    if problem.graph is None:
        return []
    rows = content.rows
    told = [
        Worked(each, Told(rows.name(each.of.id), (Stage("formula", tuple(rows.formulas(each)[:1])),)))
        for each in problem.graph.forward()
    ]
    pages = Fitting(rows, aspect, aspect.height - TOP, place="").pages(told)
    return [(page.size, at_once(page.lines)) for page in pages]


def results(table: Values, aspect: Aspect) -> list[list[list[Values]]]:
    """A table of results, by frames: each has its columns."""
    em = TEXT_EM * aspect.points / 12
    widest = max(width(row["symbol"] + row["value"]) for row in table["rows"]) + NUMBER + 1
    count = max(1, min(MOST_COLUMNS, int(aspect.text / (widest * em + ENTRY))))
    tall = any(r"\frac" in row["value"] for row in table["rows"])
    most = int((aspect.height - TOP) / ((TALL if tall else ROW + 0.8) * aspect.points / 12))
    frames = parts(table["rows"], count * most)
    return [[*parts(frame, most), *([[]] * (count - ceil(len(frame) / most)))] for frame in frames]


def lines_of(text: str, letters: int = LETTERS - 6) -> int:
    """About how many lines a sentence takes."""
    return 1 + len(COMMAND.sub("", text)) // letters


def raised(text: str) -> float:
    """The millimetres that fractions in a sentence put its lines apart."""
    return min(text.count(r"\frac"), lines_of(text)) * (TALL - ROW) * 1.2


def split(items: Sequence[Item], height: Callable[[Item], float], aspect: Aspect) -> list[list[Item]]:
    """Items, each so many millimetres high in 12 points, in as many frames as hold them."""
    frames: list[list[Item]] = [[]]
    room = (aspect.height - TOP) * 12 / aspect.points
    for item in items:
        if frames[-1] and sum(map(height, [*frames[-1], item])) > room:
            frames.append([])
        frames[-1].append(item)
    return frames if items else []


def parts(whole: Sequence[Item], most: int) -> list[list[Item]]:
    """A list in parts of at most so many."""
    return [list(whole[i : i + most]) for i in range(0, len(whole), most)]
