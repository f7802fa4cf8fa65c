"""Agreement between coders, where they differ, and what they have decided together."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Response
from pydantic import Field

from icmo.agreement.asking import being_coded_blind
from icmo.agreement.disagreements import Disagreement, Reading
from icmo.consensus import choices, progress, resolved
from icmo.models import Material, Resolution, Rule
from icmo.reports import agreement as report
from icmo.web import shown
from icmo.web.agreeing import AskedAgreement, measured
from icmo.web.context import Body, Coder, Guid, Offset, Opened, Text
from icmo.web.disputes import AskedDisputes, agenda

router = APIRouter(tags=["agreement"])

LONGEST = 5_000


class NewRule(Body):
    """A rule that came of it: when a code is used, or when not."""

    code: Text
    include: bool = True
    text: Annotated[Text, Field(max_length=LONGEST)]


class NewResolution(Body):
    """What is decided on the disagreement of that key.

    `choice` is a reading by its number, "both", "neither", or "other" with a code and perhaps a span.
    """

    key: Text
    choice: Text
    reason: Annotated[Text, Field(max_length=LONGEST)] = ""
    present: Annotated[list[Text], Field(max_length=100, default_factory=list)]
    rule: NewRule | None = None
    code: Text | None = None
    start: Offset | None = None
    end: Offset | None = None


@router.get("/agreement", summary="How far coders agree, over all and code by code")
def agreement(project: Opened, asked: Annotated[AskedAgreement, Query()]) -> dict[str, Any]:
    """Null where no transcript has been read by two; `left_out` are transcripts that are being coded blind."""
    material = project.material()
    going = progress(material)
    return report.data(material, measured(material, asked)) | {
        "left_out": [one.name for one in being_coded_blind(material)],
        "disagreements": going.disagreements,
        "resolved": going.resolved,
    }


@router.get("/disagreements", summary="The passages that coders read differently")
def disagreements(project: Opened, asked: Annotated[AskedDisputes, Query()]) -> list[dict[str, Any]]:
    """In the order of the texts, open ones unless others are asked for; the key is what a resolution names."""
    material = project.material()
    decided = resolved(material)
    return [_disagreement(material, one, decided.get(one.key)) for one in agenda(project, material, asked).listed]


@router.get("/resolutions", summary="What was decided")
def resolutions(project: Opened) -> list[dict[str, Any]]:
    """In the order of the texts; one that does not stand was overtaken by other codings."""
    material = project.material()
    standing = {made.guid for made in resolved(material).values()}
    return [shown.resolution(one) | {"stands": one.guid in standing} for one in material.resolutions]


@router.post("/resolutions", status_code=201, summary="Decide on a disagreement")
def resolve(body: NewResolution, project: Opened, coder: Coder) -> dict[str, Any]:
    """Answers 409 when somebody else has, and 404 when a coding there has been changed."""
    values = body.model_dump(exclude={"key", "choice", "rule"})
    rule = Rule(**body.rule.model_dump()) if body.rule else None
    return shown.resolution(project.resolve(body.key, body.choice, coder=coder, rule=rule, **values))


@router.post("/resolutions/fill", summary="Put what all have coded alike into the layer of consensus")
def fill(project: Opened, coder: Coder) -> list[dict[str, Any]]:
    """The codings that were made."""
    return [shown.coding(one) for one in project.fill_consensus(coder=coder)]


@router.delete("/resolutions/{guid}", status_code=204, response_class=Response, summary="Take a decision back")
def unresolve(guid: Guid, project: Opened, coder: Coder) -> None:
    """What it set aside counts again; a rule that came of it stays."""
    project.unresolve(guid, coder=coder)


def _disagreement(material: Material, one: Disagreement, made: Resolution | None) -> dict[str, Any]:
    return {
        "key": one.key,
        "transcript": one.transcript,
        "start": one.start,
        "end": one.end,
        "difference": one.difference,
        "codes": one.codes,
        "quote": material.transcript_by_guid[one.transcript].text[one.start : one.end],
        "readings": [_reading(number, each) for number, each in enumerate(one.readings, start=1)],
        "memos": [{"coder": coder, "text": text} for coder, text in one.memos(material)],
        "choices": choices(one),
        "resolution": made.guid if made else None,
    }


def _reading(number: int, one: Reading) -> dict[str, Any]:
    return {"number": number, "coders": one.coders, "code": one.code, "spans": one.spans, "codings": one.codings}
