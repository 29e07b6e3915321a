from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from kiosk.voice.cache import SoundCache
from kiosk.voice.sentence import Sentence

ASKING = Sentence("您要办什么事？", "zh_CN")
NUMBER = Sentence("号码是 12058", "zh_CN", fixed=False)


@pytest.fixture
def cache(tmp_path: Path) -> SoundCache:
    made = SoundCache(tmp_path / "sounds", limit_bytes=1000)
    made.prepare()
    return made


def test_the_same_sentence_has_the_same_place(cache: SoundCache) -> None:
    place = cache.place(ASKING, 122)
    assert place == cache.place(ASKING, 122)
    others = {
        cache.place(ASKING, 100),
        cache.place(Sentence(ASKING.text, "en"), 122),
        cache.place(Sentence("别的", "zh_CN"), 122),
    }
    assert len(others | {place}) == 4


def test_another_engine_has_other_places(tmp_path: Path) -> None:
    one, other = SoundCache(tmp_path, engine="a"), SoundCache(tmp_path, engine="b")
    assert one.place(ASKING, 122) != other.place(ASKING, 122)


def test_what_is_not_fixed_lies_in_a_private_folder_under_a_new_name(cache: SoundCache) -> None:
    place = cache.place(NUMBER, 122)
    assert place != cache.place(NUMBER, 122)
    assert stat.S_IMODE(place.parent.stat().st_mode) == 0o700
    assert place.parent != cache.place(ASKING, 122).parent


def test_preparing_clears_what_an_interrupted_run_left(cache: SoundCache) -> None:
    kept, once = cache.place(ASKING, 122), cache.place(NUMBER, 122)
    kept.write_bytes(b"x")
    once.write_bytes(b"x")
    part = kept.with_name(kept.name + ".part")
    part.write_bytes(b"x")
    cache.prepare()
    assert kept.exists()
    assert not once.exists()
    assert not part.exists()


def test_an_empty_file_is_no_sound(cache: SoundCache) -> None:
    place = cache.place(ASKING, 122)
    assert not cache.holds(place)
    place.touch()
    assert not cache.holds(place)
    place.write_bytes(b"x")
    assert cache.holds(place)


def test_the_longest_unused_goes_first(cache: SoundCache) -> None:
    places = [cache.place(Sentence(text, "zh_CN"), 122) for text in "甲乙丙丁"]
    for age, place in enumerate(places):
        place.write_bytes(b"x" * 400)
        os.utime(place, (age, age))
    assert cache.holds(places[0])  # used just now
    cache.trim(keep=places[3])
    assert [place.exists() for place in places] == [True, False, False, True]


def test_the_newest_stays_even_when_it_alone_is_too_big(cache: SoundCache) -> None:
    place = cache.place(ASKING, 122)
    place.write_bytes(b"x" * 5000)
    cache.trim(keep=place)
    assert place.exists()
