from __future__ import annotations

import numpy as np
import pytest
from sklearn.metrics import average_precision_score

from icmo.errors import InvalidError
from icmo.models import Material
from icmo.project import Project
from icmo.suggest.replay import (
    Replay,
    mean_average_precision,
    mean_reciprocal_rank,
    recall_at_3,
    replay,
    suggested,
)

SCORES = np.array([[3.0, 2.0, 1.0, 0.0], [0.0, 1.0, 2.0, 3.0], [1.0, 0.0, -1.0, -2.0]])
TRUTH = np.array([[False, True, False, True], [False, False, False, True], [False, False, False, False]])


def test_the_measures_agree_with_a_calculation_by_hand() -> None:
    # first right ranks: 2, 1; the third passage has none → (1/2 + 1) / 2
    assert mean_reciprocal_rank(SCORES, TRUTH) == 0.75
    # right among three: 1 of 2, 1 of 1 → 2 of 3
    assert recall_at_3(SCORES, TRUTH) == pytest.approx(2 / 3)
    by_sklearn = [average_precision_score(TRUTH[:, i], SCORES[:, i]) for i in (1, 3)]
    assert mean_average_precision(SCORES, TRUTH) == pytest.approx(np.mean(by_sklearn))


def test_only_the_best_three_that_are_not_weak_would_be_shown() -> None:
    # log-odds of the lowest band, 0.25, are log(1/3) = −1.0986
    assert suggested(np.array([[2.0, 1.0, 0.0, -1.0], [-1.0, -1.2, -3.0, -3.0]])).tolist() == [
        [True, True, True, False],
        [True, False, False, False],
    ]


@pytest.fixture(scope="module")
def replayed(sampled: Material) -> Replay:
    return replay(sampled)


def test_the_engine_beats_what_is_simpler(replayed: Replay) -> None:
    value = {one.engine: one.mean_average_precision.value for one in replayed.engines}
    assert value["icmo"] > value["cues"] > value["tfidf"] > value["random"]
    assert value["icmo"] > value["icmo-unlabelled"] - 0.015  # a fraction of the width of its interval


def test_intervals_hold_their_figures_and_codes_have_counts(replayed: Replay) -> None:
    for one in replayed.engines:
        for interval in (one.mean_reciprocal_rank, one.recall_at_3):
            assert interval.low <= interval.value <= interval.high
    assert len(replayed.codes) == 11
    assert sum(stage.passages for stage in replayed.stages) == replayed.passages
    assert [stage.learned_from for stage in replayed.stages][:4] == [0, 10, 20, 40]
    assert 0 < replayed.coverage < 1


def test_a_code_in_fewer_than_ten_passages_is_not_measured(tmp_path_factory: pytest.TempPathFactory) -> None:
    with Project.create(tmp_path_factory.mktemp("few") / "s.icmo", codebook="salado-rasmussen") as project:
        text = tmp_path_factory.mktemp("text") / "a.txt"
        text.write_text("LEDER: Hun stoler på os.\n\nLEDER: Vi øver bussen hver dag sammen.", encoding="utf-8")
        project.import_files([text])
        project.code("a", "relationsdannelse", coder="AML", quote="Hun stoler på os.")
        found = project.replay()
    relation = next(one for one in found.codes if one.code == "relationsdannelse")
    assert (relation.positives, np.isnan(relation.average_precision)) == (1, True)


def test_nothing_coded_is_nothing_to_replay(tmp_path_factory: pytest.TempPathFactory) -> None:
    with (
        Project.create(tmp_path_factory.mktemp("none") / "s.icmo", codebook="salado-rasmussen") as project,
        pytest.raises(InvalidError, match="no finished coding"),
    ):
        project.replay()
