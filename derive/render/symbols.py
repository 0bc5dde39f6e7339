"""Symbols and the marks on them: letters, indices, what is raised; the letters that no notation changes."""

from __future__ import annotations

import re

from derive.layers import Network, Shape
from derive.quantity import Quantity
from derive.reading.symbols import LETTERS as GREEK

# how a kind of quantity is written, where that is not its own name; what stands below comes before the indices
LETTERS: dict[str, str] = {
    "mean": r"\mu", "variance": r"(\sigma^2)", "normal": r"\hat{x}", "gamma": r"\gamma", "beta": r"\beta",
    "epsilon": r"\varepsilon", "rate": "r", "mask": "m", "wq": "w_q", "wk": "w_k", "wv": "w_v",
}  # fmt: skip
NAME_AND_DIGITS = re.compile(r"(.*?)(\d*)")
RAISED = re.compile(r"([^_^]+)\^(\{[^{}]*\})(.*)")
# what an optimizer keeps of a parameter, which stands below it: the velocity of w
KEPT = {"g": "g", "v": "v", "m": "m", "s": "s", "m_hat": r"\hat{m}", "s_hat": r"\hat{s}"}
# what is called the same in every notation
GENERAL = {
    "mu": r"\mu", "rho": r"\rho", "beta[1]": r"\beta_{1}", "beta[2]": r"\beta_{2}", "epsilon": r"\varepsilon",
    "lambda": r"\lambda", "m_hat": KEPT["m_hat"], "s_hat": KEPT["s_hat"],
}  # fmt: skip


def parameter_of(quantity: Quantity) -> Quantity | None:
    """The parameter that an optimizer keeps this of; None for other quantities."""
    letter, _, kind = quantity.kind.rpartition("_")
    return Quantity(kind, quantity.index) if letter in KEPT and quantity.id not in GENERAL else None


def kept_of(letter: str, parameter: str) -> str:
    """The letter with a parameter's symbol below it; what is raised on that is raised on the letter."""
    found = RAISED.fullmatch(parameter)
    return rf"{letter}^{found[2]}_{{{found[1]}{found[3]}}}" if found else rf"{letter}_{{{parameter}}}"


def sample_mark(quantity: Quantity) -> str:
    """The mark of a sample, raised in angle brackets since round ones count layers."""
    return rf"\langle {quantity.sample}\rangle"


def raised(symbol: str, mark: str) -> str:
    """The symbol with a mark above: behind what stands there, if anything does."""
    if "^" not in symbol:
        return f"{symbol}^{{{mark}}}"
    found = re.sub(r"\^\{([^{}]*)\}", lambda match: f"^{{{match[1]}{mark}}}", symbol, count=1)
    return found if found != symbol else f"{{{symbol}}}^{{{mark.removeprefix(chr(92) + ',')}}}"


def letter(name: str) -> str:
    """A name of a graph as a symbol: w1 is w with an index, alpha is α, longer names stand upright."""
    word, digits = NAME_AND_DIGITS.fullmatch(name).groups()  # type: ignore[union-attr]
    greek = word.lower() in GREEK and word not in {"Alpha", "Beta", "omicron"}
    symbol = word if len(word) == 1 else f"\\{word}" if greek else rf"\mathrm{{{word}}}"
    return f"{symbol}_{{{digits}}}" if digits else symbol


def extents(network: Network, quantity: Quantity) -> Shape:
    """How many values each index of a quantity takes, that of its layer left out."""
    if quantity.kind == "x":
        return network.inputs
    layer = quantity.index[0]
    tensors = network.layers[layer - 1].tensors(network.shapes[layer - 1])
    return tensors.get(quantity.kind, network.shapes[layer])


def on_grid(index: Shape, places: int, extent: Shape) -> str:
    """The filter and the channel, where there are several, and behind commas the place: 2,13."""
    return ",".join([*leading(index, places, extent), together(index[-places:])])


def leading(index: Shape, places: int, extent: Shape) -> list[str]:
    """The filter and the channel, where there are several."""
    return [str(i) for i, count in zip(index[:-places], extent, strict=False) if count > 1]


def together(index: Shape) -> str:
    """Indices side by side, with commas where they could be misread."""
    return ("" if all(i < 10 for i in index) else ",").join(map(str, index))


def pair(first: int, second: int) -> str:
    """Two indices side by side, with a comma where they could be misread."""
    return together((first, second))
