"""What people call the parts of characters: 三点水, 走之底, 草字头."""

from __future__ import annotations

# A part, what it is called, and the letters of that. The first name is the one shown.
_NAMES = """
氵 三点水 sandianshui
亻 单人旁 danrenpang, 单立人 danliren, 人字旁 renzipang
木 木字旁 muzipang
口 口字旁 kouzipang
扌 提手旁 tishoupang, 剔手旁 tishoupang
艹 草字头 caozitou, 草头 caotou
钅 金字旁 jinzipang
土 提土旁 titupang, 土字旁 tuzipang
女 女字旁 nvzipang
王 王字旁 wangzipang, 斜玉旁 xieyupang
忄 竖心旁 shuxinpang
讠 言字旁 yanzipang
纟 绞丝旁 jiaosipang
月 月字旁 yuezipang, 肉月旁 rouyuepang
日 日字旁 rizipang
火 火字旁 huozipang
石 石字旁 shizipang
山 山字旁 shanzipang
辶 走之底 zouzhidi, 走之 zouzhi, 走之旁 zouzhipang
阝 耳朵旁 erduopang, 双耳旁 shuangerpang, 左耳旁 zuoerpang, 右耳旁 youerpang, 耳东 erdong
宀 宝盖头 baogaitou, 宝盖 baogai
竹 竹字头 zhuzitou
犭 反犬旁 fanquanpang
礻 示字旁 shizipang, 示补旁 shibupang
衤 衣字旁 yizipang, 衣补旁 yibupang
禾 禾木旁 hemupang
虫 虫字旁 chongzipang
鱼 鱼字旁 yuzipang
鸟 鸟字边 niaozibian
马 马字旁 mazipang
车 车字旁 chezipang
门 门字框 menzikuang
雨 雨字头 yuzitou
足 足字旁 zuzipang
饣 食字旁 shizipang
心 心字底 xinzidi
灬 四点底 sidiandi, 四点水 sidianshui
刂 立刀旁 lidaopang
攵 反文旁 fanwenpang
彳 双人旁 shuangrenpang, 双立人 shuangliren
冫 两点水 liangdianshui
疒 病字头 bingzitou
广 广字头 guangzitou
尸 尸字头 shizitou
囗 国字框 guozikuang, 方框 fangkuang
目 目字旁 muzipang
米 米字旁 mizipang
贝 贝字旁 beizipang
页 页字边 yezibian
力 力字旁 lizipang
冖 秃宝盖 tubaogai
罒 四字头 sizitou
皿 皿字底 minzidi
弓 弓字旁 gongzipang
巾 巾字旁 jinzipang
舟 舟字旁 zhouzipang
酉 酉字旁 youzipang
隹 隹字边 zhuizibian
彡 三撇 sanpie
虍 虎字头 huzitou
爫 爪字头 zhuazitou
廴 建之底 jianzhidi
勹 包字头 baozitou
匚 三框 sankuang, 区字框 quzikuang
廾 弄字底 nongzidi
牜 牛字旁 niuzipang
夂 折文 zhewen
殳 殳字边 shuzibian
欠 欠字边 qianzibian
卩 单耳旁 danerpang, 单耳刀 danerdao
穴 穴字头 xuezitou
""".strip()

_ROWS: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = tuple(
    (line[0], tuple((name.split()[0], name.split()[1]) for name in line[1:].split(",")))
    for line in _NAMES.split("\n")
)
_BY_NAME = {name: part for part, names in reversed(_ROWS) for name, _ in names}

COMMON_PARTS: tuple[tuple[str, str], ...] = tuple((part, names[0][0]) for part, names in _ROWS)
"""Parts that many characters have, the most frequent first, and what each is called."""


def part_named(name: str) -> str:
    """The part that is called so ("三点水" is 氵); empty where none is."""
    return _BY_NAME.get(name, "")


def parts_spelled(letters: str) -> tuple[str, ...]:
    """The parts whose name, or its initials, is spelled so without tones ("sandianshui" is 氵)."""
    return tuple(part for part, names in _ROWS if any(letters == spelled for _, spelled in names))
