"""Who may ask the hub what: held below the screens, whatever a desk's or kiosk's program says."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from kiosk.duty.roster import Roster
from kiosk.hub.asking import Features
from kiosk.hub.database import open_pool
from kiosk.hub.features import features as all_features
from kiosk.hub.officers import Officers, Seat
from kiosk.hub.roster_form import RosterForm
from kiosk.ids import new_id
from kiosk.officers.officer import Officer, Role
from kiosk.officers.record import CONSOLE
from kiosk.studio.releases import Publishing
from kiosk.working_days import DueRule
from tests.hub.test_desk import PIN, quick
from tests.studio.parking import ID, TEXT

DESK = "east"
LEADER, OFFICER, STAFF = "0100", "0200", "0300"
ROLES = {LEADER: Role.LEADER, OFFICER: Role.OFFICER, STAFF: Role.STAFF}
KIOSK_ONLY = {
    *("facts.keep", "journals.begin", "kiosks.report", "releases.declined"),
    *("appointments.free", "appointments.book", "appointments.find", "appointments.move"),
    *("appointments.cancel", "appointments.check_in", "appointments.take_number"),
    *("appointments.ahead", "where.ask", "where.withdraw", "question.told"),
    *("where.answers", "where.correct"),
    *("seeing.answer", "seeing.show", "seeing.end", "visit.give", "visit.refuse"),
    *("prepared.keep", "prepared.open", "prepared.open_by_secret", "prepared.drop"),
}
PORTAL_ONLY = {"question.ask"}
"""A kiosk keeps what it is asked, and tells of it."""
ANYBODY = {
    "officers.prove",
    "officers.prove_staff",
    "presence.all",
    "visit.stands",
    "releases.all",
    "releases.text",
    "waiting.board",
}
"""What all of the hall may read; a PIN is proved; who is there is told to the kiosks; a visit only to its own
kiosk and desk."""
NOT_PERSONAL = {
    *("officers.anybody", "officers.sign_in", "officers.begin", "officers.signed_out", "officers.all"),
    *("presence.gone", "kiosks.show", "roster.show", "journals.lately", "releases.declined_by"),
    *("studio.sign_in", "studio.begin", "studio.signed_out", "studio.drafts", "studio.releases"),
    *("studio.text", "studio.standings", "studio.live"),
    *("seeing.point", "seeing.say", "seeing.stop"),
}
"""For any desk: numbers, duty, services; and a seeing is known by its id alone, which its desk was told."""
NO_ROSTER = RosterForm.of(Roster()).model_dump()


def acts(officer: str) -> dict[str, dict[str, Any]]:
    """Each act that somebody must be signed in for, as this officer would ask for it."""
    by = {"officer": officer}
    return {
        "presence.here": {"number": officer},
        "figures.read": {**by, "first": "2026-11-01", "last": "2026-11-02"},
        "roster.change": {**by, "before": NO_ROSTER, "after": NO_ROSTER},
        "difficult.concerning": by,
        "difficult.read": {**by, "case": new_id()},
        "difficult.open": {**by, "id": new_id(), "subject": "x", "service": None, "owner": None},
        "difficult.record": {
            **by, "case": new_id(), "step": new_id(), "kind": "note", "way": None, "text": "x", "owner": None
        },
        "difficult.close": {**by, "case": new_id()},
        "question.open": by,
        "question.read": {**by, "question": new_id()},
        "question.reply": {
            **by, "question": new_id(), "reply": new_id(), "how": "called_back", "text": "x"
        },
        "question.similar": {**by, "words": "x"},
        "question.note": {
            **by, "note": new_id(), "question": "x", "name": "x", "phone": "13812345678", "elderly": False,
            "answer": "", "locale": "zh_CN",
        },
        "waiting.line": by,
        "waiting.take_number": {
            **by, "arrival": {"id": new_id(), "service": "x", "elderly": False, "locale": "en"}
        },
        "waiting.check_in": {
            **by, "proof": {"identity": "", "code": "123456", "last_four": "1234", "begins": None}
        },
        "waiting.call_next": {**by, "window": 1},
        "waiting.call_again": {**by, "appointment": new_id()},
        "waiting.passed_over": {**by, "appointment": new_id()},
        "waiting.back_in_line": {**by, "appointment": new_id()},
        "waiting.served": {**by, "appointment": new_id()},
        "window.open": by,
        "window.find": {**by, "number": "1"},
        "window.read": {**by, "case": new_id()},
        "window.act": {
            **by, "case": new_id(), "act_id": new_id(), "act": f'{{"kind":"taken","by":"{officer}"}}'
        },
        "calls.stand_beside": {**by, "call": new_id()},
        "seeing.ask": {**by, "call": new_id()},
        "visit.ask": {
            **by, "call": new_id(), "window": {"en": "1"}, "public": "A" * 43 + "=",
            "until": datetime.now(UTC).isoformat(),
        },
        "visit.opened": {**by, "call": new_id()},
        "visit.wiped": {**by, "call": new_id()},
        "visit.received": {**by, "call": new_id()},
        "studio.keep": {**by, "service": "x", "text": "x", "based_on": 0, "revision": 0},
        "studio.publish": {**by, "service": ID, "source": TEXT, "based_on": None, "starts_on": None},
        "studio.act": {**by, "what": "retire", "service": "x", "number": 0},
    }  # fmt: skip


NO_RIGHT = {"hub.leaders_only", "desk.signed_out_by_hub", "desk.signed_out", "desk.roster_leaders_only"}
NOT_THERE = {"visit.received"}
"""Asks after what is there first; a visit that is not on its way to this desk is nobody's."""
FOR_LEADERS = {"figures.read", "roster.change", "difficult.open"}
FOR_THE_WINDOW = {"window.open", "window.find", "window.read", "window.act"}
AT_THE_STUDIO = {"studio.keep", "studio.publish", "studio.act"}
AT_A_DESK = set(acts(OFFICER)) - AT_THE_STUDIO - NOT_THERE


@pytest.fixture
def features():
    return all_features(DueRule(), Publishing())


@pytest.fixture
async def people(database):
    """One of each role; nobody is signed in anywhere."""
    pool = await open_pool(database)
    roll = Officers(pool, quick())
    for number, role in ROLES.items():
        await roll.add(CONSOLE, Officer(number, "", frozenset({role})), PIN, CONSOLE)
    yield pool
    await pool.close()


async def asked(line, what: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
    await line.say(type="ask", ref="r1", what=what, body=body or {})
    return await line.hear("answer", "refused_ask")


def known(features) -> set[str]:
    return {what for feature in features for what in feature.asks()}


def test_of_each_ask_it_is_settled_who_may(features):
    Features(features)
    settled = [*KIOSK_ONLY, *PORTAL_ONLY, *ANYBODY, *NOT_PERSONAL, *acts(OFFICER)]
    assert len(settled) == len(set(settled))
    assert set(settled) == known(features)


async def test_a_kiosk_may_nothing_that_is_a_desks(hub, kiosk_line, people, features):
    """Whoever has taken a kiosk apart has its key, and with it no officer's rights."""
    async with kiosk_line(hub) as line:
        for what in known(features) - KIOSK_ONLY - ANYBODY:
            answer = await asked(line, what, acts(LEADER).get(what))
            assert answer["type"] == "refused_ask", what
            assert answer["reason"] in {"hub.unknown", "hub.leaders_only"}, what


async def test_a_desk_may_nothing_that_is_a_kiosks(hub, desk_line, people):
    async with desk_line(hub, DESK) as line:
        for what in KIOSK_ONLY | PORTAL_ONLY:
            answer = await asked(line, what)
            assert (answer["type"], answer["reason"]) == ("refused_ask", "hub.unknown"), what


@pytest.mark.parametrize("number", [LEADER, "9999"])
async def test_who_is_not_signed_in_at_this_desk_may_nothing(hub, desk_line, people, number):
    async with desk_line(hub, "west"), desk_line(hub, DESK) as line:
        await Officers(people, quick()).sign_in("west", LEADER, PIN)
        for what, body in acts(number).items():
            answer = await asked(line, what, body)
            assert answer["type"] == "refused_ask", what
            if what in AT_A_DESK:
                assert answer["reason"] in NO_RIGHT, (what, answer["reason"])


async def test_an_officer_leads_nobody(hub, desk_line, people):
    async with desk_line(hub, DESK) as line:
        await Officers(people, quick()).sign_in(DESK, OFFICER, PIN)
        for what in FOR_LEADERS:
            answer = await asked(line, what, acts(OFFICER)[what])
            assert answer["type"] == "refused_ask", what
            assert answer["reason"] in NO_RIGHT, (what, answer["reason"])


async def test_who_answers_calls_handles_no_case(hub, desk_line, people):
    async with desk_line(hub, DESK) as line:
        await Officers(people, quick()).sign_in(DESK, OFFICER, PIN)
        for what in FOR_THE_WINDOW:
            answer = await asked(line, what, acts(OFFICER)[what])
            assert (answer["type"], answer["reason"]) == ("refused_ask", "window.no_right"), what


async def test_who_answers_calls_shapes_no_service_and_the_other_way_round(hub, desk_line, people):
    async with desk_line(hub, DESK) as line:
        await Officers(people, quick()).sign_in(DESK, OFFICER, PIN)
        await Officers(people, quick(), Seat.STUDIO).sign_in(DESK, STAFF, PIN)
        for what in AT_THE_STUDIO:
            answer = await asked(line, what, acts(OFFICER)[what])
            assert answer["type"] == "refused_ask", what
            assert answer["reason"] in {"studio.no_right", "studio.release.no_right"}, what
        for what in AT_A_DESK:
            answer = await asked(line, what, acts(STAFF)[what])
            assert answer["type"] == "refused_ask", what
            assert answer["reason"] in NO_RIGHT, (what, answer["reason"])
