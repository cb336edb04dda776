"""Names, numbers and codes made to deceive a search, and how they are folded the slow way.

Rare and new characters, letters and digits within names, heteronyms, names of one character, numbers typed in every form, codes
that begin alike; many decisions on one day.
"""

from __future__ import annotations

import re
import unicodedata
from random import Random
from typing import Any

from publish.codes import USCC_CHARACTERS, USCC_WEIGHTS
from tests.content import Content

ODD = [
    "𠮷祥",
    "龘靐",
    "㐂乐",
    "𱍐记",
    "𮯰氏",
    "ＡＢＣ",
    "LED照明",
    "led",
    "3M",
    "360",
    "B2B物流",
    "α粒子",
    "ΟΔΟΣΑ",
    "ＯΔΟΣ",
    "é美",
    "ｶﾞｽ",
    "㈱东",
    "第3号",
    "第号",
    "〔2026〕5号",
    "（无锡）",
    "constructor",
    "toString",
    "valueOf",
    "abcdefghijklmnop",
    "abcdexxhijklmnop",
    "江苏·宏达",
    "12345678",
    "20260005",
]
HETERONYMS = "单曾解仇区重长乐行朝查盖尉绿厦"
PLAIN = ["宏达", "鸿大", "重庆长寿", "长乐", "行知", "朝阳", "北方", "绿源", "东方", "南海", "西安", "先"]
TRADES = ["化工", "污水处理", "再生资源", "环保科技", "电镀", "造纸（集团）", "热力", "加工厂"]
FORMS = ["有限公司", "股份有限公司", "有限责任公司", "经营部", "厂", "游戏公司"]
TITLES = ["超标排放水污染物案", "未批先建案", "关于第3号排口的处罚", "2026年第1批许可", "排污许可证核发", "LED灯案", "第号"]
NUMBERS = (
    "{}环罚〔2026〕{}号", "{}环罚字[2025]第{:03d}号", "{}环许（2026）{}", "{}环罚2026-{:04d}", "{}环监{}号",
    "{}环罚【2026】第{}-1号", "〔2026〕{1}号",
)  # fmt: skip
AGENCIES = {"jia": "甲", "yi": "乙", "bing": "丙"}
HEADS = ("91320100", "91320200", "91110105", "91310000", "91913205", "93913291", "52320000", "12320000")
SIZE = 600
Row = dict[str, Any]


def plain(text: str) -> str:
    """Folded the slow way; what the database of characters does not know yet is a letter in the planes of Chinese ones."""
    text = unicodedata.normalize("NFKC", text).lower().replace("ς", "σ")
    return "".join(char for char in text if unicodedata.category(char)[0] in "LN" or 0x20000 <= ord(char) < 0x40000)


def number_of(text: str) -> str:
    """A document number folded the slow way."""
    text = re.sub("[第号號]", "", unicodedata.normalize("NFKC", text).lower())
    text = re.sub(r"(?<![0-9])((?:19|20)[0-9]{2})(?=[0-9])", r"\1/", text)
    parts = [str(int(one)) if one.isascii() and one.isdigit() else plain(one) for one in re.findall(r"[0-9]+|[^0-9]+", text)]
    return re.sub(r"(?<=[0-9])\|+(?=[0-9])", "/", "|".join(parts)).replace("|", "")


def code_of(rng: Random) -> str:
    """A right credit code; many begin alike."""
    body = rng.choice(HEADS) + "MA" + "".join(rng.choice("013AY") for _ in range(7))
    check = 31 - sum(USCC_CHARACTERS.index(ch) * weight for ch, weight in zip(body, USCC_WEIGHTS, strict=True)) % 31
    return body + USCC_CHARACTERS[check % 31]


def fill(content: Content) -> int:
    """Write the decisions; how many."""
    rng = Random(11)
    sample = (content.folder / "agencies/jia.yml").read_text("utf-8")
    for slug, name in AGENCIES.items():
        content.write(f"agencies/{slug}.yml", sample.replace("甲", name))
    codes = [code_of(rng) for _ in range(SIZE // 3)]
    names: list[str] = []
    for number in range(SIZE):
        stem = rng.choice((rng.choice(ODD), rng.choice(PLAIN), "".join(rng.choices(HETERONYMS, k=rng.randint(1, 3)))))
        name = stem + rng.choice((rng.choice(TRADES) + rng.choice(FORMS), rng.choice(FORMS), ""))
        names.append(rng.choice(names) if names and number % 9 == 0 else name)
        agency = rng.choice(list(AGENCIES))
        form = NUMBERS[number % len(NUMBERS)].format(AGENCIES[agency], number // 3)
        content.decision(
            title=rng.choice((names[-1], "", f"关于{names[-1]}")) + rng.choice(TITLES), agency=agency,
            document_number=form,
            decided_on="2026-05-20" if number % 3 else f"2026-05-{rng.randint(1, 28):02d}",
            party={"type": "organization", "name": names[-1], "uscc": rng.choice(codes)},
            tags=rng.choice(([], ["water"], ["air", "water"])),
            facts=f"经查，{names[-1]}在{rng.randint(1, 9)}号排口，", body=f"超标{rng.randint(100, 999)}倍；**责令**改正e\u0301ｶﾞ。",
        )  # fmt: skip
    for name in ("张三丰", "欧阳一二", "李", "单乐", "尉迟恭"):
        content.person(name)
    return SIZE + 5
