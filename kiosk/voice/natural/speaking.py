"""The natural voice itself: sound symbols to samples, by the network on the processor."""

from __future__ import annotations

import json
import re
from typing import Any

import numpy as np
import onnxruntime
from misaki.zh import ZHG2P

from kiosk.voice.natural import phonemes
from kiosk.voice.natural.parts import Parts
from kiosk.voice.opus import RATE, Samples

_STYLE = 256
_MOST_SYMBOLS = 500
_PAUSE_S = 0.4
_SENTENCE_ENDS = re.compile(r"(?<=[.!?]) ")
_HAN = re.compile(r"([一-鿿]+)")

VOICES = {"zh": ("zf_xiaobei", 0.76), "en": ("af_heart", 0.68)}
"""The voice and its speed by language; at this speed it is heard at the kiosk's usual pace."""
_VERSION = "kokoro-82m-int8/1"


class NaturalVoice:
    """Kokoro with one voice a language. Takes about 700 MB. Raises PartsMissing."""

    def __init__(self, parts: Parts, threads: int = 1) -> None:
        parts.check()
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        self._network: Any = onnxruntime.InferenceSession(
            str(parts.model), sess_options=options, providers=["CPUExecutionProvider"]
        )
        self._numbers: dict[str, int] = json.loads(parts.symbols.read_text(encoding="utf-8"))["vocab"]
        self._styles = {
            language: np.fromfile(parts.voice(name), dtype=np.float32).reshape(-1, 1, _STYLE)
            for language, (name, _) in VOICES.items()
        }
        self._han: Any = ZHG2P()

    def made(self, locale: str) -> str:
        """What stands in a pack's index for sounds made like this."""
        name, speed = VOICES[locale[:2].lower()]
        return f"{_VERSION} {name} {speed:g}"

    def speak(self, text: str, locale: str) -> tuple[Samples, int]:
        """The sound of ``text`` and its rate. Raises ValueError when nothing in it can be said."""
        spoken = []
        for words, its_locale in _by_script(text, locale):
            spoken += [self._say(part, its_locale) for part in _parts(self.symbols(words, its_locale))]
        spoken = [sound for sound in spoken if len(sound)]
        if not spoken:
            raise ValueError("there is nothing to say")
        pause = np.zeros(round(_PAUSE_S * RATE), np.float32)
        joined = [piece for sound in spoken for piece in (sound, pause)][:-1]
        return np.concatenate(joined), RATE

    def symbols(self, text: str, locale: str) -> str:
        """The sound symbols of ``text``."""
        if locale.lower().startswith("zh"):
            # The letter of the keys: as it is called in pinyin.
            return phonemes.chinese(
                text.replace("Ü", "迂"), lambda han: str(self._han(han)[0]), phonemes.espeak_ipa
            )
        return phonemes.english(text, phonemes.espeak_ipa)

    def _say(self, symbols: str, locale: str) -> Samples:
        language = locale[:2].lower()
        numbers = [self._numbers[symbol] for symbol in symbols if symbol in self._numbers]
        if not numbers:
            return np.zeros(0, np.float32)
        style = self._styles[language]
        told = {
            "tokens": np.array([[0, *numbers, 0]], dtype=np.int64),
            "style": style[min(len(numbers), len(style) - 1)],
            "speed": np.array([VOICES[language][1]], dtype=np.float32),
        }
        return np.asarray(self._network.run(None, told)[0], dtype=np.float32).ravel()


def _by_script(text: str, locale: str) -> list[tuple[str, str]]:
    """Chinese words within another language (the names of towns) are said by the Chinese voice."""
    if locale.lower().startswith("zh") or not _HAN.search(text):
        return [(text, locale)]
    return [(part, "zh_CN" if _HAN.match(part) else locale) for part in _HAN.split(text) if part.strip()]


def _parts(symbols: str) -> list[str]:
    """Sentence by sentence where all of it is too long for the network."""
    if len(symbols) <= _MOST_SYMBOLS:
        return [symbols]
    return _SENTENCE_ENDS.split(symbols)
