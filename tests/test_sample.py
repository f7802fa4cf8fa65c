"""The invented sample holds what it promises, and its planted differences can be found."""

from __future__ import annotations

from collections import Counter, defaultdict
from pathlib import Path

import pytest

from icmo import resources
from icmo.models import Coding, Kind, Material, Role

COMPANY_TEAMS = {"Nordvig", "Klintemark", "Havbjerg"}
OTHER_PLACES = {"Egeholm", "Sønderlund", "Åmose"}


@pytest.fixture(scope="module")
def material(sampled: Material) -> Material:
    return sampled


def test_six_municipalities_with_a_group_and_a_woman_each(material: Material) -> None:
    assert set(material.municipalities) == COMPANY_TEAMS | OTHER_PLACES
    kinds = Counter((t.municipality, t.informant_type) for t in material.transcripts)
    assert len(kinds) == 12
    assert set(kinds.values()) == {1}


def test_every_interview_is_marked_as_invented_and_of_the_promised_length(material: Material) -> None:
    for transcript in material.transcripts:
        assert "Opdigtet" in transcript.metadata["note"], transcript.name
        assert 1200 <= transcript.words <= 2500, transcript.name


def test_groups_have_three_or_four_speakers_beside_the_interviewer(material: Material) -> None:
    for transcript in material.transcripts:
        speakers = {turn.speaker for turn in transcript.turns if not turn.interviewer}
        assert len(speakers) in ((3, 4) if transcript.informant_type == "kommune" else (1,)), transcript.name


def test_the_women_have_three_levels_of_readiness(material: Material) -> None:
    groups = Counter(t.target_group for t in material.transcripts if t.target_group)
    assert groups == {"lavest-parathed": 2, "moderat-parathed": 2, "stoerst-parathed": 2}


def test_two_coders_coded_all_of_it(material: Material) -> None:
    by_coder = defaultdict(set)
    for coding in material.codings:
        by_coder[coding.coder].add(coding.transcript)
    assert {coder: len(found) for coder, found in by_coder.items()} == {"AML": 12, "TBS": 12}


def test_all_mechanisms_and_moderators_are_coded_by_both(material: Material) -> None:
    wanted = {code.id for code in material.codebook.of_kind(Kind.MECHANISM, Kind.MODERATOR)}
    for coder in ("AML", "TBS"):
        assert wanted <= {coding.code for coding in material.codings if coding.coder == coder}


def test_there_are_at_least_sixty_configurations_some_whole_and_some_hindering(material: Material) -> None:
    assert len(material.configurations) >= 60
    whole = [c for c in material.configurations if {Role.I, Role.M, Role.O} <= {part.role for part in c.parts}]
    assert len(whole) >= 20
    assert {c.polarity.value for c in material.configurations} == {"fremmer", "hæmmer", "trods"}


def test_no_quote_is_the_interviewers(material: Material) -> None:
    for coding in material.codings:
        source = material.transcript_by_guid[coding.transcript]
        turn = source.turns[source.turn_number(coding.start) - 1]
        assert not turn.interviewer
        assert coding.end <= turn.end


def test_every_municipality_has_figures(material: Material) -> None:
    for case in material.cases:
        assert {"teamforankring", "maal1_pct", "aktivitetsparate_pct"} <= set(case.variables), case.name


def _municipality(material: Material, coding: Coding) -> str | None:
    found: str | None = material.transcript_by_guid[coding.transcript].municipality
    return found


def _share(material: Material, codes: set[str], municipalities: set[str]) -> float:
    """Positive or neutral codings of some codes per 100 codings in some municipalities."""
    there = [c for c in material.codings if _municipality(material, c) in municipalities]
    return 100 * sum(c.code in codes and c.valence != "negativ" for c in there) / len(there)


@pytest.mark.parametrize(
    ("codes", "more", "less"),
    [
        pytest.param({"eftervaern", "loennede-timer"}, COMPANY_TEAMS, OTHER_PLACES, id="paid_hours_and_aftercare"),
        pytest.param({"arbejdsidentitet"}, COMPANY_TEAMS, OTHER_PLACES, id="work_identity"),
        pytest.param({"fysiske-rammer"}, OTHER_PLACES, COMPANY_TEAMS, id="places_outside_the_job_centre"),
    ],
)
def test_the_planted_differences_are_there(material: Material, codes: set[str], more: set[str], less: set[str]) -> None:
    assert _share(material, codes, more) > 2 * _share(material, codes, less)


@pytest.mark.parametrize("code", ["relationsdannelse", "behov-og-livssituation"])
def test_what_was_not_planted_is_told_of_everywhere(material: Material, code: str) -> None:
    assert {_municipality(material, c) for c in material.codings if c.code == code} == COMPANY_TEAMS | OTHER_PLACES


def test_nothing_in_it_is_taken_from_the_published_reports(shared: Path) -> None:
    reports = " ".join(
        " ".join(path.read_text(encoding="utf-8").lower().split())
        for path in [*(shared / "seeds").glob("*.txt"), shared / "gold" / "dev.jsonl"]
    )
    for path in resources.sample_dir().glob("*.txt"):
        words = path.read_text(encoding="utf-8").lower().split()
        runs = (" ".join(words[i : i + 8]) for i in range(len(words) - 7))
        assert not [run for run in runs if run in reports], path.name


# --- Theories and what goes with them -------------------------------------------------------------------


def test_the_theories_speak_of_codes_and_are_supported_refuted_and_refined(material: Material) -> None:
    assert len(material.theories) == 4
    for theory in material.theories:
        stances = {one.stance for one in material.configurations if one.theory == theory.guid}
        assert stances == {"understøtter", "afkræfter", "nuancerer"}, theory.name
        assert {Role.I, Role.M, Role.O} <= {part.role for part in theory.parts}, theory.name


def test_every_theory_was_refined_for_a_reason(material: Material) -> None:
    reasons = Counter(memo.subject for memo in material.memos if memo.about == "theory")
    assert set(reasons) == {theory.guid for theory in material.theories}


def test_an_outcome_becomes_the_context_of_another_in_the_same_municipality(material: Material) -> None:
    by_guid = {one.guid: one for one in material.configurations}

    def places(guid: str) -> set[str | None]:
        codings = (material.coding_by_guid[part.coding] for part in by_guid[guid].parts)
        return {material.transcript_by_guid[coding.transcript].municipality for coding in codings}

    assert len(material.links) >= 6
    assert all(places(link.earlier) == places(link.later) for link in material.links)


def test_some_cells_are_written_and_others_left_to_the_reader(material: Material) -> None:
    mechanisms = {code.id for code in material.codebook.of_kind(Kind.MECHANISM)}
    assert {one.code for one in material.summaries} == mechanisms
    assert {one.case for one in material.summaries} <= set(material.municipalities)
    assert 15 <= len(material.summaries) <= 30


def test_the_women_were_not_asked_about_the_organisation(material: Material) -> None:
    assert set(material.guide) == {"kommune", "kvinde"}
    assert "organisering" in material.guide["kommune"]
    assert "organisering" not in material.guide["kvinde"]
