"""A folder that an export fills: a new or an empty one, so that nothing of an earlier export stays among the new files.

An earlier export may hold what has been masked, withheld or taken out since.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from icmo.errors import InvalidError
from icmo.files import make_folder, write_bytes
from icmo.i18n import _

_UNSEEN = ("thumbs.db", "desktop.ini")  # what Windows puts into folders of its own accord


def fill(folder: str | Path, files: Iterable[tuple[str, bytes]], *, overwrite: bool = False) -> list[Path]:
    """Write files into a folder, which is made if need be; their names may lead into folders below it.

    Parameters
    ----------
    overwrite : also into a folder that holds something: files of the same names are replaced, others stay

    Returns
    -------
    The files, in their order.

    Raises
    ------
    InvalidError
        The folder is not empty; nothing is written.
    NotFoundError
        The folder or a file cannot be written.
    """
    place, written = Path(folder), []
    if not overwrite:
        _refuse_to_mix(place)
    make_folder(place)
    for name, data in files:
        path = place / name
        make_folder(path.parent)
        write_bytes(path, data)
        written.append(path)
    return written


def _refuse_to_mix(folder: Path) -> None:
    if folder.is_dir() and any(map(_is_seen, folder.iterdir())):
        raise InvalidError(
            _("{folder} is not empty.").format(folder=folder),
            _("Choose a new folder, or replace files of the same names with --overwrite; others stay there."),
        )


def _is_seen(path: Path) -> bool:
    return not path.name.startswith(".") and path.name.lower() not in _UNSEEN
