"""The few kinds of lines that a compiled function is made of, as Python's own syntax tree."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from functools import reduce
from types import CodeType, FunctionType
from typing import Any

LOAD, STORE = ast.Load(), ast.Store()
AT: Any = {"lineno": 1, "col_offset": 0}  # where a line stands, which Python wants to know of every node


def name(of: str) -> ast.expr:
    """A variable or function that is read."""
    return ast.Name(of, LOAD, **AT)


def constant(value: float) -> ast.expr:
    """A number."""
    return ast.Constant(value, **AT)


def call(function: str, *arguments: ast.expr) -> ast.expr:
    """A function of some values."""
    return ast.Call(name(function), list(arguments), [], **AT)


def joined(left: ast.expr, sign: ast.operator, right: ast.expr) -> ast.expr:
    """Two values and the operation between them."""
    return ast.BinOp(left, sign, right, **AT)


def multiplied(values: Sequence[ast.expr]) -> ast.expr:
    """The product of some values."""
    return reduce(lambda left, right: joined(left, ast.Mult(), right), values)


def negative(value: ast.expr) -> ast.expr:
    """Minus a value."""
    return ast.UnaryOp(ast.USub(), value, **AT)


def compared(left: ast.expr, sign: ast.cmpop, right: ast.expr) -> ast.expr:
    """Whether two values stand so to each other."""
    return ast.Compare(left, [sign], [right], **AT)


def either(when: ast.expr, yes: ast.expr, no: ast.expr) -> ast.expr:
    """One value or the other."""
    return ast.IfExp(when, yes, no, **AT)


def assigned(to: str, value: ast.expr) -> ast.stmt:
    """to = value."""
    return ast.Assign([ast.Name(to, STORE, **AT)], value, **AT)


def unpacked(to: Sequence[str], source: str) -> list[ast.stmt]:
    """(to, to, …) = source; nothing where there is nothing to unpack."""
    names: list[ast.expr] = [ast.Name(each, STORE, **AT) for each in to]
    return [ast.Assign([ast.Tuple(names, STORE, **AT)], name(source), **AT)] if names else []


def branched(when: ast.expr, yes: list[ast.stmt], no: list[ast.stmt]) -> ast.stmt:
    """Some lines or the others."""
    return ast.If(when, yes, no, **AT)


def raised(error: str) -> ast.stmt:
    """raise error."""
    return ast.Raise(name(error), **AT)


def returned(values: Sequence[ast.expr]) -> ast.stmt:
    """return (value, value, …)."""
    return ast.Return(ast.Tuple(list(values), LOAD, **AT), **AT)


def function(arguments: Sequence[str], body: Sequence[ast.stmt], known: Mapping[str, object]) -> FunctionType:
    """A function of these arguments and lines, which knows these names and nothing else."""
    taken = ast.arguments([], [ast.arg(each, **AT) for each in arguments], None, [], [], None, [])
    whole = ast.FunctionDef("computed", taken, list(body), [], **AT)
    module = compile(ast.Module([whole], []), "<derive>", "exec")
    code = next(each for each in module.co_consts if isinstance(each, CodeType))
    return FunctionType(code, {"__builtins__": {}, **known})
