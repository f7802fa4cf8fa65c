"""Who may talk to the server: nobody but this machine's browser with the key, from our own pages."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from icmo.errors import ConflictError
from icmo.project import Project
from icmo.web import serve
from icmo.web.security import HEADERS
from tests.projects import a_project
from tests.web.clients import ADDRESS, HOST, KEY, PORT, a_stranger

CODERS = "/api/v1/coders"
NAVIGATION = {"Sec-Fetch-Mode": "navigate"}


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with a_project(tmp_path) as made:
        yield made


# --- The key --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/", CODERS, "/api/v1/openapi.json", "/colours.css", "/nothing", "//static/icmo.css"])
@pytest.mark.parametrize(
    "headers",
    [
        pytest.param({}, id="no_key"),
        pytest.param({"Authorization": "Bearer wrong"}, id="a_wrong_key"),
        pytest.param({"Authorization": "Bearer "}, id="an_empty_key"),
        pytest.param({"Authorization": "Basic t"}, id="a_key_of_another_sort"),
        pytest.param({"Cookie": f"icmo-{PORT}=wrong"}, id="a_wrong_cookie"),
        pytest.param({"Cookie": "icmo-8421=t"}, id="the_cookie_of_another_port"),
        pytest.param({"Cookie": "icmo=t; token=t"}, id="cookies_of_other_names"),
    ],
)
def test_without_the_key_nothing_is_told(project: Project, path: str, headers: dict[str, str]) -> None:
    answer = a_stranger(project, **headers).get(path)
    assert answer.status_code == 401
    assert project.name not in answer.text
    assert "AML" not in answer.text


@pytest.mark.parametrize("address", ["/?token=wrong", "/?token=", "/?key=t", "/api/v1/coders?token=wr%C3%B8ng"])
def test_a_wrong_key_in_the_address_opens_nothing(project: Project, address: str) -> None:
    answer = a_stranger(project).get(address)
    assert (answer.status_code, "set-cookie" in answer.headers) == (401, False)


def test_the_key_in_the_address_becomes_a_cookie_and_leaves_the_address(project: Project) -> None:
    client = a_stranger(project)
    answer = client.get("/transcripts/x?token=t&order=text")
    name, *properties = answer.headers["set-cookie"].split("; ")
    assert (answer.status_code, answer.headers["location"], name) == (303, "/transcripts/x", f"icmo-{PORT}=t")
    assert {one.lower() for one in properties} == {"httponly", "samesite=strict", "path=/"}
    assert client.get(CODERS).json() == ["AML"]


def test_the_key_does_not_lead_to_another_site(project: Project) -> None:
    answer = a_stranger(project).get(f"{ADDRESS}//elsewhere.example/?token=t")
    assert answer.headers["location"] == "/elsewhere.example/"


def test_a_program_brings_the_key_in_a_header(project: Project) -> None:
    assert a_stranger(project, **KEY).get(CODERS).status_code == 200
    assert a_stranger(project, Authorization="bearer t").get(CODERS).status_code == 200


def test_servers_on_two_ports_keep_their_keys_in_two_cookies(project: Project) -> None:
    one, other = (a_stranger(project, port=port).get("/?token=t").headers["set-cookie"] for port in (PORT, 9000))
    assert (one.partition("=")[0], other.partition("=")[0]) == (f"icmo-{PORT}", "icmo-9000")


@pytest.mark.parametrize("others", ["a/b=1", 'prefs={"a": [1, 2]}', "lonely", "=", "x=1; x=2", "navn=bl\xe5"])
def test_cookies_of_other_programs_on_this_machine_do_not_hide_the_key(project: Project, others: str) -> None:
    cookies = f"{others}; icmo-language=en; icmo-{PORT}=t"
    answer = a_stranger(project, Cookie=cookies.encode("latin-1")).get("/api/v1/nothing")  # type: ignore[arg-type]
    assert (answer.status_code, answer.json()["message"]) == (404, "There is nothing at this address.")


def test_style_sheets_need_no_key_and_tell_nothing_of_the_project(project: Project) -> None:
    client = a_stranger(project)
    assert client.get("/static/icmo.css").status_code == 200
    for path in ("/static/nothing.css", "/static/", "/static/..%2f..%2fproject.py", "/static/%2e%2e/web/app.py"):
        answer = client.get(path)
        assert answer.status_code == 404
        assert project.name not in answer.text
        assert "AML" not in answer.text


# --- Where a request comes from -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "host", ["evil.example", f"evil.example:{PORT}", "", "127.0.0.1.evil.example", "[::1]", "localhost@evil.example"]
)
def test_another_host_name_that_leads_to_this_machine_is_refused(project: Project, host: str) -> None:
    """DNS rebinding: a page's own host name is made to mean 127.0.0.1."""
    for path in ("/", CODERS, "/static/icmo.css", "/?token=t"):
        answer = a_stranger(project, Host=host, **KEY).get(path)
        assert (answer.status_code, "set-cookie" in answer.headers) == (400, False)


@pytest.mark.parametrize("host", [HOST, f"{HOST}:{PORT}", "localhost", f"localhost:{PORT}"])
def test_this_machines_own_names_are_known(project: Project, host: str) -> None:
    assert a_stranger(project, Host=host, **KEY).get(CODERS).status_code == 200


@pytest.mark.parametrize("host", [f"{HOST}:/static/", f"{HOST}:{PORT}/static/", "localhost:/static/?"])
def test_a_host_name_that_looks_like_a_path_opens_nothing(project: Project, host: str) -> None:
    assert a_stranger(project, Host=host).get(CODERS).status_code in (400, 401)


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        pytest.param({"Sec-Fetch-Site": "cross-site"}, 403, id="another_site"),
        pytest.param({"Sec-Fetch-Site": "same-site"}, 403, id="another_port_of_this_machine"),
        pytest.param({"Sec-Fetch-Site": "cross-site", **NAVIGATION}, 403, id="a_form_of_another_site"),
        pytest.param({"Sec-Fetch-Site": "cross-site", "Origin": ADDRESS}, 403, id="what_the_browser_says_goes_first"),
        pytest.param({"Sec-Fetch-Site": "same-origin"}, 200, id="our_own_page"),
        pytest.param({"Sec-Fetch-Site": "none"}, 200, id="the_user"),
        pytest.param({"Origin": "http://evil.example"}, 403, id="origin_of_another_site"),
        pytest.param({"Origin": f"http://{HOST}:9000"}, 403, id="origin_of_another_port"),
        pytest.param({"Origin": f"http://{HOST}"}, 403, id="origin_without_the_port"),
        pytest.param({"Origin": "null"}, 403, id="origin_hidden"),
        pytest.param({"Origin": "http://["}, 403, id="origin_that_is_no_address"),
        pytest.param({"Origin": ""}, 403, id="origin_empty"),
        pytest.param({"Origin": ADDRESS}, 200, id="our_own_origin"),
        pytest.param({}, 200, id="a_program_that_is_no_browser"),
    ],
)
def test_only_our_own_pages_change_something(project: Project, headers: dict[str, str], status: int) -> None:
    client = a_stranger(project, **KEY, **headers)
    answers = [
        client.post("/api/v1/undo", headers={"Icmo-Coder": "AML"}),
        client.put("/api/v1/preferences", json={"shortcuts": True}, headers={"Icmo-Coder": "AML"}),
    ]
    assert [one.status_code for one in answers] == [status, status]
    assert len(project.transcripts()) == (0 if status == 200 else 1)


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        pytest.param({"Sec-Fetch-Site": "cross-site", **NAVIGATION}, 200, id="a_link_on_another_site"),
        pytest.param({"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "cors"}, 403, id="a_script_of_another_site"),
        pytest.param(
            {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors"}, 403, id="a_picture_on_another_site"
        ),
        pytest.param({"Sec-Fetch-Site": "same-site", "Sec-Fetch-Mode": "cors"}, 403, id="a_script_of_another_port"),
        pytest.param({"Sec-Fetch-Site": "same-origin", "Sec-Fetch-Mode": "cors"}, 200, id="our_own_script"),
    ],
)
def test_another_site_may_link_here_but_not_read_from_here(
    project: Project, headers: dict[str, str], status: int
) -> None:
    client = a_stranger(project, **KEY, **headers)
    assert [client.get(path).status_code for path in ("/help", CODERS, "/static/icmo.css")] == [status] * 3


# --- What every answer says -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "headers", "status"),
    [
        pytest.param("/help", KEY, 200, id="page"),
        pytest.param(CODERS, KEY, 200, id="api"),
        pytest.param("/static/icmo.css", {}, 200, id="static"),
        pytest.param("/?token=t", {}, 303, id="welcome"),
        pytest.param(CODERS, {}, 401, id="no_key"),
        pytest.param(CODERS, {"Host": "evil.example"}, 400, id="unknown_host"),
        pytest.param(CODERS, {"Sec-Fetch-Site": "cross-site"}, 403, id="another_site"),
        pytest.param("/nothing", KEY, 404, id="no_page"),
        pytest.param("/api/v1/nothing", KEY, 404, id="no_endpoint"),
        pytest.param("/api/v1/search", KEY, 422, id="refused"),
    ],
)
def test_every_answer_forbids_what_comes_from_outside(
    project: Project, path: str, headers: dict[str, str], status: int
) -> None:
    answer = a_stranger(project, **headers).get(path)
    assert answer.status_code == status
    assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS
    assert answer.headers["Cache-Control"] == ("no-cache" if path.startswith("/static/") else "no-store")


def test_the_policy_lets_nothing_in_from_outside() -> None:
    policy = dict(part.strip().split(" ", 1) for part in HEADERS["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == "'self'"
    assert policy["frame-ancestors"] == policy["object-src"] == policy["base-uri"] == "'none'"
    assert not {"http:", "https:", "*", "'unsafe-inline'", "'unsafe-eval'"} & set(" ".join(policy.values()).split())


# --- Where the server listens ---------------------------------------------------------------------------


def test_the_server_listens_on_this_machine_alone() -> None:
    with closing(serve._listen(0)) as listening:
        assert listening.getsockname()[0] == "127.0.0.1"


def test_a_port_that_was_asked_for_and_is_taken_is_told_of() -> None:
    with closing(serve._listen(0)) as first, pytest.raises(ConflictError, match="is taken by another") as caught:
        serve._listen(first.getsockname()[1])
    assert "--port" in caught.value.hint


def test_where_the_usual_port_is_taken_any_free_one_will_do(monkeypatch: pytest.MonkeyPatch) -> None:
    with closing(serve._listen(0)) as first:
        taken = first.getsockname()[1]
        monkeypatch.setattr(serve, "USUAL_PORT", taken)
        with closing(serve._listen(None)) as second:
            host, port = second.getsockname()
    assert host == "127.0.0.1"
    assert port != taken
