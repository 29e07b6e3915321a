"""What other programs say, and what staff write: child processes, other hubs, files of the station."""

from __future__ import annotations

import json
import os
import struct
import wave
from contextlib import suppress
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from unittest.mock import patch

from kiosk.check_locales import in_words
from kiosk.child.process import ChildBroken
from kiosk.cli.roster import read_week
from kiosk.duty.roster import Roster, problems
from kiosk.failure import WordsDamaged
from kiosk.hub.keys import read_key
from kiosk.hub.others import Others
from kiosk.hub.part import Part
from kiosk.hub.roster_form import Malformed, RosterForm
from kiosk.paths import Paths
from kiosk.settings import PREFIX, SettingsError
from kiosk.settings import load as load_settings
from kiosk.studio.archive import is_as_exported
from kiosk.supervise.lifeline import Begin
from kiosk.voice.engine import has_sound
from kiosk.voice.manifest import Manifest
from kiosk.voice.pack import Pack
from kiosk.voice.plan import Heard, plan
from kiosk.voice.process import read_reply as read_voice_reply
from kiosk.voice.wanted import Wanted
from kiosk.voice.worker import Request as VoiceRequest
from kiosk.words import Words
from kiosk.writing.hand.process import read_reply as read_hand_reply
from kiosk.writing.hand.zinnia import sections
from tests.fuzz.parser import Parser, for_a_while, in_file, text
from tests.supervise.conftest import Watched

_MOMENTS = tuple(datetime(2026, 11, day, hour, 30, tzinfo=UTC) for day in (23, 28) for hour in (1, 4, 9, 22))

# --- child processes ------------------------------------------------------------------------------


def _supervised(data: bytes) -> None:
    """What a kiosk says, packet by packet; it is still started anew after that."""
    watched = Watched()
    kiosk = watched.show()
    kiosk.said.extend(packet for packet in data.split(b"|") if packet)
    watched.turn()
    kiosk.ended_with = -9
    watched.turn()
    watched.turn(60)


def _packets() -> list[bytes]:
    return [b"\x01|\x02|\x03" + b"k" * 32 + b"|\x02|\x04", b"\x01|\x05\x00", b"\x03" + b"k" * 32 + b"|\x02"]


def _wav() -> list[bytes]:
    with for_a_while() as place:
        path = Path(place) / "a.wav"
        with wave.open(str(path), "wb") as sound:
            sound.setnchannels(1)
            sound.setsampwidth(2)
            sound.setframerate(22050)
            sound.writeframes(b"\0\0\1\1" * 400)
        return [path.read_bytes()]


# --- recording a voice ----------------------------------------------------------------------------


def _heard(path: Path) -> None:
    heard = Heard(path)
    assert heard.times("a") >= 0
    heard.note("a")
    heard.save()


def _known(path: Path) -> None:
    Manifest("p", "zh_CN").write(path.parent)
    told = plan(Wanted(("好",), {"1": "一"}), Heard(path.parent / "none"), Pack.load(path.parent))
    assert len(told.lines) == 2


# --- languages ------------------------------------------------------------------------------------


def _words(path: Path) -> None:
    """A further language, as it is checked, and as its sentences are said."""
    folder = path.parent.parent
    for locale in ("zh_CN", "en"):
        (folder / locale).mkdir()
        (folder / locale / "a.po").write_bytes(_BASE.format(locale=locale).encode())
    list(in_words(folder, "ru"))
    words = Words.load(folder, "ru")
    params = {"count": 5, "name": "a", "month": 7}
    for id in words.ids:
        with suppress(KeyError):  # a gap of a name that nobody fills: "kiosk locales check" tells of it
            words.say(id, **params)


_HEAD = 'msgid ""\nmsgstr ""\n"Language: {locale}\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n'
_PLURALS = (
    '"Plural-Forms: nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || '
    'n%100>=20) ? 1 : 2);\\n"\n'
)
_BASE = _HEAD + '\nmsgid "a"\nmsgstr "{{count}} of {{name}} in {{month_name}}"\n\nmsgid "b"\nmsgstr "好"\n'
_SMALL = (
    _HEAD.format(locale="ru")
    + _PLURALS
    + '\n# A note.\n#, python-brace-format\nmsgid "a"\nmsgid_plural "a"\n'
    'msgstr[0] "{count} {name}"\nmsgstr[1] "{count}x {name}"\nmsgstr[2] "{count}xx {month_name}"\n'
    '\nmsgid "b"\nmsgstr ""\n"Привет, "\n"{name}"\n'
)


def _catalogues() -> list[bytes]:
    return [_SMALL.encode(), (Paths.here().locales / "ru" / "staff.po").read_bytes()]


# --- the station's own files ----------------------------------------------------------------------


def _on_duty(roster: Roster) -> None:
    assert all(each.id for each in problems(roster, ("0101", "0102")))
    for moment in _MOMENTS:
        roster.on_duty(moment)
        roster.leader_at(moment)


def _week() -> list[bytes]:
    return [
        b'leader = "0101"\n[[shifts]]\nofficer = "0101"\ndays = ["mon", "tue"]\nbegins = 09:00:00\n'
        b'ends = 17:00:00\n[[shifts]]\nofficer = "0102"\ndays = ["mon", "sat"]\n'
        b'begins = "09:00"\nends = "17:00"\n'
        b'[[lunch]]\nofficer = "0101"\nby = "0102"\nbegins = 11:30:00\nends = 12:30:00\n'
        b'[[absences]]\nofficer = "0101"\ndeputy = "0102"\nfirst = 2026-11-23\nlast = 2026-11-27\n'
    ]


@cache
def _rosters() -> tuple[bytes, ...]:
    found: list[bytes] = []
    for told in _week():
        with for_a_while() as place:
            path = Path(place) / "week.toml"
            path.write_bytes(told)
            found.append(read_week(path).model_dump_json().encode())
    return tuple(found)


def _environment(data: bytes) -> None:
    """As whoever starts the kiosk sets it: a line a variable."""
    given = {}
    for line in data.replace(b"\0", b"").decode("utf-8", "surrogateescape").splitlines():
        name, equals, value = line.partition("=")
        if equals:
            given[PREFIX + name.strip().upper()] = value
    with patch.dict(os.environ, {name: value for name, value in given.items() if _may_be_set(name)}):
        load_settings()


def _may_be_set(name: str) -> bool:
    """Not which file is read: that one is fuzzed by itself."""
    try:
        return os.fsencode(name) != b"KIOSK_CONFIG"
    except UnicodeEncodeError:
        return False


def _variables() -> list[bytes]:
    names = {"zh_CN": "堡镇派出所", "en": "A station"}
    return [
        "\n".join(
            (
                "KIOSK_NO=07",
                "IDLE_AFTER_S=180",
                "PANEL__WIDTH=1080",
                'PANEL={"width": 1080, "height": 1920, "diagonal_inch": 21.5}',
                "LOCALES=zh_CN,en",
                f"STATION_NAME={json.dumps(names, ensure_ascii=False)}",
                "PLACE=大厅",
                "QUIET_HOURS=12:00-14:00",
                "DAYS_OFF=2026-10-01,2026-10-02",
                "VISITS_WIPED_AT=18:00",
                "PRINTER=cups:slips",
                "EARPHONES=plug:Headphones",
                "BACKUP_DIR=/media/backup",
            )
        ).encode(),
        b"HUB_URL=https://hub.example:8460\nHUB_KEY=/etc/kiosk/hub.key\nAUDIENCES=residents\nVOICE=off\n",
    ]


def _exported(data: bytes) -> None:
    if not is_as_exported(data, "a-1.yaml", b"id: a\n"):
        raise ValueError("changed")


def _manifests() -> list[bytes]:
    digest = "9d72e9f6cb72ad2b0ec9d8d3dce4c6b0e6f1a1a7f3a8f7f2d5c0cf8e4a8f5a11"
    one = {"file": "b-1.yaml", "service": "b", "number": 1, "sha256": digest, "author": None}
    return [
        json.dumps([one, {**one, "file": "c-2.yaml", "published_at": "2026-11-27T01:02:03+00:00"}]).encode()
    ]


# --- between hubs; the second engine ---------------------------------------------------------------


def _between_hubs(data: bytes) -> None:
    Others(None).heard(None, 0, "told", text(data))  # type: ignore[arg-type]


def _model(characters: int = 3) -> list[bytes]:
    """As Zinnia's: a head, and for each character its name, a bias and features up to one numbered -1."""
    body = b"".join(
        bytes([65 + at]).ljust(16, b"\0")
        + b"\0\0\0\0"
        + b"\1\0\0\0\0\0\0\0" * 4
        + b"\xff\xff\xff\xff\0\0\0\0"
        for at in range(characters)
    )
    size = 12 + len(body)
    mark = (0xEF71821 ^ size).to_bytes(4, "little")
    return [mark + (1).to_bytes(4, "little") + characters.to_bytes(4, "little") + body]


TOLD: dict[str, Parser] = {
    "beginning": Parser(
        Begin.read, ValueError, lambda: [Begin(b"k" * 32, "hung", 2).packet(), Begin().packet()]
    ),
    "supervised kiosk": Parser(_supervised, (), _packets),
    "voice request": Parser(
        VoiceRequest.read,
        ValueError,
        lambda: [b'{"id": 1, "text": "a", "locale": "zh_CN", "wpm": 122, "out": "/run/a.wav"}'],
    ),
    "voice reply": Parser(
        lambda data: read_voice_reply(data, 1),
        ChildBroken,
        lambda: [b'{"id": 1, "ok": true, "error": null}', b'{"id": 1, "ok": false, "error": "slow"}'],
    ),
    "spoken sound": Parser(in_file("a.wav", has_sound), (), _wav),
    "handwriting reply": Parser(
        lambda data: read_hand_reply(data, 1),
        ChildBroken,
        lambda: ['{"id": 1, "guesses": ["桂", "柱"]}'.encode()],
    ),
    "heard sentences": Parser(in_file("heard.json", _heard), (), lambda: [b'{"a": 3, "b": 0}']),
    "known sentences": Parser(in_file("known.json", _known), (), lambda: [b'["a", "1:b"]']),
    "language": Parser(in_file("ru/a.po", _words), WordsDamaged, _catalogues),
    "week of officers": Parser(
        in_file("week.toml", lambda path: _on_duty(read_week(path))), SettingsError, _week
    ),
    "roster": Parser(
        lambda data: _on_duty(RosterForm(roster=text(data)).value()), Malformed, lambda: list(_rosters())
    ),
    "environment": Parser(_environment, SettingsError, _variables),
    "manifest of an export": Parser(_exported, ValueError, _manifests),
    "hub key file": Parser(in_file("hub.key", read_key), (OSError, ValueError), lambda: [b"k" * 43 + b"\n"]),
    "word between hubs": Parser(
        _between_hubs,
        (),
        lambda: [
            json.dumps(["01a2", part, to, said]).encode()
            for part in Part
            for to, said in ((None, "a"), ("01", 7))
        ],
    ),
    "handwriting model": Parser(
        in_file("a.model", lambda path: sections(path, 2)), (OSError, ValueError, struct.error), _model
    ),
}
"""By what they read."""
