"""What a pack should hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Wanted:
    """Sentences, the most often heard first, and the text of each unit by its name."""

    sentences: Sequence[str]
    units: Mapping[str, str] = field(default_factory=dict)
