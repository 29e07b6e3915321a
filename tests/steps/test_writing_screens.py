"""Writing a name, a text, an address."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from kiosk.flow.answer import Answer, Place, Unknown, Written
from kiosk.message import Message
from kiosk.writing.aids import NO_AIDS
from screens.steps.address import AddressScreen
from screens.steps.step import StepScreen
from screens.steps.writing import NameScreen, TextScreen
from screens.theme import Size

from .conftest import Show, Wear, build, framed


def heard(screen: StepScreen) -> tuple[list[Answer], list[tuple[str, str]], list[str]]:
    answers: list[Answer] = []
    acts: list[tuple[str, str]] = []
    said: list[str] = []
    screen.answered.connect(answers.append)
    screen.acted.connect(lambda name, argument: acts.append((name, argument)))
    screen.said.connect(said.append)
    return answers, acts, said


def forward(screen: StepScreen) -> bool:
    return next(key for key in screen.nav() if key.id == "forward").enabled


def write(screen: NameScreen | TextScreen | AddressScreen, letters: str, wanted: str) -> None:
    for letter in letters:
        screen.keys.letters[letter].click()
    screen.row.picked.emit(screen.row.texts.index(wanted))


def test_a_name_is_written_with_letters_and_one_choice(show: Show) -> None:
    screen, _frame = show("name")
    assert isinstance(screen, NameScreen)
    answers, _, said = heard(screen)
    assert not forward(screen)
    write(screen, "wangguilan", "王桂兰")
    assert screen.field.value == "王桂兰"
    assert forward(screen)
    screen.press("forward")
    assert answers == [Written(text="王桂兰")]
    assert said == []


def test_letters_that_wait_for_a_choice_are_no_answer(show: Show) -> None:
    screen, _frame = show("name")
    assert isinstance(screen, NameScreen)
    answers, _, _said = heard(screen)
    write(screen, "wang", "王")
    screen.keys.letters["g"].click()
    assert not forward(screen)
    screen.press("forward")
    assert answers == []
    screen.keys.erase.click()
    assert forward(screen)


def test_a_choice_of_the_first_syllable_leaves_the_other_letters(show: Show) -> None:
    screen, _frame = show("name")
    assert isinstance(screen, NameScreen)
    write(screen, "wangguilan", "王")
    assert (screen.text, screen.letters) == ("王", "guilan")
    assert "桂兰" in screen.row.texts


def test_erase_takes_letters_first_and_then_characters(show: Show) -> None:
    screen, _frame = show("name")
    assert isinstance(screen, NameScreen)
    write(screen, "wang", "王")
    screen.keys.letters["g"].click()
    screen.keys.erase.click()
    assert (screen.text, screen.letters) == ("王", "")
    screen.keys.erase.click()
    assert (screen.text, screen.letters) == ("", "")
    screen.keys.erase.click()
    assert not forward(screen)


def test_in_english_letters_are_a_name_as_they_stand(show: Show) -> None:
    screen, _frame = show("name", Wear("en"))
    assert isinstance(screen, NameScreen)
    answers, _, _said = heard(screen)
    for letter in "mary":
        screen.keys.letters[letter].click()
    screen.keys.extras[" "].click()
    for letter in "smith":
        screen.keys.letters[letter].click()
    screen.press("forward")
    assert answers == [Written(text="Mary Smith")]


def test_a_middle_dot_stands_within_a_name(show: Show) -> None:
    screen, _frame = show("name")
    assert isinstance(screen, NameScreen)
    write(screen, "a", "阿")
    screen.keys.extras["·"].click()
    write(screen, "li", "李")
    assert screen.text == "阿·李"


def test_a_text_has_digits(show: Show) -> None:
    screen, _frame = show("text")
    assert isinstance(screen, TextScreen)
    answers, _, _said = heard(screen)
    screen.keys.flip.click()
    for sign in "12":
        screen.keys.signs[sign].click()
    screen.keys.flip.click()
    write(screen, "hao", "号")
    screen.press("forward")
    assert answers == [Written(text="12号")]


@pytest.mark.parametrize("locale", ["zh_CN", "en"])
def test_where_capitals_are_wanted_letters_stand_as_they_are(show: Show, locale: str) -> None:
    screen, _frame = show("plate", Wear(locale))
    assert isinstance(screen, TextScreen)
    answers, _, said = heard(screen)
    assert (screen.keys.way, screen.keys.letters["v"].text()) == ("pinyin", "V")
    for letter in "ad":
        screen.keys.letters[letter].click()
    screen.keys.flip.click()
    for sign in "12":
        screen.keys.signs[sign].click()
    screen.keys.flip.click()
    screen.keys.letters["v"].click()
    assert forward(screen)
    screen.press("forward")
    assert (answers, said) == ([Written(text="AD12V")], [])


def test_a_character_is_chosen_beside_capitals(show: Show) -> None:
    screen, _frame = show("plate")
    assert isinstance(screen, TextScreen)
    answers, _, _said = heard(screen)
    write(screen, "lu", "鲁")
    screen.keys.letters["a"].click()
    screen.press("forward")
    assert answers == [Written(text="鲁A")]


def test_a_text_in_chinese_is_spelt(show: Show) -> None:
    screen, _frame = show("text")
    assert isinstance(screen, TextScreen)
    assert screen.keys.letters["v"].text() == "Ü"
    screen.keys.letters["a"].click()
    assert not forward(screen)


def test_not_knowing_is_an_answer(show: Show) -> None:
    for step in ("name", "text", "number", "identity_number", "phone", "date", "address", "card"):
        screen, _frame = show(step)
        answers, _, _said = heard(screen)
        screen.unsure_key.click()  # type: ignore[attr-defined]
        assert answers == [Unknown()]


def test_a_refused_entry_stays_and_the_second_time_a_guide_is_offered(show: Show) -> None:
    screen, _frame = show("name")
    assert isinstance(screen, NameScreen)
    answers, acts, said = heard(screen)
    screen.text = "·"
    screen.changed()
    screen.press("forward")
    assert answers == []
    assert screen.text == "·"
    assert screen.help is not None
    assert screen.help.isVisible()
    assert said == [screen.help.text]
    assert "·" not in said[0]
    assert acts == []
    screen.press("forward")
    assert acts == [("offer_guide", "")]


def test_a_refusal_counts_on_after_a_change_of_size(show: Show) -> None:
    screen, _frame = show("name")
    screen.refuse(Message("field.name.missing"))
    draft = screen.draft()
    again, _other = show("name", Wear(size=Size.LARGEST))
    again.restore(draft)
    _, acts, _said = heard(again)
    again.refuse(Message("field.name.missing"))
    assert acts == [("offer_guide", "")]


def test_text_letters_and_cover_survive_a_change_of_look(show: Show) -> None:
    screen, _frame = show("name")
    assert isinstance(screen, NameScreen)
    write(screen, "wang", "王")
    screen.keys.letters["g"].click()
    screen.set_covered(True)
    again, _other = show("name", Wear("en", Size.LARGEST, sitting=True))
    assert isinstance(again, NameScreen)
    again.restore(screen.draft())
    assert (again.text, again.letters, again.covered) == ("王", "g", True)
    assert "王" not in again.field.accessibleName()


def test_what_was_answered_before_stands_there_again(show: Show) -> None:
    screen, _frame = show("name", value=Written(text="施秀英"))
    assert isinstance(screen, NameScreen)
    assert screen.field.value == "施秀英"
    assert forward(screen)


def test_nothing_that_is_written_is_spoken(show: Show) -> None:
    screen, _frame = show("other_name", value=Written(text="施秀英"))
    assert [s.text for s in screen.spoken()] == ["您替谁办？", "写他本人的名字。"]


def test_an_address_is_a_town_and_the_rest(show: Show) -> None:
    screen, _frame = show("address")
    assert isinstance(screen, AddressScreen)
    answers, _, said = heard(screen)
    assert not forward(screen)
    screen.towns.keys["堡镇"].click()
    assert forward(screen)
    assert answers == []
    screen.press("forward")
    write(screen, "jiefangjie", "解放街")
    screen.keys.flip.click()
    for sign in ("1", "2", "号"):
        screen.keys.signs[sign].click()
    screen.press("forward")
    assert answers == [Place(divisions=("上海市", "崇明区", "堡镇"), detail="解放街12号")]
    assert said == []


def test_an_address_elsewhere_is_written_whole(show: Show) -> None:
    screen, _frame = show("address")
    assert isinstance(screen, AddressScreen)
    answers, _, _said = heard(screen)
    screen.towns.low["provinces"].click()
    screen.towns.low["whole"].click()
    write(screen, "jiangsusheng", "江苏省")
    screen.press("forward")
    assert answers == [Place(divisions=(), detail="江苏省")]


def test_back_from_writing_leads_to_the_towns_and_keeps_what_was_written(show: Show) -> None:
    value = Place(divisions=("上海市", "崇明区", "堡镇"), detail="解放街12号")
    screen, _frame = show("address", value=value)
    assert isinstance(screen, AddressScreen)
    left: list[bool] = []
    screen.back_wanted.connect(lambda: left.append(True))
    assert screen.writing
    screen.press("back")
    assert not screen.writing
    assert screen.towns.keys["堡镇"].isChecked()
    assert left == []
    screen.towns.keys["庙镇"].click()
    screen.press("forward")
    assert screen.text == "解放街12号"
    assert screen.divisions()[-1] == "庙镇"
    screen.press("back")
    screen.press("back")
    assert left == [True]


def test_an_address_of_a_division_that_is_no_more_is_shown_whole(show: Show) -> None:
    value = Place(divisions=("上海市", "崇明县", "侯家镇"), detail="友谊路1号")
    screen, _frame = show("address", value=value)
    assert isinstance(screen, AddressScreen)
    assert screen.text == "上海市崇明县侯家镇友谊路1号"
    assert screen.divisions() == ()


def test_both_halves_of_an_address_survive_a_change_of_look(show: Show) -> None:
    screen, _frame = show("address")
    assert isinstance(screen, AddressScreen)
    screen.towns.keys["堡镇"].click()
    screen.press("forward")
    write(screen, "jiefangjie", "解放街")
    again, _other = show("address", Wear(size=Size.LARGEST))
    assert isinstance(again, AddressScreen)
    again.restore(screen.draft())
    assert again.writing
    assert again.text == "解放街"
    assert again.divisions()[-1] == "堡镇"
    assert again.field.isVisible()
    assert not again.towns.isVisible()


def test_without_the_tables_the_whole_address_is_written(qtbot: QtBot) -> None:
    ui = Wear().ui(NO_AIDS)
    screen = build(ui, "address")
    assert isinstance(screen, AddressScreen)
    qtbot.addWidget(framed(ui, screen))
    answers, _, _ = heard(screen)
    assert screen.writing
    screen.text = "长兴路5号"
    screen.show_entry()
    screen.press("forward")
    assert answers == [Place(divisions=(), detail="长兴路5号")]
    with qtbot.waitSignal(screen.back_wanted, timeout=1000):
        screen.press("back")
