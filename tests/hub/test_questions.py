"""Residents' questions come to the hub and are answered at the desks of the hall, each once."""

from __future__ import annotations

import asyncio

import pytest

from kiosk.cases.difficult import Refused
from kiosk.cases.question import How, NewReply, QuestionState
from kiosk.clock import SystemClock
from kiosk.figures.period import Period
from kiosk.flow.answer import Written
from kiosk.hub.desk_duty import DeskDuty
from kiosk.hub.desk_questions import HubQuestions
from kiosk.hub.facts import KioskFacts
from kiosk.hub.figures_line import HubFigures
from kiosk.hub.hall_figures import HallFigures
from kiosk.hub.questions import HallQuestions
from kiosk.hub.sealing import forget
from kiosk.ids import new_id
from kiosk.officers.officer import Officer, Role
from kiosk.officers.record import Deed
from kiosk.working_days import DueRule
from tests.hub.test_desk import make_desk, quick, soon
from tests.hub.test_facts import (
    LEADER,
    NAME,
    OFFICER,
    WORDS,
    a_filing,
    all_told,
    carried,
    deeds,
    make_store,
    officers,
    store,
)
from tests.hub.test_notes import everything

__all__ = ["carried", "make_desk", "make_store", "officers", "store"]

SAID = "可以，带户口簿来"


@pytest.fixture
def features():
    return [DeskDuty(quick(), soon), HallFigures(), KioskFacts(DueRule()), HallQuestions()]


def asking(**changes):
    return a_filing(
        question=True, answers={"name": Written(text=NAME), "question": Written(text=WORDS)}, **changes
    )


def reply(by, how=How.CALLED_BACK, text=SAID):
    return NewReply(new_id(), by, how, text)


async def test_it_is_read_on_record_and_answered_once(hub, carried, store, sql, make_desk, officers):
    receipt = await store.cases.hand_in(asking(priority=False))
    urgent = await store.cases.hand_in(asking())
    await store.cases.hand_in(a_filing())
    async with carried(hub, store), officers(hub, make_desk) as ((_, leader), (_, officer), west):
        await all_told(store)
        desk = HubQuestions(west.calls.line)
        found = await desk.open_questions(officer)
        assert [question.id for question in found] == [urgent.case_id, receipt.case_id]
        assert all(question.masked and not question.answers for question in found)
        question = await desk.read(receipt.case_id, officer)
        assert question.answers == {"name": Written(text=NAME), "question": Written(text=WORDS)}
        assert (question.number, question.flow_source) == (receipt.number, "id: household\n")
        assert await desk.read(new_id(), officer) is None
        given = reply(OFFICER)
        closed = await desk.reply(receipt.case_id, given)
        assert (closed.state, closed.closed_by, closed.replies[0].text) == (
            QuestionState.ANSWERED,
            OFFICER,
            "",
        )
        assert await desk.reply(receipt.case_id, given) == closed
        with pytest.raises(Refused, match="is_closed"):
            await desk.reply(receipt.case_id, reply(OFFICER))
        with pytest.raises(Refused, match="no_text"):
            await desk.reply(urgent.case_id, reply(OFFICER, text=" "))
        with pytest.raises(Refused, match="unknown"):
            await desk.reply(new_id(), reply(OFFICER))
        # Nobody speaks for one who is not signed in at that desk.
        with pytest.raises(Refused, match="signed_out"):
            await desk.open_questions(leader)
        with pytest.raises(Refused, match="signed_out"):
            await desk.read(urgent.case_id, leader)
        with pytest.raises(Refused, match="signed_out"):
            await desk.reply(urgent.case_id, reply(LEADER))
        assert [each.id for each in await desk.open_questions(officer)] == [urgent.case_id]
        assert [r.text for r in (await desk.read(receipt.case_id, officer)).replies] == [SAID]
    kept = await everything(sql)
    assert not [words for words in (NAME, WORDS, SAID) if words in kept]
    assert await deeds(sql, "west") == [
        (OFFICER, Deed.ANSWERS_SEEN),
        (OFFICER, Deed.QUESTION_ANSWERED),
        (OFFICER, Deed.ANSWERS_SEEN),
    ]


async def test_three_attempts_close_it(hub, carried, store, make_desk, officers):
    receipt = await store.cases.hand_in(asking())
    async with carried(hub, store), officers(hub, make_desk) as (_, (_, officer), west):
        await all_told(store)
        desk = HubQuestions(west.calls.line)
        states = [
            (await desk.reply(receipt.case_id, reply(OFFICER, How.NOT_REACHED, ""))).state for _ in range(3)
        ]
        assert states == [QuestionState.OPEN, QuestionState.OPEN, QuestionState.UNREACHED]
        assert await desk.open_questions(officer) == ()


async def test_of_two_desks_that_answer_at_once_one_wins(hub, carried, store, make_desk, officers):
    receipts = [await store.cases.hand_in(asking()) for _ in range(10)]
    async with carried(hub, store), officers(hub, make_desk) as ((east, leader), _, west):
        await all_told(store)
        desks = [(HubQuestions(east._line), LEADER), (HubQuestions(west.calls.line), OFFICER)]
        for receipt in receipts:
            told = await asyncio.gather(
                *(desk.reply(receipt.case_id, reply(by)) for desk, by in desks), return_exceptions=True
            )
            assert sorted(isinstance(each, Refused) for each in told) == [False, True], told
        assert await desks[0][0].open_questions(leader) == ()


async def test_once_the_hub_has_it_it_is_answered_there_alone(hub, carried, store, sql):
    receipt = await store.cases.hand_in(asking())
    before = await store.cases.hand_in(asking())
    await store.questions.reply(before.case_id, reply(OFFICER))
    officer = Officer(OFFICER, "", frozenset({Role.OFFICER}))
    async with carried(hub, store):
        await all_told(store)
        assert await store.questions.open_questions(officer) == ()
        with pytest.raises(Refused, match="at_hall"):
            await store.questions.reply(receipt.case_id, reply(OFFICER))
        assert [q.at_hall for q in await store.questions.questions(every=True, reveal=False)] == [True, False]
        await store.facts.again()
        await all_told(store)
    assert await sql.fetch("SELECT id, state FROM question") == [(receipt.case_id, "open")]
    states = await sql.fetch("SELECT id, state FROM filed_case ORDER BY id")
    assert {row["id"]: row["state"] for row in states} == {
        receipt.case_id: "asked",
        before.case_id: "answered",
    }


async def test_the_halls_figures_tell_of_them(hub, carried, store, make_desk, officers):
    receipts = [await store.cases.hand_in(asking()) for _ in range(3)]
    today = SystemClock().today()
    async with carried(hub, store), officers(hub, make_desk) as ((east, _), (_, _), west):
        await all_told(store)
        await HubQuestions(west.calls.line).reply(receipts[0].case_id, reply(OFFICER))
        told = (await HubFigures(east._line).figures(Period(today, today), LEADER)).questions
        assert (told.asked, told.answered, told.unreached, told.open) == (3, 1, 0, 2)
        assert told.to_answer.known == 1


async def test_without_the_key_the_question_stands_in_the_list_all_the_same(
    hub, carried, store, sql, make_desk, officers
):
    receipt = await store.cases.hand_in(asking())
    async with carried(hub, store), officers(hub, make_desk) as (_, (_, officer), west):
        await all_told(store)
        desk = HubQuestions(west.calls.line)
        await desk.reply(receipt.case_id, reply(OFFICER, How.NOT_REACHED))
        await forget(sql)
        question = await desk.read(receipt.case_id, officer)
        assert (question.answers, question.replies[0].text, question.open) == ({}, "", True)
