"""A resident corrects what they handed in, in the store: once, on record, and never against an officer."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing

import pytest

from kiosk.cases import window_deeds as d
from kiosk.cases.difficult import Refused
from kiosk.cases.guesses import OF_ONE
from kiosk.cases.number import registration_number
from kiosk.cases.where_given import Correction
from kiosk.cases.where_hall import HallWhere
from kiosk.cases.whereabouts import NotTold, Place
from kiosk.cases.window import MOST_CORRECTIONS
from kiosk.cases.window_acts import Accept
from kiosk.flow.answer import Chosen, PhoneNo
from kiosk.ids import new_id
from kiosk.officers.record import RESIDENT, Deed
from kiosk.store.failure import StoreFailed
from tests.cases.test_where_given import ASKING, NUMBER, OTHER_PHONE, PHONE, SAID
from tests.store.test_where import AWAY, Hub, asking, moved
from tests.store.test_window import CLERK, accepted, doing, hall

__all__ = ["hall"]

ROUNDS = 10
SOURCE = ASKING.model_dump_json(by_alias=True, exclude_unset=True)
CHANGED = {"phone": OTHER_PHONE}


@pytest.fixture
def receipt(store, a_filing):
    async def file(**changes):
        given = {"service": "truck", "flow_source": SOURCE, "answers": SAID, **changes}
        return await store.cases.hand_in(a_filing(**given))

    return file


async def kinds(hall, case):
    return [each.deed.kind for each in (await hall.read(case, CLERK)).deeds]


async def test_whoever_proves_it_is_theirs_reads_what_they_said_and_changes_it_once(store, hall, receipt):
    filed, act_id = await receipt(), new_id()
    handed = await store.where.answers(asking(filed.number))
    assert (handed.where.can_correct, handed.given.answers) == (True, SAID)
    made = Correction(handed.given)
    made.change("phone")
    made.run.answer(OTHER_PHONE)
    for _ in range(2):
        done = await store.where.correct(asking(filed.number), act_id, made.changes())
        assert (done.kept, done.where.place, done.where.number) == (True, Place.WAITING, filed.number)
    read = await hall.read(filed.case_id, CLERK)
    assert read.answers == {**SAID, "phone": OTHER_PHONE}
    assert [each.deed for each in read.deeds] == [
        d.Corrected(by=d.RESIDENT, steps=("phone",), was={"phone": PHONE})
    ]
    entries = [(e.who, e.deed) for e in await store.record.entries() if e.who == RESIDENT]
    assert entries.count((RESIDENT, Deed.CASE_CORRECTED)) == 1
    assert entries.count((RESIDENT, Deed.ANSWERS_SEEN)) == 1
    assert (await store.record.verify()).broken is None


async def test_what_was_said_and_is_said_stands_sealed(store, receipt, folder):
    filed = await receipt()
    await store.where.correct(asking(filed.number), new_id(), CHANGED)
    await store.retention.wipe()
    kept = b"".join(path.read_bytes() for path in folder.glob("kiosk.db*"))
    for number in (PHONE.number, OTHER_PHONE.number, NUMBER.number):
        assert number.encode() not in kept


async def test_nobody_reads_or_changes_anothers(store, hall, receipt):
    filed = await receipt()
    with pytest.raises(NotTold):
        await store.where.answers(asking(filed.number, "0014"))
    with pytest.raises(NotTold):
        await store.where.correct(asking(filed.number, "0014"), new_id(), CHANGED)
    for n in range(OF_ONE.free):
        with pytest.raises(NotTold) as told:
            await store.where.answers(asking(registration_number("01", 100 + n), "0014"))
    assert told.value.wait_s > 0
    assert await kinds(hall, filed.case_id) == []


async def test_what_does_not_fit_is_not_kept_and_one_act_is_one_cases(store, hall, receipt):
    filed, other, act_id = await receipt(), await receipt(), new_id()
    for changes in ({"phone": Chosen(id="x")}, {"kind": Chosen(id="none")}, {"phone": PHONE}, {}):
        done = await store.where.correct(asking(filed.number), new_id(), changes)
        assert (done.kept, done.where.place) == (False, Place.WAITING)
    assert await kinds(hall, filed.case_id) == []
    await store.where.correct(asking(filed.number), act_id, CHANGED)
    with pytest.raises(ValueError, match="another"):
        await store.where.correct(asking(other.number), act_id, CHANGED)
    with pytest.raises(ValueError, match="another"):
        await store.where.correct(asking(filed.number), act_id, {"phone": PhoneNo(number="13712345678")})


async def test_an_officer_who_has_it_reads_it_again_before_anything_else(store, hall, receipt):
    filed = await receipt()
    do = doing(hall, filed.case_id)
    await do(d.Taken(by="0101"))
    await do(d.MaterialsSeen(by="0101", materials=("card", "licence")))
    assert (await store.where.correct(asking(filed.number), new_id(), CHANGED)).kept
    with pytest.raises(Refused, match="read_again"):
        await do(Accept("0101"))
    again = await do(d.Taken(by="0101"))
    assert again.answers["phone"] == OTHER_PHONE
    await do(Accept("0101"))
    late = await store.where.correct(asking(filed.number), new_id(), {"phone": PHONE})
    assert (late.kept, late.where.place, late.where.can_correct) == (False, Place.ACCEPTED, False)
    handed = await store.where.answers(asking(filed.number))
    assert (handed.given, handed.where.place) == (None, Place.ACCEPTED)


async def test_so_often_and_no_more(store, receipt):
    filed = await receipt()
    for n in range(MOST_CORRECTIONS):
        changes = {"phone": PhoneNo(number=f"1391234567{n}")}
        assert (await store.where.correct(asking(filed.number), new_id(), changes)).kept
    done = await store.where.correct(asking(filed.number), new_id(), {"phone": PHONE})
    assert (done.kept, done.where.can_correct, done.where.can_withdraw) == (False, False, True)


async def test_of_a_resident_who_corrects_and_an_officer_who_accepts_at_once_one_is_first(
    make_store, store, hall, receipt
):
    other = make_store()
    await other.start()
    for _ in range(ROUNDS):
        filed = await receipt()
        do = doing(hall, filed.case_id)
        await do(d.Taken(by="0101"))
        await do(d.MaterialsSeen(by="0101", materials=("card", "licence")))
        told, done = await asyncio.gather(
            other.where.correct(asking(filed.number), new_id(), CHANGED),
            do(Accept("0101")),
            return_exceptions=True,
        )
        read = await hall.read(filed.case_id, CLERK)
        (last,) = [each.deed.kind for each in read.deeds][2:]
        assert told.kept is (last == "corrected")
        assert isinstance(done, Refused) is told.kept
        # Nobody accepts what they have not read.
        assert read.answers == ({**SAID, **CHANGED} if told.kept else SAID)


async def test_two_who_correct_at_once_are_both_kept_one_after_the_other(make_store, store, hall, receipt):
    other, filed = make_store(), await receipt()
    await other.start()
    third = {"phone": PhoneNo(number="13712345678")}
    await asyncio.gather(
        store.where.correct(asking(filed.number), new_id(), CHANGED),
        other.where.correct(asking(filed.number), new_id(), third),
    )
    read = await hall.read(filed.case_id, CLERK)
    first, second = [each.deed for each in read.deeds]
    assert first.was == {"phone": PHONE}
    assert {second.was["phone"], read.answers["phone"]} == {OTHER_PHONE, third["phone"]}


async def test_a_fault_between_leaves_the_case_as_it_was(store, hall, receipt, monkeypatch):
    filed = await receipt()
    window = (await store._line.run(lambda shelf: shelf)).window

    def fails(*_args):
        raise sqlite3.OperationalError("disk I/O error")

    monkeypatch.setattr(window._cases, "replace_answers", fails)
    with pytest.raises(StoreFailed):
        await store.where.correct(asking(filed.number), new_id(), CHANGED)
    monkeypatch.undo()
    read = await hall.read(filed.case_id, CLERK)
    assert (read.answers, read.deeds, read.standing.corrections) == (SAID, (), 0)


async def test_what_was_said_goes_with_the_case(store, hall, receipt, clock, folder):
    filed = await receipt()
    await store.where.correct(asking(filed.number), new_id(), CHANGED)
    await store.where.withdraw(asking(filed.number), new_id())
    with closing(sqlite3.connect(folder / "kiosk.db")) as database:
        assert database.execute("SELECT count(*) FROM window_deed").fetchone() == (2,)


# --- at a kiosk of a hall ------------------------------------------------------------------------


async def test_what_the_hall_has_not_yet_is_corrected_here_and_what_it_has_is_not(store, hall, receipt):
    filed = await receipt()
    for said in (NotTold(), AWAY):
        where = HallWhere(Hub(said), store.where, "01")
        assert (await where.answers(asking(filed.number))).given.answers["kind"] == Chosen(id="big")
        phone = PhoneNo(number="13712345678") if said is AWAY else OTHER_PHONE
        assert (await where.correct(asking(filed.number), new_id(), {"phone": phone})).kept
    assert await kinds(hall, filed.case_id) == ["corrected", "corrected"]
    await moved(store)
    for said, raised in ((NotTold(), NotTold), (AWAY, StoreFailed)):
        where = HallWhere(Hub(said), store.where, "01")
        with pytest.raises(raised):
            await where.answers(asking(filed.number))
        with pytest.raises(raised):
            await where.correct(asking(filed.number), new_id(), CHANGED)
    with pytest.raises(StoreFailed):
        await HallWhere(Hub(AWAY), store.where, "01").answers(asking(registration_number("02", 1)))


async def test_an_accepted_case_is_as_it_was(store, hall, receipt):
    filed = await receipt()
    await accepted(hall, filed.case_id)
    assert not (await store.where.correct(asking(filed.number), new_id(), CHANGED)).kept
    assert (await hall.read(filed.case_id, CLERK)).answers == SAID
