"""Errors in words: WER, CER, cpWER and how many names were heard."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from minutes.language.numbers import find_numbers

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_INSIDE_NUMBER = re.compile(r"(\d)[.:,](?=\d)")
_NO_WORD = re.compile(r"[^\w ]")
_SIGNS = {"%": " prozent ", "§": " paragraf ", "€": " euro ", "&": " und ", "°": " grad "}
_CLOCK = re.compile(r"\b(\d{1,2})[:.](\d{2})\s*uhr\b")
_ABBREVIATIONS = {
    "nr.": "nummer",
    "dr.": "doktor",
    "z.b.": "zum beispiel",
    "d.h.": "das heißt",
    "ca.": "circa",
}


def plain(text: str) -> str:
    """Lower case without punctuation; hyphens part words, dots inside numbers vanish."""
    text = text.lower().replace("ß", "ss").replace("-", " ").replace("–", " ")
    return _NO_WORD.sub("", _INSIDE_NUMBER.sub(r"\1", text))


def spoken(text: str, language: str = "de") -> str:
    """As :func:`plain`, but "zwölf" and "12", "neunte" and "9.", "19:00 Uhr" and "neunzehn Uhr" are alike.

    How a number is written is the writer's choice and no error of hearing.
    """
    text = text.lower()
    text = _CLOCK.sub(
        lambda match: f"{int(match[1])} uhr" + (f" {match[2]}" if match[2] != "00" else ""), text
    )
    for sign, word in {**_SIGNS, **_ABBREVIATIONS}.items():
        text = text.replace(sign, f" {word} ")
    pieces, done = [], 0
    for number in find_numbers(text, language):
        if number.article:
            continue
        pieces += [text[done : number.start], f" {number.value} "]
        done = number.end
    return " ".join(plain("".join(pieces) + text[done:]).split())


def _clock(match: re.Match[str]) -> str:
    minutes = "" if match[2] == "00" else f" {int(match[2])}"
    return f"{int(match[1])} uhr{minutes}"


def error_rates(reference: str, hypothesis: str) -> tuple[float, float]:
    """Return WER and CER in percent (jiwer) of texts that are already normalised."""
    import jiwer  # noqa: PLC0415  # only for measuring

    if not reference.strip():
        return (0.0, 0.0) if not hypothesis.strip() else (100.0, 100.0)
    return 100 * jiwer.wer(reference, hypothesis), 100 * jiwer.cer(reference, hypothesis)


def cpwer(reference: Mapping[str, str], hypothesis: Mapping[str, str]) -> float | None:
    """Return the concatenated minimum-permutation WER in percent (Watanabe et al. 2020, CHiME-6).

    The words of each voice are joined; voices are paired so that the errors are fewest; what has
    no partner counts in full. Texts are normalised already.
    """
    import numpy as np  # noqa: PLC0415  # only for measuring
    from rapidfuzz.distance import Levenshtein  # noqa: PLC0415  # as above
    from scipy.optimize import linear_sum_assignment  # noqa: PLC0415  # as above

    true = [text.split() for text in reference.values()]
    found = [text.split() for text in hypothesis.values()]
    total = sum(map(len, true))
    if total == 0:
        return None
    size = max(len(true), len(found))
    true += [[]] * (size - len(true))
    found += [[]] * (size - len(found))
    costs = np.array([[Levenshtein.distance(one, other) for other in found] for one in true])
    rows, columns = linear_sum_assignment(costs)
    return float(100 * costs[rows, columns].sum() / total)


def name_recall(reference: str, hypothesis: str, people: Sequence[str]) -> float | None:
    """Return the share of spoken surnames that stand in the hypothesis at their place (0 to 1).

    Texts are normalised by :func:`plain`. None where no name was spoken.
    """
    from rapidfuzz.distance import Levenshtein  # noqa: PLC0415  # only for measuring

    surnames = {word for name in people for word in plain(name).split()[-1:]}
    true, found = reference.split(), hypothesis.split()
    spoken_names = sum(word in surnames for word in true)
    if not spoken_names:
        return None
    heard = sum(
        word in surnames
        for block in Levenshtein.opcodes(true, found)
        if block.tag == "equal"
        for word in true[block.src_start : block.src_end]
    )
    return heard / spoken_names


def join_by(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Join texts by label, in order."""
    joined: dict[str, list[str]] = {}
    for label, text in pairs:
        joined.setdefault(label, []).append(text)
    return {label: " ".join(texts) for label, texts in joined.items()}
