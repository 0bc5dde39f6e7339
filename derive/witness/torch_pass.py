"""An independent pass in torch: the way forth from the problem alone, and autograd for all the rest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import torch

from derive.arithmetic import Number
from derive.formula import Formula
from derive.problem import Problem
from derive.quantity import LOSS
from derive.witness.doubles import Array, Doubles, named
from derive.witness.rounding_error import Shake, still
from derive.witness.torch_formulas import evaluated
from derive.witness.torch_functions import LOSSES
from derive.witness.torch_graphs import graph_pass
from derive.witness.torch_layers import TYPES, Found
from derive.witness.values import Values, ids

Tensor = Any
Parameters = Sequence[Mapping[str, Tensor]]


def torch_pass(problem: Problem, numbers: Mapping[str, Number], shake: Shake = still) -> dict[str, float]:
    """Every quantity of one update but the updated parameters, by id; not a number where torch has none."""
    doubles, shake = Doubles(problem, numbers), of_tensors(shake)
    if problem.graph is not None:
        return graph_pass(problem.graph, doubles, shake)
    own = [{kind: moving(array, shake) for kind, array in arrays.items()} for arrays in doubles.parameters()]
    inputs = moving(doubles.inputs(), shake)
    layers = forth(problem, own, inputs, shake)
    found, whole = loss(doubles, torch.cat(layers[-1].of_samples["a"]), shake)
    for number, values in enumerate(layers, start=1):
        found |= ids(values.each(in_numpy), number, problem.batch)
    found |= named("dL/dx", in_numpy(slopes(whole, [inputs])), samples=problem.batch)
    return found | gradients(problem, own, layers, whole)


def in_numpy(pieces: list[Tensor]) -> Array:
    """The tensors of a kind in one array."""
    whole: Array = (pieces[0] if len(pieces) == 1 else torch.cat(pieces)).detach().numpy()
    return whole


def of_tensors(shake: Shake) -> Shake:
    """The same moves for tensors."""
    return still if shake is still else lambda x: x * torch.from_numpy(np.asarray(shake(np.ones(x.shape))))


def moving(array: Any, shake: Shake) -> Tensor:
    """A tensor that the loss is differentiated by."""
    return shake(torch.from_numpy(array)).requires_grad_()


def forth(problem: Problem, own: Parameters, inputs: Tensor, shake: Shake) -> list[Found]:
    """What each layer computes."""
    found: list[Found] = []
    earlier = [inputs]
    for layer, parameters in zip(problem.layers, own, strict=True):
        found.append(TYPES[layer.type](layer, parameters, earlier, shake))
        earlier.append(torch.cat(found[-1].of_samples["a"]))
    return found


def loss(doubles: Doubles, outputs: Tensor, shake: Shake) -> tuple[dict[str, float], Tensor]:
    """The shares of the loss by id, and the loss, which autograd goes back from."""
    problem = doubles.problem
    judged = [problem.batch.index(sample) for sample in problem.judged]
    share = shared(problem.loss, shake(torch.from_numpy(doubles.targets())), outputs.flatten(1)[judged], shake)
    of_samples = share.sum(dim=1) / (len(judged) if problem.reduction == "mean" else 1)
    found = {**named("L", share.detach().numpy(), samples=problem.judged), LOSS.id: of_samples.sum().item()}
    return named("L", of_samples.detach().numpy(), samples=problem.judged) | found, of_samples.sum()


def shared(chosen: str | Formula, y: Tensor, a: Tensor, shake: Shake) -> Tensor:
    """The share of every output in the loss of its sample."""
    if isinstance(chosen, str):
        return LOSSES[chosen](y, a, a.shape[1])
    pairs = zip(y.flatten(), a.flatten(), strict=True)
    return torch.stack([evaluated(chosen, {"y": target, "a": each}, shake) for target, each in pairs]).reshape(a.shape)


def gradients(problem: Problem, own: Parameters, layers: Sequence[Found], whole: Tensor) -> dict[str, float]:
    """What autograd gives for every value and every parameter of the layers, by id."""
    found: dict[str, float] = {}
    for number, (values, parameters) in enumerate(zip(layers, own, strict=True), start=1):
        of_batch = {**values.of_batch, **{kind: [each] for kind, each in parameters.items()}}
        way = Values(values.of_samples, of_batch).each(lambda pieces: in_numpy(slopes(whole, pieces)))
        found |= ids(way, number, problem.batch, "dL/d")
    return found


def slopes(whole: Tensor, by: list[Tensor]) -> list[Tensor]:
    """The gradients of the loss by some tensors, zero where it does not depend on them."""
    return list(torch.autograd.grad(whole, by, retain_graph=True, allow_unused=True, materialize_grads=True))
