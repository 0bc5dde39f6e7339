"""Files of strangers: nothing in them is run, and each gives one line."""

from __future__ import annotations

import io
import json
import os
import pickle
import random
import struct
import sys
import types
import zipfile
from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path
from typing import Any

import h5py
import numpy as np
import onnx
import pytest
from typer.testing import CliRunner

from derive import InputError, cli, from_model
from derive.models.archive import Archive
from derive.models.pickled import INSTRUCTIONS, read_pickle

HERE = Path(__file__).parent
MODELS = sorted(path for path in HERE.iterdir() if path.suffix in (".pt", ".keras", ".onnx", ".skops"))
TOUCH = "touch PWN"


def refused(name: str, data: bytes) -> str:
    """What the command says of a file: one line, exit status 2, nothing written, nothing run."""
    Path(name).write_bytes(data)
    before = sorted(os.listdir("."))
    ran = CliRunner().invoke(cli.app, ["new", "--from", name, "-o", "out.yaml"], prog_name="derive")
    assert (ran.exit_code, ran.stdout, ran.stderr.count("\n")) == (2, "", 1), ran.output
    assert ran.stderr.startswith(f"{name}: ") and len(ran.stderr) < 700
    assert "Traceback" not in ran.stderr and ran.stderr.rstrip("\n").isprintable()
    assert sorted(os.listdir(".")) == before and not Path("PWN").exists()
    return ran.stderr


def zipped(members: dict[str, bytes], how: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip file."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", how) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return stream.getvalue()


def unzipped(name: str) -> dict[str, bytes]:
    """The members of one of the model files."""
    with zipfile.ZipFile(HERE / name) as archive:
        return {each: archive.read(each) for each in archive.namelist()}


def torch_file(pickled: bytes) -> bytes:
    """A file as torch.save writes it, with a pickle of our own."""
    return zipped({"m/data.pkl": pickled, "m/data/0": struct.pack("<4f", 1, 2, 3, 4), "m/version": b"3"})


class Runs:
    """What its pickle runs when it is opened."""

    def __init__(self, of: Callable[..., Any], *arguments: object) -> None:
        self.call = of, arguments

    def __reduce__(self) -> Any:
        return self.call


RUNS = {
    "os.system": Runs(os.system, TOUCH),
    "exec": Runs(exec, "open('PWN', 'w')"),
    "eval": Runs(eval, "open('PWN', 'w')"),
    "import": Runs(__import__, "os"),
    "getattr": Runs(getattr, "x", "upper"),
    "open": Runs(open, "PWN", "w"),
}


@pytest.mark.parametrize("name", RUNS)
@pytest.mark.parametrize("protocol", [2, 3, 4, 5])
def test_a_pickle_that_runs_a_program_is_refused(name: str, protocol: int, in_tmp: Path) -> None:
    for held in (RUNS[name], OrderedDict({"0.weight": RUNS[name]}), {"a": [RUNS[name]]}):
        said = refused("model.pt", torch_file(pickle.dumps(held, protocol)))
        assert "would run" in said and "nothing was run" in said


def test_the_same_pickle_does_run_where_pickle_opens_it(in_tmp: Path) -> None:
    pickle.loads(pickle.dumps(RUNS["os.system"], 2))
    assert Path("PWN").exists()


@pytest.mark.parametrize(
    "pickled",
    [
        b"(S'touch PWN'\nios\nsystem\n.",  # INST
        b"(cos\nsystem\nS'touch PWN'\no.",  # OBJ
        b"cos\nsystem\n(S'touch PWN'\ntR.",
        b"\x80\x02cos\nsystem\nX\x09\x00\x00\x00touch PWN\x85\x81.",  # NEWOBJ
        b"\x80\x02ctorch._utils\n_rebuild_parameter\n}X\x01\x00\x00\x00acos\nsystem\nsb.",  # BUILD of a function
        b"\x80\x02\x82\x01.",  # EXT1
        b"\x80\x02Pos.system\n.",  # PERSID
        b"\x80\x02K\x01K\x02R.",
        b"\x80\x02R.",
        b"\x80\x02.",
        b"\x80\x02]]a.",
        b"\x80\x02}]K\x01s.",
        b"\x80\x02h\x05.",
        b"\x80\x02(((.",
        b"\x80\x02X\xff\xff\xff\x7fa.",
        b"\x80\x02\x8b\xff\xff\xff\x7fa.",
        b"",
        b"\x80\x02]q\x00h\x00a.",  # a list that holds itself
    ],
)
def test_a_pickle_of_strange_instructions_is_refused(pickled: bytes, in_tmp: Path) -> None:
    refused("model.pt", torch_file(pickled))


def test_no_instruction_imports_or_calls_anything(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("builtins.__import__", lambda *asked: pytest.fail(f"imported {asked[0]}"))
    made = read_pickle(b"\x80\x02cnowhere.at.all\nThing\n)\x81}X\x01\x00\x00\x00aK\x01sb.")
    assert (made.of, made.state) == ("nowhere.at.all.Thing", {"a": 1})  # type: ignore[attr-defined]
    assert "INST" not in INSTRUCTIONS and "OBJ" not in INSTRUCTIONS


@pytest.mark.parametrize("name", ["model.pkl", "model.joblib", "model.pt", "model.onnx"])
@pytest.mark.parametrize("protocol", [2, 4])
def test_a_bare_pickle_is_refused_with_a_safer_way(name: str, protocol: int, in_tmp: Path) -> None:
    assert "save it with skops" in refused(name, pickle.dumps(RUNS["os.system"], protocol))


def test_files_of_other_kinds_say_what_they_are(in_tmp: Path) -> None:
    assert "before 1.6" in refused("old.pt", b"\x80\x02\x8a\nl\xfc\x9cF\xf9 j\xa8P\x19." + b"\x80\x02M\xe9\x03.")
    assert "save it with model.save('model.keras')" in refused("old.h5", b"\x89HDF\r\n\x1a\n" + bytes(100))
    assert "TorchScript" in refused("m.pt", zipped({"m/data.pkl": b"\x80\x02}.", "m/constants.pkl": b"\x80\x02)."}))
    assert "this is a zip of no model" in refused("m.zip", zipped({"a": b"b"}))
    assert "this is no model's file" in refused("m.txt", b"title: a problem")
    assert "the file is empty" in refused("m.onnx", b"")
    assert "save it with skops" in refused("m.pkl", b"(dp0\n.")  # a pickle of protocol 0


@pytest.mark.parametrize("member", ["m/data.pkl", "m/byteorder"])
def test_a_zip_bomb_is_not_unpacked(member: str, in_tmp: Path) -> None:
    bomb = zipped({"m/data.pkl": b"\x80\x02}.", member: bytes(60_000_000)})
    assert len(bomb) < 100_000
    assert "unpacks to more than 16 MB" in refused("model.pt", bomb)


def test_a_zip_bomb_that_lies_about_its_size_is_not_unpacked(in_tmp: Path) -> None:
    bomb = zipped({"m/data.pkl": bytes(60_000_000)})
    assert struct.pack("<I", 60_000_000) in bomb
    refused("model.pt", bomb.replace(struct.pack("<I", 60_000_000), struct.pack("<I", 1000)))


@pytest.mark.parametrize("how", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_strangely_packed_zip_is_refused(how: int, in_tmp: Path) -> None:
    assert "packed in a strange way" in refused("model.pt", zipped({"m/data.pkl": bytes(1000)}, how))


def test_an_archive_reads_no_more_than_it_may() -> None:
    archive = Archive(zipped({"a": bytes(17_000_000)}))
    with pytest.raises(InputError, match="unpacks to more"):
        archive.read("a")


def test_a_huge_file_is_not_read(in_tmp: Path) -> None:
    with open("huge.pt", "wb") as file:
        file.write(b"PK")
        file.truncate(3_000_000_000)
    ran = CliRunner().invoke(cli.app, ["new", "--from", "huge.pt"], prog_name="derive")
    assert (ran.exit_code, ran.stderr.count("\n")) == (2, 1)
    assert "larger than 16 MB" in ran.stderr


def test_a_fifo_is_not_waited_for(in_tmp: Path) -> None:
    os.mkfifo("model.pt")
    with pytest.raises(InputError, match="this is no regular file"):
        from_model("model.pt")


@pytest.mark.parametrize("path", MODELS, ids=lambda path: path.name)
def test_a_file_that_is_cut_off_gives_one_line(path: Path, in_tmp: Path) -> None:
    data = path.read_bytes()
    for part in (1, 3, 10, 50, 90, 99):
        refused(path.name, data[: len(data) * part // 100])


def spoilt(data: bytes, chance: random.Random) -> bytes:
    """The bytes with some of them changed, lost or added."""
    changed = bytearray(data)
    for _ in range(chance.choice([1, 1, 4, 40])):
        at, length = chance.randrange(len(changed) or 1), chance.choice([0, 1, 1, 1, 5])
        changed[at : at + length] = chance.randbytes(chance.choice([length, 1]))
    return bytes(changed)


def wrong(path: Path, chance: random.Random) -> bytes:
    """A model's file spoilt somewhere, or within a member of its zip."""
    if path.suffix == ".onnx" or chance.random() < 0.3:
        return spoilt(path.read_bytes(), chance)
    members = unzipped(path.name)
    telling = [name for name in members if name.endswith(("data.pkl", ".json", ".h5"))]
    one = chance.choice(telling)
    return zipped({**members, one: spoilt(members[one], chance)})


@pytest.mark.parametrize("path", MODELS, ids=lambda path: path.name)
def test_a_file_with_wrong_bytes_is_read_or_gives_lines(path: Path, in_tmp: Path) -> None:
    chance = random.Random(7)
    activations = ["relu", "sigmoid"] if path.name in ("state.pt", "checkpoint.pt", "kinds.pt") else []
    for _ in range(60):
        Path(path.name).write_bytes(wrong(path, chance))
        try:
            from_model(path.name, activations)
        except InputError as error:
            assert str(error).startswith(path.name)


def spoilt_pickle(old: bytes, new: bytes, name: str = "module.pt") -> bytes:
    """A model of PyTorch with a change in its pickle."""
    members = unzipped(name)
    where = next(each for each in members if each.endswith("data.pkl"))
    assert old in members[where]
    return zipped({**members, where: members[where].replace(old, new)})


def test_wrong_shapes_and_numbers_of_pytorch_are_told(in_tmp: Path) -> None:
    members = unzipped("module.pt")
    storage = next(each for each in members if each.endswith("/data/0"))
    nan = struct.pack("<f", float("nan"))
    assert "0.weight holds nan" in refused("m.pt", zipped({**members, storage: nan + members[storage][4:]}))
    assert "0.weight is cut off: 20 bytes for 6 numbers" in refused("m.pt", zipped({**members, storage: bytes(20)}))
    gone = zipped({each: data for each, data in members.items() if each != storage})
    assert "has no part" in refused("m.pt", gone)
    assert "holds no floats" in refused("m.pt", spoilt_pickle(b"FloatStorage", b"LongStorage"))
    assert "layer 2 of the model, LeakyReLO, is not one derive knows" in (
        refused("m.pt", spoilt_pickle(b"LeakyReLU", b"LeakyReLO"))
    )
    foreign = spoilt_pickle(b"torch.nn.modules.activation\nL", b"evil.nn.modules.activation\nL")
    assert "layer 2 of the model, evil.nn.modules.activation.LeakyReLU, is not" in refused("m.pt", foreign)


class Module:
    """Stands for a module of torch.nn in a pickle that is made here."""


def modules(monkeypatch: pytest.MonkeyPatch) -> dict[str, type]:
    """Classes that are pickled under PyTorch's names, where PyTorch itself is not installed."""
    made = {}
    for parent in ("torch", "torch.nn", "torch.nn.modules"):
        monkeypatch.setitem(sys.modules, parent, types.ModuleType(parent))
    for home, kind in {"container": "Sequential", "linear": "Linear", "activation": "LeakyReLU"}.items():
        name = f"torch.nn.modules.{home}"
        made[kind] = type(kind, (Module,), {"__module__": name})
        monkeypatch.setitem(sys.modules, name, types.ModuleType(name))
        setattr(sys.modules[name], kind, made[kind])
    return made


def holding(of: type, **attributes: object) -> Any:
    """An object of a class with these attributes."""
    made = of()
    vars(made).update(attributes)
    return made


def test_a_module_that_holds_the_same_module_over_and_over_is_not_walked(
    in_tmp: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    of = modules(monkeypatch)["Sequential"]
    module = holding(of, _modules={})
    for _ in range(60):
        module = holding(of, _modules={"0": module, "1": module})
    assert "more than 500 layers" in refused("m.pt", torch_file(pickle.dumps(module, 2)))
    vars(module)["_modules"]["1"] = module
    assert "more than 500 layers" in refused("m.pt", torch_file(pickle.dumps(module, 2)))


@pytest.mark.parametrize("slope", [10**400, "0.1", None, float("nan")], ids=["huge", "text", "none", "nan"])
def test_an_attribute_that_is_no_number_is_told(slope: object, in_tmp: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kinds = modules(monkeypatch)
    leaky = holding(kinds["LeakyReLU"], _modules={}, negative_slope=slope)
    refused("m.pt", torch_file(pickle.dumps(holding(kinds["Sequential"], _modules={"0": leaky}), 2)))


def tensors(shape: tuple[int, ...], strides: tuple[int, ...], start: int = 0) -> bytes:
    """A state dict of one tensor of the storage 0, which holds four singles."""
    pushed = [pickle.dumps(each, 2)[2:-1] for each in (start, shape, strides)]
    storage = b"(X\x07\x00\x00\x00storagectorch\nFloatStorage\nX\x01\x00\x00\x000X\x03\x00\x00\x00cpuK\x04tQ"
    tensor = b"ctorch._utils\n_rebuild_tensor_v2\n(" + storage
    return b"\x80\x02}X\x08\x00\x00\x000.weight" + tensor + b"".join(pushed) + b"\x89}tRs."


def test_a_tensor_is_read_by_its_strides(in_tmp: Path) -> None:
    Path("m.pt").write_bytes(torch_file(tensors((2, 2), (1, 2))))
    given = from_model("m.pt", ["linear"]).given
    assert [int(value) for quantity, value in given.items() if quantity.kind == "w"] == [1, 3, 2, 4]


@pytest.mark.parametrize(
    ("shape", "strides", "start"),
    [((0, 10**12), (1, 1), 0), ((10**12, 0), (1, 1), 0), ((2,) * 100_000, (1,) * 100_000, 0), ((3, 2), (2, 1), 0),
     ((2, 2), (2, 1), 1), ((2, 2), (10**30, 1), 0), ((-2, -2), (2, 1), 0), ((2, 2), (-2, 1), 0), ((2, 2), (2,), 0)],
)  # fmt: skip
def test_a_tensor_that_lies_outside_of_its_storage_is_told(
    shape: tuple[int, ...], strides: tuple[int, ...], start: int, in_tmp: Path
) -> None:
    Path("m.pt").write_bytes(torch_file(tensors(shape, strides, start)))
    with pytest.raises(InputError) as error:
        from_model("m.pt", ["linear"])
    assert str(error.value).startswith("m.pt: ") and "\n" not in str(error.value)


def keras_file(change: Callable[[Any], None] = lambda config: None, weights: bytes = b"") -> bytes:
    """A Keras model with another configuration or other weights."""
    members = unzipped("functional.keras")
    config = json.loads(members["config.json"])
    change(config)
    members["config.json"] = json.dumps(config).encode()
    return zipped({**members, "model.weights.h5": weights or members["model.weights.h5"]})


def hdf5(fill: Callable[[h5py.File], None]) -> bytes:
    """The weights of the Keras model after a change."""
    stream = io.BytesIO(unzipped("functional.keras")["model.weights.h5"])
    with h5py.File(stream, "r+") as file:
        fill(file)
    return stream.getvalue()


def replaced(array: Any, **options: Any) -> Callable[[h5py.File], None]:
    """Another array for the first layer's weights."""

    def fill(file: h5py.File) -> None:
        del file["layers/dense/vars/0"]
        file.create_dataset("layers/dense/vars/0", data=array, **options)

    return fill


def linked(link: Any) -> Callable[[h5py.File], None]:
    """A link in place of the first layer's weights."""

    def fill(file: h5py.File) -> None:
        del file["layers/dense/vars/0"]
        file["layers/dense/vars/0"] = link

    return fill


def outside(file: h5py.File) -> None:
    """The first layer's weights in a file beside this one."""
    del file["layers/dense/vars/0"]
    file.create_dataset("layers/dense/vars/0", (2, 3), "f4", external=[("secret.bin", 0, 24)])


def wider(file: h5py.File) -> None:
    """More weights than the layer before gives numbers."""
    del file["layers/dense_1/vars/0"]
    file["layers/dense_1/vars/0"] = np.zeros((4, 2), "f4")


KERAS_WEIGHTS: dict[str, Callable[[h5py.File], None]] = {
    "nothing at layers/dense/vars/0": linked(h5py.ExternalLink("secret.h5", "/a")),
    "its weights have nothing at": linked(h5py.SoftLink("/layers/dense_1/vars/0")),
    "lies in another file": outside,
    "holds nan": replaced(np.array([[np.nan] * 3] * 2, "f4")),
    "holds int32": replaced(np.zeros((2, 3), "i4")),
    "are no worksheet": replaced(np.zeros((200, 300), "f4"), compression="gzip"),
    "is no matrix": replaced(np.zeros(6, "f4")),
    "takes 4 numbers, and 3 come from": wider,
}


@pytest.mark.parametrize("said", KERAS_WEIGHTS)
def test_wrong_weights_of_keras_are_told(said: str, in_tmp: Path) -> None:
    Path("secret.bin").write_bytes(bytes(24))
    with h5py.File("secret.h5", "w") as file:
        file["a"] = np.zeros((2, 3), "f4")
    assert said in refused("m.keras", keras_file(weights=hdf5(KERAS_WEIGHTS[said])))


def lambda_layer(config: Any) -> None:
    """A layer that is a program."""
    config["config"]["layers"][2] |= {"class_name": "Lambda"}


def own_activation(config: Any) -> None:
    """An activation that is a program."""
    config["config"]["layers"][1]["config"]["activation"] = {"class_name": "__lambda__", "config": "aW1wb3J0IG9z"}


def own_layer(config: Any) -> None:
    """A layer of somebody's own module."""
    config["config"]["layers"][1]["module"] = "os"


KERAS_CONFIGS: dict[str, Callable[[Any], None]] = {
    "layer 3 of the model, Lambda, is not one derive knows; known are Dense, Activation, ReLU": lambda_layer,
    "the activation one of the model's own is not one derive knows": own_activation,
    "layer 2 of the model, Dense, is not one derive knows": own_layer,
    "damaged": lambda config: config["config"].update(layers=7),
    "its chain": lambda config: config["config"].update(output_layers=["re_lu", 0, 0]),
    "2 outputs": lambda config: config["config"].update(output_layers=[["re_lu", 0, 0], ["softmax", 0, 0]]),
}


@pytest.mark.parametrize("said", KERAS_CONFIGS)
def test_wrong_configurations_of_keras_are_told(said: str, in_tmp: Path) -> None:
    assert said in refused("m.keras", keras_file(KERAS_CONFIGS[said]))


@pytest.mark.parametrize("config", [b"[" * 100_000, b"{", b"[]", b"null", b"\xff", b'{"class_name": NaN}'])
def test_a_configuration_that_is_none_is_told(config: bytes, in_tmp: Path) -> None:
    refused("m.keras", zipped({**unzipped("functional.keras"), "config.json": config}))


def onnx_file(change: Callable[[onnx.ModelProto], None]) -> bytes:
    """An ONNX model after a change."""
    model = onnx.load(HERE / "line.onnx")
    change(model)
    return model.SerializeToString()


def external(model: onnx.ModelProto) -> None:
    """Weights that lie in a file beside this one."""
    weights = model.graph.initializer[0]
    weights.data_location = onnx.TensorProto.EXTERNAL
    weights.external_data.add(key="location", value="secret.bin")


def renamed(model: onnx.ModelProto, place: int, **changes: str) -> None:
    """A node of another kind."""
    for name, value in changes.items():
        setattr(model.graph.node[place], name, value)


ONNX: dict[str, Callable[[onnx.ModelProto], None]] = {
    "lies in another file; save the model in one file": external,
    "layer 4 of the model, Loop, is not one derive knows": lambda model: renamed(model, 3, op_type="Loop"),
    "layer 4 of the model, evil.Tanh, is not one": lambda model: renamed(model, 3, domain="evil"),
    "has 2 inputs": lambda model: model.graph.input.append(onnx.ValueInfoProto(name="more")),
    "is damaged": lambda model: setattr(model.graph.initializer[0], "raw_data", b"123"),
    "are no worksheet": lambda model: model.graph.initializer[0].dims.__setitem__(0, 10**12),
    "holds INT8 and no floats": lambda model: setattr(model.graph.initializer[0], "data_type", 3),
    "which nothing gives": lambda model: model.graph.node[1].input.__setitem__(1, "nobody"),
    "joins numbers of several layers": lambda model: (
        renamed(model, 3, op_type="Mul"), model.graph.node[3].input.append("X"))[0],
}  # fmt: skip


@pytest.mark.parametrize("said", ONNX)
def test_wrong_graphs_are_told(said: str, in_tmp: Path) -> None:
    Path("secret.bin").write_bytes(bytes(1000))
    assert said in refused("m.onnx", onnx_file(ONNX[said]))


def doubling(model: onnx.ModelProto) -> None:
    """A formula that is twice as long after each of many products."""
    value = model.graph.node[-1].input[0]
    for i in range(80):
        model.graph.node.insert(len(model.graph.node) - 1, onnx.helper.make_node("Mul", [value, value], [f"m{i}"]))
        value = f"m{i}"
    model.graph.node[-1].input[0] = value


def endless(model: onnx.ModelProto) -> None:
    """Thousands of layers."""
    model.graph.initializer.append(onnx.helper.make_tensor("one", onnx.TensorProto.FLOAT, [1, 1], [1.0]))
    value = model.graph.node[-1].input[0]
    for i in range(3000):
        model.graph.node.insert(len(model.graph.node) - 1, onnx.helper.make_node("MatMul", [value, "one"], [f"m{i}"]))
        value = f"m{i}"
    model.graph.node[-1].input[0] = value


def test_graphs_that_grow_are_stopped(in_tmp: Path) -> None:
    assert "stay within 500" in refused("m.onnx", onnx_file(doubling))
    assert "more than 500 layers" in refused("m.onnx", onnx_file(endless))


@pytest.mark.parametrize("data", [b"\x08\x07", b"\xff" * 100, bytes(100), b"title: a problem"])
def test_what_is_no_graph_is_told(data: bytes, in_tmp: Path) -> None:
    assert "this is no ONNX model" in refused("m.onnx", data)


def skops_file(old: str, new: str) -> bytes:
    """A perceptron with a change in its tree."""
    members = unzipped("line.skops")
    tree = members["schema.json"].decode()
    assert old in tree
    return zipped({**members, "schema.json": tree.replace(old, new).encode()})


SKOPS = {
    "holds a Pipeline, which is not one derive knows; known are MLPClassifier, ": ("MLPRegressor", "Pipeline"),
    "holds a MLPRegressor, which is not": ("sklearn.neural_network", "evil.neural_network"),
    "has no weights yet": ('"coefs_"', '"coefs"'),
    "the activation banana is not one derive knows": ('\\"tanh\\"', '\\"banana\\"'),
}


@pytest.mark.parametrize("said", SKOPS)
def test_wrong_perceptrons_are_told(said: str, in_tmp: Path) -> None:
    assert said in refused("m.skops", skops_file(*SKOPS[said]))


def test_no_array_of_a_perceptron_lies_outside_of_its_file(in_tmp: Path) -> None:
    tree = json.loads(unzipped("line.skops")["schema.json"])
    tree["content"]["content"]["coefs_"]["content"][0]["file"] = "../../etc/passwd"
    data = zipped({**unzipped("line.skops"), "schema.json": json.dumps(tree).encode()})
    assert "has no part ../../etc/passwd" in refused("m.skops", data)
