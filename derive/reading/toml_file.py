"""TOML through the standard library: numbers stay as written, keys are found again in the text."""

from __future__ import annotations

import re
import tomllib
from datetime import date, datetime, time

from derive.reading.outline import Outline, Path, Place, Tree

HEADER = re.compile(r"[ \t]*(\[\[?)[ \t]*([A-Za-z][\w.\"' -]*?)[ \t]*\]\]?[ \t]*(?:#.*)?$")
KEY = re.compile(r"[ \t]*([\w.\"'-]+)[ \t]*=")
RUN = re.compile(r"[^\w.\-\"' \t]+")
POSITION = re.compile(r" *\(at (?:line (\d+), column (\d+)|end of document)\)")
DOTS = 20


def read_toml(text: str, file: str) -> Outline:
    """The outline of a TOML text; InputError with the place where it is no TOML."""
    outline = Outline(file, text)
    if any(run.count(".") > DOTS for run in RUN.split(text)):
        raise outline.fault(
            f"a name has more than {DOTS} dots", "a problem file has four levels", Place(1, 1)
        )
    try:
        read = tomllib.loads(text, parse_float=str)
    except RecursionError:
        raise outline.fault("nested too deep", "a problem file has six levels", Place(1, 1)) from None
    except tomllib.TOMLDecodeError as error:
        raise refused(outline, str(error)) from None
    except ValueError:
        raise outline.fault("a number is out of range", "give at most 60 digits", Place(1, 1)) from None
    outline.tree = plain(read, (), outline)
    places(outline)
    return outline


def refused(outline: Outline, said: str) -> Exception:
    """The fault that the library's message tells, at the place it names."""
    match = POSITION.search(said)
    line, column = match.groups() if match else (None, None)
    end = outline.text.count("\n") + 1 if match else 1
    where = Place(int(line or end), int(column or 1))
    return outline.fault(f"this is no TOML: {POSITION.sub('', said)[:120]}", "correct it", where)


def plain(value: object, path: Path, outline: Outline) -> Tree:
    """The values as lists and words."""
    outline.enter(path, Place(1, 1))
    if isinstance(value, dict):
        return {key: plain(inner, (*path, key), outline) for key, inner in value.items()}
    if isinstance(value, list):
        return [plain(inner, (*path, i), outline) for i, inner in enumerate(value)]
    if isinstance(value, date | datetime | time):
        return value.isoformat()
    return value


def places(outline: Outline) -> None:
    """Notes the line of every key, in place of those that nobody knew."""
    outline.values.clear()
    outline.values[()] = Place(1, 1)
    counts: dict[Path, int] = {}
    table: Path = ()
    for number, line in enumerate(outline.text.split("\n"), 1):
        if header := HEADER.match(line):
            table = opened(header, counts)
            outline.keys[table] = Place(number, header.start(2) + 1)
        elif key := KEY.match(line):
            own = (*table, *words(key.group(1)))
            outline.keys.setdefault(own, Place(number, key.start(1) + 1))


def opened(header: re.Match[str], counts: dict[Path, int]) -> Path:
    """The path of the table that a header opens; the tables of an array count from 0."""
    path: Path = ()
    *outer, last = words(header.group(2))
    for word in outer:
        path = (*path, word)
        path = (*path, counts[path]) if path in counts else path
    path = (*path, last)
    if header.group(1) == "[":
        return path
    counts[path] = counts.get(path, -1) + 1
    return (*path, counts[path])


def words(dotted: str) -> list[str]:
    """The names of a dotted key."""
    return [word.strip(" \t\"'") for word in dotted.split(".")]
