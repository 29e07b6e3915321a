"""Sounds that speakers of the Shanghai dialects mix up when they write Mandarin."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping

STARTS = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("n", "l"), ("h", "f"))
ENDS = (("ing", "in"), ("eng", "en"), ("ang", "an"))
ROUNDED = {
    "hu": "wu", "hua": "wa", "huai": "wai", "huan": "wan", "huang": "wang", "hui": "wei", "hun": "wen",
    "huo": "wo",
}  # fmt: skip
"""王 and 黄 are one sound there, 胡 and 吴 nearly."""

Alike = Mapping[str, tuple[str, ...]]


def alike(syllables: Collection[str]) -> Alike:
    """For letters, the other syllables that may be meant by them. The letters may be no syllable ("len")."""
    found: dict[str, list[str]] = defaultdict(list)
    for syllable in sorted(syllables):
        for other in sorted(set(_swapped(syllable)) - {syllable}):
            found[other].append(syllable)
    return {letters: tuple(meant) for letters, meant in found.items()}


def begun_alike(letters: str) -> tuple[str, ...]:
    """The same for the beginning of a syllable, of two letters at the least: one alone may mean too much."""
    return tuple(dict.fromkeys(_start_swapped(letters))) if len(letters) > 1 else ()


def _swapped(syllable: str) -> Iterator[str]:
    for start in (syllable, *_start_swapped(syllable)):
        yield start
        yield from _end_swapped(start)
    rounded = {**ROUNDED, **{after: before for before, after in ROUNDED.items()}}
    if syllable in rounded:
        yield rounded[syllable]


def _start_swapped(letters: str) -> Iterator[str]:
    for long, short in STARTS:
        if letters.startswith(long):
            yield short + letters[len(long) :]
        elif letters.startswith(short):
            yield long + letters[len(short) :]


def _end_swapped(letters: str) -> Iterator[str]:
    for long, short in ENDS:
        if letters.endswith(long):
            yield letters[: -len(long)] + short
        elif letters.endswith(short):
            yield letters[: -len(short)] + long
