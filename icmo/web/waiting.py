"""Files that were looked at and may be brought in: a handful, for an hour, under keys that nobody guesses.

Between a preview and its import a file lies in a folder of its own that only this user may read, with its own name,
for messages tell it. It goes when it has been brought in or left, when newer ones come, after an hour, and when the
server stops. What its import did is told as long as the key is known.
"""

from __future__ import annotations

import secrets
import shutil
import tempfile
import time
import weakref
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import BinaryIO

from icmo.errors import InvalidError, NotFoundError
from icmo.i18n import _
from icmo.web.exchanging import Told

MOST = 5
SECONDS = 3600.0
MAX_FILE = 500_000_000  # bytes; a project's texts are a hundredth of it, its sound and films are not read


@dataclass
class Waiting:
    """A file between its preview and its import; afterwards `told` is what the import did."""

    key: str
    path: Path
    since: float
    told: Told | None = None
    _busy: Lock = field(default_factory=Lock)

    @property
    def name(self) -> str:
        """What the file was called where it came from."""
        return self.path.name

    def bring_in(self, how: Callable[[Path], Told]) -> None:
        """Bring the file in, once: whoever presses the button twice finds it done."""
        with self._busy:
            if self.told is None:
                self.told = how(self.path)
                self.remove()

    def remove(self) -> None:
        """Delete the file from the disk."""
        shutil.rmtree(self.path.parent, ignore_errors=True)


class WaitingRoom:
    """The files that wait in one server.

    Parameters
    ----------
    clock : tells the time in seconds, from whenever
    """

    def __init__(self, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._files: dict[str, Waiting] = {}  # the oldest first
        self._lock = Lock()
        self._folder: Path | None = None

    def keep(self, file: BinaryIO, name: str, size: int) -> str:
        """Keep a file, and return the key to it; of too many the oldest goes.

        Raises
        ------
        InvalidError
            It is too large, or the disk is full.
        """
        require_size(name, size)
        key = secrets.token_urlsafe(24)
        path = self._home() / key / name
        try:
            path.parent.mkdir()
            with path.open("wb") as kept:
                shutil.copyfileobj(file, kept)
        except OSError as error:
            shutil.rmtree(path.parent, ignore_errors=True)
            raise InvalidError(
                _("{name} cannot be kept on this machine: {why}.").format(name=name, why=error.strerror),
                _("Make room on the disk."),
            ) from None
        with self._lock:
            self._files[key] = Waiting(key, path, self._clock())
        self.sweep()
        return key

    def find(self, key: str) -> Waiting:
        """The file of that key.

        Raises
        ------
        NotFoundError
            It is not kept any more, or never was.
        """
        self.sweep()
        with self._lock:
            if key in self._files:
                return self._files[key]
        raise NotFoundError(_("The file is not kept any more."), _("Choose it again."))

    def sweep(self) -> None:
        """Let go of files that have waited too long, and of the oldest where there are too many."""
        with self._lock:
            late = [key for key, one in self._files.items() if self._clock() - one.since >= SECONDS]
            gone = [self._files.pop(key) for key in {*late, *list(self._files)[:-MOST]}]
        for one in gone:
            one.remove()

    def drop(self, key: str) -> None:
        """Let go of a file, if it is there."""
        with self._lock:
            gone = self._files.pop(key, None)
        if gone:
            gone.remove()

    def close(self) -> None:
        """Let go of all files."""
        for key in list(self._files):
            self.drop(key)

    def _home(self) -> Path:
        """The folder of all files, which goes with the room or when the program ends."""
        if self._folder is None:
            self._folder = Path(tempfile.mkdtemp(prefix="icmo-"))
            weakref.finalize(self, shutil.rmtree, self._folder, ignore_errors=True)
        return self._folder


def require_size(name: str, size: int) -> None:
    """Refuse a file that is larger than any project's texts can be.

    Raises
    ------
    InvalidError
        It is too large.
    """
    if size > MAX_FILE:
        raise InvalidError(
            _("{name} is larger than {n} MB.").format(name=name, n=MAX_FILE // 1_000_000),
            _("Export it without sound, films and pictures, or bring it in on the command line with icmo import."),
        )
