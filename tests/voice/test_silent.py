"""A voice that is not heard leaves the machine as it is."""

from __future__ import annotations

import pytest

from kiosk.voice.sentence import Sentence
from kiosk.voice.silent import NothingToHear
from kiosk.voice.sounds import Sounds


async def test_its_sound_is_deleted_like_any_other_and_is_no_file_that_could_be() -> None:
    """A resident's own words are deleted once they were said: this must never be a file of the machine."""
    mute = NothingToHear()
    sentence = Sentence("王桂兰", "zh_CN", fixed=False)
    sound = await mute.make(sentence, 170)
    assert not sound.exists()
    with pytest.raises(OSError):
        sound.write_bytes(b"")
    with pytest.raises(OSError):
        sound.mkdir(parents=True)
    sounds = Sounds(mute)
    sounds.played(sentence, sound)
    await sounds.close()
