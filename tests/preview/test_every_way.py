"""Every way through a service, walked by a real kiosk by itself; each screen that differs is pictured."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QImage, QMouseEvent
from PySide6.QtWidgets import QApplication

from kiosk.flow.explore import paths
from kiosk.flow.load import Release, load, load_folder
from kiosk.outfit import load_words
from kiosk.paths import Paths
from kiosk.studio.ways import every_way, new_in_words
from screens.preview import walker
from screens.preview.page import write_page
from screens.preview.walker import HOME, RECEIPT, Shown, Walked
from screens.preview.windows import Windows
from screens.shell.machine import Mode
from tests.preview.conftest import TODAY, until

Play = Callable[..., None]
RELEASES = load_folder(Paths.here().flows)[0]
EVERYTHING = load(Path(__file__).parents[1] / "flow" / "everything.yaml")


# --- which ways there are -----------------------------------------------------------------------------


@pytest.mark.parametrize("release", [*RELEASES, EVERYTHING], ids=lambda r: str(r.flow.id))
def test_together_the_ways_meet_every_step_and_every_branch(release: Release) -> None:
    found = every_way(release.flow, TODAY)
    assert found.all_
    met = {step_id for way in found.ways for step_id, _ in way.answers}
    ends = {step.id for step in release.flow.steps if step.kind in ("review", "notice")}
    assert {step.id for step in release.flow.steps} - met <= ends
    assert [way.answers for way in found.ways] == [walk.answers for walk in paths(release.flow, TODAY)]


def test_what_is_new_on_a_way_is_told_in_words(endorsement: Release) -> None:
    words = load_words(Paths.here().locales)["en"]
    first, *others = every_way(endorsement.flow, TODAY).ways
    assert "Where to: Hong Kong" in new_in_words(first, words)
    told = [set(new_in_words(way, words)) for way in others]
    assert any("Where to: Macau" in one for one in told)
    assert all("Where to: Hong Kong" not in one for one in told)
    steps = {step.id for step in endorsement.flow.steps}
    assert all(step.id in steps and step.kind != "own_wish" for way in others for step, _ in way.new)


def test_a_service_with_more_ways_than_can_be_walked_says_so(
    endorsement: Release, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kiosk.flow.explore.MOST_NODES", 20)
    assert not every_way(endorsement.flow, TODAY).all_


# --- walking them -------------------------------------------------------------------------------------


def test_each_way_is_walked_to_its_end_and_each_screen_pictured_once(
    play: Play, endorsement: Release, data: Path
) -> None:
    async def scene(windows: Windows) -> None:
        shown: list[Shown] = []
        walked: list[Walked] = []
        windows.walker.shown.connect(lambda one: shown.append(one))
        windows.walker.walked.connect(lambda one: walked.append(one))
        await until(lambda: windows.sheet.isVisible())
        assert [one.stuck for one in walked] == [""] * len(walked)
        assert {one.way.end for one in walked} == {"review", "told"}
        for one in walked:
            steps = [shown[at].step for at in one.shown if shown[at].page == 0]
            given = list(dict.fromkeys(step for step, _ in one.way.answers))
            assert steps == [HOME, *given, *(("review", RECEIPT) if one.way.end == "review" else ())]
        assert len({one.png for one in shown}) == len(shown)
        picture = QImage.fromData(shown[0].png)
        assert (picture.width(), picture.height()) == windows.resident.size().toTuple()
        words = windows.sheet.told.text()
        assert words.startswith("3种走法走了3种")
        assert words.endswith("都走到了头。")
        assert windows.sheet.ways.count() == 4
        await until(lambda: windows.kiosk.machine.mode is Mode.HOME)

    play(scene, all_=True)
    assert not data.exists()


def test_the_pictures_of_one_way_are_shown_and_each_of_them_large(play: Play) -> None:
    async def scene(windows: Windows) -> None:
        sheet = windows.sheet
        await until(lambda: sheet.isVisible())
        every = sheet.pictures.count()
        sheet.ways.setCurrentRow(2)
        assert 2 < sheet.pictures.count() < every
        assert sheet.pictures.item(0).text() == "首页"
        sheet.pictures.itemClicked.emit(sheet.pictures.item(1))
        assert sheet.large.isVisible()
        assert sheet.large.accessibleName() == sheet.caption.text() == sheet.pictures.item(1).text()
        before = sheet.caption.text()
        sheet.after.click()
        assert sheet.caption.text() != before
        sheet.before.click()
        assert sheet.caption.text() == before
        sheet.back.click()
        assert sheet.pictures.isVisible()

    play(scene, all_=True)


def test_it_can_be_stopped_and_shows_what_there_is(play: Play) -> None:
    async def scene(windows: Windows) -> None:
        column = windows.column
        column.all.click()
        assert not column.looks.isEnabled()
        await until(lambda: windows.sheet.counts()[1] > 3)
        assert column.note.text().startswith("正在走第1种，共3种")
        column.all.click()
        await until(lambda: column.looks.isEnabled())
        assert not windows.sheet.isVisible()
        column.sheet.click()
        assert windows.sheet.isVisible()
        assert "还没有走遍" in windows.sheet.told.text()
        assert windows.sheet.pictures.count() > 3

    play(scene)


def test_while_it_walks_nobody_else_presses_anything(play: Play) -> None:
    async def scene(windows: Windows) -> None:
        press = QMouseEvent(
            QEvent.Type.MouseButtonPress,
            QPointF(9, 9),
            QPointF(9, 9),
            Qt.MouseButton.LeftButton,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
        windows.column.all.click()
        await until(lambda: windows.sheet.counts()[1] > 1)
        heard: list[bool] = []
        windows.kiosk.touch.touched.connect(lambda on_key: heard.append(on_key))
        QApplication.sendEvent(windows.resident, press)
        assert heard == []
        windows.column.all.click()
        await until(lambda: windows.column.looks.isEnabled())
        QApplication.sendEvent(windows.resident, press)
        assert len(heard) == 1

    play(scene)


def test_a_kiosk_that_does_not_go_on_is_told_with_the_step(
    play: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def scene(windows: Windows) -> None:
        walked: list[Walked] = []

        def done(one: Walked) -> None:
            walked.append(one)
            monkeypatch.setattr(walker, "PATIENCE_S", 60.0)

        # What hands in does nothing, and only that is not waited for.
        lost = lambda: monkeypatch.setattr(walker, "PATIENCE_S", 0.01)  # noqa: E731
        windows.kiosk.serving.hand_in = lost  # type: ignore[method-assign]
        windows.walker.walked.connect(done)
        windows.column.all.click()
        await until(lambda: windows.sheet.isVisible())
        ends = {one.way.end: one.stuck for one in walked}
        assert ends == {"review": "review", "told": ""}
        assert "没有走到头" in windows.sheet.told.text()
        assert any("卡在" in windows.sheet.ways.item(row).text() for row in range(1, 4))

    play(scene)


def test_the_ways_as_files_stand_on_one_page(tmp_path: Path, endorsement: Release) -> None:
    words = load_words(Paths.here().locales)["en"]
    way = every_way(endorsement.flow, TODAY).ways[0]
    shown = [Shown(HOME, 0, 1, b"one"), Shown("place", 0, 2, b"two"), Shown("place", 1, 2, b"three")]
    (tmp_path / "099-gone-1.png").write_bytes(b"of an earlier time")
    (tmp_path / "mine.png").write_bytes(b"not ours")
    index = write_page(tmp_path, endorsement.flow, shown, [Walked(way, 2, (0, 2))], True, words)
    told = index.read_text(encoding="utf-8")
    assert {file.name: file.read_bytes() for file in tmp_path.glob("*.png")} == {
        "001-home-1.png": b"one",
        "002-place-1.png": b"two",
        "003-place-2.png": b"three",
        "mine.png": b"not ours",
    }
    assert told.count("<img") == 2
    assert "Where to (2/2)" in told
    assert "Way 1 of 1: 2 screens, ends with a number\nFor: " in told
