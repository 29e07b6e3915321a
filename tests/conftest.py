"""For all tests: garbage is collected between tests, in the thread that the widgets belong to."""

from __future__ import annotations

import gc

import pytest

WHOLE_EVERY = 40


@pytest.hookimpl
def pytest_configure(config: pytest.Config) -> None:
    gc.disable()
    config.stash[COUNT] = 0


COUNT = pytest.StashKey[int]()


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown(item: pytest.Item) -> None:
    count = item.config.stash[COUNT] = item.config.stash[COUNT] + 1
    gc.collect(2 if count % WHOLE_EVERY == 0 else 1)
