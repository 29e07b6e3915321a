"""Residents' questions come to the hub and are answered at the desks of the hall, each once."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from kiosk.cases.channel import Channel
from kiosk.cases.difficult import Refused
from kiosk.cases.number import valid
from kiosk.cases.question import How, NewReply, QuestionState
from kiosk.cases.question_note import NewNote
from kiosk.cases.question_told import NotTold
from kiosk.clock import SystemClock
from kiosk.failure import StoreFailed
from kiosk.figures.period import Period
from kiosk.flow.answer import PhoneNo, Written
from kiosk.hub.answers_line import HubAnswers
from kiosk.hub.asking import as_body
from kiosk.hub.desk_duty import DeskDuty
from kiosk.hub.desk_questions import HubQuestions
from kiosk.hub.fact_forms import form_of
from kiosk.hub.facts import KioskFacts
from kiosk.hub.figures_line import HubFigures
from kiosk.hub.hall_figures import HallFigures
from kiosk.hub.part import Part
from kiosk.hub.question_forms import AskQuestion
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


def a_note(**changes):
    values = {"id": new_id(), "by": OFFICER, "question": WORDS, "name": NAME, "phone": "13812345678"}
    return NewNote(**values | changes)


async def test_from_home_and_by_telephone_stand_in_the_same_list(
    hub, carried, store, sql, make_desk, officers
):
    home = await store.cases.hand_in(asking(channel=Channel.HOME, priority=True))
    async with carried(hub, store), officers(hub, make_desk) as ((_, leader), (_, officer), west):
        await all_told(store)
        desk = HubQuestions(west.calls.line)
        note = a_note()
        noted, again = await asyncio.gather(desk.note(note), desk.note(note))
        assert noted == again
        found = await desk.open_questions(officer)
        assert [(each.id, each.channel, each.kiosk) for each in found] == [
            (home.case_id, Channel.HOME, "01"),
            (noted.id, Channel.PHONE, ""),
        ]
        read = await desk.read(noted.id, officer)
        assert read.answers == {
            "question": Written(text=WORDS),
            "name": Written(text=NAME),
            "phone": PhoneNo(number="13812345678"),
        }
        other = await desk.note(a_note(answer=SAID, phone=""))
        assert (other.state, other.number != noted.number) == (QuestionState.ANSWERED, True)
        late = a_note()
        waiting = await desk.note(late)
        for _ in range(2):  # the answer came after it was kept
            answered = await desk.note(replace(late, answer=SAID))
            assert (answered.id, answered.state, len(answered.replies)) == (
                waiting.id,
                QuestionState.ANSWERED,
                1,
            )
        with pytest.raises(Refused, match="note_no_phone"):
            await desk.note(a_note(phone=""))
        with pytest.raises(Refused, match="signed_out"):
            await desk.note(a_note(by=LEADER))
        with pytest.raises(Refused, match="signed_out"):
            await desk.similar(WORDS, leader)
    kept = await everything(sql)
    assert not [words for words in (NAME, WORDS, SAID, "13812345678") if words in kept]
    assert await deeds(sql, "west") == [
        (OFFICER, Deed.QUESTION_NOTED),
        (OFFICER, Deed.ANSWERS_SEEN),
        *[(OFFICER, Deed.QUESTION_NOTED), (OFFICER, Deed.QUESTION_ANSWERED)] * 2,
    ]


async def test_answered_ones_are_found_and_it_is_on_record(hub, carried, store, sql, make_desk, officers):
    receipt = await store.cases.hand_in(asking())
    async with carried(hub, store), officers(hub, make_desk) as (_, (_, officer), west):
        await all_told(store)
        desk = HubQuestions(west.calls.line)
        assert await desk.similar(WORDS, officer) == ()
        await desk.reply(receipt.case_id, reply(OFFICER))
        (found,) = await desk.similar("户口本的名字写错", officer)
        assert (found.id, found.question, found.answer) == (receipt.case_id, WORDS, SAID)
        assert "户口" in found.words
    assert await deeds(sql, "west") == [
        (OFFICER, Deed.QUESTION_ANSWERED),
        (OFFICER, Deed.QUESTIONS_SEARCHED),
    ]


async def test_its_resident_reads_the_answer_at_any_kiosk(
    hub, carried, store, sql, make_desk, officers, kiosk_line
):
    answers = {"question": Written(text=WORDS), "phone": PhoneNo(number="13812345678")}
    receipt = await store.cases.hand_in(a_filing(question=True, answers=answers))
    async with carried(hub, store), officers(hub, make_desk) as (_, _, west):
        await all_told(store)
        await HubQuestions(west.calls.line).reply(receipt.case_id, reply(OFFICER, How.WRITTEN))

    async def told(line, number, proof, asker=""):
        body = {"number": number, "proof": proof, "asker": asker}
        await line.say(type="ask", ref=new_id(), what="question.told", body=body)
        return (await line.hear("answer", "refused")).get("body")

    async with kiosk_line(hub, "02") as line:
        found = await told(line, receipt.number, "5678")
        assert (found["state"], found["text"]) == ("answered", SAID)
        waits = [(await told(line, receipt.number, "0000"))["wait_s"] for _ in range(5)]
        assert waits == [0, 0, 0, 0, 30]
        assert (await told(line, receipt.number, "5678"))["wait_s"] in (29, 30)
        # From home it is counted apart.
        assert (await told(line, receipt.number, "5678", "ab"))["text"] == SAID
        assert (await told(line, "9900010", "5678", "ab"))["state"] is None


async def test_a_kiosk_without_a_line_says_so():
    with pytest.raises(StoreFailed):
        await HubAnswers(lambda: None).told("0100018", "5678", "01")
    with pytest.raises(NotTold):
        await HubAnswers(lambda: None).told("0100019", "5678", "01")


async def test_a_hub_of_before_takes_what_was_asked_at_a_kiosk(store):
    for channel, told in ((Channel.KIOSK, False), (Channel.HOME, True)):
        await store.cases.hand_in(asking(channel=channel))
        facts = [fact for _, fact in (await store.facts.waiting(0, 50)).facts]
        assert ("channel" in form_of(facts[-1]).json_text()) is told


async def test_a_portal_with_its_own_key_asks_once_and_reads_the_answer(
    hub, sql, line_to, store, carried, make_desk, officers
):
    filing = a_filing(
        question=True,
        channel=Channel.HOME,
        answers={"question": Written(text=WORDS), "phone": PhoneNo(number="13812345678")},
    )
    body = as_body(AskQuestion.of(filing))

    async def ask(line, what, body):
        await line.say(type="ask", ref=new_id(), what=what, body=body)
        return await line.hear("answer", "refused_ask")

    async with line_to(hub, Part.PORTAL, "web") as line:
        first, again = [(await ask(line, "question.ask", body))["body"] for _ in range(2)]
        assert first == again
        assert valid(first["number"])
        spoilt = body | {"visit": new_id(), "answers": [body["answers"][0] | {"value": "{}"}]}
        assert (await ask(line, "question.ask", spoilt))["type"] == "refused_ask"
        assert (await ask(line, "question.open", {"officer": OFFICER}))["type"] == "refused_ask"
        async with officers(hub, make_desk) as (_, (_, officer), west):
            desk = HubQuestions(west.calls.line)
            (question,) = await desk.open_questions(officer)
            assert (question.id, question.channel, question.kiosk) == (first["id"], Channel.HOME, "")
            assert (await desk.read(question.id, officer)).flow_source == "id: household\n"
            await desk.reply(question.id, reply(OFFICER, How.WRITTEN))
        asked = {"number": first["number"], "proof": "5678", "asker": "ab"}
        assert (await ask(line, "question.told", asked))["body"]["text"] == SAID
    async with line_to(hub, Part.KIOSK, "03") as line:
        await line.say(type="hello", version=1, journal=new_id(), told=0)
        await line.hear("heard", "refused")
        assert (await ask(line, "question.ask", body))["type"] == "refused_ask"
    kept = await everything(sql)
    assert not [words for words in (WORDS, SAID, "13812345678") if words in kept]
