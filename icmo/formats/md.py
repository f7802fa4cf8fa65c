"""Markdown, read with markdown-it: the words without the markup, blocks parted by blank lines.

Speakers are often set in bold (``**Navn:** …``), which the labels of `dialogue` then recognise. A line such as
``[Leder]: Jo.`` is somebody's turn and no link, so definitions of links are read as text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from icmo.formats import dialogue
from icmo.formats.front_matter import split_front_matter
from icmo.formats.left_out import Left, remarks
from icmo.formats.reading import Reading, decode
from icmo.i18n import _
from icmo.text.anchors import normalise


def read_md(data: bytes, name: str) -> Reading:
    """Read a Markdown transcript."""
    decoded, notes = decode(data, name)
    metadata, body = split_front_matter(normalise(decoded), name)
    tokens = _parsed(body)
    text = "\n\n".join(_blocks(tokens)) + "\n"
    return Reading(text, dialogue.turns(text), metadata, (*notes, *remarks(_pictures(tokens))))


def _parsed(body: str) -> Sequence[Any]:
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark").disable(["html_block", "reference"]).parse(body)


def _pictures(tokens: Iterable[Any]) -> Iterator[Left]:
    for token in tokens:
        yield from (Left(_("pictures"), one.content) for one in token.children or () if one.type == "image")


def _blocks(tokens: Iterable[Any]) -> Iterator[str]:
    bullet = ""
    for token in tokens:
        if token.type == "list_item_open":
            bullet = f"{token.info}. " if token.info else "- "
        elif token.type == "inline":
            yield bullet + "".join(_inline(child.type, child.content) for child in token.children or ())
            bullet = ""
        elif token.type in ("code_block", "fence"):
            yield token.content.rstrip("\n")


def _inline(kind: str, content: str) -> str:
    return "\n" if kind in ("softbreak", "hardbreak") else content
