"""Rows that two people made apart and that are the same: coders and cases of one name, transcripts of one text.

The one that was made first is kept, and stands for the others wherever their GUIDs stood.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from icmo.models import Change
from icmo.union.copies import Copy, is_derived

MADE_APART = ("coder", "case", "transcript")
_KEY = {"coder": "name", "case": "name", "transcript": "sha256"}


def same(ours: Copy, theirs: Copy) -> dict[str, str]:
    """For GUIDs that go, those that stand for them."""
    kept: dict[str, str] = {}
    for noun in MADE_APART:
        kept |= _same_of(noun, ours, theirs)
    return kept


def _same_of(noun: str, ours: Copy, theirs: Copy) -> dict[str, str]:
    first = _first_made(noun, [*ours.log, *theirs.log])
    groups: dict[str, set[str]] = defaultdict(set)
    for copy in (ours, theirs):
        for key, guid in _keys(noun, copy):
            groups[key].add(guid)
    kept: dict[str, str] = {}
    for group in groups.values():
        if len(group) > 1 and _made_apart(group, noun, ours, theirs):
            smallest = min(group, key=lambda guid: (first.get(guid, ""), guid))
            kept |= dict.fromkeys(group - {smallest}, smallest)
    return {guid: _end(guid, kept) for guid in kept}


def _keys(noun: str, copy: Copy) -> Iterable[tuple[str, str]]:
    """What the rows are known by, as they were made and as they are."""
    made = (one for one in copy.log if one.noun == noun and one.action == "insert" and not is_derived(one))
    for one in made:
        if one.after:
            yield one.after[_KEY[noun]], one.guid
    for guid, row in copy.rows.get(noun, {}).items():
        yield row[_KEY[noun]], guid


def _first_made(noun: str, log: Iterable[Change]) -> dict[str, str]:
    first: dict[str, str] = {}
    for one in log:
        if one.noun == noun and one.action == "insert":
            first[one.guid] = min(one.at, first.get(one.guid, one.at))
    return first


def _made_apart(group: set[str], noun: str, ours: Copy, theirs: Copy) -> bool:
    """Whether each copy has one of them that is not the other's, or an earlier merge found them to be one."""
    here, there = (group & copy.rows.get(noun, {}).keys() for copy in (ours, theirs))
    if len(here) > 1 or len(there) > 1:
        return False  # somebody wants both
    return bool(here and there and here != there) or _found_before(group, noun, ours, theirs)


def _found_before(group: set[str], noun: str, ours: Copy, theirs: Copy) -> bool:
    """Whether one step made one of them in one log and another in the other log."""
    made = [
        {one.step: one.guid for one in copy.log if (one.noun, one.action) == (noun, "insert") and one.guid in group}
        for copy in (ours, theirs)
    ]
    return any(made[1].get(step, guid) != guid for step, guid in made[0].items())


def _end(guid: str, kept: Mapping[str, str]) -> str:
    while guid in kept:
        guid = kept[guid]
    return guid
