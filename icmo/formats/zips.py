"""Zip files from anywhere: nothing is unpacked that would fill the memory."""

from __future__ import annotations

import io
import zipfile

from icmo.errors import ReadError
from icmo.i18n import _

MAX_UNPACKED = 300_000_000  # bytes of all members together
MAX_XML = 60_000_000  # of those, in XML, which takes many times its size in memory
MAX_MEMBERS = 20_000


def check_zip(data: bytes, name: str) -> None:
    """Complain about a zip file that would unpack to more than a transcript can be; what is no zip file passes.

    Python never reads more of a member than the size that the file states for it, so the sizes stated are the limit.

    Raises
    ------
    ReadError
        It would.
    """
    try:
        members = zipfile.ZipFile(io.BytesIO(data)).infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return
    size = sum(member.file_size for member in members)
    xml = sum(member.file_size for member in members if member.filename.lower().endswith((".xml", ".rels")))
    if len(members) > MAX_MEMBERS or size > MAX_UNPACKED or xml > MAX_XML:
        raise ReadError(
            _("{name} would unpack to far more than a document holds.").format(name=name),
            _("Take large pictures out of it, or save its text as .txt."),
        )
