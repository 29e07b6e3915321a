"""How soon pages of the portal come while a hundred people walk a form at once, after asking where a case is.

Run: .venv/bin/python benchmarks/portal_load.py [people] [seconds between pages]. The portal is a process on
this machine with its own limits and a store on the disk; each person comes from an address of their own,
through what passes for a proxy, and presses a key every so many seconds (half to one and a half times of it).
A page is counted from the press to the last byte of the page after it, with the redirect between. Prints
milliseconds by kind of page: median, 95th and 99th percentile, and writes them into
benchmarks/results/portal_load.json. The goal: 200 ms at the 95th.
"""

from __future__ import annotations

import asyncio
import json
import os
import statistics
import sys
import tempfile
from collections import Counter, defaultdict
from pathlib import Path
from random import Random
from time import perf_counter
from urllib.parse import urlencode

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from kiosk import outfit
from kiosk.cases.case import Filing
from kiosk.clock import SystemClock
from kiosk.flow.answer import IdentityNo
from kiosk.ids import new_id
from kiosk.paths import Paths
from kiosk.store.local import LocalStore
from tests.portal.browser import Page
from tests.portal.walking import WRITTEN

ROOT = Path(__file__).resolve().parents[1]
RESULTS = ROOT / "benchmarks" / "results" / "portal_load.json"
SERVICES = ("residence_permit", "endorsement", "truck_pass", "homestay")
GOAL_MS = 200.0
QUIET = 0.25
"""Up to so much of its cores may be busy before it begins; above that the figures are marked as disturbed."""


class Person:
    """A browser on a connection of its own."""

    def __init__(self, port: int, number: int) -> None:
        self._port, self._cookies, self._random = port, dict[str, str](), Random(number)
        self._address = f"198.51.{number // 250}.{number % 250 + 1}"
        self.took: list[tuple[str, float]] = []
        self.statuses: Counter[int] = Counter()

    async def _send(self, method: str, path: str, fields: dict[str, list[str]] | None = None) -> Page:
        if not hasattr(self, "_writer") or self._writer.is_closing():
            self._reader, self._writer = await asyncio.open_connection("127.0.0.1", self._port)
        body = urlencode(fields, doseq=True).encode() if fields is not None else b""
        cookies = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        head = (
            f"{method} {path} HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-For: {self._address}\r\n"
            f"Cookie: {cookies}\r\nContent-Length: {len(body)}\r\n"
            "Content-Type: application/x-www-form-urlencoded\r\n\r\n"
        )
        self._writer.write(head.encode() + body)
        lines = (await self._reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
        headers = [tuple(line.split(": ", 1)) for line in lines[1:] if line]
        length = next(int(value) for name, value in headers if name == "content-length")
        content = await self._reader.readexactly(length)
        page = Page(int(lines[0].split()[1]), headers, content, path)  # type: ignore[arg-type]
        for cookie in page.cookies():
            name, _, rest = cookie.partition("=")
            self._cookies[name] = rest.partition(";")[0]
        if page.header("connection") == "close":
            self._writer.close()
        self.statuses[page.status] += 1
        return page

    async def _page(
        self, kind: str, method: str, path: str, fields: dict[str, list[str]] | None = None
    ) -> Page:
        began = perf_counter()
        for _ in range(3):  # after five seconds without a word the portal ends a connection
            try:
                page = await self._send(method, path, fields)
                break
            except (asyncio.IncompleteReadError, ConnectionError):
                self._writer.close()
        while page.status == 303:
            page = await self._send("GET", page.header("location"))
        self.took.append((kind, (perf_counter() - began) * 1000))
        return page

    async def _where(self, number: str) -> bool:
        """Whether it was told where the case is."""
        page = await self._page("where", "GET", "/where")
        fields = {"number": [number], "proof": [WRITTEN["identity_number"][-4:]]}
        page = await self._page("where it is", "POST", "/where", {**page.form.fields, **fields})
        return page.path == "/where/now"

    async def walk(self, service: str, number: str, between_s: float) -> bool:
        """From a case's number to a form's code; whether one was told of and the other given."""
        await asyncio.sleep(self._random.uniform(0, between_s))
        await self._page("start", "GET", "/")
        found = await self._where(number)
        page = await self._page("service", "GET", f"/service/{service}")
        page = await self._page("begin", "POST", "/begin", page.form.fields)
        for _ in range(60):
            await asyncio.sleep(between_s * self._random.uniform(0.5, 1.5))
            if page.status != 200 or page.path == "/kept":
                break
            kind, fields = self._filled(page)
            page = await self._page(kind, "POST", page.form.action, {**page.form.fields, **fields})
            for value in ("identity_number", "text", "phone", "address", "number"):
                if page.alerts.strip() and kind == "written":
                    page = await self._page(
                        kind,
                        "POST",
                        page.form.action,
                        {**page.form.fields, "do": ["next"], "value": [WRITTEN[value]]},
                    )
        self._writer.close()
        return found and page.path == "/kept"

    def _filled(self, page: Page) -> tuple[str, dict[str, list[str]]]:
        form = page.form
        if ("do", "keep") in form.keys:
            return "keep", {"do": ["keep"]}
        if "value" in form.options:
            return "choice", {"do": ["next"], "value": [form.options["value"][0]]}
        if "year" in form.written:
            return "date", {"do": ["next"], "year": ["2030"], "month": ["2"], "day": ["3"]}
        if form.written:
            return "written", {"do": ["next"], "value": [WRITTEN["name"]]}
        return "notice", {"do": ["next"]}


def told(took: list[float]) -> dict[str, float]:
    """In milliseconds."""
    parts = statistics.quantiles(took, n=100, method="inclusive") if len(took) > 1 else took * 99
    return {
        "pages": len(took),
        "median": round(statistics.median(took), 1),
        "95th": round(parts[94], 1),
        "99th": round(parts[98], 1),
    }


async def filed(folder: str) -> str:
    """The number of a case that lies in this data folder."""
    store = LocalStore(Path(folder), "01", SystemClock(), kiosk_lock=False)
    await store.start()
    try:
        release = next(r for r in outfit.load_releases(Paths.here().flows) if r.flow.id == "truck_pass")
        answers = {"number": IdentityNo(number=WRITTEN["identity_number"])}
        flow = (release.flow.id, release.flow.version, release.sha256, release.source)
        receipt = await store.cases.hand_in(Filing(new_id(), "01", *flow, "zh_CN", False, answers))
        return receipt.number
    finally:
        await store.close()


async def measure(people: int, between_s: float) -> bool:
    """Walk, print, write; whether the goal was reached."""
    load = os.getloadavg()[0]
    with tempfile.TemporaryDirectory() as folder:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("KIOSK_")}
        number = await filed(folder)
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "kiosk", "portal", "--port", "0",
            env=kept | {"KIOSK_DATA_DIR": folder, "KIOSK_CONFIG": os.devnull}, cwd=ROOT, stdout=-1,
        )  # fmt: skip
        assert process.stdout is not None
        port = int((await process.stdout.readline()).decode().rpartition(":")[2])
        crowd = [Person(port, number) for number in range(people)]
        ways = [person.walk(SERVICES[n % len(SERVICES)], number, between_s) for n, person in enumerate(crowd)]
        arrived = sum(await asyncio.gather(*ways))
        process.terminate()
        await process.wait()
    by_kind: dict[str, list[float]] = defaultdict(list)
    for person in crowd:
        for kind, ms in person.took:
            by_kind[kind].append(ms)
            by_kind["all"].append(ms)
    statuses = sum((person.statuses for person in crowd), Counter[int]())
    result = {
        "people": people,
        "seconds_between": between_s,
        "arrived": arrived,
        "load": round(load, 2),
        "disturbed": load > QUIET * (os.cpu_count() or 1),
        "answers": {str(status): count for status, count in sorted(statuses.items())},
        "ms": {kind: told(took) for kind, took in sorted(by_kind.items())},
    }
    print(json.dumps(result, indent=1))
    RESULTS.write_text(json.dumps(result, indent=1) + "\n")
    return arrived == people and told(by_kind["all"])["95th"] <= GOAL_MS


if __name__ == "__main__":
    people = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    between = float(sys.argv[2]) if len(sys.argv) > 2 else 3.0
    sys.exit(0 if asyncio.run(measure(people, between)) else 1)
