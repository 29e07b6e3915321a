"""For all tests: widgets and garbage go between tests, in the thread that the widgets belong to."""

from __future__ import annotations

import gc
import sys

import pytest

WHOLE_EVERY = 40


@pytest.hookimpl
def pytest_configure(config: pytest.Config) -> None:
    gc.disable()
    config.stash[COUNT] = 0


COUNT = pytest.StashKey[int]()


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown(item: pytest.Item) -> None:
    _delete_what_is_to_go()
    count = item.config.stash[COUNT] = item.config.stash[COUNT] + 1
    gc.collect(2 if count % WHOLE_EVERY == 0 else 1)


def _delete_what_is_to_go() -> None:
    """``deleteLater`` waits for a loop, which no test leaves running: each window shown would keep 8 MB."""
    core = sys.modules.get("PySide6.QtCore")
    if core is not None and core.QCoreApplication.instance() is not None:
        core.QCoreApplication.sendPostedEvents(None, core.QEvent.Type.DeferredDelete.value)
