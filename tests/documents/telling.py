"""Small invented material in which two municipalities and both kinds of informants tell, and ways to read a report."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

from icmo import sample
from icmo.documents.model import Block, Box, Bullets, Heading, Paragraph, Quotes, Report, Table, plain
from icmo.models import Case, InformantType, Material, Part, Polarity, Role, Summary, Valence
from icmo.project import Project
from tests.factories import a_codebook, a_coding, a_configuration, a_material, a_transcript

GROUP = "Vi øvede bussen. Hun troede på det. Der var ingen tid. Hun fik ro til sidst. Kontoret lå langt væk."
WOMAN = "Jeg øvede toget. Jeg troede ikke på det. De havde aldrig tid. Jeg fik ikke ro."


@cache
def sample_material() -> Material:
    """The material of the invented sample project."""
    with TemporaryDirectory() as folder:
        project = Project.create(Path(folder) / "demo.icmo", name="Prøve", language="da", coder="AML")
        sample.load_into(project)
        material = project.material()
        project.close()
        return material


def two_municipalities() -> Material:
    """Egeholm: staff tell that practice led to calm by belief; Nordvig: a woman tells that it did not.

    By hand: *tro* has two quotes in two municipalities, one positive (Egeholm) and one negative (Nordvig), and is the
    mechanism of one furthering and one hindering configuration. Åmose says nothing of it.
    """
    group = a_transcript(GROUP, municipality="Egeholm", informant_type=InformantType.MUNICIPALITY, role="team")
    woman = a_transcript(WOMAN, municipality="Nordvig", informant_type=InformantType.WOMAN, role="deltager")
    other = a_transcript("Vi taler om noget andet.", municipality="Åmose", informant_type=InformantType.MUNICIPALITY)
    oeve, oeve2 = a_coding(group, "oeve", "Vi øvede bussen."), a_coding(woman, "oeve", "Jeg øvede toget.")
    tro = a_coding(group, "tro", "Hun troede på det.", valence=Valence.POSITIVE)
    tro2 = a_coding(woman, "tro", "Jeg troede ikke på det.", valence=Valence.NEGATIVE)
    tid, tid2 = a_coding(group, "tid", "Der var ingen tid."), a_coding(woman, "tid", "De havde aldrig tid.")
    ro, ro2 = a_coding(group, "ro", "Hun fik ro til sidst."), a_coding(woman, "ro", "Jeg fik ikke ro.")
    furthers = a_configuration(("I", oeve), ("M", tro), ("O", ro), statement="Hvis bussen øves, så ro, fordi tro.")
    furthers = replace(
        furthers,
        target_group="lav",
        actor="medarbejder",
        parts=(furthers.parts[0], Part(Role.M, tro.guid, "en at øve med", "Jeg kan godt."), furthers.parts[2]),
    )
    hinders = a_configuration(("I", oeve2), ("K", tid2), ("M", tro2), ("O", ro2), polarity=Polarity.HINDERS)
    made = a_material([group, woman, other], [oeve, oeve2, tro, tro2, tid, tid2, ro, ro2], [furthers, hinders])
    cases = (Case("g1", "Egeholm", {"deltagere": 40}), Case("g2", "Nordvig", {"deltagere": 10}), Case("g3", "Åmose"))
    summary = Summary("s1", "tro", "Egeholm", "Holdet tror på hende.", "AML", "2026-01-01T00:00:00Z")
    return replace(made, cases=cases, summaries=(summary,), language="en")


def poor_materials() -> dict[str, Material]:
    """Material that lacks what reports are made of; each must give a report, and no error."""
    whole = two_municipalities()
    alone = a_transcript(WOMAN, municipality=None)
    long = a_transcript("Hun troede på det. " * 5000, municipality=None)
    many = [replace(a_coding(long, "tro"), start=19 * n, end=19 * n + 18) for n in range(5000)]
    bare = a_codebook(oeve="intervention")
    return {
        "nothing at all": a_material([]),
        "a code book without mechanisms, and nothing coded": a_material([alone], book=bare),
        "nothing coded": replace(whole, codings=(), configurations=()),
        "no configurations": replace(whole, configurations=()),
        "no cases and no summaries": replace(whole, cases=(), summaries=()),
        "no municipality": a_material([alone], [a_coding(alone, "tro")]),
        "a code with 5,000 quotes": a_material([long], many),
    }


def blocks_under(report: Report, heading: str) -> list[Block]:
    """What stands under a heading until the next one of its level or above."""
    found: list[Block] = []
    level = 0
    for block in report.blocks:
        if isinstance(block, Heading):
            if level and block.level <= level:
                break
            if not level and block.text == heading:
                level = block.level
                continue
        if level:
            found.append(block)
    return found


def words_of(blocks: Sequence[Block]) -> Iterator[str]:
    """The lines of headings, paragraphs, lists and boxes, with ordinary spaces."""
    yield from (words.replace("\u00a0", " ") for words in _words_of(blocks))


def _words_of(blocks: Sequence[Block]) -> Iterator[str]:
    for block in blocks:
        match block:
            case Heading():
                yield block.text
            case Paragraph():
                yield plain(block.words)
            case Bullets():
                yield from map(plain, block.items)
            case Box():
                yield block.title
                yield from _words_of(block.blocks)


def table(report: Report, name: str) -> Table:
    """The table of that name."""
    return next(one for one in report.tables if one.name == name)


def cells(of: Table, row: str) -> dict[str, str]:
    """A row’s words by its columns."""
    found = next(cells for cells in of.rows if plain(cells[0].lines[0]) == row)
    return {name: "; ".join(map(plain, cell.lines)) for name, cell in zip(of.columns, found, strict=True)}


def printed(report: Report) -> list[int]:
    """The numbers of the quotes that are printed, in the order in which they are."""
    inner = (one for block in report.blocks for one in (block.blocks if isinstance(block, Box) else (block,)))
    return [number for block in inner if isinstance(block, Quotes) for number in block.numbers]


def faults(report: Report) -> list[str]:
    """What is wrong with a report’s form: empty cells, ragged rows, names twice, headings that skip a level."""
    names = [one.name for one in report.tables]
    found = [f"{name} twice" for name in names if names.count(name) > 1]
    for one in report.tables:
        found += [f"{one.name}: ragged" for row in one.rows if len(row) != len(one.columns)]
        found += [f"{one.name}: widths" for _one in one.widths[:1] if len(one.widths) != len(one.columns)]
        empty = (
            not cell.lines or not all(plain(words).strip() for words in cell.lines) for row in one.rows for cell in row
        )
        found += [f"{one.name}: empty cell" for is_empty in empty if is_empty]
    levels = [1, *(block.level for block in report.blocks if isinstance(block, Heading))]
    found += [f"heading {b} after {a}" for a, b in pairwise(levels) if b > a + 1]
    shown = printed(report)
    if sorted(shown) != list(range(1, len(report.quotes) + 1)):
        found.append(f"quotes printed: {shown}")
    return found
