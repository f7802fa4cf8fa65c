"""The operators of a PDF content stream with their operands (ISO 32000-1, 7.8), found by one regular expression."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

MAX_OPERANDS = 50_000  # of one operator
_TOKEN = re.compile(
    rb"""(?P<string>\((?:[^()\\]++|\\.)*+\))|(?P<open>\()|(?P<dictionary><<|>>)|<(?P<hex>[0-9A-Fa-f\s]*+)>
    |(?P<number>[+-]?(?:\d++\.?\d*+|\.\d++))|(?P<name>/[^\s()<>\[\]{}/%]*+)|(?P<array>[\[\]])
    |(?P<operator>[A-Za-z'"][A-Za-z0-9*'"]*+)|%[^\r\n]*+""",
    re.X | re.S,
)
_ESCAPE = re.compile(rb"\\(?:([0-7]{1,3})|\r\n|(.))", re.S)
_ESCAPED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f", b"\n": b"", b"\r": b""}
_IMAGE_END = re.compile(rb"\sEI(?=[\s/]|$)")
_PAREN = re.compile(rb"\\.|[()]", re.S)


def operations(data: bytes) -> Iterator[tuple[bytes, list[Any]]]:
    """The operators of a content stream with their operands: numbers, names, bytes and lists of these."""
    operands: list[Any] = []
    target = operands
    position = 0
    while match := _TOKEN.search(data, position):
        position, kind = match.end(), match.lastgroup
        if kind == "operator":
            yield match[0], operands
            if match[0] == b"ID":
                end = _IMAGE_END.search(data, position)
                position = end.end() if end else len(data)
            operands = target = []
        elif kind == "array":
            target = [] if match[0] == b"[" else operands
            if target is not operands:
                operands.append(target)
        elif kind == "open":
            position = _closing(data, match.start())
            target.append(_unescaped(data[match.end() : position - 1]))
        elif kind not in ("dictionary", None) and len(target) < MAX_OPERANDS:
            target.append(_value(str(kind), match))


def _value(kind: str, match: re.Match[bytes]) -> Any:
    if kind == "number":
        return float(match[0])
    if kind == "name":
        return match[0].decode("latin-1")
    if kind == "string":
        return _unescaped(match[0][1:-1])
    digits = b"".join(match["hex"].split())
    return bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode())


def _closing(data: bytes, start: int) -> int:
    """Where a string with parentheses in it ends; the end of the data when it does not."""
    depth = 0
    for match in _PAREN.finditer(data, start):
        depth += {b"(": 1, b")": -1}.get(match[0], 0)
        if depth == 0:
            return match.end()
    return len(data) + 1


def _unescaped(data: bytes) -> bytes:
    return _ESCAPE.sub(_escaped, data) if b"\\" in data else data


def _escaped(match: re.Match[bytes]) -> bytes:
    if match[1]:
        return bytes([int(match[1], 8) & 255])
    return _ESCAPED.get(match[2], match[2]) if match[2] else b""
