"""The optimizers in numpy, a row each: what becomes of a parameter and of what is remembered of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from derive.witness.doubles import Array, Doubles, named
from derive.witness.rounding_error import Shake

DECAYING = ("w", "u", "wq", "wk", "wv", "gamma")  # the kinds of parameters that decay: weights, no biases
Numbers = Callable[[str], float]     # the learning rate and the optimizer's own numbers, by their ids
Arrays = Mapping[str, Array]


@dataclass(frozen=True, slots=True)
class Optimizer:
    """One row: the letters of what is remembered, and step(w, g, remembered, numbers), new ones by letter."""

    remembers: str
    step: Callable[[Array, Array, Arrays, Numbers], dict[str, Array]]


def momentum(w: Array, g: Array, old: Arrays, number: Numbers) -> dict[str, Array]:
    """The velocity, and a step of it (Polyak 1964)."""
    v = number("mu") * old["v"] + number("eta") * g
    return {"v_new": v, "w_new": w - v}


def nesterov(w: Array, g: Array, old: Arrays, number: Numbers) -> dict[str, Array]:
    """The velocity, and a step to where it leads next (Sutskever and others 2013)."""
    v = number("mu") * old["v"] + number("eta") * g
    return {"v_new": v, "w_new": w - (number("mu") * v + number("eta") * g)}


def scaled(w: Array, g: Array, s: Array, number: Numbers) -> Array:
    """A step divided by the root of the squares."""
    return w - number("eta") * g / (np.sqrt(s) + number("epsilon"))


def adagrad(w: Array, g: Array, old: Arrays, number: Numbers) -> dict[str, Array]:
    """The squares added up (Duchi, Hazan, Singer 2011)."""
    s = old["s"] + g**2
    return {"s_new": s, "w_new": scaled(w, g, s, number)}


def rmsprop(w: Array, g: Array, old: Arrays, number: Numbers) -> dict[str, Array]:
    """The squares averaged (Hinton 2012)."""
    s = number("rho") * old["s"] + (1.0 - number("rho")) * g**2
    return {"s_new": s, "w_new": scaled(w, g, s, number)}


def adam(w: Array, g: Array, old: Arrays, number: Numbers) -> dict[str, Array]:
    """Both moments averaged, each divided by what its average has gathered so far (Kingma and Ba 2015)."""
    m = number("beta[1]") * old["m"] + (1.0 - number("beta[1]")) * g
    s = number("beta[2]") * old["s"] + (1.0 - number("beta[2]")) * g**2
    m_hat, s_hat = m / (1.0 - number("beta[1]") ** number("t")), s / (1.0 - number("beta[2]") ** number("t"))
    return {"m_new": m, "s_new": s, "m_hat": m_hat, "s_hat": s_hat, "w_new": scaled(w, m_hat, s_hat, number)}


OPTIMIZERS: dict[str, Optimizer] = {
    "sgd": Optimizer("", lambda w, g, old, number: {"w_new": w - number("eta") * g}),
    "momentum": Optimizer("v", momentum),
    "nesterov": Optimizer("v", nesterov),
    "adagrad": Optimizer("s", adagrad),
    "rmsprop": Optimizer("s", rmsprop),
    "adam": Optimizer("ms", adam),
}


def updated(
    doubles: Doubles, kind: str, layer: int | None, w: Array, gradient: Array, shake: Shake
) -> dict[str, float]:
    """What becomes of a layer's parameters of one kind, and of what is remembered of them, by id."""
    row = OPTIMIZERS[doubles.problem.optimizer]
    decay = doubles.nearest("lambda") if kind in DECAYING and "lambda" in doubles.numbers else 0.0
    g = shake(gradient + decay * w)
    old = {letter: shake(doubles.array(f"{letter}_{kind}", w.shape, layer)) for letter in row.remembers}
    found = {"g": g, **row.step(w, g, old, doubles.nearest)}
    return {id: number for name, each in found.items() for id, number in named(called(name, kind), each, layer).items()}


def called(letter: str, kind: str) -> str:
    """What a letter of an update is called: w_new is `b_new` for biases, v_new `v_b_new`, m_hat `m_hat_b`."""
    stem = letter.removesuffix("_new")
    name = kind if stem == "w" else f"{stem}_{kind}"
    return name if stem == letter else f"{name}_new"
