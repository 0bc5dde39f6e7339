"""A document of one page that is just as large as the picture on it, its preamble the same for all of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from derive.render.characters import PREAMBLE
from derive.render.press.precompiled import SAME_ABOVE
from derive.render.tex import fill


def single_page(template: str, width: str, height: str, drawn: Mapping[str, Any]) -> str:
    """The template filled with what is drawn, on a page of this size, told with its units."""
    return fill(template, {"characters": PREAMBLE, "same_above": SAME_ABOVE, "width": width, "height": height, **drawn})
