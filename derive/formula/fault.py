"""What is wrong with a formula, and where."""

from __future__ import annotations

WINDOW = 60  # characters shown around the fault


class FormulaError(ValueError):
    """A formula that is refused: what and why, the cure, and the 1-based column (0: the whole formula)."""

    def __init__(self, what: str, cure: str = "", column: int = 0) -> None:
        self.what = what
        self.cure = cure
        self.column = column
        super().__init__(f"{what}; {cure}" if cure else what)


def pointed(text: str, column: int) -> str:
    """Two lines: the part of the formula around the column, and a caret below the column."""
    start = max(0, column - WINDOW)
    part = text[start : start + 2 * WINDOW]
    line = "".join(c if c.isprintable() else " " for c in part).rstrip()
    return f"    {line}\n    {' ' * (column - 1 - start)}^"
