"""Text to the sound symbols that the natural voice was taught with.

Chinese goes through pinyin (misaki), English through espeak-ng's phonetic alphabet, which writes some sounds
with two letters where the voice has one symbol of its own.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable

from kiosk.voice.reading import numbers_in_words

_LATIN = re.compile(r"[A-Za-z][A-Za-z' -]*[A-Za-z]|[A-Za-z]")
_CLAUSE = re.compile(r"([^,.;:!?()—…]*)([,.;:!?()—…]*)")
_ESPEAK_WITHIN_S = 20
# Each is replaced in this order; the longer of two that begin alike comes first.
_ENGLISH_SYMBOLS = (
    ("ʔˌn\u0329", "ʔn"),
    ("ʔn\u0329", "ʔn"),
    ("a^ɪ", "I"),
    ("a^ʊ", "W"),
    ("d^ʒ", "ʤ"),
    ("e^ɪ", "A"),
    ("t^ʃ", "ʧ"),
    ("ɔ^ɪ", "Y"),
    ("o^ʊ", "O"),
    ("ə^l", "ᵊl"),
    ("e", "A"),
    ("ʲo", "jo"),
    ("ʲə", "jə"),
    ("ʲ", ""),
    ("ɚ", "əɹ"),
    ("r", "ɹ"),
    ("x", "k"),
    ("ç", "k"),
    ("ɐ", "ə"),
    ("ɬ", "l"),
    ("\u0303", ""),
    ("ɜːɹ", "ɜɹ"),
    ("ɜː", "ɜɹ"),
    ("ɪə", "iə"),
    ("ː", ""),
    ("o", "ɔ"),
    ("ɾ", "T"),
    ("ʔ", "t"),
    ("^", ""),
)
_SYLLABIC = re.compile("(\\S)\u0329")


class EspeakMissing(Exception):
    """espeak-ng is not on this machine."""


def english(text: str, ipa: Callable[[str], str]) -> str:
    """The symbols of an English text; ``ipa`` turns words into espeak-ng's letters, tied with ``^``."""
    written = numbers_in_words(text, "en").replace("’", "'")
    spoken = []
    for words, marks in _CLAUSE.findall(written):
        if any(letter.isalnum() for letter in words):
            spoken.append(_english_symbols(ipa(words.strip())))
        spoken.append(marks + " " if marks else "")
    return re.sub(r"\s+", " ", "".join(spoken)).strip()


def _english_symbols(letters: str) -> str:
    for old, new in _ENGLISH_SYMBOLS:
        letters = letters.replace(old, new)
    return _SYLLABIC.sub(r"ᵊ\1", letters).replace("\u0329", "")


def chinese(text: str, han: Callable[[str], str], ipa: Callable[[str], str]) -> str:
    """The symbols of a Chinese text; ``han`` does the Chinese, words in Latin letters are said in English."""
    written = numbers_in_words(text, "zh_CN")
    spoken = []
    at = 0
    for found in _LATIN.finditer(written):
        spoken += [_han(written[at : found.start()], han), english(found.group(), ipa)]
        at = found.end()
    spoken.append(_han(written[at:], han))
    return re.sub(r"\s+", " ", " ".join(spoken)).strip()


def _han(text: str, han: Callable[[str], str]) -> str:
    return han(text) if text.strip() else ""


def espeak_ipa(words: str) -> str:
    """What espeak-ng would say, in its phonetic alphabet. Raises :class:`EspeakMissing`."""
    command = ["espeak-ng", "-q", "--ipa", "--tie=^", "-v", "en-us", "--stdin"]
    try:
        said = subprocess.run(  # noqa: S603 - a fixed command
            command, input=words, capture_output=True, text=True, check=True, timeout=_ESPEAK_WITHIN_S
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise EspeakMissing("espeak-ng is needed for English. Run: setup/system voice") from error
    return " ".join(said.stdout.split())
