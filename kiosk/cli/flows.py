"""``kiosk flows``: the services, checked, published and rolled back."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from kiosk.cli import release_commands as told
from kiosk.cli.officers import ask_store
from kiosk.cli.preview import preview, try_
from kiosk.cli.release_commands import (
    After,
    BasedOn,
    Before,
    File,
    Files,
    Folder,
    Number,
    Only,
    Service,
    StartsOn,
)
from kiosk.cli.serving import of_a_hall
from kiosk.cli.shown import AsJson, print_json
from kiosk.officers.record import CONSOLE
from kiosk.settings import SettingsError
from kiosk.settings import load as load_settings

if TYPE_CHECKING:
    from kiosk.flow.problem import Problem
    from kiosk.flow.report import Report
    from kiosk.studio.releases import ReleaseBook
    from kiosk.words import Words

PROBLEMS = 1

flows = typer.Typer(no_args_is_help=True, help="The services, described as data, and their releases.")
flows.command("preview")(preview)
flows.command("try")(try_)

T = TypeVar("T")


@flows.command("check")
def check(
    paths: Annotated[list[Path] | None, typer.Argument(help="Files or folders; the flows in force.")] = None,
    locale: Annotated[str, typer.Option(help="The language in which problems are told: en or zh_CN.")] = "en",
    as_json: AsJson = False,
) -> None:
    """Find every problem of a service before a resident meets it. Ends with 1 where there is one."""
    from kiosk import outfit
    from kiosk.enquiry import check_flows
    from kiosk.flow.problem import told as in_words
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
            said = in_words(p.message, words[locale])
            typer.echo(f"{p.file}:{p.line}: {p.severity}: {said}" + (f" [{p.field}]" if p.field else ""))
        typer.echo(f"{checked.read} flow(s) read, {len(problems)} problem(s)")
    raise typer.Exit(PROBLEMS if any(p.severity == "error" for p in problems) else 0)


@flows.command("list")
def list_(as_json: AsJson = False) -> None:
    """Each service with the release in force, and what is scheduled or waits for approval."""
    told.print_standings(_asked, as_json=as_json)


@flows.command("releases")
def releases(service: Service, as_json: AsJson = False) -> None:
    """Every release of a service, with what changed in each."""
    told.print_releases(_asked, service, as_json=as_json)


@flows.command("publish")
def publish(path: File, starts_on: StartsOn = None, based_on: BasedOn = None) -> None:
    """Check a service and publish it as its next release; the number is written into it."""
    told.publish_file(_shaping, path, starts_on, based_on)


@flows.command("import")
def import_(paths: Files) -> None:
    """Check several services and publish each; one that is in force already is passed over."""
    told.import_files(_shaping, paths)


@flows.command("approve")
def approve(service: Service, number: Number) -> None:
    """Approve a proposed release, as the second person; then it is published."""
    told.done(_shaping, lambda book: book.approve(service, number, CONSOLE))


@flows.command("withdraw")
def withdraw(service: Service, number: Number) -> None:
    """Take back a release that is proposed, or has not begun yet."""
    told.done(_shaping, lambda book: book.withdraw(service, number, CONSOLE))


@flows.command("roll-back")
def roll_back(service: Service, number: Number) -> None:
    """Go back to a release that was in force before, at once."""
    told.done(_shaping, lambda book: book.roll_back(service, number, CONSOLE))


@flows.command("retire")
def retire(service: Service) -> None:
    """Offer a service no more; its releases stay, and publishing or rolling back brings it back."""
    told.done(_shaping, lambda book: book.retire(service, CONSOLE))


@flows.command("diff")
def diff(service: Service, before: Before, after: After) -> None:
    """What changed from one release of a service to another, in words."""
    told.print_diff(_asked, service, before, after)


@flows.command("export")
def export(folder: Folder, only: Only = None) -> None:
    """Write every release into a folder as it was published, with a manifest of their SHA-256."""
    told.export_to(_asked, folder, only)


@flows.command("schema")
def schema() -> None:
    """The JSON Schema of a service's file, for editors."""
    from kiosk.studio.schema import flow_schema

    print_json(flow_schema())


def _asked(work: Callable[[ReleaseBook], Awaitable[T]]) -> T:
    return ask_store(lambda store: work(store.releases))


def _shaping(work: Callable[[ReleaseBook], Awaitable[T]]) -> T:
    """The same for what changes something: where there is a hub, the services are the hall's."""
    if of_a_hall(load_settings()):
        raise SettingsError(
            "This machine belongs to a hall with a hub: its services are published there, for all kiosks. "
            "Open the studio at a desk of the hall, or on the hub's machine run: kiosk hub flows"
        )
    return _asked(work)


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
    from kiosk.flow.problem import told as in_words
    from kiosk.locales import USUAL

    return {
        "file": problem.file,
        "line": problem.line,
        "field": problem.field,
        "severity": problem.severity,
        "kind": problem.kind,
        "id": problem.message.id,
        "params": dict(problem.message.params),
        "message": {each: in_words(problem.message, words[each]) for each in USUAL},
    }
