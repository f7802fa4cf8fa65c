"""What an analysis makes of a project's material, made once and kept with it, as its cached properties are."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TypeVar

from icmo.models import Material

Made = TypeVar("Made")


def kept(make: Callable[[Material], Made]) -> Callable[[Material], Made]:
    """Let a function of material alone be called once for each; a copy with changes begins anew.

    What is kept must not depend on the language spoken.

    Examples
    --------
    >>> from icmo.models import Codebook, Label
    >>> numbered = kept(lambda material: object())
    >>> material = Material(Codebook("b", "1", Label("B", "B"), Label("", ""), ()))
    >>> numbered(material) is numbered(material)
    True
    """

    @wraps(make)
    def once(material: Material) -> Made:
        """What was made of the material, made now if it was not."""
        if once not in material.kept:
            material.kept[once] = make(material)
        made: Made = material.kept[once]
        return made

    return once
