"""What stands behind an entry, counted: municipalities, transcripts, quotes and people, in words, with flags."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from icmo.documents.model import NOTHING
from icmo.documents.options import Options
from icmo.documents.pieces.passages import n_informants
from icmo.evidence import Stretch
from icmo.i18n import _, count, current, decimal, integer, ngettext, percent
from icmo.models import Material, danish_order


@dataclass(frozen=True)
class Backing:
    """What stands behind an entry: who, where, how often."""

    municipalities: tuple[str, ...]
    sources: int
    citations: int
    informants: int

    @classmethod
    def of(cls, material: Material, stretches: Sequence[Stretch]) -> Backing:
        """The counts of united passages."""
        sources = {one.transcript for one in stretches}
        places = {material.transcript_by_guid[guid].municipality for guid in sources}
        named = tuple(sorted((place for place in places if place), key=danish_order))
        return cls(named, len(sources), len(stretches), n_informants(material, stretches))

    def in_words(self, material: Material) -> str:
        """``4 of 6 municipalities · 11 quotes``."""
        quotes = count(self.citations, "quote", "quotes")
        if not material.municipalities:
            return quotes
        return _("{n} of {total} {municipalities} · {quotes}").format(
            n=integer(len(self.municipalities)),
            total=integer(len(material.municipalities)),
            municipalities=ngettext("municipality", "municipalities", len(material.municipalities)),
            quotes=quotes,
        )

    def all_in_words(self, material: Material) -> str:
        """``4 of 6 municipalities · 7 transcripts · 11 quotes``: each of the three counts by itself."""
        parts = [count(self.sources, "transcript", "transcripts"), count(self.citations, "quote", "quotes")]
        if material.municipalities:
            parts.insert(0, of_all(len(self.municipalities), len(material.municipalities)))
        return " · ".join(parts)

    @property
    def quotes_in_words(self) -> str:
        """``3 quotes in 2 transcripts``: what one municipality, or one group of them, tells."""
        return _("{quotes} in {transcripts}").format(
            quotes=count(self.citations, "quote", "quotes"),
            transcripts=count(self.sources, "transcript", "transcripts"),
        )

    def flags(self, material: Material, options: Options) -> tuple[str, ...]:
        """What a reader must know before leaning on it: thin evidence, few informants."""
        thin = (_("thin evidence"),) if self.citations and self.thin(material, options) else ()
        return (*thin, *filter(None, [self.few(options)]))

    def few(self, options: Options) -> str:
        """The flag of what few people say, the only one for what a single municipality tells; else nothing."""
        return _("few informants") if 0 < self.informants < options.min_informants else ""

    def thin(self, material: Material, options: Options) -> bool:
        """Whether fewer municipalities or quotes stand behind it than were asked for."""
        least = min(options.min_municipalities, len(material.municipalities))
        return len(self.municipalities) < least or self.citations < options.min_quotes


def counted(material: Material, options: Options, stretches: Sequence[Stretch]) -> str:
    """The counts of passages in words, with their flags: ``1 of 6 municipalities · 1 quote (thin evidence)``."""
    backing = Backing.of(material, stretches)
    flags = backing.flags(material, options)
    return backing.in_words(material) + (f" ({'; '.join(flags)})" if flags else "")


def few_told(material: Material, options: Options, stretches: Sequence[Stretch]) -> str:
    """The flag of one municipality's quotes, where few people stand behind them (the method lines say how few)."""
    return Backing.of(material, stretches).few(options)


def of_all(number: int, total: int) -> str:
    """``4 of 6 municipalities``."""
    return _("{n} of {total} {municipalities}").format(
        n=integer(number), total=integer(total), municipalities=ngettext("municipality", "municipalities", total)
    )


def one_decimal(share: float | Fraction) -> str:
    """A share as a percentage with one decimal: ``44,4 pct.``."""
    number = decimal(100 * float(share), 1)
    return f"{number}%" if current() == "en" else f"{number} pct."


def share_of(part: int, whole: int) -> str:
    """``48% (11 of 23)``: a share with what it is made of; nothing where there is nothing to share."""
    if not whole:
        return NOTHING
    return _("{share} ({part} of {whole})").format(
        share=percent(part / whole), part=integer(part), whole=integer(whole)
    )
