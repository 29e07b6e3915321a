"""The hub as kiosks and desks hear it."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus

from kiosk.assist.call import CallState
from kiosk.assist.change import ChangeKind
from kiosk.assist.change_form import ChangeForm
from kiosk.hub.part import Part
from kiosk.hub.roll import enrol
from kiosk.hub.wire import LARGEST_BYTES, MOST_CHANGES, Changes
from kiosk.ids import new_id

PATIENCE_S = 30


async def kept(sql):
    return [tuple(row) for row in await sql.fetch("SELECT seq, kind FROM heard_change ORDER BY journal, seq")]


async def test_a_call_comes_to_the_desk_and_the_claim_to_the_kiosk(hub, kiosk_line, desk_line, told):
    opened = told().opened()
    async with desk_line(hub) as desk, kiosk_line(hub) as kiosk:
        assert (await desk.hear())["calls"] == []
        assert kiosk.welcome["heard"] == 0
        assert await kiosk.changes(opened) == {"type": "heard", "heard": 1}
        hall = await desk.call(opened.call.id, state="waiting")
        assert hall["call"]["kiosk_name"] == "一号机"
        answer = await desk.ask("claim", opened.call.id, "甲")
        assert answer["type"] == "done"
        assert answer["call"]["call"]["officer"] == "甲"
        assert (await kiosk.call(opened.call.id, state="claimed"))["call"]["officer"] == "甲"
        await desk.ask("put_back", opened.call.id, "甲")
        await kiosk.call(opened.call.id, state="waiting", officer=None)
        await desk.ask("claim", opened.call.id, "乙")
        await desk.ask("close", opened.call.id, "乙", outcome="helped")
        assert (await kiosk.call(opened.call.id, state="done"))["call"]["outcome"] == "helped"


async def test_the_loser_of_a_claim_is_told_who_won(hub, kiosk_line, desk_line, told):
    opened = told().opened()
    async with desk_line(hub) as east, desk_line(hub, "west") as west, kiosk_line(hub) as kiosk:
        await kiosk.changes(opened)
        answers = await asyncio.gather(
            east.ask("claim", opened.call.id, "甲"), west.ask("claim", opened.call.id, "乙")
        )
        (won,) = [answer for answer in answers if answer["type"] == "done"]
        (lost,) = [answer for answer in answers if answer["type"] == "refused"]
        assert lost["reason"] == "lost"
        assert lost["call"]["call"]["officer"] == won["call"]["call"]["officer"]
        loser = "乙" if won["call"]["call"]["officer"] == "甲" else "甲"
        for what, more in (("put_back", {}), ("close", {"outcome": "helped"})):
            assert (await west.ask(what, opened.call.id, loser, **more))["reason"] == "lost"


async def test_a_desk_that_comes_later_gets_the_open_calls(hub, kiosk_line, desk_line, told):
    book = told()
    first, second = book.opened(), book.opened(priority=True)
    gone = book.opened()
    async with kiosk_line(hub) as kiosk:
        await kiosk.changes(first, second, gone, book.cancelled(gone.call))
    async with desk_line(hub) as desk:
        calls = [hall["call"]["id"] for hall in (await desk.hear("snapshot"))["calls"]]
        assert calls == [second.call.id, first.call.id]


async def test_a_repeat_changes_nothing(hub, kiosk_line, told, sql):
    book, journal = told(), new_id()
    opened = book.opened()
    cancelled = book.cancelled(opened.call)
    async with kiosk_line(hub, journal=journal) as kiosk:
        assert (await kiosk.changes(opened))["heard"] == 1
        assert (await kiosk.changes(opened))["heard"] == 1
        assert (await kiosk.changes(opened, cancelled))["heard"] == 2
        before = await sql.fetchrow("SELECT * FROM call")
        assert (await kiosk.changes(opened, cancelled))["heard"] == 2
    async with kiosk_line(hub, journal=journal) as again:
        assert again.welcome["heard"] == 2
        assert (await again.changes(cancelled))["heard"] == 2
    assert await sql.fetchrow("SELECT * FROM call") == before
    assert await kept(sql) == [(1, "opened"), (2, "cancelled")]


async def test_a_gap_is_refused_with_the_number_expected(hub, kiosk_line, told, sql):
    book = told()
    first, second, third, fourth = (book.opened() for _ in range(4))
    async with kiosk_line(hub) as kiosk:
        assert (await kiosk.changes(second))["expected"] == 1
        await kiosk.changes(first)
        for wrong in ((third,), (second, fourth), (third, second)):
            refused = await kiosk.changes(*wrong)
            assert (refused["type"], refused["reason"], refused["expected"]) == ("refused", "gap", 2)
        assert await kept(sql) == [(1, "opened")]
        assert (await kiosk.changes(second, third, fourth))["heard"] == 4


async def test_a_kiosk_set_back_to_an_older_disk_is_refused_and_a_new_journal_is_not(hub, kiosk_line, told):
    journal, book = new_id(), told()
    before = book.opened()
    async with kiosk_line(hub, journal=journal) as kiosk:
        await kiosk.changes(before)
    other = told()
    async with kiosk_line(hub, journal=journal) as kiosk:
        assert (await kiosk.changes(other.opened()))["reason"] == "forked"
        with pytest.raises(ConnectionClosed):
            await kiosk.hear("calls and nothing else")
    async with kiosk_line(hub) as kiosk:
        opened = other.opened()
        assert (await kiosk.changes(replace(opened, seq=1)))["heard"] == 1
        assert (await kiosk.changes(replace(opened, seq=2)))["reason"] == "forked"


async def test_nobody_speaks_for_another_kiosk(hub, kiosk_line, told, sql):
    journal = new_id()
    opened = told("02").opened()
    async with kiosk_line(hub, "02", journal=journal) as other:
        await other.changes(opened)
    async with kiosk_line(hub, "01", journal=journal) as kiosk:
        assert kiosk.welcome["reason"] == "foreign"
    async with kiosk_line(hub, "01") as kiosk:
        assert (await kiosk.changes(told("02").opened()))["reason"] == "foreign"
    async with kiosk_line(hub, "01") as kiosk:
        stolen = replace(told().opened(), call=replace(opened.call, kiosk="01"))
        assert (await kiosk.changes(stolen))["reason"] == "foreign"
    assert await sql.fetchval("SELECT kiosk FROM call") == "02"


@pytest.mark.parametrize("key", ["wrong", "", "é"])
async def test_a_wrong_key_is_refused(hub, kiosk_line, desk_line, key):
    async with kiosk_line(hub), desk_line(hub):
        pass
    for line in (
        kiosk_line(hub, key=key or " "),
        desk_line(hub, key=key or " "),
        kiosk_line(hub, "99", key="x"),
    ):
        with pytest.raises(InvalidStatus) as refused:
            async with line:
                pass
        assert refused.value.response.status_code == 401


async def test_a_kiosk_is_no_desk(hub, line_to, sql):
    key = await enrol(sql, Part.KIOSK, "01")
    with pytest.raises(InvalidStatus):
        async with line_to(hub, Part.DESK, "01", key):
            pass


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        '{"type": "eat"}',
        '{"type": "changes"}',
        "\\u0000",
        '{"type":"hello","version":2}',
        "x" * 99,
    ],
)
async def test_what_is_malformed_is_refused_in_words(hub, kiosk_line, desk_line, text):
    async with kiosk_line(hub) as kiosk:
        await kiosk.socket.send(text)
        refused = await kiosk.hear("refused")
        assert refused["reason"] == "malformed"
        assert refused["detail"]
        with pytest.raises(ConnectionClosed):
            await kiosk.hear()
    async with desk_line(hub) as desk:
        await desk.socket.send(text)
        assert (await desk.hear("refused"))["reason"] == "malformed"


async def test_bytes_are_not_understood(hub, kiosk_line, desk_line):
    async with kiosk_line(hub) as kiosk:
        await kiosk.socket.send(b"\xff\xfe")
        with pytest.raises(ConnectionClosed):
            await kiosk.hear("heard")


async def test_too_large_a_message_ends_the_connection(hub, kiosk_line, sql):
    async with kiosk_line(hub) as kiosk:
        await kiosk.socket.send(" " * (LARGEST_BYTES + 1))
        with pytest.raises(ConnectionClosed) as closed:
            await kiosk.hear("heard")
        assert closed.value.rcvd is None or closed.value.rcvd.code == 1009


async def test_the_largest_changes_fit_into_a_message(told):
    words = "𠮷" * 400
    change = told().opened(
        kiosk_name=words, place=words, service=words, step=words, locale=words, officer=words
    )
    form = ChangeForm.of(replace(change, officer=words))
    text = Changes.model_construct(sent_at=change.at, changes=[form] * MOST_CHANGES).json_text()
    assert len(text.encode()) < LARGEST_BYTES


@pytest.mark.parametrize("hours", [-1, 1, 24 * 365 * 30])
async def test_a_kiosks_clock_may_be_wrong(hub, kiosk_line, desk_line, told, hours):
    off = timedelta(hours=hours)
    book = told(ahead=off)
    minutes = timedelta(minutes=10)
    opened = book.opened(created_at=book.now() - minutes)
    async with kiosk_line(hub) as kiosk, desk_line(hub) as desk:
        await kiosk.changes(opened, sent_at=book.now())
        hall = await desk.call(opened.call.id)
        since = datetime.now(UTC) - datetime.fromisoformat(hall["call"]["created_at"])
        assert minutes - timedelta(seconds=5) < since < minutes + timedelta(seconds=PATIENCE_S)


async def test_the_resident_cancels_while_an_officer_claims(hub, kiosk_line, desk_line, told):
    book = told()
    opened = book.opened()
    async with kiosk_line(hub) as kiosk, desk_line(hub) as desk:
        await kiosk.changes(opened)
        assert (await desk.ask("claim", opened.call.id, "甲"))["type"] == "done"
        await kiosk.changes(book.cancelled(opened.call))
        await desk.call(opened.call.id, state="cancelled")
        assert (await desk.ask("close", opened.call.id, "甲", outcome="helped"))["reason"] == "lost"
        await kiosk.call(opened.call.id, state="cancelled")


async def test_a_call_that_was_closed_first_is_not_cancelled(hub, kiosk_line, desk_line, told):
    book = told()
    opened = book.opened()
    async with kiosk_line(hub) as kiosk, desk_line(hub) as desk:
        await kiosk.changes(opened)
        await desk.ask("claim", opened.call.id, "甲")
        await desk.ask("close", opened.call.id, "甲", outcome="not_solved")
        done = await kiosk.call(opened.call.id, state="done")
        await kiosk.changes(book.cancelled(opened.call))
        again = await kiosk.call(opened.call.id, after=done["no"])
        assert (again["call"]["state"], again["call"]["outcome"]) == ("done", "not_solved")
        assert again["heard"] == 2


async def test_a_claim_at_the_kiosks_own_desk_counts_too(hub, kiosk_line, desk_line, told):
    book = told()
    opened = book.opened()
    claimed = book.change(
        ChangeKind.CLAIMED, opened.call, "丙", state=CallState.CLAIMED, officer="丙", claimed_at=book.now()
    )
    async with kiosk_line(hub) as kiosk, desk_line(hub) as desk:
        await kiosk.changes(opened, claimed)
        await desk.call(opened.call.id, state="claimed", officer="丙")
        lost = await desk.ask("claim", opened.call.id, "甲")
        assert lost["call"]["call"]["officer"] == "丙"


async def test_seen_counts_the_first_time_only(hub, kiosk_line, desk_line, told):
    opened = told().opened()
    async with kiosk_line(hub) as kiosk, desk_line(hub) as east, desk_line(hub, "west") as west:
        await kiosk.changes(opened)
        opening = await kiosk.call(opened.call.id)
        await east.say(type="seen", calls=[opened.call.id, "unknown"])
        first = await kiosk.call(opened.call.id, after=opening["no"])
        assert first["call"]["seen_at"] is not None
        await west.say(type="seen", calls=[opened.call.id])
        answer = await west.ask("claim", opened.call.id, "乙")
        assert answer["call"]["call"]["seen_at"] == first["call"]["seen_at"]
        assert answer["call"]["no"] == first["no"] + 1


async def test_an_unknown_call_cannot_be_claimed(hub, desk_line):
    async with desk_line(hub) as desk:
        answer = await desk.ask("claim", new_id(), "甲")
        assert (answer["reason"], answer["call"]) == ("unknown", None)


async def test_a_kiosk_is_told_only_what_it_missed(hub, kiosk_line, desk_line, told):
    book, journal = told(), new_id()
    first, second = book.opened(), book.opened()
    async with kiosk_line(hub, journal=journal) as kiosk:
        await kiosk.changes(first, second)
    async with desk_line(hub) as desk:
        await desk.ask("claim", first.call.id, "甲")
    async with kiosk_line(hub, journal=journal, told=2) as kiosk:
        message = await kiosk.hear("calls")
        assert [(hall["no"], hall["call"]["officer"]) for hall in message["calls"]] == [(3, "甲")]


async def test_a_second_connection_of_a_kiosk_ends_the_first(hub, kiosk_line):
    async with kiosk_line(hub) as first, kiosk_line(hub) as second:
        with pytest.raises(ConnectionClosed):
            await first.hear("heard")
        await second.say(type="eat")
        await second.hear("refused")
