"""The layers and the activations of Keras, one row each: what a layer does, told by its configuration."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from derive.errors import InputError
from derive.formula.numeral import shortened
from derive.models import functions, tree
from derive.models.description import Function, Layer, Part, Passing

Row = Callable[[tree.Tree], Part]

DENSE = "Dense"                      # the layer with weights, which the reader of the file takes itself

# what stands at `activation:` of a layer
ACTIVATIONS: dict[str, str] = {
    "linear": "z",
    "relu": functions.RELU,
    "sigmoid": functions.SIGMOID,
    "tanh": functions.TANH,
    "softmax": functions.SOFTMAX,
    "leaky_relu": functions.leaky(0.2),
    "elu": functions.elu(1),
    "gelu": functions.GELU,
    "silu": functions.SILU,
    "swish": functions.SILU,
    "softplus": functions.SOFTPLUS,
    "celu": functions.celu(1),
    "selu": functions.SELU,
    "mish": functions.MISH,
    "softsign": functions.SOFTSIGN,
    "log_sigmoid": functions.LOG_SIGMOID,
    "tanh_shrink": functions.TANHSHRINK,
    "relu6": functions.clipped(0, 6),
    "hard_tanh": functions.clipped(-1, 1),
    "hard_sigmoid": functions.HARD_SIGMOID,
    "hard_silu": functions.HARD_SILU,
    "hard_swish": functions.HARD_SILU,
    "exponential": "exp(z)",
}


def activation(config: tree.Tree) -> Function:
    """The activation that a layer names."""
    named = config.get("activation")
    if named is None:
        return Function("z")
    if not isinstance(named, str) or named not in ACTIVATIONS:
        said = named if isinstance(named, str) else "one of the model's own"
        known = ", ".join(ACTIVATIONS)
        raise InputError.of(f"the activation {shortened(said)} is not one derive knows", f"known are {known}")
    return Function(ACTIVATIONS[named])


def relu(config: tree.Tree) -> Part:
    """ReLU, with a slope left of its threshold or with an upper bound."""
    top, slope = config.get("max_value"), tree.number(config.get("negative_slope", 0), "negative_slope")
    start = tree.number(config.get("threshold", 0), "threshold")
    if start or (top is not None and slope):
        raise InputError.of("a ReLU with a threshold, or with both a slope and a bound", "give one of the two")
    if top is not None:
        return Function(functions.clipped(0, tree.number(top, "max_value")))
    return Function(functions.leaky(slope) if slope else functions.RELU)


def softmax(config: tree.Tree) -> Part:
    """A softmax over the outputs of a sample."""
    if config.get("axis", -1) not in (-1, 1):
        raise InputError.of("a Softmax over another axis than the last mixes samples", "give axis=-1")
    return Function(functions.SOFTMAX)


def elu(config: tree.Tree) -> Part:
    """An exponential left of zero."""
    return Function(functions.elu(tree.number(config.get("alpha", 1), "alpha")))


def leaky(config: tree.Tree) -> Part:
    """A line left of zero."""
    return Function(functions.leaky(tree.number(config["negative_slope"], "negative_slope")))


LAYERS: dict[str, Row] = {
    "Activation": activation,
    "ReLU": relu,
    "LeakyReLU": leaky,
    "ELU": elu,
    "Softmax": softmax,
    "InputLayer": lambda config: Passing(),
    "Identity": lambda config: Passing(),
    "Flatten": lambda config: Passing(),
    "Dropout": lambda config: Passing(training=True),
    "AlphaDropout": lambda config: Passing(training=True),
    "GaussianDropout": lambda config: Passing(training=True),
    "GaussianNoise": lambda config: Passing(training=True),
    "ActivityRegularization": lambda config: Passing(training=True),
}

# the losses a model was compiled with that derive has, wherever one output makes them the same
LOSSES: Mapping[str, str] = {
    "mse": "mse",
    "mean_squared_error": "mse",
    "mae": "absolute_error",
    "mean_absolute_error": "absolute_error",
    "huber": "huber",
    "binary_crossentropy": "binary_cross_entropy",
    "categorical_crossentropy": "cross_entropy",
    "sparse_categorical_crossentropy": "cross_entropy",
}
ONE_OUTPUT = ("absolute_error", "huber")  # Keras takes the mean over the outputs, derive the sum
OF_PROBABILITIES = {"cross_entropy": functions.SOFTMAX, "binary_cross_entropy": functions.SIGMOID}


def compiled_loss(compiled: tree.Tree, last: Layer) -> str:
    """The loss that the model was compiled with, where derive has the same; else nothing."""
    named = compiled.get("loss")
    loss = LOSSES.get(named, "") if isinstance(named, str) else ""
    if last.units > 1 and loss in (*ONE_OUTPUT, "binary_cross_entropy"):
        return ""
    return "" if OF_PROBABILITIES.get(loss, last.activation) != last.activation else loss
