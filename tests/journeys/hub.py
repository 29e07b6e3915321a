"""The hall's hub as a process, on a real PostgreSQL, and the keys of those who connect to it."""

from __future__ import annotations

import asyncio
import re
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import asyncpg

from tests.journeys.conftest import ROOT, Hall, until


class HubProcess:
    """Started in the hall's environment; it can be held still, and goes on where it was."""

    def __init__(self, hall: Hall, database: str) -> None:
        self._hall, self._database = hall, database
        self._process = hall.start("hub", "--database", database, "--port", "0", name="hub")
        found = until(lambda: re.search(r"listening on 127\.0\.0\.1:(\d+)", hall.log("hub")), "the hub")
        self.url = f"http://127.0.0.1:{found[1]}"

    def run(self, *words: str, said: str = "") -> str:
        """What a command of the hub prints."""
        done = subprocess.run(
            [sys.executable, "-m", "kiosk", "hub", *words, "--database", self._database],
            env=self._hall.environment,
            cwd=ROOT,
            input=said,
            capture_output=True,
            text=True,
            timeout=60,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def kiosk(self, number: str, folder: Path, **more: str) -> dict[str, str]:
        """The environment of a kiosk that is enrolled here."""
        key = folder / f"kiosk_{number}.key"
        key.write_text(self.run("enrol", number))
        return {"KIOSK_HUB_URL": self.url, "KIOSK_HUB_KEY": str(key), "KIOSK_KIOSK_NO": number, **more}

    def desk(self, name: str, folder: Path) -> dict[str, str]:
        """The environment of a desk that is enrolled here."""
        key = folder / f"desk_{name}.key"
        key.write_text(self.run("enrol", name, "--desk"))
        return {"KIOSK_HUB_URL": self.url, "KIOSK_DESK_KEY": str(key), "KIOSK_DESK_ID": name}

    def hold(self) -> None:
        """It hears and says nothing until it is let go on."""
        self._process.send_signal(signal.SIGSTOP)

    def go_on(self) -> None:
        """As if nothing had been."""
        self._process.send_signal(signal.SIGCONT)

    def rows(self, query: str) -> list[dict[str, Any]]:
        """What its database holds."""

        async def asked() -> list[dict[str, Any]]:
            connection = await asyncpg.connect(self._database)
            try:
                return [dict(row) for row in await connection.fetch(query)]
            finally:
                await connection.close()

        return asyncio.run(asked())
