"""The nouns of icmo as frozen dataclasses. This module imports nothing of ours.

Offsets are code points into a transcript's text, half-open: ``text[start:end]``.
Times are UTC, ISO 8601 strings that sort as they read.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Any

CONTEXT_CHARS = 32  # characters kept on either side of a quote, so that it can be found again


class Kind(StrEnum):
    """What a code stands for."""

    INTERVENTION = "intervention"
    CONTEXT = "context"
    MODERATOR = "moderator"
    MECHANISM = "mechanism"
    OUTCOME = "outcome"
    TARGET_GROUP = "target_group"
    PRINCIPLE = "principle"
    METHOD = "method"
    THEME = "theme"

    @property
    def role(self) -> Role | None:
        """The role that a code of this kind plays in a configuration unless a coder says otherwise."""
        return _ROLE_OF_KIND.get(self)


class Role(StrEnum):
    """The slot of a part in a configuration. It sits on the part, not on the code."""

    I = "I"  # noqa: E741 - the field's own letter
    C = "C"
    K = "K"
    M = "M"
    O = "O"  # noqa: E741


_ROLE_OF_KIND = {
    Kind.INTERVENTION: Role.I,
    Kind.CONTEXT: Role.C,
    Kind.MODERATOR: Role.K,
    Kind.MECHANISM: Role.M,
    Kind.OUTCOME: Role.O,
}


class InformantType(StrEnum):
    """Who speaks in a transcript."""

    MUNICIPALITY = "kommune"
    WOMAN = "kvinde"
    COMPANY = "virksomhed"


class Polarity(StrEnum):
    """Whether a configuration furthers its outcome, hinders it, or tells of it in spite of something."""

    FURTHERS = "fremmer"
    HINDERS = "hæmmer"
    DESPITE = "trods"


class Stance(StrEnum):
    """What a configuration says of a programme theory."""

    SUPPORTS = "understøtter"
    REFUTES = "afkræfter"
    REFINES = "nuancerer"


class Valence(StrEnum):
    """Whether the factor in a coded segment helps or hinders."""

    POSITIVE = "positiv"
    NEGATIVE = "negativ"


class Origin(StrEnum):
    """How a coding came about."""

    MANUAL = "manual"
    SUGGESTION = "suggestion"
    IMPORT = "import"


class Verdict(StrEnum):
    """What a coder did with a suggestion."""

    ACCEPT = "accept"
    REJECT = "reject"
    SKIP = "skip"


class MemoKind(StrEnum):
    """What a memo is about: the meaning of a code, the theory, the work itself, wording, or what may lie behind."""

    DEFINITION = "definition"
    THEORY = "teori"
    PROCESS = "proces"
    LANGUAGE = "sprog"
    RETRODUCTION = "retroduktion"


class About(StrEnum):
    """The noun that a memo is attached to."""

    PROJECT = "project"
    TRANSCRIPT = "transcript"
    SEGMENT = "segment"
    CODING = "coding"
    CODE = "code"
    CONFIGURATION = "configuration"
    THEORY = "theory"


class Approval(StrEnum):
    """Whether a quote may be printed."""

    APPROVED = "godkendt"
    WITHHELD = "tilbageholdt"


class Difference(StrEnum):
    """How the readings of two coders or more differ at one place (see `icmo.agreement.disagreements`)."""

    MISSING = "missing"
    EXTRA = "extra"
    CODE = "code"
    SPAN = "span"


class Editing(StrEnum):
    """What an evaluator did by hand to an entry of the overview."""

    HIDE = "hide"
    RENAME = "rename"
    MERGE = "merge"
    ADD = "add"


CONSENSUS = "konsensus"  # the coder whose codings are what coders agreed on together
STRONG, POSSIBLE, WEAK = "stærk", "mulig", "svag"  # bands of suggestions


@dataclass(frozen=True)
class Label:
    """A text in Danish and in English."""

    da: str
    en: str

    def text(self, language: str) -> str:
        """The text in ``"da"`` or ``"en"``."""
        return self.en if language == "en" else self.da


@dataclass(frozen=True)
class Rules:
    """Coding rules in Danish and in English, in the same order."""

    da: tuple[str, ...] = ()
    en: tuple[str, ...] = ()

    def text(self, language: str) -> tuple[str, ...]:
        """The rules in ``"da"`` or ``"en"``."""
        return self.en if language == "en" else self.da


@dataclass(frozen=True)
class Cue:
    """A turn of phrase that speaks for a code: words, ``*`` at a word's edge for compounds, `` * `` for a gap.

    It counts only when none of `unless` stands in the same sentence and, where there are any, one of `needs` does.
    """

    text: str
    weight: float = 1.0
    unless: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()


@dataclass(frozen=True)
class Concept:
    """One idea with the turns of phrase in which people say it, and how strongly it speaks for which codes."""

    id: str
    label: Label
    codes: Mapping[str, float]
    cues: tuple[Cue, ...]


@dataclass(frozen=True)
class Lexicon:
    """A file of concepts. `rejected` holds cues, by code, that a person has turned down when they were proposed."""

    id: str
    label: Label
    concepts: tuple[Concept, ...] = ()
    rejected: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    text: str = field(default="", compare=False, repr=False)  # the file that it was read from


@dataclass(frozen=True)
class SourceRef:
    """Where a code comes from: the source's id and the page or section."""

    ref: str
    at: str = ""


@dataclass(frozen=True)
class Code:
    """One code of a code book, with the rules that let two coders use it alike."""

    id: str
    kind: Kind
    label: Label
    definition: Label
    include: Rules = Rules()
    exclude: Rules = Rules()
    cues: tuple[Cue, ...] = ()
    examples: tuple[str, ...] = ()
    sources: tuple[SourceRef, ...] = ()
    parent: str | None = None
    codebook: str = ""
    retired: bool = False  # kept for the codings that bear it, but offered no more


@dataclass(frozen=True)
class Codebook:
    """A code book with the codes of the books that it extends; a code's parent stands before it or in a base."""

    id: str
    version: str
    label: Label
    description: Label
    codes: tuple[Code, ...]
    extends: tuple[str, ...] = ()
    sources: Mapping[str, str] = field(default_factory=dict)
    bases: tuple[Codebook, ...] = ()
    lexicons: tuple[Lexicon, ...] = ()

    @cached_property
    def concepts(self) -> tuple[Concept, ...]:
        """All that speaks for the codes: each code's own cues as one concept, then the concepts of the lexicons."""
        own = (Concept(code.id, code.label, {code.id: 1.0}, code.cues) for code in self.codes if code.cues)
        shared = (concept for lexicon in self.lexicons for concept in lexicon.concepts)
        return (*own, *(concept for concept in shared if any(code in self for code in concept.codes)))

    def cues(self, code_id: str) -> Iterator[tuple[Concept, Cue, float]]:
        """What speaks for a code: every cue with its concept and its weight for this code."""
        for concept in self.concepts:
            if factor := concept.codes.get(code_id):
                yield from ((concept, cue, cue.weight * factor) for cue in concept.cues)

    @cached_property
    def by_id(self) -> dict[str, Code]:
        """The codes, those of the bases too, by their ids."""
        return {code.id: code for code in self.codes}

    def __contains__(self, code_id: object) -> bool:
        return code_id in self.by_id

    def __getitem__(self, code_id: str) -> Code:
        return self.by_id[code_id]

    def of_kind(self, *kinds: Kind) -> tuple[Code, ...]:
        """The codes of these kinds, in the order of the book."""
        return tuple(code for code in self.codes if code.kind in kinds)

    def ancestors(self, code_id: str) -> Iterator[Code]:
        """The code's parent, its parent, and so on to the root."""
        parent = self.by_id[code_id].parent
        while parent is not None:
            yield self.by_id[parent]
            parent = self.by_id[parent].parent

    def lineage(self, code_id: str) -> tuple[str, ...]:
        """The ids of the code and of those above it: all that a coding with it tells of."""
        return code_id, *(code.id for code in self.ancestors(code_id))

    def below(self, *code_ids: str) -> frozenset[str]:
        """The ids of the codes and of those below them: all that they stand for."""
        return frozenset(code.id for code in self.codes if not set(code_ids).isdisjoint(self.lineage(code.id)))

    def path(self, code_id: str, language: str = "da") -> str:
        """The code's labels from the root down: ``Virksomhedsrettede indsatser > Mentorstøtte``."""
        chain = [self.by_id[code_id], *self.ancestors(code_id)]
        return " > ".join(code.label.text(language) for code in reversed(chain))

    def _repr_html_(self) -> str:
        """What a notebook shows of it."""
        from icmo.formats.out.notebook import codebook_html  # only here, where somebody looks at it

        return codebook_html(self)


@dataclass(frozen=True)
class Turn:
    """One speaker's stretch of a transcript: what is said, without the speaker's label."""

    start: int
    end: int
    speaker: str | None = None
    seconds: float | None = None
    interviewer: bool = False


@dataclass(frozen=True)
class Case:
    """A unit of comparison, here a municipality, with its variables."""

    guid: str
    name: str
    variables: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Transcript:
    """Immutable text (NFC, LF) with its turns and where it comes from."""

    guid: str
    name: str
    text: str
    sha256: str
    turns: tuple[Turn, ...] = ()
    municipality: str | None = None
    informant_type: InformantType | None = None
    role: str | None = None
    date: str | None = None
    target_group: str | None = None
    title: str | None = None
    source_name: str = ""
    metadata: Mapping[str, Any] = field(default_factory=dict)
    coder: str = ""
    at: str = ""

    def turn_number(self, offset: int) -> int:
        """The 1-based number of the last turn that begins at or before `offset` (0 before the first)."""
        return bisect_right(self._turn_starts, offset)

    def turns_in(self, start: int, end: int) -> tuple[Turn, ...]:
        """The turns that a stretch reaches into."""
        first, last = max(0, self.turn_number(start) - 1), self.turn_number(end - 1)
        return tuple(turn for turn in self.turns[first:last] if turn.end > start)

    def said(self, start: int, end: int) -> str:
        """What is said at a place, on one line: where another speaker goes on, a dash stands for the label.

        Labels may be names, and a name is never printed.
        """
        parts = [self.text[max(start, turn.start) : min(end, turn.end)] for turn in self.turns_in(start, end)]
        if not self.turns:
            parts = [self.text[start:end]]
        spoken = (" ".join(part.split()) for part in parts)
        return " – ".join(part for part in spoken if part)

    @cached_property
    def _turn_starts(self) -> list[int]:
        return [turn.start for turn in self.turns]

    @cached_property
    def words(self) -> int:
        """The number of words in the text, speakers' labels included."""
        return len(self.text.split())


@dataclass(frozen=True)
class Coding:
    """One coder applied one code to one segment; the quote and its surroundings are kept with it."""

    guid: str
    transcript: str
    start: int
    end: int
    code: str
    coder: str
    at: str
    quote: str
    prefix: str = ""
    suffix: str = ""
    origin: Origin = Origin.MANUAL
    valence: Valence | None = None
    memo: str = ""


@dataclass(frozen=True)
class Part:
    """A coding in its role in a configuration; a mechanism may name its resource and its reasoning.

    The split of a mechanism into resource and reasoning is that of Dalkin et al. (2015).
    """

    role: Role
    coding: str
    resource: str = ""
    reasoning: str = ""


@dataclass(frozen=True)
class Configuration:
    """Codings put together as intervention, context, moderator, mechanism and outcome. Partial ones are normal."""

    guid: str
    parts: tuple[Part, ...]
    coder: str
    at: str
    actor: str = ""
    polarity: Polarity = Polarity.FURTHERS
    stance: Stance | None = None
    target_group: str | None = None
    statement: str = ""
    memo: str = ""
    theory: str | None = None


@dataclass(frozen=True)
class ConfigurationLink:
    """The outcome of one configuration is the context of the next."""

    guid: str
    earlier: str
    later: str
    coder: str
    at: str


@dataclass(frozen=True)
class TheoryPart:
    """A code in the role that it plays in a programme theory."""

    role: Role
    code: str


@dataclass(frozen=True)
class Theory:
    """A programme theory, an if–then–because sentence that configurations support, refute or refine.

    `parts` are the codes that the sentence speaks of, in their roles. Its earlier wordings stand in the log.
    """

    guid: str
    name: str
    statement: str
    coder: str
    at: str
    parts: tuple[TheoryPart, ...] = ()


@dataclass(frozen=True)
class Summary:
    """What an evaluator has written in one cell of the framework matrix: what one case says about one code."""

    guid: str
    code: str
    case: str
    text: str
    coder: str
    at: str


@dataclass(frozen=True)
class Memo:
    """A note of a coder about one thing in the project. `subject` is its GUID, or a code's id; a segment has a span."""

    guid: str
    kind: MemoKind
    text: str
    about: About
    subject: str
    coder: str
    at: str
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True)
class OverviewEdit:
    """What an evaluator changed by hand in one entry of the overview.

    `row` is the part that the entry stands in (a role's letter or a kind), `target_group` the column (None: in all of
    them), `code` the entry's code, or for an added entry a code or nothing. `text` is its new name or what was added,
    `into` the code of the entry that it was merged with.
    """

    guid: str
    row: str
    target_group: str | None
    code: str
    action: Editing
    coder: str
    at: str
    text: str = ""
    into: str = ""


@dataclass(frozen=True)
class QuoteChoice:
    """What an evaluator decided on printing the quote that a coding marks.

    `text` are the coding's words as they were approved, so that changed words need a new approval; `rank` puts chosen
    quotes first, 1 before 2.
    """

    guid: str
    coding: str
    coder: str
    at: str
    verdict: Approval | None = None
    rank: int | None = None
    text: str = ""
    note: str = ""


@dataclass(frozen=True)
class ReportText:
    """What an evaluator has written for one place in a report, such as ``rameses:6`` or ``theme:tvaerfaglighed``."""

    guid: str
    place: str
    text: str
    coder: str
    at: str


@dataclass(frozen=True)
class Export:
    """A report as it was exported: of which kind, with which options, and the facts that it told, by their keys.

    A fact is its name and what was said of it (`icmo.documents.model.Fact`).
    """

    guid: str
    kind: str
    options: Mapping[str, Any]
    file: str
    quotes: int
    facts: Mapping[str, tuple[str, str]]
    coder: str
    at: str


@dataclass(frozen=True)
class Assignment:
    """A transcript that one coder, `reader`, codes in a round; `done` is when they said so (empty: not yet)."""

    guid: str
    transcript: str
    reader: str
    coder: str
    at: str
    done: str = ""


@dataclass(frozen=True)
class Round:
    """Transcripts that coders code apart, blind to each other until the round is `closed` (when; empty: still open).

    `coder` opened it. With `suggestions` the engine's suggestions are shown in its transcripts.
    """

    guid: str
    name: str
    coder: str
    at: str
    assignments: tuple[Assignment, ...] = ()
    suggestions: bool = False
    note: str = ""
    closed: str = ""
    closed_by: str = ""

    @property
    def readers(self) -> tuple[str, ...]:
        """Who takes part, by name."""
        return tuple(sorted({one.reader for one in self.assignments}))

    @property
    def transcripts(self) -> frozenset[str]:
        """The GUIDs of what is coded in it."""
        return frozenset(one.transcript for one in self.assignments)


@dataclass(frozen=True)
class Rule:
    """A rule that coders added to a code when they had talked about a disagreement."""

    code: str
    include: bool  # else it says what the code is not for
    text: str


@dataclass(frozen=True)
class Resolution:
    """What coders decided together about one disagreement.

    Attributes
    ----------
    difference : what the disagreement was
    codes : what was in dispute
    readings : by coder, the GUIDs of their codings there
    choice : the number of the reading that was kept, or what was decided instead (see `icmo.consensus`)
    codings : the GUIDs of the codings in the layer of consensus that it made
    overruled : the GUIDs of coders' codings that it set aside; they stay, and count in agreement alone
    present : who decided, by name
    """

    guid: str
    transcript: str
    start: int
    end: int
    difference: Difference
    codes: tuple[str, ...]
    readings: Mapping[str, tuple[str, ...]]
    choice: str
    codings: tuple[str, ...]
    overruled: tuple[str, ...]
    coder: str
    at: str
    reason: str = ""
    present: tuple[str, ...] = ()
    rule: Rule | None = None


@dataclass(frozen=True)
class SavedView:
    """What a coder saved under a name, for plain JSON: a search (`icmo.search.Query`) or the filters of a graph."""

    guid: str
    name: str
    query: Mapping[str, Any]
    coder: str
    at: str
    page: str = "search"  # the page that shows it: "search" or "graph"


@dataclass(frozen=True)
class Reason:
    """Why a code was suggested.

    `kind` is ``cue`` (with its place in the text and the concept that it belongs to), ``learned`` (a word that
    coded passages taught, with its place), ``coded`` (a passage like it that somebody gave the code) or ``example``
    (one of the code book's examples that resembles it).
    """

    kind: str
    text: str
    start: int | None = None
    end: int | None = None
    concept: str = ""


@dataclass(frozen=True)
class Suggestion:
    """A code that the engine proposes for a passage. It is never counted until a coder accepts it."""

    guid: str
    transcript: str
    start: int
    end: int
    code: str
    score: float
    rank: int
    band: str
    reasons: tuple[Reason, ...]
    engine: str
    at: str
    role: Role | None = None
    polarity: Polarity | None = None


@dataclass(frozen=True)
class Decision:
    """What a coder did with a suggestion; an accepted one names the coding that it became."""

    guid: str
    transcript: str
    start: int
    end: int
    code: str
    verdict: Verdict
    coder: str
    at: str
    score: float
    engine: str
    coding: str | None = None


@dataclass(frozen=True)
class CueDecision:
    """A cue that a coder took into the project's own lexicon (accept), or does not want proposed again (reject)."""

    guid: str
    code: str
    text: str
    weight: float
    verdict: Verdict
    coder: str
    at: str


@dataclass(frozen=True)
class Exchange:
    """What a language model was asked and what it answered; `fault` says why an answer was not used."""

    guid: str
    at: str
    url: str
    model: str
    prompt: str
    answer: str
    fault: str = ""


@dataclass(frozen=True)
class Change:
    """One entry of the log: who changed which row when, in which step, and the row before and after."""

    number: int
    step: str
    undoes: str | None
    at: str
    coder: str
    action: str
    noun: str
    guid: str
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None


@dataclass(frozen=True)
class Material:
    """Everything in a project at one moment, read in one transaction: what analyses work on.

    `codings` are those that count. `overruled` are coders' codings that a consensus has set aside: they are counted by
    nothing but agreement, and only files that hold every coder's layer have them.
    """

    codebook: Codebook
    cases: tuple[Case, ...] = ()
    transcripts: tuple[Transcript, ...] = ()
    codings: tuple[Coding, ...] = ()
    configurations: tuple[Configuration, ...] = ()
    suggestions: tuple[Suggestion, ...] = ()
    decisions: tuple[Decision, ...] = ()
    cues: tuple[CueDecision, ...] = ()
    memos: tuple[Memo, ...] = ()
    theories: tuple[Theory, ...] = ()
    links: tuple[ConfigurationLink, ...] = ()
    summaries: tuple[Summary, ...] = ()
    guide: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # the codes asked about, by informant type
    edits: tuple[OverviewEdit, ...] = ()
    choices: tuple[QuoteChoice, ...] = ()
    texts: tuple[ReportText, ...] = ()
    rounds: tuple[Round, ...] = ()
    resolutions: tuple[Resolution, ...] = ()
    overruled: tuple[Coding, ...] = ()
    aliases: Mapping[str, str] = field(default_factory=dict)  # what is printed in place of a municipality's name
    name: str = ""
    language: str = "da"

    @cached_property
    def transcript_by_guid(self) -> dict[str, Transcript]:
        """The transcripts by their GUIDs."""
        return index(self.transcripts)

    @cached_property
    def coding_by_guid(self) -> dict[str, Coding]:
        """The codings by their GUIDs."""
        return index(self.codings)

    @cached_property
    def layers(self) -> tuple[Coding, ...]:
        """Every coder's codings, those that a consensus has set aside too, in the order of the texts."""
        if not self.overruled:
            return self.codings
        return tuple(sorted((*self.codings, *self.overruled), key=lambda c: (c.transcript, c.start, c.end, c.guid)))

    @cached_property
    def kept(self) -> dict[object, Any]:
        """What analyses have made of it and may want again (`icmo.kept`)."""
        return {}

    @cached_property
    def municipalities(self) -> tuple[str, ...]:
        """The municipalities that the material comes from, in Danish order."""
        return tuple(sorted({t.municipality for t in self.transcripts if t.municipality}, key=danish_order))


@dataclass(frozen=True)
class Marked:
    """One transcript with all that marks it, at one moment.

    `number` is that of the newest entry in the log then, and `renewed` when its suggestions were made.
    """

    transcript: Transcript
    codings: tuple[Coding, ...] = ()
    suggestions: tuple[Suggestion, ...] = ()
    decisions: tuple[Decision, ...] = ()
    configurations: tuple[Configuration, ...] = ()
    elsewhere: tuple[Coding, ...] = ()  # parts of these configurations in other transcripts
    memos: tuple[Memo, ...] = ()
    resolutions: tuple[Resolution, ...] = ()
    number: int = 0
    renewed: str = ""


def danish_order(name: str) -> str:
    """A key that sorts as Danish does: æ, ø, å last, and aa as å.

    Examples
    --------
    >>> sorted(["Åmose", "Ærø", "Zobel", "Aabenraa", "Øster"], key=danish_order)
    ['Zobel', 'Ærø', 'Øster', 'Aabenraa', 'Åmose']
    """
    return name.casefold().replace("aa", "å").translate(str.maketrans("æøå", "{|}"))


def index(rows: Iterable[Any]) -> dict[str, Any]:
    """The rows by their GUID."""
    return {row.guid: row for row in rows}
