"""A configuration as a sentence."""

from __future__ import annotations

from icmo.documents.model import NOTHING, Line, Run, line
from icmo.i18n import _, current
from icmo.models import Configuration, Material, TheoryPart
from icmo.statements import draft_statement


def sentence(material: Material, one: Configuration) -> Line:
    """The if–then–because sentence as it was written, or made of the labels of the parts, which it then says."""
    if one.statement.strip():
        return line(one.statement)
    codings = material.coding_by_guid
    parts = [TheoryPart(part.role, codings[part.coding].code) for part in one.parts]
    if not parts:
        return line(NOTHING)
    made = draft_statement(material.codebook, parts, one.polarity, current())
    return line(made, " ", Run(_("(made of the parts)"), italic=True))
