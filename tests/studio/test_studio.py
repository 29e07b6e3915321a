"""A service is changed in the studio, on a real store: by the fields and keys that staff see."""

from __future__ import annotations

from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from kiosk import outfit
from kiosk.failure import StoreFailed, Trouble
from kiosk.flow.load import Release
from kiosk.flow.source import Where
from kiosk.message import Message
from kiosk.store.local import LocalStore
from kiosk.studio.condition_words import ConditionWords
from kiosk.studio.document import document_of
from screens.studio.condition_form import ConditionForm, how_of, made
from screens.studio.fields import NumberField, OneOf, TextField, YuanField
from screens.studio.form import Form
from screens.studio.lists_form import ListForm
from screens.studio.place_words import LISTS
from screens.studio.window import SERVICE, SERVICES, SIGN_IN, StudioWindow
from screens.studio.work import Saving
from tests.flow.test_bad_input import BOMB
from tests.studio.conftest import LANGUAGES, PATHS, MakeStudio, StudioClock, until

Shown = TypeVar("Shown", bound=QWidget)


def click(key: QWidget) -> None:
    QTest.mouseClick(key, Qt.MouseButton.LeftButton)


async def opened(window: StudioWindow, service: str = "endorsement") -> StudioWindow:
    await until(lambda: service in window.services.rows)
    click(window.services.rows[service].open)
    await until(lambda: window.work.problems is not None)
    return window


def write(form: Form, where: Where, words: str) -> None:
    """Words into the field of a place in one language, and on to the next field."""
    field = form.fields[where[:-1]]
    assert isinstance(field, TextField)
    edit = field.edits[str(where[-1])]
    edit.selectAll()
    QTest.keyClicks(edit, words)
    QTest.keyClick(edit, Qt.Key.Key_Return)


def pick(box: OneOf, value: object) -> None:
    box.picked.emit(value)


def shown(form: Form, kind: type[Shown]) -> list[Shown]:
    """Its widgets of a kind that can be seen, in their order."""
    QApplication.processEvents()
    return [each for each in form.findChildren(kind) if each.isVisibleTo(form)]


async def kept(window: StudioWindow, store: LocalStore) -> str:
    await until(lambda: window.work.saving is Saving.SAVED)
    (draft,) = await store.drafts.drafts()
    return draft.text


# --- coming and going -------------------------------------------------------------------------------


async def test_staff_see_all_services_and_open_one(make_studio: MakeStudio) -> None:
    window = await make_studio()
    await until(lambda: window.services.rows)
    services = [
        "household",
        "residence_permit",
        "endorsement",
        "question",
        "homestay",
        "truck_pass",
        "special_trade",
    ]
    assert list(window.services.rows) == services
    await opened(window)
    page = window.service
    assert window._pages.currentIndex() == SERVICE
    assert page.title.text() == "去港澳台"
    first, second = page.steps.path.rows[:2]
    assert (first.title.text(), first.more.text()) == ("1　这次给谁办？", "选一个，3 个")
    assert page.steps.path.rows[3].more.text() == (
        "告诉一件事\n只在“去哪里”选了“台湾”，而且“做什么”选了“自己旅游”时问"
    )
    assert second.title.text() == "2　要去哪里？"


async def test_an_officer_has_no_place_here(make_studio: MakeStudio) -> None:
    window = await make_studio(number="0301")
    assert window._pages.currentIndex() == SIGN_IN
    assert window.sign_in.note.text() == "您的岗位不能改服务。请找负责人。"


async def test_words_are_kept_as_they_are_written_and_nothing_else_changes(
    make_studio: MakeStudio, store: LocalStore, shipped: tuple[Release, ...]
) -> None:
    window = await opened(await make_studio())
    write(window.service.steps.form, ("steps", 0, "title", "en"), "Who shall have it?")
    source = next(r.source for r in shipped if r.flow.id == "endorsement")
    assert await kept(window, store) == source.replace("Who is this for?", "Who shall have it?")
    click(window.service.back)
    await until(
        lambda: window._pages.currentIndex() == SERVICES and window.services.rows["endorsement"].listed.draft
    )
    row = window.services.rows["endorsement"]
    assert row.listed.draft == "草稿：0700，11月24日 09:30"
    assert row.open.text() == "接着改"
    await opened(window)
    field = window.service.steps.form.fields["steps", 0, "title"]
    assert isinstance(field, TextField)
    assert field.edits["en"].words == "Who shall have it?"


async def test_leaving_at_once_loses_no_word(make_studio: MakeStudio, store: LocalStore) -> None:
    window = await opened(await make_studio())
    field = window.service.steps.form.fields["steps", 0, "title"]
    assert isinstance(field, TextField)
    QTest.keyClicks(field.edits["en"], "X")
    click(window.sign_out)
    await until(lambda: window._pages.currentIndex() == SIGN_IN)
    (draft,) = await store.drafts.drafts()
    assert "Who is this for?X" in draft.text or "XWho is this for?" in draft.text


async def test_what_is_just_being_typed_is_not_swept_away_by_a_check(make_studio: MakeStudio) -> None:
    window = await opened(await make_studio())
    field = window.service.steps.form.fields["steps", 0, "title"]
    assert isinstance(field, TextField)
    edit = field.edits["en"]
    edit.selectAll()
    QTest.keyClicks(edit, "Half of it")
    window.work.checked.emit()
    window.work.put(("steps", 0, "title", "zh_CN"), "给谁？", Message("studio.did.condition"))
    assert edit.toPlainText() == "Half of it"
    edit.flush()
    for locale, words in (("zh_CN", "给谁？"), ("en", "Half of it")):
        assert window.work.document.at(("steps", 0, "title", locale)) == words


async def test_closing_the_window_saves(make_studio: MakeStudio, store: LocalStore) -> None:
    window = await opened(await make_studio())
    write(window.service.steps.form, ("steps", 0, "title", "en"), "Closed")
    window.close()
    await until(lambda: not window.isVisible())
    (draft,) = await store.drafts.drafts()
    assert "en: Closed" in draft.text


async def test_what_cannot_be_saved_keeps_one_here_and_is_tried_again(
    make_studio: MakeStudio, store: LocalStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = await opened(await make_studio())

    async def full(*_args: object) -> None:
        raise StoreFailed(Trouble.FULL)

    with monkeypatch.context() as broken:
        broken.setattr(store.drafts, "keep", full)
        write(window.service.steps.form, ("steps", 0, "title", "en"), "Later")
        click(window.sign_out)
        await until(lambda: window.work.saving is Saving.FAILED)
        assert window._pages.currentIndex() == SERVICE
        assert window.service.saved.text() == "没存上，正在重试"
    assert "en: Later" in await kept(window, store)


async def test_a_draft_that_is_not_wanted_goes_when_pressed_twice(
    make_studio: MakeStudio, store: LocalStore
) -> None:
    window = await opened(await make_studio())
    write(window.service.steps.form, ("steps", 0, "title", "en"), "No")
    click(window.service.back)
    await until(
        lambda: window._pages.currentIndex() == SERVICES and window.services.rows["endorsement"].listed.draft
    )
    drop = window.services.rows["endorsement"].drop
    click(drop)
    assert len(await store.drafts.drafts()) == 1
    click(drop)
    await until(lambda: not window.services.rows["endorsement"].listed.draft)
    assert await store.drafts.drafts() == ()


async def test_a_locked_studio_shows_nothing_and_goes_on_where_it_was(
    make_studio: MakeStudio, clock: StudioClock
) -> None:
    window = await opened(await make_studio())
    clock.turn(301)
    window.entrance.look()
    assert window._pages.currentIndex() == SIGN_IN
    asked = window.entrance.asked
    QTest.keyClicks(window.sign_in.number, "482913")
    window.sign_in.sign()
    await until(lambda: window.entrance.asked > asked)
    assert window._pages.currentIndex() == SERVICE


# --- two at one draft -------------------------------------------------------------------------------


async def both(make_studio: MakeStudio, store: LocalStore) -> StudioWindow:
    window = await opened(await make_studio())
    write(window.service.steps.form, ("steps", 0, "title", "en"), "Mine")
    text = await kept(window, store)
    await store.drafts.keep("endorsement", text.replace("en: Mine", "en: Theirs"), 1, 1, "0701")
    write(window.service.steps.form, ("steps", 0, "help", "en"), "More of mine")
    await until(lambda: window.service.newer.isVisible())
    assert window.service.newer.told.text() == "0701 刚存了这份草稿的另一个样子。留哪一个？"
    return window


async def test_of_two_who_change_one_draft_the_second_is_asked_and_keeps_theirs(
    make_studio: MakeStudio, store: LocalStore
) -> None:
    window = await both(make_studio, store)
    click(window.service.newer.mine)
    text = await kept(window, store)
    assert "en: Mine" in text
    assert "en: More of mine" in text


async def test_or_takes_the_others_and_can_still_go_back(make_studio: MakeStudio, store: LocalStore) -> None:
    window = await both(make_studio, store)
    click(window.service.newer.theirs)
    assert window.work.document.at(("steps", 0, "title", "en")) == "Theirs"
    click(window.service.undo)
    assert window.work.document.at(("steps", 0, "help", "en")) == "More of mine"
    assert "en: More of mine" in await kept(window, store)


async def test_a_draft_that_cannot_be_read_is_told_and_can_be_dropped(
    make_studio: MakeStudio, store: LocalStore
) -> None:
    await store.drafts.keep("endorsement", BOMB, 1, 0, "0701")
    window = await make_studio()
    await until(lambda: "endorsement" in window.services.rows)
    row = window.services.rows["endorsement"]
    assert row.listed.title == "去港澳台"
    click(row.open)
    assert window._pages.currentIndex() == SERVICES
    assert window.services.told.text().startswith("“去港澳台”的这份草稿读不出来了")
    click(row.drop)
    click(row.drop)
    await until(lambda: not window.services.rows["endorsement"].listed.draft)
    await opened(window)


async def test_theirs_that_cannot_be_read_leaves_mine(make_studio: MakeStudio, store: LocalStore) -> None:
    window = await opened(await make_studio())
    write(window.service.steps.form, ("steps", 0, "title", "en"), "Mine")
    await kept(window, store)
    await store.drafts.keep("endorsement", BOMB, 1, 1, "0701")
    write(window.service.steps.form, ("steps", 0, "help", "en"), "More of mine")
    await until(lambda: window.service.newer.isVisible())
    click(window.service.newer.theirs)
    assert window.service.missed.isVisible()
    assert window.work.document.at(("steps", 0, "help", "en")) == "More of mine"
    write(window.service.steps.form, ("steps", 0, "help", "en"), "Still mine")
    assert "en: Still mine" in await kept(window, store)


# --- what cannot be done, and what is just being typed ----------------------------------------------


async def test_a_change_whose_place_is_gone_is_told_until_the_next_one(make_studio: MakeStudio) -> None:
    window = await opened(await make_studio())
    before, told = window.work.document.text, Message("studio.did.condition")
    assert not window.service.missed.isVisible()
    window.work.put(("steps", 99, "title", "en"), "Nowhere", told)
    assert window.service.missed.isVisible()
    assert window.service.missed.text().startswith("刚才这一处没有改成")
    assert window.work.document.text == before
    assert window.work.saving is Saving.SAVED
    window.work.put(("steps", 0, "title", "en"), "Somewhere", told)
    assert not window.service.missed.isVisible()


async def test_what_is_just_being_typed_goes_with_its_item_when_another_key_is_pressed(
    make_studio: MakeStudio,
) -> None:
    """A screen reader presses keys without taking the focus away from the field."""
    window = await opened(await make_studio())
    click(window.service.keys["materials"])
    form = window.service.lists["materials"].form
    first, second = (window.work.document.at(("materials", n, "id")) for n in (0, 1))
    field = form.fields["materials", 0, "text"]
    assert isinstance(field, TextField)
    field.edits["en"].selectAll()
    QTest.keyClicks(field.edits["en"], "Just typed")
    down = next(k for k in shown(form, QPushButton) if k.accessibleName().endswith(": 下移"))
    down.click()
    assert window.work.document.at(("materials", 0, "id")) == second
    assert window.work.document.at(("materials", 1, "id")) == first
    assert window.work.document.at(("materials", 1, "text", "en")) == "Just typed"
    window.service.undo.click()
    window.service.undo.click()
    assert not window.service.undo.isEnabled()


async def test_a_number_that_is_just_being_typed_is_not_lost_either(make_studio: MakeStudio) -> None:
    window = await opened(await make_studio())
    click(window.service.keys["fees"])
    form = window.service.lists["fees"].form
    fee, field = window.work.document.at(("fees", 0, "id")), form.fields["fees", 0, "fen"]
    assert isinstance(field, YuanField)
    field.selectAll()
    QTest.keyClicks(field, "77")
    next(k for k in shown(form, QPushButton) if k.accessibleName().endswith(": 下移")).click()
    assert window.work.document.at(("fees", 1, "id")) == fee
    assert window.work.document.at(("fees", 1, "fen")) == 7700


# --- steps ------------------------------------------------------------------------------------------


def ids(window: StudioWindow) -> list[object]:
    steps = window.work.document.data["steps"]
    assert isinstance(steps, list)
    return [step["id"] for step in steps]


async def test_a_step_is_added_moved_copied_and_taken_away_and_all_is_undone(make_studio: MakeStudio) -> None:
    window = await opened(await make_studio())
    steps, before = window.service.steps, window.work.document.text
    were = ids(window)
    click(steps.add)
    click(steps.kinds.keys["yes_no"])
    assert ids(window)[:2] == [were[0], "yes_no"]
    assert steps.chosen == 1
    click(steps.up)
    assert ids(window)[:2] == ["yes_no", were[0]]
    click(steps.copy)
    assert ids(window)[:3] == ["yes_no", "yes_no_2", were[0]]
    click(steps.remove)
    assert ids(window)[:2] == ["yes_no", were[0]]
    for _ in range(4):
        click(window.service.undo)
    assert window.work.document.text == before
    assert not window.service.undo.isEnabled()
    click(window.service.redo)
    assert ids(window)[:2] == [were[0], "yes_no"]


async def test_a_step_that_others_look_at_goes_when_pressed_twice(make_studio: MakeStudio) -> None:
    window = await opened(await make_studio())
    steps = window.service.steps
    steps.choose(1)
    click(steps.remove)
    assert "place" in ids(window)
    assert "处看它" in steps.remove.text()
    click(steps.remove)
    assert "place" not in ids(window)
    assert "step: place" not in window.work.document.text


async def test_letters_of_a_text_are_made_to_stand_as_capitals(make_studio: MakeStudio) -> None:
    window = await opened(await make_studio(), "truck_pass")
    at = ids(window).index("route")
    window.service.steps.choose(at)
    where = ("steps", at, "capitals")
    key = window.service.steps.form.fields[where]
    click(key)
    assert window.work.document.at(where) is True
    click(key)
    assert window.work.document.at(where) is None


async def test_nothing_comes_after_the_review(make_studio: MakeStudio) -> None:
    window = await opened(await make_studio())
    steps = window.service.steps
    steps.choose(len(ids(window)) - 1)
    click(steps.add)
    click(steps.kinds.keys["notice"])
    assert ids(window)[-1] != "notice"
    assert window.work.document.at(("steps", len(ids(window)) - 1, "kind")) == "review"


async def test_choices_are_added_moved_and_taken_away(make_studio: MakeStudio) -> None:
    window = await opened(await make_studio())
    steps, where = window.service.steps, ("steps", 0, "choices")
    add = next(k for k in steps.form.findChildren(QPushButton) if k.text() == "加一个选项")
    click(add)
    write(steps.form, (*where, 3, "text", "zh_CN"), "abc")
    assert window.work.document.at((*where, 3)) == {"id": "choice", "text": {"zh_CN": "abc", "en": ""}}
    up = next(k for k in steps.form.findChildren(QPushButton) if k.accessibleName() == "选项 4: 上移")
    up.click()
    assert window.work.document.at((*where, 2, "id")) == "choice"
    gone = next(k for k in steps.form.findChildren(QPushButton) if k.accessibleName() == "选项 3: 删除")
    gone.click()
    assert window.work.document.count(where) == 3


async def test_whatever_is_added_or_copied_no_id_stands_twice(make_studio: MakeStudio) -> None:
    window = await opened(await make_studio())
    page = window.service
    for kind in ("choice", "choice", "yes_no", "yes_no"):
        click(page.steps.add)
        click(page.steps.kinds.keys[kind])
        click(page.steps.copy)
        click(page.steps.copy)
    page.steps.choose(0)
    for _ in range(3):
        next(k for k in shown(page.steps.form, QPushButton) if k.text() == "加一个选项").click()
    for name in (*LISTS, "service"):
        click(page.keys[name])
        form = (page.service if name == "service" else page.lists[name]).form
        words = window._say(f"studio.list_add.{'glossary' if name == 'service' else name}")
        for _ in range(3):
            next(k for k in shown(form, QPushButton) if k.text() == words).click()
    await until(lambda: window.work.problems)
    assert "same_id" not in {problem.kind for problem in window.work.problems or ()}
    assert len(set(ids(window))) == len(ids(window)) > 20


async def test_an_optional_text_that_is_emptied_is_gone(make_studio: MakeStudio) -> None:
    window = await opened(await make_studio())
    window.service.steps.choose(1)
    form = window.service.steps.form
    for locale in LANGUAGES:
        field = form.fields["steps", 1, "help"]
        assert isinstance(field, TextField)
        field.edits[locale].selectAll()
        QTest.keyClick(field.edits[locale], Qt.Key.Key_Delete)
        field.flush()
    assert window.work.document.at(("steps", 1, "help")) is None


async def test_a_fee_is_entered_in_yuan(make_studio: MakeStudio) -> None:
    window = await opened(await make_studio())
    click(window.service.keys["fees"])
    form = window.service.lists["fees"].form
    field = form.fields["fees", 0, "fen"]
    assert isinstance(field, YuanField)
    assert field.text() == "15.00"
    for typed, fen, shown in (("20.5", 2050, "20.50"), ("abc", 2050, "20.50"), ("1.234", 2050, "20.50")):
        field.setText(typed)
        field.editingFinished.emit()
        assert (window.work.document.at(("fees", 0, "fen")), field.text()) == (fen, shown)


# --- conditions -------------------------------------------------------------------------------------


CONDITIONS = [
    ({"step": "place", "is": "taiwan"}, "is"),
    ({"not": {"step": "place", "is": "taiwan"}}, "is_not"),
    ({"step": "place", "in": ["taiwan", "macau"]}, "in"),
    ({"not": {"step": "place", "in": ["taiwan"]}}, "in_not"),
    ({"step": "brought", "has": "photo"}, "has"),
    ({"not": {"step": "brought", "has": "photo"}}, "has_not"),
    ({"step": "place", "unknown": True}, "unknown"),
    ({"step": "place", "unknown": False}, "known"),
    ({"step": "count", "at_least": 3}, "at_least"),
    ({"not": {"step": "count", "at_least": 3}}, "not_at_least"),
    ({"step": "number", "age_at_least": 60}, "age_at_least"),
    ({"not": {"step": "number", "age_at_least": 60}}, "not_age_at_least"),
    ({"step": "day", "kind": "before", "before_days": 5}, "before"),
    ({"not": {"step": "day", "kind": "before", "before_days": 5}}, "not_before"),
]


@pytest.mark.parametrize(("condition", "how"), CONDITIONS, ids=[how for _, how in CONDITIONS])
def test_every_condition_on_a_step_is_read_and_made_alike(condition: dict[str, object], how: str) -> None:
    assert how_of(condition) == how
    inner = condition.get("not", condition)
    assert isinstance(inner, dict)
    answer = next((v for k, v in inner.items() if k not in ("step", "kind", "unknown")), None)
    assert made(inner["step"], how, answer) == condition


async def test_a_condition_is_put_together_from_sentences(make_studio: MakeStudio) -> None:
    window = await opened(await make_studio())
    steps = window.service.steps
    steps.choose(2)
    click(steps.form.fields["steps", 2, "when"])
    form = steps.condition

    def press(words: str) -> None:
        next(k for k in shown(form, QPushButton) if k.text() == words).click()

    press("再加一条")
    assert window.work.document.at(("steps", 2, "when")) == {"step": "place", "is": "hong_kong"}
    press("再加一条")
    assert window.work.document.at(("steps", 2, "when")) == {
        "all": [{"step": "place", "is": "hong_kong"}] * 2
    }
    boxes = shown(form, OneOf)
    joined, who, how = boxes[0], boxes[1], boxes[2]
    pick(who, "for_whom")
    boxes = shown(form, OneOf)
    pick(boxes[2], "is_not")
    boxes = shown(form, OneOf)
    pick(boxes[3], "other")
    assert window.work.document.at(("steps", 2, "when", "all", 0)) == {
        "not": {"step": "for_whom", "is": "other"}
    }
    boxes = shown(form, OneOf)
    pick(boxes[0], "any")
    sentence = "“给谁办”没选“替别人办”，或者“去哪里”选了“香港”"
    assert steps.path.rows[2].more.text().endswith(f"只在{sentence}时问")
    press("好了")
    assert steps._stack.currentIndex() == 0
    assert joined is not who is not how


async def test_a_part_within_a_part_is_changed_and_taken_away(make_studio: MakeStudio) -> None:
    window = await opened(await make_studio())
    nested = {"all": [{"any": [{"step": "place", "is": "macau"}, {"step": "place", "unknown": True}]}]}
    steps = window.service.steps
    steps.choose(2)
    told = Message("studio.did.condition")
    window.work.do(lambda d: d.put(("steps", 2, "when"), nested), told, ("steps", 2))
    click(steps.form.fields["steps", 2, "when"])
    form: ConditionForm = steps.condition
    next(k for k in shown(form, QPushButton) if k.text() == "改里面").click()
    gone = [k for k in shown(form, QPushButton) if k.accessibleName() == "删掉这一条"]
    assert len(gone) == 2
    gone[1].click()
    assert window.work.document.at(("steps", 2, "when")) == {
        "all": [{"any": [{"step": "place", "is": "macau"}]}]
    }
    gone = [k for k in shown(form, QPushButton) if k.accessibleName() == "删掉这一条"]
    gone[0].click()
    assert window.work.document.at(("steps", 2, "when")) is None


@pytest.mark.parametrize("locale", ["zh_CN", "en"])
def test_every_condition_of_the_services_is_a_sentence(locale: str, shipped: tuple[Release, ...]) -> None:
    told = ConditionWords(outfit.load_words(PATHS.locales)[locale])
    unread = told._say("unreadable")
    count = 0
    for release in shipped:
        data = document_of(release).data
        for part in _parts(data):
            for name in ("when", "priority"):
                if name in part:
                    sentence = told.sentence(part[name], data)
                    count += 1
                    assert unread not in sentence
                    assert "_" not in sentence, sentence
    assert count > 60


def _parts(value: object):  # type: ignore[no-untyped-def]
    if isinstance(value, dict):
        yield value
        for part in value.values():
            yield from _parts(part)
    elif isinstance(value, list):
        for part in value:
            yield from _parts(part)


# --- finding ----------------------------------------------------------------------------------------


async def test_words_are_found_in_every_language_one_after_the_other(make_studio: MakeStudio) -> None:
    window = await opened(await make_studio())
    page = window.service
    QTest.keyClicks(page.search, "taiwan")
    count = len(page._found)
    assert page.hits.text() == f"{count} 处"
    assert count > 3
    for number in range(1, count + 1):
        QTest.keyClick(page.search, Qt.Key.Key_Return)
        assert page.hits.text() == f"第 {number} 处，共 {count} 处"
    page.search.clear()
    assert page.hits.text() == ""


async def test_a_problem_is_told_with_its_place_and_leads_there(make_studio: MakeStudio) -> None:
    window = await opened(await make_studio())
    page = window.service
    page.steps.choose(1)
    write(page.steps.form, ("steps", 1, "title", "en"), " ")
    await until(lambda: window.work.problems)
    assert page.keys["problems"].text() == "检查（1）"
    assert page.steps.path.rows[1].amiss.text() == "1 处"
    click(page.keys["problems"])
    page.steps.choose(0)
    click(page.problems.keys[0])
    assert page.steps.chosen == 1
    assert QApplication.focusWidget() is not None


async def test_a_pictogram_that_there_is_not_is_told_and_another_is_picked(make_studio: MakeStudio) -> None:
    window = await opened(await make_studio())
    page, told = window.service, Message("studio.did.condition")
    window.work.put(("icon",), "passprt", told)
    await until(lambda: window.work.problems)
    assert [problem.kind for problem in window.work.problems or ()] == ["no_such_icon"]
    click(page.keys["problems"])
    click(page.problems.keys[0])
    field = page.service.form.fields["icon",]
    assert isinstance(field, OneOf)
    assert field.currentText() == "passprt"
    pick(field, "passport")
    await until(lambda: window.work.problems == ())


@pytest.mark.parametrize(
    ("typed", "kind"),
    [
        ("Hel\u202elo", "strange_sign"),
        ("Hel\x0blo", "strange_sign"),
        ("Hel\x00lo", "strange_sign"),
        ("Hello. " * 715, "long_text"),
    ],
    ids=["right-to-left", "control", "nul", "5000-characters"],
)
async def test_words_that_nobody_can_read_are_kept_and_told_at_their_place(
    make_studio: MakeStudio, store: LocalStore, typed: str, kind: str
) -> None:
    window = await opened(await make_studio())
    field = window.service.steps.form.fields["steps", 0, "title"]
    assert isinstance(field, TextField)
    field.edits["en"].setPlainText(typed)
    field.flush()
    await until(lambda: window.work.problems)
    found = {(problem.kind, problem.field) for problem in window.work.problems or ()}
    assert (kind, "steps.0.title.en") in found
    assert window.work.document.at(("steps", 0, "title", "en")) == typed.strip()
    await kept(window, store)
    click(window.service.keys["publish"])
    assert not window.publish.publish.isEnabled()


# --- new services -----------------------------------------------------------------------------------


async def test_a_new_service_is_begun(make_studio: MakeStudio, store: LocalStore) -> None:
    window = await make_studio()
    await until(lambda: window.services.rows)
    click(window.services.begin)
    assert window.services.told.text().startswith("请先写短名")
    QTest.keyClicks(window.services.name, "household")
    click(window.services.begin)
    assert window.services.told.text() == "已经有“household”了，换一个短名。"
    window.services.name.clear()
    QTest.keyClicks(window.services.name, "parking")
    click(window.services.begin)
    assert window._pages.currentIndex() == SERVICE
    click(window.service.keys["service"])
    write(window.service.service.form, ("title", "en"), "Parking")
    text = await kept(window, store)
    assert text.startswith("schema: 1\nid: parking\nversion: 1\norder: 140\n")
    assert "title: {zh_CN: '', en: Parking}" in text


# --- room -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("service", ["household", "residence_permit", "endorsement"])
@pytest.mark.parametrize("locale", ["zh_CN", "en"])
async def test_on_the_smallest_monitor_nothing_is_cut_at_the_side(
    make_studio: MakeStudio, locale: str, service: str
) -> None:
    window = await opened(await make_studio(locale), service)
    page = window.service
    for index in range(len(ids(window))):
        page.steps.choose(index)
        QApplication.processEvents()
        room = page.steps._areas[0].viewport().width()
        assert page.steps.form.minimumSizeHint().width() <= room, index
    for name in LISTS:
        click(page.keys[name])
        QApplication.processEvents()
        form = page.lists[name].form
        assert isinstance(form, ListForm)
        assert form.minimumSizeHint().width() <= page.lists[name].width()
    assert window.minimumSizeHint().width() <= 1024
    assert window.minimumSizeHint().height() <= 700


def test_a_number_out_of_its_range_goes_back(qapp: QApplication) -> None:
    field = NumberField("n", 1, 20)
    field.show_number(5)
    given: list[int] = []
    field.given.connect(given.append)
    for typed in ("0", "21", "x", ""):
        field.setText(typed)
        field.editingFinished.emit()
        assert field.text() == "5"
    field.setText(" 7 ")
    field.editingFinished.emit()
    assert given == [7]
    field.deleteLater()
