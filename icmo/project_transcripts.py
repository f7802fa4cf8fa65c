"""Transcripts and cases: brought in, described and corrected."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from icmo import importing, remarks
from icmo.coding import require_code
from icmo.correcting import Correction, correct, reanchored_span
from icmo.errors import ConflictError, InvalidError
from icmo.files import read_bytes
from icmo.formats.manifest import read_manifest
from icmo.i18n import _
from icmo.models import About, Change, Kind, Transcript
from icmo.project_reading import transcript_named
from icmo.project_writing import ProjectWriting
from icmo.store import cases, coders, codings, journal, memos, resolutions, suggestions, transcripts
from icmo.store.journal import Journal


@dataclass(frozen=True)
class TextVersion:
    """A text that a transcript has had: since when, by whom, its words; codings as code, words before and after.

    Words after are None for a coding that went because its words were gone.
    """

    at: str
    coder: str
    words: int
    reworded: tuple[tuple[str, str, str, str | None], ...]


class ProjectTranscripts(ProjectWriting):
    """The part of `icmo.project.Project` that has to do with transcripts and cases."""

    def import_files(
        self,
        paths: Iterable[str | Path],
        *,
        manifest: str | Path | None = None,
        split: str | None = None,
        coder: str = "icmo",
        track: importing.Track = lambda files: files,
    ) -> importing.ImportReport:
        """Bring transcript files and folders into the project, in one transaction.

        Parameters
        ----------
        paths : files or folders; in a folder its ``manifest.csv`` says which files and what they are
        manifest : a CSV file with a row per transcript (see `icmo.formats.manifest`)
        split : a regular expression with a group ``case`` that begins each case in a file
        track : wraps the list of files, to show progress

        Returns
        -------
        ImportReport
            What was added, passed over, failed, and personal data seen on the way.
        """
        report = importing.ImportReport()
        listed = read_manifest(read_bytes(manifest), str(manifest)) if manifest else {}
        files = importing.described(importing.gather(map(Path, paths), report), listed, report)
        self.import_described(files, report, split=split, coder=coder, track=track)
        return report

    def import_described(
        self,
        files: Mapping[Path, dict[str, Any]],
        report: importing.ImportReport,
        *,
        split: str | None = None,
        coder: str = "icmo",
        track: importing.Track = lambda files: files,
    ) -> None:
        """Bring files into the project with what is known of each, in one transaction; `report` tells what was done.

        What is known: the keys of a manifest, and ``interviewers``, the labels of those who ask.
        """
        found = importing.transcripts(files, self.codebook, report, split=split, track=track)
        with self._writing(coder) as step:
            texts, names = transcripts.known(step.connection)
            transcripts.add(step, importing.new_only(found, texts, names, report))
            for memo in remarks.memos(report.added, report.annotations, coder):
                memos.add(step, memo)

    def import_cases(self, path: str | Path, *, coder: str = "icmo") -> int:
        """Give municipalities variables from a CSV or Excel file (see `icmo.formats.cases`); returns how many."""
        from icmo.formats.cases import read_cases

        found = read_cases(read_bytes(path), str(path))
        with self._writing(coder) as step:
            for name, variables in found.items():
                cases.set_variables(step, name, variables)
        return len(found)

    def describe(self, transcript: str, *, coder: str, **values: Any) -> Transcript:
        """Change what is known of a transcript: title, municipality, informant type, role, date, target group.

        Raises
        ------
        NotFoundError, ReadError
            There is no such transcript, or a value is none that icmo knows.
        """
        from icmo.formats.front_matter import standardise

        with self._writing(coder) as step:
            before = transcript_named(step.connection, transcript)
            told = standardise({name: value for name, value in values.items() if value}, before.name)
            group = told.get("target_group")
            if group and require_code(self.codebook, group).kind is not Kind.TARGET_GROUP:
                raise InvalidError(_("“{code}” is no target group.").format(code=group))
            described: dict[str, Any] = {**dict.fromkeys(values), **told}
            after = replace(before, **described)
            transcripts.describe(step, after)
        return after

    # --- Corrections ------------------------------------------------------------------------------------

    def preview_correction(self, transcript: str, text: str) -> Correction:
        """What another text of a transcript would do to its codings; nothing is changed."""
        with self._database.read() as connection:
            found = transcript_named(connection, transcript)
            horizon = self._horizon(connection)
            here = codings.in_transcript(connection, found.guid)
            return correct(found, text, [one for one in here if not horizon.hides(one)])

    def corrections(self, transcript: str) -> list[TextVersion]:
        """The texts that a transcript has had, oldest first, each with the codings whose words it changed."""
        with self._database.read() as connection:
            found = transcript_named(connection, transcript)
            names = coders.names(connection)
            versions = [TextVersion(found.at, found.coder, found.words, ())]
            for change in journal.entries(connection, guid=found.guid):
                if change.before and change.after and change.before["text"] != change.after["text"]:
                    changed = _reworded(self._seen_changes(connection, journal.entries(connection, step=change.step)))
                    words = len(change.after["text"].split())
                    versions.append(TextVersion(change.at, names[change.coder], words, changed))
        return versions

    def correct(
        self, transcript: str, text: str, *, coder: str, seen: str | None = None, drop: Iterable[str] = ()
    ) -> Correction:
        """Give a transcript a corrected text: what stands in it moves with its words, in one step.

        Parameters
        ----------
        text : the whole corrected text, speakers' labels included
        seen : the SHA-256 of the text that was corrected
        drop : the GUIDs of the codings that may go because their words are gone

        Raises
        ------
        ConflictError
            Somebody has corrected the text since it was seen.
        InvalidError
            Codings would be lost that `drop` does not name; nothing is changed then.
        """
        with self._writing(coder) as step:
            before = transcript_named(step.connection, transcript)
            if seen not in (None, before.sha256):
                raise ConflictError(
                    _("Somebody has corrected “{name}” meanwhile.").format(name=before.name),
                    _("Read it again, and make your corrections in the new text."),
                )
            self._keep_text(step, before.guid)
            made = correct(before, text, codings.in_transcript(step.connection, before.guid))
            _refuse_to_lose(made, set(drop))
            for lost in made.lost:
                codings.remove(step, lost.guid)
            transcripts.correct(step, made.after)
            codings.change_all(step, made.kept)
            _move_decisions(step, made)
            _move_memos(step, made)
            _move_resolutions(step, made)
        return made


def _reworded(step: Iterable[Change]) -> tuple[tuple[str, str, str, str | None], ...]:
    """GUID, code, and words before and after of the codings that a step gave other words, or took away."""
    of_codings = (one for one in step if one.noun == "coding" and one.before)
    told = ((one.guid, one.before or {}, one.after) for one in of_codings)
    return tuple(
        (guid, before["code"], before["quote"], after["quote"] if after else None)
        for guid, before, after in told
        if after is None or after["quote"] != before["quote"]
    )


def _refuse_to_lose(made: Correction, drop: set[str]) -> None:
    if left := [one for one in made.lost if one.guid not in drop]:
        quotes = "; ".join(_("“{quote}”").format(quote=one.quote[:40]) for one in left[:5])
        raise InvalidError(
            _("The words of {n} codings are gone: {quotes}").format(n=len(left), quotes=quotes),
            _("Say that these codings may go, or keep their words."),
        )


def _move_decisions(step: Journal, made: Correction) -> None:
    decisions = suggestions.all_decisions(step.connection, made.before.guid)
    places = {one.guid: reanchored_span(made.alignment, one.start, one.end) for one in decisions}
    suggestions.move(step, {guid: place for guid, place in places.items() if place})
    suggestions.forget(step, [guid for guid, place in places.items() if not place])


def _move_memos(step: Journal, made: Correction) -> None:
    """A memo moves with its segment; when that is gone, it becomes one about the transcript."""
    for memo in memos.all_memos(step.connection, about=About.SEGMENT, subject=made.before.guid):
        place = reanchored_span(made.alignment, memo.start or 0, memo.end or 0)
        memos.move(step, memo.guid, place)


def _move_resolutions(step: Journal, made: Correction) -> None:
    """What coders decided together moves with its passage; when that is gone, so is what was in dispute."""
    there = resolutions.in_transcript(step.connection, made.before.guid)
    places = {one.guid: reanchored_span(made.alignment, one.start, one.end) for one in there}
    resolutions.move(step, {guid: place for guid, place in places.items() if place})
    for lost in (guid for guid, place in places.items() if not place):
        resolutions.remove(step, lost)
