"""The rows of data: the samples of a batch, or the time steps of a sequence, each with its targets."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import zip_longest
from math import prod

from derive.reading import grids
from derive.reading.complaints import Complaint
from derive.reading.model import ProblemFile
from derive.reading.outline import Path
from derive.reading.shapes import plural

SYMBOLIC_STEPS = 3                   # time steps of a recurrent network without data

Row = list[Fraction]


def recurrent(problem: ProblemFile) -> bool:
    """Whether the network goes through time."""
    return any(getattr(part, "recurrent", False) for part in problem.network.layers)


def steps(problem: ProblemFile) -> list[Row]:
    """The inputs of each time step; rows of no numbers where they are symbols."""
    if problem.data.sequence is not None:
        return problem.data.sequence
    targets = targets_of_steps(problem)
    return [[] for _ in range(len(targets) if len(targets) > 1 else SYMBOLIC_STEPS)]


def targets_of_steps(problem: ProblemFile) -> list[Row]:
    """The targets of each time step, or of the last alone; numbers in a row are the steps of a single output."""
    rows = problem.data.targets or []
    outputs = getattr(problem.network.layers[-1], "units", None)
    if outputs == 1 and len(rows) == 1 and len(rows[0]) > 1:
        return [[number] for number in rows[0]]
    return rows


def last_only(problem: ProblemFile) -> bool:
    """Whether only the last of several time steps has targets."""
    return recurrent(problem) and len(targets_of_steps(problem)) == 1 < len(steps(problem))


def samples(problem: ProblemFile) -> list[tuple[Row, Row]]:
    """The inputs and targets of each sample or time step."""
    nothing: Row = []
    if not recurrent(problem):
        found = grids.rows(problem.data.inputs, problem.network.inputs.shape)
        return list(zip_longest(found, problem.data.targets or [], fillvalue=nothing))
    inputs, targets = steps(problem), targets_of_steps(problem)
    before = len(inputs) - 1 if last_only(problem) else 0
    return list(zip_longest(inputs, [nothing] * before + targets, fillvalue=nothing))


def misplaced(problem: ProblemFile) -> Iterator[Complaint]:
    """Rows in the wrong place: a sequence where nothing recurs, samples where something does."""
    data = problem.data
    if recurrent(problem):
        if data.inputs is not None:
            what = "a recurrent layer takes a sequence of time steps"
            yield Complaint(("data", "inputs"), what, "give sequence: in place of inputs:", on_key=True)
        if problem.training.batch_size is not None:
            where: Path = ("training", "batch_size")
            yield Complaint(where, "a sequence is no batch: each update takes all of it", "leave it out", on_key=True)
    elif data.sequence is not None:
        what = "a sequence needs a recurrent layer"
        cure = "give inputs: in its place, or recurrent: true in a layer"
        yield Complaint(("data", "sequence"), what, cure, on_key=True)


def misfits(problem: ProblemFile, outputs: int, compares: bool) -> Iterator[Complaint]:
    """Rows of the wrong length, and rows without their target."""
    data, shape = problem.data, problem.network.inputs.shape
    told = grids.listed(data.inputs, shape) if data.inputs is not None else None
    given: Sequence[object] | None = data.sequence if recurrent(problem) else told
    if not recurrent(problem):
        yield from grids.misfits(data.inputs, shape)
    elif any(given or ()):
        yield from rows("sequence", data.sequence, prod(shape), "number", "input")
    if data.targets is not None and not compares:
        yield Complaint(("data", "targets"), "the loss output takes no targets", "leave them out", on_key=True)
        return
    targets = targets_of_steps(problem) if data.targets and recurrent(problem) else data.targets
    yield from unpaired(problem, given, targets)
    if targets is data.targets:
        yield from rows("targets", targets, outputs, "target", "output")


def rows(key: str, found: Sequence[Sequence[object]] | None, needed: int, one: str, each: str) -> Iterator[Complaint]:
    """Rows of data with too many or too few numbers."""
    for number, row in enumerate(found or ()):
        if len(row) != needed:
            what = f"{plural(len(row), one)} for {plural(needed, each)}"
            where: Path = ("data", key, number) if len(found or ()) > 1 else ("data", key)
            yield Complaint(where, what, f"give {needed}")


def unpaired(problem: ProblemFile, inputs: Sequence[object] | None, targets: list[Row] | None) -> Iterator[Complaint]:
    """Samples without a target, targets without a sample, and batches larger than the data."""
    size, in_time = problem.training.batch_size, recurrent(problem)
    last_alone = in_time and targets is not None and len(targets) == 1
    if inputs is not None and targets is not None and len(inputs) != len(targets) and not last_alone:
        of = plural(len(inputs), "time step" if in_time else "sample")
        what = f"{plural(len(targets), 'row')} of targets for {of}"
        cure = "give a row for each step, or one for the last" if in_time else "give a row for each sample"
        yield Complaint(("data", "targets"), what, cure)
    most = len(inputs or targets or ())
    if size is not None and most and size > most:
        what = f"a batch of {size} from {plural(most, 'sample')}"
        yield Complaint(("training", "batch_size"), what, f"give at most {most}")
