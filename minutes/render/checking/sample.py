"""Minutes of a town that does not exist, with everything in them that a template may have to print."""

from __future__ import annotations

from minutes.types import (
    AttendanceMove,
    Attendee,
    ClockTime,
    Evidence,
    Extract,
    Finding,
    Minutes,
    MinutesAssignment,
    MinutesDecision,
    MinutesHead,
    MinutesItem,
    MinutesMotion,
    MinutesRecusal,
    MinutesStatement,
    MinutesVote,
    OpenPoint,
    Provenance,
    Question,
    Summary,
    SummarySentence,
)


def sample_minutes(state: str | None = None) -> Minutes:
    """Return them.

    Args:
        state: code of the state whose forms and signatures they take; None is generic.
    """
    return Minutes(
        head=MinutesHead(
            body="Gemeinde Lindenau",
            organization="Gemeinderat",
            number="12",
            date="2026-05-21",
            place="Bürgersaal, Rathausplatz 1",
            begin=ClockTime(value="18:04", evidence=_at(12)),
            public_end=ClockTime(value="19:12", evidence=_at(4080)),
            end=ClockTime(public=False),
        ),
        chair="Eva Kornblum",
        clerk="Jana Schütz",
        attendees=_people(),
        moves=(
            AttendanceMove(
                id="m1", person="Paul Brandl", kind="arrived", time="18:12", item="Ö 2", evidence=_at(480)
            ),
        ),
        invited_in_form=Finding(value=True, evidence=_at(40)),
        quorum=Finding(),
        items=(_opening(), _cycle_path(), _library(), _sale()),
        open_points=(
            OpenPoint(
                code="quorum-missing", text="Die Beschlussfähigkeit wurde nicht festgestellt.", public=True
            ),
        ),
        state=state,
        provenance=Provenance(
            version="1",
            created="2026-05-22T08:00:00+02:00",
            models={"Spracherkennung": "Muster (ohne Aufzeichnung)"},
        ),
    )


def _at(second: float) -> tuple[Evidence, ...]:
    return (Evidence(utterance=f"u{second:.0f}", second=second),)


def _people() -> tuple[Attendee, ...]:
    return (
        Attendee(name="Eva Kornblum", role="chair", office="Bürgermeisterin", votes=True, state="present"),
        Attendee(name="Mia Sander", role="member", party="Grüne", votes=True, state="present"),
        Attendee(name="Can Öztürk", role="member", party="SPD", votes=True, state="present"),
        Attendee(name="Paul Brandl", role="member", party="CSU", votes=True, state="present"),
        Attendee(name="Ilse Winkler", role="member", party="Freie Liste", votes=True, state="excused"),
        Attendee(name="Dirk Pohlmann", role="administration", office="Leiter Tiefbau", state="present"),
        Attendee(name="Jana Schütz", role="clerk", office="Schriftführerin", state="present"),
    )


def _opening() -> MinutesItem:
    said = "Ich begrüße Sie herzlich zur zwölften Sitzung."
    spoken = Extract(id="x1", speaker="Eva Kornblum", role="chair", text=said, start=12.0, evidence=_at(12))
    return MinutesItem(
        number="Ö 1",
        title="Eröffnung und Begrüßung",
        state="handled",
        start=12.0,
        course=(spoken,),
        verbatim=(spoken,),
    )


def _cycle_path() -> MinutesItem:
    costs = Extract(
        id="x2",
        speaker="Dirk Pohlmann",
        role="administration",
        office="Leiter Tiefbau",
        text="Der Ausbau kostet 1,2 Millionen Euro, davon trägt das Land 60 Prozent.",
        start=640.0,
        evidence=_at(640),
    )
    doubt = Extract(
        id="x3",
        speaker="Mia Sander",
        role="member",
        party="Grüne",
        text="Der Abschnitt am Bahnhof ist der gefährlichste.",
        start=700.0,
        doubtful=True,
        evidence=_at(700),
    )
    summed = SummarySentence(text="Die Verwaltung stellt die Kosten des Ausbaus vor.", evidence=_at(640))
    withheld = SummarySentence(text="", evidence=_at(700), withheld=("Zahl ohne Beleg",))
    return MinutesItem(
        number="Ö 2",
        title="Ausbau des Radwegs zwischen Bahnhof und Schule",
        paper="2026/31",
        state="handled",
        start=600.0,
        motions=(
            MinutesMotion(
                id="a1",
                kind="amendment",
                mover="Mia Sander",
                party="Grüne",
                text="Der Abschnitt am Bahnhof wird zuerst gebaut.",
                evidence=_at(760),
            ),
        ),
        recusals=(
            MinutesRecusal(id="r1", person="Can Öztürk", party="SPD", left_room=True, evidence=_at(610)),
        ),
        course=(costs, doubt),
        verbatim=(costs, doubt),
        summaries=(Summary(model="Muster", sentences=(summed, withheld)),),
        decisions=(
            MinutesDecision(
                id="d1",
                text="Der Radweg zwischen Bahnhof und Schule wird ausgebaut. Die Mittel stehen bereit.",
                evidence=_at(900),
            ),
        ),
        votes=(
            MinutesVote(
                id="v1",
                subject="amendment",
                result="rejected",
                yes=1,
                no=2,
                abstain=0,
                unanimous=False,
                derived=("no",),
                evidence=_at(880),
            ),
            MinutesVote(
                id="v2",
                result="accepted",
                yes=2,
                no=1,
                abstain=0,
                unanimous=False,
                decision="d1",
                evidence=_at(920),
            ),
        ),
        statements=(
            MinutesStatement(
                id="s1",
                speaker="Paul Brandl",
                party="CSU",
                text="Ich habe zugestimmt, weil die Bäume stehen bleiben.",
                evidence=_at(950),
            ),
        ),
        assignments=(
            MinutesAssignment(
                id="g1",
                who="Tiefbauamt",
                until="bis Ende Juni",
                text="Wir legen einen Zeitplan vor.",
                evidence=_at(980),
            ),
        ),
    )


def _library() -> MinutesItem:
    return MinutesItem(
        number="Ö 3",
        title="Gebühren der Bücherei",
        paper="2026/44",
        state="handled",
        start=1600.0,
        votes=(
            MinutesVote(
                id="v3",
                result="accepted",
                question=Question(text="Wer stimmt der Vorlage zu?", start=1700.0, evidence=_at(1700)),
                evidence=_at(1710),
            ),
        ),
        open_points=(
            OpenPoint(
                code="wording-missing",
                item="Ö 3",
                text="Der Wortlaut wurde nicht verlesen.",
                evidence=_at(1700),
            ),
        ),
    )


def _sale() -> MinutesItem:
    return MinutesItem(
        number="N 1",
        title="Verkauf eines Grundstücks",
        public=False,
        paper="2026/50",
        state="handled",
        start=4100.0,
        decisions=(
            MinutesDecision(
                id="d2",
                text="Das Grundstück am Holunderkamp wird nicht verkauft.",
                evidence=_at(4200),
                public=False,
            ),
        ),
        votes=(
            MinutesVote(
                id="v4", result="accepted", unanimous=True, decision="d2", evidence=_at(4210), public=False
            ),
        ),
    )
