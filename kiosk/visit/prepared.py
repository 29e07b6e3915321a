"""A form prepared at home, taken up in the visit of whoever opened it at the kiosk."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path

from kiosk.cases.prepared import Opened, PreparedForm
from kiosk.flow.carrying import take_over
from kiosk.flow.load import FlowFileError, Release, load_bytes
from kiosk.flow.model import Flow
from kiosk.visit.visit import Visit


class NotOfferedHere(Exception):
    """The form's service is not offered here, or no longer."""


def take_up(visit: Visit, opened: Opened, releases: Iterable[Release], today: Callable[[], date]) -> None:
    """Begin the form's service in this visit, in the release in force, with what was answered at home.

    The visit is at the first open question, or at the review. Raises :class:`NotOfferedHere`; then the visit
    is as it was.
    """
    form = opened.form
    release = next((each for each in releases if each.flow.id == form.service), None)
    if release is None:
        raise NotOfferedHere
    run = take_over(release.flow, _before(form, release), form.answers, today, visit.known)
    visit.begin(release, run)
    visit.prepared = opened.id


def _before(form: PreparedForm, release: Release) -> Flow | None:
    """The flow under which it was filled in; None where this program cannot read it."""
    if form.flow_sha256 == release.sha256:
        return release.flow
    try:
        return load_bytes(form.flow_source.encode(), Path(f"{form.service}.yaml")).flow
    except FlowFileError:
        return None
