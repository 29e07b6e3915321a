"""The units that numbers, dates and money are spoken from, and how a number is put together from them.

A unit has a name and, in each locale, a text. A pack that was built has whole units for what is said often
(23, March, the 25th); one that a person recorded may have only the base ones, and a unit that it lacks is put
together from others, such as 23 from 20 and 3. Names are the same in every locale.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from kiosk.voice.reading import chinese_number

MOST = 99_999_999
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_ONES = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_FIRSTS = ("", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
    "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth",
    "nineteenth")  # fmt: skip
_LARGE = {"100": "hundred", "1000": "thousand", "10000": "wan"}


def is_chinese(locale: str) -> bool:
    """Whether numbers are said as in Chinese."""
    return locale.lower().startswith("zh")


# --- what is said ------------------------------------------------------------------------------


def number(value: int, locale: str) -> list[str]:
    """0 to 99,999,999 as names of units, in the order in which they are said. Raises ValueError."""
    if not 0 <= value <= MOST:
        raise ValueError("a number that is not said")
    return list(_chinese(value)) if is_chinese(locale) else list(_english(value))


def digits(text: str, locale: str) -> list[str]:
    """One by one, as a receipt number is read out."""
    return [f"digit-{digit}" for digit in text if digit.isdecimal()]


def year(value: int, locale: str) -> list[str]:
    """A year of four digits: one by one in Chinese, in pairs in English."""
    if is_chinese(locale):
        return [*(str(int(digit)) for digit in f"{value:04d}"), "year"]
    century, rest = divmod(value, 100)
    if 2000 <= value < 2010 or rest == 0:
        if rest == 0 and value % 1000:
            return [str(century), "hundred"]
        return number(value, locale)
    return [str(century), *(["oh", str(rest)] if rest < 10 else [str(rest)])]


def month(value: int, locale: str) -> list[str]:
    """1 to 12."""
    return [f"month-{value}"]


def day(value: int, locale: str) -> list[str]:
    """1 to 31: "the 25th", 25日."""
    return [f"day-{value}"]


def weekday(value: int, locale: str) -> list[str]:
    """1 Monday to 7 Sunday."""
    return [f"weekday-{value}"]


def money(yuan: int, hundredths: int, locale: str) -> list[str]:
    """Yuan, and jiao and fen where there are any."""
    said = [*number(yuan, locale), "yuan"]
    jiao, fen = divmod(hundredths, 10)
    if jiao:
        said += [str(jiao), "jiao"]
    if fen:
        said += [str(fen), "fen"]
    return said


def _chinese(value: int) -> Iterator[str]:
    if value >= 10_000:
        thousands, rest = divmod(value, 10_000)
        yield from _chinese(thousands)
        yield "wan"
        if rest:
            if rest < 1_000:
                yield "0"
            yield from _chinese_after(rest)
        return
    if value >= 100:
        yield from _chinese_after(value)
        return
    yield str(value)


def _chinese_after(value: int) -> Iterator[str]:
    """Below 10,000, where something is said before: then 10 is "one ten"."""
    gap = False
    for size in (1_000, 100):
        digit = value // size % 10
        if digit:
            if gap:
                yield "0"
            yield str(digit * size)
            gap = False
        else:
            gap = value >= size
    rest = value % 100
    if rest:
        if value >= 100 and (gap or rest < 10):
            yield "0"
        yield "ten-" + str(rest) if 10 <= rest < 20 else str(rest)


def _english(value: int) -> Iterator[str]:
    for size, name in ((1_000_000, "million"), (1_000, "thousand")):
        if value >= size:
            yield from _english(value // size)
            yield name
            value %= size
            if not value:
                return
            if value < 100:
                yield "and"
    if value >= 100:
        yield str(value // 100)
        yield "hundred"
        value %= 100
        if not value:
            return
        yield "and"
    yield str(value)


# --- what units there are ----------------------------------------------------------------------


def base(locale: str) -> dict[str, str]:
    """The fewest units from which everything can be said: what a person has to record, by name."""
    return _chinese_base() if is_chinese(locale) else _english_base()


def every(locale: str) -> dict[str, str]:
    """All units, whole ones too: what a pack that is built has, by name."""
    return {**base(locale), **(_chinese_whole() if is_chinese(locale) else _english_whole())}


def _chinese_base() -> dict[str, str]:
    units = {str(value): chinese_number(value) for value in range(11)}
    units |= {
        "digit-1": "幺",
        "hundred": "百",
        "thousand": "千",
        "wan": "万",
        "point": "点",
        "percent": "百分之",
    }
    units |= {"yuan": "元", "jiao": "角", "fen": "分", "year": "年", "month": "月", "day": "日"}
    units |= {f"weekday-{number}": f"星期{name}" for number, name in enumerate("一二三四五六日", 1)}
    return units


def _chinese_whole() -> dict[str, str]:
    units = {str(value): chinese_number(value) for value in range(11, 100)}
    units |= {f"ten-{value}": "一" + chinese_number(value) for value in range(10, 20)}
    for size in (100, 1_000):
        units |= {str(value * size): chinese_number(value * size) for value in range(1, 10)}
    units |= {f"month-{value}": f"{chinese_number(value)}月" for value in range(1, 13)}
    units |= {f"day-{value}": f"{chinese_number(value)}日" for value in range(1, 32)}
    return units


def _english_base() -> dict[str, str]:
    units = {str(value): _english_words(value) for value in range(21)}
    units |= {str(value): _english_words(value) for value in range(30, 100, 10)}
    units |= {name: name for name in ("hundred", "thousand", "million", "and", "point", "oh", "percent")}
    units |= {"yuan": "yuan", "jiao": "jiao", "fen": "fen"}
    units |= {f"month-{number}": name for number, name in enumerate(MONTHS, 1)}
    units |= {f"weekday-{number}": name for number, name in enumerate(WEEKDAYS, 1)}
    units |= {f"day-{value}": _ordinal(value) for value in range(1, 32)}
    return units


def _english_whole() -> dict[str, str]:
    return {str(value): _english_words(value) for value in range(21, 100) if value % 10}


def _english_words(value: int) -> str:
    if value < 20:
        return _ONES[value]
    tens, ones = divmod(value, 10)
    return f"{_TENS[tens]}-{_ONES[ones]}" if ones else _TENS[tens]


def _ordinal(value: int) -> str:
    if value < 20:
        return _FIRSTS[value]
    tens, ones = divmod(value, 10)
    return f"{_TENS[tens]}-{_FIRSTS[ones]}" if ones else f"{_TENS[tens][:-1]}ieth"


# --- what a pack can say -----------------------------------------------------------------------


def resolved(names: list[str], locale: str, has: Callable[[str], bool]) -> list[str] | None:
    """The units to play for ``names``, of those that a pack ``has``; None where something is missing."""
    played: list[str] = []
    for name in names:
        its_units = _resolved(name, locale, has)
        if its_units is None:
            return None
        played += its_units
    return played


def _resolved(name: str, locale: str, has: Callable[[str], bool]) -> list[str] | None:
    if has(name):
        return [name]
    parts = _parts(name, locale)
    return resolved(parts, locale, has) if parts else None


def _parts(name: str, locale: str) -> list[str]:
    """The smaller units of which a unit can be put together; none for a base one."""
    kind, dash, digits_ = name.partition("-")
    if kind == "digit":
        return [digits_]
    if not is_chinese(locale):
        return _tens(int(name)) if name.isdecimal() else []
    if kind in ("month", "day") and dash:
        return [digits_, kind]
    if kind == "ten":
        return ["1", *_parts(digits_, locale)] if digits_ != "10" else ["1", "10"]
    return _chinese_parts(int(name)) if name.isdecimal() else []


def _tens(value: int) -> list[str]:
    return [str(value // 10 * 10), str(value % 10)] if 20 < value < 100 and value % 10 else []


def _chinese_parts(value: int) -> list[str]:
    if value in (100, 1_000) or (value < 10_000 and value % 100 == 0 and value):
        size = 1_000 if value % 1_000 == 0 else 100
        return [str(value // size), _LARGE[str(size)]]
    if 10 < value < 100:
        tens, ones = divmod(value, 10)
        return [*([str(tens)] if tens > 1 else []), "10", *([str(ones)] if ones else [])]
    return []
