"""Looks up known faults of every pinned package, with pip-audit; part of ``make check``.

    python tools/scan_dependencies.py

Exit code 1 where one has a known fault: which, and the version that mends it. Packages that the advisories'
service does not know here, or a service out of reach, are told as not looked up: nothing is claimed of them.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LOCKS = ("requirements-dev.lock", "requirements-voice.lock")
"""The larger locks hold all of the smallest."""
LONGEST_S = 120

Run = Callable[[Sequence[str]], str]


@dataclass(frozen=True)
class Scan:
    """What came of it. faults: a line each. skipped: packages that could not be looked up."""

    looked_up: int
    skipped: int
    faults: tuple[str, ...]


def read(told: str) -> Scan:
    """Of pip-audit's JSON. Raises ValueError where it is none."""
    try:
        packages = json.loads(told)["dependencies"]
        known = [each for each in packages if "skip_reason" not in each]
        faults = [_line(each, fault) for each in known for fault in each["vulns"]]
    except (KeyError, TypeError) as error:
        raise ValueError("no answer of pip-audit") from error
    return Scan(len(known), len(packages) - len(known), tuple(faults))


def _line(package: dict[str, str], fault: dict[str, str]) -> str:
    mended = ", ".join(fault["fix_versions"]) or "no version"
    return f"{package['name']} {package['version']}: {fault['id']}, mended in {mended}"


def ask(command: Sequence[str]) -> str:
    """Run pip-audit; what it prints. Raises OSError and subprocess.SubprocessError."""
    return subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, timeout=LONGEST_S, check=False
    ).stdout


def main(run: Run = ask) -> int:
    """Of all locks; the exit code."""
    code = 0
    for lock in LOCKS:
        command = (sys.executable, "-m", "pip_audit", "-r", lock, "--require-hashes", "--disable-pip")
        try:
            scan = read(run((*command, "-f", "json", "--progress-spinner", "off")))
        except (OSError, ValueError, subprocess.SubprocessError):
            print(f"{lock}: NOT scanned for known faults: the advisories are out of reach here")
            continue
        for fault in scan.faults:
            print(f"{lock}: {fault}")
            code = 1
        if scan.skipped:
            print(f"{lock}: {scan.skipped} packages NOT looked up: the advisories do not know them here")
        if scan.looked_up:
            print(f"{lock}: {scan.looked_up} packages looked up, {len(scan.faults)} known faults")
    return code


if __name__ == "__main__":
    sys.exit(main())
