"""Ids, made where the thing is made."""

from __future__ import annotations

import uuid_utils


def new_id() -> str:
    """A UUIDv7 in text form: offline kiosks never collide, and ids sort by time."""
    return str(uuid_utils.uuid7())
