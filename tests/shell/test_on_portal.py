"""The address that a slip's code leads to."""

from __future__ import annotations

from kiosk.cli.wiring import hall
from kiosk.flow.load import load_folder
from kiosk.paths import Paths
from kiosk.settings import Settings


def test_a_slip_leads_to_the_services_page_on_the_portal() -> None:
    flows = {release.flow.id: release.flow for release in load_folder(Paths.here().flows)[0]}
    here = hall(Settings(portal_url="https://portal.example/"))
    assert here.on_portal(flows["household"]) == "https://portal.example/service/household"
    assert here.on_portal(flows["question"]) == ""  # asked in the hall alone
    assert hall(Settings()).on_portal(flows["household"]) == ""
