from __future__ import annotations

import json
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from kiosk.voice.pack import Manifest, Pack, key
from kiosk.voice.plan import BATCH, Heard, State, plan, remember
from kiosk.voice.wanted import Wanted
from tests.record.sounds import RATE, spoken

SOUND = spoken(0.5, -18)


@pytest.fixture
def pack(tmp_path: Path) -> Pack:
    return Pack.create(tmp_path / "packs" / "own", Manifest("own", "zh_CN", recorded=True))


@pytest.fixture
def heard(tmp_path: Path) -> Heard:
    return Heard(tmp_path / "data" / "voice-heard.json")


def listen(heard: Heard, **times: int) -> None:
    for text, count in times.items():
        for _ in range(count):
            heard.note(key(text))


def test_what_is_heard_most_comes_first_and_of_two_alike_the_earlier_in_a_visit(
    pack: Pack, heard: Heard
) -> None:
    listen(heard, a=1, b=5, c=5, d=0)
    pack.add("b", SOUND, RATE)
    found = plan(Wanted(("d", "a", "b", "c", "e")), heard, pack)
    assert [line.text for line in found.lines] == ["c", "a", "d", "e", "b"]
    assert [line.state for line in found.lines][-1] is State.RECORDED
    assert found.recorded == 1


def test_the_share_of_what_is_heard_that_is_in_this_voice(pack: Pack, heard: Heard) -> None:
    listen(heard, a=79, b=9, c=4, d=4)
    wanted = Wanted(("a", "b", "c", "d"))
    found = plan(wanted, heard, pack)
    assert (found.coverage(), found.coverage(1), found.coverage(2)) == (0, 80, 90)
    assert found.coverage(20) == 100
    pack.add("a", SOUND, RATE)
    assert plan(wanted, heard, pack).coverage() == 80


def test_before_anything_was_heard_each_sentence_counts_alike(pack: Pack, heard: Heard) -> None:
    assert plan(Wanted(("a", "b", "c", "d")), heard, pack).coverage(1) == 25
    assert plan(Wanted(()), heard, pack).coverage() == 100


def test_a_reworded_sentence_is_told_from_one_that_is_quite_new(pack: Pack, heard: Heard) -> None:
    before = Wanted(("请带上您的身份证。", "您好。"))
    for text in before.sentences:
        pack.add(text, SOUND, RATE)
    remember(before, pack)
    after = Wanted(("请您带上身份证。", "您好。", "请在这里签名，谢谢。"))
    found = {line.text: line for line in plan(after, heard, pack).lines}
    assert found["请您带上身份证。"].state is State.CHANGED
    assert found["请您带上身份证。"].was == "请带上您的身份证。"
    assert found["请在这里签名，谢谢。"].state is State.MISSING
    assert plan(after, heard, pack).new == 2


def test_what_was_known_and_never_recorded_is_missing_and_not_new(pack: Pack, heard: Heard) -> None:
    wanted = Wanted(("a", "b"))
    assert plan(wanted, heard, pack).new == 0
    remember(wanted, pack)
    found = plan(wanted, heard, pack)
    assert (found.new, len(found.missing)) == (0, 2)


def test_units_are_planned_after_the_sentences(pack: Pack, heard: Heard) -> None:
    pack.add_unit("1", SOUND, RATE, "一")
    pack.add_unit("digit-1", SOUND, RATE, "一")
    found = plan(Wanted(("a",), {"1": "一", "2": "二", "digit-1": "幺"}), heard, pack)
    assert [(line.text, line.unit, line.state) for line in found.lines] == [
        ("a", "", State.MISSING),
        ("二", "2", State.MISSING),
        ("幺", "digit-1", State.CHANGED),
        ("一", "1", State.RECORDED),
    ]


def test_counts_are_kept_by_hash_alone_and_written_in_batches(tmp_path: Path) -> None:
    path = tmp_path / "voice-heard.json"
    heard = Heard(path)
    for _ in range(BATCH - 1):
        heard.note(key("您好。"))
    assert not path.exists()
    heard.note(key("您好。"))
    assert json.loads(path.read_text()) == {key("您好。"): BATCH}
    heard.note(key("您好。"))
    heard.save()
    assert Heard(path).times(key("您好。")) == BATCH + 1


@pytest.mark.parametrize("damage", ["{", "[1]", '{"a": "x"}', '"text"', '{"a": null}'])
def test_a_damaged_file_starts_again_and_is_noted(tmp_path: Path, damage: str) -> None:
    path = tmp_path / "voice-heard.json"
    path.write_text(damage)
    with capture_logs() as logs:
        heard = Heard(path)
    assert [entry["event"] for entry in logs] == ["heard_not_read"]
    assert heard.times("a") == 0
    heard.note("a")
    heard.save()
    assert Heard(path).times("a") == 1


def test_where_nothing_can_be_written_counting_goes_on_and_says_so_once(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    heard = Heard(tmp_path / "file" / "voice-heard.json")
    with capture_logs() as logs:
        for _ in range(2 * BATCH):
            heard.note("a")
    assert [entry["event"] for entry in logs] == ["heard_not_written"]
    assert heard.times("a") == 2 * BATCH


def test_a_unit_that_changes_its_words_is_new(pack: Pack, heard: Heard) -> None:
    pack.add_unit("1", SOUND, RATE, "一")
    remember(Wanted((), {"1": "一"}), pack)
    assert plan(Wanted((), {"1": "壹"}), heard, pack).new == 1
