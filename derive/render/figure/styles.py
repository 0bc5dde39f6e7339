"""How each kind of shape looks: colours, line, tip; widths and dashes of lines in points, all else in millimetres."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

# Blue and vermilion stay apart to colour-blind eyes (Okabe and Ito 2008); what is lit has a thicker line as well.
COLOURS = {"ink": "1F2933", "accent": "1F5FA8", "soft": "EEF3F9", "lit": "D55E00", "white": "FFFFFF"}
MM_PER_POINT = 0.35146


@dataclass(frozen=True, slots=True)
class Style:
    """One kind of shape; what is not told is its parent's."""

    parent: str = ""
    round: bool = False              # a circle
    draw: str = ""                   # a colour, or a part of one beside white: "ink!45"
    fill: str = ""
    width: float = 0.0
    dash: tuple[float, ...] = ()
    corner: float = 0.0
    tip: tuple[float, float] | None = None  # length and width of the arrow's end
    more: str = ""                   # what else TikZ must know

    def over(self, other: Style) -> Style:
        """This style where it tells something, the other elsewhere."""
        told = {row.name: value for row in fields(self) if (value := getattr(self, row.name))}
        return replace(other, **told)


Styles = dict[str, Style]
BOX = "inner sep=0pt, align=center"
LIT: Styles = {
    "lit node": Style(draw="lit", fill="lit!16", width=1.8),
    "lit edge": Style(draw="lit", width=1.5, tip=(2.6, 2.2)),
    "lit value": Style(fill="lit!16"),
}
NETWORK: Styles = {
    "neuron": Style(round=True, draw="accent", fill="soft", width=0.7),
    "input": Style("neuron", draw="ink!75", fill="white"),
    "output": Style("neuron", width=1.2),
    "edge": Style(draw="ink!45", width=0.4, tip=(1.8, 1.25)),
    "dense": Style(draw="ink!40", width=0.3, tip=(1.3, 0.9)),
    "shared": Style(draw="accent!70", width=0.5, dash=(2, 1.6), corner=2),
    "value": Style(fill="white"),
}
CHART: Styles = {
    "item": Style(draw="accent", fill="soft", width=0.7, corner=1.2, more=BOX),
    "source": Style("item", draw="ink!75", fill="white"),
    "target": Style("item", width=1.2),
    "edge": Style(draw="ink!45", width=0.4, corner=1.5, tip=(1.8, 1.25)),
    "label": Style(fill="white", more=r"inner sep=.5mm, font=\fontsize{8}{8}\selectfont"),
}


def whole(styles: Styles, *names: str) -> Style:
    """The style of these names, a later one over an earlier one, with all that their parents tell."""
    found = Style()
    for name in names:
        own = styles[name]
        found = own.over(whole(styles, own.parent) if own.parent else found)
    return found


def rgb(colour: str) -> str:
    """A colour in six digits: of "ink!45", 45 parts of ink and 55 of white."""
    name, _, part = colour.partition("!")
    share = int(part or 100) / 100
    channels = (int(COLOURS[name][i : i + 2], 16) for i in (0, 2, 4))
    return "".join(f"{round(share * channel + (1 - share) * 255):02X}" for channel in channels)
