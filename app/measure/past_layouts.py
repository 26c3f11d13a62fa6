"""Layouts of minutes as councils have them; each writes a sitting into a file and returns its path."""

from __future__ import annotations

import html
import textwrap
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from minutes.render.pdf import compile_markup

if TYPE_CHECKING:
    from app.measure.past_town import Kept, Sitting

Layout = Callable[["Sitting", Path], Path]


def _plain(sitting: Sitting, stem: Path) -> Path:
    """Typewritten: TOP, labels, lines of 78 letters."""
    lines = [
        f"Niederschrift über die {sitting.number}. Sitzung des {_genitive(sitting.council)}",
        f"am {sitting.date}, 17:00 Uhr, im Rathaus", "", "Beginn: 17:00 Uhr", "",
    ]  # fmt: skip
    for kept in _parted(sitting, lines, "Öffentlicher Teil", "Nichtöffentlicher Teil"):
        lines += [*textwrap.wrap(f"TOP {kept.number}: {kept.title}", 78), ""]
        if kept.paper:
            lines += [f"Vorlage: {kept.paper}", ""]
        for said in kept.course:
            lines += [*textwrap.wrap(said, 78), ""]
        if kept.decision:
            lines += ["Beschluss:", *textwrap.wrap(kept.decision, 78), ""]
        if kept.said:
            lines += [f"Abstimmungsergebnis: {kept.said}", ""]
    return _write(stem, ".txt", "\n".join([*lines, "Ende der Sitzung: 20:15 Uhr"]))


def _system(sitting: Sitting, stem: Path) -> Path:
    """As council information systems export it: HTML, Ö and N, a table for the result."""
    parts = [f"<h1>Sitzung des {_genitive(sitting.council)} am {sitting.date}</h1>"]
    for kept in sitting.items:
        letter = "Ö" if kept.public else "N"
        parts.append(f"<h2>{letter} {kept.number} {html.escape(kept.title)}</h2>")
        parts += [f"<p>Drucksache {kept.paper}</p>"] * bool(kept.paper)
        parts += [f"<p>{html.escape(said)}</p>" for said in kept.course]
        parts += [f"<h3>Beschluss:</h3><p>{html.escape(kept.decision)}</p>"] * bool(kept.decision)
        if kept.said:
            parts.append(
                f"<table><tr><td>Abstimmungsergebnis:</td><td>{html.escape(kept.said)}</td></tr></table>"
            )
    page = f"<!doctype html><html><head><title>x</title></head><body>{''.join(parts)}</body></html>"
    return _write(stem, ".html", page)


def _narrated(sitting: Sitting, stem: Path) -> Path:
    """A document of Word: "Zu Punkt …", the result after the wording in a paragraph of its own."""
    import docx  # noqa: PLC0415 - only where one is made

    document = docx.Document()
    document.add_heading(f"Protokoll der {sitting.number}. Sitzung des {_genitive(sitting.council)}", 0)
    document.add_paragraph(f"Datum der Sitzung: {sitting.date}")
    lines: list[str] = []
    for kept in _parted(sitting, lines, "A. Öffentliche Sitzung", "B. Nichtöffentliche Sitzung"):
        for line in lines:
            if line:
                document.add_heading(line, 1)
        lines.clear()
        document.add_heading(f"Zu Punkt {kept.number} der Tagesordnung: {kept.title}", 2)
        for said in kept.course:
            document.add_paragraph(said)
        if kept.decision:
            document.add_paragraph("Beschluss")
            document.add_paragraph(kept.decision)
        if kept.said:
            document.add_paragraph(f"Abstimmung: {kept.said}")
    path = stem.with_suffix(".docx")
    document.save(str(path))
    return path


def _printed(sitting: Sitting, stem: Path) -> Path:
    """A PDF: the agenda first, bare numbers, head and foot on every page, parted words."""
    agenda = "\n".join(
        f"#line[{_typst(f'{kept.number}. {kept.title}')}]" for kept in sitting.items if kept.public
    )
    closed = "\n".join(
        f"#line[{_typst(f'{kept.number}. {kept.title}')}]" for kept in sitting.items if not kept.public
    )
    body: list[str] = []
    lines: list[str] = []
    for kept in _parted(sitting, lines, "Öffentlicher Teil", "Nichtöffentlicher Teil"):
        body += [f"*{_typst(line)}*" for line in lines if line]
        lines.clear()
        body.append(f"*{_typst(f'{kept.number}. {kept.title}')}*")
        body += [_typst(f"Vorlage {kept.paper}")] * bool(kept.paper)
        body += [_typst(said) for said in kept.course]
        body += [f"Beschluss:\n\n{_typst(kept.decision)}"] * bool(kept.decision)
        body += [_typst(f"Abstimmungsergebnis: {kept.said}")] * bool(kept.said)
    source = (
        '#set page(paper: "a5", header: [Niederschrift Nr. '
        + str(sitting.number)
        + '], numbering: "1 / 1")\n'
        '#set text(lang: "de", hyphenate: true, size: 10pt)\n#set par(justify: true)\n'
        "#let line(it) = block(it)\n"
        f"= Niederschrift über die Sitzung des {_genitive(sitting.council)} am {sitting.date}\n\n"
        "*Tagesordnung*\n\n"
        f"{agenda}\n\n"
        + (f"*Nichtöffentlicher Teil*\n\n{closed}\n\n" if closed else "")
        + "#pagebreak()\n"
        + "\n\n".join(body)
    )
    path = stem.with_suffix(".pdf")
    path.write_bytes(compile_markup(source))
    return path


def _paragraphs(sitting: Sitting, stem: Path) -> Path:
    """Kept out of all tuning: paragraphs of law for items, the result before the wording."""
    lines = [
        f"{sitting.council}",
        f"Protokoll Nr. {sitting.number}/{sitting.date[-4:]}",
        f"Sitzung vom {sitting.date}",
        "",
    ]
    for kept in _parted(sitting, lines, "I. Öffentlicher Teil", "II. Nichtöffentlicher Teil"):
        lines += [f"§ {kept.number}", kept.title, ""]
        lines += [one for said in kept.course for one in (said, "")]
        if kept.decision:
            lines += [f"Der Rat fasst folgenden Beschluss ({_other_words(kept)}):", kept.decision, ""]
        elif kept.said:
            lines += [_other_words(kept), ""]
    return _write(stem, ".txt", "\n".join(lines))


def _tabled(sitting: Sitting, stem: Path) -> Path:
    """Kept out of all tuning: a document of Word whose items are rows of a table."""
    import docx  # noqa: PLC0415 - only where one is made

    document = docx.Document()
    document.add_paragraph(
        f"Beschlussprotokoll der Sitzung des {_genitive(sitting.council)} vom {sitting.date}"
    )
    lines: list[str] = []
    rows = document.add_table(0, 2)
    for kept in _parted(sitting, lines, "Öffentlicher Teil:", "Nichtöffentlicher Teil:"):
        for line in lines:
            if line:
                rows.add_row().cells[0].text = line
        lines.clear()
        row = rows.add_row()
        row.cells[0].text, row.cells[1].text = kept.number, kept.title
        for text in (
            kept.decision and f"Beschluss: {kept.decision}",
            kept.said and f"Ergebnis: {_other_words(kept)}",
        ):
            if text:
                rows.add_row().cells[1].text = text
    path = stem.with_suffix(".docx")
    document.save(str(path))
    return path


def _other_words(kept: Kept) -> str:
    """Return the result in words that no rule was written on."""
    counts = [(kept.yes, "dafür"), (kept.no, "dagegen"), (kept.abstain, "enthalten")]
    told = ", ".join(f"{count} {word}" for count, word in counts if count is not None)
    words = {
        "accepted": "ungeändert beschlossen",
        "rejected": "hat keine Zustimmung gefunden",
        "noted": "Kenntnisnahme",
        "postponed": "wird auf die kommende Sitzung verschoben",
        "referred": "an den Fachausschuss überwiesen",
    }
    word = words[kept.result or "noted"]
    return f"{word}: {told}" if told else word


LAYOUTS: dict[str, Layout] = {
    "typewritten, text": _plain,
    "council system, HTML": _system,
    "narrated, Word": _narrated,
    "printed with agenda, PDF": _printed,
    "paragraphs, text (new to the reader)": _paragraphs,
    "table, Word (new to the reader)": _tabled,
}
"""By name."""


def _parted(sitting: Sitting, lines: list[str], first: str, second: str) -> Iterator[Kept]:
    """Yield the items; the heading of each part is added to ``lines`` before its first."""
    shown: bool | None = None
    for kept in sitting.items:
        if kept.public is not shown:
            shown = kept.public
            lines += [first if shown else second, ""]
        yield kept


def _genitive(council: str) -> str:
    return (
        council.replace("Rat", "Rates", 1)
        if council == "Rat"
        else council.replace("ausschuss", "ausschusses").replace("Ausschuss", "Ausschusses")
    )


def _typst(text: str) -> str:
    return "".join(f"\\{one}" if one in "\\#$*_[]<>@`~\"'=-+/" else one for one in text)


def _write(stem: Path, ending: str, text: str) -> Path:
    path = stem.with_suffix(ending)
    path.write_text(text, encoding="utf-8")
    return path
