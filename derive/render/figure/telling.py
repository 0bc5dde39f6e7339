"""The picture in words, with the values and the path that are in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from derive.document.wording import words
from derive.quantity import LOSS, Named, Quantity, gradient
from derive.render.figure.description import describe
from derive.render.figure.facts import Facts
from derive.render.figure.paths import start
from derive.render.figure.views import Drawn
from derive.render.rows import Rows

MOST = 60                            # numbers or names in a sentence


def tell(facts: Facts, drawn: Drawn, rows: Rows, path: Sequence[str]) -> str:
    """A sentence for the network, one for the numbers that are shown, one for what is lit."""
    sentences = [describe(facts.problem)]
    pairs = list(gradients(facts, drawn) if drawn.show.sign else values(facts, drawn))
    kind = "gradients" if drawn.show.sign else "values"
    if pairs:
        told = (f"{rows.inline(of.id)} {relation} {text}" for of, relation, text in written(facts, pairs, rows))
        sentences.append(words().word("figure", kind, list=listed(told)))
    if path:
        way = (of.id for of in drawn.nodes if of.id in drawn.marks.lit)
        lit = dict.fromkeys((*map(start, path), *way))
        sentences.append(words().word("figure", "path", list=listed(map(rows.inline, lit))))
    return " ".join(sentences)


def values(facts: Facts, drawn: Drawn) -> Iterator[Named]:
    """What the nodes show the values of."""
    return (facts.of_row(of) for of in drawn.nodes if of.id in drawn.show.known)


def gradients(facts: Facts, drawn: Drawn) -> Iterator[Named]:
    """The derivatives at nodes, and those by parameters."""
    for of in drawn.nodes:
        if of.id in drawn.show.known:
            shown = Quantity("z", of.index, of.sample) if drawn.show.short and of.kind == "a" else of
            yield of if of == LOSS else gradient(facts.of_row(shown))
    yield from (gradient(of) for of in facts.problem.parameters)


def written(facts: Facts, shown: Iterable[Named], rows: Rows) -> Iterator[tuple[Named, str, str]]:
    """Each with the sign before its number, and the number."""
    for of in shown:
        if of.id in facts.digits.values:
            result = facts.digits.result(facts.digits.values[of.id])
            yield of, rows.syntax.relations["=" if result.exact else "≈"], rows.number(result)


def listed(parts: Iterable[str]) -> str:
    """Some things in a row; of very many, the first ones."""
    found = list(parts)
    more = [words().word("figure", "more", count=len(found) - MOST)] if len(found) > MOST else []
    return ", ".join([*found[:MOST], *more])
