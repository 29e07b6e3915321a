from __future__ import annotations

import pickle
import subprocess
import sys
from functools import partial
from pathlib import Path

import numpy as np
import pytest

from kiosk import outfit
from kiosk.cli.wiring import kiosk_parts
from kiosk.clock import SystemClock
from kiosk.devices.guarded_printer import GuardedPrinter
from kiosk.devices.id_reader import NoReader
from kiosk.devices.printer import CupsPrinter, FilePrinter, NoPrinter
from kiosk.devices.serial_id_reader import SerialIdReader
from kiosk.flow.load import load_folder
from kiosk.paths import Paths
from kiosk.settings import load
from kiosk.voice.pack import Manifest, Pack


@pytest.mark.parametrize(
    ("named", "kind"), [("none", NoPrinter), ("file", FilePrinter), ("cups:slips", CupsPrinter)]
)
def test_printer(bare: Path, named: str, kind: type) -> None:
    made = outfit.printer(load(printer=named), SystemClock())
    assert type(made.inside if isinstance(made, GuardedPrinter) else made) is kind


@pytest.mark.parametrize("named", ["file", "cups:slips"])
def test_a_printer_that_may_fail_is_guarded(bare: Path, named: str) -> None:
    assert isinstance(outfit.printer(load(printer=named), SystemClock()), GuardedPrinter)


def test_reader(bare: Path) -> None:
    assert type(outfit.reader(load(), SystemClock())) is NoReader
    assert type(outfit.reader(load(id_reader="/dev/ttyS0"), SystemClock())) is SerialIdReader


def test_a_dialect_of_a_language_that_cannot_be_read_here_is_not_offered(bare: Path) -> None:
    settings = load(printer="none", voice=False)
    own, _shipped = outfit.pack_folders(settings)
    for id_, locale in (("chongming", "zh_CN"), ("canton", "zh_HK")):
        pack = Pack.create(own / id_, Manifest(id_, locale, id_, {"zh_CN": id_}, recorded=True))
        pack.add("您好。", np.full(2400, 0.1, dtype=np.float32), 24_000)
    assert [dialect.id for dialect in kiosk_parts(settings).dialects] == ["chongming"]


def test_titles() -> None:
    releases, _ = load_folder(Paths.here().flows)
    titles = outfit.Titles(releases)
    flow = releases[0].flow
    step = flow.steps[0]
    told = titles(flow.id, step.id, "en")
    assert told == (flow.title.in_("en"), (step.label or step.title).in_("en"))
    assert titles(flow.id, None, "zh_CN") == (flow.title.in_("zh_CN"), "")
    assert titles("gone", "old_step", "en") == ("gone", "old_step")


def test_a_flow_that_does_not_load_leaves_the_others(tmp_path: Path) -> None:
    for path in Paths.here().flows.glob("*.yaml"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    whole = len(outfit.load_releases(tmp_path))
    (tmp_path / "zz_broken.yaml").write_text("id: [", encoding="utf-8")
    assert len(outfit.load_releases(tmp_path)) == whole > 0


def test_what_other_processes_load_can_be_sent_to_them() -> None:
    paths = Paths.here()
    for load_it in (
        partial(outfit.load_words, paths.locales),
        partial(outfit.load_releases, paths.flows),
        partial(outfit.load_aids, paths.data),
    ):
        assert pickle.loads(pickle.dumps(load_it))()


def test_the_voice_worker_starts_from_any_folder(tmp_path: Path) -> None:
    ended = subprocess.run(
        outfit.worker_command("voice"), cwd=tmp_path, input=b"nonsense\n", capture_output=True, timeout=60
    )
    assert ended.returncode == 0, ended.stderr
    assert b'"error": "request"' in ended.stdout


def test_frozen_the_program_is_its_own_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.frozen", True, raising=False)
    monkeypatch.setattr("sys.executable", "/opt/kiosk/kiosk")
    assert outfit.worker_command("voice") == ("/opt/kiosk/kiosk", "worker", "voice")


def test_frozen_files_lie_in_the_unpacked_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys._MEIPASS", "/opt/kiosk/_internal", raising=False)
    assert Paths.here().locales == Path("/opt/kiosk/_internal/locales")


def test_without_the_network_there_is_no_handwriting(tmp_path: Path) -> None:
    assert not outfit.handwriting(tmp_path / "missing.onnx").there
    (tmp_path / "network.onnx").touch()
    assert outfit.handwriting(tmp_path / "network.onnx").there


def test_the_recogniser_starts_without_what_the_other_commands_need() -> None:
    code = (
        "import sys; sys.argv = ['kiosk', 'worker', 'handwriting']; import kiosk.cli; "
        "import kiosk.cli.handwriting as worker; "
        "heavy = ('typer', 'pydantic', 'structlog'); "
        "worker.main = lambda: print([name for name in heavy if name in sys.modules]) or 7; "
        "kiosk.cli.main()"
    )
    ended = subprocess.run(
        [sys.executable, "-c", code], cwd=Paths.here().root, capture_output=True, text=True
    )
    assert (ended.returncode, ended.stdout) == (7, "[]\n"), ended.stderr
