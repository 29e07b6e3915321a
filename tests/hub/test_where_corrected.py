"""A resident corrects what they handed in, at any kiosk of the hall: at the hub, on record, kiosks alone."""

from __future__ import annotations

import asyncio

import pytest

from kiosk.cases import window_deeds as d
from kiosk.cases.difficult import Refused
from kiosk.cases.whereabouts import NotTold, Place
from kiosk.cases.window_acts import Accept
from kiosk.failure import StoreFailed
from kiosk.flow.answer import ANSWERS, Chosen, PhoneNo
from kiosk.hub.where_forms import CorrectForm
from kiosk.hub.where_line import HubWhere
from kiosk.ids import new_id
from kiosk.officers.record import RESIDENT, Deed
from tests.cases.test_where_given import OTHER_PHONE, PHONE, SAID
from tests.hub.test_facts import all_told, deeds
from tests.hub.test_where import (
    asking,
    asks_at,
    carried,
    desks,
    features,
    filed,
    make_desk,
    make_store,
    store,
)
from tests.store.test_where_corrected import CHANGED, SOURCE
from tests.store.test_window import CLERK

__all__ = ["asks_at", "carried", "desks", "features", "make_desk", "make_store", "store"]


async def handed_in(store):
    return await filed(store, answers=SAID, flow_source=SOURCE)


async def test_it_is_read_and_corrected_at_another_kiosk_and_the_desk_reads_it_anew(
    hub, carried, store, desks, asks_at, sql
):
    receipt = await handed_in(store)
    case, act_id = receipt.case_id, new_id()
    async with carried(hub, store), desks(hub) as (east, _):
        await all_told(store)
        where = await asks_at("02")
        await east.act(case, new_id(), d.Taken(by="0101"), CLERK)
        await east.act(case, new_id(), d.MaterialsSeen(by="0101", materials=("card", "licence")), CLERK)
        handed = await where.answers(asking(receipt.number))
        assert (handed.given.answers, handed.given.flow.id) == (SAID, "truck")
        for _ in range(2):
            done = await where.correct(asking(receipt.number), act_id, CHANGED)
            assert (done.kept, done.where.place) == (True, Place.LOOKED_AT)
        with pytest.raises(Refused, match="read_again"):
            await east.act(case, new_id(), Accept("0101"), CLERK)
        (listed,) = await east.open_cases(CLERK)
        assert (listed.standing.to_read, listed.standing.corrections) == (True, 1)
        read = await east.act(case, new_id(), d.Taken(by="0101"), CLERK)
        assert read.answers == {**SAID, "phone": OTHER_PHONE}
        assert read.deeds[-2].deed == d.Corrected(by=d.RESIDENT, steps=("phone",), was={"phone": PHONE})
        await east.act(case, new_id(), Accept("0101"), CLERK)
        late = await where.correct(asking(receipt.number), new_id(), {"phone": PHONE})
        assert (late.kept, late.where.place) == (False, Place.ACCEPTED)
        assert (await where.answers(asking(receipt.number))).given is None
        # Nothing of it in the clear.
        rows = await sql.fetch("SELECT body FROM window_deed")
        assert not any(PHONE.number.encode() in row["body"] for row in rows)
    told = (RESIDENT, Deed.WHEREABOUTS_TOLD)
    assert await deeds(sql, "02") == [
        told, (RESIDENT, Deed.ANSWERS_SEEN), (RESIDENT, Deed.CASE_CORRECTED), told, told, told, told
    ]  # fmt: skip


async def test_wrong_proof_and_what_does_not_fit_change_nothing(hub, carried, store, desks, asks_at):
    receipt = await handed_in(store)
    async with carried(hub, store), desks(hub) as (east, _):
        await all_told(store)
        where = await asks_at("02")
        for asked in (
            where.answers(asking(receipt.number, "0014")),
            where.correct(asking(receipt.number, "0014"), new_id(), CHANGED),
            where.correct(asking(receipt.number, "x"), new_id(), CHANGED),
        ):
            with pytest.raises(NotTold):
                await asked
        for changes in ({"phone": Chosen(id="x")}, {"kind": Chosen(id="none")}, {}):
            assert not (await where.correct(asking(receipt.number), new_id(), changes)).kept
        act_id = new_id()
        assert (await where.correct(asking(receipt.number), act_id, CHANGED)).kept
        with pytest.raises(StoreFailed):  # the same act with other answers
            await where.correct(asking(receipt.number), act_id, {"phone": PhoneNo(number="13712345678")})
        read = await east.read(receipt.case_id, CLERK)
        assert (len(read.deeds), read.answers["phone"]) == (1, OTHER_PHONE)


async def test_of_a_resident_who_corrects_and_an_officer_who_accepts_at_once_one_is_first(
    hub, carried, store, desks, asks_at
):
    receipts = [await handed_in(store) for _ in range(8)]
    async with carried(hub, store), desks(hub) as (east, _):
        await all_told(store)
        where = await asks_at("02")
        for receipt in receipts:
            case = receipt.case_id
            await east.act(case, new_id(), d.Taken(by="0101"), CLERK)
            await east.act(case, new_id(), d.MaterialsSeen(by="0101", materials=("card", "licence")), CLERK)
            told, accepted = await asyncio.gather(
                where.correct(asking(receipt.number), new_id(), CHANGED),
                east.act(case, new_id(), Accept("0101"), CLERK),
                return_exceptions=True,
            )
            read = await east.read(case, CLERK)
            assert told.kept is (read.deeds[-1].deed.kind == "corrected")
            assert (len(read.deeds), isinstance(accepted, Refused)) == (3, told.kept)
            assert read.answers == ({**SAID, **CHANGED} if told.kept else SAID)


async def test_what_was_corrected_at_the_kiosk_before_the_hall_had_it_goes_along(
    hub, carried, store, desks, sql
):
    receipt = await handed_in(store)
    assert (await store.where.correct(asking(receipt.number, at="01"), new_id(), CHANGED)).kept
    async with carried(hub, store), desks(hub) as (east, _):
        await all_told(store)
        read = await east.read(receipt.case_id, CLERK)
        assert read.answers == {**SAID, **CHANGED}
        assert [each.deed.was for each in read.deeds] == [{"phone": PHONE}]
    assert (RESIDENT, Deed.CASE_CORRECTED) in await deeds(sql, "01")


async def test_a_desk_may_not_ask_so_and_without_the_hub_it_is_said(hub, carried, store, desks, asks_at):
    receipt = await handed_in(store)
    async with carried(hub, store), desks(hub) as (east, _):
        await all_told(store)
        for line in (lambda: east._line, lambda: None):
            with pytest.raises(StoreFailed):
                await HubWhere(line).answers(asking(receipt.number))
            with pytest.raises(StoreFailed):
                await HubWhere(line).correct(asking(receipt.number), new_id(), CHANGED)


def test_what_is_no_answer_is_read_as_none():
    sent = {"number": "1", "last_four": "002X", "home": False, "act_id": new_id()}
    assert CorrectForm(**sent, changes=ANSWERS.dump_json(CHANGED).decode()).answers() == CHANGED
    for forged in ("no", "[]", '{"phone": {"type": "phone"}}', '{"phone": {"type": "nothing"}}'):
        with pytest.raises(ValueError, match="no answers"):
            CorrectForm(**sent, changes=forged).answers()
    assert "139" not in repr(CorrectForm(**sent, changes=ANSWERS.dump_json(CHANGED).decode()))
