"""The forwarder against a hub that misbehaves."""

from __future__ import annotations

import asyncio
import json
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from random import Random

import pytest

from kiosk.assist.call import Call, CallState
from kiosk.assist.change import Change, ChangeKind
from kiosk.assist.outbox import Mark
from kiosk.clock import SystemClock
from kiosk.failure import StoreFailed, Trouble
from kiosk.hub import forwarder, new_journal
from kiosk.hub.forwarder import Forwarder
from kiosk.hub.link import LinkLost
from kiosk.ids import new_id

NOON = datetime(2026, 11, 26, 4, 0, tzinfo=UTC)


class Enough(Exception):
    """Ends a forwarder that would go on for ever."""


class Outbox:
    """Three changes in memory."""

    def __init__(self) -> None:
        call = Call(new_id(), "01", "一号机", "大厅", None, None, "en", False, False, CallState.WAITING, NOON)
        self.changes = [Change(new_id(), "01", n, ChangeKind.OPENED, NOON, None, call) for n in (1, 2, 3)]
        self.done = 0
        self.failing = 0
        self.journal = new_id()
        self.refusals = []

    async def refused(self, reason, detail):
        self.refusals.append((reason, detail))

    async def mark(self):
        if self.failing:
            self.failing -= 1
            raise StoreFailed(Trouble.FULL)
        return Mark(self.journal, len(self.changes), self.done, 0)

    async def after(self, seq, limit):
        return tuple(self.changes[seq : seq + limit])

    async def delivered(self, seq):
        self.done = max(self.done, seq)

    async def begin_journal(self, journal, instead_of):
        assert instead_of == self.journal
        self.before, self.journal, self.done = instead_of, journal, 0

    async def changed(self):
        await asyncio.Event().wait()


class Link:
    """Answers by a script: a text, an error, or None for silence."""

    def __init__(self, script) -> None:
        self.script = list(script)
        self.sent = []
        self.told = []

    async def send(self, text):
        self.sent.append(json.loads(text))
        self.ref = self.sent[-1].get("ref", "")
        self.told = [message for message in self.sent if message["type"] == "changes"]

    async def receive(self):
        if not self.script:
            raise LinkLost("cut off")
        said = self.script.pop(0)
        if said is None:
            await asyncio.Event().wait()
        if isinstance(said, dict) and "ref" in said:
            said = said | {"ref": self.ref}
        return said if isinstance(said, str) else json.dumps(said)


class Still(SystemClock):
    def __init__(self) -> None:
        self.seconds = 0.0

    def monotonic(self):
        return self.seconds


@pytest.fixture
def play():
    """Run a forwarder over these links, one after another; returns its pauses."""

    async def run(outbox, *links, clock=None, trouble=None):
        clock = clock or Still()
        left = list(links)
        pauses = []

        @asynccontextmanager
        async def connect():
            link = left.pop(0)
            if isinstance(link, Exception):
                raise link
            yield link

        async def pause(seconds):
            pauses.append(seconds)
            clock.seconds += seconds
            if not left:
                raise Enough

        made = Forwarder(outbox, connect, clock, Random(1), pause)
        with pytest.raises(Enough):
            await asyncio.wait_for(made.run(), 20)
        assert not made.connected
        return pauses

    return run


def heard(seq):
    return {"type": "heard", "heard": seq}


async def test_pauses_grow_to_half_a_minute_and_are_spread(play):
    pauses = await play(Outbox(), *[LinkLost("OSError")] * 12)
    assert all(0.25 <= pause <= 45 for pause in pauses)
    assert pauses[0] < 1 < pauses[4] < pauses[-1]
    assert len(set(pauses[-4:])) == 4
    assert all(pause >= 15 for pause in pauses[-4:])


async def test_what_was_not_acknowledged_is_sent_again(play):
    outbox, first, second = Outbox(), Link([heard(0)]), Link([heard(0), heard(3)])
    await play(outbox, first, second)
    assert outbox.done == 3
    assert [change["seq"] for change in second.told[0]["changes"]] == [1, 2, 3]


async def test_of_what_was_kept_without_an_acknowledgement_the_last_alone_is_sent_again(play):
    outbox, link = Outbox(), Link([heard(2), heard(3)])
    await play(outbox, link)
    assert [change["seq"] for change in link.told[0]["changes"]] == [2, 3]
    assert outbox.done == 3


async def test_after_a_gap_it_goes_on_with_what_is_expected(play):
    outbox = Outbox()
    gap = {"type": "refused", "reason": "gap", "expected": 1, "detail": ""}
    link = Link([heard(1), gap, heard(3)])
    await play(outbox, link)
    assert [[change["seq"] for change in sent["changes"]] for sent in link.told] == [[1, 2, 3], [1, 2, 3]]
    assert outbox.done == 3


@pytest.mark.parametrize("before", [[], [heard(0)]])
async def test_a_hub_that_does_not_answer_is_left(play, monkeypatch, before):
    monkeypatch.setattr(forwarder, "ANSWER_S", 0.01)
    monkeypatch.setattr(forwarder, "KEPT_S", 0.01)
    outbox = Outbox()
    await play(outbox, Link([*before, None]), Link([heard(0), heard(3)]))
    assert outbox.done == 3


@pytest.mark.parametrize(
    "said", ["", "[]", {"type": "eat"}, {"type": "heard", "heard": -1}, {"type": "calls", "calls": [{}]}]
)
async def test_a_hub_that_talks_nonsense_is_left_and_tried_again(play, said):
    outbox = Outbox()
    await play(outbox, Link([said]), Link([heard(0), said]), Link([heard(0), heard(3)]))
    assert outbox.done == 3


REFUSED = {"type": "refused", "reason": "malformed", "expected": None, "detail": ""}


def no(reason):
    return {"type": "refused_ask", "ref": "", "reason": reason, "params": {}}


@pytest.mark.parametrize("answer", [no("hub.unknown"), no("hub.failed"), REFUSED, None])
async def test_a_hub_that_knows_more_than_was_ever_made_gets_nothing(play, monkeypatch, answer):
    """Whatever it says to a new journal: an older one knows nothing of it, or not even of asks."""
    monkeypatch.setattr(new_journal, "ANSWER_S", 0.01)
    outbox, link = Outbox(), Link([heard(4), answer])
    journal = outbox.journal
    await play(outbox, link)
    assert (outbox.done, outbox.journal, link.told) == (0, journal, [])
    assert [message["type"] for message in link.sent] == ["hello", "ask"]
    assert outbox.refusals == [("set_back", "the hub has changes that this kiosk never made")]


FORKED = {"type": "refused", "reason": "forked", "expected": None, "detail": "why"}
YES = {"type": "answer", "ref": "", "body": {}}


async def test_a_kiosk_that_was_set_back_goes_on_in_a_new_journal(play):
    outbox = Outbox()
    last = Link([heard(0), heard(3)])
    told = {"type": "told", "what": "any.thing", "body": {}}
    calls = {"type": "calls", "calls": []}
    asking = Link([heard(2), told, calls, YES])
    await play(outbox, Link([heard(2), FORKED]), asking, last)
    assert outbox.refusals == [("forked", "why")]
    (asked,) = [message for message in asking.sent if message["type"] == "ask"]
    assert asked["body"] == {"journal": outbox.journal, "instead_of": outbox.before}
    assert asking.told == []
    assert last.sent[0]["journal"] == outbox.journal
    assert outbox.done == 3


async def test_where_the_answer_is_lost_the_same_new_journal_is_asked_for(play):
    outbox = Outbox()
    links = [Link([heard(4)]), Link([heard(4), YES]), Link([heard(0), heard(3)])]
    await play(outbox, *links)
    first, second = (link.sent[1]["body"]["journal"] for link in links[:2])
    assert first == second == outbox.journal
    assert outbox.done == 3


async def test_a_second_new_journal_too_soon_is_told_and_tried_again(play):
    outbox = Outbox()
    soon = no("hub.journal_too_soon")
    asking = [Link([heard(2), soon]) for _ in range(3)]
    await play(outbox, Link([heard(2), FORKED]), *asking, Link([heard(2), YES]), Link([heard(0), heard(3)]))
    assert outbox.refusals == [
        ("forked", "why"),
        *[("too_soon", "another new journal was begun a few minutes ago")] * 3,
    ]
    assert outbox.done == 3


async def test_once_an_older_hub_has_refused_the_right_folder_is_tried_as_ever(play):
    """Somebody may have put it back meanwhile."""
    outbox = Outbox()
    unknown = Link([heard(2), no("hub.unknown")])
    await play(outbox, Link([heard(2), FORKED]), unknown, Link([heard(2), heard(3)]))
    assert outbox.refusals == [("forked", "why")] * 2
    assert outbox.done == 3


@pytest.mark.parametrize("reason", ["forked", "foreign", "malformed"])
async def test_a_refusal_marks_nothing_as_delivered(play, reason):
    refused = {"type": "refused", "reason": reason, "expected": None, "detail": "why"}
    outbox = Outbox()
    await play(outbox, Link([heard(0), refused]), Link([refused]))
    assert outbox.done == 0
    assert outbox.refusals == [(reason, "why")] * 2


async def test_a_refusal_that_cannot_be_kept_does_not_end_it(play):
    refused = {"type": "refused", "reason": "malformed", "expected": None, "detail": "why"}
    outbox = Outbox()

    async def full(reason, detail):
        raise StoreFailed(Trouble.FULL)

    outbox.refused = full
    await play(outbox, Link([refused]), Link([heard(0), heard(3)]))
    assert outbox.done == 3


async def test_a_full_disk_does_not_end_it(play):
    outbox = Outbox()
    outbox.failing = 2
    await play(outbox, Link([]), Link([]), Link([heard(0), heard(3)]))
    assert outbox.done == 3


async def test_what_is_no_longer_kept_cannot_be_sent_and_is_told(play):
    outbox = Outbox()
    kept = outbox.changes[1:]

    async def after(seq, limit):
        return tuple(change for change in kept if change.seq > seq)

    outbox.after = after
    link = Link([heard(0), None])
    await play(outbox, link)
    assert link.told == []
    assert outbox.done == 0
    assert outbox.refusals == [("gap", "the hub asks for changes that are no longer kept")]
