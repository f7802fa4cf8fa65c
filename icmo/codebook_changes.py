"""Change a code book: codes added, changed, moved, merged, split and retired, and what that does to a project.

Every change gives a new `Codebook`, put together from the texts of its books as if it had been read from their files,
so that every rule of a book holds. It is given the project's own book, without the layer of the project's own cues.
"""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, count
from typing import Any

from icmo import codebook, lexicon
from icmo.codebook_review import Difference, diff, warnings
from icmo.codebook_values import CHANGEABLE, kind_of, slug, with_values
from icmo.coding import require_code
from icmo.errors import InvalidError
from icmo.i18n import _
from icmo.models import Code, Codebook, Concept, Kind, Label, Lexicon, Material


@dataclass(frozen=True)
class CodeDraft:
    """What a person says of a new code. What is not said in English is taken from the Danish.

    Without a definition the label stands for it, as for a code in an informant's own words; without an id one is made
    of the label. The cues are plain texts.
    """

    label_da: str
    kind: Kind | str
    label_en: str = ""
    definition_da: str = ""
    definition_en: str = ""
    parent: str | None = None
    include_da: Sequence[str] = ()
    include_en: Sequence[str] = ()
    exclude_da: Sequence[str] = ()
    exclude_en: Sequence[str] = ()
    examples: Sequence[str] = ()
    cues: Sequence[str] = ()
    id: str = ""


# --- The changes --------------------------------------------------------------------------------------


def add(book: Codebook, draft: CodeDraft) -> Codebook:
    """Add a code to the book itself, not to one that it extends.

    Raises
    ------
    InvalidError
        It has no label, its id is taken, or it cannot stand under that parent.
    NotFoundError
        There is no such parent.
    ProblemsError
        The book would break its rules; every problem is listed.
    """
    return _put_together(book, {}, _new_codes(book, [draft]))


def add_codes(book: Codebook, codes: Sequence[Code]) -> Codebook:
    """Add finished codes to the book itself, each under a code of the book or under another of them.

    Raises
    ------
    ProblemsError
        The book would break its rules; every problem is listed.
    """
    return _put_together(book, {}, [replace(code, codebook=book.id) for code in codes])


def split(book: Codebook, code_id: str, drafts: Sequence[CodeDraft]) -> Codebook:
    """Make narrower codes beneath a code, in the order given; who gets which codings is said elsewhere.

    Raises
    ------
    InvalidError, NotFoundError, ProblemsError
        As for `add`.
    """
    return _put_together(book, {}, _new_codes(book, [replace(draft, parent=code_id) for draft in drafts]))


def change(book: Codebook, code_id: str, values: Mapping[str, Any]) -> Codebook:
    """Give a code another label, definition, kind, rules, examples or cues, as `icmo.codebook_values` has them.

    Raises
    ------
    InvalidError
        The label is empty, a value has another name, or the kind does not go with the codes above and below.
    NotFoundError
        There is no such code.
    ProblemsError
        The book would break its rules; every problem is listed.
    """
    before = require_code(book, code_id)
    after = with_values(before, values)
    if after.kind is not before.kind:
        _check_place(book, after)
        for child in _children(book, code_id):
            _check_kinds(child, after)
    return _put_together(book, {code_id: after})


def move(book: Codebook, code_id: str, parent: str | None) -> Codebook:
    """Put a code, with those beneath it, under another code of its kind, under a theme, or at the top.

    Raises
    ------
    InvalidError
        It cannot stand there: beneath itself, under another kind, or under a code that its book does not know.
    NotFoundError
        There is no such code or parent.
    """
    moved = replace(require_code(book, code_id), parent=parent or None)
    _check_place(book, moved)
    return _put_together(book, {code_id: moved})


def merge(book: Codebook, code_id: str, into: str) -> Codebook:
    """Make one code of two: the first goes; its children, cues, examples and concepts go over to the second.

    Raises
    ------
    InvalidError
        They are the same or of different kinds, or a child cannot stand under the second.
    NotFoundError
        There is no such code.
    """
    gone, kept = require_code(book, code_id), require_code(book, into)
    if gone.id == kept.id:
        raise InvalidError(_("A code cannot be merged with itself."))
    if gone.kind is not kept.kind:
        raise _different_kinds(gone, kept, _("Change the kind of one of them first."))
    moved = _moved_children(book, gone, kept)
    kept = _with_what_it_takes_over(moved.get(into, kept), gone)
    lexicons = tuple(_merged_lexicon(one, code_id, into) for one in book.lexicons)
    return _put_together(replace(book, lexicons=lexicons), {**moved, into: kept, code_id: None})


def retire(book: Codebook, code_id: str) -> Codebook:
    """Offer a code no more; it stays for the codings that bear it."""
    return _put_together(book, {code_id: replace(require_code(book, code_id), retired=True)})


def restore(book: Codebook, code_id: str) -> Codebook:
    """Offer a retired code again."""
    return _put_together(book, {code_id: replace(require_code(book, code_id), retired=False)})


def offered(book: Codebook) -> tuple[Code, ...]:
    """The codes that coders may choose between: all but the retired ones."""
    return tuple(code for code in book.codes if not code.retired)


# --- The texts to keep --------------------------------------------------------------------------------


def changed_texts(before: Codebook, after: Codebook) -> dict[str, str]:
    """The books that differ, of the book and those that it extends: YAML with a new version, by the book's id."""
    old = _books(before)
    return {
        one.id: codebook.dumps(replace(one, version=next_version(old[one.id].version)))
        for one in _books(after).values()
        if codebook.dumps(one) != codebook.dumps(old[one.id])
    }


def changed_lexicons(before: Codebook, after: Codebook) -> dict[str, str]:
    """The lexicons that differ: YAML by the lexicon's id."""
    old = {one.id: one for one in before.lexicons}
    return {one.id: lexicon.dumps(one) for one in after.lexicons if one != old[one.id]}


def next_version(version: str) -> str:
    """The version after this one: the number after its last dot raised, or a first one added.

    Examples
    --------
    >>> [next_version(one) for one in ("1", "1.0", "1.9", "2.0.3", "2026-03", "2026-03.1")]
    ['1.1', '1.1', '1.10', '2.0.4', '2026-03.1', '2026-03.2']
    """
    front, dot, last = version.rpartition(".")
    return f"{front}.{int(last) + 1}" if dot and last.isdecimal() else f"{version}.1"


# --- What a change does to a project ------------------------------------------------------------------


@dataclass(frozen=True)
class Touched:
    """How much of a project bears a code: its codings and the transcripts and configurations that they are in."""

    code: str
    codings: int
    transcripts: int
    configurations: int
    suggestions: int


@dataclass(frozen=True)
class Effect:
    """What a change of the code book does: the codes that differ, what bears them, and what there is to warn of."""

    differences: tuple[Difference, ...]
    touched: tuple[Touched, ...]
    warnings: tuple[str, ...]


def effect(before: Codebook, after: Codebook, material: Material) -> Effect:
    """What a change of the code book does to a project, before it is made.

    Returns
    -------
    The differences code by code; for every code that is removed or changed how much bears it, in the same order; and
    the warnings that the book did not give rise to before.
    """
    differences = tuple(diff(before, after))
    removed = [one.code for one in differences if one.change == "removed"]
    known = warnings(before)
    return Effect(
        differences,
        tuple(_touched(one.code, material) for one in differences if one.change != "added"),
        (*(one for one in warnings(after) if one not in known), *_names_of_removed(after, removed)),
    )


def _touched(code: str, material: Material) -> Touched:
    codings = [one for one in material.codings if one.code == code]
    guids = {one.guid for one in codings}
    return Touched(
        code,
        len(codings),
        len({one.transcript for one in codings}),
        sum(
            one.target_group == code or any(part.coding in guids for part in one.parts)
            for one in material.configurations
        ),
        sum(one.code == code for one in material.suggestions),
    )


def _names_of_removed(book: Codebook, removed: Sequence[str]) -> list[str]:
    """Rules and definitions that send a coder to a code that is no more."""
    return [
        _("{code}: its rules still name “{gone}”, which is no more").format(code=code.id, gone=gone)
        for code in book.codes
        for gone in removed
        if any(f"`{gone}`" in text for text in _words(code))
    ]


def _words(code: Code) -> tuple[str, ...]:
    rules = (*code.include.da, *code.include.en, *code.exclude.da, *code.exclude.en)
    return (code.definition.da, code.definition.en, *rules)


# --- New codes ----------------------------------------------------------------------------------------


def _new_codes(book: Codebook, drafts: Sequence[CodeDraft]) -> list[Code]:
    made: dict[str, Code] = {}
    for draft in drafts:
        taken = {*book.by_id, *made}
        if draft.id in taken:
            raise InvalidError(_("There is a code “{code}” already.").format(code=draft.id), _("Give it another id."))
        code = _new_code(draft, draft.id or _free(slug(draft.label_da or draft.label_en), taken), book.id)
        _check_place(book, code)
        made[code.id] = code
    return list(made.values())


def _new_code(draft: CodeDraft, code_id: str, book_id: str) -> Code:
    nothing = Label("", "")
    blank = Code(code_id, kind_of(draft.kind), nothing, nothing, parent=draft.parent or None, codebook=book_id)
    return with_values(blank, {name: getattr(draft, name) for name in CHANGEABLE})


def _free(wish: str, taken: Container[str]) -> str:
    numbered = (f"{wish}-{number}" for number in count(2))
    return next(one for one in chain([wish], numbered) if one not in taken)


# --- Where a code stands ------------------------------------------------------------------------------


def _check_place(book: Codebook, code: Code) -> None:
    """Complain about a parent that a code cannot stand under."""
    if code.parent is None:
        return
    above = require_code(book, code.parent)
    if code.id in book.lineage(above.id):
        raise InvalidError(
            _("“{code}” cannot stand under itself or under what stands beneath it.").format(code=code.id),
            _("Choose another code, or none to let it stand at the top."),
        )
    _check_kinds(code, above)
    if above.id not in _books(book)[code.codebook]:
        raise InvalidError(
            _("“{code}” belongs to the code book {base}, which does not know “{parent}”.").format(
                code=code.id, base=code.codebook, parent=above.id
            ),
            _("Choose a code of {base}, or none to let it stand at the top.").format(base=code.codebook),
        )


def _check_kinds(code: Code, above: Code) -> None:
    if above.kind not in (code.kind, Kind.THEME):
        raise _different_kinds(code, above, _("A code stands under one of its own kind, or under a theme."))


def _different_kinds(code: Code, other: Code, hint: str) -> InvalidError:
    return InvalidError(
        _("“{code}” and “{other}” are not of the same kind.").format(code=code.id, other=other.id), hint
    )


def _children(book: Codebook, code_id: str) -> list[Code]:
    return [code for code in book.codes if code.parent == code_id]


# --- Merging ------------------------------------------------------------------------------------------


def _moved_children(book: Codebook, gone: Code, kept: Code) -> dict[str, Code]:
    """The children of a code that goes, under the one that is kept; what that stands under itself moves up."""
    line = book.lineage(kept.id)
    moved = {
        child.id: replace(child, parent=gone.parent if child.id in line else kept.id)
        for child in _children(book, gone.id)
    }
    for child in moved.values():
        _check_place(book, child)
    return moved


def _with_what_it_takes_over(kept: Code, gone: Code) -> Code:
    there = {cue.text for cue in kept.cues}
    return replace(
        kept,
        cues=(*kept.cues, *(cue for cue in gone.cues if cue.text not in there)),
        examples=tuple(dict.fromkeys((*kept.examples, *gone.examples))),
    )


def _merged_lexicon(one: Lexicon, gone: str, into: str) -> Lexicon:
    concepts = tuple(_merged_concept(concept, gone, into) for concept in one.concepts)
    return one if concepts == one.concepts else replace(one, concepts=concepts, text="")


def _merged_concept(concept: Concept, gone: str, into: str) -> Concept:
    """The concept speaking for the code that is kept as strongly as for either of the two."""
    if gone not in concept.codes:
        return concept
    others = {code: factor for code, factor in concept.codes.items() if code != gone}
    return replace(concept, codes=others | {into: max(concept.codes[gone], others.get(into, 0.0))})


# --- Putting a book together --------------------------------------------------------------------------


def _put_together(book: Codebook, changed: Mapping[str, Code | None], added: Sequence[Code] = ()) -> Codebook:
    """The book with some codes changed, gone (None) or added, read again from the texts of its books."""
    texts = {one.id: codebook.dumps(_with_codes(one, changed, added)) for one in _books(book).values()}
    texts |= {f"{codebook.LEXICON}/{one.id}": one.text or lexicon.dumps(one) for one in book.lexicons}
    return codebook.loads(texts[book.id], source=f"{book.id}.yaml", find=texts.__getitem__)


def _with_codes(book: Codebook, changed: Mapping[str, Code | None], added: Sequence[Code]) -> Codebook:
    """One book with its own codes only, as they are after the change."""
    own = [changed.get(code.id, code) for code in (*book.codes, *added) if code.codebook == book.id]
    return replace(book, codes=_parents_first([code for code in own if code]))


def _parents_first(codes: Sequence[Code]) -> tuple[Code, ...]:
    """The codes in their order, but each after its parent."""
    waiting = {code.id: code for code in codes}
    placed = []
    while waiting:
        ready = next(code for code in waiting.values() if code.parent not in waiting)
        placed.append(waiting.pop(ready.id))
    return tuple(placed)


def _books(book: Codebook) -> dict[str, Codebook]:
    """The book and those that it extends, however far down, by their ids."""
    bases = {found.id: found for base in book.bases for found in _books(base).values()}
    return bases | {book.id: book}
