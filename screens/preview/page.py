"""The pictures of every way as files, and a page on which they stand together."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from pathlib import Path

from kiosk.flow.model import Flow
from kiosk.words import Words
from screens.preview.telling import caption, names, summary, way_in_words
from screens.preview.walker import Shown, Walked

HEAD = """<!doctype html>
<html lang="{lang}"><meta charset="utf-8"><title>{title}</title>
<style>
body {{ font-family: "Noto Sans SC", sans-serif; background: #FAF6EC; color: #1B1A17; margin: 2em; }}
h2 {{ margin-top: 2em; white-space: pre-line; font-size: 1.1em; }}
figure {{ display: inline-block; margin: 0.5em; width: 216px; vertical-align: top; }}
img {{ width: 216px; border: 1px solid #85806F; }} figcaption {{ overflow-wrap: anywhere; }}
</style>
"""


def write_page(
    out: Path, flow: Flow, shown: Sequence[Shown], walked: Sequence[Walked], every: bool, words: Words
) -> Path:
    """Write the pictures and ``index.html`` into ``out``, by ways; pictures of an earlier time go first.

    every: the ways take all branches. Raises OSError.
    """
    out.mkdir(parents=True, exist_ok=True)
    for old in out.glob("[0-9][0-9][0-9]-*.png"):
        old.unlink()
    files = [f"{number:03}-{one.step}-{one.page + 1}.png" for number, one in enumerate(shown, 1)]
    for file, one in zip(files, shown, strict=True):
        (out / file).write_bytes(one.png)
    called, of = names(flow, words), len(walked)
    title = escape(flow.title.in_(words.locale))
    parts = [HEAD.format(lang=escape(words.locale.replace("_", "-")), title=title), f"<h1>{title}</h1>"]
    parts.append(f"<p>{escape(summary(walked, of, len(shown), every, words))}</p>")
    for number, way in enumerate(walked, 1):
        parts.append(f"<h2>{escape(way_in_words(number, of, way, called, words))}</h2>")
        for at in way.shown:
            file, said = escape(files[at]), escape(caption(shown[at], called, words))
            parts.append(
                f'<figure><a href="{file}"><img loading="lazy" src="{file}" alt="{said}"></a>'
                f"<figcaption>{said}</figcaption></figure>"
            )
    index = out / "index.html"
    index.write_text("\n".join(parts) + "\n", encoding="utf-8")
    return index
