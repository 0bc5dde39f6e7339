"""The usual formulas are read and differentiated rightly; everything else is refused in one line."""

from __future__ import annotations

import builtins
import sys
import time
from fractions import Fraction

import pytest
import sympy
from hypothesis import example, given, settings
from hypothesis import strategies as st

from derive.arithmetic import Arithmetic
from derive.calculus import derivative
from derive.evaluate import evaluate
from derive.expression import from_formula
from derive.formula import Formula, FormulaError, pointed, read_formula
from derive.formula.tree import Call, Name, Number

Z = sympy.Symbol("z")
USUAL = [
    "z", "2*z + 1", "z/(1+exp(-z))", "1/(1+exp(-z))", "sigmoid(z)", "tanh(z)", "relu(z)", "max(0, z)",
    "softplus(z)", "log(1 + exp(z))", "ln(1 + exp(z))", "z*sigmoid(z)", "z*tanh(softplus(z))",
    "exp(-z**2)", "exp(-z^2/2)", "sin(z)", "cos(z)", "z + sin(z)**2", "z/(1 + abs(z))",
    "z/sqrt(1 + z**2)", "atan(z)", "2/pi*atan(pi*z/2)", "asinh(z)", "erf(z)",
    "0.5*z*(1 + erf(z/sqrt(2)))", "max(-1, min(1, z))",
    "0.5*z*(1 + tanh(sqrt(2/pi)*(z + 0.044715*z**3)))", "z if z > 0 else 0.01*z",
    "z if z >= 0 else exp(z) - 1", "1 if z > 0 else 0", "max(0, z)**2",
    "(exp(z) - exp(-z))/(exp(z) + exp(-z))", "1.7159*tanh(2*z/3)", "e**z", "2**z", "z**3 - z",
    "sinh(z)/cosh(z)", "abs(z)", "(1 + z)**2/(2 + z)", "tan(z/2)", "asin(z/2)", "acos(z/2)",
    "atanh(z/2)", "acosh(2 + z**2)", "min(z, 6)", "1.0507*(z if z > 0 else 1.6733*(exp(z) - 1))",
]  # fmt: skip

# formula -> the column of the fault, words of what is said
REFUSED = {
    "__import__('os').system('touch PWN')": (1, "'_' is not allowed"),
    "z.__class__": (2, "'.' is not allowed"),
    "().__class__": (3, "'.' is not allowed"),
    "9**9**9": (2, "exponent is out of range"),
    "9^9^9": (2, "exponent is out of range"),
    "2**(2**(2**20))": (6, "exponent is out of range"),
    "z**65": (2, "stay within 64"),
    "(((9**64)**64)**64)": (10, "out of range"),
    "factorial(10**9)": (1, "unknown function factorial; known are exp, log"),
    "(10^9)!": (7, "'!' is not allowed"),
    "1e999999999": (1, "out of range"),
    "1e400": (1, "out of range"),
    "5" * 61: (1, "out of range"),
    "5" * 5000: (0, "too long"),
    "(" * 10_000: (0, "too long"),
    "z+" * 20_000: (0, "too long"),
    "-" * 5_000: (0, "too long"),
    "(" * 400: (61, "nested deeper than 60"),
    "-" * 400 + "z": (61, "nested deeper than 60"),
    "z+" * 200 + "z": (0, "more than 200 parts"),
    "z" + "/z" * 70: (0, "nested deeper than 60"),
    "1/0": (2, "division by zero"),
    "z + 1/(0.1 + 0.2 - 0.3)": (6, "division by zero"),
    "0**-1": (2, "division by zero"),
    "log(-1)": (1, "no finite real value"),
    "sqrt(-2)*z": (1, "no finite real value"),
    "(-8)**(1/3)": (5, "not real"),
    "exp(1000) + z": (1, "no finite real value"),
    "2z": (2, "write 2*z"),
    "2(z)": (2, "write 2*(…)"),
    "z z": (3, "write z*z"),
    "zz": (1, "write z*z"),
    "sinz": (1, "did you mean sin(z)?"),
    "sin z": (1, "write sin(z)"),
    "tnah(z)": (1, "did you mean tanh?"),
    "z=3": (2, "right of it"),
    "f(z)": (1, "unknown function f; known are"),
    "z(2)": (1, "write z*(…)"),
    "q + 1": (1, "a formula here is in z"),
    "lambda: 0": (7, "':' is not allowed"),
    "[i for i in z]": (1, "'[' is not allowed"),
    "(i for i in z)": (2, "unknown name i"),
    "f'{z}'": (2, "''' is not allowed"),
    "z if z else 1": (6, "no comparison"),
    "1 if 2 > 1 else z": (8, "constant"),
    "1 if 0 < z < 1 else 0": (12, "two sides"),
    "z if z > 0": (11, "'else' is missing"),
    "(z > 0)*z": (1, "between 'if' and 'else'"),
    "z == 1": (3, "compare with"),
    "z:=2": (2, "right of it"),
    "z and 1": (3, "one choice inside another"),
    "max(z)": (1, "takes 2 or more arguments, not 1"),
    "exp(z, 2)": (1, "takes one argument, not 2"),
    "(z": (3, "not closed"),
    "z)": (2, "closes no bracket"),
    "": (1, "ends too early"),
    "z +": (4, "ends too early"),
    "z²": (2, "write **2"),
    "z − 1": (3, "write -"),
    "017 + z": (1, "starts with a zero"),
    "z\u202e": (2, "U+202E"),
}


def at(formula: Formula, point: Fraction) -> float:
    """The value of a formula at a point, with 60 digits on the way."""
    return evaluate(from_formula(formula, {"z": Z}), {"z": point}, Arithmetic())  # type: ignore[return-value]


@pytest.mark.parametrize("text", USUAL)
@pytest.mark.parametrize("point", [Fraction(3, 10), Fraction(-7, 10)])
def test_usual_formula_has_the_slope_of_its_difference_quotient(text: str, point: Fraction) -> None:
    formula, step = read_formula(text, ["z"]), Fraction(1, 10**20)
    slope = evaluate(derivative(from_formula(formula, {"z": Z}), Z), {"z": point}, Arithmetic())
    above, below = Fraction(at(formula, point + step)), Fraction(at(formula, point - step))
    assert abs(Fraction(slope) - (above - below) / (2 * step)) < Fraction(1, 10**9)


def test_there_are_forty_usual_formulas() -> None:
    assert len(set(USUAL)) >= 40


@pytest.mark.parametrize("text", REFUSED)
def test_refused_formula_names_the_column_and_the_cure(text: str) -> None:
    column, words = REFUSED[text]
    start = time.perf_counter()
    with pytest.raises(FormulaError) as caught:
        read_formula(text, ["z"])
    assert time.perf_counter() - start < 0.1
    assert caught.value.column == column
    assert words in str(caught.value)
    assert caught.value.cure
    assert "\n" not in str(caught.value)


def test_a_caret_stands_below_the_column() -> None:
    assert pointed("1 + 2z", 6) == "    1 + 2z\n         ^"
    long = "z + " * 100 + "2z"
    shown, caret = pointed(long, 402).splitlines()
    assert shown[caret.index("^")] == "z"
    assert len(shown) < 130


def test_formula_is_unevaluated_in_the_authors_order() -> None:
    tree = read_formula("b0 - 2*z + z*3/4", ["z"], {"b0": "z"}).tree
    two_z = Call("*", (Number(Fraction(2)), Name("z")))
    assert tree == Call("+", (Name("z"), Call("neg", (two_z,)), Call("/", (
        Call("*", (Name("z"), Number(Fraction(3)))), Number(Fraction(4))))))  # fmt: skip


def test_sums_and_products_have_all_their_terms_on_one_level() -> None:
    expression = from_formula(read_formula("3 + z - 1 + z*2*z", ["z"]), {"z": Z})
    assert isinstance(expression, sympy.Add)
    assert expression.args == (3, Z, -1, sympy.Mul(Z, 2, Z, evaluate=False))


@pytest.mark.parametrize(
    ("text", "value"),
    [("-z**2", -9), ("2**-z*8", 1), ("2^3^2 + 0*z", 512), ("-z*2 + 1", -5), ("z - -z", 6), ("z/3*2", 2)],
)
def test_signs_bind_as_in_mathematics(text: str, value: int) -> None:
    assert at(read_formula(text, ["z"]), Fraction(3)) == value


def test_numbers_are_exact() -> None:
    assert read_formula("0.1", ["z"]).tree == Number(Fraction(1, 10))
    assert read_formula("1e3", ["z"]).tree == Number(Fraction(1000))


@pytest.mark.parametrize(("point", "value"), [(-1, 5), (0, 4), (1, 4), (2, 2)])
def test_nested_choices_take_the_first_that_holds(point: int, value: int) -> None:
    assert at(read_formula("2 if z > 1 else (4 if (z >= 0) else 5)", ["z"]), Fraction(point)) == value


def test_a_second_name_stands_for_the_variable() -> None:
    formula = read_formula("x/(1+exp(-x))", ["z"], {"x": "z"})
    assert formula.tree == read_formula("z/(1+exp(-z))", ["z"]).tree
    assert formula.used == {"z"}


def test_equal_arguments_of_max_are_one() -> None:
    assert from_formula(read_formula("max(z, z)", ["z"]), {"z": Z}) == Z


def without_strings(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every door of SymPy that takes text, and those of Python that run it, shut."""
    original = sys.modules["sympy.core.sympify"].sympify  # type: ignore[attr-defined]

    def guarded(thing: object, *args: object, **options: object) -> object:
        assert not isinstance(thing, str), f"a string reached SymPy: {thing!r}"
        return original(thing, *args, **options)

    def forbidden(*args: object) -> None:
        raise AssertionError("a formula was run as code")

    doors = [m for name, m in sys.modules.items() if name.startswith("sympy") and hasattr(m, "sympify")]
    assert len(doors) > 10
    for module in doors:
        monkeypatch.setattr(module, "sympify", guarded)
    for name in ("eval", "exec", "compile"):
        monkeypatch.setattr(builtins, name, forbidden)


@pytest.mark.parametrize("texts", [USUAL, list(REFUSED), ["tanh(" * 20 + "z" + ")" * 20]])
def test_no_text_reaches_sympy_or_python(texts: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        without_strings(patch)
        with pytest.raises(AssertionError, match="a string reached"):
            sympy.sympify("z")
        for text in texts:
            try:
                from_formula(read_formula(text, ["z"]), {"z": Z})
            except FormulaError:
                assert text in REFUSED


WORDS = [
    "+", "-", "*", "/", "**", "^", "(", ")", ",", "<", ">", "<=", ">=", "==", "=", ".", "_", "'", "[", "²",
    "z", "x", "1", "2.5", "0", ".5", "1e3", "if", "else", "max", "sin", "exp", "sqrt", "log", "e", "pi", " ",
]  # fmt: skip
SENTENCES = st.lists(st.sampled_from(WORDS), max_size=25)
TEXTS = st.one_of(SENTENCES.map("".join), SENTENCES.map(" ".join), st.text())


@settings(max_examples=400, deadline=None)
@given(TEXTS)
@example("1/(z-z)")
def test_any_text_is_read_or_refused_and_nothing_else(text: str) -> None:
    try:
        formula = read_formula(text, ["z"])
    except FormulaError as error:
        assert 0 <= error.column <= len(text) + 1
    else:
        assert isinstance(from_formula(formula, {"z": Z}), sympy.Expr)


def test_a_division_by_a_constant_zero_is_refused_beside_variables_too() -> None:
    for text in ("(y-a)**2/0", "a/(1-1)"):
        with pytest.raises(FormulaError, match="division by zero"):
            read_formula(text, ("y", "a"))
