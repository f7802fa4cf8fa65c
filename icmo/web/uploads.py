"""Files from the browser: looked at before they are brought in, and brought in as the command line does it.

What is told of a file that holds several transcripts fills their blanks; what the file tells of each goes before.
"""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path, PurePath
from typing import Any

from fastapi import UploadFile
from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError
from starlette.concurrency import run_in_threadpool

from icmo import importing
from icmo.errors import InvalidError
from icmo.files import read_bytes, write_bytes
from icmo.formats.manifest import NAME as MANIFEST
from icmo.formats.manifest import read_manifest
from icmo.i18n import _
from icmo.models import Transcript
from icmo.project import Project
from icmo.web import shown
from icmo.web.context import Text

Described = Mapping[str, Mapping[str, Any]]
ASKED = ("name", "municipality", "informant_type", "date", "target_group")  # what the form asks of a file
MAX_NAME = 200  # bytes that a file's name may have on every system, with room for more


class Told(BaseModel):
    """What somebody says of a file: the keys of a manifest, and the labels of those who ask."""

    model_config = ConfigDict(extra="allow")
    __pydantic_extra__: dict[str, Text]

    interviewers: list[Text] = []


async def preview(files: Sequence[UploadFile], project: Project) -> dict[str, Any]:
    """What the files would bring, as far as they can be read."""
    with tempfile.TemporaryDirectory(prefix="icmo-") as folder:
        paths = await _saved(files, Path(folder))
        return await run_in_threadpool(_preview, paths, project)


async def bring_in(files: Sequence[UploadFile], described: str, project: Project, coder: str) -> dict[str, Any]:
    """Bring the files in, as one step; `described` is a JSON object of what each file is, by its name."""
    told = _told(described)
    with tempfile.TemporaryDirectory(prefix="icmo-") as folder:
        paths = await _saved(files, Path(folder))
        return await run_in_threadpool(_bring_in, paths, told, project, coder)


async def _saved(files: Sequence[UploadFile], folder: Path) -> list[Path]:
    """The uploads as files of their own names, without any folder that a browser may have put before them."""
    paths = []
    for number, file in enumerate(files):
        path = folder / str(number) / (file_name(file.filename or "") or f"{number}.txt")
        path.parent.mkdir()
        write_bytes(path, await file.read())
        paths.append(path)
    return paths


def file_name(given: str) -> str:
    """A file's name without folders, as every system can keep it; nothing for a name that is none."""
    name = PurePath(given.replace("\\", "/")).name.replace("\x00", "").encode("utf-8", "replace")
    return "" if name == b".." else name[-MAX_NAME:].decode("utf-8", "ignore")


def _told(described: str) -> Described:
    try:
        told = TypeAdapter(dict[Text, Told]).validate_json(described)
    except ValidationError:
        raise InvalidError(_("What is said of the files is no JSON object of objects.")) from None
    return {name: values.model_dump(exclude_unset=True) for name, values in told.items()}


def _preview(paths: Sequence[Path], project: Project) -> dict[str, Any]:
    report = importing.ImportReport()
    found: list[dict[str, Any]] = []
    texts, manifest = _parted(paths)
    rows = importing.described({path: {} for path in texts}, manifest, report)
    known = {one.sha256: one.name for one in project.material().transcripts}
    for path in texts:
        if made := importing.transcripts({path: rows[path]}, project.codebook, report):
            each = [_looked_at(one, known, len(report.annotations.get(one.guid, ()))) for one in made]
            found.append({"file": path.name, "asked": _asked(made), "speakers": _speakers(made), "transcripts": each})
    return {"files": found, **_remarks(report)}


def _asked(made: Sequence[Transcript]) -> list[str]:
    """What can be told of a file: of several transcripts what is not known of all of them, which their names are."""
    return [key for key in ASKED if len(made) == 1 or not all(_is_told(one, key) for one in made)]


def _is_told(one: Transcript, key: str) -> bool:
    """Whether the file tells it; a target group that is not in the code book stands in the metadata."""
    return bool(getattr(one, key)) or (key == "target_group" and "målgruppe" in one.metadata)


def _speakers(made: Sequence[Transcript]) -> list[dict[str, Any]]:
    """Who speaks how often in a file, and who of them seems to ask."""
    turns = [turn for one in made for turn in one.turns]
    counts = Counter(turn.speaker or "" for turn in turns)
    asking = {turn.speaker for turn in turns if turn.interviewer}
    return [{"name": name, "turns": n, "interviewer": name in asking} for name, n in counts.most_common()]


def _looked_at(made: Transcript, known: Mapping[str, str], comments: int) -> dict[str, Any]:
    """A transcript as the preview shows it, and what it is called if it is in the project already."""
    return shown.transcript(made) | {
        "turns": len(made.turns),
        "comments": comments,
        "beginning": made.text[:400],
        "known_as": known.get(made.sha256),
    }


def _bring_in(paths: Sequence[Path], told: Described, project: Project, coder: str) -> dict[str, Any]:
    texts, manifest = _parted(paths)
    report = importing.ImportReport()
    rows = importing.described({path: {} for path in texts}, manifest, report)
    files = {path: {**values, **told.get(path.name, {})} for path, values in rows.items()}
    project.import_described(files, report, coder=coder)
    return {"added": [shown.transcript(one) for one in report.added], **_remarks(report)}


def _parted(paths: Sequence[Path]) -> tuple[list[Path], dict[str, dict[str, Any]]]:
    """The transcripts among the files, and what a manifest among them says."""
    manifest = next((path for path in paths if path.name.lower() == MANIFEST), None)
    listed = read_manifest(read_bytes(manifest), manifest.name) if manifest else {}
    return [path for path in paths if path != manifest], listed


def _remarks(report: importing.ImportReport) -> dict[str, Any]:
    return {
        "skipped": [{"file": name, "why": why} for name, why in report.skipped],
        "failed": [{"file": name, "why": error.message, "hint": error.hint} for name, error in report.failed],
        "notes": [{"file": name, "note": note} for name, note in report.notes],
        "personal": [{"file": name, "kind": found.kind, "line": found.line} for name, found in report.personal[:200]],
    }
