"""What is wrong with a problem is told in one line each, all at once, with line, column and cure."""

from __future__ import annotations

from pathlib import Path

import pytest

from derive.errors import FileError, InputError
from derive.reading import read, starter_text

HIDDEN = "{units: 2, activation: sigmoid}"
WEIGHTS = "[[0.5, 0.7]]"
RATE = "learning_rate: 0.1 "
BIASES = "biases: [[0.1, 0.2], [0.3]]"
INPUTS = "inputs: [0.5, 0.1]"
TITLE = "title: Backpropagation by hand"
NOTATION = "notation: article"

# what stands in the article -> what is put there, the place of the fault, words of what is said
WRONG = [
    ("loss: mse", "loss: msee", "11:7", "'msee' is not known; did you mean mse?"),
    ("loss: mse", "loss: bce", "11:7", "did you mean binary_cross_entropy?"),
    ("loss: mse", "loss: y**2 #", "11:7", "the formula does not contain a"),
    ("loss: mse", "loss: [1] #", "11:7", "a list stands in place of a name; known are mse"),
    ("loss: mse", "loss: output #", "15:3", "takes no targets; leave them out"),
    ("loss: mse", "#", "2:1", "loss is missing; give loss: mse"),
    ("weights:", "wieghts:", "18:3", "parameters: unknown key wieghts; did you mean weights?"),
    (HIDDEN, "{units: 2}", "8:7", "layer 1: activation is missing; give activation: sigmoid"),
    (HIDDEN, "{units: 2, activation: Sigmod}", "8:30", "did you mean sigmoid?"),
    (HIDDEN, '{units: 2, activation: "1 + 2z"}', "8:36", "write 2*z\n    1 + 2z\n         ^"),
    (HIDDEN, "{units: 2, activation: sinx}", "8:30", "did you mean sin(x)?"),
    (HIDDEN, "{units: 2, activation: softmax, bias: no}", "8:45", "did you mean none?"),
    (HIDDEN, "{units: 2, activation: tanh, recurrent: true}", "14:3", "give sequence: in place of inputs:"),
    (HIDDEN, "{type: densse, units: 2, activation: tanh}", "8:14", "type: 'densse' is not known; did you mean dense?"),
    (HIDDEN, "{type: skip}", "8:7", "layer 1: from is missing"),
    (HIDDEN, "{type: skip, from: 0}", "8:7", "layer 1: a skip has no layer before it to skip"),
    ("{units: 1, activation: sigmoid}", "{units: 1, activation: softmax}", "9:30", "is always 1; give sigmoid"),
    (WEIGHTS, "[[0.5, 0.7, 1]]", "20:8", "layer 2 has 3 weights for 2 inputs in row 1; give 2, or add a neuron"),
    (WEIGHTS, "[[0.5], [0.7]]", "20:7", "1×2 are needed; give a row for each receiving neuron"),
    (WEIGHTS, "[[0.5, 0.7], [1, 2]]", "20:7", "layer 2 has 2 rows of weights for 1 neuron"),
    (WEIGHTS, "[[0.5, .nan]]", "20:14", "w[2][1][2]: .nan is not a finite number"),
    (WEIGHTS, "[[1.0e+400, 0.7]]", "20:9", "w[2][1][1]: 1.0e+400 is out of range"),
    (WEIGHTS, "[[12:30, 0.7]]", "20:9", "is a time and no number"),
    (BIASES, "biases: [[0.1], [0.3]]", "21:12", "layer 1 has 1 bias where bias: per_unit takes 2; give 2"),
    (BIASES, "biases: [[0.1, 0.2]]", "21:11", "1 row of biases for 2 layers"),
    (BIASES, "recurrent_weights: [null, [[1]]]", "21:29", "which is not recurrent, has no recurrent weights"),
    (INPUTS, "inputs: [0.5]", "14:11", "1 number for 2 inputs; give 2"),
    (INPUTS, "inputs: [[0.5, 0.1], [1, 2]]", "15:12", "1 row of targets for 2 samples; give a row for each sample"),
    (INPUTS, "inputs: [[0.5, 0..1]]", "14:18", "x[2]: 0..1 is not a number"),
    (INPUTS, "sequence: [[0.5, 0.1]]", "14:3", "a sequence needs a recurrent layer; give inputs: in its place"),
    ("targets: [0.6]", "targets: [0.6, 1]", "15:12", "2 targets for 1 output"),
    (RATE, "learning_rate: -1 #", "24:18", "negative"),
    (RATE, "steps: 0 #", "24:10", "training.steps: 0 is out of range; give 1 to 100"),
    (RATE, "batch_size: 2 #", "24:15", "a batch of 2 from 1 sample; give at most 1"),
    (RATE, "optimizer: adan #", "24:14", "'adan' is not known; did you mean adam?"),
    (RATE, "optimizer: [adam] #", "24:14", "a list stands in place of a name; known are sgd, momentum"),
    (RATE, "optimizer: {name: Adma} #", "24:21", "did you mean adam?"),
    (RATE, "optimizer: {beta1: 0.9} #", "24:3", "training.optimizer: name is missing; give name: adam"),
    (RATE, "optimizer: {name: adam, bta1: 0.9} #", "24:27", "unknown key bta1; did you mean beta1?"),
    (RATE, "optimizer: {name: adam, momentum: 0.9} #", "24:27", "adam takes no momentum; leave it out, or give name: "
     "momentum or nesterov"),
    (RATE, "optimizer: {name: sgd, epsilon: 0.9} #", "24:26", "sgd takes no epsilon; leave it out, or give name: "
     "adagrad or rmsprop or adam"),
    (RATE, "optimizer: {name: momentum, momentum: 1} #", "24:41", "1 is out of range; give a number from 0 up to"),
    (RATE, "optimizer: {name: rmsprop, rho: -0.1} #", "24:35", "-0.1 is out of range"),
    (RATE, "optimizer: {name: adam, beta2: 1.5} #", "24:34", "training.optimizer.beta2: 1.5 is out of range"),
    (RATE, "optimizer: {name: adam, epsilon: 0} #", "24:36", "0 is not above zero; give a small positive number"),
    (RATE, "optimizer: {name: adam, epsilon: tiny} #", "24:36", "tiny is not a number"),
    (RATE, "optimizer: {name: sgd, weight_decay: -1} #", "24:40", "the weight decay is negative"),
    (RATE, "weight_decay: -0.1 #", "24:17", "the weight decay is negative; give a positive one"),
    (RATE, "weight_decay: 0.1\n  optimizer: {name: sgd, weight_decay: 0.1} #", "25:26",
     "weight_decay is given here and beside the optimizer; keep one of the two"),
    (RATE, "frozen: [bias] #", "24:12", "did you mean biases?"),
    (NOTATION, "notation: articel", "26:11", "did you mean article?"),
    ("places: 4", "places: 4, figures: 3", "27:23", "places and figures are both given"),
    ("places: 4", "places: 16", "27:20", "16 is out of range; give 1 to 15"),
    (NOTATION, "symbols: {L: '$x$'}", "26:14", "$ is not allowed in the symbol $x$"),
    (NOTATION, "symbols: {'q[1]': x}", "26:11", "there is no quantity 'q[1]' in this network; did you mean"),
    (TITLE, "title: a\ntitle: b", "3:1", "the key title of line 2 is given again in line 3"),
    (TITLE, "title: !!python/object/apply:os.system [x]", "2:8", "is not allowed; write plain values"),
    (TITLE, "title: *alias", "2:8", "*alias is an alias"),
    (TITLE, 'title: "a\\u202eb"', "2:8", "RIGHT-TO-LEFT OVERRIDE (U+202E)"),
    (TITLE, "include: ../../etc/passwd", "2:1", "unknown key include; known are title"),
    *[
        ("units: 2", f"units: {units}", "8:15", "give")
        for units in ("0", "-1", "2.5", "true", "1000000000", "10^9", "two", "[]", "null")
    ],
]  # fmt: skip


def refused(text: str, tmp_path: Path, suffix: str = ".yaml") -> InputError:
    """The error that reading a text gives."""
    file = tmp_path / f"wrong{suffix}"
    file.write_text(text)
    with pytest.raises(InputError) as caught:
        read(file)
    return caught.value


@pytest.mark.parametrize(("there", "put", "place", "words"), WRONG)
def test_the_fault_has_its_place_and_its_cure(
    there: str, put: str, place: str, words: str, tmp_path: Path
) -> None:
    article = starter_text("article")
    assert article.count(there) >= 1
    error = refused(article.replace(there, put, 1), tmp_path)
    assert len(error.faults) == 1
    said = str(error)
    assert said.startswith(f"{tmp_path}/wrong.yaml:{place}: ")
    assert words in said
    assert error.faults[0].cure


def test_everything_wrong_is_told_at_once_in_the_order_of_the_file(tmp_path: Path) -> None:
    text = starter_text("article").replace("mse", "msee").replace("wieghts", "weights").replace("0.6]", "x]")
    text = text.replace(RATE, "steps: 0 #").replace("notation", "notaton")
    error = refused(text, tmp_path)
    assert [(fault.line, fault.column) for fault in error.faults] == [(11, 7), (15, 13), (24, 10), (26, 1)]


def test_a_formula_that_a_comma_cut_wants_quotes(tmp_path: Path) -> None:
    text = starter_text("article").replace(HIDDEN, "{units: 2, activation: max(0, z)}")
    cut, rest = refused(text, tmp_path).faults
    assert (cut.line, cut.column, rest.line, rest.column) == (8, 35, 8, 37)
    assert "put a formula with commas in quotes" in cut.cure


def test_unknown_keys_do_not_hide_wrong_shapes(tmp_path: Path) -> None:
    text = starter_text("article").replace("source:", "sorce:").replace(WEIGHTS, "[[0.5]]")
    assert [fault.line for fault in refused(text, tmp_path).faults] == [3, 20]


def test_a_hundred_faults_are_told_as_twenty(tmp_path: Path) -> None:
    text = "network: {inputs: 1, layers: [{units: 1, activation: relu}]}\nloss: mse\n"
    error = refused(text + f"data: {{inputs: [{', '.join('x' * 100)}]}}", tmp_path)
    assert len(error.faults) == 21
    assert str(error.faults[-1]).endswith("and 80 more faults; correct these first")


JSON = '{"title": "a",\n "network": {"inputs": 1, "layers": [{"units": 0, "activation": "relu"}]},\n "loss": "mse"}'
TOML = 'title = "a"\nloss = "mse"\n[network]\ninputs = 1\n[[network.layers]]\nunits = 0\nactivation = "relu"\n'


@pytest.mark.parametrize(("text", "suffix", "place"), [(JSON, ".json", "2:48"), (TOML, ".toml", "6:1")])
def test_json_and_toml_have_places_too(text: str, suffix: str, place: str, tmp_path: Path) -> None:
    assert str(refused(text, tmp_path, suffix)).endswith(
        f"wrong{suffix}:{place}: layer 1: units: 0 is out of range; give 1 to 1000"
    )


def test_a_mapping_has_names_in_place_of_lines() -> None:
    with pytest.raises(InputError) as caught:
        read({"network": {"inputs": 1, "layers": [{"units": 0, "activation": "relu"}]}, "loss": 5})
    assert [str(fault).split(";")[0] for fault in caught.value.faults] == [
        "layer 1: units: 0 is out of range",
        "loss: a number stands in place of a name",
    ]


@pytest.mark.parametrize("source", [{1: 2}, {"network": {2: 3}}, {}, {"loss": object()}, {"title": float("nan")}])
def test_no_mapping_leads_to_another_exception(source: dict[str, object]) -> None:
    with pytest.raises(InputError):
        read(source)


def test_a_mapping_that_holds_itself_is_refused() -> None:
    endless: dict[str, object] = {}
    endless["network"] = endless
    with pytest.raises(InputError, match="nested too deep"):
        read(endless)


def test_a_forbidden_file_is_the_disks_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def denied(*args: object) -> None:
        raise PermissionError(13, "Permission denied")

    file = tmp_path / "a.yaml"
    file.write_text("x")
    monkeypatch.setattr("os.open", denied)
    with pytest.raises(FileError, match="check its permissions") as caught:
        read(file)
    assert caught.value.exit_status == 4


def test_a_value_that_is_refused_does_not_hide_a_wrong_shape() -> None:
    tree = {
        "network": {"inputs": 2, "layers": [{"units": 1, "activation": "relu"}]},
        "loss": "mse",
        "parameters": {"weights": [[[1, 2, 3]]]},
        "training": {"steps": 0},
    }
    with pytest.raises(InputError) as error:
        read(tree)
    said = str(error.value)
    assert "steps" in said and "3 weights for 2 inputs" in said
