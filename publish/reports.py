"""The annual report (行政执法总体情况, 环办执法〔2019〕42号): what decisions cannot tell, and how they are counted.

`reports/<yyyy>.yml` is a `Report`, `policy/statistics.yml` a `StatisticsPolicy`. What is counted from decisions is in
`publish.statistics`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from publish.fields import Day, Flag, Money, Name, Prose, Slug, Text, Whole, one_of
from publish.model import CATEGORIES, FOUND, KINDS, MEASURES, METHODS, RESULTS, Block

# The columns of table 1, from light to heavy as the provinces' notes to it have them (a setting: some print another order).
COLUMNS = (
    "警告", "通报批评", "罚款", "没收违法所得、没收非法财物", "暂扣许可证件", "降低资质等级", "限制开展生产经营活动", "责令停产停业",
    "责令关闭、限制从业", "吊销许可证件", "行政拘留", "其他",
)  # fmt: skip
COUNTED_BY = {"penalty": "categories", "permit": "result", "coercion": "measure", "inspection": "method"}


class StatisticsPolicy(Block):
    """`policy/statistics.yml`: how tables 1 to 4 count."""

    order: list[Annotated[Text, one_of(COLUMNS)]] = list(COLUMNS)
    count_withdrawn: Flag = True
    granted: list[Annotated[Text, one_of(tuple(RESULTS))]] = ["granted", "changed", "renewed"]


class Figures(Block):
    """Numbers of one table of the report; whole, counted by staff."""

    applied: Whole | None = None
    accepted: Whole | None = None
    granted: Whole | None = None
    refused: Whole | None = None
    revoked: Whole | None = None


class Outcomes(Block):
    """复议, 诉讼."""

    accepted: Whole | None = None
    upheld: Whole | None = None
    overturned: Whole | None = None
    won: Whole | None = None
    lost: Whole | None = None


class Means(Block):
    """人员, 设备."""

    officers: Whole | None = None
    reviewers: Whole | None = None
    recorders: Whole | None = None
    vehicles: Whole | None = None


class Section(Block):
    """One prose section of the report."""

    title: Name
    text: Prose


class Deleted(Block):
    """Withdrawn decisions whose files had to be deleted: what the tables count of them, and nothing that leads to anyone.

    `count` of one kind and agency; the amounts are those of all of them together.
    """

    agency: Slug
    kind: Annotated[Text, one_of(tuple(KINDS))]
    count: Whole = 1
    categories: list[Annotated[Text, one_of(CATEGORIES, open_ended=True)]] = []
    fine_yuan: Money | None = None
    confiscated_yuan: Money | None = None
    result: Annotated[Text, one_of(tuple(RESULTS))] | None = None
    measure: Annotated[Text, one_of(MEASURES, open_ended=True)] | None = None
    method: Annotated[Text, one_of(tuple(METHODS))] | None = None
    found: Annotated[Text, one_of(tuple(FOUND))] | None = None


class Report(Block):
    """`reports/<yyyy>.yml` (行政执法总体情况): what decisions cannot tell."""

    year: Whole
    published_on: Day
    permits: Figures = Figures()
    reviews: Outcomes = Outcomes()
    lawsuits: Outcomes = Outcomes()
    staff: Means = Means()
    equipment: Means = Means()
    complaints: Whole | None = None
    sections: list[Section] = []
    deleted: list[Deleted] = []


def misordered(policy: StatisticsPolicy) -> Iterator[tuple[str, str]]:
    """(field, words) for an order that does not have each column once: what it leaves out could not be counted."""
    missing = [one for one in COLUMNS if one not in policy.order]
    if missing:
        yield "order", f"少了{'、'.join(missing)}；处罚类别由轻到重应写全 {len(COLUMNS)} 项。请补上。"
    elif len(policy.order) > len(COLUMNS):
        yield "order", f"有重复的类别；{len(COLUMNS)} 项各写一次。请删去多写的。"


def too_early(report: Report) -> Iterator[tuple[str, str]]:
    """(field, words) for a day of publication on which the year is not over: what is a draft would come out by itself."""
    if report.published_on.year <= report.year:
        yield "published_on", f"{report.year} 年还没有过完，这一年的总体情况不会在 {report.published_on} 公开；应是次年的日期。请改写。"


def uncountable(report: Report) -> Iterator[tuple[str, str]]:
    """(field, words) for what was deleted without saying by what it is counted."""
    for place, one in enumerate(report.deleted):
        name = COUNTED_BY[one.kind]
        if not getattr(one, name):
            yield f"deleted.{place}.kind", f"kind 为 {one.kind} 时应写 {name}，年报的表按它计数。请补上。"
