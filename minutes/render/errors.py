"""What can go wrong while a document is made."""

from __future__ import annotations

from models.errors import InputError, ProtokollantError


class TemplateError(InputError):
    """A template of the minutes cannot be read or filled."""

    code = "minutes-template"
    de = "Die Vorlage {name} lässt sich nicht ausfüllen: {reason}. Bitte mit docs/templates.md vergleichen."
    en = "The template {name} cannot be filled: {reason}. Please compare it with docs/templates.md."


class RenderError(ProtokollantError):
    """The PDF could not be made."""

    code = "minutes-render"
    de = "Das PDF der Niederschrift konnte nicht erzeugt werden: {reason}."
    en = "The PDF of the minutes could not be made: {reason}."


class NoWordFileError(InputError):
    """A file is no document of Word, or its contents are larger than any minutes."""

    code = "minutes-no-word-file"
    de = (
        "Die Datei ist kein Word-Dokument (.docx). Bitte die Niederschrift in Word oder LibreOffice als "
        ".docx speichern."
    )
    en = "The file is no document of Word (.docx). Save the minutes as .docx in Word or LibreOffice."
