"""Find places in a project: words, codes that meet, and what is known of the transcripts.

A search is a `Query`. Every part of it that is filled in narrows the search; within a part other than `all`, any of
its values will do. Stretches are those of `icmo.evidence.unite`: overlapping codings are one, touching ones are two.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from functools import cached_property, reduce
from typing import Any

from icmo.coding import require_code
from icmo.errors import InvalidError
from icmo.evidence import Stretch, unite
from icmo.i18n import _
from icmo.models import Codebook, Coding, InformantType, Kind, Material, Transcript
from icmo.search_places import Places, Span, by_transcript, find_lemmas, find_letters, has_words, shared
from icmo.text.anchors import normalise


class Match(StrEnum):
    """How words are found: letter by letter, or in all their inflections."""

    LITERAL = "literal"
    LEMMA = "lemma"


class Relation(StrEnum):
    """Where codes, and words with them, must meet: on the same characters, in one turn, or in one transcript."""

    OVERLAP = "overlap"
    TURN = "turn"
    TRANSCRIPT = "transcript"


@dataclass(frozen=True)
class Query:
    """What is searched for. Codes and target groups are ids, transcripts GUIDs."""

    text: str = ""
    match: Match = Match.LITERAL
    all: tuple[str, ...] = ()  # codes that must all meet
    any: tuple[str, ...] = ()  # codes of which at least one must be there
    none: tuple[str, ...] = ()  # codes of which none may be there
    relation: Relation = Relation.OVERLAP
    coder: str = ""  # only this coder's codings count
    kinds: tuple[Kind, ...] = ()  # a code of one of these kinds must be there
    municipalities: tuple[str, ...] = ()
    informant_types: tuple[str, ...] = ()
    transcripts: tuple[str, ...] = ()
    target_groups: tuple[str, ...] = ()  # of the transcripts
    speaker: str = ""  # only turns of speakers whose label holds this
    below: bool = True  # a code stands for the codes below it, too
    exclude_interviewer: bool = False


_DEFAULTS: dict[str, Any] = {one.name: one.default for one in fields(Query)}
_HOW = {"match", "relation", "below", "exclude_interviewer"}  # these say how to search, not what for
_KNOWN = {"match": Match, "relation": Relation, "kinds": Kind, "informant_types": InformantType}


@dataclass(frozen=True)
class Hit:
    """A stretch that was found, with the codings that make it a hit (GUIDs) and the spans of the words in it."""

    transcript: str
    start: int
    end: int
    codings: tuple[str, ...] = ()
    words: tuple[Span, ...] = ()


def search(material: Material, query: Query) -> list[Hit]:
    """The places that a query finds, in the order of the transcripts and of their texts.

    Words are found wherever they occur, and are hits themselves; codes given with them must be coded there. Codes alone
    find the stretches on which they meet: what their codings share, the turn, or, where they must meet in a transcript,
    every stretch with one of them. Without words and codes, every coded stretch is found that the rest of the query
    allows. A stretch that touches a turn of the speaker asked for is found; words must lie in such a turn.

    Raises
    ------
    InvalidError
        Nothing to look for, or nothing that is a word where inflections are asked for.
    NotFoundError
        The code book has no such code.
    """
    query = replace(query, text=normalise(query.text).strip())
    _check(query)
    sought = _sought(query, material.codebook)
    groups = _family(material.codebook, query.target_groups, query.below)
    marks = by_transcript(coding for coding in material.codings if query.coder in ("", coding.coder))
    sources = (source for source in material.transcripts if _fits(source, query, groups))
    return [hit for source in sources for hit in _hits(source, marks[source.guid], query, sought)]


def from_dict(values: Mapping[str, Any]) -> Query:
    """The query that `to_dict` wrote; what is missing or None is as in an empty query.

    Raises
    ------
    InvalidError
        An unknown name or value, or a value of another type.

    Examples
    --------
    >>> from_dict({"all": ["tid"], "relation": "turn"}).relation
    <Relation.TURN: 'turn'>
    """
    return Query(**{name: _value(name, value) for name, value in values.items() if value is not None})


def to_dict(query: Query) -> dict[str, Any]:
    """What a query asks for beyond an empty one, as plain JSON.

    Examples
    --------
    >>> to_dict(Query(text="øve bus", match=Match.LEMMA, all=("tid",)))
    {'text': 'øve bus', 'match': 'lemma', 'all': ['tid']}
    """
    given = {name: getattr(query, name) for name, default in _DEFAULTS.items() if getattr(query, name) != default}
    return {name: _plain(value) for name, value in given.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [str(one) for one in value]
    return value if isinstance(value, bool) else str(value)


def _value(name: str, value: Any) -> Any:
    default = _DEFAULTS[_one_of(_DEFAULTS, name)]
    several, kind = isinstance(default, tuple), bool if isinstance(default, bool) else str
    items = value if several else [value]
    if not isinstance(items, list | tuple) or not all(isinstance(one, kind) for one in items):
        raise InvalidError(
            _("“{value}” is no value of “{name}” in a search.").format(value=value, name=name),
            _("Give text as text, several values as a list of texts, yes and no as true and false."),
        )
    made = tuple(_KNOWN[name](_one_of(_KNOWN[name], one)) if name in _KNOWN else one for one in items)
    return made if several else made[0]


def _one_of(known: Iterable[str], value: str) -> str:
    if value not in (names := list(known)):
        raise InvalidError(_("“{value}” is not one of {known}.").format(value=value, known=", ".join(names)))
    return value


def _check(query: Query) -> None:
    """Complain about a query that asks for nothing."""
    if to_dict(query).keys() <= _HOW:
        raise InvalidError(
            _("A search needs something to look for."),
            _("Give words, codes, kinds of codes, a coder, a speaker, or which transcripts."),
        )
    if query.text and query.match is Match.LEMMA and not has_words(query.text):
        raise InvalidError(
            _("“{text}” has no word in it.").format(text=query.text), _("Search for it letter by letter.")
        )


# --- Codes --------------------------------------------------------------------------------------------------


_United = Mapping[frozenset[str], list[Span]]  # the stretches of each set of codes in a transcript


@dataclass(frozen=True)
class _Sought:
    """Sets of codes: each of `meet` and of `either` must be there, in common as far as they are in `meet`."""

    meet: tuple[frozenset[str], ...]
    either: tuple[frozenset[str], ...]
    none: frozenset[str]

    @cached_property
    def groups(self) -> tuple[frozenset[str], ...]:
        """The sets of codes of which each must be there."""
        return (*self.meet, *self.either)

    @cached_property
    def needed(self) -> frozenset[str]:
        """The codes whose codings make a hit."""
        return frozenset().union(*self.groups)


def _sought(query: Query, book: Codebook) -> _Sought:
    meet = tuple(_family(book, (code,), query.below) for code in query.all)
    none = _family(book, query.none, query.below)
    either = [_family(book, query.any, query.below)] if query.any else []
    if query.kinds:
        either.append(frozenset(code.id for code in book.of_kind(*query.kinds)))
    if not meet and not either and (not query.text or (query.coder and not none)):
        either.append(frozenset(book.by_id))
    return _Sought(meet, tuple(either), none)


def _family(book: Codebook, ids: Iterable[str], below: bool) -> frozenset[str]:
    """The codes, with those below them."""
    roots = [require_code(book, code).id for code in ids]
    return book.below(*roots) if below else frozenset(roots)


def _fits(source: Transcript, query: Query, groups: frozenset[str]) -> bool:
    """Whether a transcript is one of those asked for."""
    asked = (
        (query.transcripts, source.guid),
        (query.municipalities, source.municipality),
        (query.informant_types, source.informant_type),
        (groups, source.target_group),
    )
    return all(not wanted or value in wanted for wanted, value in asked)


def _hits(source: Transcript, marks: Sequence[Coding], query: Query, sought: _Sought) -> list[Hit]:
    """The hits in one transcript with its codings."""
    heard = _heard(source, query)
    found = [span for span in _occurrences(source.text, query) if heard.hold(*span)]
    united = {codes: _united(marks, codes) for codes in {*sought.groups, sought.none, sought.needed}}
    units = Places(_kept(_units(source, query, sought, united, found), sought, united))
    whole = query.relation is Relation.TRANSCRIPT and not query.text
    bearers = Places(united[sought.needed]) if whole else units
    stretches = found if query.text else [span for span in bearers.spans if heard.touched(*span)]
    guids = bearers.bear(mark for mark in marks if mark.code in sought.needed)
    return [
        Hit(source.guid, *span, _joined(guids, bearers.touched(*span)), (span,) if query.text else ())
        for span in stretches
        if units.touched(*span)
    ]


def _units(source: Transcript, query: Query, sought: _Sought, united: _United, found: Sequence[Span]) -> Sequence[Span]:
    """The spans within which codes must meet."""
    if query.relation is Relation.TRANSCRIPT:
        return [(0, len(source.text))]
    if query.relation is Relation.TURN:
        return [(turn.start, turn.end) for turn in source.turns]
    meet = [united[codes] for codes in sought.meet or sought.either[:1]]
    return reduce(shared, meet) if meet else found


def _kept(units: Sequence[Span], sought: _Sought, united: _United) -> list[Span]:
    """The units that have every code needed and none that is not wanted."""
    places = Places(units)
    kept = set(range(len(units))) - places.all_touched(united[sought.none])
    for codes in sought.groups:
        kept &= places.all_touched(united[codes])
    return [units[i] for i in sorted(kept)]


def _united(marks: Iterable[Coding], codes: frozenset[str]) -> list[Span]:
    """The stretches of these codes; without marks, since uniting those costs more the more codings overlap."""
    stretches = unite(Stretch("", mark.start, mark.end) for mark in marks if mark.code in codes)
    return [(one.start, one.end) for one in stretches]


def _joined(guids: Sequence[tuple[str, ...]], numbers: range) -> tuple[str, ...]:
    """The GUIDs of several places, each once; those of one place as they are, since a thousand words may share them."""
    if len(numbers) == 1:
        return guids[numbers[0]]
    return tuple(dict.fromkeys(guid for i in numbers for guid in guids[i]))


# --- Words --------------------------------------------------------------------------------------------------


def _heard(source: Transcript, query: Query) -> Places:
    """The turns of the speakers asked for; the whole text where none is."""
    if not query.speaker and not query.exclude_interviewer:
        return Places([(0, len(source.text))])
    name = query.speaker.casefold()
    return Places(
        (turn.start, turn.end)
        for turn in source.turns
        if name in (turn.speaker or "").casefold() and not (query.exclude_interviewer and turn.interviewer)
    )


def _occurrences(text: str, query: Query) -> list[Span]:
    """Where the words of a query stand."""
    if not query.text:
        return []
    return (find_lemmas if query.match is Match.LEMMA else find_letters)(text, query.text)
