"""A transcript with its codes in the margin, as a web page (.html) or a Word file with comments (.docx).

What is shared of it is as in reports (`icmo.formats.out.shareable`): personal data stop it unless they are masked,
speakers are called by number, withheld passages are named as such, municipalities bear their labels.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from icmo.errors import InvalidError, NotFoundError
from icmo.files import write_bytes
from icmo.formats.out.folder import fill
from icmo.formats.out.plain import ascii_words
from icmo.formats.out.shareable import shareable
from icmo.i18n import _, count, language
from icmo.models import Code, Coding, Material, Transcript
from icmo.naming import informants_name, kind_name
from icmo.text.blocks import Block, blocks

SUFFIXES = (".html", ".docx")


@dataclass(frozen=True)
class Note:
    """A code in the margin: what was given to one passage, by whomever, and the first and last block of the passage."""

    number: int
    start: int
    end: int
    code: Code
    path: str
    kind: str
    codings: tuple[Coding, ...]
    blocks: tuple[int, int]

    @property
    def letter(self) -> str:
        """The letter of the role that the code usually plays, or nothing."""
        return str(self.code.kind.role or "")


@dataclass(frozen=True)
class CodedTranscript:
    """A transcript as it is laid out: blocks, and notes in the order in which their passages begin."""

    title: str
    subtitle: str
    language: str
    blocks: tuple[Block, ...]
    notes: tuple[Note, ...]

    def notes_of(self, block: int) -> list[Note]:
        """The notes whose passages reach into a block."""
        return [one for one in self.notes if one.blocks[0] <= block <= one.blocks[1]]


def export_coded_transcript(
    material: Material, name: str, path: str | Path, *, mask: bool = False, speakers: bool = False
) -> int:
    """Write one transcript, given by its name or GUID, with its codes; returns how many codings it has.

    Parameters
    ----------
    mask : replace personal data by what they are instead of stopping at them
    speakers : print the speakers' labels as they are; they may be names

    Raises
    ------
    NotFoundError
        There is no such transcript, or the file cannot be written.
    InvalidError
        Another suffix.
    PersonalDataError
        With the places, never with what stands there.
    """
    render = _renderer(Path(path).suffix)
    found = next((one for one in material.transcripts if name in (one.guid, one.name)), None)
    if found is None:
        raise NotFoundError(
            _("There is no transcript “{name}”.").format(name=name), _("See their names with: icmo info PROJECT")
        )
    shared = shareable(material, mask=mask, speakers=speakers, only=found.guid)
    write_bytes(path, render(coded(shared, shared.transcripts[0])))
    return len(shared.codings)


def export_coded_transcripts(
    material: Material,
    folder: str | Path,
    *,
    suffix: str = ".html",
    mask: bool = False,
    speakers: bool = False,
    overwrite: bool = False,
) -> list[Path]:
    """Write every transcript with its codes into a folder, a file each; of a set with personal data, none is written.

    Parameters and errors are those of `export_coded_transcript` and `icmo.formats.out.folder.fill`.
    """
    render = _renderer(suffix)
    shared = shareable(material, mask=mask, speakers=speakers)
    stems = ascii_words(one.name for one in shared.transcripts)
    files = ((f"{stems[one.name]}{suffix.lower()}", render(coded(shared, one))) for one in shared.transcripts)
    return fill(folder, files, overwrite=overwrite)


def _renderer(suffix: str) -> Callable[[CodedTranscript], bytes]:
    match suffix.lower():
        case ".html":
            from icmo.formats.out import coded_html

            return coded_html.page
        case ".docx":
            from icmo.formats.out import coded_docx

            return coded_docx.document
    raise InvalidError(
        _("A coded transcript cannot be written as “{suffix}”.").format(suffix=suffix),
        _("Choose one of {known}.").format(known=", ".join(SUFFIXES)),
    )


def coded(material: Material, transcript: Transcript) -> CodedTranscript:
    """A transcript of the material laid out with its codes."""
    with language(material.language):
        shown = blocks(transcript)
        notes = _notes(material, transcript, shown)
        number = sum(len(one.codings) for one in notes)
        return CodedTranscript(
            title=transcript.title or transcript.name,
            subtitle=_subtitle(transcript, count(number, "coding", "codings")),
            language=material.language,
            blocks=tuple(shown),
            notes=tuple(notes),
        )


def _subtitle(one: Transcript, codings: str) -> str:
    informants = informants_name(one.informant_type) if one.informant_type else None
    return " · ".join(part for part in (one.municipality, informants, one.role, one.date, codings) if part)


def _notes(material: Material, transcript: Transcript, shown: Sequence[Block]) -> list[Note]:
    given: dict[tuple[int, int, str], list[Coding]] = defaultdict(list)
    for coding in material.codings:
        if coding.transcript == transcript.guid:
            given[coding.start, -coding.end, coding.code].append(coding)
    starts, ends = [one.start for one in shown], [one.end for one in shown]
    notes = []
    for number, (start, minus_end, code) in enumerate(sorted(given), start=1):
        first = min(bisect_right(ends, start), max(0, len(shown) - 1))
        last = max(first, bisect_left(starts, -minus_end) - 1)
        found = material.codebook[code]
        notes.append(
            Note(
                number=number,
                start=start,
                end=-minus_end,
                code=found,
                path=material.codebook.path(code, material.language),
                kind=kind_name(found.kind),
                codings=tuple(sorted(given[start, minus_end, code], key=lambda one: (one.coder, one.guid))),
                blocks=(first, last),
            )
        )
    return notes
