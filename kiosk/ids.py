"""Ids, made where the thing is made."""

from __future__ import annotations

import uuid

import uuid_utils


def new_id() -> str:
    """A UUIDv7 in text form: offline kiosks never collide, and ids sort by time."""
    return str(uuid_utils.uuid7())


def is_id(text: str) -> bool:
    """Whether a text that came from outside can be such an id, as this program writes them."""
    try:
        found = uuid.UUID(text)
    except ValueError:
        return False
    return found.version == 7 and str(found) == text
