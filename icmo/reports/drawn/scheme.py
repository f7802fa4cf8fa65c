"""Boxes in columns with headings and arrows from column to column, as a theoretical model is drawn."""

from __future__ import annotations

from dataclasses import dataclass

from icmo.colours import INK, MUTED, PAPER
from icmo.documents.model import NOTHING, Scheme
from icmo.i18n import count
from icmo.reports.drawn.legend import nothing
from icmo.reports.drawn.marks import HIGHEST, SMALL, WIDTH, Drawing, number, path, rect, text, texts
from icmo.reports.drawn.words import lines

PANEL, ARROW, BAND, PAD, GAP = "#F4F5F7", 24.0, 22.0, 7.0, 7.0
DETAIL, STEP, DETAIL_STEP = 10.0, 14.0, 13.0


@dataclass(frozen=True)
class Item:
    """A box with its text in lines."""

    letter: str
    label: tuple[str, ...]
    detail: tuple[str, ...]

    @property
    def height(self) -> float:
        """How high the box is."""
        return max(30.0, len(self.label) * STEP + len(self.detail) * DETAIL_STEP + 2 * PAD)


def scheme(picture: Scheme) -> Drawing:
    """The columns as a drawing; boxes that do not fit on a page are counted below their column."""
    n = max(len(picture.headings), len(picture.columns))
    if not n:
        return nothing()
    wide = (WIDTH - ARROW * (n - 1)) / n
    headings = [lines(name, wide - 8, size=12, most=3, bold=True) for name in (*picture.headings, *[""] * n)][:n]
    top = 6 + max(map(len, headings)) * 15 + 4
    columns = [[_item(one, wide) for one in column] for column in (*picture.columns, *[()] * n)][:n]
    shown = [_fitting(column, HIGHEST - top - 40) for column in columns]
    high = max(
        sum(item.height + GAP for item in some) + (0 if len(some) == len(all_) else 20)
        for some, all_ in zip(shown, columns, strict=True)
    )
    high = max(high, 40.0) + GAP
    parts = []
    for place, (heading, some) in enumerate(zip(headings, shown, strict=True)):
        x = place * (wide + ARROW)
        parts += texts(x + wide / 2, top - 8 - (len(heading) - 1) * 15, heading, anchor="middle", bold=True)
        parts.append(rect(x, top, wide, high, fill=PANEL, round_=6))
        parts += _column(some, len(columns[place]) - len(some), x, top, wide, high)
        parts += [_arrow(x + wide, top + high / 2)] if place < n - 1 else []
    return Drawing(tuple(parts), top + high + 4)


def _item(box: tuple[str, str, str], wide: float) -> Item:
    letter, label, detail = box
    room = wide - 2 * GAP - BAND - 12
    parts = [part for part in detail.split(" · ") if part.strip()]
    small = [said for part in parts for said in lines(part, room, size=DETAIL, most=4)]
    return Item(letter, lines(label, room, size=SMALL), tuple(small))


def _fitting(column: list[Item], room: float) -> list[Item]:
    shown: list[Item] = []
    for item in column:
        room -= item.height + GAP
        if room < 0 and shown:
            break
        shown.append(item)
    return shown


def _column(items: list[Item], rest: int, x: float, y: float, wide: float, high: float) -> list[str]:
    """The boxes of a column, in the middle of its panel."""
    parts, at = [], y + GAP
    used = sum(item.height + GAP for item in items) + GAP
    at += (high - used) / 2 if not rest else 0.0
    for item in items:
        parts += _box(item, x + GAP, at, wide - 2 * GAP)
        at += item.height + GAP
    if not items:
        parts.append(text(x + wide / 2, y + high / 2 + 4, NOTHING, anchor="middle", fill=MUTED))
    if rest:
        words = count(rest, "more in the table", "more in the table")
        parts.append(text(x + wide / 2, at + 10, words, size=DETAIL, anchor="middle", fill=MUTED))
    return parts


def _box(item: Item, x: float, y: float, wide: float) -> list[str]:
    ink = INK.get(item.letter, INK[""])
    high, first = item.height, y + item.height / 2
    used = len(item.label) * STEP + len(item.detail) * DETAIL_STEP
    at = first - used / 2 + 10.5
    left, down = number(x + 4), number(y + high - 4)
    band = f"M{number(x + BAND)} {number(y)} H{left} a4 4 0 0 0 -4 4 V{down} a4 4 0 0 0 4 4 H{number(x + BAND)} Z"
    return [
        rect(x, y, wide, high, fill=PAPER, stroke=ink, thick=1.2, round_=4, name="box"),
        path(band, fill=ink),
        text(x + BAND / 2, first + 4.5, item.letter or "·", size=13, anchor="middle", bold=True, fill=PAPER),
        *texts(x + BAND + 7, at, item.label, step=STEP, size=SMALL),
        *texts(x + BAND + 7, at + len(item.label) * STEP - 1, item.detail, step=DETAIL_STEP, size=DETAIL, fill=MUTED),
    ]


def _arrow(x: float, y: float) -> str:
    """From one column to the next: a shaft with a head."""
    left, right, neck = x + 3, x + ARROW - 3, x + ARROW - 11
    d = (
        f"M{number(left)} {number(y - 3)} H{number(neck)} V{number(y - 8)} L{number(right)} {number(y)} "
        f"L{number(neck)} {number(y + 8)} V{number(y + 3)} H{number(left)} Z"
    )
    return path(d, fill=MUTED, name="arrow")
