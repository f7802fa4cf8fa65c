"""The rules for HTML, one file that must stand on its own. Contrast and scripts are axe's, in a browser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import unquote

from icmo.i18n import _, count, integer
from icmo.reports.check.html_file import HtmlFile, hidden, words
from icmo.reports.check.problems import Finding, Rule, excerpt
from icmo.reports.check.shared import (
    known_language,
    link_is_address,
    link_says_nothing,
    no_alternative,
    no_title,
    weak_alternative,
    wrong_levels,
)

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_OUTSIDE = re.compile(r"(?:https?|mailto|tel):\S", re.I)
_FETCHING = re.compile(r"url\(\s*['\"]?(?!['\"]?\s*(?:data:|#))[^)\s]|@import\b", re.I)
_FETCHED = {"src": None, "srcset": None, "poster": None, "data": ("object",), "background": None}
_LINKS = ("stylesheet", "icon", "preload", "prefetch", "modulepreload", "manifest", "preconnect", "dns-prefetch")
_LAID_OUT = ("presentation", "none")


def title(page: HtmlFile) -> Iterator[Finding]:
    """The page has a title, which stands on its tab and is said first."""
    element = next(page.all("title"), None)
    yield from no_title("" if element is None or element.getparent().tag == "svg" else words(element))


def language(page: HtmlFile) -> Iterator[Finding]:
    """The page says which language it is in."""
    if not known_language(page.root.get("lang", "")):
        yield Finding(
            "", _("The page does not say which language its text is in."), _('Write <html lang="da"> at the top.')
        )


def one_top(page: HtmlFile) -> Iterator[Finding]:
    """There is one heading of level 1."""
    number = sum(1 for _one in _headings(page, "h1"))
    if number != 1:
        yield Finding(
            "",
            _("{n} headings are of level 1; there must be one.").format(n=integer(number)),
            _("Keep <h1> for the report’s title, and let chapters begin with <h2>."),
        )


def order(page: HtmlFile) -> Iterator[Finding]:
    """No level is skipped on the way down."""
    yield from wrong_levels([(int(one.tag[1]), excerpt(words(one)), page.where(one)) for one in _headings(page)])


def empty_heading(page: HtmlFile) -> Iterator[Finding]:
    """No heading is empty."""
    for one in _headings(page):
        if not page.name_of(one):
            yield Finding(
                page.where(one),
                _("A heading of level {level} is empty.").format(level=one.tag[1]),
                _("Write what stands under it, or take it away."),
            )


def _headings(page: HtmlFile, *tags: str) -> Iterator[Any]:
    return (one for one in page.all(*(tags or _HEADINGS)) if not hidden(one))


def alternative(page: HtmlFile) -> Iterator[Finding]:
    """Every picture says what it shows; ``alt=""`` and ``aria-hidden`` mark decoration."""
    for one in _pictures(page):
        if one.get("alt") is None and not _title_of(page, one):
            yield from no_alternative("", page.where(one))


def weak(page: HtmlFile) -> Iterator[Finding]:
    """No alternative text is merely a file's name or what a program called the picture."""
    for one in _pictures(page):
        yield from weak_alternative(one.get("alt") or _title_of(page, one), page.where(one))


def _pictures(page: HtmlFile) -> Iterator[Any]:
    for one in page.all("img", "svg", "canvas", "object", "embed", "iframe"):
        inside = next(one.iterancestors("svg"), None) is not None
        if not inside and not hidden(one) and one.get("role") not in _LAID_OUT:
            yield one


def _title_of(page: HtmlFile, picture: Any) -> str:
    labelled = picture.get("aria-label") or ""
    for key in picture.get("aria-labelledby", "").split():
        labelled += " ".join(words(one) for one in page.by_id.get(key, []))
    titles = (words(child) for child in picture if child.tag == "title")
    return (labelled or next(titles, "") or picture.get("title") or "").strip()


def caption(page: HtmlFile) -> Iterator[Finding]:
    """Every table has a caption."""
    for table in _tables(page):
        found = table.find("caption")
        named = table.get("aria-label") or table.get("aria-labelledby")
        if not named and (found is None or not words(found)):
            yield Finding(page.where(table), _("The table has no caption."), _("Say in <caption> what is in it."))


def scopes(page: HtmlFile) -> Iterator[Finding]:
    """Every header cell says what it is the header of."""
    for table in _tables(page):
        headers = [*_cells(table, "th")]
        unsaid = [one for one in headers if one.get("scope") not in ("col", "row", "colgroup", "rowgroup")]
        if not headers:
            yield Finding(
                page.where(table),
                _("The table has no header cells."),
                _("Use <th scope> for its first row and column."),
            )
        elif unsaid:
            yield Finding(
                page.where(table),
                _("{cells} do not say what they are the header of.").format(
                    cells=count(len(unsaid), "header cell", "header cells")
                ),
                _('Write scope="col" or scope="row".'),
            )


def merged(page: HtmlFile) -> Iterator[Finding]:
    """No cells are merged."""
    for table in _tables(page):
        number = sum(1 for one in _cells(table, "td", "th") if _spans(one))
        if number:
            yield Finding(
                page.where(table),
                _("{cells} merged.").format(cells=count(number, "cell is", "cells are")),
                _("Repeat what holds for several cells in each of them, or make two tables."),
            )


def empty_cells(page: HtmlFile) -> Iterator[Finding]:
    """No cell is empty."""
    for table in _tables(page):
        number = sum(1 for one in _cells(table, "td", "th") if not page.name_of(one) and one.find(".//input") is None)
        if number:
            yield Finding(
                page.where(table),
                _("{cells} in the table.").format(cells=count(number, "cell is empty", "cells are empty")),
                _("Write “–” or “none”, so that nobody thinks that something is missing."),
            )


def _tables(page: HtmlFile) -> Iterator[Any]:
    return (one for one in page.all("table") if one.get("role") not in _LAID_OUT and not hidden(one))


def _cells(table: Any, *tags: str) -> Iterator[Any]:
    return (one for one in table.iter(*tags) if next(one.iterancestors("table")) is table)


def _spans(cell: Any) -> bool:
    return any(cell.get(name, "1").strip() not in ("1", "") for name in ("colspan", "rowspan"))


def same_ids(page: HtmlFile) -> Iterator[Finding]:
    """No two elements have the same id, or links and labels lead to the wrong one."""
    for key, elements in page.by_id.items():
        if len(elements) > 1:
            yield Finding(
                page.where(elements[1]),
                _("{n} elements have the id “{id}”.").format(n=integer(len(elements)), id=key),
                _("Give each its own id."),
            )


def link_text(page: HtmlFile) -> Iterator[Finding]:
    """The words of every link say where it leads."""
    for one in _links(page):
        yield from link_says_nothing(page.name_of(one), page.where(one))


def link_address(page: HtmlFile) -> Iterator[Finding]:
    """No link is a bare address."""
    for one in _links(page):
        yield from link_is_address(page.name_of(one), page.where(one))


def link_target(page: HtmlFile) -> Iterator[Finding]:
    """Every link leads somewhere."""
    named = {one.get("name") for one in page.all("a")} | page.by_id.keys()
    for one in _links(page):
        if not _leads(page, one.get("href").strip(), named):
            yield Finding(
                page.where(one),
                _("The link “{text}” leads nowhere.").format(text=page.name_of(one)),
                _("Mend its address: {address}").format(address=one.get("href").strip() or "?"),
            )


def _links(page: HtmlFile) -> Iterator[Any]:
    return (one for one in page.all("a") if one.get("href") is not None and not hidden(one))


def _leads(page: HtmlFile, address: str, named: Any) -> bool:
    if address.startswith("#"):
        return address == "#top" or unquote(address[1:]) in named or address[1:] in named
    return bool(_OUTSIDE.match(address)) or _is_beside(page, address)


def _is_beside(page: HtmlFile, address: str) -> bool:
    """Whether a relative address names a file next to the page or below; other places are not even looked at."""
    path = PurePosixPath(unquote(re.split(r"[?#]", address)[0]))
    if not path.parts or path.is_absolute() or ".." in path.parts or re.search(r"[\\:]", str(path)):
        return False
    return (page.path.parent / path).is_file()


def fetched(page: HtmlFile) -> Iterator[Finding]:
    """Nothing is fetched from elsewhere: the page tells nobody that it is read, and works in ten years."""
    for element in page.root.iter():
        if isinstance(element.tag, str) and (what := _fetches(element)):
            yield Finding(
                page.where(element),
                _("The page fetches {what}.").format(what=excerpt(what)),
                _("Put it into the page itself (as data: or inline)."),
            )


def _fetches(element: Any) -> str:
    """What an element fetches; nothing for data in the page itself."""
    for name, tags in _FETCHED.items():
        value = element.get(name)
        if value and not tags_exclude(tags, element.tag) and not value.strip().startswith(("data:", "#", "about:")):
            return str(value)
    if element.tag == "link" and set(element.get("rel", "").lower().split()) & {*_LINKS}:
        return "" if element.get("href", "").startswith("data:") else element.get("href", "")
    if element.tag in ("use", "image"):
        value = element.get("href") or element.get("xlink:href") or ""
        return "" if value.startswith(("#", "data:")) else value
    if element.tag == "meta" and element.get("http-equiv", "").lower() == "refresh":
        return str(element.get("content", ""))
    styles = (element.text or "") if element.tag == "style" else element.get("style", "")
    match = _FETCHING.search(styles)
    return styles[match.start() : match.start() + 80] if match else ""


def tags_exclude(tags: tuple[str, ...] | None, tag: str) -> bool:
    """Whether an attribute means something else on this element."""
    return tags is not None and tag not in tags


RULES: tuple[Rule[HtmlFile], ...] = (
    Rule("title", "error", title),
    Rule("language", "error", language),
    Rule("heading-top", "error", one_top),
    Rule("heading-order", "error", order),
    Rule("heading-empty", "error", empty_heading),
    Rule("table-caption", "error", caption),
    Rule("table-header", "error", scopes),
    Rule("table-merged", "error", merged),
    Rule("table-empty-cell", "error", empty_cells),
    Rule("picture-alt", "error", alternative),
    Rule("picture-alt-weak", "warning", weak),
    Rule("link-text", "error", link_text),
    Rule("link-address", "warning", link_address),
    Rule("link-target", "error", link_target),
    Rule("id-twice", "error", same_ids),
    Rule("fetched", "error", fetched),
)
