from __future__ import annotations

import subprocess
import sys

SERVE = """
import sys
from kiosk.child.pipes import pipes
with pipes({limit}, longest=10) as (requests, replies):
    for line in requests:
        {then}
        replies.write(line.upper())
        replies.flush()
"""


def serve(requests: bytes, then: str = "pass", limit: float = 60.0) -> subprocess.CompletedProcess[bytes]:
    code = SERVE.format(limit=limit, then=then)
    return subprocess.run([sys.executable, "-c", code], input=requests, capture_output=True, timeout=60)


def test_what_is_printed_never_gets_between_the_replies() -> None:
    done = serve(b"a\nb\n", "print('x'); import os; os.write(1, b'y')")
    assert (done.returncode, done.stdout) == (0, b"A\nB\n")


def test_a_line_too_long_ends_the_requests() -> None:
    assert serve(b"a\n" + b"b" * 10 + b"\nc\n").stdout == b"A\n"


def test_half_a_line_is_no_request() -> None:
    assert serve(b"a\nb").stdout == b"A\n"


def test_a_child_that_hangs_ends_itself() -> None:
    done = serve(b"a\nb\n", "import threading; threading.Event().wait()", limit=0.2)
    assert done.returncode != 0
    assert done.stdout == b""
    assert b"Thread" not in done.stderr
