"""Whatever stands in the address of a page, it answers in words: never that the server failed."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from icmo.project import Project
from tests.web.clients import ADDRESS, TestClient, a_client
from tests.web.compared import ENERGY
from tests.web.invented import EVERYDAY, GUIDANCE, MENTORING, OVERVIEW

GRAPH = ("step", "add", "value", "part", "origin", "target", "max_steps", "capacity", "ripples", "most")
MATRIX = ("rows", "kinds", "by")
REPORT = (
    *("lang", "draft", "code", "municipality", "by", "each", "order", "approved_only", "hindering", "ungrouped"),
    *("as_coded", "min_municipalities", "min_quotes", "min_informants"),
)
SEARCH = ("text", "match", "all", "any", "none", "relation", "coder", "kinds", "municipalities", "below", "page")

PAGES: dict[str, tuple[str, ...]] = {
    "/graph": GRAPH,
    "/graph/filter": GRAPH,
    "/graph.json": GRAPH,
    "/graph/compare": ("step", "by", "one", "other", "most"),
    "/compare": (*MATRIX, "measure", "at"),
    "/compare/matrix": (*MATRIX, "measure"),
    "/compare/matrix.csv": MATRIX,
    "/compare/framework": ("kinds", "by", "code"),
    "/compare/framework.csv": ("kinds", "by", "code"),
    "/compare/contrast": ("mechanism", "by"),
    "/compare/cooccurrence": ("within", "kinds"),
    "/compare/saturation": ("what", "by", "base", "run", "threshold"),
    "/compare/joint": ("variable", "code", "x", "y"),
    "/compare/qca": ("outcome", "conditions", "absence", "incl_cut", "n_cut", "directions"),
    "/search": SEARCH,
    "/configurations": ("theory", "stance", "page"),
    "/agreement": ("unit", "coder", "sort"),
    "/agreement/meeting": ("code", "difference", "transcript", "round", "state", "at", "told"),
    "/agreement/decisions": ("page", "filled"),
    "/agreement/codes.csv": ("unit", "coder"),
    "/agreement/disagreements.csv": ("code", "difference", "state"),
    "/memos": ("kind", "about"),
    "/codebook/versions": ("before", "after"),
    "/overview": (*REPORT, "entry"),
    **{
        f"/reports/{kind}{page}": (*REPORT, *more)
        for kind in ("overview", "theme", "joint")
        for page, more in (("", ()), ("/preview", ()), ("/quotes", ("page",)))
    },
    "/reports/framework/preview": REPORT,
}

# What means something somewhere, so that not every request is refused at once.
MEANT = {
    "step": [
        "municipality=Askelund,Egelund",
        "zoom=0",
        f"path=I:{GUIDANCE},O:{OVERVIEW},2",
        "min-sources=2",
        "coder=AML",
    ],
    "add": ["municipality", "min-municipalities", "path", "zoom"],
    "value": ["Askelund", "2", f"I:{GUIDANCE}"],
    "part": [f"M:{EVERYDAY}", f"I:{GUIDANCE}->M:{EVERYDAY}", f"I:{GUIDANCE}->M:{EVERYDAY}->O:{OVERVIEW}", "->"],
    "origin": [f"I:{GUIDANCE}", GUIDANCE],
    "target": [f"O:{OVERVIEW}", ENERGY],
    "by": ["municipality", "transcript", "informant_type", "variable:team", "team", "deltagere", "coder", "polarity"],
    "one": ["Askelund", "AML", "fremmer"],
    "other": ["Egelund", "TBS", "hæmmer"],
    "rows": ["codes", "links", "paths"],
    "kinds": ["intervention", "mechanism", "outcome", "target_group"],
    "measure": ["share", "citations", "sources", "presence"],
    "at": ["15", "45", "80", "nan", "-inf", "1e308"],
    "code": [EVERYDAY, MENTORING],
    "mechanism": [EVERYDAY, MENTORING],
    "within": ["turn", "overlap", "transcript"],
    "what": ["codes", "links", "paths"],
    "variable": ["team", "deltagere"],
    "x": ["deltagere", f"{EVERYDAY}:sources", EVERYDAY, "team"],
    "y": ["deltagere", "meningsfuldhed:sources"],
    "outcome": [
        f"code:{OVERVIEW}",
        "case:deltagere 10 50 80",
        f"A = code:{EVERYDAY} citations 1 2 3",
        "case:team=egen",
    ],
    "conditions": [
        f"code:{MENTORING}\ncase:team=egen",
        "case:deltagere 80 50 10",
        f"code:{OVERVIEW} share 0,2 0,5 0,8",
    ],
    "directions": ["TEAM=1", "TEAM=1,MENTORSTOETTE=0", "TEAM=2", "=,="],
    "capacity": ["citations", "sources"],
    "relation": ["turn", "transcript"],
    "match": ["lemma"],
    "all": [EVERYDAY, GUIDANCE],
    "any": [EVERYDAY],
    "lang": ["da", "en"],
    "unit": ["turn", "character"],
    "coder": ["AML", "TBS"],
    "sort": ["alpha", "kappa", "open"],
    "difference": ["missing", "code"],
    "state": ["resolved", "all"],
    "municipality": ["Askelund", "Egelund"],
    "order": ["chosen", "material", "short", "long"],
    "each": ["0", "1", "1000", "1001"],
    "entry": [f"M||{EVERYDAY}", "target_group||", f"I||{GUIDANCE}", "||", "M|x|y"],
    "min_quotes": ["0", "5", "-1"],
    **{name: ["1", "0", "maybe"] for name in ("draft", "approved_only", "hindering", "ungrouped", "as_coded")},
}
ODD = ["", " ", "0", "-1", "9" * 30, "1e999", "nan", "\x00", "%", "&", '"', "💥", "ø" * 300]


@pytest.fixture(scope="module")
def client(counted: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    place = shutil.copy(counted, tmp_path_factory.mktemp("queries") / "counted.icmo")
    with Project.open(place) as project:
        yield a_client(project)


def _asked(names: tuple[str, ...]) -> st.SearchStrategy[dict[str, list[str]]]:
    """Values for some of the fields: mostly such as mean something, else anything."""
    wild = st.one_of(st.sampled_from(ODD), st.text(max_size=12), st.integers(0, 12).map(str))

    def values(name: str) -> st.SearchStrategy[list[str]]:
        meant = st.sampled_from(MEANT[name]) if name in MEANT else wild
        return st.lists(st.one_of(meant, meant, wild), min_size=1, max_size=2)

    return st.fixed_dictionaries({}, optional={name: values(name) for name in names})


@pytest.mark.parametrize("page", PAGES)
@settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_no_query_makes_a_page_fail(page: str, data: st.DataObject, client: TestClient) -> None:
    asked = data.draw(_asked(PAGES[page]))
    answer = client.get(f"{ADDRESS}{page}", params=asked)
    assert answer.status_code < 500, asked


@pytest.mark.parametrize(("name", "text"), [("at", value) for value in MEANT["at"]] + [("kinds", "")])
def test_the_cut_of_the_groups_may_be_any_number_or_none(name: str, text: str, client: TestClient) -> None:
    assert client.get(f"{ADDRESS}/compare", params={"by": "deltagere", name: text}).status_code < 500
