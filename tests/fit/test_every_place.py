"""In each place where a text can stand, in each language: one that is too long is found, and found there."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from kiosk.flow.load import Release
from kiosk.flow.model import Part
from kiosk.flow.source import Where
from kiosk.outfit import load_words
from screens.fit import run
from screens.fit.run import FitParts, lay_out
from screens.fit.scenes import Scene, scenes
from screens.theme import Size
from screens.tour.pictures import Looks
from tests.fit.conftest import PATHS, Data, Written

LONG = {
    "zh_CN": "请您慢慢看清楚这一句很长很长的话" * 30,
    "en": "considerations notwithstanding " * 30,
    "ja": "ゆっくり読んで分かるまで待ちましょう、" * 30,
    "ko": "천천히 읽고 알 때까지 기다려 주세요 " * 30,
}
LOCALES = tuple(LONG)
UNSEEN = frozenset(
    {
        *((kind, "label") for kind in ("notice", "card", "own_wish", "consent", "fee", "review")),
        *((kind, "forward") for kind in ("checklist", "card", "address")),
        ("next_steps", "note"),
    }
)
"""What no screen shows: such steps are on no review, and have words of their own for going on."""


def fields_of(part: Part) -> Iterator[tuple[str | int, ...]]:
    """Where within a part a text can stand, whether or not one stands there."""
    for name, field in type(part).model_fields.items():
        if "Text" not in str(field.annotation) or name == "spoken":  # what is only heard needs no room
            continue
        yield (field.alias or name, 0) if "tuple" in str(field.annotation) else (field.alias or name,)


def places(release: Release) -> Iterator[tuple[Where, str]]:
    """Each place, and the kind of the part: of the service, of the first step of each kind, of its lists."""
    flow = release.flow
    known = set()
    for at, step in enumerate(flow.steps):
        if step.kind not in known:
            known.add(step.kind)
            yield from ((("steps", at, *each), step.kind) for each in fields_of(step))
            for choice in getattr(step, "choices", ())[:1]:
                yield from ((("steps", at, "choices", 0, *each), "a choice") for each in fields_of(choice))
    for name in ("materials", "fees", "next_steps", "glossary", "answers"):
        yield from (((name, 0, *each), name) for each in fields_of(getattr(flow, name)[0]))
    yield from ((each, "service") for each in (("title",), ("summary",)))


def planted(data: Data, where: Where, locale: str, number: int) -> None:
    """Write a long text there that stands nowhere else; what stands there in other languages stays."""
    *way, last = where
    there: Any = data
    for key in way:
        there = there[key]
    plain = {"zh_CN": "好", "en": "Good"}
    before = there[last] if isinstance(there, list) else there.get(last, {})
    there[last] = {**plain, **before, locale: f"{number}. {LONG[locale]}"}


def screen_of(release: Release, where: Where) -> Where:
    """The scene on which a text stands first."""
    lists = {"materials": "checklist", "fees": "fee"}
    if where[0] in lists:
        (at,) = [k for k, step in enumerate(release.flow.steps) if step.kind == lists[str(where[0])]]
        return ("steps", at)
    if where[-1] == "label":
        return ("steps", len(release.flow.steps) - 1)
    return where[:2] if where[0] == "steps" else where[:1] if len(where) > 1 else ()


def rounds(release: Release, locale: str) -> Iterator[dict[Where, str]]:
    """Each language's share of the places, and their kinds, in rounds: a screen bears one such text in each.

    Of the labels, which have a line each, the review bears all.
    """
    # Most steps have four fields: each language gets another one of each.
    turn, every = LOCALES.index(locale), len(LOCALES)
    share = [each for at, each in enumerate(places(release)) if (at + at // every) % every == turn]
    yield {where: kind for where, kind in share if where[-1] == "label"}
    share = [each for each in share if each[0][-1] != "label"]
    while share:
        taken: dict[Where, tuple[Where, str]] = {}
        for where, kind in share:
            taken.setdefault(screen_of(release, where), (where, kind))
        share = [each for each in share if each not in taken.values()]
        yield dict(taken.values())


@pytest.mark.parametrize("locale", LOCALES)
def test_in_every_place_it_is_found(
    parts: FitParts, everything: Data, written: Written, monkeypatch: pytest.MonkeyPatch, locale: str
) -> None:
    monkeypatch.setattr(run, "every_look", lambda locales, _panels: [Looks(locales[0], Size.LARGEST)])
    own = replace(parts, locales=(locale,), words=load_words(PATHS.locales, LOCALES))
    sound = written(everything)
    for some in rounds(sound, locale):
        data = copy.deepcopy(everything)
        for number, where in enumerate(some):
            planted(data, where, locale, 100 + number)
        screens = {screen_of(sound, where) for where in some}

        def of_these(*given: Any, screens: set[Where] = screens) -> tuple[list[Scene], int]:
            found, left_out = scenes(*given)
            return [scene for scene in found if scene.where in screens], left_out

        monkeypatch.setattr(run, "scenes", of_these)
        laid = lay_out(own, written(data))
        shown = {where for where, kind in some.items() if (kind, where[-1]) not in UNSEEN}
        assert set(some) & laid.shown == shown
        assert {misfit.where for misfit in laid.misfits} == shown


def test_each_place_is_taken_once(everything: Data, written: Written) -> None:
    release = written(everything)
    taken = [where for locale in LOCALES for some in rounds(release, locale) for where in some]
    assert sorted(taken, key=str) == sorted((where for where, _ in places(release)), key=str)
    assert len(taken) > 80
