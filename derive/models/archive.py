"""A zip file from a stranger: members read one by one, never unpacked, never longer than they may be."""

from __future__ import annotations

import io
import zlib
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from derive.errors import InputError
from derive.formula.numeral import shortened

BEGINNING = b"PK"
LARGEST = 16_000_000                 # bytes of one member
AGAIN = "save the model again"


class Archive:
    """The members of a zip file by name."""

    def __init__(self, data: bytes) -> None:
        try:
            self.zip = ZipFile(io.BytesIO(data))
        except (BadZipFile, ValueError, NotImplementedError, OSError) as error:
            raise InputError.of(f"the zip file is cut off or damaged ({said(error)})", AGAIN) from None
        self.members: dict[str, ZipInfo] = {info.filename: info for info in self.zip.infolist()}

    def __contains__(self, name: str) -> bool:
        return name in self.members

    def read(self, name: str) -> bytes:
        """A member's bytes; InputError where it is missing, damaged or too long."""
        shown = shortened(name, 60)
        info = self.members.get(name)
        if info is None:
            raise InputError.of(f"the file has no part {shown}", AGAIN)
        if info.compress_type not in (ZIP_STORED, ZIP_DEFLATED) or info.flag_bits & 1:
            raise InputError.of(f"its part {shown} is encrypted or packed in a strange way", AGAIN)
        if info.file_size > LARGEST:
            what = f"its part {shown} unpacks to more than {LARGEST // 10**6} MB"
            raise InputError.of(what, "give a smaller network")
        try:
            with self.zip.open(info) as member:
                return member.read()  # no more than the length it claims
        except (BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError) as error:
            raise InputError.of(f"its part {shown} is damaged ({said(error)})", AGAIN) from None


def said(error: Exception) -> str:
    """An error's own words in one short line."""
    return shortened(str(error) or type(error).__name__, 80)
