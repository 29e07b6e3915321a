"""What a notice sheet says, on paper and as a page: all that the service's file says, in every language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from html import unescape
from itertools import pairwise
from typing import Any

import pypdfium2 as pdfium  # type: ignore[import-untyped]
import pytest
from PySide6.QtWidgets import QApplication

from kiosk.flow import model as m
from kiosk.flow.load import load_folder
from kiosk.locales import found
from kiosk.outfit import load_words
from kiosk.paths import Paths
from kiosk.sheet.cases import case_told
from kiosk.sheet.contents import NoticeSheet, Place, notice_sheet
from kiosk.sheet.page import POINTS, POINTS_LARGE, SheetPages
from screens.fonts import load_fonts
from screens.notice_sheet import PdfSheetDrawer

PATHS = Paths.here()
LOCALES = found(PATHS.locales)
WORDS = load_words(PATHS.locales, LOCALES)
FLOWS = {release.flow.id: release.flow for release in load_folder(PATHS.flows)[0]}
STATION = m.Text({locale: f"陈家镇 {locale}" for locale in LOCALES})
DAY = date(2026, 11, 24)
_GAPS = re.compile(r"[\s\u00ad\u200b\ufffe]+")
_ONE_GLYPH = str.maketrans("戶戸‒–", "户户--")
"""Signs that have one shape in a font; a PDF keeps shapes."""

every = pytest.mark.parametrize("service", sorted(FLOWS))
languages = pytest.mark.parametrize("locale", LOCALES)


@pytest.fixture(scope="module", autouse=True)
def fonts(qapp: QApplication) -> None:
    load_fonts(PATHS.fonts)


def sheet_of(flow: m.Flow, locale: str = "zh_CN", portal: str = "", *, in_force: bool = True) -> NoticeSheet:
    return notice_sheet(flow, WORDS[locale], Place(STATION, None, portal), DAY, in_force=in_force)


def pages_of(pdf: bytes) -> list[str]:
    document = pdfium.PdfDocument(pdf)
    return [page.get_textpage().get_text_bounded() for page in document]


def bare(text: str) -> str:
    """Without what line breaks put in or take away, and with signs that share a glyph taken for one."""
    return _GAPS.sub("", text).translate(_ONE_GLYPH)


def written(flow: m.Flow, locale: str) -> Iterator[str]:
    """All of a service's file that whoever comes must know."""
    yield flow.title.in_(locale)
    yield flow.summary.in_(locale)
    for material in flow.materials:
        yield material.text.in_(locale)
        if material.note:
            yield material.note.in_(locale)
    for fee in flow.fees:
        yield fee.text.in_(locale)
        yield str(fee.fen // 100)
    if flow.window.hands_over:
        yield flow.window.hands_over.in_(locale)
    assert flow.sheet is not None
    for said in (*flow.sheet.who, flow.sheet.where, flow.sheet.time, *flow.sheet.know):
        if said is not None:
            yield said.in_(locale)


@every
@languages
@pytest.mark.parametrize("points", [POINTS, POINTS_LARGE])
def test_the_paper_says_all_that_the_file_says(service: str, locale: str, points: int) -> None:
    sheet = sheet_of(FLOWS[service], locale, "https://portal.example")
    pages = pages_of(PdfSheetDrawer(points).pdf(sheet, WORDS[locale]))
    paper = bare("".join(pages))
    for text in (*written(FLOWS[service], locale), *sheet.texts()):
        assert bare(text) in paper, text
    for number, page in enumerate(pages, 1):
        foot = WORDS[locale].say("sheet.page", number=number, count=len(pages))
        assert bare(foot) in bare(page)
        assert bare(sheet.release) in bare(page)


@every
@languages
def test_the_page_says_the_same(service: str, locale: str) -> None:
    sheet = sheet_of(FLOWS[service], locale, "https://portal.example")
    html = SheetPages(PATHS.sheet).html(sheet)
    page = bare(unescape(re.sub(r"<[^>]+>", "", html)))
    assert all(bare(text) in page for text in sheet.texts())
    assert f'lang="{locale.replace("_", "-")}"' in html
    assert not re.findall(r"(?:src|<link[^>]+href)=", html), "it needs nothing beside itself"


def test_what_a_service_says_becomes_no_html() -> None:
    flow = FLOWS["question"]
    flow = flow.model_copy(update={"title": m.Text({"zh_CN": "<script>alert(1)</script>"})})
    html = SheetPages(PATHS.sheet).html(sheet_of(flow))
    assert "<script" not in html
    assert "&lt;script" in html


def test_nothing_is_torn_apart_between_two_pages() -> None:
    """Every material stands with its note, and with the case it is for."""
    flow = FLOWS["household"]
    sheet = sheet_of(flow)
    pages = [bare(page) for page in pages_of(PdfSheetDrawer(POINTS_LARGE).pdf(sheet, WORDS["zh_CN"]))]
    assert len(pages) > 3
    (bring,) = (part for part in sheet.parts if part.id == "materials")
    for case, lines in bring.cases():
        whole = bare(case + "".join(line.text + line.more for line in lines)) if case else ""
        assert any(whole in page for page in pages), case
    for part in sheet.parts:
        first = part.lines[0]
        assert any(bare(part.title + first.case + first.text + first.more) in page for page in pages)


def test_a_case_that_is_longer_than_a_page_goes_on_on_the_next() -> None:
    case = m.Is.model_validate({"step": "for_whom", "is": "other"})
    many = tuple(
        m.Material(id=f"paper_{n}", text=m.Text({"zh_CN": f"第{n}样材料"}), when=case) for n in range(60)
    )
    sheet = sheet_of(FLOWS["household"].model_copy(update={"materials": many}))
    pages = [bare(page) for page in pages_of(PdfSheetDrawer(POINTS_LARGE).pdf(sheet, WORDS["zh_CN"]))]
    assert all(any(f"第{n}样材料" in page for page in pages) for n in range(60))
    assert all(page for page in pages)


def test_only_with_a_portal_is_home_spoken_of() -> None:
    without, with_it = (
        sheet_of(FLOWS["household"]),
        sheet_of(FLOWS["household"], "zh_CN", "https://a.example/"),
    )
    assert without.link == ""
    assert with_it.link == "https://a.example/service/household"
    home = WORDS["zh_CN"].say("sheet.at_home")
    assert home not in set(without.texts())
    assert {home, with_it.link} <= set(with_it.texts())
    pages = SheetPages(PATHS.sheet)
    assert "<svg" in pages.html(with_it)
    assert "<svg" not in pages.html(without)


def test_the_release_and_its_day_stand_there() -> None:
    flow = FLOWS["household"].model_copy(update={"version": 7})
    assert sheet_of(flow).release == "第7版，2026年11月24日起用"
    assert sheet_of(flow, in_force=False).release == "第7版，2026年11月24日印"


def limit(**window: Any) -> list[str]:
    flow = FLOWS["household"].model_copy(update={"sheet": None, "window": m.Window(**window)})
    return [line.text for part in sheet_of(flow).parts if part.id == "time" for line in part.lines]


def test_how_long_it_takes_is_said_plainly() -> None:
    working = "工作日就是上班的日子，周末和放假不算"
    assert limit() == ["要几天，窗口告诉您"]
    assert limit(limit=m.Limit(days=5)) == ["窗口看过材料、收下以后，最多5个工作日", working]
    assert limit(limit=m.Limit(days=15, counted="days")) == ["窗口看过材料、收下以后，最多15天"]
    assert limit(on_the_spot=True) == ["材料齐了，有的当场就能办好"]


def test_a_service_that_says_nothing_of_its_sheet_has_one_all_the_same() -> None:
    flow = FLOWS["household"].model_copy(update={"sheet": None, "window": m.Window(), "materials": ()})
    parts = {part.id: part for part in sheet_of(flow).parts}
    assert "who" not in parts
    assert [line.text for line in parts["materials"].lines] == [WORDS["zh_CN"].say("slip.bring_nothing")]


def test_words_that_are_explained_stand_below() -> None:
    sheet = sheet_of(FLOWS["household"])
    (words,) = (part for part in sheet.parts if part.id == "words")
    assert any(line.text == "委托书" and "签名" in line.more for line in words.lines)
    assert all(line.text in "".join(sheet.texts()) for line in words.lines)


def told(condition: object, locale: str = "zh_CN", service: str = "household") -> str:
    holder = m.Material.model_validate({"id": "x", "text": {"zh_CN": "x"}, "when": condition})
    return case_told(holder.when, FLOWS[service], WORDS[locale])


OTHER = {"step": "for_whom", "is": "other"}
DEATH = {"step": "wanted", "is": "cancel_on_death"}


def test_cases_are_told_in_words() -> None:
    assert told(None) == ""
    assert told(OTHER) == "如果“给谁办”是“替别人办”"
    assert told(OTHER, "en") == 'If "For" is "For someone else"'
    assert told({"all": [OTHER, {"not": DEATH}]}) == "如果“给谁办”是“替别人办”，而且“办什么”不是“家人去世了”"


def test_of_few_answers_the_others_are_named_in_place_of_a_no() -> None:
    assert told({"not": OTHER}) == "如果“给谁办”是“给自己办”或“自己办，有人陪”"


def test_not_knowing_is_no_case_on_paper() -> None:
    open_ = {"step": "join_whom", "unknown": True}
    assert told({"any": [OTHER, open_]}) == told(OTHER)
    assert told(open_) == "如果“迁到谁”说不清"


def test_what_nobody_could_follow_is_left_to_the_window() -> None:
    many = [{"step": "wanted", "is": each.id} for each in FLOWS["household"].step("wanted").choices]  # type: ignore[union-attr]
    assert told({"any": many[:4]}).count("办什么") == 4
    assert told({"any": many[:5]}) == "看您的情况，窗口告诉您要不要"


def test_everybodys_materials_come_first_and_a_case_is_told_once() -> None:
    (bring,) = (part for part in sheet_of(FLOWS["household"]).parts if part.id == "materials")
    cases = [case for case, _ in bring.cases()]
    assert cases[0] == ""
    assert len(cases) == len(set(cases))
    assert {line.text for line in bring.lines} == {
        each.text.in_("zh_CN") for each in FLOWS["household"].materials
    }
    assert all(before.case == after.case or after.case for before, after in pairwise(bring.lines))
