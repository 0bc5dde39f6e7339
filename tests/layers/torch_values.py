"""Writes torch_values.json: convolution networks with random numbers, and what PyTorch makes of them in float64.

Run as `python tests/layers/torch_values.py` where torch and onnx are installed (written with torch 2.13, onnx 1.23).
With stride 1 PyTorch pads `same` itself; with larger strides the zeros are laid as TensorFlow documents `SAME`, and
ONNX's reference implementation of SAME_UPPER is asked whether the forward values agree.
"""

from __future__ import annotations

import json
import math
import random
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import onnx.helper
import torch
from onnx.reference import ReferenceEvaluator
from torch.nn import functional

FILE = Path(__file__).with_suffix(".json")
torch.set_default_dtype(torch.float64)
ACTIVATIONS = {
    "linear": lambda z: z, "relu": torch.relu, "tanh": torch.tanh, "sigmoid": torch.sigmoid, "silu": functional.silu,
    "softplus": functional.softplus, "leaky_relu": lambda z: functional.leaky_relu(z, 0.01),
    "softmax": lambda z: torch.softmax(z, -1),
}  # fmt: skip


def conv(filters: int, kernel: Any, activation: str = "tanh", **others: Any) -> dict[str, Any]:
    """A convolution as a problem file tells it."""
    return {"type": "convolution", "filters": filters, "kernel": kernel, "activation": activation, **others}


def pool(kind: str, size: Any, **others: Any) -> dict[str, Any]:
    """A pooling layer."""
    return {"type": "pooling", "kind": kind, "size": size, **others}


FLAT = {"type": "flatten"}
ONE = {"units": 1, "activation": "sigmoid"}
TWO = {"units": 2, "activation": "tanh"}
CASES: dict[str, tuple[dict[str, int], list[dict[str, Any]], int]] = {
    "line": ({"length": 5}, [conv(1, 3, "relu"), pool("max", 2, stride=1), FLAT, ONE], 1),
    "line with stride": ({"length": 7}, [conv(2, 3, "sigmoid", stride=2, bias="shared"), FLAT, TWO], 1),
    "line, same": ({"length": 5}, [conv(1, 3, "silu", padding="same"), pool("average", 2), FLAT, ONE], 1),
    "line, same, even": ({"length": 4}, [conv(2, 2, "tanh", padding="same", bias="none"), FLAT, TWO], 1),
    "line, same, stride": ({"length": 7}, [conv(1, 4, "tanh", padding="same", stride=2), FLAT, ONE], 1),
    "line, same, wide": ({"length": 3}, [conv(1, 7, "tanh", padding="same", stride=2), FLAT, ONE], 1),
    "line, stride beyond the kernel": ({"length": 8}, [conv(1, 2, "tanh", padding="same", stride=3), FLAT, ONE], 1),
    "line of channels": (
        {"channels": 2, "length": 6}, [conv(2, 2, "leaky_relu"), pool("max", 2), conv(1, 2, "tanh"), FLAT, ONE], 1,
    ),
    "line in a batch": ({"length": 5}, [conv(1, 2, "softplus"), pool("max", 2), FLAT, ONE], 3),
    "picture": ({"height": 3, "width": 3}, [conv(1, 2, "relu"), pool("max", 2, stride=1), FLAT, TWO], 1),
    "picture, oblong": (
        {"height": 4, "width": 5}, [conv(1, [2, 3], "tanh", stride=[1, 2]), pool("average", [2, 1]), FLAT, ONE], 1,
    ),
    "picture, same": (
        {"height": 3, "width": 2}, [conv(2, 3, "sigmoid", padding="same"), pool("max", [3, 2]), FLAT, ONE], 1,
    ),
    "picture, same, even": (
        {"height": 3, "width": 3}, [conv(1, 2, "tanh", padding="same"), pool("max", 2), FLAT, ONE], 1,
    ),
    "picture, same, stride": (
        {"height": 5, "width": 4}, [conv(1, [3, 2], "silu", padding="same", stride=[2, 3]), FLAT, TWO], 1,
    ),
    "picture of channels": (
        {"channels": 2, "height": 3, "width": 3},
        [conv(2, 2, "tanh"), conv(1, [1, 2], "linear", bias="none"), FLAT, {"units": 2, "activation": "softmax"}], 1,
    ),
    "picture in a batch": ({"height": 3, "width": 3}, [conv(1, 2), pool("average", 2), FLAT, ONE], 2),
}  # fmt: skip


def drawn(chance: random.Random, shape: tuple[int, ...]) -> Any:
    """Numbers of three places, nested as the shape is."""
    if not shape:
        return chance.randint(-1500, 1500) / 1000
    return [drawn(chance, shape[1:]) for _ in range(shape[0])]


def as_rule(count: int, size: int, stride: int) -> tuple[int, int]:
    """How many zeros TensorFlow's SAME lays before and after."""
    missing = max((math.ceil(count / stride) - 1) * stride + size - count, 0)
    return missing // 2, missing - missing // 2


def convolved(x: torch.Tensor, w: torch.Tensor, b: torch.Tensor | None, stride: list[int], same: bool) -> torch.Tensor:
    """PyTorch's convolution of one axis or two."""
    run = functional.conv1d if w.dim() == 3 else functional.conv2d
    if same and set(stride) == {1}:
        return run(x, w, b, padding="same")
    if not same:
        return run(x, w, b, stride=stride)
    rules = [as_rule(n, k, s) for n, k, s in zip(x.shape[2:], w.shape[2:], stride, strict=True)]
    z = run(functional.pad(x, [zeros for rule in reversed(rules) for zeros in rule]), w, b, stride=stride)
    node = onnx.helper.make_node("Conv", ["x", "w"], ["z"], auto_pad="SAME_UPPER", strides=stride)
    kinds = [onnx.helper.make_tensor_value_info(name, onnx.TensorProto.DOUBLE, None) for name in "xwz"]
    model = onnx.helper.make_model(onnx.helper.make_graph([node], "same", kinds[:2], kinds[2:]))
    (other,) = ReferenceEvaluator(model).run(None, {"x": x.detach().numpy(), "w": w.detach().numpy()})
    bias = 0 if b is None else b.detach().numpy().reshape(1, -1, *[1] * (x.dim() - 2))
    assert np.allclose(other + bias, z.detach().numpy(), atol=1e-12)
    return z


def pooled(x: torch.Tensor, layer: dict[str, Any]) -> torch.Tensor:
    """PyTorch's pooling of one axis or two."""
    name = f"{'max' if layer['kind'] == 'max' else 'avg'}_pool{x.dim() - 2}d"
    return getattr(functional, name)(x, layer["size"], layer.get("stride", layer["size"]))  # type: ignore[no-any-return]


def several(number: Any, axes: int) -> list[int]:
    """A number for each axis."""
    return number if isinstance(number, list) else [number] * axes


def case(name: str, seed: int) -> dict[str, Any]:
    """A problem and the values of its quantities, by id."""
    told, layers, samples = CASES[name]
    chance = random.Random(seed)
    shape = (told.get("channels", 1), *(told[key] for key in ("length", "height", "width") if key in told))
    inputs = drawn(chance, (samples, *shape))
    x = torch.tensor(inputs, requires_grad=True)
    weights: list[Any] = []
    biases: list[Any] = []
    value, kept = x, []
    for number, layer in enumerate(layers, start=1):
        kind = layer.get("type", "dense")
        given: tuple[Any, Any] = (None, None)
        if kind == "convolution":
            kernel = several(layer["kernel"], len(shape) - 1)
            w = torch.tensor(drawn(chance, (layer["filters"], value.shape[1], *kernel)), requires_grad=True)
            b, given = biased(chance, layer, layer["filters"], w)
            each = None if b is None else b.expand(layer["filters"])
            same = layer.get("padding") == "same"
            z = convolved(value, w, each, several(layer.get("stride", 1), len(kernel)), same)
            value = ACTIVATIONS[layer["activation"]](z)
            kept += [("w", number, w), ("b", number, b), ("z", number, z)]
        elif kind == "pooling":
            value = pooled(value, layer)
        elif kind == "flatten":
            value = value.flatten(1)
        else:
            w = torch.tensor(drawn(chance, (layer["units"], value.shape[1])), requires_grad=True)
            b, given = biased(chance, layer, layer["units"], w)
            z = functional.linear(value, w, b)
            value = ACTIVATIONS[layer["activation"]](z)
            kept += [("w", number, w), ("b", number, b), ("z", number, z)]
        kept.append(("a", number, value))
        weights.append(given[0])
        biases.append(given[1])
    targets = [[chance.randint(0, 1) for _ in range(value.shape[1])] for _ in range(samples)]
    loss = functional.mse_loss(value, torch.tensor(targets, dtype=torch.float64))
    found = {"L": loss.item()}
    for _, _, tensor in kept:
        if tensor is not None:
            tensor.retain_grad()
    loss.backward()
    for kind, number, tensor in [("x", None, x), *kept]:
        if tensor is not None:
            found |= named(kind, number, tensor, samples)
    return {
        "problem": {
            "network": {"inputs": told, "layers": layers}, "loss": "mse",
            "data": {"inputs": inputs if samples > 1 else inputs[0], "targets": targets},
            "parameters": {"weights": weights, "biases": biases}, "training": {"learning_rate": 0.1},
        },
        "values": found,
    }  # fmt: skip


def biased(chance: random.Random, layer: dict[str, Any], units: int, w: torch.Tensor) -> tuple[Any, tuple[Any, Any]]:
    """The bias of a layer, and its parameters as a problem file gives them."""
    kind = layer.get("bias", "per_unit")
    shape = () if kind == "shared" else (units,)
    b = None if kind == "none" else torch.tensor(drawn(chance, shape), requires_grad=True)
    return b, (w.tolist(), None if b is None else b.tolist())


def named(kind: str, number: int | None, tensor: torch.Tensor, samples: int) -> dict[str, float]:
    """The values of a tensor and its gradient, by the ids of the project."""
    layer = "" if number is None else f"[{number}]"
    per_sample = kind in "xza"
    found = {}
    for index in product(*map(range, tensor.shape)):
        at, rest = (index[0], index[1:]) if per_sample else (None, index)
        place = "".join(f"[{i + 1}]" for i in rest)
        mark = f"@{at + 1}" if at is not None and samples > 1 else ""
        found[f"{kind}{layer}{place}{mark}"] = tensor[index].item()
        found[f"dL/d{kind}{layer}{place}{mark}"] = tensor.grad[index].item()  # type: ignore[index]
    return found


if __name__ == "__main__":
    cases = {name: case(name, seed) for seed, name in enumerate(CASES)}
    FILE.write_text(json.dumps(cases, indent=None, separators=(",", ":")).replace('"values"', '\n"values"') + "\n")
