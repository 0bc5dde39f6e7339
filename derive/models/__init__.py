"""Problems from models that exist: files of PyTorch, Keras, ONNX and scikit-learn, none of which is ever run."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from pathlib import Path

from derive.errors import Fault, InputError
from derive.models.chain import with_activations
from derive.models.file import read_model
from derive.models.writing import written
from derive.problem import Problem
from derive.reading import problem
from derive.reading.python_tree import read_mapping
from derive.reading.source import shown, slug
from derive.reading.yaml_file import read_yaml

__all__ = ["from_model", "listed", "model_text"]

OUTSIDE_BRACKETS = re.compile(r",(?![^()]*\))")


def from_model(path: str | os.PathLike[str], activations: Sequence[str] = (), **sections: object) -> Problem:
    """The problem of a model's file, with sections of your own: data={"inputs": [1, 0], "targets": [1]}, loss="mse".

    `activations` names one for each layer where the file holds weights alone. InputError where it cannot be read.
    """
    return read_text(written_model(path, activations), os.fspath(path), sections)


def model_text(path: str | os.PathLike[str], activations: Sequence[str] = ()) -> str:
    """The same as the text of a problem file, which reads back."""
    text = written_model(path, activations)
    read_text(text, os.fspath(path), {})
    return text


def written_model(path: str | os.PathLike[str], activations: Sequence[str]) -> str:
    """The text of a problem file before anybody has read it."""
    try:
        return written(with_activations(read_model(path), activations), os.fspath(path))
    except InputError as error:
        raise error.within(shown(os.fspath(path))) from None


def read_text(text: str, file: str, sections: dict[str, object]) -> Problem:
    """The problem that a text tells, with other sections in place of its own; faults are told with the model's file."""
    try:
        tree = read_yaml(text, file).tree
        assert isinstance(tree, dict)
        return problem(read_mapping({**tree, **sections}), slug(Path(file).stem))
    except InputError as error:
        raise InputError(Fault(fault.what, fault.cure, shown(file)) for fault in error.faults) from None


def listed(activations: str) -> tuple[str, ...]:
    """The activations in a list with commas, those of formulas left in them: `relu,max(0, z)`."""
    return tuple(each.strip() for each in OUTSIDE_BRACKETS.split(activations)) if activations.strip() else ()
