"""Read and write files, with errors that say which file and what to do."""

from __future__ import annotations

from pathlib import Path

from icmo.errors import NotFoundError, ReadError
from icmo.i18n import _


def read_bytes(path: str | Path) -> bytes:
    """The bytes of a file.

    Raises
    ------
    NotFoundError
        It is not there, or may not be read.
    """
    try:
        return Path(path).read_bytes()
    except OSError as error:
        raise NotFoundError(
            _("{path} cannot be read: {why}.").format(path=path, why=error.strerror),
            _("Check the name and the folder."),
        ) from None


def read_text(path: str | Path) -> str:
    """The text of a UTF-8 file.

    Raises
    ------
    NotFoundError, ReadError
        It is not there, or is not UTF-8.
    """
    try:
        return read_bytes(path).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ReadError(_("{path} is not UTF-8 text.").format(path=path), _("Save the file as UTF-8 text.")) from None


def write_bytes(path: str | Path, data: bytes) -> None:
    """Write a file.

    Raises
    ------
    NotFoundError
        The folder is not there, or the file is open in another program.
    """
    try:
        Path(path).write_bytes(data)
    except OSError as error:
        raise NotFoundError(
            _("{path} cannot be written: {why}.").format(path=path, why=error.strerror),
            _("Check the folder, and close the file in other programs."),
        ) from None


def write_text(path: str | Path, text: str, *, mark: bool = False) -> None:
    """Write UTF-8 text as it is, with a byte-order mark where Excel needs one."""
    write_bytes(path, text.encode("utf-8-sig" if mark else "utf-8"))


def make_folder(path: str | Path) -> None:
    """Make a folder, and those above it, unless it is there.

    Raises
    ------
    NotFoundError
        A file has that name, or one may not write there.
    """
    try:
        Path(path).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise NotFoundError(
            _("{path} cannot be written: {why}.").format(path=path, why=error.strerror), _("Choose another folder.")
        ) from None
