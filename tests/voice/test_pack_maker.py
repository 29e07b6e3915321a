from __future__ import annotations

import asyncio
import os
import stat
from pathlib import Path

import numpy as np
import pytest

from kiosk.memory_folder import make_private, memory_folder
from kiosk.voice import opus, units
from kiosk.voice.cache import SoundCache
from kiosk.voice.dialects import dialects
from kiosk.voice.maker import WorkerMaker
from kiosk.voice.opus import Samples
from kiosk.voice.pack import Manifest, Pack
from kiosk.voice.pack_maker import PackMaker
from kiosk.voice.sentence import Dialect, Sentence, SoundFailed
from kiosk.voice.shelf import Shelf
from tests.voice.conftest import REAL_WORKER

HELLO, SIT = Sentence("您好。", "zh_CN"), Sentence("请坐。", "zh_CN")
FEE = Sentence("费用：120元", "zh_CN")
NUMBER = Sentence("回执编号 0100 013", "zh_CN", fixed=False)
PRIVATE = Sentence("王小明", "zh_CN", fixed=False, private=True)
PRIVATE_FEE = Sentence("费用：120元", "zh_CN", fixed=False, private=True)


def tone(seconds: float = 0.2) -> Samples:
    return (0.3 * np.sin(2 * np.pi * 220 * np.arange(round(seconds * opus.RATE)) / opus.RATE)).astype(
        np.float32
    )


class Engine:
    """Stands in for the worker: makes a file where a cache of its own says, and notes what it was asked."""

    def __init__(self, folder: Path, memory: Path | None) -> None:
        self.asked: list[Sentence] = []
        self.prepared = self.closed = 0
        self._cache = SoundCache(folder, memory=memory)

    async def prepare(self) -> None:
        self.prepared += 1
        self._cache.prepare()

    async def make(self, sentence: Sentence, words_per_minute: int) -> Path:
        self.asked.append(sentence)
        try:
            place = self._cache.place(sentence, words_per_minute)
        except OSError as error:
            raise SoundFailed("files") from error
        place.write_bytes(b"RIFF")
        return place

    async def close(self) -> None:
        self.closed += 1
        self._cache.forget()


class House:
    """A kiosk's folders, its packs and its maker."""

    def __init__(self, folder: Path, memory: bool = True) -> None:
        self.own, self.shipped, self.data = folder / "voice-packs", folder / "assets", folder / "data"
        self.memory = folder / "in-memory" if memory else None
        self.engine = Engine(self.data / "voice", self._memory("engine"))
        cache = SoundCache(self.data / "voice-joined", memory=self._memory("joined"))
        self.maker = PackMaker(Shelf(self.own, self.shipped), self.engine, cache)

    def _memory(self, name: str) -> Path | None:
        if self.memory is None:
            return None
        self.memory.mkdir(exist_ok=True)
        return self.memory / name

    def pack(self, name: str, *texts: str, own: bool = True, dialect: str = "", whole: bool = False) -> Pack:
        parent = self.own if own else self.shipped
        manifest = Manifest(name, "zh_CN", dialect, {"zh_CN": name}, recorded=own)
        pack = Pack.create(parent / name, manifest)
        for text in texts:
            pack.add(text, tone(), opus.RATE)
        for unit, text in units.base("zh_CN").items() if whole else ():
            pack.add_unit(unit, tone(0.1), opus.RATE, text)
        return pack

    def kept(self) -> list[str]:
        return [path.name for path in self.data.rglob("*") if path.is_file()]

    async def of(self, sentence: Sentence) -> Path:
        return await self.maker.make(sentence, 122)


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path)


# --- which voice -------------------------------------------------------------------------------


async def test_the_stations_own_recording_comes_before_the_products_pack(house: House) -> None:
    own, shipped = house.pack("station", "您好。"), house.pack("zh_CN", "您好。", "请坐。", own=False)
    assert await house.of(HELLO) == own.sound("您好。")
    assert await house.of(SIT) == shipped.sound("请坐。")  # sentence by sentence
    assert house.engine.asked == []


async def test_what_no_pack_has_is_made_by_the_engine(house: House) -> None:
    house.pack("station", "您好。")
    await house.of(SIT)
    assert house.engine.asked == [SIT]


async def test_a_dialect_is_spoken_when_it_is_chosen_and_falls_back_sentence_by_sentence(
    house: House,
) -> None:
    wu = house.pack("chongming", "您好。", dialect="chongming")
    own = house.pack("station", "您好。")
    shipped = house.pack("zh_CN", "您好。", "请坐。", own=False)
    assert await house.of(HELLO) == own.sound("您好。")
    chosen = Sentence("您好。", "zh_CN", dialect="chongming")
    assert await house.of(chosen) == wu.sound("您好。")
    assert await house.of(Sentence("请坐。", "zh_CN", dialect="chongming")) == shipped.sound("请坐。")


async def test_another_dialect_and_another_locale_are_never_heard(house: House) -> None:
    house.pack("chongming", "您好。", dialect="chongming")
    await house.of(HELLO)
    await house.of(Sentence("您好。", "zh_CN", dialect="suzhou"))
    await house.of(Sentence("您好。", "en"))
    assert len(house.engine.asked) == 3


async def test_one_sentence_is_never_mixed_from_two_voices(house: House) -> None:
    house.pack("station", "费用")  # no units
    shipped = house.pack("zh_CN", "费用", own=False, whole=True)
    place = await house.of(FEE)
    assert place.parent == house.data / "voice-joined"
    (shipped.sound("费用") or Path()).unlink()
    await house.of(FEE)
    assert house.engine.asked == [FEE]


async def test_a_recorded_pack_speaks_a_fee_from_units(house: House) -> None:
    house.pack("station", "费用", whole=True)
    samples, rate = opus.read(await house.of(FEE))
    assert rate == opus.RATE
    assert 0.6 < len(samples) / rate < 1.4  # 费用 一 百 二 十 元, without the silence between
    assert house.engine.asked == []


async def test_a_joined_sound_is_kept_until_one_of_its_parts_is_recorded_again(house: House) -> None:
    pack = house.pack("station", "费用", whole=True)
    first = await house.of(FEE)
    before = first.stat().st_mtime_ns
    assert await house.of(FEE) == first
    assert first.stat().st_size > 0
    os.utime(pack.sound("费用") or Path(), ns=(before + 10**9, before + 10**9))
    assert await house.of(FEE) != first


async def test_a_pack_that_is_added_while_the_kiosk_runs_is_heard(house: House) -> None:
    house.own.mkdir()
    await house.of(HELLO)
    pack = house.pack("station", "您好。")
    assert await house.of(HELLO) == pack.sound("您好。")


async def test_a_damaged_pack_is_told_and_the_others_speak(
    house: House, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = house.pack("station", "您好。")
    (broken.folder / "manifest.toml").write_text("id = ")
    shipped = house.pack("zh_CN", "您好。", own=False)
    assert await house.of(HELLO) == shipped.sound("您好。")
    assert "voice.pack_damaged" in capsys.readouterr().out


async def test_a_damaged_unit_leaves_the_sentence_to_the_engine(house: House) -> None:
    pack = house.pack("station", "费用", whole=True)
    (pack.unit("yuan") or Path()).write_bytes(b"OggS")
    await house.of(FEE)
    assert house.engine.asked == [FEE]
    assert house.kept() == [path.name for path in (house.data / "voice").iterdir()]


async def test_a_damaged_sentence_is_left_to_the_engine(house: House) -> None:
    pack = house.pack("station", "您好。")
    sound = pack.sound("您好。") or Path()
    sound.write_bytes(sound.read_bytes()[: sound.stat().st_size // 2])  # as a full disk leaves it
    copied = Sentence("您好。", "zh_CN", fixed=False)
    for sentence in (HELLO, copied):
        assert await house.of(sentence) != sound
        assert house.engine.asked[-1] is sentence


# --- what is not for everybody -----------------------------------------------------------------


async def test_the_caller_may_delete_what_is_not_fixed(house: House) -> None:
    pack = house.pack("station", "您好。", "回执编号", whole=True)
    copy = await house.of(Sentence("您好。", "zh_CN", fixed=False))
    assert copy != pack.sound("您好。")
    assert copy.read_bytes() == (pack.sound("您好。") or Path()).read_bytes()
    joined = await house.of(NUMBER)
    assert joined != await house.of(NUMBER)
    for place in (copy, joined):
        place.unlink()
    assert house.kept() == []
    assert pack.sound("您好。") is not None


async def test_what_is_private_lies_in_memory_alone(house: House) -> None:
    house.pack("station", "费用", whole=True)
    for sentence in (PRIVATE, PRIVATE_FEE):
        place = await house.of(sentence)
        assert house.memory in place.parents
        assert stat.S_IMODE(place.parent.stat().st_mode) == 0o700
    assert house.kept() == []
    await house.maker.close()
    assert house.memory is not None
    assert [path for path in house.memory.rglob("*") if path.is_file()] == []


async def test_without_a_place_in_memory_what_is_private_is_not_spoken(tmp_path: Path) -> None:
    house = House(tmp_path, memory=False)
    house.pack("station", "费用", whole=True)
    for sentence in (PRIVATE, PRIVATE_FEE):
        with pytest.raises(SoundFailed):
            await house.of(sentence)
    assert house.kept() == []
    await house.of(NUMBER)  # not private: beside the cache, as ever


async def test_the_real_worker_keeps_what_is_private_in_memory(tmp_path: Path) -> None:
    memory = tmp_path / "in-memory"
    maker = WorkerMaker(REAL_WORKER, tmp_path / "sounds", deadline_s=30, memory=memory)
    place = await maker.make(PRIVATE, 122)
    assert place.parent == memory
    assert list((tmp_path / "sounds").iterdir()) == []
    await maker.close()
    assert not memory.exists()
    silent = WorkerMaker(REAL_WORKER, tmp_path / "sounds")
    with pytest.raises(SoundFailed):
        await silent.make(PRIVATE, 122)
    await silent.close()


async def test_what_an_interrupted_run_left_is_cleared_at_the_first_sentence(house: House) -> None:
    assert house.memory is not None
    left = house.memory / "joined" / "left.wav"
    left.parent.mkdir()
    left.write_bytes(b"x")
    house.pack("station", "您好。")
    await house.of(HELLO)
    assert not left.exists()
    assert house.engine.prepared == 1


async def test_a_sound_nobody_waits_for_any_more_is_deleted(house: House) -> None:
    house.pack("station", "回执编号", whole=True)
    await house.of(HELLO)
    waiting = asyncio.create_task(house.of(NUMBER))
    await asyncio.sleep(0)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    await house.maker.close()
    assert house.memory is not None
    assert [path for path in house.memory.rglob("*") if path.is_file()] == []
    assert house.engine.closed == 1


# --- memory ------------------------------------------------------------------------------------


def test_only_a_mount_in_memory_is_taken(tmp_path: Path) -> None:
    mounts = tmp_path / "mounts"
    run = tmp_path / "run"
    run.mkdir()
    environment = {"XDG_RUNTIME_DIR": str(run)}
    mounts.write_text(
        f"tmpfs / tmpfs rw 0 0\n/dev/sda1 {tmp_path} ext4 rw 0 0\n/dev/sda1 /dev/shm ext4 rw 0 0\n"
    )
    assert memory_folder(tmp_path / "voice", environment, mounts) is None
    mounts.write_text(f"/dev/sda1 / ext4 rw 0 0\ntmpfs {run} tmpfs rw 0 0\n")
    found = memory_folder(tmp_path / "voice", environment, mounts)
    assert found is not None
    assert found.parent == run
    assert found == memory_folder(tmp_path / "voice", environment, mounts)
    assert found != memory_folder(tmp_path / "other", environment, mounts)
    assert memory_folder(tmp_path / "voice", environment, tmp_path / "none") is None


def test_a_link_in_the_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "folder").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(OSError, match="another"):
        make_private(tmp_path / "folder")


async def test_a_link_laid_in_its_place_gets_nothing_that_is_not_to_be_kept(house: House) -> None:
    house.pack("own", "费用", whole=True)
    elsewhere = house.data.parent / "elsewhere"
    elsewhere.mkdir()
    assert house.memory is not None
    (house.memory / "joined").symlink_to(elsewhere)
    for sentence in (PRIVATE_FEE, NUMBER):
        await house.maker.make(sentence, 120)
        assert house.engine.asked[-1] is sentence, "the engine has a folder of its own"
    assert list(elsewhere.iterdir()) == []
    await house.maker.make(FEE, 120)
    assert FEE not in house.engine.asked, "what is for everybody is joined as ever"


# --- dialects ----------------------------------------------------------------------------------


def test_dialects_are_those_of_which_there_is_a_sentence(house: House) -> None:
    house.pack("chongming", "您好。", dialect="chongming")
    house.pack("empty", dialect="suzhou")
    house.pack("station", "您好。")
    broken = house.pack("broken", "您好。", dialect="ningbo")
    (broken.folder / "manifest.toml").write_text("id = ")
    found = dialects([house.own, house.shipped])
    assert found == (Dialect("chongming", "zh_CN", {"zh_CN": "chongming"}),)
