"""Plots of a training run: the loss curve and the sizes of gradients, in a terminal and as files."""

from __future__ import annotations

from derive.render.plot.files import PLOTS, plot, ready
from derive.render.plot.terminal import ASCII, BRAILLE, Marks, curve

__all__ = ["ASCII", "BRAILLE", "PLOTS", "Marks", "curve", "plot", "ready"]
