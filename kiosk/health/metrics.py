"""The figures of a kiosk in Prometheus' text format (version 0.0.4). Numbers alone, of nobody."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from kiosk.health.counts import CLAIMED_WITHIN_S, Counts
from kiosk.health.state import Health, Part, State

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"

Labels = Mapping[str, str]


def metrics(counts: Counts, health: Health | None, now: datetime) -> str:
    """All of them. health: the last look; None before the first."""
    return "".join(f"{line}\n" for line in (*_counted(counts), *_looked_at(health, now)))


def _counted(counts: Counts) -> Iterator[str]:
    yield from _metric(
        "kiosk_visits_total",
        "counter",
        "Visits to a service that ended, by how.",
        (({"ending": ending}, n) for ending, n in sorted(counts.visits.items())),
    )
    yield from _metric(
        "kiosk_calls_opened_total", "counter", "Calls for a guide.", [({}, counts.calls_opened)]
    )
    yield from _metric(
        "kiosk_calls_total",
        "counter",
        "Calls for a guide that ended, by how.",
        (({"outcome": outcome}, n) for outcome, n in sorted(counts.calls.items())),
    )
    yield from _metric("kiosk_errors_total", "counter", "Errors noted.", [({}, counts.errors)])
    name = "kiosk_claim_seconds"
    yield from _head(name, "histogram", "Seconds from a call to its claim.")
    for limit in CLAIMED_WITHIN_S:
        yield _sample(f"{name}_bucket", {"le": str(limit)}, counts.claimed_within[limit])
    yield _sample(f"{name}_bucket", {"le": "+Inf"}, counts.claimed)
    yield _sample(f"{name}_sum", {}, counts.claimed_s)
    yield _sample(f"{name}_count", {}, counts.claimed)


def _looked_at(health: Health | None, now: datetime) -> Iterator[str]:
    if health is None:
        return
    told = {"kiosk": health.kiosk, "version": health.version}
    yield from _metric("kiosk_info", "gauge", "Which kiosk this is.", [(told, 1)])
    up = max(0.0, (now - health.began).total_seconds())
    yield from _metric("kiosk_up_seconds", "gauge", "Since this run began.", [({}, up)])
    yield from _metric(
        "kiosk_restarts_total", "counter", "Came back without having been ended.", [({}, health.restarts)]
    )
    yield from _metric(
        "kiosk_part_state",
        "gauge",
        "How a part does: 1 for the state that it is in.",
        (
            ({"part": str(each.part), "state": str(state)}, int(each.state is state))
            for each in health.parts
            for state in State
        ),
    )
    queue = health.of(Part.QUEUE)
    if queue is not None:
        params = queue.told.params
        waiting, lag = (int(params.get(name, 0)) for name in ("count", "minutes"))
        yield from _metric("kiosk_queue_waiting", "gauge", "Not delivered for minutes.", [({}, waiting)])
        yield from _metric("kiosk_queue_lag_seconds", "gauge", "Age of the oldest.", [({}, lag * 60)])


def _metric(name: str, kind: str, told: str, samples: Iterable[tuple[Labels, float]]) -> Iterator[str]:
    yield from _head(name, kind, told)
    for labels, value in samples:
        yield _sample(name, labels, value)


def _head(name: str, kind: str, told: str) -> Iterator[str]:
    yield f"# HELP {name} {told}"
    yield f"# TYPE {name} {kind}"


def _sample(name: str, labels: Labels, value: float) -> str:
    told = ",".join(f'{key}="{_escaped(text)}"' for key, text in labels.items())
    return f"{name}{{{told}}} {value:g}" if told else f"{name} {value:g}"


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
