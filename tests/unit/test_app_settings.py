"""Settings from the environment."""

from pathlib import Path

import pytest

from app.settings import SettingError, Settings


def test_nothing_set_gives_the_defaults():
    """An empty environment is a working one."""
    assert Settings.from_environment({}) == Settings()


def test_empty_variables_count_as_not_set():
    """A line without a value in an environment file changes nothing."""
    assert Settings.from_environment({"PROTOKOLLANT_PORT": "", "DATABASE_URL": " "}) == Settings()


def test_values_are_read():
    """Each kind of value arrives as its type."""
    settings = Settings.from_environment(
        {"PROTOKOLLANT_PORT": "0", "PROTOKOLLANT_DATA": "/srv/x", "PROTOKOLLANT_DEVICE": "cuda"}
    )
    assert (settings.service.port, settings.service.data) == (0, Path("/srv/x"))
    assert settings.speech.device == "cuda"


@pytest.mark.parametrize(
    ("variable", "value"),
    [("PROTOKOLLANT_PORT", "http"), ("PROTOKOLLANT_PORT", "65536"), ("PROTOKOLLANT_DEVICE", "gpu")],
)
def test_a_wrong_value_is_named(variable, value):
    """The message holds variable and value, in both languages."""
    with pytest.raises(SettingError) as caught:
        Settings.from_environment({variable: value})
    assert all(f"{variable}={value}" in caught.value.text(language) for language in ("de", "en"))
