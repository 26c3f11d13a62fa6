"""A meeting laid along its agenda: calls in every form, mentions that are none, exceptions to order."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diarize.types import Utterance
from minutes.items import assign_items
from minutes.types import Agenda, AgendaItem
from transcribe.types import Word

TITLES = (
    ("1", "Eröffnung der Sitzung und Feststellung der Beschlussfähigkeit"),
    ("2", "Genehmigung der Niederschrift"),
    ("3", "Neubau der Feuerwache Nord"),
    ("4", "Haushaltssatzung 2027"),
    ("5", "Stellenplan 2027"),
    ("6", "Antrag der Fraktion Grüne: Radweg an der Uferstraße"),
    ("7", "Gebührensatzung für den Wochenmarkt"),
    ("7.1", "Kalkulation der Standgelder"),
    ("8", "Mitteilungen und Anfragen"),
)
OPENING = [
    ("A", "Guten Abend, ich eröffne die Sitzung des Gemeinderats und stelle die Beschlussfähigkeit fest."),
    ("A", "Gibt es Einwände gegen die Tagesordnung? Das ist nicht der Fall."),
]
DEBATE = [
    ("B", "Das ist eine gute Sache, wir haben lange darauf gewartet."),
    ("C", "Ich sehe das kritisch, denn die Kosten laufen uns davon."),
    ("A", "Gibt es weitere Wortmeldungen? Das ist nicht der Fall."),
    ("A", "Wer stimmt dafür? Gegenstimmen? Enthaltungen? Dann ist das so beschlossen."),
]


def agenda(*rows, titles=TITLES):
    """An agenda; rows starting with N are not public."""
    chosen = rows or titles
    return Agenda(items=tuple(AgendaItem(number=n, title=t, public=not n.startswith("N")) for n, t in chosen))


def meeting(*parts):
    """Utterances of the given (speaker, text) pairs; lists of pairs are laid end to end."""
    pairs = []
    for part in parts:
        pairs += part if isinstance(part, list) else [part]
    return [Utterance(id=f"u{k}", speaker=s, text=t) for k, (s, t) in enumerate(pairs, start=1)]


def item_of(alignment, words):
    """Number of the item under which words were said."""
    return next(u.item for u in alignment.utterances if words in u.text)


def call(text):
    """A meeting with one call after item 2 and a debate behind it."""
    return meeting(
        OPENING,
        ("A", "Ich rufe auf Tagesordnungspunkt 2, Genehmigung der Niederschrift."),
        DEBATE,
        ("A", text),
        DEBATE,
    )


@pytest.mark.parametrize(
    "text",
    [
        "Ich rufe auf Tagesordnungspunkt 3, Neubau der Feuerwache Nord.",
        "Wir kommen zu Tagesordnungspunkt drei.",
        "TOP 3. Herr Vogt, Sie haben das Wort.",
        "Dann kommen wir zum Neubau der Feuerwache Nord.",
        "3. Neubau der Feuerwache.",
        "Somit komme ich auch schon zum dritten Tagesordnungspunkt.",
        "Ich schließe TOP 2 und rufe TOP 3 auf.",
        "Ist jetzt nicht der Fall, dann würde ich zum TOP 3 kommen, und zwar zur Feuerwache.",
        "Weiter geht es mit dem Neubau der Feuer Wache Nord.",
        "Neubau der Feuerwache Nord. Gibt es dazu Wortmeldungen?",
        "Wir gelangen zu Postnummer 3.",
        "Traktandum 3, Neubau der Feuerwache Nord.",
        "Dann machen wir mit TOP 3 weiter.",
        "Jetzt rufe ich den Tagesordnungspunkt drei auf, Neubau der Feuerwache Mord.",
    ],
)
def test_calls_open_an_item(text):
    """An item is found by number, title or order, in all the ways chairs call it."""
    found = assign_items(call(text), agenda())
    assert "3" in [n for b in found.boundaries for n in b.numbers]
    assert found.utterances[-1].item == "3"


@pytest.mark.parametrize(
    "text",
    [
        "In der letzten Niederschrift habe ich eine Anmerkung zu Punkt 7.",
        "Später kommen wir zum Tagesordnungspunkt 7.",
        "TOP 7 steht als vertagt auf der Konsensliste.",
        "Damit ist dieser Tagesordnungspunkt beendet.",
        "Wir behandeln TOP 7 nicht.",
        "Ich gehe davon aus, dass Einverständnis besteht, dies als letzten Tagesordnungspunkt aufzurufen.",
        "Wir kommen zur Abstimmung.",
        "Ich rufe die Frage 4 auf.",
        "Das sind 4. Wer ist dagegen? 3. Enthaltungen? 5.",
    ],
)
def test_mentions_open_nothing(text):
    """Words about an item that do not call it leave the running item alone."""
    found = assign_items(call(text), agenda())
    assert {"1", "2"} == {u.item for u in found.utterances}


@pytest.mark.parametrize(
    ("said", "number"),
    [
        ("7.1", "7.1"),
        ("71", "7.1"),
        ("sieben eins", "7.1"),
        ("sieben Punkt eins", "7.1"),
        ("7 1", "7.1"),
        ("sieben", "7"),
    ],
)
def test_forms_of_dotted_numbers(said, number):
    """A dotted number is understood with its dot, without it, and in words."""
    found = assign_items(call(f"Ich rufe auf: Tagesordnungspunkt {said}."), agenda())
    assert number == found.utterances[-1].item


def test_many_items_in_one_breath():
    """Items called one after the other inside one utterance cut it at each call."""
    text = (
        "Tagesordnungspunkt 3, Neubau der Feuerwache Nord. Wortmeldungen? Keine. Gegenstimmen? Keine. "
        "Dann ist das so beschlossen. "
        "Tagesordnungspunkt 4, Haushaltssatzung 2027. Wortmeldungen? Keine. Gegenstimmen? Keine. "
        "Dann ist so beschlossen. "
        "Tagesordnungspunkt 5, Stellenplan 2027. Gegenstimmen? Keine. Dann ist so beschlossen."
    )
    found = assign_items(call(text), agenda())
    parts = [u for u in found.utterances if u.id.split(".")[0] == "u8"]
    assert [u.item for u in parts] == ["3", "4", "5"]
    assert [u.id for u in parts] == ["u8", "u8.2", "u8.3"]
    assert text == " ".join(u.text for u in parts)


def test_joint_call_and_separate_votes():
    """Items called together share a section; each is reported with the other."""
    found = assign_items(
        call("Ich rufe gemeinsam auf die Tagesordnungspunkte 4 und 5, Haushaltssatzung und Stellenplan."),
        agenda(),
    )
    by_number = {o.number: o for o in found.items}
    assert by_number["4"].joint_with == ("5",)
    assert by_number["5"].joint_with == ("4",)
    assert by_number["4"].first == by_number["5"].first
    assert found.utterances[-1].item in {"4", "5"}


def test_range_of_letters():
    """ "7 a bis 7 d" is one call of all of them."""
    rows = [
        ("1", "Bericht"),
        ("7a", "Parkordnung"),
        ("7b", "Parkgebühren"),
        ("7c", "Parkausweise"),
        ("8", "Anfragen"),
    ]
    found = assign_items(
        meeting(
            ("A", "Ich rufe auf Tagesordnungspunkt 1, Bericht."),
            DEBATE,
            ("A", "Ich rufe die Tagesordnungspunkte 7 a bis 7 c auf."),
            DEBATE,
            ("A", "Ich rufe Tagesordnungspunkt 8 auf."),
            DEBATE,
        ),
        agenda(*rows),
    )
    assert found.boundaries[1].numbers == ("7a", "7b", "7c")


def test_item_taken_early_and_order_resumed():
    """An item taken out of order is found, and so are those that follow in order."""
    found = assign_items(
        meeting(
            OPENING,
            ("A", "Ich rufe auf Tagesordnungspunkt 7, Gebührensatzung für den Wochenmarkt."),
            DEBATE,
            ("A", "Ich rufe auf Tagesordnungspunkt 2, Genehmigung der Niederschrift."),
            DEBATE,
            ("A", "Ich rufe auf Tagesordnungspunkt 3, Neubau der Feuerwache Nord."),
            DEBATE,
        ),
        agenda(),
    )
    assert [b.numbers[0] for b in found.boundaries] == ["1", "7", "2", "3"]


def test_item_taken_up_again():
    """An item may come back; nothing of it is lost."""
    found = assign_items(
        meeting(
            OPENING,
            ("A", "Ich rufe auf Tagesordnungspunkt 2, Genehmigung der Niederschrift."),
            DEBATE,
            ("A", "Ich rufe auf Tagesordnungspunkt 3, Neubau der Feuerwache Nord."),
            DEBATE,
            ("A", "Wir nehmen Tagesordnungspunkt 2 wieder auf, die Genehmigung der Niederschrift."),
            DEBATE,
        ),
        agenda(),
    )
    assert [b.numbers[0] for b in found.boundaries] == ["1", "2", "3", "2"]


def test_opening_belongs_to_an_opening_item_only():
    """What is said before the first call is the opening item's, or nobody's where there is none."""
    speech = meeting(
        OPENING, ("A", "Ich rufe auf Tagesordnungspunkt 2, Genehmigung der Niederschrift."), DEBATE
    )
    assert assign_items(speech, agenda()).utterances[0].item == "1"
    without = assign_items(speech, agenda(*TITLES[1:]))
    assert without.utterances[0].item is None
    assert without.utterances[-1].item == "2"


def test_talk_about_the_agenda_opens_nothing():
    """Items added, moved and taken off while the agenda is settled are not called."""
    found = assign_items(
        meeting(
            ("A", "Guten Abend, ich eröffne die Sitzung."),
            ("A", "Abgesetzt wurden die Tagesordnungspunkte 5 und 7.1."),
            ("A", "Ich schlage vor, Tagesordnungspunkt 6, den Radweg an der Uferstraße, vorzuziehen."),
            ("A", "Damit ist die so geänderte Tagesordnung beschlossen."),
            ("A", "Ich rufe auf Tagesordnungspunkt 2, Genehmigung der Niederschrift."),
            DEBATE,
        ),
        agenda(*TITLES[1:]),
    )
    assert [n for b in found.boundaries for n in b.numbers] == ["2"]
    states = {o.number: o.state for o in found.items}
    assert "withdrawn" == states["5"] == states["7.1"]
    assert states["4"] == "not reached"


def test_english_council():
    """English calls, by ordinal, number and title."""
    rows = [
        ("1", "Call the regular meeting to order."),
        ("2", "Pledge of Allegiance."),
        ("3", "Adoption of the agenda."),
        ("4", "Public hearing on the library budget."),
        ("5", "Adjournment."),
    ]
    found = assign_items(
        meeting(
            ("A", "Good evening, I would like to call the regular meeting to order."),
            ("A", "Please rise for the Pledge of Allegiance."),
            ("B", "I pledge allegiance to the flag of the United States of America."),
            (
                "A",
                "Item three, adoption of the agenda. Is there a motion? A second? The motion carries.",
            ),
            ("A", "Our next agenda item is the public hearing on the library budget."),
            ("C", "Thank you, Mayor, the library is the heart of this town and it needs the money."),
            ("A", "Thank you. With no further business we move to adjournment."),
        ),
        agenda(*rows),
    )
    assert item_of(found, "I pledge allegiance") == "2"
    assert item_of(found, "heart of this town") == "4"
    assert {"1", "2", "3", "4", "5"} == {u.item for u in found.utterances}


def test_words_and_times_follow_their_text():
    """A split utterance keeps its words with the right part and its times in order."""
    text = "Dann ist das so beschlossen. Tagesordnungspunkt 3, Neubau der Feuerwache Nord."
    words = tuple(
        Word(start=float(k), end=k + 0.9, text=w, probability=0.9)
        for k, w in enumerate(text.split(), start=100)
    )
    base = call("Danke.")
    split = Utterance(id="x", speaker="A", text=text, start=100.0, end=110.0, words=words)
    found = assign_items([*base[:7], split, *base[8:]], agenda())
    first, second = [u for u in found.utterances if u.id.startswith("x")]
    assert [w.text for w in first.words] == ["Dann", "ist", "das", "so", "beschlossen."]
    assert (first.start, first.end) == (100.0, 104.9)
    assert (second.start, second.end) == (105.0, 110.0)


def test_times_without_words_are_shared_by_length():
    """Without words the time of a cut is its share of the characters."""
    text = "Dann ist das so beschlossen. Tagesordnungspunkt 3, Neubau der Feuerwache Nord."
    base = call("Danke.")
    found = assign_items(
        [*base[:7], Utterance(id="x", speaker="A", text=text, start=0.0, end=len(text) / 10), *base[8:]],
        agenda(),
    )
    first, second = [u for u in found.utterances if u.id.startswith("x")]
    assert first.end == second.start == pytest.approx(2.9, abs=0.2)


def test_empty_agenda_and_empty_meeting():
    """Nothing to align with leaves everything unassigned; nobody speaking reaches nothing."""
    speech = call("Danke.")
    assert {None} == {u.item for u in assign_items(speech, Agenda()).utterances}
    silent = assign_items([], agenda())
    assert {"not reached"} == {o.state for o in silent.items}
    assert silent.utterances == ()


def test_confidence_and_runners_up():
    """A call without a doubt is sure; one by order alone is not, and names what else may be meant."""
    sure = assign_items(call("Ich rufe auf Tagesordnungspunkt 3, Neubau der Feuerwache Nord."), agenda())
    assert sure.boundaries[-1].confidence > 0.95
    assert {"call", "number", "title"} <= set(sure.boundaries[-1].reasons)
    vague = assign_items(call("Wir kommen zu Punkt 3."), agenda())
    assert vague.boundaries[-1].confidence < sure.boundaries[-1].confidence
    assert all(0 <= c.probability <= 1 for b in vague.boundaries for c in b.others)


def test_warnings_name_what_to_look_at():
    """Items that were never heard are reported in German."""
    found = assign_items(call("Danke."), agenda())
    assert any("Punkt 8" in w and "nicht gefunden" in w for w in found.warnings)


_SENTENCES = st.sampled_from(
    [
        "Ich rufe auf Tagesordnungspunkt 3, Neubau der Feuerwache Nord.",
        "TOP 4",
        "Ich rufe auf:",
        "Dann ist das so beschlossen. 5. Der Stellenplan.",
        "  ",
        "Tagesordnungspunkte 4 und 5 gemeinsam. Gegenstimmen? - Keine. Wir kommen zu 7.1, Kalkulation.",
        "Herr Müller, bitte.",
        "§ 3 Absatz 2, Nr. 5 - 10.000 Euro; das sind 4.",
        "…",
    ]
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["A", "B", None]), _SENTENCES), max_size=25))
def test_nothing_is_ever_lost(pairs):
    """Whatever is said, every utterance comes back with its text, and every item has one outcome."""
    speech = meeting(pairs)
    found = assign_items(speech, agenda())
    for utterance in speech:
        parts = [u for u in found.utterances if u.id.split(".")[0] == utterance.id]
        assert re.sub(r"\s", "", utterance.text) == re.sub(r"\s", "", "".join(u.text for u in parts))
    assert [i.number for i in agenda().items] == [o.number for o in found.items]
    ids = [u.id for u in found.utterances]
    assert len(ids) == len(set(ids))


def test_speech_without_full_stops_is_cut_too():
    """A recogniser that writes no punctuation does not hide the calls inside a long utterance."""
    text = (
        "Tagesordnungspunkt 3 Neubau der Feuerwache Nord Gibt es dazu Wortmeldungen Das ist nicht der Fall "
        "Gegenstimmen Keine Enthaltungen Keine Dann ist das so beschlossen Tagesordnungspunkt 4 "
        "Haushaltssatzung 2027 Gibt es Wortmeldungen Gegenstimmen Keine Dann ist so beschlossen"
    )
    found = assign_items(call(text), agenda())
    parts = [u for u in found.utterances if u.id.split(".")[0] == "u8"]
    assert [u.item for u in parts] == ["3", "4"]
    assert parts[1].text.startswith("Tagesordnungspunkt 4")
