"""What a transcript says of itself: a YAML block between two lines of ``---`` at the top of the file.

Keys in Danish or English: titel, kommune, informanttype, rolle, dato, målgruppe; all others are kept as they are.
The same keys head the columns of a manifest.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime

import yaml

from icmo.errors import ReadError
from icmo.i18n import _
from icmo.models import InformantType
from icmo.text.anchors import normalise

_BLOCK = re.compile(r"\A---[ \t]*\n(.*?\n)---[ \t]*\n", re.DOTALL)
_KEYS = {
    "titel": "title",
    "kommune": "municipality",
    "case": "municipality",
    "informanttype": "informant_type",
    "informant": "informant_type",
    "rolle": "role",
    "dato": "date",
    "målgruppe": "target_group",
    "maalgruppe": "target_group",
    "navn": "name",
}
_INFORMANTS = {
    "municipality": InformantType.MUNICIPALITY,
    "woman": InformantType.WOMAN,
    "company": InformantType.COMPANY,
    **{kind.value: kind for kind in InformantType},
}
_DATE_FORMATS = ("%Y-%m-%d", "%d.%m.%Y", "%d-%m-%Y", "%d/%m/%Y")


def split_front_matter(text: str, name: str) -> tuple[dict[str, str], str]:
    """The block's keys and values, and the text below it."""
    block = _BLOCK.match(text)
    if not block:
        return {}, text
    try:
        values = yaml.load(block[1], Loader=yaml.BaseLoader)  # every value is text: "on" and 101 too
    except yaml.YAMLError as error:
        line = error.problem_mark.line + 2 if isinstance(error, yaml.MarkedYAMLError) and error.problem_mark else 1
        raise ReadError(
            _("{name}:{line}: the front matter is not valid YAML.").format(name=name, line=line),
            _("Write one “key: value” per line between the two lines of ---."),
        ) from None
    if not isinstance(values, dict):
        return {}, text
    told = {str(key): value for key, value in values.items() if value}
    for key, value in told.items():
        if not isinstance(value, str):
            raise ReadError(
                _("{name}: “{key}” in the front matter holds more than one value.").format(name=name, key=key),
                _("Write one “key: value” per line between the two lines of ---."),
            )
    return told, text[block.end() :].lstrip("\n")


def standardise(values: Mapping[str, str], name: str) -> dict[str, str]:
    """The values under their English keys, with informant type and date checked.

    Raises
    ------
    ReadError
        An informant type or a date that cannot be understood.
    """
    known = {standard_key(key): " ".join(normalise(value).split()) for key, value in values.items() if value.strip()}
    if "informant_type" in known:
        known["informant_type"] = _informant_type(known["informant_type"], name)
    if "date" in known:
        known["date"] = _date(known["date"], name)
    return known


def is_known(key: str) -> bool:
    """Whether a key or a column's heading is one that tells where a transcript comes from: ``Kommune``, ``role``."""
    return standard_key(key) in _KEYS.values()


def standard_key(key: str) -> str:
    """The English key for one in Danish or English; any other in small letters with underscores.

    Examples
    --------
    >>> standard_key("Kommune"), standard_key("Antal år")
    ('municipality', 'antal_år')
    """
    plain = key.strip().lower()
    return _KEYS.get(plain, plain.replace(" ", "_"))


def _informant_type(value: str, name: str) -> InformantType:
    found = _INFORMANTS.get(value.strip().lower())
    if found is None:
        raise ReadError(
            _("{name}: unknown informant type “{value}”.").format(name=name, value=value),
            _("Write one of: {known}.").format(known=", ".join(InformantType)),
        )
    return found


def _date(value: str, name: str) -> str:
    for form in _DATE_FORMATS:
        try:
            return datetime.strptime(value.strip(), form).date().isoformat()
        except ValueError:
            continue
    raise ReadError(
        _("{name}: “{value}” is not a date.").format(name=name, value=value),
        _("Write it as 2026-03-12 or 12.03.2026."),
    )
