"""The way of a change through the formulas, in which all that does not move is constant."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import reduce

from sympy import Add, Expr, Max, Min, Mul, Piecewise, Symbol

from derive.engine.compose import Composition, nodes, real
from derive.expression import rebuild, rename
from derive.statement import symbols_in

MOVED = "m"
SIGNS = ("positive", "nonnegative", "real")  # what may be known of a number that is put in later, the most first


@dataclass(frozen=True, slots=True)
class Line:
    """One formula of a way: what moves in it is called m0, m1 …, what does not c0, c1 …"""

    shape: Expr
    moving: tuple[str, ...]
    constants: tuple[Expr, ...]
    signs: tuple[str, ...]           # of the constants
    size: int                        # nodes of the shape, each of what moves counted as none
    times: tuple[int, ...]           # how often each of what moves is in it


@dataclass(frozen=True, slots=True)
class Shape:
    """A way without its numbers: neurons of a layer that stand alike have the same one."""

    sign: str                        # of what is moved
    lines: tuple[tuple[Expr, tuple[int, ...], tuple[str, ...]], ...]  # shape, which lines move in it, signs

    @property
    def constants(self) -> list[str]:
        """The names of its constants, in order."""
        return [f"k{n}" for n in range(sum(len(signs) for _, _, signs in self.lines))]

    def written_out(self) -> tuple[Expr, Symbol]:
        """The last line in terms of what is moved and of constants k0, k1 …; and what is moved."""
        moved = signed(MOVED, self.sign)
        whole: list[Expr] = [moved]
        known = 0
        for shape, places, signs in self.lines:
            names = {Symbol(f"m{n}"): whole[place] for n, place in enumerate(places)}
            names |= {signed(f"c{n}", sign): signed(f"k{known + n}", sign) for n, sign in enumerate(signs)}
            whole.append(rename(shape, names))
            known += len(signs)
        return whole[-1], moved


@dataclass(frozen=True, slots=True)
class Way:
    """From one quantity to another: the shape, its constants in order, and its nodes once it is written out."""

    shape: Shape
    constants: tuple[Expr, ...]
    size: int


def signed(name: str, sign: str) -> Symbol:
    """A symbol of a number of which so much is known."""
    return Symbol(name, **{"real": True, sign: True})


def sign_of(expression: Expr) -> str:
    """The most that SymPy knows of an expression's sign."""
    return next((sign for sign in SIGNS if getattr(expression, f"is_{sign}")), SIGNS[-1])


@dataclass(frozen=True, slots=True)
class Ways:
    """Finds ways; each formula is read once for every choice of what moves in it."""

    composition: Composition
    known: dict[tuple[str, frozenset[str]], Line] = field(default_factory=dict)

    def between(self, top: str, by: str) -> Way:
        """The way on which a change of `by` reaches `top`."""
        ids = [id for id in self.composition.way(top, by) if id != top]
        places, sizes, lines = {by: 0}, [1], []
        for place, id in enumerate([*ids, top], start=1):
            line = self.line(id, frozenset(places.keys() & self.composition.uses[id]))
            lines.append(line)
            sizes.append(line.size + sum(n * sizes[places[of]] for n, of in zip(line.times, line.moving, strict=True)))
            places[id] = place
        told = tuple((line.shape, tuple(places[of] for of in line.moving), line.signs) for line in lines)
        constants = tuple(constant for line in lines for constant in line.constants)
        return Way(Shape(sign_of(real(by)), told), constants, sizes[-1])

    def line(self, id: str, moving: frozenset[str]) -> Line:
        """One formula, when some of what it uses moves."""
        if (id, moving) not in self.known:
            self.known[id, moving] = Reading(moving).line(self.composition.formulas[id])
        return self.known[id, moving]


@dataclass(frozen=True, slots=True)
class Reading:
    """Reads one formula, and notes what moves and what does not, each by its number."""

    moves: frozenset[str]
    moving: dict[str, int] = field(default_factory=dict)
    constants: dict[Expr, Symbol] = field(default_factory=dict)

    def line(self, formula: Expr) -> Line:
        """The formula as a line of a way."""
        shape = self.shape(formula)
        ids, constants = tuple(self.moving), tuple(self.constants)
        absent = {f"m{n}": 0 for n in range(len(ids))}
        size = nodes(shape, absent)
        times = tuple(nodes(shape, {**absent, name: 1}) - size for name in absent)
        return Line(shape, ids, constants, tuple(map(sign_of, constants)), size, times)

    def shape(self, expression: Expr) -> Expr:
        """The expression with numbers for what moves, and for all of a sum or product that does not."""
        used = symbols_in(expression)
        if not used:
            return expression
        if self.moves.isdisjoint(used):
            return self.constant(expression)
        if expression.is_Symbol:
            return Symbol(f"m{self.moving.setdefault(expression.name, len(self.moving))}")
        if isinstance(expression, Piecewise):
            cases = [(self.shape(value), self.fixed(when)) for value, when in expression.args]
            return Piecewise(*cases, evaluate=False)
        parts = self.gathered(expression) if isinstance(expression, Add | Mul) else expression.args
        shapes = [self.shape(part) for part in parts]
        if isinstance(expression, Max | Min):  # two at a time: of more, SymPy compares every pair for every slope
            return reduce(lambda left, right: rebuild(expression, [left, right]), shapes)
        return rebuild(expression, shapes)

    def gathered(self, expression: Expr) -> Sequence[Expr]:
        """The parts of a sum or product, those that do not move as one at the end; plain numbers stay."""
        fixed = [part for part in expression.args if part.free_symbols and self.moves.isdisjoint(symbols_in(part))]
        others = [part for part in expression.args if part not in fixed]
        return [*others, rebuild(expression, fixed)] if fixed else others

    def fixed(self, condition: Expr) -> Expr:
        """What decides between cases: away from a kink it does not move."""
        return rename(condition, {each: self.constant(each) for each in map(real, symbols_in(condition))})

    def constant(self, expression: Expr) -> Symbol:
        """The symbol of what does not move."""
        return self.constants.setdefault(expression, signed(f"c{len(self.constants)}", sign_of(expression)))
