"""The two panels of a plot: the loss after each update, and the size of each layer's gradient at some updates."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from derive.document.wording import words
from derive.render.plot.picture import Anchor, Dot, Path, Picture, Point, Shape, Text
from derive.render.plot.scale import Scale, Tick, thinned
from derive.render.sheet import shortened
from derive.training import Training

WIDTH, HEIGHT = 640, 280
INK, FAINT, HAIR = "1F2933", "5B6672", "D5DBE2"
LOSS_COLOUR = "0072B2"
# colours that stay apart to colour-blind eyes (Okabe and Ito 2008), each with a mark of its own
STYLES = (
    ("0072B2", "circle"), ("D55E00", "square"), ("009E73", "triangle"), ("CC79A7", "diamond"), ("56B4E9", "circle"),
    ("E69F00", "square"), ("1F2933", "triangle"), ("7F7F7F", "diamond"),
)  # fmt: skip
MOST_POINTS = 800                    # of the loss curve
NAMES_START, NAMES_END = 396, 546    # of the axis of layers
LETTER, GAP = 4.5, 3.5               # of a name at that axis: about how wide a letter is, and the space between two


@dataclass(frozen=True, slots=True)
class Frame:
    """A panel's place on the page, and its two scales."""

    left: float
    right: float
    top: float
    bottom: float
    across: Scale
    up: Scale

    def point(self, x: float, y: float) -> Point:
        """Where a pair of values lies."""
        return (
            self.left + self.across.at(x) * (self.right - self.left),
            self.bottom - self.up.at(y) * (self.bottom - self.top),
        )

    def axes(self, title: str, below: str, ticks: list[Tick]) -> Iterator[Shape]:
        """The lines, numbers and words around the curves."""
        for tick in self.up.ticks(6):
            y = self.bottom - tick.at * (self.bottom - self.top)
            yield Path(((self.left, y), (self.right, y)), HAIR, 0.5)
            yield self._number(tick.text, (self.left - 5, y + 3), "end")
        for tick in ticks:
            x = self.left + tick.at * (self.right - self.left)
            yield Path(((x, self.bottom), (x, self.bottom + 3.5)), FAINT, 0.7)
            yield self._number(tick.text, (x, self.bottom + 14), "middle")
        yield Path(((self.left, self.top), (self.left, self.bottom), (self.right, self.bottom)), FAINT, 0.7)
        yield Text((self.left, self.top - 9), title, size=9.5, colour=INK)
        yield Text(((self.left + self.right) / 2, self.bottom + 29), below, "middle", colour=FAINT)

    def _number(self, text: str, at: Point, anchor: Anchor) -> Text:
        return Text(at, text, anchor, 8.5, FAINT, number=True)


def picture(run: Training) -> Picture:
    """Both panels under the title of the problem."""
    title = shortened(run.problem.title, 90)
    heading = Text((20, 24), title, size=12, bold=True)
    return Picture(WIDTH, HEIGHT, title, (heading, *losses(run), *sizes(run)))


def losses(run: Training) -> Iterator[Shape]:
    """The loss curve."""
    across, up = Scale(0, run.updates or 1), Scale.of(run.losses)
    frame = Frame(62, 326, 64, 232, across, up)
    title = words().word("training", "loss axis" if not up.logarithmic else "log loss axis")
    yield from frame.axes(title, words().word("training", "updates axis"), across.ticks(6))
    points = tuple(frame.point(*each) for each in thinned(run.losses, MOST_POINTS))
    yield Path(points, LOSS_COLOUR, 1.4) if len(points) > 1 else Dot(points[0], "circle", LOSS_COLOUR)


def sizes(run: Training) -> Iterator[Shape]:
    """A curve over the layers for each update that was looked at; sizes of zero have no place on a scale of powers."""
    found = {update: sized(layers) for update, layers in run.sizes.items()}
    heights = [size for layers in found.values() for _, size in layers]
    if not heights:
        return
    names = list(next(iter(run.sizes.values())))
    frame = Frame(NAMES_START, NAMES_END, 64, 232, Scale(0.5, len(names) + 0.5), Scale.of(heights, logarithmic=True))
    kind = "layer" if run.problem.graph is None else "parameter"
    title, below = words().word("training", f"{kind} sizes axis"), words().word("training", kind)
    yield from frame.axes(title, below, numbered(names, frame.across))
    for layers, (colour, mark) in zip(shown(found).values(), STYLES, strict=False):
        points = tuple(frame.point(*each) for each in layers)
        yield Path(points, colour, 1.0)
        yield from (Dot(point, mark, colour) for point in points)
    yield from legend(shown(found))


def sized(layers: Mapping[str, float]) -> list[tuple[int, float]]:
    """The number and size of each layer whose gradient is not zero."""
    return [(number, size) for number, size in enumerate(layers.values(), 1) if size > 0]


def shown(found: Mapping[int, list[tuple[int, float]]]) -> dict[int, list[tuple[int, float]]]:
    """As many updates as there are colours, the last among them."""
    kept = [*list(found)[: len(STYLES) - 1], list(found)[-1]]
    return {update: found[update] for update in dict.fromkeys(kept)}


def numbered(names: list[str], across: Scale) -> list[Tick]:
    """The marks of the layers; not all where they are many."""
    room = (NAMES_END - NAMES_START) / (LETTER * max(map(len, names)) + GAP)
    step = math.ceil(len(names) / room)
    return [Tick(across.at(i), name) for i, name in enumerate(names, 1) if (i - 1) % step == 0]


def legend(found: Mapping[int, list[tuple[int, float]]]) -> Iterator[Shape]:
    """Which curve belongs to which update; where there is none, that all is zero."""
    yield Text((558, 64), words().word("training", "legend"), size=8.5, colour=FAINT)
    for i, ((update, layers), (colour, mark)) in enumerate(zip(found.items(), STYLES, strict=False), 1):
        y = 64 + 15 * i
        if layers:
            yield Path(((558, y), (572, y)), colour, 1.0)
            yield Dot((565, y), mark, colour)
        number = f"{update:,}"
        yield Text((578, y + 3), number if layers else words().word("training", "still", number=number), size=8.5)
