"""A search in words, and its hits as a table."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from icmo import i18n
from icmo.evidence import Stretch, unite
from icmo.i18n import _, count
from icmo.models import Codebook, Coding, Material, Transcript
from icmo.naming import kind_name
from icmo.search import Hit, Match, Query, Relation
from icmo.search_places import Places, by_transcript

HIT_COLUMNS = (
    *("transcript", "municipality", "informant_type", "role", "date", "turn", "speaker"),
    *("start", "end", "quote", "codes", "coders"),
)


def in_words(query: Query, codebook: Codebook, language: str) -> str:
    """What a query searches for, as a person reads it in Danish (``"da"``) or English (``"en"``).

    Examples
    --------
    >>> from icmo.codebook import load
    >>> in_words(Query(text="bus", coder="AML", municipalities=("Egeholm",)), load("kib-icmo"), "en")
    'text “bus” · coded by AML · municipality: Egeholm'
    """
    with i18n.language(language):
        parts = (_words(query), _codes(query, codebook), _kinds(query), *_conditions(query), *_sources(query, codebook))
        return " · ".join(part for part in parts if part)


def _words(query: Query) -> str:
    text = " ".join(query.text.split())
    if not text:
        return ""
    inflected = query.match is Match.LEMMA
    return (_("text “{text}” (all inflections)") if inflected else _("text “{text}”")).format(text=text)


def _codes(query: Query, book: Codebook) -> str:
    """The codes with AND, OR and NOT."""
    needed, some = _labels(book, query.all), _labels(book, query.any)
    if some:
        either = _(" OR ").join(some)
        needed.append(f"({either})" if needed and len(some) > 1 else either)
    refused = [_("NOT {code}").format(code=label) for label in _labels(book, query.none)]
    codes = ", ".join([_(" AND ").join(needed), *refused] if needed else refused)
    return _("codes: {codes}").format(codes=codes) if codes else ""


def _kinds(query: Query) -> str:
    kinds = _(" OR ").join(kind_name(kind) for kind in query.kinds)
    return _("kind of code: {kinds}").format(kinds=kinds) if kinds else ""


def _conditions(query: Query) -> Iterator[str]:
    """How codes must meet, and whose codings and whose words count."""
    codes = query.all or query.any or query.none
    if query.relation is not Relation.OVERLAP and (codes or query.kinds):
        in_turn = query.relation is Relation.TURN
        yield _("in the same turn") if in_turn else _("in the same transcript")
    if not query.below and (codes or query.target_groups):
        yield _("without the codes below")
    if query.coder:
        yield _("coded by {coder}").format(coder=query.coder)
    if query.speaker:
        yield _("speaker: {speaker}").format(speaker=query.speaker)
    if query.exclude_interviewer:
        yield _("without the interviewer")


def _sources(query: Query, book: Codebook) -> Iterator[str]:
    """Which transcripts are searched."""
    if query.municipalities:
        yield _("municipality: {names}").format(names=_(" OR ").join(query.municipalities))
    if query.informant_types:
        yield _("informant: {names}").format(names=_(" OR ").join(query.informant_types))
    if query.target_groups:
        yield _("target group: {names}").format(names=_(" OR ").join(_labels(book, query.target_groups)))
    if query.transcripts:
        yield _("in {transcripts}").format(transcripts=count(len(query.transcripts), "transcript", "transcripts"))


def _labels(book: Codebook, codes: Iterable[str]) -> list[str]:
    """The codes' labels; the id of a code that the book has no more."""
    return [book[code].label.text(i18n.current()) if code in book else code for code in codes]


def hit_rows(material: Material, hits: Sequence[Hit]) -> list[dict[str, Any]]:
    """A row per hit (`HIT_COLUMNS`), with the labels and the coders of all codings that share a character with it."""
    hits_of: dict[str, list[Hit]] = defaultdict(list)
    for hit in hits:
        hits_of[hit.transcript].append(hit)
    codings = by_transcript(material.codings)
    there = {guid: _Codings(some, codings[guid]) for guid, some in hits_of.items()}
    return [_hit_row(hit, material, there[hit.transcript].on(hit)) for hit in hits]


class _Codings:
    """The codings of a transcript, sorted to the hits there; hits of several searches may overlap."""

    def __init__(self, hits: Sequence[Hit], codings: Sequence[Coding]) -> None:
        united = unite(Stretch("", hit.start, hit.end) for hit in hits)
        self._places = Places((one.start, one.end) for one in united)
        self._codings = self._places.bear(codings)
        self._by_guid = {coding.guid: coding for coding in codings}

    def on(self, hit: Hit) -> list[Coding]:
        """The codings that share a character with a hit."""
        near = (self._by_guid[guid] for i in self._places.touched(hit.start, hit.end) for guid in self._codings[i])
        return [coding for coding in near if coding.start < hit.end and hit.start < coding.end]


def _hit_row(hit: Hit, material: Material, codings: Sequence[Coding]) -> dict[str, Any]:
    source: Transcript = material.transcript_by_guid[hit.transcript]
    turn = source.turn_number(hit.start)
    labels = dict.fromkeys(material.codebook[one.code].label.text(material.language) for one in codings)
    return {
        "transcript": source.name,
        "municipality": source.municipality,
        "informant_type": source.informant_type.value if source.informant_type else None,
        "role": source.role,
        "date": source.date,
        "turn": turn,
        "speaker": source.turns[turn - 1].speaker if turn else None,
        "start": hit.start,
        "end": hit.end,
        "quote": source.text[hit.start : hit.end],
        "codes": "; ".join(labels),
        "coders": "; ".join(sorted({one.coder for one in codings})),
    }
