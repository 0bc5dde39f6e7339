"""The places where the weights between two layers can be written, and what each place costs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations, product

from derive.render.figure.lanes import Lane
from derive.render.figure.shapes import Box, Circle, depth, depth_in_circle, length_inside

GAP = 0.3                # millimetres kept free around every label
CORE = 0.5               # millimetres square in the middle of a label, kept free of other edges
MOST_HIDDEN = 6.0        # millimetres of one other edge that a label may cover: the eye must find it again
SHORT = 5.5              # a label shorter than this keeps more free: its direction tells little
FRACTIONS = tuple(n / 40 for n in range(5, 36))

Choice = dict[int, float]  # lane -> the fraction of it where its label stands


class Places:
    """For every edge the places that touch no neuron and nothing else already written."""

    def __init__(self, lanes: Sequence[Lane], circles: Sequence[Circle], boxes: Sequence[Box]) -> None:
        self.lanes, self.circles, self.boxes = lanes, circles, boxes
        self.of = [self._places(lane) for lane in lanes]
        self._hiding: dict[tuple[int, float], float] = {}

    def _places(self, lane: Lane) -> dict[float, Box]:
        first, last = lane.free
        boxes = {at: lane.box(at).grown(GAP) for at in FRACTIONS if first <= at <= last}
        return {at: box for at, box in boxes.items() if self._clear(box) and self._own(lane, box)}

    def _own(self, lane: Lane, box: Box) -> bool:
        """Whether no other edge runs through the middle of a label, or along it, as if it were its own."""
        core = max(CORE, SHORT - box.width)
        middle = Box(box.centre, core, core, box.along)
        others = [(other.start, other.end) for other in self.lanes if other is not lane]
        crossed = any(length_inside(middle, *line) for line in others)
        return not crossed and all(length_inside(box, *line) <= MOST_HIDDEN for line in others)

    def _clear(self, box: Box) -> bool:
        free_of_circles = not any(depth_in_circle(box, circle) for circle in self.circles)
        return free_of_circles and not any(depth(box, other) for other in self.boxes)

    def hiding(self, lane: int, at: float) -> float:
        """How many millimetres of other edges a label covers there."""
        if (lane, at) not in self._hiding:
            box = self.of[lane][at]
            others = (other for n, other in enumerate(self.lanes) if n != lane)
            self._hiding[lane, at] = sum(length_inside(box, other.start, other.end) for other in others)
        return self._hiding[lane, at]

    def hidden(self, choice: Choice) -> float:
        """How many millimetres of edges all labels cover."""
        return sum(self.hiding(lane, at) for lane, at in choice.items())

    def overlap(self, lane: int, at: float, choice: Choice) -> float:
        """How far a label there runs into the other labels."""
        box = self.of[lane][at]
        return sum(depth(box, self.of[n][other]) for n, other in choice.items() if n != lane)

    def apart(self, choice: Choice, from_others: Choice | None = None) -> bool:
        """Whether no label touches another one, of the same choice or of a second."""
        mine = choice.items()
        pairs = combinations(mine, 2) if from_others is None else product(mine, from_others.items())
        return not any(depth(self.of[one][at], self.of[other][there]) for (one, at), (other, there) in pairs)

    def column(self, lanes: Iterable[int], at: float) -> Choice | None:
        """These labels one above the other, all at the same fraction; nothing where they cannot stand so."""
        choice = dict.fromkeys(lanes, at)
        possible = all(at in self.of[lane] for lane in choice)
        return choice if possible and self.apart(choice) else None
