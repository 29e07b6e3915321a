"""The pages of what waits for a reviewer's look: who sees them, what is kept of a visit, what is not lost."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from kiosk.cases import window_deeds as d
from kiosk.cases.case import Filing
from kiosk.cases.window import WindowState
from kiosk.cases.window_acts import Accept, Circulate
from kiosk.failure import StoreFailed, Trouble
from kiosk.flow.answer import Chosen
from kiosk.ids import new_id
from kiosk.officers.officer import Officer, Role
from kiosk.officers.record import CONSOLE, Deed
from kiosk.portal.duty.sessions import IDLE_MINUTES
from tests.portal.browser import Browser, Page
from tests.portal.duty import GUIDE, PIN, Station, sign_in, station
from tests.store.test_window import SOURCE

VISITOR, CLERK = "0811", "0812"
LINES = ("灭火器够用。", "出口没有堵。")


def source() -> str:
    """A service of which two offices are asked; the first looks at two things."""
    told = json.loads(SOURCE)
    told["reviewers"][0]["look_at"] = [dict.fromkeys(("zh_CN", "en"), line) for line in LINES]
    return json.dumps(told)


@pytest.fixture
async def there(tmp_path: Path) -> AsyncIterator[Station]:
    async with station(tmp_path / "data") as made:
        for number, role in ((VISITOR, Role.REVIEWER), (CLERK, Role.WINDOW)):
            roles = frozenset({Role.OFFICER, role})
            await made.store.officers.add(Officer(number, "", roles), PIN, CONSOLE)
        yield made


async def circulated(there: Station) -> str:
    """A case that waits for what reviewers say."""
    store = there.store
    filing = Filing(
        visit_id=new_id(),
        kiosk="01",
        service="truck",
        flow_version=3,
        flow_sha256="cd" * 32,
        flow_source=source(),
        locale="zh_CN",
        priority=True,
        answers={"kind": Chosen(id="big")},
    )
    case = (await store.cases.hand_in(filing)).case_id
    clerk = await store.officers.sign_in(CLERK, PIN)
    for act in (
        d.Taken(by=CLERK),
        d.MaterialsSeen(by=CLERK, materials=("card", "licence")),
        Accept(CLERK),
        Circulate(CLERK),
    ):
        await store.window.act(case, new_id(), act, clerk)
    await store.officers.signed_out(CLERK)
    return case


async def opened(there: Station, phone: Browser, case: str) -> Page:
    await sign_in(phone, VISITOR)
    await phone.get("/duty/visits")
    return await phone.get(f"/duty/visits/{case}")


async def said(phone: Browser, key: str, **fields: str | list[str]) -> Page:
    """Fill in the page that is open and press one of its keys."""
    form = next(each for each in phone.page.forms if key in [value for _, value in each.keys])
    given = {name: [value] if isinstance(value, str) else value for name, value in fields.items()}
    return await phone.post(form.action, {**form.fields, **given, "do": [key]})


async def test_a_visit_is_listed_opened_and_said_yes_to(there: Station) -> None:
    case, phone = await circulated(there), there.phone()
    page = await sign_in(phone, VISITOR)
    assert "/duty/visits" in page.links
    page = await phone.get("/duty/visits")
    assert "最后一天" in page.said
    assert "big" not in page.text, "the list says nothing of what the resident said"
    page = await phone.get(f"/duty/visits/{case}")
    for line in LINES:
        assert line in page.said
    assert Deed.ANSWERS_SEEN in [deed for who, deed in await there.deeds() if who == VISITOR]
    page = await said(phone, "agree", fine=["0", "1"])
    assert page.path == "/duty/visits"
    assert "已记下" in page.said
    assert f"/duty/visits/{case}" not in page.links, "nobody is asked twice"
    kept = (await there.store.window.read(case, await clerk_of(there))).deeds[-1].deed
    assert kept.model_dump(include={"by", "agrees", "fine"}) == {
        "by": VISITOR,
        "agrees": True,
        "fine": (0, 1),
    }


async def clerk_of(there: Station) -> Officer:
    return await there.store.officers.sign_in(CLERK, PIN)


async def test_what_was_written_is_not_lost_where_more_is_needed(there: Station) -> None:
    case, phone = await circulated(there), there.phone()
    await opened(there, phone, case)
    page = await said(phone, "agree", fine=["1"])
    assert "理由" in page.alerts
    boxes = [given for tag, given in page.tags if tag == "input" and given.get("name") == "fine"]
    assert [("checked" in each) for each in boxes] == [False, True]
    page = await said(phone, "disagree", fine=["1"], reason="  出口\x07 堵着 ")
    assert page.path == "/duty/visits"
    kept = (await there.store.window.read(case, await clerk_of(there))).deeds[-1].deed
    assert (kept.agrees, kept.fine) == (False, (1,))
    assert kept.reason.startswith("出口")


async def test_what_the_store_did_not_take_stands_there_when_it_works_again(
    there: Station, monkeypatch: pytest.MonkeyPatch
) -> None:
    case, phone = await circulated(there), there.phone()
    await opened(there, phone, case)
    window = there.store.window

    async def fails(*_: object) -> None:
        raise StoreFailed(Trouble.FULL, "disk full")

    with monkeypatch.context() as broken:
        broken.setattr(window, "act", fails)
        broken.setattr(window, "read", fails)
        page = await said(phone, "disagree", fine=["0"], reason="出口堵着")
        assert page.path == "/duty/visits"
        assert "没有" in page.said
    page = await phone.get(f"/duty/visits/{case}")
    assert "出口堵着" in page.text
    boxes = [given for tag, given in page.tags if tag == "input" and given.get("name") == "fine"]
    assert [("checked" in each) for each in boxes] == [True, False]


async def test_the_same_form_sent_twice_is_one_opinion(there: Station) -> None:
    case, phone = await circulated(there), there.phone()
    page = await opened(there, phone, case)
    form = next(each for each in page.forms if "agree" in [value for _, value in each.keys])
    fields = {**form.fields, "fine": ["0", "1"], "do": ["agree"]}
    for _ in range(2):
        page = await phone.post(form.action, fields)
        assert "已记下" in page.said
    read = await there.store.window.read(case, await clerk_of(there))
    assert [each.deed.kind for each in read.deeds].count("reviewed") == 1
    assert read.standing.state is WindowState.CIRCULATING, "the other office is still to be asked"


@pytest.mark.parametrize(
    "forged",
    [
        {"reviewer": ["nobody"]},
        {"reviewer": ["' OR 1=1"]},
        {"reviewer": []},
        {"fine": ["99"]},
        {"fine": ["-1", "x", "٣"]},
        {"act": ["1"], "fine": ["0"]},
        {"fine": ["9" * 5000]},
        {"reviewer": ["x" * 500]},
    ],
)
async def test_a_forged_form_does_nothing(there: Station, forged: dict[str, list[str]]) -> None:
    case, phone = await circulated(there), there.phone()
    page = await opened(there, phone, case)
    form = next(each for each in page.forms if "agree" in [value for _, value in each.keys])
    page = await phone.post(form.action, {**form.fields, "do": ["agree"], **forged})
    assert page.status == 200
    read = await there.store.window.read(case, await clerk_of(there))
    assert "reviewed" not in [each.deed.kind for each in read.deeds]
    assert there.failures == []


async def test_only_reviewers_see_it(there: Station) -> None:
    case, phone = await circulated(there), there.phone()
    for address in ("/duty/visits", f"/duty/visits/{case}"):
        assert (await phone.get(address)).path == "/duty", "whoever is not signed in"
    page = await sign_in(phone, GUIDE)
    assert "/duty/visits" not in page.links
    for address in ("/duty/visits", f"/duty/visits/{case}"):
        assert (await phone.get(address)).path == "/duty"
    assert Deed.ANSWERS_SEEN not in [deed for _, deed in await there.deeds()]


async def test_nothing_waits_and_what_is_not_there(there: Station) -> None:
    phone = there.phone()
    await sign_in(phone, VISITOR)
    assert "没有等您看的事项" in (await phone.get("/duty/visits")).said
    for id_ in (new_id(), "x" * 300, "..%2f..%2fetc"):
        page = await phone.get(f"/duty/visits/{id_}")
        assert page.status in (200, 404)
        assert "big" not in page.text


async def test_what_was_written_for_one_office_is_not_said_for_another(there: Station) -> None:
    case, phone = await circulated(there), there.phone()
    page = await opened(there, phone, case)
    form = next(each for each in page.forms if "agree" in [value for _, value in each.keys])
    colleague = Officer("0813", "", frozenset({Role.OFFICER, Role.REVIEWER}))
    await there.store.officers.add(colleague, PIN, CONSOLE)
    await there.store.officers.sign_in("0813", PIN)
    first = d.Reviewed(by="0813", reviewer=form.fields["reviewer"][0], agrees=True, fine=(0, 1))
    await there.store.window.act(case, new_id(), first, colleague)
    page = await phone.post(
        form.action, {**form.fields, "fine": ["0"], "reason": ["出口堵着"], "do": ["agree"]}
    )
    assert "出口堵着" not in page.text
    assert not [given for tag, given in page.tags if tag == "input" and "checked" in given]
    read = await there.store.window.read(case, await clerk_of(there))
    assert [each.deed.by for each in read.deeds if each.deed.kind == "reviewed"] == ["0813"]


async def test_a_kept_form_that_was_changed_afterwards_is_told_kindly(there: Station) -> None:
    case, phone = await circulated(there), there.phone()
    page = await opened(there, phone, case)
    form = next(each for each in page.forms if "agree" in [value for _, value in each.keys])
    await phone.post(form.action, {**form.fields, "fine": ["0", "1"], "do": ["agree"]})
    page = await phone.post(form.action, {**form.fields, "reason": ["doch nicht"], "do": ["disagree"]})
    assert page.status == 200
    assert "已经由别人办完" in page.said
    assert there.failures == []


async def test_opening_a_visit_is_a_touch(there: Station) -> None:
    case, phone = await circulated(there), there.phone()
    await opened(there, phone, case)
    for _ in range(3):
        there.clock.turn(IDLE_MINUTES * 60 - 30)
        page = await phone.get(f"/duty/visits/{case}")
        assert page.path == f"/duty/visits/{case}"
