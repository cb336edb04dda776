"""The types of the fields of format 1: text in, value out, or a message in Chinese.

Every value arrives as the text that was written (`publish.strict_yaml`), or as plain JSON from our own state.
A message says what was expected and what to do, and never repeats the value: it may be what must stay secret.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, GetCoreSchemaHandler, PlainSerializer, StringConstraints
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from publish.days import DATE_FORM

ID_FORM = re.compile(r"[0-9a-hjkmnp-tv-z]{16}")
SLUG_FORM = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
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
# Those of both that Python calls printable; whatever else is printable is neither (a test goes through all characters).
PRINTED = "\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u3164\uffa0"
# Both as one character class of a JSON Schema pattern, written so that a reader sees it; above U+FFFF the editors' engines agree
# on no escape, so those characters stand as they are.
UNSEEN = "".join(
    ch if 32 <= ord(ch) < 127 or ord(ch) > 0xFFFF else f"\\u{ord(ch):04x}" for ch in CONTROL.pattern[1:-1] + HIDDEN.pattern[1:-1]
)
DATE_WORDS = "应为日期，写作 2026-05-12（四位年、两位月、两位日，半角数字和短横线）。请改写。"
MONEY_WORDS = "应为以元为单位的金额，只写半角数字，最多两位小数，如 50000 或 1234.56（不写“元”“万”、逗号）。请改写。"
WHOLE_WORDS = "应为整数，只写半角数字，如 12。请改写。"
FLAG_WORDS = "应为 true（是）或 false（否）。请改写。"


@dataclass(frozen=True, eq=False)
class Written:
    """How a value stands in a file, as JSON Schema keywords for editors (`publish.schemas`), and what else is checked.

    An editor sees what YAML 1.2 makes of a text: `50000` a number, `true` a flag, a code of digits a whole number.
    """

    keywords: dict[str, Any]
    check: Callable[[Any], Any] | None = None

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        schema = handler(source)
        return core_schema.no_info_after_validator_function(self.check, schema) if self.check else schema

    def __get_pydantic_json_schema__(self, _schema: CoreSchema, _handler: Any) -> dict[str, Any]:
        return self.keywords


def half_width(text: str) -> str:
    """Full-width digits, letters and signs as half-width ones; characters of other kinds stay."""
    return text if text.isascii() else text.translate(HALF_WIDTH)


def readable(text: str) -> str:
    """The text as a person reads it: half-width, without invisible characters, line ends kept."""
    return text if text.isascii() else HIDDEN.sub("", text.translate(READABLE))


def clean(text: str) -> bool:
    """Whether a text holds nothing but line ends and what can be seen: no control, no hidden character, no blank but the common one."""
    return text.replace("\n", "").isprintable() and (text.isascii() or not any(ch in text for ch in PRINTED))


def _wrong(message: str) -> PydanticCustomError:
    return PydanticCustomError("field", "{words}", {"words": message})


def _date(value: Any) -> date:
    if isinstance(value, date):
        return value
    if not isinstance(value, str) or not DATE_FORM.fullmatch(value):
        raise _wrong(DATE_WORDS)
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise _wrong("应为日期，但日历上没有这一天。请核对年、月、日。") from None


def _money(value: Any) -> Decimal:
    if isinstance(value, Decimal):
        return value
    if not isinstance(value, str) or not MONEY_FORM.fullmatch(value):
        raise _wrong(MONEY_WORDS)
    return Decimal(value)


def _whole(value: Any) -> int:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if not isinstance(value, str) or not re.fullmatch(r"\d{1,9}", value, re.ASCII):
        raise _wrong(WHOLE_WORDS)
    return int(value)


def _flag(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    if value not in ("true", "false"):
        raise _wrong(FLAG_WORDS)
    return bool(value == "true")


def _line(value: str) -> str:
    """Text without characters that hide or turn other text."""
    if CONTROL.search(value) or HIDDEN.search(value):
        raise _wrong("含有不可见的控制字符（零宽字符或改变文字方向的字符）；应为普通文字。请从 Word 粘贴时选“只保留文本”。")
    return value


def _day_or_long(value: Any) -> Any:
    return value if value == "long" else _date(value)


def _code(value: str) -> str:
    return half_width(value)


@dataclass(frozen=True)
class Twin:
    """What pydantic's compiled part asks of clean text in place of a function and of what stands `inside` it (`publish.native`)."""

    inside: CoreSchema
    instead: CoreSchema


A_DATE, A_TEXT, A_LINE = core_schema.date_schema(), core_schema.str_schema(), core_schema.str_schema(min_length=1)
LONG = core_schema.literal_schema(["long"])
DATED = core_schema.chain_schema([core_schema.str_schema(pattern="^[0-9]{4}-[0-9]{2}-[0-9]{2}$"), A_DATE])
TWINS: dict[Callable[..., Any], Twin] = {
    _date: Twin(A_DATE, DATED),
    _day_or_long: Twin(core_schema.union_schema([A_DATE, LONG]), core_schema.union_schema([LONG, DATED], mode="left_to_right")),
    _money: Twin(
        core_schema.decimal_schema(),
        core_schema.chain_schema([core_schema.str_schema(pattern=r"^[0-9]{1,13}(\.[0-9]{1,2})?$"), core_schema.decimal_schema()]),
    ),
}
A_WHOLE, A_FLAG = core_schema.int_schema(), core_schema.bool_schema()
TEXTS = {  # of a whole number and a flag as a text; in our own state each stands as what it is (`KEPT`)
    _whole: Twin(A_WHOLE, core_schema.chain_schema([core_schema.str_schema(pattern="^[0-9]{1,9}$"), A_WHOLE])),
    _flag: Twin(A_FLAG, core_schema.chain_schema([core_schema.literal_schema(["true", "false"]), A_FLAG])),
}
KEPT = {
    _whole: Twin(A_WHOLE, core_schema.int_schema(strict=True, ge=0, le=999_999_999)),
    _flag: Twin(A_FLAG, core_schema.bool_schema(strict=True)),
}
OF_CLEAN = _line  # says nothing of a text that is clean
SILENT = (_line, _code)  # nor these together of one that is half-width as well, as all forms are


def of_form(form: re.Pattern[str], message: str, shown: str = "", digits: bool = True) -> Written:
    """A text of a form. `shown`: the form before full-width characters are turned to half-width; `digits`: whether digits
    alone are of it, which an editor takes for a number."""

    def check(value: str) -> str:
        if not form.fullmatch(value):
            raise _wrong(message)
        return value

    TWINS[check] = Twin(A_TEXT, core_schema.str_schema(pattern=f"^(?:{form.pattern})$"))
    keywords: dict[str, Any] = {"type": "string", "pattern": f"^({shown or form.pattern})$", "errorMessage": message}
    return Written({**keywords, "type": ["string", "number"], "minimum": 0} if digits else keywords, check)


DATE = {
    "type": "string",
    "format": "date",
    "pattern": "^(?!0000)[0-9]{4}-(?!(02|04|06|09|11)-31|02-30)(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$",
    "errorMessage": DATE_WORDS,
}
MONEY = {"type": ["number", "string"], "minimum": 0, "pattern": r"^[0-9]{1,13}(\.[0-9]{1,2})?$", "errorMessage": MONEY_WORDS}
WHOLE = {
    "type": ["integer", "string"], "minimum": 0, "maximum": 999_999_999, "pattern": "^[0-9]{1,9}$", "errorMessage": WHOLE_WORDS,
}  # fmt: skip
FLAG = {"enum": [True, False, "true", "false"], "errorMessage": FLAG_WORDS}

Day = Annotated[date, BeforeValidator(_date), Written({**DATE, "examples": ["2026-05-12"]})]
Money = Annotated[
    Decimal, BeforeValidator(_money), PlainSerializer(lambda value: format(value, "f"), return_type=str),
    Written({**MONEY, "examples": [50000, 1234.56]}),
]  # fmt: skip
Whole = Annotated[int, BeforeValidator(_whole), Written(WHOLE)]
Flag = Annotated[bool, BeforeValidator(_flag), Written(FLAG)]


Text = Annotated[str, StringConstraints(min_length=1), AfterValidator(_line)]


def most(characters: int) -> StringConstraints:
    """The longest that a text may be."""
    return StringConstraints(max_length=characters)


Name = Annotated[Text, most(200)]
Line = Annotated[Text, most(500)]
Prose = Annotated[Text, most(5000)]
Identifier = Annotated[str, of_form(ID_FORM, "应为 16 个字符的编号，只含数字和小写字母（不含 i l o u）。请用 inv new 生成，不要自己编。")]
Slug = Annotated[str, of_form(SLUG_FORM, "应为短名：小写英文字母、数字，中间可用短横线，如 solid-waste。请改写。")]
Code = Annotated[
    str,
    AfterValidator(_code),
    of_form(
        re.compile(r"[0-9A-Z]{18}"), "应为 18 位统一社会信用代码（数字和大写字母）。请对照营业执照核对位数。", "[0-9A-Z０-９Ａ-Ｚ]{18}"
    ),
]
Region = Annotated[
    str, AfterValidator(_code), of_form(re.compile(r"[0-9]{6}"), "应为 6 位行政区划代码。请核对。", "[0-9０-９]{6}"),
]  # fmt: skip
DayOrLong = Annotated[
    date | Literal["long"],
    BeforeValidator(_day_or_long),
    Written({"anyOf": [{**DATE, "examples": ["2029-05-12"]}, {"const": "long"}]}),
]


INSIDE = r"[^/\\\x00-\x1f]+(/[^/\\\x00-\x1f]+)*"
INSIDE_WORDS = "应为决定所在文件夹里的文件名，如 fujian.pdf；不能指向别的文件夹。请把附件放在决定旁边，并改写 path。"


def _inside(path: str) -> str:
    if not re.fullmatch(INSIDE, path) or ".." in path.split("/"):
        raise _wrong(INSIDE_WORDS)
    return path


PATH = {
    "type": ["string", "number"],
    "maxLength": 200,
    "pattern": rf"^(?!(.*/)?\.\.(/|$))(?!.*[{UNSEEN}]){INSIDE}$",
    "errorMessage": INSIDE_WORDS,
}
Beside = Annotated[Name, Written(PATH, _inside)]


def one_of(vocabulary: tuple[str, ...], open_ended: bool = False) -> Written:
    """A word of a vocabulary; with `open_ended` also `其他-…`."""
    more = "，或“其他-具体名称”" if open_ended else ""
    message = f"应为下列之一：{'、'.join(vocabulary)}{more}。请照抄其中一个。"

    def check(value: str) -> str:
        if value in vocabulary or (open_ended and value.startswith("其他-") and 3 < len(value) <= 100):
            return value
        raise _wrong(message)

    if not open_ended:
        TWINS[check] = Twin(A_LINE, core_schema.literal_schema(list(vocabulary)))
    words: dict[str, Any] = {"enum": list(vocabulary), "errorMessage": message}
    other = {"type": "string", "pattern": f"^其他-[^{UNSEEN}]+$", "maxLength": 100, "errorMessage": message}
    return Written({"anyOf": [words, other]} if open_ended else words, check)
