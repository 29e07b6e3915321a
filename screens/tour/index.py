"""The page on which all pictures stand together."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from itertools import groupby
from pathlib import Path

from screens.tour.pictures import Picture

HEAD = """<!doctype html>
<html lang="zh-CN"><meta charset="utf-8"><title>The tour</title>
<style>
body { font-family: "Noto Sans SC", sans-serif; background: #FAF6EC; color: #1B1A17; margin: 2em; }
nav a { margin-right: 1em; } h2 { margin-top: 2em; }
figure { display: inline-block; margin: 0.5em; width: 216px; vertical-align: top; }
img { width: 216px; border: 1px solid #85806F; } figcaption { font-size: 12px; overflow-wrap: anywhere; }
</style>
"""


def write_index(out: Path, pictures: Sequence[Picture]) -> Path:
    """Write ``index.html`` beside the pictures: one heading a group and screen, every look below it."""
    parts = [HEAD, "<h1>The tour</h1>"]
    groups = list(dict.fromkeys(p.shot.group for p in pictures))
    parts.append("<nav>" + "".join(f'<a href="#{escape(g)}">{escape(g)}</a>' for g in groups) + "</nav>")
    for group in groups:
        parts.append(f'<h2 id="{escape(group)}">{escape(group)}</h2>')
        mine = [p for p in pictures if p.shot.group == group]
        for name, some in groupby(mine, key=lambda p: p.shot.name):
            parts.append(f"<h3>{escape(name)}</h3>")
            for picture in some:
                file = escape(picture.file.name)
                caption = escape(f"{picture.looks.name} {picture.page + 1}")
                parts.append(
                    f'<figure><a href="{file}"><img loading="lazy" src="{file}" alt="{file}"></a>'
                    f"<figcaption>{caption}</figcaption></figure>"
                )
    index = out / "index.html"
    index.write_text("\n".join(parts) + "\n", encoding="utf-8")
    return index
