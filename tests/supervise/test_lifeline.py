"""The line between the supervisor and a real process."""

from __future__ import annotations

import os
import select
import socket
import sys

import pytest

from kiosk.supervise.child import Process
from kiosk.supervise.lifeline import Begin, Lifeline, Says

KEY = bytes(range(32))
CHILD = """
import sys
from kiosk.supervise.lifeline import Lifeline
line = Lifeline(int(sys.argv[2]))
begin = line.wait()
line.shown()
line.beat()
line.hold(begin.key)
line.drop()
sys.exit(begin.times)
"""


@pytest.fixture
def pair():
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    line = Lifeline(theirs.detach())
    yield ours, line
    ours.close()
    line.close()


def test_all_that_is_said_arrives():
    child = Process.start((sys.executable, "-c", CHILD), {**os.environ, "PYTHONPATH": os.getcwd()})
    child.begin(Begin(KEY, "signal 9", 7))
    said = []
    while child.code() is None:
        select.select([child.file], [], [], 0.05)
        said += child.heard()
    said += child.heard()
    child.close()
    assert child.code() == 7
    assert said == [bytes([Says.SHOWN]), bytes([Says.BEAT]), bytes([Says.HOLD]) + KEY, bytes([Says.DROP])]


@pytest.mark.parametrize("begin", [Begin(), Begin(KEY, "hung", 2)])
def test_a_beginning_is_read_as_it_was_sent(begin):
    assert Begin.read(begin.packet()) == begin


@pytest.mark.parametrize(
    "packet", [b"", b"[]", b"{}", b'{"key": 1, "why": "", "times": 0}', b"\xff", b"null"]
)
def test_what_is_no_beginning(packet):
    with pytest.raises(ValueError):
        Begin.read(packet)


def test_a_kiosk_sees_that_nobody_looks_any_more(pair):
    ours, line = pair
    assert line.beat()
    ours.close()
    assert line.wait() is None
    assert not line.beat()


def test_a_supervisor_that_reads_nothing_stops_no_kiosk(pair):
    _, line = pair
    line._socket.setblocking(False)
    for _ in range(5000):
        assert line.beat()


def test_it_is_known_whether_the_beginning_was_told(pair):
    ours, line = pair
    assert not line.is_told()
    ours.send(Begin().packet())
    assert line.is_told()


def test_the_kiosk_s_own_children_do_not_have_the_line(pair):
    _, line = pair
    assert not line._socket.get_inheritable()
