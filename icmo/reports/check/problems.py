"""What a check finds, and the tables of rules that find it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Generic, Literal, TypeVar

from icmo.i18n import _, count

Severity = Literal["error", "warning"]
File = TypeVar("File")
MOST = 20  # findings of one rule that are listed one by one
_SHORT = 50  # characters of a text that are quoted to find the place


@dataclass(frozen=True)
class Finding:
    """Something that a rule found: where, what is wrong, what to do about it."""

    where: str
    message: str
    hint: str


@dataclass(frozen=True)
class Problem:
    """Something that a reader may stumble over. `rule` is the rule's id, the same in every language."""

    rule: str
    where: str
    message: str
    hint: str
    severity: Severity

    def __str__(self) -> str:
        return f"{self.where}: {self.message}" if self.where else self.message


@dataclass(frozen=True)
class Rule(Generic[File]):
    """A rule: its id, how bad it is to break it, and the function that finds where a file does."""

    id: str
    severity: Severity
    find: Callable[[File], Iterator[Finding]]


def apply(rules: Sequence[Rule[File]], file: File) -> Iterator[Problem]:
    """What breaks the rules in a file, in the order of the rules."""
    for rule in rules:
        for finding in _shortened(rule.find(file)):
            yield Problem(rule.id, finding.where, finding.message, finding.hint, rule.severity)


def _shortened(findings: Iterator[Finding]) -> Iterator[Finding]:
    """The first findings one by one, the others as a number."""
    last = None
    for last in islice(findings, MOST):
        yield last
    if last and (more := sum(1 for _one in findings)):
        yield Finding("", _("The same in {places}.").format(places=count(more, "more place", "more places")), last.hint)


def excerpt(text: str) -> str:
    """A text's first words on one line, to find it by.

    Examples
    --------
    >>> excerpt("  Hun kom\\n i gang. ")
    'Hun kom i gang.'
    """
    words = " ".join(text[: 4 * _SHORT].split())
    return words if len(words) <= _SHORT else f"{words[:_SHORT].rstrip()} …"


def listed(items: Iterable[str]) -> str:
    """The first few of some places, and how many more there are.

    Examples
    --------
    >>> listed(["B2", "B3"]), listed(str(n) for n in range(9))
    ('B2, B3', '0, 1, 2, 3, 4 … (9 places)')
    """
    found = list(items)
    if len(found) <= 5:
        return ", ".join(found)
    return f"{', '.join(found[:5])} … ({count(len(found), 'place', 'places')})"
