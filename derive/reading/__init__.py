"""Reading a problem: from a file, standard input, a mapping or a starter to a checked, frozen Problem."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from derive.problem import Problem
from derive.reading.build import build
from derive.reading.check import misfits
from derive.reading.complaints import Complaint, Sections, complaints, refusal, untagged
from derive.reading.graph_file import GRAPH_SECTIONS, GraphFile, is_graph
from derive.reading.graph_problem import graph_misfits, graph_problem
from derive.reading.model import SECTIONS, ProblemFile, SparseSection, schema
from derive.reading.outline import Outline, Tree
from derive.reading.python_tree import read_mapping
from derive.reading.source import STANDARD_INPUT, parsed, read_file, read_standard_input, slug
from derive.reading.starters import starter_text, starters

__all__ = ["read", "schema", "starter_text", "starters"]

UNNAMED = "problem"
File = TypeVar("File", bound=SparseSection)


def read(source: str | os.PathLike[str] | Mapping[str, object]) -> Problem:
    """The problem in a file, a mapping, a starter of this name or standard input (`-`); InputError else."""
    if isinstance(source, Mapping):
        return problem(read_mapping(source), UNNAMED)
    if source == STANDARD_INPUT:
        return problem(read_standard_input(), UNNAMED)
    if isinstance(source, str) and source in starters():
        return problem(parsed(starter_text(source), f"{source}.yaml", ".yaml"), source)
    return problem(read_file(source), slug(Path(source).stem))


def problem(outline: Outline, name: str) -> Problem:
    """The problem that an outline tells; InputError with everything that is wrong with it."""
    if is_graph(outline.tree):
        checked = validated(outline.tree, GraphFile, GRAPH_SECTIONS)
        found = made(outline, *checked, graph_misfits, graph_problem, name)
    else:
        found = made(outline, *validated(outline.tree, ProblemFile, SECTIONS), misfits, build, name)
    return replace(found, written=outline.tree)


def made(
    outline: Outline,
    checked: File | None,
    found: list[Complaint],
    judge: Callable[[File], Iterable[Complaint]],
    make: Callable[[File, str], Problem],
    name: str,
) -> Problem:
    """The problem made of a file, once nothing in it is complained of."""
    if checked is not None:
        found += judge(checked)
    if found or checked is None:
        raise refusal(outline, found)
    return make(checked, name)


def validated(tree: Tree, model: type[File], sections: Sections) -> tuple[File | None, list[Complaint]]:
    """The file as pydantic reads it, without what it complains of where it can do without, and the complaints."""
    try:
        return model.model_validate(tree), []
    except ValidationError as error:
        found = complaints(error, sections)
        wrong = [(untagged(detail["loc"]), detail["type"] == "extra_forbidden") for detail in error.errors()]
    smaller = without(tree, [place for place, _ in wrong])
    if smaller == tree or not all(strange or dispensable(place) for place, strange in wrong):
        return None, found
    checked, _ = validated(smaller, model, sections)
    return checked, found


def dispensable(place: tuple[str | int, ...]) -> bool:
    """Whether the rest can be judged without what stands there: no entry of a list, nothing of the network."""
    return bool(place) and isinstance(place[-1], str) and place[0] not in ("network", "graph")


def without(tree: Tree, paths: list[tuple[str | int, ...]], here: tuple[str | int, ...] = ()) -> Tree:
    """The tree without what stands at some paths."""
    if isinstance(tree, dict):
        kept = {key: inner for key, inner in tree.items() if (*here, key) not in paths}
        return {key: without(inner, paths, (*here, key)) for key, inner in kept.items()}
    if isinstance(tree, list):
        return [without(inner, paths, (*here, i)) for i, inner in enumerate(tree)]
    return tree
