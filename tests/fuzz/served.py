"""A kiosk's small day: something of all that is kept."""

from __future__ import annotations

from datetime import date, time, timedelta
from pathlib import Path

from argon2 import PasswordHasher

from kiosk.assist.call import NewCall, Outcome
from kiosk.cases.case import Filing
from kiosk.cases.difficult import NewDifficult, NewStep, StepKind
from kiosk.cases.question import How, NewReply
from kiosk.cases.visit_end import Ending, VisitEnd
from kiosk.duty.roster import Absence, Roster, Shift, Weekday
from kiosk.flow.answer import PhoneNo, Wish, Written
from kiosk.ids import new_id
from kiosk.officers.officer import Officer, Role
from kiosk.officers.record import CONSOLE
from kiosk.pin import PinHasher
from kiosk.store.local import LocalStore
from kiosk.store.local_officers import LocalOfficers
from kiosk.studio.releases import Publishing
from tests.store.conftest import HandClock
from tests.studio.parking import ID, SHIPPED, edited

CALLS = 2


async def serve(folder: Path, clock: HandClock) -> None:
    """All of it once, and after a backup once more."""
    kept = LocalStore(folder, "01", clock, kiosk_lock=True, publishing=Publishing(lambda: (SHIPPED,)))
    kept.officers = LocalOfficers(
        kept._line, PinHasher(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    )
    await kept.start()
    for number in ("0101", "0102"):
        officer = Officer(number, "王", frozenset({Role.OFFICER, Role.LEADER}))
        await kept.officers.add(officer, "482913", CONSOLE)
    kept.seats.desk.sit("0101")
    kept.seats.studio.sit("0101")
    for turn in range(CALLS):
        if turn:
            await kept.backups.make()
        await _turn(kept, clock, turn)
    await kept.close()


async def _turn(kept: LocalStore, clock: HandClock, turn: int) -> None:
    call = NewCall(
        id=new_id(),
        kiosk=f"kiosk-0{turn}",
        kiosk_name="一号机",
        place="大厅",
        service="household_move",
        step="kind",
        locale="zh_CN",
        priority=False,
        quiet=False,
    )
    await kept.calls.open_call(call)
    await kept.calls.claim(call.id, "0101")
    await kept.calls.close(call.id, "0101", Outcome.NOT_SOLVED, "没办成")
    for question in (False, True):
        filing = Filing(
            visit_id=new_id(),
            kiosk="kiosk-01",
            service="household_move",
            flow_version=3,
            flow_sha256="ab" * 32,
            flow_source="id: household_move\n",
            locale="zh_CN",
            priority=True,
            answers={"name": Written(text="某某"), "phone": PhoneNo(number="13800000000")},
            wish=Wish(wish="unsure"),
            question=question,
        )
        receipt = await kept.cases.hand_in(filing)
    await kept.questions.reply(receipt.case_id, NewReply(new_id(), "0101", How.CALLED_BACK, "带户口簿来"))
    await kept.cases.rate(filing.visit_id, 1 + turn)
    case = await kept.difficult.open(NewDifficult(new_id(), "0101", "门牌对不上"))
    await kept.difficult.record(case.id, NewStep(new_id(), "0101", StepKind.NOTE, text="记一笔"))
    now = clock.now()
    await kept.ends.keep(
        VisitEnd(
            new_id(), "01", "household_move", 3, "zh_CN", "phone", Ending.LEFT,
            priority=True, began_at=now - timedelta(minutes=4), ended_at=now,
        )
    )  # fmt: skip
    await kept.releases.publish(ID, edited(f"Trips {turn}"), CONSOLE)
    await kept.drafts.keep(ID, edited(f"Draft {turn}"), 1 + turn, turn, "0101")
    shift = Shift(officer="0101", days=(Weekday.MON,), begins=time(9), ends=time(16 + turn))
    away = Absence(officer="0101", deputy="0102", first=date(2026, 12, 1), last=date(2026, 12, 3))
    await kept.roster.set(Roster(leader="0101", shifts=(shift,), absences=(away,)))
