from __future__ import annotations

import re
from datetime import date, time
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from kiosk import outfit
from kiosk.flow.model import Text
from kiosk.settings import PanelSettings, Settings, SettingsError, load, unknown_variables

DEFAULTS: dict[str, Any] = {
    "station_name": Text(
        {"zh_CN": "派出所", "en": "Police station", "ja": "派出所", "ko": "파출소", "ru": "Полиция"}
    ),
    "kiosk_no": "01",
    "kiosk_name": "01号机",
    "place": Text({"zh_CN": "大厅", "en": "the hall", "ja": "ホール", "ko": "홀", "ru": "зал"}),
    "staffed_window": Text(
        {
            "zh_CN": "人工窗口",
            "en": "the staff desk",
            "ja": "係の窓口",
            "ko": "직원 창구",
            "ru": "окно помощи",
        }
    ),
    "panel": PanelSettings(width=1080, height=1920, diagonal_inch=21.5),
    "locales": ("zh_CN", "en"),
    "locale": "zh_CN",
    "windowed": False,
    "fuzzy_pinyin": True,
    "reduced_motion": False,
    "idle_after_s": 180,
    "idle_countdown_s": 45,
    "voice": True,
    "voice_volume": 3,
    "voice_rate": 100,
    "earphones": "none",
    "quiet_hours": (),
    "printer": "file",
    "id_reader": None,
    "code_reader": None,
    "id_reader_protocol": "auto",
    "audiences": ("residents", "enterprises"),
    "flows_dir": None,
    "releases_need_approval": False,
    "desk_limit_s": 120,
    "desk_lock_after_s": 300,
    "visits_wiped_at": time(18),
    "call_louder_after_s": 60,
    "call_leader_after_s": 180,
    "difficult_due_days": 3,
    "keep_cases_days": 90,
    "keep_difficult_days": 365,
    "keep_calls_days": 365,
    "keep_appointments_days": 30,
    "keep_figures_days": 365,
    "keep_record_days": 1095,
    "days_off": (),
    "weekends_worked": (),
    "years_announced": (),
    "backup_dir": None,
    "hub_url": None,
    "hub_key": None,
    "desk_id": "desk",
    "desk_key": None,
    "hub_database": "",
    "portal_url": None,
    "portal_hosts": (),
    "portal_officers": False,
    "appointments": False,
    "metrics_port": 0,
}


def test_every_default(bare: Path) -> None:
    settings = load()
    told = {name: getattr(settings, name) for name in Settings.model_fields}
    assert told == DEFAULTS | {"data_dir": bare / "share" / "caring-kiosk"}
    assert settings.flows.name == "flows"
    assert list(settings.flows.glob("*.yaml"))


def test_frozen(bare: Path) -> None:
    with pytest.raises(ValidationError, match="frozen"):
        load().kiosk_no = "02"  # type: ignore[misc]


def test_the_name_follows_the_number(bare: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KIOSK_KIOSK_NO", "07")
    assert load().kiosk_name == "07号机"


def test_a_relative_xdg_folder_is_passed_over(bare: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", "relative")
    monkeypatch.setenv("HOME", "/somewhere")
    assert load().data_dir == Path("/somewhere/.local/share/caring-kiosk")


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_file_in_the_data_folder(bare: Path) -> None:
    write(
        bare / "share" / "caring-kiosk" / "kiosk.toml",
        'idle_after_s = 240\n[place]\nzh_CN = "东厅"\nen = "East hall"\n[panel]\ndiagonal_inch = 27\n',
    )
    settings = load()
    assert settings.idle_after_s == 240
    assert settings.place.in_("en") == "East hall"
    assert settings.panel == PanelSettings(width=1080, height=1920, diagonal_inch=27)


def test_the_named_file_wins_over_the_systems_over_the_data_folders(
    bare: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(bare / "share" / "caring-kiosk" / "kiosk.toml", "desk_limit_s = 100")
    assert load().desk_limit_s == 100
    write(bare / "none.toml", "desk_limit_s = 200")
    assert load().desk_limit_s == 200
    monkeypatch.setenv("KIOSK_CONFIG", str(write(bare / "mine.toml", "desk_limit_s = 300")))
    assert load().desk_limit_s == 300


def test_command_line_over_environment_over_file(bare: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(bare / "none.toml", "[panel]\nwidth = 1000\nheight = 1000\ndiagonal_inch = 30")
    monkeypatch.setenv("KIOSK_PANEL__HEIGHT", "1100")
    settings = load(panel={"diagonal_inch": 32})
    assert settings.panel == PanelSettings(width=1000, height=1100, diagonal_inch=32)


def test_text_from_the_environment(bare: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KIOSK_PLACE", "A1")
    monkeypatch.setenv("KIOSK_STATION_NAME", '{"zh_CN": "某某派出所", "en": "Some station"}')
    settings = load()
    assert (settings.place.in_("zh_CN"), settings.place.in_("en")) == ("A1", "A1")
    assert settings.station_name.in_("en") == "Some station"


def test_no_card_reader_can_be_said(bare: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KIOSK_ID_READER", "none")
    assert load().id_reader is None
    monkeypatch.setenv("KIOSK_ID_READER", "/dev/ttyUSB0")
    assert load().id_reader == Path("/dev/ttyUSB0")


WRONG = [
    ("KIOSK_NO", "1", "kiosk_no"),
    ("KIOSK_NO", "1a", "kiosk_no"),
    ("KIOSK_NO", "一二", "kiosk_no"),
    ("IDLE_AFTER_S", "119", "120 to 300"),
    ("IDLE_AFTER_S", "301", "120 to 300"),
    ("IDLE_COUNTDOWN_S", "19", "20 to 45"),
    ("IDLE_COUNTDOWN_S", "46", "20 to 45"),
    ("DESK_LIMIT_S", "0", "15 to 3600"),
    ("CALL_LOUDER_AFTER_S", "14", "15 to 3600"),
    ("CALL_LOUDER_AFTER_S", "180", "more than call_louder_after_s (180)"),
    ("CALL_LEADER_AFTER_S", "60", "more than call_louder_after_s (60)"),
    ("CALL_LEADER_AFTER_S", "7201", "7200 at most"),
    ("DIFFICULT_DUE_DAYS", "0", "1 to 30"),
    ("DAYS_OFF", "2026-10-01, soon", "days_off"),
    ("PRINTER", "cups:", "cups:NAME"),
    ("PRINTER", "cups:a b", "cups:NAME"),
    ("PRINTER", "lp0", "cups:NAME"),
    ("LOCALE", "fr", "one of the setting locales: zh_CN, en"),
    ("LOCALES", "zh_CN,xx", "there is no 'xx'; choose from zh_CN, en, "),
    ("LOCALES", "en", "zh_CN must be among them"),
    ("AUDIENCES", "", "at least one of residents, enterprises"),
    ("AUDIENCES", "residents,firms", "audiences"),
    ("PANEL__WIDTH", "12", "600 to 7680"),
    ("PANEL__DIAGONAL_INCH", "2", "10 to 65"),
    ("VOICE", "perhaps", "voice"),
    ("STATION_NAME", '{"en": "Only English"}', "zh_CN"),
    ("STATION_NAME", '{"zh_CN": ', "station_name"),
    ("DATA_DIR", "relative/folder", "must begin with '/'"),
    ("PANEL", "1080x1920", "panel"),
    ("HUB_URL", "http://hub.example", "https address"),
    ("HUB_URL", "hub.example:8460", "https address"),
    ("HUB_URL", "https://", "https address"),
    ("HUB_URL", "https://[", "https address"),
    ("HUB_URL", "https://a:99999999", "https address"),
    ("HUB_URL", "https://hub.example", "set hub_key too"),
]


@pytest.mark.parametrize(("name", "value", "told"), WRONG)
def test_a_wrong_value_is_told_in_one_line(
    bare: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: str, told: str
) -> None:
    variable = f"KIOSK_{name}" if name != "KIOSK_NO" else "KIOSK_KIOSK_NO"
    monkeypatch.setenv(variable, value)
    with pytest.raises(SettingsError) as error:
        load()
    message = str(error.value)
    assert "\n" not in message
    assert told in message


def test_what_several_settings_have_together_shows_no_other(
    bare: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KIOSK_HUB_URL", "https://hub.example")
    monkeypatch.setenv("KIOSK_HUB_DATABASE", "postgresql://hub:secret@db/hall")
    with pytest.raises(SettingsError) as error:
        load()
    assert str(error.value).startswith("hub_url is set: set hub_key too")
    assert "secret" not in str(error.value)


def test_limits_themselves_are_allowed(bare: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for after, countdown in ((120, 20), (300, 45)):
        monkeypatch.setenv("KIOSK_IDLE_AFTER_S", str(after))
        monkeypatch.setenv("KIOSK_IDLE_COUNTDOWN_S", str(countdown))
        assert load().idle_after_s + load().idle_countdown_s > 40


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("idel_after_s = 180", "idel_after_s is no setting"),
        ("idle_after_s = 10", "Mend it in "),
        ("idle_after_s = ", "not valid TOML"),
        ("[panel]\ndepth = 3", "panel.depth is no setting"),
    ],
)
def test_a_wrong_file_is_named(bare: Path, monkeypatch: pytest.MonkeyPatch, text: str, told: str) -> None:
    path = write(bare / "mine.toml", text)
    monkeypatch.setenv("KIOSK_CONFIG", str(path))
    with pytest.raises(SettingsError) as error:
        load()
    assert told in str(error.value)
    assert str(path) in str(error.value)
    assert "\n" not in str(error.value)


def test_a_named_file_that_is_not_there(bare: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KIOSK_CONFIG", "/nowhere/kiosk.toml")
    with pytest.raises(SettingsError, match="cannot be read"):
        load()


def test_a_misspelt_variable_is_noticed(bare: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KIOSK_IDEL_AFTER_S", "180")
    monkeypatch.setenv("KIOSK_IDLE_AFTER_S", "180")
    monkeypatch.setenv("KIOSK_PANEL__WIDTH", "1080")
    assert unknown_variables() == ("KIOSK_IDEL_AFTER_S",)


def test_quiet_hours_come_as_a_list_or_with_commas(bare: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(bare / "share" / "caring-kiosk" / "kiosk.toml", 'quiet_hours = ["12:00-13:30"]')
    assert load().quiet_hours == ("12:00-13:30",)
    monkeypatch.setenv("KIOSK_QUIET_HOURS", "12:00-13:30, 22:00-06:00")
    assert load().quiet_hours == ("12:00-13:30", "22:00-06:00")
    monkeypatch.setenv("KIOSK_QUIET_HOURS", "")
    assert load().quiet_hours == ()


def test_audiences_come_in_their_order_each_once(bare: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KIOSK_AUDIENCES", "enterprises, residents, enterprises")
    assert load().audiences == ("enterprises", "residents")
    monkeypatch.setenv("KIOSK_AUDIENCES", "enterprises")
    assert load().audiences == ("enterprises",)


def test_days_come_as_a_list_or_with_commas(bare: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(
        bare / "share" / "caring-kiosk" / "kiosk.toml",
        'days_off = ["2026-10-01", 2026-10-02]\nweekends_worked = ["2026-10-10"]',
    )
    settings = load()
    assert settings.days_off == (date(2026, 10, 1), date(2026, 10, 2))
    assert settings.weekends_worked == (date(2026, 10, 10),)
    monkeypatch.setenv("KIOSK_DAYS_OFF", "2027-02-06, 2027-02-08")
    assert load().days_off == (date(2027, 2, 6), date(2027, 2, 8))
    assert outfit.due_rule(load()).due(date(2027, 2, 5)) == date(2027, 2, 11)
    assert not outfit.due_rule(load()).calendar.announced(2027), "some of its days are not all of them"
    monkeypatch.setenv("KIOSK_YEARS_ANNOUNCED", "2027")
    assert outfit.due_rule(load()).calendar.announced(2027)


@pytest.mark.parametrize(
    ("name", "value", "why"),
    [
        ("QUIET_HOURS", "noon", "such as '12:00-13:30'"),
        ("EARPHONES", "jack", "'none', 'plug:NAME' or 'socket:NAME'"),
        ("VOICE_VOLUME", "6", "must be 1 to 5"),
        ("VOICE_RATE", "90", "must be one of 50, 75"),
    ],
)
def test_what_cannot_be_of_the_voice(
    bare: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: str, why: str
) -> None:
    monkeypatch.setenv(f"KIOSK_{name}", value)
    with pytest.raises(SettingsError, match=re.escape(why)) as told:
        load()
    assert f"KIOSK_{name}" in str(told.value)
