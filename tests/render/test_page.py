"""Pages for a browser: well formed, whole in themselves, and a student's without the answers."""

from __future__ import annotations

import base64
import hashlib
import re
from bisect import bisect_left
from collections.abc import Iterator
from fractions import Fraction
from functools import lru_cache
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
import pytest

import derive
from derive.render.formats import FORMATS
from derive.render.media import HTML
from derive.render.page.fence import ROUNDS, key
from derive.rounding import Rounding, shown
from tests.render.test_sheet import TEMPLATES
from tests.small import small

PAGES = ("page", "solution")
HOSTILE = "</title><script>alert(1)</script> \" onload='x' & <<x>> {{ x }}"


@lru_cache(maxsize=2)
def derived(starter: str) -> derive.Derivation:
    return derive.backprop(derive.read(starter))


@lru_cache(maxsize=4)
def text(starter: str, page: str) -> str:
    sheet = derive.worksheet(derived(starter))
    return (sheet if page == "page" else sheet.answers()).html()


def parsed(page: str) -> Element:
    """The page as a tree; html5lib's strict parser refuses whatever the standard calls an error."""
    return html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(page)


def attributes(tree: Element, name: str) -> list[str]:
    return [each.attrib[name] for each in tree.iter() if name in each.attrib]


EVERY = [(starter, page) for starter in derive.starters() for page in PAGES]


@pytest.mark.parametrize(("starter", "page"), EVERY)
def test_every_page_is_well_formed_and_its_links_lead_somewhere(starter: str, page: str) -> None:
    tree = parsed(text(starter, page))
    ids = attributes(tree, "id")
    assert len(ids) == len(set(ids)) > 5
    links = attributes(tree, "href")
    assert len(links) > 5 and all(link.startswith("#") and link[1:] in ids for link in links)
    for name in ("for", "aria-labelledby", "aria-describedby"):
        assert set(" ".join(attributes(tree, name)).split()) <= set(ids)
    tasks = [f"task-{task.number}" for section in derived(starter).sections for task in section.tasks]
    assert set(tasks) <= set(ids)


@pytest.mark.parametrize("page", PAGES)
def test_nothing_is_fetched_and_only_the_pages_own_style_and_program_run(page: str) -> None:
    source = text("article", page)
    tree = parsed(source)
    assert "http" not in re.sub(r'xmlns="[^"]*"', "", source.replace("http-equiv", ""))
    assert not attributes(tree, "src") and not attributes(tree, "style")
    assert not [name for each in tree.iter() for name in each.attrib if name.startswith("on")]
    [policy] = [each.attrib["content"] for each in tree.iter("meta") if "http-equiv" in each.attrib]
    for element, directive in (("style", "style-src"), ("script", "script-src")):
        [inside] = [each.text for each in tree.iter(element)]
        digest = base64.b64encode(hashlib.sha256(inside.encode()).digest()).decode()
        assert f"{directive} 'sha256-{digest}';" in policy
    assert policy.startswith("default-src 'none';") and "unsafe" not in policy


@pytest.mark.parametrize("page", PAGES)
def test_users_words_stay_words(page: str) -> None:
    problem = small(title=HOSTILE, source=HOSTILE, network__inputs=["<b>&'\""])
    sheet = derive.worksheet(derive.backprop(derive.read(problem)))
    source = (sheet if page == "page" else sheet.answers()).html()
    tree = parsed(source)
    assert "".join(tree.find("head/title").itertext()).startswith(HOSTILE)
    assert "".join(tree.find("body/header/h1").itertext()) == HOSTILE
    assert "alert(1)" not in "".join(each.text for each in tree.iter("script"))
    assert len(list(tree.iter("script"))) == 1 and "(<b>&'\")" in "".join(tree.itertext())


def results(work: derive.Derivation) -> Iterator[tuple[str, str]]:
    """Every printed result of more than two digits (a short number may stand anywhere), and the same with one more."""
    for step in work.steps:
        for equation in step.equations:
            result = equation.line.result.text if equation.number and equation.line and not equation.general else ""
            if len(result.partition("e")[0].replace(".", "").lstrip("-0")) > 2:
                longer = shown(step.numbers[equation.id], step.problem.rounding, 1).text
                yield result.lstrip("-"), longer.lstrip("-")


@lru_cache(maxsize=4)
def beginnings(page: str) -> list[str]:
    """Whatever in a page begins with a digit, and not within a word or a number, in alphabetical order."""
    return sorted(set(re.findall(r"(?<![\w.])(?=(\d[\w./]*))", page)))


def stands_in(page: str, number: str) -> bool:
    """Whether a number, by itself or at the beginning of a longer one, is written anywhere in a page."""
    mantissa, _, power = number.partition("e")
    next_to = beginnings(page)[bisect_left(beginnings(page), mantissa) :][:1]
    return any(each.startswith(mantissa) for each in next_to) and (not power or power in page)


def test_a_number_at_the_beginning_of_a_longer_one_is_seen() -> None:
    page = "<p>0.58 = 1/0.3125-7.25e3</p> a0.91 2.0.44 x/12"
    asked = ("0.58", "0.31", "7.25e3", "7.25e6", "0.91", "0.44", "0.582", "1/0.3", "12", "1/3")
    assert [number for number in asked if stands_in(page, number)] == ["0.58", "0.31", "7.25e3", "1/0.3", "12"]


@pytest.mark.parametrize("form", ["delta", "chain", "matrix"])
def test_a_page_in_another_form_is_well_formed_and_tells_no_answer(form: str) -> None:
    work = derived("article")
    sheet = derive.worksheet(work, form=form)
    for page in (sheet.html(), sheet.answers().html()):
        ids = attributes(parsed(page), "id")
        assert len(ids) == len(set(ids)) and set(attributes(parsed(page), "href")) <= {f"#{id}" for id in ids}
    assert stands_in(sheet.answers().html(), "0.0312") and not stands_in(sheet.html(), "0.0312")
    asked = attributes(parsed(sheet.html()), "data-question")
    assert len(asked) == sum(len(task.statements) for _, sections in sheet.steps() for section in sections[1:]
                             for task in section.tasks)


@pytest.mark.parametrize("starter", derive.starters())
def test_no_answer_stands_in_a_students_page(starter: str) -> None:
    work, page, solution = derived(starter), text(starter, "page"), text(starter, "solution")
    given = {shown(value, Rounding(16, "figures")).text.lstrip("-") for value in work.given.given.values()}
    secrets = [pair for pair in results(work) if not given & set(pair)]
    assert all(stands_in(solution, result) for result, _ in secrets if "/" not in result)
    own = re.sub(r"<(style|script)>.*?</\1>", "", page, flags=re.S)  # those are the same whatever the problem
    assert not [each for pair in secrets for each in pair if stands_in(own, each)]


@pytest.mark.parametrize("starter", derive.starters())
def test_the_style_knows_the_colours_of_the_figure(starter: str) -> None:
    """What is light on paper would otherwise stay light where letters are light too."""
    style = (TEMPLATES / "parts/page/page.css").read_text("utf-8")
    figure = re.findall(r"<svg.*?</svg>", text(starter, "page"), re.S)
    assert len(figure) == (starter != "lstm")  # its graph is too large for one
    fills = set(re.findall(r'<(?:rect|circle|text)[^>]*? fill="(#\w+)"', "".join(figure)))
    assert all(f'.figure [fill="{colour}"]' in style for colour in fills)
    assert ("<figcaption>A " in text(starter, "page")) == bool(figure)


def field(page: str, id: str) -> dict[str, str]:
    [found] = [each.attrib for each in parsed(page).iter("div") if each.attrib.get("id") == f"field-{id}"]
    return found


def hashed(page: str, question: str, answer: str) -> str:
    salt = re.search(r'data-salt="(\w+)"', page)[1]
    return hashlib.pbkdf2_hmac("sha256", answer.encode(), (salt + question.ljust(12)).encode(), ROUNDS).hex()[:16]


def test_right_and_nearly_right_answers_are_known_by_their_hashes() -> None:
    """Equation (10) of the article is 1.0412; from the rounded activations 0.5818 and 0.6434 it comes out as 1.0413."""
    page = text("article", "page")
    found = field(page, "10-1")
    assert found["data-right"] == hashed(page, "10-1", "10412e-4")
    assert found["data-near"] == hashed(page, "10-1", "10413e-4")
    assert hashed(page, "11-1", "10412e-4") != found["data-right"]


def test_a_page_is_the_same_every_time_and_another_problem_has_another_salt() -> None:
    assert derive.worksheet(derive.backprop(derive.read("article"))).html() == text("article", "page")
    salts = {re.search(r'data-salt="(\w+)"', text(name, "page"))[1] for name in ("article", "deck", "xor")}
    assert len(salts) == 3


@pytest.mark.parametrize(
    ("number", "expected"),
    [("0.0312", "312e-4"), ("-0.5", "-5e-1"), ("1200", "12e2"), ("0", "0"), ("3.20e-5", "32e-6")],
)  # fmt: skip
def test_a_number_is_compared_in_one_way(number: str, expected: str) -> None:
    assert key(shown(Fraction(number), Rounding(4, "figures"))) == expected


def test_a_symbolic_problem_has_nothing_to_type() -> None:
    tree = parsed(text("summary", "page"))
    assert not list(tree.iter("input")) and not list(tree.iter("form"))
    assert "No numbers are given" in "".join(tree.itertext())


def test_a_part_of_a_sheet_says_what_it_needs_of_the_rest() -> None:
    sheet = derive.worksheet(derived("article"), only="16-18")
    for page in (sheet.html(), sheet.answers().html()):
        ids = attributes(parsed(page), "id")
        assert {"task-15", "task-16", "task-18"} <= set(ids) and "task-12" not in ids


def values(page: str) -> dict[str, Any]:
    sheet = derive.worksheet(derived("article"))
    return FORMATS[page].values((sheet if page == "page" else sheet.answers())._content(HTML))


def test_every_value_the_page_asks_for_is_given_to_it() -> None:
    text = "".join((TEMPLATES / file).read_text("utf-8") for file in ("page.html", "parts/page.html"))
    asked = set(re.findall(r"\bdoc\.(\w+)", text))
    assert len(asked) > 10
    for page in PAGES:
        assert asked <= set(values(page))
    said = set(re.findall(r'doc\.said(?:\.(\w+)|\["([^"]+)"\])', text))
    assert {one or other for one, other in said} <= set(values("page")["said"])
