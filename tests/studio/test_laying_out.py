"""The draft's texts are laid out on the residents' screens beside the studio; what does not fit is told."""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path

import pytest

from kiosk import outfit
from kiosk.cli import laying_out
from kiosk.flow.laid_out import NotLaidOut
from kiosk.flow.problem import Problem, wrong
from screens.studio.laying_out import Fit
from screens.studio.window import StudioWindow
from tests.studio.conftest import FLOWS, MakeStudio, Screens, until
from tests.studio.test_studio import click, opened, write

TITLE = ("steps", 0, "title", "en")
TOO_LONG = Problem(
    "endorsement.yaml",
    20,
    "steps.0.title.en",
    wrong("does_not_fit", text="Who", locale="en", rule="overlap", letters="caring", stand="wide"),
)


async def changed(make_studio: MakeStudio, locale: str = "zh_CN") -> StudioWindow:
    """A draft with one change, at the page that publishes it."""
    window = await opened(await make_studio(locale))
    write(window.service.steps.form, TITLE, "Who shall have it?")
    click(window.service.keys["publish"])
    await until(lambda: window.publish.rows and window.work.problems is not None)
    return window


def fit(window: StudioWindow) -> Fit:
    return window.work.laying_out.fit


async def test_publishing_waits_until_all_is_laid_out(make_studio: MakeStudio, screens: Screens) -> None:
    screens.done.clear()
    window = await changed(make_studio)
    await until(lambda: screens.given and "Who shall have it?" in screens.given[-1])
    assert not window.publish.publish.isEnabled()
    assert window.publish.what.text() == "正在看每句话在屏幕上放不放得下，看完才能发布。"
    click(window.service.keys["problems"])
    assert window.service.problems.fit.isVisible()
    click(window.service.keys["publish"])
    screens.done.set()
    await until(window.publish.publish.isEnabled)
    assert "Who shall have it?" in window.publish.what.text()
    assert not window.service.problems.fit.isVisible()


async def test_what_does_not_fit_is_told_leads_there_and_is_not_published(
    make_studio: MakeStudio, screens: Screens
) -> None:
    screens.found = (TOO_LONG,)
    window = await changed(make_studio)
    await until(lambda: fit(window) is Fit.KNOWN)
    assert window.work.problems == (TOO_LONG,)
    assert not window.publish.publish.isEnabled()
    assert window.publish.what.text() == "还有 1 处要改，改好才能发布。"
    click(window.publish.to_problems)
    (key,) = window.service.problems.keys
    click(key)
    assert window.service.steps.isVisible()
    screens.found = ()
    write(window.service.steps.form, TITLE, "Who?")
    assert window.work.problems is None
    await until(lambda: fit(window) is Fit.KNOWN)
    assert window.work.problems == ()


async def test_the_next_change_stops_it_and_begins_anew(make_studio: MakeStudio, screens: Screens) -> None:
    screens.done.clear()
    window = await changed(make_studio)
    await until(lambda: screens.given and "Who shall have it?" in screens.given[-1])
    stopped = screens.stopped
    click(window.service.keys["steps"])
    write(window.service.steps.form, TITLE, "Who?")
    assert fit(window) is Fit.UNKNOWN
    await until(lambda: "Who shall" not in screens.given[-1])
    assert screens.stopped == stopped + 1
    click(window.service.back)
    await until(lambda: window.work.draft is None)
    await until(lambda: screens.stopped == stopped + 2)


async def test_where_it_breaks_that_is_told_and_publishing_is_possible(
    make_studio: MakeStudio, screens: Screens
) -> None:
    screens.broken = True
    window = await changed(make_studio)
    await until(lambda: fit(window) is Fit.FAILED)
    assert "没能看出每句话在屏幕上放不放得下" in window.publish.what.text()
    assert window.publish.publish.isEnabled()
    click(window.service.keys["problems"])
    assert window.service.problems.fit.isVisible()


async def test_what_has_errors_is_not_laid_out(make_studio: MakeStudio, screens: Screens) -> None:
    window = await changed(make_studio)
    click(window.service.keys["steps"])
    write(window.service.steps.form, TITLE, " ")
    await until(lambda: window.work.problems)
    assert fit(window) is Fit.UNKNOWN
    assert not any('en: " "' in text for text in screens.given)


# --- the processes ------------------------------------------------------------------------------------


def stands_in(monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    monkeypatch.setattr(outfit, "kiosk_command", lambda *words: (sys.executable, "-c", code, *words))


async def test_cancelled_it_ends_its_processes(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    code = (
        "import os, pathlib, sys\n"
        f"(pathlib.Path({str(tmp_path)!r}) / str(os.getpid())).touch()\n"
        "sys.stdin.read()\n"
        "while True: os.read(os.pipe()[0], 1)"
    )
    stands_in(monkeypatch, code)
    release = outfit.load_releases(FLOWS)[0]
    task = asyncio.create_task(laying_out.lay_out(release, 2))
    await until(lambda: len(os.listdir(tmp_path)) == 2)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    for number in os.listdir(tmp_path):
        with pytest.raises(ProcessLookupError):
            os.kill(int(number), 0)


@pytest.mark.parametrize("code", ["raise SystemExit(1)", "print('nonsense')"], ids=["ends", "nonsense"])
async def test_a_process_that_fails_is_told(monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    stands_in(monkeypatch, code)
    with pytest.raises(NotLaidOut):
        await laying_out.lay_out(outfit.load_releases(FLOWS)[0], 2)


async def test_one_that_hangs_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    stands_in(monkeypatch, "import os\nwhile True: os.read(os.pipe()[0], 1)")
    monkeypatch.setattr(laying_out, "LIMIT_S", 0.5)
    with pytest.raises(NotLaidOut):
        await laying_out.lay_out(outfit.load_releases(FLOWS)[0], 2)
