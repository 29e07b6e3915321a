"""``kiosk portal``: where it listens, and what it refuses; as a program too."""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path

import pytest

from kiosk.cli.portal import check, hosts, over_tls
from kiosk.portal.serving import Place
from kiosk.settings import Settings, SettingsError

PATIENCE_S = 60
CERTIFICATE = {"certificate": Path("cert.pem"), "private_key": Path("key.pem")}


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "portal.example"])
def test_without_a_certificate_it_listens_on_this_machine_alone(host: str) -> None:
    with pytest.raises(SettingsError, match=r"127\.0\.0\.1 alone"):
        check(Settings(), Place(host))
    for own in ("127.0.0.1", "::1", "localhost"):
        check(Settings(), Place(own))


def test_over_tls_it_must_know_its_name() -> None:
    with pytest.raises(SettingsError, match="portal_url"):
        check(Settings(), Place("0.0.0.0", **CERTIFICATE))
    check(Settings(portal_url="https://portal.example"), Place("0.0.0.0", **CERTIFICATE))
    check(Settings(portal_hosts=("portal.example",)), Place("0.0.0.0", **CERTIFICATE))


def test_by_which_names_it_may_be_called() -> None:
    named = Settings(portal_url="https://portal.example:8470", portal_hosts=("zj.example",))
    assert hosts(named, Place("0.0.0.0", **CERTIFICATE)) == {"portal.example", "zj.example"}
    assert "localhost" in hosts(named, Place())
    assert hosts(Settings(portal_url="https://[2001:db8::1]"), Place("::", **CERTIFICATE)) == {
        "[2001:db8::1]"
    }


@pytest.mark.parametrize(
    ("settings", "place", "over"),
    [
        (Settings(), Place(), False),
        (Settings(portal_url="https://portal.example"), Place(), True),
        (Settings(portal_hosts=("portal.example",)), Place(), True),
        (Settings(portal_hosts=("portal.example",)), Place("0.0.0.0", **CERTIFICATE), True),
    ],
)
def test_a_portal_that_the_world_knows_by_a_name_is_reached_over_tls(
    settings: Settings, place: Place, over: bool
) -> None:
    assert over_tls(settings, place) is over


@pytest.mark.parametrize(
    "url", ["http://portal.example", "https://", "https://a/b", "https://u@a", "ftp://a", "https://a:x", "a"]
)
def test_a_wrong_address_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="https address"):
        Settings(portal_url=url)


def test_an_address_is_taken_without_its_stroke() -> None:
    assert Settings(portal_url="https://portal.example/").portal_url == "https://portal.example"


@pytest.mark.parametrize("name", ["https://a", "A.example", "a b", "a/b", ""])
def test_a_wrong_name_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="no host name"):
        Settings(portal_hosts=(name,))


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    (tmp_path / "kiosk.toml").write_text("")
    kept = {name: value for name, value in os.environ.items() if not name.startswith("KIOSK_")}
    return kept | {"KIOSK_DATA_DIR": str(tmp_path / "data"), "KIOSK_CONFIG": str(tmp_path / "kiosk.toml")}


async def _program(environment: dict[str, str], *words: str) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "kiosk", "portal", *words, env=environment, stdout=-1, stderr=-1
    )


async def test_it_refuses_in_one_line(environment: dict[str, str]) -> None:
    for words in (("--host", "0.0.0.0"), ("--certificate", "a.pem")):
        process = await _program(environment, *words)
        _, told = await asyncio.wait_for(process.communicate(), PATIENCE_S)
        assert process.returncode == 2
        assert told.decode().startswith("kiosk: --")
        assert told.count(b"\n") == 1


async def test_it_serves_until_it_is_ended(environment: dict[str, str], tmp_path: Path) -> None:
    process = await _program(environment, "--port", "0")
    assert process.stdout is not None
    line = (await asyncio.wait_for(process.stdout.readline(), PATIENCE_S)).decode()
    assert line.startswith("listening on 127.0.0.1:")
    reader, writer = await asyncio.open_connection("127.0.0.1", int(line.rpartition(":")[2]))
    writer.write(b"GET /?lang=en HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
    answer = (await asyncio.wait_for(reader.read(), PATIENCE_S)).decode()
    writer.close()
    assert answer.startswith("HTTP/1.1 200")
    assert "server:" not in answer.partition("\r\n\r\n")[0].lower()
    assert "/service/household" in answer
    process.terminate()
    await asyncio.wait_for(process.communicate(), PATIENCE_S)
    log = "".join(path.read_text() for path in (tmp_path / "data" / "log").glob("*"))
    assert "GET" not in log  # nobody's way through the pages is on record


async def test_a_hundred_megabytes_are_refused_while_they_come(environment: dict[str, str]) -> None:
    process = await _program(environment, "--port", "0")
    assert process.stdout is not None
    line = (await asyncio.wait_for(process.stdout.readline(), PATIENCE_S)).decode()
    reader, writer = await asyncio.open_connection("127.0.0.1", int(line.rpartition(":")[2]))
    writer.write(
        b"POST /begin HTTP/1.1\r\nHost: localhost\r\nContent-Length: 104857600\r\n"
        b"Content-Type: application/x-www-form-urlencoded\r\n\r\nmark="
    )
    answer = (await asyncio.wait_for(reader.read(), PATIENCE_S)).decode()  # it ends the connection itself
    writer.close()
    process.terminate()
    await asyncio.wait_for(process.communicate(), PATIENCE_S)
    assert answer.startswith("HTTP/1.1 413")
    assert "发来的内容太长了" in answer
