"""The two views of a problem, by its layers and as the graph of its computation, with what is shown and lit in them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from derive.errors import InputError
from derive.layers import Dense
from derive.quantity import Quantity, quantity
from derive.render.figure.blocks import ASIDE
from derive.render.figure.computation import TALLEST, Uses, names, uses_in, uses_of
from derive.render.figure.facts import Facts
from derive.render.figure.inscriptions import Inscriptions
from derive.render.figure.marks import Marks
from derive.render.figure.paths import lit, with_edges
from derive.render.figure.scene import Node, Note, Scene
from derive.render.figure.shows import SHOWS, Show
from derive.render.figure.sketch import Sketch, graph, sketch
from derive.render.figure.tables import Table, bare, with_tables

WIDEST = 172.0                       # millimetres, of a picture on a page
SMALLEST = 7                         # points that are read with ease
VALUED = ("values", "gradients")     # what cannot be shown of symbols alone


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture, with what was shown and lit in it."""

    scene: Scene
    show: Show
    marks: Marks
    nodes: tuple[Quantity, ...]


def by_layers(facts: Facts, show: str, path: Sequence[str]) -> Drawn:
    """The layers of a network, or a graph."""
    if facts.problem.graph is not None:
        return as_graph(facts, show, path)
    nodes = tuple(facts.nodes())
    ids = lit(facts.forward, path) if path else frozenset()
    if facts.problem.network.plain and not facts.problem.sequence:
        ids = with_edges(facts.problem, ids) if len(path) == 1 else ids
    for way in SHOWS[show]:
        shown = way(facts, nodes)
        room = shown.known if path or shown.known else None
        laid = sketch(facts.problem, shown.name, shown.worth, room, shown.sign)
        found = checked(laid, shown, Marks(ids, shown.known), nodes, show)
        if legible(found.scene):
            break
    return tabled(found, facts)


def tabled(found: Drawn, facts: Facts) -> Drawn:
    """The picture of dense layers with tables of what has no room in it, if they have room on the page."""
    problem, shown = facts.problem, found.show
    if not all(isinstance(layer, Dense) for layer in problem.layers):
        return found
    bare_layers = bare(found.scene, problem)
    tables = (Table(problem, layer, facts.name, shown.worth, shown.sign, kind) for layer, kind in bare_layers)
    scene = with_tables(found.scene, tables, found.marks.lit)
    return found if too_large(scene) else replace(found, scene=scene)


def legible(scene: Scene) -> bool:
    """Whether nothing that is written is squeezed, or very small."""
    texts = [shape.text for shape in scene.shapes if isinstance(shape, Note)]
    return not any(text.squeezed or text.points < SMALLEST for text in texts)


def as_graph(facts: Facts, show: str, path: Sequence[str]) -> Drawn:
    """The graph of the computation, a box for each number."""
    problem = facts.problem
    uses: Uses = uses_in(facts.forward) if problem.graph is None else uses_of(problem.graph)
    nodes = tuple(map(quantity, names(uses)))
    shown = SHOWS[show][0](facts, nodes)
    ids = lit(facts.forward, path) if path else frozenset()
    room = shown.known if path or shown.known else None
    laid = graph(uses, Inscriptions(problem, shown.name, shown.worth, room), page=True)
    return checked(laid, shown, Marks(ids, shown.known), nodes, show)


VIEWS: dict[str, Callable[[Facts, str, Sequence[str]], Drawn]] = {"layers": by_layers, "graph": as_graph}


def checked(laid: Sketch | None, shown: Show, marks: Marks, nodes: tuple[Quantity, ...], show: str) -> Drawn:
    """The picture; InputError where it cannot be read, or does not hold what is asked for."""
    if show in VALUED and not shown.known:
        raise InputError.of(f"there are no {show} to show: not every number is given", "ask for --show symbols")
    scene = None if laid is None else laid(marks)
    if scene is None or too_large(scene):
        cure = "ask for --view layers or --show symbols, or give a smaller problem"
        raise InputError.of("the picture would be larger than a page", cure)
    if show in VALUED and written(scene).isdisjoint(shown.known.values()):
        cure = "ask for --show symbols, or for --view graph"
        raise InputError.of(f"the picture of this network has no room for {show}", cure)
    return Drawn(scene, shown, marks, nodes)


def too_large(scene: Scene) -> bool:
    """Whether a picture is larger than a page."""
    left, bottom, right, top = scene.bounds
    return right - left > WIDEST or top - bottom > TALLEST


def written(scene: Scene) -> set[str]:
    """Every formula in a picture, and every number of a row of them."""
    nodes = {text.formula for shape in scene.shapes if isinstance(shape, Node) for text in shape.texts}
    nodes |= {each.strip("{}") for formula in nodes for each in formula.split(ASIDE)}
    return nodes | {shape.text.formula for shape in scene.shapes if isinstance(shape, Note)}
