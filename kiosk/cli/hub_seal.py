"""The key with which a hub seals what is personal."""

from __future__ import annotations

from pathlib import Path

from filelock import FileLock

from kiosk.hub.sealing import NOTE, NotOpened
from kiosk.settings import SettingsError
from kiosk.store.seal import KEY_FILE, Cell, Seal, Unreadable, close_to_others, make_key, read_key

FOLDER = "hub"
"""In the data folder; a kiosk on the same machine has its own key beside it."""


class HubSeal:
    """A HallSeal. key: 32 bytes."""

    def __init__(self, key: bytes) -> None:
        self._seal = Seal(key)

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
    """With the key of this folder, which is made where there is none. Raises ``SettingsError``."""
    folder = data_dir / FOLDER
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with FileLock(folder / "key.lock"):
            key = read_key(folder)
            if key is None:
                if (folder / KEY_FILE).exists():
                    raise SettingsError(
                        f"{folder / KEY_FILE} is damaged. Put back a copy of it; if there is none, take it "
                        "away and start once with --forget-notes."
                    )
                key = make_key(folder)
            close_to_others(folder)
    except OSError as error:
        raise SettingsError(f"{folder} cannot be used ({error.strerror}). Set data_dir.") from None
    return HubSeal(key)
