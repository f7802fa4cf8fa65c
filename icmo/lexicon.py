"""Lexicons: ideas with the turns of phrase in which people say them. The format is told of in ``codebooks/README.md``.

A code book names the lexicons that speak for its codes. A project has a layer of its own, in which the cues stand
that a coder has accepted; a shipped lexicon is never changed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

from pydantic import Field

from icmo.errors import Problem, ProblemsError
from icmo.i18n import _
from icmo.models import Codebook, Concept, Cue, CueDecision, Label, Lexicon, Verdict
from icmo.yaml_files import Id, LabelEntry, Lines, Shape, Text, both, dump, parse, shape

OWN = "projekt"  # the id of a project's own lexicon


class CueEntry(Shape):
    """A cue with its weight and its guards."""

    cue: Text = Field(description="Words that speak for the code; * for compounds and gaps")
    weight: float = Field(default=1.0, gt=0, le=5, description="0.5 weak hint, 1 usual, 2 strong, 3 certain")
    unless: list[Text] = Field(default=[], description="It does not count with one of these in the same sentence")
    needs: list[Text] = Field(default=[], description="It counts only with one of these in the same sentence")


class ConceptEntry(Shape):
    """One idea, the codes that it speaks for, and its cues."""

    id: Id
    label: LabelEntry = Field(description="What coders read as the reason for a suggestion")
    codes: dict[Id, float] = Field(description="How strongly it speaks for a code: 1 it is what the code is about")
    cues: list[Text | CueEntry]


class LexiconFile(Shape):
    """A lexicon."""

    id: Id
    label: LabelEntry
    concepts: list[ConceptEntry]
    rejected: dict[Id, list[Text]] = Field(default={}, description="Cues, by code, that are not to be proposed again")


@lru_cache(maxsize=64)
def loads(text: str, *, source: str = "lexicon.yaml") -> Lexicon:
    """Read a lexicon from YAML text.

    Raises
    ------
    ProblemsError
        The text breaks rules; every problem is listed with its line.
    """
    data, lines = parse(text, source)
    file, problems = shape(data, lines, LexiconFile)
    if file:
        problems += _faults(file, lines)
    if problems or file is None:
        raise ProblemsError(source, sorted(problems, key=lambda one: one.line), _("Mend the lines and try again."))
    return Lexicon(
        id=file.id,
        label=Label(file.label.da, file.label.en),
        concepts=tuple(
            Concept(one.id, Label(one.label.da, one.label.en), dict(one.codes), cues(one.cues)) for one in file.concepts
        ),
        rejected={code: tuple(texts) for code, texts in file.rejected.items()},
        text=text,
    )


def _faults(file: LexiconFile, lines: Lines) -> list[Problem]:
    faults = []
    seen: set[str] = set()
    for number, concept in enumerate(file.concepts):
        if concept.id in seen:
            message = _("the concept “{id}” stands twice").format(id=concept.id)
            faults.append(Problem(lines.at(("concepts", number, "id")), message))
        seen.add(concept.id)
        for code, factor in concept.codes.items():
            if not 0 < factor <= 1:
                message = _("{concept}: {code} has the factor {factor}; it is above 0 and at most 1").format(
                    concept=concept.id, code=code, factor=factor
                )
                faults.append(Problem(lines.at(("concepts", number, "codes", code)), message))
    return faults


def cues(entries: Sequence[str | CueEntry]) -> tuple[Cue, ...]:
    """The cues of a file's entries."""
    return tuple(
        Cue(one.cue, one.weight, tuple(one.unless), tuple(one.needs)) if isinstance(one, CueEntry) else Cue(one)
        for one in entries
    )


def layer(decisions: Sequence[CueDecision], book: Codebook) -> Lexicon:
    """A project's own cues as a lexicon: a concept for each code, with the cues that coders accepted."""
    taken: dict[str, list[Cue]] = {}
    rejected: dict[str, tuple[str, ...]] = {}
    for one in decisions:
        if one.verdict is Verdict.ACCEPT:
            taken.setdefault(one.code, []).append(Cue(one.text, one.weight))
        else:
            rejected[one.code] = (*rejected.get(one.code, ()), one.text)
    label = Label("Fundet i materialet", "Found in the material")
    concepts = tuple(
        Concept(f"{OWN}-{code}", label, {code: 1.0}, tuple(found)) for code, found in taken.items() if code in book
    )
    return Lexicon(OWN, Label("Projektets egne vendinger", "The project's own cues"), concepts, rejected)


def with_layer(book: Codebook, decisions: Sequence[CueDecision]) -> Codebook:
    """The code book with a project's own cues laid over its lexicons."""
    return replace(book, lexicons=(*book.lexicons, layer(decisions, book))) if decisions else book


def dumps(lexicon: Lexicon) -> str:
    """The lexicon as YAML."""
    data: dict[str, Any] = {
        "id": lexicon.id,
        "label": both(lexicon.label),
        "concepts": [
            {
                "id": concept.id,
                "label": both(concept.label),
                "codes": dict(concept.codes),
                "cues": [entry(cue) for cue in concept.cues],
            }
            for concept in lexicon.concepts
        ],
    }
    if lexicon.rejected:
        data["rejected"] = {code: list(texts) for code, texts in lexicon.rejected.items()}
    return dump(data)


def entry(cue: Cue) -> str | dict[str, Any]:
    """A cue as it stands in a file: its text alone where there is no more to say."""
    more: dict[str, Any] = {}
    if cue.weight != 1:
        more["weight"] = cue.weight
    if cue.unless:
        more["unless"] = list(cue.unless)
    if cue.needs:
        more["needs"] = list(cue.needs)
    return {"cue": cue.text, **more} if more else cue.text
