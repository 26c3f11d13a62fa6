"""What a user hands in: agenda, roster, glossary and transcript, read with errors that help."""

from minutes.inputs.agenda import read_agenda
from minutes.inputs.glossary import read_glossary
from minutes.inputs.roster import read_roster
from minutes.inputs.transcript import read_transcript

__all__ = ("read_agenda", "read_glossary", "read_roster", "read_transcript")
