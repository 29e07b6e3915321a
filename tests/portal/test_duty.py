"""The officers' page: who gets in, what they can do there, and what of it stands where."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from kiosk.assist.call import CallState, Outcome
from kiosk.failure import StoreFailed, Trouble
from kiosk.officers.officer import Role
from kiosk.officers.record import CONSOLE, Deed
from kiosk.portal.app import Portal
from kiosk.portal.duty.sessions import HEARD_S, IDLE_MINUTES, LONGEST_HOURS
from tests.portal.browser import Browser
from tests.portal.conftest import loaded
from tests.portal.duty import CLERK, COLLEAGUE, GUIDE, PIN, Station, press, sign_in, station


@pytest.fixture
async def there(tmp_path: Path) -> AsyncIterator[Station]:
    async with station(tmp_path / "data") as made:
        yield made


async def test_it_is_not_there_unless_it_is_wanted(portal: Portal, browser: Browser) -> None:
    for method, path in (("GET", "/duty"), ("POST", "/duty/sign-in"), ("POST", "/duty/do")):
        assert (await browser.send(method, path)).status == 404


async def test_a_call_is_gone_to_reached_and_ended(there: Station) -> None:
    phone, call = there.phone(), await there.call()
    page = await sign_in(phone)
    assert page.path == "/duty"
    assert "有 1 位在等" in page.heading
    assert "大厅" in page.said
    seen = await there.store.calls.get(call.id)
    assert seen is not None
    assert seen.seen_at is not None
    await press(phone, "claim")
    page = await press(phone, "there")
    assert "已到身边" in page.said
    page = await phone.get(f"/duty/ended/{call.id}")
    page = await phone.press("", outcome="to_window", note="  已带到\x07 3号 ")
    assert page.path == "/duty"
    assert "现在没有人在等" in page.heading
    done = await there.store.calls.get(call.id)
    assert done is not None
    assert (done.state, done.officer, done.outcome) == (CallState.DONE, GUIDE, Outcome.TO_WINDOW)
    assert done.note == "已带到 3号"
    assert done.arrived_at is not None
    assert await there.deeds() == [
        (GUIDE, deed) for deed in (Deed.SIGNED_IN, Deed.CALL_CLAIMED, Deed.ARRIVED, Deed.CALL_CLOSED)
    ]


async def test_of_two_phones_one_has_it_and_the_other_is_told_who(there: Station) -> None:
    one, other = there.phone(), there.phone()
    call = await there.call()
    await sign_in(one)
    before = await sign_in(other, COLLEAGUE)
    await press(one, "claim")
    page = await press(other, "claim", before)
    assert f"{GUIDE} 已经去了" in page.said
    stands = await there.store.calls.get(call.id)
    assert stands is not None
    assert stands.officer == GUIDE
    page = await other.get(f"/duty/ended/{call.id}")
    assert page.path == "/duty", "another's call is ended by nobody else"


async def test_put_back_another_can_go(there: Station) -> None:
    phone = there.phone()
    await there.call()
    await sign_in(phone)
    await press(phone, "claim")
    page = await press(phone, "put_back")
    assert "有 1 位在等" in page.heading


async def test_a_quiet_call_asks_to_be_discreet(there: Station) -> None:
    await there.call(quiet=True)
    page = await sign_in(there.phone())
    assert "不要声张" in page.said


async def test_what_was_written_of_an_end_is_not_lost(there: Station) -> None:
    phone, call = there.phone(), await there.call()
    await sign_in(phone)
    await press(phone, "claim")
    await phone.get(f"/duty/ended/{call.id}")
    page = await phone.press("", note="等着")
    assert "请先选一项" in page.alerts
    assert "等着" in page.text
    page = await phone.press("", outcome="helped", note="长" * 81)
    assert "最多 80 个字" in page.alerts
    assert "长" * 81 in page.text
    stands = await there.store.calls.get(call.id)
    assert stands is not None
    assert stands.open


# --- who gets in ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "pin"),
    [(GUIDE, "111111"), ("9999", PIN), ("", ""), ("'; --", PIN), (GUIDE, "é" * 6), (GUIDE, "1" * 5000)],
)
async def test_who_is_not_right_is_told_and_keeps_the_number(there: Station, number: str, pin: str) -> None:
    page = await sign_in(there.phone(), number, pin)
    assert page.alerts.strip() == "工号或密码不对，请再输一遍。"
    assert "现在" not in page.said
    assert pin not in page.text or not pin


async def test_after_wrong_pins_the_number_is_shut_as_at_a_desk(there: Station) -> None:
    phone = there.phone()
    for _ in range(3):
        page = await sign_in(phone, pin="111111")
    page = await sign_in(phone)
    assert "输错太多次" in page.alerts
    there.clock.turn(31)
    assert (await sign_in(phone)).heading == "现在没有人在等"
    refused = [deed for _, deed in await there.deeds()].count(Deed.SIGN_IN_REFUSED)
    assert refused == 3


async def test_who_tries_without_end_is_slowed_down(there: Station) -> None:
    phone = there.phone()
    statuses = [(await sign_in(phone, f"{n:04}")).status for n in range(5000, 5012)]
    assert statuses == [200] * 10 + [429] * 2
    assert (await sign_in(there.phone("198.51.100.9"))).path == "/duty"


async def test_who_answers_no_calls_is_not_let_in(there: Station) -> None:
    page = await sign_in(there.phone(), CLERK)
    assert "不接听呼叫" in page.alerts
    assert not there.duty.entering.sessions.all()


async def test_whoever_is_taken_off_the_roll_sees_nothing_more(there: Station) -> None:
    phone = there.phone()
    await there.call()
    await sign_in(phone)
    await there.store.officers.change(GUIDE, None, frozenset({Role.STAFF}), CONSOLE)
    page = await phone.get("/duty")
    assert "请再上岗" in page.alerts
    assert "大厅" not in page.said


# --- the cookie, and forms of other sites -------------------------------------------------------------


async def test_the_number_in_the_cookie_is_out_of_reach_and_new_with_each_sign_in(there: Station) -> None:
    phone = there.phone()
    page = await phone.send("GET", "/duty")
    (cookie,) = page.cookies()
    assert cookie.startswith("__Host-duty=")
    told = {part.strip().lower() for part in cookie.split(";")[1:]}
    assert told == {"httponly", "path=/", "samesite=strict", "secure"}
    before = dict(phone.cookies)
    await sign_in(phone)
    assert phone.cookies["__Host-duty"] != before["__Host-duty"]
    phone.cookies = before
    assert "工号" in (await phone.get("/duty")).said


@pytest.mark.parametrize("path", ["/duty/do", "/duty/ended/{call}", "/duty/sign-in"])
async def test_a_form_without_its_mark_or_from_elsewhere_is_not_taken(there: Station, path: str) -> None:
    phone, call = there.phone(), await there.call()
    await sign_in(phone)
    await press(phone, "claim")
    fields = {"do": ["put_back"], "call": [call.id], "outcome": ["helped"], "number": [GUIDE], "pin": [PIN]}
    sent = await phone.post(path.format(call=call.id), fields)
    assert sent.status == 403
    form = (await phone.get("/duty")).forms[0]
    sent = await phone.post(
        path.format(call=call.id), {**form.fields, **fields}, origin="https://elsewhere.example"
    )
    assert sent.status == 403
    stands = await there.store.calls.get(call.id)
    assert stands is not None
    assert stands.officer == GUIDE


# --- for how long -----------------------------------------------------------------------------------


async def test_renewing_itself_keeps_nobody_signed_in_but_a_touch_does(there: Station) -> None:
    phone = there.phone()
    page = await sign_in(phone)
    assert ("meta", {"http-equiv": "refresh", "content": "20; url=/duty"}) in page.tags
    for _ in range(IDLE_MINUTES * 2 - 1):
        there.clock.turn(30)
        await phone.get("/duty")
    assert await there.store.calls.present() == (GUIDE,)
    await press(phone, "look")
    there.clock.turn(60)
    await there.duty.entering.look()
    assert "值班" in (await phone.get("/duty")).said
    there.clock.turn(IDLE_MINUTES * 60)
    assert "值班" not in (await phone.get("/duty")).said
    await there.duty.entering.look()
    assert "为了安全" in (await phone.get("/duty")).alerts
    assert await there.store.calls.present() == ()
    assert (await there.deeds())[-1] == (GUIDE, Deed.SIGNED_OUT)


async def test_nobody_stays_longer_than_a_shift(there: Station) -> None:
    phone = there.phone()
    await sign_in(phone)
    for _ in range(LONGEST_HOURS * 6):
        there.clock.turn(600)
        page = await press(phone, "look")
        if "值班" not in page.said:
            return
    raise AssertionError("signed in for good")


async def test_a_phone_that_is_switched_off_is_nobody_who_could_come(there: Station) -> None:
    await sign_in(there.phone())
    there.clock.turn(HEARD_S - 1)
    await there.duty.entering.look()
    assert await there.store.calls.present() == (GUIDE,)
    there.clock.turn(20)
    await there.duty.entering.look()
    assert await there.store.calls.present() == ()


async def test_the_page_can_be_made_to_stand_still(there: Station) -> None:
    phone = there.phone()
    await sign_in(phone)
    for key, renews in (("pause", False), ("renew", True)):
        page = await press(phone, key)
        assert any(given.get("http-equiv") == "refresh" for _, given in page.tags) is renews


async def test_an_officer_is_signed_in_on_one_phone_at_a_time(there: Station) -> None:
    one, other = there.phone(), there.phone()
    await sign_in(one)
    await sign_in(other)
    assert "另一部手机" in (await one.get("/duty")).alerts
    assert "值班" in (await other.get("/duty")).said


async def test_nobody_leaves_with_a_call_in_hand(there: Station) -> None:
    phone = there.phone()
    await there.call()
    await sign_in(phone)
    await press(phone, "claim")
    assert "先办完或放回去" in (await press(phone, "leave")).said
    await press(phone, "put_back")
    page = await press(phone, "leave")
    assert "工号" in page.said
    assert (await there.deeds())[-1] == (GUIDE, Deed.SIGNED_OUT)
    assert await there.store.calls.present() == ()


async def test_where_the_calls_cannot_be_read_the_page_says_so(
    there: Station, monkeypatch: pytest.MonkeyPatch
) -> None:
    phone = there.phone()
    await there.call()
    before = await sign_in(phone)

    async def away(*_: object) -> None:
        raise StoreFailed(Trouble.AWAY, "no connection")

    monkeypatch.setattr(there.store.calls, "open_calls", away)
    monkeypatch.setattr(there.store.calls, "claim", away)
    page = await press(phone, "claim", before)
    assert page.status == 200
    assert "队列现在读不到" in page.alerts
    assert "请再按一次" in page.said
    assert there.failures


def test_every_sentence_of_the_page_exists_in_both_languages() -> None:
    for locale in ("zh_CN", "en"):
        words = loaded()[0][locale]
        assert {id for id in words.ids if id.startswith("desk.phone_")} <= words.own
