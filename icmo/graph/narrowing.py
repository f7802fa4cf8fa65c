"""The filters that speak of sources, coders and configurations, each as a function of the material."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from icmo.models import Coding, Configuration, Material, Transcript
from icmo.overview_rows import GroupsOf

Values = tuple[str, ...]


def _municipality(material: Material, values: Values) -> Material:
    return _of_transcripts(material, lambda one: one.municipality in values)


def _transcript(material: Material, values: Values) -> Material:
    return _of_transcripts(material, lambda one: one.name in values or one.guid in values)


def _informant_type(material: Material, values: Values) -> Material:
    return _of_transcripts(material, lambda one: one.informant_type in values)


def _coder(material: Material, values: Values) -> Material:
    """What these made; a coding of somebody else stays where they have put it into a configuration."""
    kept = _of_configurations(material, lambda one: one.coder in values)
    return _only_codings(kept, lambda one: one.coder in values)


def _polarity(material: Material, values: Values) -> Material:
    return _of_configurations(material, lambda one: one.polarity in values)


def _theory(material: Material, values: Values) -> Material:
    guids = {theory.guid for theory in material.theories if {theory.name, theory.guid} & set(values)}
    return _of_configurations(material, lambda one: one.theory in guids)


def _target_group(material: Material, values: Values) -> Material:
    """What speaks of these groups, or of one below them: named by the configuration, else the nearest one told.

    A transcript stays, for a municipality that does not speak of a group is still one that was asked.
    """
    wanted = material.codebook.below(*values)
    groups_of, by_guid = GroupsOf(material), material.coding_by_guid
    placed = {part.coding for one in material.configurations for part in one.parts}

    def speaks(one: Configuration) -> bool:
        """Whether a configuration speaks of one of the groups."""
        if one.target_group:
            return one.target_group in wanted
        return any(wanted.intersection(groups_of(by_guid[part.coding])) for part in one.parts)

    def is_of(coding: Coding) -> bool:
        """Whether a coding outside configurations does."""
        return coding.guid not in placed and not wanted.isdisjoint((coding.code, *groups_of(coding)))

    return _only_codings(_of_configurations(material, speaks), is_of)


NARROWING: dict[str, Callable[[Material, Values], Material]] = {
    "municipality": _municipality,
    "transcript": _transcript,
    "informant-type": _informant_type,
    "target-group": _target_group,
    "coder": _coder,
    "polarity": _polarity,
    "theory": _theory,
}


def _of_transcripts(material: Material, keep: Callable[[Transcript], bool]) -> Material:
    transcripts = tuple(filter(keep, material.transcripts))
    there = {one.guid for one in transcripts}
    codings = tuple(one for one in material.codings if one.transcript in there)
    marks = {one.guid for one in codings}
    narrowed = _of_configurations(material, lambda one: all(part.coding in marks for part in one.parts))
    return replace(
        narrowed,
        transcripts=transcripts,
        codings=codings,
        suggestions=tuple(one for one in material.suggestions if one.transcript in there),
        decisions=tuple(one for one in material.decisions if one.transcript in there),
    )


def _of_configurations(material: Material, keep: Callable[[Configuration], bool]) -> Material:
    configurations = tuple(filter(keep, material.configurations))
    left = {one.guid for one in configurations}
    joined = tuple(one for one in material.links if one.earlier in left and one.later in left)
    return replace(material, configurations=configurations, links=joined)


def _only_codings(material: Material, keep: Callable[[Coding], bool]) -> Material:
    """The codings to keep, and those that are parts of a configuration which is left."""
    used = {part.coding for one in material.configurations for part in one.parts}
    return replace(material, codings=tuple(one for one in material.codings if one.guid in used or keep(one)))
