"""Numbers in Chinese numerals, as decisions write amounts (支付结算办法 附一: 壹、贰、叁 … 拾、佰、仟、万、亿).

Read are capital and ordinary numerals, also mixed; written are capital ones, for the words of findings.
"""

from __future__ import annotations

import re
from decimal import Decimal

DIGITS = {
    sign: value
    for value, signs in enumerate(("零〇○", "壹一弌", "贰二两貳弍", "叁三參叄", "肆四", "伍五", "陆六陸", "柒七", "捌八", "玖九"))
    for sign in signs
}
TENS = {"拾": 10, "十": 10, "佰": 100, "百": 100, "仟": 1000, "千": 1000}
MYRIADS = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8}
NUMERALS = "".join([*DIGITS, *TENS, *MYRIADS])
CAPITALS = frozenset("壹贰貳弍叁參叄肆伍陆陸柒捌玖拾佰仟")
SMALL = re.compile(rf"(?:([{''.join(DIGITS)}])角)?[零〇]?(?:([{''.join(DIGITS)}])分)?")


def number(text: str) -> int | None:
    """The whole number that Chinese numerals write, as 贰拾伍万 is 250000; None where they write none."""
    if not text or any(sign not in NUMERALS for sign in text):
        return None
    if not any(sign in TENS or sign in MYRIADS for sign in text):  # one sign a digit, as in a year
        return int("".join(str(DIGITS[sign]) for sign in text))
    total = section = 0
    digit: int | None = None
    for sign in text:
        if sign in DIGITS:
            digit = DIGITS[sign]
        elif sign in TENS:
            section += (1 if digit is None else digit) * TENS[sign]
            digit = None
        elif (section := section + (digit or 0)) or total:
            total, section, digit = _raised(total, section, MYRIADS[sign]), 0, None
        else:
            return None
    return total + section + (digit or 0)


def _raised(total: int, section: int, myriad: int) -> int:
    """万 multiplies what stands since the last myriad, 亿 all that stands before it."""
    return (total + section) * myriad if total < myriad else total + section * myriad


def small(text: str) -> Decimal:
    """What 伍角叁分 after the 元 is in yuan; zero where nothing of the kind stands."""
    match = SMALL.fullmatch(text)
    tenths, hundredths = match.groups() if match else (None, None)
    return Decimal(DIGITS[tenths] * 10 if tenths else 0) / 100 + Decimal(DIGITS[hundredths] if hundredths else 0) / 100


def capital(yuan: Decimal) -> str:
    """An amount below 10^16 yuan in capital numerals, as 250000 is 贰拾伍万元整."""
    whole, cents = int(yuan), int(yuan * 100) % 100
    text = _whole(whole) + "元" if whole or not cents else ""
    if not cents:
        return text + "整"
    tenths, hundredths = divmod(cents, 10)
    return text + (f"{'零壹贰叁肆伍陆柒捌玖'[tenths]}角" if tenths else "零" if whole else "") + _cents(hundredths)


def _cents(hundredths: int) -> str:
    return f"{'零壹贰叁肆伍陆柒捌玖'[hundredths]}分" if hundredths else ""


def _whole(value: int) -> str:
    if value >= 10**8:
        return _joined(_whole(value // 10**8) + "亿", value % 10**8, 10**7)
    if value >= 10**4:
        return _joined(_whole(value // 10**4) + "万", value % 10**4, 10**3)
    for size, sign in ((1000, "仟"), (100, "佰"), (10, "拾")):
        if value >= size:
            return _joined("零壹贰叁肆伍陆柒捌玖"[value // size] + sign, value % size, size // 10)
    return "零壹贰叁肆伍陆柒捌玖"[value]


def _joined(head: str, rest: int, next_size: int) -> str:
    """What follows a unit, with 零 where places between are empty."""
    return head if not rest else head + ("零" if rest < next_size else "") + _whole(rest)
