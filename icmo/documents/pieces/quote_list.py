"""The list of all quotes that codings make: by transcript, each with what was decided on it and what it gives away.

Overlapping codings with the same code are one quote, and each place is listed once with all that marks it: so each
coding stands behind one quote here, and its words are those that other reports print.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace

from icmo.documents.model import Quote
from icmo.documents.pieces.passages import passages
from icmo.documents.pieces.quoting import Quoting
from icmo.evidence import Stretch
from icmo.models import Approval, Material, Transcript
from icmo.privacy.find import masked, personal_data


@dataclass(frozen=True, slots=True)
class Listed:
    """A quote with what was decided on it and the personal data found in it; `state` is a key of `_states`."""

    quote: Quote
    state: str
    codes: tuple[str, ...]
    personal: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Section:
    """A transcript with its quotes."""

    number: int
    transcript: Transcript
    quotes: tuple[Listed, ...]

    @property
    def anchor(self) -> str:
        """The anchor of its heading."""
        return f"transcript-{self.number}"

    def n(self, state: str) -> int:
        """How many of its quotes are in this state."""
        return sum(one.state == state for one in self.quotes)

    @property
    def n_personal(self) -> int:
        """How many of its quotes hold personal data."""
        return sum(bool(one.personal) for one in self.quotes)


class All(Quoting):
    """Gives numbers to withheld quotes too, since they are listed as such."""

    def may_print(self, stretch: Stretch) -> bool:
        """Always: nothing here is printed before somebody has decided on it."""
        return True

    def quote(self, stretch: Stretch) -> Quote:
        """The quote at a place, with its number."""
        return self._quotes[(self.cite(stretch) or 0) - 1]

    def state(self, stretch: Stretch) -> str:
        """What was decided: who withholds any of it, with whatever code, goes before one who approves."""
        if self.is_withheld(stretch):
            return "withheld"
        if Approval.APPROVED not in {choice.verdict for choice in self._choices(stretch)}:
            return "open"
        return "approved" if self.is_approved(stretch) else "changed"

    def notes(self, stretch: Stretch) -> tuple[str, ...]:
        """What was noted at the decisions, each note once."""
        return tuple(dict.fromkeys(choice.note for choice in self._choices(stretch) if choice.note))


def sections(material: Material, quoting: All, wanted: Collection[str] | None = None) -> Iterator[Section]:
    """The transcripts that have quotes, with them; `wanted` are the codings (GUIDs) of which one marks each quote."""
    found: dict[str, list[Stretch]] = defaultdict(list)
    for one in passages(material).places:
        if wanted is None or not one.marks.isdisjoint(wanted):
            found[one.transcript].append(one)
    for number, (guid, stretches) in enumerate(found.items(), 1):
        listed = tuple(_listed(material, quoting, one) for one in stretches)
        yield Section(number, material.transcript_by_guid[guid], listed)


def _listed(material: Material, quoting: All, stretch: Stretch) -> Listed:
    quote = quoting.quote(stretch)
    codes = tuple(sorted({material.coding_by_guid[mark].code for mark in stretch.marks}))
    state, notes = (quoting.state(stretch), quoting.notes(stretch)) if material.choices else ("open", ())
    personal = tuple(one.kind for one in personal_data(quote.text))
    kept = replace(quote, text=masked(quote.text)[0]) if personal else quote
    return Listed(kept, state, codes, personal, notes)
