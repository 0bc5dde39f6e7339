"""The cache: files that are whole and true, or thrown away.

A file holds its content, then which files that was made of, then a checksum, each on a line of its own.
"""

from __future__ import annotations

import json
import os
import zlib
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

import platformdirs

from derive.errors import FileError
from derive.render.output import prepare_folder, write_file

PLACE = "DERIVE_CACHE"               # the environment variable that names the folder
KEPT = 6                             # files, of about 20 MB each: two engines, for two sizes of paper and pictures


def place(key: str) -> Path:
    """Where the file with this key is kept: in the user's choice of folder, or where the system keeps such files."""
    folder = os.environ.get(PLACE) or platformdirs.user_cache_dir("derive", appauthor=False)
    return Path(folder).absolute() / f"derive-{key}.fmt"


def holds(path: Path) -> bool:
    """Whether a file is whole, and all that it was made of unchanged; one that is not is thrown away."""
    with suppress(OSError):
        if _sound(path.read_bytes()):
            return True
        path.unlink()
    return False


def has_room(path: Path) -> bool:
    """Whether a file can be kept there."""
    try:
        prepare_folder(path.parent)
    except FileError:
        return False
    return True


def keep(path: Path, content: bytes, made_of: Iterable[Path]) -> None:
    """Puts the content there in one step, and throws away the oldest files of its kind; FileError where it cannot."""
    body = content + b"\n" + json.dumps([stamp(str(source)) for source in made_of]).encode()
    write_file(path, body + b"\n" + _checksum(body))
    for old in sorted(path.parent.glob("derive-*.fmt"), key=_age)[KEPT:]:
        with suppress(OSError):
            old.unlink()


def stamp(path: str) -> list[str | int]:
    """A file by path, size and time of change, where it is there at all."""
    try:
        status = os.stat(path)
    except OSError:
        return [path]
    return [path, status.st_size, status.st_mtime_ns]


def _sound(content: bytes) -> bool:
    """Whether a file says the truth about itself."""
    end = content.rfind(b"\n")
    start = content.rfind(b"\n", 0, end) + 1
    if end < 0 or content[end + 1 :] != _checksum(memoryview(content)[:end]):
        return False
    return all(stamp(source[0]) == source for source in json.loads(content[start:end]))


def _checksum(content: bytes | memoryview) -> bytes:
    return b"%08x" % zlib.crc32(content)


def _age(path: Path) -> float:
    """A number that is the greater the older a file is."""
    with suppress(OSError):  # another process may have thrown it away
        return -path.stat().st_mtime
    return 0.0
