"""Every page in every state that looks different, for the tests that look at all of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from playwright.sync_api import Page

from tests.refi.packages import selection, with_text
from tests.web.invented import EVERYDAY, GUIDANCE, MENTORING, OVERVIEW, SOLVING

Act = Callable[[Page], object]
TRANSCRIPT = "/transcripts/{guid}"


@dataclass(frozen=True)
class State:
    """An address, what is done there, and of what the browser rightly complains.

    ``{guid}`` in the address is that of the transcript, or of the theory.
    """

    address: str
    act: Act = lambda _page: None
    complaints: tuple[str, ...] = ()


def _click(*selectors: str) -> Act:
    return lambda page: [page.click(selector) for selector in selectors]


def _press(*keys: str) -> Act:
    return lambda page: [page.keyboard.press(key) for key in keys]


def _choose_file(page: Page) -> None:
    file = {"name": "Søndervang.txt", "mimeType": "text/plain", "buffer": "I: Hvad så?\n\nIP: Jo.\n".encode()}
    page.set_input_files("#import input[type=file]", file)  # type: ignore[arg-type]
    page.wait_for_selector("#preview[open] fieldset")


def _preview_correction(page: Page) -> None:
    text = page.input_value("#corrected")
    page.fill("#corrected", text.replace("bussen sammen", "toget sammen").replace(" Efter en måned ﬁk hun", ""))
    page.click("#look")
    page.wait_for_selector("#found .box")


def _change_code(what: str, *selectors: str) -> Act:
    code = f'[data-code="{EVERYDAY}"]'
    return _click(f"{code} summary", f'{code} [data-do="{what}"]', *selectors)


def _preview_merge(page: Page) -> None:
    _change_code("merge")(page)
    page.select_option("#change [name=other]", SOLVING)
    page.click("#show-effect")
    page.wait_for_selector("#effect li")


def _asking(page: str, **values: object) -> State:
    """A page that is asked for something, with its figures drawn."""
    return State(f"{page}?{urlencode(values, doseq=True)}", _see_figures)


def _refused(page: str, status: str, **values: object) -> State:
    """A page that is asked for what it cannot show."""
    return replace(_asking(page, **values), complaints=_not_loaded(page, status))


def _see_preview(page: Page) -> None:
    page.wait_for_selector("#preview:not(.renewed)")


def _write_text(page: Page) -> None:
    _see_preview(page)
    page.click("#written summary >> nth=0")
    page.fill("#written textarea >> nth=0", "De øvede bussen, og så styrede hun selv.")
    page.click("#written [data-write] >> nth=0")
    page.wait_for_selector("#written .kept:not(:empty)")


def _choose_code(page: Page) -> None:
    page.click(".many summary >> nth=0")
    page.check(f"[name=code][value={EVERYDAY}]")
    page.wait_for_selector("#preview:not(.renewed)")


def _decide(page: Page) -> None:
    """Approve a quote and withhold another; the withheld one is let in again by whoever looks next."""
    for number, what in enumerate(("godkendt", "tilbageholdt")):
        page.click(f"#quotes > li >> nth={number} >> [data-set={what}]")
        page.wait_for_selector(f"#quotes > li[data-verdict={what}]")


def _refused_export(page: Page) -> None:
    with page.expect_event("load"):
        page.click(".export [value='.html']")
    page.wait_for_selector("#leaks a")


def _send_file(name: str, data: bytes, *then: str) -> Act:
    """Send a file of another program, and press what follows."""

    def act(page: Page) -> None:
        file = {"name": name, "mimeType": "application/octet-stream", "buffer": data}
        page.set_input_files("#in input[type=file]", file)  # type: ignore[arg-type]
        page.click("#in button")
        page.wait_for_url("**/exchange/in/*")
        for selector in then:
            page.click(selector)

    return act


def _decide_dispute(page: Page) -> None:
    page.wait_for_selector("#place:focus")
    for key in ("1", "H", "m", "Enter"):
        page.keyboard.press(key)
    page.wait_for_selector("#said:not(:empty)")


def _decide_and_compare(page: Page) -> None:
    page.click("a.button.main")
    _decide_dispute(page)
    page.click("nav.below a >> nth=0")
    page.click("main details summary")


def _ask_round(do: str) -> Act:
    """Ask for a round without a name: it can be looked at, and is not opened."""

    def act(page: Page) -> None:
        for name in ("AML", "TBS"):
            page.check(f"[name=reader][value={name}]")
        page.click(f".round [value={do}]")
        page.wait_for_selector("#plan-title" if do == "preview" else "[role=alert]")

    return act


def _see_figures(page: Page) -> None:
    if page.query_selector("figure[data-chart]"):
        page.wait_for_selector("html[data-charts]", state="attached", timeout=60_000)


def _not_loaded(path: str, status: str) -> tuple[str, ...]:
    return (f"Failed to load resource: the server responded with a status of {status} {path}",)


WAY = {"origin": f"I:{GUIDANCE}", "target": f"O:{OVERVIEW}"}
LINK = f"I:{GUIDANCE}->M:{EVERYDAY}"
THEIRS = with_text("Vi gik til mødet.", selection(0, 2, "a"), selection(3, 900, "b"), origin="Et program")
ANALYSED = {"outcome": f"code:{OVERVIEW}", "conditions": f"case:team=fælles\ncode:{MENTORING}"}

STATES = {
    "project": State("/"),
    "project, who codes": State("/", _click("#who")),
    "project, files looked at": State("/", _choose_file),
    "transcript, codes": State(TRANSCRIPT),
    "transcript, suggestions": State(TRANSCRIPT, _click("#tab-suggestions")),
    "transcript, suggestion chosen": State(f"{TRANSCRIPT}#suggestion=next", _press("n")),
    "transcript, configurations": State(TRANSCRIPT, _click("#tab-configurations")),
    "transcript, card": State(TRANSCRIPT, _click("#tab-configurations", ".configuration .go")),
    "transcript, memos": State(TRANSCRIPT, _click("#tab-memos", "#memo-transcript")),
    "transcript, code search": State(TRANSCRIPT, _press("c")),
    "transcript, coding chosen": State(TRANSCRIPT, _press(".", ".")),
    "transcript, edge": State(TRANSCRIPT, _press(".", "e")),
    "transcript, in vivo": State(TRANSCRIPT, _press("v")),
    "transcript, refusal": State(TRANSCRIPT, _press("Escape", "Delete")),
    "suggestions": State("/suggestions"),
    "configurations": State("/configurations"),
    "code book": State("/codebook"),
    "code book, change": State("/codebook", _change_code("change")),
    "code book, split": State("/codebook", _change_code("split")),
    "code book, effect": State("/codebook", _preview_merge),
    "code book, versions": State("/codebook/versions"),
    "memos": State("/memos", _click("details summary")),
    "search": State("/search"),
    "search, hits": State("/search?text=hun&match=lemma"),
    "search, hits of codes": State(f"/search?any={EVERYDAY}&any=overblik-i-hverdagen&municipalities=Egeholm"),
    "history": State("/history"),
    "help": State("/help"),
    "api": State("/api"),
    "correction": State(f"{TRANSCRIPT}/correction"),
    "correction, looked at": State(f"{TRANSCRIPT}/correction", _preview_correction),
    "versions": State(f"{TRANSCRIPT}/versions"),
    "error": State("/nothing/here", complaints=_not_loaded("/nothing/here", "404 (Not Found)")),
    "graph": State("/graph", _click("section details summary")),
    "graph, filtered, link": _asking("/graph", step=["informant-type=kommune,kvinde", "zoom=9"], part=LINK),
    "graph, way": _asking("/graph", **WAY),
    "graph, node of a way": _asking("/graph", part=f"M:{EVERYDAY}", **WAY),
    "graph, nothing left": _asking("/graph", step=["municipality=Vesterlund", "polarity=hæmmer"]),
    "graph, fault": _refused("/graph", "404 (Not Found)", step="municipality=Skovby"),
    "two graphs": State("/graph/compare"),
    "two graphs, drawn": _asking("/graph/compare", one="Egeholm", other="Vesterlund"),
    "compare, groups": _asking("/compare", by="team", measure="citations"),
    "compare, no such variable": _refused("/compare", "404 (Not Found)", by="vejr"),
    "compare, matrix": State("/compare/matrix", _see_figures),
    "compare, matrix of links": _asking("/compare/matrix", rows="links", by="variable:team", measure="share"),
    "compare, framework": State("/compare/framework", _click("table details summary")),
    "compare, contrast": _asking("/compare/contrast", mechanism=EVERYDAY),
    "compare, co-occurrence": State("/compare/cooccurrence", _see_figures),
    "compare, saturation": _asking("/compare/saturation", what="codes", base=1, run=1),
    "compare, joint": State("/compare/joint", _click("main details summary")),
    "compare, joint, two figures": _asking("/compare/joint", variable="deltagere", x="deltagere", y="fremmøde"),
    "compare, QCA": State("/compare/qca", _click("main details summary")),
    "compare, QCA, analysed": _asking("/compare/qca", **ANALYSED),
    "compare, QCA, fault": _refused(
        "/compare/qca", "422 (Unprocessable Entity)", **ANALYSED | {"outcome": "code:vejr"}
    ),
    "compare, cases": State("/compare/cases", _click("details:not([open]) summary")),
    "theories": State("/theories", _click("main details summary")),
    "theory": State("/theories/{guid}", _click("main details summary", "table details summary")),
    "overview": State("/overview"),
    "overview, as asked": _asking("/overview", hindering=1, ungrouped=1, as_coded=1, min_quotes=9),
    "overview, draft": _asking("/overview", draft=1),
    "overview, entry": _asking("/overview", entry=f"M|lavest-parathed|{EVERYDAY}"),
    "overview, no such entry": _asking("/overview", entry="M||nix"),
    "overview, edit": State("/overview", _click("[data-edit] >> nth=0")),
    "overview, edit refused": State(
        "/overview",
        _click("[data-edit] >> nth=0", "#edit-dialog [value=merge]", "#edit-dialog .message:not(:empty)"),
        _not_loaded("/api/v1/reports/overview/edits", "422 (Unprocessable Entity)"),
    ),
    "overview, add": State("/overview", _click("[data-add] >> nth=0")),
    "reports": State("/reports"),
    **{f"report, {kind}": State(f"/reports/{kind}", _see_preview) for kind in ("overview", "joint", "method")},
    "report, other kinds": State("/reports/configurations", _click(".kinds summary")),
    "report, codes chosen": State("/reports/framework", _choose_code),
    "report, text written": State("/reports/theme", _write_text),
    "report, refused": State(
        f"/reports/theme?code={OVERVIEW}",
        _refused_export,
        _not_loaded("/reports/theme/file", "422 (Unprocessable Entity)"),
    ),
    "report, preview alone": State("/reports/theme/preview"),
    "report, quotes": State("/reports/overview/quotes"),
    "report, quotes decided": State("/reports/quotes/quotes", _decide),
    "rounds": State("/rounds"),
    "rounds, looked at": State("/rounds", _ask_round("preview")),
    "rounds, refused": State("/rounds", _ask_round("open"), _not_loaded("/rounds", "422 (Unprocessable Entity)")),
    "exchange": State("/exchange"),
    "exchange, looked at": State("/exchange", _send_file("deres.qdpx", THEIRS)),
    "exchange, brought in": State("/exchange", _send_file("deres.qdpx", THEIRS, "main form button.main", "#counts")),
    "exchange, there already": State("/exchange", _send_file("igen.qdpx", THEIRS)),
    "exchange, not kept": State("/exchange/in/gone", complaints=_not_loaded("/exchange/in/gone", "404 (Not Found)")),
    "exchange, project": State("/exchange/qdpx?target=nvivo"),
    "exchange, coded transcripts": State("/exchange/docx"),
    "agreement": State("/agreement"),
    "agreement, as asked": State("/agreement?unit=character&coder=AML&coder=TBS&sort=alpha"),
    "agreement, one coder": State("/agreement?coder=AML"),
    "meeting": State("/agreement/meeting", _click(".narrow summary")),
    "meeting, another code": State("/agreement/meeting", _press("o", "b")),
    "meeting, rule": State("/agreement/meeting", _press("2", "Escape", "r")),
    "meeting, decided": State("/agreement/meeting", _decide_dispute),
    "meeting, resolved": State("/agreement/meeting?state=resolved"),
    "meeting, nothing there": State("/agreement/meeting?difference=extra"),
    "meeting, nothing to take back": State(
        "/agreement/meeting",
        _click("#undo", "#said:not(:empty)", "#undo", "#said b"),
        _not_loaded("/agreement/meeting/undo", "422 (Unprocessable Entity)"),
    ),
    "agreement, before and after": State("/agreement", _decide_and_compare),
    "decisions": State("/agreement/decisions"),
}
