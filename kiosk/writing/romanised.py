"""The names of divisions in letters, for those who do not read characters."""

from __future__ import annotations

KINDS = (
    *("特别行政区", "维吾尔自治区", "回族自治区", "壮族自治区", "自治区", "自治州", "自治县", "自治旗"),
    *("新区", "街道", "地区", "苏木", "省", "市", "区", "县", "旗", "盟", "镇", "乡"),
)
"""Words for what kind of division it is; beside the characters they say nothing new."""
KNOWN = {
    "15": "Inner Mongolia",
    "54": "Tibet",
    "61": "Shaanxi",
    "71": "Taiwan",
    "81": "Hong Kong",
    "82": "Macao",
}
"""Provinces that are called otherwise than they are spelt."""


def romanised(code: str, name: str, reading: str) -> str:
    """The name without the word for its kind; one of two characters is kept whole (Baozhen)."""
    if code in KNOWN:
        return KNOWN[code]
    syllables = reading.split(" ")
    if len(syllables) == len(name):
        for kind in KINDS:
            if name.endswith(kind) and len(name) - len(kind) >= 2:
                syllables = syllables[: len(name) - len(kind)]
                break
    word = "".join(f"'{s}" if k and s[:1] in "aeo" else s for k, s in enumerate(syllables))
    return word.replace("v", "ü").capitalize()
