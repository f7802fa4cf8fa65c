"""The project: what the library, the command line and the web all call."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import icmo
from icmo import codebook as codebooks
from icmo import importing
from icmo.coding import check_coding, check_parts, new_coding, new_configuration
from icmo.errors import InvalidError, NotFoundError
from icmo.files import read_bytes
from icmo.formats.manifest import read_manifest
from icmo.i18n import LANGUAGES, _
from icmo.models import (
    Change,
    Coding,
    Configuration,
    Part,
    Polarity,
    Stance,
    Valence,
)
from icmo.project_reading import transcript_named
from icmo.project_suggesting import ProjectSuggesting
from icmo.stamps import new_guid, now
from icmo.store import cases, coders, codings, configurations, journal, settings, suggestions, transcripts
from icmo.store import codebooks as stored_codebooks
from icmo.store.database import Database, located
from icmo.store.journal import Journal
from icmo.text.anchors import normalise

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection


class Project(ProjectSuggesting):
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
            guid = coders.ensure(connection, coder)
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

    # --- Transcripts ------------------------------------------------------------------------------------

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
        found = importing.transcripts(files, self.codebook, report, split=split, track=track)
        with self._writing(coder) as step:
            texts, names = transcripts.known(step.connection)
            new = importing.new_only(found, texts, names, report)
            transcripts.add(step, new)
        return report

    def import_cases(self, path: str | Path, *, coder: str = "icmo") -> int:
        """Give municipalities variables from a CSV file (see `icmo.formats.cases`); returns how many."""
        from icmo.formats.cases import read_cases

        found = read_cases(read_bytes(path), str(path))
        with self._writing(coder) as step:
            for name, variables in found.items():
                cases.set_variables(step, name, variables)
        return len(found)

    # --- Codings ----------------------------------------------------------------------------------------

    def code(
        self,
        transcript: str,
        code: str,
        *,
        coder: str,
        start: int | None = None,
        end: int | None = None,
        quote: str | None = None,
        valence: str | Valence | None = None,
        memo: str = "",
    ) -> Coding:
        """Apply a code to a segment, given by its offsets or by a quote that occurs once.

        Raises
        ------
        NotFoundError
            Unknown transcript or code.
        InvalidError
            The span lies outside the text, or the quote does not stand exactly once in it.
        """
        source = self.transcript(transcript)
        coding = new_coding(
            source, self.codebook, code, coder, start=start, end=end, quote=quote, valence=valence, memo=memo
        )
        self.add_codings([coding], coder=coder)
        return coding

    def add_codings(self, new: Sequence[Coding], *, coder: str) -> None:
        """Add finished codings as one step (one undo takes them all back).

        Raises
        ------
        NotFoundError, InvalidError
            An unknown transcript or code, a span outside the text, or a quote that does not stand there.
        """
        with self._writing(coder) as step:
            texts = {guid: transcript_named(step.connection, guid).text for guid in {one.transcript for one in new}}
            for one in new:
                check_coding(one, texts[one.transcript], self.codebook)
            codings.add(step, new)

    def uncode(self, guid: str, *, coder: str) -> None:
        """Take a coding away, with the parts that it was, and a configuration whose last part that is.

        Raises
        ------
        ConflictError
            The coding is not there any more.
        """
        with self._writing(coder) as step:
            codings.remove(step, guid)

    # --- Configurations ---------------------------------------------------------------------------------

    def configure(
        self,
        parts: Iterable[Part | tuple[str, str]],
        *,
        coder: str,
        actor: str = "",
        polarity: str | Polarity = Polarity.FURTHERS,
        stance: str | Stance | None = None,
        target_group: str | None = None,
        statement: str = "",
        memo: str = "",
    ) -> Configuration:
        """Put codings together as one configuration.

        Parameters
        ----------
        parts : `Part` objects, or pairs of role (I, C, K, M, O) and coding GUID
        actor : whose reasoning: kvinde, medarbejder, arbejdsgiver …
        polarity : fremmer, hæmmer or trods
        stance : what it says of a programme theory: understøtter, afkræfter, nuancerer
        target_group : the id of a code of that kind
        statement : the sentence “Hvis … i … så … fordi …”

        Raises
        ------
        InvalidError
            No parts, an unknown role, polarity or stance, or a target group that is none.
        NotFoundError
            A part refers to a coding that does not exist.
        """
        made = new_configuration(
            parts,
            self.codebook,
            coder,
            actor=actor,
            polarity=polarity,
            stance=stance,
            target_group=target_group,
            statement=statement,
            memo=memo,
        )
        self.add_configurations([made], coder=coder)
        return made

    def add_configurations(self, new: Sequence[Configuration], *, coder: str) -> None:
        """Add finished configurations as one step.

        Raises
        ------
        NotFoundError
            A part refers to a coding that does not exist.
        """
        with self._writing(coder) as step:
            known = codings.guids(step.connection)
            for one in new:
                check_parts(one, known)
            configurations.add(step, new)

    def import_codings(self, path: str | Path, *, coder: str = "icmo") -> tuple[int, int]:
        """Import codings and configurations from CSV or JSON Lines; returns how many of each are new.

        Raises
        ------
        ProblemsError
            Rows that cannot be placed, each with its line; nothing is imported then.
        """
        from icmo.formats.codings import read_codings

        read = read_codings(Path(path), self.material(), coder=coder)
        with self._writing(coder) as step:
            codings.add(step, read.codings)
            configurations.add(step, read.configurations)
            suggestions.decide(step, read.decisions)
        return len(read.codings), len(read.configurations)

    def export_codings(self, path: str | Path) -> int:
        """Export every coding as CSV or JSON Lines, one row per quote; returns how many.

        JSON Lines hold the configurations too, an object each after the codings.
        """
        from icmo import frames
        from icmo.formats.rows import write_rows

        material = self.material()
        rows = frames.coding_rows(material)
        write_rows(rows, frames.CODING_COLUMNS, Path(path), then=frames.configuration_rows(material))
        return len(rows)

    def unconfigure(self, guid: str, *, coder: str) -> None:
        """Take a configuration apart; its codings stay."""
        with self._writing(coder) as step:
            configurations.remove(step, guid)

    # --- History ----------------------------------------------------------------------------------------

    def undo(self, coder: str) -> int:
        """Take back the coder's latest step; returns how many changes that was (0: nothing to undo)."""
        return self._step_back(coder, journal.undo)

    def redo(self, coder: str) -> int:
        """Take back the coder's latest undo."""
        return self._step_back(coder, journal.redo)

    def _step_back(self, coder: str, step: Callable[[Connection, str], list[Change]]) -> int:
        with self._database.write() as connection:
            guid = coders.find(connection, coder)
            if guid is None:
                raise NotFoundError(
                    _("There is no coder “{name}”.").format(name=coder),
                    _("Known: {names}.").format(names=", ".join(sorted(coders.names(connection).values()))),
                )
            return len(step(connection, guid))
