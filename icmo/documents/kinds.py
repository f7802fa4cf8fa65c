"""The kinds of reports: their names, what they show, and the builder of each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module

from icmo.documents.model import Report
from icmo.errors import NotFoundError
from icmo.i18n import _


@dataclass(frozen=True)
class ReportKind:
    """A kind of report; its builder is ``icmo.documents.ID.build(material, options)``."""

    id: str
    title: str
    about: str
    options: tuple[str, ...] = ()  # names of what may be asked beyond what all reports have

    @property
    def build(self) -> Callable[..., Report]:
        """The builder, imported when it is used."""
        return import_module(f"icmo.documents.{self.id}").build  # type: ignore[no-any-return]


_QUOTES = ("each", "order")


def kinds() -> tuple[ReportKind, ...]:
    """All kinds of reports in the order in which a whole set has them, in the current language."""
    return (
        ReportKind(
            "overview",
            _("Overview (Bilag 5)"),
            _("Target groups, interventions, contexts, moderators, mechanisms and outcomes, each with its evidence"),
            ("draft", "hindering", "grouped", "edited"),
        ),
        ReportKind(
            "organisation",
            _("Organisation and efforts (Bilag 4)"),
            _("How company-directed, guiding and problem-solving the efforts are, by how teams are organised"),
            ("by", *_QUOTES),
        ),
        ReportKind(
            "readiness",
            _("Interventions and readiness (Model 2)"),
            _("Types of interventions against the women’s labour-market readiness"),
            _QUOTES,
        ),
        ReportKind(
            "theme",
            _("Theme chapters"),
            _("What municipalities and women say of each principle or code, for and against"),
            ("codes", *_QUOTES),
        ),
        ReportKind(
            "municipality",
            _("Municipality profiles"),
            _("Each municipality’s figures, mechanisms and configurations, beside the others"),
            ("municipalities", *_QUOTES),
        ),
        ReportKind(
            "mechanism",
            _("Mechanism profiles"),
            _("What sets each mechanism off, what hinders it and what comes of it"),
            ("codes", *_QUOTES),
        ),
        ReportKind(
            "joint",
            _("Joint display"),
            _("Figures of the municipalities beside what is told there"),
            ("by", "codes", "municipalities", *_QUOTES),
        ),
        ReportKind(
            "framework",
            _("Framework matrix"),
            _("What each municipality says of each code, in the evaluators’ words"),
            ("codes", "municipalities", *_QUOTES),
        ),
        ReportKind(
            "theories",
            _("Programme theories"),
            _("What supports, refutes and refines each theory, and how it has changed"),
            _QUOTES,
        ),
        ReportKind(
            "configurations", _("Configurations"), _("Every configuration with its quotes"), ("codes", "municipalities")
        ),
        ReportKind("codebook", _("Code book"), _("Every code with its definition, rules and examples"), ("codes",)),
        ReportKind(
            "agreement",
            _("Agreement between coders"),
            _("How far coders agree on each code, and which codes need a better rule, with the passages"),
            ("codes", "each"),
        ),
        ReportKind("method", _("Method appendix"), _("Data, coding, agreement and the RAMESES II checklist")),
        ReportKind(
            "quotes",
            _("Quotes for approval"),
            _("Every quote that may be printed, to be approved before it is"),
            ("codes", "municipalities"),
        ),
    )


def kind(name: str) -> ReportKind:
    """The kind of that name.

    Raises
    ------
    NotFoundError
        There is none.
    """
    known = kinds()
    found = next((one for one in known if one.id == name), None)
    if found is None:
        raise NotFoundError(
            _("There is no report “{name}”.").format(name=name),
            _("Choose one of {known}.").format(known=", ".join(one.id for one in known)),
        )
    return found
