"""Two copies of a project that were worked on apart come together."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

from icmo.collector import no_collecting
from icmo.errors import ProjectError
from icmo.i18n import _
from icmo.project_reading import ProjectReading
from icmo.project_writing import ProjectWriting
from icmo.store.database import is_url, located

if TYPE_CHECKING:
    from icmo.union.copies import Copy
    from icmo.union.told import Union


class ProjectMerging(ProjectWriting):
    """The part of `icmo.project.Project` that has to do with copies of it."""

    def merge_copy(self, other: ProjectReading | str | Path, *, preview: bool = False) -> Union:
        """Bring everything that was done in another copy of this project into this one, in one transaction.

        The result is the same whichever copy is merged into the other, and merging again adds nothing. The other copy
        is only read.

        Parameters
        ----------
        other : the other copy, or where it is
        preview : only tell what would be done

        Returns
        -------
        Union
            What came in, where two people changed the same thing, and what became of what did not fit. While a round of
            blind coding is open, only how much it was: the rest would tell what others have coded.

        Raises
        ------
        ProjectError
            There is no project there, or it is another one.
        """
        from icmo.union import reading
        from icmo.union.planning import plan
        from icmo.union.writing import write

        theirs = _read(other)
        with self._database.read() if preview else self._database.write() as connection, no_collecting():
            ours = reading.read(connection)
            _refuse_another(ours, theirs)
            made = plan(ours, theirs)
            if not preview and not made.is_empty:
                write(connection, made)
        with self._database.read() as connection:
            self._refresh(connection)
        return made.union


def merge_to(output: str | Path, project: str | Path, other: str | Path) -> Union:
    """Merge two copies into a third, a new file, and leave both as they are.

    Raises
    ------
    ProjectError
        One of them is not there, they are not of one project, or there is a file of that name already.
    """
    from icmo.project import Project
    from icmo.union.reading import copy_file

    if is_url(project):
        raise ProjectError(
            _("{place} is no file that can be copied.").format(place=project),
            _("Leave -o out to merge into it, or name the file first and the database second."),
        )
    new = Path(located(output))
    copy_file(Path(located(project)), new)
    try:
        with Project.open(new) as opened:
            return opened.merge_copy(other)
    except BaseException:
        new.unlink(missing_ok=True)
        raise


def _read(other: ProjectReading | str | Path) -> Copy:
    from icmo.union import reading
    from icmo.union.twins import MADE_APART

    opened = nullcontext(other._database) if isinstance(other, ProjectReading) else reading.opened(other)
    with opened as database, database.read() as connection:
        return reading.read(connection, MADE_APART)


def _refuse_another(ours: Copy, theirs: Copy) -> None:
    if ours.settings.get("guid") != theirs.settings.get("guid"):
        raise ProjectError(
            _("“{name}” is no copy of this project.").format(name=theirs.settings.get("name", "")),
            _("Another project comes in as an exchange file: icmo export it as .qdpx, and icmo import that."),
        )
