"""The keys' file: whole or not at all, its owner's alone, followed while others change it."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.store._sealed import SEALED
from kiosk.store._tables import Row
from kiosk.store.keys import (
    KEY_BYTES,
    Key,
    KeyFile,
    OpenToOthers,
    Ring,
    check_closed,
    make_ring,
    read_ring,
    write_ring,
)
from kiosk.store.seal import Cell, Seal, Unreadable

NOW = datetime(2026, 11, 24, 1, 2, 3, tzinfo=UTC)
CELL = Cell("case_answer", "case/step", "value")


def test_a_key_is_made_whole_and_for_its_owner_alone(tmp_path):
    (tmp_path / "key.new").write_bytes(b"left by a power cut")
    ring = make_ring(tmp_path, NOW)
    assert read_ring(tmp_path) == ring
    assert [path.name for path in tmp_path.iterdir()] == ["key"]
    assert (tmp_path / "key").stat().st_mode & 0o777 == 0o600


def test_several_keys_are_kept_in_order_with_what_is_known_of_them(tmp_path):
    ring = make_ring(tmp_path, NOW).with_new(NOW + timedelta(days=1)).with_new(NOW + timedelta(days=2))
    write_ring(tmp_path, ring)
    assert read_ring(tmp_path) == ring
    assert (tmp_path / "key").stat().st_mode & 0o777 == 0o600
    assert [key.retired_at for key in ring.keys] == [NOW + timedelta(days=1), NOW + timedelta(days=2), None]


def test_a_key_does_not_show_itself(tmp_path):
    ring = make_ring(tmp_path, NOW)
    assert repr(ring.current) == f"Key({ring.current.name})"
    assert ring.current.secret.hex() not in repr(ring)
    assert ring.current.id not in ring.current.secret


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"x" * 31,
        b"x" * 33,
        b"{}",
        b"[]",
        b'{"format": 2, "keys": []}',
        b'{"format": 1, "keys": []}',
        b'{"format": 1, "keys": [{"key": "AAAA", "made_at": null, "retired_at": null, "copies": null}]}',
        b'{"format": 1, "keys": [{"key": "' + b"A" * 43 + b'=", "made_at": "x", "retired_at": null}]}',
        b"[" * 70_000,
        b"[" * 30_000,
    ],
)
def test_what_is_no_key_file_is_taken_for_none(tmp_path, content):
    (tmp_path / "key").write_bytes(content)
    assert read_ring(tmp_path) is None


@given(st.binary(max_size=400))
def test_no_content_whatever_breaks_the_reading(tmp_path_factory, content):
    folder = tmp_path_factory.getbasetemp()
    (folder / "key").write_bytes(content)
    ring = read_ring(folder)
    assert (ring is not None) == (len(content) == 32)


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o610])
def test_a_file_that_others_may_read_is_refused(tmp_path, mode):
    make_ring(tmp_path, NOW)
    check_closed(tmp_path)
    (tmp_path / "key").chmod(mode)
    with pytest.raises(OpenToOthers):
        check_closed(tmp_path)


def test_one_key_is_never_there_twice():
    with pytest.raises(ValueError):
        Ring((Key(bytes(32)), Key(bytes(32))))
    with pytest.raises(ValueError):
        Ring(())


def test_who_has_the_file_open_seals_with_a_new_key_at_once_and_still_opens_the_old(tmp_path):
    keys = KeyFile(tmp_path, make_ring(tmp_path, NOW))
    seal = Seal(keys)
    before = seal.close("王", CELL)
    ring = keys.ring().with_new(NOW)
    write_ring(tmp_path, ring)
    after = seal.close("王", CELL)
    assert after.startswith(b"\x02" + ring.current.id)
    assert not before.startswith(b"\x02" + ring.current.id)
    assert [seal.open(each, CELL) for each in (before, after)] == ["王", "王"]


def test_a_value_of_a_key_that_came_into_force_meanwhile_opens(tmp_path):
    ring = make_ring(tmp_path, NOW)
    here = Seal(KeyFile(tmp_path, ring))
    write_ring(tmp_path, ring.with_new(NOW))
    elsewhere = Seal(KeyFile(tmp_path, read_ring(tmp_path)))
    assert here.open(elsewhere.close("王", CELL), CELL) == "王"


def test_a_value_that_names_a_key_which_is_not_there_does_not_open(tmp_path):
    sealed = Seal(bytes(32)).close("王", CELL)
    with pytest.raises(Unreadable):
        Seal(KeyFile(tmp_path, make_ring(tmp_path, NOW))).open(sealed, CELL)


def test_the_file_of_another_store_is_not_taken_up(tmp_path):
    keys = KeyFile(tmp_path, make_ring(tmp_path, NOW))
    own = keys.ring()
    make_ring(tmp_path, NOW)
    assert keys.gone()
    assert keys.ring() == own
    (tmp_path / "key").unlink()
    assert keys.gone()


OLD = bytes.fromhex(
    "015000dc79f14c3c87bc91d06e8135d076feed907aeadb18ca7d0c2540af26d269ecd529fab7b5f58cce0e5a1646c971"
    "e8e480d2cb166e76dce97afe31f8a48313fd541860101f1dc5cbde3e237ef2ff42007131e676deacc4aa8278f0"
)
"""As it was sealed with the key 00 to 1f before there could be a second one: it names none."""


def test_a_value_that_names_no_key_opens_with_whichever_it_was(tmp_path):
    ring = Ring((Key(bytes(range(32))),))
    assert Seal(bytes(range(32))).open(OLD, CELL) == "王"
    write_ring(tmp_path, ring.with_new(NOW).with_new(NOW))
    assert Seal(KeyFile(tmp_path, read_ring(tmp_path))).open(OLD, CELL) == "王"
    with pytest.raises(Unreadable):
        Seal(bytes(32)).open(OLD, CELL)


def test_every_column_of_bytes_is_known_as_sealed():
    there = {
        (table.name, column.name)
        for table in Row.metadata.tables.values()
        for column in table.columns
        if column.type.python_type is bytes
    }
    assert there == {(each.table, each.column) for each in SEALED}
    for each in SEALED:
        keys = [column.name for column in Row.metadata.tables[each.table].primary_key]
        assert set(keys) <= set(each.row)  # some are bound to more: to their case, and their place in it


def test_the_file_is_json_that_says_what_it_is(tmp_path):
    write_ring(tmp_path, make_ring(tmp_path, NOW).with_new(NOW))
    assert json.loads((tmp_path / "key").read_text())["format"] == 1


def test_a_disk_with_thousands_of_files_leaves_the_keys_readable(tmp_path):
    """All of them are noted, where an earlier key may still be needed."""
    copies = tuple(f"/media/backup/photographs/of the hall/{number:06}.jpg" for number in range(20_000))
    ring = Ring((Key(b"a" * KEY_BYTES, NOW, NOW, copies), Key(b"b" * KEY_BYTES, NOW)))
    write_ring(tmp_path, ring)
    assert read_ring(tmp_path) == ring


def test_what_could_not_be_read_again_is_not_written(tmp_path):
    ring = Ring((Key(b"a" * KEY_BYTES, NOW), Key(b"b" * KEY_BYTES, NOW)))
    write_ring(tmp_path, ring)
    copies = ("x" * 2**24,)
    with pytest.raises(OSError, match="too large"):
        write_ring(tmp_path, Ring((Key(b"a" * KEY_BYTES, NOW, NOW, copies), ring.current)))
    assert read_ring(tmp_path) == ring
