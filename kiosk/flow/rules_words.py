"""Whether a flow's texts are kind, and its glossary explains what they cannot do without."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from types import MappingProxyType

from kiosk.flow.glossary import used
from kiosk.flow.kindness import sentences, size, unkind
from kiosk.flow.problem import Problem, wrong
from kiosk.flow.rules import Written, texts

MOST_SENTENCES = 3
MOST_EXPLAINED: Mapping[str, int] = MappingProxyType({"zh_CN": 60, "en": 42})
"""Characters of Chinese, words of English: what is read at a glance in the largest type."""
ON_SCREENS = ("steps", "materials", "fees", "next_steps", "answers")
"""Where a term's explanation is one tap away."""


def word_problems(written: Written, locales: Sequence[str], known: Collection[str] = ()) -> Iterator[Problem]:
    """Unkind texts as warnings; mistakes in the glossary."""
    yield from _kindness(written, locales)
    yield from _explanations(written, locales, known)
    yield from _twice(written, locales)
    yield from _unused(written, locales)


def _kindness(written: Written, locales: Sequence[str]) -> Iterator[Problem]:
    """Of an explanation too: it must not need explaining itself."""
    flow = written.flow
    for where, text in texts(flow):
        if where[0] == "glossary" and where[-1] == "term":
            continue
        for locale in locales:
            if locale in text.root:
                explained = [s for term in flow.glossary for s in term.spellings(locale)]
                for found in unkind(text.root[locale], locale, explained):
                    yield written.warning((*where, locale), found.message)


def _explanations(written: Written, locales: Sequence[str], known: Collection[str]) -> Iterator[Problem]:
    for index, term in enumerate(written.flow.glossary):
        where = ("glossary", index, "explanation")
        for locale, text in term.explanation.root.items():
            if locale not in MOST_EXPLAINED:
                continue
            count, length = len(sentences(text, locale)), size(text, locale)
            if count > MOST_SENTENCES:
                said = wrong("long_winded", count=count, most=MOST_SENTENCES)
                yield written.warning((*where, locale), said)
            elif length > (most := MOST_EXPLAINED[locale]):
                unit = "characters" if locale == "zh_CN" else "words"
                said = wrong("long_explanation", length=length, unit=unit, most=most)
                yield written.warning((*where, locale), said)
        for locale in term.also:
            if locale not in locales and locale not in known:
                said = wrong("unused_language", name=locale, hint="languages", known=", ".join(locales))
                yield written.warning(("glossary", index, "also", locale), said)


def _twice(written: Written, locales: Sequence[str]) -> Iterator[Problem]:
    for locale in locales:
        first: dict[str, int] = {}
        for index, term in enumerate(written.flow.glossary):
            if locale not in term.term.root:
                continue  # told as a missing text
            for spelling in term.spellings(locale):
                known = first.setdefault(spelling.lower(), index)
                if known != index:
                    line = written.source.line(("glossary", known))
                    said = wrong("explained_twice", word=spelling, line=line)
                    yield written.error(("glossary", index, "term", locale), said)


def _unused(written: Written, locales: Sequence[str]) -> Iterator[Problem]:
    flow = written.flow
    on_screens = [text for where, text in texts(flow) if where[0] in ON_SCREENS]
    met = {t.id for x in locales for t in used((text.in_(x) for text in on_screens), flow.glossary, x)}
    for index, term in enumerate(flow.glossary):
        if term.id not in met:
            said = wrong("unused_term", word=term.term.in_(locales[0]))
            yield written.warning(("glossary", index), said)
