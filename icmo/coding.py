"""Make codings, configurations and decisions from what a coder or a file says, with every check in one place."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import replace
from typing import Any

from icmo.errors import InvalidError, NotFoundError
from icmo.i18n import _
from icmo.models import (
    About,
    Code,
    Codebook,
    Coding,
    Configuration,
    CueDecision,
    Decision,
    Kind,
    Memo,
    MemoKind,
    Part,
    Polarity,
    Role,
    Stance,
    Suggestion,
    Theory,
    TheoryPart,
    Transcript,
    Valence,
    Verdict,
)
from icmo.stamps import new_guid
from icmo.text.anchors import cut, find, trim


def new_coding(
    source: Transcript,
    book: Codebook,
    code: str,
    coder: str,
    *,
    start: int | None = None,
    end: int | None = None,
    quote: str | None = None,
    prefix: str = "",
    suffix: str = "",
    valence: str | Valence | None = None,
    memo: str = "",
) -> Coding:
    """A coding of a segment, given by offsets or by a quote, with the words around it."""
    require_code(book, code)
    if start is None or end is None:
        if quote is None:
            raise InvalidError(_("A coding needs start and end, or a quote."))
        start, end = find(source.text, quote, prefix=prefix, suffix=suffix, near=start)
    cut(source.text, start, end)  # complains about a span outside the text
    start, end = trim(source.text, start, end)
    before, words, after = cut(source.text, start, end)
    return Coding(
        guid=new_guid(),
        transcript=source.guid,
        start=start,
        end=end,
        code=code,
        coder=coder,
        at="",
        quote=words,
        prefix=before,
        suffix=after,
        valence=_one_or_none(Valence, valence),
        memo=memo,
    )


def new_configuration(
    parts: Iterable[Part | tuple[str, str]],
    book: Codebook,
    coder: str,
    *,
    actor: str = "",
    polarity: str | Polarity = Polarity.FURTHERS,
    stance: str | Stance | None = None,
    target_group: str | None = None,
    statement: str = "",
    memo: str = "",
    theory: str | None = None,
) -> Configuration:
    """A configuration of codings, given as `Part` objects or pairs of role and coding GUID."""
    made = tuple(one if isinstance(one, Part) else Part(one_of(Role, one[0]), one[1]) for one in parts)
    if not made:
        raise InvalidError(_("A configuration needs at least one part."))
    if target_group and require_code(book, target_group).kind is not Kind.TARGET_GROUP:
        raise InvalidError(
            _("“{code}” is no target group.").format(code=target_group),
            _("Target groups of the code book: {ids}.").format(
                ids=", ".join(c.id for c in book.of_kind(Kind.TARGET_GROUP))
            ),
        )
    return Configuration(
        guid=new_guid(),
        parts=made,
        coder=coder,
        at="",
        actor=actor,
        polarity=_one_or_none(Polarity, polarity) or Polarity.FURTHERS,
        stance=_one_or_none(Stance, stance),
        target_group=target_group or None,
        statement=statement,
        memo=memo,
        theory=theory or None,
    )


def changed_coding(before: Coding, source: Transcript, book: Codebook, changes: Mapping[str, Any]) -> Coding:
    """The coding with another start, end, code, valence or memo, checked as a new one is."""
    values = {name: getattr(before, name) for name in ("start", "end", "code", "valence", "memo")} | dict(changes)
    made = new_coding(source, book, values.pop("code"), before.coder, **values)
    return replace(made, guid=before.guid, at=before.at, origin=before.origin)


def changed_configuration(before: Configuration, book: Codebook, changes: Mapping[str, Any]) -> Configuration:
    """The configuration with other parts or words, checked as a new one is."""
    values = {name: value for name, value in vars(before).items() if name not in ("guid", "coder", "at")}
    made = new_configuration(book=book, coder=before.coder, **values | dict(changes))
    return replace(made, guid=before.guid, at=before.at)


def merged(one: Configuration, other: Configuration) -> Configuration:
    """The first configuration with the parts of both; what it leaves empty is taken from the other."""
    there = {(part.role, part.coding) for part in one.parts}
    added = tuple(part for part in other.parts if (part.role, part.coding) not in there)
    gaps = ("actor", "stance", "target_group", "theory", "statement")
    filled = {name: getattr(one, name) or getattr(other, name) for name in gaps}
    memo = "\n\n".join(text for text in (one.memo, other.memo) if text)
    return replace(one, parts=(*one.parts, *added), memo=memo, **filled)


def new_memo(
    kind: str | MemoKind,
    text: str,
    *,
    about: str | About,
    subject: str,
    coder: str,
    start: int | None = None,
    end: int | None = None,
) -> Memo:
    """A memo of a known kind about a known sort of thing, with some text."""
    if not text.strip():
        raise InvalidError(_("A memo needs some text."), _("To take a memo away, delete it."))
    thing = one_of(About, about)
    if (thing is About.SEGMENT) != (start is not None and end is not None):
        raise InvalidError(_("A memo about a segment, and only that, has start and end."))
    return Memo(new_guid(), one_of(MemoKind, kind), text.strip(), thing, subject, coder, "", start, end)


def new_theory(
    name: str, statement: str, coder: str, *, parts: Iterable[TheoryPart | tuple[str, str]], book: Codebook
) -> Theory:
    """A programme theory with a name, a sentence and the codes that it speaks of, each once in its role."""
    name, statement = " ".join(name.split()), statement.strip()
    if not name or not statement:
        raise InvalidError(_("A theory needs a name and a sentence."), _("Write: Hvis … i …, så …, fordi …"))
    return Theory(new_guid(), name, statement, coder, "", tuple(dict.fromkeys(_theory_part(p, book) for p in parts)))


def _theory_part(part: TheoryPart | tuple[str, str], book: Codebook) -> TheoryPart:
    role, code = (part.role, part.code) if isinstance(part, TheoryPart) else part
    return TheoryPart(one_of(Role, role), require_code(book, code).id)


def configuration_from(
    row: Mapping[str, Any], guids: Mapping[str, str], book: Codebook, coder: str, *, theories: Mapping[str, str]
) -> Configuration:
    """A configuration from a row of a file.

    `guids` are the GUIDs of codings by the ids that the file uses, `theories` those of theories by name and GUID.
    """
    if not isinstance(row["parts"], list) or not all(isinstance(part, Mapping) for part in row["parts"]):
        raise InvalidError(_("“parts” is not a list of objects with role and coding."))
    parts = []
    for part in row["parts"]:
        if str(part.get("coding")) not in guids:
            raise NotFoundError(_("There is no coding {guid}.").format(guid=part.get("coding")))
        role = one_of(Role, str(part.get("role")))
        words = (str(part.get(name) or "") for name in ("resource", "reasoning"))
        parts.append(Part(role, guids[str(part["coding"])], *words))
    values = {name: row.get(name) for name in ("actor", "statement", "memo")}
    return new_configuration(
        parts,
        book,
        str(row.get("coder") or coder),
        **{name: str(value or "") for name, value in values.items()},
        polarity=str(row.get("polarity") or Polarity.FURTHERS),
        stance=str(row["stance"]) if row.get("stance") else None,
        target_group=str(row["target_group"]) if row.get("target_group") else None,
        theory=_theory_named(str(row["theory"]), theories) if row.get("theory") else None,
    )


def _theory_named(name: str, theories: Mapping[str, str]) -> str:
    if name not in theories:
        raise NotFoundError(
            _("There is no theory {guid}.").format(guid=name), _("Write it first; its name is what the file calls it.")
        )
    return theories[name]


def check_parts(parts: Iterable[Part], codings: Container[str]) -> None:
    """Complain about a part whose coding does not exist."""
    for part in parts:
        if part.coding not in codings:
            raise NotFoundError(_("There is no coding {guid}.").format(guid=part.coding))


def check_link(earlier: Configuration, later: str, linked: Container[tuple[str, str]]) -> None:
    """Complain about a link that says nothing: from one to itself, from one without an outcome, or said already."""
    if earlier.guid == later:
        raise InvalidError(_("A configuration cannot follow on itself."))
    if not any(part.role is Role.O for part in earlier.parts):
        raise InvalidError(_("The earlier configuration has no outcome."), _("Give it an O first."))
    if (earlier.guid, later) in linked:
        raise InvalidError(_("The two configurations are linked already."))


def check_coding(made: Coding, text: str, book: Codebook) -> None:
    """Complain about a coding whose code is unknown or whose quote does not stand at its span."""
    require_code(book, made.code)
    if cut(text, made.start, made.end)[1] != made.quote:
        raise InvalidError(
            _("start {start} and end {end} do not hold the quote “{quote}”").format(
                start=made.start, end=made.end, quote=made.quote[:40]
            )
        )


def require_code(book: Codebook, code: str) -> Code:
    """The code of that id.

    Raises
    ------
    NotFoundError
        The code book has no such code.
    """
    if code not in book:
        raise NotFoundError(
            _("There is no code “{code}” in the code book {book}.").format(code=code, book=book.id),
            _("See the codes with: icmo codebook show {book}").format(book=book.id),
        )
    return book[code]


def new_decision(made: Suggestion, verdict: str | Verdict, coder: str, *, coding: str | None = None) -> Decision:
    """What a coder did with a suggestion; an accepted one gets the GUID of the coding that it becomes."""
    return Decision(
        guid=new_guid(),
        transcript=made.transcript,
        start=made.start,
        end=made.end,
        code=made.code,
        verdict=(decided := one_of(Verdict, verdict)),
        coder=coder,
        at="",
        score=made.score,
        engine=made.engine,
        coding=(coding or new_guid()) if decided is Verdict.ACCEPT else None,
    )


def new_cue(
    book: Codebook, code: str, text: str, verdict: str | Verdict, *, coder: str, weight: float = 1.0
) -> CueDecision:
    """A coder's decision on a cue of a code.

    Raises
    ------
    NotFoundError, InvalidError
        An unknown code, a cue without a word, a weight outside 0–5, or another verdict than accept and reject.
    """
    require_code(book, code)
    words = " ".join(text.lower().split())
    if not any(letter.isalpha() for letter in words):
        raise InvalidError(_("The cue “{cue}” has no word in it.").format(cue=text))
    if not 0 < weight <= 5:
        raise InvalidError(_("The weight {weight} is not above 0 and at most 5.").format(weight=weight))
    decided = one_of(Verdict, verdict)
    if decided is Verdict.SKIP:
        raise InvalidError(_("A cue is accepted or rejected."))
    return CueDecision(new_guid(), code, words, weight, decided, coder, at="")


def _one_or_none(kind: Any, value: str | None) -> Any:
    """The member of an enumeration with that value; None for none."""
    return one_of(kind, value) if value else None


def one_of(kind: Any, value: str) -> Any:
    """The member of an enumeration with that value."""
    if value not in list(kind):
        raise InvalidError(_("“{value}” is not one of {known}.").format(value=value, known=", ".join(kind)))
    return kind(value)
