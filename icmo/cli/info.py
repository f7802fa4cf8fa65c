"""``icmo info``: about this installation, or about a project."""

from __future__ import annotations

from typing import Annotated, Any

import typer

import icmo
from icmo.cli.state import AsJson, print_json, reading, say
from icmo.i18n import _


def info(
    project: Annotated[str, typer.Argument(metavar="[PROJECT]", help=_("A project to tell about."))] = "",
    as_json: AsJson = False,
) -> None:
    about = _project(project) if project else _installation()
    if as_json:
        print_json(about)
        return
    for name, value in about.items():
        if isinstance(value, list):
            say(f"{name}:", *(f"  {line}" for line in value))
        elif isinstance(value, dict):
            say(f"{name}:", *(f"  {key}: {one}" for key, one in value.items()))
        else:
            say(f"{name}: {value}")


def _installation() -> dict[str, Any]:
    import platform

    from icmo import codebook
    from icmo.suggest import llm, views
    from icmo.suggest.engine import ENGINE
    from icmo.text.danish import pipeline, pipeline_name

    return {
        "icmo": icmo.__version__,
        "python": platform.python_version(),
        "pipeline": pipeline_name(pipeline()),
        "engine": ENGINE,
        "word vectors": pipeline().vocab.vectors_length > 0,
        "extra: embeddings": views.embeddings_installed(),
        "extra: llm": llm.installed(),
        "codebooks": list(codebook.shipped()),
    }


def _project(place: str) -> dict[str, Any]:

    with reading(place) as opened:
        return opened.about()
