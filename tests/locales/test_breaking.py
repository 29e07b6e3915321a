"""Lines break where a reader of the language expects it, and each script has its own shapes."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtGui import QFont, QRawFont

from kiosk.paths import Paths
from screens.fonts import load_fonts, unshowable
from screens.layout.text import Laid, lay, width_of
from screens.theme import Role, Theme, families

EM = 40


@pytest.fixture(autouse=True, scope="module")
def fonts(qapp: Any) -> None:
    load_fonts(Paths.here().fonts)


def font(locale: str) -> QFont:
    made = QFont(families(locale))
    made.setPixelSize(EM)
    return made


def lines(laid: Laid) -> list[str]:
    text = laid.layout.text()
    found = (laid.layout.lineAt(n) for n in range(laid.lines))
    return [text[each.textStart() : each.textStart() + each.textLength()].strip("\u2028 ") for each in found]


@pytest.mark.parametrize(
    ("locale", "text", "ems", "broken"),
    [
        ("ja", "身分証の番号は何番ですか？", 8, ["身分証の番号は", "何番ですか？"]),
        ("ja", "亡くなった方のお名前は？", 8, ["亡くなった方の", "お名前は？"]),
        ("ja", "書くか、係を呼んでください。", 9, ["書くか、係を", "呼んでください。"]),
        ("ja", "正しい名前をはっきりと", 7, ["正しい名前を", "はっきりと"]),
        ("ja", "家族のものですか？", 7, ["家族の", "ものですか？"]),
        ("ja", "窓口でゆっくり待ちます", 5, ["窓口で", "ゆっくり", "待ちます"]),
        ("ja", "これは本人です", 5, ["これは", "本人です"]),
        ("ja", "先に係の者におたずねください", 10, ["先に係の者に", "おたずねください"]),
        ("ja", "どの電話にかけますか？", 10, ["どの電話に", "かけますか？"]),
        ("ja", "見た日から数えます", 6, ["見た日から", "数えます"]),
        ("ja", "どこのナンバーですか？", 9, ["どこの", "ナンバーですか？"]),
        ("ja", "先に車を受け取ってください", 10, ["先に車を", "受け取ってください"]),
        ("ko", "다른 분은 비켜 주세요.", 5.5, ["다른 분은", "비켜 주세요."]),
        ("ru", "Положите удостоверение сюда", 8, ["Положите", "удостоверение", "сюда"]),
    ],
    ids=[
        *("ja-words", "ja-honorific", "ja-comma", "ja-wo", "ja-no", "ja-de", "ja-desu", "ja-mono", "ja-dono"),
        *("ja-hi", "ja-doko", "ja-verbs", "ko", "ru"),
    ],
)
def test_between_words(locale: str, text: str, ems: float, broken: list[str]) -> None:
    assert lines(lay(text, font(locale), ems * EM)) == broken


@pytest.mark.parametrize(
    ("locale", "text", "ems", "broken"),
    [
        ("ja", "この方がご本人ですか？", 9, ["この方が", "ご本人ですか？"]),
        ("ja", "通行証はいつまでですか？", 10, ["通行証は", "いつまでですか？"]),
        ("ko", "조건이 맞으면 할 수 있어요", 10, ["조건이 맞으면", "할 수 있어요"]),
    ],
    ids=["ja", "ja-particle", "ko"],
)
def test_even_lines_tear_no_word(locale: str, text: str, ems: float, broken: list[str]) -> None:
    """Lines of the same length would be broken in the middle of 本人."""
    assert lines(lay(text, font(locale), ems * EM, balanced=True)) == broken


@settings(max_examples=60, deadline=None)
@given(
    text=st.text("身分証の番号はおご名ーっカナ、。？」ません 한국어를 씁니다", min_size=1, max_size=40),
    ems=st.integers(2, 20),
)
def test_nothing_is_lost_or_cut(text: str, ems: int) -> None:
    laid = lay(text, font("ja"), ems * EM)
    assert "".join("".join(lines(laid)).split()) == "".join(text.split())
    if not laid.cut:
        assert all(width_of(line, font("ja")) <= ems * EM + 1 for line in lines(laid))


@settings(max_examples=60, deadline=None)
@given(
    text=st.text("身分証の番号はおご名ーっカナ、。？」ません 한국어를 씁니다", min_size=1, max_size=40),
    ems=st.integers(2, 20),
)
def test_even_lines_are_no_more_and_break_no_other_word(text: str, ems: int) -> None:
    plain, even = (lay(text, font("ja"), ems * EM, balanced=balanced) for balanced in (False, True))
    assert even.lines == plain.lines
    assert even.cut == plain.cut


def test_shared_characters_have_the_shapes_of_the_language() -> None:
    """直 is written otherwise in Japan; the first family of a locale decides."""
    assert [families(each)[0] for each in ("zh_CN", "en", "ru", "ja", "ko")] == [
        *["Noto Sans SC"] * 3,
        "Noto Sans Japanese",
        "Noto Sans Korean",
    ]
    for locale in ("zh_CN", "ja", "ko"):
        theme = Theme(locale=locale)
        for bold in (False, True):
            raw = QRawFont.fromFont(theme.font(Role.BODY, bold=bold))
            assert (raw.familyName(), raw.weight()) == (families(locale)[0], 700 if bold else 400)


def test_all_scripts_are_shown_in_any_language() -> None:
    """The list of languages shows each by its own name, whatever the screen is in."""
    assert unshowable("普通话 English 日本語 한국어 Русский") == ""
