"""Whose site it is, who decides and the local policy: the rest of format 1 (the annual report: `publish.reports`)."""

from __future__ import annotations

import re
from typing import Annotated
from urllib.parse import quote, urlsplit

from pydantic import Field, StringConstraints

from publish.errors import Level
from publish.fields import Code, Day, Flag, Line, Name, Region, Slug, Text, Whole, Written, most, of_form, one_of
from publish.model import Block
from publish.reports import StatisticsPolicy

LIST_CATEGORIES = {"before": "事前公开", "during": "事中公开", "after": "事后公开"}
COLUMN_TYPES = ("string", "date", "integer", "number", "boolean", "url")
SITE_CODE_WORDS = "应为网站标识码：10 位数字，或 bm 加 8 位数字。请核对。"
COLUMN_WORDS = "应为列名：以小写英文字母开头，只含小写字母、数字、下划线，不超过 41 个字符。请改写。"
ADDRESS_WORDS = "应为以 http:// 或 https:// 开头的网址。请改写。"
TAG_YEAR_WORDS = "应为四位的年份，如 2026。请改写。"
TAG_YEAR = {
    "type": ["integer", "string"], "minimum": 1000, "maximum": 9999, "pattern": "^[1-9][0-9]{3}$", "errorMessage": TAG_YEAR_WORDS,
}  # fmt: skip
HUB_WORDS = "应为以 https:// 开头的网址。请改写，没有的不写。"
ADDRESS = {"type": "string", "maxLength": 200, "pattern": r"^https?://[^/?#\s]+[^?#\s]*$", "errorMessage": ADDRESS_WORDS}
HUB = {**ADDRESS, "pattern": r"^https://[^/?#\s]+[^?#\s]*$", "errorMessage": HUB_WORDS}


def _web_address(value: str) -> str:
    try:
        parts = urlsplit(value)
    except ValueError:
        raise ValueError("应为网址，方括号不成对。请改写。") from None
    if parts.scheme not in ("http", "https") or not parts.netloc or parts.query or parts.fragment:
        raise ValueError(ADDRESS_WORDS)
    return value.rstrip("/")


Url = Annotated[Name, Written(ADDRESS, _web_address)]


def _hub(value: str) -> str:
    _web_address(value)
    if not value.startswith("https://"):
        raise ValueError(HUB_WORDS)
    return value  # to the letter: it is another's


def _year(value: int) -> int:
    if not 1000 <= value <= 9999:  # RFC 4151: four digits
        raise ValueError(TAG_YEAR_WORDS)
    return value


class Site(Block):
    """`site.yml`; all optional."""

    name: Name = "行政执法信息公示"
    url: Url = "https://example.invalid"
    organizer: Name | None = None
    contact: Name | None = None
    site_id_code: Annotated[Text, of_form(re.compile(r"bm[0-9]{8}|[0-9]{10}"), SITE_CODE_WORDS)] | None = None
    icp: Name | None = None
    police_number: Name | None = None
    emblem_link: Url | None = None
    error_report_link: Url | None = None
    ipv6: Flag = False
    description: Line | None = None
    data_license: Name | None = None
    data_terms: Annotated[Text, most(2000)] | None = None
    logo: Name | None = None
    tag_year: Annotated[Whole, Written(TAG_YEAR, _year)] = 2026
    feed_hub: Annotated[Name, Written(HUB, _hub)] | None = None

    @property
    def prefix(self) -> str:
        """The site's path on its host, with a slash at both ends."""
        return urlsplit(self.url).path.rstrip("/") + "/"

    @property
    def tag_host(self) -> str:
        """The host name as the ids of feeds have it (RFC 4151): without port, letters of other scripts in their ASCII form."""
        name = urlsplit(self.url).hostname or ""
        try:
            return quote(name.encode("idna").decode())
        except UnicodeError:
            return quote(name)

    @property
    def domain(self) -> str:
        """The site's host name."""
        return urlsplit(self.url).netloc

    @property
    def is_placed(self) -> bool:
        """Whether `url` is an address of the net, and not the one that stands for none (RFC 2606). What is printed needs one."""
        return not (urlsplit(self.url).hostname or "").endswith(".invalid")


class Agency(Block):
    """执法机关: `agencies/<slug>.yml`."""

    name: Name
    short_name: Name | None = None
    uscc: Code
    region: Region
    level: Annotated[Text, one_of(("national", "province", "city", "county"))]
    parent: Slug | None = None
    duties: Annotated[Text, most(2000)] | None = None
    address: Name | None = None
    postcode: Name | None = None
    phone: Name | None = None
    hours: Name | None = None
    supervision_phone: Name | None = None
    review_body: Name | None = None
    court: Name | None = None


class Column(Block):
    """One column of a list."""

    name: Annotated[Text, of_form(re.compile(r"[a-z][a-z0-9_]{0,40}"), COLUMN_WORDS, digits=False)]
    title: Name
    type: Annotated[Text, one_of(COLUMN_TYPES)] = "string"
    required: Flag = False
    enum: list[Name] = []
    internal: Flag = False
    contact: Flag = False


class ListDescription(Block):
    """`lists/<slug>/list.yml`."""

    title: Name
    basis: Annotated[Text, most(2000)]
    category: Annotated[Text, one_of(tuple(LIST_CATEGORIES))]
    key: Name
    fields: Annotated[list[Column], Field(min_length=1)]
    contact: Name | None = None


class PeriodClass(Block):
    """How long decisions of one class stay public, in months; 0 where they are not published at all."""

    site_months: Whole
    credit_months: Whole


class PeriodVersion(Block):
    """The periods for decisions made from a day on."""

    from_: Annotated[Day, Field(alias="from")]
    source: Name
    minor: PeriodClass
    general: PeriodClass
    serious: PeriodClass


class Periods(Block):
    """`policy/periods.yml`: rule versions, oldest first, and the months of the other kinds."""

    penalties: Annotated[list[PeriodVersion], Field(min_length=1)]
    coercion_months: Whole = 12
    inspection_months: Whole = 12
    permit_months: Whole = 12


class Privacy(Block):
    """`policy/privacy.yml`."""

    individuals: Annotated[Text, one_of(("full", "surname", "withhold"))] = "surname"
    show_instrument: Flag = False


class GateLevels(Block):
    """`policy/gate.yml`: levels of rules other than the built-in ones."""

    levels: dict[Name, Annotated[Text, one_of(tuple(level.name for level in Level))]] = {}


class Vocabulary(Block):
    """`policy/vocabulary.yml`: titles of the topics (`tags`)."""

    topics: dict[Slug, Name] = {}


class ReviewPolicy(Block):
    """`policy/review.yml`: thresholds of the legal review, in yuan (行政处罚法 58, 63)."""

    organization_yuan: Whole = 200000
    individual_yuan: Whole = 5000


class CalendarYear(Block):
    """One year that the calendar library does not know yet."""

    notice: Name
    holidays: list[Day] = []
    workdays: list[Day] = []


class CalendarPolicy(Block):
    """`policy/calendar.yml`."""

    years: dict[Annotated[str, StringConstraints(pattern=r"^\d{4}$")], CalendarYear] = {}


POLICIES: dict[str, type[Block]] = {
    "calendar": CalendarPolicy,
    "gate": GateLevels,
    "periods": Periods,
    "privacy": Privacy,
    "review": ReviewPolicy,
    "statistics": StatisticsPolicy,
    "vocabulary": Vocabulary,
}
