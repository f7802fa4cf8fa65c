"""What a consensus meeting goes through: the disagreements asked for, which of them is shown, and what comes next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import urlencode

from pydantic import BaseModel, ConfigDict

from icmo.agreement.disagreements import Disagreement, Reading, disagreements
from icmo.consensus import resolved
from icmo.i18n import _
from icmo.models import Configuration, Difference, Material, Resolution
from icmo.naming import label
from icmo.project import Project
from icmo.web.context import Text

State = Literal["open", "resolved", "all"]


class AskedDisputes(BaseModel):
    """Which disagreements are meant: about a code, of a kind, in a transcript or a round, open or resolved."""

    model_config = ConfigDict(extra="ignore")

    code: Text = ""
    difference: Literal["", "missing", "extra", "code", "span"] = ""
    transcript: Text = ""
    round: Text = ""
    state: State = "open"

    @property
    def is_narrowed(self) -> bool:
        """Whether any are left out but for their state."""
        return any((self.code, self.difference, self.transcript, self.round))

    def query(self, **more: Any) -> str:
        """The same as the end of an address, with more; what is usual is left out."""
        asked = {name: getattr(self, name) for name in AskedDisputes.model_fields} | more
        told = urlencode({name: value for name, value in asked.items() if value and (name, value) != ("state", "open")})
        return f"?{told}" if told else ""


@dataclass(frozen=True)
class Agenda:
    """The disagreements that were asked for, in the order of the texts, and the resolutions of those that have one."""

    found: tuple[Disagreement, ...]
    decided: Mapping[str, Resolution]  # by the disagreement's key
    state: State = "open"

    @property
    def resolved(self) -> int:
        """How many of them are resolved."""
        return sum(one.key in self.decided for one in self.found)

    @property
    def listed(self) -> tuple[Disagreement, ...]:
        """Those in the state that was asked for."""
        return tuple(one for one in self.found if self.is_in_state(one))

    def is_in_state(self, one: Disagreement) -> bool:
        """Whether a disagreement is open, or resolved, as was asked for."""
        return self.state == "all" or (one.key in self.decided) == (self.state == "resolved")

    def at(self, key: str) -> Disagreement | None:
        """The disagreement of that key, whatever its state; without a key the first that is listed."""
        if key:
            return next((one for one in self.found if one.key == key), None)
        return next(iter(self.listed), None)

    def number(self, one: Disagreement) -> int:
        """Which it is of all that were asked for, the first being 1."""
        return self.found.index(one) + 1

    def after(self, one: Disagreement) -> Disagreement | None:
        """The next that is listed."""
        return next((other for other in self.found[self.number(one) :] if self.is_in_state(other)), None)

    def before(self, one: Disagreement) -> Disagreement | None:
        """The one before it that is listed."""
        return next((other for other in self.found[: self.number(one) - 1][::-1] if self.is_in_state(other)), None)


def agenda(project: Project, material: Material, asked: AskedDisputes) -> Agenda:
    """What a meeting that asks so goes through.

    Raises
    ------
    NotFoundError
        A code, transcript or round that is not there.
    """
    found = project.disagreements(
        codes=[asked.code] if asked.code else None,
        transcripts=[project.transcript(asked.transcript).guid] if asked.transcript else None,
    )
    within = project.round(asked.round).transcripts if asked.round else None
    return Agenda(
        tuple(
            one
            for one in found
            if (within is None or one.transcript in within) and asked.difference in ("", one.difference)
        ),
        resolved(material),
        asked.state,
    )


def answered(material: Material) -> dict[str, Disagreement]:
    """The disagreements that are resolved, by the GUID of what was decided on each."""
    decided = resolved(material)
    return {decided[one.key].guid: one for one in disagreements(material) if one.key in decided}


def resting_on(material: Material, one: Disagreement) -> list[Configuration]:
    """The configurations that have a coding in dispute as a part."""
    disputed = frozenset(one.codings)
    return [made for made in material.configurations if any(part.coding in disputed for part in made.parts)]


# --- In words -------------------------------------------------------------------------------------------


def headline(material: Material, one: Disagreement) -> str:
    """What a disagreement is about: ``Only AML: Problem solving``."""
    codes = " / ".join(called(material, code) for code in one.codes)
    if one.difference is Difference.CODE:
        return _("Different codes: {codes}").format(codes=codes)
    if one.difference is Difference.SPAN:
        return _("Different stretches: {codes}").format(codes=codes)
    having = [name for reading in one.readings if reading.code for name in reading.coders]
    return _("Only {coders}: {codes}").format(coders=", ".join(sorted(having)), codes=codes)


def called(material: Material, code: str) -> str:
    """A code's label; its id where the code book has it no more."""
    return label(material.codebook[code]) if code in material.codebook else code


def chosen(material: Material, made: Resolution, one: Disagreement | None) -> str:
    """What was decided: the codes that stand there now, and whose reading that is, where it still is one."""
    layer = material.coding_by_guid
    codes = dict.fromkeys(called(material, layer[guid].code) for guid in made.codings if guid in layer)
    return _("{reading}: {codes}").format(
        reading=_choice(made.choice, one), codes=", ".join(codes) or _("no code of these")
    )


def _choice(choice: str, one: Disagreement | None) -> str:
    words = {"both": _("both"), "neither": _("neither"), "other": _("another code")}
    if choice in words:
        return words[choice]
    read: Reading | None = one.readings[int(choice) - 1] if one and int(choice) <= len(one.readings) else None
    if read is None:
        return _("reading {n}").format(n=choice)
    return _("reading {n} ({coders})").format(n=choice, coders=", ".join(read.coders))
