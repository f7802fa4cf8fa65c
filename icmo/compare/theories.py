"""The register of programme theories: what speaks for and against each, where it is silent, and how it was refined."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from icmo.compare.asked import Answer, answers, together
from icmo.compare.quotes import Evidence, codings_of, evidence_of, in_words
from icmo.compare.rewording import Fate, Piece, changed_words
from icmo.i18n import _, count
from icmo.models import (
    About,
    Change,
    Configuration,
    Material,
    Memo,
    MemoKind,
    Polarity,
    Role,
    Stance,
    Theory,
    TheoryPart,
    danish_order,
)

THEORY = "theory"  # the noun of theories in the log


@dataclass(frozen=True)
class Claim:
    """A configuration that takes a stance on a theory, with the quotes that it is put together of."""

    configuration: Configuration
    evidence: Evidence


@dataclass(frozen=True)
class Standing:
    """All configurations of one stance and their evidence: citations are the distinct passages they rest on."""

    stance: Stance
    claims: tuple[Claim, ...]
    evidence: Evidence

    @property
    def in_words(self) -> str:
        """How many configurations, quotes, transcripts and municipalities."""
        return f"{count(len(self.claims), 'configuration', 'configurations')}, {in_words(self.evidence.counts)}"

    def of_polarity(self, polarity: Polarity) -> tuple[Claim, ...]:
        """The configurations of one polarity."""
        return tuple(one for one in self.claims if one.configuration.polarity is polarity)


@dataclass(frozen=True)
class Witness:
    """What one municipality says of a theory. Where no configuration takes a stance, `answer` tells silences apart.

    A silent municipality with the answer TOLD has the theory's mechanism coded, but nobody has judged the theory by it.
    """

    municipality: str
    claims: Mapping[Stance, tuple[Claim, ...]]
    answer: Answer

    @property
    def silent(self) -> bool:
        """Whether no configuration from here takes a stance."""
        return not any(self.claims.values())


@dataclass(frozen=True)
class TheoryEvidence:
    """What the material says of a theory: by stance, by municipality, and candidates that nobody has judged yet."""

    theory: Theory
    standings: Mapping[Stance, Standing]
    witnesses: tuple[Witness, ...]
    candidates: tuple[Claim, ...]

    @property
    def silent(self) -> tuple[Witness, ...]:
        """The municipalities from which no configuration takes a stance."""
        return tuple(one for one in self.witnesses if one.silent)


@dataclass(frozen=True)
class Version:
    """One wording of a theory with who gave it when, and what was changed from the version before.

    `undone` says that this version came about by taking a change back.
    """

    number: int
    at: str
    coder: str
    name: str
    statement: str
    parts: tuple[TheoryPart, ...] = ()
    words: tuple[Piece, ...] = ()
    former_name: str = ""
    added: tuple[TheoryPart, ...] = ()
    removed: tuple[TheoryPart, ...] = ()
    undone: bool = False


@dataclass(frozen=True)
class Refinement:
    """From the initial theory to the refined one: wordings, what changed, the evidence, and the memos on the way."""

    initial: Version
    present: Version
    words: tuple[Piece, ...]
    evidence: TheoryEvidence
    versions: tuple[Version, ...]
    memos: tuple[Memo, ...]

    def rows(self) -> list[tuple[str, str]]:
        """The table as headings and cells; no cell is empty."""
        standings = self.evidence.standings
        return [
            (_("Initial theory"), self.initial.statement),
            (_("Evidence for"), standings[Stance.SUPPORTS].in_words),
            (_("Evidence against"), standings[Stance.REFUTES].in_words),
            (_("Evidence that refines"), standings[Stance.REFINES].in_words),
            (_("What changed"), "\n".join(_changes(self.versions)) or _("nothing")),
            (_("Why (memos of retroduction)"), "\n".join(one.text for one in self.memos) or _("no memo")),
            (_("Refined theory"), self.present.statement),
        ]


def evidence_for(material: Material, theory: Theory) -> TheoryEvidence:
    """What speaks for and against a theory, and where it is silent.

    Returns
    -------
    TheoryEvidence
        A configuration with parts from several municipalities stands in each of them. Candidates hold all the codes
        of the theory in their roles (a code stands for those below it), belong to no other theory, and have been
        given no stance on this one.
    """
    taken = [one for one in material.configurations if one.theory == theory.guid and one.stance is not None]
    claims = [_claim(material, one) for one in taken]
    standings = {stance: _standing(material, stance, claims) for stance in Stance}
    held = (one for one in _holding_all(material, theory) if _is_open(one, theory))
    return TheoryEvidence(
        theory, standings, tuple(_witnesses(material, theory, claims)), tuple(_claim(material, one) for one in held)
    )


def versions(changes: Sequence[Change]) -> list[Version]:
    """The wordings that a theory has had, from the entries of the log that tell of it, oldest first.

    An entry that changes neither name, statement nor parts makes no version.
    """
    found: list[Version] = []
    for change in sorted(changes, key=lambda one: one.number):
        if change.noun == THEORY and change.after is not None:
            made = _version(change, found[-1] if found else None)
            if not found or _says(made) != _says(found[-1]):
                found.append(made)
    return found


def refinement(material: Material, theory: Theory, versions: Sequence[Version]) -> Refinement:
    """The table from the initial to the refined theory (Wong et al. 2016, RAMESES II).

    Parameters
    ----------
    versions : as `versions` gives them; none when the log says nothing of the theory
    """
    known = tuple(versions) or (Version(1, theory.at, theory.coder, theory.name, theory.statement, theory.parts),)
    about = (one for one in material.memos if one.about is About.THEORY and one.subject == theory.guid)
    memos = tuple(sorted((one for one in about if one.kind is MemoKind.RETRODUCTION), key=lambda one: one.at))
    words = changed_words(known[0].statement, known[-1].statement)
    return Refinement(known[0], known[-1], words, evidence_for(material, theory), known, memos)


# --- Evidence -------------------------------------------------------------------------------------------


def _claim(material: Material, configuration: Configuration) -> Claim:
    return Claim(configuration, evidence_of(material, codings_of(material, [configuration])))


def _standing(material: Material, stance: Stance, claims: Iterable[Claim]) -> Standing:
    taken = tuple(one for one in claims if one.configuration.stance is stance)
    return Standing(stance, taken, evidence_of(material, codings_of(material, (one.configuration for one in taken))))


def _witnesses(material: Material, theory: Theory, claims: Iterable[Claim]) -> Iterator[Witness]:
    by_place: dict[str, dict[Stance, list[Claim]]] = defaultdict(lambda: defaultdict(list))
    for claim in claims:
        for place in claim.evidence.counts.municipalities:
            by_place[place][claim.configuration.stance or Stance.SUPPORTS].append(claim)
    said = _answers(material, theory)
    for place in said:
        found = by_place[place]
        yield Witness(place, {stance: tuple(found[stance]) for stance in Stance}, said[place])


def _answers(material: Material, theory: Theory) -> dict[str, Answer]:
    """What each municipality says of the theory's mechanism; of all its parts when it names no mechanism."""
    mechanisms = [part.code for part in theory.parts if part.role is Role.M]
    codes = [code for code in mechanisms or [part.code for part in theory.parts] if code in material.codebook]
    found: dict[str, list[Answer]] = defaultdict(list)
    for (_code, place), answer in answers(material, codes).items():
        found[place].append(answer)
    cases = {case.name for case in material.cases}
    places = sorted({*material.municipalities, *cases}, key=danish_order)
    return {
        place: together(found[place]) if place in material.municipalities else Answer.NO_INTERVIEW for place in places
    }


def _holding_all(material: Material, theory: Theory) -> Iterator[Configuration]:
    wanted = [(part.role, material.codebook.below(part.code)) for part in theory.parts]
    for one in material.configurations if wanted else ():
        held = [(part.role, material.coding_by_guid[part.coding].code) for part in one.parts]
        if all(any(role is its and code in codes for its, code in held) for role, codes in wanted):
            yield one


def _is_open(one: Configuration, theory: Theory) -> bool:
    return one.theory is None or (one.theory == theory.guid and one.stance is None)


# --- Versions -------------------------------------------------------------------------------------------


def _version(change: Change, former: Version | None) -> Version:
    row: Mapping[str, Any] = change.after or {}
    parts = tuple(TheoryPart(Role(part["role"]), part["code"]) for part in row.get("parts") or ())
    before = former or Version(0, "", "", row["name"], row["statement"], parts)
    return Version(
        number=before.number + 1,
        at=change.at,
        coder=change.coder,
        name=row["name"],
        statement=row["statement"],
        parts=parts,
        words=changed_words(before.statement, row["statement"]),
        former_name=before.name if before.name != row["name"] else "",
        added=tuple(part for part in parts if part not in before.parts),
        removed=tuple(part for part in before.parts if part not in parts),
        undone=change.undoes is not None,
    )


def _says(version: Version) -> tuple[str, str, frozenset[TheoryPart]]:
    return version.name, version.statement, frozenset(version.parts)


def _changes(versions: Iterable[Version]) -> Iterator[str]:
    """Every version after the first, with the words that came and went."""
    for one in versions:
        told = [
            *(_("added: {words}").format(words=piece.text) for piece in one.words if piece.fate is Fate.ADDED),
            *(_("removed: {words}").format(words=piece.text) for piece in one.words if piece.fate is Fate.REMOVED),
            *(_("part added: {role} {code}").format(role=part.role, code=part.code) for part in one.added),
            *(_("part removed: {role} {code}").format(role=part.role, code=part.code) for part in one.removed),
            *([_("name before: {name}").format(name=one.former_name)] if one.former_name else []),
        ]
        if told:
            yield _("Version {number} ({at}): {changes}").format(
                number=one.number, at=one.at[:10], changes="; ".join(told)
            )
