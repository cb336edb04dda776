"""How words are folded before they are compared: the same in the files, in the browser (`theme/static/js/fold.js`) and in tests.

Widths, cases, brackets, blanks and punctuation make no difference. Document numbers (文号) lose 第, 号 and leading zeros as well.
"""

from __future__ import annotations

import re
import unicodedata

DIGITS = "0123456789"
RUNS = re.compile(r"[0-9]+|[^0-9]+")
YEAR = re.compile(r"(?:19|20)[0-9][0-9]")
# Neither letter nor digit. Chinese characters are told by their planes, for how many of them Python or a browser knows depends on its age.
OTHERS = re.compile(r"(?:[\W_](?<![\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff]))+")
MARKS = str.maketrans("", "", "第号號")
# What nearly all texts are made of alone: what stays, each for itself, and what goes. Nothing of it joins with a neighbour in NFKC.
USUAL = "0-9a-zA-Z\u4e00-\u9fff"
DROPPED = r"\t-\r !-/:-@\[-`{-~·—‘’“”…、。《》【】〔〕！％（），：；？"
PLAIN = re.compile(f"[{USUAL}{DROPPED}]*")
WORDS = re.compile(f"[{USUAL}]+")


def fold(text: str) -> str:
    """NFKC, lower case, letters and digits only (categories L and N): `江苏 宏达（无锡）` → `江苏宏达无锡`."""
    if PLAIN.fullmatch(text):
        return "".join(WORDS.findall(text)).lower()
    return _kept(_plain(text))


def fold_number(text: str) -> str:
    """A document number as it is compared: `苏环罚〔2026〕第005号`, `苏环罚2026005` → `苏环罚2026/5`.

    Digits that follow each other are parted by `/`; a run of more than four that begins with a year is parted after it.
    """
    made = ""
    for run in RUNS.findall(_plain(text).translate(MARKS)):
        if run[0] not in DIGITS:
            made += _kept(run)
            continue
        pieces = [run[:4], run[4:]] if len(run) > 4 and YEAR.match(run) else [run]
        for piece in pieces:
            made += ("/" if made and made[-1] in DIGITS else "") + (piece.lstrip("0") or "0")
    return made


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).lower().replace("ς", "σ")  # which is written at the end of a word alone


def _kept(text: str) -> str:
    return OTHERS.sub("", text)
