"""Build the table of lunar years, ``kiosk/field/lunar_years.py``, from the package ``lunar_python`` (MIT).

Run with that package installed: ``python tools/build_lunar_years.py``. Without it the kiosk has the table.
``--compare`` also checks each new year's day against the package ``zhdate`` (MIT) and writes nothing.
"""

from __future__ import annotations

import sys
from datetime import date
from importlib import import_module
from importlib.metadata import version
from pathlib import Path

FIRST, LAST = 1900, 2100
TABLE = Path(__file__).resolve().parents[1] / "kiosk" / "field" / "lunar_years.py"
HEAD = '''\
"""The lunar years {first} to {last}.

Made by tools/build_lunar_years.py from lunar_python {version} (MIT). Each year is one number. From the lowest
bit: 5 bits the day and 4 bits the Gregorian month of the lunar new year's day, 4 bits the month after which a
leap month follows (0: none), then a bit a month in their order, the leap month among them: 1 where it has 30
days, 0 where it has 29.
"""

FIRST_YEAR = {first}
YEARS = (
{rows}
)
'''


def packed(year: int) -> int:
    """One lunar year as a number."""
    solar, lunar_year = import_module("lunar_python").Solar, import_module("lunar_python").LunarYear
    told = lunar_year.fromYear(year)
    months = [m for m in told.getMonths() if m.getYear() == year]
    lengths = sum(1 << i for i, month in enumerate(months) if month.getDayCount() == 30)
    begins = solar.fromJulianDay(months[0].getFirstJulianDay())
    return begins.getDay() | begins.getMonth() << 5 | told.getLeapMonth() << 9 | lengths << 13


def main() -> None:
    """Write the table, or compare it."""
    years = {year: packed(year) for year in range(FIRST, LAST + 1)}
    if "--compare" in sys.argv:
        zhdate = import_module("zhdate").ZhDate
        for year, bits in years.items():
            ours, theirs = date(year, bits >> 5 & 15, bits & 31), zhdate(year, 1, 1).to_datetime().date()
            if ours != theirs:
                print(f"{year}: {ours}, by zhdate {theirs}")
        return
    values = [f"0x{bits:07X}" for bits in years.values()]
    rows = "\n".join("    " + ", ".join(values[i : i + 9]) + "," for i in range(0, len(values), 9))
    TABLE.write_text(HEAD.format(first=FIRST, last=LAST, version=version("lunar_python"), rows=rows))


if __name__ == "__main__":
    main()
