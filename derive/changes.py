"""What changed between two derivations: what stands in their problem files, and the results."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from derive.arithmetic import Number
from derive.derivation import Derivation
from derive.formula.numeral import shortened

NOTHING = object()                   # what stands where nothing stands
MOST = 12                            # changes that are told one by one


def changes(before: Derivation, after: Derivation) -> list[str]:
    """Each value or setting that changed, then how many results did, a line each."""
    told = list(differences(before.given.written, after.given.written))
    more = [f"and {len(told) - MOST} more"] if len(told) > MOST else []
    return [*(told[:MOST] or ["no value or setting changed"]), *more, *results(before, after)]


def differences(before: object, after: object, path: str = "") -> Iterator[str]:
    """Where two trees differ: `data.inputs[1]: 0.1 -> 0.2`."""
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        for key in dict.fromkeys((*before, *after)):
            place = f"{path}.{key}" if path else str(key)
            yield from differences(before.get(key, NOTHING), after.get(key, NOTHING), place)
    elif isinstance(before, list) and isinstance(after, list):
        for i in range(max(len(before), len(after))):
            old, new = (each[i] if i < len(each) else NOTHING for each in (before, after))
            yield from differences(old, new, f"{path}[{i}]")
    elif before != after:
        yield f"{shortened(path, 80)}: {said(before)} -> {said(after)}"


def said(value: object) -> str:
    """A value or a setting in a few characters."""
    if value is NOTHING:
        return "nothing"
    if isinstance(value, Mapping):
        return "{" + ", ".join(map(str, value)) + "}" if len(value) < 4 else f"{len(value)} keys"
    return f"a list of {len(value)}" if isinstance(value, list) else shortened(str(value))


def results(before: Derivation, after: Derivation) -> Iterator[str]:
    """How many results are others than before, and how many are gone."""
    old, new = numbers(before), numbers(after)
    other = sum(value != old.get(id) for id, value in new.items())
    yield f"{other} of {len(new)} results changed"
    if gone := len(old.keys() - new.keys()):
        yield f"{gone} are gone"


def numbers(work: Derivation) -> dict[tuple[int, str], Number | None]:
    """The result of each equation of each update."""
    return {(step.step, each.of.id): step.value(each.of.id) for step in work.steps for each in step.statements}
