"""The hub's table of calls filled with days that are over, by the database itself and from a seed."""

from __future__ import annotations

import asyncpg

from benchmarks.day_plan import CLOSES_S, OPENS_S, PEAKS, PRIORITY, QUIET, STEPS

_FILL = f"""
WITH drawn AS (
    SELECT kiosk.id AS kiosk, kiosk.told + row_number() OVER (PARTITION BY kiosk.id) AS no,
        (date_trunc('day', now() AT TIME ZONE 'Asia/Shanghai') - make_interval(days => day))
            AT TIME ZONE 'Asia/Shanghai'
            + make_interval(secs => CASE
                WHEN random() < 0.25 THEN {PEAKS[0][0]} + 4 * {PEAKS[0][1]} * (random() + random() - 1)
                WHEN random() < 0.34 THEN {PEAKS[1][0]} + 4 * {PEAKS[1][1]} * (random() + random() - 1)
                ELSE {OPENS_S} + {CLOSES_S - OPENS_S} * random() END) AS made,
        $3::text[] AS services, $4::text[] AS steps, 1 + floor(random() * cardinality($4::text[]))::int AS at,
        random() < {PRIORITY} AS priority, random() < {QUIET} AS quiet, random() < 0.04 AS cancelled,
        0.3 + random() AS seen_s, 3 - 15 * ln(1 - random()) AS claim_s, 10 + 50 * random() AS walk_s,
        30 - 150 * ln(1 - random()) AS help_s, random() AS end_, 1 + floor(random() * 2)::int AS officer
    FROM kiosk, generate_series(1, $1::int) AS day, generate_series(1, $2::int)
)
INSERT INTO call (id, kiosk, kiosk_name, place, service, step, locale, priority, quiet, state, created_at,
    seen_at, claimed_at, officer, arrived_at, closed_at, outcome, no, heard)
SELECT md5(kiosk || '-' || no), kiosk, kiosk || '号机', '大厅', services[at],
    CASE WHEN NOT quiet THEN steps[at] END,
    'zh_CN', priority, quiet, CASE WHEN cancelled THEN 'cancelled' ELSE 'done' END, made,
    made + make_interval(secs => seen_s), made + make_interval(secs => claim_s),
    lpad((kiosk::int / 5)::text, 2, '0') || lpad(officer::text, 2, '0'),
    CASE WHEN NOT cancelled AND end_ < 0.9 THEN made + make_interval(secs => claim_s + walk_s) END,
    made + make_interval(secs => claim_s + walk_s + help_s),
    CASE WHEN cancelled THEN NULL WHEN end_ < 0.8 THEN 'helped' WHEN end_ < 0.95 THEN 'to_window'
        ELSE 'not_solved' END,
    no, 1
FROM drawn
"""


async def fill(sql: asyncpg.Connection, seed: float, days: int, calls_a_day: int) -> int:
    """So many calls of each kiosk for each of the days before today. seed: 0 to 1. Returns how many calls."""
    await sql.execute("SELECT setseed($1)", seed)
    services, steps = ([pair[n] for pair in STEPS] for n in range(2))
    async with sql.transaction():
        made = await sql.execute(_FILL, days, calls_a_day, services, steps)
        await sql.execute("UPDATE kiosk SET told = (SELECT max(no) FROM call WHERE call.kiosk = kiosk.id)")
    await sql.execute("VACUUM ANALYZE call")
    return int(made.rpartition(" ")[2])
