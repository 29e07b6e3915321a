"""A notice sheet as one HTML page that needs nothing beside itself: to be printed, sent, or put on a site."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

import segno
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from kiosk.sheet.contents import NoticeSheet

TEMPLATE = "page.html"
FAMILIES = ("Noto Sans SC", "Noto Sans CJK SC", "Source Han Sans SC", "PingFang SC", "Microsoft YaHei")
POINTS, POINTS_LARGE = 16, 24
"""The letters, in points: as ordinary large print, and as print for those who see badly."""


class SheetPages:
    """folder: where the template lies. families: of fonts; the first that the reader has is taken."""

    def __init__(self, folder: Path, families: Sequence[str] = FAMILIES) -> None:
        self._families = tuple(families)
        # What a sheet says is text, and becomes HTML nowhere but in the template.
        self._template = Environment(
            loader=FileSystemLoader(folder),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        ).get_template(TEMPLATE)

    def html(self, sheet: NoticeSheet, *, large: bool = False) -> str:
        """The page."""
        return self._template.render(
            sheet=sheet,
            lang=sheet.locale.replace("_", "-"),
            points=POINTS_LARGE if large else POINTS,
            families=[Markup('"{}"').format(family) for family in self._families],
            code=_code(sheet.link) if sheet.link else "",
        )


def _code(link: str) -> str:
    """The address as a code, drawn in the page itself."""
    out = io.BytesIO()
    segno.make(link, error="m", micro=False).save(out, kind="svg", xmldecl=False, svgns=True, omitsize=True)
    return out.getvalue().decode()
