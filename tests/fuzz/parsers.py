"""Every parser of what comes from outside: how it is asked, what it may refuse with, what is good for it."""

from __future__ import annotations

import importlib
import json
import os
import pkgutil
import tempfile
from functools import cache
from pathlib import Path
from random import Random
from types import ModuleType
from unittest.mock import patch

import numpy as np

import kiosk.hub
from kiosk.assist import change_form
from kiosk.assist.change_form import Form, Malformed
from kiosk.hub import keys, wire
from kiosk.paths import Paths
from kiosk.settings import CONFIG, SettingsError
from kiosk.settings import load as load_settings
from kiosk.store.keys import KEY_BYTES
from kiosk.store.seal import Cell, Seal, Unreadable
from kiosk.voice import opus
from kiosk.voice.manifest import Manifest
from kiosk.voice.pack import Pack, PackDamaged
from kiosk.writing.hand.bench import samples
from kiosk.writing.hand.ink import clean
from kiosk.writing.hand.worker import Request
from tests.fuzz.devices import DEVICES
from tests.fuzz.kept import KEPT
from tests.fuzz.notes import NOTES
from tests.fuzz.pages import PAGES
from tests.fuzz.parser import Parser, in_file, text
from tests.fuzz.rows import ROWS
from tests.fuzz.services import SERVICES
from tests.fuzz.told import TOLD
from tests.fuzz.visits import VISITS

# --- the hub ----------------------------------------------------------------------------------


@cache
def _modules() -> tuple[ModuleType, ...]:
    names = [each.name for each in pkgutil.iter_modules(kiosk.hub.__path__) if each.name.endswith("_forms")]
    return (change_form, wire, *(importlib.import_module(f"kiosk.hub.{name}") for name in names))


@cache
def forms() -> tuple[type[Form], ...]:
    """Every message between kiosks, desks and the hub."""
    found = {
        each
        for module in _modules()
        for each in vars(module).values()
        if isinstance(each, type) and issubclass(each, Form) and each is not Form
    }
    return tuple(sorted(found, key=lambda form: f"{form.__module__}.{form.__qualname__}"))


def _form(data: bytes) -> None:
    chosen = forms()[data[0] % len(forms())] if data else forms()[0]
    read = chosen.read(data[1:])
    value = getattr(read, "value", None)
    if callable(value) and value.__code__.co_argcount == 1:
        try:
            value()
        except ValueError:
            if "Raises ValueError" not in (value.__doc__ or ""):
                raise
    read.json_text()


def _good_forms() -> list[bytes]:
    found = []
    random = Random(0)
    for at, form in enumerate(forms()):
        schema = form.model_json_schema()
        for _ in range(4):
            told = _made(schema, schema.get("$defs", {}), random)
            found.append(bytes([at]) + json.dumps(told).encode())
    return found


def _made(schema: dict, defs: dict, random: Random, deep: int = 0) -> object:  # type: ignore[type-arg]
    """Something of this shape, mostly."""
    if "$ref" in schema:
        return _made(defs[schema["$ref"].rpartition("/")[2]], defs, random, deep + 1)
    if "const" in schema:
        return schema["const"]
    if "enum" in schema:
        return random.choice(schema["enum"])
    if options := schema.get("anyOf") or schema.get("oneOf"):
        return _made(random.choice(options), defs, random, deep + 1)
    match schema.get("type"):
        case "object":
            return {k: _made(v, defs, random, deep + 1) for k, v in schema.get("properties", {}).items()}
        case "array":
            if "prefixItems" in schema:
                return [_made(each, defs, random, deep + 1) for each in schema["prefixItems"]]
            return [
                _made(schema.get("items", {}), defs, random, deep + 1) for _ in range(random.randrange(3))
            ]
        case "integer" | "number":
            return random.choice((0, 1, 7, 20, schema.get("maximum", 99)))
        case "boolean":
            return random.random() < 0.5
        case "null":
            return None
        case _ if schema.get("format") == "date-time":
            return "2026-11-27T01:02:03Z"
        case _ if schema.get("format") == "date":
            return "2026-11-27"
        case _:
            return random.choice(
                ("01", "a", "household", "01a21bb4-5e35-7534-9d06-019d81a829d3", "QUJD", "好")
            )


def _wire(data: bytes) -> None:
    refused = 0
    for read in (wire.from_kiosk, wire.to_kiosk, wire.from_desk, wire.to_desk):
        try:
            read(text(data))
        except Malformed:
            refused += 1
    if refused == 4:
        raise Malformed("nobody's")


# --- files ----------------------------------------------------------------------------------------


def _settings(path: Path) -> object:
    with patch.dict(os.environ, {CONFIG: str(path)}):
        return load_settings()


def _pack(path: Path) -> None:
    """It may be recorded into, and so is written anew."""
    if path.name == "index.json":
        Manifest("p", "zh_CN").write(path.parent)
    pack = Pack.load(path.parent)
    pack.manifest.write(path.parent)
    assert Manifest.read(path.parent) == pack.manifest


def _packs(name: str) -> list[bytes]:
    found = [path.read_bytes() for path in sorted(Paths.here().voice.glob(f"*/{name}"))]
    small = {part: {"k": {"text": "a", "made": "b"}} for part in ("sentences", "units")}
    return [json.dumps(small).encode()] if name.endswith(".json") else found


def _sound() -> list[bytes]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.opus"
        opus.write(path, np.sin(np.arange(4800, dtype=np.float32) / 9), opus.RATE)
        return [path.read_bytes()]


def _heard(path: Path) -> None:
    opus.check(path)
    opus.read(path)


def _toml() -> list[bytes]:
    return [
        b'kiosk_no = "07"\nidle_after_s = 180\nlocales = ["zh_CN", "en"]\nprinter = "cups:slips"\n'
        b"[panel]\nwidth = 1080\nheight = 1920\ndiagonal_inch = 21.5\n"
        b'[station_name]\nzh_CN = "a"\nen = "b"\n',
        b'hub_url = "https://hub.example:8443"\nquiet_hours = ["12:00-14:00"]\n',
    ]


# --- writing ------------------------------------------------------------------------------------


def _request(data: bytes) -> None:
    request = Request.read(data)
    clean(request.ink)


def _requests() -> list[bytes]:
    return [
        b'{"id": 1, "ink": [[[10, 20], [30, 20]], [[5, 5]]], "field": "name", "before": "a", "places": []}',
        b'{"id": 2, "ink": [[[0.5, 0.25], [300, 20]]], "field": "text", "before": "", "places": ["b"]}',
    ]


def _samples(data: bytes) -> None:
    for each in samples(text(data).splitlines()):
        if hasattr(each, "ink"):
            clean(each.ink)


def _sample_lines() -> list[bytes]:
    one = '{"label": "王", "strokes": [[[1, 2], [3, 4]]], "field": "name", "before": "", "places": []}\n'
    return [one.encode() * 2]


# --- what is sealed ------------------------------------------------------------------------------

_CELL = Cell("call", "1", "note")
_SEAL = Seal(bytes(KEY_BYTES))


PARSERS: dict[str, Parser] = {
    **SERVICES,
    "hub form": Parser(_form, Malformed, _good_forms),
    "hub message": Parser(_wire, Malformed, lambda: [each[1:] for each in _good_forms()]),
    "hub key": Parser(lambda data: keys.claimed(text(data)), (), lambda: [b"Basic MDE6YWJj", b"Basic "]),
    **DEVICES,
    "voice manifest": Parser(in_file("manifest.toml", _pack), PackDamaged, lambda: _packs("manifest.toml")),
    "voice index": Parser(in_file("index.json", _pack), PackDamaged, lambda: _packs("index.json")),
    "sound": Parser(in_file("a.opus", _heard), OSError, _sound),
    "settings": Parser(in_file("kiosk.toml", _settings), SettingsError, _toml),
    "strokes": Parser(_request, ValueError, _requests),
    "stroke file": Parser(_samples, (), _sample_lines),
    "sealed value": Parser(
        lambda data: _SEAL.open(data, _CELL), Unreadable, lambda: [_SEAL.close("好", _CELL)]
    ),
    **VISITS,
    **KEPT,
    **NOTES,
    **ROWS,
    **TOLD,
    **PAGES,
}
"""By what they read."""
