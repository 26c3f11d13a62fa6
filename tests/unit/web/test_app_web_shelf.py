"""How the documents of a meeting are offered."""

from __future__ import annotations

import pytest

from app.web.i18n import LANGUAGES, translator
from app.web.shelf import FORMATS, KINDS, build_shelf
from minutes.profiles import all_profiles

NAMES = (
    *sorted(f"{stem}.{ending}" for stem in KINDS for ending in FORMATS),
    "chapters.vtt", "diarization.rttm", "minutes.json", "outcomes.json", "timings.json", "transcript.json",
    "transcript.csv", "transcript.srt", "transcript.txt", "transcript.vtt", "outcomes.csv",
)  # fmt: skip
BOTH = (*NAMES, *(name.replace(".", ".public.") for name in NAMES if not name.startswith(("diar", "tim"))))


@pytest.mark.parametrize(("state", "stem"), [(None, "minutes"), ("NW", "decisions"), ("BY", "results")])
def test_the_kind_of_the_state_comes_first(state, stem):
    """The first document and the first row of all are of the kind that the law asks for."""
    shelf = build_shelf(NAMES, state)
    assert shelf.first is not None
    assert [copy.name for copy in shelf.first.copies] == [f"{stem}.docx", f"{stem}.pdf", f"{stem}.html"]
    assert next(row.stem for row in shelf.minutes) == stem
    assert {row.stem for row in shelf.minutes} == set(KINDS)


def test_both_forms_are_told_apart():
    """Public before complete; the one on the page is the complete one, and says so."""
    shelf = build_shelf(BOTH, None)
    assert [(row.stem, row.part) for row in shelf.minutes][:2] == [("minutes", "public"), ("minutes", "all")]
    assert shelf.first is not None
    assert (shelf.first.part, shelf.first.copies[0].name) == ("all", "minutes.docx")


def test_who_may_read_the_public_part_only_gets_it_first():
    """Without the complete form the public one stands alone and is called by its kind."""
    shelf = build_shelf([name for name in BOTH if ".public." in name], None)
    assert shelf.first is not None
    assert (shelf.first.part, shelf.first.copies[0].name) == (None, "minutes.public.docx")


def test_no_file_is_lost_and_the_list_stays_short():
    """Every file is offered once, in at most a dozen and a half of rows."""
    shelf = build_shelf(BOTH, "BW")
    rows = (*shelf.minutes, *shelf.others)
    assert sorted(copy.name for row in rows for copy in row.copies) == sorted(BOTH)
    assert len(rows) <= 18
    assert [row.stem for row in shelf.others][:2] == ["transcript", "transcript"]
    assert shelf.others[-1].stem == "timings"
    assert len(build_shelf((), None).minutes) == 0


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_and_format_has_a_word(language):
    """What a shelf can hold is said in both languages."""
    say = translator(language)
    shelf = build_shelf(BOTH, None)
    for row in (*shelf.minutes, *shelf.others):
        assert say(f"document.kind.{row.kind}" if row.kind else f"document.{row.stem}")
        for copy in row.copies:
            assert say(f"document.format.{copy.format}")
    assert {profile.usual.kind for profile in all_profiles()} <= set(KINDS.values())
