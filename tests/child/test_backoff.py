from __future__ import annotations

from kiosk.child.backoff import Backoff


def test_the_first_try_again_is_at_once_then_later_and_later() -> None:
    now = [0.0]
    backoff = Backoff(lambda: now[0])
    waits = []
    for _ in range(9):
        backoff.failed()
        waits.append(backoff.wait_s())
        now[0] += backoff.wait_s()
        assert backoff.wait_s() == 0
    assert waits == [0, 1, 2, 4, 8, 16, 30, 30, 30]
    backoff.worked()
    backoff.failed()
    assert backoff.wait_s() == 0


def test_a_long_night_of_failures_does_not_overflow() -> None:
    backoff = Backoff(lambda: 0.0)
    for _ in range(5000):
        backoff.failed()
    assert backoff.wait_s() == 30
