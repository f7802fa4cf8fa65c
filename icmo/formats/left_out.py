"""What a reader leaves out of a file, told in one remark: of which sorts, how many, and how the first begins."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from icmo.i18n import _

SHOWN = 60  # characters of the first


@dataclass(frozen=True)
class Left:
    """One thing that is left out: its sort in words for people, and its text where it has any."""

    sort: str
    text: str = ""


def remarks(left: Iterable[Left]) -> tuple[str, ...]:
    """The remark on what is left out, sorts in the order in which they first come; nothing where nothing is.

    Examples
    --------
    >>> remarks([Left("pictures"), Left("footnotes", "Hun griner."), Left("pictures")])
    ('left out: pictures (2), footnotes (1: “Hun griner.”)',)
    """
    sorts: dict[str, list[str]] = {}
    for one in left:
        sorts.setdefault(one.sort, []).append(one.text)
    told = ", ".join(_told(sort, texts) for sort, texts in sorts.items())
    return (_("left out: {what}").format(what=told),) if told else ()


def _told(sort: str, texts: Sequence[str]) -> str:
    first = beginning(next((text for text in texts if text.strip()), ""))
    if not first:
        return f"{sort} ({len(texts)})"
    quoted = _("“{quote}”").format(quote=first)
    return f"{sort} ({len(texts)}: {quoted}{' …' if len(texts) > 1 else ''})"


def beginning(text: str) -> str:
    """How a text begins, on one line.

    Examples
    --------
    >>> beginning("Side 1\\nEvaluering af den særlige indsats for kvinder i de seks kommuner")
    'Side 1 Evaluering af den særlige indsats for kvinder i de …'
    """
    line = " ".join(text[: 10 * SHOWN].split())
    if len(line) <= SHOWN:
        return line
    return f"{line[: SHOWN + 1].rpartition(' ')[0] or line[:SHOWN]} …"
