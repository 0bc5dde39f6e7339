"""Pages as a student and a reader have them before their eyes and under their fingers, in Chromium."""

from __future__ import annotations

import hashlib
import random
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

import pytest

import derive
from tests.browser.conftest import Open
from tests.small import small

RIGHT, ROUNDED = "✓ Right.", "≈ Right, but rounded on the way."
HINTS = ("✗ Not yet. The rule", "✗ Not yet. The formula", "✗ Not yet. What it uses")
NARROW = {"width": 320, "height": 700}
TRICKY = ["article", "softmax", "lstm", "attention", "convolution2d", "batch-norm", "summary"]
NO_STORAGE = "Object.defineProperty(window, 'localStorage', {get() { throw new Error('blocked') }})"


def answer(page: Any, id: str, text: str) -> str:
    """What the page says of an answer typed and sent with Enter."""
    page.fill(f"#answer-{id}", text)
    page.press(f"#answer-{id}", "Enter")
    return str(page.text_content(f"#said-{id}"))


def results(starter: str) -> list[str]:
    """Every printed result that a page asks for, in its order."""
    work = derive.backprop(derive.read(starter))
    equations = [each for step in work.steps for each in step.equations]
    numbered = [each for each in equations if each.number and not each.general]
    return [each.line.result.text for each in numbered if each.line]


def test_the_programs_hash_is_the_standards(opened: Open) -> None:
    page = opened()
    asked = (("312e-4", "0123456789abcdef16-1        ", 5), ("0", "abcd" * 13, 1), ("1/3", "abcd" * 31, 2))
    for key, salt, rounds in asked:
        hashed = hashlib.pbkdf2_hmac("sha256", key.encode(), salt.encode(), rounds).hex()
        assert page.evaluate("([key, salt, rounds]) => derivedKey(key, salt, rounds)", [key, salt, rounds]) == hashed


def worth(key: str) -> Fraction:
    return Fraction(key)


def test_typed_numbers_are_rounded_half_up_as_decimals_are(opened: Open) -> None:
    page, rest = opened(), random.Random(7)
    texts = [f"{rest.uniform(-20, 20):.{rest.randint(0, 9)}f}" for _ in range(200)] + ["0.00005", "-1.00005", "9.99995"]
    keys = page.evaluate("(texts) => texts.map((each) => roundedKey(typed(each), 4, 'places'))", texts)
    for text, key in zip(texts, keys, strict=True):
        rounded = Decimal(text).quantize(Decimal("0.0001"), ROUND_HALF_UP)
        if rounded or not Decimal(text):  # what would round to 0 keeps figures
            assert worth(key) == Fraction(rounded), text
    figures = page.evaluate("(texts) => texts.map((each) => roundedKey(typed(each), 3, 'figures'))", texts)
    for text, key in zip(texts, figures, strict=True):
        number = Decimal(text)
        last = Decimal(1).scaleb(number.adjusted() - 2) if number else Decimal(1)
        assert worth(key) == Fraction(number.quantize(last, ROUND_HALF_UP)), text


@pytest.mark.parametrize(
    "typed",
    [
        "0.33", ".33", "0,33", "+0.33", " 0.33 ", "0.3300", "0.330004", "33/100", "3.3e-1", "3.3·10^-1", "33*10^(-2)",
    ],
)  # fmt: skip
def test_a_right_answer_in_many_ways_of_writing(typed: str, opened: Open) -> None:
    assert answer(opened(), "6-1", typed) == RIGHT


@pytest.mark.parametrize("typed", ["0.34", "0.3", "-0.33", "0.3301", "1/3", "33"])
def test_a_wrong_answer_is_not_yet_right(typed: str, opened: Open) -> None:
    assert answer(opened(), "6-1", typed).startswith(HINTS[0])


@pytest.mark.parametrize("typed", ["abc", "0.3.3", "1/0", "0x1", "1/2/3", "e5", "--1", "1e999999", "NaN", "<b>1</b>"])
def test_what_is_no_number_is_told(typed: str, opened: Open) -> None:
    assert answer(opened(), "6-1", typed).startswith("? That is no number.")


def test_rounding_on_the_way_is_told_from_being_wrong(opened: Open) -> None:
    page = opened()
    assert answer(page, "10-1", "1.0412") == RIGHT
    assert answer(page, "10-1", "1.04120") == RIGHT
    assert answer(page, "10-1", "1.0413").startswith(ROUNDED)
    assert answer(page, "10-1", "1.0414").startswith(HINTS[0])
    page.fill("#answer-10-1", "1.0413")
    page.press("#answer-10-1", "Enter")
    assert page.text_content("#progress") == "1 of 34 right · 1 of them but for rounding"


@pytest.mark.parametrize("starter", ["deck", "softmax", "batch-norm", "adam", "xor", "circuit"])
def test_every_printed_result_is_right(starter: str, opened: Open) -> None:
    page, answers = opened(starter), results(starter)
    judged = page.evaluate("(answers) => fields.map((field, i) => judged(field, answers[i]))", answers)
    assert judged == ["right"] * len(answers) and len(answers) > 4


def test_a_sheet_is_solved_by_keyboard_alone(opened: Open) -> None:
    page, answers = opened(), results("article")
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.tagName") == "INPUT":
            break
    for text in answers:
        assert page.evaluate("document.activeElement.value") == ""
        page.keyboard.type(text)
        page.keyboard.press("Enter")
    count = len(answers)
    assert page.text_content("#progress") == f"{count} of {count} right · All of them are right."
    assert page.locator("[data-state=right]").count() == page.locator("input").count() == count


def test_where_fractions_are_kept_their_decimals_are_only_nearly_right(opened: Open) -> None:
    exact = small(rounding={"carry": "exact"}, parameters__weights=[[["1/3"]]], parameters__biases=[["1/2"]])
    page = opened(exact)
    assert answer(page, "6-1", "2/3") == answer(page, "6-1", "4/6") == RIGHT
    assert answer(page, "6-1", "0.6667") == "≈ Right, but rounded. Keep the fraction or the root."
    assert answer(page, "6-1", "0.666").startswith(HINTS[0])


def test_each_miss_opens_one_more_hint(opened: Open) -> None:
    page = opened()
    task = page.locator("#task-10")
    formula, uses = task.locator("details").nth(0), task.locator("details").nth(1)
    tries = (("1", 0, (False, False)), ("2", 1, (True, False)), ("3", 2, (True, True)), ("4", 2, (True, True)))
    for typed, hint, open_now in tries:
        assert answer(page, "10-1", typed).startswith(HINTS[hint])
        assert (formula.get_attribute("open") is not None, uses.get_attribute("open") is not None) == open_now
        assert page.evaluate("document.activeElement.id") == "answer-10-1"  # a wrong answer keeps the focus
    assert page.get_attribute("#answer-10-1", "aria-invalid") == "true"
    assert uses.locator("a").all_text_contents() == ["(7)", "(9)"]
    uses.locator("a").first.click()
    assert page.url.endswith("#task-7")
    assert page.locator("#task-7").is_visible() and page.evaluate("scrollY") > 0


def test_details_open_and_close_by_keyboard_and_all_at_once(opened: Open) -> None:
    page = opened(kind="solution")
    steps = page.locator("details.steps")
    assert steps.count() == 28 and page.locator("details[open]").count() == 28
    page.focus("#task-16 summary")
    page.keyboard.press("Enter")
    assert page.locator("details[open]").count() == 27
    assert not page.locator("#task-16 .answer").is_visible()
    page.click("#close")
    assert page.locator("details[open]").count() == 0
    page.click("#open")
    assert page.locator("details[open]").count() == 28 and page.locator("#task-16 .answer").is_visible()


@pytest.mark.parametrize("system", ["light", "dark"])
def test_light_and_dark_follow_the_system_until_they_are_chosen(system: str, opened: Open) -> None:
    page = opened(color_scheme=system)
    colour = "getComputedStyle(document.body).backgroundColor"
    before, other = page.evaluate(colour), "light" if system == "dark" else "dark"
    assert (sum(map(int, before.strip("rgb()").split(","))) > 380) == (system == "light")
    page.click("#dark")
    after = page.evaluate(colour)
    assert after != before and page.get_attribute("#dark", "aria-pressed") == str(other == "dark").lower()
    page.reload()
    assert page.evaluate(colour) == after  # the choice is kept


def test_on_paper_everything_is_open_and_no_control_is_left(opened: Open) -> None:
    page = opened()
    assert not page.locator("#task-6 .hints .equation").is_visible()
    page.emulate_media(media="print")
    assert page.locator("#task-6 .hints .equation").is_visible()
    for control in (".bar", "nav", "#task-6 button", ".skip", "summary >> nth=0"):
        assert not page.locator(control).first.is_visible()
    assert len(page.pdf()) > 10_000
    assert page.locator("details[open]").count() == 0  # afterwards all is as it was


@pytest.mark.parametrize("kind", ["page", "solution"])
@pytest.mark.parametrize("starter", TRICKY)
def test_no_page_is_wider_than_a_narrow_screen(starter: str, kind: str, opened: Open) -> None:
    page = opened(starter, kind, viewport=NARROW)
    page.evaluate("document.querySelectorAll('details').forEach((each) => (each.open = true))")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    wide = page.evaluate("[...document.querySelectorAll('math')].filter((each) => each.closest('.scroll') === null "
                         "&& each.getBoundingClientRect().right > innerWidth + 1).length")  # fmt: skip
    assert wide == 0


# formulas in sentences whose comma, point or bracket stands on another line than they
TORN = """() => [...document.querySelectorAll("p math, li math")].filter(math => {
  const text = math.nextSibling;
  if (text?.nodeType !== Node.TEXT_NODE || !/^[.,:;)]/.test(text.data)) return false;
  const sign = document.createRange();
  sign.setStart(text, 0);
  sign.setEnd(text, 1);
  return sign.getBoundingClientRect().left < math.getBoundingClientRect().right - 1;
}).length"""


@pytest.mark.parametrize("width", range(320, 400, 16))
def test_no_line_of_a_sentence_begins_with_its_comma_or_point(width: int, opened: Open) -> None:
    page = opened(kind="solution", viewport={"width": width, "height": 700})
    assert page.evaluate(TORN) == 0
    assert page.locator(".held").count() > 40


def test_on_a_narrow_screen_an_equation_begins_beside_its_left_hand_side(opened: Open) -> None:
    page = opened(kind="solution", viewport=NARROW)
    left, first = (page.locator(f"#task-6 {each}").first.bounding_box() for each in (".left", ".row math"))
    assert first["y"] < left["y"] + left["height"] and 0 <= first["x"] - left["x"] - left["width"] < 8
    field = [page.locator(f"#task-6 .{each}").count() for each in ("rows", "row")]
    assert field == [1, 3]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("kind", ["page", "solution"])
@pytest.mark.parametrize("starter", ["article", "softmax"])
def test_axe_finds_nothing_serious(starter: str, kind: str, theme: str, opened: Open, axe: str) -> None:
    page = opened(starter, kind, color_scheme=theme, viewport={"width": 700, "height": 900})
    if kind == "page":
        for id, typed in (("6-1", "0.33"), ("7-1", "x"), ("10-1", "1.0413"), *(("12-1", typed) for typed in "345")):
            answer(page, id, typed)
    page.evaluate(axe)
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    assert len(found["passes"]) > 20
    serious = [each for each in found["violations"] if each["impact"] in ("serious", "critical")]
    assert not serious, [(each["id"], [node["html"] for node in each["nodes"]][:3]) for each in serious]


def test_what_is_typed_is_kept_until_it_is_erased(opened: Open) -> None:
    page = opened()
    answer(page, "6-1", "0.33")
    answer(page, "7-1", "0.9")
    page.reload()
    assert page.input_value("#answer-6-1") == "0.33" and page.text_content("#said-6-1") == RIGHT
    assert page.text_content("#progress") == "1 of 34 right" and page.get_attribute("#bar", "value") == "1"
    page.once("dialog", lambda dialog: dialog.dismiss())
    page.click("#reset")
    assert page.input_value("#answer-6-1") == "0.33"
    page.once("dialog", lambda dialog: dialog.accept())
    page.click("#reset")
    page.reload()
    assert page.input_value("#answer-6-1") == page.text_content("#said-6-1") == ""
    assert page.text_content("#progress") == "0 of 34 right"


def test_a_browser_that_keeps_nothing_checks_all_the_same(opened: Open) -> None:
    page = opened(before=NO_STORAGE)
    assert answer(page, "6-1", "0.33") == RIGHT
    assert page.locator("#unkept").is_visible()
    before = page.get_attribute("html", "data-theme")
    page.click("#dark")
    assert page.get_attribute("html", "data-theme") != before


def test_without_javascript_all_but_checking_works(opened: Open) -> None:
    page = opened(java_script_enabled=False)
    assert page.locator("noscript").first.is_visible() and not page.locator(".bar").is_visible()
    assert not page.locator("form button").first.is_visible()
    page.click("#task-6 summary >> nth=0")
    assert page.locator("#task-6 .equation").is_visible()


def test_mathematics_is_mathml_with_words_beside_it(opened: Open) -> None:
    page = opened(kind="solution")
    displayed = page.locator("math[display=block]")
    assert displayed.count() > 80
    assert all(each.get_attribute("alttext") for each in displayed.all())
    rows = [each.get_attribute("alttext") for each in page.locator("#task-16 math[alttext]").all()]
    assert rows[0] == "∂L/∂w_31" and rows[-1] == "≈ 0.0312" and "= ∂L/∂z_3·a_1" in rows
    assert page.get_attribute("html", "lang") == "en"
    for landmark in ("header", "nav", "main"):
        assert page.locator(f"body > {landmark}").count() == 1
