"""What a plan of merging says, and what comes of it, without a database."""

from __future__ import annotations

from dataclasses import fields, replace

from icmo.models import Material
from icmo.refi.merging import Merge


def counted(merge: Merge) -> dict[str, tuple[int, int, int]]:
    """New, there already and left out, by noun."""
    return {one.noun: (one.new, one.there, one.left) for one in merge.counts}


def applied(ours: Material, merge: Merge) -> Material:
    """The material after the merge, without a database."""
    nouns = {
        one.name: (*getattr(ours, one.name), *getattr(merge.new, one.name))
        for one in fields(Material)
        if isinstance(getattr(ours, one.name), tuple)
    }
    told = {one.guid: one for one in merge.united.described}
    return replace(
        ours,
        **nouns
        | {
            "codebook": merge.after,
            "guide": {**ours.guide, **merge.united.guide},
            "aliases": ours.aliases or merge.new.aliases,
            "transcripts": tuple(told.get(one.guid, one) for one in nouns["transcripts"]),
            "cases": tuple(
                replace(one, variables={**one.variables, **merge.united.variables.get(one.name, {})})
                for one in nouns["cases"]
            ),
        },
    )
