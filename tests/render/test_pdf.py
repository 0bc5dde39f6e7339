"""A document becomes the same whole PDF wherever it is made, or one clear line says why not."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest

from derive.errors import EngineError, FileError, InputError
from derive.render import pdf
from derive.render.press import call
from derive.render.press.engines import CHOICE, ENGINES, embedded
from derive.render.press.process import MEGABYTE

ROOT = Path(__file__).parent.parent.parent
HEAD = "\\documentclass{article}\n\\usepackage[T1]{fontenc}\\usepackage{lmodern,lastpage}\n"
MAKE = "import sys; from derive.render import pdf; sys.stdout.buffer.write(pdf.compile_tex(sys.argv[1]))"


def document(body: str, preamble: str = "") -> str:
    return f"{HEAD}{preamble}\n\\begin{{document}}\n{body}\n\\end{{document}}\n"


def text(content: bytes) -> str:
    return " ".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(content))


@pytest.fixture
def scratch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of its own for temporary files, to see what is left in it."""
    folder = tmp_path / "scratch"
    folder.mkdir()
    monkeypatch.setattr(pdf.tempfile, "tempdir", str(folder))
    return folder


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """The embedded engine, given one second of processor time."""
    monkeypatch.setitem(ENGINES, "embedded", replace(ENGINES["embedded"], seconds=1))


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The exit status of every run of an engine, as they come."""
    statuses: list[int] = []
    really = call.run
    monkeypatch.setattr(call, "run", lambda *asked: statuses.append(really(*asked)) or statuses[-1])
    return statuses


def fake(folder: Path, monkeypatch: pytest.MonkeyPatch, script: str, name: str = "pdflatex") -> None:
    """A shell script in the place of an engine."""
    folder.mkdir(exist_ok=True)
    program = folder / name
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(folder))


def working(folder: Path) -> list[str]:
    """Where in a folder processes are at work."""
    left = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            where = os.readlink(process / "cwd")
        except OSError:
            continue
        left += [where] if where.startswith(str(folder)) else []
    return left


def deserted(folder: Path) -> bool:
    """Whether no process works in the folder; one that was killed has a moment to go."""
    deadline = time.monotonic() + 2
    while working(folder) and time.monotonic() < deadline:
        time.sleep(0.01)
    return not working(folder)


def close_input() -> None:
    os.close(0)


def test_the_same_text_gives_the_same_bytes_in_any_environment(tmp_path: Path) -> None:
    tex = document(r"Hello, \today. Page \thepage{} of \pageref{LastPage}.")
    strange = tmp_path / "a b's \"中文\" $(id); ;x"
    strange.mkdir()
    plain = {"PYTHONPATH": str(ROOT), "PATH": os.environ["PATH"]}
    odd = plain | {"TMPDIR": str(strange), "TZ": "Asia/Tokyo", "LC_ALL": "de_DE.UTF-8", "PYTHONHASHSEED": "7",
                   "TEXINPUTS": "/nowhere", "TEXMFCNF": "/nowhere", "openin_any": "a", "HOME": "/nowhere",
                   "SOURCE_DATE_EPOCH": "1", "max_print_line": "20"}  # fmt: skip
    made = [
        subprocess.run([sys.executable, "-c", MAKE, tex], env=env, check=True, stdout=subprocess.PIPE,
                       cwd=cwd, preexec_fn=close_input).stdout
        for env, cwd in ((plain, ROOT), (odd, strange))
    ]  # fmt: skip
    assert made[0] == made[1] == pdf.compile_tex(tex)
    assert str(tmp_path).encode() not in made[1]
    assert "January 1, 2024. Page 1 of 1." in text(made[0])


def test_references_settle_in_two_runs(counted: list[int]) -> None:
    tex = document(r"\tableofcontents\section{One}\newpage on \thepage{} of \pageref{LastPage}")
    assert "on 2 of 2" in text(pdf.compile_tex(tex))
    assert counted == [0, 0]


def test_a_document_without_references_runs_once(counted: list[int]) -> None:
    pdf.compile_tex(document(r"\section{One} alone").replace(",lastpage", ""))
    assert counted == [0]


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (r"see \wrong here", r"on line 5 of the .tex (see \wrong here): Undefined control sequence \wrong"),
        (r"\def\x{\wrong}\x", r"Undefined control sequence \wrong; define it"),
        (r"\input{/etc/passwd}", "File `/etc/passwd.tex' not found; the engine lacks it or may not read it"),
        (r"\newread\f\openin\f=/etc/passwd \read\f to\x\x", "line 5"),
        (r"\immediate\openout3=../stolen.txt ", "I can't write on file"),
        (r"\input{nosuch.sty}", "File `nosuch.sty' not found"),
        (r"\begin{nosuch}", "Environment nosuch undefined; correct that line"),
        (r"$\frac{1$", r"\end{...} is missing"),
        (r"\def\x{\x\x}\x", "capacity exceeded"),
        (r"\fontencoding{OT1}\fontfamily{cmr}\selectfont plain", "cmr10.pfb): cannot open Type 1 font"),
        (r"\font\f=nosuch10 \f", "the engine lacks this font"),
        (r"\font\f=ec-lmr10 \f\char256 x", "line 5"),
        (r"\font\f=lmex10 \f\char200", "the font lmex10 has no character"),
        (r"cut \end{document} off", "TeX never reached line 6 of the .tex"),
        ("", "TeX wrote no page"),
    ],
)  # fmt: skip
def test_an_error_of_tex_is_one_line_that_names_it(body: str, said: str, scratch: Path) -> None:
    with pytest.raises(EngineError) as failed:
        pdf.compile_tex(document(body))
    assert said in str(failed.value)
    assert "\n" not in str(failed.value)
    assert not list(scratch.iterdir())


ENDLESS = {
    "loop": r"\loop\iftrue\repeat",
    "macro": r"\def\x{\x}\x",
    "file": r"\newwrite\f\immediate\openout\f=big \loop\immediate\write\f{\jobname\jobname}\iftrue\repeat",
    "message": r"\loop\message{a long message a long message a long message}\iftrue\repeat",
    "pages": r"\loop x\newpage\iftrue\repeat",
}


@pytest.mark.parametrize("bomb", ENDLESS)
def test_a_document_without_end_is_stopped(bomb: str, scratch: Path, hasty: None) -> None:
    most, ended = [0], threading.Event()

    def measure() -> None:
        while not ended.wait(0.01):
            sizes = [path.lstat().st_size for path in scratch.glob("*/*") if path.exists()]
            most[0] = max(most[0], sum(sizes))

    watcher = threading.Thread(target=measure)
    watcher.start()
    began = time.monotonic()
    with pytest.raises(EngineError, match="was stopped"):
        pdf.compile_tex(document(ENDLESS[bomb]))
    took = time.monotonic() - began
    ended.set()
    watcher.join()
    assert took < 4
    assert 0 < most[0] <= 64 * MEGABYTE
    assert not list(scratch.iterdir())
    assert deserted(scratch)


@pytest.mark.parametrize(
    ("script", "said"),
    [
        ("kill -SEGV $$", "crashed (SIGSEGV)"),
        ("exit 7", "failed without a word"),
        ("exit 0", "wrote no page"),
        ("/bin/sleep 60 & exit 3", "failed without a word"),
        ("while :; do :; done", "was stopped after more than 1 s"),
        ("/bin/sleep 60", "was stopped after more than 1 s"),
        ("for n in 1 2 3; do /usr/bin/head -c 20000000 /dev/zero > $n; done; /bin/sleep 60", "wrote too much"),
        ("/usr/bin/head -c 40000000 /dev/zero > one; kill -XFSZ $$", "wrote too much"),
        ('echo "Output written on job.pdf (1 page, 9 bytes)." > job.log', "never reached line 6"),
    ],
)
def test_an_engine_that_fails_leaves_nothing(
    script: str, said: str, tmp_path: Path, scratch: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(ENGINES, "pdflatex", replace(ENGINES["pdflatex"], seconds=1))
    fake(tmp_path / "bin", monkeypatch, script)
    with pytest.raises(EngineError) as failed:
        pdf.compile_tex(document("x"), "pdflatex")
    assert said in str(failed.value)
    assert not list(scratch.iterdir())
    assert deserted(scratch)


def test_a_cut_off_pdf_is_never_handed_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    log = "derive: the document ended on line 6.\nOutput written on job.pdf (1 page, 9 bytes)."
    fake(tmp_path / "bin", monkeypatch, f"echo '{log}' > job.log; echo %PDF-1.5 > job.pdf")
    with pytest.raises(EngineError, match="left no whole PDF"):
        pdf.compile_tex(document("x"), "pdflatex")


def test_an_engine_gets_no_input_and_nothing_of_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = tmp_path / "seen.txt"
    monkeypatch.setenv("SECRET", "hush")
    fake(tmp_path / "bin", monkeypatch, f'exec > "{seen}"; /usr/bin/env; /bin/cat; echo "$@"; exit 1')
    with pytest.raises(EngineError):
        pdf.compile_tex(document("x"), "pdflatex")
    lines = seen.read_text().splitlines()
    assert "openin_any=p" in lines
    assert "SECRET" not in seen.read_text()
    assert lines[-1].split()[0] == "-no-shell-escape" and lines[-1].endswith(" job.tex")


@pytest.mark.parametrize("name", [name for name in ENGINES if name != "embedded"])
def test_every_engine_is_found_on_path_and_named_where_it_is_missing(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, scratch: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(EngineError, match=f"{name} is not on PATH; run `pip install rendercv") as missing:
        pdf.compile_tex(document("x"), name)
    assert "\n" not in str(missing.value)
    real = embedded()
    assert real
    fake(tmp_path / "bin", monkeypatch, f'for file; do :; done; exec "{real}" "$file"', name)
    monkeypatch.setitem(ENGINES, name, replace(ENGINES[name], first=""))  # words that LuaTeX alone knows
    assert "Hello" in text(pdf.compile_tex(document("Hello"), name))


def test_a_link_to_pdflatex_makes_the_same_pdf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "pdflatex").symlink_to(str(embedded()))
    monkeypatch.setenv("PATH", str(tmp_path))
    assert pdf.compile_tex(document("Hello"), "pdflatex") == pdf.compile_tex(document("Hello"))


def test_the_environment_chooses_the_engine_unless_an_argument_does(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(CHOICE, "wordstar")
    with pytest.raises(InputError, match="no TeX engine 'wordstar'; choose one of embedded, pdflatex"):
        pdf.compile_tex(document("x"))
    assert pdf.compile_tex(document("x"), "embedded").startswith(b"%PDF-")


def test_no_engine_at_all_is_said_with_the_remedy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setitem(ENGINES, "embedded", replace(ENGINES["embedded"], find=lambda: None))
    with pytest.raises(EngineError, match="no TeX engine is installed; run `pip install"):
        pdf.compile_tex(document("x"))
    with pytest.raises(EngineError, match="the embedded TeX engine has no program here"):
        pdf.compile_tex(document("x"), "embedded")


def test_an_interrupt_kills_the_engine(tmp_path: Path) -> None:
    command = [sys.executable, "-c", MAKE, document(r"\loop\iftrue\repeat")]
    environment = os.environ | {"PYTHONPATH": str(ROOT), "TMPDIR": str(tmp_path)}
    maker = subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL)
    deadline = time.monotonic() + 20
    while not (begun := working(tmp_path)) and time.monotonic() < deadline:
        time.sleep(0.05)
    maker.send_signal(signal.SIGINT)
    maker.wait(10)
    assert begun
    assert not list(tmp_path.iterdir())
    assert deserted(tmp_path)


@pytest.fixture
def never(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Fails the test where an engine is started."""
    monkeypatch.setattr(pdf, "compile_tex", lambda *asked: pytest.fail("compiled in vain"))
    return


def test_a_folder_that_cannot_be_written_is_said_before_compiling(tmp_path: Path, never: None) -> None:
    (tmp_path / "out").write_text("a file")
    for folder in (tmp_path / "out", tmp_path / "out" / "deeper", Path("/proc/derive")):
        with pytest.raises(FileError, match="cannot be written"):
            pdf.write_pdf(document("x"), folder / "sheet.pdf")


def test_a_pdf_replaces_the_old_one_only_when_it_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "new $(id); 中文" / "sheet.pdf"
    pdf.write_pdf(document("first"), path)
    first = path.read_bytes()
    with pytest.raises(EngineError):
        pdf.write_pdf(document(r"\wrong"), path)
    assert path.read_bytes() == first
    assert [file.name for file in path.parent.iterdir()] == ["sheet.pdf"]


def test_temporary_files_without_room_are_told(scratch: Path) -> None:
    scratch.rmdir()
    with pytest.raises(FileError, match="set TMPDIR"):
        pdf.compile_tex(document("x"))
