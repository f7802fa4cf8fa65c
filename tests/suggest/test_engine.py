from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from sklearn.base import clone
from sklearn.exceptions import NotFittedError
from sklearn.feature_extraction.text import TfidfVectorizer

from icmo import codebook, sample
from icmo.errors import InvalidError
from icmo.models import Kind
from icmo.project import Project
from icmo.suggest.engine import BANDS, CodeSuggester, band
from icmo.suggest.learned import blend
from icmo.suggest.similar import code_texts
from icmo.suggesting import labelled_passages
from tests.factories import BOOK, a_code, a_codebook

TEXTS = [
    "Vi øver bussen og kalenderen, så hun selv kan styre sin hverdag.",
    "Hun har fået en fast kontaktperson, som hun stoler på og tør ringe til.",
    "Sagsstammen er alt for stor, og ledelsen skifter hele tiden.",
]


@pytest.fixture(scope="module")
def fitted() -> CodeSuggester:
    return CodeSuggester(codebook.load("kib-icmo"), kinds=(Kind.MECHANISM, Kind.MODERATOR)).fit()


def test_every_code_of_the_kinds_is_ranked_best_first(fitted: CodeSuggester) -> None:
    for ranked in fitted.suggest(TEXTS):
        assert {one.code for one in ranked} == set(fitted.classes_)
        assert [one.score for one in ranked] == sorted((one.score for one in ranked), reverse=True)


@pytest.mark.parametrize(
    ("text", "code"),
    list(zip(TEXTS, ["hverdagsmestring", "relationsdannelse", "organisering"], strict=True)),
    ids=["routines", "a_trusted_person", "caseload_and_management"],
)
def test_a_plain_passage_gets_its_code_first_with_a_reason(fitted: CodeSuggester, text: str, code: str) -> None:
    best = fitted.suggest([text])[0][0]
    assert best.code == code
    assert best.reasons


def test_a_cue_given_as_reason_stands_at_its_place(fitted: CodeSuggester) -> None:
    for text, ranked in zip(TEXTS, fitted.suggest(TEXTS), strict=True):
        for reason in (reason for one in ranked for reason in one.reasons if reason.kind == "cue"):
            assert reason.start is not None
            assert reason.end is not None
            assert text[reason.start : reason.end] == reason.text


def test_an_example_given_as_reason_is_one_of_the_codes_own(fitted: CodeSuggester) -> None:
    book = fitted.codebook
    found = [
        (one.code, r.text)
        for ranked in fitted.suggest(TEXTS)
        for one in ranked
        for r in one.reasons
        if r.kind == "example"
    ]
    assert found
    assert all(text in book[code].examples for code, text in found)


def test_it_follows_the_conventions_of_scikit_learn(fitted: CodeSuggester) -> None:
    assert set(fitted.get_params()) == {"codebook", "kinds"}
    with pytest.raises(NotFittedError):
        clone(fitted).predict_proba(TEXTS)
    probabilities = fitted.predict_proba(TEXTS)
    assert probabilities.shape == (3, len(fitted.classes_))
    assert np.all((probabilities >= 0) & (probabilities <= 1))
    assert np.array_equal(probabilities, fitted.predict_proba(TEXTS))


def test_a_text_is_scored_the_same_alone_and_in_company(fitted: CodeSuggester) -> None:
    assert np.allclose(fitted.predict_proba(TEXTS)[1], fitted.predict_proba(TEXTS[1:2])[0])


def test_labels_raise_what_the_code_book_knows_nothing_of() -> None:
    book = codebook.load("salado-rasmussen")
    texts = [f"Hun snakker om zumba og blomster {i}." for i in range(10)] + [
        f"Der var møde om regnskab {i}." for i in range(10)
    ]
    labels = [{"meningsfuldhed"}] * 10 + [{"fysiske-rammer"}] * 10
    before = CodeSuggester(book).fit().predict_proba(["Zumba igen og flere blomster."])
    after = CodeSuggester(book).fit(texts, labels)
    column = list(after.classes_).index("meningsfuldhed")
    assert after.predict_proba(["Zumba igen og flere blomster."])[0, column] > before[0, column]
    assert after.suggest(["Zumba igen og flere blomster."])[0][0].code == "meningsfuldhed"


def test_a_book_without_cues_and_examples_still_ranks() -> None:
    text = BOOK + a_code("bus", "outcome") + a_code("kontor", "outcome")
    suggester = CodeSuggester(codebook.loads(text)).fit()
    assert suggester.suggest(["Om bus."])[0][0].code == "bus"


def test_blending_trusts_labels_by_their_number() -> None:
    zero_shot, learned = np.array([[0.0, 1.0]]), np.array([[4.0, np.nan]])
    assert np.array_equal(blend(zero_shot, learned, 0), zero_shot)
    assert np.array_equal(blend(zero_shot, learned, 30), [[2.0, 1.0]])  # v = 30 / 60


@pytest.mark.parametrize(
    ("probability", "name"), [(0.9, "stærk"), (BANDS[0][1], "stærk"), (0.3, "mulig"), (0.1, "svag")]
)
def test_bands(probability: float, name: str) -> None:
    assert band(probability) == name


def test_it_ranks_the_samples_passages_better_than_plain_tfidf(fitted: CodeSuggester, tmp_path: Path) -> None:
    """The baseline is scikit-learn's own: cosine between a passage and all that the book says of a code."""
    with Project.create(tmp_path / "s.icmo") as project:
        sample.load_into(project)
        passages, labels = labelled_passages(project.material())
    kept = [(text, set(fitted.classes_) & codes) for text, codes in zip(passages, labels, strict=True)]
    texts, truth = zip(*[(text, codes) for text, codes in kept if codes], strict=True)
    vectorizer = TfidfVectorizer()
    book = fitted.codebook
    codes = vectorizer.fit_transform([" ".join(code_texts(book[code])) for code in fitted.classes_])
    plain = (vectorizer.transform(texts) @ codes.T).toarray()
    assert _mrr(fitted.predict_proba(texts), truth, fitted.classes_) > _mrr(plain, truth, fitted.classes_)


def _mrr(scores: np.ndarray, truth: Sequence[set[str]], classes: np.ndarray) -> float:
    order = np.argsort(-scores, axis=1, kind="stable")
    first = [
        next(i for i, column in enumerate(row, 1) if classes[column] in codes)
        for row, codes in zip(order, truth, strict=True)
    ]
    return float(np.mean([1 / rank for rank in first]))


@pytest.mark.parametrize("examples", [0, 1, 3, 12])
def test_small_books_work_with_any_number_of_examples(examples: int) -> None:
    lines = "".join(f", eksempel nummer {i} om bussen" for i in range(examples))[2:]
    text = BOOK + a_code("bus", "mechanism", examples=f"[{lines}]") + a_code("kontor", "mechanism")
    assert CodeSuggester(codebook.loads(text)).fit().suggest(["Om bus."])[0][0].code == "bus"


def test_no_texts_give_no_suggestions(fitted: CodeSuggester) -> None:
    assert fitted.suggest([]) == []


def test_a_book_without_codes_is_refused() -> None:
    with pytest.raises(InvalidError, match="no codes"):
        CodeSuggester(codebook.loads(BOOK.replace("codes:", "codes: []"))).fit()


def test_a_code_book_of_any_kinds_can_be_used() -> None:
    suggester = CodeSuggester(a_codebook()).fit()
    assert len(suggester.suggest(["noget"], top=3)[0]) == 3
