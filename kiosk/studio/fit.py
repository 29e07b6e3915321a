"""Whether a text is fit to be published."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from kiosk.flow.check import check
from kiosk.flow.load import Release
from kiosk.flow.problem import FlowFileError
from kiosk.officers.roll import Refused
from kiosk.studio.numbering import read_release
from kiosk.studio.releases import OTHER_ID, has_problems


def fit(service: str, source: str, locales: Sequence[str], icons: Collection[str] | None = None) -> Release:
    """The text as a release. Takes a second or more. Raises :class:`Refused`: no flow, another's, errors.

    icons: as in ``check``.
    """
    try:
        release = read_release(source, service)
    except FlowFileError as error:
        raise Refused(has_problems(len(error.problems), error.problems[0].line)) from None
    if release.flow.id != service:
        raise Refused(OTHER_ID)
    errors = [problem for problem in check(release, locales, icons=icons) if problem.severity == "error"]
    if errors:
        raise Refused(has_problems(len(errors), errors[0].line))
    return release
