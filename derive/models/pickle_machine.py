"""What a pickle's instructions work on: a stack, and a tree of what it names, none of which is imported or called."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from derive.errors import InputError
from derive.formula.numeral import shortened

UNREAD = "trust no such file; ask for one that holds weights alone"
MARK = object()

# What pickles of tensors and layers may ask to be called. None of it is: the name and the arguments are kept.
CALLS = frozenset(
    "collections.OrderedDict builtins.set __builtin__.set builtins.frozenset __builtin__.frozenset _codecs.encode "
    "copyreg._reconstructor copy_reg._reconstructor torch._utils._rebuild_parameter torch._utils._rebuild_tensor_v2 "
    "torch.Size torch.device numpy.dtype numpy.core.multiarray.scalar numpy._core.multiarray.scalar".split()
)


@dataclass(frozen=True, slots=True)
class Named:
    """Something the pickle only names: a class, a function."""

    name: str


@dataclass(frozen=True, slots=True)
class Stored:
    """Something that lies outside of the pickle, and what the pickle calls it."""

    id: Any


@dataclass(slots=True)
class Made:
    """What the pickle would make of a class or a function: its name, arguments, state and entries."""

    of: str
    arguments: tuple[Any, ...]
    state: object = None
    items: dict[object, object] = field(default_factory=dict)


class Machine:
    """The stack and the memory of one pickle."""

    def __init__(self) -> None:
        self.stack: list[Any] = []
        self.memo: dict[int, Any] = {}

    def pop(self, count: int) -> tuple[Any, ...]:
        """The last values, which leave the stack."""
        if count > len(self.stack):
            raise ValueError("values are missing in the pickle")
        values = tuple(self.stack[len(self.stack) - count :])
        del self.stack[len(self.stack) - count :]
        return values

    def marked(self) -> tuple[Any, ...]:
        """The values above the last mark, which leave the stack with it."""
        at = next(i for i in range(len(self.stack) - 1, -1, -1) if self.stack[i] is MARK)
        values = tuple(self.stack[at + 1 :])
        del self.stack[at:]
        return values

    def put(self, key: int | None) -> None:
        """Keeps the last value for later."""
        self.memo[len(self.memo) if key is None else key] = self.stack[-1]

    def fill(self, pairs: tuple[Any, ...]) -> None:
        """Puts keys and values into the mapping before them."""
        into = self.stack[-1].items if isinstance(self.stack[-1], Made) else self.stack[-1]
        for key, value in zip(pairs[::2], pairs[1::2], strict=True):
            if not isinstance(key, str | int | float | bool | bytes | None):
                raise ValueError("a key that is no word")
            into[key] = value

    def extend(self, values: tuple[Any, ...]) -> None:
        """Puts values at the end of the list before them."""
        if not isinstance(self.stack[-1], list):
            raise ValueError("values added to no list")
        self.stack[-1].extend(values)

    def call(self) -> None:
        """Notes what would be called, if a model may ask for it."""
        of, arguments = self.pop(2)
        if not isinstance(of, Named) or of.name not in CALLS:
            name = shortened(of.name if isinstance(of, Named) else "something without a name", 60)
            raise InputError.of(f"opening it the usual way would run {name}; nothing was run", UNREAD)
        self.stack.append(Made(of.name, tuple(arguments)))

    def make(self) -> None:
        """Notes an object of a class."""
        of, arguments = self.pop(2)
        self.stack.append(Made(of.name, tuple(arguments)))

    def build(self) -> None:
        """Notes the state of the last object."""
        (state,) = self.pop(1)
        self.stack[-1].state = state

    def name(self, module: object, word: object) -> None:
        """Notes a name, which is not looked up."""
        if not isinstance(module, str) or not isinstance(word, str):
            raise ValueError("a name that is no word")
        self.stack.append(Named(f"{module}.{word}"))
