"""What a user's formula says, as small frozen tuples: no SymPy, no Python code."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Number:
    """A number exactly as it was written."""

    value: Fraction


@dataclass(frozen=True, slots=True)
class Name:
    """A variable, or the circle's number `pi`."""

    name: str


@dataclass(frozen=True, slots=True)
class Call:
    """An operation (`+ - * / **`, `neg`) or a function, applied to its parts in the author's order."""

    function: str
    parts: tuple[Tree, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """One side against the other: `z > 0`."""

    sign: str
    left: Tree
    right: Tree


@dataclass(frozen=True, slots=True)
class Choice:
    """`yes` where the comparison holds, `no` elsewhere."""

    yes: Tree
    when: Comparison
    no: Tree


Tree = Number | Name | Call | Choice
Node = Tree | Comparison


def children(node: Node) -> tuple[Node, ...]:
    """The nodes directly below a node."""
    if isinstance(node, Call):
        return node.parts
    if isinstance(node, Choice):
        return (node.yes, node.when, node.no)
    return (node.left, node.right) if isinstance(node, Comparison) else ()


def every(node: Node) -> Iterator[tuple[Node, int]]:
    """Each node of a tree with its depth, the top being 1."""
    stack = [(node, 1)]
    while stack:
        each, depth = stack.pop()
        yield each, depth
        stack.extend((child, depth + 1) for child in children(each))


def names(node: Node) -> frozenset[str]:
    """The names that occur in a tree."""
    return frozenset(each.name for each, _ in every(node) if isinstance(each, Name))
