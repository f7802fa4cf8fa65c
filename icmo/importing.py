"""Bring transcript files into a project: read, describe, split, recognise what is already there.

A file that cannot be read is reported and the others go in, all in one transaction.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from icmo import remarks
from icmo.errors import IcmoError, InvalidError, NotFoundError, ReadError
from icmo.files import read_bytes
from icmo.formats.answers import is_other_table
from icmo.formats.front_matter import standard_key, standardise
from icmo.formats.manifest import NAME as MANIFEST
from icmo.formats.manifest import read_manifest, row_of
from icmo.formats.reading import SUFFIXES, TABLES, Annotation, Reading, read_all
from icmo.formats.transcript_json import is_other_json
from icmo.i18n import _
from icmo.models import Codebook, Kind, Transcript, Turn
from icmo.privacy.find import Found, personal_data
from icmo.stamps import new_guid
from icmo.text import pages
from icmo.text.anchors import sha256, trim

Track = Callable[[Sequence[Path]], Iterable[Path]]
_FIELDS = ("title", "municipality", "informant_type", "role", "date", "target_group")


@dataclass
class ImportReport:
    """What an import did: transcripts added, files passed over and why, files that failed, things to look at."""

    added: list[Transcript] = field(default_factory=list)
    skipped: list[tuple[str, str]] = field(default_factory=list)
    failed: list[tuple[str, IcmoError]] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)
    personal: list[tuple[str, Found]] = field(default_factory=list)
    annotations: dict[str, tuple[Annotation, ...]] = field(default_factory=dict)  # by the transcript's GUID


@dataclass(frozen=True)
class Piece:
    """A stretch of a file that becomes a transcript; `case` is set when the file was split."""

    start: int
    end: int
    case: str | None = None


def gather(paths: Iterable[Path], report: ImportReport) -> dict[Path, dict[str, Any]]:
    """The files to read, with what a folder's manifest says of each.

    In a folder with a ``manifest.csv`` the files that it lists are read; without one, all transcripts.
    """
    found: dict[Path, dict[str, Any]] = {}
    for path in paths:
        if path.is_dir():
            for file, values in _in_folder(path, report):
                found[file] = found.get(file, {}) | values
        elif path.is_file():
            found.setdefault(path, {})
        else:
            raise NotFoundError(
                _("There is no file or folder {path}.").format(path=path), _("Check the name and the folder.")
            )
    return found


def _in_folder(folder: Path, report: ImportReport) -> Iterator[tuple[Path, dict[str, Any]]]:
    manifest = next((path for path in folder.iterdir() if path.name.lower() == MANIFEST), None)
    listed = read_manifest(read_bytes(manifest), str(manifest)) if manifest else None
    for path in sorted(path for path in folder.rglob("*") if path.is_file() and not path.name.startswith((".", "~$"))):
        if not _is_text(path.name):
            unreadable = ReadError(_("{name}: the file's name is not UTF-8.").format(name=ascii(path.name)))
            report.failed.append((ascii(path.name), unreadable))
            continue
        row = row_of(path, folder, listed) if listed is not None else None
        if listed is not None and row is not None:
            yield path, listed.pop(row)
        elif listed is None and _is_transcript(path):
            yield path, {}
        elif path != manifest:
            reason = _("not in the manifest") if listed is not None else _("not a transcript")
            report.skipped.append((path.name, reason))
    for name in listed or ():
        missing = NotFoundError(_("{name}: in the manifest, but not in the folder.").format(name=name))
        report.failed.append((name, missing))


def _is_transcript(path: Path) -> bool:
    """Whether a file in a folder is to be read; tables and JSON of other things lie there too."""
    suffix = path.suffix.lower()
    if suffix in TABLES:
        return not is_other_table(read_bytes(path), path.name)
    if suffix == ".json":
        return not is_other_json(read_bytes(path), path.name)
    return suffix in SUFFIXES


def _is_text(name: str) -> bool:
    """Whether a file's name can be kept: bytes that are not UTF-8 reach Python as halves of characters."""
    return not any("\ud800" <= character <= "\udfff" for character in name)


def described(
    files: Mapping[Path, dict[str, Any]], manifest: Mapping[str, Mapping[str, Any]], report: ImportReport
) -> dict[Path, dict[str, Any]]:
    """The files with what a manifest given by the user says of them; rows that tell of none are remarked on."""
    rows = {path: row_of(path, path.parent, manifest) for path in files}
    for left in sorted(set(manifest) - set(rows.values())):
        report.notes.append((left, _("in the manifest, but not among the files")))
    return {path: {**values, **manifest.get(rows[path] or "", {})} for path, values in files.items()}


def transcripts(
    files: Mapping[Path, dict[str, Any]],
    codebook: Codebook,
    report: ImportReport,
    *,
    split: str | None = None,
    track: Track = lambda files: files,
) -> list[Transcript]:
    """The transcripts in the files; those that cannot be read are reported."""
    pattern = _split_pattern(split) if split else None
    found: list[Transcript] = []
    for path in track(list(files)):
        try:
            found += _from_file(path, files[path], codebook, pattern, report)
        except IcmoError as error:
            report.failed.append((path.name, error))
    return found


def _split_pattern(split: str) -> re.Pattern[str]:
    try:
        pattern = re.compile(split, re.MULTILINE)
    except re.error as error:
        raise InvalidError(
            _("--split is no regular expression: {what}").format(what=error),
            _("Example: --split '^(?P<case>.+) Kommune$'"),
        ) from None
    if "case" not in pattern.groupindex:
        raise InvalidError(_("--split has no group named “case”."), _("Example: --split '^(?P<case>.+) Kommune$'"))
    return pattern


def _from_file(
    path: Path,
    values: dict[str, Any],
    codebook: Codebook,
    split: re.Pattern[str] | None,
    report: ImportReport,
) -> Iterator[Transcript]:
    """The transcripts in a file; one of several that is described wrongly is reported, and the others are given.

    What is said of a file with several transcripts fills the blanks of each: what the file itself tells goes before.
    """
    readings = read_all(read_bytes(path), path.name)
    report.notes += [(path.name, note) for note in readings[0].notes]
    if len(readings) == 1:
        yield from _from_reading(readings[0], path, path.name, values, codebook, split, report)
        return
    for reading in readings:
        source = f"{path.name} ({reading.metadata['navn']})"
        try:
            yield from _from_reading(reading, path, source, _beside(values, reading), codebook, split, report)
        except IcmoError as error:
            report.failed.append((path.name, error))


def _beside(values: Mapping[str, Any], reading: Reading) -> dict[str, Any]:
    """What is said of a whole file and not told by the file itself of this transcript."""
    told = {standard_key(key) for key, value in reading.metadata.items() if str(value).strip()}
    return {key: value for key, value in values.items() if standard_key(key) not in told}


def _from_reading(
    reading: Reading,
    path: Path,
    source: str,
    values: Mapping[str, Any],
    codebook: Codebook,
    split: re.Pattern[str] | None,
    report: ImportReport,
) -> Iterator[Transcript]:
    if "interviewers" in values:
        reading = _asked_by(reading, values["interviewers"])
    told = {name: value for name, value in values.items() if name != "interviewers"}
    itself = {name: str(value) for name, value in reading.metadata.items()}
    about = standardise({**itself, **told}, source)
    about = _with_target_group(about, source, codebook, report)
    name = str(about.pop("name", path.stem))
    if name == reading.metadata.get("navn") and name.isdecimal():
        name = f"{path.stem} {name}"  # the number of a respondent says nothing alone
    pieces = _pieces(reading.text, split, source) if split else [Piece(0, len(reading.text))]
    for made, piece in _named(name, path.name, reading, about, pieces):
        if found := tuple(remarks.within(reading, piece.start, piece.end)):
            report.annotations[made.guid] = found
        yield made


def _asked_by(reading: Reading, interviewers: Collection[str]) -> Reading:
    """The reading with those as interviewers whose labels somebody has said are theirs."""
    return replace(reading, turns=tuple(replace(t, interviewer=t.speaker in interviewers) for t in reading.turns))


def _with_target_group(about: dict[str, Any], name: str, codebook: Codebook, report: ImportReport) -> dict[str, Any]:
    """The target group as a code of the code book; an unknown one is kept in the metadata and remarked on."""
    asked = about.get("target_group")
    if asked is None:
        return about
    for code in codebook.of_kind(Kind.TARGET_GROUP):
        if str(asked).strip().lower() in (code.id, code.label.da.lower(), code.label.en.lower()):
            return {**about, "target_group": code.id}
    report.notes.append((name, _("the target group “{group}” is not in the code book").format(group=asked)))
    return {key: value for key, value in about.items() if key != "target_group"} | {"målgruppe": asked}


def _pieces(text: str, split: re.Pattern[str], name: str) -> list[Piece]:
    matches = [match for match in split.finditer(text) if match[0].strip()]
    if not matches:
        raise InvalidError(
            _("{name}: --split finds no case in it.").format(name=name),
            _("Try the expression on a few lines of the file; ^ and $ stand for the ends of a line."),
        )
    ends = [match.start() for match in matches[1:]] + [len(text)]
    pieces = [
        Piece(m.start(), end, " ".join((m["case"] or "").split()) or None) for m, end in zip(matches, ends, strict=True)
    ]
    before = Piece(0, matches[0].start())
    return [before, *pieces] if text[: before.end].strip() else pieces


def _named(
    name: str, source_name: str, reading: Reading, about: dict[str, Any], pieces: Sequence[Piece]
) -> Iterator[tuple[Transcript, Piece]]:
    counts: dict[str, int] = {}
    for piece in pieces:
        piece_name = name if piece.case is None else f"{name} – {piece.case}"
        counts[piece_name] = counts.get(piece_name, 0) + 1
        if counts[piece_name] > 1:
            piece_name += f" ({counts[piece_name]})"
        values = about if piece.case is None else {**about, "municipality": piece.case}
        yield _transcript(piece_name, source_name, reading, values, piece), piece


def _transcript(name: str, source_name: str, reading: Reading, about: dict[str, Any], piece: Piece) -> Transcript:
    start, end = trim(reading.text, piece.start, piece.end)
    text = f"{reading.text[start:end]}\n"
    return Transcript(
        guid=new_guid(),
        name=name,
        text=text,
        sha256=sha256(text),
        turns=tuple(_shifted(reading.turns, start, end)),
        source_name=source_name,
        metadata={key: value for key, value in about.items() if key not in _FIELDS} | _pages(reading, start, end),
        **{key: value for key, value in about.items() if key in _FIELDS},
    )


def _pages(reading: Reading, start: int, end: int) -> dict[str, list[int]]:
    return {pages.KEY: pages.within(reading.page_starts, start, end)} if reading.page_starts else {}


def _shifted(turns: Iterable[Turn], start: int, end: int) -> Iterator[Turn]:
    """The turns within a stretch of the text, cut to it, with offsets from its beginning."""
    for turn in turns:
        first, last = max(turn.start, start), min(turn.end, end)
        if first < last:
            yield replace(turn, start=first - start, end=last - start)


def new_only(
    found: Iterable[Transcript], known_texts: Mapping[str, str], names: set[str], report: ImportReport
) -> list[Transcript]:
    """The transcripts whose text is not in the project yet, under names of their own."""
    texts, taken = dict(known_texts), set(names)
    for transcript in found:
        if transcript.sha256 in texts:
            there = _("already in the project as “{name}”").format(name=texts[transcript.sha256])
            report.skipped.append((transcript.source_name, there))
            continue
        transcript = replace(transcript, name=_free_name(transcript.name, taken))
        texts[transcript.sha256] = transcript.name
        taken.add(transcript.name)
        report.added.append(transcript)
        report.personal += [(transcript.name, one) for one in personal_data(transcript.text)]
        if number := len(report.annotations.get(transcript.guid, ())):
            kept = _("its comments, footnotes and endnotes are kept as memos: {n}").format(n=number)
            report.notes.append((transcript.name, kept))
    return report.added


def _free_name(name: str, taken: set[str]) -> str:
    number, free = 1, name
    while free in taken:
        number += 1
        free = f"{name} ({number})"
    return free
