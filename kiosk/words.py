"""The catalogue of interface strings: gettext .po files, one folder a locale."""

from __future__ import annotations

from pathlib import Path

from babel.messages.pofile import read_po


class Words:
    """The interface strings of one locale.

    ``say`` raises KeyError for an unknown id: a missing sentence is a defect, found by tests.
    """

    def __init__(self, locale: str, sentences: dict[str, str]) -> None:
        self.locale = locale
        self._sentences = sentences
        self._whole = frozenset(text for text in sentences.values() if "{" not in text)

    @classmethod
    def load(cls, folder: Path, locale: str) -> Words:
        """Read ``folder/<locale>/*.po``."""
        sentences: dict[str, str] = {}
        for path in sorted((folder / locale).glob("*.po")):
            with path.open("rb") as file:
                for entry in read_po(file, locale=locale):
                    if (
                        isinstance(entry.id, str)
                        and entry.id
                        and isinstance(entry.string, str)
                        and entry.string
                    ):
                        sentences[entry.id] = entry.string
        return cls(locale, sentences)

    @property
    def ids(self) -> frozenset[str]:
        """All ids."""
        return frozenset(self._sentences)

    def is_fixed(self, text: str) -> bool:
        """Whether this is a sentence without gaps: the same whoever reads it, whatever they entered."""
        return text in self._whole

    def say(self, id: str, **params: str | int) -> str:
        """The sentence with its gaps filled."""
        return self._sentences[id].format(**params)

    def text(self, id: str) -> str:
        """The sentence as it was written, with its gaps."""
        return self._sentences[id]
