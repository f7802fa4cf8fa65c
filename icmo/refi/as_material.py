"""What a file holds, said in the nouns of a project: transcripts, codings and memos, with codes of the project."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cache
from typing import Any

from icmo.formats import dialogue
from icmo.i18n import LANGUAGES, _, language
from icmo.models import About, Codebook, Coding, Kind, Material, Memo, MemoKind, Origin, Transcript
from icmo.naming import memo_kind_name
from icmo.refi.codes_found import NAMES, CodesFound, folded
from icmo.refi.parcel import Parcel, ParcelCode, ParcelCoding, ParcelMemo, ParcelSource, Remark
from icmo.refi.variables import FIELDS, Described
from icmo.stamps import as_guid
from icmo.text.anchors import cut, normalise, sha256, trim

_NUMBER = re.compile(r" \(\d+\)$")  # by which titles are told apart
_STAMP = "%Y-%m-%dT%H:%M:%S.%fZ"


@dataclass(frozen=True)
class Read:
    """A parcel as material, and what of it could not become that, by noun."""

    material: Material
    left: Mapping[str, int]
    remarks: tuple[Remark, ...]


def as_material(parcel: Parcel, codes: CodesFound, about: Described, spoken: str = "da") -> Read:
    """The transcripts, cases, codings and memos of a parcel.

    Parameters
    ----------
    codes : the codes of the book by the GUIDs of the parcel's
    about : what is known of its sources
    """
    return _Reading(parcel, codes, about, spoken).read()


def known_coder(name: str) -> str:
    """A coder's name as a project keeps it."""
    return " ".join(normalise(name).split())


def stamp(at: str) -> str:
    """A file's time as a project keeps it; empty for one that cannot be understood.

    Examples
    --------
    >>> stamp("2026-03-12T10:00:00+01:00"), stamp("2026-03-12"), stamp("yesterday")
    ('2026-03-12T09:00:00.000000Z', '2026-03-12T00:00:00.000000Z', '')
    """
    try:
        moment = datetime.fromisoformat(at.strip())
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC).strftime(_STAMP)
    except (ValueError, OverflowError):
        return ""


@dataclass
class _Reading:
    parcel: Parcel
    codes: CodesFound
    about: Described
    spoken: str
    left: dict[str, list[str]] = field(default_factory=dict)
    beside: list[Memo] = field(default_factory=list)
    unplaced: dict[str, tuple[Transcript | None, tuple[int, int] | None]] = field(default_factory=dict)

    def read(self) -> Read:
        """Texts first, then what stands in them, then what is about all of it."""
        transcripts = {made.guid: made for made in self._transcripts()}
        codings = tuple(self._codings(transcripts))
        memos = (*self.beside, *self._memos(transcripts, {one.guid: one for one in codings}))
        material = Material(
            codebook=self.codes.book,
            cases=self.about.cases,
            transcripts=tuple(transcripts.values()),
            codings=codings,
            memos=(*memos, *self._descriptions(transcripts)),
            name=self.parcel.name,
            language=self.spoken,
        )
        return Read(material, {noun: len(names) for noun, names in self.left.items()}, tuple(self._remarks()))

    def _remarks(self) -> Iterator[Remark]:
        why = {
            "source": _("empty texts were left out"),
            "coding": _("codings of no text, no code or no words were left out; their memos are kept"),
        }
        for noun, names in self.left.items():
            yield Remark("source" if noun == "source" else "coding", why[noun], len(names), tuple(names[:NAMES]))

    # --- Texts ----------------------------------------------------------------------------------------

    def _transcripts(self) -> Iterator[Transcript]:
        self._leads: dict[str, int] = {}
        for one in self.parcel.sources:
            if one.text.strip():
                self._leads[one.guid] = len(one.text) - len(one.text.lstrip())
                yield self._transcript(one)
            else:
                self.left.setdefault("source", []).append(one.name)

    def _transcript(self, one: ParcelSource) -> Transcript:
        text = f"{one.text.strip()}\n"
        fields, others = self._fields(one.guid)
        return Transcript(
            guid=one.guid,
            name=" ".join(normalise(one.name).split()) or _("text without a name"),
            text=text,
            sha256=sha256(text),
            turns=dialogue.turns(text),
            source_name=self.parcel.name,
            metadata=others,
            coder=known_coder(one.coder),
            at=stamp(one.at),
            **fields,
        )

    def _fields(self, guid: str) -> tuple[dict[str, Any], dict[str, Any]]:
        """What is known of a text; a target group that the book does not have is kept beside."""
        told, others = dict(self.about.fields[guid]), dict(self.about.others[guid])
        group = told.pop("target_group", None)
        code = _target_group(self.codes.book, group) if group else None
        if group and not code:
            others["målgruppe"] = group
        return {name: value for name, value in told.items() if name in FIELDS} | {"target_group": code}, others

    # --- Codings --------------------------------------------------------------------------------------

    def _codings(self, transcripts: Mapping[str, Transcript]) -> Iterator[Coding]:
        for one in self.parcel.codings:
            source, code = transcripts.get(one.source), self.codes.ids.get(one.code)
            span = self._span(source, one.start, one.end) if source else None
            if source and code and span:
                yield _coding(one, source, code, *span)
            else:
                self._leave(one, source, span)

    def _span(self, source: Transcript, start: int | None, end: int | None) -> tuple[int, int] | None:
        """The words of a place; None where there are none."""
        lead = self._leads[source.guid]
        start, end = max(0, (start or 0) - lead), min((end or 0) - lead, len(source.text))
        start, end = trim(source.text, start, end) if start < end else (0, 0)
        return (start, end) if start < end else None

    def _leave(self, one: ParcelCoding, source: Transcript | None, span: tuple[int, int] | None) -> None:
        self.left.setdefault("coding", []).append(source.name if source else one.source)
        self.unplaced[one.guid] = source, span
        if one.memo.strip():
            note = ParcelMemo(one.guid, one.memo, coder=one.coder, at=one.at)
            self.beside.append(_about_place(_memo(note, one.memo), source, span))

    # --- Memos ----------------------------------------------------------------------------------------

    def _memos(self, transcripts: Mapping[str, Transcript], codings: Collection[str]) -> Iterator[Memo]:
        names = self._names()
        told = {link.guid: link.note for link in self.parcel.links}  # what a link's note says, the link says too
        for one in self.parcel.memos:
            if not one.text.strip() or (one.subject in told and one.text.strip() in told[one.subject]):
                continue
            made = _memo(one, _worded(one))
            if one.about == "source" and (source := transcripts.get(one.subject)):
                span = self._span(source, one.start, one.end) if one.start is not None else None
                yield _about_place(made, source, span)
            elif one.about == "coding" and one.subject in codings:
                yield replace(made, about=About.CODING, subject=one.subject)
            elif one.about == "coding" and one.subject in self.unplaced:
                yield _about_place(made, *self.unplaced[one.subject])
            elif one.about == "code" and (code := self.codes.ids.get(one.subject)):
                yield replace(made, about=About.CODE, subject=code)
            else:
                name = names.get(one.subject, "")
                yield replace(made, text=f"{name}: {made.text}" if name else made.text)

    def _names(self) -> dict[str, str]:
        """What things are called that a project has no memos about, or that could not be brought in."""
        parcel = self.parcel
        lists: tuple[Sequence[Any], ...] = (parcel.codes, parcel.sources, parcel.cases, parcel.sets, parcel.links)
        return {one.guid: one.name for some in lists for one in some}

    def _descriptions(self, transcripts: Mapping[str, Transcript]) -> Iterator[Memo]:
        """What sources and known codes are said to be, unless the book says the same."""
        for source in self.parcel.sources:
            if source.description.strip() and source.guid in transcripts:
                note = ParcelMemo(as_guid(f"description {source.guid}"), source.description, coder=source.coder)
                yield replace(_memo(note, source.description), about=About.TRANSCRIPT, subject=source.guid)
        for code in self.parcel.codes:
            known = self.codes.ids.get(code.guid)
            if code.description.strip() and known not in self.codes.new and not self._is_said(code, known):
                note = ParcelMemo(as_guid(f"description {code.guid}"), code.description)
                made = replace(_memo(note, code.description), kind=MemoKind.DEFINITION)
                yield replace(made, about=About.CODE, subject=known) if known else made

    def _is_said(self, code: ParcelCode, known: str | None) -> bool:
        if known is None:
            return False
        definition = self.codes.book[known].definition
        return any(folded(text) in folded(code.description) for text in (definition.da, definition.en))


def _coding(one: ParcelCoding, source: Transcript, code: str, start: int, end: int) -> Coding:
    prefix, quote, suffix = cut(source.text, start, end)
    return Coding(
        guid=one.guid,
        transcript=source.guid,
        start=start,
        end=end,
        code=code,
        coder=known_coder(one.coder),
        at=stamp(one.at),
        quote=quote,
        prefix=prefix,
        suffix=suffix,
        origin=Origin.IMPORT,
        memo=normalise(one.memo).strip(),
    )


def _memo(one: ParcelMemo, text: str) -> Memo:
    """A memo about the project, until it is known what it is about."""
    text = normalise(text).strip()
    return Memo(one.guid, _kind(one.name), text, About.PROJECT, "", known_coder(one.coder), stamp(one.at))


def _about_place(memo: Memo, source: Transcript | None, span: tuple[int, int] | None) -> Memo:
    if source is None:
        return memo
    if span is None:
        return replace(memo, about=About.TRANSCRIPT, subject=source.guid)
    return replace(memo, about=About.SEGMENT, subject=source.guid, start=span[0], end=span[1])


def _kind(name: str) -> MemoKind:
    """The kind that a memo is called by, as icmo calls its own; else it is about the work itself."""
    return _kinds().get(folded(name.partition(":")[0]), MemoKind.PROCESS)


def _worded(one: ParcelMemo) -> str:
    """The text below its title, unless the title says no more than kind and beginning of the text."""
    title, text = one.name.strip(), one.text.strip()
    first, _colon, rest = title.partition(":")
    said = folded(rest if folded(first) in _kinds() else title)
    beginning = _NUMBER.sub("", said).rstrip("…. ")
    return text if folded(text).startswith(beginning) else f"{title}\n\n{text}"


@cache
def _kinds() -> dict[str, MemoKind]:
    """The kinds of memos by what they are called in both languages."""
    found = {kind.value: kind for kind in MemoKind}
    for code in LANGUAGES:
        with language(code):
            found |= {folded(memo_kind_name(kind)): kind for kind in MemoKind}
            found[folded(_("On a coding"))] = MemoKind.PROCESS
    return found


def _target_group(book: Codebook, asked: str) -> str | None:
    for code in book.of_kind(Kind.TARGET_GROUP):
        if folded(asked) in (code.id, folded(code.label.da), folded(code.label.en)):
            return code.id
    return None
