"""What a person says of a code, in Danish, in English or in both, made into the code's content.

What is not said in English is taken from the Danish. Where only one of the languages is changed, each text in the
other stays beside its own. A cue that was there before keeps its weight and guards.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from typing import Any

from icmo.errors import InvalidError
from icmo.i18n import _
from icmo.models import Code, Cue, Kind, Label, Rules
from icmo.text.anchors import normalise

MAX_ID = 48  # letters of an id made of a label; a label in an informant's own words can be a whole sentence
CHANGEABLE = (
    *("label_da", "label_en", "definition_da", "definition_en", "kind"),
    *("include_da", "include_en", "exclude_da", "exclude_en", "examples", "cues"),
)

Texts = tuple[str, ...]


def with_values(code: Code, values: Mapping[str, Any]) -> Code:
    """The code with other values, by the names in `CHANGEABLE`; without a definition the label stands for it.

    Raises
    ------
    InvalidError
        The label is empty, the kind is unknown, or a value has another name.

    Examples
    --------
    >>> code = Code("ro", Kind.OUTCOME, Label("Ro", "Peace"), Label("Ro i hverdagen.", "Peace in everyday life."))
    >>> with_values(code, {"label_da": "Mere ro"}).label
    Label(da='Mere ro', en='Peace')
    """
    if unknown := [name for name in values if name not in CHANGEABLE]:
        known = ", ".join(CHANGEABLE)
        raise InvalidError(_("“{value}” is not one of {known}.").format(value=unknown[0], known=known))
    label = _in_both(code.label, values, "label")
    if not label[0]:
        raise InvalidError(_("A code needs a label."))
    definition = _in_both(code.definition, values, "definition")
    if not definition[0] or Label(*chain(*definition)) == code.definition == code.label:
        definition = label
    return replace(
        code,
        kind=kind_of(values.get("kind", code.kind)),
        label=Label(*chain(*label)),
        definition=Label(*chain(*definition)),
        include=Rules(*_in_both(code.include, values, "include")),
        exclude=Rules(*_in_both(code.exclude, values, "exclude")),
        examples=_texts(values.get("examples", code.examples)),
        cues=_cues(code.cues, values["cues"]) if "cues" in values else code.cues,
    )


def kind_of(value: str) -> Kind:
    """The kind of that name.

    Raises
    ------
    InvalidError
        There is no such kind.
    """
    if value not in list(Kind):
        raise InvalidError(_("“{value}” is not one of {known}.").format(value=value, known=", ".join(Kind)))
    return Kind(value)


def _in_both(was: Label | Rules, values: Mapping[str, Any], name: str) -> tuple[Texts, Texts]:
    """The Danish and the English texts; where only one of them was changed, the other stays beside it."""
    was_da, was_en = _texts(was.da), _texts(was.en)
    da, en = _texts(values.get(f"{name}_da", was.da)), _texts(values.get(f"{name}_en", was.en))
    if not en or (da, en) == (was_da, was_en):
        return da, en or da
    if en == was_en:
        return da, _translated(da, was_da, was_en)
    return (_beside(en, was_en, was_da) if da == was_da else da), en


def _translated(da: Texts, was_da: Texts, was_en: Texts) -> Texts:
    """The English beside a changed Danish; what had not been translated, but stood there in Danish, is as it is now.

    Examples
    --------
    >>> _translated(("Mere ro", "Tid"), ("Ro", "Tid"), ("Ro", "Time"))
    ('Mere ro', 'Time')
    """
    beside = zip(da, _beside(da, was_da, was_en), strict=True)
    return tuple(now if en in was_da else en for now, en in beside)


def _beside(said: Texts, was: Texts, other: Texts) -> Texts:
    """The texts in the other language: each with its own, else in its place, else what is said until it is translated.

    Examples
    --------
    >>> _beside(("ro", "tid"), ("tid", "ro"), ("time", "peace"))
    ('peace', 'time')
    >>> _beside(("ro", "tid nok"), ("ro", "tid"), ("peace", "time"))
    ('peace', 'time')
    >>> _beside(("tid", "mod", "ro"), ("tid", "ro"), ("time", "peace"))
    ('time', 'mod', 'peace')
    """
    own = dict(zip(was, other, strict=True))
    instead = other if len(said) == len(was) else said
    return tuple(own.get(text, there) for text, there in zip(said, instead, strict=True))


def _texts(said: str | Iterable[str]) -> Texts:
    """The texts without space around them; empty ones are left out."""
    stripped = (normalise(text).strip() for text in ([said] if isinstance(said, str) else said))
    return tuple(text for text in stripped if text)


def _cues(was: Sequence[Cue], said: Iterable[str]) -> tuple[Cue, ...]:
    """The cues that are said; those that were there keep their weight and guards."""
    kept: dict[str, list[Cue]] = {}
    for cue in was:
        kept.setdefault(_plain(cue.text), []).append(cue)
    return tuple(cue for text in dict.fromkeys(map(_plain, _texts(said))) for cue in kept.get(text, [Cue(text)]))


def _plain(cue: str) -> str:
    return " ".join(cue.lower().split())


def slug(label: str) -> str:
    """A label as an id: small letters a–z, digits and hyphens.

    Examples
    --------
    >>> slug("Øvelser på 2. plads: “Å, hvad så?”"), slug("Café"), slug("…")
    ('oevelser-paa-2-plads-aa-hvad-saa', 'cafe', 'kode')
    """
    danish = normalise(label).lower().translate({ord("æ"): "ae", ord("ø"): "oe", ord("å"): "aa"})
    plain = unicodedata.normalize("NFKD", re.sub(r"[\W_]+", " ", danish)).encode("ascii", "ignore").decode().lower()
    made = "-".join(re.findall("[a-z0-9]+", plain)) or "kode"
    return made if len(made) <= MAX_ID else made[: MAX_ID + 1].rpartition("-")[0] or made[:MAX_ID]
