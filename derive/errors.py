"""Everything that can go wrong in a user's hands: one line each, with the exit status it leads to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace


class DeriveError(Exception):
    """A fault told to the user in one line, never as a traceback."""

    exit_status = 2


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with an input: where it stands, what and why, and the cure."""

    what: str
    cure: str = ""
    file: str = ""
    line: int | None = None
    column: int | None = None

    def __str__(self) -> str:
        place = ":".join(str(part) for part in (self.file, self.line, self.column) if part)
        said = f"{self.what}; {self.cure}" if self.cure else self.what
        return f"{place}: {said}" if place else said


class InputError(DeriveError):
    """The problem, or an argument, is wrong: all its faults at once (exit status 2)."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))

    @classmethod
    def of(cls, what: str, cure: str = "", file: str = "") -> InputError:
        """An input error with a single fault that has no line of its own."""
        return cls((Fault(what, cure, file),))

    def within(self, file: str) -> InputError:
        """The same error, its faults placed in this file where they name none."""
        return InputError(fault if fault.file else replace(fault, file=file) for fault in self.faults)


class EngineError(DeriveError):
    """The TeX engine or a template failed (exit status 3)."""

    exit_status = 3


class FileError(DeriveError):
    """A file could not be read or written (exit status 4)."""

    exit_status = 4
