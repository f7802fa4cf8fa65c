"""Faults in the XML of an exchange file: GUIDs, references, order, values, empty elements, spans that run backwards."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any

from icmo.errors import Problem
from icmo.i18n import _
from icmo.refi import xml
from icmo.refi.integrity_file import Checked, called, fault

SOURCES = ("TextSource", "PictureSource", "PDFSource", "AudioSource", "VideoSource")
SELECTIONS = (
    *("PlainTextSelection", "TranscriptSelection", "PictureSelection", "PDFSelection"),
    *("AudioSelection", "VideoSelection"),
)
NAMESPACES = ("urn:QDA-XML:project:1.0", "urn:QDA-XML:codebook:1.0")
_GUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_COLOUR = re.compile(r"#(?:[0-9A-Fa-f]{6}|[0-9A-Fa-f]{3})")
_WHOLE = re.compile(r"[+-]?\d+")
_MOMENT = re.compile(r"-?\d{4,}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?")
_REFERENCES = {
    "CodeRef": ("Code",),
    "MemberCode": ("Code",),
    "SourceRef": SOURCES,
    "MemberSource": SOURCES,
    "NoteRef": ("Note",),
    "MemberNote": ("Note",),
    "SelectionRef": SELECTIONS,
    "VariableRef": ("Variable",),
}
_POINTERS = {"Link": ("originGUID", "targetGUID"), "Vertex": ("representedGUID",), "Edge": ("representedGUID",)}
_ENDS = ("sourceVertex", "targetVertex")
_USERS = ("creatingUser", "modifyingUser", "creatingUserGUID", "modifyingUserGUID")
_TIMES = ("creationDateTime", "modifiedDateTime")
_NUMBERS = (
    *("startPosition", "endPosition", "begin", "end", "page", "timeStamp", "position"),
    *("firstX", "firstY", "secondX", "secondY"),
)
_CONTAINERS = ("Users", "CodeBook", "Codes", "Variables", "Cases", "Sources", "Notes", "Links", "Sets", "Graphs")
_SPANS = {"startPosition": "endPosition", "begin": "end"}
_IN_PROJECT = (
    *("Users", "CodeBook", "Variables", "Cases", "Sources", "Notes", "Links", "Sets", "Graphs"),
    *("Description", "NoteRef"),
)
_ANYWHERE = (
    *("Description", "PlainTextContent", "TextDescription", "Transcript", "SyncPoint"),
    *("PictureSelection", "PDFSelection", "AudioSelection", "VideoSelection", "Representation"),
    *("PlainTextSelection", "TranscriptSelection", "CodeRef", "Coding", "NoteRef", "Code", "VariableRef"),
    *("VariableValue", "SourceRef", "SelectionRef", "MemberCode", "MemberSource", "MemberNote", "Vertex", "Edge"),
)
_RANK = {name: rank for rank, name in enumerate(_ANYWHERE)}
_RANK_IN_PROJECT = {name: rank for rank, name in enumerate(_IN_PROJECT)}


# --- GUIDs and what they lead to ------------------------------------------------------------------------


def guids_stand_once(file: Checked) -> Iterator[Problem]:
    """Two things have the same GUID."""
    first: dict[str, Any] = {}
    for one in file.things:
        guid = xml.guid_of(one)
        if guid in first:
            there = first[guid]
            message = _("{one} has the GUID of {other} on line {line}")
            yield fault(one, message.format(one=called(one), other=called(there), line=there.sourceline))
        first.setdefault(guid, one)


def guids_are_guids(file: Checked) -> Iterator[Problem]:
    """A GUID is not written as one, or a thing has none."""
    for one in file.things:
        if not _GUID.fullmatch(xml.guid_of(one)):
            yield fault(one, _("{one}: “{value}” is no GUID").format(one=called(one), value=one.get("guid", "")[:60]))


def guids_are_in_capitals(file: Checked) -> Iterator[Problem]:
    """GUIDs are written in small letters or in braces; some versions of ATLAS.ti and MAXQDA are said to refuse them."""
    small = [one for one in file.things if (told := one.get("guid").strip()) != told.strip("{}").upper()]
    if small:
        message = _("{n} GUIDs have small letters or braces; some programs read only capitals without")
        yield fault(small[0], message.format(n=len(small)))


def references_lead_somewhere(file: Checked) -> Iterator[Problem]:
    """A reference leads to nothing, or to something of another sort."""
    for name, sorts in _REFERENCES.items():
        for one in file.named(name):
            guid = xml.guid(one.get("targetGUID") or one.get("guid"))
            there = file.nouns.get(guid)
            if there not in sorts:
                above = called(one.getparent())
                yield fault(one, _leads_astray(name, above, guid, there))


def _leads_astray(name: str, above: str, guid: str, there: str | None) -> str:
    if there is None:
        return _("{above}: {name} leads to {guid}, which is not in the file").format(above=above, name=name, guid=guid)
    return _("{above}: {name} leads to a {there}").format(above=above, name=name, there=there)


def links_lead_somewhere(file: Checked) -> Iterator[Problem]:
    """A link, vertex or edge stands for something that is not in the file."""
    for name, attributes in _POINTERS.items():
        for one in file.named(name):
            for attribute in attributes:
                if (guid := xml.guid(one.get(attribute))) and guid not in file.nouns:
                    yield fault(one, _leads_astray(attribute, called(one), guid, None))


def edges_join_vertices(file: Checked) -> Iterator[Problem]:
    """An edge of a graph does not begin or end at a vertex."""
    for one in file.named("Edge"):
        for attribute in _ENDS:
            guid = xml.guid(one.get(attribute))
            if file.nouns.get(guid) != "Vertex":
                yield fault(one, _leads_astray(attribute, called(one), guid, file.nouns.get(guid)))


def users_are_known(file: Checked) -> Iterator[Problem]:
    """Something was made by a user who is not listed, or by an empty one."""
    for one, attribute, value in file.having(*_USERS):
        if file.nouns.get(xml.guid(value)) != "User":
            message = _("{one}: {attribute} “{value}” is no user of the file")
            yield fault(one, message.format(one=called(one), attribute=attribute, value=value[:60]))


# --- Values ---------------------------------------------------------------------------------------------


def colours_are_colours(file: Checked) -> Iterator[Problem]:
    """A colour is written otherwise than #rgb or #rrggbb; some schema checkers let #rrggbbaa pass."""
    for one, _name, value in file.having("color"):
        if not _COLOUR.fullmatch(value):
            message = _("{one}: “{value}” is no colour; write #rrggbb")
            yield fault(one, message.format(one=called(one), value=value[:60]))


def times_are_times(file: Checked) -> Iterator[Problem]:
    """A time is no xsd:dateTime, such as one with a space for the T."""
    for one, attribute, value in file.having(*_TIMES):
        if not _is_moment(value):
            message = _("{one}: {attribute} “{value}” is no time; write 2026-03-12T10:00:00Z")
            yield fault(one, message.format(one=called(one), attribute=attribute, value=value[:60]))


def _is_moment(value: str) -> bool:
    try:
        return bool(_MOMENT.fullmatch(value)) and datetime.fromisoformat(value) is not None
    except ValueError:
        return False


def codable_is_true_or_false(file: Checked) -> Iterator[Problem]:
    """A code does not say whether it can be coded with, or not in the words that programs read."""
    for one in file.named("Code"):
        if one.get("isCodable") not in ("true", "false"):
            message = _("{one}: isCodable is “{value}”; write true or false")
            yield fault(one, message.format(one=called(one), value=one.get("isCodable", "")[:60]))


def numbers_are_whole(file: Checked) -> Iterator[Problem]:
    """A place or a coordinate is no whole number; ATLAS.ti refuses the file, MAXQDA drops the coding."""
    for one, attribute, value in file.having(*_NUMBERS):
        if not _WHOLE.fullmatch(value.strip()):
            message = _("{one}: {attribute} “{value}” is no whole number")
            yield fault(one, message.format(one=called(one), attribute=attribute, value=value[:60]))


def spans_run_forwards(file: Checked) -> Iterator[Problem]:
    """A selection begins after its end, or before the text."""
    for one in file.named(*SELECTIONS):
        for first, last in _SPANS.items():
            start, end = xml.whole(one.get(first)), xml.whole(one.get(last))
            if start is not None and end is not None and (start > end or start < 0):
                message = _("{one} runs from {start} to {end}")
                yield fault(one, message.format(one=called(one), start=start, end=end))


def values_are_of_their_type(file: Checked) -> Iterator[Problem]:
    """A variable's value is empty or not of its type."""
    for name, is_one in _TYPES.items():
        for one in file.named(name):
            if not is_one((one.text or "").strip()):
                message = _("{above}: “{value}” is no {name}")
                told = called(one.getparent().getparent())
                yield fault(one, message.format(above=told, value=(one.text or "").strip()[:60], name=name))


def _is_day(text: str) -> bool:
    try:
        return len(text) >= 10 and date.fromisoformat(text[:10]) is not None
    except ValueError:
        return False


_TYPES: dict[str, Callable[[str], object]] = {
    "BooleanValue": re.compile("true|false|0|1").fullmatch,
    "IntegerValue": _WHOLE.fullmatch,
    "FloatValue": re.compile(r"[+-]?(\d+\.?\d*|\.\d+)").fullmatch,
    "DateValue": _is_day,
    "DateTimeValue": _is_moment,
}


# --- Shape ----------------------------------------------------------------------------------------------


def things_have_names(file: Checked) -> Iterator[Problem]:
    """A code, variable or set has no name."""
    for one in file.named("Code", "Variable", "Set"):
        if not xml.named(one):
            yield fault(one, _("{one} has no name").format(one=called(one)))


def containers_hold_something(file: Checked) -> Iterator[Problem]:
    """An empty <Sets/> or the like, which the schema forbids."""
    for one in file.named(*_CONTAINERS):
        if len(one) == 0:
            yield fault(one, _("<{name}/> is empty; leave it out").format(name=xml.local(one)))


def elements_stand_in_order(file: Checked) -> Iterator[Problem]:
    """An element stands after one that the schema wants behind it; ATLAS.ti refuses the file."""
    for parent in file.elements:
        rank = _RANK_IN_PROJECT if xml.local(parent) == "Project" else _RANK
        highest = ""
        for name in (xml.local(one) for one in parent.iterchildren("{*}*")):
            if name in rank and highest and rank[name] < rank[highest]:
                message = _("{parent}: {name} stands behind {other}, but must stand before it")
                yield fault(parent, message.format(parent=called(parent), name=name, other=highest))
                break
            highest = name if name in rank else highest


def codings_have_one_code(file: Checked) -> Iterator[Problem]:
    """A coding without a code, or with several."""
    for one in file.named("Coding"):
        if (number := len(list(xml.children(one, "CodeRef")))) != 1:
            yield fault(one, _("{one} has {n} codes, not one").format(one=called(one), n=number))


def namespace_is_known(file: Checked) -> Iterator[Problem]:
    """The XML is of another namespace than version 1.0."""
    space = file.root.tag.rpartition("}")[0].lstrip("{")
    if space not in NAMESPACES:
        yield fault(file.root, _("the namespace is “{space}”, not {known}").format(space=space, known=NAMESPACES[0]))


FAULTS = (
    guids_stand_once,
    guids_are_guids,
    references_lead_somewhere,
    links_lead_somewhere,
    edges_join_vertices,
    users_are_known,
    colours_are_colours,
    times_are_times,
    codable_is_true_or_false,
    numbers_are_whole,
    spans_run_forwards,
    values_are_of_their_type,
    things_have_names,
    containers_hold_something,
    elements_stand_in_order,
    codings_have_one_code,
    namespace_is_known,
)
HINTS = (guids_are_in_capitals,)
