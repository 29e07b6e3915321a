"""``kiosk flows check``: every problem of a service, and what was covered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kiosk.cli.laying_out import covered, covered_line, laid_out
from kiosk.cli.shown import AsJson, print_json
from kiosk.settings import SettingsError
from kiosk.settings import load as load_settings

if TYPE_CHECKING:
    from kiosk.flow.problem import Problem
    from kiosk.flow.report import Report
    from kiosk.words import Words

PROBLEMS = 1


def check(
    paths: Annotated[list[Path] | None, typer.Argument(help="Files or folders; the flows in force.")] = None,
    locale: Annotated[str, typer.Option(help="The language in which problems are told: en or zh_CN.")] = "en",
    screens: Annotated[
        bool,
        typer.Option(
            "--screens",
            help="Lay every text out on the real screens too; takes seconds for each service and language.",
        ),
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Find every problem of a service before a resident meets it. Ends with 1 where there is one."""
    from kiosk import outfit
    from kiosk.enquiry import check_flows
    from kiosk.flow.laid_out import misfit_problems
    from kiosk.locales import USUAL
    from kiosk.paths import Paths

    if locale not in USUAL:
        raise SettingsError(f"Problems are told in {' or '.join(USUAL)}, not in {locale!r}.")
    settings = load_settings()
    checked = check_flows(paths or [settings.flows], settings.locales)
    words, problems = outfit.load_words(Paths.here().locales), checked.problems
    laid = laid_out([release for release, _ in checked.reports]) if screens else []
    problems += tuple(problem for each in laid for problem in misfit_problems(*each))
    if as_json:
        rows = [_problem_row(problem, words) for problem in problems]
        reports = [asdict(each) for _, each in checked.reports]
        rooms = [covered(release, each) for release, each in laid]
        print_json({"problems": rows, "reports": reports} | ({"laid_out": rooms} if screens else {}))
    else:
        for _, each in checked.reports:
            typer.echo(_report_line(each))
        for release, done in laid:
            typer.echo(covered_line(release, done))
        for problem in problems:
            typer.echo(_problem_line(problem, words[locale]))
        typer.echo(f"{checked.read} flow(s) read, {len(problems)} problem(s)")
    raise typer.Exit(PROBLEMS if any(p.severity == "error" for p in problems) else 0)


def must_fit(path: Path) -> None:
    """What does not fit is told as ``flows check`` tells it. Other problems whoever publishes finds."""
    from kiosk import outfit
    from kiosk.enquiry import check_flows
    from kiosk.flow.laid_out import misfit_problems
    from kiosk.paths import Paths

    checked = check_flows([path], load_settings().locales) if path.is_file() else None
    if checked is None or any(p.severity == "error" for p in checked.problems):
        return
    try:
        laid = laid_out([release for release, _ in checked.reports])
    except SettingsError as not_laid_out:
        raise SettingsError(f"{not_laid_out}. To publish it unseen: --no-screens") from None
    found = [problem for each in laid for problem in misfit_problems(*each)]
    words = outfit.load_words(Paths.here().locales)["en"]
    for problem in found:
        typer.echo(_problem_line(problem, words))
    if found:
        raise typer.Exit(PROBLEMS)


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


def _problem_line(problem: Problem, words: Words) -> str:
    from kiosk.flow.problem import told

    where = f" [{problem.field}]" if problem.field else ""
    return f"{problem.file}:{problem.line}: {problem.severity}: {told(problem.message, words)}{where}"


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
