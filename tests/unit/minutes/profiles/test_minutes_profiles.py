"""The profiles of the states: their data, their forms in the documents, and what they find missing."""

from __future__ import annotations

import msgspec
import pytest

from minutes.draft import draft_minutes
from minutes.profiles import (
    Missing,
    UnknownStateError,
    all_profiles,
    find_profile,
    missing_fields,
    usual_kind,
)
from minutes.render import build_view, render_html
from minutes.types import (
    Agenda,
    Attendee,
    ClockTime,
    Finding,
    MeetingInfo,
    Minutes,
    MinutesDecision,
    MinutesHead,
    MinutesItem,
    MinutesVote,
    Outcomes,
    Provenance,
    Transcript,
)

CODES = ("AT", "BW", "BY", "CH", "HE", "NI", "NW", "RP", "SN")


def complete() -> Minutes:
    """Minutes that lack nothing any law asks for."""
    return Minutes(
        head=MinutesHead(
            body="Musterstadt",
            organization="Rat",
            date="2026-10-21",
            place="Rathaus",
            begin=ClockTime(value="18:00"),
            end=ClockTime(value="20:15"),
        ),
        chair="Petra Albrecht",
        clerk="Jens Rieger",
        attendees=(
            Attendee(name="Petra Albrecht", role="chair", votes=True, state="present"),
            Attendee(name="Dieter Brandt", role="member", votes=True, state="excused", reason="Urlaub"),
        ),
        invited_in_form=Finding(value=True),
        quorum=Finding(value=True),
        items=(
            MinutesItem(
                number="1",
                title="Radweg",
                state="handled",
                decisions=(MinutesDecision(id="1/d1", text="Die Straße erhält einen Radweg."),),
                votes=(
                    MinutesVote(
                        id="1/v1",
                        result="accepted",
                        unanimous=False,
                        yes=20,
                        no=5,
                        abstain=1,
                        against_by=("FDP",),
                        decision="1/d1",
                    ),
                ),
            ),
        ),
    )


def test_there_is_a_profile_for_each_state():
    """The nine that are promised, and no other."""
    assert tuple(profile.code for profile in all_profiles()) == CODES


@pytest.mark.parametrize("code", CODES)
def test_every_duty_names_its_source(code):
    """Fields, signatures and deadlines say where they come from and how sure that is."""
    profile = find_profile(code)
    duties = [*profile.fields, *profile.signatures, *profile.deadlines]
    assert [duty for duty in duties if not duty.source.strip()] == []
    assert {duty.basis for duty in duties} <= {"found", "unsure"}


@pytest.mark.parametrize("code", CODES)
def test_complete_minutes_lack_nothing(code):
    """What every law asks for is enough for each of them."""
    assert missing_fields(complete(), find_profile(code)) == ()


@pytest.mark.parametrize("code", CODES)
def test_empty_minutes_lack_what_can_be_told_of_a_meeting(code):
    """Every required field of the meeting as a whole is reported, in both languages."""
    profile = find_profile(code)
    found = {missing.code for missing in missing_fields(Minutes(), profile)}
    of_items = {"absence-reasons", "motions", "vote-results", "votes-by-party", "wording"}
    assert {field.code for field in profile.fields} - of_items == found
    for missing in missing_fields(Minutes(), profile):
        assert missing.text("de") != missing.text("en")


@pytest.mark.parametrize("code", ["BW", "BY", "NW", "RP", "SN", "HE", "CH", "AT"])
def test_missing_wording_names_the_item(code):
    """A title in place of the wording of a decision is not enough."""
    minutes = complete()
    derived = tuple(msgspec.structs.replace(d, origin="derived") for d in minutes.items[0].decisions)
    item = msgspec.structs.replace(minutes.items[0], decisions=derived)
    found = missing_fields(msgspec.structs.replace(minutes, items=(item,)), find_profile(code))
    assert [(missing.code, missing.items) for missing in found] == [("wording", ("1",))]


def test_result_without_counts_is_incomplete():
    """A divided vote of which nobody told the counts lacks its result."""
    minutes = complete()
    vote = msgspec.structs.replace(minutes.items[0].votes[0], yes=None, no=None, against_by=())
    item = msgspec.structs.replace(minutes.items[0], votes=(vote,))
    found = missing_fields(msgspec.structs.replace(minutes, items=(item,)), find_profile("BY"))
    assert [missing.code for missing in found] == ["vote-results"]


@pytest.mark.parametrize("name", ["nrw", "Nordrhein-Westfalen", " NW "])
def test_states_are_found_by_their_names(name):
    """Code, name and short forms lead to one profile, whatever the case."""
    assert find_profile(name).code == "NW"


def test_unknown_state_is_refused():
    """The message names the state and those that are known."""
    with pytest.raises(UnknownStateError, match="Atlantis"):
        find_profile("Atlantis")


@pytest.mark.parametrize(
    ("code", "heading", "result"),
    [
        ("NW", "Der Rat beschließt", "20 Ja-Stimmen, 5 Nein-Stimmen, 1 Enthaltung – mit Stimmenmehrheit"),
        (
            "AT",
            "Der Rat beschließt",
            "20 Stimmen dafür, 5 Stimmen dagegen, 1 Enthaltung – wird mit Stimmenmehrheit",
        ),
        ("CH", "Der Rat beschliesst", "20 Ja zu 5 Nein bei 1 Enthaltung – mit Mehrheit angenommen"),
        ("BY", "Beschluss", "20 Ja, 5 Nein, 1 Enthaltung – mehrheitlich angenommen"),
        ("HE", "Beschluss", "20 dafür, 5 dagegen, 1 Enthaltung – mehrheitlich dafür"),
    ],
)
def test_decisions_take_the_form_of_the_state(code, heading, result):
    """Heading and result are worded as is usual there."""
    view = build_view(msgspec.structs.replace(complete(), state=code), "decisions")
    resolution = view.sections[0].topics[0].resolutions[0]
    assert heading == resolution.label
    assert resolution.result is not None
    assert resolution.result.text.startswith(result)


def test_switzerland_writes_ss_but_leaves_names():
    """Fixed and spoken words have no ß; a person keeps it."""
    minutes = msgspec.structs.replace(complete(), state="CH", chair="Eva Groß")
    page = render_html(minutes, "decisions")
    assert "Die Strasse erhält einen Radweg." in page
    assert "Straße" not in page
    assert "<td>Eva Groß</td>" in page


@pytest.mark.parametrize(
    ("code", "roles"),
    [("BW", ["Vorsitz", "Mitglied", "Mitglied", "Schriftführung"]), ("BY", ["Vorsitz", "Schriftführung"])],
)
def test_those_sign_whom_the_law_names(code, roles):
    """Baden-Württemberg asks for two members besides chair and clerk."""
    view = build_view(msgspec.structs.replace(complete(), state=code), "decisions")
    assert roles == [line.role for line in view.signatures]


@pytest.mark.parametrize(
    ("head", "heading"),
    [
        (MinutesHead(body="Stadtrat Auenbruck"), "Der Stadtrat Auenbruck beschließt"),
        (MinutesHead(body="Köln", organization="Bezirksvertretung 3"), "Die Bezirksvertretung 3 beschließt"),
        (MinutesHead(body="Auenbruck"), "Beschluss"),
    ],
)
def test_the_deciding_body_has_its_article(head, heading):
    """A town decides nothing; its council does, and some councils are feminine."""
    view = build_view(msgspec.structs.replace(complete(), state="NW", head=head), "decisions")
    assert view.sections[0].topics[0].resolutions[0].label == heading


def test_a_draft_takes_the_state_of_its_agenda():
    """What the law asks for and nobody said is listed for the secretary, and not for the public."""
    agenda = Agenda(meeting=MeetingInfo(body="Auenbruck", state="Bayern"))
    draft = draft_minutes(Transcript(), Outcomes(), agenda, None, provenance=Provenance())
    told = [point for point in draft.open_points if point.code == "state-law"]
    assert draft.state == "BY"
    assert any("Ort der Sitzung" in point.text and "Art. 54" in point.text for point in told)
    assert not any(point.public for point in told)


@pytest.mark.parametrize(
    ("state", "kind"),
    [("NRW", "decisions"), ("BW", "course"), ("BY", "results"), (None, "course"), ("??", "course")],
)
def test_the_usual_kind_is_that_of_the_law(state, kind):
    """Each state names the kind that satisfies its law; without a known one it is the course."""
    assert usual_kind(state).kind == kind


def test_a_missing_field_names_its_law_inside_the_sentence():
    """Items and law stand in one pair of brackets before the full stop."""
    lacking = Missing(code="wording", source="§ 52 GO NRW", basis="found", items=("Ö 2", "Ö 3"))
    assert lacking.text(law=True) == "Der Wortlaut eines Beschlusses fehlt (Ö 2, Ö 3; § 52 GO NRW)."
    assert lacking.text() == "Der Wortlaut eines Beschlusses fehlt (Ö 2, Ö 3)."
