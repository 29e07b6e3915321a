"""What ``kiosk doctor`` says of the hub: a real hub, real certificates, a kiosk's own store."""

from __future__ import annotations

import asyncio
import json
import shutil
import socket
import sys
import threading
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from random import Random

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from kiosk import check_hub
from kiosk.assist.call import NewCall
from kiosk.assist.outbox import RefusalReason
from kiosk.check_hub import hub_findings
from kiosk.clock import SystemClock
from kiosk.hub import trying
from kiosk.hub.forwarder import Forwarder
from kiosk.hub.keys import Claimant
from kiosk.hub.link import LinkLost, websocket
from kiosk.hub.part import Part
from kiosk.hub.roll import enrol
from kiosk.hub.service import Place
from kiosk.ids import new_id
from kiosk.settings import Settings
from kiosk.store.local import LocalStore


@pytest.fixture
def settings(tmp_path):
    """Settings of a kiosk and a desk, with their keys in files of mode 0600."""

    def make(url, kiosk=None, desk=None):
        paths = {}
        for part, key in (("hub", kiosk), ("desk", desk)):
            if key is not None:
                paths[f"{part}_key"] = tmp_path / f"{part}.key"
                paths[f"{part}_key"].write_text(key + "\n")
                paths[f"{part}_key"].chmod(0o600)
        return Settings(data_dir=tmp_path / "data", hub_url=url, desk_id="east", **paths)

    return make


async def looked(settings):
    """Each finding by what it is of; the hub is in this process, so it is asked from a thread."""
    findings = await asyncio.to_thread(lambda: list(hub_findings(settings)))
    return {finding.what: finding for finding in findings}


def http(hub, scheme="http"):
    return f"{scheme}://127.0.0.1:{hub.url.rpartition(':')[2]}"


async def test_kiosk_and_desk_are_known(hub, sql, settings):
    kiosk, desk = await enrol(sql, Part.KIOSK, "01"), await enrol(sql, Part.DESK, "east")
    found = await looked(settings(http(hub), kiosk, desk))
    assert {what: (finding.state, finding.told) for what, finding in found.items()} == {
        "hub": ("ok", http(hub)),
        "key of the kiosk": ("ok", f"of 01, in {settings(None, kiosk).hub_key}"),
        "hub for the kiosk": ("ok", "reached; it knows the key"),
        "key of the desk": ("ok", f"of east, in {settings(None, None, desk).desk_key}"),
        "hub for the desk": ("ok", "reached; it knows the key"),
    }
    assert not any(key in finding.sentence() for finding in found.values() for key in (kiosk, desk))


async def test_a_look_does_not_cut_the_kiosk_that_is_connected(hub, sql, settings, kiosk_line, told):
    key = await enrol(sql, Part.KIOSK, "01")
    async with kiosk_line(hub, key=key) as line:
        assert (await looked(settings(http(hub), key)))["hub for the kiosk"].state == "ok"
        assert (await line.changes(told().opened()))["heard"] == 1


async def test_a_key_that_is_not_enrolled_stops_a_desk_but_no_kiosk(hub, settings):
    found = await looked(settings(http(hub), "k" * 43, "d" * 43))
    kiosk, desk = found["hub for the kiosk"], found["hub for the desk"]
    assert (kiosk.state, kiosk.mend) == ("note", "on the hub, run: kiosk hub enrol 01")
    assert (desk.state, desk.mend) == ("missing", "on the hub, run: kiosk hub enrol east --desk")


async def test_a_desks_key_is_no_kiosks(hub, sql, settings):
    desk = await enrol(sql, Part.DESK, "01")
    found = await looked(settings(http(hub), desk))
    assert "enrolled" in found["hub for the kiosk"].told


async def test_a_hub_that_is_away(hub, settings):
    await hub.stop()
    found = (await looked(settings(http(hub), "k" * 43)))["hub for the kiosk"]
    assert found.told.startswith("nobody answers at hub_url (Connection refused")


async def test_a_hub_that_says_nothing(settings, monkeypatch):
    monkeypatch.setattr(trying, "OPEN_S", 0.05)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        found = await looked(settings(f"http://127.0.0.1:{silent.getsockname()[1]}", "k" * 43))
    assert found["hub for the kiosk"].told == "nobody answers at hub_url (timed out)"


async def test_a_name_that_leads_nowhere(settings):
    found = await looked(settings("https://nowhere.invalid:8460", "k" * 43))
    assert found["hub for the kiosk"].told.startswith("the name in hub_url leads nowhere")


async def test_a_hub_without_its_database(make_hub, settings):
    hub = make_hub()
    await hub.start()
    hub.service._open.hall.listening.clear()
    found = await looked(settings(http(hub), "k" * 43))
    assert found["hub for the kiosk"].told == "it is there, but its database does not answer"


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(b"HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\nwelcome", id="some-other-server"),
        pytest.param(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n", id="an-older-hub"),
        pytest.param(b"SSH-2.0-OpenSSH_9.2\r\n", id="no-web-at-all"),
    ],
)
async def test_what_is_no_hub_is_not_taken_for_one(settings, answer):
    with socket.create_server(("127.0.0.1", 0)) as other:

        def serve():
            with other.accept()[0] as line:
                line.recv(4096)
                line.sendall(answer)

        serving = threading.Thread(target=serve)
        serving.start()
        found = await looked(settings(f"http://127.0.0.1:{other.getsockname()[1]}", "k" * 43))
        serving.join(60)
    assert found["hub for the kiosk"].told.startswith("what answers there is no hub")


@pytest.fixture
def certificate(tmp_path):
    """A certificate that vouches for itself, for this address: its file and its key's."""

    def make(address="127.0.0.1", days=1):
        key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "hub")])
        made = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(days=30))
            .not_valid_after(now + timedelta(days=days))
            .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address(address))]), critical=False)
            .sign(key, hashes.SHA256())
        )
        pem, private = tmp_path / "hub.pem", tmp_path / "hub.key.pem"
        pem.write_bytes(made.public_bytes(serialization.Encoding.PEM))
        private.write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
        )
        return pem, private

    return make


async def test_a_certificate_that_the_system_trusts(make_hub, sql, settings, certificate, monkeypatch):
    pem, private = certificate()
    hub = make_hub(Place(certificate=pem, private_key=private))
    await hub.start()
    monkeypatch.setenv("SSL_CERT_FILE", str(pem))
    key = await enrol(sql, Part.KIOSK, "01")
    made = settings(http(hub, "https"), key)
    assert (await looked(made))["hub for the kiosk"].state == "ok"
    async with websocket(made.hub_url, Claimant("01", key)):
        pass  # the kiosk itself trusts the same


@pytest.mark.parametrize(
    ("address", "days", "trusted", "why"),
    [
        pytest.param("127.0.0.1", 1, False, "self-signed certificate", id="issuer-unknown"),
        pytest.param("127.0.0.2", 1, True, "IP address mismatch", id="another-host"),
        pytest.param("127.0.0.1", -1, True, "certificate has expired", id="expired"),
    ],
)
async def test_certificate_trouble_is_told_apart_from_an_unknown_key(
    make_hub, sql, settings, certificate, monkeypatch, address, days, trusted, why
):
    pem, private = certificate(address, days)
    hub = make_hub(Place(certificate=pem, private_key=private))
    await hub.start()
    key = await enrol(sql, Part.KIOSK, "01")
    made = settings(http(hub, "https"), key)
    if trusted:
        monkeypatch.setenv("SSL_CERT_FILE", str(pem))
    found = (await looked(made))["hub for the kiosk"]
    assert found.told.startswith("its certificate cannot be trusted, so the key was not shown (")
    assert why in found.told
    assert "update-ca-certificates" in found.mend
    with pytest.raises(LinkLost, match="SSLCertVerificationError"):
        async with websocket(made.hub_url, Claimant("01", key)):
            pass


async def test_tls_to_a_hub_without_it(hub, settings):
    found = (await looked(settings(http(hub, "https"), "k" * 43)))["hub for the kiosk"]
    assert found.told.startswith("what answers there is no hub")


@pytest.mark.parametrize(
    "content", [None, "short", "schlüssel" * 9], ids=["no-file", "no-key-in-it", "not-even-ascii"]
)
async def test_a_key_that_cannot_be_read_stops_it_and_nobody_is_asked(settings, tmp_path, content):
    made = settings("https://nowhere.invalid", "k" * 43)
    made.hub_key.unlink()
    if content is not None:
        made.hub_key.write_text(content, encoding="utf-8")
    found = await looked(made)
    assert found["key of the kiosk"].stops
    assert found["key of the kiosk"].mend == "on the hub, run: kiosk hub enrol 01, and put the key there"
    assert "hub for the kiosk" not in found


async def test_a_key_that_others_can_read_is_told(settings, hub):
    made = settings(http(hub), "k" * 43)
    made.hub_key.chmod(0o644)
    found = (await looked(made))["key of the kiosk"]
    assert (found.state, found.mend) == ("note", f"chmod 600 {made.hub_key}")


async def test_without_a_hub_nobody_is_asked(settings):
    found = await looked(settings(None))
    assert {what: finding.told for what, finding in found.items()} == {
        "hub": "none; calls stay on this machine"
    }
    assert (await looked(settings(None, "k" * 43)))["hub"].mend == "set hub_url"


@pytest.fixture
async def store(tmp_path):
    opened = LocalStore(tmp_path / "data", "01", SystemClock(), kiosk_lock=True)
    await opened.start()
    yield opened
    await opened.close()


async def tap(store):
    call = NewCall(new_id(), "01", "一号机", "大厅", None, None, "zh_CN", False)
    return await store.calls.open_call(call)


async def test_what_was_not_delivered_is_told_beside_a_running_kiosk(hub, settings, store, monkeypatch):
    made = settings(http(hub), "k" * 43)
    assert (await looked(made))["changes for the hub"].told == "all delivered"
    call = await tap(store)
    await store.calls.cancel(call.id)

    class Later(SystemClock):
        def now(self):
            return super().now() + timedelta(minutes=5, seconds=10)

    monkeypatch.setattr(check_hub, "SystemClock", Later)
    found = (await looked(made))["changes for the hub"]
    assert (found.state, found.told) == ("note", "2 not delivered, the oldest made 5 minutes ago")


@pytest.mark.parametrize("reason", RefusalReason, ids=str)
async def test_the_last_refusal_is_told_with_what_to_do(hub, settings, store, reason):
    await tap(store)
    await store.outbox.refused(reason, "in its words")
    found = (await looked(settings(http(hub), "k" * 43)))["last refusal of the hub"]
    assert found.state == "note"
    assert found.told.endswith(f"the hub would not have the changes: {reason} (in its words)")
    assert found.mend
    await store.outbox.delivered(1)
    assert "last refusal of the hub" not in await looked(settings(http(hub), "k" * 43))


async def test_a_new_journal_is_told_for_a_month_with_when_and_why(hub, settings, store, monkeypatch):
    await tap(store)
    made = settings(http(hub), "k" * 43)
    assert "journal for the hub" not in await looked(made)
    await store.outbox.begin_journal(new_id(), (await store.outbox.mark()).journal)
    begun = (await store.outbox.backlog()).begun
    found = (await looked(made))["journal for the hub"]
    assert found.state == "note"
    why = "as this data folder had been put back to an older copy"
    assert found.told == f"begun anew at {begun:%Y-%m-%d %H:%M:%SZ}, {why}"
    assert found.mend

    class Later(SystemClock):
        def now(self):
            return super().now() + timedelta(days=30)

    monkeypatch.setattr(check_hub, "SystemClock", Later)
    assert "journal for the hub" not in await looked(made)


async def test_the_command_tells_it_as_json(hub, sql, settings, tmp_path):
    """The program itself, with nothing but its settings."""
    made = settings(http(hub), await enrol(sql, Part.KIOSK, "01"))
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "kiosk", "doctor", "--json", stdout=-1, stderr=-1,
        env={
            "PATH": "/usr/bin:/bin",
            "HOME": str(tmp_path),
            "KIOSK_DATA_DIR": str(made.data_dir),
            "KIOSK_HUB_URL": made.hub_url,
            "KIOSK_HUB_KEY": str(made.hub_key),
        },
    )  # fmt: skip
    out, err = await asyncio.wait_for(process.communicate(), 120)
    assert out, err.decode()
    found = {finding["what"]: finding for finding in json.loads(out)}
    assert found["hub for the kiosk"]["state"] == "ok", found["hub for the kiosk"]


class Noticed:
    """An outbox that tells when the hub has kept or refused something."""

    def __init__(self, outbox):
        self._outbox = outbox
        self.did = asyncio.Event()

    def __getattr__(self, name):
        return getattr(self._outbox, name)

    async def delivered(self, seq):
        await self._outbox.delivered(seq)
        self.did.set()

    async def refused(self, reason, detail):
        await self._outbox.refused(reason, detail)
        self.did.set()


@pytest.mark.parametrize(("taps", "told"), [(0, "set_back"), (1, "forked"), (3, "forked")])
async def test_a_data_folder_that_was_set_back_is_found_out_and_told(
    hub, sql, settings, tmp_path, taps, told
):
    """The whole way, also where the older copy has counted on as far as the hub, and further."""
    key = await enrol(sql, Part.KIOSK, "01")
    made = settings(http(hub), key)

    async def carried(taps, over):
        """Make taps, and carry changes until ``over`` tells so of the backlog."""
        store = LocalStore(made.data_dir, "01", SystemClock(), kiosk_lock=True)
        pause = lambda s: asyncio.sleep(min(s, 0.02))  # noqa: E731
        line = lambda: websocket(made.hub_url, Claimant("01", key))  # noqa: E731
        outbox = Noticed(store.outbox)
        for _ in range(taps):
            call = await tap(store)
            await store.calls.cancel(call.id)
        working = asyncio.ensure_future(Forwarder(outbox, line, SystemClock(), Random(1), pause).run())
        async with asyncio.timeout(60):
            while not over(await store.outbox.backlog()):
                await outbox.did.wait()
                outbox.did.clear()
        working.cancel()
        await asyncio.gather(working, return_exceptions=True)
        await store.close()

    await carried(1, lambda backlog: backlog.count == 0)
    shutil.copytree(made.data_dir, tmp_path / "backup")
    await carried(1, lambda backlog: backlog.count == 0)
    shutil.rmtree(made.data_dir)
    shutil.copytree(tmp_path / "backup", made.data_dir)
    await carried(taps, lambda backlog: backlog.refusal is not None)
    told_of = await looked(made)
    if taps:  # nothing that the hub never heard of is taken for delivered
        assert told_of["changes for the hub"].told.startswith(f"{2 * taps} not delivered")
    found = told_of["last refusal of the hub"]
    assert told in found.told
    assert found.mend == "this data folder is an older copy: put the newest one back"
