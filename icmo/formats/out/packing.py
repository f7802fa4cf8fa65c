"""Zip files that are the same whenever they are made: no times of today in them."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Mapping
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

_BEGINNING = (1980, 1, 1, 0, 0, 0)  # the earliest time that a zip file can hold
_TIMES = re.compile(rb"(<dcterms:(?:created|modified)\b[^>]*>)[^<]*(?=<)")
_CORE = "docProps/core.xml"


def packed(files: Mapping[str, bytes] | Iterable[tuple[str, bytes]]) -> bytes:
    """The files as a zip file, in this order.

    Examples
    --------
    >>> packed({"a.txt": b"ro"}) == packed({"a.txt": b"ro"})
    True
    """
    made = io.BytesIO()
    with ZipFile(made, "w") as archive:
        for name, data in files.items() if isinstance(files, Mapping) else files:
            member = ZipInfo(name, _BEGINNING)
            member.compress_type = ZIP_DEFLATED
            member.external_attr = 0o644 << 16
            archive.writestr(member, data, compresslevel=6)
    return made.getvalue()


def settled(office_file: bytes, changed: Mapping[str, bytes] | None = None) -> bytes:
    """A Word or Excel file with nothing in it of the moment when it was made; `changed` are parts to put in place."""
    with ZipFile(io.BytesIO(office_file)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts |= changed or {}
    if _CORE in parts:
        parts[_CORE] = _TIMES.sub(rb"\g<1>2000-01-01T00:00:00Z", parts[_CORE])
    return packed(parts)
