from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import segno
from hypothesis import given
from hypothesis import strategies as st

from kiosk.devices.slip import SlipLine
from kiosk.devices.slips import QR_BYTES, materials_slip, missing_slip, receipt_slip
from kiosk.words import Words

LOCALES = Path(__file__).resolve().parents[2] / "locales"
ZH = Words.load(LOCALES, "zh_CN")
DAY = date(2026, 11, 24)
BRING = [("您的户口簿", "要原件"), ("您的身份证", "")]


def test_every_thing_to_bring_has_a_box_and_its_note_below() -> None:
    slip = materials_slip(ZH, "新河派出所", "迁户口", DAY, BRING)
    boxes = [line for line in slip.lines if line.box]
    assert [line.text for line in boxes] == ["您的户口簿", "您的身份证"]
    assert slip.lines[slip.lines.index(boxes[0]) + 1] == SlipLine("要原件", "note")
    assert slip.lines[slip.lines.index(boxes[1]) + 1].text == "当心骗子"


def test_the_code_of_the_list_is_the_list() -> None:
    slip = materials_slip(ZH, "新河派出所", "迁户口", DAY, BRING)
    assert slip.qr == "迁户口\n1. 您的户口簿\n2. 您的身份证"


def test_where_there_is_a_portal_the_code_leads_there_and_says_so() -> None:
    there = "https://portal.example/service/household"
    slip = materials_slip(ZH, "新河派出所", "迁户口", DAY, BRING, portal=there)
    assert slip.qr == there
    assert ZH.say("slip.portal") in [line.text for line in slip.lines]
    assert [line.text for line in slip.lines if line.box] == ["您的户口簿", "您的身份证"]
    without = materials_slip(ZH, "新河派出所", "迁户口", DAY, BRING)
    assert ZH.say("slip.portal") not in [line.text for line in without.lines]


def test_with_nothing_to_bring_it_says_so() -> None:
    slip = materials_slip(ZH, "新河派出所", "迁户口", DAY, [])
    assert "什么都不用带。" in [line.text for line in slip.lines]


@given(st.text(max_size=20), st.lists(st.text(min_size=1, max_size=80), max_size=30))
def test_the_code_always_stays_readable(service: str, names: list[str]) -> None:
    slip = materials_slip(ZH, "新河派出所", service, DAY, [(name, "") for name in names])
    assert len(slip.qr.encode()) <= QR_BYTES
    if slip.qr:
        code = segno.make(slip.qr, mode="byte", encoding="utf-8", error="m", micro=False)
        assert int(code.version) <= 15


def test_a_list_too_long_for_the_code_is_cut_between_two_things_and_says_so() -> None:
    names = [f"第{k}样东西的原件和复印件" for k in range(1, 20)]
    slip = materials_slip(ZH, "新河派出所", "迁户口", DAY, [(name, "") for name in names])
    *lines, last = slip.qr.split("\n")
    assert last == "……"
    assert lines[1:] == [f"{k}. {names[k - 1]}" for k in range(1, len(lines))]
    assert len(lines) > 5


def test_the_receipt_bears_its_number_in_groups_and_its_code_for_the_window() -> None:
    slip = receipt_slip(ZH, "新河派出所", "迁户口", "household", DAY, "0100012", ["拿好小票。", "去窗口。"])
    assert SlipLine("0100 012", "number") in slip.lines
    assert slip.qr == "household:0100012"
    assert [line.text for line in slip.lines if line.text[:2] in ("1.", "2.")] == [
        "1. 拿好小票。",
        "2. 去窗口。",
    ]


@pytest.mark.parametrize("locale", ["zh_CN", "en"])
def test_both_slips_warn_of_fraud_and_name_the_number_that_calls(locale: str) -> None:
    words = Words.load(LOCALES, locale)
    for slip in (
        materials_slip(words, "s", "t", DAY, BRING, call_from="021-59611234"),
        receipt_slip(words, "s", "t", "household", DAY, "0100012", call_from="021-59611234"),
    ):
        texts = [line.text for line in slip.lines]
        assert words.say("slip.never_more") in texts
        assert any("021-59611234" in text for text in texts)


def test_an_unknown_number_that_calls_is_not_named() -> None:
    slip = materials_slip(ZH, "新河派出所", "迁户口", DAY, BRING)
    assert not any("打给您" in line.text for line in slip.lines)


def test_the_date_is_written_out() -> None:
    english = Words.load(LOCALES, "en")
    for words, day in ((ZH, "2026年11月24日 星期二"), (english, "Tuesday 24 November 2026")):
        for slip in (
            materials_slip(words, "s", "t", DAY, []),
            receipt_slip(words, "s", "t", "household", DAY, "0100012"),
        ):
            assert SlipLine(day, "note") in slip.lines


def test_a_slip_says_where_to_ask_and_thanks() -> None:
    receipt = receipt_slip(ZH, "新河派出所", "迁户口", "household", DAY, "0100012", window="1号窗口")
    texts = [line.text for line in receipt.lines]
    assert texts[texts.index("想问一问") + 1] == "请带这张小票到1号窗口，报登记号。"
    assert texts[-2:] == ["请收好这张小票。", "谢谢您，慢走。"]
    known_nowhere = receipt_slip(ZH, "新河派出所", "迁户口", "household", DAY, "0100012")
    assert not any("窗口" in line.text for line in known_nowhere.lines)
    listed = materials_slip(ZH, "新河派出所", "迁户口", DAY, BRING, window="1号窗口")
    assert "有不明白的，请到1号窗口。" in [line.text for line in listed.lines]


def test_the_receipt_says_again_what_to_bring() -> None:
    receipt = receipt_slip(ZH, "新河派出所", "迁户口", "household", DAY, "0100012", materials=BRING)
    assert [line.text for line in receipt.lines if line.box] == ["您的户口簿", "您的身份证"]


def test_a_question_is_asked_and_not_handed_in() -> None:
    told = [
        line.text
        for line in receipt_slip(ZH, "新河派出所", "问一问", "question", DAY, "01000012", asked=True).lines
    ]
    assert "您的问题收到了。" in told
    assert "已经交上去了。" not in told


@pytest.mark.parametrize("locale", ["zh_CN", "en", "ja", "ko", "ru"])
def test_what_is_missing_is_all_named_on_one_slip(locale: str) -> None:
    words = Words.load(LOCALES, locale)
    slip = missing_slip(words, "新河派出所", "迁户口", "household", DAY, "0100012", BRING, "照片要白底")
    texts = [line.text for line in slip.lines]
    assert (slip.kind, slip.qr, slip.locale) == ("missing", "household:0100012", locale)
    assert [line.text for line in slip.lines if line.box] == ["您的户口簿", "您的身份证"]
    assert texts.index(words.say("slip.missing")) < texts.index("您的户口簿") < texts.index("照片要白底")
    assert words.say("slip.missing_all") in texts
    assert "slip.missing" in words.own


def test_where_there_is_a_portal_a_receipt_leads_there_and_still_says_its_number_here() -> None:
    there = "https://portal.example/where"
    for slip in (
        receipt_slip(ZH, "新河派出所", "迁户口", "household", DAY, "0100012", portal=there),
        missing_slip(ZH, "新河派出所", "迁户口", "household", DAY, "0100012", BRING, portal=there),
    ):
        assert slip.qr == f"{there}#household:0100012"
        assert ZH.say("slip.portal_where") in [line.text for line in slip.lines]
