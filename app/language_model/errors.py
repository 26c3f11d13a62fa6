"""What can be wrong with the settings of the language model."""

from __future__ import annotations

from models.errors import InputError


class LanguageModelHostError(InputError):
    """The server is on no host of the list; nothing is sent."""

    code = "language-model-host"
    de = "Der Rechner {host} steht nicht in PROTOKOLLANT_LLM_ALLOWED_HOSTS ({allowed}). Bitte eintragen."
    en = "The host {host} is not in PROTOKOLLANT_LLM_ALLOWED_HOSTS ({allowed}). Add it."


class LanguageModelAddressError(InputError):
    """The address is no address of a server."""

    code = "language-model-address"
    de = "PROTOKOLLANT_LLM_URL={url} ist keine Adresse. Bitte eine wie http://127.0.0.1:11434/v1 angeben."
    en = "PROTOKOLLANT_LLM_URL={url} is no address. Give one such as http://127.0.0.1:11434/v1."
