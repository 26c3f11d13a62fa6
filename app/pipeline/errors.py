"""What can go wrong around the stages."""

from __future__ import annotations

from models.errors import InputError


class OutputFolderError(InputError):
    """The folder for the results cannot be used."""

    code = "output-folder"
    de = (
        "In den Ordner {folder} kann nicht geschrieben werden ({reason}). Bitte einen anderen Ordner angeben."
    )
    en = "The folder {folder} cannot be written to ({reason}). Name another folder with --out."


class DiskFullError(InputError):
    """There is no room left where the results or the working copy go."""

    code = "output-disk-full"
    de = (
        "Auf dem Datenträger von {folder} ist kein Platz mehr. Bitte Platz schaffen und denselben Befehl "
        "noch einmal starten; fertige Abschnitte bleiben erhalten."
    )
    en = (
        "There is no room left on the disk of {folder}. Free some and run the same command again; "
        "finished parts are kept."
    )
