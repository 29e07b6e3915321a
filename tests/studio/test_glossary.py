"""Office words and what they mean are written in the studio too."""

from __future__ import annotations

from PySide6.QtWidgets import QPushButton

from kiosk.flow.load import load_bytes
from kiosk.flow.source import Where
from kiosk.store.local import LocalStore
from screens.studio.fields import TextField
from screens.studio.lists_form import ServiceForm
from screens.studio.window import StudioWindow
from tests.studio.conftest import FLOWS, MakeStudio
from tests.studio.test_studio import click, kept, opened, shown


def write(form: ServiceForm, where: Where, words: str) -> None:
    """By an input method, which knows more signs than a keyboard has keys."""
    field = form.fields[where[:-1]]
    assert isinstance(field, TextField)
    edit = field.edits[str(where[-1])]
    edit.selectAll()
    edit.insertPlainText(words)
    edit.flush()


def form_of(window: StudioWindow) -> ServiceForm:
    click(window.service.keys["service"])
    form = window.service.service.form
    assert isinstance(form, ServiceForm)
    return form


async def test_a_word_is_added_written_and_taken_away(make_studio: MakeStudio, store: LocalStore) -> None:
    window = await opened(await make_studio())
    form = form_of(window)
    count = window.work.document.count(("glossary",))
    (add,) = [key for key in shown(form, QPushButton) if key.text() == "加一个词"]
    click(add)
    where = ("glossary", count)
    for locale, term, also, meaning in (
        ("zh_CN", "口岸", "关口、 边检站，", "口岸是过关的地方。"),
        ("en", "border crossing", "checkpoint", "A border crossing is where you go through."),
    ):
        write(form, (*where, "term", locale), term)
        write(form, (*where, "also", locale), also)
        write(form, (*where, "explanation", locale), meaning)
    term = load_bytes((await kept(window, store)).encode(), FLOWS / "endorsement.yaml").flow.glossary[count]
    assert term.id == "term"
    assert term.spellings("zh_CN") == ("口岸", "关口", "边检站")
    assert term.spellings("en") == ("border crossing", "checkpoint")
    assert term.explanation.in_("en") == "A border crossing is where you go through."
    write(form, (*where, "also", "en"), " ")
    assert window.work.document.at((*where, "also")) == {"zh_CN": ["关口", "边检站"]}
    write(form, (*where, "also", "zh_CN"), " ")
    assert window.work.document.at((*where, "also")) is None
    removes = [key for key in shown(form, QPushButton) if key.accessibleName() == f"词 {count + 1}: 删除"]
    click(removes[0])
    assert window.work.document.count(("glossary",)) == count


async def test_words_that_are_there_are_shown_and_what_is_not_changed_stays(make_studio: MakeStudio) -> None:
    window = await opened(await make_studio())
    form = form_of(window)
    before = window.work.document.text
    field = form.fields["glossary", 0, "also"]
    assert isinstance(field, TextField)
    assert field.edits["zh_CN"].words == "港澳通行证, 台湾通行证"
    write(form, ("glossary", 0, "also", "zh_CN"), "港澳通行证,台湾通行证")
    assert window.work.document.text == before


async def test_what_is_wrong_with_a_word_leads_to_it(make_studio: MakeStudio) -> None:
    window = await opened(await make_studio())
    where = ("glossary", 1, "explanation", "en")
    write(form_of(window), where, " ")
    window.service.look_at(where)
    assert window.service._stack.currentWidget() is window.service.service
    assert window.service.place(where) == "词 2　解释"
