"""The command that writes a problem to begin with."""

from pathlib import Path
from typing import Annotated

import typer

from derive.cli.terminal import OutFile, say
from derive.errors import InputError

FROM = typer.Option("--from", metavar="FILE", help="Begin with a model: PyTorch's .pt, .keras, .onnx or .skops.")
ACTIVATION = typer.Option(
    metavar="NAME,NAME", help="The activation of each layer, where the model's file holds weights alone."
)


def new(
    name: Annotated[str | None, typer.Argument(help="The starter to begin with; none lists them.")] = None,
    model: Annotated[Path | None, FROM] = None,
    activation: Annotated[str | None, ACTIVATION] = None,
    output: OutFile = None,
) -> None:
    """The command `derive new`."""
    from derive.reading import starter_text, starters

    if name is not None and model is not None:
        raise InputError.of("a starter and a model are given", "give NAME, or --from FILE")
    if activation is not None and model is None:
        raise InputError.of("--activation says what a model's file does not", "give --from FILE with it")
    if model is not None:
        from derive.models import listed, model_text

        say(model_text(model, listed(activation or "")), output)
    elif name is None:
        typer.echo("\n".join(starters()))
    else:
        say(starter_text(name), output)
