"""The rows of both passes against mpmath: values and slopes, from saturated to saturated."""

from __future__ import annotations

from collections.abc import Callable

import mpmath
import numpy as np
import pytest

from derive.activations import ACTIVATIONS as TABLE
from derive.losses import LOSSES as LOSS_TABLE
from derive.witness.functions import ACTIVATIONS, LOSSES
from tests.authorities import needs_torch
from tests.test_activations import LEFT, TAUGHT

POINTS = (-300.0, -38.0, -9.0, -1.3, -1e-9, 1e-9, 0.7, 9.0, 38.0, 300.0)
LAYERS = ([0.3, -1.2, 2.0], [30.0, -8.0, 0.0], [-7.0, -7.5, -40.0])

# the losses of one output among two, as textbooks write them
LOSSES_TAUGHT: dict[str, Callable[[mpmath.mpf, mpmath.mpf], mpmath.mpf]] = {
    "mse": lambda y, a: (y - a) ** 2 / 2,
    "squared_error": lambda y, a: (y - a) ** 2,
    "half_squared_error": lambda y, a: (y - a) ** 2 / 2,
    "binary_cross_entropy": lambda y, a: -(y * mpmath.log(a) + (1 - y) * mpmath.log(1 - a)),
    "cross_entropy": lambda y, a: -y * mpmath.log(a),
    "absolute_error": lambda y, a: abs(y - a),
    "huber": lambda y, a: (y - a) ** 2 / 2 if abs(y - a) <= 1 else abs(y - a) - mpmath.mpf(1) / 2,
    "output": lambda y, a: a,
}
PAIRS = ((0.25, 0.75), (1.0, 0.01), (0.0, 0.4), (3.0, 0.5))


def exact(function: Callable[[mpmath.mpf], mpmath.mpf], at: float) -> tuple[float, float]:
    """A function and its slope by mpmath, at 1,000 digits."""
    with mpmath.workdps(1000):
        slope = (function(at + mpmath.mpf(10) ** -150) - function(at - mpmath.mpf(10) ** -150)) * 10**150 / 2
        return float(function(mpmath.mpf(at))), float(slope)


def softmax(z: list[float], j: int, k: int) -> tuple[float, float]:
    """One softmax and its slope by one pre-activation, by mpmath."""

    def of(x: mpmath.mpf) -> mpmath.mpf:
        powers = [mpmath.exp(x if i == k else mpmath.mpf(each)) for i, each in enumerate(z)]
        return powers[j] / sum(powers)

    return exact(of, z[k])


def test_every_row_of_the_tables_has_one_here() -> None:
    assert set(ACTIVATIONS) == set(TABLE) == {*TAUGHT, "softmax"}
    assert set(LOSSES) == set(LOSS_TABLE) == set(LOSSES_TAUGHT)


@pytest.mark.parametrize("name", TAUGHT)
def test_each_activation_in_numpy(name: str) -> None:
    z = np.array([POINTS])
    value, slope = ACTIVATIONS[name].value(z)[0], ACTIVATIONS[name].slope(z)[0]
    assert list(zip(value, slope, strict=True)) == [
        pytest.approx(exact(TAUGHT[name], each), rel=1e-11, abs=1e-290) for each in POINTS
    ]


@pytest.mark.parametrize("z", LAYERS)
def test_softmax_in_numpy(z: list[float]) -> None:
    value, slope = (of(np.array([z]))[0] for of in (ACTIVATIONS["softmax"].value, ACTIVATIONS["softmax"].slope))
    for j, k in np.ndindex(3, 3):
        assert (value[j], slope[j, k]) == pytest.approx(softmax(z, j, k), rel=1e-12)


@pytest.mark.parametrize("name", LOSSES)
def test_each_loss_in_numpy(name: str) -> None:
    for y, a in PAIRS:
        wanted = exact(lambda x, name=name, y=y: LOSSES_TAUGHT[name](mpmath.mpf(y), x), a)
        found = [float(of(np.array(y), np.array(a), 2)) for of in (LOSSES[name].value, LOSSES[name].slope)]
        assert found == pytest.approx(wanted, rel=1e-12)


@pytest.mark.parametrize(("name", "slope"), LEFT.items())
def test_at_a_kink_numpy_takes_the_slope_of_the_left_side(name: str, slope: str) -> None:
    assert ACTIVATIONS[name].slope(np.zeros((1, 1)))[0, 0] == float(slope)
    assert LOSSES["absolute_error"].slope(np.array(0.3), np.array(0.3), 1) == 0


@needs_torch
@pytest.mark.parametrize("name", TAUGHT)
def test_each_activation_in_torch(name: str) -> None:
    import torch

    from derive.witness.torch_functions import ACTIVATIONS

    z = torch.tensor(POINTS, dtype=torch.float64, requires_grad=True)
    value = ACTIVATIONS[name](z)
    (slope,) = torch.autograd.grad(value.sum(), z)
    assert list(zip(value.tolist(), slope.tolist(), strict=True)) == [
        pytest.approx(exact(TAUGHT[name], each), rel=1e-11, abs=1e-290) for each in POINTS
    ]


@needs_torch
@pytest.mark.parametrize("z", LAYERS)
def test_softmax_in_torch(z: list[float]) -> None:
    import torch

    from derive.witness.torch_functions import ACTIVATIONS

    at = torch.tensor([z], dtype=torch.float64, requires_grad=True)
    value = ACTIVATIONS["softmax"](at)[0]
    for j in range(3):
        (slopes,) = torch.autograd.grad(value[j], at, retain_graph=True)
        for k, slope in enumerate(slopes[0].tolist()):
            assert (value[j].item(), slope) == pytest.approx(softmax(z, j, k), rel=1e-12)


@needs_torch
@pytest.mark.parametrize("name", LOSSES)
def test_each_loss_in_torch(name: str) -> None:
    import torch

    from derive.witness.torch_functions import LOSSES

    for y, a in PAIRS:
        output = torch.tensor(a, dtype=torch.float64, requires_grad=True)
        value = LOSSES[name](torch.tensor(y, dtype=torch.float64), output, 2)
        (slope,) = torch.autograd.grad(value, output)
        wanted = exact(lambda x, name=name, y=y: LOSSES_TAUGHT[name](mpmath.mpf(y), x), a)
        assert (value.item(), slope.item()) == pytest.approx(wanted, rel=1e-12)


@needs_torch
def test_at_a_kink_torch_takes_the_same_slopes() -> None:
    import torch

    from derive.witness.torch_functions import ACTIVATIONS, LOSSES

    zero = torch.zeros((), dtype=torch.float64, requires_grad=True)
    found = {name: torch.autograd.grad(ACTIVATIONS[name](zero), zero)[0].item() for name in LEFT}
    assert found == {name: float(slope) for name, slope in LEFT.items()}
    assert torch.autograd.grad(LOSSES["absolute_error"](torch.zeros_like(zero), zero, 1), zero)[0].item() == 0
