"""What the parts of a file that is being written share: what is written, for whom, and the GUIDs given so far."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property

from icmo.i18n import _
from icmo.models import About, Coding, Configuration, Material, Memo, index
from icmo.refi.guids import Guids
from icmo.refi.parcel import Noun, Remark
from icmo.refi.targets import Target


@dataclass(frozen=True)
class Draft:
    """A material on its way into a file for a target."""

    material: Material
    target: Target
    guids: Guids = field(default_factory=Guids)

    def user(self, coder: str) -> str:
        """The GUID of a coder; nothing for nobody."""
        return self.guids("user", coder) if coder else ""

    def selection(self, coding: Coding) -> str:
        """The GUID of the selection that a coding stands in."""
        return self.guids("selection", *self.place(coding))

    def place(self, coding: Coding) -> tuple[str, int, int, str, str]:
        """What codings that share a selection have in common: the stretch and the coder."""
        each = coding.guid if self.target.selection_each else ""
        return coding.transcript, coding.start, coding.end, coding.coder, each

    def selection_of_memo(self, guid: str) -> str:
        """The GUID of the selection that a memo about a stretch of a text stands in, by the memo's GUID.

        Memos of one coder about the same stretch share it: QualCoder stops at a second one.
        """
        one = self.memo_by_guid[guid]
        return self.guids("selection", "memo", one.subject, str(one.start), str(one.end), one.coder)

    @cached_property
    def memo_by_guid(self) -> dict[str, Memo]:
        """The memos by their GUIDs."""
        return index(self.material.memos)


def placed(material: Material) -> tuple[Material, list[Remark]]:
    """The material without what has no place in a text that is there, and what that was."""
    texts = {one.guid: len(one.text) for one in material.transcripts}
    codings = [one for one in material.codings if _fits(one, one.transcript, texts)]
    here = {one.guid for one in codings}
    configurations = [_with_parts(one, here) for one in material.configurations]
    lost = len(material.codings) - len(codings)
    remarks = _remarks(
        "coding", lost, _("They lie outside of their text, and stand only in icmo’s own part of the file.")
    )
    return replace(material, codings=tuple(codings), configurations=tuple(configurations)), remarks


def _fits(one: Coding | Memo, transcript: str, texts: dict[str, int]) -> bool:
    start, end = one.start, one.end
    return start is not None and end is not None and 0 <= start <= end <= texts.get(transcript, -1)


def _with_parts(one: Configuration, codings: Iterable[str]) -> Configuration:
    return replace(one, parts=tuple(part for part in one.parts if part.coding in codings))


def fitting_memos(material: Material) -> tuple[Memo, ...]:
    """The memos about stretches of texts that are there."""
    texts = {one.guid: len(one.text) for one in material.transcripts}
    return tuple(one for one in material.memos if one.about is About.SEGMENT and _fits(one, one.subject, texts))


def _remarks(noun: Noun, number: int, what: str) -> list[Remark]:
    return [Remark(noun, what, number)] if number else []
