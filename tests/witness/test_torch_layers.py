"""Where torch's own functions hide what lies between, the row is put together; what it gives is theirs."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest

from derive.layers import Attention, BatchNorm, Convolution, Layer, LayerNorm
from tests.authorities import needs_torch

pytestmark = needs_torch
Tensor = Any


def drawn(*shapes: tuple[int, ...]) -> list[Tensor]:
    """Tensors with random numbers."""
    import torch

    draw = torch.Generator().manual_seed(33)
    return [torch.randn(shape, generator=draw, dtype=torch.float64).requires_grad_() for shape in shapes]


def assert_same(layer: Layer, kinds: tuple[str, ...], given: list[Tensor], own: Callable[[Tensor], Tensor]) -> None:
    """Holds a row's outputs, and the gradients of something made of them, against those of a function of torch."""
    import torch

    from derive.witness.rounding_error import still
    from derive.witness.torch_layers import TYPES

    x, *parameters = given
    named = dict(zip(kinds, parameters, strict=True))
    (found,) = TYPES[layer.type](layer, named, [x], still).of_samples["a"]
    expected = own(x)
    torch.testing.assert_close(found, expected, rtol=1e-12, atol=1e-13)
    for ours, theirs in zip(*(torch.autograd.grad(each.sin().sum(), given) for each in (found, expected)), strict=True):
        torch.testing.assert_close(ours, theirs, rtol=1e-11, atol=1e-12)


@pytest.mark.parametrize("shape", [(4,), (2, 3)])
def test_layer_normalisation_is_torchs(shape: tuple[int, ...]) -> None:
    from torch.nn import functional

    given = drawn((2, *shape), shape[-1:], shape[-1:])
    assert_same(
        LayerNorm(Fraction(1, 100)), ("gamma", "beta"), given,
        lambda x: functional.layer_norm(x, shape[-1:], *given[1:], eps=0.01),
    )  # fmt: skip


def test_batch_normalisation_is_torchs_in_training() -> None:
    from torch.nn import functional

    given = drawn((5, 3), (3,), (3,))
    assert_same(
        BatchNorm(Fraction(1, 100)), ("gamma", "beta"), given,
        lambda x: functional.batch_norm(x, None, None, *given[1:], training=True, eps=0.01),
    )  # fmt: skip


@pytest.mark.parametrize("causal", [False, True])
def test_attention_is_torchs(causal: bool) -> None:
    from torch.nn import functional

    given = drawn((2, 4, 3), (2, 3), (2, 3), (2, 3))
    query, key, value = (each.T for each in given[1:])
    assert_same(
        Attention(2, causal), ("wq", "wk", "wv"), given,
        lambda x: functional.scaled_dot_product_attention(x @ query, x @ key, x @ value, is_causal=causal),
    )  # fmt: skip


@pytest.mark.filterwarnings("ignore:Using padding='same' with even kernel")
@pytest.mark.parametrize("kernel", [1, 2, 3, 4])
def test_same_padding_is_torchs_where_the_stride_is_one(kernel: int) -> None:
    from torch.nn import functional

    line = drawn((2, 2, 5), (3, 2, kernel), (3,))
    assert_same(
        Convolution(3, (kernel,), "linear", padding="same"), ("w", "b"), line,
        lambda x: functional.conv1d(x, *line[1:], padding="same"),
    )  # fmt: skip
    picture = drawn((2, 1, 4, 3), (2, 1, kernel, 2), (2,))
    assert_same(
        Convolution(2, (kernel, 2), "linear", padding="same"), ("w", "b"), picture,
        lambda x: functional.conv2d(x, *picture[1:], padding="same"),
    )  # fmt: skip
