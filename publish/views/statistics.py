"""统计年报: `/statistics/` with the years, and a page a year: charts of what is public, then the annual report where it is out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import groupby
from typing import Any

from publish.dossier import Facts
from publish.exports import workbook
from publish.model import KINDS
from publish.output import Draft
from publish.reports import Report
from publish.rules.deadlines import report_due
from publish.statistics.annual import Annual, Change
from publish.statistics.tables import TABLES, Table, body_name, place_of, rows, ten_thousands
from publish.statistics.tally import FEN
from publish.views.frame import here, item, room, way

FOLDER = "statistics/"
BODY = "执法机关"
PUBLIC = "图表只计现在公开的决定。公示期满、依法撤回或者信用修复后的决定不在其中，所以以后再看，数字可能变小。"
WHOLE_YEAR = (
    "表一至表四计全年（1 月 1 日至 12 月 31 日）作出的全部决定，不公开的和已经撤回的也在内，所以与图表里的件数不同。"
    "一件决定并处几种处罚的，只计一宗，计入最重的一种，由轻到重依次为：{order}。金额是决定书确定的，不是实际收缴的。"
)
NONE_YET = "{year} 年的行政执法总体情况（表一至表四）在 {due} 以前公布。公布以前没有这几张表，只有现在公开的决定的统计。"
LATE = "{year} 年的行政执法总体情况（表一至表四）还没有公布；按规定应在 {due} 以前公布。这里只有现在公开的决定的统计。"
OWN = (
    ("reviews", "行政复议", {"accepted": "受理", "upheld": "维持", "overturned": "纠正"}, "件"),
    ("lawsuits", "行政诉讼", {"accepted": "受理", "won": "胜诉", "lost": "败诉"}, "件"),
    ("staff", "人员", {"officers": "执法人员", "reviewers": "法制审核人员"}, "人"),
    ("equipment", "设备", {"recorders": "执法记录仪", "vehicles": "执法车辆"}, "台（辆）"),
)


def year_title(year: str, out: bool) -> str:
    """The title of a year's page. `out`: whether its report is."""
    return f"{year}年行政执法总体情况" if out else f"{year}年行政执法统计"


def index_draft(years: list[str], counts: Mapping[str, Mapping[str, int]], tables: Mapping[str, Annual], facts: Facts) -> Draft:
    """The years with their key numbers. `counts`: year → kind → public decisions."""
    cells = []
    for year in years:
        report = facts.reports[year].published_on if year in tables else None
        numbers = [sum(counts[year].values()), *(counts[year].get(kind, 0) for kind in KINDS)]
        link = {"text": f"{year}年", "href": f"{FOLDER}{year}/", "external": False}
        cells.append([link, *map(_cell, map(str, numbers)), _cell(f"{report} 公布" if report else "未公布")])
    lead = "每年作出了多少决定，罚没多少，多久公开。每年 1 月 31 日以前公布上一年的行政执法总体情况。"
    data = {
        "here": here("统计年报", "statistics", [], description=lead),
        "lead": lead,
        "caption": "各年现在公开的决定（件）",
        "columns": ["年份", "全部", *KINDS.values(), "总体情况"],
        "rows": cells,
        "ways": [way(year_title(year, year in tables), f"{FOLDER}{year}/") for year in years],
        "counted": [PUBLIC, WHOLE_YEAR.format(order="、".join(facts.policy.statistics.order))],
        "empty": "还没有公开的决定，也没有公布过年报。",
    }
    return f"{FOLDER}index.html", "statistics", data


def _cell(text: str) -> dict[str, Any]:
    return {"text": text, "href": None, "external": False}


def year_drafts(year: str, annual: Annual | None, facts: Facts, today: date, figures: list[dict[str, Any]]) -> Iterator[Draft]:
    """The page of a year and its tables as files. `annual`: what its report's tables show, None where it is not out."""
    title = year_title(year, annual is not None)
    page: dict[str, Any] = {
        "title": title, "figures": figures, "public": PUBLIC if figures else "", "state": "", "tables": [], "whole": "", "changes": [],
        "since": "", "items": [], "sections": [], "downloads": [],
    }  # fmt: skip
    if annual is None:
        due = report_due(int(year))
        page |= {"here": here(title, "statistics", [room("statistics")])}
        page |= {"state": (NONE_YET if today <= due else LATE).format(year=year, due=due)}
    else:
        report = facts.reports[year]
        source = facts.site.organizer or facts.site.name
        article = {"title": title, "published_on": str(report.published_on), "source": source}
        page |= {"here": here(title, "statistics", [room("statistics")], article=article), **_report(year, report, annual, facts)}
        yield from _files(year, title, report, annual, facts)
    named = [(one["title"], one["name"]) for one in figures] + ([("全年情况表", "tables")] if annual else [])
    page["contents"] = [way(words, f"{FOLDER}{year}/#{name}") for words, name in named]
    yield f"{FOLDER}{year}/index.html", "statistics_year", page


def _report(year: str, report: Report, annual: Annual, facts: Facts) -> dict[str, Any]:
    base = f"{FOLDER}{year}/"
    return {
        "tables": [_table(one, annual, facts) for one in TABLES],
        "whole": WHOLE_YEAR.format(order="、".join(facts.policy.statistics.order)),
        "changes": [_change(one, facts) for one in reversed(annual.changes)],
        "since": str(report_due(int(year))),
        "items": list(_own(report)),
        "sections": [
            {"title": one.title, "paragraphs": [line for line in one.text.split("\n") if line.strip()]} for one in report.sections
        ],
        "downloads": [
            way("表一至表四和其他数字（Excel）", f"{base}annual-{year}.xlsx"),
            *(way(f"{one.name}　{one.title}（CSV）", f"{base}table-{one.number}.csv") for one in TABLES),
        ],
    }


def _paragraphs(text: str) -> list[str]:
    return [line.strip() for line in text.split("\n") if line.strip()]


def _table(table: Table, annual: Annual, facts: Facts) -> dict[str, Any]:
    """A table with its heading in two lines: groups over their columns."""
    groups = [(title, list(members)) for title, members in groupby(table.columns, key=lambda one: one.group)]
    first = [
        cell
        for title, members in groups
        for cell in ([{"title": title, "span": len(members)}] if title else [{"title": one.title, "span": 0} for one in members])
    ]
    return {
        "caption": f"{table.name}　{table.title}",
        "body": BODY,
        "first": first,
        "second": [one.title for title, members in groups if title for one in members],
        "rows": list(rows(table, annual.numbers, facts)),
        "sum": True,
    }


def _change(change: Change, facts: Facts) -> dict[str, str]:
    on, agency, cell, before, after = change
    place = place_of(str(cell))
    assert place  # `annual` notes cells of tables only
    table, column = place
    was, now = (ten_thousands(int(one)) if cell == FEN else str(one) for one in (before, after))
    return {"on": str(on), "table": table.name, "body": body_name(str(agency), facts), "column": column.title, "before": was, "after": now}


def _own(report: Report) -> Iterator[dict[str, Any]]:
    """The numbers that the report gives besides the tables."""
    for name, title, words, unit in OWN:
        block = getattr(report, name)
        told = [f"{word} {getattr(block, field)} {unit}" for field, word in words.items() if getattr(block, field) is not None]
        if told:
            yield item(title, "，".join(told))
    if report.complaints is not None:
        yield item("投诉举报", f"办理 {report.complaints} 件")


def _files(year: str, title: str, report: Report, annual: Annual, facts: Facts) -> Iterator[Draft]:
    """The tables as CSV, one each, and all of them with the report's own numbers as one workbook."""
    sheets = []
    for table in TABLES:
        cells = list(rows(table, annual.numbers, facts))
        names = [f"{one.group.partition('（')[0]}：{one.title}" if one.group else one.title for one in table.columns]
        columns = [{"name": name} for name in (BODY, *names)]
        yield f"{FOLDER}{year}/table-{table.number}.csv", "csv", {"columns": columns, "rows": cells}
        heads = [workbook.column(BODY), *(workbook.column(one.title, number=True, group=one.group) for one in table.columns)]
        notes = [WHOLE_YEAR.format(order="、".join(facts.policy.statistics.order))]
        sheets.append(workbook.sheet(table.name, f"{year}年{table.title}", heads, cells, notes))
    own = [[one["title"], one["values"][0]] for one in _own(report)]
    sheets.append(workbook.sheet("其他数字", f"{year}年其他数字", [workbook.column("项目"), workbook.column("数字")], own))
    author = facts.site.organizer or facts.site.name
    about = {"title": title, "author": author, "on": str(report.published_on), "sheets": sheets}
    yield f"{FOLDER}{year}/annual-{year}.xlsx", "workbook", about
