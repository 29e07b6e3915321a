"""The key with which a hub seals what is personal."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from filelock import FileLock

from kiosk.clock import SystemClock
from kiosk.hub.sealing import NOTE, NotOpened
from kiosk.settings import SettingsError
from kiosk.store.keys import (
    KEY_FILE,
    KeyFile,
    Keys,
    OpenToOthers,
    check_closed,
    make_ring,
    read_ring,
    write_ring,
)
from kiosk.store.seal import Cell, Seal, Unreadable

FOLDER = "hub"
"""In the data folder; a kiosk on the same machine has its own key beside it."""


class HubSeal:
    """A HallSeal. keys: where they come from, or one key of 32 bytes."""

    def __init__(self, keys: Keys | bytes) -> None:
        self._seal = Seal(keys)

    def strange(self, sealed: bytes) -> bool:
        """Whether it names a key that is not here."""
        return self._seal.strange(sealed)

    def head(self) -> bytes:
        """What every value sealed with the key in force begins with."""
        return self._seal.head()

    def close(self, text: str, row: str, place: str = NOTE) -> bytes:
        """The text, sealed for this row and place."""
        return self._seal.close(text, Cell(place, row, "sealed"))

    def open(self, sealed: bytes, row: str, place: str = NOTE) -> str:
        """The text."""
        try:
            return self._seal.open(sealed, Cell(place, row, "sealed"))
        except Unreadable as error:
            raise NotOpened(str(error)) from None


def hub_seal(data_dir: Path) -> HubSeal:
    """With the keys of this folder; see :func:`hub_keys`."""
    return HubSeal(hub_keys(data_dir))


def kept_seal(data_dir: Path) -> tuple[HubSeal, bool] | None:
    """With the keys of this folder, and whether they say that the hall's record is marked; ``None``: no keys.

    None are made: a command may be given before there is a hub, and not where the hub has its folder.
    """
    try:
        ring = read_ring(data_dir / FOLDER)
    except OSError as error:
        raise SettingsError(f"{data_dir / FOLDER} cannot be read ({error.strerror}).") from None
    return None if ring is None else (HubSeal(KeyFile(data_dir / FOLDER, ring)), ring.marked)


def note_marked(data_dir: Path) -> None:
    """Have the keys' file say that the record is marked: from then on it is never taken for an older one."""
    folder = data_dir / FOLDER
    with FileLock(folder / "key.lock"):
        ring = read_ring(folder)
        if ring is not None and not ring.marked:
            write_ring(folder, replace(ring, marked=True))


def hub_keys(data_dir: Path) -> KeyFile:
    """The keys of this folder, of which the first is made where there is none. Raises ``SettingsError``."""
    folder = data_dir / FOLDER
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with FileLock(folder / "key.lock"):
            ring = read_ring(folder)
            if ring is None:
                if (folder / KEY_FILE).exists():
                    raise SettingsError(
                        f"{folder / KEY_FILE} is damaged. Put back a copy of it; if there is none, take it "
                        "away and start once with --forget-notes."
                    )
                ring = make_ring(folder, SystemClock().now())
            check_closed(folder)
    except OpenToOthers:
        raise SettingsError(
            f"{folder / KEY_FILE} can be read by other accounts. Run: chmod 600 {folder / KEY_FILE}"
        ) from None
    except OSError as error:
        raise SettingsError(f"{folder} cannot be used ({error.strerror}). Set data_dir.") from None
    return KeyFile(folder, ring)
