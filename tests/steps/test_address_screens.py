"""Picking a place: from the towns around, elsewhere, by searching, and from what was said before."""

from __future__ import annotations

import gc
from dataclasses import replace

import pytest

from kiosk.flow.answer import Answer, Place
from kiosk.writing.aids import WritingAids
from screens.screen import Screen
from screens.shell.frame import Frame
from screens.steps.address import AddressScreen
from screens.steps.address_places import Side
from screens.steps.step import View
from screens.theme import Size
from screens.widgets.key import Key

from .conftest import LOOKS, STEPS, Wear, framed
from .test_entry_fits import check

HOME = Place(divisions=("上海市", "崇明区", "堡镇"), detail="四滧村12号")
OTHER = Place(divisions=("江苏省", "南通市", "启东市", "汇龙镇"), detail="人民路1号")
BY_LOOK = pytest.mark.parametrize("look", LOOKS, ids=lambda look: look.name)


class Taps:
    """Touches what shows and can be touched, and counts."""

    def __init__(self, screen: Screen, frame: Frame) -> None:
        self.screen, self._frame, self.count = screen, frame, 0

    def key(self, words: str) -> Key | None:
        shown = [k for k in self.screen.findChildren(Key) if k.isVisible() and k.isEnabled()]
        return next((k for k in shown if k.text() == words), None)

    def tap(self, words: str) -> None:
        key = self.key(words)
        assert key is not None, f"no key {words}"
        self.count += 1
        key.click()

    def find(self, words: str) -> None:
        """Tap the key, after as many pages as it needs."""
        for _ in range(9):
            if self.key(words) is not None:
                break
            self.tap(self.screen.ui.say("entry.more"))
        self.tap(words)

    def forward(self) -> None:
        nav = next(k for k in self.screen.nav() if k.id == "forward")
        assert nav.enabled
        self.count += 1
        self.screen.press("forward")


def made(
    aids: WritingAids, look: Wear, recent: tuple[Place, ...] = (), value: Answer | None = None
) -> tuple[AddressScreen, Frame]:
    ui = look.ui(aids)
    screen = AddressScreen(ui, View(STEPS["address"], value=value, progress=(3, 6), recent=recent))
    return screen, framed(ui, screen)


def answers_of(screen: AddressScreen) -> list[Answer]:
    answers: list[Answer] = []
    screen.answered.connect(answers.append)
    return answers


def to_the_rest(taps: Taps) -> None:
    """Pick 堡镇 and go on, from the first page of the screen."""
    screen = taps.screen
    assert isinstance(screen, AddressScreen)
    while not screen.last_page:
        taps.forward()
    taps.find(screen.towns.keys["堡镇"].text())
    taps.forward()
    assert screen.writing
    assert screen.divisions() == HOME.divisions


@BY_LOOK
def test_a_town_nearby_is_picked_in_six_taps(aids: WritingAids, look: Wear) -> None:
    screen, frame = made(aids, look)
    frame.show()
    taps = Taps(screen, frame)
    to_the_rest(taps)
    assert taps.count <= 6


@pytest.mark.parametrize("locale", ["zh_CN", "en"])
@pytest.mark.parametrize("size", [Size.STANDARD, Size.CARING])
def test_its_village_too_up_to_the_house_number(aids: WritingAids, locale: str, size: Size) -> None:
    screen, frame = made(aids, Wear(locale, size))
    frame.show()
    taps = Taps(screen, frame)
    to_the_rest(taps)
    taps.find("四滧村")
    taps.tap(screen.keys.flip.text())
    assert (screen.divisions(), screen.text) == (HOME.divisions, "四滧村")
    assert screen.keys.signs["1"].isVisible()
    assert taps.count <= 6


def test_an_address_of_this_visit_is_taken_over_with_one_tap(aids: WritingAids) -> None:
    screen, frame = made(aids, Wear(), (HOME, OTHER))
    frame.show()
    answers = answers_of(screen)
    same = screen.towns.wide["same1"]
    assert OTHER.line() in same.accessibleName()
    same.click()
    assert (screen.divisions(), screen.text) == (OTHER.divisions, OTHER.detail)
    screen.press("forward")
    assert answers == [OTHER]


def test_what_was_taken_over_can_be_changed(aids: WritingAids) -> None:
    screen, frame = made(aids, Wear(), (HOME,))
    frame.show()
    answers = answers_of(screen)
    screen.towns.wide["same0"].click()
    screen.keys.erase.click()
    screen.keys.flip.click()
    screen.keys.signs["室"].click()
    screen.press("forward")
    assert answers == [replace_detail(HOME, "四滧村12室")]


def replace_detail(place: Place, detail: str) -> Place:
    return Place(divisions=place.divisions, detail=detail)


def test_covering_hides_the_addresses_of_before_and_the_key_for_it_is_there(aids: WritingAids) -> None:
    screen, frame = made(aids, Wear(), (HOME,))
    frame.show()
    assert screen.cover_key.isVisible()
    screen.cover_key.click()
    assert "四滧村" not in screen.towns.wide["same0"].accessibleName()
    screen.cover_key.click()
    assert "四滧村" in screen.towns.wide["same0"].accessibleName()


def test_the_hall_does_not_hear_the_addresses_of_before(aids: WritingAids) -> None:
    screen, frame = made(aids, Wear(), (HOME,))
    frame.show()
    assert not any("四滧村" in said.text for said in screen.spoken())
    assert screen.private_choice


def test_a_place_elsewhere_is_picked_level_by_level(aids: WritingAids) -> None:
    screen, frame = made(aids, Wear())
    frame.show()
    answers = answers_of(screen)
    taps = Taps(screen, frame)
    taps.tap("外省市")
    taps.find("江苏省")
    assert screen.divisions() == ("江苏省",)
    taps.find("南通市")
    taps.find("启东市")
    assert [said.text for said in screen.spoken() if said.private] == ["江苏省南通市启东市，请选"]
    taps.find("汇龙镇")
    assert screen.towns.keys["汇龙镇"].isChecked()
    assert answers == []
    taps.forward()
    screen.text = "人民路1号"
    screen.changed()
    screen.press("forward")
    assert answers == [OTHER]


def test_who_does_not_know_the_town_goes_on_with_the_county(aids: WritingAids) -> None:
    screen, frame = made(aids, Wear())
    frame.show()
    taps = Taps(screen, frame)
    taps.tap("其他区")
    taps.find("浦东新区")
    taps.forward()
    assert screen.writing
    assert screen.divisions() == ("上海市", "浦东新区")


def test_back_leads_from_list_to_list_and_then_to_the_step_before(aids: WritingAids) -> None:
    screen, frame = made(aids, Wear())
    frame.show()
    left: list[bool] = []
    screen.back_wanted.connect(lambda: left.append(True))
    taps = Taps(screen, frame)
    taps.tap("外省市")
    taps.find("江苏省")
    screen.press("back")
    assert "浙江省" in screen.towns.keys
    screen.press("back")
    assert "堡镇" in screen.towns.keys
    assert screen.where.chosen is None
    assert left == []
    screen.press("back")
    assert left == [True]


def test_first_letters_find_a_town(aids: WritingAids) -> None:
    screen, frame = made(aids, Wear())
    frame.show()
    taps = Taps(screen, frame)
    taps.tap("找地名")
    for letter in "bz":
        taps.tap(letter.upper())
    taps.tap("堡镇")
    assert taps.count == 4
    assert screen.writing
    assert screen.divisions() == ("上海市", "崇明区", "堡镇")
    assert (screen.text, screen.letters) == ("", "")


def test_a_county_that_is_found_shows_its_towns(aids: WritingAids) -> None:
    screen, frame = made(aids, Wear())
    frame.show()
    taps = Taps(screen, frame)
    taps.tap("找地名")
    for letter in "qidong":
        taps.tap(letter.upper())
    taps.tap("江苏 启东市")
    assert screen.side is Side.PLACES
    assert screen.divisions() == ("江苏省", "南通市", "启东市")
    assert "汇龙镇" in screen.towns.keys
    screen.press("back")
    assert "如皋市" in screen.towns.keys


def test_an_old_name_says_what_it_is_called_now(aids: WritingAids) -> None:
    screen, frame = made(aids, Wear())
    frame.show()
    Taps(screen, frame).tap("找地名")
    for letter in "nanhui":
        screen.keys.letters[letter].click()
    assert screen.row.texts[0] == "浦东新区，原南汇区"
    english, other = made(aids, Wear("en"))
    other.show()
    english.towns.low["search"].click()
    for letter in "nanhui":
        english.keys.letters[letter].click()
    assert english.row.texts[0] == "Pudong, was 南汇区"


def test_a_search_without_a_hit_says_what_to_do_and_leaves_what_was_written(aids: WritingAids) -> None:
    screen, frame = made(aids, Wear(), value=HOME)
    frame.show()
    screen.press("back")
    screen.towns.low["search"].click()
    for letter in "vvv":
        screen.keys.letters[letter].click()
    assert screen.row.texts == ()
    assert screen.row.hint.text == screen.ui.say("divisions.none")
    screen.press("back")
    assert screen.side is Side.PLACES
    assert screen.towns.keys["堡镇"].isChecked()
    screen.press("forward")
    assert screen.text == HOME.detail


@pytest.mark.parametrize("value", [HOME, OTHER], ids=["near", "elsewhere"])
def test_an_earlier_answer_is_shown_where_it_was_picked(aids: WritingAids, value: Place) -> None:
    screen, frame = made(aids, Wear(), value=value)
    frame.show()
    answers = answers_of(screen)
    assert screen.text == value.detail
    screen.press("back")
    assert screen.towns.keys[value.divisions[-1]].isChecked()
    screen.press("forward")
    screen.press("forward")
    assert answers == [value]


@pytest.mark.parametrize("side", list(Side))
def test_where_one_is_survives_a_change_of_look(aids: WritingAids, side: Side) -> None:
    screen, frame = made(aids, Wear(), (HOME,))
    frame.show()
    screen.towns.low["provinces"].click()
    screen.towns.keys["江苏省"].click()
    screen.towns.keys["南通市"].click()
    if side is Side.SEARCH:
        screen.towns.low["search"].click()
        screen.keys.letters["q"].click()
    elif side is Side.WRITING:
        screen.press("forward")
    again, other = made(aids, Wear("en", Size.LARGEST), (HOME,))
    other.show()
    again.restore(screen.draft())
    assert again.side is side
    assert again.letters == screen.letters
    assert again.divisions() == ("江苏省", "南通市")
    assert again.towns.isVisible() is (side is Side.PLACES)


def test_in_english_letters_stand_beside_the_characters(aids: WritingAids) -> None:
    screen, frame = made(aids, Wear("en"))
    frame.show()
    assert screen.towns.keys["堡镇"].text() == "Baozhen 堡镇"
    screen.towns.low["provinces"].click()
    assert screen.towns.keys["江苏省"].text() == "Jiangsu 江苏省"


def test_without_the_table_of_the_country_other_addresses_are_written_whole(aids: WritingAids) -> None:
    screen, frame = made(replace(aids, divisions=type(aids.divisions)()), Wear())
    frame.show()
    answers = answers_of(screen)
    assert "search" not in screen.towns.low
    screen.towns.low["whole"].click()
    screen.text = "江苏省启东市人民路1号"
    screen.changed()
    screen.press("forward")
    assert answers == [Place(divisions=(), detail="江苏省启东市人民路1号")]


@BY_LOOK
def test_every_list_stands_on_the_panel(aids: WritingAids, look: Wear) -> None:
    screen, frame = made(aids, look, (HOME, OTHER))
    frame.show()
    screen.turn(screen.page_count)
    for steps in ((), ("provinces",), ("provinces", "云南省", "临沧市"), ("districts", "浦东新区")):
        while screen.where.up():
            pass
        screen._offer()
        for step in steps:
            low, keys = screen.towns.low, screen.towns.keys
            (low[step] if step in low else keys[step]).click()
        screen.turn(screen.page_count)
        for _ in range(12):
            check(frame, screen, look)
            if not screen.towns.more.isVisible():
                break
            screen.towns.more.click()
        assert screen.fits, steps


@BY_LOOK
def test_what_is_found_stands_on_the_panel(aids: WritingAids, look: Wear) -> None:
    screen, frame = made(aids, look)
    frame.show()
    screen.turn(screen.page_count)
    screen.towns.low["search"].click()
    screen.turn(screen.page_count)
    for letters in ("s", "h", "l", "j"):
        for letter in letters:
            screen.keys.letters[letter].click()
        check(frame, screen, look)
    assert screen.fits


@pytest.fixture(autouse=True)
def _free() -> object:
    yield
    gc.collect()
