from __future__ import annotations

import contextlib
import time

import pytest

from icmo.errors import ReadError
from icmo.formats.reading import Reading, read


def _said(reading: Reading) -> list[tuple[str | None, str, float | None]]:
    return [(turn.speaker, reading.text[turn.start : turn.end], turn.seconds) for turn in reading.turns]


@pytest.mark.parametrize(
    ("html", "text"),
    [
        pytest.param("<p>Et</p><p>To</p>", "Et\n\nTo\n", id="paragraphs"),
        pytest.param("<h1>Om <em>os</em></h1>\n<div>Et\n  to<br>tre</div>", "Om os\n\nEt to\ntre\n", id="heading"),
        pytest.param("<ul><li>et<li>to</ul>", "- et\n\n- to\n", id="a_list"),
        pytest.param("<ol><li>et<li>to</ol>", "1. et\n\n2. to\n", id="a_numbered_list"),
        pytest.param("<p>&aelig;&oslash;&#229;&nbsp;&amp;&shy;co &#128578;</p>", "æøå &co 🙂\n", id="entities"),
        pytest.param("<pre>et\n  to</pre>", "et\nto\n", id="lines_as_they_are"),
        pytest.param(
            "<head><title>T</title><style>p{}</style></head><nav>Hjem</nav><script>x()</script><!-- n -->"
            "<p hidden>skjult</p><p style='color:red; display: none'>skjult</p><p>Et<!-- n --> to</p>"
            "<noscript>n</noscript>",
            "Et to\n",
            id="what_nobody_sees_is_left_out",
        ),
        pytest.param("løs tekst<p>Et</p>hale", "løs tekst\n\nEt\n\nhale\n", id="text_outside_paragraphs"),
        pytest.param("<table><tr><td>En lang celle her<td>to</table>", "En lang celle her\n\nto\n", id="a_plain_table"),
    ],
)
def test_the_visible_text_is_read(html: str, text: str) -> None:
    assert read(html.encode(), "a.html").text == text


@pytest.mark.parametrize(
    "html",
    [
        pytest.param("<p><b>I</b> [0:01]: Hvad så?</p><p><b>Leder</b> [0:04]: Jo.</p>", id="paragraphs"),
        pytest.param(
            "<table><thead><tr><th>Tid<th>Taler<th>Tekst</thead><tr><td>0:01<td>I<td>Hvad <i>så?</i>"
            "<tr><td>0:04<td>Leder:<td><p>Jo.</p></table>",
            id="a_table_with_headings",
        ),
        pytest.param("<dl><dt>I [0:01]<dd>Hvad så?<dt>Leder [0:04]:<dd>Jo.</dl>", id="a_list_of_terms"),
        pytest.param("<div>I 0:01</div>Hvad så?<div>Leder 0:04</div>Jo.", id="names_with_times_above"),
    ],
)
def test_speakers_are_found_in_every_layout(html: str) -> None:
    assert _said(read(html.encode(), "a.htm")) == [("I", "Hvad så?", 1.0), ("Leder", "Jo.", 4.0)]


def test_a_speaker_in_a_cell_that_reaches_down_says_all_of_it() -> None:
    html = "<table><tr><td>I<td>Hvad?<tr><td rowspan=2>Anna<td>Et.<tr><td>To.<tr><td>Anna<td>Tre.</table>"
    assert [(speaker, said) for speaker, said, _time in _said(read(html.encode(), "a.html"))] == [
        ("I", "Hvad?"),
        ("Anna", "Et."),
        ("Anna", "To."),
        ("Anna", "Tre."),
    ]


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [
        pytest.param("utf-8", "<meta charset=utf-8>", id="utf8"),
        pytest.param("utf-8-sig", "", id="a_byte_order_mark"),
        pytest.param("utf-16", "", id="utf16"),
        pytest.param("cp1252", '<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-1">', id="latin1"),
        pytest.param("iso8859-15", "<?xml version='1.0' encoding='ISO-8859-15'?>", id="as_xhtml_says"),
        pytest.param("utf-8", "<?xml version='1.0' encoding='utf-8'?>", id="xhtml_in_utf8"),
        pytest.param("utf-8", "<meta charset=findes-ikke>", id="an_unknown_encoding"),
        pytest.param("utf-8", "<meta charset=punycode>", id="one_that_is_not_for_pages"),
    ],
)
def test_the_encoding_is_the_one_that_the_page_tells(encoding: str, declared: str) -> None:
    assert read(f"{declared}<p>Blåbærgrød på Ærø</p>".encode(encoding), "a.html").text == "Blåbærgrød på Ærø\n"


@pytest.mark.parametrize("n", [300, 100_000])
def test_a_page_nested_too_deep_is_refused(n: int) -> None:
    with pytest.raises(ReadError, match="nested too deep") as caught:
        read(b"<div>" * n + b"hej", "a.html")
    assert caught.value.hint


def test_a_page_without_text_is_refused() -> None:
    with pytest.raises(ReadError, match="holds no text"):
        read(b"<script>alert('hej')</script>", "a.html")


def test_entities_of_the_page_itself_stand_for_nothing() -> None:
    page = b'<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]><p>A &x; B</p>'
    assert "root:" not in read(page, "a.html").text


@pytest.mark.parametrize("piece", ["<p>ord</p>", "<ol><li>ord" + "<li>ord" * 50, "<li>ord", "<b>ord</b> <br>", "&lt;"])
def test_a_large_page_is_read_in_a_moment(piece: str) -> None:
    data = f"<ol>{piece * (1_000_000 // len(piece))}".encode()
    began = time.perf_counter()
    with contextlib.suppress(ReadError):  # lists in lists
        read(data, "a.html")
    assert time.perf_counter() - began < 10
