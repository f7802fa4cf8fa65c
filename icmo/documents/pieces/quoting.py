"""The quotes that a report prints: united, chosen, numbered, signed by role and municipality, never with a name."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property

from icmo.documents.model import Line, Quote, line, references
from icmo.documents.neutral import Renaming
from icmo.documents.options import Options
from icmo.documents.pieces.passages import passages
from icmo.evidence import Stretch, stretch_of
from icmo.models import Approval, Coding, Material, QuoteChoice, Transcript
from icmo.naming import informant_name
from icmo.privacy.find import masked

FOLD = 15  # times the quotes of one municipality: so many are printed in a section, or referred to for an entry
_GOOD_LENGTH = 40  # words; a quote as long as this reads best


class Quoting:
    """Gives out numbers to quotes in the order in which a report comes to them."""

    def __init__(self, material: Material, options: Options) -> None:
        self._material = material
        self._options = options
        self._passages = passages(material)
        self._numbers: dict[tuple[str, int, int], int] = {}
        self._quotes: list[Quote] = []
        self.withheld: set[tuple[str, int, int]] = set()
        self.narrowed = False  # whether an entry has had more quotes than it refers to
        self.n_masked = 0

    @property
    def quotes(self) -> tuple[Quote, ...]:
        """Those that have been given a number."""
        return tuple(self._quotes)

    def numbered(self, number: int) -> Quote:
        """The quote of that number."""
        return self._quotes[number - 1]

    def cite(self, stretch: Stretch) -> int | None:
        """The number of a quote, a new one unless it has one; None when it may not be printed."""
        place = (stretch.transcript, stretch.start, stretch.end)
        known = self._numbers.get(place)
        if known is None and self.may_print(stretch):
            self._quotes.append(self._quote(stretch))
            known = self._numbers[place] = len(self._quotes)
        return known

    def cite_all(self, stretches: Iterable[Stretch]) -> list[int]:
        """The numbers of those that may be printed, in order and each once."""
        return sorted({number for number in map(self.cite, stretches) if number is not None})

    def united(self, codings: Iterable[Coding]) -> list[Stretch]:
        """The passages that codings mark, overlapping ones as one, in the order of the material."""
        return self._passages.unite(codings)

    # --- Which are chosen -------------------------------------------------------------------------------

    @property
    def each(self) -> int:
        """How many quotes of one municipality a section prints, or an entry refers to."""
        return self._options.each

    @property
    def most(self) -> int:
        """How many of them all."""
        return FOLD * self.each

    def best(self, stretches: Iterable[Stretch]) -> list[Stretch]:
        """Those that may be printed, in the order that was asked for.

        Where nobody has chosen, quotes that several coders or codes mark come first, and those of a readable length.
        """
        return sorted(filter(self.may_print, stretches), key=self._preference)

    def chosen(self, stretches: Iterable[Stretch]) -> list[Stretch]:
        """Those to print in a section or to refer to: the best of each municipality, and not too many in all.

        The first of every municipality comes before the second of any.
        """
        told: Counter[str] = Counter()
        rounds: list[list[Stretch]] = [[] for _round in range(self.each)]
        best = self.best(stretches)
        for one in best:
            where = self._material.transcript_by_guid[one.transcript].municipality or one.transcript
            if told[where] < self.each:
                rounds[told[where]].append(one)
                told[where] += 1
        kept = [one for some in rounds for one in some][: self.most]
        self.narrowed = self.narrowed or len(kept) < len(best)
        return kept

    def references(self, stretches: Iterable[Stretch]) -> Line:
        """The numbers of the quotes chosen of these, as links: ``1, 3–5``; nothing where none may be printed."""
        return references(self.cite_all(self.chosen(stretches)))

    def bracketed(self, stretches: Iterable[Stretch]) -> Line:
        """The same in brackets, as they stand after words: ``[1, 3–5]``."""
        found = self.references(stretches)
        return line("[", found, "]") if found else ()

    def _preference(self, stretch: Stretch) -> tuple[float, ...]:
        place = (self._passages.order[stretch.transcript], stretch.start)
        if self._options.order == "material":
            return place
        words = self._passages.length(stretch)
        if self._options.order in ("short", "long"):
            return words if self._options.order == "short" else -words, *place
        ranks = [one.rank for one in self._choices(stretch) if one.rank is not None]
        return min(ranks, default=1_000_000), -len(stretch.marks), abs(words - _GOOD_LENGTH), *place

    # --- Which may be printed ---------------------------------------------------------------------------

    def may_print(self, stretch: Stretch) -> bool:
        """Whether nobody withholds any of it, and, where only approved quotes are printed, all of it is approved."""
        may = not self.is_withheld(stretch) and (not self._options.approved_only or self.is_approved(stretch))
        if not may:
            self.withheld.add((stretch.transcript, stretch.start, stretch.end))
        return may

    def is_withheld(self, stretch: Stretch) -> bool:
        """Whether somebody withholds any of its words, with whatever code they are marked."""
        if not self._choice:
            return False
        return any(start < stretch.end and stretch.start < end for start, end in self._withheld[stretch.transcript])

    def is_approved(self, stretch: Stretch) -> bool:
        """Whether all of its words are approved as they stand there now."""
        if not self._choice:
            return False
        places = self._approved[stretch.transcript]
        return any(start <= stretch.start and stretch.end <= end for start, end in places)

    @cached_property
    def _withheld(self) -> dict[str, list[tuple[int, int]]]:
        """The places that somebody withholds, by transcript, with whatever code the words are marked."""
        found = defaultdict(list)
        for one in self._codings_with(Approval.WITHHELD):
            found[one.transcript].append((one.start, one.end))
        return found

    @cached_property
    def _approved(self) -> dict[str, list[tuple[int, int]]]:
        """The places that are approved in the words that stand there now, neighbouring ones as one."""
        found: dict[str, list[tuple[int, int]]] = defaultdict(list)
        fresh = filter(self._is_fresh, self._codings_with(Approval.APPROVED))
        for one in sorted(fresh, key=lambda one: (one.transcript, one.start)):
            places, text = found[one.transcript], self._material.transcript_by_guid[one.transcript].text
            if places and not text[places[-1][1] : one.start].strip():
                places[-1] = (places[-1][0], max(places[-1][1], one.end))
            else:
                places.append((one.start, one.end))
        return found

    def _is_fresh(self, coding: Coding) -> bool:
        """Whether the words are those that were approved; a label in place of a name needs no new approval."""
        return self._rename(self._choice[coding.guid].text) == self.words(coding)

    def _codings_with(self, verdict: Approval) -> Iterator[Coding]:
        return (known for known in self._material.layers if self._verdict(known) is verdict)

    def _verdict(self, coding: Coding) -> Approval | None:
        """What was decided on a coding’s words, whether it counts or a consensus has set it aside."""
        choice = self._choice.get(coding.guid)
        return choice.verdict if choice else None

    def words(self, coding: Coding) -> str:
        """What a coding marks, as it is approved."""
        return self.text(stretch_of(coding))

    def _choices(self, stretch: Stretch) -> list[QuoteChoice]:
        """What was decided on the codings that mark a passage."""
        return [self._choice[mark] for mark in sorted(stretch.marks) if mark in self._choice] if self._choice else []

    @cached_property
    def _choice(self) -> dict[str, QuoteChoice]:
        return {choice.coding: choice for choice in self._material.choices}

    # --- As they are printed ----------------------------------------------------------------------------

    def text(self, stretch: Stretch) -> str:
        """What was said, on one line, as it is approved and printed; speakers' labels are left out."""
        return self._rename(self._passages.said(stretch))

    @cached_property
    def _rename(self) -> Renaming:
        return Renaming(self._material.aliases)

    def _quote(self, stretch: Stretch) -> Quote:
        transcript = self._material.transcript_by_guid[stretch.transcript]
        text = self.text(stretch)
        if self._options.mask:
            text, found = masked(text)
            self.n_masked += found
        made = [self._material.coding_by_guid[one] for one in stretch.marks if one in self._material.coding_by_guid]
        return Quote(
            number=len(self._quotes) + 1,
            text=text,
            signature=signature(transcript),
            transcript=transcript.guid,
            transcript_name=transcript.name,
            turn=transcript.turn_number(stretch.start),
            start=stretch.start,
            end=stretch.end,
            municipality=transcript.municipality or "",
            informant_type=_called(transcript),
            coders=tuple(sorted({coding.coder for coding in made})),
            codings=tuple(sorted(stretch.marks)),
            approved=self.is_approved(stretch),
        )


def signature(transcript: Transcript) -> str:
    """``medarbejdergruppe, Egeholm``: role and municipality."""
    return ", ".join(part for part in (transcript.role or _called(transcript), transcript.municipality) if part)


def _called(transcript: Transcript) -> str:
    """What an informant of the transcript's kind is called, if it states one."""
    return informant_name(transcript.informant_type) if transcript.informant_type else ""
