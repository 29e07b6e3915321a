"""A form kept in this machine's store is what a kiosk opens."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from kiosk.cases.prepared import PROOF_LENGTH
from kiosk.clock import SystemClock
from kiosk.flow.answer import IdentityNo, Written
from kiosk.portal.app import Portal
from kiosk.store.local import LocalStore
from tests.portal.browser import Browser
from tests.portal.walking import WRITTEN, walk


async def test_the_code_opens_what_was_written(make: Callable[..., Portal], tmp_path: Path) -> None:
    store = LocalStore(tmp_path, "01", SystemClock(), kiosk_lock=False)
    await store.start()
    try:
        portal = make(forms=store.prepared)
        browser = Browser(portal.app)
        await walk(portal, browser, "residence_permit")
        page = await browser.press("keep")
        assert page.path == "/kept"
        code = "".join(character for character in _code(page.text) if character.isdigit())
        number = WRITTEN["identity_number"]
        opened = await store.prepared.open(code, number[-PROOF_LENGTH:], "01")
        assert opened.form.service == "residence_permit"
        assert opened.form.answers["name"] == Written(text=WRITTEN["name"])
        assert opened.form.answers["identity_number"] == IdentityNo(number=number)
        assert opened.form.locale == "zh_CN"
    finally:
        await store.close()


def _code(html: str) -> str:
    return html.partition('class="code">')[2].partition("<")[0]
