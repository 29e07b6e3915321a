"""How many taps a name or an address takes: letters, "more", and choosing."""

from __future__ import annotations

from pathlib import Path
from statistics import mean

import pytest

from kiosk.writing.aids import Field
from kiosk.writing.pinyin import PinyinTable

TABLE = Path(__file__).resolve().parents[2] / "assets" / "data" / "pinyin.txt"
A_PAGE = 8
"""Candidates that stand on the screen at once, at the least, in caring mode upright."""

NAMES = {
    "王桂兰": "wang gui lan", "施秀英": "shi xiu ying", "龚宝娣": "gong bao di", "倪阿毛": "ni a mao",
    "陈金凤": "chen jin feng", "黄根娣": "huang gen di", "沈士良": "shen shi liang", "顾惠珍": "gu hui zhen",
    "陆永康": "lu yong kang", "朱雪芳": "zhu xue fang", "郁汉民": "yu han min", "茅洪生": "mao hong sheng",
    "樊锦昌": "fan jin chang", "袁招娣": "yuan zhao di", "宋德明": "song de ming", "汤美珍": "tang mei zhen",
    "瞿玉芬": "qu yu fen", "徐阿大": "xu a da", "张建国": "zhang jian guo", "李素珍": "li su zhen",
    "杨彩英": "yang cai ying", "蔡文明": "cai wen ming", "秦福根": "qin fu gen", "季凤仙": "ji feng xian",
    "吕志强": "lv zhi qiang", "单巧英": "shan qiao ying", "仇国平": "qiu guo ping", "曾淑兰": "zeng shu lan",
    "欧阳秀珍": "ou yang xiu zhen", "翁仁": "weng ren", "赵琪": "zhao qi", "周杏娣": "zhou xing di",
    "邢妙香": "xing miao xiang",
    "俞裕昌": "yu yu chang", "钱忠良": "qian zhong liang", "薛淦泉": "xue gan quan",
}  # fmt: skip
ADDRESSES = {
    ("解放街",): "jie fang jie", ("新崇南路",): "xin chong nan lu", ("川心街",): "chuan xin jie",
    ("前卫村",): "qian wei cun", ("人民路",): "ren min lu", ("陈海公路",): "chen hai gong lu",
    ("花园弄",): "hua yuan nong", ("向阳村",): "xiang yang cun", ("正大街",): "zheng da jie",
    ("东风农场",): "dong feng nong chang", ("崇明区",): "chong ming qu", ("江苏省",): "jiang su sheng",
    ("启东市",): "qi dong shi", ("浦东新区",): "pu dong xin qu", ("长江新村",): "chang jiang xin cun",
}  # fmt: skip


def taps(table: PinyinTable, text: str, letters: str, field: Field) -> int:
    """Taps to write ``text``, touching all its letters and taking the longest right candidate each time."""
    count = len(letters)
    while text:
        found = table.candidates(letters, field)
        right = [(len(c.text), -at, c) for at, c in enumerate(found) if text.startswith(c.text)]
        assert right, f"{text} cannot be written with {letters}"
        # Who sees a right beginning on the first page takes it before looking through further pages.
        near = [r for r in right if -r[1] < A_PAGE] or right
        length, minus, taken = max(near, key=lambda r: (r[0], r[1]))
        count += 1 + -minus // A_PAGE
        text, letters = text[length:], letters[taken.used :]
    return count


@pytest.fixture(scope="module")
def table() -> PinyinTable:
    return PinyinTable.load(TABLE)


@pytest.mark.parametrize("name", NAMES)
def test_a_name_can_be_written(table: PinyinTable, name: str) -> None:
    letters = NAMES[name].replace(" ", "")
    # Sounds that are mixed up cost a rare name one more page at the most.
    assert taps(table, name, letters, "name") <= len(letters) + 6


def test_names_take_few_taps_beyond_their_letters(table: PinyinTable) -> None:
    letters = {name: reading.replace(" ", "") for name, reading in NAMES.items()}
    beyond = [taps(table, name, reading, "name") - len(reading) for name, reading in letters.items()]
    print("names: mean taps", mean(map(len, letters.values())) + mean(beyond), "beyond letters", mean(beyond))
    assert mean(beyond) < 1.6


def test_addresses_take_few_taps_beyond_their_letters(table: PinyinTable) -> None:
    letters = {parts[0]: reading.replace(" ", "") for parts, reading in ADDRESSES.items()}
    beyond = [taps(table, text, reading, "address") - len(reading) for text, reading in letters.items()]
    print("addresses: mean taps", mean(map(len, letters.values())) + mean(beyond), "beyond", mean(beyond))
    assert mean(beyond) < 1.4


def test_initials_are_enough_for_a_common_name(table: PinyinTable) -> None:
    assert "王桂兰" in [c.text for c in table.candidates("wgl", "name")][:A_PAGE]
