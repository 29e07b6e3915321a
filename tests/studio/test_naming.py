"""What a check tells is told in the studio by names: staff have never seen an id."""

from __future__ import annotations

import pytest

from kiosk import outfit
from kiosk.cli.studio import problems_of
from kiosk.flow.load import Release
from kiosk.flow.problem import told
from kiosk.flow.source import Where
from kiosk.studio.document import Document, document_of
from kiosk.studio.naming import named
from tests.studio.conftest import LANGUAGES, PATHS

IDS = ("for_whom", "me_helped", "purpose", "taiwan", "consent", "choice:", "seen", "True", "False")
Change = tuple[Where, object]


def flow_with(release: Release, *changes: Change) -> Document:
    document = document_of(release)
    for where, value in changes:
        document = document.remove(where) if value is None else document.put(where, value)
    return document


def said(document: Document, locale: str) -> dict[str, str]:
    words = outfit.load_words(PATHS.locales)[locale]
    # Of each kind the first.
    found = problems_of(document.text, document.file, tuple(LANGUAGES))
    return {p.kind: told(named(p, document.data, words), words) for p in reversed(found)}


@pytest.fixture
def endorsement(shipped: tuple[Release, ...]) -> Release:
    return next(release for release in shipped if release.flow.id == "endorsement")


def test_a_way_is_told_by_what_residents_read(endorsement: Release) -> None:
    review = len(endorsement.flow.steps) - 1
    assert endorsement.flow.steps[review].kind == "review"
    when = {"step": "for_whom", "is": "me"}
    document = flow_with(endorsement, (("steps", review, "when"), when))
    assert "“给谁办”答“自己办，有人陪”" in said(document, "zh_CN")["dead_end"]
    assert '"For" answered "For me, with someone\'s help"' in said(document, "en")["dead_end"]
    assert not [each for each in IDS if each in said(document, "zh_CN")["dead_end"]]


@pytest.mark.parametrize(
    ("condition", "kind", "told_"),
    [
        ({"step": "place", "age_at_least": 60}, "no_age", "“去哪里”是 选一个 步骤"),
        ({"step": "place", "unknown": 7}, "", ""),
        ({"step": "review", "unknown": True}, "never_unknown", "“"),
        ({"step": "consent", "is": True}, "not_answered_yet", "“同意”还没有回答"),
        ({"step": "place", "at_least": 3}, "not_a_number", "“去哪里”"),
        ({"step": "place", "is": "moon"}, "no_such_choice", "去哪里"),
    ],
    ids=["age", "unreadable", "unknown", "later", "number", "choice"],
)
def test_a_step_is_told_by_its_name(endorsement: Release, condition: object, kind: str, told_: str) -> None:
    document = flow_with(endorsement, (("steps", 2, "when"), condition))
    found = said(document, "zh_CN")
    assert found
    assert all("place" not in words and "consent" not in words for words in found.values() if kind)
    if kind in found:
        assert told_ in found[kind]
    else:
        assert kind in ("", "never_unknown")


def test_a_choice_that_is_never_offered_is_told_by_its_words(endorsement: Release) -> None:
    never = {"all": [{"step": "for_whom", "is": "me"}, {"not": {"step": "for_whom", "is": "me"}}]}
    document = flow_with(endorsement, (("steps", 1, "choices", 2, "when"), never))
    assert "“台湾”" in said(document, "zh_CN")["never_offered"]


@pytest.mark.parametrize(
    ("icon", "hint"), [("passprt", "通行证"), ("restrat", "房子、身份证、")], ids=["near", "far"]
)
def test_a_pictogram_is_told_by_the_words_that_staff_choose_from(
    endorsement: Release, icon: str, hint: str
) -> None:
    words = said(flow_with(endorsement, (("icon",), icon)), "zh_CN")["no_such_icon"]
    assert icon in words
    assert hint in words
    assert "restart" not in words


def test_a_field_that_is_called_like_a_step_stays_what_it_is(endorsement: Release) -> None:
    document = flow_with(endorsement, (("steps", 0, "place"), "x"))
    assert "“place”" in said(document, "zh_CN")["strange_field"]
