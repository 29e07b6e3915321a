"""Filling in a whole form, with an answer that fits every question."""

from __future__ import annotations

from collections.abc import Callable

from kiosk.flow import model as m
from kiosk.portal.app import Portal
from kiosk.portal.shown import step_at
from tests.portal.browser import Browser, Page

WRITTEN = {
    "name": "沈月英",
    "text": "A12345",
    "number": "3",
    "identity_number": "11010519491231002X",
    "phone": "13812345678",
    "address": "上海市崇明区城桥镇人民路1号",
}


def step_of(portal: Portal, page: Page) -> m.Step:
    """Which step a page asks."""
    (draft,) = (draft for draft, _ in portal.drafts._all.values())
    return step_at(draft.run.flow, int(page.path.rpartition("/")[2].partition("?")[0]))


def fitting(step: m.Step, page: Page, pick: Callable[[m.Step, list[str]], str]) -> dict[str, str | list[str]]:
    """Fields that answer a page. pick: which of the options."""
    match step.kind:
        case "yes_no" | "choice" | "choices" | "consent":
            return {"value": pick(step, page.form.options["value"])}
        case "checklist":
            return {"value": page.form.options.get("value", [])}
        case "date":
            assert isinstance(step, m.Date)
            year = "2001" if step.range == "past" else "2030"
            return {"year": year, "month": "2", "day": "3"}
        case "notice" | "fee" | "review":
            return {}
        case kind:
            return {"value": WRITTEN[kind]}


def first(_step: m.Step, options: list[str]) -> str:
    return options[0]


async def walk(
    portal: Portal,
    browser: Browser,
    service: str,
    pick: Callable[[m.Step, list[str]], str] = first,
    each: Callable[[Page, m.Step], object] = lambda _page, _step: None,
    until: str = "review",
) -> Page:
    """From the beginning to the first page of a kind. each: told of every page on the way."""
    page = await browser.begin(service)
    for _ in range(60):
        assert page.status == 200, (page.path, page.status)
        if not page.path.startswith("/form/"):
            return page
        step = step_of(portal, page)
        each(page, step)
        assert not page.alerts.strip(), (step.id, page.alerts)
        if step.kind == until:
            return page
        page = await browser.press(**fitting(step, page, pick))
    raise AssertionError("a form without end")
