"""Tokens in IOB2 (``.conll``), tab-separated, as sequence taggers read them.

A line per token: the token, its start and end in code points of the transcript, then a column for each kind of code
that is used (``# global.columns`` names them): ``B-code`` where a passage begins, ``I-code`` within it, ``O`` outside.
Sentences are parted by an empty line, and end at line breaks too; a passage that goes on in the next sentence begins
anew there, since IOB2 knows no tag from one sentence to the next. A transcript begins with ``# transcript = NAME``.

A token has one code of each kind: where passages overlap, the longest comes first (then the earliest, then by code),
and one that has no room left is left out whole, and counted. Tokens are those of ``spacy.blank("da")``; one
that a passage reaches into belongs to it.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from icmo.formats.out.tokens import blank
from icmo.i18n import _, count
from icmo.models import Kind, Material

Mark = tuple[int, int, str]  # start, end, code
Spans = tuple[list[int], list[int]]  # where each token begins, and where each ends


def file(material: Material) -> tuple[bytes, tuple[str, ...]]:
    """All transcripts with their codings, and in words how many passages had no room beside longer ones."""
    kinds, given = used_kinds(material), marks(material)
    header = "\t".join(["FORM", "START", "END", *(kind.value.upper() for kind in kinds)])
    lines, dropped = [f"# global.columns = {header}\n"], 0
    for one in material.transcripts:
        spans, breaks = _words(one.text)
        wanted = [given[one.guid, kind] for kind in kinds]
        kept = [longest_first(marked, spans) for marked in wanted]
        dropped += sum(map(len, wanted)) - sum(map(len, kept))
        lines.append(f"\n# transcript = {' '.join(one.name.split())}\n")
        lines += _lines(one.text, spans, breaks, kept)
    return "".join(lines).encode(), _told(dropped)


def _told(dropped: int) -> tuple[str, ...]:
    if not dropped:
        return ()
    return (_("{passages} beside longer ones").format(passages=count(dropped, "passage", "passages")),)


def used_kinds(material: Material) -> tuple[Kind, ...]:
    """The kinds of the codes that are given, in the order of `Kind`."""
    used = {material.codebook[one.code].kind for one in material.codings}
    return tuple(kind for kind in Kind if kind in used)


def marks(material: Material) -> Mapping[tuple[str, Kind], set[Mark]]:
    """What is marked, once whoever marked it, by transcript and kind."""
    found: dict[tuple[str, Kind], set[Mark]] = defaultdict(set)
    for one in material.codings:
        found[one.transcript, material.codebook[one.code].kind].add((one.start, one.end, one.code))
    return found


def longest_first(found: Iterable[Mark], spans: Spans) -> list[Mark]:
    """The passages that find room, in tokens.

    Parameters
    ----------
    found : start, end (code points) and code
    spans : the tokens' starts and ends (code points)

    Returns
    -------
    First token, the one after the last, and the code of each.

    Examples
    --------
    >>> longest_first([(0, 2, "ro"), (0, 8, "tro")], ([0, 3, 6], [2, 5, 8]))
    [(0, 3, 'tro')]
    """
    starts, ends = spans
    taken: set[int] = set()
    kept = []
    for start, end, code in sorted(found, key=lambda mark: (mark[0] - mark[1], mark)):
        first, last = bisect_right(ends, start), bisect_left(starts, end)
        if first < last and taken.isdisjoint(range(first, last)):
            taken.update(range(first, last))
            kept.append((first, last, code))
    return kept


def _words(text: str) -> tuple[Spans, set[int]]:
    """Where the tokens that are not white space stand, and which of them begin a sentence or a line."""
    from spacy.attrs import IDX, LENGTH, SENT_START

    starts: list[int] = []
    ends: list[int] = []
    breaks: set[int] = set()
    new = True
    for start, length, begins in blank()(text).to_array([IDX, LENGTH, SENT_START]).astype("int64").tolist():
        token = text[start : start + length]
        new = new or begins == 1
        if token.isspace():
            new = new or "\n" in token
            continue
        if new:
            breaks.add(len(starts))
        starts.append(start)
        ends.append(start + length)
        new = False
    return (starts, ends), breaks


def _tags(kept: Sequence[Sequence[Mark]], breaks: set[int]) -> dict[int, list[str]]:
    """The tags of the tokens that have any, one for each column."""
    tags: dict[int, list[str]] = defaultdict(lambda: ["O"] * len(kept))
    for column, passages in enumerate(kept):
        for first, last, code in passages:
            for number in range(first, last):
                tags[number][column] = f"{'B' if number == first or number in breaks else 'I'}-{code}"
    return tags


def _lines(text: str, spans: Spans, breaks: set[int], kept: Sequence[Sequence[Mark]]) -> Iterator[str]:
    tags, outside = _tags(kept, breaks), "\tO" * len(kept)
    for number, (start, end) in enumerate(zip(*spans, strict=True)):
        told = "\t" + "\t".join(tags[number]) if number in tags else outside
        if number and number in breaks:
            yield "\n"
        yield f"{text[start:end]}\t{start}\t{end}{told}\n"
