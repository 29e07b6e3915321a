from __future__ import annotations

import wave

import pytest

from kiosk.voice.maker import WorkerMaker
from kiosk.voice.pace import NORMAL_WPM, espeak_pace
from kiosk.voice.sentence import Sentence
from kiosk.voice.speaker import RATES

CHINESE = ("您要办什么事？请点一下。", "您的申请已经交好了，请拿好回执单。", "请到银行重新办一下，别着急。")
ENGLISH = (
    "What would you like to do? Please touch it.",
    "Your application has been handed in. Please take your receipt.",
    "If you are not sure, touch the green button below and an officer will come and help you.",
)


async def minutes(maker: WorkerMaker, texts: tuple[str, ...], locale: str, wpm: int) -> float:
    frames = 0.0
    for text in texts:
        with wave.open(str(await maker.make(Sentence(text, locale), wpm)), "rb") as sound:
            frames += sound.getnframes() / sound.getframerate()
    return frames / 60


@pytest.mark.parametrize("percent", [50, 75, 100, 150, 200])
async def test_a_resident_hears_the_asked_number_of_characters_and_words(
    maker: WorkerMaker, percent: int
) -> None:
    wpm = round(NORMAL_WPM * percent / 100)
    characters = sum("一" <= letter <= "鿿" for text in CHINESE for letter in text)
    words = sum(len(text.split()) for text in ENGLISH)
    assert characters / await minutes(maker, CHINESE, "zh_CN", wpm) == pytest.approx(1.6 * percent, rel=0.12)
    assert words / await minutes(maker, ENGLISH, "en", wpm) == pytest.approx(1.22 * percent, rel=0.12)


@pytest.mark.parametrize("locale", ["zh_CN", "en"])
def test_each_step_is_faster_than_the_one_before(locale: str) -> None:
    paces = [espeak_pace(locale, round(NORMAL_WPM * rate / 100)) for rate in RATES]
    assert [(pace.rate, -pace.gap) for pace in paces] == sorted((pace.rate, -pace.gap) for pace in paces)
    assert len(set(paces)) == len(RATES)


def test_faster_than_the_table_stays_at_its_end() -> None:
    assert espeak_pace("en", 10_000).rate == 244


def test_slower_than_espeak_can_is_made_with_gaps() -> None:
    assert espeak_pace("en", 61).rate == 80
    assert espeak_pace("en", 61).gap > 0
    assert espeak_pace("en", 122).gap == 0
