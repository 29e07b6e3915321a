"""The hall's forms prepared at home: kept at the hub, opened at any kiosk, guessed by nobody, then gone."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from kiosk.cases.guesses import OF_ALL, OF_ONE, of_all
from kiosk.cases.prepared import LIES, NotOpened, PreparedForm, TooMany
from kiosk.clock import SystemClock
from kiosk.failure import StoreFailed, Trouble
from kiosk.flow.answer import IdentityNo, PhoneNo, Written
from kiosk.hub.database import open_pool
from kiosk.hub.facts import KioskFacts
from kiosk.hub.forgetting import _PREPARED, _some
from kiosk.hub.forwarder import Forwarder
from kiosk.hub.keys import Claimant
from kiosk.hub.link import websocket
from kiosk.hub.part import Part
from kiosk.hub.prepared import HallPrepared
from kiosk.hub.prepared_desk import PreparedDesk
from kiosk.hub.prepared_line import HubPrepared
from kiosk.hub.roll import cut_off, enrol
from kiosk.officers.record import CONSOLE
from kiosk.working_days import DueRule
from tests.hub.conftest import SEAL
from tests.hub.test_desk import soon
from tests.hub.test_facts import a_filing, all_told, make_store, store
from tests.hub.test_notes import everything

__all__ = ["make_store", "store"]

FORM = PreparedForm(
    "household",
    3,
    "ab" * 32,
    "zh_CN",
    "id: household\n",
    {"name": Written(text="欧阳鹦鹉"), "number": IdentityNo(number="11010519491231002X")},
)
PROOF = "002X"


@pytest.fixture
def features():
    return [KioskFacts(DueRule()), HallPrepared()]


@pytest.fixture
async def forms_of(hub, sql, store):
    """What a kiosk or a portal of this number reaches; its store tells the hub what it did."""
    running = []

    async def made(name="01"):
        known = Claimant(name, await enrol(sql, Part.KIOSK, name))
        address = hub.url.replace("ws", "http", 1)
        forwarder = Forwarder(
            store.outbox,
            lambda: websocket(address, known),
            SystemClock(),
            Random(1),
            soon,
            facts=store.facts,
        )
        running.append(asyncio.ensure_future(forwarder.run()))
        async with asyncio.timeout(20):
            while not forwarder.line.connected:  # noqa: ASYNC110 - told by the hub
                await asyncio.sleep(0.01)
        return HubPrepared(lambda: forwarder.line)

    yield made
    for each in running:
        each.cancel()
    await asyncio.gather(*running, return_exceptions=True)


async def refused(forms, code, proof=PROOF):
    with pytest.raises(NotOpened) as told:
        await forms.open(code, proof, "whoever")
    return told.value


def other_than(code):
    return code[0] + f"{(int(code[1:]) + 1) % 10**5:05}"


async def test_it_is_opened_by_code_or_secret_and_stands_nowhere_in_clear(forms_of, sql):
    forms = await forms_of()
    kept = await forms.keep(FORM)
    opened = await forms.open(kept.code, "002x", "01")
    assert (opened.id, opened.form) == (kept.id, FORM)
    assert (await forms.open_by_secret(kept.secret, "01")).form == FORM
    told = await everything(sql)
    assert not [text for text in ("欧阳鹦鹉", "11010519491231002X", kept.secret) if text in told]


async def test_a_wrong_proof_is_told_like_a_code_that_nobody_has(forms_of):
    forms = await forms_of()
    kept = await forms.keep(FORM)
    for code, proof in ((kept.code, "0014"), (kept.code, ""), (other_than(kept.code), PROOF)):
        told = await refused(forms, code, proof)
        assert (told.message.id, told.wait_s) == ("prepared.wrong", 0)
    with pytest.raises(NotOpened):
        await forms.open_by_secret("nothing of ours \u4e00", "01")


async def test_after_five_wrong_ones_nothing_more_is_looked_at_whatever_name_is_given(forms_of, sql):
    forms = await forms_of()
    kept = await forms.keep(FORM)
    for _ in range(OF_ONE.free - 1):
        assert (await refused(forms, other_than(kept.code))).wait_s == 0
    assert (await refused(forms, other_than(kept.code))).wait_s > 0
    assert (await refused(forms, kept.code)).message.id == "prepared.wait"
    assert (await forms.open_by_secret(kept.secret, "01")).id == kept.id
    rows = {row["asker"]: row["count"] for row in await sql.fetch("SELECT * FROM prepared_guess")}
    assert rows == {"01": OF_ONE.free, "*": OF_ONE.free}
    await sql.execute("UPDATE prepared_guess SET at = at - interval '31 seconds'")
    assert (await forms.open(kept.code, PROOF, "01")).id == kept.id


async def test_wrong_tries_of_a_clock_that_ran_ahead_keep_nobody_out_when_it_is_set_back(forms_of, sql):
    forms = await forms_of()
    kept = await forms.keep(FORM)
    await sql.execute(
        "INSERT INTO prepared_guess VALUES ('01', $1, now() + interval '1 day', clock_timestamp())",
        OF_ONE.free,
    )
    assert (await refused(forms, kept.code)).message.id == "prepared.wait"
    await sql.execute("UPDATE prepared_guess SET at = at - interval '31 seconds'")
    assert (await forms.open(kept.code, PROOF, "01")).id == kept.id


async def test_all_together_are_slowed_down(forms_of, sql):
    forms = await forms_of()
    kept = await forms.keep(FORM)
    await sql.execute(
        "INSERT INTO prepared_guess VALUES ('*', $1, clock_timestamp(), clock_timestamp())", OF_ALL.free
    )
    assert (await refused(forms, kept.code)).wait_s > 0


async def test_its_seven_days_over_it_does_not_open_and_the_next_one_wipes_it(forms_of, sql):
    forms = await forms_of()
    kept = await forms.keep(FORM)
    await sql.execute("UPDATE prepared_form SET until = clock_timestamp()")
    await refused(forms, kept.code)
    with pytest.raises(NotOpened):
        await forms.open_by_secret(kept.secret, "01")
    await forms.keep(FORM)
    row = await sql.fetchrow("SELECT * FROM prepared_form WHERE id = $1", kept.id)
    assert (row["form"], row["proof_marks"], row["secret_mark"]) == (None, None, None)


async def test_dropped_it_is_gone_and_its_code_rests(forms_of, sql, monkeypatch):
    forms = await forms_of()
    kept = await forms.keep(FORM)
    await forms.drop(kept.id)
    await forms.drop(kept.id)
    await refused(forms, kept.code)
    given = iter([kept.code, other_than(kept.code)])
    monkeypatch.setattr("kiosk.hub.prepared_rows.new_code", lambda proven: next(given))
    assert (await forms.keep(FORM)).code == other_than(kept.code)


async def test_handed_in_at_a_kiosk_it_is_used_up_at_the_hub(forms_of, store, sql):
    forms = await forms_of()
    kept = await forms.keep(FORM)
    await store.cases.hand_in(a_filing(prepared=kept.id))
    await all_told(store)
    assert await sql.fetchval("SELECT form FROM prepared_form WHERE id = $1", kept.id) is None
    await refused(forms, kept.code)


async def test_so_many_lie_that_no_more_are_kept(forms_of, monkeypatch):
    forms = await forms_of()
    monkeypatch.setattr("kiosk.hub.prepared_rows.MOST_OF_A_KIND", 1)
    await forms.keep(FORM)
    with pytest.raises(TooMany):
        await forms.keep(FORM)
    unproven = PreparedForm("s", 1, "ab", "en", "id: s", {"phone": PhoneNo(number="13812345678")})
    kept = await forms.keep(unproven)
    assert (await forms.open(kept.code, "", "01")).form == unproven


@pytest.fixture
async def pool(hub, database):
    opened = await open_pool(database, SEAL, largest=1)
    yield opened
    opened.terminate()


async def flows(sql):
    return [row["source"] for row in await sql.fetch("SELECT source FROM prepared_flow")]


async def test_the_text_of_a_service_is_kept_once_and_goes_with_the_last_form(forms_of, sql):
    forms = await forms_of()
    first, second = [await forms.keep(FORM) for _ in range(2)]
    assert await flows(sql) == ["id: household\n"]
    await forms.drop(first.id)
    assert (await forms.open(second.code, PROOF, "01")).form == FORM
    await forms.drop(second.id)
    assert await flows(sql) == []


async def test_the_text_goes_with_what_is_forgotten(forms_of, sql, pool):
    forms = await forms_of()
    await forms.keep(FORM)
    await sql.execute("UPDATE prepared_form SET kept_at = kept_at - interval '8 days'")
    assert await _some(pool, "prepared", LIES.days, _PREPARED) == 1
    assert await flows(sql) == []


@pytest.mark.parametrize(
    "spoilt", ["UPDATE prepared_flow SET source = 'id: mine'", "DELETE FROM prepared_flow"]
)
async def test_a_form_whose_service_was_exchanged_or_is_gone_is_told_as_damage(forms_of, sql, spoilt):
    forms = await forms_of()
    kept = await forms.keep(FORM)
    await sql.execute(spoilt)
    with pytest.raises(StoreFailed) as failed:
        await forms.open(kept.code, PROOF, "01")
    assert failed.value.trouble is Trouble.DAMAGED


async def test_a_large_hall_has_more_patience(forms_of, sql, pool):
    forms = await forms_of()
    kept = await forms.keep(FORM)
    wrong = "INSERT INTO prepared_guess VALUES ('*', $1, clock_timestamp(), clock_timestamp())"
    await sql.execute(wrong, OF_ALL.free)
    assert (await refused(forms, kept.code)).wait_s > 0
    for n in range(2, 10):
        await enrol(sql, Part.KIOSK, f"{n:02}")
    assert (await forms.open(kept.code, PROOF, "01")).id == kept.id
    async with pool.acquire() as connection:
        await cut_off(connection, Part.KIOSK, "09", CONSOLE)
    await sql.execute("UPDATE prepared_guess SET count = $1, at = clock_timestamp()", of_all(8).free)
    assert (await refused(forms, kept.code)).wait_s > 0


async def test_staff_purge_forms_and_release_codes_on_record(forms_of, sql, pool):
    forms = await forms_of()
    kept = await forms.keep(FORM)
    for _ in range(OF_ONE.free):
        await refused(forms, other_than(kept.code))

    async def desk(work):
        async with pool.acquire() as connection, connection.transaction():
            return await work(PreparedDesk(connection))

    assert (await desk(lambda desk: desk.lying())).shut == ("01",)
    await desk(lambda desk: desk.release_codes(CONSOLE))
    assert (await forms.open(kept.code, PROOF, "01")).id == kept.id
    now = datetime.now(UTC)
    since, before = now - timedelta(days=1), now + timedelta(days=1)
    assert (await desk(lambda desk: desk.purge(CONSOLE, since, before, codes=True))).count == 1
    lying = await desk(lambda desk: desk.lying())
    assert (lying.forms, lying.resting, lying.shut) == (0, 0, ())
    await refused(forms, kept.code)
    deeds = [row["deed"] for row in await sql.fetch("SELECT deed FROM record_entry WHERE chain = 'console'")]
    assert deeds.count("codes_released") == deeds.count("prepared_purged") == 1


async def test_without_a_connection_it_is_said_at_once():
    with pytest.raises(StoreFailed):
        await HubPrepared(lambda: None).open("712345", PROOF, "01")
