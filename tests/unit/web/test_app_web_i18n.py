"""The catalogues are complete, and the right one is chosen."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter

import pytest

from app.web.i18n import LANGUAGES, choose_language, translator
from app.web.pages import TEMPLATES
from app.web.portal_pages import TEMPLATES as PORTAL

SOURCES = (*TEMPLATES.rglob("*.html"), *PORTAL.rglob("*.html"), *Path("app/web").rglob("*.py"))

MADE_UP = ("ai.",
           "state.", "stage.", "stage_state.", "document.", "item.", "vote.", "motion.", "presence.", "flag.",
           "result.invited", "result.quorum", "result.part_", "origin.",
           "account.saved_", "account.method_", "login.said_", "setup.missing_", "welcome.title_", "role.",
           "role_text.", "permission.",
           "queue.waits_", "queue.kind.", "queue.device_", "queue.cancel", "queue.retry", "queue.forward",
           "again.", "edit.part.", "edit.role.", "edit.present_",
           "notify.state_", "notify.draft", "notify.processing",
           "audit.name.", "glossary.kind.",
           "editions.about.", "editions.kind.", "editions.method.", "editions.move.", "editions.need.",
           "editions.stage.", "editions.state.", "editions.term.", "editions.public", "editions.nonpublic",
           "search.facet.", "search.kind.", "search.order.", "search.result.",
           "check.answer.", "check.answer_unheard.", "check.answered.", "check.key.", "check.kind.",
           "correct.js.", "correct.tool.",
           "portal.failed", "portal.file.", "portal.gone",
           "writing.add.", "writing.known.", "writing.name.", "writing.one.", "writing.part.",
           "writing.section.", "writing.value.",
           "retention.kind.", "retention.about.", "retention.after.")  # fmt: skip
"""Beginnings of keys that templates put together from data."""


def keys_in_use():
    found = set()
    for source in SOURCES:
        text = source.read_text(encoding="utf-8")
        found.update(re.findall(r"""\bt\(\s*["']([a-z_.0-9]+)["']\s*[,)]""", text))
        for key in re.findall(r"""\bt\.count\(\s*["']([a-z_.0-9]+)["']""", text):
            found.update({f"{key}.one", f"{key}.many"})
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_key_of_the_pages_has_a_text(language):
    """No page can ask for a text that is not there."""
    assert set() == keys_in_use() - set(translator(language).messages)


def test_no_text_is_left_over():
    """A text that no page uses is taken out of the catalogue."""
    unused = set(translator("de").messages) - keys_in_use()
    assert set() == {key for key in unused if not key.startswith(MADE_UP)}


def test_languages_have_the_same_keys_and_gaps():
    """English says what German says, with the same values filled in."""
    german, english = translator("de").messages, translator("en").messages
    assert set(german) == set(english)

    def names(text):
        return {name for _, name, _, _ in Formatter().parse(text) if name}

    differing = {key for key in german if names(german[key]) != names(english[key])}
    # a count of one needs no figure in words, in either language
    assert set() == {key for key in differing if not key.endswith(".one")}


def test_english_is_translated():
    """Only words that are the same in both languages may be equal."""
    german, english = translator("de").messages, translator("en").messages
    same = {key for key in german if german[key] == english[key] and len(german[key]) > 14}
    assert set() == same


@pytest.mark.parametrize(
    ("asked", "kept", "accepted", "expected"),
    [
        (None, None, "", "de"),
        (None, None, "en-GB,en;q=0.9,de;q=0.8", "en"),
        (None, None, "fr,de;q=0.5,en;q=0.7", "en"),
        (None, None, "fr;q=x, *", "de"),
        (None, "en", "de", "en"),
        ("de", "en", "en", "de"),
        ("xx", None, "en;q=0", "de"),
    ],
)
def test_language_follows_address_then_cookie_then_header(asked, kept, accepted, expected):
    """What the reader chose comes before what the browser says; German where nothing fits."""
    assert expected == choose_language(asked, kept, accepted)


def test_unknown_key_is_an_error():
    """A missing text is found in the tests, not by a reader."""
    with pytest.raises(KeyError):
        translator("de")("no.such.key")


def test_count_chooses_between_one_and_many():
    """One item is not "1 items"."""
    t = translator("en")
    assert t.count("prepare.agenda", 1) == "Agenda: one item"
    assert t.count("prepare.agenda", 7) == "Agenda: 7 items"
