"""Where sounds are kept: fixed sentences for good, up to a size, the others only until they are played.

All of this is file work, to be called off the event loop.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from pathlib import Path

from kiosk.ids import new_id
from kiosk.memory_folder import make_private
from kiosk.voice.sentence import Sentence

PART = ".part"
# Goes into every name: raise the number when the same text would sound different.
ENGINE = "pyttsx3/1"
LIMIT_BYTES = 200_000_000


class SoundCache:
    """Files named by the hash of what is said, so that no name tells anything.

    Sounds that are not to be kept lie in ``memory``, or where there is none in a folder beside ``folder``.
    Only this user can enter it, and ``prepare`` and ``forget`` empty it. What is private lies in memory or
    nowhere.
    """

    def __init__(
        self,
        folder: Path,
        limit_bytes: int = LIMIT_BYTES,
        engine: str = ENGINE,
        *,
        memory: Path | None = None,
    ) -> None:
        self._folder = folder
        self._memory = memory
        self._once = memory or folder.with_name(folder.name + "-once")
        self._ours = False
        self._limit = limit_bytes
        self._engine = engine

    def prepare(self) -> None:
        """Make the folders; clear away what an interrupted run left. Raises OSError."""
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        for part in self._folder.glob("*" + PART):
            part.unlink(missing_ok=True)
        self.forget()
        make_private(self._once)
        self._ours = True

    def forget(self) -> None:
        """Delete every sound that is not to be kept; until ``prepare`` there is no place for any."""
        self._ours = False
        shutil.rmtree(self._once, ignore_errors=True)

    def place(self, sentence: Sentence, wpm: int, made_of: str = "") -> Path:
        """Where the sound of ``sentence`` belongs. Raises OSError where what is not to be kept has no place.

        made_of: what else makes it sound as it does.
        """
        if sentence.private and self._memory is None:
            raise PermissionError("there is no place in memory alone")
        if not sentence.fixed:
            if not self._ours:
                raise PermissionError("the folder is not ours alone")
            return self._once / f"{new_id()}.wav"
        told = "\0".join((sentence.text, sentence.locale, str(wpm), self._engine + made_of))
        return self._folder / f"{hashlib.sha256(told.encode()).hexdigest()}.wav"

    def holds(self, place: Path) -> bool:
        """Whether the sound is there; it then counts as new again."""
        try:
            os.utime(place)
        except OSError:
            return False
        return place.stat().st_size > 0

    def discard(self, place: Path, *, whole: bool) -> None:
        """Remove a sound that was begun, and with ``whole`` also one that was finished."""
        place.with_name(place.name + PART).unlink(missing_ok=True)
        if whole:
            place.unlink(missing_ok=True)

    def trim(self, keep: Path) -> None:
        """Remove the sounds longest unused until the folder is within its limit; ``keep`` stays."""
        sounds = []
        for place in self._folder.glob("*.wav"):
            try:
                told = place.stat()
            except FileNotFoundError:
                continue
            sounds.append((told.st_mtime_ns, told.st_size, place))
        size = sum(one[1] for one in sounds)
        for _, its_size, place in sorted(sounds):
            if size <= self._limit:
                return
            if place != keep:
                place.unlink(missing_ok=True)
                size -= its_size
