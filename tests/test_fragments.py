"""Fragments: every equation and section as a file, with labels that are ids, in markups that other programs read."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import unicodedata
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, get_args
from xml.etree import ElementTree

import pypdfium2
import pytest
import typst
from typer.testing import CliRunner

from derive import backprop, cli, fragments, read, starters
from derive.cli.problems import Markup
from derive.derivation import Derivation
from derive.errors import InputError
from derive.render.fragments import FORMS, file_names
from derive.render.press.call import Call
from derive.render.press.engines import ENGINES, SAFE, embedded
from tests.small import small, written

LABEL = re.compile(r"\\label\{(.*?)\}")
WRONG = re.compile(r"^! .*|.*multiply.defined.*|Overfull .*|.*Missing character.*", re.M)
BARE = r"\documentclass{article}%s\usepackage{amsmath}\begin{document}%s\end{document}"


@cache
def derived(starter: str) -> Derivation:
    return backprop(read(starter))


@cache
def files(starter: str, format: str = "latex") -> Mapping[str, str]:
    return fragments(derived(starter), format)


def lay(texts: Mapping[str, str], folder: Path) -> None:
    """Puts the files where they belong."""
    for name, text in texts.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")


def embedded_run(folder: Path, document: str) -> str:
    """What the embedded engine says of a document."""
    program = embedded()
    assert program is not None
    status = Call(ENGINES["embedded"], program, folder).run((*SAFE, document), 30)
    log = (folder / document).with_suffix(".log").read_text("latin-1")
    assert status == 0, log[-1500:]
    return log


def installed_run(folder: Path, document: str, engine: str) -> str:
    """What an installed engine says of a document, run as its users run it."""
    ran = subprocess.run(
        [engine, "-interaction=nonstopmode", "-halt-on-error", document], cwd=folder, capture_output=True, timeout=120
    )
    log = (folder / document).with_suffix(".log").read_text("latin-1")
    assert ran.returncode == 0, log[-1500:]
    return log


def pages(folder: Path, name: str) -> list[str]:
    """The text of each page."""
    with pypdfium2.PdfDocument(folder / name) as document:
        return [page.get_textpage().get_text_range() for page in document]


@pytest.mark.parametrize("starter", starters())
def test_labels_are_the_ids_and_each_is_there_once(starter: str) -> None:
    found = [label for text in files(starter).values() for label in LABEL.findall(text)]
    assert len(found) == len(set(found))
    expected = set()
    for step in derived(starter).steps:
        suffix = "" if step.step == 1 else f"-step{step.step}"
        expected |= {each.id + suffix for each in step.equations if each.id is not None}
    assert {label for label in found if not label.startswith("chain-rule")} == expected
    assert len(expected) > 5


@pytest.mark.parametrize(
    ("id", "name"),
    [("dL/dw[2][1][1]", "dL_dw-2-1-1"), ("z[1][2]@3", "z-1-2@3"), ("L", "L"), ("L@2", "L@2"),
     ("w_new[2][1][1]", "w_new-2-1-1"), ("dL/dw[2][1][1]-step2", "dL_dw-2-1-1-step2"),
     ("dz[2][1]/da[1][1]", "dz-2-1_da-1-1")],
)  # fmt: skip
def test_a_file_is_called_after_the_id(id: str, name: str) -> None:
    assert file_names([id]) == {id: name}


def test_no_system_takes_one_file_for_another() -> None:
    names = file_names(["x", "X", "aux", "AUX", "com1", "dL/dw", "dL_dw", "w[1]", "W[1]"])
    assert len({name.casefold() for name in names.values()}) == len(names)
    assert not {name.casefold() for name in names.values()} & {"aux", "con", "nul", "prn", "com1", "lpt9"}
    assert names["x"] == "x" and names["dL/dw"] == "dL_dw"


@pytest.mark.parametrize("starter", starters())
def test_file_names_are_safe_everywhere(starter: str) -> None:
    names = list(files(starter))
    assert len({name.casefold() for name in names}) == len(names) > 10
    assert [name for name in names if not re.fullmatch(r"[a-z]*/?[A-Za-z0-9_@+-]+\.[a-z]+", name)] == []


def test_a_name_of_a_graph_that_windows_forbids_is_no_file_s() -> None:
    problem = {"graph": ["X = x * nul", "aux = X + x"], "parameters": {"x": 2, "nul": 3}}
    names = fragments(backprop(read(problem)))
    assert {"equations/X.tex", "equations/L.tex"} <= set(names)
    assert r"\label{dL/dX}" in names["equations/dL_dX.tex"]
    assert r"\label{dL/dx}" in names["equations/dL_dx+.tex"]


@pytest.mark.parametrize("starter", starters())
def test_all_of_them_compile_in_the_demo(starter: str, tmp_path: Path) -> None:
    texts = files(starter)
    shown = "".join(text for name, text in texts.items() if name.startswith("sections/"))
    single = [name for name in texts if name.startswith("equations/")]
    assert [name for name in single if rf"\input{{\fragments/{name.removesuffix('.tex')}}}" not in shown] == []
    lay(texts, tmp_path)
    assert WRONG.findall(embedded_run(tmp_path, "demo.tex")) == []


def test_the_demo_refers_to_the_loss_by_its_id(tmp_path: Path) -> None:
    lay(files("article"), tmp_path)
    assert "undefined" not in [embedded_run(tmp_path, "demo.tex") for _ in range(2)][1]
    assert "the loss is (12)." in pages(tmp_path, "demo.pdf")[-1]


@pytest.mark.parametrize("starter", starters())
def test_all_of_them_compile_on_slides(starter: str, tmp_path: Path, beamer: str) -> None:
    lay(files(starter), tmp_path)
    assert WRONG.findall(installed_run(tmp_path, "demo-slides.tex", beamer)) == []
    shown = "\n".join(pages(tmp_path, "demo-slides.pdf"))
    numbers = {int(each.number) for step in derived(starter).steps for each in step if each.number}
    assert [number for number in numbers if f"({number})" not in shown] == []


def marked(text: str, name: str) -> str:
    """An equation that writes, for its first and for its last line, the page that TeX sends it out on."""
    first, *lines = text.splitlines()
    mark = rf"\write\seen{{{name} \thepage}}"
    shown = [line.replace("&", f"&{mark}", 1) if n in (0, len(lines) - 2) else line for n, line in enumerate(lines)]
    return "\n".join((first, *shown)) + "\n"


@pytest.mark.parametrize("starter", ["article", "softmax"])
def test_on_slides_no_equation_is_broken_that_fits_on_one(starter: str, tmp_path: Path, beamer: str) -> None:
    texts = dict(files(starter))
    equations = {name: text.count("&") for name, text in texts.items() if name.startswith("equations/")}
    lay(texts | {name: marked(texts[name], name) for name in equations}, tmp_path)
    demo = texts["demo-slides.tex"].replace(
        r"\begin{document}", r"\newwrite\seen\immediate\openout\seen=seen.txt \begin{document}"
    )
    (tmp_path / "demo-slides.tex").write_text(demo, "utf-8")
    installed_run(tmp_path, "demo-slides.tex", beamer)
    pages_of: dict[str, set[str]] = {}
    for line in (tmp_path / "seen.txt").read_text().splitlines():
        name, page = line.split()
        pages_of.setdefault(name, set()).add(page)
    assert pages_of.keys() == equations.keys()
    broken = {name for name, on in pages_of.items() if len(on) > 1}
    assert all(equations[name] > 6 for name in broken) and bool(broken) is (starter == "softmax")


@pytest.mark.parametrize("starter", ["article", "adam"])
def test_a_fragment_needs_nothing_but_amsmath(starter: str, tmp_path: Path, beamer: str) -> None:
    lay(files(starter), tmp_path)
    names = [name for name in files(starter) if name.startswith("equations/")]
    (tmp_path / "bare.tex").write_text(BARE % ("", "".join(rf"\input{{{name}}}" for name in names)), "utf-8")
    installed_run(tmp_path, "bare.tex", beamer)
    (tmp_path / "embedded.tex").write_text(BARE % (r"\usepackage{lmodern}", rf"\input{{{names[-1]}}}"), "utf-8")
    embedded_run(tmp_path, "embedded.tex")


def test_a_section_may_lie_in_another_folder(tmp_path: Path) -> None:
    lay(files("article"), tmp_path / "mine")
    body = r"\newcommand\fragments{mine}\input{\fragments/sections/forward-pass}"
    (tmp_path / "notes.tex").write_text(BARE % (r"\usepackage{lmodern}", body), "utf-8")
    embedded_run(tmp_path, "notes.tex")
    assert "Hidden layer" in pages(tmp_path, "notes.pdf")[0]


def test_the_preamble_is_two_lines_and_needs_amsmath_alone() -> None:
    preamble = files("article")["preamble.tex"]
    assert preamble.count("\n") == 2
    assert re.findall(r"\\usepackage(?:\[.*?\])?\{(.*?)\}", preamble) == ["amsmath"]


@pytest.mark.parametrize("starter", starters())
def test_typst_sets_them_with_their_labels_and_numbers(starter: str, tmp_path: Path) -> None:
    lay(files(starter, "typst"), tmp_path)
    assert typst.compile(tmp_path / "demo.typ").startswith(b"%PDF-")
    found: list[dict[str, Any]] = json.loads(typst.query(tmp_path / "demo.typ", "math.equation.where(block: true)"))
    labels = [re.sub(r'^(?:<|label\(")(.*?)(?:>|"\))$', r"\1", each["label"]) for each in found if "label" in each]
    assert labels and set(labels) == {label for text in files(starter).values() for label in LABEL.findall(text)}
    assert len(labels) == len(set(labels))


@pytest.mark.parametrize("starter", starters())
def test_mathml_is_well_formed_and_carries_the_id(starter: str) -> None:
    latex = {name.removesuffix(".tex"): text for name, text in files(starter).items()}
    single = {n.removesuffix(".mml"): text for n, text in files(starter, "mathml").items() if n.endswith(".mml")}
    assert single.keys() == {name for name in latex if name.startswith("equations/")}
    for name, text in single.items():
        root = ElementTree.fromstring(text)
        assert root.tag == "{http://www.w3.org/1998/Math/MathML}math"
        assert [root.get("id")] == LABEL.findall(latex[name])
    for name, text in files(starter, "mathml").items():
        if name.endswith(".html"):
            assert ElementTree.fromstring(text).tag == "section"


@pytest.mark.parametrize("starter", starters())
def test_markdown_has_the_lines_of_latex(starter: str) -> None:
    for name, text in files(starter, "markdown").items():
        assert text.count("$$") % 2 == 0
        if name.startswith("equations/"):
            latex = files(starter)[name.replace(".md", ".tex")]
            lines = [[re.sub(r" ?\\tag.*| ?\\\\$", "", line) for line in each.splitlines() if "&" in line]
                     for each in (text, latex)]  # fmt: skip
            assert lines[0] == lines[1] and lines[0]


@pytest.mark.parametrize("starter", starters())
def test_unicode_ends_with_the_result(starter: str) -> None:
    numbered = [equation for equation in derived(starter) if equation.line is not None]
    for equation in numbered:
        shown = equation.fragment("unicode").splitlines()[0].rpartition(" ")[2]
        result = equation.text().rpartition(" ")[2]
        assert unicodedata.normalize("NFKC", shown).replace("\u2212", "-") == re.sub(r"\^|[()]", "", result)
    assert numbered or starter == "summary"


def test_every_markup_writes_the_same_equation() -> None:
    equation = derived("article")["z[1][1]"]
    assert equation.fragment("unicode") == "(6)  z₁ = w₁₁·x₁ + w₁₂·x₂ + b₁ = 0.4·0.5 + 0.3·0.1 + 0.1 = 0.33\n"
    assert r"&= 0.4 \cdot 0.5 + 0.3 \cdot 0.1 + 0.1 = 0.33 \tag{6}\label{z[1][1]}" in equation.fragment()
    assert "& = 0.4 dot.op 0.5 + 0.3 dot.op 0.1 + 0.1 = 0.33" in equation.fragment("typst")
    assert "&= 0.4 \\cdot 0.5" in equation.fragment("markdown") and r"\tag{6}" in equation.fragment("markdown")
    assert "<mn>0.4</mn><mo>⋅</mo><mn>0.5</mn>" in equation.fragment("mathml")


def test_words_of_a_user_reach_no_fragment() -> None:
    work = backprop(read(small(title=r"\input{/etc/passwd} #panic() <script>", source=r"\write18{ls}")))
    for format in FORMS:
        text = "".join(fragments(work, format).values())
        assert "passwd" not in text and "script" not in text and "write18" not in text and "panic" not in text


def test_the_formats_of_the_command_are_those_there_are() -> None:
    assert get_args(Markup) == tuple(FORMS)
    with pytest.raises(InputError, match="format 'word' is not known; choose one of latex, typst"):
        fragments(derived("article"), "word")


def run(*arguments: str) -> Any:
    return CliRunner().invoke(cli.app, arguments, prog_name="derive")


@pytest.mark.parametrize("format", FORMS)
def test_the_command_writes_them_and_tells_where(format: str, in_tmp: Path) -> None:
    made = run("fragments", "summary", "--format", format)
    assert made.exit_code == 0, made.output
    told = made.stdout.splitlines()
    assert told == [f"output/summary/fragments/{name}" for name in files("summary", format)]
    assert all((in_tmp / name).is_file() for name in told)


def test_the_command_writes_where_it_is_told_or_says_why_not(in_tmp: Path) -> None:
    path = written(small(), in_tmp)
    assert run("fragments", str(path), "-o", "here").exit_code == 0
    assert (in_tmp / "here" / "equations" / "dL_dw-1-1-1.tex").is_file()
    shutil.rmtree("here")
    Path("here").write_text("a file")
    refused = run("fragments", str(path), "-o", "here")
    assert (refused.exit_code, refused.stdout, refused.stderr.count("\n")) == (4, "", 1)
    assert run("fragments", str(path), "--format", "word").exit_code == 2


@pytest.mark.parametrize("format", ["typst", "mathml", "markdown", "unicode"])
def test_equations_can_be_listed_in_every_markup(format: str) -> None:
    listed = run("equations", "article", "--only", "6-7", "--format", format)
    expected = "\n".join(derived("article")[id].fragment(format) for id in ("z[1][1]", "a[1][1]"))
    assert (listed.exit_code, listed.stdout) == (0, expected.rstrip("\n") + "\n")
