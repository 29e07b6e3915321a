"""Written text to what the engine should read: numbers in words, hard words in pinyin.

espeak-ng 1.51 reads Chinese characters one word at a time from its own dictionary: good for most, wrong for
about one common word in ten (银行, 重新, 着急, and every 不 and 一 before another tone), and its numbers
over a thousand are wrong. Long numbers (receipts, telephones) are read digit by digit in any language: nobody
can write down "twelve thousand and fifty-eight million".
"""

from __future__ import annotations

import re
from functools import cache

from kiosk.voice.readings import READINGS

_DIGITS = "零一二三四五六七八九"
# As read aloud at a counter: 一 and 七 sound alike down a bad line.
_SPELLED = _DIGITS.replace("一", "幺")
_LONGEST_WORD = 4
_MOST_DIGITS_OF_A_NUMBER = 4

_ISO_DATE = re.compile(r"(?<!\d)(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)")
_CLOCK = re.compile(r"(?<!\d)(\d{1,2})[::](\d{2})(?!\d)")
_YEAR = re.compile(r"(?<!\d)(\d{4})(?= ?年)")
_GROUPED = re.compile(r"\d+(?:[ -]\d+)+")
_MONEY = re.compile(r"(?<!\d)(\d{1,8})(?= ?(?:元|块|平方米))")
_DECIMAL = re.compile(r"(?<![\d.])(\d{1,8})\.(\d+)(?![\d.])")
_PERCENT = re.compile(r"([\d.]*\d) ?[%%]")
_NUMBER = re.compile(r"\d+")
_HAN = re.compile(r"[一-鿿]+")


def as_spoken(text: str, locale: str) -> str:
    """What the engine is given for ``text``."""
    if locale.lower().startswith("zh"):
        return _pinyin_where_needed(numbers_in_words(text, locale))
    return numbers_in_words(text, locale)


def numbers_in_words(text: str, locale: str) -> str:
    """Dates, money, times and numbers as they are said; long numbers become single digits."""
    if locale.lower().startswith("zh"):
        return _chinese_numbers(text)
    return _NUMBER.sub(_english_digits, text)


def _english_digits(found: re.Match[str]) -> str:
    digits = found.group()
    return " ".join(digits) if len(digits) > _MOST_DIGITS_OF_A_NUMBER or _leads_with_zero(digits) else digits


def _leads_with_zero(digits: str) -> bool:
    return len(digits) > 1 and digits.startswith("0")


def _chinese_numbers(text: str) -> str:
    text = _ISO_DATE.sub(lambda found: f"{found[1]}年{int(found[2])}月{int(found[3])}日", text)
    text = _CLOCK.sub(lambda found: _clock(int(found[1]), int(found[2])), text)
    text = _YEAR.sub(lambda found: "".join(_DIGITS[int(digit)] for digit in found[1]), text)
    text = _PERCENT.sub(r"百分之\1", text)
    text = _DECIMAL.sub(_decimal, text)
    text = _MONEY.sub(lambda found: chinese_number(int(found[1])), text)
    text = _GROUPED.sub(lambda found: ",".join(_spell(part) for part in re.split("[ -]", found[0])), text)
    return _NUMBER.sub(_chinese_digits, text)


def _chinese_digits(found: re.Match[str]) -> str:
    digits = found.group()
    if len(digits) > _MOST_DIGITS_OF_A_NUMBER or _leads_with_zero(digits):
        return _spell(digits)
    return chinese_number(int(digits))


def _decimal(found: re.Match[str]) -> str:
    return f"{chinese_number(int(found[1]))}点{''.join(_DIGITS[int(digit)] for digit in found[2])}"


def _spell(digits: str) -> str:
    return "".join(_SPELLED[int(digit)] for digit in digits)


def _clock(hour: int, minute: int) -> str:
    if minute == 0:
        return f"{hour}点"
    return f"{hour}点{'零' if minute < 10 else ''}{minute}分"


def chinese_number(number: int) -> str:
    """0 to 99,999,999 in words."""
    if number >= 10_000:
        rest = number % 10_000
        joint = "零一" if 10 <= rest < 20 else "零" if 0 < rest < 1_000 else ""
        return chinese_number(number // 10_000) + "万" + joint + (chinese_number(rest) if rest else "")
    words = ""
    gap = False
    for unit, name in ((1_000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // unit % 10
        if digit == 0:
            gap = bool(words)
            continue
        words += ("零" if gap else "") + _DIGITS[digit] + name
        gap = False
    if 10 <= number < 20:
        words = words.removeprefix("一")
    return words or "零"


@cache
def _table() -> dict[str, str]:
    pairs = (entry.split(":") for entry in READINGS.split())
    return {word: pinyin.replace("-", " ") for word, pinyin in pairs}


def _pinyin_where_needed(text: str) -> str:
    return _HAN.sub(lambda found: _read_run(found.group()), text)


def _read_run(run: str) -> str:
    table = _table()
    spoken = []
    at = 0
    while at < len(run):
        for length in range(min(_LONGEST_WORD, len(run) - at), 0, -1):
            word = run[at : at + length]
            if length == 1 or word in table:
                spoken.append(f" {table[word]} " if word in table else word)
                at += length
                break
    return "".join(spoken)
