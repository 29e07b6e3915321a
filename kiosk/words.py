"""The catalogue of interface strings: gettext .po files, one folder a locale."""

from __future__ import annotations

import gettext
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from string import Formatter

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from kiosk.dates import months
from kiosk.locales import USUAL, Language, stand_ins

STAFF = (
    "desk.",
    "difficult.",
    "figures.",
    "hub.",
    "flowcheck.",
    "health.",
    "practice.",
    "preview.",
    "question.",
    "record.",
    "staff.",
    "studio.",
)
"""How the ids of what only staff read begin."""


@dataclass(frozen=True)
class Plural:
    """A sentence with a form for each way in which its locale counts. Its first gap is the number."""

    forms: tuple[str, ...]
    number: str
    which: Callable[[int], int]

    def of(self, params: Mapping[str, object]) -> str:
        """The form for the number among these; an amount like 15.50 counts by its whole part."""
        return self.forms[self.which(int(str(params[self.number]).partition(".")[0]))]


class Words:
    """The interface strings of one locale; what it lacks is said in English, else in Chinese.

    ``say`` raises KeyError for an unknown id: a missing sentence is a defect, found by tests. own: the ids
    that the locale itself has. offered: the languages that residents choose from.
    """

    def __init__(
        self,
        locale: str,
        sentences: Mapping[str, str | Plural],
        own: frozenset[str] | None = None,
        offered: tuple[Language, ...] = (),
    ) -> None:
        self.locale = locale
        self.offered = offered
        self.own = frozenset(sentences) if own is None else own
        self._sentences = dict(sentences)
        whole = (text for text in self._sentences.values() if isinstance(text, str))
        self._whole = frozenset(text for text in whole if "{" not in text)
        self._months = frozenset(id for id in self._sentences if "{month_name}" in self.text(id))

    @classmethod
    def load(cls, folder: Path, locale: str) -> Words:
        """Read ``folder/<locale>/*.po``, and those of the locales that stand in for it."""
        return cls.of(locale, {each: read_folder(folder, each) for each in read_for(locale)})

    @classmethod
    def of(
        cls, locale: str, read: Mapping[str, Mapping[str, str | Plural]], offered: tuple[Language, ...] = ()
    ) -> Words:
        """From what was read of the locale, and of those of :func:`read_for`."""
        sentences: dict[str, str | Plural] = {}
        for each in reversed(read_for(locale)):
            sentences |= read[each]
        return cls(locale, sentences, frozenset(read[locale]), offered)

    @property
    def ids(self) -> frozenset[str]:
        """All ids."""
        return frozenset(self._sentences)

    def is_fixed(self, text: str) -> bool:
        """Whether this is a sentence without gaps: the same whoever reads it, whatever they entered."""
        return text in self._whole

    def say(self, id: str, **params: str | int) -> str:
        """The sentence with its gaps filled. The name of a month is known from its number."""
        sentence = self._sentences[id]
        if id in self._months and "month_name" not in params:
            params["month_name"] = months(self.locale)[int(params["month"]) - 1]
        return (sentence.of(params) if isinstance(sentence, Plural) else sentence).format(**params)

    def text(self, id: str) -> str:
        """The sentence as it was written, with its gaps; of several forms the last, for many."""
        sentence = self._sentences[id]
        return sentence.forms[-1] if isinstance(sentence, Plural) else sentence

    def forms(self, id: str) -> tuple[str, ...]:
        """The sentence as it was written, in every form."""
        sentence = self._sentences[id]
        return sentence.forms if isinstance(sentence, Plural) else (sentence,)


def read_for(locale: str) -> tuple[str, ...]:
    """Whose sentences a locale says: its own first. The usual ones are whole, and need nobody to stand in."""
    return (locale,) if locale in USUAL else stand_ins(locale)


def read_folder(folder: Path, locale: str) -> dict[str, str | Plural]:
    """The sentences of ``folder/<locale>/*.po``; what is empty, or lacks a plural form, is left out."""
    sentences: dict[str, str | Plural] = {}
    for path in sorted((folder / locale).glob("*.po")):
        with path.open("rb") as file:
            catalog = read_po(file, locale=locale)
        for entry in catalog:
            id, text = entry.id, entry.string
            if isinstance(id, str) and id and isinstance(text, str) and text:
                sentences[id] = text
            elif not isinstance(id, str) and len(text or ()) == catalog.num_plurals and all(text or ()):
                sentences[id[0]] = _plural(tuple(text or ()), catalog)
    return sentences


def gaps(text: str) -> frozenset[str]:
    """The names of the gaps in a sentence."""
    return frozenset(name for _, name, _, _ in Formatter().parse(text) if name is not None)


def _plural(forms: tuple[str, ...], catalog: Catalog) -> Plural:
    number = next(name for _, name, _, _ in Formatter().parse(forms[-1]) if name)
    return Plural(forms, number, gettext.c2py(catalog.plural_expr))
