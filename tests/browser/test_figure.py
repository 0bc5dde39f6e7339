"""Figures as a browser draws them: no two lines of text touch, and none runs out of its box or circle."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import pytest

from derive import figure
from derive.render.figure.shows import SHOWS
from tests.render.test_figure import common_area
from tests.render.test_figures import DRAWN

# of each text its corners on the screen; letters and digits leave a fifth of their line free above and below
MEASURE = """() => [...document.querySelectorAll("text")].map(text => {
  const box = text.getBBox(), to = text.getScreenCTM(), free = 0.2 * parseFloat(text.getAttribute("font-size"));
  const [top, bottom] = [box.y + free, box.y + box.height - free];
  return [[box.x, top], [box.x + box.width, top], [box.x + box.width, bottom], [box.x, bottom]].map(([x, y]) => {
    const point = new DOMPoint(x, y).matrixTransform(to);
    return [point.x, point.y];
  });
})"""
INSIDE = """() => [...document.querySelectorAll("text")].map(text => {
  const box = text.getBBox();
  const holds = each => { const around = each.getBBox();
    return around.x <= box.x && box.x + box.width <= around.x + around.width; };
  const under = [...document.querySelectorAll("circle, rect:not(.paper)")].filter(each => {
    const around = each.getBBox(), x = box.x + box.width / 2, y = box.y + box.height / 2;
    return around.x < x && x < around.x + around.width && around.y < y && y < around.y + around.height; });
  return [text.textContent, under.length, under.some(holds)];
})"""


@pytest.mark.parametrize(("name", "show"), [(name, show) for name in DRAWN for show in SHOWS])
def test_no_two_lines_of_text_touch_and_each_keeps_within_its_box(chromium: Any, name: str, show: str) -> None:
    page = chromium.new_page()
    page.set_content(figure(DRAWN[name], show).svg())
    texts, homes = page.evaluate(MEASURE), page.evaluate(INSIDE)
    page.close()
    assert len(texts) == len(homes) > 4
    for one, other in combinations(texts, 2):
        assert common_area(one, other) < 0.5, (one, other)
    assert not [text for text, under, holds in homes if under and not holds]
