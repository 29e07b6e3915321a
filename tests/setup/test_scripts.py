"""The set-up scripts, with stand-ins for the system's own commands."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
NEEDED = ["awk", "cat", "cut", "dirname", "env", "grep", "id", "mkdir", "rm", "sed", "sh", "sha256sum"]


class Machine:
    """A machine of which only these commands are there; what apt-get is asked for is written down."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.bin, self.asked = folder, folder / "bin", folder / "asked"
        self.bin.mkdir()
        for name in NEEDED:
            (self.bin / name).symlink_to(shutil.which(name) or "")
        (self.bin / "python3").symlink_to(sys.executable)
        self.asked.touch()

    def command(self, name: str, script: str) -> None:
        path = self.bin / name
        path.unlink(missing_ok=True)
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o755)

    def debian(self, *installed: str, new_names: bool = False) -> None:
        lines = " ".join(f"installed:{name}" for name in installed)
        self.command("dpkg-query", f'echo "{lines} not-installed:libpulse0 "')
        self.command("apt-cache", "exit 0" if new_names else "exit 1")
        self.command("apt-get", f'echo "$@" >>{self.asked}')

    def run(self, script: str, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [ROOT / "setup" / script, *words],
            env={"PATH": str(self.bin)},
            capture_output=True,
            text=True,
            cwd=self.folder,
        )


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def _all(machine: Machine, kind: str) -> list[str]:
    """Every package this kind asks for on an empty machine."""
    machine.debian()
    machine.command("id", "echo 0")
    assert machine.run("system", kind).returncode == 0
    (line,) = machine.asked.read_text().splitlines()
    machine.asked.write_text("")
    return [word for word in line.split() if not word.startswith("-") and word != "install"]


@pytest.mark.parametrize("kind", ["run", "dev", "package", "voice"])
def test_a_second_time_nothing_is_asked_for(machine: Machine, kind: str) -> None:
    packages = _all(machine, kind)
    machine.debian(*packages)
    ended = machine.run("system", kind)
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "", "")
    assert machine.asked.read_text() == ""


def test_only_what_is_missing_is_asked_for(machine: Machine) -> None:
    packages = _all(machine, "run")
    machine.debian(*(name for name in packages if name not in ("libpulse0", "espeak-ng")))
    machine.run("system", "run")
    asked = machine.asked.read_text().split()
    assert {word for word in asked if not word.startswith("-")} == {"install", "libpulse0", "espeak-ng"}


def test_new_names_of_debian_13(machine: Machine) -> None:
    packages = _all(machine, "run")
    machine.debian(*(f"{name}t64" if name == "libglib2.0-0" else name for name in packages))
    machine.run("system", "run")
    assert machine.asked.read_text() == ""
    machine.debian(*(name for name in packages if name != "libglib2.0-0"), new_names=True)
    machine.run("system", "run")
    assert "libglib2.0-0t64" in machine.asked.read_text().split()


def test_the_list_is_fetched_where_it_is_too_old(machine: Machine) -> None:
    packages = _all(machine, "run")
    machine.debian(*packages[1:])
    fresh = machine.folder / "fresh"
    machine.command(
        "apt-get",
        f'echo "$1" >>{machine.asked}\n[ "$1" != update ] || : >{fresh}\n[ "$1" = update ] || [ -e {fresh} ]',
    )
    assert machine.run("system", "run").returncode == 0
    assert machine.asked.read_text().split() == ["install", "update", "install"]


def test_without_the_right_to_install_one_line_says_what(machine: Machine) -> None:
    machine.debian("libgl1")
    machine.command("id", "echo 1000")
    ended = machine.run("system", "run")
    assert ended.returncode == 1
    assert machine.asked.read_text() == ""
    (line,) = ended.stderr.splitlines()
    assert line.startswith("setup: ask an administrator for: apt-get install")
    assert "libegl1" in line
    assert "libgl1 " not in line


def test_sudo_without_a_password_is_used(machine: Machine) -> None:
    machine.debian()
    machine.command("id", "echo 1000")
    machine.command(
        "sudo", '[ "$2" != true ] || exit 0\necho sudo >>' + str(machine.asked) + '\nshift; exec "$@"'
    )
    assert machine.run("system", "run").returncode == 0
    assert machine.asked.read_text().startswith("sudo\n")


def test_an_old_python_alone_is_refused_in_one_line(machine: Machine) -> None:
    machine.command("python3", "exit 1")
    ended = machine.run("find-python")
    assert ended.returncode == 1
    assert len(ended.stderr.splitlines()) == 1


def test_venv_is_a_package_of_its_own_on_debian(machine: Machine) -> None:
    machine.debian()
    machine.command("id", "echo 0")
    machine.command(
        "python3",
        f'case "$2" in *ensurepip*) exit 1 ;; esac\nexec {sys.executable} "$@"',
    )
    assert machine.run("system", "run").returncode == 0
    assert "python{}.{}-venv".format(*sys.version_info[:2]) in machine.asked.read_text().split()


def test_help_names_every_target() -> None:
    told = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, env=dict(os.environ))
    assert told.returncode == 0
    for target in ("run", "test", "check", "tour", "help", "package", "desk", "doctor"):
        assert f"make {target} " in told.stdout


def test_ci_is_make_test() -> None:
    lines = (ROOT / ".ci" / "run").read_text().splitlines()
    assert lines[1:] == ["exec make test"]
