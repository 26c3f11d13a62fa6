"""What can be wrong with an input file. Each is exit status 2 and one line that names the file.

InputError
├── InputMissingError        no such file
├── InputUnreadableError     it cannot be opened
├── InputEncodingError       not UTF-8 text
├── NotJsonError             no JSON
├── WrongSchemaError         JSON of another kind
├── InvalidMemberError       a member has the wrong type or is missing
├── UnknownRoleError         roster: a role that does not exist
├── NoPeopleError            roster: no list of people
├── DuplicateItemError       agenda: one number twice
├── EmptyAgendaError         agenda: no item
├── UnsupportedFormatError   agenda: neither JSON, docx, pdf nor txt
├── DamagedDocumentError     docx or pdf that cannot be opened
├── EncryptedPdfError        agenda: PDF with a password
├── PdfWithoutTextError      agenda: scanned PDF
├── AgendaAddressError       agenda: URL that does not answer
└── DuplicateUtteranceError  transcript: one id twice
"""

from __future__ import annotations

from models.errors import InputError


class InputMissingError(InputError):
    """There is no such file."""

    code = "input-missing"
    de = "Die Datei {file} gibt es nicht; bitte den Pfad prüfen."
    en = "The file {file} does not exist; check the path."


class InputUnreadableError(InputError):
    """The file cannot be opened, or is a folder."""

    code = "input-unreadable"
    de = "Die Datei {file} kann nicht gelesen werden; bitte die Zugriffsrechte prüfen."
    en = "The file {file} cannot be read; check its permissions."


class InputEncodingError(InputError):
    """The file is not UTF-8."""

    code = "input-encoding"
    de = "Die Datei {file} ist kein UTF-8-Text; bitte als UTF-8 speichern."
    en = "The file {file} is not UTF-8 text; save it as UTF-8."


class NotJsonError(InputError):
    """The file is no JSON object."""

    code = "input-json"
    de = "Die Datei {file} ist kein gültiges JSON (Zeile {line}, Spalte {column}); bitte dort prüfen."
    en = "The file {file} is not valid JSON (line {line}, column {column}); look there."


class WrongSchemaError(InputError):
    """The JSON is of another kind or of a newer version."""

    code = "input-schema"
    de = "Die Datei {file} ist „{found}“, erwartet wird „{wanted}“; bitte die richtige Datei angeben."
    en = "The file {file} is '{found}' where '{wanted}' is expected; give the right file."


class InvalidMemberError(InputError):
    """A member of the JSON has the wrong type, an unknown value, or is missing."""

    code = "input-member"
    de = "In {file} stimmt {where} nicht ({problem}); bitte berichtigen."
    en = "In {file}, {where} is wrong ({problem}); correct it."


class UnknownRoleError(InputError):
    """A person of the roster has a role that does not exist."""

    code = "roster-role"
    de = "In {file} hat {person} die unbekannte Rolle „{role}“; möglich sind {known}."
    en = "In {file}, {person} has the unknown role '{role}'; possible are {known}."


class NoPeopleError(InputError):
    """The roster has no list of people."""

    code = "roster-people"
    de = "In {file} fehlt die Liste „people“; bitte die Datei mit den Personen angeben."
    en = "In {file} the list 'people' is missing; give the file with the people."


class DuplicateItemError(InputError):
    """Two items of the agenda have the same number."""

    code = "agenda-duplicate"
    de = "In {file} kommt die Nummer „{number}“ zweimal vor; jede Nummer bitte nur einmal vergeben."
    en = "In {file} the number '{number}' occurs twice; give each item a number of its own."


class EmptyAgendaError(InputError):
    """No item was found."""

    code = "agenda-empty"
    de = "In {file} steht kein Tagesordnungspunkt; bitte die Einladung mit der Tagesordnung angeben."
    en = "In {file} there is no agenda item; give the invitation with the agenda."


class UnsupportedFormatError(InputError):
    """The agenda is of a kind that cannot be read."""

    code = "agenda-format"
    de = "Die Datei {file} ist weder JSON noch .docx, .pdf oder .txt; bitte in einer dieser Formen speichern."
    en = "The file {file} is neither JSON nor .docx, .pdf or .txt; save it as one of these."


class DamagedDocumentError(InputError):
    """A document cannot be opened as what its name says."""

    code = "agenda-damaged"
    de = "Die Datei {file} lässt sich nicht als {kind} öffnen; bitte neu speichern."
    en = "The file {file} cannot be opened as {kind}; save it again."


class EncryptedPdfError(InputError):
    """The PDF asks for a password."""

    code = "agenda-encrypted"
    de = "Die Datei {file} ist mit einem Kennwort verschlüsselt; bitte ohne Kennwort speichern."
    en = "The file {file} is encrypted with a password; save it without one."


class PdfWithoutTextError(InputError):
    """The PDF holds pictures only."""

    code = "agenda-scanned"
    de = "Die Datei {file} enthält keinen Text (eingescannt?); bitte die Tagesordnung als Text angeben."
    en = "The file {file} has no text (scanned?); give the agenda as text."


class AgendaAddressError(InputError):
    """The OParl address does not answer with a Meeting."""

    code = "agenda-address"
    de = "Unter {url} ist keine OParl-Sitzung zu bekommen ({problem}); bitte die Adresse prüfen."
    en = "There is no OParl Meeting to be had at {url} ({problem}); check the address."


class DuplicateUtteranceError(InputError):
    """Two utterances of a transcript have the same id."""

    code = "transcript-duplicate"
    de = "In {file} kommt die Äußerung „{utterance}“ zweimal vor; jede id bitte nur einmal vergeben."
    en = "In {file} the utterance id '{utterance}' occurs twice; ids must be unique."
