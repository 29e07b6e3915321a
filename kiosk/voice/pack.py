"""A voice pack: a folder with one sound a sentence, and units of which numbers, dates and money are joined.

::

    manifest.toml            whose voice it is
    index.json               the text of each sentence and unit, for those who keep the pack
    sentences/<key>.opus     a sentence of the product or of a service, or a piece of one between two gaps
    units/<name>.opus        a number, a month, "yuan": see kiosk.voice.units

A file's name is the hash of its text, and the text is only ever one of the product's own. Reading and writing
is file work, to be called off the event loop.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from kiosk.voice import opus
from kiosk.voice.manifest import MANIFEST, Manifest, PackDamaged, read_whole, write_whole
from kiosk.voice.opus import Samples

__all__ = ["INDEX", "MANIFEST", "Entry", "Manifest", "Pack", "PackDamaged", "key", "normal"]

INDEX = "index.json"
SENTENCES = "sentences"
UNITS = "units"
SUFFIX = ".opus"
LONGEST = 20_000_000
"""Bytes of an index; the shipped packs have some hundred thousand."""
_KEY_DIGITS = 32
_SPACES = re.compile(r"\s+")
_UNIT_NAME = re.compile(r"[a-z0-9-]+")


def normal(text: str) -> str:
    """The text as it is compared: composed characters, single spaces, none at the ends."""
    return _SPACES.sub(" ", unicodedata.normalize("NFC", text)).strip()


def key(text: str) -> str:
    """What the sound of ``text`` is called."""
    return hashlib.sha256(normal(text).encode()).hexdigest()[:_KEY_DIGITS]


@dataclass(frozen=True)
class Entry:
    """What is said in a sound. made: with what, so that it is made anew when that changes."""

    text: str
    made: str = ""


class Pack:
    """Made by :meth:`load` or :meth:`create`.

    A sound that is added appears whole under its name, so that a kiosk may speak from a pack that is being
    recorded.
    """

    def __init__(
        self, folder: Path, manifest: Manifest, sentences: dict[str, Entry], units: dict[str, Entry]
    ) -> None:
        self.folder = folder
        self.manifest = manifest
        self._sentences = sentences
        self._units = units

    @classmethod
    def load(cls, folder: Path) -> Pack:
        """Read a pack. Raises :class:`PackDamaged`; its sounds are looked at when they are asked for."""
        manifest = Manifest.read(folder)
        try:
            told = json.loads(read_whole(folder / INDEX, LONGEST))
            sentences, units = (_entries(told[name]) for name in (SENTENCES, UNITS))
        except FileNotFoundError:
            sentences, units = {}, {}
        except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            raise PackDamaged(f"{folder.name}: {INDEX} cannot be read") from error
        return cls(folder, manifest, sentences, units)

    @classmethod
    def create(cls, folder: Path, manifest: Manifest) -> Pack:
        """The pack in ``folder``, with this manifest from now on. Raises OSError, PackDamaged."""
        for part in (folder / SENTENCES, folder / UNITS):
            part.mkdir(parents=True, exist_ok=True)
        manifest.write(folder)
        return cls.load(folder)

    @property
    def sentences(self) -> Mapping[str, Entry]:
        """What the index has, by key."""
        return self._sentences

    @property
    def units(self) -> Mapping[str, Entry]:
        """What the index has, by name."""
        return self._units

    def sound(self, text: str) -> Path | None:
        """The sound of exactly this text, None where the pack has none."""
        return _there(self._sentence_file(key(text)))

    def unit(self, name: str) -> Path | None:
        """The sound of a unit, None where the pack has none."""
        return _there(self._unit_file(name))

    def add(self, text: str, samples: Samples, rate: int, made: str = "") -> Path:
        """Keep the sound of ``text``. Raises OSError or ValueError; the one it had then stays."""
        its_key = key(text)
        path = self._sentence_file(its_key)
        opus.write(path, samples, rate)
        self._sentences[its_key] = Entry(normal(text), made)
        self._write_index()
        return path

    def add_unit(self, name: str, samples: Samples, rate: int, text: str = "", made: str = "") -> Path:
        """Keep the sound of a unit; ``text`` is what is said in it. Raises OSError or ValueError."""
        path = self._unit_file(name)
        opus.write(path, samples, rate)
        self._units[name] = Entry(normal(text), made)
        self._write_index()
        return path

    def remove(self, text_or_key: str) -> None:
        """Forget a sentence, by its text or its key. Raises OSError."""
        its_key = text_or_key if text_or_key in self._sentences else key(text_or_key)
        self._sentences.pop(its_key, None)
        self._write_index()
        self._sentence_file(its_key).unlink(missing_ok=True)

    def remove_unit(self, name: str) -> None:
        """Forget a unit. Raises OSError."""
        self._units.pop(name, None)
        self._write_index()
        self._unit_file(name).unlink(missing_ok=True)

    def _sentence_file(self, its_key: str) -> Path:
        return self.folder / SENTENCES / (its_key + SUFFIX)

    def _unit_file(self, name: str) -> Path:
        if not _UNIT_NAME.fullmatch(name):
            raise ValueError(f"{name!r} is no name of a unit")
        return self.folder / UNITS / (name + SUFFIX)

    def _write_index(self) -> None:
        told = {
            SENTENCES: {its_key: vars(entry) for its_key, entry in sorted(self._sentences.items())},
            UNITS: {name: vars(entry) for name, entry in sorted(self._units.items())},
        }
        write_whole(self.folder / INDEX, json.dumps(told, ensure_ascii=False, indent=1) + "\n")


def _entries(told: Mapping[str, Mapping[str, str]]) -> dict[str, Entry]:
    return {name: Entry(str(entry["text"]), str(entry.get("made", ""))) for name, entry in told.items()}


def _there(path: Path) -> Path | None:
    try:
        return path if path.stat().st_size else None
    except OSError:
        return None
