"""Models that a user may have: word vectors, a sentence-transformer, a language model; each by a small stand-in."""

from __future__ import annotations

import json
import sys
import threading
from collections.abc import Iterator, Sequence
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from types import ModuleType, SimpleNamespace

import numpy as np
import pytest
import spacy

from icmo import codebook
from icmo.errors import InvalidError, ProjectError
from icmo.models import Exchange
from icmo.project import Project
from icmo.suggest import llm, views
from icmo.suggest.engine import CodeSuggester
from icmo.suggest.llm import Endpoint, LanguageModel
from icmo.text import danish
from tests.factories import BOOK, a_code

BOOKS = codebook.loads(BOOK + a_code("bus", "mechanism") + a_code("kontor", "mechanism"))


# --- Vectors --------------------------------------------------------------------------------------------


def _two_axes(texts: Sequence[str]) -> np.ndarray:
    return np.array([[text.lower().count("bus") + 0.1, text.lower().count("kontor") + 0.1] for text in texts])


def test_vectors_place_a_text_near_the_code_that_it_is_like() -> None:
    view = views.VectorView("two axes", _two_axes)
    view.prepare(BOOKS.codes)
    found = view.score(["Bussen kom, bus efter bus.", "På kontoret."])
    assert found.argmax(axis=1).tolist() == [0, 1]
    assert view.score([]).shape == (0, 2)


def test_the_engine_uses_a_view_that_it_is_given() -> None:
    view = views.VectorView("two axes", _two_axes)
    text = "Det er dyrt."  # no word of it stands in the code book
    assert np.ptp(CodeSuggester(BOOKS).fit().decision_function([text])) == pytest.approx(0, abs=1e-9)
    tilted = views.VectorView("tilted", lambda texts: _two_axes([t.replace("dyrt", "kontor") for t in texts]))
    for one in (view, tilted):
        scores = CodeSuggester(BOOKS, views=(one,)).fit().decision_function([text])[0]
    assert scores[1] > scores[0]


def test_a_trained_pipelines_word_vectors_are_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    nlp = spacy.blank("da")
    nlp.vocab.set_vector("bus", np.array([1.0, 0.0], dtype="float32"))
    nlp.vocab.set_vector("kontor", np.array([0.0, 1.0], dtype="float32"))
    nlp.meta["name"] = "prøve"
    nlp.to_disk(tmp_path / "pipeline")
    monkeypatch.setenv("ICMO_SPACY", str(tmp_path / "pipeline"))
    danish.pipeline.cache_clear()
    try:
        view = views.vectors_of_pipeline()
        assert view is not None
        view.prepare(BOOKS.codes)
        assert view.score(["bus"])[0].argmax() == 0
    finally:
        danish.pipeline.cache_clear()


def test_the_blank_pipeline_has_no_vectors() -> None:
    assert views.vectors_of_pipeline() is None


class _StandIn:
    def __init__(self, name: str, device: str, local_files_only: bool) -> None:
        assert local_files_only
        if name == "mangler":
            raise OSError("no such model")

    def encode(self, texts: list[str], show_progress_bar: bool) -> np.ndarray:
        return _two_axes(texts)


@pytest.fixture
def transformers(monkeypatch: pytest.MonkeyPatch) -> None:
    module = ModuleType("sentence_transformers")
    module.SentenceTransformer = _StandIn  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "sentence_transformers", module)
    monkeypatch.setattr(views, "find_spec", lambda name: SimpleNamespace(name=name))


def test_a_sentence_transformer_is_used_when_the_project_names_one(transformers: None, tmp_path: Path) -> None:
    view = views.sentence_vectors("min-model")
    view.prepare(BOOKS.codes)
    assert view.score(["kontor"])[0].argmax() == 1
    with pytest.raises(ProjectError, match="“mangler” is not on this machine"):
        views.sentence_vectors("mangler")


def test_without_the_extra_it_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "find_spec", lambda _name: None)
    monkeypatch.setattr(llm, "find_spec", lambda _name: None)
    with pytest.raises(ProjectError) as caught:
        views.sentence_vectors("min-model")
    assert caught.value.hint == 'Install it with: pip install "icmo[embeddings]"'
    model = LanguageModel(Endpoint("http://127.0.0.1:1/v1", "m"), lambda _one: None)
    model.prepare(BOOKS.codes)
    with pytest.raises(ProjectError, match="extra “llm”"):
        model.score(["bus"])


# --- A language model -----------------------------------------------------------------------------------


class _Server:
    """Answers as an OpenAI-compatible endpoint does, with what the test wants it to say."""

    def __init__(self) -> None:
        self.asked: list[dict[str, object]] = []
        self.say = '{"codes": [{"id": "kontor", "confidence": 0.9}]}'
        self.status = 200
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                outer.asked.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
                body = json.dumps({"choices": [{"message": {"content": outer.say}}]}).encode()
                self.send_response(outer.status)
                self.send_header("Location", "http://example.org/")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_words: object) -> None:
                pass

        self.http = HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.http.server_port}/v1"


@pytest.fixture
def server() -> Iterator[_Server]:
    made = _Server()
    thread = threading.Thread(target=made.http.serve_forever)
    thread.start()
    yield made
    made.http.shutdown()
    thread.join()
    made.http.server_close()


def _score(server: _Server) -> tuple[np.ndarray, list[Exchange]]:
    log: list[Exchange] = []
    model = LanguageModel(Endpoint(server.url, "lille"), log.append)
    model.prepare(BOOKS.codes)
    return model.score(["Vi sad på kontoret."]), log


def test_a_language_model_is_asked_and_both_sides_are_logged(server: _Server) -> None:
    found, (exchange,) = _score(server)
    assert found[0, 1] == pytest.approx(np.log(0.9 / 0.1))
    assert found[0, 0] == pytest.approx(np.log(0.05 / 0.95))  # not named: kept 0.05 from certain
    assert "Vi sad på kontoret." in exchange.prompt
    assert "Om kontor." in exchange.prompt
    assert (exchange.answer, exchange.fault, exchange.model) == (server.say, "", "lille")
    assert server.asked[0]["temperature"] == 0


@pytest.mark.parametrize(
    ("say", "status", "fault"),
    [
        ("Det ved jeg ikke.", 200, "Invalid JSON"),
        ('{"codes": [{"id": "bus", "confidence": 7}]}', 200, "less than or equal to 1"),
        ('{"codes": [{"id": "findes-ikke", "confidence": 0.5}]}', 200, "unknown codes: findes-ikke"),
        ("", 500, "HTTP 500"),
        ("", 302, "HTTP 302"),
    ],
    ids=["no_json", "not_in_the_agreed_shape", "an_unknown_code", "an_error", "a_way_out_of_the_machine"],
)
def test_a_bad_answer_is_logged_with_its_fault(server: _Server, say: str, status: int, fault: str) -> None:
    server.say, server.status = say, status
    found, (exchange,) = _score(server)
    assert fault in exchange.fault
    assert np.isnan(found).all() or "unknown codes" in fault


@pytest.mark.parametrize(
    "url", ["http://192.168.1.4:11434/v1", "https://api.openai.com/v1", "http://127.0.0.1.example.org/v1"]
)
def test_another_machine_is_asked_only_with_leave(url: str) -> None:
    with pytest.raises(InvalidError, match="passages would leave it"):
        LanguageModel(Endpoint(url, "m"), lambda _one: None)
    LanguageModel(Endpoint(url, "m", remote=True), lambda _one: None)


@pytest.mark.parametrize("url", ["http://localhost:11434/v1", "http://127.0.0.8/v1", "http://[::1]:8080/v1"])
def test_this_machine_is_asked_without_leave(url: str) -> None:
    Endpoint(url, "m").check()


@pytest.mark.parametrize("url", ["", "ollama", "file:///etc/passwd"])
def test_what_is_no_address_is_refused(url: str) -> None:
    with pytest.raises(InvalidError, match="is not the address of a language model"):
        Endpoint(url, "m").check()


def test_nobody_at_home_is_an_error_with_advice(tmp_path: Path) -> None:
    model = LanguageModel(Endpoint("http://127.0.0.1:9/v1", "m"), lambda _one: None)
    model.prepare(BOOKS.codes)
    with pytest.raises(ProjectError, match=r"No language model answers at http://127.0.0.1:9/v1"):
        model.score(["bus"])


def test_a_project_asks_its_model_and_keeps_what_was_said(server: _Server, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("LEDER: Vi sad på kontoret hele dagen lang.", encoding="utf-8")
    book = tmp_path / "small.yaml"
    book.write_text(BOOK + a_code("bus", "mechanism") + a_code("kontor", "mechanism"), encoding="utf-8")
    with Project.create(tmp_path / "p.icmo", codebook=book) as project:
        project.import_files([tmp_path / "a.txt"])
        project.set_suggestions(llm_url=server.url, llm_model="lille")
        project.suggest()
        (exchange,) = project.exchanges()
    assert (exchange.url, exchange.answer) == (server.url, server.say)
