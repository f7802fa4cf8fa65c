"""Whole ways through configurations, and how many transcripts tell them."""

from __future__ import annotations

from icmo.compare.whole_paths import whole_paths
from icmo.i18n import language
from tests.factories import a_coding, a_configuration, a_material, a_transcript


def test_a_way_is_as_broad_as_the_transcripts_that_tell_it() -> None:
    one, other = a_transcript(), a_transcript("Noget helt andet.")
    told = [[a_coding(source, code) for code in ("oeve", "tro", "ro")] for source in (one, one, other)]
    # oeve → tro → ro three times, but in two transcripts; the last one tells of a context, too
    context = a_coding(other, "kontor")
    whole = [a_configuration(*zip("IMO", codings, strict=True)) for codings in told]
    whole.append(a_configuration(*zip("IMO", told[2], strict=True), ("C", context)))
    material = a_material([one, other], [*(c for codings in told for c in codings), context], configurations=whole)
    with language("da"):
        assert whole_paths(material) == [("Oeve", "", "Tro", "Ro", 2), ("Oeve", "Kontor", "Tro", "Ro", 1)]


def test_one_part_alone_and_moderators_are_no_way() -> None:
    source = a_transcript()
    codings = [a_coding(source, "oeve"), a_coding(source, "tid")]
    configuration = a_configuration(("I", codings[0]), ("K", codings[1]))
    assert whole_paths(a_material([source], codings, configurations=[configuration])) == []


def test_several_parts_in_a_role_make_several_ways_and_the_rest_is_cut_off() -> None:
    source = a_transcript()
    codings = [a_coding(source, code) for code in ("oeve", "job", "tro")]
    configuration = a_configuration(("I", codings[0]), ("I", codings[1]), ("M", codings[2]))
    material = a_material([source], codings, configurations=[configuration])
    with language("da"):
        assert [way[:3] for way in whole_paths(material)] == [("Job", "", "Tro"), ("Oeve", "", "Tro")]
    assert len(whole_paths(material, most=1)) == 1
