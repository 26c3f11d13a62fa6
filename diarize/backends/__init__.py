"""Engines behind :class:`diarize.protocol.Diarizer`; the only door of torch and pyannote."""
