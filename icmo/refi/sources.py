"""The texts of a project: text sources, and what stands as text beside PDF files, pictures, sound and films.

A member of the package is one text, however many sources name it (ATLAS.ti gives a film's transcript as a source of
its own too). What has no text is remarked on, with how many codings go with it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from icmo.i18n import _
from icmo.refi import xml
from icmo.refi.carriers import Carried, carried
from icmo.refi.package import MemberError, Package
from icmo.refi.tally import Tally
from icmo.stamps import as_guid

_KINDS = ("TextSource", "PDFSource", "PictureSource", "AudioSource", "VideoSource")
_CARRIERS = ("Representation", "TextDescription", "Transcript")
_AREAS = ("PDFSelection", "PictureSelection", "AudioSelection", "VideoSelection")
SELECTIONS = ("PlainTextSelection", "TranscriptSelection")


@dataclass
class Source:
    """A raw text with the elements whose selections count in it, and those that tell about it."""

    guid: str
    name: str
    text: Carried
    holders: list[Any] = field(default_factory=list)
    tellers: dict[Any, None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Mark:
    """A selection as the file has it: where it begins and ends by the file's own count."""

    element: Any
    start: int
    end: int


@dataclass
class Sources:
    """The texts; `aliases` lead from every GUID of one to its own, `unread` are GUIDs of what could not be read."""

    texts: list[Source] = field(default_factory=list)
    aliases: dict[str, str] = field(default_factory=dict)
    unread: set[str] = field(default_factory=set)
    lost: list[Any] = field(default_factory=list)  # elements of sources and passages that could not be read


def read_sources(root: Any, package: Package | None, tally: Tally) -> Sources:
    """The texts of a project, each with a name of its own."""
    return _Reader(package, tally).read(root)


class _Reader:
    def __init__(self, package: Package | None, tally: Tally) -> None:
        self._package, self._tally = package, tally
        self._found = Sources()
        self._by_member: dict[str, Source] = {}
        self._guids: set[str] = set()
        self._names: dict[str, int] = {}

    def read(self, root: Any) -> Sources:
        """Every source that has a text."""
        for number, element in enumerate(xml.children(xml.child(root, "Sources"), "*")):
            name = xml.named(element) or _("Text {number}").format(number=number + 1)
            if xml.local(element) in _KINDS:
                self._source(element, name)
            else:
                self._tally.add("source", _("are of a kind that icmo does not know and were not read"), name)
                self._skip(element, name)
        return self._found

    def _source(self, element: Any, name: str) -> None:
        carriers = [element] if xml.local(element) == "TextSource" else list(xml.children(element, *_CARRIERS))
        several = len(carriers) > 1
        read = [self._text(one, element, (several and xml.named(one)) or name) for one in carriers]
        if not carriers:
            self._tally.add("source", _("are pictures, sound, films or PDF files without text and were not read"), name)
        if not any(read):
            self._skip(element, name)
        elif guid := xml.guid_of(element):
            self._found.aliases.setdefault(guid, next(one.guid for one in read if one))
            self._areas(element, name)

    def _text(self, carrier: Any, element: Any, name: str) -> Source | None:
        """The text of one carrier, read anew or already read for another source."""
        try:
            text = carried(carrier, self._package)
        except MemberError as error:
            self._tally.add("source", _("were not read: the text {why}").format(why=error), name)
            return None
        if not text.raw.strip("\ufeff \t\r\n"):
            self._tally.add("source", _("hold no words and were left out"), name)
            return None
        source = self._by_member.get(text.member) or self._new(carrier, element, name, text)
        source.holders.append(carrier)
        source.tellers |= {element: None, carrier: None}
        self._found.aliases.setdefault(xml.guid_of(carrier), source.guid)
        return source

    def _new(self, carrier: Any, element: Any, name: str, text: Carried) -> Source:
        source = Source(self._own_guid(carrier, element, name), self._own_name(name), text)
        self._found.texts.append(source)
        if text.member:
            self._by_member[text.member] = source
        return source

    def _own_guid(self, carrier: Any, element: Any, name: str) -> str:
        wanted = [guid for one in (element, carrier) if (guid := xml.guid_of(one))]
        free = next((guid for guid in wanted if guid not in self._guids), None)
        if wanted and free is None:
            self._tally.add("source", _("have the id of another one and were given a new one"), name)
        guid = free or as_guid(f"source/{len(self._found.texts)}/{name}")
        self._guids.add(guid)
        return guid

    def _own_name(self, name: str) -> str:
        """The name, with a number if another text has it."""
        free = name
        while free in self._names:
            self._names[name] += 1
            free = f"{name} ({self._names[name]})"
        self._names[free] = 1
        if free != name:
            self._tally.add("source", _("have the name of another one and were given a number"), free)
        return free

    def _skip(self, element: Any, name: str) -> None:
        self._found.lost.append(element)
        self._found.unread.update(guid for one in element.iter("{*}*") if (guid := xml.guid_of(one)))
        codings = sum(1 for _one in element.iter("{*}Coding"))
        self._tally.add("coding", _("were made in what was not read and were left out"), name, codings)

    def _areas(self, element: Any, name: str) -> None:
        """What is coded in pictures of pages, pictures, sound and films, unless its text is coded too."""
        twins = {xml.guid_of(one) for one in element.iter(*(f"{{*}}{kind}" for kind in SELECTIONS))}
        for area in xml.children(element, *_AREAS):
            if (guid := xml.guid_of(area)) not in twins:
                self._found.unread.add(guid)
                self._found.lost.append(area)
                codings = sum(1 for _one in area.iter("{*}Coding"))
                what = _("mark areas of pages or pictures, or times, not words, and were left out")
                self._tally.add("coding", what, name, codings)


def marks(source: Source, tally: Tally | None = None) -> Iterator[Mark]:
    """The selections of a text; those without whole numbers for places are remarked on."""
    for holder in source.holders:
        points = {xml.guid_of(one): xml.whole(one.get("position", "0")) for one in xml.children(holder, "SyncPoint")}
        for element in xml.children(holder, *SELECTIONS):
            start, end = _position(element, "start", "from", points), _position(element, "end", "to", points)
            if start is not None and end is not None:
                yield Mark(element, start, end)
            elif tally is not None:
                codings = max(1, sum(1 for _one in xml.children(element, "Coding")))
                tally.add("coding", _("have no place in their text and were left out"), source.name, codings)


def _position(element: Any, side: str, point: str, points: dict[str, int | None]) -> int | None:
    if f"{side}Position" in element.attrib:
        return xml.whole(element.get(f"{side}Position"))
    return points.get(xml.guid(element.get(f"{point}SyncPoint")))
