"""Staff say how the window handles a service, whom it asks, and what the notice sheet says."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication, QPushButton

from kiosk.flow.problem import Problem
from kiosk.store.local import LocalStore
from kiosk.studio.document import Document
from screens.studio.fields import NumberField, OneOf
from screens.studio.window import StudioWindow
from screens.studio.window_form import WindowForm
from tests.studio.conftest import MakeStudio, until
from tests.studio.test_studio import click, kept, opened, pick, shown, write


async def window_of(make_studio: MakeStudio, service: str = "endorsement") -> tuple[StudioWindow, WindowForm]:
    window = await opened(await make_studio(), service)
    click(window.service.keys["window"])
    form = window.service.handling.form
    assert isinstance(form, WindowForm)
    return window, form


def press(form: WindowForm, words: str) -> None:
    next(key for key in shown(form, QPushButton) if key.text() == words).click()


def number(form: WindowForm, *where: str | int, is_: int) -> None:
    field = form.fields[where]
    assert isinstance(field, NumberField)
    field.setText(str(is_))
    field.flush()


async def test_a_time_limit_is_added_changed_and_taken_away(make_studio: MakeStudio) -> None:
    window, form = await window_of(make_studio)

    def document() -> Document:
        return window.work.document

    assert document().at(("window", "limit")) is None
    press(form, "加一个办理期限")
    number(form, "window", "limit", "days", is_=7)
    counted = form.fields["window", "limit", "counted"]
    assert isinstance(counted, OneOf)
    pick(counted, "days")
    assert document().at(("window", "limit")) == {"days": 7, "counted": "days"}
    pick(counted, "working_days")
    assert document().at(("window", "limit")) == {"days": 7}
    press(form, "不写期限")
    assert document().at(("window", "limit")) is None
    window.work.undo()
    assert document().at(("window", "limit")) == {"days": 7}
    window.work.redo()
    assert document().at(("window", "limit")) is None
    assert document().at(("window", "hands_over", "en")) == "The endorsed travel permit"


async def test_offices_are_added_with_a_limit_and_removed(make_studio: MakeStudio, store: LocalStore) -> None:
    window, form = await window_of(make_studio)
    press(form, "加一个会审单位")
    write(form, ("reviewers", 0, "text", "en"), "Fire")
    number(form, "reviewers", 0, "limit", "days", is_=3)
    assert window.work.document.at(("reviewers", 0)) == {
        "id": "reviewer",
        "text": {"zh_CN": "", "en": "Fire"},
        "limit": {"days": 3},
    }
    assert "id: reviewer" in await kept(window, store)
    for place, line in enumerate(("The exits are free.", "Smoke alarms work.")):
        press(form, "加一句到现场看什么")
        write(form, ("reviewers", 0, "look_at", place, "en"), line)
    assert window.work.document.at(("reviewers", 0, "look_at", 1, "en")) == "Smoke alarms work."
    for left in (1, 0):
        remove = [key for key in shown(form, QPushButton) if key.accessibleName().endswith("到现场看")]
        remove[0].click()
        assert window.work.document.count(("reviewers", 0, "look_at")) == left
    assert window.work.document.at(("reviewers", 0, "look_at")) is None
    next(key for key in shown(form, QPushButton) if key.accessibleName().startswith("会审单位 1: 删")).click()
    assert window.work.document.count(("reviewers",)) == 0


async def test_lines_of_the_sheet_are_written_added_and_removed(make_studio: MakeStudio) -> None:
    window, form = await window_of(make_studio)
    before = window.work.document.count(("sheet", "know"))
    press(form, "加一句还要知道")
    write(form, ("sheet", "know", before, "en"), "Bring a pen.")
    assert window.work.document.at(("sheet", "know", before, "en")) == "Bring a pen."
    for _ in range(before + 1):
        next(
            key for key in shown(form, QPushButton) if key.accessibleName() == "删最后一句：还要知道"
        ).click()
    assert window.work.document.at(("sheet", "know")) is None
    for _ in range(before + 1):
        window.work.undo()
    assert window.work.document.count(("sheet", "know")) == before + 1
    who = next(key for key in shown(form, QPushButton) if key.accessibleName() == "删最后一句：谁可以办")
    while window.work.document.count(("sheet", "who")) > 1:
        who.click()
        who = next(key for key in shown(form, QPushButton) if key.accessibleName() == "删最后一句：谁可以办")
    assert not who.isEnabled()


async def test_a_service_without_any_of_it_gets_it_and_its_holes_are_told(make_studio: MakeStudio) -> None:
    window, form = await window_of(make_studio, "question")
    assert window.work.document.at(("window",)) is None
    press(form, "写窗口怎么办")
    assert window.work.document.at(("window",)) == {"limit": {"days": 20}}
    press(form, "删掉告知单上的这些话")
    assert window.work.document.at(("sheet",)) is None
    press(form, "写告知单")

    def missing() -> list[Problem]:
        return [p for p in window.work.problems or () if p.field.startswith("sheet.who")]

    await until(missing)
    assert window.service.place(("sheet", "who", 0)) == "窗口　谁可以办"
    window.work.shown.emit(("sheet", "who", 0, "zh_CN"))
    QApplication.processEvents()
    assert window.service.keys["window"].isChecked()
    assert form.fields["sheet", "who", 0].isVisible()
    assert window.service.place(("reviewers", 1, "text")) == "会审单位 2　字"
    assert window.service.place(("window", "hands_over")) == "窗口　给居民什么"


@pytest.mark.parametrize("service", ["homestay", "household"])
@pytest.mark.parametrize("locale", ["zh_CN", "en"])
async def test_nothing_is_cut_at_the_side(make_studio: MakeStudio, locale: str, service: str) -> None:
    window = await opened(await make_studio(locale), service)
    page = window.service
    click(page.keys["window"])
    QApplication.processEvents()
    assert page.handling.form.minimumSizeHint().width() <= page.handling.width()
    assert window.minimumSizeHint().width() <= 1024
