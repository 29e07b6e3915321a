"""Sound files as packs keep them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import soundfile

from kiosk.voice import opus


def test_a_sound_that_lasts_too_long_is_refused_before_it_is_read(tmp_path: Path, monkeypatch) -> None:
    path = tmp_path / "long.wav"
    soundfile.write(path, np.zeros(4800, dtype=np.float32), 48)
    assert len(opus.read(path)[0]) == 4800
    monkeypatch.setattr(opus, "LONGEST_S", 99)
    with pytest.raises(OSError, match=r"long\.wav is no sentence"):
        opus.read(path)
