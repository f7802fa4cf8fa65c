"""PDF with a text layer, opened with pypdf: columns in reading order, running headers and page numbers left out,
paragraphs put together again from lines, words from their halves at line ends.

A PDF knows letters and places only. What is read is therefore a guess at paragraphs, though never at letters: where
somebody has the transcript as Word or text, that is the better file. Scanned pages hold no letters at all.
"""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from icmo.errors import ReadError
from icmo.formats import dialogue, pdf_left_out
from icmo.formats.left_out import Left, remarks
from icmo.formats.pdf_fonts import Fonts
from icmo.formats.pdf_lines import gutters_of, lines
from icmo.formats.pdf_margins import without_margins
from icmo.formats.pdf_page import Budget, Drawn, Stretch, TooMuchError, drawn_on
from icmo.formats.pdf_paragraphs import Paragraph, paragraphs
from icmo.formats.reading import Reading
from icmo.i18n import _
from icmo.text.anchors import normalise

MAX_PAGES = 3_000
_FEW = 10  # letters: a page with fewer holds no text
_STRANGE = 0.3  # of the letters have no meaning where a font does not say which they are
_SHOWN = 3  # of the lines left out are told in the remark
_REPLACED = str.maketrans(
    {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st", "\u00a0": " ", "\u2011": "-"}
)


def read_pdf(data: bytes, name: str) -> Reading:
    """Read a PDF transcript; the metadata say how many pages it has, `page_starts` where each begins.

    Raises
    ------
    ReadError
        It is damaged, locked, scanned, or too large.
    """
    pages = _pages(data, name)
    drawn, unread = _drawn(pages, name)
    _refuse_pictures(pages, [one.stretches for one in drawn], name)
    body, margins = without_margins([one.stretches for one in drawn])
    margins += dict.fromkeys(text for one in drawn if (text := " ".join(one.margin.split())))
    gutters = {gutter for page in body for gutter in gutters_of(page)}
    widths = [float(page.mediabox.width) for page in pages]
    found = paragraphs([line for n, page in enumerate(body) for line in lines(page, n, gutters, width=widths[n])])
    text, starts = _text(found, len(pages))
    notes = (*_notes(unread, margins), *remarks([*_sideways(drawn), *pdf_left_out.left(pages)]))
    return Reading(text, dialogue.turns(text), {"pages": len(pages)}, notes, page_starts=starts)


def _pages(data: bytes, name: str) -> list[Any]:
    """The pages of the file, once it is open."""
    import pypdf

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it tells of every oddity that it mends
    try:
        reader = pypdf.PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise _locked(name)
        count = len(reader.pages)
        if count <= MAX_PAGES:
            return list(reader.pages)
    except ReadError:
        raise
    except Exception:  # pypdf lets many errors through; all mean the same here
        raise _damaged(name) from None
    raise ReadError(
        _("{name} has {n} pages; icmo reads up to {max}.").format(name=name, n=count, max=MAX_PAGES),
        _("Divide it into several files."),
    )


def _locked(name: str) -> ReadError:
    return ReadError(
        _("{name} is locked with a password.").format(name=name),
        _("Open it with the password and print it to a new PDF, or ask for the transcript as .docx."),
    )


def _damaged(name: str) -> ReadError:
    return ReadError(
        _("{name} is damaged, or no PDF.").format(name=name),
        _("Open it in a PDF reader and save it again, or copy the text into a Word document."),
    )


def _drawn(pages: Sequence[Any], name: str) -> tuple[list[Drawn], list[int]]:
    """The text of each page, and the numbers of those that could not be read."""
    fonts, budget = Fonts(), Budget()
    drawn: list[Drawn] = []
    unread: list[int] = []
    for number, page in enumerate(pages, 1):
        try:
            found = drawn_on(page, fonts, budget)
            drawn.append(replace(found, stretches=[_clean(one) for one in found.stretches]))
        except TooMuchError:
            raise ReadError(
                _("{name} holds far more than a transcript, up to page {page}.").format(name=name, page=number),
                _("Save the pages with the interview as a PDF of their own, or as .docx."),
            ) from None
        except Exception:  # one broken page; the others are read and it is told
            drawn.append(Drawn([]))
            unread.append(number)
    if len(unread) == len(pages):
        raise _damaged(name)
    return drawn, unread


def _clean(one: Stretch) -> Stretch:
    """Ligatures as letters; soft hyphens only where a line may end."""
    text = one.text.translate(_REPLACED)
    if "\u00ad" in text:
        text = text.rstrip()[:-1].replace("\u00ad", "") + text.rstrip()[-1:]
    return Stretch(one.x0, one.x1, one.y, one.size, text)


def _refuse_pictures(pages: Sequence[Any], drawn: Sequence[list[Stretch]], name: str) -> None:
    """Refuse a file of scanned pages, and one whose fonts do not say which letters they draw."""
    empty = [sum(len(one.text) for one in page) < _FEW for page in drawn]
    pictures = sum(no_text and _has_pictures(page) for no_text, page in zip(empty, pages, strict=True))
    if 2 * pictures > len(pages):
        raise ReadError(
            _("{name} is scanned: {n} of {all} pages hold pictures and no text.").format(
                name=name, n=pictures, all=len(pages)
            ),
            _("Have its text recognised (OCR, for instance in Acrobat or OneDrive), and correct it before you code."),
        )
    letters = "".join(one.text for page in drawn for one in page)
    strange = sum(not letter.isprintable() or letter == "\ufffd" for letter in letters)
    if strange > _STRANGE * max(len(letters), 1):
        raise ReadError(
            _("{name} does not say which letters it shows.").format(name=name),
            _("Ask for the transcript as .docx, or have its text recognised (OCR)."),
        )


def _has_pictures(page: Any) -> bool:
    try:
        return bool(page.get("/Resources", {}).get_object().get("/XObject"))
    except Exception:  # a page that is broken in other ways
        return False


def _text(found: Sequence[Paragraph], pages: int) -> tuple[str, tuple[int, ...]]:
    """The text, and where each page begins; a page without a paragraph of its own begins with the next one."""
    texts = [normalise(one.text.replace("\u00ad", "")) for one in found]
    places: dict[int, int] = {}
    at = 0
    for one, text in zip(found, texts, strict=True):
        places.setdefault(one.page, at)
        at += len(text) + 2
    end = max(at - 1, 0)
    starts: list[int] = []
    for page in reversed(range(pages)):
        end = places.get(page, end)
        starts.append(end)
    return "\n\n".join(texts) + "\n", tuple(reversed(starts))


def _sideways(drawn: Sequence[Drawn]) -> Iterator[Left]:
    yield from (Left(_("text that stands sideways"), one.sideways) for one in drawn if one.sideways.strip())


def _notes(unread: Sequence[int], margins: Sequence[str]) -> Iterator[str]:
    if unread:
        yield _("could not be read on page {pages}").format(pages=", ".join(map(str, unread)))
    if margins:
        shown = " · ".join(margins[:_SHOWN]) + (" …" if len(margins) > _SHOWN else "")
        yield _("running headers, footers and page numbers were left out: {shown}").format(shown=shown)
