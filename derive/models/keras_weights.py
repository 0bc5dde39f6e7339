"""The HDF5 file with the weights of a Keras model, read by h5py, without following links out of the file."""

from __future__ import annotations

import io
from math import prod
from typing import Any

from derive.errors import InputError
from derive.models.archive import AGAIN, said
from derive.models.decimals import DOUBLE, HALF, SINGLE, SIZES, Tensor, small, tensor
from derive.models.extras import extra

KINDS = {SIZES[kind]: kind for kind in (HALF, SINGLE, DOUBLE)}
LARGEST_CHUNK = 16_000_000           # numbers that are unpacked at once


class Weights:
    """The arrays of one file by their path."""

    def __init__(self, data: bytes) -> None:
        self.h5py = extra("h5py", "keras")
        try:
            self.file = self.h5py.File(io.BytesIO(data), "r")
        except (OSError, ValueError, RuntimeError, KeyError) as error:
            raise InputError.of(f"its weights are cut off or damaged ({said(error)})", AGAIN) from None

    def read(self, path: str) -> Tensor:
        """The numbers at a path."""
        try:
            array = self.array(path)
            small(path, array.shape)
            numbers = [float(number) for number in array[()].flatten()]
        except (OSError, ValueError, RuntimeError, KeyError, TypeError) as error:
            raise InputError.of(f"{path} of its weights is damaged ({said(error)})", AGAIN) from None
        return tensor(path, array.shape, numbers, KINDS[array.dtype.itemsize])

    def array(self, path: str) -> Any:
        """The array at a path: of floats, and with all its numbers in this file."""
        found = self.file
        for name in path.split("/"):
            if not isinstance(found, self.h5py.Group) or type(found.get(name, getlink=True)) is not self.h5py.HardLink:
                raise InputError.of(f"its weights have nothing at {path}", AGAIN)
            found = found[name]
        if not isinstance(found, self.h5py.Dataset) or found.external or found.is_virtual:
            raise InputError.of(f"{path} of its weights is no array, or lies in another file", AGAIN)
        if found.dtype.kind != "f" or found.dtype.itemsize not in KINDS:
            raise InputError.of(f"{path} of its weights holds {found.dtype}", "save it with float weights")
        if prod(found.chunks or ()) > LARGEST_CHUNK:
            raise InputError.of(f"{path} of its weights unpacks to too much", "give a smaller network")
        return found
