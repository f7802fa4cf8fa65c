"""Material with neutral labels in place of the municipalities' names, where the project says so."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from string import ascii_uppercase

from icmo.i18n import _, current, language
from icmo.models import Case, Code, Codebook, Configuration, Label, Material, Rules, Transcript


def labels(cases: Iterable[Case], known: Mapping[str, str] | None = None, *, lang: str = "da") -> dict[str, str]:
    """A label for each municipality: ``Kommune A``; those that have one keep it.

    The order is that of random ids, so that a letter tells nothing. From the 27th on they are numbers.
    """
    made = dict(known or {})
    with language(lang):
        for case in sorted(cases, key=lambda case: case.guid):
            if case.name not in made:
                number = len(made)
                letter = ascii_uppercase[number] if number < len(ascii_uppercase) else str(number + 1)
                made[case.name] = _("Municipality {letter}").format(letter=letter)
    return made


def neutralised(material: Material) -> Material:
    """The material as it is printed: every municipality named in `material.aliases` bears its label.

    All that people have written is changed, the code book too; the interviews' texts are not, since codings point into
    them: `icmo.documents.pieces.quoting` changes the quotes. It is made once for each language, as interviews' names
    are in it.
    """
    if not material.aliases:
        return material
    made = (neutralised, current())
    if made not in material.kept:
        material.kept[made] = _neutralised(material, Renaming(material.aliases))
    found: Material = material.kept[made]
    return found


def _neutralised(material: Material, rename: Renaming) -> Material:
    numbers: Counter[str] = Counter()
    return replace(
        material,
        name=rename(material.name),
        codebook=_codebook(material.codebook, rename),
        cases=tuple(_case(one, rename) for one in material.cases),
        transcripts=tuple(_transcript(one, rename, numbers) for one in material.transcripts),
        codings=tuple(replace(one, memo=rename(one.memo)) if one.memo else one for one in material.codings),
        configurations=tuple(_configuration(one, rename) for one in material.configurations),
        memos=tuple(replace(one, text=rename(one.text)) for one in material.memos),
        theories=tuple(
            replace(one, name=rename(one.name), statement=rename(one.statement)) for one in material.theories
        ),
        summaries=tuple(replace(one, case=rename.name(one.case), text=rename(one.text)) for one in material.summaries),
        edits=tuple(replace(one, text=rename(one.text)) for one in material.edits),
        choices=tuple(replace(one, note=rename(one.note)) for one in material.choices),
        texts=tuple(replace(one, place=rename.place(one.place), text=rename(one.text)) for one in material.texts),
    )


def _codebook(book: Codebook, rename: Renaming) -> Codebook:
    """The book, as it was where it names no municipality; a code's id may be part of a file and stays."""
    codes = tuple(_code(one, rename) for one in book.codes)
    return book if codes == book.codes else replace(book, codes=codes)


def _code(one: Code, rename: Renaming) -> Code:
    return replace(
        one,
        label=Label(rename(one.label.da), rename(one.label.en)),
        definition=Label(rename(one.definition.da), rename(one.definition.en)),
        include=Rules(tuple(map(rename, one.include.da)), tuple(map(rename, one.include.en))),
        exclude=Rules(tuple(map(rename, one.exclude.da)), tuple(map(rename, one.exclude.en))),
        examples=tuple(map(rename, one.examples)),
    )


def _case(one: Case, rename: Renaming) -> Case:
    values = {rename(name): rename(value) if isinstance(value, str) else value for name, value in one.variables.items()}
    return replace(one, name=rename.name(one.name), variables=values)


def _transcript(one: Transcript, rename: Renaming, numbers: Counter[str]) -> Transcript:
    label = rename.name(one.municipality) if one.municipality else None
    known = label or _("Without municipality")
    numbers[known] += 1
    return replace(
        one,
        municipality=label,
        name=_("{label}, interview {number}").format(label=known, number=numbers[known]),
        role=rename(one.role or "") or None,
        title=rename(one.title or "") or None,
        source_name="",
    )


def _configuration(one: Configuration, rename: Renaming) -> Configuration:
    parts = tuple(
        replace(part, resource=rename(part.resource), reasoning=rename(part.reasoning))
        if part.resource or part.reasoning
        else part
        for part in one.parts
    )
    return replace(one, parts=parts, actor=rename(one.actor), statement=rename(one.statement), memo=rename(one.memo))


class Renaming:
    """Puts labels in place of names wherever they stand as words, in the genitive too.

    Examples
    --------
    >>> Renaming({"Egeholm": "Kommune A"})("I Egeholm er Egeholms egne med; Egeholmsvej er en vej.")
    'I Kommune A er Kommune A’s egne med; Egeholmsvej er en vej.'
    """

    def __init__(self, aliases: Mapping[str, str]) -> None:
        self._aliases = dict(aliases)
        longest = sorted(self._aliases, key=len, reverse=True)
        self._pattern = re.compile(rf"(?<!\w)({'|'.join(map(re.escape, longest))})(s?)(?!\w)") if longest else None

    def __call__(self, text: str) -> str:
        """The text with labels for names."""
        if self._pattern is None or not text:
            return text
        return self._pattern.sub(lambda match: self._aliases[match[1]] + ("’s" if match[2] else ""), text)

    def name(self, name: str) -> str:
        """The label of a municipality, or what a name that is none says with labels in it."""
        return self._aliases.get(name) or self(name)

    def place(self, place: str) -> str:
        """A place in a report (`icmo.documents.places`), which may be a municipality’s."""
        sort, colon, what = place.partition(":")
        return f"{sort}{colon}{self.name(what)}" if sort == "municipality" else place

    def facts(self, facts: Mapping[str, tuple[str, str]]) -> dict[str, tuple[str, str]]:
        """What an export has told, as it is told with labels: it may be older than they are."""
        if self._pattern is None:
            return dict(facts)
        return {self(key): (self(name), self(value)) for key, (name, value) in facts.items()}
