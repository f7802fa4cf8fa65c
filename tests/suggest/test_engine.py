from __future__ import annotations

import numpy as np
import pytest
from sklearn.base import clone
from sklearn.exceptions import NotFittedError

from icmo import codebook
from icmo.errors import InvalidError
from icmo.models import Kind, Material
from icmo.suggest.engine import BANDS, CodeSuggester, band
from icmo.suggest.labels import coded, read_passages
from icmo.suggest.replay import mean_reciprocal_rank, plain_tfidf
from icmo.suggest.zero_shot import COMPETING
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
    assert set(fitted.get_params()) == {"codebook", "kinds", "views", "model"}
    with pytest.raises(NotFittedError):
        clone(fitted).predict_proba(TEXTS)
    probabilities = fitted.predict_proba(TEXTS)
    assert probabilities.shape == (3, len(fitted.classes_))
    assert np.all((probabilities >= 0) & (probabilities <= 1))
    assert np.array_equal(probabilities, fitted.predict_proba(TEXTS))


def test_a_text_is_scored_the_same_alone_and_in_company(fitted: CodeSuggester) -> None:
    assert np.allclose(fitted.predict_proba(TEXTS)[1], fitted.predict_proba(TEXTS[1:2])[0])


def test_a_code_book_that_two_projects_have_is_compiled_once(monkeypatch: pytest.MonkeyPatch) -> None:
    first = CodeSuggester(a_codebook()).fit().predict_proba(TEXTS)
    monkeypatch.setattr("icmo.suggest.engine.ZeroShot", None)
    assert np.array_equal(CodeSuggester(a_codebook()).fit().predict_proba(TEXTS), first)
    with pytest.raises(TypeError):
        CodeSuggester(a_codebook(anden="mechanism")).fit()


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


@pytest.mark.parametrize(
    ("probability", "name"), [(0.9, "stærk"), (BANDS[0][1], "stærk"), (0.3, "mulig"), (0.1, "svag")]
)
def test_bands(probability: float, name: str) -> None:
    assert band(probability) == name


def test_it_ranks_the_samples_passages_better_than_plain_tfidf(fitted: CodeSuggester, sampled: Material) -> None:
    """The baseline is scikit-learn's own: cosine between a passage and all that the book says of a code."""
    found = coded(sampled, read_passages(sampled))
    texts = [passage.text for passage in found]
    truth = np.array([[code in codes for code in fitted.classes_] for codes in found.values()])
    plain = plain_tfidf(fitted.codebook, list(fitted.classes_), texts)
    assert mean_reciprocal_rank(fitted.decision_function(texts), truth) > mean_reciprocal_rank(plain, truth) + 0.05


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


# --- Where it stands, and what was learned --------------------------------------------------------------

LONG = (
    "Det var en mandag i november, og det regnede, så vi stod og ventede lidt under halvtaget ved cyklerne. "
    "Jeg havde glemt mine nøgler, og pedellen kom først klokken ni med sin store bil. "
    "Vi havde tre forskellige sagsstammer, og ledelsen skiftede hele tiden, så ingen havde tid. "
    "Bagefter drak vi noget varmt og så på billeder fra sommerens tur til vandet med de andre fra huset."
)


def test_a_suggestion_covers_the_sentences_that_carry_it(fitted: CodeSuggester) -> None:
    found = next(one for one in fitted.suggest([LONG])[0] if one.code == "organisering")
    assert "sagsstammer" in LONG[found.start : found.end]
    assert (found.start, found.end) != (0, len(LONG))
    assert len(LONG[found.start : found.end].split()) >= 30


def test_every_reason_with_a_place_stands_there(fitted: CodeSuggester) -> None:
    texts = [*TEXTS, LONG]
    placed = [
        (text, reason)
        for text, ranked in zip(texts, fitted.suggest(texts), strict=True)
        for one in ranked
        for reason in one.reasons
        if reason.start is not None
    ]
    assert {reason.kind for _text, reason in placed} == {"cue", "learned"}
    assert all(text[reason.start : reason.end] == reason.text for text, reason in placed)
    assert all(reason.concept for _text, reason in placed if reason.kind == "cue")


def test_accepting_one_code_says_nothing_of_its_siblings() -> None:
    text = "Vi havde zumba med pensionisterne hver torsdag."
    suggester = CodeSuggester(codebook.load("salado-rasmussen")).fit()
    before = suggester.decision_function([text])[0]
    suggester.learn(suggester.encode([text] * 3), _known(1.0), calibrate=False)
    after = suggester.decision_function([text])[0]
    assert after[0] > before[0]
    assert np.allclose(after[1:], before[1:])


def _known(value: float) -> np.ndarray:
    known = np.full((3, 9), np.nan)
    known[:, 0] = value
    return known


def test_a_rejected_code_sinks_in_passages_like_it() -> None:
    text = "Hun kan se, hvad det skal føre til, og hun vil det selv."
    suggester = CodeSuggester(codebook.load("salado-rasmussen")).fit()
    before = suggester.decision_function([text])[0, 0]
    suggester.learn(suggester.encode([text] * 3), _known(0.0), calibrate=False)
    assert suggester.decision_function([text])[0, 0] < before


def test_what_nobody_knows_teaches_nothing(fitted: CodeSuggester) -> None:
    book = codebook.load("salado-rasmussen")
    untaught = CodeSuggester(book).fit().decision_function(TEXTS)
    unknown = CodeSuggester(book).fit(["Noget helt andet om zumba."] * 5, np.full((5, 9), np.nan))
    assert np.allclose(unknown.decision_function(TEXTS), untaught, atol=0.2)


def test_a_passage_like_one_that_was_coded_says_so() -> None:
    coded_before = ["Hun danser zumba med naboerne om torsdagen."] * 4
    suggester = CodeSuggester(codebook.load("salado-rasmussen")).fit(coded_before, [{"meningsfuldhed"}] * 4)
    found = next(one for one in suggester.suggest(["De danser zumba i haven."])[0] if one.code == "meningsfuldhed")
    assert ("coded", coded_before[0]) in [(reason.kind, reason.text) for reason in found.reasons]


@pytest.mark.parametrize("name", codebook.shipped())
def test_every_code_of_every_shipped_book_can_be_suggested_for_a_reason(name: str) -> None:
    """A passage of a code's own cues gets the code, among those that compete with it, with a reason."""
    book = codebook.load(name)
    suggester = CodeSuggester(book).fit()
    kinds = {code.id: code.kind for code in book.codes}
    texts = [". ".join(cue.text.replace("*", "") for cue in code.cues[:6]) for code in book.codes]
    for code, ranked in zip(book.codes, suggester.suggest(texts, together=COMPETING), strict=True):
        rivals = next(group for group in COMPETING if code.kind in group)
        place = [one.code for one in ranked if kinds[one.code] in rivals].index(code.id)
        assert place < 3, code.id
        assert next(one for one in ranked if one.code == code.id).reasons
