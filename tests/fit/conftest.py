"""A service with every kind of step, laid out as the check does it."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication
from ruamel.yaml import YAML

from kiosk import outfit
from kiosk.flow.check import EXAMPLE_DAY
from kiosk.flow.load import Release, load_bytes
from kiosk.flow.model import Text
from kiosk.locales import USUAL
from kiosk.paths import Paths
from screens.fit.run import FitParts
from screens.shell.parts import Hall
from screens.theme import Panel
from screens.tour.hand import pictured_aids

PATHS = Paths.here()
EVERYTHING = (PATHS.root / "tests" / "flow" / "everything.yaml").read_text("utf-8")

Data = dict[str, Any]
Written = Callable[[Data], Release]


@pytest.fixture(scope="session")
def everything() -> Data:
    found = YAML(typ="safe", pure=True).load(EVERYTHING)
    assert isinstance(found, dict)
    return found


@pytest.fixture(scope="session")
def written() -> Written:
    def release(data: Data) -> Release:
        out = io.StringIO()
        yaml = YAML()
        yaml.width = 10_000
        yaml.dump(data, out)
        return load_bytes(out.getvalue().encode(), Path("everything.yaml"))

    return release


@pytest.fixture(scope="session")
def parts(qapp: QApplication) -> FitParts:
    return FitParts(
        hall=Hall(
            station=Text({"zh_CN": "新河派出所", "en": "Xinhe police station"}),
            kiosk_no="01",
            kiosk_name="1号机",
            place=Text({"zh_CN": "大门口", "en": "the entrance"}),
            staffed_window=Text({"zh_CN": "3 号窗口", "en": "window 3"}),
        ),
        panel=Panel(),
        locales=USUAL,
        words=outfit.load_words(PATHS.locales, USUAL),
        aids=pictured_aids(lambda: outfit.load_aids(PATHS.data)),
        icons=PATHS.icons,
        fonts=PATHS.fonts,
        today=EXAMPLE_DAY,
    )
