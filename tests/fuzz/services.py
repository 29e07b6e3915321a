"""Services' files: as they are loaded, checked, and changed in the studio."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import cache
from itertools import zip_longest
from pathlib import Path

from kiosk.flow.check import check
from kiosk.flow.load import FlowFileError, load_bytes
from kiosk.flow.model import Flow
from kiosk.flow.source import read
from kiosk.officers.roll import Refused
from kiosk.paths import Paths
from kiosk.studio.changes import changes, told
from kiosk.studio.document import Document
from kiosk.studio.numbering import numbered, read_release
from kiosk.studio.places import NoSuchPlace
from kiosk.words import Words
from tests.fuzz.parser import Parser, text

_FILE = Path("a.yaml")
_EVERYTHING = Path(__file__).parents[1] / "flow" / "everything.yaml"
"""One of each kind of step and condition, on 4 KB."""
_LANGUAGES = re.compile(r", ja: .*?ru: ('[^']*'|[^}']*)\}")
_TOGETHER = 3
"""So many items of each list are in a small one."""


@cache
def small() -> tuple[bytes, ...]:
    """The shipped services in pieces: some items of each list, in two languages, as YAML and as JSON.

    A whole one takes half a second to read; nearly all of it is in these, which take a thirtieth each.
    """
    pieces = [piece for path in sorted(Paths.here().flows.glob("*.yaml")) for piece in _pieces(path)]
    taken = [each for each in pieces if _loads(each)]
    as_json = [json.dumps(read(each.decode(), "a.yaml").data, ensure_ascii=False).encode() for each in taken]
    return (*taken, *as_json)


def _pieces(path: Path) -> Iterator[bytes]:
    whole = _LANGUAGES.sub("}", path.read_text("utf-8"))
    blocks = re.split(r"(?m)^(?=\w+:)", whole)
    lists = [re.split(r"(?m)^(?=  - )", block) for block in blocks if "\n  - " in block]
    head = "".join(block for block in blocks if "\n  - " not in block)
    runs = [
        [name + "".join(items[at : at + _TOGETHER]) for at in range(0, len(items), _TOGETHER)]
        for name, *items in lists
    ]
    for parts in zip_longest(*runs, fillvalue=""):
        named = {part.partition(":")[0] for part in parts}
        steps = "" if "steps" in named else next(run[0] for run in runs if run[0].startswith("steps:"))
        yield (head + steps + "".join(parts)).encode()


def _loads(data: bytes) -> bool:
    try:
        load_bytes(data, _FILE)
    except FlowFileError:
        return False
    return True


def _services() -> list[bytes]:
    """Most often a small one: what is amiss in it is found at once."""
    return [*small(), _EVERYTHING.read_bytes(), *(path.read_bytes() for path in _shipped())]


def _shipped() -> list[Path]:
    return sorted(Paths.here().flows.glob("*.yaml"))


def _checked(data: bytes) -> None:
    for problem in check(load_bytes(data, _FILE), ("zh_CN", "en"), icons=()):
        assert problem.line > 0


def _changed(data: bytes) -> None:
    """What officers do in the studio, one thing an input; the text may be one that was left half done."""
    document = Document(text(data), "a.yaml")
    count = document.count(("steps",))
    changes: tuple[Callable[[], object], ...] = (
        lambda: document.put(("title", "en"), "A new name"),
        lambda: document.put(("steps", 0, "help"), {"zh_CN": "好", "en": "Good: #1"}),
        lambda: document.remove(("summary",)),
        lambda: document.remove(("steps", count - 1)),
        lambda: document.insert(("steps",), 1, {"id": "new", "kind": "notice"}),
        lambda: document.move(("steps",), 0, count - 1),
        lambda: numbered(read_release(document.text, "a"), 7),
    )
    with suppress(NoSuchPlace):
        changes[len(data) % len(changes)]()


def _short() -> list[bytes]:
    return list(small())


def _compared(data: bytes) -> None:
    """With whole services, there and back, as whoever publishes it reads it."""
    given = load_bytes(data, _FILE).flow
    for before in _whole():
        if before.id == given.id or before is _whole()[0]:
            for one, other in ((before, given), (given, before)):
                assert all(told(each, _words()) for each in changes(one, other))


@cache
def _whole() -> tuple[Flow, ...]:
    return tuple(load_bytes(path.read_bytes(), path).flow for path in (_EVERYTHING, *_shipped()))


@cache
def _words() -> Words:
    return Words.load(Paths.here().locales, "en")


SERVICES: dict[str, Parser] = {
    "flow": Parser(lambda data: load_bytes(data, _FILE), FlowFileError, _services),
    "checked flow": Parser(_checked, FlowFileError, _short),
    "changes of a flow": Parser(_compared, FlowFileError, _short),
    "flow in the studio": Parser(_changed, (FlowFileError, Refused), _short),
}
"""By what they read."""
