"""Whether a service's ready answers can be told apart, and are short enough to be read at a glance."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from kiosk.flow.kindness import sentences, size
from kiosk.flow.problem import Problem, wrong
from kiosk.flow.ready_answer import MOST_READY
from kiosk.flow.rules import Written

MOST_ANSWER_SENTENCES = 3
MOST_ASKED: Mapping[str, int] = MappingProxyType({"zh_CN": 14, "en": 9})
"""Characters of Chinese, words of English: a question is a key among others."""
MOST_ANSWERED: Mapping[str, int] = MappingProxyType({"zh_CN": 60, "en": 42})
"""The same of an answer, which is read with nothing else on the screen."""


def answer_problems(written: Written, locales: Sequence[str]) -> Iterator[Problem]:
    """Long ones as warnings; too many, and two that ask the same, as mistakes."""
    if len(written.flow.answers) > MOST_READY:
        yield written.error(("answers", MOST_READY), wrong("many_answers", most=MOST_READY))
    for number, ready in enumerate(written.flow.answers):
        where = ("answers", number)
        for locale, text in ready.question.root.items():
            if (length := size(text, locale)) > (most := MOST_ASKED.get(locale, length)):
                said = wrong("long_question", length=length, unit=_unit(locale), most=most)
                yield written.warning((*where, "question", locale), said)
        for locale, text in ready.answer.root.items():
            if (length := size(text, locale)) > (most := MOST_ANSWERED.get(locale, length)):
                said = wrong("long_answer", length=length, unit=_unit(locale), most=most)
                yield written.warning((*where, "answer", locale), said)
            elif locale in MOST_ANSWERED and (count := len(sentences(text, locale))) > MOST_ANSWER_SENTENCES:
                said = wrong("many_sentences", count=count, most=MOST_ANSWER_SENTENCES)
                yield written.warning((*where, "answer", locale), said)
    yield from _same(written, locales)


def _same(written: Written, locales: Sequence[str]) -> Iterator[Problem]:
    for locale in locales:
        first: dict[str, int] = {}
        for number, ready in enumerate(written.flow.answers):
            asked = " ".join(ready.question.root.get(locale, "").split()).casefold()
            if not asked:
                continue  # told as a missing text
            if asked in first:
                line = written.source.line(("answers", first[asked]))
                where = ("answers", number, "question", locale)
                yield written.error(where, wrong("same_question", line=line))
            first.setdefault(asked, number)


def _unit(locale: str) -> str:
    return "characters" if locale == "zh_CN" else "words"
