"""Office words that a service cannot do without, and their meaning, one tap away."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from pydantic import Field

from kiosk.flow.part import Part, Slug, Text


class Term(Part):
    """An office word. also: other spellings, by locale. explanation: one to three sentences, spoken too."""

    id: Slug
    term: Text
    also: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    explanation: Text

    def spellings(self, locale: str) -> tuple[str, ...]:
        """As it stands in the texts of ``locale``."""
        return (self.term.in_(locale), *self.also.get(locale, ()))


def used(texts: Iterable[str], glossary: Sequence[Term], locale: str) -> tuple[Term, ...]:
    """The terms that the texts use, in the order in which they are met.

    Of spellings one within another the longest counts ("household booklet" is no "household"). In languages
    written with spaces only whole words count, in any case, with or without the plural's s.
    """
    by_spelling = {s.lower(): term for term in reversed(glossary) for s in term.spellings(locale) if s}
    if not by_spelling:
        return ()
    pattern = "|".join(re.escape(s) for s in sorted(by_spelling, key=len, reverse=True))
    whole = pattern if locale.startswith("zh") else rf"\b({pattern})(?:s|es)?\b"
    found: dict[str, Term] = {}
    for text in texts:
        for spelling in re.findall(whole, text, re.IGNORECASE):
            term = by_spelling[spelling.lower()]
            found.setdefault(term.id, term)
    return tuple(found.values())
