"""Staff write what is often asked of a service, and the answers."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication, QPushButton

from kiosk.flow.load import load_bytes
from kiosk.flow.ready_answer import MOST_READY
from kiosk.store.local import LocalStore
from screens.studio.lists_form import ServiceForm
from tests.studio.conftest import FLOWS, MakeStudio, until
from tests.studio.test_glossary import form_of, write
from tests.studio.test_studio import click, kept, opened, shown


def add_key(form: ServiceForm) -> QPushButton:
    (key,) = [key for key in shown(form, QPushButton) if key.text() == "加一条常问"]
    return key


async def test_one_is_added_written_and_removed(make_studio: MakeStudio, store: LocalStore) -> None:
    window = await opened(await make_studio(), "truck_pass")
    form = form_of(window)
    count = window.work.document.count(("answers",))
    add_key(form).click()
    for part, zh, en in (("question", "周末开吗？", "Open at weekends?"), ("answer", "开。", "Yes, it is.")):
        write(form, ("answers", count, part, "zh_CN"), zh)
        write(form, ("answers", count, part, "en"), en)
    made = load_bytes((await kept(window, store)).encode(), FLOWS / "truck_pass.yaml").flow.answers[count]
    assert made.question.in_("en") == "Open at weekends?"
    assert made.answer.in_("zh_CN") == "开。"
    remove = next(k for k in shown(form, QPushButton) if k.accessibleName() == f"常问 {count + 1}: 删除")
    remove.click()
    assert window.work.document.count(("answers",)) == count


async def test_no_more_are_added_than_a_page_holds(make_studio: MakeStudio) -> None:
    window = await opened(await make_studio(), "truck_pass")
    form = form_of(window)
    while window.work.document.count(("answers",)) < MOST_READY:
        add_key(form).click()
        QApplication.processEvents()
    assert not add_key(form).isEnabled()


async def test_what_is_missing_is_told_and_leads_there(make_studio: MakeStudio) -> None:
    window = await opened(await make_studio(), "truck_pass")
    form = form_of(window)
    count = window.work.document.count(("answers",))
    add_key(form).click()
    where = ("answers", count, "answer")
    await until(lambda: [p for p in window.work.problems or () if p.field == f"answers.{count}.answer"])
    click(window.service.keys["steps"])
    window.work.shown.emit((*where, "en"))
    QApplication.processEvents()
    assert window.service.keys["service"].isChecked()
    assert form.fields[where].isVisible()
    assert window.service.place(where) == f"常问 {count + 1}　回答"
