"""Where a case is, as its resident is told: the plain state, what is missing, by when; what is never told."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import settings
from hypothesis.stateful import invariant, rule
from pydantic import TypeAdapter

from kiosk.cases import window_deeds as d
from kiosk.cases.difficult import Refused
from kiosk.cases.guesses import OF_ALL, OF_ONE, of_all
from kiosk.cases.proof import endings
from kiosk.cases.where_hall import HallWhere
from kiosk.cases.where_tries import counted, proves
from kiosk.cases.whereabouts import (
    HOME,
    PATH,
    Enquiry,
    LaterWhereabouts,
    NotTold,
    Place,
    Whereabouts,
    at_hall,
    unreadable,
    whereabouts,
)
from kiosk.cases.window import OVER, Standing, WindowState, standing
from kiosk.cases.window_desk import KeptDeed
from kiosk.cases.window_doing import Filed, do_by_resident
from kiosk.failure import StoreFailed, Trouble
from kiosk.flow.answer import CardData, CardLaid, IdentityNo, PhoneNo
from tests.cases.test_window import BIG, DAY, FLOW, OFFICER, SECOND, SENT, SMALL, AtTheWindow

NUMBER = "0100012"
FILED_AT = datetime(2026, 9, 25, 1, tzinfo=UTC)
TEXT: TypeAdapter[Whereabouts] = TypeAdapter(Whereabouts)
ALL_SEEN = d.MaterialsSeen(by=OFFICER, materials=("card", "licence"))
RETURNED = d.Returned(by=OFFICER, missing=("card", "licence"), note="照片也请带上")
TAKEN = d.Taken(by=OFFICER)
ACCEPTED = d.Accepted(by=OFFICER, on=DAY, due=date(2026, 10, 29))
AGREES = d.Reviewed(by=SECOND, reviewer="traffic", agrees=True)
SAYS_NO = d.Reviewed(by="0303", reviewer="fire", agrees=False, reason="no way out")
GRANTED = d.Decided(by=OFFICER, on=DAY, granted=True, reason="都齐了")
REFUSED = d.Decided(by=OFFICER, on=DAY, granted=False, reason="车辆没有年检")
ISSUED = d.Issued(
    by=OFFICER,
    on=DAY,
    collector=d.Collector.SELF,
    checked=d.Checked.CARD_SEEN,
    signature=(((0, 0), (9, 9)),),
    name="某某",
)


def told(*deeds, answers=BIG, flow=FLOW, today=DAY):
    kept = tuple(KeptDeed(str(n), FILED_AT + timedelta(hours=n), each) for n, each in enumerate(deeds))
    filed = Filed(flow, answers, FILED_AT)
    return whereabouts(NUMBER, "truck", filed, standing(deeds), kept, today)


@pytest.mark.parametrize(
    ("deeds", "place", "at"),
    [
        ((), Place.WAITING, 0),
        ((TAKEN,), Place.LOOKED_AT, 1),
        ((TAKEN, d.PutBack(by=OFFICER)), Place.WAITING, 0),
        ((TAKEN, RETURNED), Place.RETURNED, 1),
        ((TAKEN, RETURNED, TAKEN, ALL_SEEN), Place.LOOKED_AT, 1),
        ((TAKEN, ALL_SEEN, ACCEPTED), Place.ACCEPTED, 2),
        ((TAKEN, ALL_SEEN, ACCEPTED, SENT), Place.REVIEWING, 2),
        ((TAKEN, ALL_SEEN, ACCEPTED, SENT, AGREES, SAYS_NO), Place.REVIEWING, 2),
        ((TAKEN, ALL_SEEN, ACCEPTED, SENT, AGREES, SAYS_NO, GRANTED), Place.READY, 3),
        ((TAKEN, ALL_SEEN, ACCEPTED, SENT, AGREES, SAYS_NO, GRANTED, ISSUED), Place.HANDED_OVER, 4),
        ((TAKEN, ALL_SEEN, ACCEPTED, SENT, AGREES, SAYS_NO, REFUSED), Place.REFUSED, None),
        ((d.Withdrawn(by=d.RESIDENT),), Place.WITHDRAWN, None),
        ((TAKEN, d.Declined(by=OFFICER, reason="归别处办")), Place.DECLINED, None),
    ],
)
def test_each_standing_is_told_in_a_plain_state(deeds, place, at):
    found = told(*deeds)
    assert (found.place, found.stands_at) == (place, at)
    assert found.filed_on == DAY
    assert found.title == FLOW.title


def test_what_is_missing_is_named_item_by_item_until_it_is_there():
    back = told(TAKEN, RETURNED)
    assert [each.text.in_("en") for each in back.missing] == ["card", "licence"]
    assert (back.note, back.to_bring, back.since) == ("照片也请带上", (), DAY)
    one = told(TAKEN, RETURNED, TAKEN, d.MaterialsSeen(by=OFFICER, materials=("card",)))
    assert [each.text.in_("en") for each in one.missing] == ["licence"]
    waiting = told()
    assert [(each.text.in_("en"), each.spare) for each in waiting.to_bring] == [
        ("card", False),
        ("photo", True),
        ("licence", False),
    ]
    unread = told(TAKEN, RETURNED, flow=None)
    assert (unread.place, unread.missing, unread.title) == (Place.RETURNED, (), None)


def test_the_day_is_told_while_it_is_being_decided_and_whether_it_is_certain_or_over():
    running = told(TAKEN, ALL_SEEN, ACCEPTED)
    assert (running.due, running.due_certain, running.late) == (ACCEPTED.due, True, False)
    assert told(TAKEN, ALL_SEEN, ACCEPTED, today=date(2026, 10, 29)).late is False
    assert told(TAKEN, ALL_SEEN, ACCEPTED, SENT, today=date(2026, 10, 30)).late is True
    unsure = ACCEPTED.model_copy(update={"due": date(2027, 1, 8), "certain": False})
    assert told(TAKEN, ALL_SEEN, unsure).due_certain is False
    done = told(TAKEN, ALL_SEEN, ACCEPTED, SENT, AGREES, SAYS_NO, GRANTED, today=date(2027, 1, 1))
    assert (done.due, done.late) == (None, False)


def test_how_many_reviewers_said_something_is_told_and_nobody_is_named():
    one = told(TAKEN, ALL_SEEN, ACCEPTED, SENT, AGREES)
    assert (one.asked, one.said) == (2, 1)
    text = TEXT.dump_json(one).decode()
    assert not [each for each in (OFFICER, SECOND, "traffic", "fire") if each in text]
    both = TEXT.dump_json(told(TAKEN, ALL_SEEN, ACCEPTED, SENT, AGREES, SAYS_NO)).decode()
    assert "no way out" not in both


def test_a_refusal_comes_with_the_reason_as_it_was_written():
    assert told(TAKEN, ALL_SEEN, ACCEPTED, SENT, AGREES, SAYS_NO, REFUSED).reason == "车辆没有年检"
    assert told(TAKEN, ALL_SEEN, ACCEPTED, SENT, AGREES, SAYS_NO, GRANTED).reason == ""


def test_what_was_written_of_a_case_with_the_private_question_is_told_at_the_window_alone():
    declined = (TAKEN, d.Declined(by=OFFICER, reason="不是老人自己的意思"))
    assert told(*declined, answers=BIG).reason == "不是老人自己的意思"
    assert "老人" not in TEXT.dump_json(told(*declined, answers=SMALL)).decode()
    gone = (TAKEN, d.Withdrawn(by=OFFICER, reason="不是老人自己的意思"))
    assert "老人" not in TEXT.dump_json(told(*gone)).decode()


def test_who_collected_it_and_their_signature_are_told_to_nobody():
    text = TEXT.dump_json(told(TAKEN, ALL_SEEN, ACCEPTED, SENT, AGREES, SAYS_NO, GRANTED, ISSUED)).decode()
    assert "某某" not in text
    assert "signature" not in text


def test_of_what_cannot_be_looked_at_only_the_day_is_told():
    elsewhere = at_hall(NUMBER, "truck", Filed(FLOW, BIG, FILED_AT))
    assert (elsewhere.place, elsewhere.title, elsewhere.can_withdraw) == (Place.AT_HALL, FLOW.title, False)
    damaged = unreadable(NUMBER, "truck", datetime(2026, 9, 25, 17, tzinfo=UTC))
    assert (damaged.place, damaged.filed_on) == (Place.UNREADABLE, date(2026, 9, 26))
    assert elsewhere.stands_at is damaged.stands_at is None
    assert TEXT.validate_json(TEXT.dump_json(told(TAKEN, RETURNED))) == told(TAKEN, RETURNED)


# --- who is told ---------------------------------------------------------------------------------


CARD = CardData(name="某", identity_number="440524188001010014")


def test_any_identity_number_in_the_case_proves_it_and_nothing_else_does():
    mine = {"number": IdentityNo(number="11010519491231002X"), "phone": PhoneNo(number="13812340000")}
    both = {**mine, "card": CardLaid(card=CARD), "none": CardLaid(card=None)}
    assert endings(both) == {"002X", "0014"}
    for four, answers, right in (
        ("002X", mine, True), ("002x", mine, True), ("0014", mine, False), ("0014", both, True),
        ("0000", mine, False), ("----", {}, False), ("", {}, False), ("002X", {}, False),
    ):  # fmt: skip
        assert proves(Enquiry(NUMBER, four, "01"), answers) is right


def test_wrong_tries_of_the_hall_and_from_home_count_apart():
    here, there = counted(Enquiry(NUMBER, "0000", "01")), counted(Enquiry(NUMBER, "0000", HOME))
    assert not {who for who, _ in here} & {who for who, _ in there}
    assert [how for _, how in here] == [OF_ONE, OF_ONE, OF_ALL]
    assert [how for _, how in there] == [OF_ONE, OF_ALL]
    many = counted(Enquiry(NUMBER, "0000", "01"), kiosks=20)
    assert [how for _, how in many] == [OF_ONE, OF_ONE, of_all(20)]
    assert counted(Enquiry(NUMBER, "0000", HOME), kiosks=20) == there
    assert NUMBER not in repr(Enquiry(NUMBER, "0000", "01"))


def test_what_is_said_tells_only_whether_to_wait():
    assert (NotTold().message.id, NotTold(3).message.id) == ("where.wrong", "where.wait")


async def test_nobody_looks_where_nothing_can_be_reached_yet():
    with pytest.raises(StoreFailed):
        await LaterWhereabouts().ask(Enquiry(NUMBER, "0000", "01"))


# --- what the resident does ----------------------------------------------------------------------


def test_the_resident_withdraws_until_the_decision_and_in_nobody_elses_name():
    filed = Filed(None, {}, FILED_AT)
    for state in WindowState:
        now = Standing(state=state, handler=OFFICER)
        if state in OVER or state is WindowState.GRANTED:
            with pytest.raises(Refused):
                do_by_resident(now, d.Withdrawn(by=d.RESIDENT), filed)
        else:
            assert do_by_resident(now, d.Withdrawn(by=d.RESIDENT), filed).now.state is WindowState.WITHDRAWN
    with pytest.raises(ValueError, match="own"):
        do_by_resident(Standing(), d.Withdrawn(by=OFFICER, reason="x"), filed)


class Told(AtTheWindow):
    """Whatever is done in whatever order, what is told fits it and gives nothing away."""

    @rule()
    def withdraw_at_the_kiosk(self) -> None:
        """As the store does it, without an officer's right."""
        filed = Filed(FLOW, self.answers, FILED_AT)
        offered = self.told().can_withdraw
        try:
            done = do_by_resident(self.now, d.Withdrawn(by=d.RESIDENT), filed)
        except Refused:
            assert not offered
            return
        assert offered
        self.now = done.now
        self.deeds.append(done.deed)

    def told(self, deeds: list[d.AnyDeed] | None = None, now: Standing | None = None) -> Whereabouts:
        given = self.deeds if deeds is None else deeds
        kept = tuple(KeptDeed(each.kind, FILED_AT, each) for each in given)
        filed = Filed(FLOW, self.answers, FILED_AT)
        return whereabouts(NUMBER, "truck", filed, now or self.now, kept, DAY)

    @invariant()
    def it_is_told(self) -> None:
        found = self.told()
        assert found.can_withdraw == ((self.now.state not in OVER) and self.now.state != "granted")
        assert (found.place is Place.HANDED_OVER) == (self.now.state is WindowState.ISSUED)
        assert bool(found.missing) == (found.place is Place.RETURNED)
        assert found.stands_at is None or PATH[found.stands_at]

    @invariant()
    def whether_somebody_asked_apart_shows_nowhere(self) -> None:
        without = [each for each in self.deeds if not isinstance(each, d.AskedApart)]
        now = replace(self.now, asked_apart=False, deeds=0)
        assert self.told(without, now) == self.told()


Told.TestCase.settings = settings(max_examples=40, stateful_step_count=30, deadline=None)
TestTold = Told.TestCase


async def test_where_the_hub_fell_silent_nobody_says_that_it_was_not_withdrawn() -> None:
    class Silent:
        async def withdraw(self, _enquiry: Enquiry, _act_id: str) -> Whereabouts:
            raise StoreFailed(Trouble.AWAY)

    class Here:
        place = Place.AT_HALL

        async def withdraw(self, enquiry: Enquiry, _act_id: str) -> Whereabouts:
            return Whereabouts(enquiry.number, "household", self.place, DAY)

    here = Here()
    book, enquiry = HallWhere(Silent(), here, "01"), Enquiry("0100018", "002X", "01")  # type: ignore[arg-type]
    with pytest.raises(StoreFailed):
        await book.withdraw(enquiry, "an act")
    here.place = Place.WITHDRAWN
    assert (await book.withdraw(enquiry, "an act")).place is Place.WITHDRAWN
