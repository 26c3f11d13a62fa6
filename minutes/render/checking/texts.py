"""What the check of a template says, German and English."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    "not-docx": (
        "Die Datei ist kein Word-Dokument (.docx). Bitte als .docx speichern, ohne Kennwort.",
        "The file is no document of Word (.docx). Save it as .docx, without a password.",
    ),
    "too-large": (
        "Die Datei ist zu groß ({name}). Bitte Bilder verkleinern.",
        "The file is too large ({name}). Make its pictures smaller.",
    ),
    "macros": (
        "Die Datei enthält Makros ({name}). Bitte als .docx ohne Makros speichern.",
        "The file holds macros ({name}). Save it as .docx without macros.",
    ),
    "dotx": (
        "Die Datei ist eine Word-Vorlage (.dotx). Bitte als normales Dokument (.docx) speichern.",
        "The file is a template of Word (.dotx). Save it as an ordinary document (.docx).",
    ),
    "embedded": (
        "Die Datei enthält ein eingebettetes Objekt ({name}). Bitte entfernen oder als Bild einfügen.",
        "The file holds an embedded object ({name}). Remove it, or put it in as a picture.",
    ),
    "external": (
        "Die Datei lädt {name} von außen nach. Bitte Bilder einfügen statt verknüpfen, Vorlagen lösen.",
        "The file fetches {name} from outside. Insert pictures instead of linking them, detach templates.",
    ),
    "field-code": (
        "Die Feldfunktion {name} lädt Fremdes nach oder führt es aus. Bitte entfernen.",
        "The field {name} fetches or runs what is foreign. Remove it.",
    ),
    "unsafe-xml": (
        "Der Teil {name} der Datei ist beschädigt oder unsicher aufgebaut. Bitte neu speichern.",
        "The part {name} of the file is damaged or unsafe. Save the file anew.",
    ),
    "tracked": (
        "Die Datei enthält verfolgte Änderungen. Bitte alle Änderungen annehmen und neu speichern.",
        "The file holds tracked changes. Accept them all and save it anew.",
    ),
    "too-many-tags": (
        "Die Vorlage hat zu viele Felder ({name}).",
        "The template has too many fields ({name}).",
    ),
    "unclosed": (
        "Die Klammer {name} wird in ihrem Absatz nicht geschlossen. Bitte den Platzhalter neu schreiben.",
        "The brace {name} is not closed in its paragraph. Write the placeholder anew in one go.",
    ),
    "syntax": (
        "Der Platzhalter ist falsch geschrieben: {name}.",
        "The placeholder is not written correctly: {name}.",
    ),
    "not-alone": (
        "{name} muss allein in einem Absatz stehen; was daneben steht, ginge verloren.",
        "{name} must stand alone in a paragraph; what stands beside it would be lost.",
    ),
    "across-paragraphs": (
        "{name} reicht über Absätze. Bitte {{%p … %}} schreiben, in Tabellenzeilen {{%tr … %}}.",
        "{name} reaches over paragraphs. Write {{%p … %}}, in rows of tables {{%tr … %}}.",
    ),
    "not-in-table": (
        "{name} steht nicht in einer Tabelle. Bitte {{%p … %}} schreiben.",
        "{name} does not stand in a table. Write {{%p … %}}.",
    ),
    "structure": (
        "Eine Wiederholung oder Bedingung endet anderswo, als sie beginnt; das Dokument zerfiele ({name}).",
        "A loop or condition ends elsewhere than it begins; the document would fall apart ({name}).",
    ),
    "unknown-field": ("Das Feld {name} gibt es nicht.", "There is no field {name}."),
    "no-text": (
        "{name} ist kein Text. Bitte ein Feld davon drucken, etwa {name}.text, oder die Liste wiederholen.",
        "{name} is no text. Print a field of it, such as {name}.text, or loop over the list.",
    ),
    "list-member": (
        "{name} ist eine Liste. Ihre Felder gibt es nur in einer Wiederholung ({{%p for eins in {name} %}}).",
        "{name} is a list. Its fields exist in a loop only ({{%p for one in {name} %}}).",
    ),
    "no-list": (
        "{name} ist keine Liste und lässt sich nicht wiederholen.",
        "{name} is no list to loop over.",
    ),
    "loop-in-loop": (
        "In einer Wiederholung lässt sich nur wiederholen, was zu ihr gehört, nicht {name}.",
        "Within a loop, only what belongs to it can be looped over, not {name}.",
    ),
    "not-allowed": (
        "{name} ist in Vorlagen nicht erlaubt. Möglich sind Felder, for und if; die Form bestimmt Word.",
        "{name} is not allowed in templates. There are fields, for and if; Word sets the form.",
    ),
    "rendering": (
        "Die Probe mit Musterdaten misslingt: {name}",
        "The trial with sample minutes fails: {name}",
    ),
    "missing-field": ("Es fehlt: {name}.", "Missing: {name}."),
    "partly": ("Unvollständig: {name}.", "Incomplete: {name}."),
}
"""German and English; ``{name}`` is what the finding is about."""
