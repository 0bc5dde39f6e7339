"""Every quantity has an id that reads like mathematics, and the id leads back to it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from derive.quantity import LOSS, Quantity, gradient, local, named, quantity, slope

Z, A, W = Quantity("z", (1, 2)), Quantity("a", (1, 2)), Quantity("w", (2, 1, 3))
IDS = {
    "w[2][1][3]": W,
    "z[1][2]@3": Quantity("z", (1, 2), 3),
    "b[1]": Quantity("b", (1,)),
    "L": LOSS,
    "L@3": Quantity("L", (), 3),
    "w_new[2][1][3]": Quantity("w_new", (2, 1, 3)),
    "dL/dw[2][1][3]": gradient(W),
    "dL/dz[1][2]@3": gradient(Quantity("z", (1, 2), 3)),
    "da/dz[1][2]": slope(A, Z),
    "da/dz[1][2][4]": slope(A, Quantity("z", (1, 4)), jacobian=True),
    "dz[2][1]/dw[2][1][3]": local(Quantity("z", (2, 1)), W),
}


@pytest.mark.parametrize("id", IDS)
def test_an_id_and_its_quantity_name_each_other(id: str) -> None:
    assert IDS[id].id == str(IDS[id]) == id
    assert named(id) == IDS[id]


@given(st.from_regex(r"[a-z_]{1,5}", fullmatch=True), st.lists(st.integers(0, 99), max_size=3), st.integers(1, 99))
def test_every_quantity_comes_back_from_its_id(kind: str, index: list[int], sample: int) -> None:
    for each in (Quantity(kind, tuple(index)), Quantity(kind, tuple(index), sample)):
        assert quantity(each.id) == each


def test_a_gradient_knows_what_it_is_of() -> None:
    assert (gradient(W).top, gradient(W).by) == (LOSS, W)


@pytest.mark.parametrize("id", ["", "w[", "w[a]", "w[1]x", "1", "w[1]@", "dL/", "dL/d"])
def test_what_is_no_id_is_refused(id: str) -> None:
    with pytest.raises(ValueError, match="not a quantity id"):
        named(id)
