"""What the tests of the pages share: a client, files to upload, forms."""

from __future__ import annotations

import json

from litestar.testing import AsyncTestClient

from app.web import create_web_app

BASE = "http://127.0.0.1:8765"

HTML = {"accept": "text/html"}

AGENDA = {
    "schema": "protokollant/agenda/1",
    "meeting": {
        "body": "Stadt Müllerbach",
        "organization": "Rat",
        "number": "17",
        "date": "2026-05-21",
        "start": "18:00",
    },
    "items": [
        {"number": "Ö 1", "title": "Eröffnung", "public": True},
        {"number": "Ö 2", "title": "Haushalt <2026> & mehr", "public": True, "paper": "2026/112"},
        {"number": "N 1", "title": "Grundstück", "public": False},
    ],
}

ROSTER = {
    "schema": "protokollant/roster/1",
    "people": [
        {"name": "Sabine Möller", "role": "chair", "party": "SPD"},
        {"name": "Jens Krüger", "party": "FDP"},
    ],
}


def client_of(services):
    """Return a client of the web application over real services."""
    return AsyncTestClient(create_web_app(services), base_url=BASE)


def agenda_file(data=AGENDA, name="agenda.json"):
    """Return an agenda as a file of a form."""
    return (name, json.dumps(data).encode(), "application/json")


async def enter(client):
    """Enter a meeting by the interface and return its id."""
    answer = await client.post("/api/v1/meetings/", json={"agenda": AGENDA, "roster": ROSTER})
    assert answer.status_code == 201, answer.text
    return answer.json()["summary"]["id"]
