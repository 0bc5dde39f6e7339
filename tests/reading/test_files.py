"""Files of every encoding, size and kind: the usual ones are read, the others refused at once."""

from __future__ import annotations

import io
import os
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from derive.errors import FileError, InputError
from derive.reading import problem, read, starter_text
from derive.reading.json_file import read_json
from derive.reading.outline import Outline, Place
from derive.reading.source import parsed, slug
from derive.reading.toml_file import read_toml
from derive.reading.yaml_file import read_yaml

ARTICLE = starter_text("article").encode()

READABLE = {
    "byte order mark": b"\xef\xbb\xbf" + ARTICLE,
    "line ends of Windows": ARTICLE.replace(b"\n", b"\r\n"),
    "line ends of old": ARTICLE.replace(b"\n", b"\r"),
    "directive": b"%YAML 1.1\n---\n" + ARTICLE,
    "no last line end": ARTICLE.rstrip(),
}
REFUSED = {
    "empty": (b"", "empty"),
    "blank": (b" \n\n", "empty"),
    "comments alone": (b"# nothing\n", "in place of a problem"),
    "UTF-16": (b"\xff\xfe" + ARTICLE.decode().encode("utf-16-le"), "UTF-16"),
    "UTF-16 without mark": (ARTICLE.decode().encode("utf-16-le"), "UTF-16"),
    "binary": (b"\x89PNG\r\n\x1a\n\0\0", "no UTF-8"),
    "Latin-1": ("title: Å".encode("latin-1"), ":1: this is no UTF-8"),
    "large": (b"#" * 1_000_001, "larger than 1 MB"),
    "list": (b"- 1", "a list stands in place of a problem"),
    "two documents": (ARTICLE + b"---\n" + ARTICLE, "second document"),
    "bomb of aliases": (b"a: &a [x,x]\nb: &b [*a,*a]\nc: [*b,*b]", "*a is an alias"),
    "circle of aliases": (b"a: &a [*a]", "*a is an alias"),
    "brackets": (b"[" * 5000, "nested too deep"),
    "more brackets": (b"[" * 900_000, "nested too deep"),
    "dashes": (b"- " * 5000, "nested deeper"),
    "many values": (b"a: [" + b"1," * 60_000 + b"]", "more than 50000 values"),
    "control character": (b"a: \x01", "no YAML"),
    "escape out of range": (b'"\\UFFFFFFFF": 1', "no YAML"),
    "tab": (b"\ta: 1", "wrong.yaml:1:1: this is no YAML"),
    "open list": (b"a: [1", "wrong.yaml:1:6: this is no YAML"),
    "key that is a list": (b"? [a]\n: b", "a key is not a plain word"),
}
REFUSED_OTHERS = {
    "nested JSON": (b"[" * 100_000, ".json", ":1:34: nested deeper"),
    "nested objects": (b'{"a":' * 100_000, ".json", "nested deeper"),
    "repeated key": (b'{"w1": 1,\n "w1": 2}', ".json", ":2:2: the key w1 of line 1 is given again in line 2"),
    "NaN": (b'{"loss": NaN}', ".json", ":1:10: this is no JSON: NaN"),
    "octal": (b'{"loss": 017}', ".json", ":1:10: this is no JSON: 017"),
    "trailing comma": (b'{"loss": "mse",}', ".json", ":1:16: this is no JSON"),
    "open text": (b'{"loss": "mse', ".json", ":1:10: this is no JSON"),
    "wrong escape": (b'{"loss": "\\q"}', ".json", ":1:10: this is no JSON"),
    "surplus": (b"{} x", ".json", ":1:4: this is no JSON"),
    "nested TOML": (b"a = " + b"[" * 100_000, ".toml", "nested too deep"),
    "dotted TOML": (b"a." * 50_000 + b"a = 1", ".toml", "more than 20 dots"),
    "repeated TOML": (b"a = 1\na = 2\n", ".toml", ":2:6: this is no TOML"),
    "huge TOML": (b"a = " + b"1" * 6000, ".toml", "out of range"),
    "nan in TOML": (b"[training]\nlearning_rate = nan", ".toml", ":2:1: training.learning_rate: nan is not a finite"),
    "1.0e+400 in TOML": (b"[training]\nlearning_rate = 1.0e+400", ".toml", ":2:1: training.learning_rate: 1.0e+400 is"),
}  # fmt: skip


def said(data: bytes, tmp_path: Path, suffix: str = ".yaml") -> str:
    """What reading these bytes says; it takes less than a second."""
    file = tmp_path / f"wrong{suffix}"
    file.write_bytes(data)
    start = time.process_time()
    with pytest.raises(InputError) as caught:
        read(file)
    assert time.process_time() - start < (1 if len(data) < 110_000 else 5)
    return str(caught.value)


@pytest.mark.parametrize("name", READABLE)
def test_usual_encodings_are_read(name: str, tmp_path: Path) -> None:
    file = tmp_path / "article.yaml"
    file.write_bytes(READABLE[name])
    assert read(file) == read("article")


@pytest.mark.parametrize("name", REFUSED)
def test_other_files_are_refused_in_one_line(name: str, tmp_path: Path) -> None:
    data, words = REFUSED[name]
    text = said(data, tmp_path)
    assert words in text.splitlines()[0]


@pytest.mark.parametrize("name", REFUSED_OTHERS)
def test_other_formats_are_refused_in_one_line(name: str, tmp_path: Path) -> None:
    data, suffix, words = REFUSED_OTHERS[name]
    assert any(words in line for line in said(data, tmp_path, suffix).splitlines())


def test_a_folder_a_pipe_and_a_device_are_no_files(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    kinds = {tmp_path: "a folder", tmp_path / "pipe": "no regular file", Path("/dev/zero"): "no regular file"}
    for path, words in kinds.items():
        with pytest.raises(InputError, match=words):
            read(path)


@pytest.mark.parametrize("path", ["nowhere/a.yaml", "artcle", "a\0b", "x" * 5000, "a.yaml/b", ""])
def test_a_file_that_is_not_there_is_the_inputs_fault(path: str) -> None:
    with pytest.raises(InputError) as caught:
        read(path)
    assert caught.value.exit_status == 2


def test_a_misspelt_starter_is_guessed() -> None:
    with pytest.raises(InputError, match="did you mean the starter article"):
        read("artcle")


def test_standard_input_has_the_same_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"#" * 2_000_000)))
    with pytest.raises(InputError, match="standard input: the file is larger than 1 MB"):
        read("-")
    monkeypatch.setattr("sys.stdin", None)
    with pytest.raises(InputError, match="no standard input"):
        read("-")


def test_standard_input_that_breaks_is_no_fault_of_the_input(monkeypatch: pytest.MonkeyPatch) -> None:
    closed = io.TextIOWrapper(io.BytesIO(ARTICLE))
    closed.buffer.close()
    monkeypatch.setattr("sys.stdin", closed)
    with pytest.raises(FileError, match="standard input: cannot be read"):
        read("-")


@pytest.mark.parametrize(
    ("stem", "name"),
    [("article", "article"), ("Übung 3", "Ubung-3"), ("../x", "x"), ("中文", "problem"), ("$(id);", "id")],
)
def test_a_problem_is_named_in_safe_characters(stem: str, name: str) -> None:
    assert slug(stem) == name


def test_json_keeps_numbers_and_places_as_they_are_written() -> None:
    outline = read_json('{"a": [0.10, 1e5,\n\t-3],\n "b\\u00e9": {"c": null, "d": true, "e": []}}', "x")
    assert outline.tree == {"a": ["0.10", "1e5", "-3"], "bé": {"c": None, "d": True, "e": []}}
    assert outline.values["a", 2] == Place(2, 2)
    assert outline.keys["bé", "d"] == Place(3, 25)


def test_yaml_keeps_numbers_and_places_as_they_are_written() -> None:
    outline = read_yaml("a: [0.10, 1e5,\n  -3]\nb:\n- {c: ~, d: true, e: 'true', f: no}\n", "x")
    assert outline.tree == {"a": ["0.10", "1e5", "-3"], "b": [{"c": None, "d": True, "e": "true", "f": "no"}]}
    assert outline.values["a", 2] == Place(2, 3)
    assert outline.keys["b", 0, "d"] == Place(4, 10)


def test_toml_keeps_numbers_as_they_are_written_and_finds_keys() -> None:
    outline = read_toml("a = [0.10, 1e5]\n[[n.l]]\nu = 1\n[[n.l]]\n  u = 2\n[n.l.s]\nt = 07:30:00\n", "x")
    assert outline.tree == {"a": ["0.10", "1e5"], "n": {"l": [{"u": 1}, {"u": 2, "s": {"t": "07:30:00"}}]}}
    assert outline.keys["n", "l", 1, "u"] == Place(5, 3)
    assert outline.keys["n", "l", 1, "s", "t"] == Place(7, 1)


PIECES = ["network", ":", " ", "\n", "- ", "[", "]", "{", "}", ",", '"', "'", "1e5", "nan", "&a", "*a", "!!x", "=",
          "\t", "#", "|", ">", "?", "\\u", "é", "\u2028", "---\n", "loss", "mse", "null", "\0"]  # fmt: skip


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.one_of(st.lists(st.sampled_from(PIECES), max_size=20).map("".join), st.text(max_size=40)))
@pytest.mark.parametrize("reader", [read_yaml, read_json, read_toml])
def test_any_text_has_an_outline_or_an_input_error(reader: object, text: str) -> None:
    try:
        outline = reader(text, "x")  # type: ignore[operator]
    except InputError as error:
        assert str(error).startswith("x:")
    else:
        assert isinstance(outline, Outline)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_a_damaged_starter_is_read_or_refused(data: st.DataObject) -> None:
    text = starter_text(data.draw(st.sampled_from(["article", "deck", "softmax"])))
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start, min(len(text), start + 20)))
    damaged = text[:start] + data.draw(st.lists(st.sampled_from(PIECES), max_size=4).map("".join)) + text[end:]
    try:
        problem(parsed(damaged, "damaged.yaml", ".yaml"), "damaged")
    except InputError as error:
        assert error.faults
