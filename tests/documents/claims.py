"""A small invented project with three municipalities, configurations of two mechanisms, and a theory."""

from __future__ import annotations

from dataclasses import replace

from icmo.models import InformantType, Material, Polarity, Role, Stance, Theory, TheoryPart
from tests.factories import a_coding, a_configuration, a_material, a_transcript

BUS, TRUST, CALM = "vi øvede bussen", "hun troede på det", "så fik hun ro"
TEXT = f"Interviewer: Hvad skete der?\n\nA: Altså {BUS}, og {TRUST}.\n\nB: Og {CALM}.\n\nC: Ja.\n"

THEORY = Theory(
    "th1",
    "T1 Bussen",
    "Hvis vi øver, så kommer der ro, fordi hun tror på det.",
    "AML",
    "2026-03-01T10:00:00Z",
    (TheoryPart(Role.I, "oeve"), TheoryPart(Role.M, "tro"), TheoryPart(Role.O, "ro")),
)


def a_told_material(**fields: object) -> Material:
    """Egeholm supports the theory, Nordvig refutes it, Åmose is silent; one configuration is not judged.

    Codings: in each of Egeholm and Nordvig I, M, O of three passages that lie apart; in Åmose only I.
    """
    egeholm = a_transcript(TEXT, name="egeholm", informant_type=InformantType.MUNICIPALITY, role="gruppe")
    nordvig = a_transcript(TEXT, name="nordvig", municipality="Nordvig", informant_type=InformantType.WOMAN)
    aamose = a_transcript(TEXT, name="aamose", municipality="Åmose", date="2026-02-01")
    codings = {
        place.name: [a_coding(place, "oeve", BUS), a_coding(place, "tro", TRUST), a_coding(place, "ro", CALM)]
        for place in (egeholm, nordvig)
    }
    alone = a_coding(aamose, "oeve", BUS)
    makes = {"theory": "th1"}
    one, two, three = (list(zip("IMO", some, strict=True)) for some in (*codings.values(), codings["egeholm"]))
    configurations = [
        a_configuration(*one, stance=Stance.SUPPORTS, statement="Hvis bus, så ro, fordi tro.", **makes),
        a_configuration(*two, stance=Stance.REFUTES, polarity=Polarity.HINDERS, **makes),
        a_configuration(*three),
        a_configuration(("I", alone), statement="Kun en indsats."),
    ]
    made = a_material([egeholm, nordvig, aamose], [*codings["egeholm"], *codings["nordvig"], alone], configurations)
    return replace(made, theories=(THEORY,), **fields)  # type: ignore[arg-type]
