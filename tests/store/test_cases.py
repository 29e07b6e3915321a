"""Handing in, rating, reading cases."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from kiosk.cases.case import CaseBook
from kiosk.cases.number import valid
from kiosk.cases.rating import Rating
from kiosk.flow.answer import Chosen, Day, Seen, Unknown, Wish, Written
from kiosk.store.failure import StoreFailed, Trouble
from kiosk.store.keys import KeyFile, read_ring
from kiosk.store.seal import Cell, Seal


async def test_a_filing_is_kept_word_for_word(store, a_filing, clock):
    book: CaseBook = store.cases
    filing = a_filing()
    receipt = await book.hand_in(filing)
    (case,) = await book.cases(reveal=True)
    assert (case.id, case.number) == (receipt.case_id, receipt.number)
    assert dict(case.answers) == dict(filing.answers)
    assert case.answered == tuple(filing.answers)
    assert (case.state, case.filed_at, case.priority) == ("handed_in", clock.now(), True)
    assert (case.flow_version, case.flow_sha256) == (3, filing.flow_sha256)
    assert not case.masked


async def test_masked_is_the_default_and_tells_only_what_was_answered(store, a_filing):
    await store.cases.hand_in(a_filing())
    (case,) = await store.cases.cases()
    assert case.masked
    assert case.answers == {}
    assert case.answered == ("own", "name", "number", "phone", "address")


async def test_answers_keep_the_order_of_the_flow(store, a_filing):
    answers = {"z": Seen(), "a": Unknown(), "m": Chosen(id="x"), "b": Day(day=None)}
    await store.cases.hand_in(a_filing(answers=answers))
    (case,) = await store.cases.cases(reveal=True)
    assert list(case.answers.items()) == list(answers.items())


async def test_numbers_count_up_and_check(store, a_filing):
    numbers = [(await store.cases.hand_in(a_filing())).number for _ in range(3)]
    assert [number[:-1] for number in numbers] == ["010001", "010002", "010003"]
    assert all(valid(number) for number in numbers)


async def test_each_kiosk_number_has_its_own_sequence(make_store, a_filing):
    first, second = make_store("01"), make_store("02")
    assert (await first.cases.hand_in(a_filing())).number.startswith("010001")
    assert (await second.cases.hand_in(a_filing())).number.startswith("020001")
    assert (await first.cases.hand_in(a_filing())).number.startswith("010002")


async def test_the_same_visit_twice_is_one_case(store, a_filing):
    filing = a_filing()
    assert await store.cases.hand_in(filing) == await store.cases.hand_in(filing)
    assert len(await store.cases.cases()) == 1
    assert (await store.cases.hand_in(a_filing())).number[:-1] == "010002"


async def test_a_failed_filing_leaves_nothing_behind(store, folder, a_filing):
    broken = a_filing(answers={"name": Written(text="好"), "bad": "not an answer"})
    with pytest.raises(Exception, match="serializ"):
        await store.cases.hand_in(broken)
    with closing(sqlite3.connect(folder / "kiosk.db")) as database:
        for table in ("filed_case", "case_answer", "wish", "flow_release", "sequence"):
            assert database.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,)
    assert (await store.cases.hand_in(a_filing())).number[:-1] == "010001"


async def test_a_case_stays_on_the_release_it_was_filed_under(store, a_filing):
    old = await store.cases.hand_in(a_filing())
    new = await store.cases.hand_in(
        a_filing(flow_version=4, flow_sha256="cd" * 32, flow_source="id: household_move\nnew: true\n")
    )
    by_id = {case.id: case for case in await store.cases.cases()}
    assert by_id[old.case_id].flow_version == 3
    assert by_id[new.case_id].flow_version == 4
    assert await store.cases.flow_source("ab" * 32) == "id: household_move\n"
    assert await store.cases.flow_source("cd" * 32) == "id: household_move\nnew: true\n"
    assert await store.cases.flow_source("00" * 32) is None


async def test_one_rating_a_visit(store, a_filing):
    filing = a_filing()
    await store.cases.hand_in(filing)
    await store.cases.rate(filing.visit_id, 2)
    await store.cases.rate(filing.visit_id, 5)
    (case,) = await store.cases.cases()
    assert case.rating == 2


async def test_no_rating_is_none_and_a_visit_without_a_case_may_be_rated(store, a_filing):
    await store.cases.hand_in(a_filing())
    await store.cases.rate("another visit", 5)
    (case,) = await store.cases.cases()
    assert case.rating is None


async def test_ratings_are_told_without_their_visits(store, clock):
    given = []
    for level in (5, 1):
        await store.cases.rate(f"visit-{level}", level)
        given.append(Rating(level, clock.now()))
        clock.pass_by(1)
    assert await store.cases.ratings() == tuple(given)


@pytest.mark.parametrize("level", [0, 6, -1])
async def test_other_levels_are_refused(store, level):
    with pytest.raises(ValueError):
        await store.cases.rate("visit", level)


@pytest.mark.parametrize("reveal", [False, True])
async def test_the_wish_is_only_told_where_it_is_asked_for(store, a_filing, reveal):
    receipt = await store.cases.hand_in(a_filing())
    (case,) = await store.cases.cases(reveal=reveal)
    assert "unsure" not in repr(case)
    assert "wish" not in repr(case)
    assert await store.cases.wish_for_officer(receipt.case_id) == Wish(wish="unsure")


async def test_no_wish_where_none_was_asked(store, a_filing):
    receipt = await store.cases.hand_in(a_filing(wish=None))
    assert await store.cases.wish_for_officer(receipt.case_id) is None


async def test_a_wish_among_the_answers_is_put_apart(store, a_filing):
    answers = {"own_wish": Wish(wish="no"), "name": Written(text="好")}
    receipt = await store.cases.hand_in(a_filing(answers=answers, wish=None))
    (case,) = await store.cases.cases(reveal=True)
    assert case.answered == ("name",)
    assert await store.cases.wish_for_officer(receipt.case_id) == Wish(wish="no")


async def test_wishes_look_alike_on_the_disk(store, folder, a_filing):
    for wish in ("yes", "no", "unsure"):
        await store.cases.hand_in(a_filing(wish=Wish(wish=wish)))
    with closing(sqlite3.connect(folder / "kiosk.db")) as database:
        lengths = {len(value) for (value,) in database.execute("SELECT value FROM wish")}
    assert len(lengths) == 1


async def test_exchanged_answers_do_not_open(store, folder, a_filing):
    await store.cases.hand_in(a_filing())
    with closing(sqlite3.connect(folder / "kiosk.db")) as database:
        (phone,) = database.execute("SELECT value FROM case_answer WHERE step = 'phone'").fetchone()
        database.execute("UPDATE case_answer SET value = ? WHERE step = 'number'", (phone,))
        database.commit()
    with pytest.raises(StoreFailed) as failed:
        await store.cases.cases(reveal=True)
    assert failed.value.trouble is Trouble.DAMAGED
    assert len(await store.cases.cases()) == 1


async def test_an_answer_that_cannot_be_read_is_not_quoted_in_the_error(store, a_filing, folder):
    filing = a_filing()
    receipt = await store.cases.hand_in(filing)
    value = Seal(KeyFile(folder, read_ring(folder))).close(
        '{"type":"written","words":"王某某的秘密"}',
        Cell("case_answer", f"{receipt.case_id}/name", "value"),
    )
    with closing(sqlite3.connect(folder / "kiosk.db")) as database:
        database.execute("UPDATE case_answer SET value = ? WHERE step = 'name'", (value,))
        database.commit()
    with pytest.raises(StoreFailed) as failed:
        await store.cases.cases(reveal=True)
    error: BaseException | None = failed.value
    while error is not None:
        assert "秘密" not in str(error)
        error = error.__cause__


async def test_a_name_far_beyond_the_common_characters_comes_back_whole(make_store, a_filing, folder):
    name = "王\U0002c542\U0002d3e6葛\U000e0100"
    first = make_store()
    await first.cases.hand_in(a_filing(answers={"name": Written(text=name)}))
    (case,) = await make_store("02").cases.cases(reveal=True)
    assert case.answers["name"] == Written(text=name)
    (masked,) = await first.cases.cases()
    assert masked.answers == {}
    kept = b"".join(path.read_bytes() for path in folder.glob("kiosk.db*"))
    assert name.encode() not in kept
    assert "\U0002c542".encode() not in kept
