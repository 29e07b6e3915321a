"""A preview leads a real kiosk: to each step that can be reached, in each look; nothing is kept."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtWidgets import QLabel, QPushButton

from kiosk.clock import SystemClock
from kiosk.flow.load import Release, load_folder
from kiosk.flow.problem import Problem, told, wrong
from kiosk.outfit import load_words
from kiosk.paths import Paths
from kiosk.studio.standing import standing_at
from screens.preview.column import STEP, Column
from screens.preview.preview import fitted
from screens.preview.windows import Windows
from screens.shell.machine import Mode
from screens.theme import Panel, Size
from screens.widgets.key import Key
from tests.preview.conftest import until

Play = Callable[..., None]
RELEASES = load_folder(Paths.here().flows)[0]


def at(windows: Windows) -> str:
    run = windows.kiosk.serving.visit.run
    return run.step.id if run is not None and run.step is not None else ""


def press(windows: Windows, text: str) -> None:
    next(b for b in windows.column.findChildren(QPushButton) if b.text() == text).click()


def chosen(windows: Windows) -> str:
    item = windows.column.list.currentItem()
    return "" if item is None else str(item.data(STEP))


def pick(windows: Windows, step: str) -> None:
    found = windows.column.list
    item = next(i for i in map(found.item, range(found.count())) if i.data(STEP) == step)
    found.itemClicked.emit(item)


@pytest.mark.parametrize("release", RELEASES, ids=lambda r: str(r.flow.id))
def test_a_run_stands_at_each_step_of_a_service(release: Release) -> None:
    standing = standing_at(release.flow, SystemClock().today())
    assert set(standing) == {step.id for step in release.flow.steps}
    assert all(run.step is not None and run.step.id == step for step, run in standing.items())


def test_it_begins_at_the_home_page_with_this_service_alone(play: Play, data: Path) -> None:
    async def scene(windows: Windows) -> None:
        await until(lambda: windows.kiosk.machine.mode is Mode.HOME)
        releases = windows.kiosk.scenes.releases
        assert releases is not None
        assert [r.flow.id for r in releases] == ["endorsement"]
        assert chosen(windows) == ""

    play(scene)
    assert not data.exists()


def test_it_goes_to_each_step_and_back_to_the_beginning(play: Play, endorsement: Release, data: Path) -> None:
    async def scene(windows: Windows) -> None:
        for step in endorsement.flow.steps:
            pick(windows, step.id)
            await until(lambda s=step: at(windows) == s.id and chosen(windows) == s.id)
            await until(lambda: windows.kiosk.stage.top == "step")
            wanted = Mode.MATERIALS if step.kind == "checklist" else Mode.SERVING
            await until(lambda m=wanted: windows.kiosk.machine.mode is m)
        press(windows, "从头开始")
        await until(lambda: windows.kiosk.machine.mode is Mode.HOME and chosen(windows) == "")

    play(scene, step="review")
    assert not data.exists()


def test_it_can_be_handed_in_and_rated_and_nothing_is_kept(play: Play, data: Path) -> None:
    async def scene(windows: Windows) -> None:
        await until(lambda: at(windows) == "review")
        windows.kiosk.serving.hand_in()
        await until(lambda: windows.kiosk.stage.top == "receipt")
        windows.kiosk.serving.receipt_done.emit()
        await until(lambda: windows.kiosk.machine.mode is Mode.RATING)
        windows.kiosk.scenes.rated.emit(5)
        await until(lambda: windows.kiosk.machine.mode is Mode.ATTRACT)

    play(scene, step="review")
    assert not data.exists()


@pytest.mark.parametrize("quiet", [False, True])
def test_nobody_is_called(play: Play, quiet: bool) -> None:
    async def scene(windows: Windows) -> None:
        await until(lambda: windows.kiosk.machine.mode is Mode.HOME)
        windows.kiosk.guiding.call(quiet=quiet)
        assert windows.column.note.text() == "这是预览：没有真的叫人。"
        assert not windows.kiosk.calls.telling.open
        press(windows, "从头开始")
        await until(lambda: windows.column.note.text() == "")

    play(scene)


def test_the_screens_are_those_of_a_kiosk_that_speaks(play: Play) -> None:
    async def scene(windows: Windows) -> None:
        await until(lambda: windows.kiosk.machine.mode is Mode.HOME)
        voice = windows.kiosk.speech.voice
        assert voice is not None
        assert not voice.silent
        said = {key.text() for key in windows.resident.findChildren(Key) if key.isVisible()}
        assert windows.kiosk.looks.ui().say("shell.voice") in said

    play(scene)


def test_looks_change_and_the_step_stays(play: Play, endorsement: Release) -> None:
    first = endorsement.flow.steps[0].id

    async def scene(windows: Windows) -> None:
        await until(lambda: at(windows) == "review")
        press(windows, "English")
        press(windows, "最大")
        press(windows, "深底")
        press(windows, "横屏")
        ui = windows.kiosk.looks.ui()
        assert (ui.locale, ui.theme.size, ui.theme.high_contrast) == ("en", Size.LARGEST, True)
        await until(lambda: windows.kiosk.looks.ui().theme.panel.landscape)
        assert at(windows) == "review"
        pick(windows, first)
        await until(lambda: at(windows) == first)
        assert windows.kiosk.looks.ui().locale == "en"

    play(scene, step="review")


def test_a_panel_too_large_for_the_monitor_keeps_its_shape_and_its_millimetres() -> None:
    small = fitted(Panel(1080, 1920, 21.5), QSize(1500, 960))
    assert (small.width, small.height, small.diagonal_inch) == (540, 960, 21.5)
    assert fitted(Panel(1080, 1920, 27), QSize(1080, 1920)) == Panel(1080, 1920, 27)


def test_the_windows_lie_side_by_side_on_the_monitor(play: Play) -> None:
    screen = QRect(0, 0, 1366, 768)

    async def scene(windows: Windows) -> None:
        await until(lambda: windows.kiosk.machine.mode is Mode.HOME)
        assert windows.column.geometry().right() < windows.resident.geometry().left()
        assert screen.contains(windows.resident.geometry())
        assert screen.contains(windows.column.geometry())
        press(windows, "横屏")
        await until(lambda: windows.kiosk.looks.ui().theme.panel.landscape)
        assert screen.contains(windows.resident.geometry())

    play(scene, screen=screen)


def test_closing_either_window_ends_it(play: Play) -> None:
    async def scene(windows: Windows) -> None:
        await until(lambda: windows.kiosk.machine.mode is Mode.HOME)
        told: list[str] = []
        windows.closed.connect(lambda: told.append("closed"))
        windows.resident.close()
        windows.column.close()
        assert told == ["closed", "closed"]

    play(scene)


def test_a_step_that_nobody_reaches_cannot_be_chosen(qtbot: object, endorsement: Release) -> None:
    column = Column(load_words(Paths.here().locales)["zh_CN"], "")
    first, second = endorsement.flow.steps[:2]
    column.show_service(endorsement.flow, {first.id}, {})
    open_, shut = column.list.item(0), column.list.item(1)
    assert open_.flags() & Qt.ItemFlag.ItemIsEnabled
    assert not shut.flags() & Qt.ItemFlag.ItemIsEnabled
    assert "到不了" in shut.text()
    assert shut.data(STEP) == second.id


def test_a_broken_file_shows_what_is_wrong(qtbot: object) -> None:
    words = load_words(Paths.here().locales)["en"]
    column = Column(words, "Preview of a service")
    column.show_problems([Problem("x.yaml", 7, "steps.0", wrong("empty"))])
    assert column.list.item(0).text() == f"Line 7: {told(wrong('empty'), words)}"
    assert any("Mend these first" in each.text() for each in column.findChildren(QLabel))
