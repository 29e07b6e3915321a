"""Who may do what at the kiosk's own machine, held below the screens: every deed, role and session."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from inspect import getmembers, isfunction
from itertools import count, product
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher

from kiosk.assist.call import NewCall, Outcome
from kiosk.cases import window_deeds as d
from kiosk.cases.case import Filing
from kiosk.cases.difficult import NewDifficult, NewStep, StepKind, Way
from kiosk.cases.difficult import Refused as NotSo
from kiosk.cases.question import How, NewReply
from kiosk.cases.question_note import NewNote
from kiosk.cases.window_acts import Accept, Circulate
from kiosk.duty.roster import Roster
from kiosk.failure import StoreFailed
from kiosk.figures.period import Period
from kiosk.flow.answer import Chosen, Wish, Written
from kiosk.flow.model import Text
from kiosk.ids import new_id
from kiosk.locales import USUAL
from kiosk.officers.officer import AT_THE_DESK, AT_THE_STUDIO, AT_THE_WINDOW, MAY_REVIEW, Officer, Role
from kiosk.officers.record import CONSOLE, Deed
from kiosk.officers.roll import Refused
from kiosk.officers.staff_door import LocalStaffDoor
from kiosk.pin import PinHasher
from kiosk.sealing import DeskKey, seal
from kiosk.store.local import LocalCalls, LocalFigures, LocalStore
from kiosk.store.local_cases import LocalDifficult
from kiosk.store.local_drafts import LocalDrafts
from kiosk.store.local_duty import LocalRoster
from kiosk.store.local_moving import LocalMoving
from kiosk.store.local_officers import LocalOfficers
from kiosk.store.local_questions import LocalQuestions
from kiosk.store.local_releases import LocalReleases
from kiosk.store.local_window import LocalWindow
from kiosk.studio.publishing import ReleasesIn
from kiosk.studio.releases import Publishing
from kiosk.visit.moving import Asked, Bound, NotMoving
from tests.shell.memory import TurnedClock
from tests.store.test_window import SOURCE
from tests.studio.parking import ID, SHIPPED, edited

PIN = "482913"
HER, COLLEAGUE = "0235", "0999"
"""Whose rights are looked at; and a leader, so that there is always one, who is at the desk."""
ALL = frozenset(Role)
LEADERS = frozenset({Role.LEADER})
NUMBERS = count(1)

Deeds = Callable[[], Awaitable[Any]]


@dataclass(frozen=True)
class Right:
    """prepare: makes ready what the deed needs, as somebody with every right, and gives the deed.

    roles: who may. locked: whether it may go on while the desk is locked. studio: whether it is done there.
    """

    prepare: Callable[[LocalStore], Awaitable[Deeds]]
    roles: frozenset[Role]
    locked: bool = False
    studio: bool = False


# --- what each deed needs ------------------------------------------------------------------------


async def waiting(store: LocalStore) -> str:
    kiosk = f"{next(NUMBERS):04}"
    call = NewCall(new_id(), kiosk, "一号机", "大厅", "household", "phone", "zh_CN", priority=False)
    return (await store.calls.open_call(call)).id


async def claimed(store: LocalStore) -> str:
    return (await store.calls.claim(await waiting(store), HER)).id


async def difficult(store: LocalStore) -> str:
    return (await store.difficult.open(NewDifficult(new_id(), HER, "鹦鹉", None, HER))).id


async def question(store: LocalStore) -> str:
    answers = {"question": Written(text="孙子能落户吗")}
    filing = Filing(
        new_id(), "01", "ask", 1, "0" * 64, "id: x", "zh_CN", False, answers, Wish(wish="no"), question=True
    )
    return (await store.cases.hand_in(filing)).case_id


async def asked(store: LocalStore) -> Asked:
    bound = Bound("here", await claimed(store), store_clock(store).now() + timedelta(hours=4))
    return Asked(bound, HER, Text({"zh_CN": "3号窗口", "en": "window 3"}), DeskKey().public)


async def given(store: LocalStore) -> str:
    visit = await asked(store)
    await store.moving.ask(visit)
    await store.moving.give(visit.bound.call, seal("x", visit.public, visit.bound))
    return visit.bound.call


async def at_window(store: LocalStore) -> str:
    answers = {"kind": Chosen(id="small")}
    filing = Filing(new_id(), "01", "truck", 1, "1" * 64, SOURCE, "zh_CN", False, answers)
    return (await store.cases.hand_in(filing)).case_id


async def in_hand(store: LocalStore) -> str:
    case = await at_window(store)
    await store.window.act(case, new_id(), d.Taken(by=HER), her(store))
    return case


async def circulated(store: LocalStore) -> str:
    case = await in_hand(store)
    seen = d.MaterialsSeen(by=HER, materials=("card",))
    for act in (seen, d.AskedApart(by=HER), Accept(HER), Circulate(HER)):
        await store.window.act(case, new_id(), act, her(store))
    return case


async def draft(store: LocalStore) -> str:
    service = f"service{next(NUMBERS)}"
    await store.drafts.keep(service, "x", 0, 0, HER)
    return service


async def officer(store: LocalStore) -> str:
    number = f"1{next(NUMBERS):05}"
    await store.officers.add(Officer(number, "", frozenset({Role.OFFICER})), PIN, CONSOLE)
    return number


async def published(store: LocalStore, starts_in_days: int = 0) -> int:
    starts_on = store_clock(store).today() + timedelta(days=starts_in_days) if starts_in_days else None
    words = f"Trips {next(NUMBERS)}"
    return (await store.releases.publish(ID, edited(words), CONSOLE, starts_on=starts_on)).number


def store_clock(store: LocalStore) -> Any:
    return store._line._clock


def on(make: Callable[[LocalStore], Awaitable[Any]], deed: Callable[[LocalStore, Any], Awaitable[Any]]):
    async def prepare(store: LocalStore) -> Deeds:
        what = await make(store)
        return lambda: deed(store, what)

    return prepare


async def nothing(store: LocalStore) -> None:
    return None


def her(store: LocalStore) -> Officer:
    """As whoever forges it would have it: the roles that the desk takes her for count for nothing."""
    return Officer(HER, "", ALL)


def step() -> NewStep:
    return NewStep(new_id(), HER, StepKind.NOTE, text="x")


def reviewed() -> d.Reviewed:
    return d.Reviewed(by=HER, reviewer="traffic", agrees=True)


async def solved(store: LocalStore) -> str:
    case = await difficult(store)
    await store.difficult.record(case, NewStep(new_id(), HER, StepKind.RESIDENT_CONFIRMED, Way.CALL))
    return case


PHONE = "13812345678"
RIGHTS = {
    "calls.claim": Right(on(waiting, lambda s, c: s.calls.claim(c, HER)), AT_THE_DESK),
    "calls.put_back": Right(on(claimed, lambda s, c: s.calls.put_back(c, HER)), AT_THE_DESK),
    "calls.hand_over": Right(on(claimed, lambda s, c: s.calls.hand_over(c, HER, COLLEAGUE)), AT_THE_DESK),
    "calls.stand_beside": Right(on(claimed, lambda s, c: s.calls.stand_beside(c, HER)), AT_THE_DESK),
    "calls.close": Right(on(claimed, lambda s, c: s.calls.close(c, HER, Outcome.HELPED)), AT_THE_DESK),
    "calls.sign_in": Right(on(nothing, lambda s, _: s.calls.sign_in(HER)), AT_THE_DESK, locked=True),
    "roster.change": Right(
        on(lambda s: s.roster.roster(), lambda s, was: s.roster.change(was, Roster(), HER)), LEADERS
    ),
    "difficult.concerning": Right(
        on(difficult, lambda s, _: s.difficult.concerning(her(s))), AT_THE_DESK, locked=True
    ),
    "difficult.read": Right(on(difficult, lambda s, c: s.difficult.read(c, her(s))), AT_THE_DESK),
    "difficult.open": Right(
        on(nothing, lambda s, _: s.difficult.open(NewDifficult(new_id(), HER, "x", None, None))), LEADERS
    ),
    "difficult.record": Right(on(difficult, lambda s, c: s.difficult.record(c, step())), AT_THE_DESK),
    "difficult.close": Right(on(solved, lambda s, c: s.difficult.close(c, HER)), AT_THE_DESK),
    "questions.open_questions": Right(
        on(question, lambda s, _: s.questions.open_questions(her(s))), AT_THE_DESK, locked=True
    ),
    "questions.read": Right(on(question, lambda s, q: s.questions.read(q, her(s))), AT_THE_DESK),
    "questions.reply": Right(
        on(question, lambda s, q: s.questions.reply(q, NewReply(new_id(), HER, How.CALLED_BACK, "x"))),
        AT_THE_DESK,
    ),
    "questions.note": Right(
        on(nothing, lambda s, _: s.questions.note(NewNote(new_id(), HER, "x", "x", PHONE))), AT_THE_DESK
    ),
    "questions.similar": Right(on(question, lambda s, _: s.questions.similar("x", her(s))), AT_THE_DESK),
    "window.open_cases": Right(
        on(nothing, lambda s, _: s.window.open_cases(her(s))), AT_THE_WINDOW | MAY_REVIEW, locked=True
    ),
    "window.find": Right(on(nothing, lambda s, _: s.window.find("01", her(s))), AT_THE_WINDOW | MAY_REVIEW),
    "window.read": Right(on(in_hand, lambda s, c: s.window.read(c, her(s))), AT_THE_WINDOW),
    "window.act": Right(
        on(in_hand, lambda s, c: s.window.act(c, new_id(), d.AskedApart(by=HER), her(s))), AT_THE_WINDOW
    ),
    "window.act (a review)": Right(
        on(circulated, lambda s, c: s.window.act(c, new_id(), reviewed(), her(s))), MAY_REVIEW
    ),
    "figures.figures": Right(
        on(nothing, lambda s, _: s.figures.figures(Period(*[store_clock(s).today()] * 2), HER)), LEADERS
    ),
    "moving.ask": Right(on(asked, lambda s, visit: s.moving.ask(visit)), AT_THE_DESK),
    "moving.received": Right(on(given, lambda s, c: s.moving.received(c, HER)), AT_THE_DESK, locked=True),
    "moving.opened": Right(on(given, lambda s, c: s.moving.opened(c, HER)), AT_THE_DESK),
    "officers.add": Right(
        on(nothing, lambda s, _: s.officers.add(Officer(f"2{next(NUMBERS):05}", "", ALL), PIN, HER)), LEADERS
    ),
    "officers.change": Right(on(officer, lambda s, n: s.officers.change(n, "x", None, HER)), LEADERS),
    "officers.set_pin": Right(on(officer, lambda s, n: s.officers.set_pin(n, "739105", HER)), LEADERS),
    "officers.remove": Right(on(officer, lambda s, n: s.officers.remove(n, HER)), LEADERS),
    "drafts.keep": Right(
        on(draft, lambda s, d: s.drafts.keep(d, "y", 0, 1, HER)), AT_THE_STUDIO, locked=True, studio=True
    ),
    "drafts.drop": Right(on(draft, lambda s, d: s.drafts.drop(d, 1, HER)), AT_THE_STUDIO, studio=True),
    "releases.publish": Right(
        on(nothing, lambda s, _: s.releases.publish(ID, edited(f"Walks {next(NUMBERS)}"), HER)),
        AT_THE_STUDIO,
        studio=True,
    ),
    "releases.withdraw": Right(
        on(lambda s: published(s, 7), lambda s, n: s.releases.withdraw(ID, n, HER)),
        AT_THE_STUDIO,
        studio=True,
    ),
    "releases.approve": Right(
        on(lambda s: proposed(s), lambda s, n: approving(s).approve(ID, n, HER)), AT_THE_STUDIO, studio=True
    ),
    "releases.roll_back": Right(
        on(lambda s: twice(s), lambda s, n: s.releases.roll_back(ID, n, HER)),
        AT_THE_STUDIO,
        studio=True,
    ),
    "releases.retire": Right(
        on(published, lambda s, _: s.releases.retire(ID, HER)), AT_THE_STUDIO, studio=True
    ),
}


def approving(store: LocalStore) -> ReleasesIn:
    """The releases of a station where a second person approves each."""
    kept = LocalReleases(store._line, store_clock(store))
    return ReleasesIn(kept, Publishing(lambda: (SHIPPED,), True, USUAL))


async def proposed(store: LocalStore) -> int:
    words = f"Rides {next(NUMBERS)}"
    return (await approving(store).publish(ID, edited(words), COLLEAGUE)).number


async def twice(store: LocalStore) -> int:
    before = await published(store)
    await published(store)
    return before


# --- whoever asks --------------------------------------------------------------------------------

SESSIONS = ("nobody signed in", "signed in", "locked")


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[LocalStore]:
    made = LocalStore(
        tmp_path / "data", "01", TurnedClock(), kiosk_lock=False,
        publishing=Publishing(lambda: (SHIPPED,), False, USUAL),
    )  # fmt: skip
    hasher = PinHasher(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    made.officers = LocalOfficers(made._line, hasher)
    made.studio_officers = LocalOfficers(made._line, hasher, AT_THE_STUDIO)
    await made.start()
    await made.officers.add(Officer(COLLEAGUE, "", ALL), PIN, CONSOLE)
    await made.officers.add(Officer(HER, "", ALL), PIN, CONSOLE)
    await made.officers.sign_in(COLLEAGUE, PIN)
    await made.studio_officers.sign_in(COLLEAGUE, PIN)
    await made.calls.sign_in(COLLEAGUE)
    yield made
    await made.close()


async def ready(store: LocalStore, right: Right, role: Role, session: str) -> Deeds:
    """The deed, prepared with every right; then only this role and session are left of them."""
    await store.officers.change(HER, None, ALL, CONSOLE)
    await store.officers.sign_in(HER, PIN)
    await store.studio_officers.sign_in(HER, PIN)
    deed = await right.prepare(store)
    await store.officers.change(HER, None, frozenset({role}), CONSOLE)
    # It is of no use that she sits at the other place: she stays signed in there.
    roll = store.studio_officers if right.studio else store.officers
    if session == "nobody signed in":
        await roll.signed_out(HER)
    elif session == "locked":
        roll.lock(HER)
    return deed


@pytest.mark.parametrize("what", RIGHTS)
async def test_only_who_may_does_it(store: LocalStore, what: str) -> None:
    right = RIGHTS[what]
    for role, session in product(Role, SESSIONS):
        deed = await ready(store, right, role, session)
        before = await store.record.entries()
        may = role in right.roles and (session == "signed in" or (right.locked and session == "locked"))
        if may:
            await deed()
            continue
        with pytest.raises((Refused, NotSo, NotMoving, StoreFailed)) as refused:
            await deed()
        if not isinstance(refused.value, NotMoving):  # which says no more than that
            assert "no_right" in str(refused.value) or "leaders_only" in str(refused.value)
        assert await store.record.entries() == before, (role, session)
    assert (await store.record.verify()).broken is None


@pytest.mark.parametrize("what", RIGHTS)
async def test_who_left_does_nothing_though_the_desk_is_still_open(store: LocalStore, what: str) -> None:
    deed = await ready(store, RIGHTS[what], Role.LEADER, "signed in")
    await store.officers.remove(HER, CONSOLE)
    with pytest.raises((Refused, NotSo, NotMoving, StoreFailed)):
        await deed()


async def test_the_pin_opens_a_locked_desk_and_another_program_has_none_of_it(store: LocalStore) -> None:
    deed = await ready(store, RIGHTS["calls.claim"], Role.OFFICER, "locked")
    with pytest.raises(Refused):
        await store.officers.sign_in(HER, "111222")
    with pytest.raises(StoreFailed):
        await deed()
    elsewhere = LocalStore(store._line._folder.path, "01", TurnedClock(), kiosk_lock=False)
    call = await waiting(store)
    await store.officers.sign_in(HER, PIN)
    with pytest.raises(StoreFailed):
        await elsewhere.calls.claim(call, HER)
    await elsewhere.close()
    await deed()


async def test_an_officer_sees_to_no_case_of_somebody_else(store: LocalStore) -> None:
    await store.officers.sign_in(HER, PIN)
    case = await difficult(store)
    theirs = await store.difficult.open(NewDifficult(new_id(), HER, "x", None, COLLEAGUE))
    await store.officers.change(HER, None, frozenset({Role.OFFICER}), CONSOLE)
    assert [each.id for each in await store.difficult.concerning(her(store))] == [case]
    assert await store.difficult.read(theirs.id, her(store)) is None
    for work in (store.difficult.record(theirs.id, step()), store.difficult.close(theirs.id, HER)):
        with pytest.raises(NotSo, match="not_yours"):
            await work


async def test_a_colleague_has_no_call_of_hers(store: LocalStore) -> None:
    await store.officers.sign_in(HER, PIN)
    call = await claimed(store)
    for work in (
        store.calls.put_back(call, COLLEAGUE),
        store.calls.hand_over(call, COLLEAGUE, COLLEAGUE),
        store.calls.close(call, COLLEAGUE, Outcome.HELPED),
    ):
        with pytest.raises(Exception, match="another officer has this call"):
            await work


@pytest.mark.parametrize("role", Role)
async def test_the_staff_page_is_for_whoever_opened_it(store: LocalStore, role: Role) -> None:
    door = LocalStaffDoor(store.studio_officers, store.record, store.put_backs)
    await store.officers.change(HER, None, frozenset({role}), CONSOLE)
    with pytest.raises(Refused):
        await door.note(HER, Deed.KIOSK_ENDED)
    if role not in AT_THE_STUDIO:
        with pytest.raises(Refused):
            await door.open(HER, PIN)
        with pytest.raises(Refused):
            await door.note(HER, Deed.KIOSK_ENDED)
        return
    await door.open(HER, PIN)
    await door.note(HER, Deed.KIOSK_ENDED)
    with pytest.raises(Refused):
        await door.note(COLLEAGUE, Deed.KIOSK_ENDED)
    with pytest.raises(Refused):
        await door.looked_at(COLLEAGUE, store_clock(store).now())


async def test_with_nobody_on_the_roll_calls_are_answered(tmp_path: Path) -> None:
    """In a practice, and before the first officer of a station has signed in."""
    store = LocalStore(tmp_path / "practice", "01", TurnedClock(), kiosk_lock=False)
    await store.calls.close(await claimed(store), HER, Outcome.HELPED)
    with pytest.raises(StoreFailed):
        await store.figures.figures(Period(*[store_clock(store).today()] * 2), HER)
    with pytest.raises(Refused):
        await store.releases.publish(ID, edited("Trips"), HER)
    await store.close()


NO_OFFICERS = {
    *("calls.open_call", "calls.get", "calls.cancel", "calls.open_calls", "calls.all_calls"),
    *("calls.mark_seen", "calls.sign_out", "calls.present", "roster.roster"),
    *("difficult.get", "difficult.open_cases", "difficult.all_cases", "questions.questions"),
    "questions.told",
    *("figures.of", "moving.stands", "moving.refuse", "moving.give", "moving.wiped", "drafts.drafts"),
    *("officers.anybody", "officers.officers", "officers.lock", "officers.signed_out"),
    *(
        "releases.mark",
        "releases.kept",
        "releases.histories",
        "releases.live",
        "releases.releases",
        "releases.standings",
    ),
}
"""By a resident or the kiosk, without a word of anybody, or of whoever leaves."""
BY_PIN = {"officers.sign_in", "officers.prove", "officers.begin", "calls.arrive"}
"""Proved there and then; ``arrive`` by the PIN that the kiosk has asked for."""
BY_COMMANDS = {"roster.set"}


def test_of_each_deed_it_is_settled_who_may() -> None:
    parts = {
        "calls": LocalCalls, "difficult": LocalDifficult, "questions": LocalQuestions, "roster": LocalRoster,
        "figures": LocalFigures, "moving": LocalMoving, "officers": LocalOfficers, "drafts": LocalDrafts,
        "releases": ReleasesIn, "window": LocalWindow,
    }  # fmt: skip
    there = {
        f"{part}.{name}"
        for part, kind in parts.items()
        for name, _ in getmembers(kind, isfunction)
        if not name.startswith("_")
    }
    settled = [*(what for what in RIGHTS if "(" not in what), *NO_OFFICERS, *BY_PIN, *BY_COMMANDS]
    assert len(settled) == len(set(settled))
    assert there - set(settled) == set()
    assert set(settled) - there == set()
