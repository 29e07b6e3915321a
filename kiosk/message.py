"""A sentence that is not yet one: an id with parameters, rendered by one catalogue for all who tell it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Message:
    """``id`` names the sentence in the catalogue; ``params`` fill its gaps."""

    id: str
    params: Mapping[str, str | int] = field(default_factory=dict)
