"""The divisions where the kiosk stands."""

from __future__ import annotations

from pathlib import Path

from pydantic import BaseModel, ConfigDict

from kiosk.writing.aids import Places


class PlacesFile(BaseModel):
    """assets/data/places.json. villages, those of all towns, are used by the pinyin table only."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    divisions: tuple[str, ...]
    towns: tuple[str, ...]
    villages_of: dict[str, tuple[str, ...]] = {}


def load(path: Path) -> Places:
    """Read the divisions. Raises OSError, and ValueError where the file is not as it should be."""
    file = PlacesFile.model_validate_json(path.read_text("utf-8"))
    return Places(divisions=file.divisions, towns=file.towns, villages=file.villages_of)
