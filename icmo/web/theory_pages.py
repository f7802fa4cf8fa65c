"""The register of programme theories: what speaks for and against each, what it leaves unsaid, how it was refined."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse

from icmo.compare import asked as asking
from icmo.compare.theories import evidence_for, refinement, versions
from icmo.errors import NotFoundError
from icmo.graph import links
from icmo.graph.coverage import coverage, coverage_of_configurations
from icmo.i18n import _, current
from icmo.models import Kind, Role, Stance, Theory
from icmo.project import Project
from icmo.stamps import version
from icmo.web.context import Guid, Opened
from icmo.web.rendering import render

router = APIRouter(prefix="/theories", include_in_schema=False)


@router.get("")
def register_page(request: Request, project: Opened) -> HTMLResponse:
    """Every theory with its evidence in numbers; where a new one is written."""
    material = project.material()
    return render(
        request,
        "theories.html",
        material=material,
        evidence={one.guid: evidence_for(material, one) for one in material.theories},
        stances=tuple(Stance),
        codes=_codes(project),
    )


@router.get("/{guid}")
def theory_page(request: Request, guid: Guid, project: Opened) -> HTMLResponse:
    """One theory: by municipality what supports, refutes and refines it, the way from its first wording to this."""
    material = project.material()
    theory = next((one for one in material.theories if one.guid == guid), None)
    if theory is None:
        raise NotFoundError(_("There is no theory {guid}.").format(guid=guid))
    made = refinement(material, theory, _versions(project, theory))
    told = links(material)
    return render(
        request,
        "theory.html",
        material=material,
        theory=theory,
        version=version,
        made=made,
        evidence=made.evidence,
        memos=[one for one in material.memos if one.subject == guid],
        covered=coverage(told, theory, material.codebook),
        whole=coverage_of_configurations(material, theory),
        stances=tuple(Stance),
        codes=_codes(project),
        words=asking.words,
        label=lambda node: _label(project, node),
    )


def _versions(project: Project, theory: Theory) -> list[Any]:
    return versions(project.log(guid=theory.guid))


def _codes(project: Project) -> list[tuple[Role, list[tuple[str, str]]]]:
    """The codes that can play each role in a theory: those of its kind first, then all others."""
    book, language = project.codebook, current()
    offered = [code for code in book.codes if not code.retired and code.kind is not Kind.TARGET_GROUP]
    return [
        (
            role,
            [
                (code.id, code.label.text(language))
                for code in sorted(offered, key=lambda code: code.kind.role is not role)
            ],
        )
        for role in Role
    ]


def _label(project: Project, node: str) -> str:
    """A node of the graph in words: its letter and its code's label."""
    role, _colon, code = node.partition(":")
    return f"{role} {project.codebook[code].label.text(current())}"
