"""Further views of a passage, from models that a user may have: vectors of words or sentences.

A view ranks codes by itself; the engine adds it to cues and likeness. None is needed, none is downloaded.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from icmo.errors import ProjectError
from icmo.i18n import _
from icmo.models import Code
from icmo.suggest.similar import code_texts
from icmo.text.danish import pipeline, pipeline_name

if TYPE_CHECKING:
    from numpy.typing import NDArray


class View(Protocol):
    """One more way to see how well codes fit texts."""

    name: str

    def prepare(self, codes: Sequence[Code]) -> None:
        """Read what the code book says of the codes."""

    def score(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """How well each code fits each text: an array texts × codes; larger is better."""


class VectorView:
    """The cosine between a passage's vector and the middle of those of what the code book says of a code."""

    def __init__(self, name: str, encode: Callable[[Sequence[str]], Any]) -> None:
        self.name = name
        self._encode = encode

    def prepare(self, codes: Sequence[Code]) -> None:
        """Place every code in the vector space."""
        self._centroids = np.vstack([self._unit(code_texts(code)).mean(axis=0) for code in codes])

    def score(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """Cosines, texts × codes."""
        if not len(texts):
            return np.zeros((0, len(self._centroids)))
        return np.asarray(self._unit(texts) @ _normal(self._centroids).T)

    def _unit(self, texts: Sequence[str]) -> NDArray[np.float64]:
        return _normal(np.asarray(self._encode(list(texts)), dtype=float))


def _normal(rows: NDArray[np.float64]) -> NDArray[np.float64]:
    from sklearn.preprocessing import normalize

    return np.asarray(normalize(rows))


def vectors_of_pipeline() -> VectorView | None:
    """The word vectors of the Danish pipeline in use, if it has any."""
    nlp = pipeline()
    if not nlp.vocab.vectors_length:
        return None
    return VectorView(pipeline_name(nlp), lambda texts: [doc.vector for doc in nlp.pipe(texts)])


def embeddings_installed() -> bool:
    """Whether the extra ``icmo[embeddings]`` is there."""
    return find_spec("sentence_transformers") is not None


def sentence_vectors(model: str) -> VectorView:
    """A sentence-transformer by its folder or its name among those on this machine; nothing is downloaded.

    Raises
    ------
    ProjectError
        The extra is not installed, or the model is not on this machine.
    """
    if not embeddings_installed():
        raise ProjectError(
            _("To use a sentence-transformer, icmo needs its extra “embeddings”."),
            _('Install it with: pip install "icmo[embeddings]"'),
        )
    from sentence_transformers import SentenceTransformer

    try:
        loaded = SentenceTransformer(model, device="cpu", local_files_only=True)
    except (OSError, ValueError) as error:
        raise ProjectError(
            _("The sentence-transformer “{model}” is not on this machine.").format(model=model),
            _("Give the folder that it lies in. icmo downloads nothing."),
        ) from error
    return VectorView(model, lambda texts: loaded.encode(list(texts), show_progress_bar=False))
