"""The store's one thread: what is cancelled, what is seen, what is imported when."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import threading

import pytest

from kiosk.assist.call import IllegalTransition
from kiosk.store.failure import StoreFailed, Trouble

DEADLINE_S = 20


@pytest.fixture
async def hold(store):
    """Keeps the store's thread busy until set, so that what follows waits in the line."""
    entered, release = threading.Event(), threading.Event()

    def wait(shelf):
        entered.set()
        assert release.wait(DEADLINE_S)

    held = asyncio.create_task(store._line.run(wait))
    await asyncio.get_running_loop().run_in_executor(None, entered.wait, DEADLINE_S)
    yield release
    release.set()
    await held


async def begun(task):
    """Until the task waits for the store."""
    await asyncio.sleep(0)
    assert not task.done()


@pytest.fixture
async def seen():
    """What reaches the loop's exception handler."""
    loop = asyncio.get_running_loop()
    contexts = asyncio.Queue()
    loop.set_exception_handler(lambda loop, context: contexts.put_nowait(context))
    yield contexts
    loop.set_exception_handler(None)
    assert contexts.empty()


async def test_a_cancelled_task_leaves_a_whole_write(store, hold, a_call, a_filing, seen):
    new, filing = a_call(), a_filing()
    tasks = [
        asyncio.create_task(store.calls.open_call(new)),
        asyncio.create_task(store.cases.hand_in(filing)),
    ]
    for task in tasks:
        await begun(task)
        task.cancel()
    for task in tasks:
        with pytest.raises(asyncio.CancelledError):
            await task
    hold.set()
    assert (await store.calls.get(new.id)).id == new.id
    (case,) = await store.cases.cases(reveal=True)
    assert dict(case.answers) == dict(filing.answers)
    assert await store.cases.hand_in(filing) == await store.cases.hand_in(filing)


async def test_an_error_nobody_waits_for_reaches_the_handler(store, hold, seen):
    task = asyncio.create_task(store.calls.claim("nothing", "officer"))
    await begun(task)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    hold.set()
    context = await asyncio.wait_for(seen.get(), DEADLINE_S)
    assert isinstance(context["exception"], IllegalTransition)
    assert "cancelled" in context["message"], "told at once, and not only when it is swept up"


async def test_an_error_somebody_waits_for_does_not(store, seen):
    with pytest.raises(IllegalTransition):
        await store.calls.claim("nothing", "officer")


async def test_a_timeout_counts_as_cancelled_and_the_write_is_done(store, hold, a_call, seen):
    new = a_call()
    with pytest.raises(asyncio.TimeoutError):
        await asyncio.wait_for(store.calls.open_call(new), timeout=0.001)
    hold.set()
    assert (await store.calls.get(new.id)).id == new.id


async def test_what_is_asked_while_starting_waits_in_the_line(make_store, a_call):
    store = make_store()
    starting = asyncio.create_task(store.start())
    await begun(starting)
    call = await store.calls.open_call(a_call())
    assert starting.done()
    await starting
    assert await store.calls.get(call.id) == call


async def test_close_finishes_what_was_begun(make_store, a_call):
    store = make_store()
    new = a_call()
    task = asyncio.create_task(store.calls.open_call(new))
    await begun(task)
    await store.close()
    assert (await task).id == new.id
    assert (await make_store().calls.get(new.id)).id == new.id


async def test_after_close_nothing_is_served_and_a_second_close_does_nothing(store, a_call):
    await store.close()
    await store.close()
    with pytest.raises(StoreFailed) as failed:
        await store.calls.open_call(a_call())
    assert failed.value.trouble is Trouble.UNKNOWN


async def test_a_store_never_started_may_be_closed(make_store, folder):
    await make_store().close()
    assert not folder.exists()


@pytest.mark.parametrize("number", ["1", "001", "ab", "", "１２"])
def test_a_kiosk_number_has_two_digits(make_store, number):
    with pytest.raises(ValueError):
        make_store(number)


def modules_after(code: str) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", f"{code}\nimport sys; print(*sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
    )
    return set(done.stdout.split())


HEAVY = {"sqlmodel", "sqlalchemy", "alembic", "cryptography", "filelock"}


def test_importing_the_store_imports_no_sql():
    assert not HEAVY & modules_after("import kiosk.store.local")


def test_an_up_to_date_store_starts_without_alembic(folder):
    start = f"""
import asyncio
from pathlib import Path
from kiosk.clock import SystemClock
from kiosk.store.local import LocalStore

async def main():
    store = LocalStore(Path({str(folder)!r}), "01", SystemClock(), kiosk_lock=True)
    await store.start()
    await store.close()

asyncio.run(main())
"""
    assert "alembic" in modules_after(start)
    loaded = modules_after(start)
    assert "sqlmodel" in loaded
    assert "alembic" not in loaded
