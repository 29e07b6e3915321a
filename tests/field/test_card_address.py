"""The address on an identity card, split."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.field.card_address import split
from kiosk.writing.divisions import Divisions

TREE = Divisions.load(Path(__file__).resolve().parents[2] / "assets" / "data", ("上海市", "崇明区"))


@pytest.mark.parametrize(
    ("address", "divisions", "detail"),
    [
        ("上海市崇明区堡镇解放街12号", ("上海市", "崇明区", "堡镇"), "解放街12号"),
        ("上海市崇明县堡镇解放街12号", ("上海市", "崇明区", "堡镇"), "解放街12号"),
        ("上海市 崇明县城桥镇 东门路5弄", ("上海市", "崇明区", "城桥镇"), "东门路5弄"),
        ("上海市南汇县惠南镇东门大街3号", ("上海市", "浦东新区", "惠南镇"), "东门大街3号"),
        ("上海市南汇区惠南镇东门大街3号", ("上海市", "浦东新区", "惠南镇"), "东门大街3号"),
        ("上海市黄浦区南京东路300号", ("上海市", "黄浦区"), "南京东路300号"),
        ("江苏省南通市启东市汇龙镇人民路1号", ("江苏省", "南通市", "启东市", "汇龙镇"), "人民路1号"),
        ("江苏省启东市汇龙镇人民路1号", ("江苏省", "南通市", "启东市", "汇龙镇"), "人民路1号"),
        ("解放街12号", (), "解放街12号"),
        ("上海市", (), "上海市"),
        ("", (), ""),
    ],
)
def test_an_address(address: str, divisions: tuple[str, ...], detail: str) -> None:
    assert split(address, TREE) == (divisions, detail)


@given(st.text(st.sampled_from("上海市崇明区县堡镇南汇江苏省启东街路12号 "), max_size=35))
def test_nothing_of_any_address_is_lost(address: str) -> None:
    divisions, detail = split(address, TREE)
    assert address.replace(" ", "").endswith(detail)
    assert detail or not address.strip()
    assert bool(divisions) or detail == address.replace(" ", "")
