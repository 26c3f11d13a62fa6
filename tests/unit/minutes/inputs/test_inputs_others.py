"""Roster, glossary and transcript."""

from __future__ import annotations

import json

import pytest

from minutes.inputs import errors as wrong
from minutes.inputs import read_glossary, read_roster, read_transcript


def write(path, value):
    path.write_text(value if isinstance(value, str) else json.dumps(value), encoding="utf-8")
    return path


def test_roster(tmp_path):
    """Missing members default; null means unknown."""
    people = [
        {"name": "Sabine Möller", "role": "chair", "office": None},
        {"name": "Jens Krüger", "present": False},
    ]

    roster = read_roster(write(tmp_path / "r.json", {"schema": "protokollant/roster/1", "people": people}))

    assert [(person.name, person.role, person.present) for person in roster.people] == [
        ("Sabine Möller", "chair", None),
        ("Jens Krüger", "member", False),
    ]


@pytest.mark.parametrize(
    ("content", "error", "named"),
    [
        (
            {"people": [{"name": "Jens", "role": "boss"}]},
            wrong.UnknownRoleError,
            "Jens has the unknown role 'boss'",
        ),
        ({"people": [{"name": " "}]}, wrong.InvalidMemberError, r"people\[0\]\.name"),
        ({"people": [{"name": "Jens", "votes": "ja"}]}, wrong.InvalidMemberError, r"people\[0\]\.votes"),
        ({"items": []}, wrong.NoPeopleError, "people"),
        ({"schema": "protokollant/roster/2", "people": []}, wrong.WrongSchemaError, "roster/2"),
    ],
)
def test_wrong_rosters(tmp_path, content, error, named):
    """A wrong roster is refused in one line that says where."""
    with pytest.raises(error, match=named):
        read_roster(write(tmp_path / "r.json", content))


def test_text_that_is_not_utf8(tmp_path):
    """A file in another encoding is named as such."""
    path = tmp_path / "r.json"
    path.write_bytes("{'ä'".encode("latin-1"))

    with pytest.raises(wrong.InputEncodingError, match="UTF-8"):
        read_roster(path)


def test_glossary(tmp_path):
    """Terms come in order, each once, without comments; JSON works as well."""
    text = write(tmp_path / "g.txt", "Mühlbach\n# Straßen\nAm Anger  # im Norden\n\nMühlbach\n")
    data = write(tmp_path / "g.json", {"schema": "protokollant/glossary/1", "terms": ["BauGB"]})

    assert read_glossary(text) == ("Mühlbach", "Am Anger")
    assert read_glossary(data) == ("BauGB",)
    with pytest.raises(wrong.InvalidMemberError):
        read_glossary(write(tmp_path / "bad.json", {"terms": "BauGB"}))


def test_transcript_needs_only_id_speaker_and_text(tmp_path):
    """Times, words and names may be missing; unknown flags and members are dropped."""
    data = {
        "schema": "protokollant/transcript/1",
        "utterances": [
            {"id": "u1", "speaker": "A", "text": "Guten Abend.", "flags": ["odd", "overlap"], "extra": 1},
            {"id": 2, "text": "", "start": None},
        ],
    }

    transcript = read_transcript(write(tmp_path / "t.json", data))

    assert [utterance.id for utterance in transcript.utterances] == ["u1", "2"]
    assert transcript.utterances[0].flags == ("overlap",)
    assert None is transcript.utterances[1].start


@pytest.mark.parametrize(
    ("utterances", "error", "named"),
    [
        ([{"text": "x"}], wrong.InvalidMemberError, r"utterances\[0\].*'id'"),
        ([{"id": "u1"}], wrong.InvalidMemberError, r"utterances\[0\].*'text'"),
        (
            [{"id": "u1", "text": "a"}, {"id": "u1", "text": "b"}],
            wrong.DuplicateUtteranceError,
            "'u1' occurs twice",
        ),
        (None, wrong.InvalidMemberError, "utterances"),
        ([5], wrong.InvalidMemberError, r"utterances\[0\]"),
    ],
)
def test_wrong_transcripts(tmp_path, utterances, error, named):
    """A transcript without ids, or with one twice, is refused."""
    with pytest.raises(error, match=named):
        read_transcript(write(tmp_path / "t.json", {"utterances": utterances}))
