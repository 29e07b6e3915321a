"""Drafts of services in the local store: kept word for word, one saving after the other, by who may."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from kiosk.officers.officer import AT_THE_STUDIO, Officer, Role
from kiosk.officers.record import CONSOLE, Deed
from kiosk.officers.roll import Refused
from kiosk.pin import PinHasher
from kiosk.store.local import LocalStore
from kiosk.store.local_officers import LocalOfficers
from kiosk.studio.book import LONGEST, NO_RIGHT, TOO_LONG, Newer

PIN = "482913"
TEXT = "schema: 1  # 说明\nid: parking\n"


@pytest.fixture
async def store(make_store: Callable[..., LocalStore]) -> LocalStore:
    made = make_store()
    hasher = PinHasher(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    made.officers = LocalOfficers(made._line, hasher)
    made.studio_officers = LocalOfficers(made._line, hasher, AT_THE_STUDIO)
    await made.start()
    for number, role in (("0700", Role.STAFF), ("0701", Role.LEADER), ("0301", Role.OFFICER)):
        await made.officers.add(Officer(number, "", frozenset({role})), PIN, CONSOLE)
        made.seats.studio.sit(number)
    return made


async def test_a_draft_is_kept_word_for_word(store: LocalStore, clock) -> None:
    first = await store.drafts.keep("parking", TEXT, 0, 0, "0700")
    clock.pass_by(60)
    second = await store.drafts.keep("parking", TEXT + "icon: house\n", 0, first.revision, "0701")
    assert (second.revision, second.by, second.saved_at) == (2, "0701", clock.now())
    assert await store.drafts.drafts() == (second,)


async def test_who_saves_over_a_newer_one_is_given_it(store: LocalStore) -> None:
    mine = await store.drafts.keep("parking", TEXT, 0, 0, "0700")
    theirs = await store.drafts.keep("parking", "id: other\n", 0, mine.revision, "0701")
    for work in (
        store.drafts.keep("parking", "id: mine\n", 0, mine.revision, "0700"),
        store.drafts.keep("parking", "id: mine\n", 0, 0, "0700"),
        store.drafts.drop("parking", mine.revision, "0700"),
    ):
        with pytest.raises(Newer) as newer:
            await work
        assert newer.value.kept == theirs
    await store.drafts.drop("parking", theirs.revision, "0701")
    with pytest.raises(Newer) as newer:
        await store.drafts.keep("parking", "id: mine\n", 0, mine.revision, "0700")
    assert newer.value.kept is None


@pytest.mark.parametrize("by", ["0301", "0999"], ids=["an-officer", "nobody"])
async def test_who_may_not_changes_nothing(store: LocalStore, by: str) -> None:
    with pytest.raises(Refused) as refused:
        await store.drafts.keep("parking", TEXT, 0, 0, by)
    assert refused.value.reason == NO_RIGHT
    kept = await store.drafts.keep("parking", TEXT, 0, 0, "0700")
    with pytest.raises(Refused):
        await store.drafts.drop("parking", kept.revision, by)
    assert await store.drafts.drafts() == (kept,)


async def test_a_text_too_long_is_refused(store: LocalStore) -> None:
    with pytest.raises(Refused) as refused:
        await store.drafts.keep("parking", "x" * (LONGEST + 1), 0, 0, "0700")
    assert refused.value.reason == TOO_LONG


async def test_begun_and_dropped_are_on_record(store: LocalStore) -> None:
    kept = await store.drafts.keep("parking", TEXT, 0, 0, "0700")
    kept = await store.drafts.keep("parking", TEXT * 2, 0, kept.revision, "0701")
    await store.drafts.drop("parking", kept.revision, "0701")
    told = [(e.deed, e.who, e.about) for e in (await store.record.entries())[-2:]]
    assert told == [(Deed.DRAFT_BEGUN, "0700", "parking"), (Deed.DRAFT_DROPPED, "0701", "parking")]


async def test_a_draft_is_there_after_the_store_was_opened_anew(
    store: LocalStore, make_store: Callable[..., LocalStore], folder: Path
) -> None:
    kept = await store.drafts.keep("parking", TEXT, 3, 0, "0700")
    await store.close()
    again = make_store()
    await again.start()
    assert await again.drafts.drafts() == (kept,)


async def test_staff_and_leaders_sign_in_to_the_studio_and_officers_do_not(store: LocalStore) -> None:
    assert (await store.studio_officers.sign_in("0700", PIN)).number == "0700"
    assert (await store.studio_officers.sign_in("0701", PIN)).number == "0701"
    with pytest.raises(Refused) as refused:
        await store.studio_officers.sign_in("0301", PIN)
    assert refused.value.reason.id == "studio.no_role"
    with pytest.raises(Refused) as refused:
        await store.officers.sign_in("0700", PIN)
    assert refused.value.reason.id == "desk.no_role"
