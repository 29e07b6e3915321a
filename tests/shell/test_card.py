"""Cards laid on the reader, one after the other."""

from __future__ import annotations

import asyncio
from datetime import date

import pytest

from kiosk.devices.id_reader import ReaderFailed
from kiosk.flow.answer import (
    Agreed,
    Answer,
    CardData,
    CardLaid,
    Chosen,
    ChosenSeveral,
    IdentityNo,
    PhoneNo,
    Place,
    Seen,
    Written,
    Yes,
)
from kiosk.message import Message
from screens.steps.card import CardScreen
from tests.services.conftest import number_of
from tests.shell.hands import Hands

OWN = CardData(
    name="王桂兰", identity_number=number_of(date(1948, 3, 1)), address="上海市崇明县堡镇解放街12号"
)
OTHER = CardData(
    name="李秀英", identity_number=number_of(date(1950, 4, 2)), address="上海市崇明区城桥镇某路2号"
)


PHONE = PhoneNo(number="13812345678")


class HandReader:
    """A reader whose cards the test lays: a card lies there until another lies there, or none."""

    def __init__(self) -> None:
        self.there: CardData | ReaderFailed | None = None
        self.changed = asyncio.Event()
        self.lifts = 0
        self.asked: list[str] = []

    def lay(self, card: CardData | ReaderFailed | None) -> None:
        self.there = card
        self.changed.set()

    async def read(self, but: str = "") -> CardData:
        self.asked.append(but)
        while self.there is None or (isinstance(self.there, CardData) and self.there.identity_number == but):
            self.changed.clear()
            await self.changed.wait()
            but = but if self.there is not None else ""
        if isinstance(self.there, ReaderFailed):
            raise self.there
        return self.there

    async def lifted(self) -> None:
        self.lifts += 1
        was = self.there
        while self.there is was and was is not None:
            self.changed.clear()
            await self.changed.wait()


@pytest.fixture
def reader() -> HandReader:
    return HandReader()


def plain(hands: Hands) -> Answer:
    """The first choice, all papers, read."""
    step, run = hands.run.step, hands.run
    assert step is not None
    match step.kind:
        case "choice":
            return Chosen(id=run.choices(step)[0].id)
        case "checklist":
            return ChosenSeveral(ids=tuple(m.id for m in run.materials()))
        case "phone":
            return PHONE
        case "yes_no":
            return Yes(yes=True)
        case "consent":
            return Agreed(agreed=True)
        case _:
            return Seen()


async def to_card(hands: Hands) -> None:
    """Answer without touching up to the card."""
    while hands.run.step is not None and hands.run.step.kind != "card":
        hands.kiosk.serving.host.build(hands.kiosk.serving._ui).answered.emit(plain(hands))


def shown(hands: Hands) -> CardScreen | None:
    found = [s for s in hands.window.findChildren(CardScreen) if s.isVisible()]
    return found[0] if found else None


async def asked(hands: Hands, name: str) -> CardScreen:
    await hands.until(
        lambda: (s := shown(hands)) is not None and s.laid is not None and s.laid.name == name, name
    )
    screen = shown(hands)
    assert screen is not None
    return screen


async def at_card(hands: Hands, service: str = "residence_permit") -> None:
    await hands.service(service)
    await to_card(hands)
    await hands.until(lambda: shown(hands), "the card's screen")


def test_the_wrong_card_is_put_aside_and_the_next_one_is_taken(play, reader) -> None:
    async def scene(hands: Hands) -> None:
        await at_card(hands)
        reader.lay(OTHER)
        await asked(hands, "李秀英")
        hands.tap("不对，换一张")
        await hands.until(lambda: reader.asked[-1] == OTHER.identity_number, "another card")
        assert hands.run.answers().get("name") is None
        reader.lay(None)
        reader.lay(OWN)
        await asked(hands, "王桂兰")
        hands.tap("对，是我")
        assert hands.run.answers()["name"] == Written(text="王桂兰")
        assert hands.run.answers()["identity_number"] == IdentityNo(number=OWN.identity_number)
        assert OTHER.name not in str(hands.run.dump())

    play(scene)


def test_a_card_that_cannot_be_read_is_lifted_before_it_is_read_again(play, reader) -> None:
    async def scene(hands: Hands) -> None:
        await at_card(hands)
        reader.lay(ReaderFailed(Message("device.reader.foreign")))
        await hands.until(lambda: reader.lifts == 1, "waiting until it is lifted")
        screen = shown(hands)
        assert screen is not None
        assert screen.help is not None
        assert screen.help.text == hands.kiosk.serving._ui.say("device.reader.foreign")
        reader.lay(OWN)
        await asked(hands, "王桂兰")

    play(scene)


def test_a_second_service_in_the_same_visit_knows_the_card_and_the_number(play, reader) -> None:
    async def scene(hands: Hands) -> None:
        await at_card(hands)
        reader.lay(OWN)
        await asked(hands, "王桂兰")
        hands.tap("对，是我")
        run = hands.run
        while run.step is not None and run.step.kind != "review":
            run.answer(Chosen(id="write") if run.step.id == "contact" else plain(hands))
        known = run.learnt()
        assert known.card is not None
        assert known.card.divisions == ("上海市", "崇明区", "堡镇")
        hands.kiosk.serving.leave()
        release = next(r for r in hands.kiosk.scenes.releases or () if r.flow.id == "endorsement")
        hands.kiosk.serving.begin(release)
        assert hands.kiosk.serving.visit.known == known
        hands.kiosk.serving.wipe()
        assert hands.kiosk.serving.visit.known.card is None
        assert hands.kiosk.serving.visit.known.phone is None

    play(scene)


def test_the_household_knows_where_the_card_says_one_lives(play, reader) -> None:
    async def scene(hands: Hands) -> None:
        await at_card(hands, "household")
        reader.lay(OWN)
        await asked(hands, "王桂兰")
        hands.tap("对，是我")
        laid = hands.run.value("card")
        assert isinstance(laid, CardLaid)
        assert laid.card is not None
        place = hands.run.answers()["old_address"]
        assert place == Place(divisions=("上海市", "崇明区", "堡镇"), detail="解放街12号")

    play(scene)
