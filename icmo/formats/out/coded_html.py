"""A coded transcript as a web page: a row per turn, its text with coded passages marked, its codes beside it.

Passages are marked by a ground and a line below, both in the colour of the code's role, and end with the number of
their note; the note says the code, by whom, and where a long passage begins and ends. Nothing rests on colour alone,
nothing is fetched, no script runs, and it prints as it stands.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from icmo.colours import FILL, FILL_DARK, INK, INK_DARK, MUTED, MUTED_DARK, PAPER, PAPER_DARK, TEXT, TEXT_DARK
from icmo.formats.out.coded_transcript import CodedTranscript, Note
from icmo.i18n import _, language
from icmo.models import Valence
from icmo.naming import label as name_of
from icmo.reports import html
from icmo.reports.html_words import safe
from icmo.text.blocks import Block

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
_LETTERS = ("I", "C", "K", "M", "O", "")
_EDGE = 5  # words of a long passage's beginning and end
RULES = """\
.coded { width: 100%; table-layout: fixed; } .coded td, .coded th { min-width: 0; }
.coded .turn { width: 9rem; font-weight: 400; } .coded .codes { width: 34%; font-size: .875rem; }
.coded .said { line-height: 1.7; } .coded ul { list-style: none; padding: 0; min-width: 0; }
.coded li { margin-bottom: .3rem; } .coded .path, .coded .span { display: block; }
mark { color: inherit; border-bottom: 2px solid; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
@media print { .coded tr { break-inside: auto; } .coded li { break-inside: avoid; } }
""" + "\n".join(
    f".k{letter or 'x'} {{ background: var(--fill-{letter or 'x'}); border-color: var(--ink-{letter or 'x'}); }}"
    for letter in _LETTERS
)


def page(made: CodedTranscript) -> bytes:
    """The whole page in UTF-8."""
    with language(made.language):
        return html.page(
            "report.html",
            lang=made.language,
            title=made.title,
            subtitle=made.subtitle,
            landscape=False,
            contents=[],
            body=body(made),
            scripts=[],
            policy=_POLICY,
            rules=RULES,
            light=_colours(PAPER, TEXT, MUTED, INK, FILL),
            dark=_colours(PAPER_DARK, TEXT_DARK, MUTED_DARK, INK_DARK, FILL_DARK),
        )


def body(made: CodedTranscript) -> str:
    """What stands below the title: a table with a row per block."""
    heads = "".join(f'<th scope="col">{safe(name)}</th>' for name in (_("Speaker"), _("Text"), _("Codes")))
    rows = "".join(_row(made, place) for place in range(len(made.blocks)))
    caption = safe(_("The transcript with its codes"))
    return (
        f'<table class="coded"><caption>{caption}</caption><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>'
    )


def _row(made: CodedTranscript, place: int) -> str:
    block, notes = made.blocks[place], made.notes_of(place)
    listed = "".join(_note(one, continued=one.blocks[0] != place) for one in notes)
    codes = f"<ul>{listed}</ul>" if listed else "–"
    said = "".join(_pieces(block, notes, place))
    return (
        f'<tr><th scope="row" class="turn">{_speaker(block)}</th><td class="said">{said}</td>'
        f'<td class="codes">{codes}</td></tr>\n'
    )


def _speaker(block: Block) -> str:
    if not block.number:
        return "–"
    turn = _("turn {n}").format(n=block.number)
    return "<br>".join(safe(part) for part in (block.speaker, turn, block.clock) if part)


def _pieces(block: Block, notes: Sequence[Note], place: int) -> Iterator[str]:
    """The block's text cut wherever a passage begins or ends; a passage's number follows its last piece."""
    within = {one.number: (_inside(one.start, block), _inside(one.end, block)) for one in notes}
    cuts = sorted({block.start, block.end, *(edge for span in within.values() for edge in span)})
    yield "".join(_sign(one) for one in notes if within[one.number][1] == block.start and one.blocks[1] == place)
    for start, end in pairwise(cuts):
        over = [one for one in notes if within[one.number][0] <= start and end <= within[one.number][1]]
        text = safe(block.text[start - block.start : end - block.start]).replace("\n", "<br>")
        yield f'<mark class="k{_innermost(over).letter or "x"}">{text}</mark>' if over else text
        yield "".join(_sign(one) for one in notes if within[one.number][1] == end and one.blocks[1] == place)


def _inside(offset: int, block: Block) -> int:
    return min(max(offset, block.start), block.end)


def _innermost(over: Sequence[Note]) -> Note:
    return min(over, key=lambda one: (one.end - one.start, one.number))


def _sign(one: Note) -> str:
    name = safe(_("Code {n}: {label}").format(n=one.number, label=name_of(one.code)))
    return f'<sup><a href="#note-{one.number}" id="end-{one.number}" aria-label="{name}">{one.number}</a></sup>'


def _note(one: Note, *, continued: bool) -> str:
    label = safe(name_of(one.code))
    if continued:
        back = safe(_("continued"))
        return f'<li><a href="#note-{one.number}">{one.number}</a> {label} ({back})</li>'
    coders = ", ".join(dict.fromkeys(coding.coder for coding in one.codings))
    valences = ", ".join(dict.fromkeys(_helps(c.valence) for c in one.codings if c.valence))
    told = " · ".join(part for part in (one.kind, valences, coders) if part)
    path = "" if one.path == name_of(one.code) else f'<span class="path">{safe(one.path)}</span>'
    memos = "".join(f'<em class="span">{safe(coding.memo)}</em>' for coding in one.codings if coding.memo)
    return (
        f'<li id="note-{one.number}"><a href="#end-{one.number}">{one.number}</a> <strong>{label}</strong> '
        f'({safe(told)}){path}<span class="span">{safe(_edges(one))}</span>'
        f"{memos}</li>"
    )


def _edges(one: Note) -> str:
    """Where a passage begins and ends, in its own words."""
    words = one.codings[0].quote.split()
    if len(words) <= 2 * _EDGE:
        return f"”{' '.join(words)}”"
    return f"”{' '.join(words[:_EDGE])} … {' '.join(words[-_EDGE:])}”"


def _helps(valence: Valence) -> str:
    return _("helps") if valence is Valence.POSITIVE else _("hinders")


def _colours(paper: str, text: str, muted: str, ink: Mapping[str, str], fill: Mapping[str, str]) -> dict[str, str]:
    """The page's colours by the names that its rules use, those of the roles among them."""
    page_wide = {
        "--paper": paper,
        "--text": text,
        "--muted": muted,
        "--link": ink["I"],
        "--alarm": ink["M"],
        "--shade": fill[""],
        "--marked": fill["K"],
        "--box": fill["I"],
    }
    roles = {
        f"--{what}-{letter or 'x'}": of[letter] for what, of in (("ink", ink), ("fill", fill)) for letter in _LETTERS
    }
    return page_wide | roles
