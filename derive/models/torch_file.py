"""PyTorch's files: a zip of a pickle and of raw numbers, read without PyTorch and without running the pickle."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from derive.errors import InputError
from derive.formula.numeral import shortened
from derive.models.archive import Archive
from derive.models.chain import MOST_PIECES, chained, unsaid
from derive.models.description import Dense, Model, Part, Piece, strange, unknown
from derive.models.pickle_machine import Made
from derive.models.pickled import read_pickle
from derive.models.torch_layers import LAYERS, LINEAR, SEQUENTIAL
from derive.models.torch_tensors import Tensors, entries, is_tensor

FRAMEWORK = "PyTorch"
PICKLE = "/data.pkl"
OURS = "torch.nn.modules."
HOOKS = ("_forward_hooks", "_forward_pre_hooks")
CURE = "save its weights alone: torch.save(model.state_dict(), 'model.pt')"


def folders(archive: Archive) -> list[str]:
    """The folder of everything in the zip, where torch.save wrote it."""
    return [name.removesuffix(PICKLE) for name in archive.members if name.endswith(PICKLE) and name.count("/") == 1]


def read_torch(archive: Archive) -> Model:
    """The model in a file of torch.save: a module, its state dict, or a checkpoint that holds one."""
    folder = folders(archive)[0]
    if f"{folder}/constants.pkl" in archive:
        raise InputError.of("this is a TorchScript archive, which is a program", CURE)
    found = read_pickle(archive.read(folder + PICKLE))
    tensors = Tensors(archive, folder)
    if is_module(found):
        return chained(FRAMEWORK, pieces(found, tensors))
    return unsaid(chained(FRAMEWORK, weights_alone(state_dict(found), tensors)))


def is_module(found: object) -> bool:
    """Whether this is an object with layers of its own."""
    return isinstance(found, Made) and isinstance(found.state, dict) and "_modules" in found.state


def pieces(model: object, tensors: Tensors) -> Iterator[Piece]:
    """The layers of a module one after another."""
    for place, (name, module) in enumerate(leaves(model), 1):
        home, _, kind = module.of.rpartition(".")
        attributes = entries(module.state)
        if any(entries(attributes.get(hooks)) for hooks in HOOKS):
            raise strange(place, f", {kind} {name}, has hooks, which are programs", "take them off and save it again")
        if not module.of.startswith(OURS) or kind not in (LINEAR, *LAYERS):
            raise unknown(place, kind if home.startswith("torch.") else module.of, (LINEAR, *LAYERS))
        yield Piece(place, f"{kind} {name}", part(kind, name, attributes, tensors))


def leaves(model: object) -> Iterator[tuple[str, Made]]:
    """The layers of a module with their names, those within a Sequential one after another."""
    waiting = [("", model)]
    for _ in range(MOST_PIECES):
        if not waiting:
            return
        name, module = waiting.pop()
        if not isinstance(module, Made):
            raise ValueError("a layer that is none")
        if module.of == f"{OURS}container.{SEQUENTIAL}":
            children = entries(entries(module.state).get("_modules"))
            waiting += [(f"{name}.{key}".lstrip("."), child) for key, child in reversed([*children.items()])]
        elif not name and not module.of.startswith(OURS):
            said = shortened(module.of)
            what = f"the model is a {said}, and the order of its layers stands in a program of its own"
            raise InputError.of(what, CURE)
        else:
            yield name, module
    raise InputError.of(f"the model has more than {MOST_PIECES} layers", "give a smaller one")


def part(kind: str, name: str, attributes: Mapping[str, object], tensors: Tensors) -> Part:
    """What one layer does."""
    if kind != LINEAR:
        return LAYERS[kind](attributes)
    return dense(name, entries(attributes["_parameters"]), tensors)


def dense(name: str, parameters: Mapping[str, object], tensors: Tensors) -> Dense:
    """A layer of weights; PyTorch keeps a row for each receiving neuron, as derive does."""
    bias = parameters.get("bias")
    biases = None if bias is None else tensors.read(f"{name}.bias", bias).vector()
    return Dense(tensors.read(f"{name}.weight", parameters["weight"]).rows(), biases)


def state_dict(found: object) -> Mapping[str, object]:
    """The tensors of a state dict by name, or of the one state dict in a checkpoint."""
    candidates = [entries(found), *map(entries, entries(found).values())]
    dicts = [each for each in candidates if each and all(is_tensor(value) for value in each.values())]
    if len(dicts) != 1:
        which = "no state dict and no Sequential" if not dicts else f"{len(dicts)} state dicts"
        raise InputError.of(f"the file holds {which}", CURE)
    return {str(name): value for name, value in dicts[0].items()}


def weights_alone(tensors_by_name: Mapping[str, object], tensors: Tensors) -> Iterator[Piece]:
    """The dense layers of a state dict, in its order."""
    layers: dict[str, dict[str, object]] = {}
    for name, value in tensors_by_name.items():
        layer, _, parameter = name.rpartition(".")
        layers.setdefault(layer, {})[parameter] = value
    for place, (name, parameters) in enumerate(layers.items(), 1):
        shape = tensors.shape(parameters["weight"]) if "weight" in parameters else ()
        if set(parameters) - {"weight", "bias"} or len(shape) != 2:
            held = shortened(" and ".join(parameters), 60)
            what = f", {shortened(name)}, holds {held}{f' of shape {shape}' if shape else ''} and is no Linear"
            raise strange(place, what, "give a model of dense layers alone")
        yield Piece(place, f"{LINEAR} {name}", dense(name, parameters, tensors))
