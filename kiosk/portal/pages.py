"""Templates -> pages: HTML that is whole without scripts, pictures or a network behind it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse

from kiosk.flow.model import Text
from kiosk.locales import language_name
from kiosk.portal.looks import Look
from kiosk.words import Words

STYLE = "style.css"


def tag(locale: str) -> str:
    """The locale as HTML's ``lang`` has it (BCP 47)."""
    return locale.replace("_", "-")


class Pages:
    """folder: where templates and the stylesheet lie. station: whose portal it is. offered: the locales.

    more: further folders of templates.
    """

    def __init__(
        self,
        folder: Path,
        words: Mapping[str, Words],
        station: Text,
        offered: Sequence[str],
        more: Sequence[Path] = (),
    ) -> None:
        self._words, self._station = words, station
        self.style = (folder / STYLE).read_bytes()
        self.style_tag = hashlib.sha256(self.style).hexdigest()[:12]
        self._languages = tuple((each, tag(each), language_name(each, each)) for each in offered)
        # What a page is given is text, and becomes HTML nowhere but in the templates.
        self._templates = Environment(
            loader=FileSystemLoader([folder / "templates", *more]),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )
        self._templates.filters["tag"] = tag

    def words(self, look: Look) -> Words:
        """The sentences of the page's language."""
        return self._words[look.locale]

    def render(
        self, name: str, look: Look, here: str, *, status: int = 200, **values: object
    ) -> HTMLResponse:
        """here: the path that shows this page again, for the links to other languages and sizes."""
        words = self.words(look)
        html = self._templates.get_template(f"{name}.html").render(
            say=words.say,
            look=look,
            here=here,
            station=self._station.in_(look.locale),
            languages=self._languages if len(self._languages) > 1 else (),
            style=f"/{STYLE}?v={self.style_tag}",
            **values,
        )
        return HTMLResponse(html, status, {"content-language": tag(look.locale)})
