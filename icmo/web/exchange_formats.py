"""The formats that a project can be taken out as, for whom each is, and the project in one of them.

What is made to be given away hides what reports hide (`icmo.formats.out.shareable`); all others hide nothing.
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import BaseModel

from icmo.documents.neutral import neutralised
from icmo.errors import NotFoundError
from icmo.formats.out.packing import packed
from icmo.formats.out.plain import ascii_word
from icmo.i18n import _
from icmo.models import Material
from icmo.privacy.find import masked
from icmo.project import Project
from icmo.refi.targets import TARGETS
from icmo.web.context import Text
from icmo.web.exchanging import Groups, grouped


@dataclass(frozen=True)
class Format:
    """A kind of file that a project can be taken out as.

    Attributes
    ----------
    id, name, suffix : in addresses, for people, and of the file; a format without a suffix is a folder, sent as a zip
    whom : a sentence that says who needs it
    shareable : it is made to be given away, as reports are; the others hide nothing
    options : what may be asked of it: fields of `AskedFile`
    """

    id: str
    name: str
    suffix: str
    whom: str
    shareable: bool = False
    options: tuple[str, ...] = ()

    @property
    def asks(self) -> bool:
        """Whether its page has to be seen first: what a file lacks depends on the program that it is for."""
        return "target" in self.options


_GIVEN = ("mask", "speakers")


def formats() -> tuple[Format, ...]:
    """All formats in the order of the page, in the current language."""
    return (
        Format(
            "qdpx",
            _("REFI-QDA project"),
            ".qdpx",
            _("For those who go on in NVivo, MAXQDA, ATLAS.ti, QualCoder or icmo: the whole project."),
            options=("target",),
        ),
        Format(
            "qdc",
            _("REFI-QDA code book"),
            ".qdc",
            _("For those who code texts of their own with the same codes in such a program: no interviews."),
            options=("target",),
        ),
        Format(
            "csv",
            _("Codings, CSV"),
            ".csv",
            _("For Excel, R and others: a row for each coding, without configurations. icmo reads it again."),
        ),
        Format(
            "xlsx",
            _("Codings, Excel"),
            ".xlsx",
            _("For those who sort and filter: a row for each coding, without configurations."),
        ),
        Format(
            "jsonl",
            _("Codings, JSON Lines"),
            ".jsonl",
            _("For programs: codings and configurations, one a line. icmo reads it again."),
        ),
        Format(
            "jsonld",
            _("Codings, Web Annotation"),
            ".jsonld",
            _("For archives and annotation servers: the W3C’s format, without configurations."),
        ),
        Format(
            "spacy",
            _("Codings, spaCy DocBin"),
            ".spacy",
            _("For those who train language models: quotes as spans, without memos and configurations."),
        ),
        Format(
            "conll",
            _("Codings, IOB"),
            ".conll",
            _("For those who train language models: a word a line; of overlapping codes of a kind only the longest."),
        ),
        Format(
            "brat",
            _("brat"),
            "",
            _("For brat and the many tools that read its files: texts and codings as a zip, without configurations."),
        ),
        Format(
            "docx",
            _("Coded transcripts, Word"),
            ".docx",
            _("For those who read and discuss the coding: every code is a comment beside its words."),
            shareable=True,
            options=("transcript", *_GIVEN),
        ),
        Format(
            "html",
            _("Coded transcripts, web pages"),
            ".html",
            _("For those who only read: the codes stand in the margin, and no program is needed."),
            shareable=True,
            options=("transcript", *_GIVEN),
        ),
        Format(
            "datapackage",
            _("Data package"),
            ".zip",
            _("For archives and for analyses in R or Python: every table as CSV, each column described."),
            shareable=True,
            options=("texts", *_GIVEN),
        ),
    )


def format_of(name: str) -> Format:
    """The format of that name.

    Raises
    ------
    NotFoundError
        There is none.
    """
    for one in formats():
        if one.id == name:
            return one
    raise NotFoundError(
        _("There is no file of the kind {suffix}.").format(suffix=name),
        _("Choose one of {known}.").format(known=", ".join(one.id for one in formats())),
    )


def targets() -> list[tuple[str, str]]:
    """The programs that a REFI-QDA file can be for, with their names."""
    return [(one.id, one.name if one.id != "standard" else _("the standard")) for one in TARGETS.values()]


class AskedFile(BaseModel):
    """What a form asks of a file; an empty transcript means all of them."""

    target: Text = "standard"
    transcript: Text = ""
    texts: bool = False
    speakers: bool = False
    mask: bool = False


@dataclass(frozen=True)
class Taken:
    """A file taken out of a project, how many of each noun are in it where that is told, and in words what it lacks."""

    name: str
    data: bytes
    lacks: Groups = ()
    counts: Mapping[str, int] = field(default_factory=dict)


def take(project: Project, form: Format, asked: AskedFile) -> Taken:
    """The project in a format.

    Raises
    ------
    NotFoundError
        There is no such target or transcript.
    InvalidError
        The code book is empty, and the format allows no such file.
    PersonalDataError
        With the places, never with what stands there.
    """
    with tempfile.TemporaryDirectory(prefix="icmo-") as folder:
        place = Path(folder) / _file_name(project.material(), form, asked)
        lacks, counts = _write(project, form, asked, place)
        if place.is_dir():
            files = {one.name: one.read_bytes() for one in sorted(place.iterdir())}
            return Taken(f"{place.name}.zip", packed(files), lacks, counts)
        return Taken(place.name, place.read_bytes(), lacks, counts)


def _write(project: Project, form: Format, asked: AskedFile, place: Path) -> tuple[Groups, Mapping[str, int]]:
    """Write the file, or the folder, and tell what it lacks and how many of each noun it holds."""
    given = {"mask": asked.mask, "speakers": asked.speakers}
    match form.id:
        case "qdpx" | "qdc":
            sent = project.export_exchange(place, target=asked.target)
            return grouped(sent.remarks), {noun: number for noun, number in sent.counts.items() if number}
        case "docx" | "html" if asked.transcript:
            project.export_transcript(asked.transcript, place, **given)
        case "docx" | "html":
            project.export_transcripts(place, suffix=form.suffix, **given)
        case "datapackage":
            project.export_data_package(place, texts=asked.texts, **given)
        case _:
            written = project.export_codings(place) if form.suffix else project.export_brat(place)
            lacks = ((_("Not in the file"), written.left_out),) if written.left_out else ()
            return lacks, {"coding": written.codings}
    return (), {}


def _file_name(material: Material, form: Format, asked: AskedFile) -> str:
    """A name that every system can keep; of what is given away, with the labels that stand for names."""
    if not form.shareable:
        return f"{ascii_word(material.name or 'icmo')}{form.suffix or f'-{form.id}'}"
    shown = neutralised(material)
    project = ascii_word(masked(shown.name)[0] or "icmo")
    if "transcript" not in form.options:
        return f"{project}-{form.id}{form.suffix}"
    if not asked.transcript:
        return f"{project}-{form.id}"  # a folder
    at = next((n for n, one in enumerate(material.transcripts) if asked.transcript in (one.guid, one.name)), None)
    name = "" if at is None else masked(shown.transcripts[at].name)[0]
    return f"{ascii_word(name or form.id)}{form.suffix}"
