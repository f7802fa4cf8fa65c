"""Nothing that the server answers tells how another codes a transcript that is coded blind.

Every address is asked of two projects, one in which AML has coded blind and one in which not: to whoever is not AML
they answer alike, errors too.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from fastapi.routing import APIRoute

from icmo.agreement.disagreements import disagreements
from icmo.documents.kinds import kinds
from icmo.models import Material
from icmo.project import Project
from icmo.web.api import router as api_router
from icmo.web.exchange_formats import formats
from tests.blind_twins import (
    EVERYDAY,
    GUIDANCE,
    HIDDEN_CODES,
    MENTORING,
    OVERVIEW,
    ROUND,
    SELF,
    SOLVING,
    Twins,
    leaks,
    same_in_both,
    twins,
    unpacked,
)
from tests.web.clients import ADDRESS, KEY, TestClient, an_app

API = "/api/v1"
UNKNOWN = "00000000-0000-4000-8000-000000000000"
NOT_THE_SAME = {
    "/rounds/copy": "a database: its bytes differ in more than its rows",
    "/rounds": "progress: in how many transcripts a coder has begun",
    "/api/v1/rounds": "progress",
    f"/api/v1/rounds/{ROUND}": "progress",
}
SUFFIXES = ("csv", "xlsx", "json", "svg", "html", "graphml")

# What is asked of the pages, beside nothing at all: what narrows to AML, to AML's codes and to AML's transcripts.
QUERIES: dict[str, tuple[str, ...]] = {
    "/search": (
        *("coder=AML", "text=jeg&coder=AML", f"none={EVERYDAY}&text=jeg", "kinds=outcome&kinds=context"),
        *(f"any={code}" for code in HIDDEN_CODES),
        f"all={HIDDEN_CODES[0]}&relation=near",
        "text=Hemmeligholdt",
        "transcripts={a}",
        "municipalities=Egeholm&text=jeg",
    ),
    "/search.{suffix}": ("coder=AML", f"any={HIDDEN_CODES[0]}", "kinds=outcome"),
    "/api/v1/search": ("coder=AML", f"any={HIDDEN_CODES[0]}"),
    "/api/v1/suggestions": ("transcript={a}&order=text&limit=1000", "limit=1000", "order=text&limit=1000"),
    "/api/v1/memos": ("about=coding", "about=segment", "kind=retroduktion", "subject={a}", f"subject={EVERYDAY}"),
    "/api/v1/history": ("last=1000", "last=5"),
    "/api/v1/transcripts/{guid}/state": ("since=0", "since=40"),
    "/graph": (
        *("step=municipality=Egeholm", "step=polarity=hæmmer", "step=coder=AML", "step=min-citations=1"),
        f"part=M:{HIDDEN_CODES[1]}",
        f"origin=I:{GUIDANCE}&target=O:{OVERVIEW}",
        f"origin=I:{HIDDEN_CODES[0]}&target=O:{HIDDEN_CODES[2]}",
    ),
    "/graph/compare": ("one=Egeholm&other=Nordvig", "one=AML&other=BKH&by=coder"),
    "/compare": ("by=team&measure=citations", "rows=links&by=team"),
    "/compare/matrix": ("rows=links", "rows=paths", "by=transcript&measure=citations"),
    "/compare/matrix.{suffix}": ("rows=codes&by=transcript", "rows=links"),
    "/compare/framework": ("by=transcript", f"code={EVERYDAY}"),
    "/compare/framework.{suffix}": ("by=transcript",),
    "/compare/contrast": (f"mechanism={EVERYDAY}", f"mechanism={HIDDEN_CODES[1]}"),
    "/compare/cooccurrence": ("within=transcript", "within=turn"),
    "/compare/saturation": ("what=codes&base=1&run=1", "what=links&base=1&run=1"),
    "/compare/joint": ("variable=deltagere", f"code={HIDDEN_CODES[2]}", f"x=deltagere&y={HIDDEN_CODES[2]}:sources"),
    "/compare/qca": (f"outcome=code:{OVERVIEW}&conditions=code:{HIDDEN_CODES[0]}",),
    "/configurations": ("theory={theory}", "stance=understøtter", "page=2"),
    "/memos": ("kind=sprog", "about=coding", "about=code"),
    "/overview": ("hindering=1&ungrouped=1", "as_coded=1", "draft=1", f"entry=M||{HIDDEN_CODES[1]}"),
    "/reports/{kind}": (f"code={HIDDEN_CODES[0]}",),
    "/reports/{kind}/preview": ("each=9&hindering=1", f"code={HIDDEN_CODES[0]}", "approved_only=1"),
    "/reports/{kind}/quotes": ("each=9",),
    "/exchange/{name}": ("target=nvivo", "transcript={a}"),
    "/exchange/{name}/file": ("target=maxqda", "transcript={a}&mask=1", "texts=1&speakers=1"),
    "/rounds/copy": ("reader=AML", "reader=BKH", "reader=LED"),
    "/agreement": ("unit=sentence", "coder=AML&coder=BKH"),
}


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Twins]:
    """Read by all tests that change nothing."""
    with twins(tmp_path_factory.mktemp("blind")) as made:
        yield made


@pytest.fixture
def fresh(both: Twins, tmp_path: Path) -> Iterator[Twins]:
    """Copies for one test, which changes them."""
    places = [Path(shutil.copy(place, tmp_path)) for place in both.places]
    with Project.open(places[0]) as coded, Project.open(places[1]) as other:
        yield replace(both, coded=coded, other=other)


def asking(project: Project, coder: str, *, after: str = "BKH") -> TestClient:
    """A browser of that name at a server that is BKH’s."""
    made = TestClient(
        an_app(project), base_url=ADDRESS, headers=KEY, cookies={"icmo-language": "en"}, follow_redirects=False
    )
    assert made.get("/", headers={"Icmo-Coder": after}).status_code == 200
    if coder:
        made.headers["Icmo-Coder"] = coder
    return made


def routes(some: Iterable[Any], prefix: str = "") -> Iterator[tuple[str, APIRoute]]:
    """Every route with its whole path; newer versions of FastAPI keep the routers that were included whole."""
    for route in some:
        if isinstance(route, APIRoute):
            yield prefix + route.path, route
        elif included := getattr(route, "original_router", None):
            yield from routes(included.routes, API if included is api_router else prefix)


def gettable(project: Project) -> list[str]:
    """The paths that are read."""
    return [path for path, route in routes(an_app(project).routes) if "GET" in (route.methods or ())]


def addresses(both: Twins, path: str) -> list[str]:
    """A path with everything in the place of its parameters, as it is and with each of its queries."""
    known = {"a": both.told("a"), "theory": both.coded.theories()[0].guid}
    filled = [path.format(**dict(zip(_names(path), some, strict=True))) for some in product(*_values(both, path))]
    queries = ["", "coder=AML&since=0", *(query.format(**known) for query in QUERIES.get(path, ()))]
    return [f"{one}?{query}" if query else one for one in filled for query in queries]


def _names(path: str) -> list[str]:
    return [part.split("}")[0] for part in path.split("{")[1:]]


def _values(both: Twins, path: str) -> list[list[str]]:
    values = {
        "guid": [both.told("a"), both.told("c"), UNKNOWN, *a_few(both, "/transcripts/" not in path)],
        "key": ["gone", *sorted(hidden_disagreements(both))],
        "kind": [one.id for one in kinds()],
        "suffix": list(SUFFIXES),
        "name": [ROUND] if "/rounds" in path else [one.id for one in formats()],
        "code": [HIDDEN_CODES[0], EVERYDAY],
    }
    return [values[name] for name in _names(path)]


def a_few(both: Twins, all_of_them: bool) -> list[str]:
    """Hidden GUIDs: one of each sort of thing, or one alone."""
    seen = both.coded.seen_by("AML").material()
    nouns = (seen.codings, seen.configurations, seen.memos, seen.links, seen.decisions, seen.cues, seen.choices)
    some = [next(one.guid for one in things if one.guid in both.hidden) for things in nouns]
    return some if all_of_them else some[:1]


def hidden_disagreements(both: Twins) -> set[str]:
    """The keys of what AML and BKH read differently."""
    with both.coded._database.read() as connection:
        whole: Material = both.coded._everything(connection, {})
    return {one.key for one in disagreements(replace(whole, rounds=()))}


def compared(both: Twins, coder: str, asked: Iterable[str]) -> list[str]:
    """The addresses that tell something of AML's, or are not the same to somebody in both projects."""
    wrong = []
    clients = [asking(project, coder) for project in (both.coded, both.other)]
    for address in asked:
        answers = [client.get(address) for client in clients]
        texts = [unpacked(answer.content) for answer in answers]
        assert answers[0].status_code < 500 or answers[0].status_code == 503, (address, texts[0])
        if found := leaks(texts[0], both.hidden, address):
            wrong.append(f"{address} tells {found[:3]}")
        elif address.split("?")[0] not in NOT_THE_SAME and len({same_in_both(text, both.common) for text in texts}) > 1:
            wrong.append(f"{address} differs: {first_difference(*(same_in_both(text, both.common) for text in texts))}")
        elif answers[0].status_code != answers[1].status_code:
            wrong.append(f"{address}: {answers[0].status_code} and {answers[1].status_code}")
    return wrong


def first_difference(one: str, other: str) -> str:
    """Where two texts part, with some words before and after."""
    at = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    return f"“{one[max(0, at - 80) : at + 120]}” and “{other[max(0, at - 80) : at + 120]}”"


# --- The proof ------------------------------------------------------------------------------------------


def test_aml_has_left_something_of_everything(both: Twins) -> None:
    """Else the proof would prove nothing."""
    own, seen = both.coded.seen_by("AML"), both.coded.seen_by("BKH")
    mine, theirs = own.material(), seen.material()
    for noun in ("codings", "configurations", "memos", "links", "decisions", "cues", "choices"):
        assert {one.guid for one in getattr(mine, noun)} & both.hidden, noun
        assert not {one.guid for one in getattr(theirs, noun)} & both.hidden, noun
    assert len(own.exports()) == 2 and not seen.exports()
    assert len(own.log()) - len(seen.log()) > 40


def test_bkh_gets_the_same_from_every_address(both: Twins) -> None:
    asked = [address for path in gettable(both.coded) for address in addresses(both, path)]
    assert len(asked) > 300
    assert compared(both, "BKH", asked) == []


@pytest.mark.parametrize("who", ["", "TBS", "AML"], ids=["nobody", "who takes no part", "BKH under the name of AML"])
def test_nobody_else_gets_at_it_at_a_server_that_is_bkhs(both: Twins, who: str) -> None:
    asked = [address for path in gettable(both.coded) for address in addresses(both, path)[:3]]
    assert compared(both, who, asked) == []


def test_suggestions_are_made_without_sight_of_it(both: Twins) -> None:
    """In the transcripts of the round, and elsewhere."""
    made = [
        [
            (s.transcript, s.start, s.end, s.code, s.score, s.rank, s.reasons)
            for s in one.seen_by("BKH").material().suggestions
        ]
        for one in (both.coded, both.other)
    ]
    assert made[0] and made[0] == made[1]
    assert {one[0] for one in made[0]} & {both.told("a"), both.told("b")}


def _of_everybody(thing: Any, *_horizon: Any) -> Any:
    """All of it, whoever looks."""
    return thing


def _of_nothing(*_of: Any) -> Any:
    """What hides no entry of the log."""
    return lambda _change: False


@pytest.mark.parametrize(
    ("veil", "lifted", "pages"),
    [
        ("seen", _of_everybody, ("/memos", "/configurations", "/search?coder=AML", "/overview", "/api/v1/memos")),
        ("seen_in", _of_everybody, ("/transcripts/{a}", "/api/v1/transcripts/{a}/marks")),
        ("hider", _of_nothing, ("/history", "/api/v1/history?last=900", "/api/v1/transcripts/{a}/state?since=0")),
    ],
    ids=["of the material", "of a transcript", "of the log"],
)
def test_the_proof_fails_where_a_veil_is_lifted(
    both: Twins, monkeypatch: pytest.MonkeyPatch, veil: str, lifted: Any, pages: tuple[str, ...]
) -> None:
    monkeypatch.setattr(f"icmo.project_reading.{veil}", lifted)
    asked = [page.format(a=both.told("a")) for page in pages]
    _forget(both)
    assert len(compared(both, "BKH", asked)) == len(pages)
    _forget(both)


def _forget(both: Twins) -> None:
    for project in (both.coded, both.other):
        for view in project._views.values():
            view._kept = None


# --- What changes something -----------------------------------------------------------------------------


def bodies(both: Twins) -> Iterator[tuple[str, str, Any]]:
    """Requests of the API that name what is hidden: method, path, body; then the same about what nobody knows."""
    material = both.coded.seen_by("AML").material()

    def first(noun: str) -> str:
        """The GUID of a hidden thing of that sort."""
        return next(one.guid for one in getattr(material, noun) if one.guid in both.hidden)

    mine = both.coded.seen_by("BKH").material()
    own = next(one.guid for one in mine.codings if one.coder == "BKH" and one.transcript == both.told("a"))
    claim = next(one.guid for one in mine.configurations if one.coder == "BKH")
    for coding, whole, memo, link in (
        (first("codings"), first("configurations"), first("memos"), first("links")),
        (UNKNOWN,) * 4,
    ):
        part = {"role": "M", "coding": coding}
        seen = {"version": "x"}
        yield "PATCH", f"/codings/{coding}", {**seen, "memo": "min"}
        yield "DELETE", f"/codings/{coding}", None
        yield "POST", "/configurations", {"parts": [part, {"role": "O", "coding": own}]}
        yield "POST", "/configurations/draft", {"parts": [part]}
        yield "PATCH", f"/configurations/{whole}", {**seen, "memo": "min"}
        yield "PATCH", f"/configurations/{claim}", {**seen, "parts": [part]}
        yield "DELETE", f"/configurations/{whole}", None
        yield "POST", f"/configurations/{whole}/merge", {"guid": claim}
        yield "POST", f"/configurations/{claim}/merge", {"guid": whole}
        yield "POST", f"/configurations/{whole}/links", {"guid": claim}
        yield "POST", f"/configurations/{claim}/links", {"guid": whole}
        yield "DELETE", f"/configurations/links/{link}", None
        for about, subject in (("coding", coding), ("configuration", whole)):
            yield "POST", "/memos", {"kind": "proces", "text": "Min.", "about": about, "subject": subject}
        yield "PATCH", f"/memos/{memo}", {**seen, "text": "min"}
        yield "DELETE", f"/memos/{memo}", None
        yield "PUT", "/reports/quotes", {"codings": [coding], "verdict": "godkendt"}
        narrower = {"label_da": "Snævrere", "kind": "outcome"}
        split = f"/codebook/codes/{HIDDEN_CODES[0]}/split"
        yield "POST", split, {"codes": [narrower], "assigned": {coding: 0}}
        yield "POST", f"{split}?preview=true", {"codes": [narrower], "assigned": {coding: 0}}
    for key in (*sorted(hidden_disagreements(both)), UNKNOWN):
        yield "POST", "/resolutions", {"key": key, "choice": "both"}
    yield from _unnamed(both, claim)


def _unnamed(both: Twins, claim: str) -> Iterator[tuple[str, str, Any]]:
    """Requests that name nothing that is hidden, and whose answers could tell of it all the same."""
    text = both.coded.transcript("a")
    at = text.text.index(SELF)
    corrected = {"text": text.text.replace(SELF, "Noget andet."), "sha256": text.sha256, "drop": []}
    yield "POST", f"/transcripts/{text.guid}/correction/preview", corrected
    yield "POST", f"/transcripts/{text.guid}/correction", corrected
    yield "POST", "/codings", {"transcript": text.guid, "start": at, "end": at + len(SELF), "codes": [HIDDEN_CODES[1]]}
    yield "POST", "/undo", None
    yield "POST", "/redo", None
    for code in HIDDEN_CODES:
        base = f"/codebook/codes/{code}"
        yield "POST", f"{base}/merge?preview=true", {"into": SOLVING}
        yield "POST", f"{base}/retirement?preview=true", {"retired": True}
        yield "PATCH", f"{base}?preview=true", {"kind": "outcome"}
        yield "POST", f"{base}/move?preview=true", {"parent": MENTORING}
    yield "POST", f"/codebook/codes/{HIDDEN_CODES[0]}/merge", {"into": SOLVING}
    yield "POST", "/undo", None
    yield "PUT", "/summaries", {"code": EVERYDAY, "case": text.guid, "text": "Min.", "seen": ""}
    yield "PUT", "/reports/texts", {"place": "overview", "text": "Min."}
    yield "POST", "/views", {"name": "Bussen", "query": {"text": "jeg"}}
    yield "POST", "/resolutions/fill", None
    yield "POST", "/rounds", {"name": "To", "readers": ["BKH", "TBS"], "of": ["a"]}
    yield "POST", "/rounds/preview", {"readers": ["BKH", "TBS"], "share": 0.5}
    yield "PUT", "/rounds/done", {"transcript": "a", "done": False}
    yield "PATCH", f"/configurations/{claim}", {"version": "x", "memo": "min"}
    yield "PUT", "/preferences", {"pins": [EVERYDAY]}


def test_what_changes_something_answers_of_the_hidden_as_of_the_unknown(fresh: Twins) -> None:
    wrong = []
    clients = [asking(project, "BKH") for project in (fresh.coded, fresh.other)]
    for method, path, body in list(bodies(fresh)):
        answers = [client.request(method, API + path, json=body) for client in clients]
        texts = [same_in_both(answer.text, fresh.common) for answer in answers]
        asked = path + json.dumps(body)
        if leaks(answers[0].text, fresh.hidden, asked) or len(set(texts)) > 1 or answers[0].status_code >= 500:
            wrong.append(f"{method} {path} {answers[0].status_code}: {texts[0][:300]} – {texts[1][:300]}")
    assert wrong == []
    still = fresh.coded.seen_by("AML").material()
    assert {one.guid for one in still.codings} >= {
        one for one in fresh.hidden if fresh.coded.seen_by("AML").coding(one)
    }


def test_files_that_are_asked_for_with_a_button_are_the_same(fresh: Twins) -> None:
    clients = [asking(project, "BKH") for project in (fresh.coded, fresh.other)]
    wanted = [(f"/reports/{one.id}/file", {"suffix": suffix}) for one in kinds() for suffix in (".docx", ".xlsx")]
    for path, form in [*wanted, ("/reports/all.zip", {"mask": "1"}), ("/reports/overview/file", {"suffix": ".html"})]:
        answers = [client.post(path, data=form) for client in clients]
        assert answers[0].status_code == 200, path
        texts = [same_in_both(unpacked(answer.content), fresh.common) for answer in answers]
        assert leaks(texts[0], fresh.hidden) == [], path
        assert texts[0] == texts[1], path
    assert [one.kind for one in fresh.coded.seen_by("BKH").exports()] == [
        one.kind for one in fresh.other.seen_by("BKH").exports()
    ]


def test_every_request_that_changes_something_is_refused_in_the_name_of_another_reader(both: Twins) -> None:
    """BKH has used the server: it is nobody else’s who takes part."""
    client = asking(both.coded, "AML")
    for path, route in routes(an_app(both.coded).routes):
        for method in sorted((route.methods or set()) - {"GET"}):
            filled = path.format(**dict.fromkeys(_names(path), UNKNOWN))
            answer = client.request(method, filled, json={})
            assert answer.status_code in (303, 404, 409, 422), (method, path, answer.status_code)
            assert leaks(answer.text, both.hidden) == []
    answer = client.post(f"{API}/undo")
    assert (answer.status_code, "BKH" in answer.json()["message"]) == (409, True)


def test_guids_of_the_hidden_and_the_unknown_are_answered_in_the_same_words(fresh: Twins) -> None:
    client = asking(fresh.coded, "BKH")
    asked = list(bodies(fresh))
    half = next(n for n, one in enumerate(asked) if UNKNOWN in json.dumps(one))
    pairs = zip(asked[:half], asked[half : 2 * half], strict=True)
    for (method, path, body), (_method, other_path, other_body) in pairs:
        answers = [client.request(method, API + p, json=b) for p, b in ((path, body), (other_path, other_body))]
        said = [same_in_both(_without_asked(answer.text, fresh.hidden), frozenset()) for answer in answers]
        assert (answers[0].status_code, said[0]) == (answers[1].status_code, said[1]), path


def _without_asked(text: str, hidden: frozenset[str]) -> str:
    for guid in (*hidden, UNKNOWN):
        text = text.replace(guid, "GUID")
    return text
