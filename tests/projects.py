"""A small project to code in: the invented code book, one interview, and quotes of it."""

from __future__ import annotations

from pathlib import Path

from icmo.models import Coding
from icmo.project import Project
from tests.conftest import INTERVIEW
from tests.factories import BOOK, KINDS, a_code

BUS = "vi øvede bussen med hende"
RINGS = "begyndte hun selv at ringe"
WEEK = "hun fik overblik over ugen"


def a_project(folder: Path, *, place: str | Path | None = None, text: str = INTERVIEW, **cues: str) -> Project:
    """A project by AML with one transcript, “interview”; `cues` are those of codes, as YAML."""
    book, interview = folder / "small.yaml", folder / "interview.txt"
    book.write_text(
        BOOK + "".join(a_code(*one, cues=cues.get(one[0], "[]")) for one in KINDS.items()), encoding="utf-8"
    )
    interview.write_text(text, encoding="utf-8")
    project = Project.create(place or folder / "small.icmo", codebook=book, coder="AML")
    project.import_files([interview], coder="AML")
    return project


def span(project: Project, quote: str) -> dict[str, int]:
    """Where a quote stands in the interview, as keyword arguments."""
    start = project.transcript("interview").text.index(quote)
    return {"start": start, "end": start + len(quote)}


def mark(project: Project, quote: str, *codes: str, coder: str = "AML") -> tuple[Coding, ...]:
    """Codings of a quote of the interview."""
    return project.mark("interview", codes, coder=coder, **span(project, quote))


def shared(project: Project) -> dict[str, frozenset[object]]:
    """All that coders have made, without its order, to compare two moments."""
    material = project.material()
    made = ("codings", "configurations", "links", "memos", "theories", "decisions", "summaries")
    nouns = (*made, "edits", "choices", "texts")
    return {noun: frozenset(getattr(material, noun)) for noun in nouns} | {"guide": frozenset(material.guide.items())}
