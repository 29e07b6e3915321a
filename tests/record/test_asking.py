from __future__ import annotations

import json
import sys

import pytest

from kiosk.voice.asking import asked
from kiosk.voice.wanted import Wanted


def answering(code: str) -> tuple[str, ...]:
    return (sys.executable, "-c", code)


def test_another_process_is_asked_and_shows_no_window() -> None:
    def command(*words: str) -> tuple[str, ...]:
        told = {"sentences": ["您好。", *words], "units": {"1": "一"}}
        return answering(
            f"import os; assert os.environ['QT_QPA_PLATFORM'] == 'offscreen'; print({json.dumps(told)!r})"
        )

    assert asked(command, "en") == Wanted(
        ("您好。", "voice", "wanted", "--locale", "en", "--recorded"), {"1": "一"}
    )


@pytest.mark.parametrize(
    "code", ["raise SystemExit(2)", "print('{')", "print('[]')", "print('{\"sentences\": []}')"]
)
def test_no_answer_is_an_error_that_the_window_puts_into_words(code: str) -> None:
    with pytest.raises(OSError, match="looked up"):
        asked(lambda *_words: answering(code), "en")
