"""A form from its first question to its code."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.cases.prepared import TooMany
from kiosk.failure import StoreFailed, Trouble
from kiosk.flow import model as m
from kiosk.flow.answer import Place, Unknown, Written
from kiosk.portal.app import Portal
from kiosk.portal.drafts import IDLE_MINUTES
from tests.portal.browser import Browser, Page
from tests.portal.conftest import PLENTY, Drawer, Offered, TurnedClock, loaded, portal_of
from tests.portal.walking import step_of, walk

SERVICES = ("household", "residence_permit", "endorsement", "homestay", "truck_pass", "special_trade")


@pytest.mark.parametrize("service", SERVICES)
async def test_a_form_is_filled_in_and_kept(
    portal: Portal, browser: Browser, drawer: Drawer, service: str
) -> None:
    kinds: list[str] = []

    page = await walk(
        portal, browser, service, pick=_leading_on, each=lambda _page, step: kinds.append(step.kind)
    )
    assert kinds[-1] == "review"
    assert "checklist" in kinds
    assert {"card", "own_wish"}.isdisjoint(kinds)
    page = await browser.press("keep")
    assert page.path == "/kept"
    assert "123 456" in page.said
    assert "2026年12月4日" in page.said
    assert "<svg" in page.text
    (form,) = drawer.kept
    assert form.service == service
    assert form.flow_source == next(r.source for r in loaded()[1] if r.flow.id == service)
    kinds_kept = {
        step.id: step.kind for step in next(r.flow for r in loaded()[1] if r.flow.id == service).steps
    }
    assert {"card", "own_wish", "checklist"}.isdisjoint(kinds_kept[id] for id in form.answers)
    assert Written(text="沈月英") in form.answers.values()
    assert not len(portal.drafts)


def _leading_on(step: m.Step, options: list[str]) -> str:
    """An answer that does not end the service at once."""
    wanted = {
        ("wanted", "birth"): "join_family",
        ("vehicle_state", "inspection_overdue"): "fine",
    }
    return wanted.get((step.id, options[0]), options[0])


async def test_the_list_is_the_one_that_the_flow_decides(portal: Portal, browser: Browser) -> None:
    page = await walk(portal, browser, "endorsement", until="checklist")
    assert page.form.options["value"] == ["own_card", "hk_macau_permit"]
    assert "港澳签注，去一次：15元" in page.said
    assert "一共15元" in page.said
    assert "警察不会让您转账" in page.said

    def for_other(step: m.Step, options: list[str]) -> str:
        return "other" if step.id == "for_whom" else options[-2] if step.id == "permit" else options[0]

    page = await walk(portal, browser, "endorsement", pick=for_other, until="checklist")
    assert {"person_card", "authority"} <= set(page.form.options["value"])


async def test_an_address_in_one_line_is_understood(portal: Portal, browser: Browser, drawer: Drawer) -> None:
    def written(step: m.Step, options: list[str]) -> str:
        return options[-2] if step.id == "address_from" else options[0]

    await walk(portal, browser, "homestay", pick=written)
    await browser.press("keep")
    (place,) = [value for value in drawer.kept[0].answers.values() if isinstance(value, Place)]
    assert place.divisions[0] == "上海市"
    assert place.divisions[-1] == "城桥镇"
    assert place.detail == "人民路1号"


async def test_a_wrong_entry_is_told_beside_its_field_and_stays(portal: Portal, browser: Browser) -> None:
    await walk(portal, browser, "residence_permit", until="identity_number")
    page = await browser.press(value="11010519491231002")
    assert page.status == 200
    assert page.title.startswith("请改一下：")
    assert "11010519491231002" not in page.title
    assert "现在有17位" in page.alerts
    assert page.form.fields["value"] == ["11010519491231002"]
    (field,) = [given for tag, given in page.tags if tag == "input" and given.get("id") == "value"]
    assert field["aria-invalid"] == "true"
    assert "fault" in str(field["aria-describedby"])
    assert "#value" in page.links
    english = await browser.get(f"{page.path}?lang=en")
    assert english.lang == "en"
    assert english.form.fields["value"] == ["11010519491231002"]
    page = await browser.press(value="11010519491231002X")
    assert not page.alerts.strip()


async def test_nothing_chosen_is_told(browser: Browser) -> None:
    await browser.begin("household")
    page = await browser.press()
    assert "请选一项" in page.alerts


async def test_a_choice_that_is_not_offered_is_refused(browser: Browser) -> None:
    await browser.begin("household")
    page = await browser.press(value="everything")
    assert "请选" in page.alerts
    assert page.path == "/form/1"


async def test_not_knowing_leads_on(portal: Portal, browser: Browser, drawer: Drawer) -> None:
    await walk(portal, browser, "residence_permit", until="identity_number")
    page = await browser.press("unsure")
    assert not page.alerts.strip()
    (draft,) = (draft for draft, _ in portal.drafts._all.values())
    assert draft.run.value("identity_number") == Unknown()


async def test_what_was_written_survives_going_back(portal: Portal, browser: Browser) -> None:
    page = await walk(portal, browser, "residence_permit", until="identity_number")
    page = await browser.press("back", value="110105")
    assert page.form.fields["value"] == ["沈月英"]
    page = await browser.press()
    assert page.form.fields["value"] == ["110105"]


async def test_every_line_of_the_review_can_be_changed(portal: Portal, browser: Browser) -> None:
    page = await walk(portal, browser, "residence_permit")
    path = page.path
    for name, value in page.form.keys:
        if name != "change":
            continue
        page = await browser.post(path, {**page.form.fields, "change": [value]})
        assert page.path == f"/form/{value}"
        page = await browser.press()
        assert page.path == path, value
    page = await browser.post(path, {**page.form.fields, "change": ["99999"]})
    assert page.path == path


async def test_a_change_that_opens_questions_asks_them(portal: Portal, browser: Browser) -> None:
    page = await walk(portal, browser, "residence_permit")
    place = next(value for name, value in page.form.keys if name == "change")
    page = await browser.post(page.path, {**page.form.fields, "change": [place]})
    assert step_of(portal, page).id == "for_whom"
    page = await browser.press(value="other")
    assert step_of(portal, page).kind != "review"


async def test_the_browsers_own_way_back_works(portal: Portal, browser: Browser) -> None:
    seen: list[Page] = []
    await walk(portal, browser, "residence_permit", each=lambda page, _step: seen.append(page))
    page = await browser.get(seen[0].path)
    assert "checked" in page.text
    assert not page.alerts.strip()
    # An old page out of the browser's memory does as well: nobody else has answered it since.
    page = await browser.press(page=seen[0], value="me_helped")
    assert not page.alerts.strip()
    (draft,) = (draft for draft, _ in portal.drafts._all.values())
    assert draft.run.value("for_whom").id == "me_helped"  # type: ignore[union-attr]


async def test_a_page_that_is_not_reached_leads_to_the_open_question(browser: Browser) -> None:
    await browser.begin("household")
    assert (await browser.get("/form/30")).path == "/form/1"
    assert (await browser.get("/form/999")).path == "/form/1"


async def test_two_tabs_that_answer_differently(portal: Portal, browser: Browser) -> None:
    first = await browser.begin("household")
    other = await browser.get("/form/1")
    await browser.press(page=first, value="me")
    page = await browser.press(page=other, value="other")
    assert page.path == "/form/1"
    assert "给自己办" in page.alerts
    assert page.form.fields["value"] == ["other"]
    (draft,) = (draft for draft, _ in portal.drafts._all.values())
    assert draft.run.value("for_whom").id == "me"  # type: ignore[union-attr]
    page = await browser.press()
    assert page.path != "/form/1"
    assert draft.run.value("for_whom").id == "other"  # type: ignore[union-attr]


async def test_pressing_twice_is_pressing_once(browser: Browser) -> None:
    page = await browser.begin("household")
    after = await browser.press(page=page, value="me")
    again = await browser.press(page=page, value="me")
    assert again.path == after.path
    assert not again.alerts.strip()


async def test_a_question_that_is_asked_no_more(portal: Portal, browser: Browser) -> None:
    asked: dict[str, Page] = {}
    await walk(portal, browser, "endorsement", each=lambda page, step: asked.setdefault(step.id, page))  # type: ignore[func-returns-value]
    await browser.press(page=asked["place"], value="taiwan")
    page = await browser.press(page=asked["entries"], value="single")
    assert "现在不用答了" in page.alerts


async def test_another_form_begun_since(browser: Browser) -> None:
    before = await browser.begin("household")
    await browser.begin("endorsement")
    cookies = dict(browser.cookies)
    page = await browser.press(page=before, value="me")
    assert page.status == 403  # its mark is of the visit before
    browser.cookies = cookies
    assert "接着填：去港澳台" in (await browser.get("/")).said


async def test_a_form_of_the_same_visit_that_is_another(portal: Portal, browser: Browser) -> None:
    page = await browser.begin("household")
    fields = {**page.form.fields, "form": ["another"], "do": ["next"], "value": ["me"]}
    page = await browser.post(page.form.action, fields)
    assert page.status == 409
    assert "换成别的" in page.heading


async def test_half_an_hour_without_a_touch(portal: Portal, browser: Browser, clock: TurnedClock) -> None:
    await browser.begin("household")
    clock.turn(IDLE_MINUTES * 60 - 1)
    page = await browser.get("/form/1")
    assert page.status == 200
    clock.turn(IDLE_MINUTES * 60)
    page = await browser.press(page=page, value="me")
    assert page.status == 410
    assert "请从头再来" in page.said
    assert not len(portal.drafts)
    assert (await browser.get("/form")).status == 410


async def test_what_nobody_asks_for_goes_too(portal: Portal, browser: Browser, clock: TurnedClock) -> None:
    await browser.begin("household")
    clock.turn(IDLE_MINUTES * 60)
    portal.drafts.sweep()
    assert not len(portal.drafts)


async def test_leaving_erases_everything(portal: Portal, browser: Browser) -> None:
    await walk(portal, browser, "residence_permit")
    page = await browser.leave()
    assert page.path == "/left"
    assert not len(portal.drafts)
    assert (await browser.get("/form")).status == 410


async def test_a_service_that_ends_early_keeps_nothing(portal: Portal, browser: Browser) -> None:
    def suspended(step: m.Step, options: list[str]) -> str:
        return {"place": "taiwan", "purpose": "individual"}.get(step.id, options[0])

    page = await walk(portal, browser, "endorsement", pick=suspended)
    assert page.path == "/left"
    assert not len(portal.drafts)


@pytest.mark.parametrize("error", [StoreFailed(Trouble.FULL), TooMany()])
async def test_what_cannot_be_kept_stays(
    portal: Portal, browser: Browser, drawer: Drawer, error: Exception
) -> None:
    page = await walk(portal, browser, "residence_permit")
    drawer.error = error
    page = await browser.press("keep")
    assert "没能存好" in page.alerts
    assert "沈月英" in page.said
    drawer.error = None
    assert (await browser.press("keep")).path == "/kept"


async def test_kept_once_however_often_it_is_pressed(
    portal: Portal, browser: Browser, drawer: Drawer
) -> None:
    page = await walk(portal, browser, "residence_permit")
    await browser.press("keep", page=page)
    assert (await browser.press("keep", page=page)).path == "/kept"
    assert len(drawer.kept) == 1


async def test_the_code_is_shown_until_it_is_erased(portal: Portal, browser: Browser, drawer: Drawer) -> None:
    drawer.code = "823456"
    await walk(portal, browser, "residence_permit")
    page = await browser.press("keep")
    assert "823 456" in page.said
    assert "身份证号的最后四位" in page.said
    assert "823" not in page.title
    page = await browser.get("/kept?lang=en")
    assert "823 456" in page.said
    page = await browser.leave()
    assert page.path == "/noted"
    assert page.heading == "This page is erased. Your form is kept"
    assert "123" not in page.said
    page = await browser.get("/kept")
    assert page.status == 410
    assert "823" not in page.said


async def test_a_code_that_is_shown_no_more_says_that_the_form_still_lies_there(
    portal: Portal, browser: Browser, clock: TurnedClock
) -> None:
    await walk(portal, browser, "residence_permit")
    await browser.press("keep")
    clock.turn(IDLE_MINUTES * 60)
    page = await browser.get("/kept")
    assert page.status == 410
    assert page.heading == "号码不再显示了"
    assert "存好的表还在" in page.said
    assert "擦掉" not in page.said
    page = await browser.get("/kept?lang=en")
    assert "seven days" in page.said


async def test_leaving_without_a_kept_form_speaks_of_none(portal: Portal, browser: Browser) -> None:
    await walk(portal, browser, "residence_permit")
    page = await browser.leave()
    assert "表还存着" not in page.said


async def test_a_code_is_not_shown_to_others(portal: Portal, browser: Browser) -> None:
    await walk(portal, browser, "residence_permit")
    await browser.press("keep")
    assert (await Browser(portal.app).get("/kept")).status == 410


async def test_nothing_is_offered_that_cannot_be(make, drawer: Drawer) -> None:  # type: ignore[no-untyped-def]
    portal = make(forms=None)
    browser = Browser(portal.app)
    page = await walk(portal, browser, "residence_permit")
    assert ("do", "keep") not in page.form.keys
    assert "到派出所填" in page.said
    assert (await browser.press("keep")).status == 404


async def test_a_form_goes_on_under_the_release_it_was_begun_with(
    portal: Portal, browser: Browser, offered: Offered, clock: TurnedClock, drawer: Drawer
) -> None:
    await walk(portal, browser, "residence_permit")
    offered.now = tuple(
        replace(r, flow=r.flow.model_copy(update={"version": 2}), sha256="0" * 64) for r in offered.now
    )
    clock.turn(6)
    await browser.press("keep")
    assert drawer.kept[0].flow_version == 1


@settings(deadline=None, max_examples=15)
@given(data=st.data(), service=st.sampled_from(SERVICES))
async def test_any_way_through_a_form_comes_to_an_end(data: st.DataObject, service: str) -> None:
    portal = portal_of(TurnedClock())
    browser = Browser(portal.app)
    page = await walk(
        portal, browser, service, pick=lambda _step, options: data.draw(st.sampled_from(options))
    )
    if page.path != "/left":
        page = await browser.press("keep")
        assert page.path == "/kept"


@pytest.mark.parametrize(
    ("key", "lang", "larger"), [("lang=en", "en", False), ("size=larger", "zh-CN", True)]
)
async def test_another_language_or_size_keeps_what_was_typed(
    portal: Portal, browser: Browser, key: str, lang: str, larger: bool
) -> None:
    page = await walk(portal, browser, "residence_permit", until="identity_number")
    shown = await browser.press(key, value="110105 1949")
    assert (shown.lang, 'class="larger"' in shown.text) == (lang, larger)
    assert shown.path.partition("?")[0] == page.path
    assert shown.form.fields["value"] == ["110105 1949"]
    assert not shown.alerts.strip()
    assert not [link for link in shown.links if "?lang=" in link or "?size=" in link]
    (draft,) = (draft for draft, _ in portal.drafts._all.values())
    assert draft.run.value(step_of(portal, page).id) is None


@pytest.mark.parametrize("key", ["lang=xx", "size=huge", "lang=en&x=1", "lang=en\r\nx: 1"])
async def test_a_look_that_is_none_is_a_press_like_any(portal: Portal, browser: Browser, key: str) -> None:
    await walk(portal, browser, "residence_permit", until="identity_number")
    page = await browser.press(key, value="1")
    assert page.lang == "zh-CN"
    assert page.alerts.strip()


async def test_on_the_review_too_another_language_is_a_key(portal: Portal, browser: Browser) -> None:
    page = await walk(portal, browser, "residence_permit")
    shown = await browser.press("lang=en")
    assert (shown.lang, shown.path.partition("?")[0]) == ("en", page.path)


async def test_the_enter_key_goes_on(portal: Portal, browser: Browser) -> None:
    """Browsers press the first key of a form, wherever it stands in the page."""
    page = await walk(portal, browser, "residence_permit", until="identity_number")
    first, *_ = [given for tag, given in page.tags if tag == "button" and given.get("form") == "step"]
    assert first["name"] == "do"
    shown = await browser.press(str(first["value"]), value="11010519491231002X")
    assert shown.path != page.path
    assert not shown.alerts.strip()


async def test_beginning_another_form_loses_no_digits(
    portal: Portal, browser: Browser, drawer: Drawer
) -> None:
    await walk(portal, browser, "residence_permit")
    assert (await browser.press("keep")).path == "/kept"
    assert "/kept" in (await browser.get("/")).links
    assert "/kept" in (await browser.get("/service/household")).links
    drawer.code = "654321"
    await walk(portal, browser, "residence_permit")
    assert "123 456" in (await browser.get("/kept")).said
    await browser.get("/form")
    page = await browser.get((await browser.get("/form")).path)
    page = await browser.press("keep", page)
    assert page.path == "/kept"
    assert "654 321" in page.said
    assert "123 456" in page.said


async def test_where_there_is_no_room_for_another_form_the_first_one_stays(
    make: Callable[..., Portal],
) -> None:
    portal = make(limits=replace(PLENTY, forms=1))
    browser = Browser(portal.app)
    await walk(portal, browser, "residence_permit", until="identity_number")
    page = await browser.get("/service/household")
    portal.drafts._promised.add("somebody who is just coming")
    assert (await browser.post("/begin", page.forms[0].fields)).status == 503
    assert (await browser.get("/form")).status == 200
