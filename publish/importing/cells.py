"""One cell to one value: texts, dates, money, categories of penalties and permits. Where a cell can be read in two ways, it is not read.

Sources: 发改办财金〔2018〕424号 and 790号 (the tables), 行政处罚法第九条 (the kinds of penalties), `publish.model` (the vocabulary).
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal

from publish.fields import CONTROL, EMPTY_WORDS, HIDDEN, half_width
from publish.model import CATEGORIES
from publish.numerals import number
from publish.strict_yaml import shown

DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:T?\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?", re.ASCII)
SERIAL = re.compile(r"[2-7]\d{4}(\.\d+)?", re.ASCII)
EXCEL_DAY_0 = date(1899, 12, 30)  # the day from which spreadsheets count, their 29 February 1900 taken in
NO_END = 2099  # 2099/12/31: no end
LONG = ("长期", "长期有效", "永久", "永久有效", "无期限")
CHINESE_DATE = re.compile(r"([〇零○一二三四五六七八九]{4})年([一二三四五六七八九十]{1,3})月([一二三四五六七八九十]{1,3})日")
AMOUNT = re.compile(r"(\d{1,13}|\d{1,3}(?:,\d{3}){1,4})(\.\d{1,10})?", re.ASCII)
WAN = 4  # 万: four places
SEPARATORS = re.compile(r"[、；，;,|/\n]+")
# 责令改正 goes with a penalty and is none (行政处罚法第二十八条): beside a penalty it would be counted as one.
ORDERS = re.compile(r"责令(立即|限期|当场)?(改正|整改|纠正|停止违法|停止建设|停止排).*|(立即|限期)(改正|整改)")
SYNONYMS = {
    "行政警告": "警告", "通报": "通报批评", "处罚款": "罚款", "并处罚款": "罚款", "没收违法收入": "没收违法所得",
    "没收非法财产": "没收非法财物", "暂扣许可证": "暂扣许可证件", "暂扣执照": "暂扣许可证件", "暂扣许可证或执照": "暂扣许可证件",
    "吊销许可证": "吊销许可证件", "吊销执照": "吊销许可证件", "吊销营业执照": "吊销许可证件", "吊销排污许可证": "吊销许可证件",
    "降低资质": "降低资质等级", "停产停业": "责令停产停业", "责令停产停业整顿": "责令停产停业", "停产整治": "责令停产整治",
    "责令停业、关闭": "责令关闭", "责令停业关闭": "责令关闭", "关闭": "责令关闭", "限期拆除": "责令限期拆除", "责令拆除": "责令限期拆除",
    "拘留": "行政拘留", "限制生产经营活动": "限制开展生产经营活动",
}  # fmt: skip
OTHER = "只写了“其他”；应写作“其他-具体名称”"
VAGUE = {"其他": OTHER, "其它": OTHER, "其他行政处罚": OTHER, "没收": "只写了“没收”；应写明没收违法所得还是没收非法财物"}
PERMITS = ("普通", "特许", "认可", "核准", "登记")


def text_of(cell: str) -> str:
    """A cell as text: without what cannot be seen, without blanks at its ends; "" for a sign that says nothing (无, /)."""
    plain = cell.replace("_x000D_", "").replace("\r\n", "\n").replace("\r", "\n").replace("\xa0", " ").replace("\t", " ")
    plain = "\n".join(line.strip() for line in HIDDEN.sub("", CONTROL.sub("", plain)).split("\n")).strip()
    return "" if plain in EMPTY_WORDS or plain in ("-", "--", "—", "N/A", "#N/A") else plain


def line_of(cell: str) -> str:
    """A cell as one line (a name, a number, a title)."""
    return re.sub(r"\s*\n\s*", "", text_of(cell))


def day_of(cell: str) -> date | None:
    """A date: 2026-05-12, 2026/5/12, 2026.5.12, 2026年5月12日, 20260512, 二〇二六年五月十二日, or a spreadsheet's number of a day."""
    text = re.sub(r"\s", "", half_width(cell))
    try:
        if found := DATE.fullmatch(text):
            return date(int(found[1]), int(found[2]), int(found[3]))
        if re.fullmatch(r"\d{8}", text, re.ASCII):
            return date(int(text[:4]), int(text[4:6]), int(text[6:]))
        if SERIAL.fullmatch(text):
            return EXCEL_DAY_0 + timedelta(days=int(text.split(".")[0]))
        if found := CHINESE_DATE.fullmatch(text):
            return date(*(number(one) or 0 for one in found.groups()))
    except ValueError:
        return None
    return None


def day_or_long(cell: str) -> date | Literal["long"] | None:
    """A date, or `long` for no end: 2099-12-31, 长期."""
    if re.sub(r"\s", "", cell) in LONG:
        return "long"
    day = day_of(cell)
    return "long" if day and day.year >= NO_END else day


def yuan_of(cell: str, unit: str) -> tuple[Decimal | None, str]:
    """Money in yuan, exactly, and what is wrong where there is none. `unit` is the title's: `万元`, `元`, "" for not said."""
    text = re.sub(r"\s|^人民币|^[¥￥]|整$", "", half_width(cell)).lstrip("¥￥")
    own = next((one for one in ("万元", "万", "元") if text.endswith(one)), "")
    plain = text.removesuffix(own)
    own = own.replace("万元", "万").replace("万", "万元")
    written = number(plain)  # 伍拾肆
    if written is None and not AMOUNT.fullmatch(plain):
        return None, "不是金额；应只写数字，如 5.4"
    if own and unit and own != unit:
        return None, f"单位与列名不一致（列名是{unit}，格里是{own}）"
    if not (own or unit):
        return None, "看不出单位是元还是万元；请在列名里写明，如“罚款金额（万元）”"
    value = Decimal(plain.replace(",", "")) if written is None else Decimal(written)
    if (own or unit) == "万元":
        value = value.scaleb(WAN)
    cents = value.quantize(Decimal("0.01"))
    if cents != value:
        return None, "精确到分以下；应最多精确到分"
    if value >= 10**13:
        return None, "大得不合理"
    return (value.quantize(Decimal(1)) if value == value.to_integral_value() else cents), ""


def categories_of(cell: str, conclusion: str) -> tuple[list[str], list[str]]:
    """Kinds of penalties in the words of the vocabulary, in the order of the cell, and doubts. `conclusion` decides 暂扣 or 吊销."""
    found: list[str] = []
    orders: list[str] = []
    doubts: list[str] = []
    other = re.sub(r"\s", "", half_width(cell)).startswith("其他-")
    for part in re.split(r"[；;\n]+", cell) if other else SEPARATORS.split(_joined(cell, conclusion, doubts)):
        word = re.sub(r"\s", "", part)
        if not word:
            continue
        if ORDERS.fullmatch(word):
            orders.append(word)
            continue
        known, doubt = _category(word)
        doubts += [doubt] if doubt else []
        if known and known not in found:
            found.append(known)
    if orders and found:
        doubts.append("“责令改正”一类不是处罚种类（行政处罚法第二十八条），没有写进 categories；请核对 conclusion 里写明了")
    elif orders:
        doubts.append("只有“责令改正”一类，不是法定处罚种类，写成了“其他-…”；请核对这一件是不是行政处罚")
        found = [f"其他-{word}"[:100] for word in dict.fromkeys(orders)]
    return found, doubts


def _joined(cell: str, conclusion: str, doubts: list[str]) -> str:
    """The cell with the table's joint words taken apart: 没收违法所得、没收非法财物, 暂扣或者吊销许可证、暂扣或者吊销执照."""
    plain = half_width(re.sub(r"\s*\n\s*", "；", cell.strip()))
    if re.search(r"没收违法所得[、,]?没收非法财物", plain):
        doubts.append("没收违法所得和没收非法财物合写，两样都写进了 categories；请删去没有的一样")
    if not re.search(r"暂扣(或者?|、)吊销", plain):
        return plain
    told = [word for sign, word in (("吊销", "吊销许可证件"), ("暂扣", "暂扣许可证件")) if sign in conclusion]
    doubts.append("暂扣和吊销合写；" + (f"按处罚内容写成了{told[0]}，请核对" if len(told) == 1 else "看不出是哪一种，请补写"))
    return re.sub(r"暂扣(或者?|、)吊销[^；;，,]*", told[0] if len(told) == 1 else "", plain)


def _category(word: str) -> tuple[str | None, str]:
    if (known := SYNONYMS.get(word, word)) in CATEGORIES:
        return known, ""
    if found := re.fullmatch(r"其他?它?(?:行政处罚)?[-—－:：(（]+(.*?)[)）]?", word):
        return (f"其他-{found[1]}", "") if 0 < len(found[1]) <= 97 else (None, "“其他”没有写明是什么，或写得过长；应写作“其他-具体名称”")
    if re.fullmatch(r"罚款[:：]?[\d.,]*(万?元)?整?", word):
        return "罚款", ""
    if word in VAGUE:
        return None, VAGUE[word]
    if len(word) > 97 or re.search(r"\d{9}", word):
        return None, "处罚类别写得过长或含长串数字；应为词表里的处罚种类"
    return f"其他-{word}", f"“{shown(word)}”不在处罚种类词表里，写成了“其他-…”；请核对"


def permit_category_of(cell: str) -> str | None:
    """A kind of permit in the words of the vocabulary: 普通, 普通许可, 其他-…"""
    word = re.sub(r"\s", "", text_of(cell))
    plain = word.removesuffix("许可") if word != "许可" else word
    if plain in PERMITS:
        return plain
    found = re.fullmatch(r"其[他它][-—－:：(（]+(.*?)[)）]?", word)
    return f"其他-{found[1]}" if found and 0 < len(found[1]) <= 97 else None


def basis_of(cell: str) -> list[str]:
    """Laws and articles, one a line: taken apart where a new title in 《》 begins after a separator."""
    parts = re.split(r"[、，；;,\n]\s*(?=《)|[；;\n]+", text_of(cell))
    return [one for one in (part.strip(" 、，,") for part in parts) if one]
