"""Exchange with other programs: REFI-QDA files merged into the project, and written from it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from icmo.blind import Horizon, hides_any
from icmo.errors import InvalidError
from icmo.files import write_bytes
from icmo.i18n import _
from icmo.models import Material
from icmo.project_reading import NEUTRAL
from icmo.project_writing import ProjectWriting
from icmo.store import brought, cases, guide, settings, transcripts
from icmo.store.journal import Journal

if TYPE_CHECKING:
    from icmo.formats.out.codings import Written
    from icmo.refi import writing
    from icmo.refi.merging import Merge
    from icmo.refi.parcel import Parcel

PROJECT, CODEBOOK = ".qdpx", ".qdc"


class ProjectExchanging(ProjectWriting):
    """The part of `icmo.project.Project` that has to do with files of other programs."""

    def import_exchange(
        self, path_or_bytes: str | Path | bytes, *, coder: str, preview: bool = False, name: str = ""
    ) -> Merge:
        """Merge a REFI-QDA project or code book into this project, in one transaction and as one step.

        What is there already is known again and never doubled: importing a file twice adds nothing.

        Parameters
        ----------
        path_or_bytes : the file, or what is in it
        coder : who imports, and signs what names no coder of its own
        preview : only tell what would be done
        name : what the file is called, where bytes are given

        Returns
        -------
        Merge
            What was new, what was there, what could not be brought in, and what a person should know of it.

        Raises
        ------
        ReadError, NotFoundError
            The file cannot be read as what it claims to be.
        InvalidError, ProblemsError
            Its codes cannot become codes of the project's code book.
        """
        from icmo.refi.merging import plan

        parcel = _read(path_or_bytes, name)
        if preview:
            return plan(parcel, self.layers())
        with self._writing(coder) as step:
            merge = plan(parcel, self._all_that_counts(step, coder))
            self._let_code(step, ((one.transcript, one.coder) for one in merge.new.codings))
            _refuse_others(merge.new, self._sight(step))
            if merge.changes:
                _keep(step, merge)
        self._see_again()
        return merge

    def export_exchange(self, path: str | Path, *, target: str = "standard") -> writing.Written:
        """Write the project (.qdpx) or its code book (.qdc) for another program.

        Parameters
        ----------
        target : standard, nvivo, atlasti, maxqda or qualcoder

        Returns
        -------
        Written
            How much of each kind the file holds, what it cannot hold, and what the target is known to drop.

        Raises
        ------
        InvalidError
            The file's name ends in neither .qdpx nor .qdc.
        NotFoundError
            There is no such target, or the file cannot be written.
        """
        from icmo.refi.writing import qdc, qdpx

        suffix = Path(path).suffix.lower()
        if suffix not in (PROJECT, CODEBOOK):
            raise InvalidError(
                _("{path} is no name of an exchange file.").format(path=path),
                _("End it in .qdpx for the project, or in .qdc for the code book alone."),
            )
        if suffix == PROJECT:
            written = qdpx(self.layers(), target=target)
        else:
            written = qdc(self.codebook, target=target, language=self.language)
        write_bytes(path, written.data)
        return written

    def export_codings(self, path: str | Path) -> Written:
        """Export every coding in the format of the file's suffix (`icmo.formats.out.codings`).

        ``.csv`` and ``.jsonl`` can be imported again; JSON Lines hold the configurations too.
        """
        from icmo.formats.out.codings import export_codings

        return export_codings(self.layers(), path)

    def export_brat(self, folder: str | Path, *, overwrite: bool = False) -> Written:
        """Export texts and codings as brat's standoff files into a folder, a new or empty one unless `overwrite`."""
        from icmo.formats.out.brat import export_brat

        return export_brat(self.material(), folder, overwrite=overwrite)

    def export_transcript(
        self, transcript: str, path: str | Path, *, mask: bool = False, speakers: bool = False
    ) -> int:
        """Export one transcript with its codes in the margin as ``.html`` or ``.docx``; returns how many codings.

        Parameters and errors are those of `icmo.formats.out.coded_transcript.export_coded_transcript`.
        """
        from icmo.formats.out.coded_transcript import export_coded_transcript

        return export_coded_transcript(self.material(), transcript, path, mask=mask, speakers=speakers)

    def export_transcripts(
        self,
        folder: str | Path,
        *,
        suffix: str = ".html",
        mask: bool = False,
        speakers: bool = False,
        overwrite: bool = False,
    ) -> list[Path]:
        """Export every transcript with its codes into a folder, a file each, or none of them.

        The folder must be new or empty unless `overwrite`.
        """
        from icmo.formats.out.coded_transcript import export_coded_transcripts

        return export_coded_transcripts(
            self.material(), folder, suffix=suffix, mask=mask, speakers=speakers, overwrite=overwrite
        )

    def export_data_package(
        self,
        path: str | Path,
        *,
        texts: bool = False,
        mask: bool = False,
        speakers: bool = False,
        overwrite: bool = False,
    ) -> dict[str, int]:
        """Export the whole project as a Frictionless data package, a folder or a ``.zip``; returns each table's rows.

        Parameters and errors are those of `icmo.formats.out.data_package.export_data_package`.
        """
        from icmo.formats.out.data_package import export_data_package

        return export_data_package(self.layers(), path, texts=texts, mask=mask, speakers=speakers, overwrite=overwrite)

    def _all_that_counts(self, step: Journal, coder: str) -> Material:
        """What is there already: everything, so that nothing is doubled; for one who codes blind what they may see."""
        if self._sight(step).takes_part:
            return self.seen_by(coder).layers()
        return self._everything(step.connection, settings.read(step.connection).get(NEUTRAL, {}))

    def _see_again(self) -> None:
        """Read the code book again where the import has changed it."""
        with self._database.read() as connection:
            self._refresh(connection)


def _refuse_others(new: Material, sight: Horizon) -> None:
    """Complain when one who codes blind would bring in what they may not see of another's: it tells what is there."""
    if sight.takes_part and hides_any(new, sight):
        raise InvalidError(
            _("The file has in it what others have made who are coding blind just now."),
            _("Bring it in when the round is closed. A copy that was handed out comes back with: icmo merge"),
        )


def _read(path_or_bytes: str | Path | bytes, name: str) -> Parcel:
    from icmo.refi import reading

    if not isinstance(path_or_bytes, bytes):
        return reading.read_exchange(path_or_bytes)
    return reading.read_qdpx(path_or_bytes, name or f"project{PROJECT}")  # a code book alone is read by it too


def _keep(step: Journal, merge: Merge) -> None:
    """Write what comes in, as one step."""
    new: Material = merge.new
    brought.keep_books(step, merge.books, merge.lexicons)
    brought.keep(step, new)
    for name, variables in merge.united.variables.items():
        cases.set_variables(step, name, variables)
    for one in merge.united.described:
        transcripts.describe(step, one)
    for informants, codes in merge.united.guide.items():
        guide.write(step, informants, codes)
    if new.aliases:
        settings.write(step.connection, {NEUTRAL: dict(new.aliases)})
