"""Figures of a small meeting whose errors are known."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from app.commands.evaluate import EXPLAINED, command
from app.measure.errors import HypothesisMissingError, ReferenceAmbiguousError, ReferenceMissingError
from app.measure.evaluate import evaluate
from app.measure.meeting import same_name

TURNS = [
    ("S1", "Sabine Möller", "Ö 1", 0.0, 10.0, "Ich eröffne die Sitzung"),
    ("S2", "Jens Krüger", "Ö 1", 10.0, 20.0, "Vielen Dank"),
    ("S1", "Sabine Möller", "Ö 2", 20.0, 40.0, "Wir stimmen ab"),
]


def write(path, value):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(value if isinstance(value, str) else json.dumps(value), encoding="utf-8")


def rttm(turns):
    return "".join(f"SPEAKER x 1 {a:.3f} {b - a:.3f} <NA> <NA> {who} <NA> <NA>\n" for who, a, b in turns)


@pytest.fixture
def recording(tmp_path):
    reference = {
        "case": "x",
        "language": "de",
        "turns": [
            {"speaker": s, "name": n, "item": i, "joint": [], "start": a, "end": b, "written": t}
            for s, n, i, a, b, t in TURNS
        ],
        "items": [{"number": "Ö 1", "start": 0.0}, {"number": "Ö 2", "start": 20.0}],
        "votes": [
            {"item": "Ö 2", "result": "accepted", "yes": 12, "no": 3, "abstain": 0},
            {"item": "Ö 2", "result": "rejected", "yes": 2, "no": 13, "abstain": 0},
        ],
    }
    write(tmp_path / "truth" / "reference.json", reference)
    write(tmp_path / "truth" / "reference.rttm", rttm([(s, a, b) for s, _n, _i, a, b, _t in TURNS]))
    utterances = [
        {
            "id": "u1",
            "speaker": "A",
            "item": "Ö 1",
            "start": 0.0,
            "end": 10.0,
            "text": "Ich eröffne die Sitzung",
        },
        {"id": "u2", "speaker": "B", "item": "Ö 1", "start": 10.0, "end": 20.0, "text": "Vielen Dank"},
        {"id": "u3", "speaker": "A", "item": "Ö 1", "start": 20.0, "end": 40.0, "text": "Wir stimmen auf"},
    ]
    speakers = [{"id": "A", "name": "Frau Möller"}, {"id": "B", "name": "Otto Falsch"}]
    votes = [{"item": "Ö 2", "result": "accepted", "yes": 12, "no": 4}, {"item": "Ö 1", "result": "accepted"}]
    write(tmp_path / "out" / "transcript.json", {"utterances": utterances, "speakers": speakers})
    outcomes = {"items": [{"number": "Ö 1", "start": 1.0}, {"number": "Ö 2", "start": 30.0}], "votes": votes}
    write(tmp_path / "out" / "outcomes.json", outcomes)
    write(tmp_path / "out" / "diarization.rttm", rttm([("A", 0, 10), ("B", 10, 20), ("B", 20, 40)]))
    return tmp_path


def test_figures_of_a_recording(recording):
    """Each figure is what can be worked out by hand."""
    figures = evaluate(recording / "out", recording / "truth")

    assert figures["wer"] == pytest.approx(100 / 9, abs=0.01)
    assert figures["der"] == pytest.approx(50.0)
    assert (figures["der_missed"], figures["der_false_alarm"], figures["der_confusion"]) == (0.0, 0.0, 50.0)
    assert figures["item"] == pytest.approx(0.5, abs=0.02)
    assert figures["name"] == pytest.approx(0.75, abs=0.02)
    assert figures["wrong"] == pytest.approx(0.25, abs=0.02)
    assert (figures["start"], figures["boundary_s"]) == (0.5, 5.5)
    assert (figures["votes"], figures["vote_precision"]) == (0.5, 0.5)
    assert figures["counts"] == pytest.approx(1 / 6, abs=0.001)
    assert figures["invented"] == 1
    assert (figures["voices"], figures["voices_reference"]) == (2, 2)
    assert figures.keys() <= EXPLAINED.keys()


def test_loose_rttm_and_uem(recording):
    """A single RTTM with its UEM is a reference: only the stretch of the UEM counts."""
    write(recording / "many" / "a.rttm", rttm([(s, a, b) for s, _n, _i, a, b, _t in TURNS]))
    write(recording / "many" / "b.rttm", "")
    write(recording / "many" / "a.uem", "a 1 0.000 20.000\n")

    assert evaluate(recording / "out", recording / "many" / "a.rttm")["der"] == pytest.approx(0.0)
    with pytest.raises(ReferenceAmbiguousError, match="a, b"):
        evaluate(recording / "out", recording / "many")


def test_figures_of_a_text(tmp_path):
    """Shares of words, starts and lost characters of a transcript without sound."""
    source = [{"id": f"u{i}", "speaker": "A", "text": f"eins zwei drei {i}"} for i in range(8)]
    truth = {f"u{i}": {"items": ["1"] if i < 4 else ["2"], "name": "Sabine Möller"} for i in range(8)}
    votes = [{"item": "1", "result": "accepted"}, {"item": "2", "result": "rejected"}]
    write(tmp_path / "truth" / "reference.json", {"case": "x", "utterances": truth, "votes": votes})
    write(tmp_path / "truth" / "transcript.json", {"utterances": source})
    found = [{**entry, "item": "1" if i < 5 else "2"} for i, entry in enumerate(source)]
    found[7]["text"] = "eins zwei drei"
    found[6:7] = [
        {"id": "u6", "speaker": "A", "text": "eins zwei", "item": "2"},
        {"id": "u6.2", "speaker": "A", "text": "drei 6", "item": "1"},
    ]
    write(
        tmp_path / "out" / "transcript.json",
        {"utterances": found, "speakers": [{"id": "A", "name": "Möller"}]},
    )
    write(tmp_path / "out" / "outcomes.json", {"votes": [{"item": "1", "result": "accepted"}]})

    figures = evaluate(tmp_path / "out", tmp_path / "truth")

    assert figures["item"] == pytest.approx((4 * 4 + 2 * 4 + 2) / 32, abs=0.001)
    assert figures["start"] == pytest.approx(2 * 2 / (2 + 4), abs=0.001)
    assert (figures["name"], figures["wrong"]) == (1.0, 0.0)
    assert figures["lost"] > 0
    assert (figures["votes"], figures["vote_precision"], figures["vote_recall"]) == (
        pytest.approx(2 / 3, abs=0.001),
        1.0,
        0.5,
    )


def test_missing_sides(tmp_path, recording):
    """A folder without truth and one without a result are told apart."""
    (tmp_path / "empty").mkdir(exist_ok=True)

    with pytest.raises(ReferenceMissingError):
        evaluate(recording / "out", tmp_path / "empty")
    with pytest.raises(HypothesisMissingError):
        evaluate(tmp_path / "empty", recording / "truth")


def test_command_prints_json_and_a_table(recording):
    """``--json`` is one object; the table explains every figure."""
    arguments = ["--hypothesis", str(recording / "out"), "--reference", str(recording / "truth")]

    printed = CliRunner().invoke(command, [*arguments, "--json"], catch_exceptions=False).output
    table = CliRunner().invoke(command, arguments, catch_exceptions=False).output

    assert json.loads(printed)["votes"] == 0.5
    assert "word error rate, percent" in table


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("Dr. Jens Krüger", "Herr Krüger", True),
        ("Jens Krüger", "Jan Krüger", False),
        ("Krüger", "Möller", False),
        (None, "Möller", False),
    ],
)
def test_same_name(one, other, expected):
    """Surnames decide, first names only where both have one."""
    assert same_name(one, other) is expected
