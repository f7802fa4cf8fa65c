"""What the material tells of each code, gathered once for a report, and which of its quotes are cited and printed.

A quote is printed once. A passage that lies within one that has a number is referred to by that number, since its
words are read there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property

from icmo.documents.model import (
    Bullets,
    Cell,
    Line,
    Paragraph,
    Quotes,
    Run,
    bullets,
    cell,
    line,
    paragraph,
    references,
    row,
)
from icmo.documents.neutral import Renaming
from icmo.documents.options import Options
from icmo.documents.pieces.counts import Backing, counted, few_told
from icmo.documents.pieces.passages import passages
from icmo.documents.pieces.quoting import Quoting
from icmo.evidence import Stretch
from icmo.graph.meetings import Turn, by_turn
from icmo.i18n import _, count, integer
from icmo.models import Code, Coding, Configuration, InformantType, Material, Role
from icmo.naming import role_name


class Telling:
    """The codings and configurations of each code, its quotes, and the numbers that a report has given them."""

    def __init__(self, material: Material, options: Options) -> None:
        self.material = material
        self.options = options
        self.quoting = Quoting(material, options)
        self.passages = passages(material)
        self._in_turns: dict[str, dict[Turn, list[Stretch]]] = {}
        self._cited: dict[str, list[tuple[int, int, int]]] = defaultdict(list)
        self._printed: set[int] = set()

    # --- What is told -----------------------------------------------------------------------------------

    @property
    def codings(self) -> dict[str, list[Coding]]:
        """The codings of each code and of those below it, by code."""
        return self.passages.codings

    def united(self, code: str) -> list[Stretch]:
        """The quotes of a code and of those below it."""
        return self.passages.of_code(code)

    def unite(self, codings: Iterable[Coding]) -> list[Stretch]:
        """The passages that codings mark, overlapping ones as one, in the order of the material."""
        return self.passages.unite(codings)

    def in_order(self, stretches: Iterable[Stretch]) -> list[Stretch]:
        """Passages in the order of the material."""
        return sorted(stretches, key=lambda one: (self.passages.order[one.transcript], one.start, one.end))

    def in_turns(self, code: str) -> dict[Turn, list[Stretch]]:
        """The quotes of a code by the turns that they reach into."""
        if code not in self._in_turns:
            self._in_turns[code] = by_turn(self.material, self.united(code))
        return self._in_turns[code]

    @cached_property
    def parts(self) -> dict[str, tuple[tuple[str, Coding], ...]]:
        """The letters and codings that each configuration (GUID) is put together of."""
        known = self.material.coding_by_guid
        return {
            one.guid: tuple((part.role.value, known[part.coding]) for part in one.parts)
            for one in self.material.configurations
        }

    @cached_property
    def configurations(self) -> dict[tuple[str, str], list[Configuration]]:
        """The configurations of each code, itself or one below it, by the letter of its part and the code."""
        found: dict[tuple[str, str], dict[str, Configuration]] = defaultdict(dict)
        for one in self.material.configurations:
            for letter, coding in self.parts[one.guid]:
                for code in self._lineages[coding.code]:
                    found[letter, code][one.guid] = one
        return {place: list(some.values()) for place, some in found.items()}

    @cached_property
    def _lineages(self) -> dict[str, tuple[str, ...]]:
        book = self.material.codebook
        return {code: book.lineage(code) for code in book.by_id}

    def configurations_of(self, code: str, letters: Iterable[str] = "ICKMO") -> list[Configuration]:
        """The configurations in which a code, or one below it, plays one of these parts."""
        return list({one.guid: one for at in letters for one in self.configurations.get((at, code), ())}.values())

    def is_below(self, code: str, above: str) -> bool:
        """Whether a code is another one or stands below it."""
        return above in self._lineages.get(code, (code,))

    # --- Who tells it -----------------------------------------------------------------------------------

    def place(self, stretch: Stretch) -> str:
        """The municipality that a quote comes from, or none."""
        return self.municipality_of[stretch.transcript]

    @cached_property
    def municipality_of(self) -> dict[str, str]:
        """The municipality of each transcript (GUID), or none."""
        return {one.guid: one.municipality or "" for one in self.material.transcripts}

    def informant(self, stretch: Stretch) -> InformantType | None:
        """The kind of informant that a quote comes from."""
        return self.material.transcript_by_guid[stretch.transcript].informant_type

    @cached_property
    def informants(self) -> tuple[InformantType | None, ...]:
        """The kinds of informants that the material has, in their order; what states none comes last."""
        there = {transcript.informant_type for transcript in self.material.transcripts}
        return (*(one for one in InformantType if one in there), *((None,) if None in there else ()))

    # --- Quotes cited and printed -----------------------------------------------------------------------

    def cite(self, stretch: Stretch) -> int | None:
        """The number of a quote, or of one that holds its words; None when it may not be printed."""
        if self.quoting.may_print(stretch):
            for start, end, known in self._cited[stretch.transcript]:
                if start <= stretch.start and stretch.end <= end:
                    return known
        number = self.quoting.cite(stretch)
        if number is not None:
            self._cited[stretch.transcript].append((stretch.start, stretch.end, number))
        return number

    def cite_all(self, stretches: Iterable[Stretch]) -> list[int]:
        """The numbers of those that may be printed, in order and each once."""
        return sorted({number for number in map(self.cite, stretches) if number is not None})

    def chosen(self, stretches: Iterable[Stretch]) -> list[Stretch]:
        """Those to print in a section or to refer to."""
        return self.quoting.chosen(stretches)

    def references(self, stretches: Iterable[Stretch]) -> Line:
        """The numbers of the quotes chosen of these, as links."""
        return references(self.cite_all(self.chosen(stretches)))

    def bracketed(self, stretches: Iterable[Stretch]) -> Line:
        """The numbers as they stand after words: `` [1, 4]``."""
        found = self.references(stretches)
        return line(" [", found, "]") if found else ()

    def printed(self, stretches: Iterable[Stretch]) -> list[Paragraph | Bullets | Quotes]:
        """The quotes as blocks: those that have not been printed yet, and who says the others, by their numbers."""
        numbers = list(dict.fromkeys(number for number in map(self.cite, stretches) if number is not None))
        new = tuple(number for number in numbers if number not in self._printed)
        known = [number for number in numbers if number in self._printed]
        self._printed.update(new)
        blocks: list[Paragraph | Bullets | Quotes] = [Quotes(new)] if new else []
        if known:
            blocks.append(bullets(map(self._printed_before, known)))
        return blocks

    def _printed_before(self, number: int) -> Line:
        shown = _("Quote {number}, printed above").format(number=integer(number))
        return line(Run(shown, quote=number), f" ({self.quoting.numbered(number).signature})")

    def is_printed(self, stretch: Stretch) -> bool:
        """Whether the words of a quote have been printed already."""
        return any(
            start <= stretch.start and stretch.end <= end and number in self._printed
            for start, end, number in self._cited.get(stretch.transcript, ())
        )

    def section(self, found: Sequence[Stretch]) -> list[Paragraph | Bullets | Quotes]:
        """The quotes chosen of these, as blocks, and of how many they were chosen."""
        chosen = self.chosen(found)
        if len(chosen) == len(found):
            return self.printed(chosen)
        quotes = count(len(found), "quote", "quotes")
        words = _("{n} chosen of {quotes}:").format(n=integer(len(chosen)), quotes=quotes)
        return [paragraph(words, style="small"), *self.printed(chosen)]

    @property
    def unprinted(self) -> list[int]:
        """The quotes that are referred to and have not been printed."""
        return [quote.number for quote in self.quoting.quotes if quote.number not in self._printed]

    # --- Words ------------------------------------------------------------------------------------------

    def words(self, text: str) -> str:
        """What an evaluator has written, on one line, with what is printed in place of municipalities’ names."""
        return self._rename(" ".join(text.split()))

    @cached_property
    def _rename(self) -> Renaming:
        return Renaming(self.material.aliases)

    def counts(self, stretches: Sequence[Stretch]) -> str:
        """The counts in words with their flags."""
        return counted(self.material, self.options, stretches)

    def few(self, stretches: Sequence[Stretch]) -> str:
        """The flag of a single municipality’s quotes: fewer informants than were asked for."""
        return few_told(self.material, self.options, stretches)

    def entry(self, name: Cell | str, stretches: Sequence[Stretch], *more: Cell | str | int) -> tuple[Cell, ...]:
        """A row of a table (`entry_columns`): a name, what more is said of it, its counts, flags and quotes."""
        backing = Backing.of(self.material, stretches)
        flags = "; ".join(backing.flags(self.material, self.options))
        counts = (len(backing.municipalities), backing.sources, backing.citations)
        return row(name, *more, *counts, cell(flags), self.references(stretches))

    def reading(self) -> Paragraph:
        """How the references are to be read, for the top of a report."""
        return paragraph(
            _(
                "A code stands for those below it. Counts cover every quote; the references lead to some of them, "
                "chosen as it is said under “How it was made”. A quote is printed once, and later mentions refer to "
                "its number."
            ),
            style="small",
        )


def entry_columns(name: str, *more: str) -> tuple[str, ...]:
    """The headings of `Telling.entry`."""
    return name, *more, _("Municipalities"), _("Sources"), _("Quotes"), _("Note"), _("References")


def part_named(letter: str) -> str:
    """What a part of a configuration is called, with its letter."""
    return f"{role_name(Role(letter))} ({letter})"


def widely_told(stretches: Sequence[Stretch], place: Callable[[Stretch], str]) -> tuple[int, int, int]:
    """A key that puts first what most municipalities tell, then what most sources do, then what most quotes do."""
    municipalities = {place(one) for one in stretches} - {""}
    return -len(municipalities), -len({one.transcript for one in stretches}), -len(stretches)


def chosen_codes(codes: Iterable[Code], telling: Telling) -> tuple[Code, ...]:
    """The codes that a report speaks of: those in use, and retired ones only where something is coded with them."""
    return tuple(code for code in codes if not code.retired or code.id in telling.codings)
