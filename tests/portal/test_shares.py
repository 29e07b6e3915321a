"""Codes do not run out: few addresses, however fast, leave something for everybody else."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.cases.prepared import LIES, MOST_OF_A_KIND, RESTS
from kiosk.portal.limits import DAY_S, KeptLimits, Shares, net_of
from tests.portal.conftest import TurnedClock

USUAL = KeptLimits()


def keep_all(shares: Shares, address: str, most: int = 10_000) -> int:
    """As many as can be kept from there at once."""
    for kept in range(most):
        if shares.wait_s(address):
            return kept
        shares.take(address)
    return most


def through_the_day(shares: Shares, clock: TurnedClock, address: str) -> int:
    """As many as can be kept from there within a day."""
    end, kept = clock.seconds + DAY_S, 0
    while clock.seconds < end:
        kept += keep_all(shares, address)
        clock.turn(300)
    return kept


@pytest.fixture
def shares(clock: TurnedClock) -> Shares:
    return Shares(USUAL, clock, 10_000)


def test_an_address_keeps_ten_at_once_and_no_more_than_its_share_of_the_day(
    shares: Shares, clock: TurnedClock
) -> None:
    assert keep_all(shares, "192.0.2.1") == 10
    assert through_the_day(shares, clock, "192.0.2.1") <= 2 * USUAL.address_day.at_once


def test_the_addresses_of_one_net_share_a_day(shares: Shares) -> None:
    assert sum(keep_all(shares, f"192.0.2.{n}") for n in range(200)) == USUAL.net_day.at_once
    assert keep_all(shares, "198.51.100.1") == 10


def test_a_handful_of_nets_shuts_nobody_else_out(shares: Shares, clock: TurnedClock) -> None:
    """Twenty, each with all of its addresses, over and over, for three days; others come five an hour."""
    for _ in range(3 * 24):
        for net in range(20):
            for host in range(10):
                keep_all(shares, f"10.0.{net}.{host}")
        assert keep_all(shares, f"198.51.{int(clock.seconds // 3600)}.1", most=5) == 5
        clock.turn(3600)


def test_of_ipv6_a_subscriber_is_one_net() -> None:
    assert net_of("2001:db8:7:1::5") == net_of("2001:db8:7:ffff::1") == "2001:db8:7::/48"
    assert net_of("::ffff:192.0.2.9") == net_of("192.0.2.77") == "192.0.2.0/24"
    assert net_of("nowhere") == "nowhere"


def test_codes_do_not_run_out_however_many_want_them() -> None:
    """Given as fast as can be for as long as a code is taken, and the program begun anew eleven times."""
    taken = math.ceil(USUAL.all_day.per_s * (LIES + RESTS).total_seconds()) + USUAL.all_day.at_once
    assert taken + 11 * USUAL.all_day.at_once < MOST_OF_A_KIND


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 3), st.integers(0, 4000)), max_size=120))
def test_what_it_says_is_true(asked: list[tuple[int, int, int]]) -> None:
    """Whoever waits as long as was said, while nobody else keeps any, keeps one."""
    clock = TurnedClock()
    shares = Shares(USUAL, clock, 10_000)
    for net, host, pause in asked:
        address = f"10.0.{net}.{host}"
        keep_all(shares, address)
        wait_s = shares.wait_s(address)
        assert wait_s > 0
        clock.turn(wait_s - 0.01)
        assert shares.wait_s(address) > 0
        clock.turn(0.02)
        assert shares.wait_s(address) == 0
        clock.turn(pause)
