"""The part of a document that is the same in all of its kind: TeX reads it once, and begins with what it learnt."""

from __future__ import annotations

import gzip
import hashlib
import os
import tempfile
from contextlib import suppress
from pathlib import Path
from threading import Lock

from derive.errors import DeriveError, EngineError
from derive.render.press import store
from derive.render.press.call import Call
from derive.render.press.engines import SAFE

SAME_ABOVE = "% Above this line, all sheets are the same."
NAME = "preamble"
VERSION = "1"                        # of how a format is made and kept; to be raised where that changes
BEGIN_WITH = f"-fmt={NAME}"          # how an engine is told to begin with the format in its folder
SECONDS = 10                         # of processor time for making one
MAKING = Lock()                      # worksheet and key are set side by side, and need the same one


def parted(tex: str) -> tuple[str, str]:
    """The part of a document that its template marks as always the same, and the rest; often all is rest."""
    same, mark, rest = tex.partition(SAME_ABOVE)
    return (same, mark + rest) if mark else ("", tex)


def provide(preamble: str, call: Call) -> Path | None:
    """Puts TeX's format of a preamble into the folder of the call; its place in the cache, or None without one."""
    if not (preamble and call.engine.base):
        return None
    path = store.place(key(preamble, call.program))
    with suppress(DeriveError, OSError):
        if store.holds(path) or made(preamble, call, path):
            link(path, call.folder / f"{NAME}.fmt")
            return path
    return None


def made(preamble: str, call: Call, path: Path) -> bool:
    """Whether the format could be made and kept, now or meanwhile; EngineError where the engine makes none."""
    with MAKING:
        if not store.holds(path):
            if not store.has_room(path):
                return False
            store.keep(path, *dumped(preamble, call))
    return True


def key(preamble: str, program: str) -> str:
    """What tells one format from others: how it is made, the engine, the preamble."""
    return hashlib.sha256("\0".join((VERSION, program, preamble)).encode()).hexdigest()[:32]


def dumped(preamble: str, call: Call) -> tuple[bytes, list[Path]]:
    """The format of a preamble, and the files that it was made of; EngineError where the engine makes none."""
    with tempfile.TemporaryDirectory(prefix="derive-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        (folder / f"{NAME}.tex").write_text(f"{preamble}\n\\dump\n", "utf-8", newline="\n")
        asked = ("-ini", "-recorder", f"-jobname={NAME}", *SAFE, f"&{call.engine.base}", f"{NAME}.tex")
        if Call(call.engine, call.program, folder).run(asked, SECONDS):
            raise EngineError("the preamble cannot be compiled beforehand")
        content = (folder / f"{NAME}.fmt").read_bytes()
        records = (folder / f"{NAME}.fls").read_text("utf-8", "surrogateescape").splitlines()
    read = {Path(record[6:]) for record in records if record.startswith("INPUT ")}
    packed = content.startswith(b"\x1f\x8b")  # unpacked, TeX loads it three times as fast
    sources = [Path(call.program), *sorted(path for path in read if path.is_absolute())]
    return gzip.decompress(content) if packed else content, sources


def link(path: Path, name: Path) -> None:
    """Makes a file appear under another name; OSError where the system has no way."""
    try:
        os.symlink(path, name)
    except OSError:
        os.link(path, name)
