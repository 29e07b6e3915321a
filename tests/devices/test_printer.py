from __future__ import annotations

import stat
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from kiosk.devices.printer import CupsPrinter, FilePrinter, NoPrinter
from kiosk.devices.slip import PrintFailed

NOW = datetime(2026, 11, 24, 8, 30, tzinfo=UTC)


class TurnedClock:
    def __init__(self) -> None:
        self.time = NOW

    def now(self) -> datetime:
        return self.time

    def monotonic(self) -> float:
        return (self.time - NOW).total_seconds()

    def today(self) -> date:
        return self.time.date()


def contents(folder: Path) -> list[bytes]:
    return [p.read_bytes() for p in sorted(folder.glob("*.pdf"))]


def alive(pid: Path) -> bool:
    return Path(f"/proc/{pid.read_text().strip()}").exists()


def program(folder: Path, body: str) -> str:
    path = folder / "lp"
    path.write_text(f"#!/bin/sh\n{body}\n")
    path.chmod(0o700)
    return str(path)


async def test_a_file_is_named_by_kind_and_time_and_readable_by_its_owner_alone(tmp_path: Path) -> None:
    folder = tmp_path / "slips"
    await FilePrinter(folder, TurnedClock()).print("receipt", b"%PDF-1")
    (slip,) = folder.iterdir()
    assert slip.name == "receipt-20261124T083000000000Z-00.pdf"
    assert slip.read_bytes() == b"%PDF-1"
    assert stat.S_IMODE(slip.stat().st_mode) == 0o600


async def test_two_slips_of_the_same_moment_are_two_files(tmp_path: Path) -> None:
    printer = FilePrinter(tmp_path, TurnedClock())
    await printer.print("receipt", b"one")
    await printer.print("receipt", b"two")
    assert contents(tmp_path) == [b"one", b"two"]


async def test_the_oldest_slips_are_deleted_whatever_their_kind_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("stays")
    clock = TurnedClock()
    printer = FilePrinter(tmp_path, clock, keep=3)
    for k in range(5):
        await printer.print("receipt" if k % 2 else "materials", str(k).encode())
        clock.time += timedelta(seconds=1)
    assert set(contents(tmp_path)) == {b"2", b"3", b"4"}
    assert (tmp_path / "note.txt").exists()


async def test_a_folder_that_cannot_be_written_fails_and_leaves_no_part(tmp_path: Path) -> None:
    (tmp_path / "slips").write_text("a file, no folder")
    with pytest.raises(PrintFailed):
        await FilePrinter(tmp_path / "slips", TurnedClock()).print("receipt", b"")


async def test_a_kind_never_leads_out_of_the_folder(tmp_path: Path) -> None:
    with pytest.raises(PrintFailed):
        await FilePrinter(tmp_path / "slips", TurnedClock()).print("../x", b"")
    assert contents(tmp_path) == []
    assert not (tmp_path / "slips").exists()


async def test_lp_is_given_the_queue_and_the_slip(tmp_path: Path) -> None:
    lp = program(tmp_path, f'echo "$@" > {tmp_path}/arguments; cat > {tmp_path}/slip')
    await CupsPrinter("hall", lp).print("receipt", b"%PDF-1")
    assert (tmp_path / "arguments").read_text() == "-d hall -t receipt -\n"
    assert (tmp_path / "slip").read_bytes() == b"%PDF-1"


async def test_what_lp_says_is_in_the_failure(tmp_path: Path) -> None:
    lp = program(tmp_path, "cat > /dev/null; echo no such queue >&2; exit 1")
    with pytest.raises(PrintFailed, match="no such queue"):
        await CupsPrinter("hall", lp).print("receipt", b"%PDF-1")


async def test_a_missing_lp_fails(tmp_path: Path) -> None:
    with pytest.raises(PrintFailed):
        await CupsPrinter("hall", str(tmp_path / "lp")).print("receipt", b"")


async def test_an_lp_that_hangs_is_ended(tmp_path: Path) -> None:
    lp = program(tmp_path, f"echo $$ > {tmp_path}/pid; exec tail -f /dev/null")
    with pytest.raises(PrintFailed, match="longer"):
        await CupsPrinter("hall", lp, wait_s=0.3).print("receipt", b"%PDF-1")
    assert not alive(tmp_path / "pid")


def test_a_name_cannot_be_an_option() -> None:
    with pytest.raises(ValueError):
        CupsPrinter("-o")


async def test_without_a_printer_printing_fails() -> None:
    with pytest.raises(PrintFailed):
        await NoPrinter().print("receipt", b"")


WELL = "printer hall is idle.  enabled since Tue Nov 24 08:30:00 2026\n\tAlerts: none\n"


@pytest.mark.parametrize(
    ("said", "ready"),
    [
        (WELL, True),
        (WELL.replace("none", "toner-low-warning"), True),
        (WELL.replace("none", "toner-low-warning media-empty-error"), False),
        (WELL.replace("none", "media-needed-report"), False),
        (WELL.replace("none", "cover-open"), False),
        ("printer hall disabled since Tue Nov 24 08:30:00 2026 -\n\tpaused\n", False),
    ],
    ids=["well", "toner", "no paper", "paper wanted", "open", "disabled"],
)
async def test_cups_tells_whether_slips_come_out(tmp_path: Path, said: str, ready: bool) -> None:
    asking = program(tmp_path, f"[ \"$LC_ALL $*\" = 'C -l -p hall' ] || exit 1\ncat <<'END'\n{said}END")
    assert await CupsPrinter("hall", asking=asking).ready() is ready


async def test_a_queue_that_is_not_there_prints_nothing(tmp_path: Path) -> None:
    assert not await CupsPrinter("hall", asking=str(tmp_path / "none")).ready()
    assert not await CupsPrinter("hall", asking=program(tmp_path, "exit 1")).ready()


async def test_a_folder_is_ready_where_it_can_be_made_and_written(tmp_path: Path) -> None:
    assert await FilePrinter(tmp_path / "slips", TurnedClock()).ready()
    (tmp_path / "file").write_text("no folder")
    assert not await FilePrinter(tmp_path / "file", TurnedClock()).ready()
    assert await NoPrinter().ready(), "nothing is amiss where none is meant to be"
