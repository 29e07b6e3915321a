"""States of the step on which an address is entered: the lists of places, and the search for one."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from kiosk.flow.answer import Place
from kiosk.flow.model import Step
from screens.screen import Screen
from screens.shell.frame import Frame
from screens.steps.address import AddressScreen
from screens.steps.address_places import SEARCH
from screens.steps.address_where import PROVINCES
from screens.steps.step import View
from screens.tour.shots import Shot

PROVINCE, CITY = "云南省", "临沧市"
"""Whose counties have the longest names of all."""
LETTERS, OLD, NOWHERE = "bz", "nanhui", "vvv"
EARLIER = (
    Place(divisions=("上海市", "崇明区", "堡镇"), detail="四滧村12号"),
    Place(divisions=("江苏省", "南通市", "启东市", "汇龙镇"), detail="人民中路188弄12号301室"),
)


def address_shots(service: str, step: Step, progress: tuple[int, int]) -> Iterator[Shot]:
    """A list of each kind, what a search finds and does not, and the addresses of this visit."""

    def shot(name: str, act: Callable[[AddressScreen], None], recent: tuple[Place, ...] = ()) -> Shot:
        return Shot(service, f"{step.id}-{name}", _build(step, progress, recent), act=_on(act))

    yield shot("provinces", _provinces)
    yield shot("counties", _counties)
    yield shot("search", _searching(LETTERS))
    yield shot("search_old", _searching(OLD))
    yield shot("search_none", _searching(NOWHERE))
    yield shot("same", lambda _screen: None, EARLIER)
    yield shot("same_covered", lambda screen: screen.set_covered(True), EARLIER)


def _build(step: Step, progress: tuple[int, int], recent: tuple[Place, ...]) -> Callable[..., Screen]:
    return lambda ui: AddressScreen(ui, View(step, None, progress=progress, recent=recent))


def _on(act: Callable[[AddressScreen], None]) -> Callable[[Frame], None]:
    def on(frame: Frame) -> None:
        screen = frame.screen_shown
        assert isinstance(screen, AddressScreen)
        act(screen)

    return on


def _provinces(screen: AddressScreen) -> None:
    screen.turn(screen.page_count)
    screen.towns.wished.emit(PROVINCES)


def _counties(screen: AddressScreen) -> None:
    _provinces(screen)
    screen.towns.picked.emit(PROVINCE)
    screen.towns.picked.emit(CITY)


def _searching(letters: str) -> Callable[[AddressScreen], None]:
    def search(screen: AddressScreen) -> None:
        screen.turn(screen.page_count)
        screen.towns.wished.emit(SEARCH)
        screen.turn(screen.page_count)
        screen.keys.way_wanted.emit("pinyin")
        for letter in letters:
            screen.keys.typed.emit(letter)

    return search
