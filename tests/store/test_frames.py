"""The second log's frames: whole ones are found again whatever lies between them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.store import _frames
from kiosk.store._frames import MAGIC, Frame, FrameKind, framed, frames

FRAMES = st.builds(
    Frame,
    st.sampled_from(FrameKind),
    st.integers(0, 2**64 - 1),
    # The mark of a beginning may stand inside of one.
    st.one_of(st.binary(max_size=80), st.binary(max_size=20).map(lambda part: MAGIC + part + MAGIC)),
)
RUBBISH = st.one_of(st.just(b""), st.just(MAGIC), st.just(MAGIC[:2]), st.binary(max_size=30))


@given(st.lists(FRAMES, max_size=5))
def test_what_was_written_is_read(all_):
    assert list(frames(b"".join(map(framed, all_)))) == all_


@given(st.lists(st.tuples(RUBBISH, FRAMES), max_size=5), RUBBISH)
def test_rubbish_between_hides_none(parts, end):
    content = b"".join(rubbish + framed(frame) for rubbish, frame in parts) + end
    found = list(frames(content))
    assert [frame for frame in found if frame in [each for _, each in parts]] == [each for _, each in parts]


@given(st.lists(FRAMES, min_size=1, max_size=4), st.data())
def test_a_torn_end_costs_the_last_alone(all_, data):
    content = b"".join(map(framed, all_))
    last = len(framed(all_[-1]))
    torn = content[: len(content) - data.draw(st.integers(1, last))]
    assert list(frames(torn))[: len(all_) - 1] == all_[:-1]
    assert all_[-1] not in list(frames(torn))[len(all_) - 1 :]


@given(FRAMES, st.data())
def test_one_changed_byte_makes_it_no_frame(frame, data):
    content = bytearray(framed(frame))
    place = data.draw(st.integers(0, len(content) - 1))
    content[place] ^= data.draw(st.integers(1, 255))
    assert frame not in list(frames(bytes(content)))


def test_a_record_that_is_too_long_is_not_written(monkeypatch):
    monkeypatch.setattr(_frames, "LONGEST", 10)
    with pytest.raises(ValueError, match="too long"):
        framed(Frame(FrameKind.CHANGE, 1, b"x" * 11))
    framed(Frame(FrameKind.CHANGE, 1, b"x" * 10))
