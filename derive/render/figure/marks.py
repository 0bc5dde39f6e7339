"""What changes in a figure from step to step, while its layout stays."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Marks:
    """What is lit, and which values are written at the nodes, both by the ids of quantities; values are LaTeX.

    A node has the id of x[i], a[l][j], L or of a name of a graph, an edge that of its weight w[l][j][i].
    """

    lit: frozenset[str] = frozenset()
    known: Mapping[str, str] = field(default_factory=dict)

    def lights(self, start: str) -> bool:
        """Whether an id is lit that begins so, such as that of any weight of a layer: w[2]."""
        return any(id.startswith(start) for id in self.lit)


NOTHING = Marks()
