"""What a person should know of a file that was written: what is changed in it, and what its reader is known to drop."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from icmo.i18n import _
from icmo.models import Codebook, Material
from icmo.refi.codebook import names
from icmo.refi.draft import Draft
from icmo.refi.parcel import Remark
from icmo.refi.passages import astral
from icmo.refi.targets import Target, drops

_FEW = 5  # names that a remark gives


def of_project(draft: Draft, xml: bytes, counts: Mapping[str, int]) -> Iterator[Remark]:
    """What to know of a project's file: of its places and names, of what only icmo reads, of what the target drops."""
    material, target = draft.material, draft.target
    yield from _of_places(material, target)
    yield from of_codebook(material.codebook, target, material.language, alone=False)
    if "\ufffd".encode() in xml:
        yield Remark("text", _("Characters that XML cannot hold are written as �."))
    yield from _only_ours(material)
    yield from (Remark(noun, what, counts[noun]) for noun, what in drops(target).items() if counts[noun])


def of_codebook(book: Codebook, target: Target, language: str, *, alone: bool = True) -> Iterator[Remark]:
    """What to know of a code book's file; `alone` when icmo's own part is not beside it."""
    called = names(book, target, language)
    renamed = [name for code, name in called.items() if name != book[code].label.text(language)]
    if renamed:
        what = _("No two of these names may be alike, so that more stands in brackets.")
        yield Remark("code", what, len(renamed), tuple(renamed[:_FEW]))
    if alone:
        what = _("Cues, citations and the other language of the code book are not in the file; YAML has them.")
        yield Remark("code", what, len(book.codes))


def _of_places(material: Material, target: Target) -> Iterator[Remark]:
    if not (number := astral(material.transcripts)):
        return
    if target.utf16:
        what = _("{name} counts an emoji as two characters; places are written so.").format(name=target.name)
        yield Remark("offset", what, number)
    elif not target.emoji:
        what = _("Nobody knows how {name} counts emoji: check the codings behind the first one.").format(
            name=target.name
        )
        yield Remark("offset", what, number)


def _only_ours(material: Material) -> Iterator[Remark]:
    """What no other program has a place for."""
    valued = sum(one.valence is not None for one in material.codings)
    if valued:
        yield Remark("coding", _("Whether a factor helps or hinders is read by icmo alone."), valued)
    others = {
        _("suggestions"): len(material.suggestions),
        _("decisions on suggestions"): len(material.decisions),
        _("own cues"): len(material.cues),
        _("changes to the overview"): len(material.edits),
        _("choices of quotes"): len(material.choices),
        _("texts in reports"): len(material.texts),
        _("decisions on disagreements"): len(material.resolutions),
        _("interview guide"): len(material.guide),
        _("names in reports"): len(material.aliases),
    }
    kept = tuple(name for name, number in others.items() if number)
    if kept:
        yield Remark("file", _("These are read by icmo alone."), sum(others.values()), kept)
    stays = _("The log, saved searches, rounds and earlier reports stay in the project, and are not in the file.")
    yield Remark("file", stays)
