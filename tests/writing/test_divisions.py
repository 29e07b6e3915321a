"""The tree of divisions, and finding one."""

from __future__ import annotations

import tracemalloc
from pathlib import Path
from time import thread_time

import pytest

from kiosk.writing.divisions import Divisions

DATA = Path(__file__).resolve().parents[2] / "assets" / "data"
HERE = ("上海市", "崇明区")


@pytest.fixture(scope="module")
def table() -> Divisions:
    return Divisions.load(DATA, HERE)


def first(table: Divisions, characters: str = "", letters: str = "") -> tuple[str, str]:
    """The best hit as a line, and the old name it was found by."""
    found = table.search(characters, letters)[0]
    return "".join(d.name for d in table.path(found.division.code)), found.formerly


def names(table: Divisions, code: str) -> list[str]:
    return [d.name for d in table.children(code)]


def test_the_near_provinces_stand_first_and_none_is_missing(table: Divisions) -> None:
    provinces = [d.name for d in table.provinces()]
    assert provinces[:4] == ["上海市", "江苏省", "浙江省", "安徽省"]
    assert len(provinces) == len(set(provinces)) == 34


def test_the_towns_of_the_kiosk_s_district_stand_in_their_order_and_farms_after_them(
    table: Divisions,
) -> None:
    towns = names(table, table.near)
    assert towns[:2] == ["城桥镇", "堡镇"]
    assert len([t for t in towns if t[-1] in "镇乡"]) == 18
    assert towns[18:] == ["前卫农场", "东平林场"]


@pytest.mark.parametrize(
    ("code", "wanted"),
    [
        ("31", "浦东新区"),  # a municipality has no cities
        ("4419", "虎门镇"),  # a city without counties
        ("4420", "小榄镇"),
        ("4604", "那大镇"),
        ("6202", "峪泉镇"),
        ("42", "仙桃市"),  # a county under no city
        ("46", "琼中黎族苗族自治县"),
        ("65", "石河子市"),
        ("3206", "启东市"),
    ],
)
def test_a_level_that_adds_nothing_is_skipped(table: Divisions, code: str, wanted: str) -> None:
    found = names(table, code)
    assert wanted in found
    assert not {"市辖区", "县", "省直辖县级行政区划"} & set(found)


def test_development_zones_stand_last(table: Divisions) -> None:
    found = names(table, "3206")
    assert found[-1] == "南通经济技术开发区"
    assert found[-2] == "海安市"


def test_every_province_but_those_without_parts_leads_down_to_townships(table: Divisions) -> None:
    for province in table.provinces():
        below = table.children(province.code)
        assert bool(below) is (province.code not in ("71", "81", "82"))
        for city in below[:3]:
            assert table.children(city.code), city


def test_a_path_names_every_level_once(table: Divisions) -> None:
    assert [d.name for d in table.path("310151102")] == ["上海市", "崇明区", "堡镇"]
    assert [d.name for d in table.path("320681100")][:3] == ["江苏省", "南通市", "启东市"]
    assert [d.name for d in table.path("441900003")] == ["广东省", "东莞市", "东城街道"]
    assert table.path("999999") == ()


def test_names_of_an_earlier_answer_are_found_in_the_tree(table: Divisions) -> None:
    found = table.find(("上海市", "崇明区", "堡镇"))
    assert found is not None
    assert found.code == "310151102"
    assert table.find(("上海市", "崇明县", "堡镇")) is None
    assert table.find(()) is None


@pytest.mark.parametrize(
    ("letters", "wanted"),
    [
        ("bz", "上海市崇明区堡镇"),
        ("bao", "上海市崇明区堡镇"),
        ("buzhen", "上海市崇明区堡镇"),  # as its people read it
        ("baozhen", "上海市崇明区堡镇"),
        ("ljz", "上海市浦东新区陆家嘴街道"),
        ("lujiazui", "上海市浦东新区陆家嘴街道"),
        ("lujz", "上海市浦东新区陆家嘴街道"),
        ("cm", "上海市崇明区"),
        ("pd", "上海市浦东新区"),
        ("qd", "江苏省南通市启东市"),
        ("lh", "上海市崇明区绿华镇"),
        ("lvhua", "上海市崇明区绿华镇"),
        ("luhua", "上海市崇明区绿华镇"),
        ("mh", "上海市闵行区"),
        ("minhang", "上海市闵行区"),
    ],
)
def test_letters_find_what_is_meant_among_the_first_three(
    table: Divisions, letters: str, wanted: str
) -> None:
    lines = ["".join(d.name for d in table.path(f.division.code)) for f in table.search("", letters)[:3]]
    assert wanted in lines


def test_what_is_near_stands_first(table: Divisions) -> None:
    assert first(table, "陈家")[0] == "上海市崇明区陈家镇"
    assert first(Divisions.load(DATA, ("四川省", "内江市", "资中县")), "陈家")[0].startswith("四川省")


def test_characters_are_found_anywhere_in_a_name_and_letters_go_on_behind_them(table: Divisions) -> None:
    assert first(table, "家镇")[0] == "上海市崇明区陈家镇"
    assert first(table, "陈", "jz")[0] == "上海市崇明区陈家镇"
    assert all("堡" in f.division.name + f.formerly for f in table.search("堡", "z"))


@pytest.mark.parametrize(
    ("old", "now"),
    [
        ("崇明县", "上海市崇明区"),
        ("南汇县", "上海市浦东新区"),
        ("南汇区", "上海市浦东新区"),
        ("川沙县", "上海市浦东新区"),
        ("上海县", "上海市闵行区"),
        ("卢湾区", "上海市黄浦区"),
        ("闸北区", "上海市静安区"),
        ("松江县", "上海市松江区"),
        ("海门市", "江苏省南通市海门区"),
        ("南通县", "江苏省南通市通州区"),
        ("泰县", "江苏省泰州市姜堰区"),
        ("淮安县", "江苏省淮安市淮安区"),
        ("绍兴县", "浙江省绍兴市柯桥区"),
        ("鄞县", "浙江省宁波市鄞州区"),
        ("侯家镇", "上海市崇明区城桥镇"),
        ("江口镇", "上海市崇明区庙镇"),
        ("红星农场", "上海市崇明区新海镇"),
    ],
)
def test_an_old_name_leads_to_what_it_belongs_to_now(table: Divisions, old: str, now: str) -> None:
    hits = [(f.formerly, "".join(d.name for d in table.path(f.division.code))) for f in table.search(old)]
    assert (old, now) in hits


def test_an_old_name_is_found_by_its_letters(table: Divisions) -> None:
    assert first(table, "", "nanhui") == ("上海市浦东新区", "南汇区")
    assert first(table, "", "nh") == ("上海市浦东新区", "南汇区")


def test_old_names_lead_to_divisions_that_are_there_and_are_no_names_of_today(table: Divisions) -> None:
    for line in (DATA / "old_divisions.tsv").read_text("utf-8").splitlines()[1:]:
        code, old, year, source, *readings = line.split("\t")
        path = table.path(code)
        assert path, line
        assert all((year, source, readings)), line
        assert old not in [d.name for d in path], line


def test_nothing_and_nonsense_find_nothing(table: Divisions) -> None:
    assert table.search("") == ()
    assert table.search("", "vvvv") == ()
    assert table.search("乁乁") == ()
    assert Divisions().search("堡") == ()
    assert Divisions().provinces() == ()


def test_names_are_told_in_letters(table: Divisions) -> None:
    latin = {
        d.name: d.latin for d in (*table.provinces(), *table.children("31"), *table.children(table.near))
    }
    assert latin["上海市"] == "Shanghai"
    assert latin["内蒙古自治区"] == "Inner Mongolia"
    assert latin["浦东新区"] == "Pudong"
    assert latin["堡镇"] == "Baozhen"
    assert latin["陈家镇"] == "Chenjia"
    assert latin["绿华镇"] == "Lühua"
    assert {d.name: d.latin for d in table.children("61")}["西安市"] == "Xi'an"


@pytest.mark.parametrize("query", [("", "s"), ("", "sj"), ("", "dz"), ("镇", ""), ("街道", ""), ("新", "x")])
def test_a_search_is_over_before_it_is_noticed(table: Divisions, query: tuple[str, str]) -> None:
    taken = []
    for _ in range(5):
        start = thread_time()
        table.search(*query)
        taken.append(thread_time() - start)
    print(query, f"{min(taken) * 1000:.1f} ms")
    assert min(taken) < 0.02


def test_the_table_takes_little_memory() -> None:
    tracemalloc.start()
    kept = Divisions.load(DATA, HERE)
    size, _peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    print(f"{size / 1e6:.1f} MB")
    assert kept.near
    assert size < 8e6
