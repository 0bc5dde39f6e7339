"""A picture as a LaTeX document of one page, drawn in TikZ."""

from __future__ import annotations

from derive.render.escape import escape
from derive.render.plot.picture import Path, Picture, Point, Shape, Text, corners, powered
from derive.render.single_page import single_page

ANCHORS = {"start": "base west", "middle": "base", "end": "base east"}


def tex(picture: Picture) -> str:
    """The whole document."""
    shapes = [drawn(shape) for shape in picture.shapes]
    return single_page("plot.tex", f"{picture.width:g}bp", f"{picture.height:g}bp", {"shapes": shapes})


def drawn(shape: Shape) -> str:
    """One shape; the page's coordinates run down, as the picture's do."""
    if isinstance(shape, Text):
        return text(shape)
    if isinstance(shape, Path):
        return rf"\draw[{colour(shape)}, line width={shape.width:g}bp] {places(shape.points)};"
    if shape.shape == "circle":
        return rf"\fill[{colour(shape)}] {place(shape.at)} circle[radius={shape.radius:g}bp];"
    return rf"\fill[{colour(shape)}] {places(corners(shape))} -- cycle;"


def text(shape: Text) -> str:
    """A line of text."""
    turned = ", rotate=90" if shape.upright else ""
    font = rf"\fontsize{{{shape.size:g}bp}}{{{shape.size:g}bp}}\selectfont" + (r"\bfseries" if shape.bold else "")
    options = f"anchor={ANCHORS[shape.anchor]}, {colour(shape)}, font={font}{turned}"
    return rf"\node[{options}] at {place(shape.at)} {{{inner(shape)}}};"


def inner(shape: Text) -> str:
    """What is written, a power of ten raised."""
    if not shape.number:
        return escape(shape.text)
    digits, power = map(escape, powered(shape.text))
    return rf"{digits}\textsuperscript{{{power}}}" if power else digits


def colour(shape: Shape) -> str:
    """The colour of a shape."""
    red, green, blue = (int(shape.colour[i : i + 2], 16) for i in (0, 2, 4))
    return f"color={{rgb,255:red,{red};green,{green};blue,{blue}}}"


def place(point: Point) -> str:
    """A point."""
    return f"({point[0]:.2f},{point[1]:.2f})"


def places(points: tuple[Point, ...]) -> str:
    """A line through points."""
    return " -- ".join(map(place, points))
