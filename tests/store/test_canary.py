"""No answer stands in the clear in any byte on the disk."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from datetime import time, timedelta
from pathlib import Path

import pytest

from kiosk.assist.call import Outcome
from kiosk.cases import window_deeds as d
from kiosk.cases.appointment import NewAppointment
from kiosk.cases.difficult import NewDifficult, NewStep, Refused, StepKind, Way
from kiosk.cases.prepared import NotOpened, PreparedForm
from kiosk.cases.proof import Proof
from kiosk.cases.question import How, NewReply
from kiosk.cases.visit_end import Ending, VisitEnd
from kiosk.cases.visiting_hours import Half
from kiosk.flow.answer import CardData, CardLaid, Chosen, IdentityNo, PhoneNo, Place, Wish, Written
from kiosk.flow.model import Text
from kiosk.ids import new_id
from kiosk.officers.officer import Officer, Role
from kiosk.officers.record import CONSOLE
from kiosk.sealing import DeskKey, seal
from kiosk.visit.moving import Asked, Bound
from tests.store.test_window import SOURCE

CANARIES = (
    "欧阳鹦鹉䶮",
    "31023019350701001X",
    "13987654321",
    "鹦鹉弄七十七号",
    "黄鹂路八号",
    "鹦鹉阿婆要轮椅",
    "鹦鹉阿婆的儿子说",
    "电话里问了鹦鹉阿婆",
    "鹦鹉阿婆换了鹦鹉门牌",
    "鹦鹉阿婆想问养老金",
    "告诉鹦鹉阿婆去二楼",
    "鹦鹉警官",
    "鹦鹉阿婆缺房产证",
)
PERSONAL = {
    *("officer", "case_answer", "wish", "call", "difficult_case", "difficult_step", "question_reply"),
    *("filed_case", "question", "rating", "visit_end", "record_entry", "record_mark", "outgoing_change"),
    *("outgoing_fact", "officer_presence", "moving_visit", "window_case", "window_deed"),
    *("prepared_form", "prepared_key", "prepared_guess"),
    *("appointment", "finding_key", "finding_try"),
}
"""The tables that have to do with people: each has rows here when it is looked at."""


def spellings(text: str) -> set[bytes]:
    return {
        text.encode(),
        text.encode("utf-16-le"),
        text.encode("utf-16-be"),
        text.encode("gb18030"),
        json.dumps(text).strip('"').encode(),
    }


def found(folder: Path) -> list[str]:
    content = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    assert content
    return [text for text in CANARIES if any(spelling in content for spelling in spellings(text))]


@pytest.fixture
def own_temp(tmp_path, monkeypatch):
    """Where temporary files would go."""
    temp = tmp_path / "temp"
    temp.mkdir()
    for name in ("TMPDIR", "SQLITE_TMPDIR", "TEMP", "TMP"):
        monkeypatch.setenv(name, str(temp))
    return temp


async def test_answers_and_notes_stand_nowhere_in_the_clear(
    own_temp, store, folder, a_call, a_filing, clock, capfd, caplog
):
    name, number, phone, address, card_address, note, subject, step, reason, question, reply, own, missing = (
        CANARIES
    )
    await store.officers.add(Officer("0235", own, frozenset(Role)), "482913", CONSOLE)
    store.seats.desk.sit("0235")
    await store.calls.sign_in("0235")
    for _ in range(20):
        await store.cases.hand_in(
            a_filing(
                answers={
                    "name": Written(text=name),
                    "number": IdentityNo(number=number),
                    "phone": PhoneNo(number=phone),
                    "address": Place(divisions=("上海市",), detail=address),
                    "card": CardLaid(card=CardData(name=name, identity_number=number, address=card_address)),
                },
                wish=Wish(wish="unsure"),
            )
        )
        call = await store.calls.open_call(a_call())
        await store.calls.claim(call.id, "0235")
        await store.calls.close(call.id, "0235", Outcome.NOT_SOLVED, note)
        case = await store.difficult.open(NewDifficult(new_id(), "0235", subject))
        for kind, way in ((StepKind.NOTE, None), (StepKind.RESIDENT_CONFIRMED, Way.CALL)):
            await store.difficult.record(case.id, NewStep(new_id(), "0235", kind, way, step))
        await store.difficult.record(
            case.id, NewStep(new_id(), "0235", StepKind.ASSIGNED, text=reason, owner="008")
        )
        await store.difficult.close(case.id, "0235")
        asked = a_filing(question=True, answers={"question": Written(text=question)}, wish=None)
        receipt = await store.cases.hand_in(asked)
        await store.cases.rate(asked.visit_id, 3)
        await store.ends.keep(
            VisitEnd(asked.visit_id, "01", "s", 1, "en", None, Ending.LEFT, False, clock.now(), clock.now())
        )
        await store.questions.reply(receipt.case_id, NewReply(new_id(), "0235", How.CALLED_BACK, reply))
        given = {"flow_source": SOURCE, "flow_sha256": "cd" * 32, "answers": {"kind": Chosen(id="big")}}
        filed = (await store.cases.hand_in(a_filing(service="truck", **given))).case_id
        for act in (
            d.Taken(by="0235"),
            d.Returned(by="0235", missing=("card", "licence"), note=missing),
            d.Withdrawn(by="0235", reason=reason),
        ):
            told = await store.window.act(filed, new_id(), act, Officer("0235", own, frozenset(Role)))
        assert [deed.deed.note for deed in told.deeds if isinstance(deed.deed, d.Returned)] == [missing]
        prepared = await store.prepared.keep(
            PreparedForm("s", 1, "ab", "en", "id: s", {**asked.answers, "number": IdentityNo(number=number)})
        )
        with pytest.raises(NotOpened):
            await store.prepared.open(prepared.code, "", "01")
    half = Half(clock.today() + timedelta(days=1), time(9))
    for who in ({"identity": number}, {"phone": phone}):
        await store.appointments.book(NewAppointment(new_id(), "s", half, True, "zh_CN", **who))
    (booked,) = await store.appointments.find(Proof("01", number))
    for wrong in (Proof("01", number[:-1] + "Y"), Proof("01", code=booked.code, last_four="0000")):
        with pytest.raises(Refused):
            await store.appointments.find(wrong)
    assert booked.appointment.last_four == number[-4:]
    window = await store.calls.open_call(a_call())
    await store.calls.claim(window.id, "0235")
    desk = DeskKey()
    until = clock.now() + timedelta(minutes=5)
    bound = Bound("east", window.id, until)
    await store.moving.ask(Asked(bound, "0235", Text({"zh_CN": "一号窗口"}), desk.public))
    await store.moving.give(window.id, seal("".join(CANARIES), desk.public, bound))
    with closing(sqlite3.connect(folder / "kiosk.db")) as database:
        empty = [t for t in PERSONAL if not database.execute(f"SELECT count(*) FROM {t}").fetchone()[0]]
    assert empty == []
    assert {officer.name for officer in await store.officers.officers()} == {own}
    kept = await store.questions.questions(every=True, reveal=True)
    assert {each.text for one in kept for each in one.replies} == {reply}
    assert {one.answers["question"] for one in kept} == {Written(text=question)}
    cases = await store.cases.cases(reveal=True)
    assert cases[0].answers["name"] == Written(text=name)
    difficult = await store.difficult.all_cases(reveal=True)
    assert {case.subject for case in difficult} == {note, subject}
    assert {each.text for case in difficult for each in case.steps} == {step, reason}
    assert (folder / "kiosk.db-wal").stat().st_size > 0
    assert found(folder) == []
    await store.healthy()
    await store.close()
    assert (folder / "kiosk.db").stat().st_size > 0
    assert found(folder) == []
    codes = json.dumps({"code": booked.code, "last_four": number[-4:]})
    assert codes.encode() not in (folder / "kiosk.db").read_bytes()
    assert b"unsure" not in (folder / "kiosk.db").read_bytes()
    assert list(own_temp.iterdir()) == []
    out, err = capfd.readouterr()
    assert not [text for text in CANARIES if text in out + err + caplog.text]


def test_the_canary_would_be_found(tmp_path):
    for text in CANARIES:
        for spelling in spellings(text):
            (tmp_path / "file").write_bytes(b"before" + spelling + b"after")
            assert text in found(tmp_path)
