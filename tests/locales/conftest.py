from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

Write = Callable[..., Path]

HEAD = 'msgid ""\nmsgstr ""\n"Language: {0}\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n\n'


def entry(id: str, *said: str) -> str:
    """One sentence as it stands in a .po file; several forms make a plural."""
    if len(said) == 1:
        return f'msgid "{id}"\nmsgstr "{said[0]}"\n\n'
    forms = "".join(f'msgstr[{n}] "{text}"\n' for n, text in enumerate(said))
    return f'msgid "{id}"\nmsgid_plural "{id}"\n{forms}\n'


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes a locale: ``write("ru", entry(...), ...)``; returns the folder of all locales."""

    def make(locale: str, *entries: str) -> Path:
        folder = tmp_path / "locales" / locale
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "kiosk.po").write_text(HEAD.format(locale) + "".join(entries), "utf-8")
        return tmp_path / "locales"

    return make
