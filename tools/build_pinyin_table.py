"""Build assets/data/pinyin.txt, the table from letters to characters.

    python tools/build_pinyin_table.py

Sources: the word list of jieba with its counts, the readings of pypinyin (both installed by the extra
``data``), surnames.tsv, places.json,
elder_names.txt and place_words.txt beside the table. assets/data/README.md notes their licences.

The table has five parts, each begun by a line ``#name``; every line is ``reading<TAB>entries``, sorted by
reading. An entry is characters and one letter of weight: a = 0, each further letter is a count about 1.7
times as high. Readings are without tones, syllables parted by spaces, ü written v.
"""

from __future__ import annotations

import json
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from itertools import product
from pathlib import Path

import jieba
from pypinyin import Style, lazy_pinyin, pinyin_dict

OUT = Path(__file__).resolve().parent.parent / "assets" / "data"
HANZI = re.compile(r"^[\u3400-\u4dbf\u4e00-\u9fff]+$")
SYLLABLE = re.compile(r"^[a-z]{1,6}$")
LEAST = {2: 20, 3: 12, 4: 30}
"""The least count with which a word of so many characters is taken."""
GIVEN_NAMES = 16_000
NAME_CHARACTERS = 2_500
# Readings that pypinyin gives to a character for sounds and signs which are not syllables one writes.
NO_SYLLABLE = {"n", "ng", "m", "hm", "hng"}
SURNAME_READINGS = {
    "单": "shan", "仇": "qiu", "曾": "zeng", "解": "xie", "查": "zha", "区": "ou", "盖": "ge", "任": "ren",
    "朴": "piao", "翟": "zhai", "华": "hua", "乐": "yue", "柏": "bai", "缪": "miao", "瞿": "qu", "覃": "qin",
    "尉迟": "yu chi", "万俟": "mo qi", "长孙": "zhang sun", "宓": "mi", "逄": "pang", "召": "shao",
    "种": "chong", "晟": "cheng", "纪": "ji", "燕": "yan", "应": "ying",
    "宁": "ning", "葛": "ge", "尹": "yin",
}  # fmt: skip
# Given names of the generations born before 1960, first and second characters: they are rare in the word
# list, which was counted in newspapers and novels.
ELDER_FIRST = "秀桂玉凤金兰淑素惠美彩翠宝阿小巧月春菊梅银根雪爱瑞云锦志建国永文光明德新福祥兴洪士学正友"
ELDER_SECOND = "英兰珍芳娣妹花香莲琴珠芬萍云仙娥梅凤菊华宝珠琪根生林祥明兴才发法龙平国民良忠贤昌康毛狗福"
# Surnames that are frequent on the island though not in the country.
LOCAL_SURNAMES = "施龚倪顾沈郁茅樊陆季宋汤瞿袁黄陈"

Entries = dict[str, dict[str, float]]


def letter(count: float) -> str:
    """The weight of a count as one letter."""
    return chr(ord("a") + min(25, max(0, round(math.log(count + 1) / math.log(1.7)))))


def bare_syllables(code: int) -> list[str]:
    """All readings of a character without tones, the usual one first."""
    found: list[str] = []
    for reading in pinyin_dict.pinyin_dict.get(code, "").split(","):
        bare = strip_tone(reading)
        if SYLLABLE.match(bare) and bare not in NO_SYLLABLE and bare not in found:
            found.append(bare)
    return found


TONES = str.maketrans("āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüḿńňǹ", "aaaaeeeeiiiioooouuuuvvvvvmnnn")


def strip_tone(reading: str) -> str:
    """``lǚ`` to ``lv``."""
    return reading.translate(TONES)


def words() -> dict[str, int]:
    """jieba's words with their counts, Hanzi only."""
    found: dict[str, int] = {}
    with (Path(jieba.__file__).parent / "dict.txt").open(encoding="utf-8") as file:
        for line in file:
            word, count, _kind = line.split(" ")
            if HANZI.match(word):
                found[word] = int(count)
    return found


def person_names() -> list[str]:
    """jieba's words that are marked as names of persons."""
    found: list[str] = []
    with (Path(jieba.__file__).parent / "dict.txt").open(encoding="utf-8") as file:
        for line in file:
            word, _count, kind = line.split(" ")
            if kind.strip() == "nr" and len(word) in (2, 3) and HANZI.match(word):
                found.append(word)
    return found


def read(word: str) -> str:
    """The reading of a word, syllables parted by spaces; empty where one is no syllable."""
    syllables = lazy_pinyin(word, style=Style.NORMAL, v_to_u=False)
    good = len(syllables) == len(word) and all(SYLLABLE.match(s) and s not in NO_SYLLABLE for s in syllables)
    return " ".join(syllables) if good else ""


def characters(counted: Mapping[str, int]) -> Entries:
    """Single characters by reading: how often each is read so, counted over the words it stands in."""
    said: Counter[tuple[str, str]] = Counter()
    for word, count in counted.items():
        if 2 <= len(word) <= 4 and count >= 3:
            for char, syllable in zip(word, read(word).split(), strict=False):
                said[char, syllable] += count
    chosen = {w for w in counted if len(w) == 1}
    for high, low in product(range(0xB0, 0xF8), range(0xA1, 0xFF)):
        try:
            chosen.add(bytes((high, low)).decode("gb2312"))
        except UnicodeDecodeError:
            continue
    table: Entries = defaultdict(dict)
    for char in chosen:
        own = counted.get(char, 0)
        for rank, syllable in enumerate(bare_syllables(ord(char))):
            count = said[char, syllable] + (own if rank == 0 else 0)
            table[syllable][char] = max(table[syllable].get(char, 0), count)
    return table


def phrases(counted: Mapping[str, int]) -> Entries:
    """Words of two to four characters."""
    table: Entries = defaultdict(dict)
    for word, count in counted.items():
        if count >= LEAST.get(len(word), math.inf) and (reading := read(word)):
            table[reading][word] = count
    return table


def names(shares: Mapping[str, float]) -> tuple[Entries, Entries]:
    """Surnames (per million) and given names (counts) by reading."""
    surname: Entries = defaultdict(dict)
    for name, share in shares.items():
        readings = {SURNAME_READINGS.get(name, ""), read(name)} - {""}
        for reading in readings:
            usual = reading == SURNAME_READINGS.get(name, reading)
            local = 5 if name in LOCAL_SURNAMES and share < 1 else 1
            surname[reading][name] = share * local * 10_000 * (1 if usual else 0.2)
    given: Counter[str] = Counter()
    single: Counter[str] = Counter()
    for whole in person_names():
        if whole[0] in shares:
            given[whole[1:]] += 1
            single.update(whole[1:])
    for first, second in product(dict.fromkeys(ELDER_FIRST), dict.fromkeys(ELDER_SECOND)):
        given[first + second] += 6
        single[first] += 6
        single[second] += 6
    for name in (OUT / "elder_names.txt").read_text("utf-8").split():
        given[name] += 40
    table: Entries = defaultdict(dict)
    pairs = [(n, c) for n, c in given.most_common() if len(n) == 2][:GIVEN_NAMES]
    for name, count in [*pairs, *single.most_common(NAME_CHARACTERS)]:
        readings = [read(name)] if len(name) == 2 else bare_syllables(ord(name))[:1]
        for reading in readings:
            if reading:
                table[reading][name] = count
    return surname, table


def places() -> Entries:
    """Place names of the district and words of addresses."""
    data = json.loads((OUT / "places.json").read_text("utf-8"))
    table: Entries = defaultdict(dict)
    wanted = [(p, 60_000) for p in data["divisions"]] + [(p, 50_000) for p in data["towns"]]
    wanted += [(p, 30_000) for p in (OUT / "place_words.txt").read_text("utf-8").split()] + [
        (p, 3_000) for p in data["villages"]
    ]
    for place, count in wanted:
        if reading := read(place):
            table[reading][place] = max(count, table[reading].get(place, 0))
    return table


def lines(name: str, table: Mapping[str, Mapping[str, float]]) -> Iterable[str]:
    """One part of the table."""
    yield f"#{name}"
    for reading in sorted(table):
        entries = sorted(table[reading].items(), key=lambda e: (-e[1], e[0]))
        yield reading + "\t" + "".join(text + letter(count) for text, count in entries)


def main() -> None:
    """Write the table."""
    counted = words()
    shares: dict[str, float] = {}
    for line in (OUT / "surnames.tsv").read_text("utf-8").splitlines():
        name, share = line.split("\t")
        shares[name] = float(share)
    surname, given = names(shares)
    parts = {
        "characters": characters(counted),
        "phrases": phrases(counted),
        "surnames": surname,
        "given": given,
        "places": places(),
    }
    text = [line for name, table in parts.items() for line in lines(name, table)]
    (OUT / "pinyin.txt").write_text("\n".join(text) + "\n", "utf-8")


if __name__ == "__main__":
    main()
