"""The if–then–because sentence drafted from the parts of a configuration."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from icmo.models import Codebook, Polarity, Role

MISSING = "…"  # in a drafted sentence, where nothing has been coded yet


class Spoken(Protocol):
    """A code in its role."""

    @property
    def role(self) -> Role:
        """The slot that it fills."""

    @property
    def code(self) -> str:
        """The code's id."""


def draft_statement(book: Codebook, parts: Sequence[Spoken], polarity: Polarity, language: str = "da") -> str:
    """The sentence “Hvis … i …, så …, fordi …” from the parts' labels, for a coder to write out."""

    def _labels(*roles: Role) -> str:
        labels = [book[part.code].label.text(language) for part in parts if part.role in roles]
        return _and([label[:1].lower() + label[1:] for label in labels], language)

    intervention, context, mechanism, outcome = (
        _labels(Role.I) or MISSING,
        _labels(Role.C, Role.K),
        _labels(Role.M) or MISSING,
        _labels(Role.O) or MISSING,
    )
    hindered, despite = polarity is Polarity.HINDERS, polarity is Polarity.DESPITE
    if language == "en":
        where = f" where {context} matters" if context else ""
        effect = f"{outcome} {'fails to come' if hindered else 'follows'}{' in spite of what hinders it' * despite}"
        return f"If there is {intervention}{where}, then {effect}, because {mechanism} is {'not ' * hindered}at work."
    where = f" i en sammenhæng, hvor {context} spiller ind" if context else ""
    effect = f"{'udebliver' if hindered else 'følger'} {outcome}{' på trods af det, der hæmmer' * despite}"
    return f"Hvis der er {intervention}{where}, så {effect}, fordi {mechanism} {'ikke ' * hindered}kommer i spil."


def _and(words: Sequence[str], language: str) -> str:
    join = " and " if language == "en" else " og "
    return join.join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)
