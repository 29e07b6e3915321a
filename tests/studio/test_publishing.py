"""A draft is published in the studio, taken back, scheduled and approved, on a real store."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtWidgets import QWidget

from kiosk.failure import StoreFailed, Trouble
from kiosk.officers.officer import Officer, Role
from kiosk.officers.record import CONSOLE
from kiosk.store.local import LocalStore
from kiosk.studio.numbering import read_release
from kiosk.studio.releases import Publishing
from screens.studio.publish_page import PublishPage
from screens.studio.window import SERVICES, StudioWindow
from tests.studio.conftest import MakeStudio, StudioClock, until
from tests.studio.test_studio import click, opened, write

TITLE = ("steps", 0, "title", "en")


async def ready(
    make_studio: MakeStudio, words: str = "Who shall have it?", number: str = "0700"
) -> PublishPage:
    """A draft with one change, at the page that publishes it."""
    window = await opened(await make_studio(number=number))
    write(window.service.steps.form, TITLE, words)
    await until(lambda: window.work.problems is not None)
    click(window.service.keys["publish"])
    await until(lambda: window.publish.rows and window.publish.publish.isEnabled())
    return window.publish


def window_of(page: QWidget) -> StudioWindow:
    window = page.window()
    assert isinstance(window, StudioWindow)
    return window


async def published(page: PublishPage) -> None:
    click(page.publish)
    click(page.publish)
    window = window_of(page)
    await until(lambda: window._pages.currentIndex() == SERVICES and window.services.told.isVisible())


async def title(store: LocalStore) -> str:
    """What residents read now."""
    (live,) = [each.live for each in await store.releases.standings() if each.service == "endorsement"]
    (one,) = [each for each in await store.releases.releases("endorsement") if each.number == live]
    return read_release(one.source, "endorsement").flow.steps[0].title.in_("en")


async def test_what_changes_is_told_and_a_second_press_publishes(
    make_studio: MakeStudio, store: LocalStore
) -> None:
    page = await ready(make_studio)
    assert "Who is this for?" in page.what.text()
    assert "Who shall have it?" in page.what.text()
    click(page.publish)
    assert page.publish.text() == "真的发布？再按一下"
    assert await title(store) == "Who is this for?"
    click(page.publish)
    window = window_of(page)
    await until(lambda: window.services.told.isVisible())
    assert window.services.told.text() == "第 2 版已经发布。"
    assert await title(store) == "Who shall have it?"
    assert await store.drafts.drafts() == ()
    assert not window.services.rows["endorsement"].listed.draft
    assert window.services.rows["endorsement"].listed.number == 2


async def test_what_is_amiss_keeps_it_from_being_published_and_leads_there(make_studio: MakeStudio) -> None:
    page = await ready(make_studio)
    window = window_of(page)
    click(window.service.keys["steps"])
    write(window.service.steps.form, TITLE, " ")
    await until(lambda: window.work.problems)
    click(window.service.keys["publish"])
    assert not page.publish.isEnabled()
    assert page.what.text() == "还有 1 处要改，改好才能发布。"
    click(page.to_problems)
    assert window.service.problems.isVisible()


async def test_back_to_an_earlier_release_in_one_step(make_studio: MakeStudio, store: LocalStore) -> None:
    page = await ready(make_studio)
    await published(page)
    window = await opened(window_of(page))
    click(window.service.keys["publish"])
    await until(lambda: set(page.rows) == {1, 2})
    assert page.rows[2].state.text() == "正在用"
    click(page.rows[1].compare)
    assert "Who is this for?" in page.rows[1].lines.text()
    click(page.rows[1].back)
    await until(lambda: page.rows[1].state.text() == "正在用")
    assert await title(store) == "Who is this for?"
    assert page.rows[2].back.isVisibleTo(page.rows[2])


async def test_from_a_day_on(make_studio: MakeStudio, store: LocalStore, clock: StudioClock) -> None:
    page = await ready(make_studio)
    click(page.later)
    page.day.show_value(date(2026, 11, 30))
    await published(page)
    assert await title(store) == "Who is this for?"
    window = await opened(window_of(page))
    click(window.service.keys["publish"])
    await until(lambda: set(page.rows) == {1, 2})
    assert page.rows[2].state.text() == "还没到日子"
    clock.turn(6 * 24 * 3600)
    assert await title(store) == "Who shall have it?"


async def test_what_has_not_begun_is_withdrawn(
    make_studio: MakeStudio, store: LocalStore, clock: StudioClock
) -> None:
    page = await ready(make_studio)
    click(page.later)
    page.day.show_value(date(2026, 11, 30))
    await published(page)
    window = await opened(window_of(page))
    click(window.service.keys["publish"])
    await until(lambda: 2 in page.rows)
    click(page.rows[2].withdraw)
    await until(lambda: page.rows[2].state.text() == "以前的")
    clock.turn(6 * 24 * 3600)
    assert await title(store) == "Who is this for?"


async def test_a_second_person_approves_where_that_is_asked(
    make_studio: MakeStudio, store: LocalStore
) -> None:
    store.releases._publishing = Publishing(store.releases._publishing.shipped, needs_approval=True)
    page = await ready(make_studio)
    await published(page)
    assert await title(store) == "Who is this for?"
    window = await opened(window_of(page))
    click(window.service.keys["publish"])
    await until(lambda: 2 in page.rows)
    click(page.rows[2].approve)
    await until(page.told.isVisible)
    assert await title(store) == "Who is this for?"
    second = await opened(await make_studio(number="0701"))
    click(second.service.keys["publish"])
    await until(lambda: 2 in second.publish.rows)
    click(second.publish.rows[2].approve)
    await until(lambda: second.publish.rows[2].state.text() == "正在用")
    assert await title(store) == "Who shall have it?"


async def test_of_two_who_publish_the_second_is_told_and_keeps_the_draft(
    make_studio: MakeStudio, store: LocalStore
) -> None:
    page = await ready(make_studio)
    source = (await store.releases.releases("endorsement"))[0].source
    await store.releases.publish("endorsement", source.replace("Where to?", "Whither?"), "0701")
    click(page.publish)
    click(page.publish)
    await until(page.told.isVisible)
    assert "Who shall have it?" in (await store.drafts.drafts())[0].text
    assert await title(store) == "Who is this for?"


async def test_who_lost_the_right_meanwhile_publishes_nothing(
    make_studio: MakeStudio, store: LocalStore
) -> None:
    page = await ready(make_studio)
    await store.officers.change("0700", None, frozenset({Role.OFFICER}), CONSOLE)
    click(page.publish)
    click(page.publish)
    await until(page.told.isVisible)
    assert await title(store) == "Who is this for?"
    assert Officer("0700", "", frozenset({Role.OFFICER})) in await store.officers.officers()


async def test_a_store_that_fails_publishes_nothing_and_says_so(
    make_studio: MakeStudio, store: LocalStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = await ready(make_studio)

    async def full(*_args: object, **_more: object) -> None:
        raise StoreFailed(Trouble.FULL)

    monkeypatch.setattr(store.releases, "publish", full)
    click(page.publish)
    click(page.publish)
    await until(page.told.isVisible)
    assert page.told.text() == window_of(page)._say("desk.not_written")
    assert await title(store) == "Who is this for?"
