"""Problems as a person reads them."""

from pathlib import Path

from kiosk.flow.problem import Problem, told
from kiosk.words import Words

ENGLISH = Words.load(Path(__file__).parents[2] / "locales", "en")


def in_english(problem: Problem) -> str:
    """The problem as an English sentence."""
    return told(problem.message, ENGLISH)
