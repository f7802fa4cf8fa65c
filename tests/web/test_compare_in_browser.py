"""The pages that compare, worked in the browser. Every number is counted by hand in compared.py."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlencode

import pytest
from playwright.sync_api import FilePayload, Locator, Page, expect

from icmo.models import MemoKind, Role, Stance
from tests.web.browser import Site
from tests.web.clients import ADDRESS, a_client
from tests.web.compared import AFTERCARE, PRACTISED
from tests.web.invented import EVERYDAY, GUIDANCE, MENTORING, OVERVIEW

RELATION, SOLVING = "relationsdannelse", "problemloesning"
MENTOR = "Mentor support in the workplace"


@pytest.fixture
def place(counted: Path, tmp_path: Path) -> Path:
    """The eight municipalities, in place of the usual project."""
    return Path(shutil.copy(counted, tmp_path / "counted.icmo"))


@pytest.fixture
def see(page: Page, site: Site) -> Callable[..., Page]:
    """Open one of the pages, asked for something."""

    def opened(address: str, **asked: object) -> Page:
        page.goto(f"{site.address}{address}?{urlencode(asked, doseq=True)}")
        return page

    return opened


def _follow(page: Page, what: Locator) -> None:
    with page.expect_event("load"):
        what.click()


def _press(page: Page, name: str) -> None:
    _follow(page, page.get_by_role("main").get_by_role("button", name=name, exact=True))


def _row(page: Page, name: str) -> list[str]:
    """The cells of a row of a table, by the words of its heading."""
    row = page.get_by_role("row").filter(has=page.get_by_role("rowheader", name=name, exact=True))
    return [text.strip() for text in row.get_by_role("cell").all_inner_texts()]


def _count(page: Page, words: str) -> None:
    expect(page.locator("#hits")).to_contain_text(re.compile(rf"^{words} ·"))


# --- Groups ---------------------------------------------------------------------------------------------

# Two codes of four municipalities against four: of the 70 ways to choose four, 2 divide them so; 2 / 70 = 0.029.


def test_groups_are_told_apart_by_what_only_one_of_them_tells(see: Callable[..., Page]) -> None:
    page = see("/compare")
    expect(page.get_by_label("Groups by")).to_have_value("team")
    expect(page.get_by_role("heading", name="Differences: 4")).to_be_visible()
    found = page.locator(".findings li").first
    expect(found).to_contain_text(f"{MENTOR} is mentioned in 0 of 4 municipalities in the group “delt”")
    expect(found).to_contain_text("4 of 4 municipalities in the group “egen” (4 quotes, 4 sources)")
    expect(found).to_contain_text("presence: exact p = 0.029")
    assert _row(page, f"I {MENTOR}")[2:] == ["0.029", "0.029", "0.029", "the groups differ"]
    assert _row(page, "M Mastery of everyday life")[2:] == ["–", "–", "1.000", "cannot be decided"]


def test_the_form_of_the_groups_may_leave_fields_empty(see: Callable[..., Page]) -> None:
    page = see("/compare")
    page.get_by_label("Measure").select_option("citations")
    _press(page, "Compare")
    expect(page.get_by_role("heading", name="Differences: 4")).to_be_visible()
    expect(page.get_by_label("Measure")).to_have_value("citations")


def test_a_number_is_cut_where_the_form_says(see: Callable[..., Page]) -> None:
    page = see("/compare")
    page.get_by_label("Groups by").select_option("deltagere")
    page.get_by_label("cut a number at").fill("20")
    page.get_by_label("Kind").select_option("outcome")
    _press(page, "Compare")
    expect(page.get_by_text("at most 20: Askelund, Birkelund. above 20: Cederlund")).to_be_visible()
    expect(page.get_by_role("heading", name="Differences: 0")).to_be_visible()
    expect(page.get_by_role("rowheader")).to_have_count(2)  # an overview, more energy


def test_what_a_group_tells_leads_to_its_quotes(see: Callable[..., Page]) -> None:
    page = see("/compare")
    _follow(page, page.get_by_role("link", name=f"{MENTOR}, egen: 4 quotes"))
    _count(page, "4 hits")


def test_a_link_that_a_group_tells_leads_to_the_graph_of_that_group(see: Callable[..., Page]) -> None:
    page = see("/compare", rows="links")
    _follow(page, page.get_by_role("link", name=re.compile("Guidance.* → Mastery.*, egen: 3 quotes")))
    expect(page.locator("#told-title")).to_contain_text("3 municipalities · 3 sources · 3 quotes")


# --- The matrix -----------------------------------------------------------------------------------------


def test_the_matrix_counts_a_passage_once_though_two_coders_marked_it(see: Callable[..., Page]) -> None:
    page = see("/compare/matrix")
    assert _row(page, f"I {MENTOR}") == [*"11110000", *"444"]
    assert _row(page, "I Company-directed interventions") == [*"11111111", *"888"]
    assert _row(page, "O More personal energy: general wellbeing") == [*"00001111", *"444"]


@pytest.mark.parametrize(
    ("asked", "cell", "hits"),
    [
        ({}, f"{MENTOR}, Askelund: 1", "1 hit"),
        ({"by": "variable:team"}, "Company-directed interventions, delt: 4", "4 hits"),
        ({"by": "informant_type"}, "Mastery of everyday life, kommune: 8", "8 hits"),
        ({"by": "transcript", "kinds": "outcome"}, "Overview of everyday life, cederlund: 1", "1 hit"),
    ],
    ids=["municipality", "group", "informant", "transcript"],
)
def test_a_number_of_a_code_leads_to_as_many_hits(
    asked: dict[str, str], cell: str, hits: str, see: Callable[..., Page]
) -> None:
    page = see("/compare/matrix", **asked)
    _follow(page, page.get_by_role("link", name=cell))
    _count(page, hits)


@pytest.mark.parametrize(
    ("by", "column", "counts"),
    [
        ("municipality", "Askelund: 1", "1 municipality · 1 source · 1 quote"),
        ("variable:team", "egen: 3", "3 municipalities · 3 sources · 3 quotes"),
        ("informant_type", "kommune: 4", "4 municipalities · 4 sources · 4 quotes"),
        ("transcript", "egelund: 1", "1 municipality · 1 source · 1 quote (hindering: 1"),
    ],
)
def test_a_number_of_a_link_leads_to_the_link_with_that_number(
    by: str, column: str, counts: str, see: Callable[..., Page]
) -> None:
    page = see("/compare/matrix", rows="links", by=by)
    _follow(page, page.get_by_role("link", name=re.compile(f"Guidance.* → Mastery.*, {column}")))
    expect(page.locator("#told-title")).to_contain_text(counts)


def test_the_form_of_the_matrix_shows_another_sort_by_another_division(see: Callable[..., Page]) -> None:
    page = see("/compare/matrix")
    page.get_by_label("Rows").select_option("paths")
    page.get_by_label("Columns").select_option("variable:team")
    page.locator("[name=measure]").select_option("sources")
    _press(page, "Show")
    path = "Guidance in coping with everyday life → Mastery of everyday life → Overview of everyday life"
    assert _row(page, f"I→M→O {path}") == [*"02", *"222"]


# --- The framework matrix -------------------------------------------------------------------------------


@pytest.fixture
def cell(see: Callable[..., Page]) -> Locator:
    """A cell of the framework matrix, chosen by its form."""
    page = see("/compare/framework")
    page.get_by_label("Kind").select_option("intervention")
    _press(page, "Show")
    return page.get_by_label("Guidance in coping with everyday life, Askelund")


def _leave(page: Page) -> None:
    page.get_by_role("heading", level=1).click()


def test_what_is_written_in_a_cell_is_saved_when_one_leaves_it(cell: Locator, page: Page, site: Site) -> None:
    cell.fill("De øver bussen.")
    _leave(page)
    expect(page.get_by_role("status")).to_have_text("The cell is saved.")
    page.reload()
    expect(cell).to_have_value("De øver bussen.")
    [made] = site.project.material().summaries
    assert (made.code, made.case, made.coder) == (GUIDANCE, "Askelund", "AML")
    cell.fill("")
    _leave(page)
    expect(page.get_by_role("status")).to_have_text("The cell is saved.")
    assert site.project.material().summaries == ()


def test_what_somebody_else_wrote_meanwhile_is_shown_before_it_is_written_over(
    cell: Locator, page: Page, site: Site
) -> None:
    site.project.write_summary(GUIDANCE, "Askelund", "De tager toget.", coder="TBS")
    cell.fill("De øver bussen.")
    _leave(page)
    expect(page.get_by_role("status")).to_contain_text("Somebody has written in this cell since you read it.")
    expect(page.locator("td", has=cell)).to_contain_text("De tager toget.")
    expect(cell).to_have_value("De øver bussen.")
    assert [one.text for one in site.project.material().summaries] == ["De tager toget."]
    cell.fill("De øver bussen og toget.")
    _leave(page)
    expect(page.get_by_role("status")).to_have_text("The cell is saved.")
    assert [one.text for one in site.project.material().summaries] == ["De øver bussen og toget."]


def test_ctrl_z_takes_a_cell_back(cell: Locator, page: Page, site: Site) -> None:
    cell.fill("De øver bussen.")
    _leave(page)
    expect(page.get_by_role("status")).to_have_text("The cell is saved.")
    with page.expect_event("load"):
        page.keyboard.press("Control+z")
    expect(cell).to_have_value("")
    assert site.project.material().summaries == ()


def test_the_quotes_under_a_cell_open_in_the_text(cell: Locator, page: Page) -> None:
    here = page.locator("td", has=cell)
    here.get_by_text("1 quote, 1 transcript, 1 municipality").click()
    with page.expect_event("load"):
        here.get_by_role("link").click(position={"x": 60, "y": 8})
    expect(page.locator("#line-here q")).to_have_text(PRACTISED)


# --- Contrast, co-occurrence, saturation ----------------------------------------------------------------


def test_a_contrast_tells_what_stands_beside_a_mechanism_in_each_municipality(see: Callable[..., Page]) -> None:
    page = see("/compare/contrast")
    guidance, overview = "Guidance in coping with everyday life", "Overview of everyday life"
    assert _row(page, "Birkelund")[:6] == [guidance, "–", "–", overview, "fremmer 1", "–"]
    assert _row(page, "Egelund")[2:5] == [
        "After-care and follow-up with the employer",
        "More personal energy: general wellbeing",
        "hæmmer 1",
    ]
    # Askelund and Birkelund against Dyrelund and Egelund; Cederlund and Dyrelund against Egelund
    expect(page.get_by_role("heading", name="6 pairs that differ")).to_be_visible()
    first = page.locator(".findings li").first
    expect(first).to_contain_text("Askelund tells of it as furthering, Egelund as hindering.")
    expect(first).to_contain_text("Moderator in Egelund only: After-care and follow-up with the employer.")


def test_a_configuration_of_a_contrast_opens(see: Callable[..., Page]) -> None:
    page = see("/compare/contrast", mechanism=EVERYDAY)
    page.get_by_text("1 configuration, 4 quotes").click()
    _follow(page, page.get_by_role("link", name="Sådan gik det i Egelund."))
    expect(page.locator("li:target")).to_contain_text("Sådan gik det i Egelund.")


@pytest.mark.parametrize(
    ("pair", "turns"),
    [
        (("Guidance in coping with everyday life", "Mastery of everyday life"), "8"),
        ((MENTOR, "Overview of everyday life"), "4"),
    ],
    ids=["in_all", "in_half_of_them"],
)
def test_codes_that_meet_in_turns_lead_to_as_many_hits(
    pair: tuple[str, str], turns: str, see: Callable[..., Page]
) -> None:
    page = see("/compare/cooccurrence")
    _press(page, "Show")
    row = page.get_by_role("row").filter(has_text=pair[0]).filter(has_text=pair[1])
    assert row.get_by_role("cell").all_inner_texts()[-8:-2] == [turns] * 3 + ["1.00", "1.00", turns]
    _follow(page, row.get_by_role("link"))
    _count(page, f"{turns} hits")


def test_codes_of_different_turns_meet_in_their_transcripts_only(see: Callable[..., Page]) -> None:
    apart = ("Guidance in coping with everyday life", MENTOR)
    page = see("/compare/cooccurrence")
    row = page.get_by_role("row").filter(has_text=apart[0]).filter(has_text=apart[1])
    expect(row).to_have_count(0)
    page.get_by_label("They meet").select_option("transcript")
    _press(page, "Show")
    expect(row.get_by_role("link")).to_have_text("4")


def test_saturation_counts_what_each_run_of_interviews_added(see: Callable[..., Page]) -> None:
    page = see("/compare/saturation")
    page.get_by_label("New").select_option("codes")
    _press(page, "Show")
    # the first four hold four codes; the next two add after-care and more energy; then there is nothing new
    assert _row(page, "egelund, fyrrelund")[:2] == ["2", "50%"]
    assert _row(page, "fyrrelund, granlund")[:2] == ["0", "0%"]
    expect(page.get_by_text("At most 5% new items in a run: reached at 5+2 sources.").first).to_be_visible()


# --- Joint displays, variables, guide -------------------------------------------------------------------


def test_two_figures_are_set_against_each_other(see: Callable[..., Page]) -> None:
    page = see("/compare/joint", code=OVERVIEW)
    page.locator("[name=x]").select_option("deltagere")
    page.locator("[name=y]").select_option(f"{OVERVIEW}:sources")
    _press(page, "Show")
    # ranks 1–8 against 6.5 four times and 2.5 four times: −32 / √(42 · 32); 16 of 28 pairs fall: −16 / √(28 · 16)
    expect(page.get_by_text("Spearman’s rho -0.87, Kendall’s tau-b -0.76 (p 0.029 and 0.029")).to_be_visible()
    expect(page.get_by_text("8 municipalities only")).to_be_visible()
    assert _row(page, "Askelund")[:2] == ["egen", "10"]
    _follow(page, page.get_by_role("link", name="Overview of everyday life, Askelund"))
    _count(page, "1 hit")


def _file(text: str) -> FilePayload:
    return {"name": "tal.csv", "mimeType": "text/csv", "buffer": text.encode()}


def test_variables_are_brought_in_by_the_form_and_taken_back(see: Callable[..., Page]) -> None:
    page = see("/compare/cases")
    page.set_input_files("#cases input", _file("kommune;hold\nAskelund;12,5\nEgelund;3\n"))
    _press(page, "Bring in")
    assert _row(page, "Askelund") == ["egen", "10", "12.5"]
    assert _row(page, "Birkelund") == ["egen", "20", "–"]
    with page.expect_event("load"):
        page.keyboard.press("Control+z")
    assert _row(page, "Askelund") == ["egen", "10"]


def test_a_file_without_municipalities_is_refused_in_words(see: Callable[..., Page]) -> None:
    page = see("/compare/cases")
    page.set_input_files("#cases input", _file("navn;hold\nAskelund;12\n"))
    page.get_by_role("button", name="Bring in").click()
    expect(page.get_by_role("status")).to_contain_text("kommune")
    assert _row(page, "Askelund") == ["egen", "10"]


def test_the_guide_tells_what_was_not_asked_from_what_was_not_mentioned(see: Callable[..., Page], site: Site) -> None:
    page = see("/compare/cases")
    page.locator("summary", has_text="kommune").click()
    guide = page.locator("form.guide[data-informant=kommune]")
    for code in (EVERYDAY, RELATION):
        guide.locator(f'[value="{code}"]').check()
    _follow(page, guide.get_by_role("button", name="Save"))
    expect(page.locator("summary", has_text="kommune")).to_have_text("kommune: 2 codes")
    assert set(site.project.guide()["kommune"]) == {EVERYDAY, RELATION}
    page = see("/compare/framework", kinds="mechanism")
    assert _row(page, "Relationship building") == ["asked, not mentioned"] * 8
    assert _row(page, "Problem solving") == ["not asked"] * 8


# --- QCA ------------------------------------------------------------------------------------------------


def test_outcome_and_conditions_are_put_in_by_buttons(see: Callable[..., Page]) -> None:
    page = see("/compare/qca")
    offered = page.get_by_label("Offered:")
    offered.select_option(label="Overview of everyday life")
    page.get_by_role("button", name="as outcome").click()
    for name in ("team = egen", "deltagere"):
        offered.select_option(label=name)
        page.get_by_role("button", name="as condition").click()
    expect(page.get_by_label("Outcome")).to_have_value(f"code:{OVERVIEW} share 0,2 0,5 0,8")
    expect(page.get_by_label("Conditions, one per line")).to_have_value("case:team=egen\ncase:deltagere 10 50 80")


def test_an_analysis_shows_truth_table_solutions_and_memberships(see: Callable[..., Page]) -> None:
    page = see("/compare/qca")
    page.get_by_label("Outcome").fill(f"code:{OVERVIEW}")
    page.get_by_label("Conditions, one per line").fill(f"TEAM = case:team=egen\nMENTOR = code:{MENTORING}")
    _press(page, "Analyse")
    # both conditions and the outcome are there in the first four, and none of them in the last four
    truth = page.get_by_role("region", name="Truth table for OVERBLIK_I_HVERDAGEN").get_by_role("row")
    expect(truth.nth(1)).to_contain_text("Askelund, Birkelund, Cederlund, Dyrelund")
    assert truth.nth(2).get_by_role("cell").all_inner_texts()[:4] == ["0", "0", "4", "0.000"]
    expect(
        page.get_by_role("heading", name="Conservative solution: TEAM*MENTOR → OVERBLIK_I_HVERDAGEN")
    ).to_be_visible()
    expect(page.get_by_role("heading", name=re.compile("Parsimonious solution, model . of 2: "))).to_have_count(2)
    memberships = page.get_by_role("region", name="The cases’ memberships")
    rows = {row.split("\t")[0]: row.split("\t")[1:] for row in memberships.inner_text().splitlines()[1:]}
    assert rows["Dyrelund"] == ["1.000"] * 3
    assert rows["Egelund"] == ["0.000"] * 3


# --- Theories -------------------------------------------------------------------------------------------


@pytest.fixture
def theory(see: Callable[..., Page]) -> Page:
    """A theory that was written by the form, opened."""
    page = see("/theories")
    form = page.locator("form.theory")
    form.get_by_label("Name").fill("Øvelse")
    form.get_by_label("Sentence").fill("Hvis vi øver, så får hun overblik.")
    form.locator("[name=I]").select_option(GUIDANCE)
    form.locator("[name=M]").select_option(EVERYDAY)
    form.locator("[name=O]").select_option(OVERVIEW)
    _follow(page, form.get_by_role("button", name="Save"))
    _follow(page, page.get_by_role("link", name="Øvelse"))
    return page


def test_a_theory_is_written_with_its_codes(theory: Page, site: Site) -> None:
    [made] = site.project.theories()
    assert [(part.role, part.code) for part in made.parts] == [
        (Role.I, GUIDANCE),
        (Role.M, EVERYDAY),
        (Role.O, OVERVIEW),
    ]
    expect(theory.get_by_role("heading", level=1)).to_have_text("Øvelse")
    expect(theory.locator("main p > .chip")).to_have_text(
        ["I Guidance in coping with everyday life", "M Mastery of everyday life", "O Overview of everyday life"]
    )


def test_a_change_of_a_theory_is_kept_with_its_reason_as_a_version(theory: Page, site: Site) -> None:
    theory.get_by_text("Edit", exact=True).click()
    theory.get_by_label("Sentence").fill("Hvis vi øver sammen, så får hun overblik.")
    theory.locator("[name=O]").select_option([])
    theory.get_by_label("Why?").fill("Alene gik det ikke.")
    _press(theory, "Save")
    versions = theory.locator("ol > li")
    expect(versions).to_have_count(2)
    expect(versions.first).to_contain_text("No longer speaks of: O Overview of everyday life")
    assert versions.first.locator("del").all_inner_texts() + versions.first.locator("ins").all_inner_texts() == [
        "øver,",
        "øver sammen,",
    ]
    expect(versions.last).to_contain_text("Hvis vi øver, så får hun overblik.")
    [memo] = site.project.memos()
    assert (memo.kind, memo.text) == (MemoKind.RETRODUCTION, "Alene gik det ikke.")
    expect(theory.locator(".said-memo")).to_contain_text("Alene gik det ikke.")


def test_configurations_that_hold_the_codes_are_judged_by_buttons(theory: Page, site: Site) -> None:
    expect(theory.get_by_role("heading", name="2 configurations that nobody has judged it by")).to_be_visible()
    judged = theory.locator("li", has_text="Sådan gik det i Birkelund.")
    _follow(theory, judged.get_by_role("button", name="understøtter"))
    expect(theory.get_by_role("heading", name="1 configuration that nobody has judged it by")).to_be_visible()
    assert _row(theory, "Birkelund")[0].startswith("1 configuration")
    assert _row(theory, "Askelund")[3] == "silent: its mechanism is coded, but nobody has judged the theory by it"
    assert _row(theory, "All")[0] == "1 configuration, 3 quotes, 1 transcript, 1 municipality"
    [made] = [one for one in site.project.material().configurations if one.theory]
    assert (made.statement, made.stance) == ("Sådan gik det i Birkelund.", Stance.SUPPORTS)
    _follow(theory, theory.get_by_role("link", name="All programme theories"))
    _follow(theory, theory.get_by_role("link", name="1 configuration, 3 quotes"))
    expect(theory.locator("ol > li")).to_have_count(1)


def test_a_theory_that_somebody_else_changed_meanwhile_is_not_written_over(theory: Page, site: Site) -> None:
    [made] = site.project.theories()
    site.project.change_theory(made.guid, statement="Noget andet.", coder="TBS")
    theory.get_by_text("Edit", exact=True).click()
    theory.get_by_role("button", name="Save").click()
    expect(theory.get_by_role("status")).to_contain_text("TBS")
    assert site.project.theories()[0].statement == "Noget andet."


def test_a_theory_is_deleted_and_its_configurations_stay(theory: Page, site: Site) -> None:
    theory.get_by_text("Edit", exact=True).click()
    with theory.expect_event("load"):
        theory.get_by_role("button", name="Delete").click()
    expect(theory.get_by_text("No theory yet.")).to_be_visible()
    assert site.project.theories() == ()
    assert len(site.project.material().configurations) == 5


# --- What cannot be shown -------------------------------------------------------------------------------

NINE = "\n".join(f"C{n} = code:{AFTERCARE}" for n in range(9))


@pytest.mark.parametrize(
    ("address", "asked", "status", "words"),
    [
        ("/compare", {"by": "vejr"}, 404, "No municipality has a variable “vejr”."),
        ("/compare", {"by": "team", "at": "5"}, 422, "“team” holds words, which cannot be cut at a number."),
        ("/compare", {"by": "informant_type"}, 422, "“informant_type” divides interviews, not municipalities"),
        ("/compare/matrix", {"by": "variable:vejr"}, 404, "No municipality has a variable “vejr”."),
        ("/compare/matrix", {"by": "vejr"}, 422, "Nothing can be compared by “vejr”."),
        ("/compare/framework", {"code": "vejr"}, 404, "Not in the code book: vejr."),
        ("/compare/contrast", {"mechanism": "vejr"}, 404, "Not in the code book: vejr."),
        ("/compare/saturation", {"base": "9"}, 422, "are too few for a base of 9 and a run of 2."),
        ("/compare/joint", {"variable": "vejr"}, 404, "No municipality has a variable “vejr”."),
        ("/compare/joint", {"x": "deltagere", "y": "vejr"}, 404, "There is no figure “vejr”."),
        ("/compare/qca", {"outcome": "code:vejr", "conditions": "case:deltagere 10 50 80"}, 422, "no code “vejr”"),
        ("/compare/qca", {"outcome": f"code:{OVERVIEW}", "conditions": NINE}, 422, "9 conditions are more than 8."),
        ("/theories/nobody", {}, 404, "There is no theory nobody."),
    ],
)
def test_what_cannot_be_shown_is_said_with_its_status(
    address: str, asked: dict[str, str], status: int, words: str, site: Site
) -> None:
    answer = a_client(site.project).get(f"{ADDRESS}{address}", params=asked)
    assert answer.status_code == status
    assert words in answer.text
