"""How this kiosk is set up: one TOML file and the KIOSK_* environment, read once, then frozen.

The command line wins over the environment, the environment over the file, the file over the defaults.
"""

from __future__ import annotations

import json
import os
import re
import tomllib
from datetime import date, time
from pathlib import Path
from typing import Annotated, Any, Literal, Self
from urllib.parse import urlsplit

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    ValidationInfo,
    model_validator,
)
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, NoDecode, PydanticBaseSettingsSource, SettingsConfigDict

from kiosk.flow.model import AUDIENCES, Audience, Text
from kiosk.locales import FIRST, USUAL, found
from kiosk.paths import Paths
from kiosk.voice.earphones import Fitting
from kiosk.voice.hearing import RATES, VOLUMES
from kiosk.voice.quiet_hours import QuietHours

PREFIX = "KIOSK_"
CONFIG = "KIOSK_CONFIG"
SYSTEM_CONFIG = Path("/etc/caring-kiosk/kiosk.toml")
LOOPBACK = ("localhost", "127.0.0.1", "::1")
LONGEST_S = 7200
"""How long a call may wait at most until the leader is told."""


class SettingsError(Exception):
    """A setting is wrong; the message is one line that says which, and how to mend it."""


def default_data_dir() -> Path:
    """By the XDG base directory specification: $XDG_DATA_HOME, else ~/.local/share."""
    base = os.environ.get("XDG_DATA_HOME", "")
    return (Path(base) if base.startswith("/") else Path.home() / ".local" / "share") / "caring-kiosk"


def _per_locale(given: object) -> object:
    """Text per locale; from the environment as JSON, or plain where all locales say the same."""
    if not isinstance(given, str):
        return given
    if given.lstrip().startswith("{"):
        return json.loads(given)
    return dict.fromkeys(USUAL, given)


def _nothing(given: object) -> object:
    return None if given in ("", "none") else given


def _said(given: Text) -> Text:
    if not given.root.get("zh_CN", "").strip():
        raise ValueError("a text in zh_CN is needed")
    return given


def _whole_path(given: Path | None) -> Path | None:
    if given is not None and not given.is_absolute():
        raise ValueError("must be the whole path of a folder, such as '/media/backup/kiosk'")
    return given


def _rate(given: int) -> int:
    if given not in RATES:
        raise ValueError(f"must be one of {', '.join(map(str, RATES))}")
    return given


def _earphones(given: str) -> str:
    Fitting.read(given)
    return given


def _spans(given: object) -> object:
    """From the environment with commas between."""
    return [span.strip() for span in given.split(",") if span.strip()] if isinstance(given, str) else given


def _quiet(given: tuple[str, ...]) -> tuple[str, ...]:
    QuietHours(given)
    return given


def _after_louder(given: int, info: ValidationInfo) -> int:
    louder = info.data.get("call_louder_after_s", 0)
    if not louder < given <= LONGEST_S:
        raise ValueError(f"must be more than call_louder_after_s ({louder}), and {LONGEST_S} at most")
    return given


def _offered(given: tuple[str, ...]) -> tuple[str, ...]:
    there = found(Paths.here().locales)
    for each in given:
        if each not in there:
            raise ValueError(f"there is no {each!r}; choose from {', '.join(there)}")
    if FIRST not in given:
        raise ValueError(f"{FIRST} must be among them")
    return tuple(sorted(dict.fromkeys(given), key=lambda each: each != FIRST))


def _among_offered(given: str, info: ValidationInfo) -> str:
    if given not in (offered := info.data.get("locales", USUAL)):
        raise ValueError(f"must be one of the setting locales: {', '.join(offered)}")
    return given


def _audiences(given: tuple[Audience, ...]) -> tuple[Audience, ...]:
    if not given:
        raise ValueError(f"must name at least one of {', '.join(AUDIENCES)}")
    return tuple(dict.fromkeys(given))


def _port(given: int) -> int:
    if given and not 1024 <= given <= 65535:
        raise ValueError("must be 1024 to 65535, or 0 for none")
    return given


Days = Annotated[tuple[date, ...], NoDecode, BeforeValidator(_spans)]


def _hub_url(given: str | None) -> str | None:
    if given is None:
        return None
    try:
        parts = urlsplit(given)
        host, _ = parts.hostname, parts.port
    except ValueError:
        host = None
        parts = urlsplit("")
    safe = parts.scheme == "https" or (parts.scheme == "http" and host in LOOPBACK)
    if not (safe and host) or parts.query or parts.fragment or parts.username:
        raise ValueError("must be an https address, such as 'https://hub.example:8460'")
    return given


def _portal_url(given: str | None) -> str | None:
    if given is None:
        return None
    try:
        parts = urlsplit(given)
        host, _ = parts.hostname, parts.port
    except ValueError:
        parts, host = urlsplit(""), None
    safe = parts.scheme == "https" or (parts.scheme == "http" and host in LOOPBACK)
    if not (safe and host) or parts.path not in ("", "/") or parts.query or parts.fragment or parts.username:
        raise ValueError("must be an https address without a path, such as 'https://portal.example'")
    return given.rstrip("/")


def _host_names(given: tuple[str, ...]) -> tuple[str, ...]:
    for each in given:
        if not re.fullmatch(r"[a-z0-9.-]{1,253}|\[[0-9a-f:.]{2,45}\]", each):
            raise ValueError(f"{each!r} is no host name in small letters, such as 'portal.example'")
    return given


PerLocale = Annotated[Text, NoDecode, BeforeValidator(_per_locale), AfterValidator(_said)]


class PanelSettings(BaseModel):
    """The screen: pixels, and the diagonal in inches, from which millimetres follow."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    width: int = Field(1080, ge=600, le=7680)
    height: int = Field(1920, ge=600, le=7680)
    diagonal_inch: float = Field(21.5, ge=10, le=65)


class Settings(BaseSettings):
    """Every setting of a kiosk and of a desk on the same machine.

    locales: which languages residents choose from; locale: that of the beginning, and of the desk.
    audiences: whose services are offered; those for the first stand on the home page, the others behind a
    key.
    Times are in seconds. The idle limits are VVSG 2.0 7.2: asked after 2 to 5 minutes, then counted down
    for 20 to 45 seconds. flows_dir None: the services that come with the product.
    releases_need_approval: a second person approves each release of a service. printer: ``none``,
    ``file`` (slips lie in data_dir/slips) or ``cups:NAME``. id_reader: the card reader's device, or None;
    id_reader_protocol: ``frames``, ``sdt`` or ``auto`` (it is found out at each reading).
    code_reader: the device of what reads picture codes, or None.
    fuzzy_pinyin: sounds that are often mixed up (zh and z, n and l, ing and in) find each other's characters.
    voice_volume, voice_rate: how each visit begins. earphones: ``none``, ``plug:NAME`` (the audio output NAME
    is there while earphones are plugged in) or ``socket:NAME`` (it is always there; the resident says so).
    A call that waits is repeated louder after call_louder_after_s, and told to the leader after
    call_leader_after_s. difficult_due_days: working days; days_off and weekends_worked: where these differ
    from Monday to Friday, as announced for the year; years_announced: those of which they have all of it.
    keep_cases_days: days after which what was handed in goes; keep_figures_days: of ratings, thanks and how
    visits ended.
    visits_wiped_at: when unfinished visits that were brought to a window are wiped, by the hall's clock.
    backup_dir: where backups go, best on another disk; it must be there. None: data_dir/backups.
    hub_url: the hall's hub, https; None: calls stay on this machine. hub_key: the file with this kiosk's key.
    portal_id, portal_key: under which name the portal on this machine is enrolled there, and its key's file.
    desk_id, desk_key: under which name the desk on this machine is enrolled at the hub, and the file with its
    key; without one it works on this machine's own queue.
    hub_database: for the hub itself, the URL of its PostgreSQL.
    portal_url: under which address residents reach the portal, https; portal_hosts: by which other names.
    portal_officers: whether the portal has a page of the waiting calls, for officers who sign in.
    appointments: whether residents book them at the kiosk and through the portal.
    metrics_port: where this kiosk's figures can be read, from this machine alone; 0: nowhere.
    """

    model_config = SettingsConfigDict(
        frozen=True,
        extra="forbid",
        env_prefix=PREFIX,
        env_nested_delimiter="__",
        validate_default=True,
    )

    data_dir: Path = Field(default_factory=default_data_dir)
    backup_dir: Annotated[Path | None, BeforeValidator(_nothing), AfterValidator(_whole_path)] = None
    station_name: PerLocale = Text(
        {"zh_CN": "派出所", "en": "Police station", "ja": "派出所", "ko": "파출소", "ru": "Полиция"}
    )
    kiosk_no: str = Field("01", pattern=r"^[0-9]{2}$")
    kiosk_name: str = Field(default_factory=lambda given: f"{given.get('kiosk_no', '')}号机", min_length=1)
    place: PerLocale = Text({"zh_CN": "大厅", "en": "the hall", "ja": "ホール", "ko": "홀", "ru": "зал"})
    staffed_window: PerLocale = Text(
        {
            "zh_CN": "人工窗口",
            "en": "the staff desk",
            "ja": "係の窓口",
            "ko": "직원 창구",
            "ru": "окно помощи",
        }
    )
    panel: PanelSettings = PanelSettings()
    locales: Annotated[tuple[str, ...], NoDecode, BeforeValidator(_spans), AfterValidator(_offered)] = USUAL
    locale: Annotated[str, AfterValidator(_among_offered)] = FIRST
    windowed: bool = False
    reduced_motion: bool = False
    idle_after_s: int = Field(180, ge=120, le=300)
    idle_countdown_s: int = Field(45, ge=20, le=45)
    voice: bool = True
    voice_volume: int = Field(3, ge=1, le=len(VOLUMES))
    voice_rate: Annotated[int, AfterValidator(_rate)] = 100
    earphones: Annotated[str, AfterValidator(_earphones)] = "none"
    quiet_hours: Annotated[tuple[str, ...], NoDecode, BeforeValidator(_spans), AfterValidator(_quiet)] = ()
    printer: str = Field("file", pattern=r"^(none|file|cups:[^\s/#]+)$")
    id_reader: Annotated[Path | None, BeforeValidator(_nothing)] = None
    code_reader: Annotated[Path | None, BeforeValidator(_nothing)] = None
    id_reader_protocol: Literal["auto", "frames", "sdt"] = "auto"
    fuzzy_pinyin: bool = True
    audiences: Annotated[
        tuple[Audience, ...], NoDecode, BeforeValidator(_spans), AfterValidator(_audiences)
    ] = AUDIENCES
    flows_dir: Annotated[Path | None, BeforeValidator(_nothing)] = None
    releases_need_approval: bool = False
    desk_limit_s: int = Field(120, ge=15, le=3600)
    desk_lock_after_s: int = Field(300, ge=30, le=3600)
    visits_wiped_at: time = time(18)
    call_louder_after_s: int = Field(60, ge=15, le=3600)
    call_leader_after_s: Annotated[int, AfterValidator(_after_louder)] = 180
    difficult_due_days: int = Field(3, ge=1, le=30)
    days_off: Days = ()
    weekends_worked: Days = ()
    years_announced: Annotated[tuple[int, ...], NoDecode, BeforeValidator(_spans)] = ()
    keep_cases_days: int = Field(90, ge=7, le=3650)
    keep_difficult_days: int = Field(365, ge=30, le=3650)
    keep_calls_days: int = Field(365, ge=30, le=3650)
    keep_appointments_days: int = Field(30, ge=7, le=365)
    keep_figures_days: int = Field(365, ge=30, le=3650)
    keep_record_days: int = Field(1095, ge=365, le=36500)
    hub_url: Annotated[str | None, BeforeValidator(_nothing), AfterValidator(_hub_url)] = None
    hub_key: Annotated[Path | None, BeforeValidator(_nothing)] = None
    desk_id: str = Field("desk", pattern=r"^[0-9A-Za-z_-]{1,64}$")
    desk_key: Annotated[Path | None, BeforeValidator(_nothing)] = None
    portal_id: str = Field("portal", pattern=r"^[0-9A-Za-z_-]{1,64}$")
    portal_key: Annotated[Path | None, BeforeValidator(_nothing)] = None
    hub_database: str = ""
    portal_url: Annotated[str | None, BeforeValidator(_nothing), AfterValidator(_portal_url)] = None
    portal_hosts: Annotated[
        tuple[str, ...], NoDecode, BeforeValidator(_spans), AfterValidator(_host_names)
    ] = ()
    portal_officers: bool = False
    appointments: bool = False
    metrics_port: Annotated[int, AfterValidator(_port)] = 0

    @model_validator(mode="after")
    def _hub_needs_a_key(self) -> Self:
        if self.hub_url is not None and not any((self.hub_key, self.desk_key, self.portal_key)):
            raise ValueError(
                "hub_url is set: set hub_key too, the file with this kiosk's key (or desk_key, or portal_key)"
            )
        return self

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The command line before the environment before the file."""
        return init_settings, env_settings, _File(settings_cls)

    @property
    def of_a_hall(self) -> bool:
        """Whether this machine's kiosk or desk has a hub."""
        return self.hub_url is not None and (self.hub_key, self.desk_key) != (None, None)

    @property
    def flows(self) -> Path:
        """The folder of services in force."""
        return self.flows_dir or Paths.here().flows


class _File(PydanticBaseSettingsSource):
    """The TOML file in force, if any."""

    def get_field_value(self, field: object, field_name: str) -> tuple[Any, str, bool]:
        """Unused: the whole file is read at once."""
        return None, field_name, False

    def __call__(self) -> dict[str, Any]:
        """The file's table."""
        path = config_file()
        if path is None:
            return {}
        try:
            return tomllib.loads(path.read_text(encoding="utf-8"))
        except OSError as error:
            raise SettingsError(f"The settings file {path} cannot be read ({error.strerror}).") from None
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise SettingsError(f"The settings file {path} is not valid TOML: {error}.") from None


def config_file() -> Path | None:
    """$KIOSK_CONFIG, else the first of SYSTEM_CONFIG and data_dir/kiosk.toml that exists."""
    named = os.environ.get(CONFIG)
    if named:
        return Path(named)
    data_dir = Path(os.environ.get(f"{PREFIX}DATA_DIR") or default_data_dir())
    return next((path for path in (SYSTEM_CONFIG, data_dir / "kiosk.toml") if path.is_file()), None)


def load(**given: object) -> Settings:
    """The settings in force; ``given`` come from the command line. Raises :class:`SettingsError`."""
    try:
        settings = Settings(**given)  # type: ignore[arg-type]
    except ValidationError as error:
        raise SettingsError("; ".join(_told(each, given) for each in error.errors())) from None
    except (ValueError, RuntimeError) as error:
        raise SettingsError(f"The settings cannot be read: {' '.join(str(error).split())}.") from None
    if not settings.data_dir.is_absolute():
        raise SettingsError(f"data_dir = {str(settings.data_dir)!r} must begin with '/'.")
    return settings


def unknown_variables() -> tuple[str, ...]:
    """KIOSK_* variables that name no setting: a misspelt one is passed over in silence otherwise."""
    known = {PREFIX + name.upper() for name in Settings.model_fields} | {CONFIG}
    return tuple(
        sorted(
            name
            for name in os.environ
            if name.startswith(PREFIX) and name.partition("__")[0].upper() not in known
        )
    )


def _told(error: ErrorDetails, given: dict[str, object]) -> str:
    """One mistake in words: what, why, and where to mend it."""
    names = [str(part) for part in error["loc"]]
    said = error["msg"].removeprefix("Value error, ")
    if not names:  # of several settings together, which it names itself; all of them are not to be shown
        return said
    top = names[0]
    variable = PREFIX + "__".join(names).upper()
    in_environment = [name for name in (variable, PREFIX + top.upper()) if name in os.environ]
    if top in given:
        where = "on the command line"
    elif in_environment:
        where = f"in the variable {in_environment[0]}"
    else:
        where = f"in {config_file() or 'the settings'}"
    if error["type"] == "extra_forbidden":
        return f"{'.'.join(names)} is no setting: take it out {where} (README.md lists the settings)"
    why = _LIMITS.get(".".join(names)) or said[0].lower() + said[1:]
    return f"{'.'.join(names)} = {error['input']!r}: {why}. Mend it {where}"


_LIMITS = {
    "kiosk_no": "must be two digits, such as '01'",
    "voice_volume": "must be 1 to 5",
    "idle_after_s": "must be 120 to 300 seconds",
    "idle_countdown_s": "must be 20 to 45 seconds",
    "desk_limit_s": "must be 15 to 3600 seconds",
    "desk_lock_after_s": "must be 30 to 3600 seconds",
    "call_louder_after_s": "must be 15 to 3600 seconds",
    "difficult_due_days": "must be 1 to 30 working days",
    "keep_cases_days": "must be 7 to 3650 days",
    "keep_difficult_days": "must be 30 to 3650 days",
    "keep_calls_days": "must be 30 to 3650 days",
    "keep_appointments_days": "must be 7 to 365 days",
    "keep_figures_days": "must be 30 to 3650 days",
    "keep_record_days": "must be 365 to 36500 days",
    "printer": "must be 'none', 'file' or 'cups:NAME'",
    "panel.width": "must be 600 to 7680 pixels",
    "panel.height": "must be 600 to 7680 pixels",
    "panel.diagonal_inch": "must be 10 to 65 inches",
}
