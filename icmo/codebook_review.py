"""Look a code book over: what makes it weak, and what changed from one version to the next."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from icmo.errors import InvalidError
from icmo.i18n import _, percent
from icmo.models import Code, Codebook, Concept, Cue, Kind, Label, Material, Rules, SourceRef

MIN_EXAMPLES = 5
MIN_CUES = 7  # with fewer, what people say of a code is hardly ever met
EVERYWHERE = 0.25  # a cue in a larger share of the passages tells codes apart no more
MIN_PASSAGES = 40  # fewer passages say little of what never fires and what fires everywhere
_WORD = re.compile(r"[^\W\d_]+")


def warnings(book: Codebook) -> list[str]:
    """What is allowed but makes a code book weaker: codes without cues, rules or enough examples."""
    found = []
    for code in book.codes:
        needs_examples = code.kind in (Kind.MECHANISM, Kind.MODERATOR)
        number = len({cue.text for _concept, cue, _weight in book.cues(code.id)})
        if not number:
            found.append(_("{code}: no cues; suggestions rest on its definition alone").format(code=code.id))
        elif number < MIN_CUES:
            found.append(
                _("{code}: thin, only {n} cues; suggestions need {min} at least").format(
                    code=code.id, n=number, min=MIN_CUES
                )
            )
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
class Firing:
    """How the cues of a concept fire in a project: how many there are, those that never do, those that do everywhere.

    `everywhere` gives each cue with the share of passages that it stands in.
    """

    concept: str
    cues: int
    never: tuple[str, ...]
    everywhere: tuple[tuple[str, float], ...]


def firing(book: Codebook, material: Material) -> list[Firing]:
    """How the cues of a book fire in the passages of a project, concept by concept.

    Raises
    ------
    InvalidError
        The project has too few passages to tell.
    """
    from icmo.suggest.cues import CueMatcher
    from icmo.suggest.labels import read_passages
    from icmo.text.danish import pipeline

    texts = [passage.text for read in read_passages(material).values() for passage in read]
    if len(texts) < MIN_PASSAGES:
        raise InvalidError(
            _("{n} passages say too little of how cues fire; {min} are needed.").format(n=len(texts), min=MIN_PASSAGES)
        )
    matcher = CueMatcher(book.concepts)
    counts = Counter(
        key for doc in pipeline().pipe(texts) for key in {(hit.concept, hit.cue) for hit in matcher.hits(doc)}
    )
    return [
        _firing(concept, {cue: counts[number, cue.text] for cue in concept.cues}, len(texts))
        for number, concept in enumerate(book.concepts)
    ]


def _firing(concept: Concept, counts: Mapping[Cue, int], passages: int) -> Firing:
    return Firing(
        concept.id,
        len(counts),
        tuple(cue.text for cue, n in counts.items() if not n),
        tuple((cue.text, n / passages) for cue, n in counts.items() if n > EVERYWHERE * passages),
    )


def firing_warnings(found: Sequence[Firing]) -> list[str]:
    """What to mend, in words: cues that stand everywhere, and concepts of which nothing was ever said."""
    everywhere = [
        _("{concept}: “{cue}” stands in {share} of the passages and tells nothing apart").format(
            concept=one.concept, cue=cue, share=percent(share)
        )
        for one in found
        for cue, share in one.everywhere
    ]
    silent = [
        _("{concept}: none of its {n} cues ever fires").format(concept=one.concept, n=one.cues)
        for one in found
        if len(one.never) == one.cues
    ]
    return [*everywhere, *silent]


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
    names = ("kind", "parent", "label", "definition", "include", "exclude", "cues", "examples", "sources", "retired")
    return tuple(name for name in names if getattr(before, name) != getattr(after, name))


def field_changes(before: Code, after: Code, language: str) -> list[tuple[str, str, str]]:
    """The fields in which two versions of a code differ, with the text of each before and after, to show side by side.

    The texts are in the language asked for, or in the other one where only that was changed; each rule, cue and example
    has a line of its own.

    Examples
    --------
    >>> from dataclasses import replace
    >>> before = Code("ro", Kind.OUTCOME, Label("Ro", "Peace"), Label("Ro i hverdagen.", "Peace in everyday life."))
    >>> field_changes(before, replace(before, label=Label("Mere ro", "More peace"), parent="hverdag"), "en")
    [('parent', '', 'hverdag'), ('label', 'Peace', 'More peace')]
    """
    return [
        (name, *_side_by_side(getattr(before, name), getattr(after, name), language))
        for name in _changed_fields(before, after)
    ]


def _side_by_side(before: Any, after: Any, language: str) -> tuple[str, str]:
    languages = ("en", "da") if language == "en" else ("da", "en")
    asked, other = ((_shown(before, one), _shown(after, one)) for one in languages)
    return other if asked[0] == asked[1] else asked


def _shown(value: Any, language: str) -> str:
    match value:
        case None:
            return ""
        case bool():
            return _("yes") if value else _("no")
        case Label():
            return value.text(language)
        case Rules():
            return "\n".join(value.text(language))
        case Cue():
            return _cue_in_words(value)
        case SourceRef():
            return f"{value.ref} {value.at}".strip()
        case tuple():
            return "\n".join(_shown(one, language) for one in value)
    return str(value)


def _cue_in_words(cue: Cue) -> str:
    """A cue with its weight and guards, where it has any."""
    weight = _("weight {weight}").format(weight=f"{cue.weight:g}") if cue.weight != 1 else ""
    unless = _("unless {cues}").format(cues=" / ".join(cue.unless)) if cue.unless else ""
    needs = _("only with {cues}").format(cues=" / ".join(cue.needs)) if cue.needs else ""
    return ", ".join(part for part in (cue.text, weight, unless, needs) if part)
