"""What stands by the equations of a frame: the whole network, or where that is too large the part around them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from derive.engine.forward import forward
from derive.problem import Problem
from derive.quantity import Named, Quantity, named
from derive.render.content import Content
from derive.render.figure.inscriptions import Inscriptions, given
from derive.render.given import given_number
from derive.render.slides import network, panes
from derive.render.slides.drawing import Drawing
from derive.render.slides.light import Flow, Light, mark
from derive.render.slides.look import BOXES, Place
from derive.render.slides.picture import Picture
from derive.render.slides.scope import around, layers
from derive.render.slides.window import Window
from derive.render.slides.wiring import Wiring
from derive.statement import Statement


@dataclass(frozen=True)
class Stage:
    """The pictures of a problem: one of it all for each place where that can be read, or windows."""

    says: Inscriptions
    wholes: Mapping[Place, Drawing]

    @classmethod
    def of(cls, content: Content) -> Stage:
        """The stage of a document."""
        problem = content.sheet.problem
        told = given(problem, lambda value: given_number(problem, value, content.rows))
        says = Inscriptions(problem, content.notation.latex, told)
        return cls(says, dict(wholes(says)))

    @property
    def problem(self) -> Problem:
        """The problem that is shown."""
        return self.says.problem

    @property
    def place(self) -> Place:
        """Where pictures stand as long as equations leave them room: beside them."""
        return "beside" if "beside" in self.wholes or not self.wholes else "above"

    def drawing(self, statements: Iterable[Statement], place: Place) -> Drawing | None:
        """The picture by some equations; None where there is none."""
        if place in self.wholes:
            return self.wholes[place]
        narrow = around(self.wiring, statements)
        found = (
            Window(self.wiring, self.says, *columns, *BOXES[place]) for columns in (layers(self.wiring, narrow), narrow)
        )
        seen = [window for window in found if window.left or window.right]
        return panes.drawing(next((window for window in seen if window.uncut), seen[-1])) if seen else None

    @cached_property
    def passed(self) -> tuple[Statement, ...]:
        """The statements of the forward pass."""
        return forward(self.problem)

    @cached_property
    def wiring(self) -> Wiring:
        """What hangs together with what."""
        return Wiring(self.problem, self.passed)

    @cached_property
    def flow(self) -> Flow:
        """Where its numbers go."""
        return Flow(self.problem, self.passed)

    def light(self, drawing: Drawing) -> Light:
        """What finds what is lit in a picture."""
        if drawing.whole:
            return Light(self.flow, drawing.drawn, mark)
        return Light(self.flow, drawing.drawn, self.wiring.mark, self.wiring.users)

    @cached_property
    def carried(self) -> frozenset[str]:
        """The ids of the values that pictures have places for."""
        return frozenset().union(*(each.carried for each in self.wholes.values())) or self.wiring.carried

    def carries(self, of: Named) -> bool:
        """Whether pictures have a place for a value, which may be that of one sample of several."""
        return of.id in self.carried or of.id.partition("@")[0] in self.carried

    def given(self, content: Content, step: int) -> list[dict[str, str]]:
        """The given values that pictures carry in an update, and those that are known beforehand."""
        digits, rows = content.digits[step - 1], content.rows
        known = content.sheet.known[step - 1 : step]
        lines = {each.statement.of.id: digits.line(each.statement) for found in known for each in found}
        texts = {id: given_number(self.problem, digits.values[id], rows) for id in digits.given if id in digits.values}
        texts |= {id: rows.numbers(line)[-1].text for id, line in lines.items() if line}
        return [{"id": id, "text": text} for id, text in sorted(texts.items()) if self._begins(named(id), step)]

    def _begins(self, of: Named, step: int) -> bool:
        """Whether an update is told a value; parameters of later updates are those that were found."""
        later = step > 1 and isinstance(of, Quantity) and of in self.problem.parameters
        return not later and self.carries(of)


def wholes(says: Inscriptions) -> Iterable[tuple[Place, Drawing]]:
    """The whole network, for each place where it can be read, in small ones with its values."""
    problem = says.problem
    if problem.graph is None and not problem.sequence and problem.network.plain:
        for place, box in BOXES.items():
            picture = Picture(says, *box)
            if picture.legible and (picture.lines or place in ("beside", "above")):
                yield place, network.drawing(picture)
