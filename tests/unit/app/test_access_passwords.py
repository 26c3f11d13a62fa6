"""Which passwords are taken, codes of the second factor, sealing, and what is counted."""

from __future__ import annotations

import pyotp
import pytest

from app.services.access import passwords, throttle, totp
from app.services.access.federation import read_groups
from app.services.access.identity import short_agent, token_hash
from app.services.access.oidc import challenge
from app.services.access.sealing import Sealer
from app.services.access.signin_errors import (
    KeyFileError,
    OidcGroupsError,
    PasswordCommon,
    PasswordIsName,
    PasswordLength,
)
from app.settings import SettingError, Settings
from app.web.authentication import local_path

GOOD = (
    "vier graue Esel traben",
    "hx7-kkwPq2_z",
    "Straßenbahnhaltestelle",
    "ΛΩ 12 äöü µ¶ß",
    "correct horse battery",
    "x" * 3 + "Baumschule" * 4,
)


@pytest.mark.parametrize("password", GOOD)
def test_long_enough_is_good_enough(password):
    """No rule of composition: letters alone, blanks and any script will do."""
    passwords.check_password(password, email="kim@wiesenthal.example", name="Kim Sommer")


@pytest.mark.parametrize("password", ["", "kurz", "elf zeichen", "a" * 257])
def test_length_is_checked(password):
    """Twelve to 256 characters, counted as people count them."""
    with pytest.raises(PasswordLength):
        passwords.check_password(password)


@pytest.mark.parametrize(
    "password",
    ["aaaaaaaaaaaa", "abcabcabcabc", "123456789012", "098765432109", "qwertzuiopü1", "abcdefghijkl",
     "passwort1234", "P@ssw0rt2026!", "Willkommen2026", "administrator1", "hallohallo123", "Sommer!Sommer!",
     "passwordpassword", "protokollant2026", "RathausGemeinde1"],
)  # fmt: skip
def test_what_everybody_tries_first_is_refused(password):
    """Rows of keys, repetitions, and everyday words with digits around them."""
    with pytest.raises(PasswordCommon):
        passwords.check_password(password)


@pytest.mark.parametrize(
    "password",
    ["kim@wiesenthal.example", "Sommer.Kim.2026", "wiesenthal2026", "kimsommer123", "KIM-SOMMER-KIM"],
)
def test_own_name_is_no_secret(password):
    """Neither the address nor the name, with little added."""
    with pytest.raises(PasswordIsName):
        passwords.check_password(password, email="kim@wiesenthal.example", name="Kim Sommer")


@pytest.mark.anyio
async def test_hash_is_argon2id_and_takes_what_looks_the_same():
    """The parameters stand in the hash; composed and decomposed letters are one password."""
    kept = await passwords.hash_password("Müllerbäche rauschen")
    assert kept.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert await passwords.verify_password(kept, "Mu\u0308llerba\u0308che rauschen")
    assert not await passwords.verify_password(kept, "Mullerbache rauschen")
    assert not await passwords.verify_password(None, "no account has this password")
    assert not passwords.needs_new_hash(kept)
    weak = "$argon2id$v=19$m=8,t=1,p=1$c29tZXNhbHQ$9gSh8+TTy1eHAxfVi0oPpT8+3Ckc4D7y"
    assert passwords.needs_new_hash(weak)
    assert not await passwords.verify_password("damaged", "anything at all")


@pytest.fixture
def anyio_backend():
    return "asyncio"


def test_code_holds_for_its_half_minute_and_its_neighbours_once():
    """RFC 6238, appendix B (SHA-1, the secret of the standard), and no step twice."""
    secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    assert pyotp.TOTP(secret).at(1111111109) == "081804"
    step = totp.matching_step(secret, "081 804", after=0, at=1111111109)
    assert step == 37037036
    assert totp.matching_step(secret, "081804", after=0, at=1111111109 + 30) == step
    assert totp.matching_step(secret, "081804", after=0, at=1111111109 + 75) is None
    assert totp.matching_step(secret, "081804", after=step, at=1111111109) is None
    for nonsense in ("", "08180", "abcdef", "٠٨١٨٠٤"):
        assert totp.matching_step(secret, nonsense, after=0, at=1111111109) is None


def test_recovery_codes_are_ten_different_and_forgive_how_they_are_typed():
    """Case, blanks and hyphens do not matter; nothing that looks like something else is in them."""
    codes = totp.new_recovery_codes()
    assert len(set(codes)) == 10
    assert not set("".join(codes)) & set("01il o")
    assert totp.recovery_hash(codes[0]) == totp.recovery_hash(codes[0].upper().replace("-", " "))


def test_picture_is_svg_without_style_or_script():
    """The content security policy allows neither."""
    drawn = totp.picture(totp.address(totp.new_secret(), "kim@wiesenthal.example"))
    assert drawn.startswith("<svg")
    assert "style=" not in drawn
    assert "script" not in drawn


def test_sealed_opens_for_its_purpose_with_its_key_in_time(tmp_path):
    """Another purpose, another key, a changed letter: nothing. A second key opens what it sealed before."""
    path = tmp_path / "keys" / "secret.key"
    sealer = Sealer.of_file(path)
    assert path.stat().st_mode & 0o777 == 0o600
    sealed = sealer.seal("totp", "geheim")
    assert Sealer.of_file(path).open("totp", sealed, str) == "geheim"
    assert sealer.open("oidc", sealed, str) is None
    assert sealer.open("totp", sealed, int) is None
    assert sealer.open("totp", sealed[:-2] + "xx", str) is None
    assert sealer.open("totp", "", str) is None
    assert sealer.open("totp", sealed, str, seconds=-1) is None
    fresh = Sealer.of_file(tmp_path / "new.key")
    assert fresh.open("totp", sealed, str) is None
    path.write_text((tmp_path / "new.key").read_text() + path.read_text())
    both = Sealer.of_file(path)
    assert both.open("totp", sealed, str) == "geheim"
    assert fresh.open("totp", both.seal("totp", "neu"), str) == "neu"


@pytest.mark.parametrize(("content", "mode"), [("no key", 0o600), ("", 0o600), (None, 0o644)])
def test_key_file_that_is_open_or_no_key_is_refused(tmp_path, content, mode):
    """Others must not read it; what is in it must be a key."""
    path = tmp_path / "secret.key"
    Sealer.of_file(path)
    if content is not None:
        path.write_text(content)
    path.chmod(mode)
    with pytest.raises(KeyFileError) as caught:
        Sealer.of_file(path)
    assert str(path) in caught.value.text("de")


def test_pauses_grow_and_end():
    """A few free tries, then double each time, never more than a quarter of an hour."""
    assert [throttle.pause(failures, 5) for failures in (1, 4, 5, 6, 7, 13, 14, 10_000)] == [
        0, 0, 2, 4, 8, 512, 900, 900,
    ]  # fmt: skip
    assert "kim" not in throttle.of_account("kim@wiesenthal.example").key


def test_browser_is_named_in_a_few_words():
    """No more of the header is kept."""
    assert (
        short_agent("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140 Safari/537.36")
        == "Chrome, Linux"
    )
    assert short_agent("Mozilla/5.0 (iPhone; CPU iPhone OS 19 like Mac OS X) Safari/605") == "Safari, iPhone"
    assert short_agent("curl/8.1 <script>") == "curl/8.1"
    assert short_agent("") == ""
    assert len(token_hash("x")) == 64


def test_challenge_is_that_of_the_standard():
    """RFC 7636, appendix B."""
    assert (
        challenge("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")
        == "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
    )


@pytest.mark.parametrize(
    ("wish", "expected"),
    [("/users?search=a%20b", "/users?search=a%20b"), ("/meetings/1#u2", "/meetings/1#u2"),
     (None, "/meetings"), ("/" + "a" * 3000, "/meetings"), ("///evil.example", "/meetings"),
     ("/%0d%0aX", "/%0d%0aX"),
     ("/\u2028", "/meetings"), ("/login?next=/login", "/meetings")],
)  # fmt: skip
def test_only_paths_of_our_own_are_gone_to(wish, expected):
    """Everything else becomes the list of meetings."""
    assert expected == local_path(wish)


@pytest.mark.parametrize(
    "text",
    [
        "[[group]]\nname='a'\nrole='king'\nbody='B'",
        "[[group]]\nname='a'",
        "group = 1",
        "[[",
        "[[other]]\na=1",
    ],
)
def test_mapping_of_groups_that_says_something_else_is_refused(tmp_path, text):
    """An unknown role or a forgotten body is told at the start, not at the first sign-in."""
    path = tmp_path / "groups.toml"
    path.write_text(text)
    with pytest.raises(OidcGroupsError):
        read_groups(path)


@pytest.mark.parametrize(
    ("variable", "value"),
    [("PROTOKOLLANT_OIDC_ISSUER", "http://id.stadt.example"),
     ("PROTOKOLLANT_OIDC_ISSUER", "id.stadt.example"),
     ("PROTOKOLLANT_TRUSTED_PROXIES", "proxy"), ("PROTOKOLLANT_SESSION_HOURS", "0"),
     ("PROTOKOLLANT_OIDC_ISSUER", "https://id.stadt.example")],
)  # fmt: skip
def test_settings_that_would_open_a_door_are_refused(variable, value):
    """A provider without TLS, a proxy by name, a session without end, a provider without our name there."""
    with pytest.raises(SettingError):
        Settings.from_environment({variable: value})
