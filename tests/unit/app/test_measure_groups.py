"""Errors by group of voices."""

from __future__ import annotations

import json

from app.measure.groups import by_group, errors_by_voice, main

TURNS = (("S1", "Guten Abend, ich eröffne die Sitzung."), ("S2", "Wir stimmen zu."), ("S1", "Danke sehr."))


def test_each_error_counts_for_the_voice_it_hits():
    """A changed and a lost word count for who said them, an added one for who spoke before."""
    hypothesis = "Guten Abend ich eröffnet die Sitzung wir zu ja danke sehr"
    assert errors_by_voice(TURNS, hypothesis) == {"S1": (8, 1), "S2": (3, 2)}


def test_numbers_may_be_written_in_both_ways():
    """Figures and number words are alike, as everywhere in the measurements."""
    assert errors_by_voice([("S1", "Es ist 18:03 Uhr.")], "es ist 18 uhr 03") == {"S1": (5, 0)}


def test_groups_add_up_their_voices():
    """Voices without a group are left out."""
    voices = {"S1": (10, 1), "S2": (20, 4), "S3": (5, 5)}
    assert by_group(voices, {"S1": "f", "S2": "f"}) == {"f": (2, 30, 5)}


def test_the_command_tells_each_group(tmp_path, capsys):
    """The last line is one JSON object; a voice found half is told as half."""
    reference, transcript = tmp_path / "reference.json", tmp_path / "transcript.json"
    reference.write_text(
        json.dumps(
            {
                "turns": [
                    {"start": 3.0 * at, "speaker": who, "written": text}
                    for at, (who, text) in enumerate(TURNS)
                ]
            }
        )
    )
    transcript.write_text(
        json.dumps({"utterances": [{"start": 0.0, "text": " ".join(text for _, text in TURNS)}]})
    )
    main(["turns", str(reference), str(transcript), "S1=f", "S2=m"])
    assert json.loads(capsys.readouterr().out.splitlines()[-1]) == {
        "f_voices": 1, "f_words": 8, "f_wer_percent": 0.0, "m_voices": 1, "m_words": 3, "m_wer_percent": 0.0,
    }  # fmt: skip
    true, found, speakers = (tmp_path / name for name in ("true.rttm", "found.rttm", "speakers.json"))
    line = "SPEAKER x 1 {} {} <NA> <NA> {} <NA> <NA>\n"
    true.write_text(line.format(0, 10, "A") + line.format(10, 10, "B"))
    found.write_text(line.format(0, 10, "one") + line.format(15, 5, "two"))
    speakers.write_text(json.dumps({"speakers": [{"id": "A", "sex": "f"}, {"id": "B", "sex": "m"}]}))
    main(["voices", str(true), str(found), str(speakers)])
    assert json.loads(capsys.readouterr().out) == {
        "f_voices": 1, "f_seconds": 10.0, "f_found_percent": 100.0,
        "m_voices": 1, "m_seconds": 10.0, "m_found_percent": 50.0,
    }  # fmt: skip
