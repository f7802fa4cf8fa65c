"""What is wrong with an exchange file that a schema does not find, or what programs stumble over: ``icmo check``.

Every rule is a small function that is given the file and yields what it finds: those about the XML alone are in
`icmo.refi.integrity_xml`, those about texts and members of the package in `icmo.refi.integrity_texts`. A rule says what
is wrong with which thing, on which line of the XML. What breaks one of the `FAULTS` is wrong by the standard, or lost;
what breaks one of the `HINTS` is allowed, but a program is known to stumble over it, or a person should look.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from itertools import islice

from icmo.errors import Problem, ReadError
from icmo.i18n import _
from icmo.refi import integrity_texts, integrity_xml, xml
from icmo.refi.integrity_file import Checked, Finding, Rule, Severity
from icmo.refi.package import Package
from icmo.refi.tally import Tally

FAULTS: tuple[Rule, ...] = (*integrity_xml.FAULTS, *integrity_texts.FAULTS)
HINTS: tuple[Rule, ...] = (*integrity_xml.HINTS, *integrity_texts.HINTS)
MOST = 200  # findings told of one rule; the others are counted
_ZIP = b"PK"


def problems(data: bytes, name: str) -> tuple[Finding, ...]:
    """All that is wrong with a .qdpx or .qdc file (or with the XML alone): faults, then hints, each by line.

    Raises
    ------
    ReadError
        It is no exchange file: damaged, locked, not well formed, or larger or more deeply nested than one can be.
    """
    checked = _opened(data, name)
    return (*_found(FAULTS, "error", checked), *_found(HINTS, "warning", checked))


def _found(rules: Iterable[Rule], severity: Severity, checked: Checked) -> Iterator[Finding]:
    found = ((rule.__name__, one) for rule in rules for one in _at_most(rule(checked)))
    for rule, one in sorted(found, key=lambda pair: pair[1].line):
        yield Finding(rule, one.line, one.message, severity)


def _opened(data: bytes, name: str) -> Checked:
    if not data.strip():
        raise ReadError(_("{name} is empty.").format(name=name), _("Check that the file was saved."))
    if not data.startswith(_ZIP):
        return Checked(data, xml.parse(data, name))
    package = Package(io.BytesIO(data), name, Tally())
    inner, content = package.xml()
    return Checked(content, xml.parse(content, inner), package, inner.rpartition("/")[2], data)


def _at_most(found: Iterable[Problem]) -> Iterator[Problem]:
    """The first findings of a rule, and behind them how many more there are."""
    findings, last = iter(found), None
    for last in islice(findings, MOST):
        yield last
    if last and (more := sum(1 for _one in findings)):
        yield Problem(last.line, _("… and {n} more of the same kind").format(n=more))
