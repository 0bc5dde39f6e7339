"""The tensors of a PyTorch file: where they lie in its storages, by shape and stride."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product
from math import prod

from derive.errors import InputError
from derive.models.archive import Archive
from derive.models.decimals import BRAIN, DOUBLE, HALF, SINGLE, SIZES, Tensor, small, tensor, unpacked
from derive.models.pickle_machine import Made, Named, Stored

PARAMETER = "torch._utils._rebuild_parameter"
TENSOR = "torch._utils._rebuild_tensor_v2"
STORAGES = {
    "torch.FloatStorage": SINGLE,
    "torch.DoubleStorage": DOUBLE,
    "torch.HalfStorage": HALF,
    "torch.BFloat16Storage": BRAIN,
}
ORDERS = {b"little": "<", b"big": ">"}


def entries(found: object) -> Mapping[str, object]:
    """The entries of a mapping in a pickle; none where it is no mapping."""
    mapping = found.items if isinstance(found, Made) else found
    return mapping if isinstance(mapping, dict) else {}


def is_tensor(found: object) -> bool:
    """Whether this is a tensor or a parameter."""
    return isinstance(found, Made) and found.of in (PARAMETER, TENSOR)


def whole(value: object) -> int:
    """A count; ValueError where it is none."""
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise ValueError("a size that is no count")
    return value


class Tensors:
    """Reads the tensors of one file."""

    def __init__(self, archive: Archive, folder: str) -> None:
        self.archive = archive
        self.folder = folder
        order = f"{folder}/byteorder"
        self.order = ORDERS[archive.read(order)] if order in archive else "<"

    def rebuilt(self, found: object) -> tuple[Stored, int, tuple[int, ...], tuple[int, ...]]:
        """A tensor's storage, its place in it, its shape and its strides."""
        if isinstance(found, Made) and found.of == PARAMETER:
            found = found.arguments[0]
        if not isinstance(found, Made) or found.of != TENSOR:
            raise ValueError("a tensor that is none")
        storage, start, shape, strides = found.arguments[:4]
        return storage, whole(start), tuple(map(whole, shape)), tuple(map(whole, strides))

    def shape(self, found: object) -> tuple[int, ...]:
        """A tensor's shape."""
        return self.rebuilt(found)[2]

    def read(self, name: str, found: object) -> Tensor:
        """A tensor's numbers."""
        storage, start, shape, strides = self.rebuilt(found)
        small(name, shape)
        kind, numbers = self.storage(name, storage)
        places = [start + sum(map(prod, zip(at, strides, strict=True))) for at in product(*map(range, shape))]
        return tensor(name, shape, [numbers[place] for place in places], kind)

    def storage(self, name: str, storage: Stored) -> tuple[str, tuple[float, ...]]:
        """The numbers of a storage, and how they are kept."""
        _, of, key, _, length = storage.id
        if not isinstance(of, Named) or of.name not in STORAGES:
            said = of.name if isinstance(of, Named) else "a strange storage"
            raise InputError.of(f"{name} lies in {said}, which holds no floats", "save it with float weights")
        kind, size = STORAGES[of.name], whole(length)
        raw = self.archive.read(f"{self.folder}/data/{key}")
        if len(raw) < size * SIZES[kind]:
            raise InputError.of(f"{name} is cut off: {len(raw)} bytes for {size} numbers", "save the model again")
        return kind, unpacked(raw[: size * SIZES[kind]], kind, self.order)
