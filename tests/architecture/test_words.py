"""Every sentence exists in every locale, with the same gaps, and every one that is asked for exists."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[2]
LOCALES = ("zh_CN", "en")
ID = re.compile(r"[a-z][a-z0-9_]*(\.[A-Za-z0-9_]+)+")

DATES = {
    "flow.told.date",
    "field.day.day",
    "understood.born",
    "understood.lunar",
    "understood.lunar_leap",
    *(f"understood.day_{n}" for n in range(1, 8)),
}
"""A month is a number in one language and a name, or nothing, in the other: the code gives both."""


def _entries(path: Path) -> Iterator[tuple[str, str]]:
    with path.open("rb") as file:
        for entry in read_po(file):
            if isinstance(entry.id, str) and entry.id:
                assert isinstance(entry.string, str)
                yield entry.id, entry.string
            elif entry.id:
                yield entry.id[0], (entry.string or ("",))[-1]


def _words(locale: str) -> dict[str, str]:
    return {id: text for path in (ROOT / "locales" / locale).glob("*.po") for id, text in _entries(path)}


def _gaps(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def test_the_same_files() -> None:
    files = [{path.name for path in (ROOT / "locales" / locale).iterdir()} for locale in LOCALES]
    assert files[0] == files[1]


@pytest.mark.parametrize("locale", LOCALES)
def test_an_id_stands_once_and_says_something(locale: str) -> None:
    entries = [e for path in (ROOT / "locales" / locale).glob("*.po") for e in _entries(path)]
    twice = [id for id, count in Counter(id for id, _ in entries).items() if count > 1]
    assert not twice
    assert not [id for id, text in entries if not text.strip()]
    assert not [id for id, _ in entries if not ID.fullmatch(id)]


def test_the_same_sentences_with_the_same_gaps() -> None:
    chinese, english = (_words(locale) for locale in LOCALES)
    assert chinese.keys() ^ english.keys() == set()
    assert {id for id in chinese if _gaps(chinese[id]) != _gaps(english[id])} <= DATES


def test_gaps_have_names() -> None:
    for locale in LOCALES:
        assert not [id for id, text in _words(locale).items() if "" in _gaps(text)]


def _asked() -> Iterator[tuple[str, str, set[str] | None, bool]]:
    """(where, id or its beginning, the gaps given or None where they are not told one by one, whole)."""
    for path in sorted((*(ROOT / "kiosk").rglob("*.py"), *(ROOT / "screens").rglob("*.py"))):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if called not in ("say", "Message"):
                continue
            where = f"{path.relative_to(ROOT)}:{node.lineno}"
            first = node.args[0]
            if isinstance(first, ast.Constant) and isinstance(first.value, str):
                yield where, first.value, _given(node, called), True
            elif isinstance(first, ast.IfExp):
                for each in (first.body, first.orelse):
                    if isinstance(each, ast.Constant) and isinstance(each.value, str):
                        yield where, each.value, _given(node, called), True
            elif isinstance(first, ast.JoinedStr) and isinstance(first.values[0], ast.Constant):
                yield where, str(first.values[0].value), None, False


def _given(node: ast.Call, called: str) -> set[str] | None:
    if called == "say":
        return None if any(k.arg is None for k in node.keywords) else {str(k.arg) for k in node.keywords}
    params = node.args[1] if len(node.args) > 1 else next((k.value for k in node.keywords), None)
    if params is None:
        return set()
    if isinstance(params, ast.Dict) and all(isinstance(key, ast.Constant) for key in params.keys):
        return {str(key.value) for key in params.keys if isinstance(key, ast.Constant)}
    return None


def _given_too(given: set[str]) -> set[str]:
    """The catalogue itself names a month whose number it is given."""
    return given | {"month_name"} if "month" in given else given


def test_what_is_asked_for_exists() -> None:
    words, english = (_words(locale) for locale in LOCALES)
    wrong = []
    seen = 0
    for where, id, given, whole in _asked():
        if whole and not ID.fullmatch(id):
            continue  # say() of a sentence, not of an id
        seen += 1
        if whole and id not in words:
            wrong.append(f"{where}: {id} is nowhere")
        elif not whole and "." in id and not any(known.startswith(id) for known in words):
            wrong.append(f"{where}: nothing begins with {id}")
        elif (
            whole
            and given is not None
            and (missing := (_gaps(words[id]) | _gaps(english[id])) - _given_too(given))
        ):
            wrong.append(f"{where}: {id} wants {sorted(missing)}")
    assert not wrong, "\n".join(wrong)
    assert seen > 100
