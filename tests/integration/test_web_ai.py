"""The register of AI systems: open to everybody, and true of the installation."""

from __future__ import annotations

import dataclasses

import pytest
from web_client import HTML, client_of

from app.services import build_services
from app.settings import Settings

pytestmark = pytest.mark.anyio


def settings(**language_model):
    plain = Settings()
    return dataclasses.replace(
        plain,
        service=dataclasses.replace(plain.service, contact="Hauptamt, hauptamt@rat.example"),
        language_model=dataclasses.replace(plain.language_model, **language_model),
    )


@pytest.mark.parametrize(
    ("given", "used"),
    [({}, False), ({"url": "http://127.0.0.1:1/v1", "model": "gemma3:4b"}, True)],
    ids=["without a language model", "with one"],
)
async def test_it_says_what_is_in_use(database_url, tmp_path, given, used):
    """Without signing in: the models of the profile, and the language model only where one is set."""
    services = build_services(database_url, tmp_path, settings=settings(**given))
    async with client_of(services) as client:
        told = (await client.get("/api/v1/ai-systems")).json()
        shown = (await client.get("/ai-systems", headers=HTML)).text
    await services.close()
    systems = {one["id"]: one for one in told["systems"]}
    assert [model["id"] for model in systems["recognition"]["models"]] == ["whisper-base"]
    assert systems["recognition"]["text"].keys() == {"de", "en"}
    assert systems["summaries"]["in_use"] is used
    assert [model["id"] for model in systems["summaries"]["models"]] == (["gemma3:4b"] if used else [])
    assert ("gemma3:4b" in shown, "hauptamt@rat.example" in shown) == (used, True)
