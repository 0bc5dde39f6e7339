"""Given values in a row of their table: each by itself, or those of a kernel or a channel as a matrix."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from derive.problem import Problem
from derive.quantity import Quantity
from derive.render.measure import width
from derive.render.rows import Rows

WIDEST = 28.0                        # em that a matrix may take in the column of values
GAP, FENCES = 0.95, 1.2              # em between the columns of a matrix, and of its brackets
ROW = r",\; "                        # between the numbers of a single row
Entry = tuple[str, float]            # LaTeX, and its width in em


def entries(problem: Problem, quantities: Sequence[Quantity], rows: Rows, numbers: Sequence[str]) -> Iterator[Entry]:
    """What stands in a row: x = 0.5, or x = a matrix of numbers where values lie in places."""
    texts = dict(zip(quantities, numbers, strict=True))
    for (_, places), together in groupby(quantities, key=lambda each: matrix_of(each, rows)):
        group = list(together)
        found = matrix(group, places, rows, texts) if places and own_names(problem, group) else None
        if found is not None and found[1] <= WIDEST:
            yield found
        else:
            yield from (alone(each, rows, texts[each]) for each in group)


def own_names(problem: Problem, group: Sequence[Quantity]) -> bool:
    """Whether no value of a group has a symbol of the user's."""
    return problem.symbols.keys().isdisjoint(each.id for each in group)


def matrix_of(quantity: Quantity, rows: Rows) -> tuple[tuple[object, ...], int]:
    """What a value's matrix is known by, and how many indices tell the place in it; 0 where it is in none."""
    places = rows.notation.places_of(quantity)
    if not places:
        return (quantity,), 0
    return (quantity.kind, quantity.index[:-places], quantity.sample), places


def alone(quantity: Quantity, rows: Rows, number: str) -> Entry:
    """A value with its symbol."""
    text = f"{rows.name(quantity.id)} = {number}"
    return text, width(text)


def matrix(group: Sequence[Quantity], places: int, rows: Rows, texts: dict[Quantity, str]) -> Entry:
    """A kernel or a channel: its symbol, and its numbers row by row."""
    lines = [list(line) for _, line in groupby(group, key=lambda each: each.index[-places:-1])]
    cells = [[texts[each] for each in line] for line in lines]
    name = rows.notation.block(group[0])
    columns = zip(*cells, strict=True)
    wide = sum(max(map(width, column)) + GAP for column in columns) + FENCES + width(f"{name} = ")
    return f"{name} = {ROW.join(cells[0]).join('()') if len(cells) == 1 else aired(cells)}", wide


def aired(cells: Sequence[Sequence[str]]) -> str:
    """Numbers in rows, with some room above and below."""
    body = r"\\".join(" & ".join(line) for line in cells)
    return rf"\raisebox{{0pt}}[\dimexpr\height+3pt][\dimexpr\depth+4pt]{{$\begin{{pmatrix}}{body}\end{{pmatrix}}$}}"
