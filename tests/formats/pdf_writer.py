"""A tiny writer of PDF files: lines of Helvetica at given places, with æ, ø and å, as raw bytes."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence

FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>"
PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents %d 0 R/Resources<</Font<</F1 3 0 R>>%s>>%s>>"

Placed = tuple[float, float, str]  # x, y from the lower left corner, and what stands there


def raw(objects: Sequence[bytes], trailer: bytes = b"") -> bytes:
    """A file of these objects, the first of which is the catalogue."""
    out, places = b"%PDF-1.7\n", []
    for number, one in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, one)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    head = b"xref\n0 %d\n0000000000 65535 f \n%b" % (size, table)
    return out + head + b"trailer\n<</Size %d/Root 1 0 R%b>>\nstartxref\n%d\n%%%%EOF" % (size, trailer, len(out))


def stream(data: bytes, entries: bytes = b"", *, packed: bool = False) -> bytes:
    """A stream object."""
    if packed:
        data, entries = zlib.compress(data), entries + b"/Filter/FlateDecode"
    return b"<<%b/Length %d>>stream\n%b\nendstream" % (entries, len(data), data)


def shown(text: str) -> bytes:
    """A text as a string of PDF."""
    escaped = text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
    return b"(%b)" % escaped.encode("cp1252")


def content(lines: Iterable[Placed], size: float = 11) -> bytes:
    """The operators that draw lines."""
    return b"".join(b"BT /F1 %g Tf %g %g Td %b Tj ET\n" % (size, x, y, shown(text)) for x, y, text in lines)


def pdf(
    *contents: bytes, resources: bytes = b"", page: bytes = b"", more: Sequence[bytes] = (), packed: bool = False
) -> bytes:
    """A file with a page per content; `more` objects get the numbers after the pages'."""
    first = 4
    kids = b" ".join(b"%d 0 R" % (first + 2 * n) for n in range(len(contents)))
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[%b]/Count %d>>" % (kids, len(contents)), FONT]
    for number, one in enumerate(contents):
        objects += [PAGE % (first + 2 * number + 1, resources, page), stream(one, packed=packed)]
    return raw([*objects, *more])


def written(
    *paragraphs: str, x: float = 70, top: float = 770, width: int = 80, gap: float = 8, step: float = 13
) -> list[Placed]:
    """Paragraphs as lines of at most `width` characters, with a gap between paragraphs."""
    lines: list[Placed] = []
    y = top
    for paragraph in paragraphs:
        line = ""
        for word in paragraph.split():
            if line and len(line) + len(word) >= width:
                lines.append((x, y, line))
                line, y = "", y - step
            line = f"{line} {word}".strip()
        lines.append((x, y, line))
        y -= step + gap
    return lines
