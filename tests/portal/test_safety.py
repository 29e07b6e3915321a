"""Who might try what over the network: forged forms, other sites, floods, what is too large or none."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.cases.prepared import Kept, PreparedForm
from kiosk.failure import StoreFailed, Trouble
from kiosk.flow.model import Text
from kiosk.portal import guard
from kiosk.portal.app import Portal
from kiosk.portal.asking import MOST_WRITTEN
from kiosk.portal.drafts import GIVES_WAY_MINUTES, NoRoom
from kiosk.portal.guard import MOST_BYTES, MOST_HEADERS
from kiosk.portal.keeping import Note
from kiosk.portal.limits import KeptLimits, Limit, Limits
from kiosk.portal.pages import Pages
from tests.portal.browser import HOST, Browser, Page
from tests.portal.conftest import PLENTY, Drawer, Offered, TurnedClock, loaded, parts_of
from tests.portal.walking import walk

PATIENCE_S = 60
STALLS = b"nothing more comes"
SCRIPT = '"><script>alert(1)</script>'


# --- forms of other sites -------------------------------------------------------------------------


@pytest.mark.parametrize("mark", ["", "0" * 64, "é"])
async def test_a_form_without_its_mark_is_not_taken(portal: Portal, browser: Browser, mark: str) -> None:
    await browser.get("/service/household")
    page = await browser.post("/begin", {"service": ["household"], "mark": [mark]})
    assert page.status == 403
    assert not len(portal.drafts)


async def test_the_mark_of_another_visitor_is_not_taken(portal: Portal, browser: Browser) -> None:
    other = Browser(portal.app)
    theirs = await other.get("/service/household")
    await browser.get("/service/household")
    page = await browser.post("/begin", dict(theirs.form.fields))
    assert page.status == 403


async def test_a_form_without_a_cookie_is_not_taken(browser: Browser) -> None:
    page = await browser.get("/service/household")
    browser.cookies.clear()
    page = await browser.press("", page=page)
    assert page.status == 403
    assert "允许 Cookie" in page.said


async def test_after_a_new_start_nothing_is_promised_that_is_gone(
    make: Callable[..., Portal], browser: Browser
) -> None:
    page = await browser.begin("household")
    browser.app = make().app
    page = await browser.press(page=page, value="me")
    assert page.status == 403
    assert page.heading == "这一页用不了了"
    assert "要是还在" in page.said


@pytest.mark.parametrize(
    ("origin", "site", "taken"),
    [
        (f"https://{HOST}", "", True),
        ("https://evil.example", "", False),
        (f"https://{HOST}.evil.example", "", False),
        ("null", "same-origin", True),
        ("null", "cross-site", False),
        ("null", "same-site", False),
        ("null", "none", False),
        ("", "cross-site", False),
        ("http://[", "", False),
        ("https://[::1", "same-origin", False),
        ("//", "", False),
        ("", "", True),  # an old browser, which says nothing: the mark decides
    ],
)
async def test_where_a_form_stood(browser: Browser, origin: str, site: str, taken: bool) -> None:
    page = await browser.get("/service/household")
    given = {"origin": origin, "sec-fetch-site": site}
    page = await browser.post("/begin", dict(page.form.fields), **given)
    assert page.status == (200 if taken else 403)


HEADERS = ("origin", "sec-fetch-site", "content-type", "cookie", "accept-language", "content-length", "host",
           "x-forwarded-for", "referer")  # fmt: skip


@settings(deadline=None, max_examples=60)
@given(
    odd=st.dictionaries(
        st.sampled_from(HEADERS),
        st.one_of(
            st.text("http:/[]@#?=;,.*&% _-é\t01ax", max_size=40),
            st.text(st.characters(codec="latin-1", exclude_characters="\r\n\0"), max_size=40),
        ),
        max_size=4,
    )
)
async def test_whatever_stands_in_the_headers_is_answered(odd: dict[str, str]) -> None:
    failures: list[BaseException] = []
    clock = TurnedClock()
    made = replace(parts_of(clock, Drawer(clock), Offered(loaded()[1])), report=failures.append)
    browser = Browser(Portal(made).app)
    page = await browser.get("/service/household")
    body = urlencode(page.form.fields, doseq=True).encode()
    for method, path in (("POST", "/begin"), ("GET", "/")):
        sent = await browser.send(method, path, body if method == "POST" else b"", odd)
        assert sent.status < 500
    assert failures == []


async def test_erasing_cannot_be_forged_either(portal: Portal, browser: Browser) -> None:
    await browser.begin("household")
    assert (await browser.post("/leave", {})).status == 403
    assert len(portal.drafts) == 1


# --- cookies ---------------------------------------------------------------------------------------


async def test_the_visit_is_a_number_that_scripts_and_other_sites_cannot_reach(browser: Browser) -> None:
    page = await browser.send("GET", "/service/household")
    (cookie,) = page.cookies()
    assert cookie.startswith("__Host-visit=")
    told = {part.strip().lower() for part in cookie.split(";")[1:]}
    assert told == {"httponly", "path=/", "samesite=lax", "secure"}  # without an age: gone with the browser
    page = await browser.send("GET", "/?lang=en")
    (look,) = page.cookies()
    assert {"httponly", "secure", "samesite=lax"} <= {part.strip().lower() for part in look.split(";")}
    assert look.startswith("look=en.usual;")


async def test_without_tls_on_this_machine_cookies_work_nevertheless(make: Callable[..., Portal]) -> None:
    browser = Browser(make(secure=False).app, scheme="http")
    page = await browser.send("GET", "/service/household")
    assert page.cookies()[0].startswith("visit=")
    assert "secure" not in page.cookies()[0].lower()
    assert not page.header("strict-transport-security")
    assert (await browser.begin("household")).path == "/form/1"


async def test_a_number_that_somebody_else_set_is_not_gone_on_with(portal: Portal, browser: Browser) -> None:
    await browser.get("/service/household")
    before = dict(browser.cookies)
    await browser.press("")
    assert browser.cookies != before
    thief = Browser(portal.app)
    thief.cookies = before
    assert (await thief.get("/form/1")).status == 410


@pytest.mark.parametrize("value", ["x", "a" * 42, "a" * 44, "../../etc/passwd", "é" * 43, SCRIPT])
async def test_cookies_that_are_none_of_ours_are_passed_over(browser: Browser, value: str) -> None:
    browser.cookies = {"__Host-visit": quote(value), "look": f"{quote(value)}.larger"}
    page = await browser.get("/service/household")
    assert page.status == 200
    assert page.lang == "zh-CN"
    assert browser.cookies["__Host-visit"] != quote(value)


# --- what every answer bears ------------------------------------------------------------------------

BORNE = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "x-frame-options": "DENY",
    "strict-transport-security": "max-age=31536000",
}


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", "/"), ("GET", "/style.css"), ("GET", "/icon/house.svg"), ("GET", "/nothing"), ("POST", "/begin"),
     ("GET", "/form"), ("PUT", "/"), ("GET", "/left"), ("GET", f"/{'x' * 600}")],
)  # fmt: skip
async def test_every_answer_bears_what_keeps_it_safe(browser: Browser, method: str, path: str) -> None:
    page = await browser.send(method, path)
    for name, value in BORNE.items():
        assert [v for k, v in page.headers if k == name] == [value], name
    policy = page.header("content-security-policy")
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "form-action 'self'" in policy
    assert "unsafe" not in policy
    assert "script-src" not in policy
    kept = path in ("/style.css", "/icon/house.svg")
    assert page.header("cache-control") == ("public, max-age=3600" if kept else "no-store")


async def test_redirects_lead_nowhere_else(browser: Browser) -> None:
    page = await browser.get("/service/household")
    body = urlencode({**page.form.fields}, doseq=True).encode()
    sent = await browser.send("POST", "/begin", body)
    assert sent.status == 303
    assert sent.header("location") == "/form/1"
    assert sent.header("cache-control") == "no-store"
    for path in ("//evil.example", "/%2f%2fevil.example", "/\\evil.example", "/form/1//evil.example"):
        assert (await browser.send("GET", path)).status in (303, 404)
        assert "evil" not in (await browser.send("GET", path)).header("location")


# --- scripts in entries -----------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["name", "identity_number", "phone"])
async def test_a_script_in_an_entry_is_text(portal: Portal, browser: Browser, kind: str) -> None:
    service = "truck_pass" if kind == "phone" else "residence_permit"
    await walk(portal, browser, service, until=kind)
    page = await browser.press(value=SCRIPT)
    assert page.form.fields["value"] == [SCRIPT]
    assert "<script" not in page.text


async def test_a_script_in_a_text_and_an_address_is_text_on_the_review(
    portal: Portal, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.portal.walking.WRITTEN", WRITTEN_SCRIPTS)
    page = await walk(portal, browser, "truck_pass")
    assert "<b>x</b>" in page.said.lower()
    assert "<b>" not in page.text.lower()
    assert "</textarea><script>" in page.said
    assert "<script" not in page.text.lower()
    place = next(value for name, value in page.form.keys if name == "change")
    assert place.isdecimal()


WRITTEN_SCRIPTS = {
    "name": "沈月英",
    "text": "<b>x</b>",
    "number": "3",
    "identity_number": "11010519491231002X",
    "phone": "13812345678",
    "address": "上海市崇明区</textarea><script>alert(2)</script>",
}


@pytest.mark.parametrize("query", ["lang=" + quote(SCRIPT), "size=" + quote(SCRIPT), "lang=en%0d%0aX-Own: 1"])
async def test_a_script_in_an_address_is_nothing(browser: Browser, query: str) -> None:
    page = await browser.get(f"/?{query}")
    assert page.lang == "zh-CN"
    assert "script" not in page.text
    assert not page.header("x-own")


# --- names of the portal ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "host", ["evil.example", "", f"{HOST}.evil.example", f"evil.example/{HOST}", "[::1]"]
)
async def test_another_name_is_refused(portal: Portal, host: str) -> None:
    page = await Browser(portal.app, host=host).get("/")
    assert page.status == 421
    assert "evil" not in page.text


@pytest.mark.parametrize("host", [f"{HOST}:8470", HOST.upper()])
async def test_the_name_may_be_written_in_other_ways(portal: Portal, host: str) -> None:
    assert (await Browser(portal.app, host=host).get("/")).status == 200


# --- what is too large, or no form ---------------------------------------------------------------------


async def _raw(
    app: Any, headers: dict[str, str], parts: list[bytes], path: str = "/begin"
) -> tuple[Page, int]:
    """A post of which the body comes in parts: the answer, and how many parts were asked for."""
    given = {"host": HOST, "content-type": "application/x-www-form-urlencoded", **headers}
    scope = {
        "type": "http", "method": "POST", "scheme": "https", "root_path": "", "query_string": b"",
        "path": path, "raw_path": path.encode(), "client": ("192.0.2.9", 1), "server": (HOST, 443),
        "headers": [(k.encode(), v.encode()) for k, v in given.items()],
    }  # fmt: skip
    sent: list[dict[str, Any]] = []
    asked = 0

    async def receive() -> dict[str, Any]:
        nonlocal asked
        asked += 1
        more = asked < len(parts)
        if parts[asked - 1] is STALLS:
            await asyncio.Event().wait()
        return {"type": "http.request", "body": parts[asked - 1], "more_body": more}

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    await app(scope, receive, send)
    head = [(key.decode(), value.decode()) for key, value in sent[0]["headers"]]
    return Page(sent[0]["status"], head, b"".join(m.get("body", b"") for m in sent[1:]), path), asked


async def test_a_hundred_megabytes_are_refused_before_one_is_read(portal: Portal) -> None:
    page, asked = await _raw(portal.app, {"content-length": "104857600"}, [b"x"])
    assert page.status == 413
    assert "太长" in page.heading
    assert page.header("connection") == "close"
    assert asked == 0


async def test_a_body_that_never_ends_is_cut_off(portal: Portal) -> None:
    page, asked = await _raw(portal.app, {}, [b"x" * 4096] * 1000)
    assert page.status == 413
    assert asked == MOST_BYTES // 4096 + 1


@pytest.mark.parametrize("length", ["-1", "x", "1e9", "9" * 40])
async def test_a_length_that_is_none_is_refused(portal: Portal, length: str) -> None:
    assert (await _raw(portal.app, {"content-length": length}, [b"x"]))[0].status == 413


async def test_a_form_that_takes_too_long_is_not_waited_for(
    portal: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guard, "BODY_S", 0.05)
    async with asyncio.timeout(PATIENCE_S):
        page, asked = await _raw(portal.app, {}, [b"mark=", STALLS, b"x"])
    assert page.status == 408
    assert asked == 2


@pytest.mark.parametrize(
    "body",
    [
        b"mark=%ff%fe",
        b"\xe6\xb2\x88=1",
        b"&".join(b"a=1" for _ in range(70)),
        b"a=%",
        b"",
        b"&&&;",
        b"=" * 99,
    ],
)
async def test_what_is_no_form_is_refused(browser: Browser, body: bytes) -> None:
    await browser.get("/service/household")
    page = await browser.send("POST", "/begin", body)
    assert page.status in (400, 403)
    assert page.lang == "zh-CN"


@pytest.mark.parametrize("kind", ["application/json", "multipart/form-data; boundary=x", "text/plain", "x"])
async def test_other_kinds_of_content_are_refused(browser: Browser, kind: str) -> None:
    page = await browser.get("/service/household")
    body = urlencode(page.form.fields, doseq=True).encode()
    assert (await browser.send("POST", "/begin", body, {"content-type": kind})).status == 415


@pytest.mark.parametrize(
    "entry", ["\0", "\ud7ff\u202e\u200b", "a" * 15_000, "\r\n" * 50, "𠮷" * 51, "%s%n{0}{{7*7}}"]
)
async def test_odd_entries_are_told_what_to_do(portal: Portal, browser: Browser, entry: str) -> None:
    await walk(portal, browser, "residence_permit", until="name")
    page = await browser.press(value=entry)
    assert page.status in (200, 413)
    if page.status == 200:
        assert page.alerts.strip()
        assert "{{7*7}}" in page.text or "7*7" not in entry


async def test_many_headers_and_long_addresses_are_refused(browser: Browser) -> None:
    headers = {f"x-{n}": "1" for n in range(MOST_HEADERS)}
    assert (await browser.send("GET", "/", headers=headers)).status == 431
    assert (await browser.send("GET", "/?lang=" + "x" * 600)).status == 414


async def test_nothing_but_pages_is_spoken(portal: Portal) -> None:
    sent = []

    async def send(message: Any) -> None:
        sent.append(message)

    await portal.app({"type": "websocket", "path": "/"}, None, send)  # type: ignore[arg-type]
    assert sent == [{"type": "websocket.close", "code": 1008}]


# --- floods ------------------------------------------------------------------------------------------


@pytest.fixture
def narrow(make: Callable[..., Portal]) -> Portal:
    limits = Limits(
        each=Limit(1, 8), all=Limit(10, 20), kept=KeptLimits(Limit(0.001, 1)), forms=2, addresses=5
    )
    return make(limits=limits)


async def test_whoever_asks_too_often_is_slowed_down_then_refused(
    narrow: Portal, slept: list[float], clock: TurnedClock
) -> None:
    browser = Browser(narrow.app)
    for _ in range(6):
        assert (await browser.get("/")).status == 200
    assert slept == []
    for _ in range(2):
        assert (await browser.get("/")).status == 200
    assert len(slept) == 2
    page = await browser.get("/")
    assert page.status == 429
    assert page.header("retry-after") == "60"
    assert "请等一分钟" in page.said
    assert (await Browser(narrow.app, address="192.0.2.8").get("/")).status == 200
    clock.turn(3)
    assert (await browser.get("/")).status == 200


@pytest.mark.parametrize("status", [414, 421, 431])
async def test_what_is_refused_for_its_shape_counts_as_well(narrow: Portal, status: int) -> None:
    browser = Browser(narrow.app, host="evil.example" if status == 421 else HOST)
    path = "/?lang=" + "x" * 600 if status == 414 else "/"
    headers = {f"x-{n}": "1" for n in range(MOST_HEADERS)} if status == 431 else {}
    answers = [(await browser.send("GET", path, headers=headers)).status for _ in range(9)]
    assert answers == [status] * 8 + [429]
    assert (await Browser(narrow.app).get("/")).status == 429


async def test_a_refusal_is_made_once_in_each_look(portal: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []
    render = Pages.render

    def noted(self: Pages, name: str, *rest: Any, **more: Any) -> Any:
        made.append(name)
        return render(self, name, *rest, **more)

    monkeypatch.setattr(Pages, "render", noted)
    evil = Browser(portal.app, host="evil.example")
    first, again = [(await evil.get("/")) for _ in range(2)]
    assert (first.status, first.body) == (again.status, again.body)
    assert len(made) == 1
    page = await evil.get("/?lang=en&size=larger")
    assert (page.lang, page.header("content-language")) == ("en", "en")
    assert (await evil.get("/?lang=ru")).heading != page.heading
    assert len(made) == 3


async def test_a_household_has_one_allowance(narrow: Portal) -> None:
    for n in range(8):
        assert (await Browser(narrow.app, address=f"2001:db8::{n + 1}").get("/")).status == 200
    assert (await Browser(narrow.app, address="2001:db8::ffff").get("/")).status == 429
    assert (await Browser(narrow.app, address="2001:db8:0:1::1").get("/")).status == 200
    assert (await Browser(narrow.app, address="nowhere").get("/")).status == 200


async def test_all_together_have_one_too(narrow: Portal) -> None:
    answers = [(await Browser(narrow.app, address=f"192.0.2.{n}").get("/")).status for n in range(30)]
    assert answers.count(200) == 20
    assert set(answers[20:]) == {503}


async def test_only_so_many_forms_and_none_is_dropped_for_another(
    portal: Portal, make: Callable[..., Portal]
) -> None:
    portal = make(limits=replace(PLENTY, forms=2))
    first, second, third = (Browser(portal.app) for _ in range(3))
    await first.begin("household")
    await second.begin("household")
    assert (await third.begin("household")).status == 503
    assert (await first.get("/form/1")).status == 200
    await first.begin("endorsement")  # one's own other form makes room for it
    assert len(portal.drafts) == 2
    await second.leave()
    assert (await third.begin("household")).status == 200


async def test_one_address_begins_only_so_many_forms_and_the_others_go_on(
    make: Callable[..., Portal], clock: TurnedClock
) -> None:
    portal = make(limits=replace(PLENTY, begun=Limit(1 / 30, 3)))
    for _ in range(3):
        await Browser(portal.app).begin("household")
    late = Browser(portal.app)
    page = await late.begin("household")
    assert page.status == 429
    assert "请等一分钟" in page.said
    assert len(portal.drafts) == 3
    assert (await Browser(portal.app, address="192.0.2.8").begin("household")).status == 200
    clock.turn(60)
    assert (await late.begin("household")).status == 200


async def test_an_address_that_may_not_begin_another_keeps_the_one_it_has(
    make: Callable[..., Portal],
) -> None:
    portal = make(limits=replace(PLENTY, begun=Limit(0.001, 1)))
    browser = Browser(portal.app)
    await browser.begin("household")
    assert (await browser.begin("endorsement")).status == 429
    assert (await browser.get("/form")).path == "/form/1"


async def test_no_address_can_fill_all_places_with_the_usual_limits(
    make: Callable[..., Portal], clock: TurnedClock
) -> None:
    portal = make(limits=Limits())
    for _ in range(1800):
        browser = Browser(portal.app)
        browser.cookies = {}
        await browser.begin("household")
        clock.turn(1)
    assert len(portal.drafts) <= 100


async def test_where_there_is_no_room_forms_without_a_word_give_way(
    make: Callable[..., Portal], clock: TurnedClock
) -> None:
    portal = make(limits=replace(PLENTY, forms=2))
    empty, written, third = (Browser(portal.app) for _ in range(3))
    await empty.begin("household")
    await written.begin("household")
    await written.press(value="me")
    clock.turn(GIVES_WAY_MINUTES * 60 - 1)
    assert (await third.begin("household")).status == 503
    clock.turn(1)
    assert (await empty.get("/form")).status == 200  # that was a touch
    assert (await third.begin("household")).status == 503
    clock.turn(GIVES_WAY_MINUTES * 60)
    assert (await third.begin("household")).status == 200
    assert (await empty.get("/form")).status == 410
    assert (await written.get("/form")).status == 200


async def test_only_what_a_question_asks_for_is_held(portal: Portal, browser: Browser) -> None:
    await walk(portal, browser, "residence_permit", until="name")
    page = await browser.press(value=["x" * 9000, "more"], note="y" * 900, year="1949", long_term="yes")
    assert page.alerts.strip()
    (draft,) = (draft for draft, _ in portal.drafts._all.values())
    (held,) = draft.entries.values()
    assert held == {"value": ("x" * MOST_WRITTEN,)}


async def test_of_what_is_chosen_no_more_than_a_name_is_held(portal: Portal, browser: Browser) -> None:
    await browser.begin("household")
    page = await browser.press("back", value=["y" * 9000, "z"], other="1")
    assert page.path == "/form/1"
    (draft,) = (draft for draft, _ in portal.drafts._all.values())
    assert sum(len(value) for at in draft.entries.values() for each in at.values() for value in each) <= 400


async def test_only_so_many_forms_are_kept_for_an_address(
    make: Callable[..., Portal], drawer: Drawer, clock: TurnedClock
) -> None:
    limits = replace(PLENTY, kept=replace(PLENTY.kept, address=Limit(0.001, 1)))
    portal = make(limits=limits)
    browser = Browser(portal.app)
    await walk(portal, browser, "residence_permit")
    assert (await browser.press("keep")).path == "/kept"
    await browser.leave()
    page = await walk(portal, browser, "residence_permit")
    again = await browser.press("keep")
    assert again.path == page.path  # all of it is still there
    assert "要到10点17分" in again.said  # it is ten in the hall, and one more is kept every 1000 seconds
    assert len(drawer.kept) == 1
    clock.turn(1000)
    assert (await browser.press("keep")).path == "/kept"


async def test_a_code_that_could_not_be_shown_is_not_given(
    make: Callable[..., Portal], drawer: Drawer
) -> None:
    portal = make(limits=replace(PLENTY, codes=1))
    first, second = Browser(portal.app), Browser(portal.app)
    await walk(portal, first, "residence_permit")
    assert (await first.press("keep")).path == "/kept"
    page = await walk(portal, second, "residence_permit")
    assert (await second.press("keep")).status == 503
    assert len(drawer.kept) == 1
    await first.leave()
    await second.get(page.path)
    assert (await second.press("keep")).path == "/kept"


async def test_the_last_place_for_a_code_is_held_while_its_form_is_being_kept(
    make: Callable[..., Portal], drawer: Drawer, failures: list[BaseException], clock: TurnedClock
) -> None:
    portal = make(limits=replace(PLENTY, codes=1))
    browser = Browser(portal.app)
    await walk(portal, browser, "residence_permit")
    waiting, go_on = asyncio.Event(), asyncio.Event()
    keep = drawer.keep

    async def slow(form: PreparedForm) -> Kept:
        waiting.set()
        await go_on.wait()
        return await keep(form)

    drawer.keep = slow  # type: ignore[method-assign]
    kept = asyncio.ensure_future(browser.press("keep"))
    await waiting.wait()
    note = Note(Text({"zh_CN": "x"}), Kept("id", "123456", "s", clock.now()), ())
    with pytest.raises(NoRoom):
        portal.notes.put("somebody else", (note,))
    go_on.set()
    assert (await kept).path == "/kept"
    assert len(drawer.kept) == 1
    assert failures == []


async def test_room_that_was_not_used_is_given_back(make: Callable[..., Portal], drawer: Drawer) -> None:
    portal = make(limits=replace(PLENTY, codes=1))
    browser = Browser(portal.app)
    await walk(portal, browser, "residence_permit")
    drawer.error = StoreFailed(Trouble.AWAY)
    await browser.press("keep")
    drawer.error = None
    assert portal.notes.has_room("another")
