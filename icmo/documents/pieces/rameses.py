"""The checklist of the reporting standards for realist evaluations, answered where the project knows the answer.

Source: Wong, Westhorp, Manzano, Greenhalgh, Jagosh & Greenhalgh (2016), RAMESES II reporting standards for realist
evaluations, BMC Medicine 14:96. What the items ask is said in our own words; the standards themselves say it in full.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from icmo.documents.model import (
    Block,
    Cell,
    Fact,
    Heading,
    Line,
    Table,
    bullets,
    italic,
    line,
    list_cell,
    paragraph,
    row,
)
from icmo.documents.pieces.agreement import agreement_line
from icmo.documents.pieces.data_lines import coding_lines, data_lines, informant_lines, limits
from icmo.documents.pieces.ending import written
from icmo.i18n import _, count, integer
from icmo.models import Material


class Status(StrEnum):
    """Who has answered an item."""

    ANSWERED = "answered"
    WRITTEN = "written"
    MISSING = "missing"

    @property
    def name_in_words(self) -> str:
        """The status as the table says it.

        Examples
        --------
        >>> Status.MISSING.name_in_words
        'Missing'
        """
        return {
            Status.ANSWERED: _("Answered by the project"),
            Status.WRITTEN: _("Written by the evaluators"),
            Status.MISSING: _("Missing"),
        }[self]


@dataclass(frozen=True)
class Item:
    """One of the 20 items: its section and topic, and what is to be told."""

    number: int
    section: str
    topic: str
    asks: str


@dataclass(frozen=True)
class Answer:
    """What is known of an item. Facts alone do not answer an item that asks for more than facts."""

    item: Item
    status: Status
    written: tuple[Line, ...] = ()
    facts: tuple[str, ...] = ()


def items() -> tuple[Item, ...]:
    """The items in their order, in the current language.

    Examples
    --------
    >>> [len(items()), items()[5].topic, items()[13].section]
    [20, 'Ethical approval', 'Results']
    """
    asked = [*_before_methods(), *_methods(), *_results_and_discussion()]
    return tuple(Item(number, *one) for number, one in enumerate(asked, 1))


def answers(material: Material) -> tuple[Answer, ...]:
    """Each item with the evaluators' own text where there is one, and with what the project knows."""
    return tuple(_answer(material, item) for item in items())


def checklist(found: tuple[Answer, ...]) -> Iterator[Block]:
    """The checklist as a section of a report: how many items are answered, and the table."""
    yield Heading(2, _("RAMESES II checklist"), "rameses")
    yield paragraph(
        _(
            "The reporting standards for realist evaluations (Wong et al. 2016, BMC Medicine 14:96) have 20 items. The "
            "project answers those whose answer lies in its material; the others are for the evaluators to write."
        )
    )
    tally = tallied(found)
    yield bullets(f"{status.name_in_words}: {integer(tally[status])}" for status in Status)
    yield Table(
        name=_("RAMESES II"),
        caption=_("RAMESES II checklist"),
        about=_("A row for each of the 20 items: its section, what the standards ask for, what is known, and by whom."),
        columns=(_("Item"), _("Section"), _("What is asked for"), _("Answer"), _("Status")),
        rows=tuple(map(_row, found)),
        widths=(6, 5, 8, 13, 5),
        tracked=False,
    )


def tallied(found: tuple[Answer, ...]) -> Counter[Status]:
    """How many items have each status."""
    return Counter(one.status for one in found)


def facts(found: tuple[Answer, ...]) -> Iterator[Fact]:
    """The three counts, for comparison with the last export."""
    tally = tallied(found)
    for status in Status:
        yield Fact(f"rameses:{status}", f"RAMESES II: {status.name_in_words}", integer(tally[status]))


def _row(one: Answer) -> tuple[Cell, ...]:
    told: list[Line | str] = [*one.written, *one.facts]
    if one.status is Status.MISSING:
        rest = _("The rest is to be written by the evaluators.") if one.facts else _("To be written by the evaluators.")
        told.append(line(italic(rest)))
    return row(
        f"{one.item.number} {one.item.topic}",
        one.item.section,
        one.item.asks,
        list_cell(told),
        one.status.name_in_words,
    )


# --- What the project knows -----------------------------------------------------------------------------


def _answer(material: Material, item: Item) -> Answer:
    own = tuple(one.words for one in written(material, f"rameses:{item.number}"))
    answering, helping = _ANSWERING.get(item.number), _HELPING.get(item.number)
    known = tuple((answering or helping or _nothing)(material))
    if own:
        return Answer(item, Status.WRITTEN, own, known)
    return Answer(item, Status.ANSWERED if answering and known else Status.MISSING, (), known)


def _nothing(_material: Material) -> Iterator[str]:
    return iter(())


def _theories(material: Material) -> Iterator[str]:
    for theory in material.theories:
        yield f"{theory.name}: {theory.statement}"
    if material.theories:
        yield _("These are the present wordings; the first ones stand in the project’s log.")


def _environment(material: Material) -> Iterator[str]:
    if material.municipalities:
        yield _("The material comes from {municipalities}: {names}.").format(
            municipalities=count(len(material.municipalities), "municipality", "municipalities"),
            names=", ".join(material.municipalities),
        )
    if variables := sorted({name for case in material.cases for name in case.variables}):
        yield _("Known of the municipalities: {variables}.").format(variables=", ".join(variables))


def _analysis(material: Material) -> Iterator[str]:
    if material.codings:
        yield from coding_lines(material)
        yield agreement_line(material)


def _findings(material: Material) -> Iterator[str]:
    if not material.configurations:
        return
    judged = sum(one.stance is not None for one in material.configurations)
    yield _("{configurations} are listed with their quotes in the report “Configurations”.").format(
        configurations=count(len(material.configurations), "configuration", "configurations")
    )
    yield _("The reports “Overview (Bilag 5)” and “Mechanism profiles” put them together.")
    if judged:
        yield _("{n} of them are held against programme theories in the report “Programme theories”.").format(
            n=integer(judged)
        )


def _limits(material: Material) -> Iterator[str]:
    return iter(limits(material))


def _data(material: Material) -> Iterator[str]:
    return data_lines(material)


def _participants(material: Material) -> Iterator[str]:
    return informant_lines(material)


_Teller = Callable[[Material], Iterator[str]]

_ANSWERING: Mapping[int, _Teller] = {  # whose answer lies in the material
    4: _theories,
    11: _data,
    13: _analysis,
    14: _participants,
    15: _findings,
}
_HELPING: Mapping[int, _Teller] = {8: _environment, 17: _limits}  # where facts help, but do not answer


# --- The items ------------------------------------------------------------------------------------------


def _before_methods() -> list[tuple[str, str, str]]:
    introduction = _("Introduction")
    return [
        (_("Title"), _("Title"), _("That the document is a realist evaluation can be seen in its title.")),
        (
            *(_("Summary"), _("Summary or abstract")),
            _(
                "In short: the programme and its setting, purpose and questions, methods, findings, conclusions, and "
                "that the approach was realist and worked with programme theory."
            ),
        ),
        (
            introduction,
            _("Rationale for evaluation"),
            _("Why there is an evaluation, and what this means for its focus."),
        ),
        (introduction, _("Programme theory"), _("The theory or theories behind the programme, as they were at first.")),
        (
            *(introduction, _("Evaluation questions, objectives and focus")),
            _("What the evaluation asks and aims at, and how programme theory has shaped its scope."),
        ),
        (
            *(introduction, _("Ethical approval")),
            _("Whether ethical approval was needed and given, by whom; if it was not needed, why."),
        ),
    ]


def _methods() -> list[tuple[str, str, str]]:
    methods = _("Methods")
    return [
        (
            *(methods, _("Rationale for using realist evaluation")),
            _("Why the approach is realist, and where it was adapted."),
        ),
        (methods, _("Environment surrounding the evaluation"), _("The surroundings in which the evaluation was made.")),
        (
            *(methods, _("Describe the programme policy, initiative or product evaluated")),
            _("What was evaluated, in enough detail to be understood."),
        ),
        (
            *(methods, _("Describe and justify the evaluation design")),
            _("How the evaluation was designed, what was planned and changed, and why."),
        ),
        (
            *(methods, _("Data collection methods")),
            _("Which data were collected, how, from whom, and why these fit the theories under test."),
        ),
        (
            *(methods, _("Recruitment process and sampling strategy")),
            _("How those who took part were found and chosen, and how this serves the theories."),
        ),
        (
            *(methods, _("Data analysis")),
            _("How data were analysed, and how contexts, mechanisms and outcomes were found and put together."),
        ),
    ]


def _results_and_discussion() -> list[tuple[str, str, str]]:
    results, discussion = _("Results"), _("Discussion")
    return [
        (results, _("Details of participants"), _("Who took part, how many, and in what roles.")),
        (
            *(results, _("Main findings")),
            _("What was found, as contexts, mechanisms and outcomes, and how it tests and refines the theories."),
        ),
        (
            *(discussion, _("Summary of findings")),
            _("The chief findings against the questions and the programme theory, in short."),
        ),
        (
            *(discussion, _("Strengths, limitations and future directions")),
            _("What the evaluation can and cannot carry, how far it reaches, and what to look into next."),
        ),
        (
            *(discussion, _("Comparison with existing literature")),
            _("How the findings stand beside what others have found and theorised."),
        ),
        (
            *(discussion, _("Conclusion and recommendations")),
            _("What is concluded and recommended, and how it follows from the findings."),
        ),
        (
            *(discussion, _("Funding and conflict of interest")),
            _("Who paid, what part they had in the evaluation, and what interests the evaluators have."),
        ),
    ]
