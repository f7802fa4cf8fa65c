"""Look a code book over: what makes it weak, and what changed from one version to the next."""

from __future__ import annotations

import re
from dataclasses import dataclass

from icmo.i18n import _
from icmo.models import Code, Codebook, Kind

MIN_EXAMPLES = 5
_WORD = re.compile(r"[^\W\d_]+")


def warnings(book: Codebook) -> list[str]:
    """What is allowed but makes a code book weaker: codes without cues, rules or enough examples."""
    found = []
    for code in book.codes:
        needs_examples = code.kind in (Kind.MECHANISM, Kind.MODERATOR)
        if not code.cues:
            found.append(_("{code}: no cues; suggestions rest on its definition alone").format(code=code.id))
        if needs_examples and len(code.examples) < MIN_EXAMPLES:
            found.append(
                _("{code}: {n} example sentences; a mechanism or moderator needs {min}").format(
                    code=code.id, n=len(code.examples), min=MIN_EXAMPLES
                )
            )
        if not code.include.da:
            found.append(_("{code}: no include rule").format(code=code.id))
        texts = [cue.text for cue in code.cues]
        for text in sorted({text for text in texts if texts.count(text) > 1}):
            found.append(_("{code}: the cue “{cue}” stands twice").format(code=code.id, cue=text))
        for text in (text for text in texts if not _WORD.search(text)):
            found.append(_("{code}: the cue “{cue}” has no word in it").format(code=code.id, cue=text))
    return found


@dataclass(frozen=True)
class Difference:
    """One code that two versions of a book do not share, or share with other content."""

    code: str
    change: str
    fields: tuple[str, ...] = ()


def diff(before: Codebook, after: Codebook) -> list[Difference]:
    """What changed from one version to the next: codes added, removed, and changed by field."""
    differences = [Difference(code.id, "removed") for code in before.codes if code.id not in after]
    for code in after.codes:
        if code.id not in before:
            differences.append(Difference(code.id, "added"))
        elif fields := _changed_fields(before[code.id], code):
            differences.append(Difference(code.id, "changed", fields))
    return differences


def _changed_fields(before: Code, after: Code) -> tuple[str, ...]:
    names = ("kind", "parent", "label", "definition", "include", "exclude", "cues", "examples", "sources")
    return tuple(name for name in names if getattr(before, name) != getattr(after, name))
