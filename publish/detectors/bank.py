"""Bank cards (GB/T 17552: Luhn's check, the prefixes that are issued here) wherever they stand, account numbers next to their words.

The account into which fines are paid is the treasury's: its number may stand after words that say so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from publish.codes import identity_number_ok, uscc_ok
from publish.detectors.reading import Leak, Run, gaps, masked, windows

# 62: UnionPay; 9558, 60, 69: older cards of Chinese banks; 4, 51 to 55 with 16 places: cards of foreign brands.
CARD = re.compile(r"62\d{14,17}|9558\d{12,15}|(?:60|69)\d{14,17}|4\d{15}|5[1-5]\d{14}")
# Numbers that begin with the code of a region and a year (620102 2026 …), behind a word for such a number, are an office's own.
OFFICE_NUMBER = re.compile(r"(?:620|621[0-2]|62(?:29|30)|4[1-6]\d|5[1-4]\d)\d{2,3}(?:199|20[0-3])\d")
OFFICE_WORD = re.compile(r"(?:编号|报告|文号|单号|证号|案号|编码|代码|第)[^。；\n]{0,40}$")
PARTED = re.compile(r"[\s\-‐‑–—_.·*]{0,3}")
# The word with what may stand between it and the number; the bank's name stands after 开户行.
ACCOUNT = re.compile(
    r"(?:(?:账|帐)\s*(?:号|户)(?:号码?)?|卡\s*号|银行卡号?|存折号?)(?:[（(][^（()）]{0,12}[)）])?[\s:：为是|]{0,6}$"
    r"|开户(?:银行|行)[^0-9。；;\n]{0,30}$"
)
NEXT_ACCOUNT = re.compile(r"[0-9][\s、，,和及]{1,3}$")
TREASURY = re.compile(
    r"(?:财政|国库|非税|罚没(?:收入|款?专户|款?账户)|代收(?:机构|银行)|缴[至入]|缴款[专账帐]|收款(?:单位|人|银行|[账帐]))[^。]*$"
)
MONEY = re.compile(r"\s?(?:元|万|亿|\.\d{1,2}(?!\d))")
FEWEST, MOST = 8, 32


def bank_accounts(run: Run) -> Iterator[Leak]:
    """Card and account numbers in a row of digits."""
    cards = list(_cards(run))
    yield from ((run.line(first), masked(run.number(first, last))) for first, last in cards)
    taken = {one for first, last in cards for one in range(first, last + 1)}
    before = False  # whether the group before ended an account number
    for first in range(len(run.groups)):
        if first in taken or not (ACCOUNT.search(run.leading(first)) or (before and NEXT_ACCOUNT.search(run.leading(first)))):
            before = False
            continue
        last = _extent(run, first)
        before = _is_account(run, first, last)
        if before:
            taken.update(range(first, last + 1))
            yield run.line(first), masked(run.number(first, last))


def _cards(run: Run) -> Iterator[tuple[int, int]]:
    end = -1
    for size in (19, 18, 17, 16):
        for first, last in windows(run.groups, size):
            number = run.number(first, last)
            if first > end and CARD.fullmatch(number) and _luhn(number) and _is_card(run, first, last, number):
                end = last
                yield first, last


def _is_card(run: Run, first: int, last: int, number: str) -> bool:
    before = run.leading(first)
    if re.search(r"[0-9A-Za-z]$", before) or re.match(r"[0-9A-Za-z]", run.trailing(last)):
        return False
    if not all(PARTED.fullmatch(gap) for gap in gaps(run.groups, first, last)):
        return False
    if OFFICE_NUMBER.match(number) and OFFICE_WORD.search(before):
        return False
    return not (identity_number_ok(number) or uscc_ok(number))


def _luhn(number: str) -> bool:
    total = 0
    for place, digit in enumerate(reversed(number)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def _extent(run: Run, first: int) -> int:
    last = first
    while last + 1 < len(run.groups) and run.groups[last + 1].gap and PARTED.fullmatch(run.groups[last + 1].gap):
        last += 1
    return last


def _is_account(run: Run, first: int, last: int) -> bool:
    number = run.number(first, last)
    if not FEWEST <= len(number) <= MOST or uscc_ok(number):
        return False
    return not (MONEY.match(run.trailing(last)) or TREASURY.search(run.leading(first)))


def words(seen: str) -> str:
    """What a finding says, given the masked form."""
    what = f"发现银行账号或卡号 {seen}；个人和单位的银行账号都不得公开（生态环境行政处罚办法第六十四条）。"
    return what + "请删去；收缴罚款的账户请在账号前写明“财政”或“非税”。"
