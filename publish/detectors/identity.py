"""Resident identity numbers (GB 11643-1999): 18 places with a real date and the right check, the old 15, and any next to its word.

A credit code of digits alone may have the same shape: the record's own is told by its value, another only by the word before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from publish.codes import identity_number_ok, old_identity_number_ok, uscc_ok
from publish.detectors.reading import Leak, Run, gaps, masked, spelt_out, windows

CHECK = re.compile(r"[\W_]{0,4}[Xx×Хх](?![0-9])")
WORD = re.compile(r"(?:身份证|公民身份|居民身份)[^0-9。；\n]{0,10}$")
HALF = re.compile(r"[*×•·?_#■□●○]{1,4}(?![0-9*×])|[Xx]{2,4}(?![0-9A-Za-z])")
CODE_WORD = re.compile(r"代码[^0-9。；\n]{0,6}$")
OTHER_NUMBER = re.compile(r"(?:注册号|登记号|流水号|订单号|报告编号|报告号|合同编号|合同号|缴款码)[^0-9。；\n]{0,6}$")
OLD_GROUPS = ([6, 6, 3], [1] * 15)


def identity_numbers(run: Run, own_code: str | None = None) -> Iterator[Leak]:
    """Those in a row of digits; the record's own credit code is none."""
    groups = run.groups
    yield from _half_hidden(run)
    for size in (18, 17, 15):
        for first, last in windows(groups, size):
            number = run.number(first, last)
            if size == 17:
                if last < len(groups) - 1 or not CHECK.match(run.after):
                    continue
                number += "X"
            if max(map(len, gaps(groups, first, last)), default=0) <= 4 and number != own_code and _is_one(run, first, last, number):
                yield run.line(first), masked(number)


def _half_hidden(run: Run) -> Iterator[Leak]:
    """Those of which only the last few places are masked, next to their word: they still tell the birth date."""
    if HALF.match(run.after):
        for size in (17, 16, 15, 14):
            for first, last in windows(run.groups, size):
                if last == len(run.groups) - 1 and WORD.search(run.leading(first)):
                    yield run.line(first), masked(run.number(first, last))


def _is_one(run: Run, first: int, last: int, number: str) -> bool:
    plausible = old_identity_number_ok(number) if len(number) == 15 else identity_number_ok(number)
    if first and not plausible:  # no word stands right before it, for other digits do
        return False
    before = run.leading(first)
    if len(number) == 15:
        return _is_old(run, first, last, number, before)
    if uscc_ok(number) and CODE_WORD.search(before):
        return False
    return WORD.search(before) is not None or (identity_number_ok(number) and _grouped(run, first, last))


def _grouped(run: Run, first: int, last: int) -> bool:
    """Whether the digits stand together as those of one number do: not a row of dates or measured values."""
    lengths = [len(group.digits) for group in run.groups[first : last + 1]]
    if len(lengths) <= 3 or lengths[:4] == [6, 4, 2, 2]:
        return True
    alike = len({gap.strip() for gap in gaps(run.groups, first, last)}) == 1
    return alike and (len(lengths) <= 6 or len(set(lengths[:-1])) == 1)


def _is_old(run: Run, first: int, last: int, number: str, before: str) -> bool:
    if WORD.search(before):
        return True
    if not old_identity_number_ok(number) or OTHER_NUMBER.search(before) or before.endswith(".") or re.match(r"\.\d", run.trailing(last)):
        return False
    seps = set(gaps(run.groups, first, last))
    lengths = [len(group.digits) for group in run.groups[first : last + 1]]
    spaced = all(len(one) == 1 and one.isspace() for one in seps)
    return spaced or (seps == {"-"} and lengths in OLD_GROUPS)


def spelt_out_numbers(text: str) -> Iterator[Leak]:
    """Those written in Chinese numerals."""
    for down, number in spelt_out(text):
        if identity_number_ok(number):
            yield down, masked(number)


def words(seen: str) -> str:
    """What a finding says, given the masked form."""
    return f"发现居民身份证号码 {seen}；依法不得公开（个人信息保护法第二十八条）。请删去；必须指明某人时只写“当事人”。"
