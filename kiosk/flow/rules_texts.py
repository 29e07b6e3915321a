"""Texts that are not what they should be: not translated, said twice, or nothing that could be said."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kiosk.flow import model as m
from kiosk.flow.problem import Problem, wrong
from kiosk.flow.rules import Written, texts

_HAN = re.compile(r"[㐀-鿿\U00020000-\U0003ffff]")
_LONGEST_ABBREVIATION = 6
"""Letters such as SIM or WeChat may stand alone in Chinese; more are a text that was not translated."""


def text_problems(written: Written, locales: Sequence[str]) -> Iterator[Problem]:
    """Of the texts that stand there; missing ones are told elsewhere."""
    yield from _untranslated(written)
    yield from _silent(written)
    yield from _alike(written, locales)


def _untranslated(written: Written) -> Iterator[Problem]:
    for where, text in texts(written.flow):
        english, chinese = text.root.get("en", ""), text.root.get("zh_CN", "")
        if _HAN.search(english):
            yield written.warning((*where, "en"), wrong("chinese_in_english"))
        if not _HAN.search(chinese) and sum(sign.isalpha() for sign in chinese) > _LONGEST_ABBREVIATION:
            yield written.warning((*where, "zh_CN"), wrong("no_chinese"))


def _silent(written: Written) -> Iterator[Problem]:
    """Every text is read aloud: one of signs alone is a silence, but where the step has ``spoken``."""
    for where, text in texts(written.flow):
        for locale, said in text.root.items():
            spoken = where[-1] == "title" and written.source.at((*where[:-1], "spoken", locale))
            if said.strip() and not spoken and not any(sign.isalnum() for sign in said):
                yield written.error((*where, locale), wrong("nothing_to_say", text=said.strip()))


def _alike(written: Written, locales: Sequence[str]) -> Iterator[Problem]:
    """Two choices of a step that read the same: nobody could tell which to take, and the ear even less.

    Choices that are never offered together may; so those with conditions are left alone.
    """
    for index, step in enumerate(written.flow.steps):
        if not isinstance(step, (m.ChooseOne, m.ChooseSeveral)):
            continue
        for locale in locales:
            first: dict[str, int] = {}
            for number, choice in enumerate(step.choices):
                said = " ".join(choice.text.root.get(locale, "").split()).casefold()
                if choice.when is not None or not said:
                    continue
                if said in first:
                    line = written.source.line(("steps", index, "choices", first[said]))
                    where = ("steps", index, "choices", number, "text", locale)
                    yield written.error(where, wrong("same_choice", line=line))
                first.setdefault(said, number)
