"""The numbers of the pages that compare, over the invented sample; no browser.

What was put into the sample must come out: what a company consultant in the team changes and what not, what sets Åmose
apart, what goes with where the team is anchored. And every number leads to as many quotes as it says.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest
from lxml import html

from icmo import sample
from icmo.project import Project
from tests.web.clients import ADDRESS, TestClient, a_client

CONSULTANT = "virksomhedskonsulent_i_team"


@pytest.fixture(scope="module")
def stored(sample_place: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample in a project, copied once."""
    return Path(shutil.copy(sample_place, tmp_path_factory.mktemp("sample") / "sample.icmo"))


@pytest.fixture(scope="module")
def loaded(stored: Path) -> Iterator[Project]:
    with Project.open(stored) as project:
        yield project


@pytest.fixture
def own(stored: Path, tmp_path: Path) -> Iterator[Project]:
    """A copy of the sample, to be changed."""
    with Project.open(shutil.copy(stored, tmp_path / "own.icmo")) as project:
        yield project


@pytest.fixture(scope="module")
def client(loaded: Project) -> TestClient:
    return a_client(loaded)


def _page(client: TestClient, address: str) -> html.HtmlElement:
    answer = client.get(f"{ADDRESS}{address}")
    assert answer.status_code == 200, answer.text
    return html.fromstring(answer.text)


def _listed(page: html.HtmlElement, heading: str) -> list[str]:
    """The sentences under a heading."""
    [found] = [one for one in page.iter("h2") if one.text_content().startswith(heading)]
    below = found.getnext()
    return [one.text_content() for one in below.iter("li")]


def _label(project: Project, code: str) -> str:
    return project.codebook[code].label.en


# --- What was put into the sample comes out -------------------------------------------------------------

DIFFERS = ("arbejdsidentitet", "fysiske-rammer", "eftervaern", "loennede-timer", "arbejdspladsen")
ALIKE = ("relationsdannelse", "meningsfuldhed", "medkonstruktoer", "behov-og-livssituation")


def test_what_a_company_consultant_changes_is_a_pattern_and_the_rest_is_not(
    client: TestClient, loaded: Project
) -> None:
    page = _page(client, f"/compare?by={CONSULTANT}")
    patterns = _listed(page, "Patterns")
    begun = {code: any(one.startswith(f"{_label(loaded, code)} is ") for one in patterns) for code in DIFFERS + ALIKE}
    assert begun == dict.fromkeys(DIFFERS, True) | dict.fromkeys(ALIKE, False)


def test_aamose_stands_out_in_organisation(client: TestClient, loaded: Project) -> None:
    page = _page(client, f"/compare?by={CONSULTANT}")
    sentence = f"Åmose stands out in {_label(loaded, 'organisering')}:"
    assert [one for one in _listed(page, "Municipalities that stand out") if one.startswith(sentence)]


def test_where_the_team_is_anchored_goes_with_who_solves_problems(client: TestClient, loaded: Project) -> None:
    patterns = _listed(_page(client, "/compare?by=teamforankring"), "Patterns")
    assert [one for one in patterns if one.startswith(f"{_label(loaded, 'problemloesning')} is ")]


# --- Every number leads to as many quotes ---------------------------------------------------------------


def _numbers(page: html.HtmlElement, heading: str) -> list[tuple[str, int, str]]:
    """Name, number and address of every linked number of a table; the number is the last in its name."""
    links = page.xpath(f"//div[@aria-label='{heading}']//td/a[@aria-label]")
    said = [(str(one.get("aria-label")), one) for one in links]
    return [(name, int(re.findall(r"\d+", name)[-1]), str(one.get("href"))) for name, one in said]


def _hits(client: TestClient, address: str) -> int:
    [heading] = _page(client, address).xpath("//h2[@id='hits']")
    return int(heading.text_content().split()[0].replace(",", ""))


def _told(client: TestClient, address: str) -> int:
    """The number of quotes of the link whose quotes stand beside the graph."""
    [heading] = _page(client, address).xpath("//h2[@id='told-title']")
    return int(re.findall(r"([\d,]+) quotes?", heading.text_content())[0].replace(",", ""))


@pytest.mark.parametrize("by", ["municipality", "transcript", "informant_type", f"variable:{CONSULTANT}"])
def test_a_number_of_a_code_is_the_number_of_hits_it_leads_to(by: str, client: TestClient) -> None:
    numbers = _numbers(_page(client, f"/compare/matrix?by={by}"), "Matrix")
    some = numbers[:: max(1, len(numbers) // 25)]
    assert len(some) >= 25
    assert [(name, _hits(client, address)) for name, _n, address in some] == [(name, n) for name, n, _a in some]


@pytest.mark.parametrize("by", ["municipality", "transcript", "informant_type", f"variable:{CONSULTANT}"])
def test_a_number_of_a_link_is_that_of_the_link_in_the_graph_it_leads_to(by: str, client: TestClient) -> None:
    numbers = _numbers(_page(client, f"/compare/matrix?rows=links&by={by}"), "Matrix")
    some = numbers[:: max(1, len(numbers) // 20)]
    assert len(some) >= 20
    assert [(name, _told(client, address)) for name, _n, address in some] == [(name, n) for name, n, _a in some]


def test_what_a_group_tells_is_the_number_of_hits_it_leads_to(client: TestClient) -> None:
    numbers = _numbers(_page(client, f"/compare?by={CONSULTANT}"), "All rows")
    some = numbers[:: max(1, len(numbers) // 25)]
    assert len(some) >= 25
    assert [(name, _hits(client, address)) for name, _n, address in some] == [(name, n) for name, n, _a in some]


def test_the_turns_in_which_codes_meet_are_the_hits_they_lead_to(client: TestClient) -> None:
    numbers = _numbers(_page(client, "/compare/cooccurrence?within=turn"), "Codes that meet")
    some = numbers[:: max(1, len(numbers) // 25)]
    assert len(some) >= 25
    assert [(name, _hits(client, address)) for name, _n, address in some] == [(name, n) for name, n, _a in some]


def test_what_a_joint_display_counts_is_the_number_of_hits_it_leads_to(client: TestClient) -> None:
    page = _page(client, "/compare/joint")
    links = page.xpath("//div[@aria-label='Joint display']//td/a[@class='n']")
    assert links
    counted = [(one.get("aria-label"), int(one.text_content().split()[0])) for one in links]
    assert [(one.get("aria-label"), _hits(client, str(one.get("href")))) for one in links] == counted


# --- Where no filter reaches ----------------------------------------------------------------------------


def test_numbers_of_interviews_from_nowhere_lead_to_these_interviews(own: Project) -> None:
    lost = own.contents()[0]
    own.describe(lost.guid, municipality="", coder=sample.CODER)
    client = a_client(own)
    codes = [one for one in _numbers(_page(client, "/compare/matrix"), "Matrix") if ", not stated: " in one[0]]
    assert codes
    assert [_hits(client, address) for _name, _n, address in codes] == [n for _name, n, _address in codes]
    links = [
        one for one in _numbers(_page(client, "/compare/matrix?rows=links"), "Matrix") if ", not stated: " in one[0]
    ]
    assert links
    assert [_told(client, address) for _name, _n, address in links] == [n for _name, n, _address in links]


def test_a_configuration_across_municipalities_is_found_from_each_of_them(own: Project) -> None:
    material = own.material()
    place = {coding.guid: material.transcript_by_guid[coding.transcript].municipality for coding in material.codings}
    mentor = next(one for one in material.codings if one.code == "mentorstoette")
    grown = next(
        one for one in material.codings if one.code == "personlig-udvikling" and place[one.guid] != place[mentor.guid]
    )
    own.configure([("I", mentor.guid), ("O", grown.guid)], coder=sample.CODER)
    client = a_client(own)
    numbers = _numbers(_page(client, "/compare/matrix?rows=links"), "Matrix")
    found = [address for _name, _n, address in numbers if "I:mentorstoette->O:personlig-udvikling" in unquote(address)]
    assert len(found) == 2
    assert [_told(client, address) for address in found] == [1, 1]
