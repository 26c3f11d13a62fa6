"""Summaries by a server process that speaks the protocol of OpenAI, checked and kept in bounds."""

from __future__ import annotations

import html
import subprocess
import sys
from pathlib import Path

import httpx
import msgspec
import pytest

from app.language_model import (
    LanguageModelAddressError,
    LanguageModelClient,
    LanguageModelHostError,
    add_summaries,
)
from app.settings.language_model import LanguageModelSettings
from app.settings.reading import SettingError
from diarize.types import Utterance
from minutes.draft import draft_minutes
from minutes.draft.sources import Sources
from minutes.render import render_html, reworded_files
from minutes.summaries import SummariserError, reword, with_summaries
from minutes.types import (
    Agenda,
    AgendaItem,
    MeetingFacts,
    MeetingInfo,
    Outcomes,
    Person,
    Provenance,
    Roster,
    Speaker,
    Transcript,
)

AGENDA = Agenda(
    meeting=MeetingInfo(body="Musterstadt", organization="Rat", date="2026-10-21"),
    items=(
        AgendaItem(number="Ö 1", title="Radweg Süd", paper="148/2026"),
        AgendaItem(number="N 1", title="Grundstück Holunderkamp", public=False),
    ),
)
ROSTER = Roster(
    people=(
        Person(name="Petra Albrecht", role="chair", party="CDU"),
        Person(name="Dieter Brandt", party="SPD"),
        Person(name="Heike Wortmann", party="FDP"),
    )
)
SAID = (
    ("u1", "A", "Ö 1", "Ich rufe Punkt 1 auf, den Radweg Süd. Herr Brandt, bitte."),
    (
        "u2",
        "B",
        "Ö 1",
        "Die SPD-Fraktion fordert den Ausbau, weil dort im letzten Jahr 23 Unfälle passiert sind.",
    ),
    (
        "u3",
        "C",
        "Ö 1",
        "Wir lehnen den Ausbau ab, denn die Kosten von 1,2 Millionen Euro sind nicht gedeckt.",
    ),
    ("u4", "A", "N 1", "Wir kommen zum Grundstück Holunderkamp, das Angebot der Firma Zwirnbach liegt vor."),
    ("u5", "C", "N 1", "Wir fordern, das Angebot von 412.000 Euro abzulehnen, weil es viel zu niedrig ist."),
)
TRANSCRIPT = Transcript(
    speakers=(
        Speaker(id="A", name="Petra Albrecht"),
        Speaker(id="B", name="Dieter Brandt"),
        Speaker(id="C", name="Heike Wortmann"),
    ),
    utterances=tuple(
        Utterance(id=label, speaker=voice, item=item, text=text, start=10.0 * place, end=10.0 * place + 9)
        for place, (label, voice, item, text) in enumerate(SAID)
    ),
)
OUTCOMES = Outcomes(meeting=MeetingFacts(public_until="u3"))
SOURCES = Sources(TRANSCRIPT, OUTCOMES, AGENDA, ROSTER)
DRAFT = draft_minutes(TRANSCRIPT, OUTCOMES, AGENDA, ROSTER, provenance=Provenance())


@pytest.fixture(scope="module")
def server():
    """A server process of its own; yields its address."""
    program = Path(__file__).with_name("language_model_server.py")
    process = subprocess.Popen(
        [sys.executable, program], stdout=subprocess.PIPE, stdin=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    yield f"http://127.0.0.1:{process.stdout.readline().strip()}/v1"
    process.kill()
    process.communicate()


def settings(server: str, model: str = "honest", **changes: object) -> LanguageModelSettings:
    """Settings for one behaviour of the server."""
    return LanguageModelSettings(url=server, model=model, timeout=2, **changes)  # type: ignore[arg-type]  # by name


def seen(server: str, model: str) -> list[dict]:
    """What the server was asked of a model."""
    return [one for one in httpx.get(server + "/seen").json() if one["model"] == model]


def test_true_sentences_are_shown_and_false_ones_withheld(server):
    """Each sentence has its utterance; the number nobody said is withheld with its reason."""
    minutes = add_summaries(DRAFT, TRANSCRIPT, OUTCOMES, AGENDA, ROSTER, settings=settings(server))
    (summary,) = minutes.items[0].summaries
    assert [bool(one.withheld) for one in summary.sentences] == [False, False, False, True]
    assert "987.654 Euro" in summary.sentences[-1].withheld[0]
    assert [one.evidence[0].utterance for one in summary.sentences] == ["u1", "u2", "u3", "u1"]
    assert minutes.provenance.models["Zusammenfassungen"] == "honest"


def test_documents_mark_what_a_model_wrote(server):
    """The heading names the model; what is withheld is a gap for the secretary and absent in public."""
    minutes = add_summaries(DRAFT, TRANSCRIPT, OUTCOMES, AGENDA, ROSTER, settings=settings(server))
    page = render_html(minutes, "course")
    assert "unverbindlich, Sprachmodell honest, gegen die Belege geprüft" in page
    assert "Satz zurückgehalten" in page
    public = render_html(minutes, "course", part="public")
    assert "23 Unfälle passiert sind" in public
    assert "zurückgehalten" not in public


def test_nothing_non_public_is_sent_unless_allowed(server):
    """By default the server never sees a word of the non-public part."""
    add_summaries(DRAFT, TRANSCRIPT, OUTCOMES, AGENDA, ROSTER, settings=settings(server, "honest-public"))
    assert "Zwirnbach" not in str(seen(server, "honest-public"))
    add_summaries(
        DRAFT, TRANSCRIPT, OUTCOMES, AGENDA, ROSTER, settings=settings(server, "honest-all", nonpublic=True)
    )
    assert "Zwirnbach" in str(seen(server, "honest-all"))


def test_nothing_is_asked_without_an_address():
    """Off by default: the draft comes back as it is."""
    same = add_summaries(DRAFT, TRANSCRIPT, OUTCOMES, AGENDA, ROSTER, settings=LanguageModelSettings())
    assert same is DRAFT


@pytest.mark.parametrize(
    "url", ["http://example.org/v1", "https://10.0.0.8:8000/v1", "http://127.0.0.1.example.org"]
)
def test_other_hosts_are_refused(url):
    """Only hosts on the list are asked, and loopback alone is on it by default."""
    with pytest.raises(LanguageModelHostError):
        LanguageModelClient(settings(url))
    host = url.split("/")[2].split(":")[0]
    assert LanguageModelClient(settings(url, allowed_hosts=(host,))).model == "honest"


@pytest.mark.parametrize("url", ["", "localhost:11434", "ftp://127.0.0.1/", "http://user:word@127.0.0.1/v1"])
def test_addresses_that_are_none_are_refused(url):
    """The message shows what an address looks like."""
    with pytest.raises(LanguageModelAddressError, match="11434"):
        LanguageModelClient(settings(url))


def test_requests_are_repeatable(server):
    """Temperature 0, a fixed seed, a schema with the ids of the utterances, no streaming; the key is sent."""
    add_summaries(
        DRAFT, TRANSCRIPT, OUTCOMES, AGENDA, ROSTER, settings=settings(server, "honest-key", key="k")
    )
    (asked,) = seen(server, "honest-key")
    assert (asked["temperature"], asked["stream"], asked["authorization"]) == (0, False, "Bearer k")
    assert isinstance(asked["seed"], int)
    schema = asked["response_format"]["json_schema"]["schema"]
    ids = schema["properties"]["sentences"]["items"]["properties"]["ids"]["items"]["enum"]
    assert ids == ["u1", "u2", "u3"]


@pytest.mark.parametrize("model", ["old", "busy", "chatty"])
def test_difficult_servers_still_give_a_summary(server, model):
    """No schemas, overload at first, fences and an answer cut off: the whole sentences are used."""
    minutes = add_summaries(DRAFT, TRANSCRIPT, OUTCOMES, AGENDA, ROSTER, settings=settings(server, model))
    (summary,) = minutes.items[0].summaries
    assert [one.evidence[0].utterance for one in summary.sentences] == ["u1", "u2", "u3"]


@pytest.mark.parametrize(
    ("model", "reason"), [("garbage", "kein JSON"), ("slow", "2 Sekunden"), ("away", "HTTP 307")]
)
def test_failures_leave_the_extracts_and_a_warning(server, model, reason):
    """No answer, none in time, an answer from elsewhere: the draft stays, and says why."""
    minutes = add_summaries(DRAFT, TRANSCRIPT, OUTCOMES, AGENDA, ROSTER, settings=settings(server, model))
    assert minutes.items == DRAFT.items
    assert reason in minutes.warnings[-1]


def test_a_server_that_is_not_there_is_told():
    """The port is closed; after the repetitions the failure says so."""
    client = LanguageModelClient(settings("http://127.0.0.1:9/v1", retries=0))
    minutes = with_summaries(DRAFT, SOURCES, client)
    assert "nicht erreichbar" in minutes.warnings[-1]
    assert minutes.items == DRAFT.items


def test_long_items_are_asked_in_windows(server):
    """What does not fit the context is asked in parts; no question is longer than the context allows."""
    client = LanguageModelClient(settings(server, "honest-window", context=1024))
    many = tuple(
        msgspec.structs.replace(TRANSCRIPT.utterances[1], id=f"v{number}", text=f"{SAID[1][3]} " * 3)
        for number in range(30)
    )
    transcript = msgspec.structs.replace(TRANSCRIPT, utterances=(*TRANSCRIPT.utterances[:3], *many))
    sources = Sources(transcript, Outcomes(), AGENDA, ROSTER)
    minutes = with_summaries(DRAFT, sources, client)
    questions = [one["messages"][1]["content"] for one in seen(server, "honest-window")]
    assert len(questions) > 3
    assert max(len(question) for question in questions) < 1024 * 2.5
    assert {e.utterance for s in minutes.items[0].summaries[0].sentences for e in s.evidence} >= {"v0", "v29"}


def test_plain_language_and_translation_are_checked_too(server):
    """Both are made of shown sentences only, marked as not binding, and withheld where they differ."""
    client = LanguageModelClient(settings(server))
    minutes = with_summaries(DRAFT, SOURCES, client)
    (summary,) = minutes.items[0].summaries
    plain = reword(summary, client)
    assert (plain.kind, plain.language) == ("plain-language", "de")
    assert [bool(one.withheld) for one in plain.sentences] == [False, False, False, True]
    english = reword(summary, client, language="en")
    assert (english.kind, english.language) == ("translation", "en")
    item = msgspec.structs.replace(minutes.items[0], summaries=(summary, plain, english))
    told = msgspec.structs.replace(minutes, items=(item,))
    assert "Zusammenfassung (unverbindlich" in render_html(told, "course")
    pages = reworded_files(told)
    assert set(pages) == {"plain-language.html", "translation-en.html"}
    for page, rewording in zip(pages.values(), (plain, english), strict=True):
        text = html.unescape(page.decode())
        assert "Unverbindlich. Von einem Sprachmodell" in text
        assert rewording.sentences[0].text in text
        assert text.count("Satz zurückgehalten") == sum(bool(one.withheld) for one in rewording.sentences)
        assert not any(one.text in text for one in rewording.sentences if one.withheld)
    public = reworded_files(told, part="public", infix=".public")
    assert set(public) == {"plain-language.public.html", "translation-en.public.html"}
    assert "Satz zurückgehalten" not in b"".join(public.values()).decode()


def test_rewordings_are_made_where_they_are_asked_for(server):
    """The setting names the forms; debated public items get them besides the summary."""
    wanted = settings(server, reword=("plain", "tr"))
    minutes = add_summaries(DRAFT, TRANSCRIPT, OUTCOMES, AGENDA, ROSTER, settings=wanted)
    assert [(made.kind, made.language) for made in minutes.items[0].summaries] == [
        ("summary", "de"),
        ("plain-language", "de"),
        ("translation", "tr"),
    ]
    assert minutes.items[1].summaries == ()
    with pytest.raises(SettingError):
        LanguageModelSettings.read({"PROTOKOLLANT_LLM_REWORD": "plain,klingonisch"})


def test_rewording_without_json_is_told(server):
    """A model that cannot answer is an error of its own kind."""
    summary = with_summaries(DRAFT, SOURCES, LanguageModelClient(settings(server))).items[0].summaries[0]
    with pytest.raises(SummariserError, match="garbage"):
        reword(summary, LanguageModelClient(settings(server, "garbage")))
