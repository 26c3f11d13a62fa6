"""What a user hands in, read with errors that help: agenda, people, glossary, speakers, transcript."""

from minutes.inputs.agenda import read_agenda
from minutes.inputs.glossary import read_glossary
from minutes.inputs.roster import read_roster
from minutes.inputs.speakers_log import read_speakers_log
from minutes.inputs.transcript import read_transcript

__all__ = ("read_agenda", "read_glossary", "read_roster", "read_speakers_log", "read_transcript")
