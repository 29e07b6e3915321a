"""A small store of each earlier schema, made by the program of that time, for tests/store/fixtures.

Run in a whole clone: .venv/bin/python tools/old_stores.py [REVISION...]. For each revision of the schema a
commit of that time is checked out beside, and lives a little with its own code; its data folder goes into a
small archive. One that is there already is left as it is: a store that was once made stays.

A new schema: add the last commit before it to COMMITS, for the revision that ends with it.
"""

from __future__ import annotations

import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FIXTURES = ROOT / "tests" / "store" / "fixtures"
COMMITS = {
    "0001": "45e77fd",
    "0002": "a4aba19",
    "0003": "4f9d6bb",
    "0004": "f4f0b3a",
    "0005": "854647d",
    "0006": "fdfc7e3",
    "0007": "b6b699e",
    "0008": "3d1d926",
    "0009": "4515fa7",
    "0010": "9680c20",
    "0011": "bf3c239",
    "0012": "73164e7",
    "0013": "5b3d7dc",
    "0014": "702fac8",
    "0015": "e919d6c",
    "0016": "7f9c661",
    "0017": "cbde069",
    "0018": "900eacb",
    "0019": "0a65026",
    "0020": "e714b7a",
    "0021": "f8beac2",
    "0022": "eb4da40",
}

LIVED = '''
import asyncio, dataclasses, inspect, json, sqlite3, sys
from pathlib import Path
from kiosk.assist.call import NewCall, Outcome
from kiosk.cases.case import Filing
from kiosk.clock import SystemClock
from kiosk.flow.answer import PhoneNo, Wish, Written
from kiosk.ids import new_id
from kiosk.store.local import LocalStore

folder = Path(sys.argv[1])

async def tried(part, name, *given, **more):
    """Done where this program can do it."""
    work = getattr(part, name, None)
    if work is None:
        return None
    known = inspect.signature(work).parameters
    return await work(*given[: len(known)], **{key: one for key, one in more.items() if key in known})

def filing(visit, **more):
    known = {field.name for field in dataclasses.fields(Filing)}
    answers = {"name": Written(text="欧阳测试"), "phone": PhoneNo(number="13812345678")}
    given = dict(visit_id=visit, kiosk="01", service="household_move", flow_version=1, answers=answers,
                 flow_sha256="ab" * 32, flow_source="id: household_move", locale="zh_CN", priority=False,
                 wish=Wish(wish="unsure"))
    return Filing(**given, **{key: one for key, one in more.items() if key in known})

async def live():
    store = LocalStore(folder, "01", SystemClock(), kiosk_lock=True)
    await store.start()
    roll = getattr(store, "officers", None)
    if roll is not None:
        from kiosk.officers.officer import Officer, Role
        await roll.add(Officer("100", "测试员", frozenset({Role.OFFICER, Role.LEADER})), "246813", "console")
    if hasattr(store, "seats"):
        store.seats.desk.sit("100")
    for number in range(3):
        given = (new_id(), "01", "一号机", "大厅", "household_move", "kind", "zh_CN", False, number == 2)
        call = await store.calls.open_call(NewCall(*given[: len(dataclasses.fields(NewCall))]))
        await store.calls.claim(call.id, "100")
        await tried(store.calls, "arrive", call.id, "100")
        if number < 2:
            outcome = Outcome.NOT_SOLVED if number else Outcome.HELPED
            await store.calls.close(call.id, "100", outcome, "记一笔")
    visits = [new_id() for _ in range(3)]
    for number, visit in enumerate(visits):
        await store.cases.hand_in(filing(visit, question=number == 2))
    await tried(store.cases, "rate", visits[0], 5, ("100",))
    await tried(store.cases, "rate", visits[1], 1, ())
    difficult = getattr(store, "difficult", None)
    if difficult is not None:
        from kiosk.cases.difficult import NewDifficult, NewStep, StepKind
        case = await difficult.open(NewDifficult(new_id(), "100", "门牌对不上"))
        step = NewStep(new_id(), "100", StepKind.NOTE, text="打过电话")
        await difficult.record(case.id, step)
    outbox = getattr(store, "outbox", None)
    if outbox is not None:
        await outbox.mark()
        await outbox.delivered(2)
    cases = await store.cases.cases(reveal=True)
    told = {
        "calls": [[call.id, str(call.state), call.note] for call in await store.calls.all_calls()],
        "cases": [[case.number, case.answers["name"].text, case.answers["phone"].number] for case in cases],
        "wishes": [(await store.cases.wish_for_officer(case.id)).wish for case in cases],
    }
    await store.close()
    (folder / "told.json").write_text(json.dumps(told, ensure_ascii=False))
    with sqlite3.connect(folder / "kiosk.db") as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        database.execute("PRAGMA journal_mode=DELETE")

asyncio.run(live())
'''


def git(*words: str) -> str:
    """What git says."""
    asked = ["git", *words]
    return subprocess.run(asked, cwd=ROOT, check=True, capture_output=True, text=True).stdout.strip()


def make(revision: str, commit: str) -> None:
    """Make the archive of one revision."""
    with tempfile.TemporaryDirectory() as name:
        there, data = Path(name) / "then", Path(name) / "data"
        git("worktree", "add", "--detach", str(there), commit)
        try:
            subprocess.run([sys.executable, "-c", LIVED, str(data)], cwd=there, check=True)
        finally:
            git("worktree", "remove", "--force", str(there))
        with tarfile.open(FIXTURES / f"{revision}.tar.xz", "w:xz") as archive:
            for each in ("kiosk.db", "key", "told.json"):
                archive.add(data / each, each)


def main() -> None:
    """Make those that are missing, or those that are named."""
    wanted = set(sys.argv[1:])
    for revision, commit in COMMITS.items():
        if revision in wanted or (not wanted and not (FIXTURES / f"{revision}.tar.xz").exists()):
            make(revision, commit)
            print(revision, git("log", "-1", "--format=%h %s", commit))


if __name__ == "__main__":
    main()
