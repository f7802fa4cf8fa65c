"""The overview as one long table in CSV for other programs: a row per entry and quote that is printed."""

from __future__ import annotations

from collections.abc import Iterator

from icmo.formats.rows import csv_text
from icmo.overview import Overview

COLUMNS = (
    "row",
    "target_group",
    "code",
    "label",
    "n_municipalities",
    "n_quotes",
    "n_hindering",
    "thin_evidence",
    "municipalities",
    "quote_number",
    "quote",
    "signature",
    "transcript",
    "turn",
    "start",
    "end",
    "coders",
    "codings",
)


def rows(overview: Overview) -> Iterator[tuple[str | int, ...]]:
    """A row per entry and quote; an entry none of whose quotes is printed, and a cell without evidence, is one row."""
    for r, row in enumerate(overview.rows):
        for g, group in enumerate(overview.groups):
            entries = overview.cell(r, g)
            if not entries:
                yield (row, group, "", overview.no_evidence, 0, 0, 0, "", *[""] * 10)
            for entry in entries:
                about = (
                    *(row, group, entry.code, entry.label),
                    *(len(entry.municipalities), entry.backing.citations, entry.hindering, int(entry.thin)),
                    "; ".join(entry.municipalities),
                )
                if not entry.quotes:
                    yield (*about, *[""] * 9)
                for number in entry.quotes:
                    quote = overview.quotes[number - 1]
                    yield (
                        *about,
                        *(number, f"”{quote.text}”", quote.signature, quote.transcript_name),
                        *(quote.turn, quote.start, quote.end),
                        *("; ".join(quote.coders), "; ".join(quote.codings)),
                    )


def render(overview: Overview) -> bytes:
    """The table as CSV in UTF-8 with a mark, so that Excel reads æ, ø and å."""
    return csv_text(rows(overview), COLUMNS).encode("utf-8-sig")
