"""Who holds many connections, or never speaks TLS on them, keeps nobody else out."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from kiosk.portal.app import Portal
from kiosk.portal.doors import DoorLimits
from kiosk.portal.serving import Place, PortalServer, server

PATIENCE_S = 60
ASK = b"GET /left HTTP/1.1\r\nHost: portal.example\r\nConnection: close\r\n\r\n"
Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]


@pytest.fixture(scope="module")
def pem(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A certificate for this machine, and its key."""
    folder = tmp_path_factory.mktemp("pem")
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "portal")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    certificate, private = folder / "cert.pem", folder / "key.pem"
    certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    return certificate, private


@pytest.fixture
def serve(make: Callable[..., Portal], pem: tuple[Path, Path]) -> Callable[..., object]:
    """A portal that serves as it does in a hall, over TLS or behind a proxy, and its port."""

    @asynccontextmanager
    async def served(limits: DoorLimits, *, tls: bool = True) -> AsyncIterator[tuple[PortalServer, int]]:
        place = Place("127.0.0.1", 0, *pem) if tls else Place(port=0)
        serving, ports = server(make(), place, limits), asyncio.Queue[int]()
        serving.on_start = lambda found: ports.put_nowait(found[0])
        task = asyncio.ensure_future(serving.serve())
        try:
            yield serving, await asyncio.wait_for(ports.get(), PATIENCE_S)
        finally:
            serving.should_exit = True
            await task

    return served


async def over_tls(port: int, pem: tuple[Path, Path]) -> Streams:
    """A connection that has arrived."""
    context = ssl.create_default_context(cafile=str(pem[0]))
    return await asyncio.open_connection("127.0.0.1", port, ssl=context)


async def is_answered(streams: Streams) -> bool:
    reader, writer = streams
    writer.write(ASK)
    try:
        return (await asyncio.wait_for(reader.read(), PATIENCE_S)).startswith(b"HTTP/1.1 200")
    finally:
        writer.close()


async def is_shut(reader: asyncio.StreamReader) -> bool:
    try:
        return await asyncio.wait_for(reader.read(), PATIENCE_S) == b""
    except ConnectionError:
        return True


async def none_is_left(serving: PortalServer) -> None:
    async with asyncio.timeout(PATIENCE_S):
        while len(serving.doors):  # noqa: ASYNC110 - told by the other side of a socket
            await asyncio.sleep(0.01)


async def test_who_never_speaks_tls_is_ended(serve, pem):
    async with serve(DoorLimits(arrive_s=0.05)) as (serving, port):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(b"\x16\x03\x01")  # the beginning of a hello
        assert await is_shut(reader)
        writer.close()
        await none_is_left(serving)
        assert await is_answered(await over_tls(port, pem))


async def test_who_has_arrived_is_not_hurried(serve, pem, monkeypatch):
    async with serve(DoorLimits(arrive_s=0.5)) as (serving, port):
        streams = await over_tls(port, pem)
        await asyncio.wait_for(arrived(serving), PATIENCE_S)
        assert await is_answered(streams)


async def arrived(serving: PortalServer) -> None:
    while serving.doors._arriving:  # noqa: ASYNC110 - told by the other side of a socket
        await asyncio.sleep(0.01)


async def test_only_so_many_of_an_address_wait_for_their_handshake(serve, pem):
    async with serve(DoorLimits(arriving=3, arrive_s=PATIENCE_S)) as (serving, port):
        waiting = [await asyncio.open_connection("127.0.0.1", port) for _ in range(3)]
        one_more, writer = await asyncio.open_connection("127.0.0.1", port)
        assert await is_shut(one_more)
        writer.close()
        assert len(serving.doors) == 3
        for _, each in waiting:
            each.close()
        await none_is_left(serving)
        assert await is_answered(await over_tls(port, pem))


async def test_only_so_many_of_an_address_are_open(serve, pem):
    async with serve(DoorLimits(address=3)) as (serving, port):
        there = [await over_tls(port, pem) for _ in range(3)]
        with pytest.raises(OSError):
            await over_tls(port, pem)
        assert await is_answered(there[0])
        for _, each in there[1:]:
            each.close()
        await none_is_left(serving)
        assert await is_answered(await over_tls(port, pem))


async def test_behind_a_proxy_all_come_from_one_address(serve):
    async with serve(DoorLimits(address=1, net=1, arriving=1, all=4), tls=False) as (serving, port):
        there = [await asyncio.open_connection("127.0.0.1", port) for _ in range(4)]
        one_more, writer = await asyncio.open_connection("127.0.0.1", port)
        assert await is_shut(one_more)
        writer.close()
        there[0][1].close()
        async with asyncio.timeout(PATIENCE_S):
            while len(serving.doors) > 3:  # noqa: ASYNC110 - told by the other side of a socket
                await asyncio.sleep(0.01)
        for _, each in there[1:]:
            each.close()
        await none_is_left(serving)
        assert await is_answered(await asyncio.open_connection("127.0.0.1", port))


async def test_where_nobody_can_listen_that_is_told(serve, make):
    async with serve(DoorLimits(), tls=False) as (_, port):
        another = server(make(), Place(port=port))
        with pytest.raises(SystemExit):
            await another.serve()
        assert not another.started
