"""Interviews of invented municipalities in which each code is said so many times, for tests of tables of them."""

from __future__ import annotations

from dataclasses import replace

from icmo.documents.model import Cell
from icmo.models import Case, Codebook, Coding, Material, Transcript
from tests.factories import a_coding, a_material, a_transcript


def an_interview(place: str | None, times: dict[str, int], **fields: object) -> tuple[Transcript, list[Coding]]:
    """A transcript with a sentence of its own for each time that a code is said."""
    sentences = {
        code: [f"Om {code} nr. {n + 1} siger vi noget." for n in range(number)] for code, number in times.items()
    }
    text = " ".join(one for some in sentences.values() for one in some) or "Ingenting."
    source = a_transcript(text, municipality=place, **fields)
    return source, [a_coding(source, code, one) for code, some in sentences.items() for one in some]


def a_country(
    told: dict[str, dict[str, int]],
    variables: dict[str, dict[str, object]] | None = None,
    *,
    book: Codebook | None = None,
    **fields: object,
) -> Material:
    """An interview for each municipality, and the variables of municipalities."""
    made = [an_interview(place, times, **fields) for place, times in told.items()]
    cases = tuple(Case(name, name, values) for name, values in (variables or {}).items())
    material = a_material([source for source, _ in made], [one for _, codings in made for one in codings], book=book)
    return replace(material, cases=cases)


def referred_to(cell: Cell) -> list[int]:
    """The numbers of the quotes that a cell refers to, those within runs (``3–5``) too."""
    found: list[int] = []
    for run in (run for line in cell.lines for run in line if run.quote is not None):
        first, _, last = run.text.partition("–")
        found.extend(range(int(first), int(last or first) + 1))
    return found
