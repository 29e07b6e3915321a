"""Residents' services stand on the home page, those for firms and shops behind one quiet key."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from kiosk.flow.load import Release
from kiosk.flow.model import AUDIENCES, Audience, Text
from screens.shell.frame import Frame
from screens.shell.machine import Event, Mode
from screens.shell.parts import Hall
from screens.shell.scenes import Scenes
from screens.visit.home import HomeScreen, OutOfServiceScreen
from screens.widgets.key import Key
from tests.shell.hands import Hands
from tests.shell.panel import PANEL, plain_ui

TO_FIRMS, BACK = "企业和店家", "上一步"
RESIDENTS, FIRMS = ("户口", "居住证", "去港澳台", "问一问"), ("民宿登记", "货车通行", "特种行业")
TITLES = {"residents": "您今天想办什么？", "enterprises": "企业和店家要办什么？"}


def services(hands: Hands) -> tuple[str, ...]:
    """What can be chosen on the page shown."""
    screen = hands.kiosk.stage.screen
    assert isinstance(screen, HomeScreen)
    assert screen.page_count == 1
    return tuple(key.text() for key in screen.items if isinstance(key, Key))


def title(hands: Hands) -> str:
    screen = hands.kiosk.stage.screen
    assert screen is not None
    assert screen.title is not None
    return screen.title.text


def test_one_key_leads_to_what_firms_need_and_back_leads_home(play) -> None:
    async def scene(hands: Hands) -> None:
        await hands.start()
        assert services(hands) == RESIDENTS
        assert hands.find(BACK) is None
        hands.tap(TO_FIRMS)
        assert (title(hands), services(hands)) == (TITLES["enterprises"], FIRMS)
        assert hands.voice.said[-7:] == [
            TITLES["enterprises"],
            *("民宿登记", "新开的，有变化的"),
            *("货车通行", "要走限行的路"),
            *("特种行业", "开旅馆、刻章、典当"),
        ]
        assert hands.find(TO_FIRMS) is None
        hands.tap(BACK)
        assert (title(hands), services(hands)) == (TITLES["residents"], RESIDENTS)
        assert hands.kiosk.machine.mode is Mode.HOME

    play(scene)


def test_whoever_leaves_a_service_is_back_at_its_list(play) -> None:
    async def scene(hands: Hands) -> None:
        await hands.service("homestay")
        hands.tap(BACK)
        await hands.mode(Mode.HOME)
        assert services(hands) == FIRMS
        hands.tap(BACK)
        assert services(hands) == RESIDENTS
        hands.tap(next(k.accessibleName() for k in hands.offered() if k.text() == "户口"))
        await hands.mode(Mode.SERVING)
        hands.tap(BACK)
        await hands.mode(Mode.HOME)
        assert services(hands) == RESIDENTS

    play(scene)


def test_the_list_stays_in_another_language_and_after_the_prompt(play) -> None:
    async def scene(hands: Hands) -> None:
        await hands.start()
        hands.tap(TO_FIRMS)
        hands.tap("语言")
        hands.tap("English")
        hands.tap("All right")
        assert services(hands) == ("Homestay registration", "Truck pass", "Special trades")
        hands.clock.turn(180)
        hands.kiosk.idle.tick()
        await hands.until(lambda: hands.kiosk.stage.top == "idle", "the prompt")
        hands.tap("I am here")
        await hands.mode(Mode.HOME)
        assert services(hands) == ("Homestay registration", "Truck pass", "Special trades")

    play(scene)


def test_the_next_resident_begins_at_home(play) -> None:
    async def scene(hands: Hands) -> None:
        await hands.service("homestay")
        hands.kiosk.machine.post(Event.RESTART)
        await hands.mode(Mode.ATTRACT)
        await hands.start()
        assert services(hands) == RESIDENTS

    play(scene)


def test_four_keys_reach_it_and_come_back(play) -> None:
    async def scene(hands: Hands) -> None:
        await hands.start()
        for words in (TO_FIRMS, BACK):
            for _ in range(40):
                hands.key(Qt.Key.Key_Right)
                at = hands.kiosk.four_keys.at
                if at is not None and at.accessibleName() == words:
                    break
            hands.key(Qt.Key.Key_Return)
        assert services(hands) == RESIDENTS

    play(scene)


# --- whose services this kiosk offers -----------------------------------------------------------------

NAME = Text({"zh_CN": "某", "en": "Some"})


def home(
    releases: Sequence[Release], audiences: Sequence[Audience], wanted: Audience | None = None
) -> tuple[HomeScreen | OutOfServiceScreen, Scenes]:
    scenes = Scenes(Hall(NAME, "01", "1", NAME, NAME), audiences)
    scenes.releases = tuple(releases)
    screen = scenes.home(plain_ui(), wanted)
    assert isinstance(screen, (HomeScreen, OutOfServiceScreen))
    return screen, scenes


def named(screen: HomeScreen | OutOfServiceScreen) -> tuple[str, ...]:
    assert isinstance(screen, HomeScreen)
    return tuple(key.text() for key in screen.items if isinstance(key, Key))


def keys(screen: HomeScreen | OutOfServiceScreen) -> set[str]:
    return {key.text() for key in screen.findChildren(Key)} & {TO_FIRMS, "个人和家里"}


@pytest.mark.parametrize(
    ("audiences", "shown", "other"),
    [
        (("residents", "enterprises"), RESIDENTS, {TO_FIRMS}),
        (("enterprises", "residents"), FIRMS, {"个人和家里"}),
        (("residents",), RESIDENTS, set()),
        (("enterprises",), FIRMS, set()),
    ],
    ids=["residents-first", "firms-first", "residents-alone", "firms-alone"],
)
def test_the_setting_says_whose_come_first_and_whose_not_at_all(
    qtbot: QtBot, releases, audiences: tuple[Audience, ...], shown: tuple[str, ...], other: set[str]
) -> None:
    screen, _scenes = home(releases, audiences)
    qtbot.addWidget(screen)
    assert (named(screen), keys(screen)) == (shown, other)
    assert screen.nav() == ()


def test_an_audience_without_services_has_no_key_and_no_page(qtbot: QtBot, releases) -> None:
    for audience, shown in (("residents", RESIDENTS), ("enterprises", FIRMS)):
        only = [r for r in releases if r.flow.audience == audience]
        for wanted in (None, *AUDIENCES):
            screen, _scenes = home(only, AUDIENCES, wanted)
            qtbot.addWidget(screen)
            assert (named(screen), keys(screen), screen.nav()) == (shown, set(), ())


def test_nothing_for_this_kiosk_is_said(qtbot: QtBot, releases) -> None:
    screen, _scenes = home([r for r in releases if r.flow.audience == "residents"], ("enterprises",))
    qtbot.addWidget(screen)
    assert isinstance(screen, OutOfServiceScreen)


def test_six_services_of_one_audience_are_all_reached(qtbot: QtBot, releases) -> None:
    flows = [releases[0].flow.model_copy(update={"id": f"s{k}", "order": k}) for k in range(6)]
    screen, scenes = home([replace(releases[0], flow=flow) for flow in flows], AUDIENCES)
    chosen: list[str] = []
    scenes.service.connect(chosen.append)
    frame = Frame(plain_ui())
    qtbot.addWidget(frame)
    frame.resize(PANEL.width, PANEL.height)
    frame.show_screen(screen)
    frame.show()
    for _ in range(screen.page_count):
        for key in screen.page_items():
            assert isinstance(key, Key)
            assert key.isVisible()
            key.click()
        screen.turn(1)
    assert chosen == [f"s{k}" for k in range(6)]
