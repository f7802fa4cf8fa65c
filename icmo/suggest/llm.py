"""A language model on the evaluator's own machine, asked through an OpenAI-compatible endpoint (Ollama, llama.cpp).

Off unless the project's settings name one. Only loopback addresses are asked, because the passages are about
health, family and origin, unless the settings say that another machine may be. Every prompt and answer is logged; an
answer that does not have the agreed shape is not used.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import numpy as np
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from icmo.errors import InvalidError, ProjectError
from icmo.i18n import _
from icmo.models import Code, Exchange
from icmo.stamps import new_guid, now

if TYPE_CHECKING:
    from numpy.typing import NDArray

TIMEOUT = 120.0  # seconds for one passage
UNSURE = 0.05  # confidences are kept this far from 0 and 1
_PROMPT = (
    "Du hjælper med at kode danske interviews i en realistisk evaluering. Her er koderne med deres definitioner. "
    "Angiv de koder, som passagen klart handler om, og hvor sikker du er (0–1). Angiv ingen, hvis ingen passer. "
    'Svar kun med JSON: {"codes": [{"id": "…", "confidence": 0.0}]}.'
)


class _Rating(BaseModel):
    model_config = ConfigDict(extra="ignore")
    id: str
    confidence: float = Field(ge=0, le=1)


class _Answer(BaseModel):
    model_config = ConfigDict(extra="ignore")
    codes: list[_Rating]


@dataclass(frozen=True)
class Endpoint:
    """Where a model answers: ``http://127.0.0.1:11434/v1`` and the model's name there."""

    url: str
    model: str
    remote: bool = False  # whether another machine than this one may be asked

    def check(self) -> None:
        """Complain about an address that is none, or that lies outside this machine without leave.

        Raises
        ------
        InvalidError
        """
        host = urlsplit(self.url).hostname
        if urlsplit(self.url).scheme not in ("http", "https") or not host:
            raise InvalidError(
                _("“{url}” is not the address of a language model.").format(url=self.url),
                _("It looks like http://127.0.0.1:11434/v1"),
            )
        if not self.remote and not _is_loopback(host):
            raise InvalidError(
                _("{host} is not this machine; passages would leave it.").format(host=host),
                _("Run the model here, or allow it in the project's settings with --allow-remote."),
            )


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


class LanguageModel:
    """Asks a language model how sure it is of each code in a passage."""

    def __init__(self, endpoint: Endpoint, log: Callable[[Exchange], None]) -> None:
        endpoint.check()
        self.name = endpoint.model
        self._endpoint = endpoint
        self._log = log

    def prepare(self, codes: Sequence[Code]) -> None:
        """Take in the codes that may be answered."""
        self._codes = [code.id for code in codes]
        self._system = "\n".join([_PROMPT, *(f"- {code.id}: {code.label.da}. {code.definition.da}" for code in codes)])

    def score(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """Log-odds of each code, texts × codes; NaN in the rows of unusable answers.

        Raises
        ------
        ProjectError
            Nothing answers at the address.
        """
        found = np.full((len(texts), len(self._codes)), np.nan)
        with _client() as client:
            for row, text in enumerate(texts):
                confidence = self._ask(client, text)
                if confidence is not None:
                    sure = np.array([confidence.get(code, 0.0) for code in self._codes])
                    sure = np.clip(sure, UNSURE, 1 - UNSURE)
                    found[row] = np.log(sure / (1 - sure))
        return found

    def _ask(self, client: Any, text: str) -> dict[str, float] | None:
        """The confidence by code, or None when the answer cannot be used. Logs both ways."""
        body = {
            "model": self._endpoint.model,
            "temperature": 0,
            "messages": [{"role": "system", "content": self._system}, {"role": "user", "content": text}],
            "response_format": {
                "type": "json_schema",
                "json_schema": {"name": "codes", "schema": _Answer.model_json_schema()},
            },
        }
        answer, fault = self._post(client, body)
        ratings = None
        if not fault:
            ratings, fault = self._read(answer)
        prompt = json.dumps(body["messages"], ensure_ascii=False)
        where = (self._endpoint.url, self._endpoint.model)
        self._log(Exchange(new_guid(), now(), *where, prompt=prompt, answer=answer, fault=fault))
        return ratings

    def _post(self, client: Any, body: dict[str, Any]) -> tuple[str, str]:
        """What the model says, and what went wrong."""
        import httpx

        url = f"{self._endpoint.url.rstrip('/')}/chat/completions"
        try:
            reply = client.post(url, json=body)
        except httpx.TimeoutException:
            return "", "timeout"
        except httpx.HTTPError as error:
            raise ProjectError(
                _("No language model answers at {url}: {what}").format(url=self._endpoint.url, what=error),
                _("Start it, or turn it off in the project's settings."),
            ) from None
        if reply.status_code != 200:
            return reply.text, f"HTTP {reply.status_code}"
        try:
            return str(reply.json()["choices"][0]["message"]["content"]), ""
        except (ValueError, KeyError, IndexError, TypeError):
            return reply.text, "no message in the reply"

    def _read(self, answer: str) -> tuple[dict[str, float] | None, str]:
        """The ratings, and what is wrong with them."""
        try:
            ratings = _Answer.model_validate_json(answer).codes
        except ValidationError as error:
            return None, str(error.errors()[0]["msg"])
        unknown = [one.id for one in ratings if one.id not in self._codes]
        known = {one.id: one.confidence for one in ratings if one.id in self._codes}
        return known, f"unknown codes: {', '.join(unknown)}" if unknown else ""


def installed() -> bool:
    """Whether the extra ``icmo[llm]`` is there."""
    return find_spec("httpx") is not None


def _client() -> Any:
    """A client that asks nobody else: no proxies, no redirects."""
    if not installed():
        raise ProjectError(
            _("To ask a language model, icmo needs its extra “llm”."), _('Install it with: pip install "icmo[llm]"')
        )
    import httpx

    return httpx.Client(timeout=TIMEOUT, trust_env=False, follow_redirects=False)
