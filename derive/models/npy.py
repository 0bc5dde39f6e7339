"""NumPy's file of one array of floats, read without NumPy."""

from __future__ import annotations

import re
from dataclasses import replace

from derive.errors import InputError
from derive.formula.numeral import shortened
from derive.models.archive import AGAIN
from derive.models.decimals import DOUBLE, HALF, SINGLE, SIZES, Tensor, small, tensor, unpacked

MAGIC = b"\x93NUMPY"
KINDS = {f"f{SIZES[kind]}": kind for kind in (HALF, SINGLE, DOUBLE)}
HEADER = re.compile(
    r"\{'descr': '(?P<order>[<>])(?P<kind>[a-z]\d+)', 'fortran_order': (?P<columns>True|False), "
    r"'shape': \((?P<shape>[\d, ]*)\), *\}\s*"
)
LENGTHS = {1: 2, 2: 4, 3: 4}         # bytes of the header's length, by the version of the format


def read_npy(name: str, data: bytes) -> Tensor:
    """The array in the bytes of an .npy file; InputError where it holds anything but floats."""
    size = LENGTHS.get(data[6]) if data.startswith(MAGIC) and len(data) > 12 else None
    if size is None:
        raise InputError.of(f"{name} is no array of NumPy", AGAIN)
    start = 8 + size + int.from_bytes(data[8 : 8 + size], "little")
    header = HEADER.fullmatch(data[8 + size : start].decode("latin-1"))
    if header is None or header["kind"] not in KINDS:
        said = shortened(data[8 + size : start].decode("latin-1").strip(), 60)
        raise InputError.of(f"{name} is no array of floats ({said})", "save it with float weights")
    shape = tuple(int(each) for each in header["shape"].replace(",", " ").split())
    kind, count = KINDS[header["kind"]], small(name, shape)
    raw = data[start : start + count * SIZES[kind]]
    if len(raw) < count * SIZES[kind]:
        raise InputError.of(f"{name} is cut off", AGAIN)
    numbers = unpacked(raw, kind, header["order"])
    if header["columns"] == "False":
        return tensor(name, shape, numbers, kind)
    turned = tensor(name, shape[::-1], numbers, kind)
    decimals = sum(turned.columns(), ()) if len(shape) == 2 else turned.decimals
    return replace(turned, shape=shape, decimals=decimals)
