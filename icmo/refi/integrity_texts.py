"""Texts and members of an exchange file: missing and unused files, places past the end, line ends, emoji."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from icmo.errors import Problem
from icmo.i18n import _
from icmo.refi import xml
from icmo.refi.integrity_file import Checked, called, fault
from icmo.refi.package import PRIVATE, MemberError

CARRIERS = ("TextSource", "Note", "Transcript", "TextDescription", "Representation")
KNOWN_UNITS = ("nvivo", "qualcoder", "icmo")  # programs of which it is known how they count
_PATHS = ("plainTextPath", "richTextPath", "path")
_OUTSIDE = ("relative:", "absolute:")
_SCHEME = re.compile(r"(internal|relative|absolute)://", re.IGNORECASE)
_UTF8_MARK = b"\xef\xbb\xbf"
_UNSAFE = re.compile(r"/|[A-Za-z]:|(?:.*/)?\.\.(?:/|$)")


# --- Texts ----------------------------------------------------------------------------------------------


def texts_stand_in_one_place(file: Checked) -> Iterator[Problem]:
    """A text stands both in the XML and in a file, or in neither."""
    for one in file.named(*CARRIERS):
        ways = bool(one.get("plainTextPath")) + (xml.child(one, "PlainTextContent") is not None)
        if ways == 2:
            yield fault(one, _("{one} has both PlainTextContent and plainTextPath").format(one=called(one)))
        elif ways == 0 and not xml.said(one):
            yield fault(one, _("{one} has neither PlainTextContent nor plainTextPath").format(one=called(one)))


def texts_are_utf8(file: Checked) -> Iterator[Problem]:
    """A text is not UTF-8; programs that take it for that lose æ, ø and å."""
    for one in file.named(*CARRIERS):
        if (told := file.encoding(one)) != "UTF-8":
            yield fault(one, _("{one} is {encoding}, not UTF-8").format(one=called(one), encoding=told))


def places_lie_in_the_text(file: Checked) -> Iterator[Problem]:
    """A selection ends past the end of its text."""
    for one in file.named("TextSource", "Representation", "TextDescription"):
        text = file.text(one)
        selections = list(xml.children(one, "PlainTextSelection"))
        if text is None or not selections:
            continue
        length = _length(text, file)
        for selection in selections:
            end = xml.whole(selection.get("endPosition"))
            if end is not None and end > length:
                message = _("{selection} in {one} ends at {end}, but the text has {n} characters")
                told = message.format(selection=called(selection), one=called(one), end=end, n=length)
                yield fault(selection, told)


def _length(text: str, file: Checked) -> int:
    """How many characters a text has as the program that wrote the file counts."""
    bare = text.removeprefix("\ufeff")
    return len(bare) + (_astral(bare) if "nvivo" in _origin(file) else 0)


def _astral(text: str) -> int:
    """How many characters are two units in UTF-16."""
    return sum(character > "\uffff" for character in text)


def _origin(file: Checked) -> str:
    return str(file.root.get("origin") or "").lower()


def emoji_are_counted_in_a_known_way(file: Checked) -> Iterator[Problem]:
    """A text has emoji or the like, and it is not known how the program that wrote the file counts them."""
    if any(name in _origin(file) for name in KNOWN_UNITS):
        return
    for one in file.named("TextSource"):
        if number := _astral(file.text(one) or ""):
            message = _("{one} has {n} characters such as emoji, which some programs count twice; check places after")
            yield fault(one, message.format(one=called(one), n=number))


def line_ends_are_plain(file: Checked) -> Iterator[Problem]:
    """A text has CRLF line ends, which programs count differently."""
    for one in file.named("TextSource"):
        if "\r" in (file.text(one) or ""):
            message = _("{one} has CRLF line ends, which programs count as one or as two")
            yield fault(one, message.format(one=called(one)))


def texts_begin_with_text(file: Checked) -> Iterator[Problem]:
    """A text begins with a byte-order mark, which programs count differently."""
    for one in file.named("TextSource"):
        if (file.text(one) or "").startswith("\ufeff"):
            message = _("{one} begins with a byte-order mark, which some programs count")
            yield fault(one, message.format(one=called(one)))


def xml_begins_with_xml(file: Checked) -> Iterator[Problem]:
    """The XML has a byte-order mark before it; some programs do not read it then."""
    if file.data.startswith(_UTF8_MARK):
        yield Problem(1, _("the XML begins with a byte-order mark; save it without"))


# --- Members --------------------------------------------------------------------------------------------


def paths_have_schemes(file: Checked) -> Iterator[Problem]:
    """A path does not begin with internal://, relative:/// or absolute:///; NVivo reads an empty text then."""
    for one, attribute, path in _paths(file):
        if not _SCHEME.match(path):
            message = _("{one}: {attribute} “{path}” does not begin with internal://")
            yield fault(one, message.format(one=called(one), attribute=attribute, path=path[:80]))


def members_are_there(file: Checked) -> Iterator[Problem]:
    """A file that a path names is not in the package, or cannot be read; films and the like may lie elsewhere."""
    for one, attribute, path in _paths(file):
        if (why := _missing(file, attribute, path)) and not _may_lie_outside(attribute, path):
            message = _("{one}: {attribute} “{path}” {why}")
            yield fault(one, message.format(one=called(one), attribute=attribute, path=path[:80], why=why))


def media_lie_in_the_package(file: Checked) -> Iterator[Problem]:
    """A picture, sound or film lies outside the package, and does not travel with it."""
    for one, attribute, path in _paths(file):
        if _may_lie_outside(attribute, path) and _missing(file, attribute, path):
            message = _("{one} lies outside the package (“{path}”); send it along")
            yield fault(one, message.format(one=called(one), path=path[:80]))


def _may_lie_outside(attribute: str, path: str) -> bool:
    return attribute == "path" and path.lower().startswith(_OUTSIDE)


def _missing(file: Checked, attribute: str, path: str) -> str:
    if file.package is None:
        return _("is missing, for the XML came without its package")
    try:
        info = file.package.find(path)
        if attribute == "plainTextPath":
            file.package.text(info)
    except MemberError as error:
        return str(error)
    return ""


def members_are_used(file: Checked) -> Iterator[Problem]:
    """A file lies in the package that nothing in the XML names."""
    if file.package is None:
        return
    named = {file.qde.lower(), PRIVATE} | {_base(path) for _one, _attribute, path in _paths(file)}
    for info in file.members:
        base = _base(info.filename)
        unnamed = base not in named and info.filename.lower() not in named
        if unnamed and not info.is_dir() and not base.startswith(".") and not base.endswith(".qde"):
            yield Problem(0, _("{member} is named by nothing in the XML").format(member=_shown(info.filename)))


def members_are_safe(file: Checked) -> Iterator[Problem]:
    """A member would be unpacked outside of the folder, or stands twice."""
    often = Counter(info.filename.lower() for info in file.members)
    for info in file.members:
        if _UNSAFE.match(info.filename.replace("\\", "/")):
            yield Problem(0, _("{member} leads out of the package").format(member=_shown(info.filename)))
    for name, number in often.items():
        if number > 1:
            yield Problem(0, _("{member} stands {n} times in the package").format(member=_shown(name), n=number))


def sources_lie_in_sources(file: Checked) -> Iterator[Problem]:
    """The folder is called Sources; ATLAS.ti reads only sources."""
    folders = {info.filename.partition("/")[0] for info in file.members if "/" in info.filename}
    for folder in sorted(folders):
        if folder != "sources" and folder.lower() == "sources":
            yield Problem(0, _("the folder is called {folder}; ATLAS.ti reads only sources").format(folder=folder))


def package_has_one_project(file: Checked) -> Iterator[Problem]:
    """There is more than one .qde file, or it does not lie at the root."""
    found = [info.filename for info in file.members if info.filename.lower().endswith(".qde")]
    at_root = [name for name in found if "/" not in name]
    if found and (len(found) > 1 or not at_root):
        told = ", ".join(map(_shown, found[:5]))
        yield Problem(0, _("there must be one .qde file, at the root, and there is {names}").format(names=told))


def rich_texts_are_rich(file: Checked) -> Iterator[Problem]:
    """richTextPath leads to a plain text; ATLAS.ti opens an empty document then."""
    for one, attribute, path in _paths(file):
        if attribute == "richTextPath" and path.lower().endswith(".txt"):
            yield fault(one, _("{one}: richTextPath leads to a .txt; leave it out").format(one=called(one)))


def computers_are_not_told_of(file: Checked) -> Iterator[Problem]:
    """The file tells of folders on somebody's computer, with a user's name perhaps."""
    told = (path.strip() for _one, _name, path in file.having(*_PATHS, "currentPath"))
    absolute = (path for path in told if path.lower().startswith("absolute:"))
    for path in dict.fromkeys((file.root.get("basePath", "").strip(), *absolute)):
        if path:
            yield fault(file.root, _("“{path}” tells of folders on somebody’s computer").format(path=path[:80]))


def _paths(file: Checked) -> Iterator[tuple[Any, str, str]]:
    return ((one, name, path.strip()) for one, name, path in file.having(*_PATHS) if path.strip())


def _base(path: str) -> str:
    return path.replace("\\", "/").rpartition("/")[2].lower()


def _shown(name: str) -> str:
    return name[:80].encode("utf-8", "replace").decode()


FAULTS = (
    texts_stand_in_one_place,
    texts_are_utf8,
    places_lie_in_the_text,
    paths_have_schemes,
    members_are_there,
    members_are_safe,
    package_has_one_project,
    rich_texts_are_rich,
)
HINTS = (
    emoji_are_counted_in_a_known_way,
    line_ends_are_plain,
    texts_begin_with_text,
    xml_begins_with_xml,
    media_lie_in_the_package,
    members_are_used,
    sources_lie_in_sources,
    computers_are_not_told_of,
)
