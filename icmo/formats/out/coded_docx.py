"""A coded transcript as a Word file: the text as it was said, a comment on every coded passage.

A comment is its coder's: author, initials and time are those of the coding; it says the code, then its path and kind,
then the coder's memo. Word and LibreOffice show comments in the margin, hide them, list them by author, and print them
or not, as evaluators know them; passages may overlap. Written as XML: python-docx's own comments would take minutes
for the transcripts of a large project.
"""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from icmo.documents.model import Report
from icmo.formats.out.coded_transcript import CodedTranscript, Note
from icmo.formats.out.packing import settled
from icmo.formats.out.plain import utc
from icmo.i18n import _, language
from icmo.models import Coding
from icmo.naming import label
from icmo.text.blocks import Block

if TYPE_CHECKING:
    from docx.document import Document

Numbered = Sequence[tuple[int, Note, Coding]]  # each comment's id, note and coding


def document(made: CodedTranscript) -> bytes:
    """The Word file."""
    from icmo.reports.word.lists import Lists
    from icmo.reports.word.page import set_up
    from icmo.reports.word.styles import add_missing, styles
    from icmo.reports.word.template import opened

    with language(made.language):
        opened_ = opened(None)
        lists = Lists(opened_)
        ids = add_missing(opened_, styles(lists.bullets, lists.numbers, lists.compact, lists.boxed))
        set_up(opened_, Report("coded", made.title, made.subtitle, made.language, ()), footer_style=ids["footer"])
        numbered = [
            (number, note, coding)
            for number, (note, coding) in enumerate((note, coding) for note in made.notes for coding in note.codings)
        ]
        parts = {"word/document.xml": _main(opened_, made, numbered, ids)}
        if numbered:
            name = opened_.comments._comments_part.partname  # python-docx makes the part when it is asked for
            parts[name.lstrip("/")] = _comments(numbered, ids)
        file = io.BytesIO()
        opened_.save(file)
        return settled(file.getvalue(), parts)


def _main(opened_: Document, made: CodedTranscript, numbered: Numbered, ids: Mapping[str, str]) -> bytes:
    from icmo.reports.word.markup import DECLARATION, SPACES, paragraph, run, serialised

    text = paragraph(ids["heading1"], run(made.title)) + paragraph(ids["subtitle"], run(made.subtitle))
    reaching: dict[int, list[tuple[int, Note, Coding]]] = defaultdict(list)
    for one in numbered:
        for place in {one[1].blocks[0], one[1].blocks[1]}:
            reaching[place].append(one)
    text += "".join(
        part for place, block in enumerate(made.blocks) for part in _block(block, place, reaching[place], ids)
    )
    section = serialised(opened_.element.body.sectPr)
    return f"{DECLARATION}<w:document {SPACES}><w:body>{text}{section}</w:body></w:document>".encode()


def _block(block: Block, place: int, numbered: Numbered, ids: Mapping[str, str]) -> Iterator[str]:
    """A turn's speaker, then what is said, with the ends of the comments in it."""
    from icmo.reports.word.markup import paragraph, run

    if block.number:
        turn = _("turn {n}").format(n=block.number)
        told = " · ".join(part for part in (turn, block.clock) if part)
        who = run(block.speaker, "<w:b/>") + run(" · ") if block.speaker else ""
        yield paragraph(ids["small"], who + run(told), "<w:keepNext/>")
    yield paragraph(ids["normal"], "".join(_runs(block, place, numbered)))


def _runs(block: Block, place: int, numbered: Numbered) -> Iterator[str]:
    from icmo.reports.word.markup import run

    begin: dict[int, list[int]] = defaultdict(list)
    end: dict[int, list[int]] = defaultdict(list)
    for number, note, _coding in numbered:
        if note.blocks[0] == place:
            begin[min(max(note.start, block.start), block.end)].append(number)
        if note.blocks[1] == place:
            end[min(max(note.end, block.start), block.end)].append(number)
    cuts = sorted({block.start, block.end, *begin, *end})
    for at, following in zip(cuts, [*cuts[1:], None], strict=True):
        begun = set(begin[at])
        yield "".join(_end(number) for number in end[at] if number not in begun)
        yield "".join(f'<w:commentRangeStart w:id="{number}"/>' for number in begin[at])
        yield "".join(_end(number) for number in end[at] if number in begun)  # of nothing that is shown
        if following is not None:
            yield run(block.text[at - block.start : following - block.start])


def _end(number: int) -> str:
    return f'<w:commentRangeEnd w:id="{number}"/><w:r><w:commentReference w:id="{number}"/></w:r>'


def _comments(numbered: Numbered, ids: Mapping[str, str]) -> bytes:
    from icmo.reports.word.markup import DECLARATION, SPACES

    made = "".join(_comment(number, note, coding, ids) for number, note, coding in numbered)
    return f"{DECLARATION}<w:comments {SPACES}>{made}</w:comments>".encode()


def _comment(number: int, note: Note, coding: Coding, ids: Mapping[str, str]) -> str:
    from icmo.reports.word.markup import escaped, paragraph, run

    date = f' w:date="{utc(coding.at)[:19]}Z"' if coding.at else ""
    who = escaped(coding.coder)
    lines = [run(label(note.code), "<w:b/>") + run(f" ({note.kind})")]
    lines += [run(note.path)] if note.path != label(note.code) else []
    lines += [run(coding.memo)] if coding.memo else []
    inside = "".join(paragraph(ids["small"], line) for line in lines)
    return f'<w:comment w:id="{number}" w:author="{who}" w:initials="{who[:9]}"{date}>{inside}</w:comment>'
