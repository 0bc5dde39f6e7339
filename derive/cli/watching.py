"""Documents that are made again whenever their problem file changes."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated

import typer

from derive.cli.problems import derived
from derive.cli.terminal import waiting
from derive.errors import DeriveError, InputError

if TYPE_CHECKING:
    from derive.derivation import Derivation

WATCH = typer.Option("--watch", help="Make it again whenever the problem file changes, and say what changed.")
Watch = Annotated[bool, WATCH]
TICK = 0.1                           # seconds between two looks at the file
PATIENCE = 20                        # looks before a file counts as gone: editors take it away to put another there

Make = Callable[["Derivation"], None]
Stamp = tuple[int, int, int] | None  # what tells one state of a file from another; None: there is no file


def making(source: str, watch: bool, make: Make) -> None:
    """Makes something of a problem: once, or again and again until the user interrupts."""
    if not watch:
        make(thought(source))
        return
    refuse_unwatchable(source)
    Watcher(source, make).run()


def thought(source: str) -> Derivation:
    """The derivation of a problem, which may take its time."""
    with waiting("deriving every equation"):
        work: Derivation = derived(source)
    return work


def refuse_unwatchable(source: str) -> None:
    """InputError for what is no file, or none yet."""
    from derive.reading import read, starters

    if source == "-":
        raise InputError.of("standard input cannot be watched", "give a file", "standard input")
    if source in starters():
        cure = f"write it to a file with derive new {source} -o {source}.yaml"
        raise InputError.of("a starter never changes, so there is nothing to watch", cure, source)
    if stamp(source) is None:
        read(source)  # says what is wrong with the path


class Watcher:
    """Looks at a problem file, and remembers the last derivation that could be made of it."""

    def __init__(self, source: str, make: Make) -> None:
        self.source = source
        self.make = make
        self.last: Derivation | None = None

    def run(self) -> None:
        """Makes it now and after each change; what is wrong with the file is told, and looked for again."""
        say(f"watching {self.source}; Ctrl-C ends")
        while True:
            seen = stamp(self.source)
            self._once()
            self._wait(seen)

    def _once(self) -> None:
        from derive.changes import changes

        try:
            work = thought(self.source)
            if self.last is not None:
                say("\n".join(changes(self.last, work)))
            self.last = work
            self.make(work)
        except DeriveError as error:
            say(str(error))

    def _wait(self, seen: Stamp) -> None:
        """Waits for another state of the file that lasts: one that is half written is left alone."""
        missed, now = 0, seen
        while True:
            time.sleep(TICK)
            before, now = now, stamp(self.source)
            if now is not None and now == before and now != seen:
                return
            missed = 0 if now else missed + 1
            if missed == PATIENCE:
                say(f"{self.source}: the file is gone; put it back, or end with Ctrl-C")
                seen = None


def stamp(path: str) -> Stamp:
    """When a file was written, its size and which file it is; None where there is none."""
    try:
        found = os.stat(path)
    except (OSError, ValueError):
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino


def say(text: str) -> None:
    """Tells what goes on, beside the paths that are printed."""
    typer.echo(text, err=True)
