"""The command line: every command and option, what it prints, and the exit status it ends with."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

import derive
from derive import cli, printing
from derive.cli import commands, listings, proofs
from derive.errors import EngineError
from derive.reading import starter_text
from tests.programs import heeding_interrupts

ROOT = Path(__file__).parent.parent
COMMANDS = (
    "new", "worksheet", "slides", "page", "figure", "notebook", "fragments", "equations", "values", "check", "train"
)  # fmt: skip
ROW = ["number", "id", "section", "rule", "uses", "latex", "text", "value"]
FOUR = ["answers.pdf", "answers.tex", "worksheet.pdf", "worksheet.tex"]
A4, LETTER = (595, 842), (612, 792)


def run(*arguments: str, stdin: str | bytes | None = None) -> Result:
    """The command, run in this process."""
    return CliRunner().invoke(cli.app, arguments, input=stdin, prog_name="derive")


def started(*arguments: str, **how: object) -> subprocess.CompletedProcess[str]:
    """The command, run as a program."""
    command = [sys.executable, "-m", "derive", *arguments]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, **how)  # type: ignore[call-overload,no-any-return]


def test_the_commands_are_these() -> None:
    group = typer.main.get_command(cli.app)
    assert tuple(group.list_commands(None)) == COMMANDS  # type: ignore[attr-defined]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_in_the_readme_and_explains_itself(command: str) -> None:
    assert f"`derive {command} " in (ROOT / "README.md").read_text("utf-8")
    help = run(command, "--help")
    assert help.exit_code == 0
    assert f"derive {command}" in help.stdout


def test_the_help_says_what_each_command_does_and_reads_none_in() -> None:
    code = "import sys, derive.cli\nsys.argv[1:] = ['--help']\ntry: derive.cli.main()\nfinally: print(*sys.modules)"
    ran = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=60)
    words, modules = (text.split() for text in ran.stdout.rstrip().rsplit("\n", 1))
    for name, row in commands.COMMANDS.items():
        assert f"{name} {row.says}" in " ".join(words)
        assert f"derive.cli.{row.home}" not in modules


def test_a_command_that_is_spelt_wrong_is_told_with_the_right_one() -> None:
    refused = run("workshet", "article")
    assert refused.exit_code == 2
    assert "worksheet" in refused.stderr


def test_every_option_is_in_the_readme() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    group = typer.main.get_command(cli.app)
    options = {
        name
        for command in COMMANDS
        for parameter in group.get_command(None, command).params  # type: ignore[attr-defined]
        for name in parameter.opts
        if name.startswith("--")
    } - {"--output"}  # told as -o
    assert {"--only", "--level", "--json"} <= options
    assert not [name for name in options if name not in readme]


def test_new_lists_the_starters() -> None:
    listed = run("new")
    assert listed.exit_code == 0
    assert tuple(listed.stdout.split()) == derive.starters()


@pytest.mark.parametrize("starter", derive.starters())
def test_new_writes_a_starter_that_reads_back(starter: str, in_tmp: Path) -> None:
    assert run("new", starter).stdout == starter_text(starter)
    assert run("new", starter, "-o", "mine.yaml").exit_code == 0
    assert (in_tmp / "mine.yaml").read_text("utf-8") == starter_text(starter)
    assert derive.read("mine.yaml").layers == derive.read(starter).layers


def test_worksheet_writes_four_files_into_the_default_folder(in_tmp: Path) -> None:
    made = run("worksheet", "article")
    assert made.exit_code == 0, made.output
    folder = in_tmp / "output" / "article"
    assert sorted(path.name for path in folder.iterdir()) == FOUR
    assert sorted(made.stdout.split()) == [f"output/article/{name}" for name in FOUR]
    assert all((folder / name).read_bytes().startswith(b"%PDF-") for name in FOUR if name.endswith("pdf"))


def test_a_file_names_its_folder_and_o_another(in_tmp: Path, unpressed: list[str]) -> None:
    (in_tmp / "My lesson.yaml").write_text(starter_text("article"), "utf-8")
    made = run("worksheet", "My lesson.yaml")
    assert made.exit_code == 0, made.output
    assert sorted(path.name for path in next((in_tmp / "output").iterdir()).iterdir()) == FOUR
    assert run("worksheet", "article", "-o", "hand/out").exit_code == 0
    assert sorted(path.name for path in (in_tmp / "hand" / "out").iterdir()) == FOUR


@pytest.mark.parametrize("level", ["worked", "guided", "blank"])
@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_level_and_paper_change_the_documents(level: str, paper: str, in_tmp: Path, unpressed: list[str]) -> None:
    assert run("worksheet", "article", "--level", level, "--paper", paper).exit_code == 0
    student, key = unpressed
    assert (r"\result" in student.partition(r"\begin{document}")[2]) is (level == "worked")
    assert (r"\,\blank{}" in student) is (level == "guided")
    assert r"\result" in key.partition(r"\begin{document}")[2]
    assert f"{paper}paper" in student and f"{paper}paper" in key


@pytest.mark.parametrize("arguments", [("--level", "hard"), ("--paper", "a3"), ("--engine", "wordstar"), ("--no",)])
def test_an_option_that_is_not_known_is_refused(arguments: tuple[str, ...], in_tmp: Path) -> None:
    refused = run("worksheet", "article", *arguments)
    assert refused.exit_code == 2
    assert arguments[-1] in refused.stderr
    assert not list(in_tmp.glob("output/*/*.pdf"))


def test_equations_as_text() -> None:
    lines = run("equations", "article").stdout.splitlines()
    assert lines[5] == "   (6)  z_1 = w_11·x_1 + w_12·x_2 + b_1 = 0.4·0.5 + 0.3·0.1 + 0.1 = 0.33"
    assert [int(match[1]) for line in lines if (match := re.match(r" *\((\d+)\)", line))][-1] == 33


def test_equations_as_json_have_exactly_these_keys() -> None:
    rows = json.loads(run("equations", "article", "--format", "json").stdout)
    assert [list(row) for row in rows] == [ROW] * len(rows)
    by_id = {row["id"]: row for row in rows}
    row = by_id["dL/dw[2][1][1]"]
    assert (row["number"], row["rule"], row["section"]) == ("16", "chain rule", "Backward pass")
    assert row["uses"] == ["dL/dz[2][1]", "a[1][1]"]
    assert row["value"] == pytest.approx(0.0312, abs=5e-5)
    assert [row["number"] for row in rows if row["id"] and row["id"].startswith(("w_new[2]", "b_new[2]"))] == ["25"] * 3
    assert [row["id"] for row in rows[:5]] == [None] * 5
    assert by_id["dL/dx[1]"]["number"] is None


def test_equations_as_latex_are_tagged_environments() -> None:
    latex = run("equations", "article", "--only", "6-25", "--format", "latex").stdout
    assert latex.count(r"\begin{equation}") == latex.count(r"\end{equation}") == 22
    assert list(dict.fromkeys(re.findall(r"\\tag\{(\d+)\}", latex))) == [str(number) for number in range(6, 26)]


@pytest.mark.parametrize(
    ("only", "numbers"),
    [("6-8", "6 7 8"), ("12", "12"), ("1, 33", "1 33 33 33"), ("7,5-6", "5 6 7"), ("30-99", "30 31 32 32 32 33 33 33")],
)
def test_only_the_numbers_asked_for(only: str, numbers: str) -> None:
    rows = json.loads(run("equations", "article", "--format", "json", "--only", only).stdout)
    assert [row["number"] for row in rows] == numbers.split()


@pytest.mark.parametrize("only", ["six", "6-", "-3", "6..8", "", "40-50", "8-6", "1e3", "9999999"])
def test_numbers_that_are_none_are_refused(only: str) -> None:
    refused = run("equations", "article", f"--only={only}")
    assert refused.exit_code == 2
    assert refused.stderr.count("\n") == 1
    assert not refused.stdout


def test_equations_go_into_a_file(in_tmp: Path) -> None:
    assert not run("equations", "article", "-o", "eq.txt").stdout
    assert (in_tmp / "eq.txt").read_text("utf-8") == run("equations", "article").stdout


def test_values_as_json_are_one_object_for_the_one_update() -> None:
    [step] = json.loads(run("values", "article", "--json").stdout)["steps"]
    work = derive.backprop(derive.read("article"))
    assert step == work.values()
    assert {"x[1]", "y[1]", "w[1][1][1]", "b[2][1]", "z[1][1]", "a[2][1]", "L", "L[1]", "dL/dx[2]"} <= step.keys()
    assert {"dL/da[1][1]", "da/dz[1][1]", "dL/dz[1][1]", "dL/dw[1][1][2]", "dL/db[2][1]", "b_new[2][1]"} <= step.keys()
    assert step["L[1]"] == step["L"]


def test_values_in_columns() -> None:
    lines = dict(line.split() for line in run("values", "article").stdout.splitlines())
    assert float(lines["z[1][1]"]) == 0.33


def test_values_of_letters_alone_are_none() -> None:
    assert json.loads(run("values", "summary", "--json").stdout) == {"steps": [{}]}


@pytest.mark.parametrize("starter", ["article", "summary", "adam", "recurrent", "circuit", "batch-norm"])
def test_check_prints_what_the_proof_of_every_update_says(starter: str) -> None:
    """That every starter is proved, tests/engine/test_check.py tells."""
    checked = run("check", starter)
    assert checked.exit_code == 0, checked.output
    assert re.search(r"(\d+) of \1 partial derivatives", checked.stdout)
    assert checked.stdout.splitlines() == [*derive.check(derive.backprop(derive.read(starter))).lines]


def test_check_ends_with_1_where_a_gradient_is_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    really = proofs.derived

    def spoilt(source: str) -> derive.Derivation:
        work = really(source)
        numbers = dict(work.numbers)
        numbers["dL/dw[2][1][1]"] *= Decimal("1.0005")
        return replace(work, numbers=numbers)

    monkeypatch.setattr(proofs, "derived", spoilt)
    checked = run("check", "article")
    assert checked.exit_code == 1
    assert "dL/dw[2][1][1]" in checked.stdout


@pytest.mark.parametrize("command", COMMANDS[1:])
def test_a_dash_reads_standard_input(command: str, in_tmp: Path, unpressed: list[str]) -> None:
    ran = run(command, "-", stdin=starter_text("xor"))
    assert ran.exit_code == 0, ran.output
    assert run(command, "-", stdin="title: [").exit_code == 2


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("problem", ["artikle", "nowhere/mine.yaml", "."])
def test_a_problem_that_is_not_there_ends_with_2(command: str, problem: str, in_tmp: Path) -> None:
    refused = run(command, problem)
    assert refused.exit_code == 2
    assert refused.stderr.count("\n") == 1
    assert not refused.stdout


def test_an_engine_that_fails_ends_with_3_and_leaves_the_tex(in_tmp: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(tex: str, engine: str | None = None) -> bytes:
        raise EngineError("TeX stopped; correct that line")

    monkeypatch.setattr(printing, "compile_tex", fail)
    failed = run("worksheet", "article")
    assert failed.exit_code == 3
    assert failed.stderr == "TeX stopped; correct that line\n"
    assert sorted(path.name for path in (in_tmp / "output" / "article").iterdir()) == ["answers.tex", "worksheet.tex"]


@pytest.mark.parametrize("command", ["worksheet", "equations", "new"])
def test_a_place_that_cannot_be_written_ends_with_4(command: str, in_tmp: Path, unpressed: list[str]) -> None:
    (in_tmp / "file").write_text("a file")
    refused = run(command, "article", "-o", "file/deeper")
    assert refused.exit_code == 4
    assert "file/deeper" in refused.stderr and refused.stderr.count("\n") == 1
    assert not unpressed
    assert (in_tmp / "file").read_text() == "a file"


def test_an_output_without_room_ends_with_4() -> None:
    with open("/dev/full", "w") as full:
        command = [sys.executable, "-m", "derive", "new", "article"]
        environment = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": ""}
        ran = subprocess.run(command, env=environment, stdout=full, stderr=subprocess.PIPE, text=True, timeout=60)
    assert ran.returncode == 4
    assert ran.stderr == "the output cannot be written (No space left on device); write it elsewhere\n"


def test_an_interrupt_ends_with_130(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(source: str) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(listings, "derived", interrupt)
    stopped = run("values", "article")
    assert stopped.exit_code == 130
    assert stopped.stderr == "interrupted\n"


def test_a_program_that_is_interrupted_leaves_no_pdf(tmp_path: Path) -> None:
    slow = "import sys, time; from derive import cli, printing\n" \
           "printing.compile_tex = lambda *asked: (print('pressing', flush=True), time.sleep(1.5))\n" \
           "sys.argv = ['derive', 'worksheet', 'article', '-o', sys.argv[1]]; cli.main()"  # fmt: skip
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    process = subprocess.Popen([sys.executable, "-c", slow, str(tmp_path / "out")], env=environment,
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                               preexec_fn=heeding_interrupts)  # fmt: skip
    assert process.stdout and "pressing" in process.stdout.readline()
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 130
    assert said == "interrupted\n"
    assert not list((tmp_path / "out").iterdir())


@pytest.mark.parametrize(
    "arguments",
    [(), ("--help",), ("bogus",), ("worksheet",), ("values", "article", "extra"), ("values", "article", "--only")],
)
def test_a_wrong_call_is_told_without_a_traceback(arguments: tuple[str, ...]) -> None:
    ran = run(*arguments)
    assert ran.exit_code == (0 if arguments == ("--help",) else 2)
    assert "Traceback" not in ran.output
    assert "Usage: derive" in ran.output


def test_the_program_itself_ends_as_the_command_does() -> None:
    done = started("values", "summary", "--json")
    assert (done.returncode, done.stderr) == (0, "")
    refused = started("check", "-", stdin=subprocess.DEVNULL)
    assert refused.returncode == 2
    assert refused.stderr.count("\n") == 1 and not refused.stdout


def test_nothing_is_told_of_progress_where_no_terminal_is(in_tmp: Path, unpressed: list[str]) -> None:
    for command in ("worksheet", "check"):
        ran = run(command, "summary")
        assert ran.exit_code == 0
        assert ran.stderr == ""


def test_progress_is_told_on_a_terminal_and_not_in_the_output() -> None:
    ours, theirs = os.openpty()
    environment = os.environ | {"PYTHONPATH": str(ROOT), "TERM": "xterm"}
    command = [sys.executable, "-m", "derive", "check", "summary"]
    ran = subprocess.run(command, env=environment, stdout=subprocess.PIPE, stderr=theirs, text=True, timeout=60)
    os.close(theirs)
    told = os.read(ours, 65536).decode()
    os.close(ours)
    assert "proving every gradient" in told
    assert ran.returncode == 0
    assert "proving" not in ran.stdout and "partial derivatives" in ran.stdout


def test_a_reader_that_has_seen_enough_is_no_fault() -> None:
    command = f"{sys.executable} -m derive equations softmax --format json | head -1; exit ${{PIPESTATUS[0]}}"
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    ran = subprocess.run(["bash", "-c", command], env=environment, capture_output=True, text=True, timeout=60)
    assert ran.stderr == ""
    assert ran.returncode == 0


def test_a_terminal_that_lacks_letters_shows_the_rest() -> None:
    environment = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "latin-1", "PYTHONUTF8": "0"}
    command = [sys.executable, "-m", "derive", "equations", "article", "--only", "7"]
    ran = subprocess.run(command, env=environment, capture_output=True, timeout=60)
    assert ran.returncode == 0
    assert rb"\u2248 0.5818" in ran.stdout


def test_the_pdf_of_the_command_has_the_paper_asked_for(in_tmp: Path) -> None:
    import pypdfium2

    assert run("worksheet", "summary", "--level", "blank", "--paper", "letter").exit_code == 0
    page = pypdfium2.PdfDocument(in_tmp / "output" / "summary" / "worksheet.pdf")[0]
    assert tuple(round(side) for side in page.get_size()) == LETTER != A4
