"""The programs: published by a command at the hub, offered by what a kiosk is put together from."""

from __future__ import annotations

import asyncio
import json

import pytest

from kiosk.check_hub import hub_findings
from kiosk.cli import desk_wiring, wiring
from kiosk.cli.studio import studio_parts
from kiosk.clock import SystemClock
from kiosk.paths import Paths
from kiosk.settings import load
from kiosk.studio.hall import HallEvent, Unfit
from kiosk.studio.in_force import Event, Kind
from tests.cli.test_flows import BAD, SMALL, write_bad
from tests.hub.test_program import PATIENCE_S, environment, hub_program, kiosk_program

__all__ = ["environment", "hub_program", "kiosk_program"]

SOURCE = (Paths.here().flows / "endorsement.yaml").read_text(encoding="utf-8")


@pytest.fixture
def changed(tmp_path):
    path = tmp_path / "endorsement.yaml"
    path.write_text(SOURCE.replace("en: 'Hong Kong, Macau, Taiwan'", "en: Trips"), encoding="utf-8")
    return path


@pytest.fixture
def at_kiosk(monkeypatch, tmp_path):
    """This process is the kiosk 01 with this key, at a hub on this port."""

    def settings(port, key):
        (tmp_path / "hub.key").write_text(key)
        (tmp_path / "hub.key").chmod(0o600)
        (tmp_path / "kiosk.toml").write_text("")
        monkeypatch.setenv("KIOSK_CONFIG", str(tmp_path / "kiosk.toml"))
        monkeypatch.setenv("KIOSK_DATA_DIR", str(tmp_path / "kiosk"))
        monkeypatch.setenv("KIOSK_HUB_URL", f"http://127.0.0.1:{port}")
        monkeypatch.setenv("KIOSK_HUB_KEY", str(tmp_path / "hub.key"))
        return load(windowed=True)

    return settings


async def until_offered(served, service, number):
    async with asyncio.timeout(PATIENCE_S):
        while dict(await served.stamp()).get(service) != number:  # noqa: ASYNC110 - told by the hub
            await asyncio.sleep(0.05)
    (found,) = [r for r in await served.releases() if r.flow.id == service]
    assert found.flow.version == number


async def test_published_by_a_command_and_offered_by_a_kiosk(
    hub_program, kiosk_program, environment, empty_database, at_kiosk, changed, tmp_path
):
    at = ("--database", empty_database)
    code, key, _ = await kiosk_program("hub", "enrol", "01", *at)
    assert code == 0
    async with hub_program() as (_, port):
        storage = wiring.kiosk_parts(at_kiosk(port, key)).storage
        await storage.start()
        try:
            code, out, err = await kiosk_program("hub", "flows", "publish", "--no-screens", str(changed), *at)
            assert (code, err) == (0, ""), out
            assert out.splitlines()[-1] == "endorsement 2: in force at once"
            await until_offered(storage.served, "endorsement", 2)
            code, out, _ = await kiosk_program("hub", "flows", "list", "--json", *at)
            assert json.loads(out)[0]["live"] == 2
            at_the_hub = dict(environment)
            environment.update(
                KIOSK_DATA_DIR=str(tmp_path / "kiosk"), KIOSK_HUB_KEY=str(tmp_path / "hub.key")
            )
            environment.update(KIOSK_HUB_URL=f"http://127.0.0.1:{port}")
            code, out, err = await kiosk_program("flows", "list")
            told = [
                "endorsement  2 in force  published in the hall",
                "homestay  1 in force  came with the product",
            ]
            assert (code, out.splitlines()[:2]) == (0, told), err
            rows = json.loads((await kiosk_program("flows", "list", "--json"))[1])
            assert (rows[0]["published"], rows[1]["published"]) == ("hall", "product")
            doctor = json.loads((await kiosk_program("doctor", "--json"))[1])
            (told,) = [each["told"] for each in doctor if each["what"] == "releases in force"]
            assert told.startswith("endorsement 2 (published in the hall), homestay 1, ")
            environment.clear()
            environment.update(at_the_hub)
            assert (await kiosk_program("hub", "flows", "roll-back", "endorsement", "1", *at))[0] == 0
            await until_offered(storage.served, "endorsement", 1)
        finally:
            await storage.close()
    code, out, _ = await kiosk_program("hub", "record", "list", *at)
    assert "release_published  endorsement 2" in out
    assert "release_rolled_back  endorsement 1" in out


@pytest.mark.qt_log_ignore("PulseAudioService", "Couldn't (load|resolve)")  # a machine without sound or video
async def test_published_in_the_studio_at_a_desk_and_offered_by_a_kiosk(
    hub_program, kiosk_program, empty_database, at_kiosk, changed, monkeypatch, tmp_path
):
    at = ("--database", empty_database)
    key = (await kiosk_program("hub", "enrol", "01", *at))[1]
    (tmp_path / "desk.key").write_text((await kiosk_program("hub", "enrol", "desk", "--desk", *at))[1])
    (tmp_path / "desk.key").chmod(0o600)
    add = ("hub", "officers", "add", "0700", "--role", "staff", "--pin-stdin", *at)
    assert (await kiosk_program(*add, said="482913\n"))[0] == 0
    async with hub_program() as (_, port):
        storage = wiring.kiosk_parts(at_kiosk(port, key)).storage
        await storage.start()
        monkeypatch.setenv("KIOSK_DESK_KEY", str(tmp_path / "desk.key"))
        studio = studio_parts(load())
        await studio.start()
        try:
            await studio.roll.sign_in("0700", "482913")
            offered = {each.release.flow.id: each.live for each in await studio.services()}
            shipped = (
                "endorsement",
                "homestay",
                "household",
                "question",
                "residence_permit",
                "special_trade",
                "truck_pass",
            )
            assert offered == dict.fromkeys(shipped, 1)
            text = changed.read_text(encoding="utf-8")
            draft = await studio.drafts.keep("endorsement", text, 1, 0, "0700")
            made = await studio.releases.publish("endorsement", draft.text, "0700", based_on=1)
            assert (made.number, made.author) == (2, "0700")
            await until_offered(storage.served, "endorsement", 2)
        finally:
            await studio.close()
            await storage.close()
    code, out, _ = await kiosk_program("hub", "record", "list", *at)
    assert "0700  release_published  endorsement 2" in out
    assert "0700  draft_begun  endorsement" in out


@pytest.mark.qt_log_ignore("PulseAudioService", "Couldn't (load|resolve)")  # a machine without sound or video
async def test_a_desk_knows_what_is_published_and_goes_on_with_it_at_its_window(
    hub_program, kiosk_program, empty_database, at_kiosk, changed, monkeypatch, tmp_path, qapp
):
    at = ("--database", empty_database)
    desk_key = (await kiosk_program("hub", "enrol", "desk", "--desk", *at))[1]
    changed.write_text(SOURCE.replace("- id: purpose", "- id: why", 1).replace("step: purpose", "step: why"))
    async with hub_program() as (_, port):
        at_kiosk(port, desk_key)
        monkeypatch.setenv("KIOSK_DESK_KEY", str(tmp_path / "hub.key"))
        monkeypatch.delenv("KIOSK_HUB_KEY")
        parts = desk_wiring.desk_parts(load())
        await parts.start()
        code, out, err = await kiosk_program("hub", "flows", "publish", "--no-screens", str(changed), *at)
        assert code == 0, out + err
        async with asyncio.timeout(PATIENCE_S):
            while parts.titles("endorsement", "why", "en")[1] != "Purpose":  # noqa: ASYNC110
                await asyncio.sleep(0.05)
        assert parts.titles("endorsement", "purpose", "en")[1] == "Purpose"
        known = {(r.flow.id, r.flow.version) for r in await parts.at_window.releases()}
        assert {("endorsement", 1), ("endorsement", 2)} <= known
        await parts.close()
    # The window's own program, which begins without a line.
    window = wiring.kiosk_parts(load(windowed=True), resumed=object()).storage
    await window.start()
    assert {(r.flow.id, r.flow.version) for r in await window.served.known()} == known
    await window.close()


async def test_what_does_not_fit_on_the_screens_is_not_published_to_the_hall(
    kiosk_program, empty_database, tmp_path
):
    at, path = ("--database", empty_database), tmp_path / "small.yaml"
    path.write_text(SMALL, encoding="utf-8")
    for how in ("publish", "import"):
        code, out, err = await kiosk_program("hub", "flows", how, str(path), *at)
        assert (code, "does not fit" in out) == (1, True), out + err
    listed = (await kiosk_program("hub", "flows", "list", *at))[1]
    assert "small" not in listed
    assert (await kiosk_program("hub", "flows", "import", "--no-screens", str(path), *at))[0] == 0
    assert "small  1 in force" in (await kiosk_program("hub", "flows", "list", *at))[1]


async def test_what_nobody_should_have_written_is_told_and_not_published_to_the_hall(
    kiosk_program, empty_database, tmp_path
):
    at, path = ("--database", empty_database), tmp_path / "small.yaml"
    for name, (_, said) in BAD.items():
        write_bad(path, name)
        code, out, err = await kiosk_program("hub", "flows", "publish", "--no-screens", str(path), *at)
        assert code in (1, 2), name
        assert said in out + err, name
    listed = (await kiosk_program("hub", "flows", "list", *at))[1]
    assert "small" not in listed


async def test_what_was_changed_after_its_export_is_not_published_to_the_hall(
    kiosk_program, empty_database, tmp_path
):
    at, folder = ("--database", empty_database), tmp_path / "out"
    code, _, err = await kiosk_program("hub", "flows", "export", str(folder), "--service", "question", *at)
    assert code == 0, err
    file = folder / "question-1.yaml"
    file.write_bytes(file.read_bytes() + b"# more\n")
    code, _, err = await kiosk_program("hub", "flows", "import", "--no-screens", str(file), *at)
    assert (code, "was changed after it was exported" in err) == (2, True)


async def test_a_kiosk_of_a_hall_says_where_services_are_published(
    kiosk_program, environment, changed, at_kiosk, tmp_path
):
    at_kiosk(1, "01")
    environment |= {"KIOSK_HUB_URL": "http://127.0.0.1:1", "KIOSK_HUB_KEY": str(tmp_path / "hub.key")}
    for words in (("publish", str(changed)), ("roll-back", "endorsement", "1"), ("retire", "endorsement")):
        code, out, err = await kiosk_program("flows", *words)
        assert (code, out) == (2, "")
        assert "kiosk hub flows" in err
        assert len(err.splitlines()) == 1
    assert (await kiosk_program("flows", "list"))[0] == 0


async def test_doctor_tells_what_was_not_taken(at_kiosk):
    settings = at_kiosk(1, "ab" * 32)
    store = wiring.kiosk_parts(settings).storage
    await store.start()
    sha256 = "ab" * 32
    event = Event(1, "parking", 2, Kind.PUBLISHED, "0700", SystemClock().now(), None, 1)
    hall = store.served._book._hall
    await hall.take([HallEvent(event, sha256)], [], {("parking", 2, sha256): Unfit.DAMAGED})
    await store.close()
    found = await asyncio.to_thread(lambda: [f for f in hub_findings(settings) if "hall" in f.what])
    assert [(f.state, f.told.split(" at ")[0]) for f in found] == [("note", "parking 2 was not taken")]
    assert "it is not what was published" in found[0].told
