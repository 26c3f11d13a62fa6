"""A client of OpenAI-compatible servers: Ollama, vLLM, llama.cpp and others.

Only ``POST {url}/chat/completions`` is used. Answers are asked for by JSON schema; a server that knows
no schema is asked for JSON, then for text. Redirects are not followed and proxies of the environment not
used, so that nothing leaves for a host that is not allowed.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import httpx

from app.language_model.errors import LanguageModelAddressError, LanguageModelHostError
from minutes.summaries import SummariserError

if TYPE_CHECKING:
    from app.settings.language_model import LanguageModelSettings
    from minutes.summaries import Question

SEED = 7
"""The same question is to get the same answer."""
_TOKENS = 2048
"""Of an answer at most, and never more than a third of the context."""
_WAIT = 0.5
"""Seconds before the first repetition; doubled each time."""
_BUSY = frozenset({408, 429, 500, 502, 503, 504})
_UNKNOWN_FORMAT = frozenset({400, 404, 415, 422, 501})


class LanguageModelClient:
    """Asks one server; a :class:`~minutes.summaries.Summariser`."""

    def __init__(self, settings: LanguageModelSettings) -> None:
        """Check the address.

        Raises:
            LanguageModelAddressError: it is none.
            LanguageModelHostError: its host is not allowed.
        """
        self._settings = settings
        self._url = (
            checked_address(settings.url or "", settings.allowed_hosts).rstrip("/") + "/chat/completions"
        )
        self._formats = 0

    @property
    def model(self) -> str:
        """Name of the model, as the server knows it."""
        return self._settings.model

    @property
    def context(self) -> int:
        """Tokens of question and answer together."""
        return self._settings.context

    def answer(self, question: Question) -> str:
        """Ask, and ask again where the server is busy or gone for a moment.

        Raises:
            SummariserError: no answer came, or none that holds a text.
        """
        formats = _formats(question)
        for attempt in range(self._settings.retries + 1):
            if attempt:
                time.sleep(_WAIT * 2 ** (attempt - 1))
            try:
                answered = self._post(question, formats)
            except httpx.TimeoutException as error:
                reason = f"keine Antwort in {self._settings.timeout} Sekunden"
                raise SummariserError(model=self.model, reason=reason) from error
            except httpx.HTTPError as error:
                failure: Exception = error
                reason = f"nicht erreichbar ({type(error).__name__})"
                if attempt == self._settings.retries:
                    raise SummariserError(model=self.model, reason=reason) from failure
                continue
            if answered.status_code in _BUSY and attempt < self._settings.retries:
                continue
            return self._text_of(answered)
        raise SummariserError(model=self.model, reason="nicht erreichbar")

    def _post(self, question: Question, formats: tuple[Mapping[str, object], ...]) -> httpx.Response:
        """Send the question; a form of answer that the server refuses is not asked for again."""
        while True:
            answered = self._send({**self._body(question), **formats[self._formats]})
            refused = answered.status_code in _UNKNOWN_FORMAT and self._formats < len(formats) - 1
            if not refused:
                return answered
            self._formats += 1

    def _body(self, question: Question) -> dict[str, object]:
        return {
            "model": self.model,
            "messages": [
                {"role": "system", "content": question.system},
                {"role": "user", "content": question.user},
            ],
            "temperature": 0,
            "seed": SEED,
            "max_tokens": min(_TOKENS, self.context // 3),
            "stream": False,
        }

    def _send(self, body: Mapping[str, object]) -> httpx.Response:
        headers = {"Authorization": f"Bearer {self._settings.key}"} if self._settings.key else {}
        with httpx.Client(
            timeout=self._settings.timeout, trust_env=False, follow_redirects=False, headers=headers
        ) as client:
            return client.post(self._url, json=body)

    def _text_of(self, answered: httpx.Response) -> str:
        if answered.status_code != httpx.codes.OK:
            raise SummariserError(model=self.model, reason=f"HTTP {answered.status_code}")
        try:
            content = answered.json()["choices"][0]["message"]["content"]
        except (ValueError, KeyError, IndexError, TypeError) as error:
            raise SummariserError(model=self.model, reason="keine Antwort im Format von OpenAI") from error
        if not isinstance(content, str):
            raise SummariserError(model=self.model, reason="Antwort ohne Text")
        return content


def _formats(question: Question) -> tuple[Mapping[str, object], ...]:
    schema = {"name": "answer", "strict": True, "schema": question.schema}
    return (
        {"response_format": {"type": "json_schema", "json_schema": schema}},
        {"response_format": {"type": "json_object"}},
        {},
    )


def checked_address(url: str, allowed: tuple[str, ...]) -> str:
    """Return the address of the server where it may be used.

    Raises:
        LanguageModelAddressError: it is none.
        LanguageModelHostError: its host is not allowed.
    """
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.username is not None:
        raise LanguageModelAddressError(url=url)
    if parts.hostname.casefold() not in {host.casefold().strip("[]") for host in allowed}:
        raise LanguageModelHostError(host=parts.hostname, allowed=", ".join(allowed))
    return url
