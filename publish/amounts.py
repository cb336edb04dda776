"""Amounts of money in the text of a decision: Arabic or capital numerals, yuan or ten thousands, said once or repeated in brackets.

Read are `罚款人民币壹拾万元整（￥100000元）`, `处罚款2万元`, `处以20,000.00元的罚款`, `罚款:8.0（万元）`. An amount that is the end
of a range of the law (十万元以上一百万元以下) is none that was fixed, and left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from publish.fields import half_width
from publish.numerals import CAPITALS, DIGITS, NUMERALS, number, small

SCALES = {"": 1, "十": 10, "百": 100, "千": 1000, "万": 10**4, "十万": 10**5, "百万": 10**6, "千万": 10**7, "亿": 10**8}
SIGNS = "".join(DIGITS)
AMOUNT = re.compile(
    rf"(?P<sign>[¥￥]\s*)?(?<![\d.])(?P<digits>\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d{{1,16}}(?:\.\d{{1,6}})?)\s*"
    rf"(?P<unit>\(?(?P<scale>[十百千]?万|[十百千亿])?[元圆]\)?)?"
    rf"|(?P<numerals>[{NUMERALS}]{{1,30}})[元圆](?P<small>[{SIGNS}]角[零〇]?(?:[{SIGNS}]分)?|[零〇]?[{SIGNS}]分)?"
)
RANGE_AFTER = re.compile(r"[整正]?\s*(?:以上|以下|以内|至|到|[-—–~～])")
RANGE_BEFORE = re.compile(r"(?:以上|不足|不满|超过|至|到|[-—–~～])\s*(?:人民币)?\s*$")
AGAIN = re.compile(r"[整正]?\s*\(\s*(?:大写|小写|即|人民币|RMB|[:：,，¥￥\s])*$")
ENDS = re.compile(r"[。；;\n]")
WORDS = {"fine": "罚款", "confiscated": "没收"}
WORDS_AFTER = {"fine": re.compile(r"[整正]?\)?\s*的?罚款")}
MONEY = re.compile(r"[元圆¥￥]")
NEAR = 40  # characters between the word and its amount: 罚款（大写）人民币 …, 没收违法所得和非法财物共计人民币 …


@dataclass(frozen=True)
class Amount:
    """An amount as it stands in a text. `about`: `fine`, `confiscated` or nothing; `again`: said once more in brackets."""

    yuan: Decimal
    written: str
    start: int
    about: str
    capital: bool
    again: bool = False


def amounts(written: str) -> list[Amount]:
    """The amounts that a text fixes, in its order."""
    text = half_width(written)
    found: list[Amount] = []
    end = 0
    for match, yuan in _matches(text):
        between = text[end : match.start()]
        again = bool(found) and AGAIN.fullmatch(between) is not None
        end = match.end()
        about = found[-1].about if again else _about(between, text, end)
        capital = bool(match["numerals"]) and not CAPITALS.isdisjoint(match["numerals"])
        found.append(Amount(yuan, match[0].strip("()（） "), match.start(), about, capital, again))
    return found


def penalty_amounts(body: str) -> list[Amount]:
    """The amounts in the lines of a body that speak of fines and confiscations; `start` counts in the body."""
    if "罚款" not in body and "没收" not in body:
        return []
    found: list[Amount] = []
    start = 0
    for line in body.split("\n"):
        if ("罚款" in line or "没收" in line) and MONEY.search(line):
            found += [replace(one, start=start + one.start) for one in amounts(line)]
        start += len(line) + 1
    return found


def _matches(text: str) -> Iterator[tuple[re.Match[str], Decimal]]:
    for match in AMOUNT.finditer(text):
        if match["digits"] and not (match["sign"] or match["unit"]):
            continue
        if RANGE_AFTER.match(text, match.end()) or RANGE_BEFORE.search(text, max(0, match.start() - 8), match.start()):
            continue
        yuan = _yuan(match)
        if yuan is not None:
            yield match, yuan


def _yuan(match: re.Match[str]) -> Decimal | None:
    if match["digits"]:
        return Decimal(match["digits"].replace(",", "")) * SCALES[match["scale"] or ""]
    whole = number(match["numerals"])
    return None if whole is None else whole + small(match["small"] or "")


def _about(between: str, text: str, end: int) -> str:
    """Of two words before an amount the nearer one counts; a word right behind it counts most."""
    for about, after in WORDS_AFTER.items():
        if after.match(text, end):
            return about
    clause = ENDS.split(between)[-1][-NEAR:]
    places = {about: clause.rfind(word) for about, word in WORDS.items()}
    about = max(places, key=lambda one: places[one])
    return about if places[about] >= 0 else ""


def fixed(found: list[Amount], about: str) -> list[Decimal]:
    """The amounts of one kind, each as first said."""
    return [one.yuan for one in found if one.about == about and not one.again]
