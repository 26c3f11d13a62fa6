"""Votes, motions, decisions, recusals, presence and facts from what is said, each with its evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from diarize.types import Utterance
from minutes.items import ItemAlignment
from minutes.outcomes import find_outcomes
from minutes.outcomes.clock import read_clock
from minutes.outcomes.counts import read_answer, read_counts
from minutes.outcomes.speech import normalise
from minutes.types import Agenda, AgendaItem, ItemOutcome, Person, Roster, Speaker, Transcript

if TYPE_CHECKING:
    from minutes.types import Outcomes, Vote

AGENDA = Agenda(
    items=(
        AgendaItem(number="Ö 1", title="Eröffnung"),
        AgendaItem(number="Ö 2", title="Haushaltssatzung 2027"),
        AgendaItem(number="Ö 3", title="Stellenplan 2027"),
    )
)
ROSTER = Roster(
    people=(
        Person(name="Sabine Möller", role="chair", office="Bürgermeisterin"),
        Person(name="Jens Krüger", party="CDU"),
        Person(name="Paul Stein", party="FDP"),
        Person(name="Ute Berg", party="AfD"),
    )
)


def find(*lines: tuple[str, str], item: str | None = "Ö 2", joint: tuple[str, ...] = ()) -> Outcomes:
    """Outcomes of utterances that all stand under one item."""
    utterances = tuple(
        Utterance(id=f"u{n}", speaker=voice, text=text, item=item) for n, (voice, text) in enumerate(lines, 1)
    )
    together = (item, *joint) if joint else ()
    items = tuple(
        ItemOutcome(
            number=i.number,
            state="handled" if i.number == item or i.number in joint else "not reached",
            joint_with=tuple(j for j in together if j and j != i.number) if i.number in together else (),
        )
        for i in AGENDA.items
    )
    speakers = (Speaker(id="C", name="Sabine Möller"), Speaker(id="K", name="Jens Krüger"))
    transcript = Transcript(utterances=utterances, speakers=speakers)
    return find_outcomes(
        transcript, AGENDA, ROSTER, ItemAlignment(utterances=utterances, items=items, chair="C")
    )


def only_vote(text: str) -> Vote:
    (vote,) = find(("C", text)).votes
    return vote


@pytest.mark.parametrize(
    ("text", "result", "counts"),
    [
        (
            "Wer ist dafür? Das sind 5. Wer ist dagegen? 6. Enthaltungen? 1. Damit ist der Antrag abgelehnt.",
            "rejected",
            (5, 6, 1),
        ),
        (
            "Wer stimmt zu? Dagegen? Enthaltungen? Mit 15 zu 7 Stimmen bei drei Enthaltungen beschlossen.",
            "accepted",
            (15, 7, 3),
        ),
        (
            "Gegenstimmen? Keine. Enthaltungen? Zwei. Das ist mit achtzehn Ja-Stimmen so genehmigt.",
            "accepted",
            (18, 0, 2),
        ),
        (
            "Gegenstimmen? - Keine. Enthaltungen? - Keine. Dann ist das so beschlossen.",
            "accepted",
            (None, 0, 0),
        ),
        (
            "Wer dem zustimmt, bitte das Handzeichen. Gegenprobe. Das ist einstimmig, zwölf Ja-Stimmen.",
            "accepted",
            (12, 0, 0),
        ),
        (
            "Wer ist dafür? Bei vierzehn Ja-Stimmen, vier Nein-Stimmen und einer Enthaltung ist das gefasst.",
            "accepted",
            (14, 4, 1),
        ),
        (
            "Ich ersuche um ein Zeichen mit der Hand. Gegenprobe. Ich stelle die Einstimmigkeit fest.",
            "accepted",
            (None, 0, None),
        ),
        ("All in favor say aye. Any opposed? None. The motion carries.", "accepted", (None, 0, None)),
    ],
)
def test_votes_are_read_with_result_and_counts(
    text: str, result: str, counts: tuple[int | None, int | None, int | None]
) -> None:
    """Question, answer and announcement make one vote; what nobody stated stays None."""
    vote = only_vote(text)
    assert (result, counts) == (vote.result, (vote.yes, vote.no, vote.abstain))


@pytest.mark.parametrize(
    "text",
    [
        "Wer stimmt zu? 13 Wer stimmt dagegen Sieben Enthaltungen eine Die Satzung ist so beschlossen.",
        "Wir stimmt zu? Mit 13 Ja Stimmen gegen sieben Einstimmen bei einer Enttaltung angenommen.",
        "Wir stimmt zu? Das sind 13. Da gegen 7 Enttaltungen? Eine. Damit ist das angenommen.",
        "Wer stimmt zu? Mit dreizehn Jahrstimmen bei Siebeneinstimmen und einer Enttaltung beschlossen.",
    ],
)
def test_votes_survive_a_bad_recogniser(text: str) -> None:
    """Misheard words of procedure and missing marks do not change the counts."""
    vote = only_vote(text)
    assert (vote.result, vote.yes, vote.no, vote.abstain) == ("accepted", 13, 7, 1)


@pytest.mark.parametrize(
    ("lines", "votes"),
    [
        ([("C", "Gibt es Gegenstimmen? Enthaltungen?")], 0),
        ([("C", "Wir lassen gleich abstimmen, wenn der Antrag angenommen werden soll.")], 0),
        ([("C", "Ich höre keinen Widerspruch. Dann ist das so beschlossen.")], 0),
        ([("C", "Der Bauausschuss hat die Vorlage mit 7 zu 2 Stimmen empfohlen.")], 0),
        ([("C", "Erhebt sich Widerspruch? Ich sehe keinen. Dann verfahren wir so.")], 0),
        (
            [
                ("C", "Das Wort hat Herr Krüger."),
                ("K", "Der Antrag wurde damals einstimmig abgelehnt."),
            ],
            0,
        ),
        (
            [
                ("C", "Gegenstimmen? Keine. Enthaltungen? Keine. Dann ist dem zugestimmt."),
                ("C", "Damit ist es angenommen."),
            ],
            1,
        ),
    ],
    ids=["questions", "plan", "silence", "committee", "procedure", "quoted by a member", "told twice"],
)
def test_only_what_was_voted_counts_and_once(lines: list[tuple[str, str]], votes: int) -> None:
    """Questions, plans, consent by silence, others' votes and quotations are none; told twice is one."""
    assert votes == len(find(*lines).votes)


def test_parties_against_and_abstaining_are_named() -> None:
    """Who was against is spoken as the answer to the question."""
    vote = only_vote(
        "Gegenstimmen? - Der AfD-Fraktion. Enthaltungen? - Die FDP enthält sich. Dann ist so beschlossen."
    )
    assert (vote.against_by, vote.abstain_by, vote.no, vote.abstain) == (("AfD",), ("FDP",), None, None)


def test_points_and_amendments_are_votes_of_their_own() -> None:
    """Amendment, point and main vote are told apart."""
    found = find(
        (
            "C",
            "Ich lasse über den Änderungsantrag abstimmen. Wer stimmt zu? Damit ist er abgelehnt.",
        ),
        ("C", "Ich lasse über Ziffer 1 abstimmen. Gegenstimmen? Keine. Damit ist das beschlossen."),
        (
            "C",
            "Jetzt die Vorlage. Gegenstimmen? Keine. Enthaltungen? Keine. Dann ist das so beschlossen.",
        ),
    )
    assert [(v.subject, v.result) for v in found.votes] == [
        ("amendment", "rejected"),
        ("other", "accepted"),
        ("main", "accepted"),
    ]


def test_the_item_named_in_a_joint_debate_gets_the_vote() -> None:
    """Of items called together the one named with the vote gets it."""
    found = find(
        ("C", "Zuerst Tagesordnungspunkt 2. Wer stimmt zu? 13. Dagegen? 7. Damit ist sie beschlossen."),
        (
            "C",
            "Nun Tagesordnungspunkt 3. Wer ist dafür? 15. Dagegen? 4. Damit ist er angenommen.",
        ),
        joint=("Ö 3",),
    )
    assert [v.item for v in found.votes] == ["Ö 2", "Ö 3"]


@pytest.mark.parametrize(
    ("lines", "vote", "warning"),
    [
        (
            ["Gegenstimmen? - Keine. Enthaltungen? - Keine. Wir machen weiter."],
            ("accepted", "derived", None, 0),
            "nicht angesagt",
        ),
        (
            ["Wer ist dafür? 5. Wer ist dagegen? 9. Enthaltungen? 0. Damit ist der Antrag angenommen."],
            ("accepted", "stated", 5, 9),
            "passen nicht",
        ),
        (
            [
                "Es sind 10 Stimmberechtigte anwesend. Der Rat ist beschlussfähig.",
                "Wer ist dafür? 9. Wer ist dagegen? 3. Damit ist das angenommen.",
            ],
            ("accepted", "stated", 9, 3),
            "höchstens 10",
        ),
    ],
    ids=["unannounced", "counts against the result", "more votes than people"],
)
def test_contradictions_are_reported_and_never_repaired(
    lines: list[str], vote: tuple[str, str, int | None, int | None], warning: str
) -> None:
    """What was said stays as it was said; the secretary is told."""
    found = find(*(("C", line) for line in lines))
    (only,) = found.votes
    assert vote == (only.result, only.origin, only.yes, only.no)
    assert any(warning in sentence for sentence in found.warnings)


@pytest.mark.parametrize(
    ("lines", "motions", "votes"),
    [
        ([("C", "Dann vertagen wir das in die nächste Sitzung.")], 1, []),
        ([("C", "Dann vertagen wir auf die Sitzung am 3. Dezember. Ich sehe allgemeine Zustimmung.")], 1, []),
        ([("C", "Gut, dann stellen wir den Punkt heute zurück.")], 1, []),
        ([("C", "Ich sehe keinen Widerspruch. Damit ist der Punkt vertagt.")], 1, []),
        (
            [
                ("K", "Ich beantrage, den Punkt zu vertagen."),
                ("C", "Kein Widerspruch. Dann ist das so vertagt."),
            ],
            1,
            [],
        ),
        (
            [("C", "Wer ist für die Vertagung? 9. Wer ist dagegen? 3. Dann ist das so vertagt.")],
            0,
            [("procedure", "postponed", 9, 3)],
        ),
        (
            [
                ("K", "Ich beantrage, den Punkt zu vertagen."),
                ("C", "Wer der Vertagung zustimmt, den bitte ich um das Handzeichen."),
                ("C", "Gegenstimmen? Keine. Dann ist der Punkt vertagt."),
            ],
            1,
            [("procedure", "postponed", None, 0)],
        ),
        ([("C", "Der Punkt ist damit einstimmig vertagt.")], 0, [("procedure", "postponed", None, None)]),
    ],
)
def test_postponing_is_a_vote_only_where_one_was_taken(
    lines: list[tuple[str, str]], motions: int, votes: list[tuple[str, str, int | None, int | None]]
) -> None:
    """The item is postponed either way; without a vote the chair's or a member's words are the motion."""
    found = find(*lines)
    assert votes == [(v.subject, v.result, v.yes, v.no) for v in found.votes]
    assert ["postponement"] * motions == [m.kind for m in found.motions]
    assert next(i.state for i in found.items if i.number == "Ö 2") == "postponed"


def test_a_postponement_keeps_the_words_and_their_place() -> None:
    """The date to which the chair postpones stays in the motion, with its utterance as evidence."""
    found = find(("C", "Noch eine Frage?"), ("C", "Dann vertagen wir auf die Sitzung am 3. Dezember. Danke."))
    (motion,) = found.motions
    assert (motion.text, motion.mover, motion.evidence) == (
        "Dann vertagen wir auf die Sitzung am 3. Dezember.",
        "C",
        ("u2",),
    )


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("Der Antrag ist damit in den Bauausschuss verwiesen.", "referred"),
        ("Der Antrag ist hiermit zurückgezogen.", "withdrawn"),
    ],
)
def test_referring_and_withdrawing_without_a_vote_are_none(text: str, state: str) -> None:
    """What the chair merely finds changes the item and makes no vote."""
    found = find(("C", text))
    assert ((), state) == (found.votes, next(i.state for i in found.items if i.number == "Ö 2"))


def test_recusal_from_declaration_to_return() -> None:
    """Bias: who, from when to when, and that he left the table."""
    found = find(
        ("C", "Ist jemand befangen?"),
        ("K", "Ja, ich erkläre mich für befangen und nehme an der Abstimmung nicht teil."),
        ("C", "Herr Krüger verlässt den Beratungstisch und nimmt im Zuhörerbereich Platz."),
        ("C", "Wer ist dafür? Alle. Damit ist das beschlossen."),
        ("C", "Herr Krüger, Sie können wieder Platz nehmen."),
        ("C", "Wir fahren fort."),
    )
    (recusal,) = found.recusals
    assert (
        recusal.person,
        recusal.first,
        recusal.last,
        recusal.left_room,
    ) == ("Jens Krüger", "u2", "u5", True)


def test_motion_with_mover_kind_and_wording() -> None:
    """What a member moves is kept in his words, with the sentence it announces."""
    found = find(
        ("C", "Das Wort hat Herr Krüger."),
        ("K", "Ich beantrage, den Beschluss um einen Satz zu ergänzen. Das Gutachten ist vorzulegen."),
        ("K", "Außerdem beantrage ich nach der Geschäftsordnung den Schluss der Rednerliste."),
    )
    assert [(m.kind, m.mover) for m in found.motions] == [("amendment", "K"), ("procedure", "K")]
    assert "Das Gutachten ist vorzulegen." in found.motions[0].text


def test_decision_keeps_the_spoken_wording() -> None:
    """The wording read out goes before the agenda's title."""
    found = find(
        (
            "C",
            "Der Beschlussvorschlag lautet wie folgt. Die Verwaltung wird beauftragt, Tempo 30 anzuordnen.",
        ),
        ("C", "Wer stimmt zu? 11. Wer ist dagegen? 9. Damit ist das angenommen."),
    )
    assert [(d.text, d.origin) for d in found.decisions] == [
        ("Die Verwaltung wird beauftragt, Tempo 30 anzuordnen.", "stated")
    ]


def test_presence_arrivals_and_formal_findings() -> None:
    """Excuses, arrivals with their time, opening, close, quorum and invitation."""
    found = find(
        ("C", "Ich eröffne die Sitzung um achtzehn Uhr drei. Form- und fristgerecht wurde eingeladen."),
        ("C", "Herr Stein ist entschuldigt. Der Rat ist beschlussfähig."),
        ("C", "Frau Berg ist um 18:42 Uhr eingetroffen."),
        ("C", "Ich schließe die Sitzung um zwanzig Uhr vier."),
        item="Ö 1",
    )
    assert [(a.person, a.state, a.time) for a in found.attendance] == [
        ("Paul Stein", "excused", None),
        ("Ute Berg", "arrived", "18:42"),
    ]
    facts = found.meeting
    assert (facts.opened, facts.closed, facts.quorum, facts.invited_in_form) == ("18:03", "20:04", True, True)


def test_every_claim_names_utterances_that_exist() -> None:
    """No claim without evidence."""
    found = find(
        ("C", "Frau Berg ist entschuldigt. Ich lasse abstimmen."),
        ("C", "Gegenstimmen? Keine. Enthaltungen? 2. Dann ist das so beschlossen."),
    )
    claims = [*found.votes, *found.decisions, *found.attendance]
    assert len(claims) == 3
    assert all(set(c.evidence) <= {"u1", "u2"} and c.evidence for c in claims)


@pytest.mark.parametrize(
    ("said", "times"),
    [
        ("um achtzehn Uhr drei", ("18:03",)),
        ("es ist 18:03 Uhr", ("18:03",)),
        ("um 19.42 Uhr", ("19:42",)),
        ("um neunzehn Uhr", ("19:00",)),
        ("um 9.10 Uhr 35", ()),
    ],
)
def test_times_of_day(said: str, times: tuple[str, ...]) -> None:
    """Times in words and digits; a garbled one is none."""
    assert times == read_clock(normalise(said))


@pytest.mark.parametrize(
    ("said", "count"),
    [("das sind 14 .", 14), ("keine .", 0), ("eine .", 1), ("die afd-fraktion .", None)],
)
def test_answers_give_counts(said: str, count: int | None) -> None:
    """The number in an answer; naming a party is none."""
    assert count == read_answer(said)


def test_announcements_give_counts() -> None:
    """All three sides of one sentence."""
    counts = read_counts("damit mit 5 zu 6 stimmen bei 1 enthaltung abgelehnt .")
    assert (counts.yes, counts.no, counts.abstain) == (5, 6, 1)
