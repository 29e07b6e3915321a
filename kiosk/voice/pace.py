"""How fast the voice speaks: what a resident hears in a minute, turned into what espeak-ng is asked for.

100 % is 122 English words or 160 Chinese characters a minute, pauses included. The tables were measured on
espeak-ng 1.51 with counter sentences (voices cmn-latn-pinyin and en): characters or words a minute heard,
against the rate asked for. espeak-ng does not go below 80, so slower speech is made with gaps between the
words, which slow ears need more than drawn-out sounds.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

NORMAL_WPM = 122
NORMAL_CHARACTERS = 160
_LOWEST_RATE = 80
_SECONDS_PER_GAP = 0.033

_CHINESE = ((91, 80), (109, 100), (134, 120), (160, 140), (186, 160), (208, 175), (243, 200), (337, 260))
_ENGLISH = ((92, 80), (110, 100), (133, 120), (156, 140), (179, 160), (197, 175), (228, 200), (281, 244))


@dataclass(frozen=True)
class Pace:
    """What espeak-ng is asked for: rate in its own words a minute, gap in its own units between words."""

    rate: int
    gap: int = 0


def espeak_pace(locale: str, wpm: int) -> Pace:
    """The pace at which ``wpm`` (English words a minute, the unit of the setting) is heard in ``locale``."""
    chinese = locale.lower().startswith("zh")
    table = _CHINESE if chinese else _ENGLISH
    wanted = wpm * NORMAL_CHARACTERS / NORMAL_WPM if chinese else float(wpm)
    slowest = table[0][0]
    if wanted < slowest:
        return Pace(_LOWEST_RATE, round((60 / wanted - 60 / slowest) / _SECONDS_PER_GAP))
    for (heard, rate), (heard_next, rate_next) in pairwise(table):
        if wanted <= heard_next:
            return Pace(round(rate + (wanted - heard) * (rate_next - rate) / (heard_next - heard)))
    return Pace(table[-1][1])
