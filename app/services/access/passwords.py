"""Passwords: what is taken, and how it is kept.

The rule is length alone (NIST SP 800-63B, 3.1.1: no rules of composition, no change by calendar; compare
with what attackers try first). They are kept with Argon2id under the parameters that RFC 9106, 4 recommends
where memory is short (64 MiB, three passes, four lanes), above those of the OWASP password storage cheat
sheet; a hash made under weaker ones is made anew at the next sign-in.
"""

from __future__ import annotations

import asyncio
import re
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.profiles import RFC_9106_LOW_MEMORY

from app.services.access.signin_errors import PasswordCommon, PasswordIsName, PasswordLength

LEAST, MOST = 12, 256
"""Characters."""

AT_ONCE = 4
"""Passwords hashed at the same time: each takes 64 MiB."""

SAMENESS = 4
"""Fewer different characters than that are no password, however often they come."""

SHORTEST_PART = 3
"""Characters of a name that is looked for in a password."""

COMMON_WORDS = (
    "admin", "administrator", "anmeldung", "bitte", "buergermeister", "changeme", "computer", "dienst",
    "drowssap", "einstellung", "football", "fussball", "gemeinde", "geheim", "hallo", "heute", "iloveyou",
    "kennwort", "letmein", "login", "master", "minutes", "passwort", "password", "passwd", "protokoll",
    "protokollant", "qwerty", "qwertz", "rathaus", "sekretariat", "sitzung", "sommer", "winter", "fruehling",
    "herbst", "stadt", "start", "test", "verwaltung", "welcome", "willkommen", "master", "dragon", "monkey",
    "sunshine", "princess", "schatz", "internet", "samsung", "mustermann",
)  # fmt: skip
"""What people and this service's name suggest; two of them with digits between are still no secret."""

_ROWS = ("qwertzuiopü", "asdfghjklöä", "yxcvbnm", "qwertyuiop", "asdfghjkl", "zxcvbnm", "1234567890")
_LEET = str.maketrans("013457@$!", "oieastasi")
_WORDS = re.compile("|".join(sorted(set(COMMON_WORDS), key=len, reverse=True)))

_hasher = PasswordHasher.from_parameters(RFC_9106_LOW_MEMORY)
_pool = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="passwords")

DECOY = _hasher.hash("no account has this password")
"""What is compared with where there is no account, so that it takes the same time."""


def normal(password: str) -> str:
    """Return the password as it is hashed: one form for what looks the same (NFKC)."""
    return unicodedata.normalize("NFKC", password)


def check_password(password: str, *, email: str = "", name: str = "") -> None:
    """Check a new password.

    Raises:
        PasswordLength: it has fewer than :data:`LEAST` or more than :data:`MOST` characters.
        PasswordIsName: it is the e-mail address or the name, with little added.
        PasswordCommon: it is among those that attackers try first.
    """
    text = normal(password)
    if not LEAST <= len(text) <= MOST:
        raise PasswordLength(least=LEAST, most=MOST)
    small = text.casefold()
    if _is_made_of(small, [email.casefold(), *re.split(r"[\s@._+-]+", f"{email} {name}".casefold())]):
        raise PasswordIsName
    if is_common(small):
        raise PasswordCommon


def is_common(small: str) -> bool:
    """Tell whether a password in small letters can be guessed quickly.

    A list of the most frequent passwords of twelve characters and more would be made of the same few
    patterns: one unit again and again, rows of keys, and everyday words with digits. So the patterns
    themselves are looked for, which finds what such a list would have forgotten.
    """
    if len(set(small)) < SAMENESS or _is_repetition(small) or _is_row(small):
        return True
    plain = small.translate(_LEET)
    rest = list(small)
    for found in _WORDS.finditer(plain):
        rest[found.start() : found.end()] = [""] * len(found[0])
    letters = sum(character.isalpha() for character in "".join(rest))
    return _WORDS.search(plain) is not None and letters < SAMENESS


def _is_made_of(small: str, parts: list[str]) -> bool:
    left = small
    for part in sorted((part for part in parts if len(part) >= SHORTEST_PART), key=len, reverse=True):
        left = left.replace(part, "")
    return left != small and sum(character.isalpha() for character in left) < SAMENESS


def _is_repetition(small: str) -> bool:
    """Tell whether one unit of up to half the length makes up the whole."""
    return any(
        small == (small[:unit] * (len(small) // unit + 1))[: len(small)]
        for unit in range(1, len(small) // 2 + 1)
    )


def _is_row(small: str) -> bool:
    """Tell whether nearly every character follows its neighbour on the keyboard or in the alphabet."""
    steps = sum(_neighbours(one, other) for one, other in pairwise(small))
    return steps >= (len(small) - 1) * 0.75


def _neighbours(one: str, other: str) -> bool:
    return abs(ord(one) - ord(other)) <= 1 or any(
        abs(row.find(one) - row.find(other)) == 1 for row in _ROWS if one in row and other in row
    )


async def hash_password(password: str) -> str:
    """Return the hash to keep; computed in a thread, a few at a time."""
    return await asyncio.get_running_loop().run_in_executor(_pool, _hasher.hash, normal(password))


async def verify_password(kept: str | None, password: str) -> bool:
    """Tell whether a password is right; where nothing is kept, it takes the same time and is wrong."""
    if len(password) > MOST * 4:
        password = ""
    loop = asyncio.get_running_loop()
    right = await loop.run_in_executor(_pool, _verify, kept or DECOY, normal(password))
    return right and kept is not None


def needs_new_hash(kept: str) -> bool:
    """Tell whether the hash was made under weaker parameters than those of now."""
    return _hasher.check_needs_rehash(kept)


def _verify(kept: str, password: str) -> bool:
    try:
        return _hasher.verify(kept, password)
    except (VerificationError, InvalidHashError):
        return False
