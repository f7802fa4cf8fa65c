"""What coders decide together on disagreements: a layer of its own, and what it sets aside.

The codings of the layer bear the coder `CONSENSUS`. A coder's coding that is not what was decided is set aside: it
counts nowhere but in agreement. A disagreement is resolved as long as a resolution stands that was made of just these
codings of just these readers, on the same difference, whose own codings are all there and would set aside the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from icmo.agreement.disagreements import Disagreement, Reading, agreed, disagreements
from icmo.agreement.groups import Spans, union
from icmo.coding import require_code
from icmo.errors import InvalidError
from icmo.i18n import _
from icmo.kept import kept
from icmo.models import (
    CONSENSUS,
    Codebook,
    Coding,
    Configuration,
    Material,
    Resolution,
    Rule,
    Transcript,
)
from icmo.stamps import new_guid
from icmo.text.anchors import cut, normalise, trim

BOTH, NEITHER, OTHER = "both", "neither", "other"

Decided = frozenset[tuple[str, int, int]]  # codes, each with a span


# --- What counts ----------------------------------------------------------------------------------------


def standing(material: Material) -> Material:
    """The material with the codings that a consensus has set aside moved to `overruled`; the same object without any.

    A coding that is part of a configuration stays among those that count until the configuration is mended.
    """
    if not material.resolutions:
        return material
    parts = {part.coding for one in material.configurations for part in one.parts}
    gone = set_aside(material.resolutions, material.codings).keys() - parts
    moved = [one for one in material.codings if one.guid in gone]
    if not moved:
        return material
    return replace(
        material,
        codings=tuple(one for one in material.codings if one.guid not in gone),
        overruled=tuple(sorted((*material.overruled, *moved), key=_place)),
    )


def whole(material: Material) -> Material:
    """The material with every coder's codings among those that count, and none set aside."""
    return replace(material, codings=material.layers, overruled=()) if material.overruled else material


def resting(material: Material) -> tuple[Configuration, ...]:
    """The configurations that rest on codings that a consensus has set aside, and wait to be mended."""
    gone = set_aside(material.resolutions, material.layers)
    return tuple(one for one in material.configurations if any(part.coding in gone for part in one.parts))


def set_aside(made: Iterable[Resolution], codings: Iterable[Coding]) -> dict[str, Resolution]:
    """The resolutions that set codings aside, by the GUIDs of these.

    A coding counts again when its coder has given it another code or moved it elsewhere since, or when what was decided
    in its place is gone.
    """
    known = {one.guid: one for one in codings}
    there = (one for one in made if all(guid in known for guid in one.codings))
    return {guid: one for one in there for guid in one.overruled if guid in known and _is_disputed(known[guid], one)}


def _is_disputed(coding: Coding, made: Resolution) -> bool:
    return coding.code in made.codes and coding.start < made.end and made.start < coding.end


def _place(one: Coding) -> tuple[str, int, int, str]:
    return one.transcript, one.start, one.end, one.guid


# --- Deciding -------------------------------------------------------------------------------------------


def choices(disagreement: Disagreement) -> tuple[str, ...]:
    """What can be decided: a reading by its number, "both" where that is none of the readings, "neither", "other"."""
    numbers = tuple(str(number) for number, _reading in enumerate(disagreement.readings, 1))
    says_new = _both(disagreement) not in map(_said, disagreement.readings)
    return (*numbers, *([BOTH] if says_new else []), NEITHER, OTHER)


def resolve(
    disagreement: Disagreement,
    choice: str,
    *,
    source: Transcript,
    book: Codebook,
    coder: str,
    reason: str = "",
    present: Iterable[str] = (),
    rule: Rule | None = None,
    code: str | None = None,
    start: int | None = None,
    end: int | None = None,
) -> tuple[Resolution, tuple[Coding, ...]]:
    """What is decided on a disagreement, with the codings of the layer of consensus that it makes.

    Parameters
    ----------
    choice : the number of a reading ("1", "2" …), "both" (every code, and of several spans all that they cover),
        "neither", or "other" with a `code`, which may be left out where one alone is in dispute, and perhaps a span
    source : the transcript
    present : who decided, by name
    rule : what was added to a code's rules

    Raises
    ------
    InvalidError, NotFoundError
        No such choice, a code that is not in the code book, a span outside the text, or a rule without words.
    """
    if choice == OTHER:
        decided = _other(disagreement, source, book, code, start, end)
    else:
        decided = _decided(disagreement, choice)
    codings = tuple(_new_coding(source, *one, memo=reason.strip()) for one in sorted(decided, key=_by_place))
    made = Resolution(
        guid=new_guid(),
        transcript=disagreement.transcript,
        start=disagreement.start,
        end=disagreement.end,
        difference=disagreement.difference,
        codes=disagreement.codes,
        readings=dict(disagreement.given),
        choice=choice,
        codings=tuple(one.guid for one in codings),
        overruled=_overruled(disagreement, decided),
        coder=coder,
        at="",
        reason=reason.strip(),
        present=tuple(dict.fromkeys(present)),
        rule=None if rule is None else _checked(rule, book),
    )
    return made, codings


def _decided(disagreement: Disagreement, choice: str) -> Decided:
    if choice == NEITHER:
        return frozenset()
    if choice not in (known := choices(disagreement)):
        raise InvalidError(
            _("“{value}” is not one of {known}.").format(value=choice, known=", ".join(known)),
            _("Choose a reading by its number, or say what stands in its place."),
        )
    return _both(disagreement) if choice == BOTH else _said(disagreement.readings[int(choice) - 1])


def _said(reading: Reading) -> Decided:
    return frozenset((reading.code, *span) for span in reading.spans if reading.code)


def _both(disagreement: Disagreement) -> Decided:
    """Every code on all that any reading of it covers."""
    spans: dict[str, list[Spans]] = {code: [] for code in disagreement.codes}
    for one in disagreement.readings:
        if one.code:
            spans[one.code].append(one.spans)
    return frozenset((code, *span) for code, several in spans.items() for span in union(several))


def _other(
    disagreement: Disagreement, source: Transcript, book: Codebook, code: str | None, start: int | None, end: int | None
) -> Decided:
    if code is None and len(disagreement.codes) > 1:
        raise InvalidError(_("It is not said which code stands there."), _("Name a code of the code book."))
    span = disagreement.start, disagreement.end
    if start is not None or end is not None:
        span = span[0] if start is None else start, span[1] if end is None else end
        cut(source.text, *span)  # complains about a span outside the text
        span = trim(source.text, *span)
    return frozenset({(require_code(book, code or disagreement.codes[0]).id, *span)})


def _overruled(disagreement: Disagreement, decided: Decided) -> tuple[str, ...]:
    """The codings of every reading that says anything but what was decided."""
    others = (one for one in disagreement.readings if not _said(one) <= decided)
    return tuple(sorted(guid for one in others for guid in one.codings))


def _new_coding(source: Transcript, code: str, start: int, end: int, *, memo: str = "") -> Coding:
    prefix, quote, suffix = cut(source.text, start, end)
    return Coding(new_guid(), source.guid, start, end, code, CONSENSUS, "", quote, prefix, suffix, memo=memo)


def _by_place(one: tuple[str, int, int]) -> tuple[int, int, str]:
    code, start, end = one
    return start, end, code


def _checked(rule: Rule, book: Codebook) -> Rule:
    text = normalise(rule.text).strip()
    if not text:
        raise InvalidError(_("A rule needs words."), _("Write when the code is used, or when it is not."))
    return Rule(require_code(book, rule.code).id, rule.include, text)


def filled(material: Material, disagreement: Disagreement) -> tuple[str, ...]:
    """The GUIDs of the layer's codings that nobody decided on, but that say the same code where a disagreement is."""
    decided = {guid for one in material.resolutions for guid in one.codings}
    disputed = [(one.code, *span) for one in disagreement.readings for span in one.spans]
    return tuple(
        one.guid
        for one in material.codings
        if (one.coder, one.transcript) == (CONSENSUS, disagreement.transcript)
        and one.guid not in decided
        and any(code == one.code and start < one.end and one.start < end for code, start, end in disputed)
    )


def fill(material: Material, transcripts: Collection[str] | None = None) -> tuple[Coding, ...]:
    """Codings of the layer for what all readers have coded alike and it lacks (in these transcripts)."""
    there: dict[tuple[str, str], list[Coding]] = defaultdict(list)
    for known in material.codings:
        if known.coder == CONSENSUS:
            there[known.transcript, known.code].append(known)
    return tuple(
        _new_coding(material.transcript_by_guid[one.transcript], one.code, one.start, one.end)
        for one in agreed(material, transcripts=transcripts)
        if not any(k.start < one.end and one.start < k.end for k in there[one.transcript, one.code])
    )


# --- How far it has come --------------------------------------------------------------------------------


@dataclass(frozen=True)
class Progress:
    """How many disagreements there are and how many of them are resolved."""

    disagreements: int
    resolved: int

    @property
    def open(self) -> int:
        """How many are still to be talked about."""
        return self.disagreements - self.resolved


def progress(material: Material, transcripts: Collection[str] | None = None) -> Progress:
    """How far the coders have come with their disagreements (in these transcripts)."""
    found = disagreements(material, transcripts=transcripts)
    return Progress(len(found), sum(one.key in resolved(material) for one in found))


@kept
def resolved(material: Material) -> Mapping[str, Resolution]:
    """The resolutions that stand, by the keys of their disagreements."""
    made = {_question(one.transcript, one.readings): one for one in material.resolutions}
    if not made:
        return {}
    layer = {one.guid: one for one in material.codings if one.coder == CONSENSUS}
    pairs = ((one, made.get(_question(one.transcript, one.given))) for one in disagreements(material))
    return {one.key: answer for one, answer in pairs if answer and _stands(answer, one, layer)}


def earlier(material: Material, disagreement: Disagreement) -> tuple[Resolution, ...]:
    """The resolutions on any of its codings: the one that stands, or those that no longer do."""
    disputed = frozenset(disagreement.codings)
    return tuple(
        one for one in material.resolutions if any(not disputed.isdisjoint(own) for own in one.readings.values())
    )


def _question(transcript: str, given: Mapping[str, Iterable[str]]) -> tuple[str, frozenset[tuple[str, frozenset[str]]]]:
    return transcript, frozenset((coder, frozenset(guids)) for coder, guids in given.items())


def _stands(made: Resolution, disagreement: Disagreement, layer: Mapping[str, Coding]) -> bool:
    if (made.difference, made.codes) != (disagreement.difference, disagreement.codes):
        return False
    codings = [layer[guid] for guid in made.codings if guid in layer]
    decided = frozenset((one.code, one.start, one.end) for one in codings)
    return len(codings) == len(made.codings) and set(_overruled(disagreement, decided)) == set(made.overruled)
