"""The Qt binding that is pinned must not wear out a process that runs for weeks."""

from __future__ import annotations

import sys

import pytest
from PySide6.QtCore import QObject, Signal

TIMES = 500


class Source(QObject):
    happened = Signal()
    told = Signal(bool)


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="True and False cannot be freed there")
@pytest.mark.parametrize("value", [True, False])
def test_emitting_loses_no_reference(value: bool) -> None:
    source = Source()
    heard: list[int] = []
    source.told.connect(lambda _value: heard.append(1))
    before = sys.getrefcount(value)
    for _ in range(TIMES):
        source.happened.emit()
        source.told.emit(value)
    assert len(heard) == TIMES
    assert sys.getrefcount(value) > before - TIMES // 10
