"""Problems as a person reads them."""

import re
from pathlib import Path

from kiosk.flow.problem import Problem, told
from kiosk.words import Words

LOCALES = Path(__file__).parents[2] / "locales"
ENGLISH, CHINESE = Words.load(LOCALES, "en"), Words.load(LOCALES, "zh_CN")
_HAN = re.compile("[一-鿿]")


def in_english(problem: Problem) -> str:
    """The problem as an English sentence; it must be told in Chinese as well."""
    assert problem.message.id in ENGLISH.own & CHINESE.own
    assert _HAN.search(told(problem.message, CHINESE))
    return told(problem.message, ENGLISH)
