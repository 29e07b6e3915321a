"""What the documents say can be done exists: commands, options, settings, pictures, pages."""

from __future__ import annotations

import re
import shlex
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

from kiosk.cases.visiting_hours import problems
from kiosk.cli.appointments import read_plan
from kiosk.cli.commands import app
from kiosk.cli.roster import read_week
from kiosk.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
DOCS = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
KIOSK = get_command(app)

BLOCK = re.compile(r"(?:^    .*\n(?:\n(?=    ))*)+", re.MULTILINE)
SPAN = re.compile(r"`([^`\n]+)`")
LINK = re.compile(r"\]\(([^)#:]+)\)")


def blocks(text: str) -> Iterator[str]:
    """What is set apart, without its margin."""
    for found in BLOCK.finditer(text):
        yield "".join(line[4:] if line.strip() else line for line in found[0].splitlines(keepends=True))


def commands(text: str) -> Iterator[str]:
    """All that begins with the program's name, set apart or in a line."""
    lines = [line for block in blocks(text) for line in block.splitlines()]
    for line in (*lines, *SPAN.findall(text)):
        if line.startswith("kiosk "):
            yield line.partition("#")[0].strip()


def missing(words: list[str]) -> str | None:
    """What of a command there is not."""
    command: Any = KIOSK
    while words and words[0] in getattr(command, "commands", {}):
        command = command.commands[words.pop(0)]
    options = {name for each in command.params for name in each.opts}
    unknown = [word for word in words if word.startswith("--") and word not in options]
    if unknown:
        return f"{command.name} has no {unknown[0]}"
    if not hasattr(command, "commands"):
        return None
    if not command.invoke_without_command or (words and not words[0].startswith("--")):
        return f"{command.name} has no {words}"
    return None


def named() -> list[tuple[str, str]]:
    """Document and command, each once."""
    return sorted({(path.name, told) for path in DOCS for told in commands(path.read_text("utf-8"))})


@pytest.mark.parametrize(("document", "told"), named())
def test_every_command_exists(document: str, told: str) -> None:
    words = shlex.split(told)[1:]
    assert words
    assert missing(words) is None


def test_commands_were_found_and_wrong_ones_would_be() -> None:
    assert {("hall.md", "kiosk hub enrol east --desk"), ("hall.md", "kiosk doctor")} <= set(named())
    for wrong in ("hub enrol east --table", "hub enroll east", "hub officers", "nothing"):
        assert missing(wrong.split()) is not None, wrong


def test_every_setting_exists_and_every_roster_and_plan_is_one(tmp_path: Path) -> None:
    settings = rosters = plans = 0
    for path in DOCS:
        for block in blocks(path.read_text("utf-8")):
            try:
                given = tomllib.loads(block)
            except tomllib.TOMLDecodeError:
                continue
            if "shifts" in given or "leader" in given:
                (tmp_path / "week.toml").write_text(block, "utf-8")
                assert read_week(tmp_path / "week.toml").shifts
                rosters += 1
                continue
            if "windows" in given:
                (tmp_path / "plan.toml").write_text(block, "utf-8")
                plan = read_plan(tmp_path / "plan.toml")
                assert not problems(plan, {service for each in plan.windows for service in each.services})
                plans += 1
                continue
            assert given.keys() <= Settings.model_fields.keys(), path.name
            hub = {"hub_key": "key"} if "hub_url" in given and "desk_key" not in given else {}
            Settings.model_validate(hub | given)
            settings += 1
    assert settings >= 4
    assert rosters == 2
    assert plans == 2


@pytest.mark.parametrize("path", DOCS, ids=lambda path: path.name)
def test_every_picture_and_page_is_there(path: Path) -> None:
    for target in LINK.findall(path.read_text("utf-8")):
        assert (path.parent / target).exists(), target
