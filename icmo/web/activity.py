"""What has been done lately, in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from icmo.i18n import _, count
from icmo.models import Change


@dataclass(frozen=True)
class Step:
    """One step of one coder, in words."""

    at: str
    coder: str
    words: str


def steps(changes: Iterable[Change], *, most: int = 20) -> list[Step]:
    """The latest steps in the log, the newest first; setting up is left out."""
    found = [list(group) for _step, group in groupby(changes, key=lambda one: one.step)]
    told = (Step(some[-1].at, some[-1].coder, in_words(some)) for some in reversed(found))
    return [step for step in told if step.words][:most]


def in_words(changes: Sequence[Change]) -> str:
    """What a step did: ``2 codings made, 1 configuration changed``; empty for none."""
    counts = Counter((one.noun, one.action) for one in changes)
    did = {"insert": _("{things} made"), "delete": _("{things} taken away"), "update": _("{things} changed")}
    told = [
        did[action].format(things=counted)
        for (noun, action), number in counts.items()
        if (counted := _things(noun, number))
    ]
    again = bool(told) and changes[0].undoes is not None
    return _("{what} (by undo or redo)").format(what=", ".join(told)) if again else ", ".join(told)


def things(changes: Iterable[Change]) -> str:
    """What a step was about: ``2 codings, 1 configuration``."""
    counts = Counter(one.noun for one in changes)
    return ", ".join(filter(None, (_things(noun, number) for noun, number in counts.items())))


def _things(noun: str, number: int) -> str:
    match noun:
        case "transcript":
            return count(number, "transcript", "transcripts")
        case "coding":
            return count(number, "coding", "codings")
        case "configuration":
            return count(number, "configuration", "configurations")
        case "configuration_link":
            return count(number, "link", "links")
        case "memo":
            return count(number, "memo", "memos")
        case "theory":
            return count(number, "theory", "theories")
        case "codebook":
            return count(number, "code book", "code books")
        case "decision":
            return count(number, "decision", "decisions")
        case "cue":
            return count(number, "cue", "cues")
        case "saved_view":
            return count(number, "saved search", "saved searches")
        case "case":
            return count(number, "municipality with variables", "municipalities with variables")
        case "summary":
            return count(number, "summary", "summaries")
        case "overview_edit":
            return count(number, "edit of the overview", "edits of the overview")
        case "quote_choice":
            return count(number, "choice of a quote", "choices of quotes")
        case "report_text":
            return count(number, "text for a report", "texts for reports")
        case "resolution":
            return count(number, "decision on a disagreement", "decisions on disagreements")
        case "guide":
            return count(number, "question of the guide", "questions of the guide")
        case _:
            return ""
