"""The programs that an exchange file is written for, what each needs otherwise, and what each is known to drop.

Known from files that the programs wrote, from their manuals, and from the source of those that have one; where nobody
knows, the file is as the standard has it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from icmo.errors import NotFoundError
from icmo.i18n import _
from icmo.refi.parcel import Noun

Memos = Literal["references", "links", "descriptions"]


@dataclass(frozen=True)
class Target:
    """A program to write for.

    Attributes
    ----------
    utf16 : NVivo counts UTF-16 units, so that an emoji is two; the standard counts code points
    named_file : ATLAS.ti looks for ``NAME OF THE PROJECT.qde`` instead of ``project.qde``
    selection_each : a selection of its own for every coding, for readers that take coder and memo from the selection
    unique_names : no two codes in the whole tree may have the same name
    memos : a NoteRef on the thing; a free Note with a Link to it; or, for texts and places in them, its Description
    note_files : notes that hang on nothing in a text lie in files of their own, not in the XML
    joined_notes : links from note to note are understood, or at least do no harm
    sets : sets are groups of sources (and not taken for something else)
    emoji : how the program counts what UTF-16 has two units for is known
    """

    id: str
    name: str
    utf16: bool = False
    named_file: bool = False
    selection_each: bool = False
    unique_names: bool = False
    memos: Memos = "references"
    note_files: bool = True
    joined_notes: bool = True
    sets: bool = True
    emoji: bool = True


TARGETS: Mapping[str, Target] = {
    one.id: one
    for one in (
        Target("standard", "REFI-QDA"),
        Target("nvivo", "NVivo", utf16=True, selection_each=True),
        Target("atlasti", "ATLAS.ti", named_file=True, memos="links", note_files=False, emoji=False),
        Target("maxqda", "MAXQDA", emoji=False),
        Target(
            "qualcoder",
            "QualCoder",
            selection_each=True,
            unique_names=True,
            memos="descriptions",
            joined_notes=False,
            sets=False,
        ),
    )
}


def target_of(name: str) -> Target:
    """The target of that name.

    Raises
    ------
    NotFoundError
        There is none.
    """
    if name not in TARGETS:
        raise NotFoundError(
            _("There is no target “{name}”.").format(name=name),
            _("Write one of: {known}.").format(known=", ".join(TARGETS)),
        )
    return TARGETS[name]


def drops(target: Target) -> Mapping[Noun, str]:
    """What the program is known to drop of a file, by what it is."""
    known: Mapping[str, Mapping[Noun, str]] = {
        "nvivo": {
            "link": _("NVivo does not read links; what they say stands in the notes too."),
            "graph": _("NVivo does not read graphs; what they show stands in the notes too."),
            "set": _("NVivo reads sets only in part; the values stand on the sources too."),
        },
        "atlasti": {
            "variable": _("ATLAS.ti may not read variables; the sets have a document group for each value."),
            "case": _("ATLAS.ti has no cases; the sets have a document group for each of them."),
        },
        "maxqda": {
            "case": _("MAXQDA reads values from sources, and may not read those of cases."),
            "graph": _("MAXQDA may not read graphs; what they show stands in the notes too."),
        },
        "qualcoder": {
            "link": _("QualCoder does not keep links; what they say stands in the journal too."),
            "graph": _("QualCoder does not read graphs; what they show stands in the journal too."),
            "case": _("QualCoder reads cases and their values, but not which sources belong to them."),
        },
    }
    return known.get(target.id, {})
