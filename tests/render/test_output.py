"""Files are there whole or not at all."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from derive.errors import FileError
from derive.render.output import prepare_folder, write_file

ROOT = Path(__file__).parent.parent.parent
LIMITED = """
import resource, sys
from derive.render.output import write_file
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
write_file(sys.argv[1], b"x" * 5000)
"""


def test_a_new_file_has_the_rights_the_user_gives(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        write_file(tmp_path / "a.pdf", b"whole")
    finally:
        os.umask(before)
    assert (tmp_path / "a.pdf").read_bytes() == b"whole"
    assert (tmp_path / "a.pdf").stat().st_mode & 0o777 == 0o640


def test_without_room_the_old_file_stays(tmp_path: Path) -> None:
    target = tmp_path / "a.pdf"
    target.write_bytes(b"old")
    ran = subprocess.run([sys.executable, "-c", LIMITED, str(target)], env={"PYTHONPATH": str(ROOT)},
                         capture_output=True, text=True)  # fmt: skip
    assert "FileError" in ran.stderr and "File too large" in ran.stderr
    assert target.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [target]


def test_who_reads_the_old_file_reads_it_to_its_end(tmp_path: Path) -> None:
    target = tmp_path / "a.pdf"
    write_file(target, b"old and whole")
    with target.open("rb") as reader:
        write_file(target, b"new")
        assert reader.read() == b"old and whole"
    assert target.read_bytes() == b"new"


def test_a_folder_in_the_place_of_the_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").mkdir()
    with pytest.raises(FileError, match=r"a\.pdf: the file cannot be written \(Is a directory\); choose"):
        write_file(tmp_path / "a.pdf", b"whole")
    assert [path.name for path in tmp_path.iterdir()] == ["a.pdf"]


def test_a_folder_is_made_with_its_parents_and_left_empty(tmp_path: Path) -> None:
    made = prepare_folder(tmp_path / "a" / "b")
    assert made.is_dir() and not list(made.iterdir())
    assert prepare_folder(made) == made


def test_a_folder_gone_in_the_meantime_is_told(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="No such file or directory"):
        write_file(tmp_path / "gone" / "a.pdf", b"whole")


def test_a_file_in_the_place_of_the_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"a file")
    with pytest.raises(FileError, match="Not a directory"):
        write_file(tmp_path / "file" / "a.pdf", b"whole")
