"""What evaluators have written for a place in a report, and how every report ends: how it was made, its quotes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from icmo.documents.model import Block, Heading, Paragraph, Quotes, bullets, paragraph
from icmo.documents.options import Options
from icmo.documents.pieces.agreement import agreement_line, people
from icmo.documents.pieces.quoting import Quoting
from icmo.i18n import _, count, current, day, integer
from icmo.models import Material


def written(material: Material, place: str) -> Iterator[Paragraph]:
    """What an evaluator has written for a place in a report, a paragraph for each line break."""
    for text in material.texts:
        if text.place == place:
            yield from (paragraph(part.strip()) for part in text.text.split("\n") if part.strip())


def method_lines(material: Material, options: Options, quoting: Quoting | None = None) -> Iterator[str]:
    """How a report was made: the material, who coded it with which book, what the counts and flags mean, when."""
    yield _("Material: {transcripts} from {municipalities}, {words} words.").format(
        transcripts=count(len(material.transcripts), "transcript", "transcripts"),
        municipalities=count(len(material.municipalities), "municipality", "municipalities"),
        words=integer(sum(transcript.words for transcript in material.transcripts)),
    )
    yield _("Coding: {codings} (coders: {coders}) and {configurations}. Code book: {book}, version {version}.").format(
        codings=count(len(material.codings), "coding", "codings"),
        coders=", ".join(people(material)) or _("nobody yet"),
        configurations=count(len(material.configurations), "configuration", "configurations"),
        book=material.codebook.label.text(current()),
        version=material.codebook.version,
    )
    if agreement := agreement_line(material):
        yield agreement
    yield _(
        "The counts say how many municipalities mention an entry, and in how many distinct quotes. Overlapping codings "
        "with the same code are one quote. A count says how many tell of a thing, not how strongly it works."
    )
    yield _("“Thin evidence” marks entries with fewer than {m} or fewer than {q}.").format(
        m=count(options.min_municipalities, "municipality", "municipalities"),
        q=count(options.min_quotes, "quote", "quotes"),
    )
    yield _("“Few informants” marks entries that fewer than {n} stand behind.").format(
        n=count(options.min_informants, "person", "people")
    )
    yield from _quoting_lines(quoting) if quoting else ()
    yield _("Made with icmo on {date}.").format(date=day(date.today()))


def _quoting_lines(quoting: Quoting) -> Iterator[str]:
    if quoting.narrowed:
        yield _(
            "Counts cover every quote; the references of an entry lead to at most {each} of each municipality and "
            "{most} in all."
        ).format(each=count(quoting.each, "quote", "quotes"), most=integer(quoting.most))
    if quoting.withheld:
        yield _("{n} counted but not printed.").format(n=count(len(quoting.withheld), "quote is", "quotes are"))
    if quoting.n_masked:
        yield _("{n} replaced in the quotes (CPR numbers, phone numbers, e-mail addresses).").format(
            n=count(quoting.n_masked, "personal detail", "personal details")
        )


def ending(
    material: Material, options: Options, quoting: Quoting, *, quotes: Iterable[int] | None = None
) -> Iterator[Block]:
    """How it was made, and the quotes that are referred to (all, unless some have been printed in the text)."""
    yield Heading(2, _("How it was made"), "method")
    yield bullets(method_lines(material, options, quoting))
    numbers = tuple(range(1, len(quoting.quotes) + 1)) if quotes is None else tuple(quotes)
    if numbers:
        yield Heading(2, _("Quotes"), "quotes")
        yield Quotes(numbers, places=True)
