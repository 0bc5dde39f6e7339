"""Writing results: a file is there whole or not at all."""

from __future__ import annotations

import contextlib
import os
import secrets
from pathlib import Path

from derive.errors import FileError


def prepare_folder(folder: str | os.PathLike[str]) -> Path:
    """The folder, made where it is missing and proved to be writable; FileError otherwise."""
    path = Path(folder)
    try:
        path.mkdir(parents=True, exist_ok=True)
        probe = _beside(path)
        os.close(_open_new(probe))
        probe.unlink()
    except OSError as error:
        raise _fault("the folder", path, error) from error
    return path


def write_file(path: str | os.PathLike[str], content: bytes) -> None:
    """Puts the content at the path in one step; FileError, and the old file untouched, where that fails."""
    target = Path(path)
    temporary = _beside(target.parent)
    try:
        with os.fdopen(_open_new(temporary), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())  # else a power cut could leave the new name on an empty file
        os.replace(temporary, target)
    except OSError as error:
        raise _fault("the file", target, error) from error
    finally:
        with contextlib.suppress(OSError):  # no folder, no temporary file
            temporary.unlink(missing_ok=True)


def _beside(folder: Path) -> Path:
    """A name in the folder that nothing else has."""
    return folder / f".derive-{secrets.token_hex(8)}.tmp"


def _open_new(path: Path) -> int:
    """A descriptor for a file that was not there, with the rights that the user gives new files."""
    return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)


def _fault(what: str, path: Path, error: OSError) -> FileError:
    """The error of the system in one line, with the path that the user gave."""
    said = error.strerror or error
    return FileError(f"{path}: {what} cannot be written ({said}); choose another place, or make room")
