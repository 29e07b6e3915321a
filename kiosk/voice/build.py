"""Making packs ahead of time: what is missing or stale in one, and bringing it up to date with any engine.

All of this is file work and takes long, to be called off any event loop.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from kiosk.voice import loudness, opus
from kiosk.voice.opus import Samples
from kiosk.voice.pack import Entry, Pack, key, normal
from kiosk.voice.wanted import Wanted

__all__ = ["Findings", "PackEngine", "Wanted", "build", "check"]

PAUSE_S = 0.4
"""After a sentence, before the next: slow listeners need it, and the usual pace counts it in."""
_LEAD_S = 0.015  # an engine's sound has no room around it, and nobody should wait for the first syllable


class PackEngine(Protocol):
    """Speaks one text at a time."""

    def made(self, locale: str) -> str:
        """Engine, voice and speed in a few words: sounds made with others are stale."""
        ...

    def speak(self, text: str, locale: str) -> tuple[Samples, int]:
        """The sound at the usual pace, and its rate. Raises ValueError or OSError for what it cannot say."""
        ...


@dataclass(frozen=True)
class Findings:
    """How a pack differs from what is wanted. stale: keys and names that nobody asks for any more."""

    missing: tuple[str, ...]
    missing_units: tuple[str, ...]
    stale: tuple[str, ...]
    stale_units: tuple[str, ...]
    damaged: tuple[str, ...] = ()

    @property
    def well(self) -> bool:
        """Whether all that is wanted can be heard; what is stale only takes room."""
        return not (self.missing or self.missing_units or self.damaged)


def check(pack: Pack, wanted: Wanted, *, decode: bool = False) -> Findings:
    """Compare a pack with what is wanted. decode: read every sound, and name those that are damaged."""
    keys = {key(text): text for text in wanted.sentences}
    return Findings(
        missing=tuple(text for text in keys.values() if pack.sound(text) is None),
        missing_units=tuple(name for name in wanted.units if pack.unit(name) is None),
        stale=tuple(its_key for its_key in pack.sentences if its_key not in keys),
        stale_units=tuple(name for name in pack.units if name not in wanted.units),
        damaged=_damaged(pack, wanted) if decode else (),
    )


def build(
    pack: Pack,
    wanted: Wanted,
    engine: PackEngine,
    tell: Callable[[str], None],
    *,
    remove_stale: bool = True,
) -> int:
    """Make what is missing, or made otherwise, and remove what is stale. Returns how many sounds were made.

    Each sound is kept at once, so that what is interrupted goes on where it was; units come first. A text
    that the engine cannot say is told, and stays missing.
    """
    locale = pack.manifest.locale
    made = engine.made(locale)
    found = check(pack, wanted, decode=True)
    if remove_stale:
        for its_key in found.stale:
            pack.remove(its_key)
        for name in found.stale_units:
            pack.remove_unit(name)
    damaged = set(found.damaged)
    texts = [
        text
        for text in dict.fromkeys(normal(text) for text in wanted.sentences)
        if pack.sound(text) is None or text in damaged or pack.sentences.get(key(text)) != Entry(text, made)
    ]
    units = [
        (name, text)
        for name, text in wanted.units.items()
        if pack.unit(name) is None or name in damaged or pack.units.get(name) != Entry(text, made)
    ]
    done = 0
    for name, text in units:
        sound = _spoken(engine, text, locale, 0.0, tell)
        if sound is not None:
            pack.add_unit(name, *sound, text, made)
            done += 1
    for at, text in enumerate(texts):
        sound = _spoken(engine, text, locale, PAUSE_S, tell)
        if sound is not None:
            pack.add(text, *sound, made)
            done += 1
        if at % 25 == 24:
            tell(f"{at + 1} of {len(texts)} sentences")
    return done


def _spoken(
    engine: PackEngine, text: str, locale: str, after_s: float, tell: Callable[[str], None]
) -> tuple[Samples, int] | None:
    try:
        samples, rate = engine.speak(text, locale)
        cut = loudness.trimmed(samples, rate, keep_s=_LEAD_S)
        return loudness.ready(cut, rate, after_s=after_s), rate
    except (ValueError, OSError) as error:
        tell(f"not made: {text!r} ({error})")
        return None


def _damaged(pack: Pack, wanted: Wanted) -> tuple[str, ...]:
    sounds = [(text, pack.sound(text)) for text in wanted.sentences]
    sounds += [(name, pack.unit(name)) for name in wanted.units]
    damaged = []
    for told, path in sounds:
        if path is None:
            continue
        try:
            opus.read(path)
        except OSError:
            damaged.append(told)
    return tuple(damaged)
