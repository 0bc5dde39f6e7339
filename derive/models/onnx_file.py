"""ONNX files: a graph of operators, followed from the inputs to the outputs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from derive.errors import InputError
from derive.formula.numeral import shortened
from derive.models.archive import AGAIN, said
from derive.models.chain import chained
from derive.models.decimals import DOUBLE, HALF, SINGLE, small, tensor
from derive.models.description import Model
from derive.models.extras import extra
from derive.models.onnx_node import Node
from derive.models.onnx_nodes import computed
from derive.models.onnx_values import Signal, Unread, Value, Whole, pieces

KINDS = {"FLOAT": SINGLE, "DOUBLE": DOUBLE, "FLOAT16": HALF, "BFLOAT16": SINGLE}
WHOLE = ("INT64", "INT32")
CHAIN = "give a chain of dense layers and activations"


def read_onnx(data: bytes) -> Model:
    """The model in the bytes of an .onnx file."""
    onnx = extra("onnx", "onnx")
    try:
        model = onnx.ModelProto.FromString(data)
    except Exception as error:  # protobuf has its own kinds of errors, which differ by its version
        raise InputError.of(f"this is no ONNX model, or it is cut off ({said(error)})", AGAIN) from None
    graph = model.graph
    if not graph.node:
        raise InputError.of("this is no ONNX model, or an empty one", AGAIN)
    values = {each.name: constant(onnx, each) for each in graph.initializer}
    inputs = [each.name for each in graph.input if each.name not in values]
    if len(inputs) != 1:
        raise InputError.of(f"the model has {len(inputs)} inputs", CHAIN)
    values[inputs[0]] = Signal(None)
    follow(onnx, graph.node, values)
    made_by = " ".join(f"{model.producer_name} {model.producer_version}".split()[:3])
    framework = f"{shortened(made_by, 60)}, as ONNX" if made_by else "ONNX"
    return chained(framework, pieces(output(graph, values)))


def follow(onnx: Any, nodes: Sequence[Any], values: dict[str, Value]) -> None:
    """Computes every node, in the order of the graph."""
    place = 0
    for each in nodes:
        attributes = {a.name: onnx.helper.get_attribute_value(a) for a in each.attribute}
        if each.op_type == "Constant":
            values[each.output[0]] = given(onnx, attributes)
            continue
        place += 1
        home = "" if each.domain in ("", "ai.onnx", "ai.onnx.ml") else f"{each.domain}."
        node = Node(place, home + each.op_type, each.name or each.output[0], attributes)
        missing = [name for name in each.input if name and name not in values]
        if missing:
            raise InputError.of(f"{shortened(node.called)} takes {shortened(missing[0])}, which nothing gives", AGAIN)
        values[each.output[0]] = computed(node, [values[name] if name else None for name in each.input])


def given(onnx: Any, attributes: dict[str, Any]) -> Value:
    """The constant that a node gives."""
    if "value" in attributes:
        return constant(onnx, attributes["value"])
    if "value_float" in attributes:
        return tensor("a constant", (), [attributes["value_float"]], SINGLE)
    return Unread(InputError.of("the model has a constant that is no float", CHAIN))


def constant(onnx: Any, proto: Any) -> Value:
    """A constant of the graph, which must lie in the file itself."""
    name = shortened(proto.name or "a constant")
    if proto.data_location == onnx.TensorProto.EXTERNAL:
        return Unread(InputError.of(f"{name} lies in another file", "save the model in one file"))
    kind = onnx.TensorProto.DataType.Name(proto.data_type)
    if kind not in (*KINDS, *WHOLE):
        return Unread(InputError.of(f"{name} holds {kind} and no floats", "save it with float weights"))
    small(name, proto.dims)
    try:
        numbers = onnx.numpy_helper.to_array(proto).flatten().tolist()
    except (ValueError, TypeError, RuntimeError) as error:
        raise InputError.of(f"{name} is damaged ({said(error)})", AGAIN) from None
    return Whole(tuple(numbers)) if kind in WHOLE else tensor(name, tuple(proto.dims), numbers, KINDS[kind])


def output(graph: Any, values: dict[str, Value]) -> Signal:
    """The one output that is no label of a class."""
    found = [values.get(each.name) for each in graph.output]
    wanted = [each for each in found if not (isinstance(each, Unread) and each.label)]
    faults = [each.fault for each in wanted if isinstance(each, Unread)]
    if faults:
        raise faults[0]
    if len(wanted) != 1 or not isinstance(wanted[0], Signal):
        raise InputError.of(f"the model has {len(wanted)} outputs that could be meant", CHAIN)
    return wanted[0]
