"""The audit as a table of words, and as JSON."""

from __future__ import annotations

from screens.audit.looks import NOTE
from screens.audit.measure import CHECKS, Found, Row
from screens.audit.run import Result

HEAD = ("check", "measured", "failures", "worst", "floor", "where")


def _value(number: float, unit: str) -> str:
    return f"{number:.4g} {unit}".strip()


def where(found: Found) -> str:
    """Screen, look, page and widget."""
    parts = [found.shot, found.look]
    if found.page:
        parts.append(f"page {found.page + 1}")
    if found.measure.what:
        parts.append(found.measure.what)
    return ", ".join(parts)


def cells(row: Row) -> tuple[str, ...]:
    """One line of the table."""
    check = CHECKS[row.check]
    if row.worst is None:
        return row.check, "0", "0", "-", check.floor, "not measured"
    worst = _value(row.worst.measure.value, check.unit)
    return row.check, str(row.count), str(row.failures), worst, check.floor, where(row.worst)


def lines(result: Result) -> list[str]:
    """The table, a line a check."""
    rows = [HEAD, *(cells(row) for row in result.tally.rows.values())]
    widths = [max(len(r[k]) for r in rows) for k in range(len(HEAD) - 1)]
    shown = [
        "  ".join([*(c.ljust(w) for c, w in zip(row[:-1], widths, strict=True)), row[-1]]) for row in rows
    ]
    return [*shown, NOTE, result.tally.sum]


def as_json(result: Result) -> dict[str, object]:
    """The table and every failure that was kept."""
    return {
        "pages": result.tally.pages,
        "alike": result.tally.alike,
        "failures": result.tally.failures,
        "checks": [
            {**dict(zip(HEAD, cells(row), strict=True)), "found": [_found(f) for f in row.found]}
            for row in result.tally.rows.values()
        ],
    }


def _found(found: Found) -> dict[str, object]:
    m = found.measure
    return {
        "value": m.value,
        "floor": m.floor,
        "where": where(found),
        "boxes": [list(b) for b in m.boxes],
        "picture": found.picture,
    }
