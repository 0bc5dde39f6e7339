"""A pickle read as an inert tree: its instructions are followed, and nothing that it names is imported or called."""

from __future__ import annotations

import pickletools
from collections.abc import Callable
from typing import Any

from derive.errors import InputError
from derive.models.pickle_machine import MARK, UNREAD, Machine, Stored

MOST_INSTRUCTIONS = 500_000

Instruction = Callable[[Machine, Any], None]


def nothing(machine: Machine, argument: Any) -> None:
    """Frames and versions change nothing."""


def push(value: Callable[[], Any]) -> Instruction:
    """The instruction that puts a new value on the stack."""
    return lambda machine, argument: machine.stack.append(value())


def given(machine: Machine, argument: Any) -> None:
    """Puts the instruction's own argument on the stack."""
    machine.stack.append(argument)


def gathered(count: int) -> Instruction:
    """The instruction that makes a tuple of the last values."""
    return lambda machine, argument: machine.stack.append(machine.pop(count))


# those of protocols 2 to 5; torch.save writes 2
WORDS = (
    "BININT BININT1 BININT2 LONG1 LONG4 BINFLOAT BINUNICODE SHORT_BINUNICODE BINUNICODE8 BINBYTES SHORT_BINBYTES "
    "BINBYTES8"
)
INSTRUCTIONS: dict[str, Instruction] = {
    **dict.fromkeys(("PROTO", "FRAME", "STOP"), nothing),
    **dict.fromkeys(WORDS.split(), given),
    **dict.fromkeys(("BINPUT", "LONG_BINPUT", "MEMOIZE"), Machine.put),
    **dict.fromkeys(("BINGET", "LONG_BINGET"), lambda machine, key: machine.stack.append(machine.memo[key])),
    "NONE": push(lambda: None),
    "NEWTRUE": push(lambda: True),
    "NEWFALSE": push(lambda: False),
    "MARK": push(lambda: MARK),
    "EMPTY_DICT": push(dict),
    "EMPTY_LIST": push(list),
    "EMPTY_SET": push(list),
    "EMPTY_TUPLE": gathered(0),
    "TUPLE1": gathered(1),
    "TUPLE2": gathered(2),
    "TUPLE3": gathered(3),
    "TUPLE": lambda machine, argument: machine.stack.append(machine.marked()),
    "APPEND": lambda machine, argument: machine.extend(machine.pop(1)),
    "APPENDS": lambda machine, argument: machine.extend(machine.marked()),
    "ADDITEMS": lambda machine, argument: machine.extend(machine.marked()),
    "SETITEM": lambda machine, argument: machine.fill(machine.pop(2)),
    "SETITEMS": lambda machine, argument: machine.fill(machine.marked()),
    "GLOBAL": lambda machine, names: machine.name(*names.split(" ", 1)),
    "STACK_GLOBAL": lambda machine, argument: machine.name(*machine.pop(2)),
    "BINPERSID": lambda machine, argument: machine.stack.append(Stored(*machine.pop(1))),
    "REDUCE": lambda machine, argument: machine.call(),
    "NEWOBJ": lambda machine, argument: machine.make(),
    "BUILD": lambda machine, argument: machine.build(),
}


def read_pickle(data: bytes) -> object:
    """What a pickle holds; InputError for what no model needs, ValueError and its like where it is damaged."""
    machine = Machine()
    for count, (code, argument, _) in enumerate(pickletools.genops(data)):
        if code.name not in INSTRUCTIONS:
            raise InputError.of(f"its pickle has the instruction {code.name}, which no model needs", UNREAD)
        if count > MOST_INSTRUCTIONS:
            raise InputError.of(f"its pickle has more than {MOST_INSTRUCTIONS} instructions", "give a smaller network")
        INSTRUCTIONS[code.name](machine, argument)
    return machine.stack.pop()
