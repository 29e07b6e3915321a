"""The queue of calls, as kiosk and desk use it."""

from __future__ import annotations

import pytest

from kiosk.assist.call import CallState, IllegalTransition, Outcome
from kiosk.assist.queue import PRESENT_S, CallQueue


async def test_a_call_is_kept_as_it_was_made(store, a_call, clock):
    queue: CallQueue = store.calls
    new = a_call()
    call = await queue.open_call(new)
    assert call == await queue.get(new.id)
    assert (call.id, call.kiosk, call.kiosk_name, call.place) == (new.id, new.kiosk, "一号机", "大厅")
    assert (call.service, call.step, call.locale) == ("household_move", "kind", "zh_CN")
    assert (call.state, call.created_at) == (CallState.WAITING, clock.now())
    assert call.created_at.utcoffset() is not None


async def test_the_same_tap_twice_is_one_call(store, a_call):
    new = a_call()
    assert await store.calls.open_call(new) == await store.calls.open_call(new)
    assert len(await store.calls.all_calls()) == 1


async def test_the_same_tap_again_after_the_end_opens_nothing(store, a_call):
    new = a_call()
    await store.calls.open_call(new)
    await store.calls.cancel(new.id)
    assert (await store.calls.open_call(new)).state is CallState.CANCELLED


async def test_a_kiosk_has_one_open_call(store, a_call):
    first = await store.calls.open_call(a_call())
    assert await store.calls.open_call(a_call(step="other")) == first
    await store.calls.claim(first.id, "officer")
    assert (await store.calls.open_call(a_call())).id == first.id
    await store.calls.close(first.id, "officer", Outcome.HELPED)
    assert (await store.calls.open_call(a_call())).id != first.id


async def test_kiosks_do_not_share_a_call(store, a_call):
    first = await store.calls.open_call(a_call())
    assert (await store.calls.open_call(a_call(kiosk="kiosk-02"))).id != first.id


async def test_the_desk_sees_a_quiet_call_like_others(store, a_call):
    quiet = await store.calls.open_call(a_call(quiet=True, step=None))
    assert quiet.quiet
    assert await store.calls.open_calls() == (quiet,)
    claimed = await store.calls.claim(quiet.id, "officer")
    assert claimed.quiet
    assert claimed.officer == "officer"


async def test_calling_aloud_turns_a_quiet_call_visible_and_keeps_its_turn(store, a_call, clock):
    quiet = await store.calls.open_call(a_call(quiet=True, step=None))
    clock.pass_by(60)
    aloud = await store.calls.open_call(a_call(step="address", locale="en", priority=True))
    assert aloud.id == quiet.id
    assert (aloud.quiet, aloud.step, aloud.locale, aloud.priority) == (False, "address", "en", True)
    assert aloud.created_at == quiet.created_at


async def test_a_quiet_call_does_not_silence_a_visible_one(store, a_call):
    aloud = await store.calls.open_call(a_call())
    assert await store.calls.open_call(a_call(quiet=True, step=None)) == aloud


async def test_priority_comes_first_then_the_oldest(store, a_call, clock):
    ids = []
    for kiosk, priority in (("a", False), ("b", True), ("c", False), ("d", True)):
        ids.append((await store.calls.open_call(a_call(kiosk=kiosk, priority=priority))).id)
        clock.pass_by(1)
    a, b, c, d = ids
    assert [call.id for call in await store.calls.open_calls()] == [b, d, a, c]
    assert [call.id for call in await store.calls.all_calls()] == ids


async def test_a_claim_names_officer_and_time(store, a_call, clock):
    call = await store.calls.open_call(a_call())
    clock.pass_by(20)
    claimed = await store.calls.claim(call.id, "officer")
    assert (claimed.state, claimed.officer) == (CallState.CLAIMED, "officer")
    assert claimed.claimed_at == clock.now()


async def test_a_claimed_call_is_not_claimed_again(store, a_call):
    call = await store.calls.open_call(a_call())
    await store.calls.claim(call.id, "first")
    with pytest.raises(IllegalTransition):
        await store.calls.claim(call.id, "second")
    assert (await store.calls.get(call.id)).officer == "first"


async def test_put_back_waits_as_before(store, a_call):
    call = await store.calls.open_call(a_call())
    await store.calls.claim(call.id, "officer")
    assert await store.calls.put_back(call.id, "officer") == call


@pytest.mark.parametrize("move", ["put_back", "close"])
async def test_only_the_officer_who_has_it_moves_a_call(store, a_call, move):
    call = await store.calls.open_call(a_call())
    await store.calls.claim(call.id, "first")
    rest = (Outcome.HELPED,) if move == "close" else ()
    with pytest.raises(IllegalTransition):
        await getattr(store.calls, move)(call.id, "second", *rest)
    assert (await store.calls.get(call.id)).officer == "first"


async def test_close_keeps_outcome_note_and_time(store, a_call, clock):
    call = await store.calls.open_call(a_call())
    await store.calls.claim(call.id, "officer")
    clock.pass_by(300)
    closed = await store.calls.close(call.id, "officer", Outcome.TO_WINDOW, "带老人去三号窗口")
    assert (closed.state, closed.outcome, closed.note) == (
        CallState.DONE,
        Outcome.TO_WINDOW,
        "带老人去三号窗口",
    )
    assert closed.closed_at == clock.now()
    assert await store.calls.open_calls() == ()


async def test_what_is_over_stays_over(store, a_call):
    call = await store.calls.open_call(a_call())
    await store.calls.cancel(call.id)
    with pytest.raises(IllegalTransition):
        await store.calls.claim(call.id, "officer")
    with pytest.raises(IllegalTransition):
        await store.calls.cancel(call.id)


async def test_a_resident_may_cancel_when_someone_is_coming(store, a_call, clock):
    call = await store.calls.open_call(a_call())
    await store.calls.claim(call.id, "officer")
    cancelled = await store.calls.cancel(call.id)
    assert (cancelled.state, cancelled.closed_at) == (CallState.CANCELLED, clock.now())


async def test_an_unknown_call_cannot_be_moved(store):
    assert await store.calls.get("nothing") is None
    with pytest.raises(IllegalTransition):
        await store.calls.claim("nothing", "officer")


async def test_seen_counts_the_first_time_only(store, a_call, clock):
    first = await store.calls.open_call(a_call())
    other = await store.calls.open_call(a_call(kiosk="kiosk-02"))
    await store.calls.mark_seen([first.id])
    seen_at = clock.now()
    clock.pass_by(5)
    await store.calls.mark_seen([first.id, other.id])
    assert (await store.calls.get(first.id)).seen_at == seen_at
    assert (await store.calls.get(other.id)).seen_at == clock.now()


async def test_seeing_nothing_is_fine(store):
    await store.calls.mark_seen([])


async def test_an_officer_is_present_while_heard_of(store, clock):
    await store.calls.sign_in("乙")
    clock.pass_by(PRESENT_S - 1)
    await store.calls.sign_in("甲")
    assert set(await store.calls.present()) == {"甲", "乙"}
    clock.pass_by(2)
    assert await store.calls.present() == ("甲",)
    await store.calls.sign_in("乙")
    await store.calls.sign_out("甲")
    assert await store.calls.present() == ("乙",)


async def test_a_clock_set_back_does_not_keep_an_officer_at_the_desk(store, clock):
    await store.calls.sign_in("甲")
    clock.pass_by(-3600)
    assert await store.calls.present() == ()
