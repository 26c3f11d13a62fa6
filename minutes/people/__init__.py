"""Voices to people."""

from minutes.people.chairing import presiding_voices
from minutes.people.mentions import Mention, PeopleIndex
from minutes.people.naming import name_speakers

__all__ = ("Mention", "PeopleIndex", "name_speakers", "presiding_voices")
