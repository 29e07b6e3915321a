"""The words, the pictograms and the fonts are all there."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter

import pytest
from PySide6.QtCore import QByteArray
from PySide6.QtGui import QFontDatabase, QRawFont
from PySide6.QtSvg import QSvgRenderer

from kiosk.words import Words
from screens.fonts import FontMissing, load_fonts
from screens.layout.text import lay, width_of
from screens.theme import FAMILY, Role, Theme

ROOT = Path(__file__).resolve().parents[2]
ICONS = sorted((ROOT / "assets" / "icons").glob("*.svg"))
RARE = "\U0002b5ae\U0002c8de\u4dae\u9fcf\u3447"
"""Characters that occur in names and are missing from common fonts."""


def gaps(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name}


def test_both_languages_have_the_same_sentences() -> None:
    zh, en = (Words.load(ROOT / "locales", code) for code in ("zh_CN", "en"))
    assert zh.ids == en.ids


@pytest.mark.parametrize("area", ["shell", "steps", "visit"])
def test_the_sentences_have_the_same_gaps(area: str) -> None:
    zh, en = (Words.load(ROOT / "locales", code) for code in ("zh_CN", "en"))
    ids = re.findall(
        r'^msgid "(.+)"', (ROOT / "locales" / "en" / f"{area}.po").read_text("utf-8"), re.MULTILINE
    )
    assert ids
    assert [i for i in ids if gaps(zh._sentences[i]) != gaps(en._sentences[i])] == []


def test_every_sentence_that_a_screen_says_exists() -> None:
    said = set()
    for path in (ROOT / "screens").rglob("*.py"):
        said |= set(re.findall(r'\bsay\(\s*"([a-z_0-9.]+)"', path.read_text("utf-8")))
    assert said <= Words.load(ROOT / "locales", "zh_CN").ids


def test_handing_in_is_never_called_done_or_accepted() -> None:
    zh, en = (Words.load(ROOT / "locales", code) for code in ("zh_CN", "en"))
    assert zh.say("receipt.title") == "交上去了"
    for id_ in ("receipt.title", "wait.saving", "handin.failed_title", "steps.hand_in"):
        assert not re.search("受理|办好|完成", zh.say(id_))
        assert not re.search("done|accepted|complete", en.say(id_), re.IGNORECASE)


@pytest.mark.parametrize("path", ICONS, ids=lambda p: p.stem)
def test_a_pictogram_is_of_the_one_style(path: Path) -> None:
    source = path.read_text("utf-8")
    assert 'viewBox="0 0 96 96"' in source
    assert 'stroke-width="8"' in source
    assert 'stroke-linecap="round"' in source
    assert not re.search(r"#[0-9a-fA-F]{3,6}", source), "its colour is the theme's"
    assert QSvgRenderer(QByteArray(source.encode())).isValid()


def test_every_pictogram_that_is_named_exists() -> None:
    named = set()
    for path in (ROOT / "assets" / "flows").rglob("*.yaml"):
        named |= set(re.findall(r"^\s*icon: *[\"']?([a-z_]+)", path.read_text("utf-8"), re.MULTILINE))
    for path in (ROOT / "screens").rglob("*.py"):
        text = path.read_text("utf-8")
        named |= set(re.findall(r'\bicon(?:_after)?="([a-z_]+)"', text))
        named |= set(re.findall(r'Picture\(\s*\w*ui, "([a-z_]+)"', text))
    assert named <= {p.stem for p in ICONS}


def test_bold_is_a_font_of_its_own(qapp: object) -> None:
    load_fonts(ROOT / "assets" / "fonts")
    assert {"Regular", "Bold"} <= set(QFontDatabase.styles(FAMILY))
    regular, bold = (QRawFont.fromFont(Theme().font(Role.TITLE, bold=b)) for b in (False, True))
    assert (regular.familyName(), regular.weight()) == (FAMILY, 400)
    assert (bold.familyName(), bold.weight()) == (FAMILY, 700)


def test_rare_characters_of_names_are_in_both_weights(qapp: object) -> None:
    for bold in (False, True):
        font = QRawFont.fromFont(Theme().font(Role.BODY, bold=bold))
        assert [c for c in RARE if not font.supportsCharacter(ord(c))] == []


def test_a_missing_font_is_named(qapp: object, tmp_path: Path) -> None:
    with pytest.raises(FontMissing, match="NotoSansSC-Regular"):
        load_fonts(tmp_path)


def test_a_wrong_font_is_refused(qapp: object, tmp_path: Path) -> None:
    (tmp_path / "NotoSansSC-Regular.otf").write_bytes(b"not a font")
    with pytest.raises(FontMissing, match="not a font of the family"):
        load_fonts(tmp_path)


def test_a_list_of_names_is_broken_between_two_of_them(qapp: object) -> None:
    names = ["数据库", "磁盘", "时钟", "语音", "手写识别", "小票打印机", "读卡器", "上次结束", "备份"]
    font = Theme().font(Role.BODY)
    whole = "、".join(names)
    widest = width_of("手写识别、小票", font)
    for by_name in (True, False):
        laid = lay(whole, font, widest, names=by_name)
        lines = [laid.layout.lineAt(k) for k in range(laid.lines)]
        read = [laid.layout.text()[at.textStart() :][: at.textLength()].strip("\u2028") for at in lines]
        assert "".join(read) == whole
        assert len(read) > 2
        assert all(line.endswith("、") for line in read[:-1]) is by_name
        assert not laid.cut
