"""A sound system of one's own with loudspeakers that only a program hears: PulseAudio with null sinks.

Needs pulseaudio and parec (Debian: pulseaudio, pulseaudio-utils). Nothing of the user's own sound system is
touched: the daemon has its own runtime folder and home, and is ended with the block.
"""

from __future__ import annotations

import array
import os
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

RATE = 48000
STARTS_WITHIN_S = 10.0
QUIET = 60
"""Samples up to this are silence (of 32767): what a volume step leaves of a rounding is not a sound."""


class Monitor:
    """Listens at one sink's monitor. Times are ``time.perf_counter`` seconds, samples mono at ``RATE``."""

    def __init__(self, sink: str) -> None:
        command = ["parec", f"--device={sink}.monitor", "--raw", "--format=s16le", f"--rate={RATE}"]
        self._process = subprocess.Popen(
            [*command, "--channels=1", "--latency-msec=2"], stdout=subprocess.PIPE, bufsize=0
        )
        self._changed = threading.Condition()
        self._chunks: list[tuple[float, array.array[int]]] = []
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()
        with self._changed:
            if not self._changed.wait_for(lambda: self._chunks, STARTS_WITHIN_S):
                raise RuntimeError(f"nothing comes from the monitor of {sink}")

    def _read(self) -> None:
        assert self._process.stdout is not None
        while raw := self._process.stdout.read(65536):
            with self._changed:
                self._chunks.append((time.perf_counter(), array.array("h", raw[: len(raw) // 2 * 2])))
                self._changed.notify_all()

    def clear(self) -> None:
        """Forget what was heard."""
        with self._changed:
            self._chunks.clear()

    def first_sound(self) -> float | None:
        """When the first chunk with a sound arrived: its samples are older, so it is never too good."""
        with self._changed:
            return next((t for t, heard in self._chunks if _loudest(heard) > QUIET), None)

    def samples(self) -> array.array[int]:
        """All that was heard since :meth:`clear`."""
        heard = array.array("h")
        with self._changed:
            for _, chunk in self._chunks:
                heard.extend(chunk)
        return heard

    def close(self) -> None:
        """Listen no more."""
        self._process.terminate()
        self._process.wait()
        self._thread.join()


def _loudest(samples: array.array[int]) -> int:
    return max(max(samples, default=0), -min(samples, default=0))


@contextmanager
def null_sinks(names: Sequence[str]) -> Iterator[None]:
    """A daemon with these sinks, the first the default, used by whatever is started meanwhile."""
    with tempfile.TemporaryDirectory(prefix="null-sink-") as folder:
        runtime, home = Path(folder, "run"), Path(folder, "home")
        for each in (runtime, home):
            each.mkdir(mode=0o700)
        socket = runtime / "native"
        modules = [f"module-native-protocol-unix auth-anonymous=1 socket={socket}"]
        for name in names:
            about = f"sink_properties=device.description={name}"
            modules.append(f"module-null-sink sink_name={name} rate={RATE} {about}")
        command = ["pulseaudio", "-n", "--daemonize=no", "--exit-idle-time=-1", "--use-pid-file=no"]
        daemon = subprocess.Popen(
            [*command, "--log-level=error", *(f"--load={module}" for module in modules)],
            env={**os.environ, "XDG_RUNTIME_DIR": str(runtime), "HOME": str(home)},
            stderr=subprocess.DEVNULL,
        )
        before = os.environ.get("PULSE_SERVER")
        os.environ["PULSE_SERVER"] = f"unix:{socket}"
        try:
            _wait_for(socket, daemon)
            yield
        finally:
            if before is None:
                del os.environ["PULSE_SERVER"]
            else:
                os.environ["PULSE_SERVER"] = before
            daemon.terminate()
            daemon.wait()


def _wait_for(socket: Path, daemon: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + STARTS_WITHIN_S
    while not socket.exists():
        if daemon.poll() is not None or time.monotonic() > until:
            raise RuntimeError("pulseaudio does not start")
        time.sleep(0.02)
