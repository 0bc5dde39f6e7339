"""Where the network stands on slides: beside the equations, above them, or on a frame of its own."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from derive.problem import Problem
from derive.quantity import Quantity, named
from derive.render.content import Content, Values
from derive.render.figure.inscriptions import Inscriptions, given
from derive.render.given import given_number
from derive.render.slides.light import Light
from derive.render.slides.network import carried, drawn, shapes, size, values
from derive.render.slides.picture import BOXES, Picture, Place


@dataclass(frozen=True)
class Stage:
    """The picture of a problem that stands by its equations, if it has one."""

    problem: Problem
    picture: Picture | None
    place: Place

    @classmethod
    def of(cls, content: Content) -> Stage:
        """The stage of a document: the first place where the network can be read; else a frame of its own alone."""
        problem = content.sheet.problem
        if problem.graph is None and not problem.sequence and problem.network.plain:
            told = given(problem, lambda value: given_number(problem, value, content.rows))
            says = Inscriptions(problem, content.notation.latex, told)
            for place, box in BOXES.items():
                picture = Picture(says, *box)
                if picture.legible:
                    return cls(problem, picture, place)
        return cls(problem, None, "")

    def values(self) -> Values:
        """The picture as plain values; without one, nothing."""
        if self.picture is None:
            return {}
        return {**size(self.picture), "shapes": shapes(self.picture), "carried": values(self.picture)}

    @cached_property
    def light(self) -> Light:
        """What finds what is lit in it."""
        return Light(self.problem, drawn(self.picture) if self.picture else frozenset())

    @cached_property
    def carried(self) -> frozenset[str]:
        """The ids of the values that it has places for."""
        return carried(self.picture) if self.picture else frozenset()

    def given(self, content: Content, step: int) -> list[dict[str, str]]:
        """The given values that the picture carries in an update, and those that are known beforehand."""
        digits, rows = content.digits[step - 1], content.rows
        if self.picture is None:
            return []
        known = content.sheet.known[step - 1 : step]
        lines = {each.statement.of.id: digits.line(each.statement) for found in known for each in found}
        texts = {id: given_number(self.problem, digits.values[id], rows) for id in digits.given if id in digits.values}
        texts |= {id: rows.numbers(line)[-1].text for id, line in lines.items() if line}
        return [{"id": id, "text": text} for id, text in sorted(texts.items()) if self._carries(id, step)]

    def _carries(self, id: str, step: int) -> bool:
        """Whether the picture has a place for a value; parameters of later updates are those that were found."""
        of = named(id)
        plain = not (step > 1 and isinstance(of, Quantity) and of.kind in "wb")
        return plain and id.partition("@")[0] in self.carried
