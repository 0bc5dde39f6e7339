"""Users' formulas in doubles: each function's slope against mpmath, and the left side's at every kink."""

from __future__ import annotations

import math

import mpmath
import pytest

from derive.formula import read_formula
from derive.formula.vocabulary import FUNCTIONS
from derive.witness.formulas import differentiated
from tests.authorities import needs_torch

TAUGHT = {name: getattr(mpmath, name) for name in FUNCTIONS if hasattr(mpmath, name)} | {
    "abs": abs,
    "sigmoid": lambda x: 1 / (1 + mpmath.exp(-x)),
    "relu": lambda x: max(x, mpmath.mpf(0)),
    "softplus": lambda x: mpmath.log1p(mpmath.exp(x)),
    "max": max,
    "min": min,
}
# formula, z, its value there, and its slope just left of there
KINKS = [
    ("max(z, 2*z)", 0, 0, 1),
    ("min(z, 2*z)", 0, 0, 2),
    ("max(0, z)", 0, 0, 0),
    ("max(2*z, 0, z)", 0, 0, 0),
    ("abs(z)", 0, 0, -1),
    ("abs(3 - z)", 3, 0, -1),
    ("abs(z**2)", 0, 0, 0),
    ("z if z >= 0 else 2*z", 0, 0, 2),
    ("z if z > 0 else 2*z", 0, 0, 2),
    ("2*z if 0 >= z else z", 0, 0, 2),
    ("z + 1 if z >= 0 else 3*z", 0, 1, 3),
    ("1 - z if -z <= 0 else 3*z", 0, 1, 3),
    ("5*z if z**2 > 0 else 7*z", 0, 0, 7),
    ("abs(max(z, -z))", 0, 0, -1),
]
SMOOTH = ["z**3 - 2*z/(z + 5)", "2**z", "z**z", "(z - 3)**2", "(z - 3)**3*z**(1/3)", "pi*z - e**z", "1/(4 - z**2)"]


def both(text: str, z: float) -> tuple[float, float]:
    """The value of a formula and its slope."""
    found = differentiated(read_formula(text, ["z"]), "z", {"z": z})
    return found.value, found.slope


def call(name: str) -> tuple[str, float]:
    """A function of the vocabulary on z, and a z at which it has a slope."""
    arguments = "z, 0.5" if name in ("max", "min") else "z"
    return f"{name}({arguments})", 1.7 if name == "acosh" else 0.7


@pytest.mark.parametrize("name", FUNCTIONS)
def test_each_function_and_its_slope(name: str) -> None:
    text, z = call(name)
    rest = [mpmath.mpf(1) / 2] if "," in text else []
    with mpmath.workdps(50):
        slope = float(mpmath.diff(lambda x: TAUGHT[name](x, *rest), mpmath.mpf(z)))
        assert both(text, z) == pytest.approx((float(TAUGHT[name](mpmath.mpf(z), *rest)), slope), rel=1e-13)


@pytest.mark.parametrize("text", SMOOTH)
def test_the_rules_of_differentiation(text: str) -> None:
    names = {"pi": mpmath.pi, "e": mpmath.e}
    with mpmath.workdps(50):
        def of(z: mpmath.mpf) -> mpmath.mpf:
            return eval(text, {"__builtins__": {}}, {**names, "z": z})

        point = mpmath.mpf("1.3")
        assert both(text, 1.3) == pytest.approx((float(of(point)), float(mpmath.diff(of, point))), rel=1e-13)


@pytest.mark.parametrize(("text", "z", "value", "slope"), KINKS)
def test_at_a_kink_the_value_is_there_and_the_slope_is_that_of_the_left_side(
    text: str, z: int, value: int, slope: int
) -> None:
    assert both(text, float(z)) == (value, slope)


@pytest.mark.parametrize("text", ["1/z", "log(z)", "exp(1000 + z)", "sqrt(z - 1)", "(z - 1)**0.5", "sqrt(z)"])
def test_beyond_doubles_there_is_no_number(text: str) -> None:
    assert math.isnan(both(text, 0.0)[0])


@needs_torch
@pytest.mark.parametrize("text", [*(call(name)[0] for name in FUNCTIONS), *SMOOTH])
def test_torch_says_the_same(text: str) -> None:
    import torch

    from derive.witness.rounding_error import still
    from derive.witness.torch_formulas import evaluated

    at = torch.tensor(1.7 if "acosh" in text else 0.7, dtype=torch.float64, requires_grad=True)
    value = evaluated(read_formula(text, ["z"]), {"z": at}, still)
    (slope,) = torch.autograd.grad(value, at)
    assert (value.item(), slope.item()) == pytest.approx(both(text, at.item()), rel=1e-12)


@needs_torch
@pytest.mark.parametrize(("text", "z", "value"), [each[:3] for each in KINKS])
def test_at_a_kink_torch_has_the_value_and_takes_no_side(text: str, z: int, value: int) -> None:
    import torch

    from derive.witness.rounding_error import still
    from derive.witness.torch_formulas import evaluated

    at = torch.tensor(float(z), dtype=torch.float64, requires_grad=True)
    found = evaluated(read_formula(text, ["z"]), {"z": at}, still)
    assert found.item() == value and math.isnan(torch.autograd.grad(found, at)[0].item())
