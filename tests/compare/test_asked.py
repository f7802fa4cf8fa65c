from __future__ import annotations

from dataclasses import replace

import pytest

from icmo import codebook
from icmo.compare.asked import Answer, answer, answers, together, words
from icmo.models import Case, Codebook, InformantType
from tests.factories import BOOK, a_code, a_coding, a_material, a_transcript

MUNICIPALITY, WOMAN, COMPANY = InformantType


def _book() -> Codebook:
    """A mechanism `tro` with `mod` below it, and another, `ro`, of its own."""
    return codebook.loads(
        BOOK
        + a_code("tro", "mechanism")
        + a_code("mod", "mechanism", parent="tro")
        + a_code("ro", "mechanism")
        + a_code("hverdag", "mechanism", parent="tro")
    )


@pytest.mark.parametrize(
    ("guide", "types", "expected"),
    [
        pytest.param({}, [MUNICIPALITY], Answer.UNKNOWN, id="without_a_guide_nobody_knows_whether_it_was_asked"),
        pytest.param({"kommune": ()}, [MUNICIPALITY], Answer.UNKNOWN, id="an_empty_guide_says_nothing"),
        pytest.param({"kommune": ("gone",)}, [MUNICIPALITY], Answer.UNKNOWN, id="a_guide_of_codes_that_left_the_book"),
        pytest.param({"kommune": ("mod",)}, [MUNICIPALITY], Answer.NOT_MENTIONED, id="asked_about_the_code"),
        pytest.param({"kommune": ("tro",)}, [MUNICIPALITY], Answer.NOT_MENTIONED, id="asked_about_the_one_above"),
        pytest.param({"kommune": ("ro",)}, [MUNICIPALITY], Answer.NOT_ASKED, id="asked_about_something_else"),
        pytest.param({"kommune": ("hverdag",)}, [MUNICIPALITY], Answer.NOT_ASKED, id="asked_about_a_sibling"),
        pytest.param(
            {"kommune": ("ro",), "kvinde": ("mod",)}, [MUNICIPALITY, WOMAN], Answer.NOT_MENTIONED, id="one_asks"
        ),
        pytest.param(
            {"kommune": ("ro",)}, [MUNICIPALITY, WOMAN], Answer.UNKNOWN, id="the_guide_of_one_interview_is_not_known"
        ),
        pytest.param({"kommune": ("ro",)}, [None], Answer.UNKNOWN, id="an_interview_whose_informant_is_not_stated"),
        pytest.param({"kvinde": ("mod",)}, [MUNICIPALITY], Answer.UNKNOWN, id="only_others_were_asked"),
        pytest.param({"kommune": ("mod",)}, [], Answer.NO_INTERVIEW, id="nobody_was_interviewed"),
    ],
)
def test_what_silence_means(
    guide: dict[str, tuple[str, ...]], types: list[InformantType | None], expected: Answer
) -> None:
    sources = [a_transcript(informant_type=one, municipality="Nordvig") for one in types]
    material = replace(a_material(sources, book=_book()), guide=guide, cases=(Case("g", "Nordvig"),))
    assert answer(material, "mod", "Nordvig") is expected


def test_who_is_asked_about_a_code_below_is_asked_about_part_of_it() -> None:
    material = a_material([a_transcript(informant_type=MUNICIPALITY)], book=_book())
    assert answer(replace(material, guide={"kommune": ("mod",)}), "tro", "Egeholm") is Answer.NOT_MENTIONED


def test_evidence_counts_though_nobody_asked_and_a_code_below_tells_of_the_one_above() -> None:
    source = a_transcript(informant_type=MUNICIPALITY)
    material = replace(a_material([source], [a_coding(source, "mod")], book=_book()), guide={"kommune": ("ro",)})
    assert answers(material, ["tro", "mod", "hverdag", "ro"]) == {
        ("tro", "Egeholm"): Answer.TOLD,
        ("mod", "Egeholm"): Answer.TOLD,
        ("hverdag", "Egeholm"): Answer.NOT_ASKED,
        ("ro", "Egeholm"): Answer.NOT_MENTIONED,
    }


def test_answers_by_informant_type_keep_those_apart_that_were_asked_differently() -> None:
    sources = [a_transcript(informant_type=one) for one in (MUNICIPALITY, WOMAN, None)]
    material = replace(a_material(sources, book=_book()), guide={"kommune": ("ro",), "kvinde": ("tro",)})
    assert answers(material, ["tro"], by="informant_type") == {
        ("tro", "kommune"): Answer.NOT_ASKED,
        ("tro", "kvinde"): Answer.NOT_MENTIONED,
        ("tro", ""): Answer.UNKNOWN,
    }


def test_cases_without_an_interview_have_an_answer_in_danish_order() -> None:
    cases = tuple(Case(name, name) for name in ("Åmose", "Nordvig", "Egeholm"))
    found = answers(replace(a_material([a_transcript()]), cases=cases), ["tro"])
    assert list(found) == [("tro", "Egeholm"), ("tro", "Nordvig"), ("tro", "Åmose")]
    assert found["tro", "Åmose"] is Answer.NO_INTERVIEW


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        ([Answer.NOT_ASKED, Answer.TOLD], Answer.TOLD),
        ([Answer.NOT_ASKED, Answer.UNKNOWN], Answer.UNKNOWN),
        ([Answer.NOT_ASKED, Answer.NOT_ASKED], Answer.NOT_ASKED),
        ([], Answer.UNKNOWN),
    ],
    ids=["one_told_is_enough", "not_asked_must_be_sure", "none_was_asked", "no_codes_say_nothing"],
)
def test_answers_to_several_codes_together(found: list[Answer], expected: Answer) -> None:
    assert together(found) is expected


def test_every_answer_has_its_own_words() -> None:
    assert len({words(one) for one in Answer}) == len(Answer)
