from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from icmo import codebook, lexicon, resources
from icmo.errors import ProblemsError
from icmo.lexicon import LexiconFile
from icmo.models import Concept, Cue, CueDecision, Kind, Label, Lexicon, Verdict
from icmo.yaml_files import json_schema
from tests.factories import BOOK, a_code

SMALL = """\
id: lille
label: {da: Lille, en: Small}
concepts:
  - id: rutiner
    label: {da: Rutiner i hverdagen, en: Everyday routines}
    codes: {tro: 1, hverdag: 0.5}
    cues:
      - hverdagsrutine
      - {cue: "rum", weight: 2, unless: ["fri * rum"], needs: [hus*]}
"""
FILES = sorted((resources.codebook_dir() / "lexicon").glob("*.yaml"))


def test_a_lexicon_reads_and_writes_the_same() -> None:
    read = lexicon.loads(SMALL)
    assert read == Lexicon(
        "lille",
        Label("Lille", "Small"),
        (
            Concept(
                "rutiner",
                Label("Rutiner i hverdagen", "Everyday routines"),
                {"tro": 1.0, "hverdag": 0.5},
                (Cue("hverdagsrutine"), Cue("rum", 2.0, ("fri * rum",), ("hus*",))),
            ),
        ),
    )
    assert lexicon.loads(lexicon.dumps(read)) == read


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (SMALL.replace("tro: 1", "tro: 1.5"), "lille.yaml:6: rutiner: tro has the factor 1.5"),
        (SMALL + SMALL[SMALL.index("  - id") :], "lille.yaml:10: the concept “rutiner” stands twice"),
        (SMALL.replace("weight: 2", "weight: 9"), "lille.yaml:9: concepts.0.cues.1"),
        (SMALL.replace("da: Rutiner i hverdagen", "da: Rutiner, hverdag"), "lille.yaml:5: concepts.0.label.hverdag"),
    ],
    ids=["a_factor_above_1", "a_concept_twice", "a_weight_above_5", "a_comma_without_quotes"],
)
def test_faults_are_told_with_their_line(text: str, problem: str) -> None:
    with pytest.raises(ProblemsError) as caught:
        lexicon.loads(text, source="lille.yaml")
    assert problem in caught.value.message


def _book(tmp_path: Path, lexicons: str) -> Path:
    (tmp_path / "lexicon").mkdir()
    (tmp_path / "lexicon" / "lille.yaml").write_text(SMALL, encoding="utf-8")
    head = BOOK.replace("sources:", f"lexicons: {lexicons}\nsources:")
    path = tmp_path / "small.yaml"
    path.write_text(head + a_code("tro", "mechanism", cues="[tro på]") + a_code("ro", "outcome"), encoding="utf-8")
    return path


def test_the_cues_of_a_code_are_its_own_and_those_of_its_concepts(tmp_path: Path) -> None:
    book = codebook.load(_book(tmp_path, "[lille]"))
    assert [(concept.id, cue.text, weight) for concept, cue, weight in book.cues("tro")] == [
        ("tro", "tro på", 1.0),
        ("rutiner", "hverdagsrutine", 1.0),
        ("rutiner", "rum", 2.0),
    ]
    assert list(book.cues("ro")) == []  # and `hverdag` is no code of this book


def test_a_lexicon_that_is_not_there_is_told_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(ProblemsError, match=r"small.yaml:5: there is no lexicon “ukendt”"):
        codebook.load(_book(tmp_path, "[ukendt]"))


def test_a_projects_own_cues_lie_over_the_book(tmp_path: Path) -> None:
    book = codebook.load(_book(tmp_path, "[]"))
    decisions = [
        CueDecision("1", "tro", "se * i øjnene", 2.0, Verdict.ACCEPT, "AML", ""),
        CueDecision("2", "tro", "måske", 1.0, Verdict.REJECT, "AML", ""),
    ]
    laid = lexicon.with_layer(book, decisions)
    assert [cue.text for _concept, cue, _weight in laid.cues("tro")] == ["tro på", "se * i øjnene"]
    assert laid.lexicons[-1].rejected == {"tro": ("måske",)}
    assert lexicon.with_layer(book, []) is book


# --- The shipped lexicons -------------------------------------------------------------------------------


def test_the_schema_for_editors_is_in_step_with_the_code() -> None:
    kept = json.loads((resources.codebook_dir() / "lexicon" / "schema.json").read_text(encoding="utf-8"))
    assert kept == json_schema(LexiconFile, "icmo lexicon")


def test_every_shipped_concept_is_one_of_a_kind_and_speaks_for_known_codes() -> None:
    read = [lexicon.loads(path.read_text(encoding="utf-8")) for path in FILES]
    assert [one.id for one in read] == [path.stem for path in FILES]
    concepts = [concept for one in read for concept in one.concepts]
    assert [id for id, n in Counter(concept.id for concept in concepts).items() if n > 1] == []
    book = codebook.load("kib-icmo")
    assert {code for concept in concepts for code in concept.codes} - book.by_id.keys() == set()
    for concept in concepts:
        assert [text for text, n in Counter(cue.text for cue in concept.cues).items() if n > 1] == [], concept.id


def test_the_lexicons_are_as_rich_as_they_should_be() -> None:
    """Issue B: 150 cues for each mechanism and moderator, 60 for every other code of kib-icmo."""
    book = codebook.load("kib-icmo")
    for code in book.codes:
        telling = {cue.text for concept, cue, _weight in book.cues(code.id) if concept.codes[code.id] >= 0.5}
        assert len(telling) >= (150 if code.kind in (Kind.MECHANISM, Kind.MODERATOR) else 60), code.id
