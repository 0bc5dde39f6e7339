"""The lines of a computation graph: `h = tanh(w*x + b)` as a name and a formula, computed before it is used."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from derive.formula import FormulaError, read_formula
from derive.formula.numeral import shortened
from derive.formula.tokens import tokens
from derive.formula.vocabulary import CONSTANTS, FUNCTIONS
from derive.graph import Node
from derive.quantity import LOSS, RATE
from derive.reading.complaints import Complaint
from derive.reading.outline import Path

LINE = re.compile(r"([^=\s]*)\s*=(?!=)\s*(.*)", re.DOTALL)
NAME = re.compile(r"[A-Za-z][A-Za-z0-9]*")
LONGEST = 20
MEANT = {RATE.kind: "the learning rate", LOSS.kind: "what the last line is called"}
EXAMPLE = "write it like h = tanh(w*x + b)"


class Lines:
    """Reads lines from the first to the last; `nodes` are those that are right, `faults` what is wrong."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.nodes: list[Node] = []
        self.faults: list[Complaint] = []
        self.defined = [self.name_of(text) for text in texts]
        for number, text in enumerate(texts):
            try:
                self.nodes.append(self.node(number, text))
            except FormulaError as error:
                said = f"line {number + 1} of the graph: {error.what}"
                path: Path = ("graph", number)
                self.faults.append(Complaint(path, said, error.cure, formula=text, column=error.column))
        self.faults += self.loose() if not self.faults else []

    @staticmethod
    def name_of(text: str) -> str:
        """What stands left of a line's sign; empty where there is none."""
        match = LINE.fullmatch(text)
        return match[1] if match else ""

    def node(self, number: int, text: str) -> Node:
        """One line; FormulaError, with a column of the whole line, where it is none."""
        match = LINE.fullmatch(text)
        if match is None:
            raise FormulaError("the line gives nothing a name", EXAMPLE, 1)
        name, formula = match.groups()
        self.check_name(number, name)
        try:
            return Node(name, read_formula(formula, self.names_in(number, formula)))
        except FormulaError as error:
            raise FormulaError(error.what, error.cure, match.start(2) + error.column) from None

    def check_name(self, number: int, name: str) -> None:
        """FormulaError where a line computes what has a meaning already."""
        last = number == len(self.defined) - 1
        if not NAME.fullmatch(name) or len(name) > LONGEST:
            raise FormulaError(f"{shortened(name)!r} is no name", "give a letter, then letters and digits", 1)
        if name in FUNCTIONS or name == "pi" or name == RATE.kind:
            raise FormulaError(f"{name} has a meaning of its own", "give the line another name", 1)
        if name == LOSS.kind and not last:
            raise FormulaError(f"{name} is what the last line is called here", "give this line another name", 1)
        if name in self.defined[:number]:
            first = self.defined.index(name) + 1
            raise FormulaError(f"{name} is computed in line {first} already", "give each line its own name", 1)

    def names_in(self, number: int, formula: str) -> tuple[str, ...]:
        """The names of a formula in reading order; FormulaError where one is computed only later."""
        found: dict[str, None] = {}
        words = list(tokens(formula))
        for word, after in zip(words, words[1:], strict=False):
            constant = word.text in CONSTANTS and word.text not in self.defined
            if word.kind != "name" or after.text == "(" or constant or word.text in (*FUNCTIONS, "if", "else"):
                continue
            if word.text in MEANT and word.text not in self.defined:
                raise FormulaError(f"{word.text} is {MEANT[word.text]} here", "give it another name", word.column)
            if word.text in self.defined[number:]:
                later = self.defined.index(word.text) + 1
                when = "in this line" if later == number + 1 else f"only in line {later}"
                raise FormulaError(f"{word.text} is computed {when}", "put that line first", word.column)
            found[word.text] = None
        return tuple(found)

    def loose(self) -> Iterator[Complaint]:
        """Lines that nothing after them uses."""
        used = {name for node in self.nodes for name in node.formula.variables}
        for number, node in enumerate(self.nodes[:-1]):
            if node.name not in used:
                what = f"line {number + 1} of the graph: {node.name} leads nowhere"
                path: Path = ("graph", number)
                yield Complaint(path, what, "the last line is differentiated: use it there, or leave it out")
