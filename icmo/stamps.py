"""What every row made by a person bears: a GUID and a time."""

from __future__ import annotations

import hashlib
import uuid
from datetime import UTC, datetime, timedelta

_NAMESPACE = uuid.UUID("6f2b0c52-6f0e-4f0a-9c5e-1c6d0a1f6c11")


def now() -> str:
    """This moment in UTC, as ISO 8601 with microseconds: texts that sort as times do."""
    return _written(datetime.now(UTC))


def later(at: str, than: str) -> str:
    """A time, or the microsecond after another one that is not before it.

    Examples
    --------
    >>> later("2026-01-01T00:00:00.000000Z", "2026-01-01T00:00:00.999999Z")
    '2026-01-01T00:00:01.000000Z'
    """
    return at if at > than else _written(datetime.fromisoformat(than) + timedelta(microseconds=1))


def _written(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def new_guid() -> str:
    """A new GUID in small letters."""
    return str(uuid.uuid4())


def version(made: object) -> str:
    """A short fingerprint of what a row says, whoever wrote it and when; another fingerprint means that it changed.

    Examples
    --------
    >>> from icmo.models import Theory
    >>> one, same = Theory("t", "T1", "Hvis …", "AML", "2026"), Theory("t", "T1", "Hvis …", "BKH", "2027")
    >>> version(one) == version(same)
    True
    """
    said = [value for name, value in vars(made).items() if name not in ("coder", "at")]
    return hashlib.blake2b(repr(said).encode(), digest_size=6).hexdigest()


def as_guid(name: str) -> str:
    """A GUID as it is; any other id as a GUID that is the same every time.

    Examples
    --------
    >>> as_guid("egeholm-a01") == as_guid("egeholm-a01"), as_guid("{6F2B0C52-6F0E-4F0A-9C5E-1C6D0A1F6C11}")
    (True, '6f2b0c52-6f0e-4f0a-9c5e-1c6d0a1f6c11')
    """
    try:
        return str(uuid.UUID(name))
    except ValueError:
        return str(uuid.uuid5(_NAMESPACE, name))
