"""A resident asks where their case is: by number and the end of the identity number, slowed, on record."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from datetime import timedelta

import pytest

from kiosk.cases import window_deeds as d
from kiosk.cases.difficult import Refused
from kiosk.cases.guesses import OF_ALL, OF_ONE
from kiosk.cases.number import registration_number
from kiosk.cases.where_hall import HallWhere
from kiosk.cases.where_tries import FORGOTTEN
from kiosk.cases.whereabouts import HOME, Enquiry, NotTold, Place
from kiosk.cases.window_acts import Accept, Circulate, Decide
from kiosk.failure import Trouble
from kiosk.flow.answer import Chosen, IdentityNo, PhoneNo
from kiosk.ids import new_id
from kiosk.officers.record import RESIDENT, Deed
from kiosk.store.failure import StoreFailed
from tests.store.test_window import CLERK, FIREMAN, REVIEWER, SOURCE, accepted, doing, hall

__all__ = ["hall"]

MINE = IdentityNo(number="11010519491231002X")
ROUNDS = 10


@pytest.fixture
def receipt(store, a_filing):
    async def file(kind="big", **changes):
        answers = {"kind": Chosen(id=kind), "number": MINE}
        given = {"service": "truck", "flow_source": SOURCE, "answers": answers, **changes}
        return await store.cases.hand_in(a_filing(**given))

    return file


def asking(number, four="002X", at="01"):
    return Enquiry(number, four, at)


async def not_told(where, enquiry):
    with pytest.raises(NotTold) as told:
        await where.ask(enquiry)
    return told.value


async def test_whoever_proves_it_is_theirs_is_told_and_that_is_on_record(store, hall, receipt):
    filed = await receipt()
    found = await store.where.ask(asking(filed.number, "002x"))
    assert (found.place, found.number, found.can_withdraw) == (Place.WAITING, filed.number, True)
    await doing(hall, filed.case_id)(d.Taken(by="0101"))
    assert (await store.where.ask(asking(filed.number))).place is Place.LOOKED_AT
    entries = [(e.who, e.about) for e in await store.record.entries() if e.deed is Deed.WHEREABOUTS_TOLD]
    assert entries == [(RESIDENT, filed.case_id)] * 2
    assert (await store.record.verify()).broken is None


async def test_wrong_four_no_such_number_and_a_case_without_one_are_told_alike(store, receipt):
    filed = await receipt()
    without = await receipt(answers={"kind": Chosen(id="big"), "phone": PhoneNo(number="13812340014")})
    nobodys = registration_number("01", 4711)
    before = await store.record.entries()
    said = [
        await not_told(store.where, asking(number, four, f"{kiosk:02}"))
        for kiosk, (number, four) in enumerate(
            [(filed.number, "0014"), (without.number, "0014"), (nobodys, "002X"), (filed.number[:-1], "002X")]
        )
    ]
    assert {(each.message.id, each.wait_s) for each in said} == {("where.wrong", 0)}
    assert await store.record.entries() == before


async def test_as_much_is_looked_at_for_a_number_that_nobody_has(store, receipt, monkeypatch):
    filed = await receipt()
    window = (await store._line.run(lambda shelf: shelf)).window
    looked, answers = [], window.answers_within

    def counting(session, case_id):
        looked.append(case_id)
        return answers(session, case_id)

    monkeypatch.setattr(window, "answers_within", counting)
    await not_told(store.where, asking(filed.number, "0014"))
    await not_told(store.where, asking(registration_number("07", 4711)))
    assert looked == [filed.case_id] * 2


async def test_after_five_wrong_tries_a_kiosk_waits_and_others_do_not(store, receipt, clock):
    filed, other = await receipt(), await receipt()
    for n in range(OF_ONE.free):
        said = await not_told(store.where, asking(registration_number("01", 100 + n)))
    assert said.wait_s == OF_ONE.first_s
    assert (await not_told(store.where, asking(filed.number))).message.id == "where.wait"
    assert (await store.where.ask(asking(other.number, at="02"))).number == other.number
    clock.pass_by(OF_ONE.first_s)
    assert (await store.where.ask(asking(filed.number))).number == filed.number


async def test_a_number_is_guessed_at_from_no_other_kiosk_either(store, receipt):
    filed = await receipt()
    for n in range(OF_ONE.free):
        await not_told(store.where, asking(filed.number, "0014", f"1{n}"))
    assert (await not_told(store.where, asking(filed.number, at="19"))).wait_s > 0
    # Whoever tries from home keeps nobody in the hall from asking, nor the other way round.
    assert (await store.where.ask(asking(filed.number, at=HOME))).number == filed.number


async def test_all_from_home_together_are_slowed_down(store, receipt):
    filed = await receipt()
    for n in range(OF_ALL.free):
        await not_told(store.where, asking(registration_number("01", 100 + n), at=HOME))
    assert (await not_told(store.where, asking(filed.number, at=HOME))).wait_s > 0
    assert (await store.where.ask(asking(filed.number))).number == filed.number


async def test_tries_of_long_ago_leave_no_row(store, folder, clock):
    await not_told(store.where, asking(registration_number("01", 100)))
    clock.pass_by((FORGOTTEN + timedelta(days=1)).total_seconds())
    await not_told(store.where, asking(registration_number("02", 200), at="02"))
    with closing(sqlite3.connect(folder / "kiosk.db")) as database:
        rows = {asker for (asker,) in database.execute("SELECT asker FROM prepared_guess")}
    assert rows == {"where/at/02", f"where/hall/{registration_number('02', 200)}", "where/hall"}


async def test_one_that_cannot_be_read_is_told_calmly(store, hall, receipt, folder):
    filed = await receipt()
    await accepted(hall, filed.case_id)
    with closing(sqlite3.connect(folder / "kiosk.db", isolation_level=None)) as database:
        database.execute("UPDATE window_deed SET body = ?", (b"\x5a" * 40,))
    for _ in range(2):
        assert (await store.where.ask(asking(filed.number))).place is Place.UNREADABLE
        assert (await store.where.withdraw(asking(filed.number), new_id())).place is Place.UNREADABLE
    with closing(sqlite3.connect(folder / "kiosk.db", isolation_level=None)) as database:
        database.execute("UPDATE case_answer SET value = ?", (b"\x5a" * 40,))
    assert (await not_told(store.where, asking(filed.number))).wait_s == 0


async def test_the_resident_withdraws_once_and_on_record_in_their_own_name(store, hall, receipt):
    filed, act_id = await receipt(), new_id()
    await doing(hall, filed.case_id)(d.Taken(by="0101"))
    for _ in range(2):
        gone = await store.where.withdraw(asking(filed.number), act_id)
        assert (gone.place, gone.can_withdraw) == (Place.WITHDRAWN, False)
    read = await hall.read(filed.case_id, CLERK)
    assert [each.deed for each in read.deeds] == [d.Taken(by="0101"), d.Withdrawn(by=d.RESIDENT)]
    assert [e.who for e in await store.record.entries() if e.deed is Deed.CASE_WITHDRAWN] == [RESIDENT]
    with pytest.raises(Refused, match="is_over"):
        await doing(hall, filed.case_id)(d.MaterialsSeen(by="0101", materials=()))
    other = await receipt()
    with pytest.raises(ValueError, match="another"):
        await store.where.withdraw(asking(other.number), act_id)


async def test_nobody_withdraws_anothers(store, hall, receipt):
    filed = await receipt()
    with pytest.raises(NotTold):
        await store.where.withdraw(asking(filed.number, "0014"), new_id())
    assert (await store.where.ask(asking(filed.number))).place is Place.WAITING


async def test_of_a_resident_who_withdraws_and_an_officer_who_decides_at_once_one_is_first(
    make_store, store, hall, receipt
):
    other = make_store()
    await other.start()
    won = set()
    for _ in range(ROUNDS):
        filed = await receipt()
        case = filed.case_id
        await accepted(hall, case)
        await doing(hall, case)(Circulate("0101"))
        await hall.act(case, new_id(), d.Reviewed(by="0303", reviewer="traffic", agrees=True), REVIEWER)
        await hall.act(case, new_id(), d.Reviewed(by="0404", reviewer="fire", agrees=True), FIREMAN)
        told, decided = await asyncio.gather(
            other.where.withdraw(asking(filed.number), new_id()),
            hall.act(case, new_id(), Decide("0101", True, "都齐了"), CLERK),
            return_exceptions=True,
        )
        kinds = [each.deed.kind for each in (await hall.read(case, CLERK)).deeds]
        assert kinds.count("withdrawn") + kinds.count("decided") == 1
        assert told.place is (Place.WITHDRAWN if kinds[-1] == "withdrawn" else Place.READY)
        assert isinstance(decided, Refused) == (kinds[-1] == "withdrawn")
        won.add(kinds[-1])
    assert won <= {"withdrawn", "decided"}


async def test_it_stays_accepted_where_the_wish_to_withdraw_comes_after_acceptance(store, hall, receipt):
    filed = await receipt()
    await accepted(hall, filed.case_id)
    assert (await store.where.withdraw(asking(filed.number), new_id())).place is Place.WITHDRAWN
    with pytest.raises(Refused):
        await doing(hall, filed.case_id)(Accept("0101"))


# --- at a kiosk of a hall ------------------------------------------------------------------------


class Hub:
    """Says what it is made to say."""

    def __init__(self, said):
        self.said = said

    async def ask(self, _enquiry):
        raise self.said

    async def withdraw(self, _enquiry, _act_id):
        raise self.said

    async def answers(self, _enquiry):
        raise self.said

    async def correct(self, _enquiry, _act_id, _changes):
        raise self.said


AWAY = StoreFailed(Trouble.AWAY)


async def moved(store):
    waiting = await store.facts.waiting(0, 100)
    await store.facts.kept(waiting.facts)


async def test_what_the_hall_has_not_yet_is_told_and_withdrawn_here(store, hall, receipt):
    filed = await receipt()
    where = HallWhere(Hub(NotTold()), store.where, "01")
    assert (await where.ask(asking(filed.number))).place is Place.WAITING
    for _ in range(OF_ONE.free + 1):  # the hall has counted them
        assert (await not_told(where, asking(filed.number, "0014"))).wait_s == 0
    assert (await where.withdraw(asking(filed.number), new_id())).place is Place.WITHDRAWN
    other = await receipt()
    await moved(store)
    assert (await not_told(where, asking(other.number))).message.id == "where.wrong"
    with pytest.raises(NotTold):
        await where.withdraw(asking(other.number), new_id())


async def test_while_the_hub_has_patience_to_lose_nothing_is_looked_at_here(store, receipt):
    filed = await receipt()
    assert (await not_told(HallWhere(Hub(NotTold(30)), store.where, "01"), asking(filed.number))).wait_s == 30


async def test_without_the_hub_what_was_filed_here_is_told_as_far_as_it_is_known(store, hall, receipt):
    filed = await receipt()
    where = HallWhere(Hub(AWAY), store.where, "01")
    assert (await where.ask(asking(filed.number))).place is Place.WAITING
    await moved(store)
    assert (await where.ask(asking(filed.number))).place is Place.AT_HALL
    with pytest.raises(StoreFailed):  # the hub may have withdrawn it before it fell silent
        await where.withdraw(asking(filed.number), new_id())
    with pytest.raises(StoreFailed):  # of another kiosk nothing is known here, whether it exists or not
        await where.ask(asking(registration_number("02", 1)))
    for _ in range(OF_ONE.free):
        said = await not_told(where, asking(filed.number, "0014"))
    assert said.wait_s > 0
