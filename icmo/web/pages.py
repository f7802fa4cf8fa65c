"""The pages. Each reads what it shows from the project and renders a template."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from icmo import codebook_review, search
from icmo.colours import FILL, FILL_DARK, INK, INK_DARK, MUTED, MUTED_DARK, PAPER, PAPER_DARK, TEXT, TEXT_DARK
from icmo.errors import IcmoError
from icmo.formats.reading import SUFFIXES
from icmo.i18n import current
from icmo.models import About, InformantType, Kind, Material, MemoKind, Polarity, Stance, Transcript
from icmo.naming import kinds_name
from icmo.progress import most_uncertain, open_suggestions, progress
from icmo.rounds import reading, to_read
from icmo.stamps import version
from icmo.text.blocks import blocks
from icmo.web import activity, shown
from icmo.web.context import Guid, Learning, Opened, Reader, Words
from icmo.web.errors import status
from icmo.web.rendering import render
from icmo.web.searching import Asked, asked, found, table

router = APIRouter(include_in_schema=False)

QUEUE = 40  # suggestions on the page of the queue
LISTED = 100  # configurations on a page of their list
ACTORS = ("kvinden", "medarbejderen", "arbejdsgiveren", "ægtefællen", "familien", "lederen")


@router.get("/")
def project_page(request: Request, project: Opened, coder: Reader) -> HTMLResponse:
    """The transcripts by municipality and informant type with how far they are, and what was done lately."""
    material = project.material()
    rows = progress(material, coder)
    waiting = [mine.transcript for _round, mine in to_read(material, coder) if not mine.done]
    return render(
        request,
        "project.html",
        groups=_by_municipality(material.transcripts),
        kinds=tuple(Kind),
        progress={row.transcript.guid: row for row in rows},
        rows=rows,
        material=material,
        blind=len(project.blind_transcripts()),
        waiting=len(waiting),
        next_to_read=next(iter(waiting), ""),
        reading=lambda guid: reading(material.rounds, guid, coder),
        steps=activity.steps(project.log(last=400), most=15),
        informants=tuple(InformantType),
        suffixes=SUFFIXES,
        groups_of=[(code.id, code.label.text(current())) for code in material.codebook.of_kind(Kind.TARGET_GROUP)],
    )


def _by_municipality(transcripts: Iterable[Transcript]) -> dict[str, list[Transcript]]:
    groups: dict[str, list[Transcript]] = {}
    for one in transcripts:
        groups.setdefault(one.municipality or "", []).append(one)
    return groups


@router.get("/transcripts/{guid}")
def transcript_page(request: Request, guid: Guid, project: Opened, coder: Reader, learner: Learning) -> HTMLResponse:
    """The page where the day is spent: documents, text with its margin, code tree."""
    marked = project.marked(guid)
    transcript = marked.transcript
    running = project.open_rounds()
    blind_round, mine = reading(running, transcript.guid, coder)
    if not marked.renewed and project.has_suggestions():  # the text was corrected, or brought in after the others
        learner.nudge(transcript.guid, coder)
    data = shown.marked(marked, coder) | {
        "guid": transcript.guid,
        "coder": coder,
        "preferences": project.preferences(coder) if coder else {},
        "counts": project.coding_counts(),
        "codes": [shown.code(code, project.codebook) for code in project.codebook.codes],
        "theories": [shown.theory(one) for one in project.theories()],
        "actors": ACTORS,
        "polarities": list(Polarity),
        "stances": list(Stance),
        "memoKinds": list(MemoKind),
    }
    return render(
        request,
        "transcript.html",
        transcript=transcript,
        blocks=blocks(transcript),
        groups=_by_municipality(project.contents()),
        data=data,
        tree=code_tree(project.codebook.codes),
        round=blind_round,
        mine=mine,
        reading=lambda one: reading(running, one, coder),
    )


@router.get("/transcripts/{guid}/correction")
def correction_page(request: Request, guid: Guid, project: Opened) -> HTMLResponse:
    """The text in a field, to be corrected; what it would do to the codings is shown first."""
    return render(request, "correction.html", transcript=project.transcript(guid))


@router.get("/transcripts/{guid}/versions")
def versions_page(request: Request, guid: Guid, project: Opened) -> HTMLResponse:
    """Every correction of a text, with the codings whose words it changed."""
    transcript = project.transcript(guid)
    return render(request, "versions.html", transcript=transcript, versions=project.corrections(transcript.guid))


@router.get("/suggestions")
def suggestions_page(
    request: Request,
    project: Opened,
    coder: Reader,
    order: Words = "uncertain",
) -> HTMLResponse:
    """The queue of suggestions across transcripts, those first that the engine is least sure of."""
    material = project.material()
    left = open_suggestions(material.suggestions, material.decisions, material.codings, coder)
    ordered = most_uncertain(left) if order == "uncertain" else left
    return render(
        request,
        "suggestions.html",
        material=material,
        total=len(left),
        order=order,
        queue=[(one, shown.suggestion(one)) for one in ordered[:QUEUE]],
        blind=project.suggestion_settings["blind"],
    )


@router.get("/configurations")
def configurations_page(
    request: Request,
    project: Opened,
    theory: Words | None = None,
    stance: Words | None = None,
    page: Annotated[int, Query(ge=1, le=100_000)] = 1,
) -> HTMLResponse:
    """Every configuration with its quotes, or those that speak of a theory; and what follows on what."""
    material = project.material()
    chosen = [one for one in material.configurations if theory in (None, one.theory) and stance in (None, one.stance)]
    narrowed = {"theory": theory, "stance": stance}
    return render(
        request,
        "configurations.html",
        material=material,
        book=material.codebook,
        total=len(chosen),
        configurations=chosen[(page - 1) * LISTED : page * LISTED],
        page=page,
        pages=max(1, -(-len(chosen) // LISTED)),
        address=urlencode({name: value for name, value in narrowed.items() if value}),
        names={one.guid: number for number, one in enumerate(material.configurations, start=1)},
    )


@router.get("/configurations/{guid}")
def configuration_page(guid: Guid, project: Opened) -> RedirectResponse:
    """One configuration, on its page of the list."""
    guids = [one.guid for one in project.material().configurations]
    page = guids.index(guid) // LISTED + 1 if guid in guids else 1
    return RedirectResponse(f"/configurations?page={page}#{guid}", 303)


@router.get("/codebook")
def codebook_page(request: Request, project: Opened) -> HTMLResponse:
    """The codes with their rules and how often each is used; where they are changed."""
    counts = project.coding_counts()  # reads the code book again where somebody has changed it
    return render(
        request,
        "codebook.html",
        book=project.codebook,
        tree=code_tree(project.codebook.codes),
        counts=counts,
        kinds=tuple(Kind),
        data={code.id: shown.both_languages(code) for code in project.codebook.codes},
        memos=[one for one in project.memos() if one.about is About.CODE],
    )


@router.get("/codebook/versions")
def codebook_versions_page(
    request: Request, project: Opened, before: Words | None = None, after: Words | None = None
) -> HTMLResponse:
    """Two versions of the code book compared, code by code."""
    versions = project.codebook_versions()
    numbers = [one.number for one in versions]
    first = before if before in numbers else numbers[0]
    last = after if after in numbers else numbers[-1]
    books = {one.number: one.book for one in versions if one.number in (first, last)}
    differences = codebook_review.diff(books[first], books[last])
    return render(
        request,
        "codebook_versions.html",
        versions=versions,
        before=first,
        after=last,
        books=books,
        differences=differences,
        changes=lambda code: codebook_review.field_changes(books[first][code], books[last][code], current()),
    )


@router.get("/memos")
def memos_page(
    request: Request, project: Opened, kind: Words | None = None, about: Words | None = None
) -> HTMLResponse:
    """Every memo in one list, by kind, each with a way back to what it is about."""
    material = project.material()
    return render(
        request,
        "memos.html",
        material=material,
        memos=[one for one in material.memos if kind in (None, "", one.kind) and about in (None, "", one.about)],
        remarks=[one for one in material.codings if one.memo],
        kinds=tuple(MemoKind),
        abouts=tuple(About),
        kind=kind or "",
        about=about or "",
        version=version,
        link=lambda memo: link_of(memo, material),
    )


@router.get("/search")
def search_page(request: Request, project: Opened, query: Annotated[Asked, Query()]) -> HTMLResponse:
    """Text, codes, overlap, AND and NOT, attributes; every hit opens in context."""
    material = project.material()
    hits, fault = None, None
    wanted = search.Query()
    try:
        wanted = asked(query)
        hits = found(material, wanted, query.page) if query.model_fields_set else None
    except IcmoError as error:
        fault = error
    return render(
        request,
        "search.html",
        status_code=status(fault) if fault else 200,
        material=material,
        query=wanted,
        hits=hits,
        fault=fault,
        address=urlencode(query.model_dump(exclude_unset=True, exclude={"page"}), doseq=True),
        views=project.views("search"),
        coders=sorted({one.coder for one in material.codings}),
        **_choices(material),
    )


def _choices(material: Material) -> dict[str, Any]:
    """What can be chosen in the form of the search: values and what they are called."""
    book, language = material.codebook, current()
    return {
        "code_options": [(code.id, book.path(code.id, language)) for code in book.codes],
        "municipality_options": [(name, name) for name in material.municipalities],
        "informant_options": [(kind.value, kind.value) for kind in InformantType],
        "transcript_options": [(one.guid, one.title or one.name) for one in material.transcripts],
        "group_options": [(c.id, c.label.text(language)) for c in book.of_kind(Kind.TARGET_GROUP)],
        "kind_options": [(kind.value, kinds_name(kind)) for kind in Kind],
    }


@router.get("/search.{suffix}")
def search_file(suffix: str, project: Opened, query: Annotated[Asked, Query()]) -> Response:
    """The hits as CSV or XLSX, one row each."""
    return table(project.material(), asked(query), suffix)


@router.get("/views/{guid}")
def view_page(guid: Guid, project: Opened) -> RedirectResponse:
    """A saved search, done again."""
    view = next((one for one in project.views() if one.guid == guid), None)
    return RedirectResponse(f"/search?{urlencode(dict(view.query), doseq=True)}" if view else "/search", 303)


@router.get("/history")
def history_page(request: Request, project: Opened) -> HTMLResponse:
    """What has been done, step by step."""
    return render(request, "history.html", steps=activity.steps(project.log(last=5000), most=300))


@router.get("/help")
def help_page(request: Request) -> HTMLResponse:
    """The keys, and how coding here works."""
    return render(request, "help.html")


@router.get("/api")
def api_page(request: Request) -> HTMLResponse:
    """The API's description as a page, made of the OpenAPI document."""
    return render(request, "api.html", document=request.app.openapi())


@router.get("/colours.css")
def colours() -> Response:
    """The colours of the kinds as CSS variables, for the light and the dark screen."""
    light = _variables(PAPER, TEXT, MUTED, INK, FILL)
    dark = _variables(PAPER_DARK, TEXT_DARK, MUTED_DARK, INK_DARK, FILL_DARK)
    css = f":root{{{light}}}\n@media (prefers-color-scheme:dark){{:root{{{dark}}}}}\n"
    return Response(css, media_type="text/css")


def _variables(paper: str, text: str, muted: str, ink: Any, fill: Any) -> str:
    ground = f"--paper:{paper};--text:{text};--muted:{muted};"
    return ground + "".join(f"--ink-{k or 'x'}:{ink[k]};--fill-{k or 'x'}:{fill[k]};" for k in ink)


def code_tree(codes: Iterable[Any]) -> list[tuple[Kind, list[tuple[Any, int]]]]:
    """The codes by kind, each kind in the order of its tree with the depth of every code."""
    below: dict[tuple[Kind, str | None], list[Any]] = {}
    ids = {code.id: code.kind for code in codes}
    for code in codes:
        parent = code.parent if code.parent and ids.get(code.parent) == code.kind else None
        below.setdefault((code.kind, parent), []).append(code)

    def _walk(kind: Kind, parent: str | None, depth: int) -> Iterable[tuple[Any, int]]:
        for code in below.get((kind, parent), ()):
            yield code, depth
            yield from _walk(kind, code.id, depth + 1)

    return [(kind, list(_walk(kind, None, 0))) for kind in Kind if (kind, None) in below]


def link_of(memo: Any, material: Material) -> tuple[str, str]:
    """Where what a memo is about is shown, and what it is called."""
    match memo.about:
        case About.CODE if memo.subject in material.codebook:
            return f"/codebook#{memo.subject}", material.codebook[memo.subject].label.text(current())
        case About.TRANSCRIPT | About.SEGMENT if memo.subject in material.transcript_by_guid:
            place = f"#at={memo.start}-{memo.end}" if memo.about is About.SEGMENT else ""
            source = material.transcript_by_guid[memo.subject]
            quote = f" “{source.text[memo.start : memo.end][:60]}”" if place else ""
            return f"/transcripts/{source.guid}{place}", source.name + quote
        case About.CODING if memo.subject in material.coding_by_guid:
            coding = material.coding_by_guid[memo.subject]
            label = material.codebook[coding.code].label.text(current()) if coding.code in material.codebook else "?"
            return f"/transcripts/{coding.transcript}#coding={coding.guid}", f"{label}: “{coding.quote[:60]}”"
        case About.CONFIGURATION:
            return f"/configurations/{memo.subject}", next(
                (one.statement[:80] for one in material.configurations if one.guid == memo.subject), memo.subject
            )
        case About.THEORY:
            return f"/theories/{memo.subject}", next(
                (one.name for one in material.theories if one.guid == memo.subject), memo.subject
            )
    return "/", material.name
