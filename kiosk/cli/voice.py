"""``kiosk voice``: the packs that the kiosk speaks from."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from kiosk.cli import wiring
from kiosk.cli.record import record
from kiosk.settings import Settings, load

if TYPE_CHECKING:
    from kiosk.voice.build import PackEngine
    from kiosk.voice.pack import Pack
    from kiosk.voice.wanted import Wanted

PROBLEMS, WRONG_USE = 1, 2
_SHOWN = 10

voice = typer.Typer(no_args_is_help=True, help="The packs that the kiosk speaks from.")
voice.command("record")(record)

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Locale = Annotated[str, typer.Option(help="zh_CN or en; both where none is given.")]
PackFolder = Annotated[
    Path | None,
    typer.Option("--pack", metavar="DIR", help="The pack; the product's own where none is given."),
]


@voice.command("sentences")
def sentences(locale: Locale = "", as_json: AsJson = False) -> None:
    """Every sentence that residents can hear, and on how many screens."""
    from screens.tour.sentences import sentences as heard

    parts = wiring.tour_parts(load(), "")
    for each in _locales(locale):
        found = heard(parts, each)
        if as_json:
            rows = [
                {
                    "text": one.text,
                    "locale": each,
                    "varies": one.varies,
                    "uses": [f"{use.group}/{use.name}/{use.how}" for use in one.uses],
                }
                for one in found
            ]
            typer.echo(json.dumps(rows, ensure_ascii=False, indent=2))
            continue
        for one in found:
            typer.echo(f"{len(one.uses):5} {'~' if one.varies else ' '} {one.text}")
        typer.echo(f"{each}: {len(found)} sentences")


@voice.command("wanted", hidden=True)
def wanted(locale: Locale, recorded: Annotated[bool, typer.Option("--recorded")] = False) -> None:
    """What a pack should hold, as JSON; for the recording window, which asks a process of its own."""
    found = _wanted(load(), locale, recorded=recorded)
    typer.echo(
        json.dumps({"sentences": list(found.sentences), "units": dict(found.units)}, ensure_ascii=False)
    )


@voice.command("check")
def check(
    pack: PackFolder = None,
    locale: Locale = "",
    as_json: AsJson = False,
) -> None:
    """Say which sentences the packs lack, and which they have in vain. Ends with 1 where one is missing."""
    from kiosk.outfit import pack_folders
    from kiosk.voice.build import check as compare
    from kiosk.voice.pack import Pack, PackDamaged

    settings = load()
    own, shipped = pack_folders(settings)
    folders = [pack] if pack else [f for parent in (shipped, own) for f in _folders(parent)]
    must = {shipped / each for each in _locales(locale)} if pack is None else {pack}
    failed = False
    rows = []
    for folder in [*folders, *(must - set(folders))]:
        try:
            its_pack = Pack.load(folder)
        except PackDamaged as damaged:
            typer.echo(str(damaged), err=True)
            failed = failed or folder in must
            continue
        if locale and its_pack.manifest.locale != locale:
            continue
        if its_pack.manifest.locale not in settings.locales:
            offered = ", ".join(settings.locales)
            told = f"its language {its_pack.manifest.locale!r} is not offered"
            typer.echo(f"{folder.name}: not looked at: {told}; the setting locales has {offered}", err=True)
            continue
        asked = _wanted(settings, its_pack.manifest.locale, recorded=its_pack.manifest.recorded)
        found = compare(its_pack, asked, decode=True)
        failed = failed or (folder in must and not found.well)
        stale = [its_pack.sentences[each].text for each in found.stale] + list(found.stale_units)
        rows.append({"pack": str(folder), **vars(found), "stale": stale})
        if not as_json:
            _tell(folder.name, "missing", [*found.missing, *found.missing_units])
            _tell(folder.name, "damaged", found.damaged)
            _tell(folder.name, "stale", stale)
    if as_json:
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=2))
    if failed:
        typer.echo("The product's packs are made with: make voice", err=True)
    raise typer.Exit(PROBLEMS if failed else 0)


@voice.command("build")
def build(
    locale: Locale = "",
    engine: Annotated[str, typer.Option(help="natural, pyttsx3 or command.")] = "natural",
    command: Annotated[
        str, typer.Option(help="With --engine command, such as: espeak-ng -v {voice} -w {out} {text}")
    ] = "",
    command_voice: Annotated[str, typer.Option("--voice", help="What {voice} stands for.")] = "",
    out: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Folder of packs; the product's where none is given.")
    ] = None,
    only: Annotated[int, typer.Option(help="So many sentences at the most, the most heard first.")] = 0,
) -> None:
    """Make the sentences that are missing or were made otherwise; go on where it was interrupted."""
    from dataclasses import replace

    from kiosk.outfit import pack_folders
    from kiosk.voice.build import build as make
    from kiosk.voice.pack import Pack

    settings = load()
    speaker = _engine(engine, command, command_voice)
    for each in _locales(locale):
        asked = _wanted(settings, each)
        if only:
            asked = replace(asked, sentences=asked.sentences[:only])
        folder = (out or pack_folders(settings)[1]) / each
        pack = Pack.create(folder, wiring.pack_manifest(each, engine, speaker.made(each)))
        made = make(pack, asked, speaker, typer.echo, remove_stale=not only)
        typer.echo(f"{each}: {made} sounds made, {_size_mb(pack):.1f} MB in {folder}")


@voice.command("fetch")
def fetch() -> None:
    """Bring the parts of the natural voice, which is needed only to make packs; they are checked by hash."""
    from kiosk.voice.natural.parts import Parts, PartsMissing, usual_folder

    try:
        Parts(usual_folder()).fetch(typer.echo)
    except PartsMissing as missing:
        _refuse(str(missing), PROBLEMS)
    typer.echo(f"The natural voice is whole, in {usual_folder()}")


# --- what they share -------------------------------------------------------------------------


def _engine(name: str, command: str, command_voice: str) -> PackEngine:
    from kiosk.voice.engine import VoiceFailed
    from kiosk.voice.engines import CommandEngine, SystemEngine

    try:
        match name:
            case "natural":
                return _natural()
            case "pyttsx3":
                return SystemEngine()
            case "command":
                return CommandEngine(command, command_voice)
    except (ValueError, VoiceFailed) as error:
        _refuse(f"--engine {name}: {error}", WRONG_USE)
    _refuse(f"--engine {name}: choose natural, pyttsx3 or command.", WRONG_USE)


def _natural() -> PackEngine:
    from kiosk.voice.natural.parts import Parts, PartsMissing, usual_folder

    try:
        from kiosk.voice.natural.speaking import NaturalVoice

        return NaturalVoice(Parts(usual_folder()))
    except ModuleNotFoundError as error:
        _refuse(f"The package {error.name} is missing. Run: make voice", PROBLEMS)
    except PartsMissing as missing:
        _refuse(str(missing), PROBLEMS)


def _wanted(settings: Settings, locale: str, *, recorded: bool = False) -> Wanted:
    from screens.tour.sentences import wanted as find

    return find(wiring.tour_parts(settings, ""), locale, recorded=recorded)


def _locales(locale: str) -> tuple[str, ...]:
    from kiosk.locales import USUAL

    if locale and locale not in USUAL:
        _refuse(f"--locale {locale}: choose one of {', '.join(USUAL)}.", WRONG_USE)
    return (locale,) if locale else USUAL


def _folders(parent: Path) -> list[Path]:
    return sorted(each for each in parent.iterdir() if each.is_dir()) if parent.is_dir() else []


def _tell(pack: str, what: str, texts: list[str] | tuple[str, ...]) -> None:
    if texts:
        typer.echo(f"{pack}: {len(texts)} {what}")
        for text in texts[:_SHOWN]:
            typer.echo(f"  {text}")
        if len(texts) > _SHOWN:
            typer.echo(f"  and {len(texts) - _SHOWN} more")
    elif what == "missing":
        typer.echo(f"{pack}: nothing is missing")


def _size_mb(pack: Pack) -> float:
    return sum(file.stat().st_size for file in pack.folder.rglob("*") if file.is_file()) / 1e6


def _refuse(words: str, code: int) -> NoReturn:
    typer.echo(f"kiosk: {words}", err=True)
    raise typer.Exit(code)
