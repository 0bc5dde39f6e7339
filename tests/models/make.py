"""Makes the model files of this folder and, by the frameworks themselves, what the tests expect of them.

Run by hand, in an environment of its own; nothing in the tests runs it:

    pip install torch==2.13.0 keras==3.15.1 h5py==3.16.0 onnx==1.23.2 onnxruntime==1.31.1 onnxscript==0.7.2 \
        scikit-learn==1.9.1 skl2onnx==1.20.0 skops==0.16.0
    python tests/models/make.py
"""

from __future__ import annotations

import copy
import json
import os
import warnings
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

os.environ["KERAS_BACKEND"] = "torch"

import keras  # noqa: E402
import numpy as np  # noqa: E402
import onnx  # noqa: E402
import onnxruntime  # noqa: E402
import skl2onnx  # noqa: E402
import skops.io  # noqa: E402
import torch  # noqa: E402
from keras import layers  # noqa: E402
from sklearn.neural_network import MLPClassifier, MLPRegressor  # noqa: E402
from torch import nn  # noqa: E402

HERE = Path(__file__).parent
INPUTS = [[0.5, -1.25], [1.0, 2.0], [-0.75, 0.1]]
GRID = [-25.0, -3.5, -1.75, -1.0, -0.25, 0.25, 0.75, 1.5, 3.25, 6.5, 25.0]
SINGLES = np.array(INPUTS, np.float32)
expected: dict[str, Any] = {}


def numbers(array: Any) -> Any:
    """Nested lists of doubles; a framework's own array becomes plain numbers."""
    return np.asarray(array, np.float64).tolist()


def note(name: str, outputs: Any, **more: Any) -> None:
    """What the framework gives for the inputs."""
    expected[name] = {"outputs": numbers(outputs), **more}


class Own(nn.Module):
    """A module whose forward pass stands in a program, and in no file."""

    def __init__(self) -> None:
        super().__init__()
        self.first = nn.Linear(2, 1)


def torch_files() -> None:
    """Modules, a state dict, a checkpoint, and one state dict of all kinds of numbers."""
    torch.manual_seed(1)
    small = nn.Sequential(nn.Linear(2, 3), nn.Tanh(), nn.Linear(3, 1), nn.Sigmoid()).eval()
    x = torch.tensor(SINGLES)
    with torch.no_grad():
        torch.save(small.state_dict(), HERE / "state.pt")
        note("state.pt", small(x), activations=["tanh", "sigmoid"])
        step = torch.optim.Adam(small.parameters())
        checkpoint = {"epoch": 3, "model_state_dict": small.state_dict(), "optimizer_state_dict": step.state_dict()}
        torch.save(checkpoint, HERE / "checkpoint.pt")
        note("checkpoint.pt", small(x), activations=["tanh", "sigmoid"])
        inner = nn.Sequential(nn.Linear(3, 2, bias=False), nn.SiLU(), nn.Flatten())
        first = (nn.Linear(2, 3), nn.LeakyReLU(0.2), nn.Dropout(0.5))
        module = nn.Sequential(*first, inner, nn.Linear(2, 3), nn.Softmax(1))
        torch.save(module.eval(), HERE / "module.pt")
        note("module.pt", module(x))
        torch.save(small, HERE / "protocol5.pt", pickle_protocol=5)
        note("protocol5.pt", small(x))
        torch.save(nn.Sequential(nn.Linear(2, 4), nn.ReLU(), nn.Conv1d(1, 1, 2)), HERE / "convolution.pt")
        torch.save(Own(), HERE / "own.pt")
        kinds = {
            "first.weight": torch.randn(2, 3, dtype=torch.float64).T,  # not contiguous
            "first.bias": torch.randn(9)[::3],
            "second.weight": torch.randn(2, 3).to(torch.float16),
            "second.bias": torch.randn(2).to(torch.bfloat16),
        }
        torch.save(kinds, HERE / "kinds.pt")
        expected["kinds.pt"] = {name: numbers(value.to(torch.float64)) for name, value in kinds.items()}


def keras_files() -> None:
    """A Sequential with another within it, and a functional model that is a chain."""
    keras.utils.set_random_seed(2)
    inner = keras.Sequential([keras.Input((3,)), layers.Dense(2, activation="tanh"), layers.Dense(3, use_bias=False)])
    parts = [keras.Input((2,)), layers.Dense(3, "relu", name="mine"), layers.Dropout(0.5), inner, layers.LeakyReLU()]
    sequential = keras.Sequential([*parts, layers.Dense(1, "sigmoid", bias_initializer="normal")])
    sequential.compile(loss="binary_crossentropy", optimizer="sgd")
    start = keras.Input((2,))
    hidden = layers.ReLU(max_value=6)(layers.Dense(3, keras.activations.gelu, bias_initializer="normal")(start))
    functional = keras.Model(start, layers.Softmax()(layers.Dense(2, bias_initializer="normal")(hidden)))
    for name, model in {"sequential.keras": sequential, "functional.keras": functional}.items():
        model.save(HERE / name)
        note(name, model.predict(SINGLES, verbose=0))
    branching = keras.Model(start, layers.Dense(1)(layers.Add()([start, layers.Dense(2)(start)])))
    branching.save(HERE / "branching.keras")


def onnx_files() -> None:
    """Exports of PyTorch, by both of its ways."""
    torch.manual_seed(3)
    parts = [nn.Linear(2, 3), nn.SiLU(), nn.Linear(3, 3, bias=False), nn.Softplus(), nn.Flatten(), nn.Linear(3, 2)]
    model = nn.Sequential(*parts, nn.ReLU6(), nn.Linear(2, 2), nn.Softmax(1)).eval()
    x = torch.tensor(SINGLES)
    torch.onnx.export(model, (x,), HERE / "export.onnx", dynamo=True, external_data=False, verbose=False)
    torch.onnx.export(model, (x,), HERE / "script.onnx", dynamo=False)
    for name in ("export.onnx", "script.onnx"):
        slim = onnx.load(HERE / name)
        for node in slim.graph.node:
            del node.metadata_props[:]
        onnx.save(slim, HERE / name)
        note(name, run(HERE / name))
    convolution = nn.Sequential(nn.Conv1d(1, 1, 2), nn.Flatten(), nn.Linear(1, 1)).eval()
    torch.onnx.export(convolution, (x.reshape(3, 1, 2),), HERE / "convolution.onnx", dynamo=False)


def run(path: Path) -> Any:
    """The last output that ONNX's own runtime gives."""
    session = onnxruntime.InferenceSession(path)
    return session.run(None, {session.get_inputs()[0].name: SINGLES})[-1]


def scikit_files() -> None:
    """Perceptrons for two classes, for three, and for numbers, as skops and as ONNX."""
    rng = np.random.default_rng(4)
    x = rng.normal(size=(40, 2))
    mlp = {"hidden_layer_sizes": (3,), "solver": "lbfgs", "max_iter": 30, "random_state": 5, "alpha": 5.0}
    two = MLPClassifier(activation="relu", **mlp).fit(x, x[:, 0] > x[:, 1])
    three = MLPClassifier(activation="logistic", **mlp).fit(x, np.digitize(x[:, 0], [-0.5, 0.5]))
    line = MLPRegressor(activation="tanh", **mlp).fit(x, x[:, 0] * x[:, 1])
    plane = MLPRegressor(activation="identity", **mlp).fit(x, x[:, ::-1] * 2)
    doubles = SINGLES.astype(np.float64)
    given = {"two": two.predict_proba(doubles)[:, 1:], "three": three.predict_proba(doubles),
             "line": line.predict(doubles).reshape(-1, 1), "plane": plane.predict(doubles)}  # fmt: skip
    for name, model in {"two": two, "three": three, "line": line, "plane": plane}.items():
        skops.io.dump(model, HERE / f"{name}.skops", compression=8)
        note(f"{name}.skops", given[name])
        path = HERE / f"{name}.onnx"
        plain = {"zipmap": False} if isinstance(model, MLPClassifier) else None
        path.write_bytes(skl2onnx.to_onnx(model, SINGLES[:1], options=plain).SerializeToString())
        note(path.name, run(path).reshape(3, -1)[:, -given[name].shape[1] :])
        path.write_bytes(skl2onnx.to_onnx(model, SINGLES[:1]).SerializeToString())  # as most people have it
    skops.io.dump(MLPClassifier(), HERE / "unfitted.skops")


def torch_functions() -> Iterator[tuple[str, dict[str, Any], Any]]:
    """Each activation of torch.nn with its attributes: as it is by default, and with others."""
    plain = "ReLU Sigmoid Tanh LeakyReLU ELU GELU SiLU Softplus CELU SELU Mish Softsign LogSigmoid Tanhshrink ReLU6"
    modules = [getattr(nn, name)() for name in plain.split()]
    modules += [nn.Hardtanh(), nn.Hardsigmoid(), nn.Hardswish(), nn.Threshold(0.5, -2.0), nn.Hardtanh(-2.0, 3.0)]
    modules += [nn.LeakyReLU(0.2), nn.ELU(2.0), nn.GELU("tanh"), nn.Softplus(2.0), nn.CELU(0.5)]
    for module in modules:
        attributes = {name: value for name, value in vars(module).items() if not name.startswith("_")}
        yield type(module).__name__, attributes, module(torch.tensor(GRID, dtype=torch.float64))


def keras_functions() -> Iterator[tuple[str, dict[str, Any], Any]]:
    """Each activation of Keras, as a layer and by its name."""
    names = (
        "linear relu sigmoid tanh leaky_relu elu gelu silu swish softplus celu selu mish softsign log_sigmoid "
        "tanh_shrink relu6 hard_tanh hard_sigmoid hard_silu hard_swish exponential"
    )
    made = [layers.Activation(name) for name in names.split()]
    made += [layers.ReLU(), layers.ReLU(max_value=2.0), layers.ReLU(negative_slope=0.1), layers.LeakyReLU()]
    made += [layers.LeakyReLU(negative_slope=0.05), layers.ELU(), layers.ELU(alpha=0.5)]
    for layer, name in zip(made, [*names.split(), *[""] * len(made)], strict=False):
        config = layer.get_config() | ({"activation": name} if name else {})
        plain = {key: value for key, value in config.items() if isinstance(value, str | int | float | None)}
        yield type(layer).__name__, plain, keras.ops.convert_to_numpy(layer(np.array([GRID], np.float32)))[0]


def onnx_functions() -> Iterator[tuple[str, dict[str, Any], Any]]:
    """Each operator of one number, with its defaults and with other attributes."""
    plain = (
        "Relu Sigmoid Tanh LeakyRelu Elu Celu Gelu Softplus Softsign Selu Mish HardSigmoid HardSwish "
        "ThresholdedRelu Exp Log Sqrt Erf Abs Neg Reciprocal"
    )
    asked: list[tuple[str, dict[str, Any]]] = [(name, {}) for name in plain.split()]
    asked += [("LeakyRelu", {"alpha": 0.2}), ("Elu", {"alpha": 2.0}), ("Celu", {"alpha": 5.0})]
    asked += [("Gelu", {"approximate": "tanh"}), ("HardSigmoid", {"alpha": 1 / 6}), ("ThresholdedRelu", {"alpha": 5.0})]
    for name, attributes in asked:
        yield name, attributes, operated(name, attributes, [GRID if name not in ("Log", "Sqrt") else np.abs(GRID)])


def joining_functions() -> Iterator[tuple[str, list[list[float]], Any]]:
    """Each operator of several numbers."""
    a, b, c = GRID, [2.0, -1.0, 0.5] * 3 + [3.0, 1.0], [2.5] * len(GRID)
    for name in ("Add", "Sub", "Mul", "Div", "Max", "Min", "Greater", "GreaterOrEqual", "Less", "LessOrEqual"):
        yield name, [a, b], operated(name, {}, [a, b])
    yield "Pow", [a, [2.0] * len(a)], operated("Pow", {}, [a, [2.0] * len(a)])
    yield "Where", [a, b, c], np.where(np.array(a) > 0, b, c)
    yield "Clip", [a, [-1.5] * len(a), c], np.clip(a, -1.5, 2.5)


def operated(name: str, attributes: dict[str, Any], rows: Sequence[Any]) -> Any:
    """What ONNX's runtime makes of one operator alone."""
    made = onnx.TensorProto.BOOL if name.startswith(("Greater", "Less")) else onnx.TensorProto.FLOAT
    value: Callable[..., Any] = onnx.helper.make_tensor_value_info
    names = "abc"[: len(rows)]
    node = onnx.helper.make_node(name, list(names), ["out"], **attributes)
    given = [value(each, onnx.TensorProto.FLOAT, [len(GRID)]) for each in names]
    graph = onnx.helper.make_graph([node], "one", given, [value("out", made, [len(GRID)])])
    model = onnx.helper.make_model(graph, opset_imports=[onnx.helper.make_opsetid("", 20)], ir_version=9)
    session = onnxruntime.InferenceSession(model.SerializeToString())
    return session.run(None, {each: np.array(row, np.float32) for each, row in zip(names, rows, strict=True)})[0]


def functions() -> dict[str, Any]:
    """What each framework's activations give on a grid."""
    found: dict[str, Any] = {"grid": GRID}
    sources = {"torch": torch_functions, "keras": keras_functions, "onnx": onnx_functions}
    for framework, each in sources.items():
        found[framework] = [[name, copy.copy(of), numbers(values)] for name, of, values in each()]
    found["joining"] = [[name, rows, numbers(values)] for name, rows, values in joining_functions()]
    return found


def main() -> None:
    """Everything anew."""
    warnings.simplefilter("ignore")
    torch_files()
    keras_files()
    onnx_files()
    scikit_files()
    modules = (torch, keras, onnx, onnxruntime, skl2onnx, skops, np)
    versions = {module.__name__: module.__version__ for module in modules}
    (HERE / "expected.json").write_text(
        json.dumps({"versions": versions, "inputs": INPUTS, "models": expected}, indent=1) + "\n"
    )
    (HERE / "functions.json").write_text(json.dumps({"versions": versions, **functions()}) + "\n")


if __name__ == "__main__":
    main()
