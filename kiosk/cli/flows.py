"""``kiosk flows``: the services, checked, published and rolled back."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kiosk.cli.flow_files import export, schema
from kiosk.cli.officers import ask_store
from kiosk.cli.preview import preview, try_
from kiosk.cli.shown import AsJson, print_json
from kiosk.officers.record import CONSOLE
from kiosk.settings import SettingsError
from kiosk.settings import load as load_settings

if TYPE_CHECKING:
    from kiosk.flow.problem import Problem
    from kiosk.flow.report import Report
    from kiosk.message import Message
    from kiosk.store.local import LocalStore
    from kiosk.studio.releases import Published, Standing
    from kiosk.words import Words

PROBLEMS = 1

flows = typer.Typer(no_args_is_help=True, help="The services, described as data, and their releases.")
flows.command("preview")(preview)
flows.command("try")(try_)
flows.command("export")(export)
flows.command("schema")(schema)

Service = Annotated[str, typer.Argument(metavar="SERVICE", help="The service's id, such as endorsement.")]
Number = Annotated[int, typer.Argument(metavar="NUMBER", help="The number of a release.")]


@flows.command("check")
def check(
    paths: Annotated[list[Path] | None, typer.Argument(help="Files or folders; the flows in force.")] = None,
    locale: Annotated[str, typer.Option(help="The language in which problems are told: en or zh_CN.")] = "en",
    as_json: AsJson = False,
) -> None:
    """Find every problem of a service before a resident meets it. Ends with 1 where there is one."""
    from kiosk import outfit
    from kiosk.enquiry import check_flows
    from kiosk.flow.problem import told
    from kiosk.locales import USUAL
    from kiosk.paths import Paths

    if locale not in USUAL:
        raise SettingsError(f"Problems are told in {' or '.join(USUAL)}, not in {locale!r}.")
    settings = load_settings()
    checked = check_flows(paths or [settings.flows], settings.locales)
    words, problems = outfit.load_words(Paths.here().locales), checked.problems
    if as_json:
        rows = [_problem_row(problem, words) for problem in problems]
        print_json({"problems": rows, "reports": [asdict(each) for each in checked.reports]})
    else:
        for each in checked.reports:
            typer.echo(_report_line(each))
        for p in problems:
            said = told(p.message, words[locale])
            typer.echo(f"{p.file}:{p.line}: {p.severity}: {said}" + (f" [{p.field}]" if p.field else ""))
        typer.echo(f"{checked.read} flow(s) read, {len(problems)} problem(s)")
    raise typer.Exit(PROBLEMS if any(p.severity == "error" for p in problems) else 0)


@flows.command("list")
def list_(as_json: AsJson = False) -> None:
    """Each service with the release in force, and what is scheduled or waits for approval."""
    found = ask_store(lambda store: store.releases.standings())
    if as_json:
        print_json([_standing_row(one) for one in found])
        return
    for one in found:
        told = [one.service, "not offered" if one.live is None else f"{one.live} in force"]
        told += [f"{number} from {day}" for number, day in one.scheduled]
        told += [f"{number} waits for approval" for number in one.proposed]
        typer.echo("  ".join(told))
    typer.echo(f"{len(found)} in all")


@flows.command("releases")
def releases(service: Service, as_json: AsJson = False) -> None:
    """Every release of a service, with what changed in each."""
    found = ask_store(lambda store: store.releases.releases(service))
    if as_json:
        print_json([_release_row(one) for one in found])
        return
    for one in found:
        by = "" if one.approved_by is None else f", approved by {one.approved_by}"
        at = "came with the product" if one.published_at is None else f"{one.published_at:%Y-%m-%d %H:%M} UTC"
        starts = "" if one.starts_on is None else f", from {one.starts_on}"
        typer.echo(f"{one.number}  {one.sha256[:12]}  {at}  {one.author or '-'}{by}{starts}")
        for sentence in _told(one.changes):
            typer.echo(f"    {sentence}")
    typer.echo(f"{len(found)} in all")


@flows.command("publish")
def publish(
    path: Annotated[Path, typer.Argument(metavar="FILE", help="A service, as YAML.")],
    starts_on: Annotated[
        datetime | None,
        typer.Option("--from", formats=["%Y-%m-%d"], help="In force from this day on; at once without."),
    ] = None,
    based_on: Annotated[
        int | None, typer.Option(help="Refuse it if this is not the number of the last release any more.")
    ] = None,
) -> None:
    """Check a service and publish it as its next release; the number is written into it."""
    day = None if starts_on is None else starts_on.date()
    made = _publish(path, based_on, day, pass_over=False)
    assert made is not None
    _print_made(made)


@flows.command("import")
def import_(paths: Annotated[list[Path], typer.Argument(metavar="FILE...")]) -> None:
    """Check several services and publish each; one that is in force already is passed over."""
    for path in paths:
        made = _publish(path, None, None, pass_over=True)
        if made is None:
            typer.echo(f"{path}: in force already")
        else:
            _print_made(made)


@flows.command("approve")
def approve(service: Service, number: Number) -> None:
    """Approve a proposed release, as the second person; then it is published."""
    _done(lambda store: store.releases.approve(service, number, CONSOLE))


@flows.command("withdraw")
def withdraw(service: Service, number: Number) -> None:
    """Take back a release that is proposed, or has not begun yet."""
    _done(lambda store: store.releases.withdraw(service, number, CONSOLE))


@flows.command("roll-back")
def roll_back(service: Service, number: Number) -> None:
    """Go back to a release that was in force before, at once."""
    _done(lambda store: store.releases.roll_back(service, number, CONSOLE))


@flows.command("retire")
def retire(service: Service) -> None:
    """Offer a service no more; its releases stay, and publishing or rolling back brings it back."""
    _done(lambda store: store.releases.retire(service, CONSOLE))


@flows.command("diff")
def diff(
    service: Service,
    before: Annotated[int, typer.Argument(metavar="A")],
    after: Annotated[int, typer.Argument(metavar="B")],
) -> None:
    """What changed from one release of a service to another, in words."""
    from kiosk.studio.changes import changes
    from kiosk.studio.numbering import read_release

    found = {one.number: one for one in ask_store(lambda store: store.releases.releases(service))}
    for number in (before, after):
        if number not in found:
            raise SettingsError(f"There is no release {number} of {service}. See: kiosk flows list")
    old, new = (read_release(found[number].source, service).flow for number in (before, after))
    told = _told(changes(old, new))
    for sentence in told:
        typer.echo(sentence)
    typer.echo(f"{len(told)} in all")


def _done(work: Callable[[LocalStore], Awaitable[None]]) -> None:
    ask_store(work)
    typer.echo("Done.")


def _publish(path: Path, based_on: int | None, day: date | None, *, pass_over: bool) -> Published | None:
    """None where it is in force already, and is to be passed over then."""
    from kiosk.officers.roll import Refused
    from kiosk.studio.releases import SAME

    service, source = _read(path)

    async def work(store: LocalStore) -> Published | None:
        try:
            return await store.releases.publish(service, source, CONSOLE, based_on=based_on, starts_on=day)
        except Refused as refused:
            if pass_over and refused.reason == SAME:
                return None
            raise

    return ask_store(work)


def _print_made(made: Published) -> None:
    for sentence in _told(made.changes):
        typer.echo(f"    {sentence}")
    waits = load_settings().releases_need_approval
    begins = "waits for approval by a second person" if waits else f"in force {made.starts_on or 'at once'}"
    typer.echo(f"{made.service} {made.number}: {begins}")


def _read(path: Path) -> tuple[str, str]:
    """(service, text) of a file. What keeps it from being read is told as ``flows check`` tells it."""
    from kiosk.flow.load import load
    from kiosk.flow.problem import FlowFileError

    if not path.is_file():
        raise SettingsError(f"There is no file {path}.")
    try:
        release = load(path)
    except FlowFileError:
        check([path])
        raise
    return release.flow.id, release.source


def _report_line(report: Report) -> str:
    covered = (
        "all covered" if report.complete else f"not all covered: {', '.join(report.left_out) or 'some ways'}"
    )
    told = [
        f"{report.steps} steps, {report.places} places, {report.branches} branches, {report.walks} walks",
        covered,
        *(
            f"{span.least} to {span.most} {name}" + ("" if span.usual is None else f", usually {span.usual}")
            for name, span in (("screens", report.screens), ("questions", report.questions))
            if span is not None
        ),
        "texts: " + ", ".join(f"{count} {locale}" for locale, count in report.texts.items()),
    ]
    return f"{report.service}: {'; '.join(told)}"


def _problem_row(problem: Problem, words: Mapping[str, Words]) -> dict[str, object]:
    from kiosk.flow.problem import told
    from kiosk.locales import USUAL

    return {
        "file": problem.file,
        "line": problem.line,
        "field": problem.field,
        "severity": problem.severity,
        "kind": problem.kind,
        "id": problem.message.id,
        "params": dict(problem.message.params),
        "message": {each: told(problem.message, words[each]) for each in USUAL},
    }


def _standing_row(one: Standing) -> dict[str, object]:
    scheduled = [{"number": number, "from": day} for number, day in one.scheduled]
    return {
        "service": one.service,
        "live": one.live,
        "scheduled": scheduled or None,
        "proposed": list(one.proposed) or None,
    }


def _release_row(one: Published) -> dict[str, object]:
    left_out = {"source", "changes"}
    told = {name: value for name, value in vars(one).items() if name not in left_out}
    return {**told, "changes": _told(one.changes)}


def _told(changes: tuple[Message, ...]) -> list[str]:
    from kiosk import outfit
    from kiosk.paths import Paths
    from kiosk.studio.changes import told

    words = outfit.load_words(Paths.here().locales)["en"]
    return [told(change, words) for change in changes]
