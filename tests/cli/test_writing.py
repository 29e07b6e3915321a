from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from kiosk.paths import Paths

Kiosk = Callable[..., tuple[int, str, str]]

CROSS = {"label": "十", "strokes": [[[50, 150], [250, 148]], [[150, 40], [152, 290]]]}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "cross.jsonl"
    path.write_text(json.dumps(CROSS) + "\n", encoding="utf-8")
    return path


def test_bench_tells_of_each_engine(kiosk: Kiosk, file: Path) -> None:
    code, out, _ = kiosk("writing", "bench", str(file), "--json")
    told = json.loads(out)
    assert code == 0
    assert [row["engine"] for row in told["rows"]] == ["network", "zinnia", "fused"]
    assert all(row["n"] == 1 and row["top_10"] == 100.0 for row in told["rows"])
    assert told["bad"] == []


def test_bad_lines_are_told_by_number_and_the_rest_is_read(kiosk: Kiosk, file: Path) -> None:
    file.write_text("nonsense\n" + json.dumps(CROSS) + "\n{}\n", encoding="utf-8")
    code, out, err = kiosk("writing", "bench", str(file), "--context")
    assert code == 1
    assert "line 1: no JSON" in err
    assert "line 3: label is missing" in err
    assert out.splitlines()[-1].split()[:4] == ["fused", "1", "100.00", "100.00"]


def test_a_file_that_is_not_there_or_holds_nothing(kiosk: Kiosk, tmp_path: Path) -> None:
    assert kiosk("writing", "bench", str(tmp_path / "none"))[0] == 2
    (tmp_path / "empty").touch()
    code, _, err = kiosk("writing", "bench", str(tmp_path / "empty"))
    assert (code, err.strip().endswith("holds no sample")) == (2, True)


def test_without_the_network_one_line_says_how_to_get_it(
    kiosk: Kiosk, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Paths, "handwriting", file.parent / "none.onnx")
    code, _, err = kiosk("writing", "bench", str(file))
    assert (code, err.strip()) == (2, "The network for handwriting cannot be used (missing). Run: make setup")
