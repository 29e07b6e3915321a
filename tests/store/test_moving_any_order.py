"""In whatever order kiosk, desk and clock act, a visit is in one place; what lies here lies there sealed."""

from __future__ import annotations

import tempfile
from datetime import timedelta
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from kiosk.assist.call import NewCall, Outcome
from kiosk.flow.model import Text
from kiosk.ids import new_id
from kiosk.officers.record import Deed
from kiosk.store._shelf import Shelf
from kiosk.store.folder import DataFolder
from kiosk.visit.moving import Asked, Bound, NotMoving, Stage
from kiosk.working_days import DueRule
from tests.store.conftest import HandClock

OFFICERS = st.sampled_from(["0101", "0202"])
LASTING = timedelta(hours=4)


class Moving(RuleBasedStateMachine):
    """Against a plain picture of where it should be."""

    clock: HandClock
    shelf: Shelf

    @initialize()
    def a_call(self) -> None:
        self.call = new_id()
        self.stage: Stage | None = None
        self.asked_by = ""
        self.holder: str | None = None
        self.over = False
        self.until = self.clock.now()
        self.moved = 0
        new = NewCall(self.call, new_id(), "一号机", "大厅", "household", "kind", "zh_CN", priority=False)
        self.shelf.calls.open_call(new)

    def done(self, work: object) -> bool:
        try:
            work()  # type: ignore[operator]
        except NotMoving:
            return False
        return True

    @rule(officer=OFFICERS)
    def claim(self, officer: str) -> None:
        if self.holder is None and not self.over:
            self.shelf.calls.claim(self.call, officer)
            self.holder = officer

    @rule()
    def put_back(self) -> None:
        if self.holder is not None:
            self.shelf.calls.put_back(self.call, self.holder)
            self.holder = None

    @rule()
    def end_call(self) -> None:
        if self.holder is not None:
            self.shelf.calls.close(self.call, self.holder, Outcome.TO_WINDOW, "")
            self.holder, self.over = None, True

    @rule(officer=OFFICERS)
    def ask(self, officer: str) -> None:
        until = self.clock.now() + LASTING
        asked = Asked(Bound("here", self.call, until), officer, Text({"zh_CN": "3号窗口"}), "key")
        may = officer == self.holder and self.stage not in (Stage.SEALED, Stage.RECEIVED)
        assert self.done(lambda: self.shelf.moving.ask(asked)) == may
        if may:
            self.stage, self.asked_by, self.until = Stage.ASKED, officer, until

    @rule()
    def give(self) -> None:
        may = self.stage in (Stage.ASKED, Stage.SEALED) and self.holder == self.asked_by
        assert self.done(lambda: self.shelf.moving.give(self.call, "AAAA")) == may
        if may:
            self.stage = Stage.SEALED

    @rule()
    def refuse(self) -> None:
        may = self.stage is not Stage.RECEIVED
        assert self.done(lambda: self.shelf.moving.refuse(self.call)) == may
        if may and self.stage is not None:
            self.stage = Stage.REFUSED

    @rule(officer=OFFICERS)
    def receive(self, officer: str) -> None:
        may = self.stage in (Stage.SEALED, Stage.RECEIVED)
        assert self.done(lambda: self.shelf.moving.received(self.call, officer)) == may
        if may:
            self.moved += self.stage is Stage.SEALED
            self.stage = Stage.RECEIVED

    @rule(hours=st.sampled_from([1, 3, 25]))
    def time_goes(self, hours: int) -> None:
        self.clock.pass_by(hours * 3600)
        now = self.clock.now()
        if self.stage is not None and now >= self.until:
            if now >= self.until + timedelta(days=1):
                self.stage = None
            elif self.stage is not Stage.RECEIVED:
                self.stage = Stage.REFUSED

    @invariant()
    def it_is_where_it_should_be(self) -> None:
        if not hasattr(self, "call"):
            return
        stands = self.shelf.moving.stands(self.call)
        assert (None if stands is None else stands.stage) == self.stage
        if stands is not None:
            assert bool(stands.sealed) == (stands.stage is Stage.SEALED)
        deeds = [e for e in self.shelf.record.entries() if (e.deed, e.about) == (Deed.VISIT_MOVED, self.call)]
        assert len(deeds) == self.moved


def test_in_any_order() -> None:
    with tempfile.TemporaryDirectory() as folder:
        clock = HandClock()
        shelf = Shelf.open(DataFolder(Path(folder) / "data", "01", False), clock, DueRule(), create=True)
        try:
            machine = type("Here", (Moving,), {"clock": clock, "shelf": shelf})
            machine.TestCase.settings = settings(max_examples=40, stateful_step_count=25, deadline=None)
            machine.TestCase("runTest").runTest()
        finally:
            shelf.close()
