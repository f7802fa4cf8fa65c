"""Word: pictures, charts and drawings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from icmo.i18n import _
from icmo.reports.check.problems import Finding
from icmo.reports.check.shared import is_decorative, no_alternative, weak_alternative
from icmo.reports.check.word_file import Paragraph, WordFile
from icmo.reports.check.word_styles import W

WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_V = "{urn:schemas-microsoft-com:vml}"


@dataclass(frozen=True)
class _Picture:
    """A picture with its alternative text (None: decorative), and whether it floats over the text."""

    where: str
    text: str | None
    floating: bool


def _pictures(file: WordFile) -> Iterator[_Picture]:
    """Those of the text and the notes; in headers and footers, which are not read aloud, they are not looked at."""
    for element, paragraph, _part in file.found(f"{WP}inline", f"{WP}anchor", f"{W}pict", f"{W}object"):
        yield _picture(element, paragraph)


def _picture(element: Any, paragraph: Paragraph) -> _Picture:
    if not element.tag.startswith(WP):
        return _old_picture(element, paragraph)
    properties = element.find(f"{WP}docPr")
    floating = element.tag == f"{WP}anchor"
    if properties is None:
        return _Picture(paragraph.where, "", floating)
    return _Picture(paragraph.where, None if is_decorative(properties) else properties.get("descr", ""), floating)


def _old_picture(element: Any, paragraph: Paragraph) -> _Picture:
    """A picture in VML, as Word wrote it until 2007 and still does for embedded objects."""
    shapes = [one for one in element.iter() if isinstance(one.tag, str) and one.tag.startswith(_V)]
    text = next((one.get("alt") for one in shapes if one.get("alt")), "")
    floating = any("position:absolute" in one.get("style", "").replace(" ", "") for one in shapes)
    return _Picture(paragraph.where, text, floating)


def alternative(file: WordFile) -> Iterator[Finding]:
    """Every picture and chart has an alternative text, unless it is decorative."""
    for one in _pictures(file):
        if one.text is not None:
            yield from no_alternative(one.text, one.where)


def weak(file: WordFile) -> Iterator[Finding]:
    """No alternative text is merely a file's name or what a program called the picture."""
    for one in _pictures(file):
        yield from weak_alternative(one.text or "", one.where)


def floating(file: WordFile) -> Iterator[Finding]:
    """Pictures stand in line with the text, since a floating one has no place in what is read aloud."""
    for one in _pictures(file):
        if one.floating:
            yield Finding(
                one.where,
                _("A picture or text box floats over the text."),
                _("Choose Layout Options > In Line with Text."),
            )
