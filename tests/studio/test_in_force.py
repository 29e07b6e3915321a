"""What is in force at a moment: the last one to have begun, whatever was done in whatever order."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from kiosk.studio.in_force import NOT_OFFERED, Event, History, Kind, day_begins

BEGIN = datetime(2026, 11, 24, 1, tzinfo=UTC)


def event(seq: int, number: int, kind: Kind, at: datetime, starts_on: date | None = None) -> Event:
    return Event(seq, "parking", number, kind, "0700", at, starts_on)


def test_a_day_begins_in_the_hall() -> None:
    assert day_begins(date(2026, 12, 1)) == datetime(2026, 11, 30, 16, tzinfo=UTC)


def test_a_day_that_is_over_means_at_once() -> None:
    history = History([event(1, 1, Kind.PUBLISHED, BEGIN, date(2020, 1, 1))])
    assert history.live(BEGIN - timedelta(seconds=1)) is None
    assert history.live(BEGIN) == 1


def test_what_was_begun_cannot_be_withdrawn() -> None:
    later = BEGIN + timedelta(hours=1)
    history = History([event(1, 1, Kind.PUBLISHED, BEGIN), event(2, 1, Kind.WITHDRAWN, later)])
    assert history.live(later) == 1


@given(st.lists(st.sampled_from([Kind.PUBLISHED, Kind.ROLLED_BACK, Kind.RETIRED]), max_size=6))
def test_of_what_begins_at_once_the_last_counts(kinds: list[Kind]) -> None:
    events = [
        event(i, NOT_OFFERED if kind is Kind.RETIRED else i, kind, BEGIN) for i, kind in enumerate(kinds, 1)
    ]
    history = History(events)
    assert history.live(BEGIN) == history.last() == (events[-1].number if events else None)


class Days(RuleBasedStateMachine):
    """Publishes, withdraws, rolls back and lets days pass; a plain list of what is to begin is the model."""

    def __init__(self) -> None:
        super().__init__()
        self.now, self.events, self.numbers = BEGIN, [], 0
        self.live: int | None = None
        self.to_come: list[tuple[datetime, int]] = []
        self.proposals: dict[int, date | None] = {}

    def note(self, number: int, kind: Kind, starts_on: date | None = None) -> None:
        self.events.append(event(len(self.events) + 1, number, kind, self.now, starts_on))

    def begin(self, number: int, starts_on: date | None) -> None:
        if starts_on is None or day_begins(starts_on) <= self.now:
            self.live = number
        else:
            self.to_come.append((day_begins(starts_on), number))

    def day(self, ahead: int | None) -> date | None:
        return None if ahead is None else (self.now + timedelta(days=ahead)).date()

    @rule(ahead=st.none() | st.integers(-2, 4), propose=st.booleans())
    def publish(self, ahead: int | None, propose: bool) -> None:
        self.numbers += 1
        self.note(self.numbers, Kind.PROPOSED if propose else Kind.PUBLISHED, self.day(ahead))
        if propose:
            self.proposals[self.numbers] = self.day(ahead)
        else:
            self.begin(self.numbers, self.day(ahead))

    @precondition(lambda self: self.proposals)
    @rule(data=st.data())
    def approve(self, data: st.DataObject) -> None:
        number = data.draw(st.sampled_from(sorted(self.proposals)))
        starts_on = self.proposals.pop(number)
        self.note(number, Kind.APPROVED, starts_on)
        self.begin(number, starts_on)

    @precondition(lambda self: self.proposals or self.to_come)
    @rule(data=st.data())
    def withdraw(self, data: st.DataObject) -> None:
        number = data.draw(st.sampled_from([*self.proposals, *(n for _, n in self.to_come)]))
        self.note(number, Kind.WITHDRAWN)
        self.proposals.pop(number, None)
        self.to_come = [(at, n) for at, n in self.to_come if n != number]

    @precondition(lambda self: self.numbers)
    @rule(data=st.data())
    def roll_back(self, data: st.DataObject) -> None:
        # Only what was in force once: then nothing of it is still to come.
        begun = sorted({*History(self.events).begun(self.now)} - {NOT_OFFERED})
        if begun:
            self.live = data.draw(st.sampled_from(begun))
            self.note(self.live, Kind.ROLLED_BACK)

    @rule()
    def retire(self) -> None:
        self.live = NOT_OFFERED
        self.note(NOT_OFFERED, Kind.RETIRED)

    @rule(hours=st.integers(0, 60))
    def pass_by(self, hours: int) -> None:
        self.now += timedelta(hours=hours, seconds=1)
        for at, number in sorted(self.to_come, key=lambda one: one[0]):
            if at <= self.now:
                self.live = number
        self.to_come = [one for one in self.to_come if one[0] > self.now]

    @invariant()
    def as_the_model_says(self) -> None:
        history = History(self.events)
        assert history.live(self.now) == self.live
        assert sorted(e.number for e in history.scheduled(self.now)) == sorted(n for _, n in self.to_come)
        assert {e.number for e in history.proposed()} == set(self.proposals)
        far = self.now + timedelta(days=400)
        assert history.last() == history.live(far)


TestDays = Days.TestCase
