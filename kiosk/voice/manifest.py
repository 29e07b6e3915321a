"""Whose voice a pack is: its manifest, read without any of its sounds."""

from __future__ import annotations

import json
import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

MANIFEST = "manifest.toml"
LONGEST = 100_000
"""Bytes; a manifest has some hundred."""
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_WORDS = ("id", "locale", "dialect", "speaker", "licence", "source")


class PackDamaged(Exception):
    """A folder that is no pack; the words say what is wrong with it, in one line."""


@dataclass(frozen=True)
class Manifest:
    """Whose voice it is.

    dialect: ``""`` for the usual speech of the locale. names: what the dialect or voice is called, by locale.
    source: the engine and voice, or where it was recorded. recorded: spoken by a person.
    """

    id: str
    locale: str
    dialect: str = ""
    names: Mapping[str, str] = field(default_factory=dict)
    speaker: str = ""
    licence: str = ""
    source: str = ""
    recorded: bool = False

    @classmethod
    def read(cls, folder: Path) -> Manifest:
        """Raises :class:`PackDamaged`."""
        try:
            told = tomllib.loads(read_whole(folder / MANIFEST, LONGEST))
        except (OSError, ValueError, RecursionError) as error:
            raise PackDamaged(f"{folder.name}: {MANIFEST} cannot be read") from error
        names = told.pop("names", {})
        words = {name: told.pop(name, "") for name in _WORDS}
        recorded = told.pop("recorded", False)
        if told:
            raise PackDamaged(f"{folder.name}: {MANIFEST} has an unknown entry {sorted(told)[0]!r}")
        if not isinstance(names, dict) or not all(
            isinstance(w, str) for w in (*words.values(), *names.values())
        ):
            raise PackDamaged(f"{folder.name}: {MANIFEST} has an entry that is no text")
        if not isinstance(recorded, bool):
            raise PackDamaged(f"{folder.name}: recorded in {MANIFEST} is either true or false")
        if not words["id"] or not words["locale"]:
            raise PackDamaged(f"{folder.name}: {MANIFEST} lacks id or locale")
        return cls(**words, names=names, recorded=recorded)

    def write(self, folder: Path) -> None:
        """Raises OSError."""
        lines = [f"{name} = {_quoted(getattr(self, name))}" for name in _WORDS]
        lines += [f"recorded = {'true' if self.recorded else 'false'}", "", "[names]"]
        lines += [f"{_key(locale)} = {_quoted(name)}" for locale, name in sorted(self.names.items())]
        write_whole(folder / MANIFEST, "\n".join(lines) + "\n")


def _key(name: str) -> str:
    return name if _BARE.fullmatch(name) else _quoted(name)


def _quoted(text: str) -> str:
    # A basic string of TOML is written like one of JSON; only that it may not hold the sign for deleting.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def read_whole(path: Path, most: int) -> str:
    """A file of UTF-8. Raises OSError, and ValueError where it is longer than ``most`` bytes or no text."""
    with path.open("rb") as file:
        raw = file.read(most + 1)
    if len(raw) > most:
        raise ValueError(f"longer than {most} bytes")
    return raw.decode()


def write_whole(path: Path, text: str) -> None:
    """Write ``path`` whole or not at all. Raises OSError."""
    part = path.with_name(path.name + ".part")
    part.write_text(text, encoding="utf-8")
    os.replace(part, path)
