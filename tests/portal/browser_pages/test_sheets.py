"""The notice sheets on a telephone, in a real browser: nothing is cut at the side."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.portal.conftest import LOCALES

pytestmark = pytest.mark.browser

WIDEST = "Math.max(...[...document.querySelectorAll('body *')].map(x => x.getBoundingClientRect().right))"


@pytest.mark.parametrize("size", ["usual", "larger"])
def test_a_sheet_is_no_wider_than_a_telephone(opened: Callable[..., Page], size: str) -> None:
    page = opened(scripts=True)
    for locale in LOCALES:
        for service in ("household", "residence_permit", "endorsement"):
            page.goto(f"/service/{service}/sheet?lang={locale}&size={size}")
            widest = page.evaluate(WIDEST)
            assert widest <= 390, (service, locale, widest)
