"""From a path, standard input or a starter's name to text: size, kind and encoding checked first."""

from __future__ import annotations

import errno
import os
import re
import stat
import sys
import unicodedata
from collections.abc import Callable
from pathlib import Path as FilePath

from derive.errors import Fault, FileError, InputError
from derive.formula.numeral import shortened
from derive.reading.json_file import read_json
from derive.reading.outline import Outline
from derive.reading.refused import closest
from derive.reading.starters import starters
from derive.reading.toml_file import read_toml
from derive.reading.yaml_file import read_yaml

LARGEST = 1_000_000                  # bytes of a problem file
SMALL = "a problem is a few lines"
STANDARD_INPUT = "-"
UTF8 = "save the file as UTF-8 text"
DENIED = (errno.EACCES, errno.EPERM, errno.EIO, errno.EMFILE, errno.ENFILE)

FORMATS: dict[str, Callable[[str, str], Outline]] = {
    ".yaml": read_yaml,
    ".yml": read_yaml,
    ".json": read_json,
    ".toml": read_toml,
}
# how a text begins that has no suffix
BEGINNINGS = (
    (re.compile(r'\s*\{\s*(?:"|\}|$)'), ".json"),
    (re.compile(r"(?:\s*(?:#[^\n]*)?\n)*\s*(?:\[+[A-Za-z][\w.]*\]+\s*(?:\n|$)|[A-Za-z]\w*[ \t]*=)"), ".toml"),
)


def read_file(path: str | os.PathLike[str]) -> Outline:
    """The outline of a problem file."""
    file = os.fspath(path)
    return parsed(decoded(contents(file), shown(file)), shown(file), FilePath(file).suffix.lower())


def read_standard_input() -> Outline:
    """The outline of what is written to standard input."""
    name = "standard input"
    stream = getattr(sys.stdin, "buffer", None)
    if stream is None:
        raise InputError.of("there is no standard input", "give a file", name)
    try:
        data = stream.read(LARGEST + 1)
    except (OSError, ValueError) as error:
        raise FileError(f"{name}: cannot be read ({error}); give a file") from None
    return parsed(decoded(sized(data, name), name), name, "")


def parsed(text: str, file: str, suffix: str) -> Outline:
    """The outline of a text in the format that its suffix says, or that it looks like."""
    if not text.strip():
        raise InputError.of("the file is empty", "start from `derive new article`", file)
    found = next((kind for begins, kind in BEGINNINGS if begins.match(text)), ".yaml")
    return FORMATS.get(suffix, FORMATS[found])(text, file)


def shown(file: str) -> str:
    """A file's name as it can be printed."""
    return shortened(file, 200)


def contents(file: str, most: int = LARGEST, cure: str = SMALL) -> bytes:
    """The bytes of a regular file of at most so many; a FIFO is not waited for."""
    try:
        if not stat.S_ISREG(os.stat(file).st_mode):
            raise InputError.of(irregular(file), "give a file; `-` reads standard input", shown(file))
        with open(os.open(file, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0)), "rb") as stream:
            return sized(stream.read(most + 1), shown(file), most, cure)
    except ValueError:
        raise InputError.of("the file name holds a NUL character", "give another name", shown(file)) from None
    except OSError as error:
        raise unreadable(error, file) from None


def irregular(file: str) -> str:
    """What stands at a path in place of a file."""
    return "this is a folder" if os.path.isdir(file) else "this is no regular file"


def unreadable(error: OSError, file: str) -> InputError | FileError:
    """A path that is wrong is the input's fault; one that is forbidden or broken is the disk's."""
    if error.errno in DENIED:
        return FileError(f"{shown(file)}: cannot be read ({error.strerror}); check its permissions")
    why = "there is no such file" if error.errno == errno.ENOENT else f"cannot be opened ({error.strerror})"
    near = closest(file, starters())
    cure = f"did you mean the starter {near}?" if near else "`derive new` lists the starters and writes one"
    return InputError.of(why, cure, shown(file))


def sized(data: bytes, file: str, most: int = LARGEST, cure: str = SMALL) -> bytes:
    """The bytes, unless there are too many."""
    if len(data) > most:
        raise InputError.of(f"the file is larger than {most // 10**6} MB", cure, file)
    return data


def decoded(data: bytes, file: str) -> str:
    """The text of UTF-8 bytes, with or without byte order mark, lines ending as they like."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise InputError.of("the file is UTF-16", UTF8, file)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise InputError((Fault("this is no UTF-8 text", UTF8, file, line),)) from None
    if "\0" in text:
        raise InputError.of("the file is binary, or UTF-16", UTF8, file)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def slug(stem: str) -> str:
    """A file's stem in safe characters, to name an output folder."""
    plain = unicodedata.normalize("NFKD", stem).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9._-]+", "-", plain).strip("-._")[:60] or "problem"
