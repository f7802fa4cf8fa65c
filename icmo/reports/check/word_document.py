"""Word: what the document as a whole says of itself, and what must not be left in one that is published."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from icmo.i18n import _, count
from icmo.reports.check.problems import Finding, listed
from icmo.reports.check.shared import core_property, known_language, no_title
from icmo.reports.check.word_file import WordFile, said
from icmo.reports.check.word_styles import W, is_on

_CHANGES = ("ins", "del", "moveFrom", "moveTo", "rPrChange", "pPrChange", "tblPrChange", "tcPrChange", "sectPrChange")


def title(file: WordFile) -> Iterator[Finding]:
    """The title stands in the document's properties."""
    yield from no_title(core_property(file.package, "title"))


def language(file: WordFile) -> Iterator[Finding]:
    """The styles say which language the text is in: it decides how a screen reader pronounces it."""
    if not known_language(_language(file)):
        yield Finding(
            "",
            _("The document does not say which language its text is in."),
            _("Mark all text and choose Review > Language; save it in the template for the next one."),
        )


def language_agrees(file: WordFile) -> Iterator[Finding]:
    """The language of the properties is that of the text."""
    stated, used = core_property(file.package, "language"), _language(file)
    if stated and used and stated.split("-")[0].casefold() != used.split("-")[0].casefold():
        yield Finding(
            "",
            _("The properties say that the language is {stated}, but the text is marked as {used}.").format(
                stated=stated, used=used
            ),
            _("Mark all text and choose the right language under Review > Language."),
        )


def language_known(file: WordFile) -> Iterator[Finding]:
    """No words are marked with a language that there is not, or with none."""
    tags = Counter(said(one) for _part, root in file.stories for one in root.iter(f"{W}lang") if one.get(f"{W}val"))
    for tag, number in tags.items():
        if not known_language(tag):
            yield Finding(
                "",
                _("{places} in the text are marked with the unknown language “{tag}”.").format(
                    places=count(number, "place", "places"), tag=tag
                ),
                _("Mark the words and choose their language under Review > Language."),
            )


def _language(file: WordFile) -> str:
    """The language of text that says nothing else: the default style's before the defaults'."""
    style = file.styles.first(None, f"{W}rPr/{W}lang[@{W}val]")
    if style is None and file.styles.defaults is not None:
        style = file.styles.defaults.find(f"{W}lang")
    return said(style)


def protected(file: WordFile) -> Iterator[Finding]:
    """Nothing keeps a reader's own tools from the text."""
    for tag in ("documentProtection", "writeProtection"):
        element = None if file.settings is None else file.settings.find(f"{W}{tag}")
        if element is not None and (tag == "writeProtection" or is_enforced(element.get(f"{W}enforcement"))):
            yield Finding(
                "",
                _("The document is protected against changes."),
                _("Remove the protection under Review > Restrict Editing: it can shut out screen readers."),
            )


def is_enforced(value: str | None) -> bool:
    """Whether a protection that is described is also in force."""
    return value in ("1", "true", "on")


def changes_left(file: WordFile) -> Iterator[Finding]:
    """No tracked changes are left."""
    tags = [f"{W}{name}" for name in _CHANGES]
    number = sum(1 for _part, root in file.stories for _one in root.iter(*tags))
    if number:
        yield Finding(
            "",
            _("{changes} left in a report to be published.").format(
                changes=count(number, "tracked change is", "tracked changes are")
            ),
            _("Accept or reject them under Review; what was deleted can still be read."),
        )
    elif file.settings is not None and is_on(file.settings.find(f"{W}trackRevisions")):
        yield Finding("", _("Word is still tracking changes."), _("Turn it off under Review > Track Changes."))


def comments_left(file: WordFile) -> Iterator[Finding]:
    """No comments are left."""
    parts = file.package.related(file.part, "comments")
    found = [one for part in parts for one in file.package.xml(part).iter(f"{W}comment")]
    if found:
        authors = {one.get(f"{W}author", "") for one in found} - {""}
        yield Finding(
            "",
            _("{comments} left in a report to be published (by {authors}).").format(
                comments=count(len(found), "comment is", "comments are"), authors=listed(sorted(authors)) or "?"
            ),
            _("Delete them under Review > Delete > Delete All Comments."),
        )
