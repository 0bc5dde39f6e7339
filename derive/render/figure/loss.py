"""The loss behind the outputs: a circle, and an arrow to it from each output past its target."""

from __future__ import annotations

from collections.abc import Iterator
from math import hypot

from derive.quantity import LOSS
from derive.render.figure.layout import LOSS_GAP, Neuron
from derive.render.figure.marks import Marks
from derive.render.figure.plan import Plan
from derive.render.figure.scene import Arrow
from derive.render.figure.shapes import Point

BEHIND = 0.4                         # from a target to the arrow that goes on behind it


def place(plan: Plan) -> Point:
    """Where the middle of the loss is."""
    layout = plan.layout
    outputs = (len(layout.units) - 1) * layout.distance + layout.radius
    return max([outputs, *(caption.box.right for caption in plan.captions)]) + LOSS_GAP + layout.radius, 0.0


def arrows(plan: Plan, marks: Marks) -> Iterator[Arrow]:
    """The arrows to the loss."""
    layout, last, end = plan.layout, len(plan.layout.units) - 1, place(plan)
    targets = {caption.of: caption.box.right + BEHIND for caption in plan.captions}
    for unit in layout.shown(last):
        x, y = layout.centre(Neuron(last, unit))
        start = targets.get(f"y[{unit}]", x + layout.radius), y
        lit = {LOSS.id, f"a[{last}][{unit}]"} <= marks.lit
        yield Arrow((start, rim(start, end, layout.radius)), lit=lit)


def rim(start: Point, centre: Point, radius: float) -> Point:
    """Where a line towards the middle of a circle meets it."""
    dx, dy = centre[0] - start[0], centre[1] - start[1]
    share = radius / hypot(dx, dy)
    return centre[0] - share * dx, centre[1] - share * dy
