"""The documents of an edition: made once when it is laid before those who sign, once more when they have."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import msgspec

from minutes.exports import minutes_akn
from minutes.lifecycle import canonical_minutes, finished, nonpublic_minutes, sha256, with_released_titles
from minutes.render import render_html, render_own, render_pdf
from minutes.render.phrases import CLOSED_TITLE
from minutes.types import Minutes

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from app.services.confirmations import ReviewShare
    from minutes.render import OwnTemplate
    from minutes.types import MinutesKind, MinutesPart

JSON = "minutes.json"
"""The Minutes of an edition as canonical JSON."""

AKN = "minutes.akn.xml"
"""The public document as Akoma Ntoso."""

TEMPLATE_STAGE, TEMPLATE = "template", "template.docx"
"""Where the template lies in which an edition was printed: it is printed in the same once it is signed."""

MIMES = {
    AKN: "application/akn+xml",
    "minutes.docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "minutes.html": "text/html; charset=utf-8",
    JSON: "application/json",
    "minutes.pdf": "application/pdf",
}

NOTE = (
    "Mit maschineller Unterstützung (KI) erstellt, von Menschen geprüft und verantwortet "
    "(Verordnung (EU) 2024/1689, Art. 50 Abs. 4)"
)
"""What a reader must know about text that a machine drafted and people answer for."""

WAITING = "Stand der Unterschriften"
"""Label of the sentence that goes with the last signature."""

METHODS = {
    "typed": "Namenszeichnung nach erneuter Anmeldung",
    "pdf": "unterschriebenes PDF, hochgeladen",
    "pades": "PAdES-Signatur, hochgeladen, vom Programm nicht geprüft",
    "xades": "XAdES-Signatur, hochgeladen, vom Programm nicht geprüft",
    "cades": "CAdES-Signatur, hochgeladen, vom Programm nicht geprüft",
}


class Made(NamedTuple):
    """A document."""

    public: bool
    name: str
    data: bytes

    @property
    def sha256(self) -> str:
        """Its hash."""
        return sha256(self.data)

    @property
    def key(self) -> str:
        """How the manifest names it."""
        return f"{'public' if self.public else 'nonpublic'}/{self.name}"


class Sheet(msgspec.Struct, frozen=True, kw_only=True):
    """What the provenance sheet of an edition tells beside what the draft's told already."""

    number: int
    day: str
    """``23.11.2026``."""
    corrects: int | None = None
    reason: str = ""
    """Why it was laid before signing though something was missing; for the non-public document alone."""
    changes: int | None = None
    """Changes that people made; None: not known."""
    review: ReviewShare | None = None
    """How much of what deserved a look was looked at; None: not known."""
    reviewers: tuple[str, ...] = ()
    """Names; the public document says "die Schriftführung"."""


def presented(
    whole: Minutes,
    public: Minutes | None,
    kind: MinutesKind,
    sheet: Sheet,
    titles: Collection[str],
    *,
    own: OwnTemplate | None = None,
) -> tuple[Made, ...]:
    """Return the documents that are laid before those who sign.

    Args:
        whole: The minutes with both parts.
        public: The public cut; None where nothing is public.
        kind: Of minutes.
        sheet: For the provenance.
        titles: Numbers of non-public items whose titles were released.
        own: Template of Word of the municipality.
    """
    made: list[Made] = []
    if public is not None:
        shown = with_released_titles(public, whole, titles)
        made += _documents(_final(shown, sheet, public=True), kind, public=True, own=own)
    closed = nonpublic_minutes(whole)
    if closed is not None:
        made += _documents(_final(closed, sheet, public=False), kind, public=False, own=own)
    return tuple(made)


def signed(
    documents: Iterable[tuple[bool, bytes]],
    kind: MinutesKind,
    *,
    edition_sha256: str,
    signatures: Sequence[tuple[str, str, str, str]],
    own: OwnTemplate | None = None,
) -> tuple[Made, ...]:
    """Return the same documents with who signed them.

    Args:
        documents: Whether public, and the canonical JSON that was signed.
        kind: Of minutes.
        edition_sha256: Hash of the edition.
        signatures: Role, name, time, method.
        own: Template of Word of the municipality.
    """
    told = {"Prüfsumme der Fassung (SHA-256)": edition_sha256}
    for number, (role, name, at, method) in enumerate(signatures, 1):
        told[f"Unterschrift {number} ({role})"] = f"{name}, {at}, {METHODS.get(method, method)}"
    made: list[Made] = []
    for public, data in documents:
        minutes = msgspec.json.decode(data, type=Minutes)
        models = {key: value for key, value in minutes.provenance.models.items() if key != WAITING}
        provenance = msgspec.structs.replace(minutes.provenance, models={**models, **told})
        final = msgspec.structs.replace(minutes, status="signed", provenance=provenance)
        made += [one for one in _documents(final, kind, public=public, own=own) if one.name != JSON]
    return tuple(made)


def _final(minutes: Minutes, sheet: Sheet, *, public: bool) -> Minutes:
    source = minutes.provenance
    told = dict(source.models)
    told["Fassung"] = f"{sheet.number} vom {sheet.day}"
    if sheet.corrects is not None:
        told["Berichtigung"] = f"berichtigt die Fassung {sheet.corrects}"
    told["Stellen, die Menschen geändert haben"] = (
        str(sheet.changes) if sheet.changes is not None else "nicht erfasst"
    )
    if sheet.review:
        told["Prüfung"] = _checked(sheet.review, public=public)
    if sheet.reason and not public:
        told["Begründung für offene Angaben"] = sheet.reason
    told[WAITING] = "zur Unterschrift vorgelegt; gilt erst mit allen Unterschriften"
    reviewers = ", ".join(sheet.reviewers)
    provenance = msgspec.structs.replace(
        source,
        note=NOTE,
        models=told,
        reviewed_by="der Schriftführung" if public or not reviewers else reviewers,
    )
    return msgspec.structs.replace(finished(minutes, provenance), status="presented")


def _checked(review: ReviewShare, *, public: bool) -> str:
    """Tell how much was looked at; in public without counts, which would tell how much there is to hide."""
    if public:
        return f"{review.share:.0%} der zweifelhaften Stellen angehört oder angesehen".replace("%", " %")
    return (
        f"{review.looked} von {review.claims} zweifelhaften Stellen angehört oder angesehen; "
        f"{review.confirmed} von {review.binding} Angaben zu Abstimmungen und Beschlüssen bestätigt"
    )


def _documents(minutes: Minutes, kind: MinutesKind, *, public: bool, own: OwnTemplate | None) -> list[Made]:
    part: MinutesPart = "public" if public else "nonpublic"
    if public and any(not item.public and item.title != CLOSED_TITLE for item in minutes.items):
        part = "all"  # the cut holds nothing else of those items than the titles that were released
    made = [
        Made(public, JSON, canonical_minutes(minutes)),
        Made(public, "minutes.html", render_html(minutes, kind, part=part, link_base=None).encode()),
        Made(public, "minutes.docx", render_own(minutes, kind, part=part, own=own)),
        Made(public, "minutes.pdf", render_pdf(minutes, kind, part=part)),
    ]
    if public:
        made.append(Made(public, AKN, minutes_akn(minutes, kind, part=part)))
    return made
