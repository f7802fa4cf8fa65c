"""The consensus meeting: one disagreement after the other, decided by keyboard, or by forms where no script runs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Form, Query, Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import HTMLResponse, RedirectResponse, Response

from icmo.agreement.disagreements import Disagreement, Reading
from icmo.agreement.readers import layers
from icmo.consensus import OTHER, choices, fill, resolved
from icmo.errors import IcmoError, InvalidError
from icmo.i18n import _
from icmo.models import Change, Difference, Kind, Material, Resolution, Rule
from icmo.naming import difference_name
from icmo.project import Project
from icmo.web import disputes, shown
from icmo.web.activity import things
from icmo.web.context import Coder, Guid, Opened, Text, Words, coder_of
from icmo.web.disputes import Agenda, AskedDisputes, agenda
from icmo.web.errors import status
from icmo.web.passage import passage
from icmo.web.rendering import render

router = APIRouter(prefix="/agreement", include_in_schema=False)
Asked = Annotated[AskedDisputes, Query()]

PRESENT = "present"  # the preference that keeps who was there
UNDONE = "undone"  # told of a step that was taken back
LONGEST = 5_000  # characters of a reason or a rule


class Decided(BaseModel):
    """What the form of the meeting says."""

    model_config = ConfigDict(extra="ignore")

    choice: Text = ""
    code: Text = ""
    reason: Annotated[Text, Field(max_length=LONGEST)] = ""
    present: Annotated[list[Text], Field(max_length=100, default_factory=list)]
    guests: Annotated[Text, Field(max_length=500)] = ""
    rule_code: Text = ""
    rule_side: Literal["include", "exclude"] = "include"
    rule_text: Annotated[Text, Field(max_length=LONGEST)] = ""

    @property
    def names(self) -> list[str]:
        """Who was there: coders that are ticked, and others that are written."""
        names = (" ".join(name.split()) for name in (*self.present, *self.guests.split(",")))
        return list(dict.fromkeys(name for name in names if name))

    @property
    def rule(self) -> Rule | None:
        """The rule that came of it, if one is written."""
        text = self.rule_text.strip()
        return Rule(self.rule_code, self.rule_side == "include", text) if text else None


Said = Annotated[Decided, Form()]


@dataclass(frozen=True)
class Card:
    """A reading as it is offered: its number, the words that it marks, and what its coders have noted."""

    number: int
    reading: Reading
    quote: str
    memos: tuple[tuple[str, str], ...]


# --- Looking --------------------------------------------------------------------------------------------


@router.get("/meeting")
def meeting_page(request: Request, project: Opened, asked: Asked, at: Words = "", told: Words = "") -> HTMLResponse:
    """The disagreement in its passage, its readings, and what can be decided; `told` is what was just done."""
    return _meeting(request, project, asked, at, told=told)


def _meeting(
    request: Request,
    project: Project,
    asked: AskedDisputes,
    at: str,
    *,
    told: str = "",
    fault: IcmoError | None = None,
    said: Decided | None = None,
) -> HTMLResponse:
    material, coder = project.material(), coder_of(request)
    going = agenda(project, material, asked)
    found = going.at(at)
    one = found or going.at("")
    preferred = project.preferences(coder) if coder else {}
    return render(
        request,
        "meeting.html",
        status_code=status(fault) if fault else 200,
        material=material,
        asked=asked,
        at=at,
        agenda=going,
        one=one,
        is_gone=bool(at) and found is None,
        told=_told(material, told),
        fault=fault,
        said=said or Decided(present=[]),
        present=(said.names if said else None) or preferred.get(PRESENT) or [coder],
        shortcuts=preferred.get("shortcuts", True),
        fillable=0 if one else len(fill(material)),
        narrowed=_narrowed(project, material, asked),
        data={"codes": [shown.code(code, material.codebook) for code in material.codebook.codes]},
        coders=sorted({one.coder for one in layers(material)} | {coder} - {""}),
        **_choices(project, material),
        **_parts(material),
    )


def _narrowed(project: Project, material: Material, asked: AskedDisputes) -> list[str]:
    """Which disagreements were asked for, in words; nothing for all that are open."""
    source = project.transcript(asked.transcript) if asked.transcript else None
    states = {"open": "", "resolved": _("resolved"), "all": _("open and resolved")}
    found = [
        disputes.called(material, asked.code) if asked.code else "",
        difference_name(Difference(asked.difference)) if asked.difference else "",
        (source.title or source.name) if source else "",
        project.round(asked.round).name if asked.round else "",
        states[asked.state],
    ]
    return [words for words in found if words]


def _choices(project: Project, material: Material) -> dict[str, Any]:
    """What the forms offer."""
    codes = [one for one in material.codebook.codes if not one.retired]
    return {
        "rounds": [one for one in project.rounds() if one.closed],
        "differences": [(one.value, difference_name(one)) for one in Difference],
        "codes_by_kind": [(kind, [one for one in codes if one.kind is kind]) for kind in Kind],
        "choices": choices,
    }


def _parts(material: Material) -> dict[str, Callable[..., Any]]:
    """What the template asks of the disagreement that it shows."""
    return {
        "called": lambda code: disputes.called(material, code),
        "headline": lambda one: disputes.headline(material, one),
        "chosen": lambda made, one: disputes.chosen(material, made, one),
        "passage": lambda one: passage(material.transcript_by_guid[one.transcript], one),
        "cards": lambda one: _cards(material, one),
        "others_memos": lambda one: _others_memos(material, one),
        "resting": lambda one: disputes.resting_on(material, one),
        "defined": lambda one: [material.codebook[code] for code in one.codes if code in material.codebook],
    }


def _cards(material: Material, one: Disagreement) -> list[Card]:
    text, memos = material.transcript_by_guid[one.transcript].text, one.memos(material)
    return [
        Card(
            number,
            reading,
            " … ".join(text[start:end] for start, end in reading.spans),
            tuple(said for said in memos if said[0] in reading.coders),
        )
        for number, reading in enumerate(one.readings, start=1)
    ]


def _others_memos(material: Material, one: Disagreement) -> list[tuple[str, str]]:
    return [said for said in one.memos(material) if said[0] not in one.coders]


def _told(material: Material, told: str) -> str:
    """What was just done: something taken back, or a decision by its GUID."""
    if told == UNDONE:
        return _("Taken back. It can be decided anew.")
    made = next((one for one in material.resolutions if one.guid == told), None)
    if made is None:
        return ""
    what = disputes.chosen(material, made, disputes.answered(material).get(made.guid))
    words = _("Saved: {what}.") if made.rule is None else _("Saved: {what}. The rule stands in the code book.")
    return words.format(what=what)


# --- Deciding -------------------------------------------------------------------------------------------


@router.post("/meeting/undo")
def undo(request: Request, project: Opened, coder: Coder, asked: Asked, at: Words = "") -> Response:
    """Take the coder's latest decision back, with its codings and its rule, and show that disagreement again."""
    before = resolved(project.material())
    try:
        _refuse_other_steps(project.last_step(coder))
        taken_back = project.undo(coder)
    except IcmoError as fault:
        return _meeting(request, project, asked, at, fault=fault)
    keys = {made.guid: key for one in (before, resolved(project.material())) for key, made in one.items()}
    shown_again = next((keys[one.guid] for one in taken_back if one.guid in keys), at)
    return RedirectResponse(f"/agreement/meeting{asked.query(at=shown_again, told=UNDONE)}", 303)


def _refuse_other_steps(step: list[Change]) -> None:
    """Complain when what would be taken back is no decision: a key of the meeting takes nothing else away."""
    if not step:
        raise InvalidError(_("There is nothing to undo."))
    if all(one.noun != "resolution" for one in step):
        raise InvalidError(
            _("Your latest step was no decision: {what}.").format(what=things(step)),
            _("Take it back where you made it, with Ctrl+Z."),
        )


@router.post("/meeting/{key}")
def decide(request: Request, key: Guid, project: Opened, coder: Coder, asked: Asked, said: Said) -> Response:
    """Decide on a disagreement, and go on to the next that is open."""
    try:
        made = _decided(project, key, coder, said)
    except IcmoError as fault:
        return _meeting(request, project, asked, key, fault=fault, said=said)
    if project.preferences(coder).get(PRESENT) != said.names:
        project.prefer(coder, **{PRESENT: said.names})
    going = agenda(project, project.material(), asked.model_copy(update={"state": "open"}))
    return RedirectResponse(f"/agreement/meeting{asked.query(at=_next(going, key), told=made.guid)}", 303)


def _decided(project: Project, key: str, coder: str, said: Decided) -> Resolution:
    if not said.choice:
        raise InvalidError(_("Nothing is chosen."), _("Choose a reading, both, none, or another code."))
    if said.choice == OTHER and not said.code:
        raise InvalidError(_("It is not said which code stands there."), _("Name a code of the code book."))
    return project.resolve(
        key,
        said.choice,
        coder=coder,
        reason=said.reason,
        present=said.names,
        rule=said.rule,
        code=said.code if said.choice == OTHER else None,
    )


def _next(going: Agenda, key: str) -> str:
    """The open disagreement after the one of that key, else the first that is open."""
    here = going.at(key)
    following = (going.after(here) if here else None) or going.at("")
    return following.key if following else ""
