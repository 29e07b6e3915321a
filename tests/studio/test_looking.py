"""The draft is looked at in residents' screens, as it is written at that moment."""

from __future__ import annotations

import pytest
from PySide6.QtTest import QTest

from screens.studio.fields import TextField
from screens.studio.looking import Preview
from screens.studio.window import SIGN_IN
from tests.studio.conftest import MakeStudio, Previews, until
from tests.studio.test_studio import click, opened


async def test_what_was_typed_a_moment_ago_is_seen_too(make_studio: MakeStudio, previews: Previews) -> None:
    window = await opened(await make_studio())
    field = window.service.steps.form.fields["steps", 0, "title"]
    assert isinstance(field, TextField)
    QTest.keyClicks(field.edits["en"], "!?!")
    click(window.service.preview)
    await until(lambda: previews.given)
    (text, step, every_way) = previews.given[0]
    assert (text, step, every_way) == (window.work.document.text, "", False)
    assert "!?!" in text


async def test_one_step_is_seen_by_itself(make_studio: MakeStudio, previews: Previews) -> None:
    window = await opened(await make_studio())
    window.service.steps.choose(2)
    click(window.service.steps.form.see)
    await until(lambda: previews.given)
    assert previews.given[0][1:] == ("purpose", False)


async def test_every_way_can_be_walked_from_the_check(make_studio: MakeStudio, previews: Previews) -> None:
    window = await opened(await make_studio())
    click(window.service.keys["problems"])
    click(window.service.problems.try_all)
    await until(lambda: previews.given)
    assert previews.given[0][1:] == ("", True)


async def test_the_second_look_takes_the_place_of_the_first(
    make_studio: MakeStudio, previews: Previews
) -> None:
    window = await opened(await make_studio())
    click(window.service.preview)
    await until(lambda: window.looking.state is Preview.OPEN)
    click(window.service.preview)
    await until(lambda: len(previews.given) == 2 and len(previews.open) == 1)
    assert window.looking.state is Preview.OPEN
    previews.open[0].set()  # its window is closed
    await until(lambda: window.looking.state is Preview.CLOSED)
    assert window.service.preview.text() == "预览"
    assert not window.service.failed.isVisible()


@pytest.mark.parametrize("how", ["lock", "sign_out", "back"])
async def test_nothing_stays_open_when_its_officer_leaves(
    make_studio: MakeStudio, previews: Previews, how: str
) -> None:
    window = await opened(await make_studio())
    click(window.service.preview)
    await until(lambda: previews.open)
    click({"lock": window.lock, "sign_out": window.sign_out, "back": window.service.back}[how])
    await until(lambda: not previews.open)
    assert window.looking.state is Preview.CLOSED
    if how != "back":
        await until(lambda: window._pages.currentIndex() == SIGN_IN)


@pytest.mark.parametrize("starts", [True, False])
async def test_one_that_does_not_come_up_is_told(
    make_studio: MakeStudio, previews: Previews, starts: bool
) -> None:
    previews.starts, previews.comes_up = starts, False
    window = await opened(await make_studio())
    click(window.service.preview)
    await until(lambda: window.looking.state is Preview.FAILED)
    assert window.service.failed.isVisible()
    assert window.service.preview.isEnabled()
    previews.starts = previews.comes_up = True
    click(window.service.preview)
    await until(lambda: window.looking.state is Preview.OPEN)
    assert not window.service.failed.isVisible()
