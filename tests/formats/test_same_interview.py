"""The same small interview in every format that has paragraphs gives the same text and turns as its .txt."""

from __future__ import annotations

import io

import docx
import pytest

from icmo.formats.reading import read
from tests.formats.pdf_writer import content, pdf, written
from tests.formats.test_odt import _odt, _xml

SAID = (
    "Interviewer [00:00:05]: Hvordan begyndte I, og hvem tog det første skridt?",
    "Sagsbehandler [00:00:12]: Altså, vi øvede bussen med hende hver tirsdag. Så begyndte hun selv at ringe til os, når"
    " hun var i tvivl om noget, og det havde hun aldrig gjort før.",
    "Interviewer [00:01:03]: Og så?",
    "Sagsbehandler [00:01:05]: Så fik hun overblik. Det er e-boks, job- og skattesager, “alt det dér” – på én gang.",
)
EMOJI = "Interviewer [00:02:00]: Tak 🙂."


def _docx(said: tuple[str, ...]) -> bytes:
    document = docx.Document()
    for paragraph in said:
        document.add_paragraph(paragraph)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _body(said: tuple[str, ...]) -> str:
    return "".join(f"<text:p>{paragraph}</text:p>" for paragraph in said)


def _rtf(said: tuple[str, ...]) -> bytes:
    units = [paragraph.encode("utf-16-le") for paragraph in said]
    numbers = (
        [int.from_bytes(one[at : at + 2], "little", signed=True) for at in range(0, len(one), 2)] for one in units
    )
    body = "".join("".join(f"\\u{n}?" if not 32 <= n < 127 else chr(n) for n in one) + "\\par " for one in numbers)
    return f"{{\\rtf1\\ansi {body}}}".encode()


def _columns(said: tuple[str, ...]) -> bytes:
    left, right = written(*said[:2], width=40), written(*said[2:], x=320, width=40)
    footer = (280.0, 30.0, "Side 1 af 1")
    return pdf(content(sorted([*left, *right, footer], key=lambda one: -one[1])))


@pytest.mark.parametrize(
    ("name", "data"),
    [
        pytest.param("a.docx", _docx((*SAID, EMOJI)), id="docx"),
        pytest.param("a.odt", _odt(_xml(_body((*SAID, EMOJI)))), id="odt"),
        pytest.param("a.fodt", _xml(_body((*SAID, EMOJI)), "document").encode(), id="fodt"),
        pytest.param("a.rtf", _rtf((*SAID, EMOJI)), id="rtf"),
        pytest.param("a.pdf", pdf(content(written(*SAID))), id="pdf"),
        pytest.param("a.pdf", pdf(content(written(*SAID, width=50, gap=0))), id="pdf_without_gaps"),
        pytest.param("a.pdf", _columns(SAID), id="pdf_in_columns"),
    ],
)
def test_the_same_interview_reads_alike_in_every_format(name: str, data: bytes) -> None:
    said = SAID if name.endswith(".pdf") else (*SAID, EMOJI)  # the PDF's font has no emoji
    wanted = read(("\n\n".join(said) + "\n").encode(), "a.txt")
    reading = read(data, name)
    assert (reading.text, reading.turns) == (wanted.text, wanted.turns)
    assert [turn.seconds for turn in reading.turns] == [5, 12, 63, 65, 120][: len(said)]
