"""A model's file: its bytes, and what kind of file it is by its contents, whatever it is called."""

from __future__ import annotations

import os
import struct
from collections.abc import Callable
from pathlib import Path

from derive.errors import InputError
from derive.models.archive import AGAIN, BEGINNING, Archive, said
from derive.models.description import Model
from derive.models.keras_file import CONFIG, WEIGHTS, read_keras
from derive.models.onnx_file import read_onnx
from derive.models.skops_file import SCHEMA, read_skops
from derive.models.torch_file import folders, read_torch
from derive.reading.source import contents, irregular, shown

LARGEST = 16_000_000                 # bytes; a network with derive's most weights takes a hundredth
KNOWN = "known are PyTorch's .pt, Keras's .keras, .onnx, and scikit-learn's .skops"
DAMAGE = (
    ValueError, TypeError, LookupError, AttributeError, ArithmeticError, StopIteration, RecursionError, struct.error,
)  # fmt: skip

# a zip by what lies in it -> its reader
ARCHIVES: tuple[tuple[Callable[[Archive], bool], Callable[[Archive], Model]], ...] = (
    (lambda archive: bool(folders(archive)), read_torch),
    (lambda archive: CONFIG in archive and WEIGHTS in archive, read_keras),
    (lambda archive: SCHEMA in archive, read_skops),
)

OLD_TORCH = b"\x80\x02\x8a\nl\xfc\x9cF\xf9 j\xa8P\x19."
SAFELY = "a .pkl or .joblib can run programs when it is opened; save it with skops.io.dump(model, 'model.skops')"

# how a file begins that is not read -> what it is, and how to save one that is
REFUSED: tuple[tuple[bytes, str, str], ...] = (
    (OLD_TORCH, "a file of PyTorch before 1.6", "load it with a newer one, and torch.save its state_dict"),
    (b"\x89HDF", "an HDF5 file", "save it with model.save('model.keras')"),
    (b"\x80", "a pickle", SAFELY),
    (b"\x78", "a packed pickle", SAFELY),
    (b"\x1f\x8b", "a packed file", "unpack it first"),
)
PICKLES = (".pkl", ".pickle", ".joblib")


def read_model(path: str | os.PathLike[str]) -> Model:
    """The model in a file; InputError where it holds none that can be read, or where it is damaged."""
    file = os.fspath(path)
    if not os.path.isfile(file):
        what = irregular(file) if os.path.exists(file) else "there is no such file"
        raise InputError.of(what, "give the file of a model", shown(file))
    data = contents(file, LARGEST, "give a smaller network")
    try:
        return opened(data, Path(file).suffix.lower())
    except InputError as error:
        raise error.within(shown(file)) from None
    except DAMAGE as error:
        why = f" ({said(error)})" if type(error) is ValueError else ""  # other kinds speak of Python
        raise InputError.of(f"the file is damaged{why}", AGAIN, shown(file)) from None


def opened(data: bytes, suffix: str) -> Model:
    """The model in some bytes, by what they begin with."""
    if not data:
        raise InputError.of("the file is empty", KNOWN)
    if data.startswith(BEGINNING):
        return unzipped(Archive(data))
    for begins, kind, cure in REFUSED:
        if data.startswith(begins) or (begins == b"\x80" and suffix in PICKLES):
            raise InputError.of(f"this is {kind}", cure)
    if suffix == ".onnx":
        return read_onnx(data)
    raise InputError.of("this is no model's file", KNOWN)


def unzipped(archive: Archive) -> Model:
    """The model in a zip, by what lies in it."""
    for fits, read in ARCHIVES:
        if fits(archive):
            return read(archive)
    raise InputError.of("this is a zip of no model", KNOWN)
