"""Filters of a graph as an ordered list of steps, each a kind and its values: ``municipality=Egeholm,Nordvig``.

=====================  =====================================================================================
municipality           transcripts from one of these
transcript             these transcripts, by name or GUID
informant-type         transcripts of one of these: kommune, kvinde, virksomhed
target-group           configurations and codings that speak of one of these codes, or of one below them
coder                  configurations and codings made by one of these
polarity               configurations of one of these: fremmer, hæmmer, trods
theory                 configurations that speak of one of these programme theories (name or GUID)
min-sources            links told in at least so many transcripts
min-municipalities     links told in at least so many municipalities
path                   links on a way from one node to another, in at most so many steps: ``path=I:oeve,O:ro,3``
zoom                   codes no deeper than this level of the code book; 0 is the root of each tree
=====================  =====================================================================================

Order matters: ``min-sources=2`` before ``municipality=…`` counts the sources of all municipalities. Paths are traced
before any zoom, for in a coarser graph a path may be made of links that nobody said after each other; a ``path`` after
a ``zoom`` is refused. Values that hold a comma stand in double quotes, as in CSV.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from io import StringIO
from typing import Any

from icmo.errors import IcmoError, InvalidError
from icmo.i18n import _, count, current
from icmo.models import Codebook, InformantType, Polarity, Role
from icmo.naming import informants_name, polarity_name

MATERIAL_KINDS = ("municipality", "transcript", "informant-type", "target-group", "coder", "polarity", "theory")
LINK_KINDS = ("min-sources", "min-municipalities", "path", "zoom")
KINDS = (*MATERIAL_KINDS, *LINK_KINDS)
MAX_STEPS = 4
_CHOICES = {"informant-type": InformantType, "polarity": Polarity}


@dataclass(frozen=True)
class Step:
    """One filter: its kind and its values."""

    kind: str
    values: tuple[str, ...]

    def __str__(self) -> str:
        line = StringIO()
        csv.writer(line, lineterminator="").writerow(self.values)
        return f"{self.kind}={line.getvalue()}"

    @property
    def number(self) -> int:
        """The number of a step that has one: at least so many, at most so deep, at most so many steps."""
        if self.kind == "path":
            return int(self.values[2]) if len(self.values) > 2 else MAX_STEPS
        return int(self.values[0])


def parse(text: str) -> Step:
    """The step that is written as ``kind=value,value``.

    Raises
    ------
    InvalidError
        An unknown kind, no value, a value that is not one of the kind's.

    Examples
    --------
    >>> parse("municipality=Egeholm, Nordvig")
    Step(kind='municipality', values=('Egeholm', 'Nordvig'))
    >>> str(parse("path=I:mentorstoette,O:job"))
    'path=I:mentorstoette,O:job'
    """
    kind, _equals, values = text.partition("=")
    row = next(csv.reader([values], skipinitialspace=True), [])
    return _checked(Step(kind.strip(), tuple(value.strip() for value in row if value.strip())))


def pipeline(texts: Iterable[str]) -> tuple[Step, ...]:
    """The steps in their order; every problem is told at once.

    Raises
    ------
    InvalidError
        A step that cannot be read, or a path after a zoom.
    """
    steps, problems = [], []
    for text in texts:
        try:
            steps.append(parse(text))
        except InvalidError as problem:
            problems.append(problem)
    raise_all(problems)
    check_order(steps)
    return tuple(steps)


def check_order(steps: Sequence[Step]) -> None:
    """Refuse a path that would be traced in a coarser graph."""
    kinds = [step.kind for step in steps]
    if "zoom" in kinds and "path" in kinds[kinds.index("zoom") :]:
        raise InvalidError(
            _("A path cannot be traced after a zoom: it could be made of links that nobody told after each other."),
            _("Put the path before the zoom."),
        )


def to_dict(steps: Iterable[Step]) -> dict[str, Any]:
    """The steps as plain JSON, as a saved view keeps them."""
    return {"steps": [{"kind": step.kind, "values": list(step.values)} for step in steps]}


def from_dict(saved: Mapping[str, Any]) -> tuple[Step, ...]:
    """The steps of a saved view.

    Raises
    ------
    InvalidError
        It is no list of steps, or a step is not one that `parse` could give.

    Examples
    --------
    >>> from_dict({"steps": [{"kind": "zoom", "values": ["1"]}]})
    (Step(kind='zoom', values=('1',)),)
    """
    rows = saved.get("steps", [])
    if not isinstance(rows, list) or not all(_is_row(row) for row in rows):
        raise InvalidError(_("The saved filters cannot be read."), _("Choose the filters anew, and save them."))
    return pipeline(str(Step(row["kind"], tuple(row["values"]))) for row in rows)


def _is_row(row: object) -> bool:
    if not isinstance(row, Mapping) or not isinstance(row.get("values"), list):
        return False
    return all(isinstance(value, str) for value in (row.get("kind"), *row["values"]))


def nearest(wanted: str, known: Iterable[str]) -> str:
    """Advice for a name that is not known: the one that was meant, or those there are."""
    names = list(dict.fromkeys(known))
    close = get_close_matches(wanted, names, n=3, cutoff=0.6)
    if close:
        return _("Did you mean {names}?").format(names=", ".join(close))
    more = " …" if len(names) > 12 else ""
    return _("Known: {names}").format(names=", ".join(names[:12]) + more) if names else _("There are none.")


def raise_all(problems: Sequence[IcmoError]) -> None:
    """Tell of all the problems at once, as the kind of error that the first one is."""
    if problems:
        hints = dict.fromkeys(problem.hint for problem in problems if problem.hint)
        raise type(problems[0])("\n".join(problem.message for problem in problems), "\n".join(hints))


# --- What a step may say --------------------------------------------------------------------------------


def _checked(step: Step) -> Step:
    if step.kind not in KINDS:
        raise InvalidError(_("“{kind}” is no filter.").format(kind=step.kind), nearest(step.kind, KINDS))
    if not step.values:
        raise InvalidError(
            _("The filter “{kind}” has no value.").format(kind=step.kind),
            _("Write it as {example}.").format(example=_example(step.kind)),
        )
    if step.kind in _CHOICES:
        _check_choices(step)
    elif step.kind in LINK_KINDS:
        _check_numbers(step)
    return step


def _check_choices(step: Step) -> None:
    known = [one.value for one in _CHOICES[step.kind]]
    problems = [
        InvalidError(
            _("The filter “{kind}” knows no “{value}”.").format(kind=step.kind, value=value), nearest(value, known)
        )
        for value in step.values
        if value not in known
    ]
    raise_all(problems)


def _check_numbers(step: Step) -> None:
    least = 0 if step.kind == "zoom" else 1
    wanted, numbers = (slice(2, 4), step.values[2:]) if step.kind == "path" else (slice(1, 2), step.values)
    right = all(value.isascii() and value.isdigit() and int(value) >= least for value in numbers)
    if not right or not wanted.start <= len(step.values) < wanted.stop:
        raise InvalidError(
            _("The filter “{step}” cannot be read.").format(step=step),
            _("Write it as {example}.").format(example=_example(step.kind)),
        )


def _example(kind: str) -> str:
    values = {"path": f"{Role.I}:code,{Role.O}:code,{MAX_STEPS}", "zoom": "1"}
    choices = _CHOICES.get(kind)
    return f"{kind}={','.join(choices) if choices else values.get(kind, '2' if kind in LINK_KINDS else '…')}"


# --- In words -------------------------------------------------------------------------------------------


def in_words(steps: Iterable[Step], codebook: Codebook) -> str:
    """The steps as a line to read: ``municipalities: all · informants: women · at least 2 municipalities``.

    Municipalities and informants are always named, since what was left out decides what the rest can show.
    """
    steps = tuple(steps)
    kinds = {step.kind for step in steps}
    said = [phrase(step, codebook) for step in steps]
    if "municipality" not in kinds:
        said.insert(0, _("municipalities: {names}").format(names=_("all")))
    if "informant-type" not in kinds:
        said.insert(1, _("informants: {names}").format(names=_("all")))
    return " · ".join(said)


def phrase(step: Step, codebook: Codebook) -> str:
    """One step as it stands in the line."""
    match step.kind:
        case "min-sources":
            return _("at least {n}").format(n=count(step.number, "transcript", "transcripts"))
        case "min-municipalities":
            return _("at least {n}").format(n=count(step.number, "municipality", "municipalities"))
        case "zoom":
            return _("codes up to level {level}").format(level=step.number)
        case "path":
            origin, target = (_node_named(value, codebook) for value in step.values[:2])
            most = count(step.number, "step", "steps")
            return _("paths from {origin} to {target} in at most {n}").format(origin=origin, target=target, n=most)
    names = ", ".join(_named(step.kind, value, codebook) for value in step.values)
    return _list_of(step.kind).format(names=names)


def _list_of(kind: str) -> str:
    return {
        "municipality": _("municipalities: {names}"),
        "transcript": _("transcripts: {names}"),
        "informant-type": _("informants: {names}"),
        "target-group": _("target groups: {names}"),
        "coder": _("coders: {names}"),
        "polarity": _("polarity: {names}"),
        "theory": _("theories: {names}"),
    }[kind]


def _named(kind: str, value: str, codebook: Codebook) -> str:
    if kind == "informant-type":
        return informants_name(InformantType(value))
    if kind == "polarity":
        return polarity_name(Polarity(value))
    if kind == "target-group" and value in codebook:
        return codebook[value].label.text(current())
    return value


def _node_named(value: str, codebook: Codebook) -> str:
    role, colon, code = value.rpartition(":")
    return f"{role}{colon}{codebook[code].label.text(current())}" if code in codebook else value
