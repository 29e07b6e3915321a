"""A browser without a screen: it speaks ASGI, keeps cookies, follows redirects, and fills in forms."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlencode

HOST = "portal.example"


@dataclass
class Form:
    """A form of a page. fields: what it would send; options: what a radio button or box may be set to."""

    action: str
    fields: dict[str, list[str]] = field(default_factory=dict)
    options: dict[str, list[str]] = field(default_factory=dict)
    keys: list[tuple[str, str]] = field(default_factory=list)
    written: list[str] = field(default_factory=list)


class Page(HTMLParser):
    """What came back."""

    def __init__(self, status: int, headers: list[tuple[str, str]], body: bytes, path: str) -> None:
        super().__init__()
        self.status, self.headers, self.body, self.path = status, headers, body, path
        self.forms: list[Form] = []
        self.links: list[str] = []
        self.title, self.heading, self.lang, self.said = "", "", "", ""
        self.alerts = ""
        self._in: list[tuple[str, dict[str, str | None]]] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        if "text/html" in self.header("content-type"):
            self.feed(body.decode())

    def header(self, name: str) -> str:
        return next((value for key, value in self.headers if key == name), "")

    def cookies(self) -> list[str]:
        return [value for key, value in self.headers if key == "set-cookie"]

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def form(self) -> Form:
        """The one that answers."""
        return self.forms[0]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.tags.append((tag, given))
        if tag == "html":
            self.lang = given.get("lang") or ""
        if tag not in ("input", "meta", "link", "br", "img", "path"):
            self._in.append((tag, given))
        if tag == "a" and given.get("href"):
            self.links.append(str(given["href"]))
        if tag == "form":
            self.forms.append(Form(str(given.get("action"))))
        name = str(given.get("name") or "")
        if self.forms and tag == "input" and name:
            form, value = self.forms[-1], str(given.get("value") or "")
            if given.get("type") in ("radio", "checkbox"):
                form.options.setdefault(name, []).append(value)
                if "checked" in given:
                    form.fields.setdefault(name, []).append(value)
            else:
                form.fields.setdefault(name, []).append(value)
                if given.get("type") == "text":
                    form.written.append(name)
        if self.forms and tag == "textarea":
            self.forms[-1].fields[name] = [""]
            self.forms[-1].written.append(name)
        if self.forms and tag == "button" and name:
            self.forms[-1].keys.append((name, str(given.get("value") or "")))

    def handle_endtag(self, tag: str) -> None:
        while self._in:
            if self._in.pop()[0] == tag:
                break

    def handle_data(self, data: str) -> None:
        inside = [tag for tag, _ in self._in]
        if "title" in inside:
            self.title += data
        elif "textarea" in inside:
            field_ = self.forms[-1].fields[str(self._in[-1][1].get("name"))]
            field_[0] += data.removeprefix("\n") if not field_[0] else data
        else:
            self.said += data
            if "h1" in inside:
                self.heading += data
            if any(given.get("role") in ("alert", "status") for _, given in self._in):
                self.alerts += data


class Browser:
    """One person's. headers: sent with everything."""

    def __init__(
        self, app: Any, host: str = HOST, address: str = "192.0.2.7", scheme: str = "https", **headers: str
    ) -> None:
        self.app, self.host, self.address, self.scheme = app, host, address, scheme
        self.headers = {"accept-language": "zh-CN,zh;q=0.9", **headers}
        self.cookies: dict[str, str] = {}
        self.page: Page

    async def send(
        self, method: str, path: str, body: bytes = b"", headers: dict[str, str] | None = None
    ) -> Page:
        """One request, as it is; a redirect is not followed."""
        given = {"host": self.host, **self.headers, **(headers or {})}
        if self.cookies:
            given["cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if method == "POST":
            given.setdefault("content-type", "application/x-www-form-urlencoded")
            given.setdefault("content-length", str(len(body)))
        target, _, query = path.partition("?")
        scope = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": method,
            "scheme": self.scheme,
            "path": target,
            "raw_path": target.encode(),
            "query_string": query.encode(),
            "root_path": "",
            "headers": [(name.lower().encode(), value.encode()) for name, value in given.items() if value],
            "client": (self.address, 4711),
            "server": (self.host, 443),
        }
        sent: list[dict[str, Any]] = []
        asked = False

        async def receive() -> dict[str, Any]:
            nonlocal asked
            if asked:
                return {"type": "http.disconnect"}
            asked = True
            return {"type": "http.request", "body": body, "more_body": False}

        async def send(message: dict[str, Any]) -> None:
            sent.append(message)

        await self.app(scope, receive, send)
        head = [(key.decode(), value.decode()) for key, value in sent[0]["headers"]]
        page = Page(sent[0]["status"], head, b"".join(each.get("body", b"") for each in sent[1:]), path)
        for cookie in page.cookies():
            name, _, rest = cookie.partition("=")
            value = rest.partition(";")[0].strip('"')
            if "max-age=0" in cookie.lower():
                self.cookies.pop(name, None)
            else:
                self.cookies[name] = value
        return page

    async def get(self, path: str, **headers: str) -> Page:
        """Open a page, by way of redirects."""
        return await self._followed(await self.send("GET", path, headers=headers))

    async def post(self, path: str, fields: dict[str, list[str]], **headers: str) -> Page:
        """Send a form."""
        body = urlencode(fields, doseq=True).encode()
        return await self._followed(await self.send("POST", path, body, headers))

    async def press(self, key: str = "next", page: Page | None = None, **fields: str | list[str]) -> Page:
        """Fill in the page's form and press one of its keys. page: of another tab, or from before."""
        form = (page or self.page).form
        filled = dict(form.fields)
        for name, value in fields.items():
            filled[name] = value if isinstance(value, list) else [value]
        if key:
            filled["do"] = [key]
        return await self.post(form.action, filled)

    async def begin(self, service: str) -> Page:
        """A form of a service."""
        await self.get(f"/service/{service}")
        return await self.press("")

    async def leave(self) -> Page:
        """Erase everything."""
        form = next(each for each in self.page.forms if each.action == "/leave")
        return await self.post(form.action, dict(form.fields))

    async def _followed(self, page: Page) -> Page:
        for _ in range(5):
            if page.status != 303:
                self.page = page
                return page
            page = await self.send("GET", page.header("location"))
        raise AssertionError("redirects without end")
