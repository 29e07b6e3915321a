"""A portal in a hall: what is kept there lies at the hub, and opens at any kiosk."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from kiosk.cli.portal import portal_parts
from kiosk.flow.answer import Written
from kiosk.hub.facts import KioskFacts
from kiosk.hub.part import Part
from kiosk.hub.prepared import HallPrepared
from kiosk.hub.roll import enrol
from kiosk.portal.app import Portal
from kiosk.portal.serving import Place
from kiosk.settings import Settings
from kiosk.working_days import DueRule
from tests.hub.test_facts import make_store, store
from tests.hub.test_prepared import PROOF, forms_of
from tests.portal.browser import HOST, Browser
from tests.portal.conftest import PLENTY
from tests.portal.walking import walk

__all__ = ["forms_of", "make_store", "store"]

PATIENCE_S = 60


@pytest.fixture
def features():
    return [KioskFacts(DueRule()), HallPrepared()]


@pytest.mark.parametrize("part", [Part.PORTAL, Part.KIOSK])
async def test_what_is_kept_at_home_opens_at_any_kiosk_of_the_hall(hub, sql, forms_of, tmp_path, part):
    """With a key of its own, or with a kiosk's, as it was enrolled before there were such keys."""
    key = tmp_path / "portal.key"
    key.write_text(await enrol(sql, part, "portal" if part is Part.PORTAL else "99"))
    key.chmod(0o600)
    named = {"portal_key": key} if part is Part.PORTAL else {"hub_key": key}
    settings = Settings(
        data_dir=tmp_path / "portal",
        kiosk_no="99",
        hub_url=hub.url.replace("ws", "http", 1),
        **named,
        portal_url=f"https://{HOST}",
    )
    parts, opened = portal_parts(settings, Place(), lambda _error: None)
    await opened.start()
    try:
        portal = Portal(replace(parts, limits=PLENTY))
        browser = Browser(portal.app)
        page = await walk(portal, browser, "residence_permit")
        async with asyncio.timeout(PATIENCE_S):
            while page.path != "/kept":  # until the hub is there nothing is lost, and it may be tried again
                await asyncio.sleep(0.01)
                page = await browser.press("keep")
        code = page.text.partition('class="code">')[2].partition("<")[0].replace(" ", "")
        found = await (await forms_of("01")).open(code, PROOF, "01")
        assert found.form.answers["name"] == Written(text="沈月英")
    finally:
        await opened.close()


def test_without_its_address_or_a_kiosks_key_no_code_is_given(tmp_path):
    (tmp_path / "key").write_text("")
    at_hub = {"hub_url": "https://hub.example", "desk_key": tmp_path / "key"}
    known = {"portal_url": f"https://{HOST}"}
    for given, keeps in (({}, False), (known, True), (known | at_hub, False)):
        parts, _ = portal_parts(Settings(data_dir=tmp_path, **given), Place(), lambda _error: None)
        assert (parts.forms is not None) == keeps, given
