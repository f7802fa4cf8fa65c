"""Faults of an exchange file that a schema does not find, or that programs stumble over: what ``icmo check`` tells.

Every rule is a small function that is given the file and yields its faults: those about the XML alone are in
`icmo.refi.integrity_xml`, those about texts and members of the package in `icmo.refi.integrity_texts`. A rule says what
is wrong with which thing, on which line of the XML (0: a fault of the package).
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from itertools import islice

from icmo.errors import Problem, ReadError
from icmo.i18n import _
from icmo.refi import xml
from icmo.refi.integrity_file import Checked
from icmo.refi.integrity_texts import RULES as TEXT_RULES
from icmo.refi.integrity_xml import RULES as XML_RULES
from icmo.refi.package import Package
from icmo.refi.tally import Tally

MOST = 200  # faults told of one rule; the others are counted
_ZIP = b"PK"


def problems(data: bytes, name: str) -> tuple[Problem, ...]:
    """All faults of a .qdpx or .qdc file (or of the XML alone), by line.

    Raises
    ------
    ReadError
        It is no exchange file: damaged, locked, not well formed, or larger or more deeply nested than one can be.
    """
    checked = _opened(data, name)
    found = (problem for rule in (*XML_RULES, *TEXT_RULES) for problem in _at_most(rule(checked)))
    return tuple(sorted(found, key=lambda one: one.line))


def _opened(data: bytes, name: str) -> Checked:
    if not data.strip():
        raise ReadError(_("{name} is empty.").format(name=name), _("Check that the file was saved."))
    if not data.startswith(_ZIP):
        return Checked(data, xml.parse(data, name))
    package = Package(io.BytesIO(data), name, Tally())
    inner, content = package.xml()
    return Checked(content, xml.parse(content, inner), package, inner.rpartition("/")[2], data)


def _at_most(found: Iterable[Problem]) -> Iterator[Problem]:
    """The first faults of a rule, and how many more there are."""
    faults = iter(found)
    yield from islice(faults, MOST)
    if more := sum(1 for _fault in faults):
        yield Problem(0, _("… and {n} more faults of the kind told last").format(n=more))
