"""The catalogue of interface strings: gettext .po files, one folder a locale."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from kiosk.catalogue_file import can_be_filled, gaps, read_catalogue, rule_of
from kiosk.dates import months
from kiosk.locales import USUAL, Language, stand_ins

STAFF = (
    "appointment.plan_",
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
    "waiting.",
    "window.",
)
"""How the ids of what only staff read begin."""

_STOP_TWICE = "г.."
"""A Russian date ends in an abbreviation's full stop, which ends the sentence too."""


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
        said = (sentence.of(params) if isinstance(sentence, Plural) else sentence).format(**params)
        return said.replace(_STOP_TWICE, _STOP_TWICE[:-1])

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
    """The sentences of ``folder/<locale>/*.po``. Raises :class:`~kiosk.failure.WordsDamaged`.

    What is empty, lacks a plural form, or has gaps that cannot be filled is left out.
    """
    sentences: dict[str, str | Plural] = {}
    for path in sorted((folder / locale).glob("*.po")):
        catalog = read_catalogue(path, locale)
        for entry in catalog:
            id, text = entry.id, entry.string
            if isinstance(id, str):
                if id and isinstance(text, str) and text and can_be_filled(text):
                    sentences[id] = text
            elif is_whole(forms := tuple(text or ()), catalog.num_plurals):
                sentences[id[0]] = Plural(forms, _first_gap(forms[-1]), rule_of(catalog, path))
    return sentences


def is_whole(forms: Sequence[str], wanted: int) -> bool:
    """Whether a sentence has every plural form, each with its number."""
    return len(forms) == wanted and all(text and can_be_filled(text) and gaps(text) for text in forms)


def _first_gap(text: str) -> str:
    return min(gaps(text), key=lambda name: text.index(f"{{{name}}}"))
