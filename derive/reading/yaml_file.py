"""YAML, event by event: every value a word, with its place; no tags, no aliases, no repeated keys."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from derive.reading.outline import DEEPEST, Outline, Path, Place, Tree

PLAIN = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
BRACKET = re.compile(r"[\[\]{}]")
Events = Iterator[Any]  # ruamel's events have no types of their own


def read_yaml(text: str, file: str) -> Outline:
    """The outline of a YAML text; InputError with the place where it is no YAML."""
    outline = Outline(file, text)
    shallow(outline)
    try:
        events = YAML(typ="safe", pure=True).parse(text)
        document(events, outline)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        said = " ".join(str(part) for part in (error.problem, error.context) if part)
        raise outline.fault(
            f"this is no YAML: {said}", "check indents, colons and quotes", place(mark)
        ) from None
    except (YAMLError, ValueError, ArithmeticError) as error:
        said = str(error).splitlines()[0] if str(error) else "a character it cannot hold"
        raise outline.fault(f"this is no YAML: {said}", "take the character out", Place(1, 1)) from None
    return outline


def shallow(outline: Outline) -> None:
    """Refuses endless brackets before the scanner, which is slow on them, sees any."""
    depth = 0
    for match in BRACKET.finditer(outline.text):
        depth = depth + 1 if match.group() in "[{" else max(0, depth - 1)
        if depth > 4 * DEEPEST:
            line = outline.text.count("\n", 0, match.start()) + 1
            column = match.start() - outline.text.rfind("\n", 0, match.start())
            raise outline.fault("brackets are nested too deep", "close some", Place(line, column))


def document(events: Events, outline: Outline) -> None:
    """Reads the one document of a file."""
    documents = 0
    for event in events:
        if isinstance(event, DocumentStartEvent):
            documents += 1
            if documents > 1:
                raise outline.fault(
                    "a second document begins", "keep one problem a file", place(event.start_mark)
                )
        elif isinstance(event, ScalarEvent | SequenceStartEvent | MappingStartEvent | AliasEvent):
            outline.tree = value(event, events, outline, ())


def place(mark: Any) -> Place:
    """The place of a mark, which counts from 0."""
    return Place(mark.line + 1, mark.column + 1) if mark else Place(1, 1)


def value(event: Any, events: Events, outline: Outline, path: Path) -> Tree:
    """One value with everything inside it."""
    start = place(event.start_mark)
    if isinstance(event, AliasEvent):
        raise outline.fault(f"*{event.anchor} is an alias", "write the value out, or put it in quotes", start)
    if event.tag is not None:
        raise outline.fault(f"the tag {event.tag} is not allowed", "write plain values", start)
    outline.enter(path, start)
    if isinstance(event, SequenceStartEvent):
        return sequence(events, outline, path)
    if isinstance(event, MappingStartEvent):
        return mapping(events, outline, path)
    return PLAIN.get(event.value, event.value) if event.implicit[0] else event.value


def sequence(events: Events, outline: Outline, path: Path) -> list[Tree]:
    """The values of a list."""
    found: list[Tree] = []
    while not isinstance(event := next(events), SequenceEndEvent):
        found.append(value(event, events, outline, (*path, len(found))))
    return found


def mapping(events: Events, outline: Outline, path: Path) -> dict[str, Tree]:
    """The values of a mapping by their keys."""
    found: dict[str, Tree] = {}
    while not isinstance(event := next(events), MappingEndEvent):
        start = place(event.start_mark)
        if not isinstance(event, ScalarEvent) or event.tag is not None:
            raise outline.fault("a key is not a plain word", "write key: value", start)
        own = outline.key(path, event.value, start)
        found[event.value] = value(next(events), events, outline, own)
    return found
