"""The journal to the hub stays small; what is still to be told, or still asked for, stays in it."""

from __future__ import annotations

import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from kiosk.assist.call import NewCall
from kiosk.assist.change import ChangeKind
from kiosk.ids import new_id
from kiosk.store import _outgoing
from kiosk.store._outgoing import KEPT_DELIVERED, MOST_PRUNED, Outgoing
from kiosk.store._shelf import Shelf
from kiosk.store.folder import DataFolder
from kiosk.working_days import DueRule
from tests.store.conftest import HandClock

YEARS_OF_CHANGES = 8000


@pytest.fixture
def own_call(a_call):
    return lambda **changes: a_call(**({"kiosk": "01"} | changes))


async def test_a_journal_of_years_shrinks_in_portions_and_stays_small(store, make_store, folder, own_call):
    call = await store.calls.open_call(own_call())
    await store.calls.cancel(call.id)
    await store.close()
    with closing(sqlite3.connect(folder / "kiosk.db")) as database:
        database.executemany(
            "INSERT INTO outgoing_change "
            "SELECT kiosk, ?, ?, call_id, body FROM outgoing_change WHERE seq = 1",
            [(seq, f"old-{seq}") for seq in range(3, YEARS_OF_CHANGES + 1)],
        )
        database.execute("UPDATE outgoing_journal SET made = ?, delivered = ?", (YEARS_OF_CHANGES,) * 2)
        database.commit()

    def rows():
        with closing(sqlite3.connect(folder / "kiosk.db")) as database:
            return database.execute("SELECT count(*), min(seq), max(seq) FROM outgoing_change").fetchone()

    again, made, before = make_store(), YEARS_OF_CHANGES, YEARS_OF_CHANGES
    while before > KEPT_DELIVERED:
        call = await again.calls.open_call(own_call())
        await again.calls.cancel(call.id)
        made += 2
        await again.outbox.delivered(made)
        count, first, last = rows()
        assert before + 2 - count in (MOST_PRUNED, before + 2 - KEPT_DELIVERED)
        assert (first, last) == (made - count + 1, made)
        before = count
    for _ in range(5):
        call = await again.calls.open_call(own_call())
        await again.calls.cancel(call.id)
        made += 2
        await again.outbox.delivered(made)
        assert rows() == (KEPT_DELIVERED, made - KEPT_DELIVERED + 1, made)


async def test_of_an_open_call_it_is_known_for_as_long_as_it_is_open_that_the_hub_has_it(
    store, own_call, monkeypatch
):
    monkeypatch.setattr(_outgoing, "KEPT_DELIVERED", 0)
    call = await store.calls.open_call(own_call())
    for seq in range(1, 9, 2):
        await store.outbox.delivered(seq)
        assert await store.outbox.at_hub(call.id)
        await store.calls.claim(call.id, "甲")
        await store.calls.put_back(call.id, "甲")
    await store.calls.cancel(call.id)
    assert (await store.outbox.after(0, 50))[0].kind is ChangeKind.OPENED
    await store.outbox.delivered(10)
    assert await store.outbox.after(0, 50) == ()


class Journal(RuleBasedStateMachine):
    """Against a list of all changes that were ever made. kept: KEPT_DELIVERED in this run."""

    clock: HandClock
    shelf: Shelf
    kept: int

    @initialize()
    def a_kiosk(self) -> None:
        self.kiosk = new_id()
        shelf = self.shelf
        self.outgoing = Outgoing(shelf._engine, shelf.calls._seal, self.clock, self.kiosk, shelf.difficult)
        self.outgoing.mark()
        self.changes: list[str] = []
        self.delivered = 0
        self.open: str | None = None

    @rule(quiet=st.booleans())
    def tap(self, quiet: bool) -> None:
        new = NewCall(new_id(), self.kiosk, "一号机", "大厅", None, None, "en", False, quiet)
        before = self.open and self.shelf.calls.get(self.open)
        call = self.shelf.calls.open_call(new)
        if before is None or before.quiet != call.quiet:
            self.changes.append(call.id)
        self.open = call.id

    @precondition(lambda self: self.open is not None)
    @rule()
    def claim_and_put_back(self) -> None:
        self.shelf.calls.claim(self.open, "甲")
        self.shelf.calls.put_back(self.open, "甲")
        self.changes += [self.open] * 2

    @precondition(lambda self: self.open is not None)
    @rule()
    def cancel(self) -> None:
        self.shelf.calls.cancel(self.open)
        self.changes.append(self.open)
        self.open = None

    @rule(some=st.integers(-2, 6))
    def deliver(self, some: int) -> None:
        seq = self.delivered + some
        self.outgoing.delivered(seq)
        if self.delivered < seq <= len(self.changes):
            self.delivered = seq

    @invariant()
    def nothing_is_gone_that_is_asked_for(self) -> None:
        if not hasattr(self, "kiosk"):
            return
        there = self.outgoing.after(0, 1000)
        seqs = [change.seq for change in there]
        assert [change.call.id for change in there] == [self.changes[seq - 1] for seq in seqs]
        last = len(self.changes)
        assert [seq for seq in seqs if seq > self.delivered - self.kept] == list(
            range(max(1, self.delivered - self.kept + 1), last + 1)
        )
        assert self.outgoing.backlog().count == last - self.delivered
        if self.open is not None:
            at_hub = self.changes.index(self.open) < self.delivered
            assert self.outgoing.at_hub(self.open) == at_hub

    @invariant()
    def what_nobody_asks_for_goes(self) -> None:
        if hasattr(self, "kiosk"):
            still = self.changes.count(self.open) if self.open else 0
            # What a call had when it was over goes with the next change that is delivered.
            over = [seq for seq in self.outgoing.after(0, 1000) if seq.call.id != self.open]
            last_call = self.changes.count(over[0].call.id) if over else 0
            assert len(over) <= self.kept + len(self.changes) - self.delivered + last_call + still


@pytest.mark.parametrize("kept", [0, 3])
def test_in_any_order(kept: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_outgoing, "KEPT_DELIVERED", kept)
    with tempfile.TemporaryDirectory() as folder:
        clock = HandClock()
        shelf = Shelf.open(DataFolder(Path(folder) / "data", "01", False), clock, DueRule(), create=True)
        try:
            machine = type("Here", (Journal,), {"clock": clock, "shelf": shelf, "kept": kept})
            machine.TestCase.settings = settings(max_examples=25, stateful_step_count=25, deadline=None)
            machine.TestCase("runTest").runTest()
        finally:
            shelf.close()
