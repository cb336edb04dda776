"""The types of the fields of format 1: text in, value out, or a message in Chinese.

Every value arrives as the text that was written (`publish.strict_yaml`), or as plain JSON from our own state.
A message says what was expected and what to do, and never repeats the value: it may be what must stay secret.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, PlainSerializer, StringConstraints
from pydantic_core import PydanticCustomError

ID_FORM = re.compile(r"[0-9a-hjkmnp-tv-z]{16}")
SLUG_FORM = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
DATE_FORM = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
MONEY_FORM = re.compile(r"\d{1,13}(\.\d{1,2})?", re.ASCII)
EMPTY_WORDS = frozenset({"null", "无", "/", "——", "— —"})
# Invisible characters that turn, hide or break text: bidirectional controls, zero-width ones, fillers, line and paragraph
# separators, annotation and tag characters (UAX #9, #14; UTR #36).
HIDDEN = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb"
    "\U0001d173-\U0001d17a\U000e0000-\U000e007f]"
)
HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
READABLE = {**HALF_WIDTH, 0x3000: 0x20, 0xA0: 0x20}
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff]")


def half_width(text: str) -> str:
    """Full-width digits, letters and signs as half-width ones; characters of other kinds stay."""
    return text if text.isascii() else text.translate(HALF_WIDTH)


def readable(text: str) -> str:
    """The text as a person reads it: half-width, without invisible characters, line ends kept."""
    return text if text.isascii() else HIDDEN.sub("", text.translate(READABLE))


def _wrong(message: str) -> PydanticCustomError:
    return PydanticCustomError("field", "{words}", {"words": message})


def _date(value: Any) -> date:
    if isinstance(value, date):
        return value
    if not isinstance(value, str) or not DATE_FORM.fullmatch(value):
        raise _wrong("应为日期，写作 2026-05-12（四位年、两位月、两位日，半角数字和短横线）。请改写。")
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise _wrong("应为日期，但日历上没有这一天。请核对年、月、日。") from None


def _money(value: Any) -> Decimal:
    if isinstance(value, Decimal):
        return value
    if not isinstance(value, str) or not MONEY_FORM.fullmatch(value):
        raise _wrong("应为以元为单位的金额，只写半角数字，最多两位小数，如 50000 或 1234.56（不写“元”“万”、逗号）。请改写。")
    return Decimal(value)


def _whole(value: Any) -> int:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if not isinstance(value, str) or not re.fullmatch(r"\d{1,9}", value, re.ASCII):
        raise _wrong("应为整数，只写半角数字，如 12。请改写。")
    return int(value)


def _flag(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    if value not in ("true", "false"):
        raise _wrong("应为 true（是）或 false（否）。请改写。")
    return bool(value == "true")


def _line(value: str) -> str:
    """Text without characters that hide or turn other text."""
    if CONTROL.search(value) or HIDDEN.search(value):
        raise _wrong("含有不可见的控制字符（零宽字符或改变文字方向的字符）；应为普通文字。请从 Word 粘贴时选“只保留文本”。")
    return value


def _pattern(form: re.Pattern[str], message: str) -> AfterValidator:
    def check(value: str) -> str:
        if not form.fullmatch(value):
            raise _wrong(message)
        return value

    return AfterValidator(check)


def _code(value: str) -> str:
    return half_width(value)


Day = Annotated[date, BeforeValidator(_date)]
Money = Annotated[Decimal, BeforeValidator(_money), PlainSerializer(lambda value: format(value, "f"), return_type=str)]
Whole = Annotated[int, BeforeValidator(_whole)]
Flag = Annotated[bool, BeforeValidator(_flag)]


Text = Annotated[str, StringConstraints(min_length=1), AfterValidator(_line)]


def most(characters: int) -> StringConstraints:
    """The longest that a text may be."""
    return StringConstraints(max_length=characters)


Name = Annotated[Text, most(200)]
Line = Annotated[Text, most(500)]
Prose = Annotated[Text, most(5000)]
Identifier = Annotated[str, _pattern(ID_FORM, "应为 16 个字符的编号，只含数字和小写字母（不含 i l o u）。请用 inv new 生成，不要自己编。")]
Slug = Annotated[str, _pattern(SLUG_FORM, "应为短名：小写英文字母、数字，中间可用短横线，如 solid-waste。请改写。")]
Code = Annotated[
    str,
    AfterValidator(_code),
    _pattern(re.compile(r"[0-9A-Z]{18}"), "应为 18 位统一社会信用代码（数字和大写字母）。请对照营业执照核对位数。"),
]
Region = Annotated[str, AfterValidator(_code), _pattern(re.compile(r"[0-9]{6}"), "应为 6 位行政区划代码。请核对。")]
DayOrLong = Annotated[date | Literal["long"], BeforeValidator(lambda value: value if value == "long" else _date(value))]


def one_of(vocabulary: tuple[str, ...], open_ended: bool = False) -> AfterValidator:
    """A word of a vocabulary; with `open_ended` also `其他-…`."""

    def check(value: str) -> str:
        if value in vocabulary or (open_ended and value.startswith("其他-") and 3 < len(value) <= 100):
            return value
        more = "，或“其他-具体名称”" if open_ended else ""
        raise _wrong(f"应为下列之一：{'、'.join(vocabulary)}{more}。请照抄其中一个。")

    return AfterValidator(check)
