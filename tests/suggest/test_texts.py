from __future__ import annotations

import json
from pathlib import Path

import pytest

from icmo.errors import NotFoundError, ProblemsError
from icmo.suggest.texts import suggest_file

ROWS = [{"id": 1, "text": "Hun stoler på mig."}, {"id": "b", "text": "Sagsstammen er for stor."}]


def _write(path: Path, rows: list[dict[str, object]]) -> Path:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path


def test_each_id_gets_every_mechanism_and_moderator_best_first(tmp_path: Path) -> None:
    target = tmp_path / "ud.jsonl"
    assert suggest_file(_write(tmp_path / "ind.jsonl", ROWS), target, codebook="kib-icmo") == 2
    made = [json.loads(line) for line in target.read_text(encoding="utf-8").splitlines()]
    assert [row["id"] for row in made] == [1, "b"]
    for row in made:
        scores = [one["score"] for one in row["suggestions"]]
        assert len(scores) == 11
        assert scores == sorted(scores, reverse=True)
        assert set(row["suggestions"][0]) == {"code", "score", "band", "because"}
    assert made[1]["suggestions"][0]["code"] == "organisering"


def test_labelled_texts_change_the_scores(tmp_path: Path) -> None:
    source, labelled = _write(tmp_path / "ind.jsonl", ROWS), tmp_path / "mærket.jsonl"
    rows = [{"id": i, "text": f"Hun stoler på mig {i}.", "codes": ["organisering"] if i % 2 else []} for i in range(12)]
    _write(labelled, rows)
    suggest_file(source, tmp_path / "uden.jsonl", codebook="kib-icmo")
    suggest_file(source, tmp_path / "med.jsonl", codebook="kib-icmo", train=labelled)
    assert (tmp_path / "uden.jsonl").read_text() != (tmp_path / "med.jsonl").read_text()


def test_a_book_without_mechanisms_ranks_all_its_codes(tmp_path: Path) -> None:
    target = tmp_path / "ud.jsonl"
    suggest_file(_write(tmp_path / "ind.jsonl", ROWS), target, codebook="borgercases")
    assert len(json.loads(target.read_text(encoding="utf-8").splitlines()[0])["suggestions"]) > 11


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ('{"id": 1}', "2: “id” or “text” is missing"),
        ("ikke json", "2: not valid JSON"),
        ("[1]", "2: not a JSON object"),
    ],
    ids=["no_text", "no_json", "no_object"],
)
def test_a_bad_line_is_reported_and_nothing_is_written(tmp_path: Path, line: str, problem: str) -> None:
    source = tmp_path / "ind.jsonl"
    source.write_text(f'{{"id": 0, "text": "Hej."}}\n{line}\n', encoding="utf-8")
    with pytest.raises(ProblemsError, match=problem):
        suggest_file(source, tmp_path / "ud.jsonl", codebook="kib-icmo")
    assert not (tmp_path / "ud.jsonl").exists()


@pytest.mark.parametrize(
    ("codes", "problem"), [("loeft", "no list"), (["ukendt"], "unknown codes: ukendt")], ids=["no_list", "unknown_code"]
)
def test_a_labelled_text_with_unusable_codes_is_reported(tmp_path: Path, codes: object, problem: str) -> None:
    labelled = _write(tmp_path / "mærket.jsonl", [{"id": 1, "text": "Hej.", "codes": codes}])
    with pytest.raises(ProblemsError, match=problem):
        suggest_file(_write(tmp_path / "ind.jsonl", ROWS), tmp_path / "ud.jsonl", codebook="kib-icmo", train=labelled)


def test_a_missing_file_is_said_to_be_missing(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError):
        suggest_file(tmp_path / "ind.jsonl", tmp_path / "ud.jsonl", codebook="kib-icmo")
