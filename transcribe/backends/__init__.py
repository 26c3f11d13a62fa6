"""Engines behind :class:`transcribe.protocol.Transcriber`; the only door of faster-whisper."""
