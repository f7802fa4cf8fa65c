"""Municipality profiles: each municipality’s figures, material, codes and configurations, beside the others’."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from icmo.compare.variables import Variable, variable_kinds
from icmo.compare.wording import outlier_sentence
from icmo.documents.model import Block, Fact, Heading, Report, bullets, line, paragraph
from icmo.documents.options import Options
from icmo.documents.pieces.ending import ending, written
from icmo.documents.pieces.municipality_tables import (
    codes_figure,
    configuration_table,
    figures_table,
    hindering_table,
    material_table,
)
from icmo.documents.pieces.perspectives import perspective
from icmo.documents.pieces.place_counts import PlaceCounts
from icmo.documents.pieces.summaries import summaries_of
from icmo.documents.pieces.telling import Telling
from icmo.errors import NotFoundError
from icmo.evidence import Stretch
from icmo.i18n import _, count, current, integer, language
from icmo.models import Coding, Configuration, InformantType, Kind, Material, Transcript
from icmo.naming import label

DRAWN = 20  # profiles in a report at most, for each to have a figure
_ICMO = (Kind.INTERVENTION, Kind.CONTEXT, Kind.MODERATOR, Kind.MECHANISM, Kind.OUTCOME)


@dataclass(frozen=True)
class Place:
    """What the material has of one municipality."""

    name: str
    transcripts: Sequence[Transcript]
    codings: Sequence[Coding]
    configurations: Sequence[Configuration]


def build(material: Material, options: Options) -> Report:
    """The profiles of `options.municipalities`, by default of all that were interviewed.

    Raises
    ------
    NotFoundError
        A municipality that the project does not have.
    """
    with language(options.lang or material.language):
        telling = Telling(material, options)
        counts, places = PlaceCounts(telling), _places(telling)
        variables = variable_kinds(material)
        profiles = [
            block
            for number, place in enumerate(places, start=1)
            for block in _profile(telling, counts, variables, place, number=number, drawn=len(places) <= DRAWN)
        ]
        return Report(
            kind="municipality",
            title=_("Municipality profiles: {name}").format(name=material.name),
            subtitle=_("Each municipality’s figures, codes and configurations, beside the others"),
            language=current(),
            blocks=(
                *_opening(telling, places),
                *profiles,
                *ending(material, options, telling.quoting, quotes=telling.unprinted),
            ),
            quotes=telling.quoting.quotes,
            facts=tuple(Fact(f"municipality:{one.name}", one.name, _key_numbers(counts, one)) for one in places),
            draft=options.draft,
            landscape=True,
            contents=True,
        )


def _places(telling: Telling) -> list[Place]:
    """The municipalities with what is told there; a configuration drawn across two of them stands in both."""
    material = telling.material
    transcripts: dict[str, list[Transcript]] = defaultdict(list)
    codings: dict[str, list[Coding]] = defaultdict(list)
    configurations: dict[str, list[Configuration]] = defaultdict(list)
    of = {one.guid: one.municipality or "" for one in material.transcripts}
    for transcript in material.transcripts:
        transcripts[of[transcript.guid]].append(transcript)
    for coding in material.codings:
        codings[of[coding.transcript]].append(coding)
    for configuration in material.configurations:
        for name in {of[coding.transcript] for _letter, coding in telling.parts[configuration.guid]}:
            configurations[name].append(configuration)
    return [Place(name, transcripts[name], codings[name], configurations[name]) for name in _names(telling)]


def _names(telling: Telling) -> Sequence[str]:
    material, asked = telling.material, telling.options.municipalities
    known = {*material.municipalities, *(case.name for case in material.cases)}
    unknown = [name for name in asked if name not in known]
    if unknown:
        raise NotFoundError(
            _("There is no municipality “{name}”.").format(name="”, “".join(unknown)),
            _("The municipalities are: {names}.").format(names=", ".join(material.municipalities)),
        )
    return list(dict.fromkeys(asked)) or material.municipalities


def _opening(telling: Telling, places: Sequence[Place]) -> Iterator[Block]:
    if not places:
        yield paragraph(_("No transcript says which municipality it comes from, so there are no profiles."))
        return
    yield telling.reading()
    if len(places) > DRAWN:
        yield paragraph(
            _(
                "With more than {n} municipalities the profiles have tables alone; choose some to have figures too."
            ).format(n=integer(DRAWN)),
            style="small",
        )
    homeless = sum(not transcript.municipality for transcript in telling.material.transcripts)
    if homeless:
        yield paragraph(
            _("{n} without a municipality stand in no profile.").format(n=count(homeless, "transcript", "transcripts")),
            style="small",
        )


def _profile(
    telling: Telling,
    counts: PlaceCounts,
    variables: Mapping[str, Variable],
    place: Place,
    *,
    number: int,
    drawn: bool,
) -> Iterator[Block]:
    yield Heading(2, place.name, f"municipality-{number}")
    yield from written(telling.material, f"municipality:{place.name}")
    yield from _in_short(telling, counts, place)
    yield from figures_table(telling, variables, place.name)
    if not place.transcripts:
        return
    said = list(_voices(telling, place))  # before the tables, so that quotes are numbered as they are read
    yield from material_table(telling, place.name, place.transcripts, place.codings)
    yield from said
    yield from _summaries(telling, place)
    yield from codes_figure(telling, counts, place.name, drawn=drawn)
    yield from _standing_out(telling, counts, place)
    yield from configuration_table(telling, place.name, place.configurations)
    yield from hindering_table(telling, place.name, place.codings, place.configurations)


def _in_short(telling: Telling, counts: PlaceCounts, place: Place) -> Iterator[Block]:
    """The key numbers, and what is told most of."""
    if not place.transcripts:
        yield paragraph(_("Nobody was interviewed here."))
        return
    numbers = _key_numbers(counts, place)
    first = counts.most_told(place.name, _ICMO, 1)
    if not first:
        yield paragraph(_("{numbers}. Nothing is coded here yet.").format(numbers=numbers))
        return
    found = counts.at(first[0].id, place.name)
    most = _("Most is told of {code}: {quotes}").format(
        code=label(first[0]), quotes=count(len(found), "quote", "quotes")
    )
    yield paragraph(f"{numbers}. {most}", telling.bracketed(found), ".")


def _key_numbers(counts: PlaceCounts, place: Place) -> str:
    return _("{transcripts}, {words}, {configurations}, and {quotes} when each code is counted by itself").format(
        transcripts=count(len(place.transcripts), "transcript", "transcripts"),
        words=count(sum(one.words for one in place.transcripts), "word", "words"),
        quotes=count(counts.totals.get(place.name, 0), "quote", "quotes"),
        configurations=count(len(place.configurations), "configuration", "configurations"),
    )


def _voices(telling: Telling, place: Place) -> Iterator[Block]:
    """What is quoted of each kind of informant: passages as they were coded, those that most codings mark first."""
    marks: dict[tuple[str, int, int], set[str]] = defaultdict(set)
    for coding in place.codings:
        marks[coding.transcript, coding.start, coding.end].add(coding.guid)
    staff = _("What municipal staff say")
    passages = [Stretch(*at, frozenset(some)) for at, some in marks.items()]
    for informant in telling.informants:
        yield from perspective(telling, _apart(telling, passages, informant), informant, staff=staff)


def _apart(telling: Telling, passages: Iterable[Stretch], informant: InformantType | None) -> list[Stretch]:
    """The passages of one kind of informant that are to be printed, none of them within another."""
    own = [one for one in passages if telling.informant(one) == informant]
    kept: list[Stretch] = []
    for one in telling.quoting.best(own):
        if len(kept) < telling.options.each and not any(_overlap(one, other) for other in kept):
            kept.append(one)
    return kept


def _overlap(one: Stretch, other: Stretch) -> bool:
    return one.transcript == other.transcript and one.start < other.end and other.start < one.end


def _summaries(telling: Telling, place: Place) -> Iterator[Block]:
    found = list(summaries_of(telling, place.name))
    if found:
        yield Heading(3, _("What the evaluators have summed up"))
        yield bullets(line(f"{code}: {summary.text}") for code, summary in found)


def _standing_out(telling: Telling, counts: PlaceCounts, place: Place) -> Iterator[Block]:
    """What the municipality tells far more or far less of than all the others, as a reason to read on."""
    found = counts.standing_out.get(place.name, [])
    if not found:
        return
    yield Heading(3, _("What stands out"))
    yield paragraph(_("Somebody stands out by chance, too: it is a reason to read the quotes, and nothing more."))
    yield bullets(line(outlier_sentence(one), telling.bracketed(counts.at(one.row.id, place.name))) for one in found)
