"""Backpropagation by hand: worksheets, answer keys and derivations whose every digit can be trusted.

>>> import derive
>>> work = derive.backprop(derive.read("article"))
>>> work["dL/dw[2][1][1]"].text()
'∂L/∂w_31 = ∂L/∂z_3·∂z_3/∂w_31 = ∂L/∂z_3·a_1 ≈ 0.0536·0.5818 ≈ 0.0312'
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from derive.derivation import Derivation, backprop
    from derive.documents import Document, worksheet
    from derive.equation import Equation
    from derive.equations import Equations
    from derive.errors import DeriveError, EngineError, FileError, InputError
    from derive.excerpts import fragments
    from derive.figures import Figure, figure
    from derive.lecture import Slides, slides
    from derive.models import from_model
    from derive.problem import Problem
    from derive.proof import Proof, Report, check
    from derive.reading import read, starters
    from derive.render.plot import plot
    from derive.training import Training, train

__version__ = "0.1.0"
__all__ = [
    "Derivation", "DeriveError", "Document", "EngineError", "Equation", "Equations", "Figure", "FileError",
    "InputError", "Problem", "Proof", "Report", "Slides", "Training",
    "backprop", "check", "figure", "fragments", "from_model", "plot", "read", "slides", "starters", "train",
    "worksheet",
]  # fmt: skip

HOMES = {
    "derive.derivation": ("Derivation", "backprop"),
    "derive.equation": ("Equation",),
    "derive.equations": ("Equations",),
    "derive.documents": ("Document", "worksheet"),
    "derive.errors": ("DeriveError", "EngineError", "FileError", "InputError"),
    "derive.excerpts": ("fragments",),
    "derive.figures": ("Figure", "figure"),
    "derive.lecture": ("Slides", "slides"),
    "derive.models": ("from_model",),
    "derive.problem": ("Problem",),
    "derive.proof": ("Proof", "Report", "check"),
    "derive.reading": ("read", "starters"),
    "derive.render.plot": ("plot",),
    "derive.training": ("Training", "train"),
}
HOME_OF = {name: home for home, names in HOMES.items() for name in names}


def __getattr__(name: str) -> object:
    # only what is asked for is imported, so that `import derive` costs nothing
    if name not in HOME_OF:
        raise AttributeError(f"module 'derive' has no attribute {name!r}")
    return getattr(import_module(HOME_OF[name]), name)


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
