"""The draft lies sealed in memory, and is gone with its key."""

from __future__ import annotations

import stat

import pytest

from kiosk.supervise.journal import Journal
from kiosk.visit.draft import Draft, Page
from kiosk.visit.travelling import Look

LOOK = Look(size="caring", high_contrast=False, sitting=False, slow=False, dialect="", way="")
CANARY = "13812345678"


class Holder:
    """The supervisor's end: the key of the one draft."""

    def __init__(self) -> None:
        self.key: bytes | None = None
        self.keys: list[bytes] = []

    def hold(self, key: bytes) -> None:
        self.key = key
        self.keys.append(key)

    def drop(self) -> None:
        self.key = None


@pytest.fixture
def holder():
    return Holder()


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "memory"


def draft(entered: str = CANARY) -> Draft:
    return Draft(locale="en", look=LOOK, page=Page(entered={"entry": entered}))


def test_the_next_kiosk_finds_what_the_last_one_kept(folder, holder):
    Journal(folder, holder, None).keep(draft())
    assert Journal(folder, holder, holder.key).take() == draft()


def test_a_visit_that_goes_on_goes_on_under_the_same_key(folder, holder):
    """Else a kiosk that ended between the key and the draft would leave a draft that nobody can open."""
    Journal(folder, holder, None).keep(draft())
    second = Journal(folder, holder, holder.key)
    second.take()
    second.keep(draft("more"))
    assert len(holder.keys) == 1
    assert Journal(folder, holder, holder.key).take() == draft("more")


def test_each_visit_has_a_key_of_its_own(folder, holder):
    journal = Journal(folder, holder, None)
    for _ in range(3):
        journal.keep(draft())
        journal.forget()
    assert len(set(holder.keys)) == 3
    assert {len(key) for key in holder.keys} == {32}


def test_nothing_of_it_can_be_read_and_nobody_else_may_look(folder, holder):
    Journal(folder, holder, None).keep(draft())
    (file,) = folder.iterdir()
    sealed = file.read_bytes()
    assert CANARY.encode() not in sealed
    assert holder.key not in sealed
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_its_length_tells_next_to_nothing(folder, holder):
    journal = Journal(folder, holder, None)
    lengths = set()
    for entered in ("", "x", "x" * 100):
        journal.keep(draft(entered))
        lengths.add((folder / "draft").stat().st_size)
    assert len(lengths) == 1


def test_the_same_draft_is_sealed_anew_each_time(folder, holder):
    journal = Journal(folder, holder, None)
    seen = set()
    for _ in range(3):
        journal.keep(draft())
        seen.add((folder / "draft").read_bytes())
    assert len(seen) == 3


def test_what_is_forgotten_is_gone(folder, holder):
    journal = Journal(folder, holder, None)
    journal.keep(draft())
    (folder / "draft.new").write_bytes(b"half")  # a kiosk ended in the middle of writing
    journal.forget()
    assert list(folder.iterdir()) == []
    assert holder.key is None


@pytest.mark.parametrize("key", [None, bytes(32), b"short"])
def test_without_its_key_it_is_removed(folder, holder, key):
    Journal(folder, holder, None).keep(draft())
    assert Journal(folder, holder, key).take() is None
    assert list(folder.iterdir()) == []
    assert holder.key is None


@pytest.mark.parametrize("damage", [lambda b: b[:-1], lambda b: b[:5], lambda b: b"", lambda b: b[::-1]])
def test_one_that_was_changed_is_removed(folder, holder, damage):
    Journal(folder, holder, None).keep(draft())
    file = folder / "draft"
    file.write_bytes(damage(file.read_bytes()))
    assert Journal(folder, holder, holder.key).take() is None
    assert list(folder.iterdir()) == []


def test_one_that_was_never_written(folder, holder):
    assert Journal(folder, holder, bytes(32)).take() is None


def test_a_folder_that_is_none_of_ours(folder, holder):
    folder.write_text("a file")
    journal = Journal(folder, holder, bytes(32))
    assert journal.take() is None
    with pytest.raises(OSError):
        journal.keep(draft())
