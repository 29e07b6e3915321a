"""Forms prepared at home, in the local store: who opens them, who does not, and that nothing stays."""

from __future__ import annotations

import hmac
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import timedelta

import pytest

from kiosk.cases.guesses import OF_ALL, OF_ONE
from kiosk.cases.prepared import (
    LIES,
    MOST_OF_A_KIND,
    RESTS,
    Kept,
    NotOpened,
    PreparedForm,
    TooMany,
    asks_proof,
)
from kiosk.cases.prepared_marks import PROOFS, form_text, put_together
from kiosk.flow.answer import Answer, IdentityNo, PhoneNo, Written
from kiosk.officers.record import CONSOLE, Deed
from kiosk.store.failure import StoreFailed, Trouble
from kiosk.store.retention import Keep
from kiosk.store.retention import Kept as KeptKind

DAY_S = 24 * 3600.0
NUMBER = IdentityNo(number="11010519491231002X")


def a_form(**answers: Answer) -> PreparedForm:
    given = answers or {"name": Written(text="欧阳鹦鹉"), "number": NUMBER}
    return PreparedForm("household_move", 3, "ab" * 32, "zh_CN", "id: household_move\n", given)


def unproven() -> PreparedForm:
    return a_form(phone=PhoneNo(number="13812345678"))


def other_than(*codes: str) -> str:
    """Digits of the same kind that nobody was given."""
    return next(code for code in (f"{codes[0][0]}{n:05}" for n in range(10**5)) if code not in codes)


async def refused(forms, code, proof="002X", asker="01"):
    with pytest.raises(NotOpened) as told:
        await forms.open(code, proof, asker)
    return told.value


def columns(folder, of="form, proof_marks, secret_mark"):
    with closing(sqlite3.connect(folder / "kiosk.db")) as database:
        return database.execute(f"SELECT {of} FROM prepared_form").fetchall()


async def test_it_is_opened_by_its_code_and_the_end_of_the_number(store, clock):
    form = a_form()
    kept = await store.prepared.keep(form)
    assert kept.until == clock.now() + LIES
    assert kept.asks_proof
    opened = await store.prepared.open(kept.code, "002x", "01")
    assert (opened.id, opened.form) == (kept.id, form)
    assert (await store.prepared.open(kept.code, "002X", "02")).form == form


async def test_without_a_number_in_it_the_code_is_enough(store):
    kept = await store.prepared.keep(unproven())
    assert not kept.asks_proof
    assert (await store.prepared.open(kept.code, "", "01")).id == kept.id


async def test_by_the_picture_code_nothing_more_is_asked(store):
    kept = await store.prepared.keep(a_form())
    assert (await store.prepared.open_by_secret(kept.secret, "01")).id == kept.id
    with pytest.raises(NotOpened):
        await store.prepared.open_by_secret(kept.secret[:-1] + "-", "01")


async def test_a_wrong_proof_is_told_like_a_code_that_nobody_has(store):
    kept = await store.prepared.keep(a_form())
    wrong = [
        await refused(store.prepared, kept.code, "0014"),
        await refused(store.prepared, kept.code, ""),
        await refused(store.prepared, other_than(kept.code), "002X"),
    ]
    assert [(each.message.id, each.message.params, each.wait_s) for each in wrong] == [
        ("prepared.wrong", {}, 0)
    ] * 3


@pytest.mark.parametrize("there", [True, False])
async def test_a_wrong_try_costs_the_same_whether_a_form_lies_there_or_not(store, there, monkeypatch):
    """The same marks are made and compared, and the same is written."""
    kept = await store.prepared.keep(a_form())
    steps = []
    made = "kiosk.cases.prepared_marks"
    digest, compare = f"{made}.hmac.new", f"{made}.hmac.compare_digest"
    new, same = hmac.new, hmac.compare_digest
    monkeypatch.setattr(digest, lambda *given: (steps.append("mark"), new(*given))[1])
    monkeypatch.setattr(compare, lambda *given: (steps.append("compared"), same(*given))[1])
    await refused(store.prepared, kept.code if there else other_than(kept.code), "0014")
    assert steps == ["mark", "mark", *["compared"] * PROOFS]


async def test_five_wrong_ones_and_nothing_more_is_looked_at_for_a_while(store, clock):
    kept = await store.prepared.keep(a_form())
    waits = [(await refused(store.prepared, other_than(kept.code))).wait_s for _ in range(OF_ONE.free)]
    assert waits == [0, 0, 0, 0, OF_ONE.first_s]
    right = await refused(store.prepared, kept.code)
    assert (right.message.id, right.wait_s) == ("prepared.wait", OF_ONE.first_s)
    assert (await store.prepared.open(kept.code, "002X", "02")).id == kept.id
    assert (await store.prepared.open_by_secret(kept.secret, "01")).id == kept.id
    clock.pass_by(OF_ONE.first_s)
    assert (await store.prepared.open(kept.code, "002X", "01")).id == kept.id
    assert (await refused(store.prepared, other_than(kept.code))).wait_s == 2 * OF_ONE.first_s


async def test_wrong_tries_of_a_clock_that_ran_ahead_keep_nobody_out_when_it_is_set_back(store, clock):
    kept = await store.prepared.keep(a_form())
    clock.pass_by(DAY_S)
    for _ in range(OF_ONE.free):
        await refused(store.prepared, other_than(kept.code))
    clock.pass_by(-DAY_S)
    assert (await refused(store.prepared, kept.code)).wait_s == OF_ONE.first_s
    clock.pass_by(OF_ONE.first_s - 1)
    assert (await refused(store.prepared, kept.code)).wait_s == 1
    clock.pass_by(1)
    assert (await store.prepared.open(kept.code, "002X", "01")).id == kept.id


async def test_a_right_one_in_between_forgives_nothing(store):
    kept = await store.prepared.keep(a_form())
    for _ in range(OF_ONE.free - 1):
        await refused(store.prepared, other_than(kept.code))
        await store.prepared.open(kept.code, "002X", "01")
    assert (await refused(store.prepared, other_than(kept.code))).wait_s == OF_ONE.first_s


async def test_going_from_kiosk_to_kiosk_helps_nobody(store):
    kept = await store.prepared.keep(a_form())
    waits = []
    for n in range(OF_ALL.free):
        waits.append((await refused(store.prepared, other_than(kept.code), asker=f"{n:02}")).wait_s)
    assert waits == [0] * (OF_ALL.free - 1) + [OF_ALL.first_s]
    assert (await refused(store.prepared, kept.code, asker="99")).wait_s == OF_ALL.first_s


async def test_wrong_tries_outlive_a_restart(make_store, clock):
    store = make_store(kiosk_lock=True)
    kept = await store.prepared.keep(a_form())
    for _ in range(OF_ONE.free):
        await refused(store.prepared, other_than(kept.code))
    await store.close()
    again = make_store(kiosk_lock=True)
    assert (await refused(again.prepared, kept.code)).wait_s == OF_ONE.first_s


async def test_after_seven_days_it_does_not_open_and_nothing_of_it_is_there(store, folder, clock):
    kept = await store.prepared.keep(a_form())
    clock.pass_by(7 * DAY_S)
    assert (await refused(store.prepared, kept.code)).wait_s == 0
    with pytest.raises(NotOpened):
        await store.prepared.open_by_secret(kept.secret, "01")
    (sealed,) = [row[0] for row in columns(folder, "form")]
    lots = await store.retention.run(Keep(), CONSOLE)
    assert [(gone.kind, gone.count) for gone in lots] == [(KeptKind.PREPARED, 1)]
    assert columns(folder) == [(None, None, None)]
    assert sealed[:40] not in b"".join(path.read_bytes() for path in folder.glob("kiosk.db*"))
    (entry,) = [each for each in await store.record.entries() if each.deed is Deed.DATA_DELETED]
    assert entry.about.startswith("prepared 1 ")


async def test_with_a_hub_too_what_lies_here_goes(store, folder, clock):
    await store.prepared.keep(a_form())
    clock.pass_by(7 * DAY_S)
    await store.retention.run(Keep(to_hall=True), CONSOLE)
    assert columns(folder) == [(None, None, None)]


async def test_the_next_one_that_is_kept_wipes_those_whose_time_is_over(store, folder, clock):
    await store.prepared.keep(a_form())
    clock.pass_by(7 * DAY_S)
    await store.prepared.keep(a_form())
    assert sorted(row[0] is None for row in columns(folder)) == [False, True]


async def test_a_code_rests_for_a_while_and_is_then_forgotten(store, folder, clock, monkeypatch):
    kept = await store.prepared.keep(unproven())
    await store.prepared.drop(kept.id)
    given = iter([kept.code, other_than(kept.code), kept.code])
    monkeypatch.setattr("kiosk.store._prepared.new_code", lambda proven: next(given))
    assert (await store.prepared.keep(unproven())).code == other_than(kept.code)
    clock.pass_by((LIES + RESTS + timedelta(seconds=1)).total_seconds())
    assert (await store.prepared.keep(unproven())).code == kept.code


async def test_so_many_lie_that_no_more_are_kept(store, monkeypatch):
    monkeypatch.setattr("kiosk.store._prepared.MOST_OF_A_KIND", 2)
    for _ in range(2):
        await store.prepared.keep(a_form())
    with pytest.raises(TooMany):
        await store.prepared.keep(a_form())
    await store.prepared.keep(unproven())


async def test_handed_in_it_is_used_up_in_the_same_breath(store, folder, a_filing):
    kept = await store.prepared.keep(a_form())
    opened = await store.prepared.open(kept.code, "002X", "01")
    filing = a_filing(prepared=opened.id)
    receipt = await store.cases.hand_in(filing)
    assert await store.cases.hand_in(filing) == receipt
    assert columns(folder) == [(None, None, None)]
    assert (await refused(store.prepared, kept.code)).wait_s == 0
    assert "prepared" not in [kind for (kind,) in facts(folder)]


def facts(folder):
    with closing(sqlite3.connect(folder / "kiosk.db")) as database:
        return database.execute("SELECT kind FROM outgoing_fact").fetchall()


async def test_one_that_lies_at_the_hub_is_told_of_there(store, folder, a_filing):
    await store.cases.hand_in(a_filing(prepared="one of the hub"))
    assert ("prepared",) in facts(folder)
    waiting = await store.facts.waiting(0, 100)
    await store.facts.kept(waiting.facts)
    assert facts(folder) == []


async def test_what_was_handed_in_without_one_uses_up_none(store, folder, a_filing):
    kept = await store.prepared.keep(a_form())
    await store.cases.hand_in(a_filing())
    assert (await store.prepared.open(kept.code, "002X", "01")).id == kept.id


async def test_dropped_twice_nothing_happens(store):
    kept = await store.prepared.keep(a_form())
    await store.prepared.drop(kept.id)
    await store.prepared.drop(kept.id)
    await refused(store.prepared, kept.code)


async def test_codes_open_under_another_key_too(store):
    kept = await store.prepared.keep(a_form())
    await store.keys.rotate(CONSOLE)
    assert (await store.keys.kept()).left == 0
    assert (await store.prepared.open(kept.code, "002X", "01")).id == kept.id
    assert (await store.prepared.open_by_secret(kept.secret, "01")).id == kept.id


async def test_neither_code_nor_secret_nor_answers_stand_in_the_clear(store, folder):
    kept = await store.prepared.keep(a_form())
    await store.prepared.open(kept.code, "002X", "01")
    await store.close()
    content = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    for text in ("欧阳鹦鹉", "11010519491231002X", kept.secret):
        assert text.encode() not in content
    with closing(sqlite3.connect(folder / "kiosk.db")) as database:
        assert kept.code not in repr(database.execute("SELECT * FROM prepared_form").fetchall())


async def test_a_spoilt_one_is_told_as_damage(store, folder):
    kept = await store.prepared.keep(a_form())
    with closing(sqlite3.connect(folder / "kiosk.db", isolation_level=None)) as database:
        database.execute("UPDATE prepared_form SET form = x'0102'")
    with pytest.raises(StoreFailed) as failed:
        await store.prepared.open(kept.code, "002X", "01")
    assert failed.value.trouble is Trouble.DAMAGED


def flows(folder):
    with closing(sqlite3.connect(folder / "kiosk.db")) as database:
        return database.execute("SELECT source FROM prepared_flow").fetchall()


async def test_the_text_of_a_service_is_kept_once_and_goes_with_the_last_form(store, folder, a_filing):
    first, second = [await store.prepared.keep(a_form()) for _ in range(2)]
    other = await store.prepared.keep(replace(unproven(), flow_source="id: another\n"))
    assert sorted(flows(folder)) == [("id: another\n",), ("id: household_move\n",)]
    opened = await store.prepared.open(other.code, "", "01")
    assert opened.form.flow_source == "id: another\n"
    await store.prepared.drop(first.id)
    await store.prepared.drop(other.id)
    assert flows(folder) == [("id: household_move\n",)]
    assert (await store.prepared.open_by_secret(second.secret, "01")).form == a_form()
    await store.cases.hand_in(a_filing(prepared=second.id))
    assert flows(folder) == []


@pytest.mark.parametrize("how", ["retention", "another is kept"])
async def test_the_text_goes_when_the_time_of_its_forms_is_over(store, folder, clock, how):
    await store.prepared.keep(replace(a_form(), flow_source="id: of_before\n"))
    clock.pass_by(7 * DAY_S)
    if how == "retention":
        await store.retention.run(Keep(), CONSOLE)
        assert flows(folder) == []
    else:
        await store.prepared.keep(a_form())
        assert flows(folder) == [("id: household_move\n",)]


@pytest.mark.parametrize(
    "spoilt", ["UPDATE prepared_flow SET source = 'id: mine'", "DELETE FROM prepared_flow"]
)
async def test_a_form_whose_service_was_exchanged_or_is_gone_is_told_as_damage(store, folder, spoilt):
    kept = await store.prepared.keep(a_form())
    with closing(sqlite3.connect(folder / "kiosk.db", isolation_level=None)) as database:
        database.execute(spoilt)
    with pytest.raises(StoreFailed) as failed:
        await store.prepared.open(kept.code, "002X", "01")
    assert failed.value.trouble is Trouble.DAMAGED


def test_a_form_that_was_kept_with_its_text_in_it_is_still_read():
    assert put_together(form_text(a_form()), None, None) == a_form()


async def entries(store, deed):
    return [(each.who, each.about) for each in await store.record.entries() if each.deed is deed]


async def test_staff_purge_what_was_kept_on_some_days_on_record(store, folder, clock):
    first = await store.prepared.keep(a_form())
    began = clock.now()
    clock.pass_by(DAY_S)
    second = await store.prepared.keep(unproven())
    gone = await store.prepared.purge(CONSOLE, began, began + timedelta(hours=1), codes=False)
    assert (gone.count, gone.oldest, gone.newest) == (1, began, began)
    with pytest.raises(NotOpened):
        await store.prepared.open_by_secret(first.secret, "01")
    assert (await store.prepared.open_by_secret(second.secret, "01")).id == second.id
    day = f"{began:%Y-%m-%d}"
    assert await entries(store, Deed.PREPARED_PURGED) == [(CONSOLE, f"prepared 1 {day} {day}")]
    lying = await store.prepared.lying()
    assert (lying.forms, lying.resting, lying.room) == (1, 1, MOST_OF_A_KIND - 1)


async def test_purged_with_their_codes_there_is_room_again(store, clock, monkeypatch):
    monkeypatch.setattr("kiosk.store._prepared.MOST_OF_A_KIND", 2)
    for _ in range(2):
        await store.prepared.keep(a_form())
    assert (await store.prepared.lying()).room == 0
    since, before = clock.now() - timedelta(days=1), clock.now() + timedelta(days=1)
    await store.prepared.purge(CONSOLE, since, before, codes=False)
    with pytest.raises(TooMany):
        await store.prepared.keep(a_form())
    assert (await store.prepared.purge(CONSOLE, since, before, codes=True)).count == 0
    await store.prepared.keep(a_form())


async def test_staff_release_the_lock_on_record(store):
    kept = await store.prepared.keep(a_form())
    for n in range(OF_ALL.free):
        await refused(store.prepared, other_than(kept.code), asker=f"{n % 20:02}")
    assert (await store.prepared.lying()).wait_s == OF_ALL.first_s
    assert (await refused(store.prepared, kept.code, asker="21")).wait_s == OF_ALL.first_s
    await store.prepared.release_codes(CONSOLE)
    assert (await store.prepared.open(kept.code, "002X", "21")).id == kept.id
    assert (await store.prepared.lying()).wait_s == 0
    assert await entries(store, Deed.CODES_RELEASED) == [(CONSOLE, "")]


async def test_which_kiosks_are_shut_is_told(store):
    kept = await store.prepared.keep(a_form())
    for _ in range(OF_ONE.free):
        await refused(store.prepared, other_than(kept.code), asker="07")
    assert (await store.prepared.lying()).shut == ("07",)


def test_what_is_kept_says_nothing_in_a_log():
    kept = Kept("id", "712345", "secret-of-the-picture", None)
    assert "712345" not in repr(kept)
    assert "secret-of" not in repr(kept)
    assert asks_proof(kept.code)
