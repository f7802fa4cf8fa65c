"""The zip file of an exchange: the same members give the same bytes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

_TIME = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip file knows
_UNIX, _FILE = 3, 0o100644


def packed(members: Mapping[str, bytes]) -> bytes:
    """The members, by their names, as a zip file.

    Examples
    --------
    >>> packed({"b": b"2", "a": b"1"}) == packed({"a": b"1", "b": b"2"})
    True
    """
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(members):
            archive.writestr(_entry(name), members[name])
    return made.getvalue()


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _TIME)
    entry.create_system, entry.external_attr, entry.compress_type = _UNIX, _FILE << 16, zipfile.ZIP_DEFLATED
    return entry
