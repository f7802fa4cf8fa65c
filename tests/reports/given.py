"""Projects that lack something or have too much of it, made of the sample's material without a database."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

from icmo.documents.neutral import labels
from icmo.models import Approval, Change, Coding, Export, Kind, Material, QuoteChoice, Transcript
from icmo.project_reporting import ProjectReporting
from tests.factories import a_coding, a_transcript

MANY = 5_000


class Given(ProjectReporting):
    """A project that consists of material alone and has exported nothing."""

    def __init__(self, material: Material) -> None:
        self._given = material

    def material(self) -> Material:
        return self._given

    def log(self, *, last: int | None = None, guid: str | None = None) -> list[Change]:
        return []

    def last_export(self, kind: str, options: Mapping[str, Any]) -> Export | None:
        return None


def narrowed(
    material: Material,
    *,
    transcripts: Callable[[Transcript], bool] | None = None,
    codings: Iterable[Coding] | None = None,
) -> Material:
    """The material with some of its transcripts or codings, and the configurations that are still whole."""
    kept = tuple(one for one in material.transcripts if transcripts is None or transcripts(one))
    there = {one.guid for one in kept}
    marks = tuple(one for one in (material.codings if codings is None else codings) if one.transcript in there)
    known = {one.guid for one in marks}
    made = tuple(one for one in material.configurations if all(part.coding in known for part in one.parts))
    claims = {one.guid for one in made}
    return replace(
        material,
        transcripts=kept,
        codings=marks,
        configurations=made,
        links=tuple(one for one in material.links if {one.earlier, one.later} <= claims),
        suggestions=tuple(one for one in material.suggestions if one.transcript in there),
        decisions=tuple(one for one in material.decisions if one.transcript in there),
    )


def _nothing_coded(material: Material) -> Material:
    return narrowed(material, codings=())


def _no_configurations(material: Material) -> Material:
    return replace(material, configurations=(), links=())


def _no_target_groups(material: Material) -> Material:
    book = material.codebook
    codes = tuple(code for code in book.codes if code.kind is not Kind.TARGET_GROUP)
    known = {code.id for code in codes}
    made = narrowed(material, codings=(one for one in material.codings if one.code in known))
    return replace(
        made,
        codebook=replace(book, codes=codes),
        transcripts=tuple(replace(one, target_group=None) for one in made.transcripts),
        configurations=tuple(replace(one, target_group=None) for one in made.configurations),
    )


def _one_municipality(material: Material) -> Material:
    made = narrowed(material, transcripts=lambda one: one.municipality == "Egeholm")
    return replace(made, cases=tuple(case for case in material.cases if case.name == "Egeholm"), summaries=())


def _no_municipality(material: Material) -> Material:
    transcripts = tuple(replace(one, municipality=None) for one in material.transcripts)
    return replace(material, transcripts=transcripts, cases=(), summaries=())


def _one_coder(material: Material) -> Material:
    return narrowed(material, codings=(one for one in material.codings if one.coder == "AML"))


def _a_code_with_5000_quotes(material: Material) -> Material:
    """A transcript more in each municipality, all its sentences coded with the same mechanism."""
    each = -(-MANY // len(material.municipalities))
    turns = [f"LEDER: Vi løste det for nummer {number} med det samme." for number in range(each)]
    added = [
        a_transcript("\n\n".join(turns), guid=f"many-{place}", name=f"{place} igen", municipality=place)
        for place in material.municipalities
    ]
    codings = [
        replace(a_coding(one, "problemloesning"), guid=f"{one.guid}-{number}", start=turn.start, end=turn.end)
        for one in added
        for number, turn in enumerate(one.turns)
    ]
    return replace(material, transcripts=(*material.transcripts, *added), codings=(*material.codings, *codings[:MANY]))


def _no_cases(material: Material) -> Material:
    return replace(material, cases=())


def _everything_withheld(material: Material) -> Material:
    choices = (QuoteChoice("", one.guid, "AML", "", Approval.WITHHELD) for one in material.codings)
    return replace(material, choices=tuple(choices))


def _neutral_labels(material: Material) -> Material:
    return replace(material, aliases=labels(material.cases))


PROJECTS: dict[str, Callable[[Material], Material]] = {
    "the_sample": lambda material: material,
    "nothing_coded": _nothing_coded,
    "no_configurations": _no_configurations,
    "no_target_groups_in_the_book": _no_target_groups,
    "one_municipality": _one_municipality,
    "no_municipality": _no_municipality,
    "one_coder": _one_coder,
    "a_code_with_5000_quotes": _a_code_with_5000_quotes,
    "no_cases": _no_cases,
    "everything_withheld": _everything_withheld,
    "neutral_labels": _neutral_labels,
    "no_transcripts": lambda material: replace(
        narrowed(material, transcripts=lambda _one: False), cases=(), theories=(), summaries=(), memos=()
    ),
}
