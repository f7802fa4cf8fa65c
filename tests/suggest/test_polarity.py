from __future__ import annotations

import numpy as np
import pytest

from icmo.models import Material, Polarity
from icmo.suggest.polarity import polarity_suggester


@pytest.mark.parametrize(
    ("text", "polarity"),
    [
        ("Det gør en stor forskel, at hun har en at ringe til. Nu tør hun selv.", "fremmer"),
        ("Det fungerer ikke. Vi mangler tid, og ingen ringer tilbage, så det går i stå.", "hæmmer"),
        ("Hun kom i arbejde, selvom hun var syg, på trods af alle de dårlige råd.", "trods"),
    ],
)
def test_plain_cases(text: str, polarity: str) -> None:
    assert polarity_suggester().predict([text]) == [Polarity(polarity)]


def test_no_texts_have_no_polarity() -> None:
    assert polarity_suggester().predict([]) == []


def test_it_does_better_on_the_samples_configurations_than_calling_all_of_them_helpful(sampled: Material) -> None:
    quotes = [_quotes(sampled, number) for number in range(len(sampled.configurations))]
    told = [one.polarity for one in sampled.configurations]
    found = polarity_suggester().predict(quotes)
    right = np.mean([one is other for one, other in zip(found, told, strict=True)])
    assert right > told.count(Polarity.FURTHERS) / len(told) + 0.05


def _quotes(material: Material, number: int) -> str:
    codings = material.coding_by_guid
    return " ".join(dict.fromkeys(codings[part.coding].quote for part in material.configurations[number].parts))
