"""Build kiosk/voice/readings.py: the common words that espeak-ng's Mandarin dictionary reads wrongly.

Compares what espeak-ng makes of each common word of jieba's dictionary (MIT) with what it makes of the same
word's pinyin by pypinyin (MIT), and keeps the words that differ. Needs the ``data`` extra and the espeak-ng
command. Run it again for another espeak-ng: ``python tools/build_readings.py``.
"""

from __future__ import annotations

import re
import subprocess
import textwrap
from pathlib import Path

import jieba  # type: ignore[import-untyped]
from pypinyin import Style, lazy_pinyin

OUT = Path(__file__).parents[1] / "kiosk" / "voice" / "readings.py"
LEAST_COUNT = 400
HAN = re.compile(r"[一-鿿]{2,4}")
# Words of the counter that a news dictionary counts as rare or reads in another sense.
COUNTER = {
    "办不了": "ban4 bu4 liao3",
    "来不了": "lai2 bu4 liao3",
    "长兴镇": "chang2 xing1 zhen4",
    "长兴": "chang2 xing1",
    "还没有": "hai2 mei2 you3",
    "还有": "hai2 you3",
    "别着急": "bie2 zhao2 ji2",
    "不着急": "bu4 zhao2 ji2",
    "填不了": "tian2 bu4 liao3",
    "取不了": "qu3 bu4 liao3",
    "看不清": "kan4 bu5 qing1",
    "听不清": "ting1 bu5 qing1",
    "不想说": "bu4 xiang3 shuo1",
    "处长": "chu4 zhang3",
    "银行卡": "yin2 hang2 ka3",
    "重新填": "chong2 xin1 tian2",
    "重新来": "chong2 xin1 lai2",
    "调户口": "diao4 hu4 kou3",
    "不是": "bu4 shi4",
    "不要": "bu4 yao4",
    "不用": "bu4 yong4",
    "不会": "bu4 hui4",
    "不对": "bu4 dui4",
    "不办": "bu4 ban4",
    "不像": "bu4 xiang4",
    "不够": "bu4 gou4",
    "不在": "bu4 zai4",
    "不愿": "bu4 yuan4",
    "不认识": "bu4 ren4 shi5",
    "不记得": "bu4 ji4 de5",
    "一个": "yi1 ge5",
    "第一个": "di4 yi1 ge4",
    "一下": "yi1 xia4",
    "一样": "yi1 yang4",
    "一步": "yi1 bu4",
    "一份": "yi1 fen4",
    "一件": "yi1 jian4",
    "一块": "yi1 kuai4",
    "一句": "yi1 ju4",
    "一会儿": "yi1 hui4 er5",
    "一张": "yi1 zhang1",
    "一条": "yi1 tiao2",
    "一年": "yi1 nian2",
    "一天": "yi1 tian1",
    "一起": "yi1 qi3",
    "一页": "yi1 ye4",
    "一位": "yi1 wei4",
    "一次": "yi1 ci4",
    "一遍": "yi1 bian4",
    "一项": "yi1 xiang4",
    "一趟": "yi1 tang4",
    "一定": "yi1 ding4",
    "一切": "yi1 qie4",
    "一本": "yi1 ben3",
    "一种": "yi1 zhong3",
    "一家": "yi1 jia1",
    "一点": "yi1 dian3",
    "一些": "yi1 xie1",
    "一边": "yi1 bian1",
}
FIGURES = re.compile(r"[零一二三四五六七八九]+")
NUMBERED = re.compile(r"[零二三四五六七八九十第]一|一[零二三四五六七八九十月日号]|[周期]一")


def in_speech(word: str, syllables: list[str]) -> list[str]:
    """The tones of 不 and 一 before the next syllable, which espeak-ng leaves as in the dictionary."""
    spoken = list(syllables)
    for at, (character, following) in enumerate(zip(word, syllables[1:], strict=False)):
        if character == "不" and spoken[at] == "bu4" and following.endswith("4"):
            spoken[at] = "bu2"
        if character == "一":
            spoken[at] = "yi1" if NUMBERED.search(word) else "yi2" if following[-1] in "45" else "yi4"
    return spoken


def heard(lines: list[str]) -> list[str]:
    """The phonemes espeak-ng makes of each line."""
    made = []
    for start in range(0, len(lines), 2000):
        some = lines[start : start + 2000]
        told = subprocess.run(
            ["espeak-ng", "-v", "cmn-latn-pinyin", "-q", "-x"],  # noqa: S607
            input="".join(f"{line}。\n\n" for line in some),
            capture_output=True,
            text=True,
            check=True,
        ).stdout.split("\n")
        told = [line for line in told if line.strip()]
        if len(told) != len(some):
            raise SystemExit(f"espeak-ng answered {len(told)} lines to {len(some)}")
        made += told
    return made


def plain(phonemes: str) -> str:
    """Without stress marks and joints, which do not change what is understood."""
    return re.sub(r"[',_| ]", "", phonemes)


def main() -> None:
    """Write the table."""
    words: dict[str, list[str]] = {}
    for line in (Path(jieba.__file__).parent / "dict.txt").read_text(encoding="utf-8").splitlines():
        word, count, kind = line.split(" ")
        # "nr": names of people. Long adverbs in 地 are read de: espeak-ng knows, pypinyin does not.
        wanted = int(count) >= LEAST_COUNT and not kind.startswith("nr") and bool(HAN.fullmatch(word))
        wanted = wanted and not FIGURES.fullmatch(word)  # a year may hold them: 二零一一
        if wanted and not (word.endswith("地") and len(word) > 2):
            words[word] = lazy_pinyin(word, style=Style.TONE3, neutral_tone_with_five=True, v_to_u=True)
    words |= {word: pinyin.split() for word, pinyin in COUNTER.items()}
    names = sorted(words)
    spoken = [" ".join(in_speech(name, words[name])) for name in names]
    differ = [
        f"{name}:{wanted.replace(' ', '-')}"
        for name, wanted, as_word, as_pinyin in zip(names, spoken, heard(names), heard(spoken), strict=True)
        if plain(as_word) != plain(as_pinyin)
    ]
    body = "\n".join(textwrap.wrap(" ".join(differ), 80, break_long_words=False, break_on_hyphens=False))
    OUT.write_text(
        '"""Words that espeak-ng reads wrongly, with their pinyin.\n\n'
        "Built by tools/build_readings.py from the dictionaries of jieba and pypinyin (both MIT); not to be\n"
        "edited by hand.\n"
        '"""\n\n'
        f'READINGS = """\n{body}\n"""\n',
        encoding="utf-8",
    )


if __name__ == "__main__":
    main()
