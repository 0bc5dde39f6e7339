"""Lines are broken before a sign, only where they must be, and at the same places in every way of writing."""

from __future__ import annotations

from itertools import chain

import pytest
from pytest import approx

from derive import backprop, read, starters
from derive.render.breaking import arranged, broken, joined, written
from derive.render.markup import MATHML, TYPST
from derive.render.measure import width
from derive.render.rows import Row, Rows
from derive.render.syntax import LATEX, UNICODE_TEXT, Syntax

PIECES = ["a" * 10, " + " + "b" * 10, " - " + "c" * 10]
ROOM = 20.0


def lines(room: float) -> list[str]:
    return [joined(PIECES, span) for span in broken(PIECES, room)]


def test_a_long_sum_is_broken_before_its_signs() -> None:
    assert lines(100) == ["a" * 10 + " + " + "b" * 10 + " - " + "c" * 10]
    assert lines(12) == ["a" * 10, "+ " + "b" * 10, "- " + "c" * 10]


def test_short_sides_share_a_line_and_long_ones_take_several() -> None:
    rows = [Row("=", ("x",), "formula"), Row("≈", ("0.5",), "result"), Row("=", tuple(PIECES), "numbers")]
    found = arranged(rows, 12)
    texts = [written(line, rows, LATEX) for line in found]
    assert texts == [r"= x \approx 0.5", "= " + "a" * 10, r"\quad{}+ " + "b" * 10, r"\quad{}- " + "c" * 10]


@pytest.mark.parametrize("starter", starters())
def test_every_piece_stands_on_one_line_and_what_can_be_broken_fits(starter: str) -> None:
    work = backprop(read(starter))
    for statement in work.statements:
        line = work.digits.line(statement)
        rows = [*work.rows.formulas(statement), *(work.rows.numbers(line) if line else [])]
        assert [sum(map(width, row.pieces)) for row in rows] == approx([width("".join(row.pieces)) for row in rows])
        found = arranged(rows, ROOM)
        spans = [(run.row, piece) for run in chain(*found) for piece in range(*run.span)]
        assert spans == [(i, piece) for i, row in enumerate(rows) for piece in range(len(row.pieces))]
        for runs in found:
            parts = sum(run.span[1] - run.span[0] for run in runs)
            assert parts == 1 or sum(width(joined(rows[run.row].pieces, run.span)) for run in runs) <= ROOM + 1


@pytest.mark.parametrize("syntax", (MATHML, TYPST, UNICODE_TEXT), ids=("mathml", "typst", "unicode"))
@pytest.mark.parametrize("starter", starters())
def test_every_way_of_writing_has_the_same_pieces(starter: str, syntax: Syntax) -> None:
    work = backprop(read(starter))
    ours, theirs = Rows.of(work.notation, LATEX), Rows.of(work.notation, syntax)
    for statement in work.statements:
        line = work.digits.line(statement)
        both = [[*rows.formulas(statement), *(rows.numbers(line) if line else [])] for rows in (ours, theirs)]
        assert [(row.relation, len(row.pieces)) for row in both[0]] == [(r.relation, len(r.pieces)) for r in both[1]]
