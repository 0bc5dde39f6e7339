"""Pictures by the equations of every kind of network: what stands in them, what is lit, and that nothing collides."""

from __future__ import annotations

import re
from functools import cache
from itertools import combinations, pairwise

import pytest

from derive import Derivation, backprop, read, slides, starters
from derive.engine.forward import forward
from derive.problem import Problem
from derive.quantity import LOSS
from derive.render.figure.extent import extent
from derive.render.figure.inscriptions import Inscriptions, given
from derive.render.slides.look import BOXES, SIZES
from derive.render.slides.room import Room, trials
from derive.render.slides.scope import around, layers, siblings
from derive.render.slides.window import Window
from derive.render.slides.wiring import Wiring

FRAME = re.compile(r"% \((\d+)\) (\S.*)\n(\\begin\{frame\}(?:.|\n)*?\\end\{frame\})")
DRAWN = re.compile(r"\\drawnetwork(?:.|\n)*?\n\}\n\n")
WINDOWED = ("attention", "batch-norm", "convolution", "embedding", "layer-norm", "lstm", "recurrent", "residual")


def wired(problem: Problem) -> Wiring:
    return Wiring(problem, forward(problem))


@cache
def derived(starter: str) -> Derivation:
    return backprop(read(starter))


@cache
def source(starter: str) -> str:
    return slides(derived(starter)).tex()


def frames(starter: str) -> list[tuple[str, str, str]]:
    """The ids, the source and the picture of each frame with a task."""
    found, last = [], ""
    for piece in re.split(r"(?=\\drawnetwork\{)", source(starter).split(r"\begin{document}")[1]):
        drawn = DRAWN.match(piece)
        last = drawn.group() if drawn else last
        found += [(ids, frame, last) for _, ids, frame in FRAME.findall(piece)]
    return found


@pytest.mark.parametrize("starter", starters())
def test_every_task_has_its_picture_and_all_that_is_lit_is_drawn_in_it(starter: str) -> None:
    told = [each for each in frames(starter) if r"\network" in each[1]]
    general = [frame for _, frame, _ in frames(starter) if re.match(r".*\{(The c|C)hain rule\}", frame)]
    assert len(told) > 5 and len(told) + len(general) == len(frames(starter))
    for ids, frame, picture in told:
        lit = {id for listed in re.findall(r"\\lit(?:<\d+->)?\{(.*)\}", frame) for id in listed.split(", ")}
        assert lit, ids
        drawn = set(re.findall(r"(?:edge|neuron|inputnode|lossnode|faint\]|link|further)\{([^{}]*)\}", picture))
        drawn |= set(re.findall(r"\\link\{[^{}]*\}\{([^{}]*)\}", picture))
        assert lit <= drawn, (ids, lit - drawn)


def lit_at_last(starter: str, id: str) -> set[str]:
    """What is lit on the last page of the frame of an equation."""
    [frame] = [frame for ids, frame, _ in frames(starter) if ids == id]
    return {each for listed in re.findall(r"\\lit(?:<\d+->)?\{(.*)\}", frame) for each in listed.split(", ")}


def test_a_kernel_lights_the_values_it_lies_on() -> None:
    assert lit_at_last("convolution", "z[1][1][2]") == {
        "a[1][1][2]", "x[1][2]", "x[1][3]", "x[1][4]", "w[1][1][1][1]", "w[1][1][1][2]", "w[1][1][1][3]", "b[1][1]",
    }  # fmt: skip


def test_a_time_step_lights_its_input_and_the_step_before() -> None:
    assert lit_at_last("recurrent", "z[1][1]@2") == {"a[1][1]@2", "x[1]@2", "a[1][1]@1", "w[1][1][1]", "u[1][1][1]"}


def test_a_score_lights_its_query_and_its_key() -> None:
    assert lit_at_last("attention", "s[1][1][2]") == {
        "s[1][1][2]", "q[1][1][1]", "q[1][1][2]", "k[1][2][1]", "k[1][2][2]",
    }  # fmt: skip


def test_a_gradient_through_time_lights_both_of_its_paths() -> None:
    assert lit_at_last("recurrent", "dL/da[1][1]@2") >= {"a[1][1]@2", "a[2][1]@2", "a[1][1]@3", "L"}


def test_a_window_carries_what_the_frames_before_it_found() -> None:
    places = {id: picture for id, _, picture in frames("lstm")}
    assert r"\carry{f1}" in places["c1"] and r"\carry{dL/dc2}" in places["dL/df2"]
    assert any(r"\found<" in frame and "{f1}" in frame for ids, frame, _ in frames("lstm") if ids == "f1")


def windows(starter: str) -> list[Window]:
    """Every window on the equations of a problem, in every place."""
    work = derived(starter)
    wiring = wired(work.problem)
    says = Inscriptions(work.problem, work.notation.latex, given(work.problem, lambda value: f"{float(value):g}"))
    narrow = [around(wiring, [statement]) for statement in work.statements]
    columns = {each for pair in ((one, layers(wiring, one)) for one in narrow) for each in pair if any(each)}
    return [Window(wiring, says, *each, *box) for each in columns for box in BOXES.values()]


@pytest.mark.parametrize("starter", WINDOWED)
def test_no_two_nodes_touch_and_the_window_keeps_to_its_box(starter: str) -> None:
    found = windows(starter)
    assert len(found) > 20
    for window in found:
        left, bottom, right, top = window.bounds
        assert right - left <= window.width + 0.1 and top - bottom <= window.height + 0.1, window.columns
        for (x, y), (x_other, y_other) in combinations(window.places.values(), 2):
            apart = abs(x - x_other) >= 2 * window.breadth + 5 or abs(y - y_other) >= 2 * window.radius + 0.5
            assert apart, window.columns


@pytest.mark.parametrize("starter", WINDOWED)
def test_the_values_of_a_column_stand_clear_of_each_other_and_of_the_next_column(starter: str) -> None:
    value = extent(r"\delta=-0.1234", 8).width
    for window in windows(starter):
        for number, column in enumerate(window.columns):
            heights = [window.places[number, id][1] for id in column]
            below = window.below(number)
            assert all(high - low >= (2 * window.radius + 7.2 if below else 7.2) for high, low in pairwise(heights))
            if number and not below and number + 1 < len(window.columns):
                room = window.across[number + 1] - window.across[number] - 2 * window.breadth
                assert room >= value


def test_what_computes_a_node_is_what_the_forward_pass_says() -> None:
    wiring = wired(read("residual"))
    skip = next(statement for statement in derived("residual").statements if statement.of.id == "a[3][1]")
    assert around(wiring, [skip]) == (tuple(skip.uses), ("a[3][1]",))
    assert wiring.fed["a[1][1]"].weights == {"x[1]": "w[1][1][1]", "x[2]": "w[1][1][2]"}
    assert wiring.fed["a[1][1]"].bias == "b[1][1]"


def test_the_loss_behind_a_window_is_reached_from_its_last_column() -> None:
    _, _, picture = next(each for each in frames("convolution") if each[0] == "z[1][1][1]")
    assert LOSS.id not in siblings(wired(read("convolution")), "a[1][1][1]")
    assert r"\lossnode{L}" not in picture  # where both columns have their values at their sides
    _, _, output = next(each for each in frames("convolution") if each[0] == "z[4][1]")
    assert r"\link{a[4][1]}{}{L}" in output
    _, _, pooled = next(each for each in frames("convolution") if each[0] == "a[2][1][1]")
    assert r"\further{a[2][1][1]}{}{L}" in pooled


def test_lines_below_some_height_keep_clear_of_a_picture_in_the_corner() -> None:
    room = Room(30.0, 10.0, 4.0, 16.0)
    assert [room.at(height) for height in (1.0, 4.0, 4.1)] == [30.0, 30.0, 16.0]
    assert {trial.size for trial in trials("beside")} <= SIZES.keys()
