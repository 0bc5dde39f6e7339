"""A preamble is compiled once; whatever becomes of that, the pages are the same."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path

import pypdfium2
import pytest

from derive import backprop, figure, plot, read, starters, train, worksheet
from derive.errors import EngineError
from derive.render import pdf, sheet
from derive.render.press import call, precompiled, store
from derive.render.press.engines import ENGINES, embedded
from tests.pressed import Pressed
from tests.small import small

ROOT = Path(__file__).parent.parent.parent
NOWHERE = "/dev/null"                # where no folder can be
MAKE = "import sys; from derive.render import pdf; sys.stdout.buffer.write(pdf.compile_tex(sys.stdin.read()))"


@cache
def tex(starter: str = "summary", kind: str = "worksheet") -> str:
    """The LaTeX of a starter."""
    student = worksheet(backprop(read(starter)))
    return (student if kind == "worksheet" else student.answers()).tex()


@cache
def uncached(tex: str) -> bytes:
    """The PDF as it is set from the whole text."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(store.PLACE, NOWHERE)
        return pdf.compile_tex(tex, "embedded")


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache."""
    folder = tmp_path / "kept"
    monkeypatch.setenv(store.PLACE, str(folder))
    return folder


@pytest.fixture
def filled(cache: Path, kept: Path) -> Path:
    """The one file of a cache, with the preamble of the starters' sheets."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(store.PLACE, str(cache))
        pdf.compile_tex(tex(), "embedded")
    kept.mkdir()
    file = store.place(precompiled.key(precompiled.parted(tex())[0], str(embedded())))
    shutil.copy(cache / file.name, file)
    return file


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The first option of every run of an engine: -ini where a preamble is compiled."""
    options: list[str] = []
    really = call.run
    monkeypatch.setattr(call, "run", lambda command, *more: options.append(command[1]) or really(command, *more))  # type: ignore[func-returns-value]
    return options


def names(folder: Path) -> list[str]:
    """What lies in a folder, and since when."""
    return sorted(f"{path.name} {path.stat().st_mtime_ns}" for path in folder.iterdir())


def words(content: bytes) -> list[str]:
    """The words of each page."""
    return [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(content)]


@pytest.mark.parametrize("kind", ["worksheet", "answers"])
@pytest.mark.parametrize("starter", starters())
def test_the_pages_are_the_same_bytes_with_the_cache_and_without(
    starter: str, kind: str, press: Callable[[str], Pressed]
) -> None:
    assert press(tex(starter, kind)).content == uncached(tex(starter, kind))


@pytest.mark.parametrize("picture", ["figure", "plot"])
def test_a_picture_is_the_same_bytes_with_the_cache_and_without(
    picture: str, kept: Path, asked: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both are set from one precompiled preamble, which tells the size of no page."""
    draw: dict[str, Callable[[Path], object]] = {
        "figure": lambda path: figure(backprop(read("article"))).save(path),
        "plot": lambda path: plot(train(read("article"), steps=5), path),
    }
    files = [tmp_path / f"{n}.pdf" for n in range(3)]
    figure(backprop(read("deck"))).save(files[0])
    draw[picture](files[1])
    assert asked.count("-ini") == 1
    assert len(names(kept)) == 1
    monkeypatch.setenv(store.PLACE, NOWHERE)
    draw[picture](files[2])
    assert files[1].read_bytes() == files[2].read_bytes()


def test_a_preamble_is_compiled_once(kept: Path, asked: list[str]) -> None:
    both = [tex(), tex("summary", "answers")]
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda text: pdf.compile_tex(text, "embedded"), both))
    assert asked.count("-ini") == 1
    before = names(kept)
    pdf.compile_tex(tex("article"), "embedded")
    assert (asked.count("-ini"), len(asked)) == (1, 4)
    assert names(kept) == before and len(before) == 1


def test_two_processes_at_once_leave_one_whole_file(kept: Path) -> None:
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    makers = [
        subprocess.Popen([sys.executable, "-c", MAKE], env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        for _ in range(2)
    ]
    for maker in makers:
        assert maker.stdin
        maker.stdin.write(tex().encode())
        maker.stdin.close()
    assert [maker.stdout.read() for maker in makers if maker.stdout] == [uncached(tex())] * 2
    assert [maker.wait() for maker in makers] == [0, 0]
    [file] = kept.iterdir()
    assert store.holds(file)


def cut(content: bytes) -> bytes:
    return content[: len(content) // 2]


def flipped(content: bytes) -> bytes:
    middle = len(content) // 3
    return content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :]


DAMAGED: dict[str, Callable[[bytes], bytes]] = {
    "cut off": cut,
    "cut off by a byte": lambda content: content[:-1],
    "a bit turned over": flipped,
    "empty": lambda content: b"",
    "one line": lambda content: b"\n",
    "of another program": lambda content: b'{"version": 3, "locked": tr',
}


@pytest.mark.parametrize("damage", DAMAGED)
def test_row_61_a_file_that_is_damaged_is_made_again(damage: str, filled: Path, asked: list[str]) -> None:
    whole = filled.read_bytes()
    filled.write_bytes(DAMAGED[damage](whole))
    assert pdf.compile_tex(tex(), "embedded") == uncached(tex())
    assert asked.count("-ini") == 1
    assert filled.read_bytes() == whole
    assert len(list(filled.parent.iterdir())) == 1


@pytest.mark.parametrize("format", [b"", b"nonsense", b"W2TX" + b"\0" * 1000])
def test_row_61_a_format_that_does_not_load_is_thrown_away(format: bytes, filled: Path, asked: list[str]) -> None:
    store.keep(filled, format, [])
    assert store.holds(filled)
    assert pdf.compile_tex(tex(), "embedded") == uncached(tex())
    assert not filled.exists()
    pdf.compile_tex(tex(), "embedded")
    assert filled.stat().st_size > 1_000_000
    assert asked.count("-ini") == 1


def test_a_folder_in_the_place_of_the_file_does_no_harm(filled: Path) -> None:
    filled.unlink()
    filled.mkdir()
    assert pdf.compile_tex(tex(), "embedded") == uncached(tex())


@pytest.mark.parametrize("place", ["file", "file/deeper", "/proc/derive", NOWHERE])
def test_where_nothing_can_be_kept_the_pages_are_set_all_the_same(
    place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, asked: list[str]
) -> None:
    (tmp_path / "file").write_text("a file")
    monkeypatch.setenv(store.PLACE, str(tmp_path / place))
    assert pdf.compile_tex(tex(), "embedded").startswith(b"%PDF-")
    assert "-ini" not in asked
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_an_engine_that_compiles_no_preamble_sets_the_whole(
    kept: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "bin" / "pdflatex"
    program.parent.mkdir()
    set_whole = f'for file; do :; done; exec "{embedded()}" "$file"'
    program.write_text(f"#!/bin/sh\ncase $1 in -ini) exit 1;; esac; {set_whole}\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(program.parent))
    assert pdf.compile_tex(tex(), "pdflatex") == uncached(tex())
    assert not list(kept.iterdir())


def test_only_engines_of_pdftex_keep_formats() -> None:
    assert {name for name, engine in ENGINES.items() if engine.base} == {"embedded", "pdflatex"}


def test_without_a_choice_the_cache_is_where_the_system_keeps_such_files(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(store.PLACE)
    monkeypatch.setenv("HOME", "/home/ada")
    monkeypatch.setenv("XDG_CACHE_HOME", "")
    monkeypatch.setattr("sys.platform", "linux")
    assert store.place("key") == Path("/home/ada/.cache/derive/derive-key.fmt")


def test_a_format_is_thrown_away_when_what_it_was_made_of_changes(kept: Path) -> None:
    kept.mkdir()
    source, file = kept / "package.sty", store.place("key")
    source.write_text("old")
    store.keep(file, b"content", [source, kept / "missing.cfg"])
    assert store.holds(file)
    source.write_text("newer")
    assert not store.holds(file)
    assert not file.exists()


def test_what_a_format_was_made_of_is_known(filled: Path) -> None:
    *_, sources, _ = filled.read_bytes().rsplit(b"\n", 2)
    for name in (rb"/pdflatex", rb"/pdflatex\.fmt", rb"/article\.cls", rb"/tikz\.sty"):
        assert re.search(name + b'"', sources)
    assert b"derive-" not in sources


def test_the_newest_few_are_kept_and_nothing_else_is_touched(kept: Path) -> None:
    kept.mkdir()
    (kept / "mine.fmt").write_text("not ours")
    for age in range(8):
        store.keep(store.place(f"{age}"), b"content", [])
        os.utime(store.place(f"{age}"), (1_000 + age, 1_000 + age))
    store.keep(store.place("last"), b"content", [])
    expected = [*(f"derive-{age}" for age in range(3, 8)), "derive-last", "mine"]
    assert sorted(path.stem for path in kept.iterdir()) == expected


PECULIAR = small(
    title="Mine: 100 %", source="my own", network__inputs=["wealth"], notation="deck", symbols={"x[1]": r"\xi"},
    data__inputs=["0.123"], rounding={"places": 7, "carry": "exact"}, loss="(y - a)**4",
)  # fmt: skip


def test_nothing_of_a_problem_is_compiled_beforehand() -> None:
    mine = worksheet(backprop(read(PECULIAR)))
    preambles = {precompiled.parted(text)[0] for text in (tex(), tex("softmax", "answers"), mine.tex())}
    assert len(preambles) == 1
    assert "Mine" in precompiled.parted(mine.tex())[1]
    assert len({precompiled.parted(worksheet(mine.work, paper=size).tex())[0] for size in ("a4", "letter")}) == 2  # type: ignore[arg-type]


def test_a_document_without_the_mark_is_set_as_it_is(kept: Path) -> None:
    assert precompiled.parted(r"\documentclass{article}") == ("", r"\documentclass{article}")
    pdf.compile_tex(tex().replace(precompiled.SAME_ABOVE, "%"), "embedded")
    assert not kept.exists()


def test_an_error_is_told_with_its_line_and_once(filled: Path, asked: list[str]) -> None:
    wrong = tex().replace(r"\section{The network}", r"\section{The network}\wrong")
    line = wrong[: wrong.index(r"\wrong")].count("\n") + 1
    with pytest.raises(EngineError, match=rf"on line {line} of the .tex \(.section{{The network}}.wrong\): Undefined"):
        pdf.compile_tex(wrong, "embedded")
    assert len(asked) == 1
    assert filled.exists()


@pytest.mark.parametrize("long", [False, True])
def test_every_page_tells_how_many_there_are(long: bool, filled: Path, asked: list[str]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sheet, "LONG", 3 if long else sheet.LONG)
        text = worksheet(backprop(read("article"))).tex()
    pages = words(pdf.compile_tex(text, "embedded"))
    assert len(pages) > 5
    for number, page in enumerate(pages, start=1):
        assert f"{number} / {len(pages)}" in page
    assert len(asked) == (2 if long else 1)
