"""What a check covers is told as it is."""

from collections.abc import Callable
from datetime import date

import pytest

from kiosk.flow.explore import paths
from kiosk.flow.load import Release
from kiosk.flow.report import Span, report

TODAY = date(2026, 1, 15)
Released = Callable[[str], Release]
HEAD = """
schema: 1
id: small
version: 1
icon: house
title: {zh_CN: 小, en: Small}
summary: {zh_CN: 小, en: Small}
next_steps:
  - {id: go, text: {zh_CN: 去窗口, en: Go}}
steps:
"""


def asked(number: int, when: str = "") -> str:
    condition = f", when: {{step: {when}, is: true}}" if when else ""
    return f"  - {{id: q{number}, kind: yes_no, title: {{zh_CN: 问, en: Ask}}{condition}}}\n"


REVIEW = "  - {id: review, kind: review, title: {zh_CN: 看, en: Look}}\n"
ENDS = "  - {id: far, kind: notice, ends: true, when: {step: q0, is: true}, title: {zh_CN: 停, en: Stop}}\n"


def test_a_small_service(released: Released) -> None:
    found = report(released(HEAD + asked(0) + asked(1, "q0") + asked(2) + REVIEW), TODAY)
    assert (found.service, found.steps, found.complete, found.left_out) == ("small", 4, True, ())
    assert found.places == 4
    assert found.screens == Span(3, 4, 4)
    assert found.questions == Span(2, 3, 3)
    assert found.texts == {"zh_CN": 7, "en": 7}


def test_a_way_that_ends_early_is_no_way_to_the_review(released: Released) -> None:
    found = report(released(HEAD + asked(0) + ENDS + asked(1) + REVIEW), TODAY)
    assert found.questions == Span(2, 2, None)
    assert report(released(HEAD + asked(0) + asked(1)), TODAY).screens is None


def test_what_was_left_out_is_named(released: Released) -> None:
    many = "".join(asked(n) for n in range(16)) + "".join(asked(n + 16, f"q{n}") for n in range(16))
    found = report(released(HEAD + many + REVIEW), TODAY)
    assert not found.complete
    assert "review" in found.left_out
    assert "q0" not in found.left_out


def test_as_many_walks_as_are_walked(released: Released, everything_text: str) -> None:
    release = released(everything_text)
    walks = list(paths(release.flow, TODAY))
    found = report(release, TODAY)
    assert found.walks == len(walks)
    assert found.screens is not None
    lengths = [len(walk.answers) + 1 for walk in walks if walk.end == "review"]
    assert found.screens.least <= min(lengths)
    assert found.screens.most >= max(lengths) - 1  # a list that has grown is shown a second time


def test_nothing_to_walk_through(released: Released) -> None:
    with pytest.raises(ValueError, match="same id"):
        report(released(HEAD + asked(0) + asked(0) + REVIEW), TODAY)
