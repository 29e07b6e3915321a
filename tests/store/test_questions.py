"""Questions: asked once, answered once, on record, sealed."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import date, timedelta

import pytest

from kiosk.cases.channel import Channel
from kiosk.cases.difficult import Refused
from kiosk.cases.question import How, NewReply, QuestionState
from kiosk.cases.question_note import NewNote
from kiosk.cases.question_told import NotTold
from kiosk.figures.period import Period
from kiosk.flow.answer import PhoneNo, Written
from kiosk.ids import new_id
from kiosk.officers.officer import Officer, Role
from kiosk.officers.record import Deed
from kiosk.store.failure import StoreFailed
from tests.store.conftest import refusing_rows

OFFICER = Officer("0235", "", frozenset({Role.OFFICER}))
ROUNDS = 20


def reply(how: How = How.CALLED_BACK, text: str = "告诉她带户口簿", by: str = "0235") -> NewReply:
    return NewReply(new_id(), by, how, text)


@pytest.fixture
def asked(store, a_filing):
    async def ask(**changes):
        filing = a_filing(question=True, answers={"question": Written(text="孙子能落户吗")}, **changes)
        return await store.cases.hand_in(filing)

    return ask


async def test_what_is_asked_is_kept_once_and_stands_in_the_list(store, a_filing, clock):
    filing = a_filing(question=True)
    receipts = {await store.cases.hand_in(filing) for _ in range(3)}
    assert len(receipts) == 1
    await store.cases.hand_in(a_filing())
    (question,) = await store.questions.open_questions(OFFICER)
    (receipt,) = receipts
    assert (question.id, question.number) == (receipt.case_id, receipt.number)
    assert (question.state, question.asked_at, question.priority) == (QuestionState.OPEN, clock.now(), True)
    assert (question.masked, question.answers, question.flow_source) == (True, {}, "")
    assert {case.state for case in await store.cases.cases()} == {"asked", "handed_in"}


async def test_a_question_that_cannot_be_kept_leaves_no_case(store, folder, a_filing):
    filing = a_filing(question=True)
    with refusing_rows(folder, "question", "full"), pytest.raises(StoreFailed):
        await store.cases.hand_in(filing)
    assert await store.cases.cases() == ()
    await store.cases.hand_in(filing)
    assert len(await store.questions.open_questions(OFFICER)) == 1


async def test_the_urgent_come_first_and_then_who_waits_longest(store, asked, clock):
    ids = []
    for priority in (False, True, False, True):
        ids.append((await asked(priority=priority)).case_id)
        clock.pass_by(60)
    found = await store.questions.open_questions(OFFICER)
    assert [question.id for question in found] == [ids[1], ids[3], ids[0], ids[2]]


async def test_who_reads_one_is_on_record(store, asked):
    receipt = await asked()
    question = await store.questions.read(receipt.case_id, OFFICER)
    assert question.answers == {"question": Written(text="孙子能落户吗")}
    assert question.flow_source == "id: household_move\n"
    assert not question.masked
    assert await store.questions.read("nothing", OFFICER) is None
    entries = [(e.who, e.deed, e.about) for e in await store.record.entries()]
    assert entries == [("0235", Deed.ANSWERS_SEEN, receipt.case_id)]


async def test_an_answer_closes_it_and_the_second_officer_is_told(store, asked, clock):
    receipt = await asked()
    given = reply()
    clock.pass_by(600)
    closed = await store.questions.reply(receipt.case_id, given)
    assert (closed.state, closed.closed_at, closed.closed_by) == (QuestionState.ANSWERED, clock.now(), "0235")
    assert (closed.replies[0].noted, closed.replies[0].text) == (True, "")
    assert await store.questions.reply(receipt.case_id, given) == closed
    with pytest.raises(Refused) as refused:
        await store.questions.reply(receipt.case_id, reply(by="0301"))
    assert refused.value.message.id == "question.is_closed"
    assert await store.questions.open_questions(OFFICER) == ()
    (kept,) = await store.questions.questions(every=True, reveal=True)
    assert [(r.by, r.how, r.text) for r in kept.replies] == [("0235", How.CALLED_BACK, "告诉她带户口簿")]
    deeds = [(e.deed, e.about) for e in await store.record.entries()]
    assert deeds == [(Deed.QUESTION_ANSWERED, receipt.case_id)]
    assert (await store.record.verify()).broken is None


async def test_after_three_attempts_it_is_closed(store, asked):
    receipt = await asked()
    states = [
        (await store.questions.reply(receipt.case_id, reply(How.NOT_REACHED, ""))).state for _ in range(3)
    ]
    assert states == [QuestionState.OPEN, QuestionState.OPEN, QuestionState.UNREACHED]
    (kept,) = await store.questions.questions(every=True, reveal=False)
    assert (kept.attempts, kept.closed_by) == (3, "0235")
    with pytest.raises(Refused):
        await store.questions.reply(receipt.case_id, reply())


async def test_what_is_refused_leaves_nothing(store, asked):
    receipt = await asked()
    with pytest.raises(Refused) as refused:
        await store.questions.reply(receipt.case_id, reply(text=" "))
    assert refused.value.message.id == "question.no_text"
    with pytest.raises(Refused) as refused:
        await store.questions.reply("nothing", reply())
    assert refused.value.message.id == "question.unknown"
    used = reply(How.NOT_REACHED)
    await store.questions.reply(receipt.case_id, used)
    other = await asked()
    with pytest.raises(ValueError, match="another question"):
        await store.questions.reply(other.case_id, used)
    assert [q.attempts for q in await store.questions.open_questions(OFFICER)] == [1, 0]


async def test_of_two_desks_that_answer_at_once_one_wins(make_store, store, asked):
    other = make_store()
    await other.start()
    for _ in range(ROUNDS):
        receipt = await asked()
        given = [reply(by="0235"), reply(by="0301")]
        told = await asyncio.gather(
            store.questions.reply(receipt.case_id, given[0]),
            other.questions.reply(receipt.case_id, given[1]),
            return_exceptions=True,
        )
        assert sorted(isinstance(each, Refused) for each in told) == [False, True]
    for question in await store.questions.questions(every=True, reveal=False):
        assert len(question.replies) == 1
        assert question.replies[0].by == question.closed_by


async def test_the_leaders_figures(store, asked, clock):
    for how, minutes in ((How.CALLED_BACK, 10), (How.MESSAGE, 30), (How.NOT_REACHED, 1), (None, 0)):
        receipt = await asked()
        clock.pass_by(60 * minutes)
        if how is not None:
            await store.questions.reply(receipt.case_id, reply(how))
    today = date(2026, 11, 24)
    figures = (await store.figures.of(Period(today, today))).questions
    assert (figures.asked, figures.answered, figures.unreached, figures.open) == (4, 2, 0, 2)
    assert figures.to_answer.median_s == 20 * 60
    later = today + timedelta(days=2)
    assert (await store.figures.of(Period(later, later))).questions.asked == 0


def a_note(**changes) -> NewNote:
    values = {"id": new_id(), "by": "0235", "question": "孙子的户口怎么迁", "phone": "13812345678"}
    return NewNote(**values | changes)


async def test_what_came_by_telephone_stands_in_the_same_list(store, asked):
    here = await asked(channel=Channel.HOME, priority=False)
    note = a_note(elderly=True)
    noted = await store.questions.note(note)
    assert await store.questions.note(note) == noted
    found = await store.questions.open_questions(OFFICER)
    assert [(each.id, each.channel) for each in found] == [
        (noted.id, Channel.PHONE),
        (here.case_id, Channel.HOME),
    ]
    read = await store.questions.read(noted.id, OFFICER)
    assert read.answers == {
        "question": Written(text="孙子的户口怎么迁"),
        "phone": PhoneNo(number="13812345678"),
    }
    deeds = [(e.who, e.deed, e.about) for e in await store.record.entries()]
    assert deeds == [("0235", Deed.QUESTION_NOTED, noted.id), ("0235", Deed.ANSWERS_SEEN, noted.id)]


async def test_answered_in_the_call_it_waits_for_nobody(store):
    noted = await store.questions.note(a_note(answer="带户口簿来", phone=""))
    assert (noted.state, noted.closed_by, noted.replies[0].how) == (
        QuestionState.ANSWERED,
        "0235",
        How.ON_THE_PHONE,
    )
    deeds = [e.deed for e in await store.record.entries()]
    assert deeds == [Deed.QUESTION_NOTED, Deed.QUESTION_ANSWERED]


async def test_an_answer_that_is_added_to_a_note_already_kept_is_kept_once(store):
    note = a_note()
    noted = await store.questions.note(note)
    assert noted.open
    for _ in range(2):
        answered = await store.questions.note(replace(note, answer="带户口簿来"))
        assert (answered.id, answered.state) == (noted.id, QuestionState.ANSWERED)
    assert len(answered.replies) == 1
    told = await store.questions.told(noted.number, "5678", "01")
    assert told.text == "带户口簿来"
    deeds = [e.deed for e in await store.record.entries()]
    assert deeds == [Deed.QUESTION_NOTED, Deed.QUESTION_ANSWERED]


async def test_an_answer_that_comes_after_anothers_is_refused(store):
    note = a_note()
    noted = await store.questions.note(note)
    await store.questions.reply(noted.id, reply())
    with pytest.raises(Refused, match="is_closed"):
        await store.questions.note(replace(note, answer="带户口簿来"))


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"question": " \x00 "}, "field.text.missing"),
        ({"question": ""}, "question.note_empty"),
        ({"question": "字" * 100_000}, "field.text.long"),
        ({"phone": ""}, "question.note_no_phone"),
        ({"phone": "12"}, "field.phone.short"),
        ({"answer": "字" * 100_000}, "field.text.long"),
    ],
)
async def test_a_note_that_cannot_be_kept_says_what_to_do(store, changes, told):
    with pytest.raises(Refused) as refused:
        await store.questions.note(a_note(**changes))
    assert refused.value.message.id == told
    assert await store.cases.cases() == ()


async def test_a_script_is_a_text_like_any_other(store):
    noted = await store.questions.note(a_note(question="<script>alert(1)</script>\x1b[2J"))
    read = await store.questions.read(noted.id, OFFICER)
    assert read.answers["question"] == Written(text="<script>alert(1)</script>[2J")


async def test_answered_ones_are_found_by_their_words_and_it_is_on_record(store, asked):
    first = await asked()
    await store.questions.reply(first.case_id, reply(text="可以，带户口簿"))
    other = await store.questions.note(a_note(question="居住证几天能好", answer="十五天"))
    still_open = await asked()
    found = await store.questions.similar("我的孙子能落户到崇明吗", OFFICER)
    assert [(each.id, each.question, each.answer) for each in found] == [
        (first.case_id, "孙子能落户吗", "可以，带户口簿")
    ]
    assert "孙子" in found[0].words
    assert await store.questions.similar("完全两样", OFFICER) == ()
    (entry,) = [e for e in await store.record.entries() if e.deed is Deed.QUESTIONS_SEARCHED]
    assert (entry.who, entry.about) == ("0235", first.case_id)
    assert other.id != still_open.case_id


async def test_its_resident_reads_the_answer_with_the_end_of_their_number(store, clock):
    noted = await store.questions.note(a_note())
    told = await store.questions.told(noted.number, "5678", "01")
    assert (told.state, told.text, told.asked_at) == (QuestionState.OPEN, "", clock.now())
    await store.questions.reply(noted.id, reply(How.NOT_REACHED, "没人接"))
    clock.pass_by(60)
    await store.questions.reply(noted.id, reply(How.WRITTEN, "带户口簿来"))
    told = await store.questions.told(noted.number, "5678", "01")
    assert (told.state, told.text, told.answered_at) == (QuestionState.ANSWERED, "带户口簿来", clock.now())


async def test_what_is_not_told_sounds_alike_and_each_next_try_waits_longer(store, clock):
    noted = await store.questions.note(a_note())
    nothing = await store.questions.note(a_note(phone="", answer="好"))
    for number, proof in ((noted.number, "0000"), ("9900010", "5678"), (nothing.number, "5678")):
        with pytest.raises(NotTold) as not_told:
            await store.questions.told(number, proof, "01")
        assert (not_told.value.message.id, not_told.value.wait_s) == ("answer.wrong", 0)
    for wait in (0, 30):
        with pytest.raises(NotTold) as not_told:
            await store.questions.told(noted.number, "0000", "01")
        assert not_told.value.wait_s == wait
    with pytest.raises(NotTold):  # even the right one
        await store.questions.told(noted.number, "5678", "01")
    assert (await store.questions.told(noted.number, "5678", "02")).state is QuestionState.OPEN
    clock.pass_by(31)
    assert (await store.questions.told(noted.number, "5678", "01")).state is QuestionState.OPEN


async def test_whoever_guesses_from_home_keeps_nobody_in_the_hall_waiting(store):
    noted = await store.questions.note(a_note())
    for guess in range(40):
        with pytest.raises(NotTold):
            await store.questions.told(noted.number, f"{guess:04}", f"01/{guess:04x}")
    with pytest.raises(NotTold) as not_told:
        await store.questions.told(noted.number, "5678", "01/ffff")
    assert not_told.value.wait_s > 0
    assert (await store.questions.told(noted.number, "5678", "01")).state is QuestionState.OPEN


async def test_what_could_be_no_number_is_no_guess(store):
    for _ in range(60):
        with pytest.raises(NotTold) as not_told:
            await store.questions.told("0100019", "5678", "01")
        assert not_told.value.wait_s == 0


async def test_figures_tell_how_they_came_and_which_are_late(store, asked, clock):
    await asked(channel=Channel.HOME)
    await store.questions.note(a_note())
    await store.questions.note(a_note(answer="好"))
    day = date(2026, 11, 24)
    figures = (await store.figures.of(Period(day, day))).questions
    assert (figures.asked, figures.home, figures.phone, figures.late) == (3, 1, 2, 0)
    clock.pass_by(24 * 3600)
    assert (await store.figures.of(Period(day, day))).questions.late == 0
    clock.pass_by(24 * 3600)
    told = await store.figures.of(Period(day, day))
    assert told.questions.late == 2
    assert told.ratings.cases == 0
