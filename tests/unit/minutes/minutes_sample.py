"""A fictional meeting for the tests of draft, renderings and exports.

It holds what is hard: a joint debate, a withdrawn item, a recusal, an arrival with its time, counts
nobody stated, a wording nobody read, an unknown voice, invented text, signs that mean something to
a template language, and a non-public part with words that occur nowhere else.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from diarize.types import Utterance
from minutes.draft import draft_minutes
from minutes.types import (
    Agenda,
    AgendaItem,
    Assignment,
    AttendanceChange,
    Decision,
    ItemOutcome,
    MeetingFacts,
    MeetingInfo,
    Minutes,
    Motion,
    Outcomes,
    Person,
    Provenance,
    RecordingInfo,
    RecordRequest,
    Recusal,
    Roster,
    Speaker,
    Transcript,
    Vote,
)

TRICKY = (
    'Der Radweg <b>Süd</b> & "Nord" kostet {{ 7*7 }} Euro, #panic("x") $ \\ * _ @ [x] {%p if 1 %} sagt man.'
)
"""Signs of HTML, Jinja2 and Typst in what somebody says."""

SPOKEN: tuple[tuple[str | None, str, str], ...] = (
    (None, "S1", "Herzlich willkommen, bitte nehmen Sie Platz."),
    ("Ö 1", "S1", "Es ist 18:04 Uhr, ich eröffne die 12. Sitzung des Gemeinderats."),
    (
        "Ö 1",
        "S1",
        "Ich stelle fest: Es wurde form- und fristgerecht eingeladen, der Rat ist beschlussfähig.",
    ),
    ("Ö 1", "S1", "Entschuldigt ist Frau Winkler. Der Antrag zu Punkt 4 wurde zurückgezogen."),
    (
        "Ö 2",
        "S1",
        "Ich rufe Punkt 2 auf, Ausbau des Radwegs. Herr Öztürk ist befangen und verlässt den Saal.",
    ),
    (
        "Ö 2",
        "S2",
        (
            "Vielen Dank. Der Ausbau kostet 1,2 Millionen Euro, davon trägt das Land 60 Prozent. "
            "Das Wetter war gut. Die Verwaltung empfiehlt, noch in diesem Jahr auszuschreiben, "
            "weil die Förderung am 31. Dezember endet."
        ),
    ),
    ("Ö 2", "S3", TRICKY),
    ("Ö 2", "S4", "Hört, hört!"),
    ("Ö 2", "S3", "Wir beantragen deshalb, den Abschnitt am Bahnhof zuerst zu bauen."),
    (
        "Ö 2",
        "S5",
        "Die Freie Liste lehnt den Ausbau in dieser Breite ab, weil sechs Bäume gefällt werden müssten.",
    ),
    (
        "Ö 2",
        "S5",
        "Vielen Dank. Vielen Dank. Vielen Dank. Vielen Dank für das Zuschauen bei dieser Sendung hier.",
    ),
    (
        "Ö 2",
        "S1",
        (
            "Wir kommen zur Abstimmung. Der Beschluss lautet: Der Radweg wird vom Bahnhof an ausgebaut. Wer "
            "ist dafür? Das sind 9. Wer ist dagegen? 3. Damit ist der Antrag bei 1 Enthaltung angenommen."
        ),
    ),
    ("Ö 3", "S1", "Ich rufe die Punkte 3 und 5 gemeinsam auf. Um 18:31 Uhr ist Herr Brandl eingetroffen."),
    ("Ö 3", "S6", "Die Gebühren der Bücherei steigen um 50 Cent, das Angebot am Samstag bleibt."),
    (
        "Ö 3",
        "S1",
        "Wir stimmen über die Vorlage 31/2026 in der Fassung des Ausschusses ab. Das ist so beschlossen.",
    ),
    ("Ö 5", "S1", "Auch Punkt 5 ist einstimmig angenommen."),
    ("Ö 4", "S1", "Punkt 4 ist zurückgezogen."),
    ("Ö 5", "S1", "Ich schließe den öffentlichen Teil um 19:12 Uhr."),
    ("N 1", "S1", "Wir setzen fort mit dem Grundstück Holunderkamp, die Firma Zwirnbach ist zugeschaltet."),
    ("N 1", "S7", "Wir bieten 412.000 Euro für das Flurstück und verlangen ein Rücktrittsrecht bis Ostern."),
    (
        "N 1",
        "S1",
        "Der Verkauf an Zwirnbach wird mit 11 zu 2 Stimmen abgelehnt. Ich schließe die Sitzung um 19:47 Uhr.",
    ),
)
LENGTH = 20.0
"""Seconds of each utterance."""


@dataclass
class Meeting:
    """Everything a draft is made from; change a member to try a variant."""

    transcript: Transcript
    outcomes: Outcomes
    agenda: Agenda
    roster: Roster | None
    provenance: Provenance = field(
        default_factory=lambda: Provenance(
            version="0.1.0",
            created="2026-05-22T08:00:00+02:00",
            models={"Spracherkennung": "erdacht 1.0 (klein)"},
        )
    )

    def draft(self) -> Minutes:
        """Return the draft."""
        return draft_minutes(
            self.transcript, self.outcomes, self.agenda, self.roster, provenance=self.provenance
        )


def meeting() -> Meeting:
    """Return the meeting; utterances are u1, u2, … and 20 s long."""
    return Meeting(_transcript(), _outcomes(), _agenda(), _roster())


def _transcript() -> Transcript:
    names = {
        "S1": "Eva Kornblum",
        "S2": "Dirk Pohlmann",
        "S3": "Mia Sander",
        "S4": "Can Öztürk",
        "S5": "Ruth Ahlers",
        "S6": None,
        "S7": "Gustav Zwirnbach",
    }
    utterances = tuple(
        Utterance(
            id=f"u{place}",
            text=text,
            speaker=speaker,
            item=item,
            start=LENGTH * (place - 1),
            end=LENGTH * place - 1,
            confidence=0.4 if speaker == "S6" else 0.9,
            flags=("silence",) if "Zuschauen" in text else (),
        )
        for place, (item, speaker, text) in enumerate(SPOKEN, start=1)
    )
    return Transcript(
        recording=RecordingInfo(duration=LENGTH * len(SPOKEN)),
        engine={"transcriber": {"name": "erdacht", "version": "1.0", "models": {"klein": "abc"}}},
        speakers=tuple(Speaker(id=label, name=name) for label, name in names.items()),
        utterances=utterances,
    )


def _outcomes() -> Outcomes:
    return Outcomes(
        items=(
            ItemOutcome(number="Ö 1", state="handled", start=20.0),
            ItemOutcome(number="Ö 2", state="handled", start=80.0),
            ItemOutcome(number="Ö 3", state="handled", start=240.0, joint_with=("Ö 5",)),
            ItemOutcome(number="Ö 4", state="withdrawn", start=320.0),
            ItemOutcome(number="Ö 5", state="handled", start=240.0, joint_with=("Ö 3",)),
            ItemOutcome(number="N 1", state="handled", start=360.0),
        ),
        votes=(
            Vote(
                item="Ö 2",
                result="accepted",
                yes=9,
                no=3,
                abstain=1,
                against_by=("Freie Liste",),
                evidence=("u12",),
            ),
            Vote(item="Ö 3", result="accepted", evidence=("u15",)),
            Vote(item="Ö 5", result="accepted", unanimous=True, evidence=("u16",)),
            Vote(item="N 1", result="rejected", yes=2, no=11, derived=("yes",), evidence=("u21",)),
        ),
        motions=(
            Motion(
                item="Ö 2",
                kind="amendment",
                mover="S3",
                text="Wir beantragen deshalb, den Abschnitt am Bahnhof zuerst zu bauen.",
                evidence=("u9",),
            ),
        ),
        decisions=(
            Decision(item="Ö 2", text="Der Radweg wird vom Bahnhof an ausgebaut.", evidence=("u12",)),
        ),
        recusals=(
            Recusal(
                item="Ö 2", person="Herr Öztürk", first="u5", last="u12", left_room=True, evidence=("u5",)
            ),
        ),
        statements=(
            RecordRequest(
                item="Ö 2",
                speaker="S5",
                text="Die Freie Liste lehnt den Ausbau in dieser Breite ab.",
                evidence=("u10",),
            ),
        ),
        assignments=(
            Assignment(
                item="Ö 2",
                who="Dirk Pohlmann",
                until="noch in diesem Jahr",
                text="auszuschreiben",
                evidence=("u6",),
            ),
            Assignment(item="N 1", who=None, text="Rücktrittsrecht bis Ostern", evidence=("u20",)),
        ),
        attendance=(
            AttendanceChange(person="Frau Winkler", state="excused", evidence=("u4",)),
            AttendanceChange(person="Herr Brandl", state="arrived", time="18:31", evidence=("u13",)),
        ),
        meeting=MeetingFacts(
            opened="18:04",
            closed="19:47",
            quorum=True,
            invited_in_form=True,
            public_until="u18",
            evidence=("u2", "u3", "u18", "u21"),
        ),
        warnings=("N 1: Ja-Stimmen zu Zwirnbach sind errechnet.",),
    )


def _agenda() -> Agenda:
    return Agenda(
        meeting=MeetingInfo(
            body="Gemeinde Lindenfurt",
            organization="Gemeinderat",
            number="12",
            date="2026-05-21",
            start="18:00",
            place="Bürgersaal",
        ),
        items=(
            AgendaItem(number="Ö 1", title="Eröffnung und Feststellungen"),
            AgendaItem(number="Ö 2", title="Ausbau des Radwegs „Süd“", paper="30/2026"),
            AgendaItem(number="Ö 3", title="Gebühren der Gemeindebücherei", paper="31/2026"),
            AgendaItem(number="Ö 4", title="Antrag: Zebrastreifen am Markt"),
            AgendaItem(number="Ö 5", title="Benutzungsordnung der Gemeindebücherei", paper="32/2026"),
            AgendaItem(number="N 1", title="Veräußerung Holunderkamp", public=False, paper="9/geheim"),
        ),
    )


def _roster() -> Roster:
    return Roster(
        people=(
            Person(name="Eva Kornblum", role="chair", office="Bürgermeisterin", present=True),
            Person(name="Mia Sander", party="SPD", present=True),
            Person(name="Can Öztürk", party="CDU", present=True),
            Person(name="Ruth Ahlers", party="Freie Liste", present=False),
            Person(name="Olga Winkler", party="CDU", present=True),
            Person(name="Sepp Brandl", party="SPD"),
            Person(name="Tilo Graf", party="CDU"),
            Person(
                name="Dirk Pohlmann", role="administration", office="Bauamtsleiter", votes=False, present=True
            ),
            Person(name="Nora Frey", role="clerk", office="Schriftführerin", votes=False, present=True),
            Person(name="Gustav Zwirnbach", role="guest", votes=False, present=True),
        )
    )
