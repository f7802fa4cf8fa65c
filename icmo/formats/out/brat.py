"""Codings as brat's standoff files, which many annotation tools read: a folder with texts and annotations.

Each transcript is ``NAME.txt``, as icmo keeps the text, and ``NAME.ann``. A coding is a text-bound annotation ``T1`` in
code points, one that goes over a line break a piece per line, as brat does it; attributes say by whom
(``A1 Coder T1 AML``) and whether the factor helps (``Valence``), a note (``#1 AnnotatorNotes T1``) holds the memo.
``annotation.conf`` has the codes as entity types below their kinds and parents, ``visual.conf`` their labels and
colours. brat allows letters A–Z, digits, ``-`` and ``_`` in names of types: others are replaced (å → aa).

Source: Stenetorp et al. (2012) and https://brat.nlplab.org/standoff.html.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from icmo.colours import FILL
from icmo.formats.out.codings import Written, overruled
from icmo.formats.out.folder import fill
from icmo.formats.out.plain import ascii_words
from icmo.frames import in_order
from icmo.i18n import count
from icmo.models import Code, Coding, Kind, Material, Valence

_LINE = re.compile(r"[^\n]+")


def export_brat(material: Material, folder: str | Path, *, overwrite: bool = False) -> Written:
    """Write the transcripts and their codings into a folder; `overwrite` and errors are those of `folder.fill`."""
    files = ((name, text.encode("utf-8")) for name, text in brat_files(material).items())
    fill(folder, files, overwrite=overwrite)
    number = len(material.configurations)
    left_out = (count(number, "configuration", "configurations"),) if number else ()
    return Written(len(material.codings), (*left_out, *overruled(material)))


def brat_files(material: Material) -> dict[str, str]:
    """The files by their names."""
    names = ascii_words(code.id for code in material.codebook.codes)
    stems = ascii_words(one.name for one in material.transcripts)
    given: dict[str, list[Coding]] = defaultdict(list)
    for coding in in_order(material):
        given[coding.transcript].append(coding)
    files = {"annotation.conf": _annotation_conf(material, names), "visual.conf": _visual_conf(material, names)}
    for one in material.transcripts:
        files[f"{stems[one.name]}.txt"] = one.text
        files[f"{stems[one.name]}.ann"] = "".join(_annotations(given[one.guid], one.text, names))
    return files


def _annotations(codings: Iterable[Coding], text: str, names: Mapping[str, str]) -> Iterator[str]:
    attributes = notes = 0
    spoken = (one for one in codings if text[one.start : one.end].strip())  # brat knows no annotation of nothing
    for number, one in enumerate(spoken, start=1):
        spans = [match.span() for match in _LINE.finditer(text, one.start, one.end) if match[0].strip()]
        places = ";".join(f"{start} {end}" for start, end in spans)
        words = " ".join(text[start:end].replace("\t", " ") for start, end in spans)
        yield f"T{number}\t{names[one.code]} {places}\t{words}\n"
        for name, value in (("Coder", one.coder), ("Valence", one.valence and one.valence.value)):
            if value:
                attributes += 1
                yield f"A{attributes}\t{name} T{number} {_word(value)}\n"
        if one.memo:
            notes += 1
            yield f"#{notes}\tAnnotatorNotes T{number}\t{' '.join(one.memo.split())}\n"


def _word(value: str) -> str:
    """A value of an attribute, which must be one word without brat's own signs."""
    return re.sub(r"[\s|,:]+", "_", value)


def _annotation_conf(material: Material, names: Mapping[str, str]) -> str:
    entities = "".join(_below(material, names, kind) for kind in Kind)
    coders = "|".join(dict.fromkeys(_word(one.coder) for one in sorted(material.codings, key=lambda one: one.coder)))
    attributes = f"Coder\tArg:<ENTITY>, Value:{coders}\n" if coders else ""
    attributes += f"Valence\tArg:<ENTITY>, Value:{'|'.join(Valence)}\n"
    return f"[entities]\n{entities}\n[relations]\n\n[events]\n\n[attributes]\n{attributes}"


def _below(material: Material, names: Mapping[str, str], kind: Kind) -> str:
    """The codes of a kind below it, each below its parent, set in by tabs; ``!`` marks what cannot be given."""
    codes = material.codebook.of_kind(kind)
    if not codes:
        return ""
    own = {code.id for code in codes}
    children: dict[str | None, list[Code]] = defaultdict(list)
    for code in codes:
        children[code.parent if code.parent in own else None].append(code)
    waiting = [(code, 1) for code in reversed(children[None])]
    lines = [f"!kind_{kind.value}"]
    while waiting:
        code, depth = waiting.pop()
        lines.append("\t" * depth + names[code.id])
        waiting += [(child, depth + 1) for child in reversed(children[code.id])]
    return "\n".join(lines) + "\n"


def _visual_conf(material: Material, names: Mapping[str, str]) -> str:
    codes = material.codebook.codes
    labels = "".join(f"{names[code.id]} | {_label(code, material.language)}\n" for code in codes)
    colours = "".join(f"{names[code.id]}\tbgColor:{FILL[code.kind.role or '']}\n" for code in codes)
    return f"[labels]\n{labels}\n[drawing]\n{colours}"


def _label(code: Code, language: str) -> str:
    return " ".join(code.label.text(language).replace("|", "/").split())
