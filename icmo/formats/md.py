"""Markdown, read with markdown-it: the words without the markup, blocks parted by blank lines.

Speakers are often set in bold (``**Navn:** …``), which the labels of `dialogue` then recognise.
"""

from __future__ import annotations

from collections.abc import Iterator

from icmo.formats import dialogue
from icmo.formats.front_matter import split_front_matter
from icmo.formats.reading import Reading, decode
from icmo.text.anchors import normalise


def read_md(data: bytes, name: str) -> Reading:
    """Read a Markdown transcript."""
    decoded, notes = decode(data, name)
    metadata, body = split_front_matter(normalise(decoded), name)
    text = "\n\n".join(_blocks(body)) + "\n"
    return Reading(text, dialogue.turns(text), metadata, notes)


def _blocks(body: str) -> Iterator[str]:
    from markdown_it import MarkdownIt

    bullet = ""
    for token in MarkdownIt("commonmark").disable("html_block").parse(body):
        if token.type == "list_item_open":
            bullet = f"{token.info}. " if token.info else "- "
        elif token.type == "inline":
            yield bullet + "".join(_inline(child.type, child.content) for child in token.children or ())
            bullet = ""
        elif token.type in ("code_block", "fence"):
            yield token.content.rstrip("\n")


def _inline(kind: str, content: str) -> str:
    return "\n" if kind in ("softbreak", "hardbreak") else content
