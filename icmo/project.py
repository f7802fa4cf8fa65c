"""The project: what the library, the command line and the web all call."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import icmo
from icmo import codebook as codebooks
from icmo.blind import Horizon
from icmo.errors import ConflictError, InvalidError, NotFoundError
from icmo.i18n import LANGUAGES, _
from icmo.models import Change, Codebook
from icmo.project_codebook import ProjectCodebook
from icmo.project_coding import ProjectCoding
from icmo.project_comparing import ProjectComparing
from icmo.project_consensus import ProjectConsensus
from icmo.project_exchanging import ProjectExchanging
from icmo.project_merging import ProjectMerging
from icmo.project_notes import ProjectNotes
from icmo.project_reading import transcript_named
from icmo.project_reporting import ProjectReporting
from icmo.project_rounds import ProjectRounds
from icmo.project_suggesting import ProjectSuggesting
from icmo.project_theories import ProjectTheories
from icmo.project_transcripts import ProjectTranscripts
from icmo.stamps import new_guid, now
from icmo.store import codebooks as stored_codebooks
from icmo.store import coders, codings, configurations, journal, rounds, settings, suggestions, theories
from icmo.store.database import Database, located
from icmo.store.journal import Journal
from icmo.store.unseen import hider
from icmo.text.anchors import normalise

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection


class Project(
    ProjectTranscripts,
    ProjectCoding,
    ProjectSuggesting,
    ProjectNotes,
    ProjectTheories,
    ProjectComparing,
    ProjectReporting,
    ProjectExchanging,
    ProjectMerging,
    ProjectRounds,
    ProjectConsensus,
    ProjectCodebook,
):
    """One evaluation: its transcripts, codings, configurations and suggestions, in one file or database.

    Examples
    --------
    >>> import tempfile
    >>> with Project.create(Path(tempfile.mkdtemp()) / "try.icmo", codebook="salado-rasmussen") as project:
    ...     project.codebook["problemloesning"].label.da
    'Problemløsning'
    """

    # --- Opening and closing ----------------------------------------------------------------------------

    @classmethod
    def create(
        cls,
        place: str | Path,
        *,
        name: str = "",
        codebook: str | Path = "kib-icmo",
        coder: str = "icmo",
        language: str = "da",
    ) -> Project:
        """Make a new project at `place`: a file name (``.icmo`` is added) or a PostgreSQL URL.

        Raises
        ------
        ProjectError
            Something is there already, or the folder is missing.
        NotFoundError, ProblemsError
            The code book does not exist or has faults.
        """
        book = codebooks.load(codebook)
        if language not in LANGUAGES:
            raise InvalidError(
                _("“{value}” is not one of {known}.").format(value=language, known=", ".join(LANGUAGES)),
                _("Reports are written in Danish (da) or English (en)."),
            )
        place = located(place)
        database = Database.create(place)
        with database.write() as connection:
            guid = coders.person(connection, coder)
            stored_codebooks.add(Journal(connection, guid), book)
            settings.write(
                connection,
                {
                    "guid": new_guid(),
                    "name": normalise(name).strip() or (place.stem if isinstance(place, Path) else "icmo"),
                    "language": language,
                    "codebook": book.id,
                    "created": now(),
                    "icmo": icmo.__version__,
                },
            )
        return cls(database)

    @classmethod
    def open(cls, place: str | Path) -> Project:
        """Open a project file or database; an older one is brought up to date.

        Raises
        ------
        ProjectError
            There is no project there, or a newer icmo made it.
        """
        return cls(Database.open(located(place)))

    def close(self) -> None:
        """Let go of the database."""
        self._database.close()

    def __enter__(self) -> Project:
        return self

    def __exit__(self, *_exc: object) -> None:
        self.close()

    # --- History ----------------------------------------------------------------------------------------

    def undo(self, coder: str) -> list[Change]:
        """Take back the coder's latest step; returns the changes that were taken back (none: nothing to undo)."""
        return self._step_back(coder, journal.undo)

    def last_step(self, coder: str) -> list[Change]:
        """What `undo` would take back (none: nothing); nothing is changed."""
        with self._database.read() as connection:
            guid = coders.find(connection, coder)
            return journal.to_undo(connection, guid) if guid else []

    def redo(self, coder: str) -> list[Change]:
        """Take back the coder's latest undo."""
        return self._step_back(coder, journal.redo)

    def _step_back(self, coder: str, step: Callable[[Connection, str], list[Change]]) -> list[Change]:
        with self._database.write() as connection:
            guid = coders.find(connection, coder)
            if guid is None:
                raise NotFoundError(
                    _("There is no coder “{name}”.").format(name=coder),
                    _("Known: {names}.").format(names=", ".join(sorted(coders.names(connection).values()))),
                )
            taken_back = step(connection, guid)
            corrected = [one.guid for one in taken_back if one.noun == "transcript" and one.action == "update"]
            suggestions.replace(connection, corrected, [])  # they were made for the other text
            _refuse_misplaced(connection, corrected)
            self._refresh(connection)
            _refuse_dangling(connection, self.codebook)
            hides = hider(connection, Horizon(coder, rounds.open_rounds(connection)))
            return [one for one in taken_back if not hides(replace(one, coder=coder))]


def _refuse_misplaced(connection: Connection, corrected: Sequence[str]) -> None:
    """Complain when codings that were made in a corrected text would stand beside their words in the former one."""
    for guid in corrected:
        source = transcript_named(connection, guid)
        if any(source.text[one.start : one.end] != one.quote for one in codings.in_transcript(connection, guid)):
            raise ConflictError(
                _("“{name}” has been coded since it was corrected.").format(name=source.name),
                _("Correct the text again instead: codings move with their words then."),
            )


def _refuse_dangling(connection: Connection, book: Codebook) -> None:
    """Complain when codings would bear codes, or configurations speak of theories, that are no more."""
    codes = codings.counts(connection).keys() - book.by_id.keys()
    theories_told_of = {one.theory for one in configurations.all_configurations(connection)} - {None}
    if codes or theories_told_of - {one.guid for one in theories.all_theories(connection)}:
        raise ConflictError(
            _("Others have changed the project since, and this no longer fits."),
            _("Read the project again, and take later work back first."),
        )
