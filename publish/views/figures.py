"""The charts of a year's page, each with its table and its CSV: of public decisions alone.

A figure is `{name, title, words, charts, table, note, csv}`: what it says in a sentence, drawings (`publish.statistics.charts`), the
same numbers as a table (names down, counts across; `sum`: whether the last row is the sum of the others), and where its CSV is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from publish.dossier import Facts
from publish.model import KINDS
from publish.output import Draft
from publish.statistics.charts import Range, Row, long_bars, ranges, short_bars
from publish.statistics.figures import Figures, median, together
from publish.statistics.tables import TOTAL, rough, ten_thousands
from publish.views.frame import agency_name, topic_title

MOST = 15  # types of violation that are drawn
DRAWN = 30  # agencies or topics that are drawn; the table has all
NAMED = 40  # characters of a type that is only named
STEPS = {  # legal limit in working days → what it is for, and the last day of each bar; bars go on after the last
    "7": ("行政处罚、行政许可", (0, 1, 2, 3, 4, 5, 6, 7, 10, 20)),
    "20": ("行政强制、行政检查", (0, 5, 10, 15, 20, 30)),
}
SHORT = [title.removeprefix("行政") for title in KINDS.values()]
Shown = dict[str, Any]


@dataclass(frozen=True)
class Year:
    """What is public of a year. `summaries` and `figures`: by month (`2025-06`); `months`: all that are shown."""

    year: str
    months: list[str]
    summaries: Mapping[str, Mapping[str, Any]]
    figures: Mapping[str, Figures]
    facts: Facts

    @property
    def folder(self) -> str:
        """Where its files are."""
        return f"statistics/{self.year}/"

    def counts(self, name: str) -> dict[str, int]:
        """Public decisions by kind, agency or topic, the most first."""
        total: dict[str, int] = {}
        for one in self.summaries.values():
            for key, number in one[name].items():
                total[key] = total.get(key, 0) + number
        return dict(sorted(total.items(), key=lambda one: (-one[1], one[0])))


def figures_of(year: Year) -> tuple[list[Shown], list[Draft]]:
    """The figures of a year, and their CSV files. Empty where nothing of it is public."""
    shown: list[Shown] = []
    files: list[Draft] = []
    for make in FIGURES if year.summaries else ():
        figure = make(year)
        if figure is None:
            continue
        header, rows = figure.pop("all", (figure["table"]["head"], figure["table"]["rows"]))
        href = f"{year.folder}{figure['name']}.csv"
        files.append((href, "csv", {"columns": [{"name": name} for name in header], "rows": rows}))
        shown.append({**figure, "csv": href})
    return shown, files


def _table(caption: str, head: Sequence[str], rows: Sequence[Sequence[str]], total: bool = False) -> Shown:
    """As `components/counts.html` wants it; `head`: the first heading is that of the names."""
    first = [{"title": one, "span": 0} for one in head[1:]]
    return {
        "caption": caption, "body": head[0], "first": first, "second": [], "rows": [list(row) for row in rows], "sum": total,
        "head": list(head),
    }  # fmt: skip


def _figure(name: str, title: str, words: str, charts: list[Shown], table: Shown, note: str = "") -> Shown:
    """`note`: what the table leaves out. A chart that is alone needs no heading beside the figure's own."""
    drawn = [{**one, "heading": len(charts) > 1} for one in charts]
    return {"name": name, "title": title, "words": words, "charts": drawn, "table": table, "note": note}


def _month(month: str) -> str:
    return f"{int(month[-2:])}月"


def _by_month(year: Year) -> Shown:
    rows, cells = [], []
    for month in year.months:
        kinds = year.summaries.get(month, {}).get("kind", {})
        numbers = [kinds.get(kind, 0) for kind in KINDS]
        rows.append(Row(_month(month), tuple(numbers), f"{sum(numbers)} 件"))
        cells.append([_month(month), *map(str, numbers), str(sum(numbers))])
    totals = [sum(int(row[place]) for row in cells) for place in range(1, len(KINDS) + 2)]
    most = max(rows, key=lambda row: sum(row.values))
    words = f"{year.year}年作出、现在公开的决定 {totals[-1]} 件，最多的是 {most.label}，{most.text}。"
    title = "各月的决定"
    chart = short_bars("months", title, words, rows, list(KINDS.values()))
    table = _table(f"{title}（件）", ["月份", *SHORT, TOTAL], [*cells, [TOTAL, *map(str, totals)]], total=True)
    return _figure("months", title, words, [chart], table)


def _by_category(year: Year) -> Shown | None:
    counts = together(year.figures.values()).category
    if not counts:
        return None
    named = [one for one in year.facts.policy.statistics.order if one in counts]
    title = "处罚的种类"
    words = f"行政处罚 {sum(counts.values())} 件。并处几种的只计最重的一种。"
    chart = long_bars("categories", title, words, [Row(one, (counts[one],), f"{counts[one]} 件") for one in named])
    cells = [[one, str(counts[one])] for one in named]
    return _figure("categories", title, words, [chart], _table(f"{title}（件）", ["种类", "件数"], [*cells, _sum(cells)], total=True))


def _sum(cells: list[list[str]]) -> list[str]:
    return [TOTAL, str(sum(int(row[1]) for row in cells))]


def _by(name: str, title: str, heading: str, named: Callable[[Facts, str], str]) -> Callable[[Year], Shown | None]:
    def make(year: Year) -> Shown | None:
        cells = [[named(year.facts, key), str(number)] for key, number in year.counts(name).items()]
        if not cells:
            return None
        rest = f"图里是前 {DRAWN} 个，其余 {len(cells) - DRAWN} 个见表。" if len(cells) > DRAWN else ""
        words = f"最多的是{cells[0][0]}，{cells[0][1]} 件。{rest}" + ("一件决定可以有几个主题。" if name == "topic" else "")
        file = {"agency": "agencies", "topic": "topics"}[name]
        chart = long_bars(file, title, words, [Row(label, (int(text),), f"{text} 件") for label, text in cells[:DRAWN]])
        rows = cells if name == "topic" else [*cells, _sum(cells)]
        return _figure(file, title, words, [chart], _table(f"{title}（件）", [heading, "件数"], rows, total=name != "topic"))

    return make


def _amounts(year: Year) -> Shown | None:
    amounts = {month: year.figures[month].amount if month in year.figures else 0 for month in year.months}
    total = sum(amounts.values())
    if not total:
        return None
    title = "各月的罚没金额（万元）"
    words = f"罚款和没收共 {ten_thousands(total)} 万元，是决定书确定的，不是实际收缴的。"
    rows = [Row(_month(month), (amount,), rough(amount)) for month, amount in amounts.items()]
    cells = [[_month(month), ten_thousands(amount)] for month, amount in amounts.items()]
    table = _table(title, ["月份", "金额"], [*cells, [TOTAL, ten_thousands(total)]], total=True)
    return _figure("amounts", title, words, [short_bars("amounts", title, words, rows)], table)


def _violations(year: Year) -> Shown | None:
    fines = together(year.figures.values()).fines
    ordered = sorted(fines, key=lambda one: (-len(fines[one]), one))
    if not ordered:
        return None
    cells = [[one, str(len(fines[one])), *_three(fines[one])] for one in ordered]
    drawn, rest = cells[:MOST], cells[MOST:]
    named = "、".join(one if len(one) <= NAMED else one[: NAMED - 1] + "…" for one, *_ in rest[:MOST])
    note = f"其余 {len(rest)} 类见 CSV 文件：{named}{'等' if len(rest) > MOST else ''}。" if rest else ""
    words = f"件数最多的 {len(drawn)} 类违法行为。浅色条从最低到最高，深色是中位数：一半的罚款不高于它。"
    title = "各类违法行为罚款多少"
    bars = [_range(name, fines[name]) for name, *_ in drawn]
    head = ["违法行为类型", "件数", "最低", "中位数", "最高"]
    table = _table(f"{title}（万元）", head, drawn)
    figure = _figure("violations", title, words, [ranges("violations", title, words, bars)], table, note)
    units = ("最低（万元）", "中位数（万元）", "最高（万元）")
    return {**figure, "all": (["违法行为类型", "件数", *units], cells)}


def _three(fines: list[int]) -> tuple[str, str, str]:
    return ten_thousands(min(fines)), ten_thousands(median(fines)), ten_thousands(max(fines))


def _range(name: str, fines: list[int]) -> Range:
    least, middle, most = min(fines), median(fines), max(fines)
    several = f"中位数 {rough(middle)}，{rough(least)} 至 {rough(most)} 万元，{len(fines)} 件"
    return Range(name, least, middle, most, several if least != most else f"{rough(most)} 万元，{len(fines)} 件")


def _days(year: Year) -> Shown | None:
    found = together(year.figures.values())
    if not found.days:
        return None
    charts, cells = [], []
    for limit, (kinds, steps) in STEPS.items():
        counts = {int(day): number for day, number in found.days.get(limit, {}).items()}
        if not counts:
            continue
        rows = list(_steps(counts, steps))
        above = sum(1 for one in steps if one <= int(limit))
        desc = _on_time(counts, int(limit), kinds)
        title = f"{kinds}：作出后几个工作日公开"
        charts.append(short_bars(f"days-{limit}", title, desc, rows, limit=(above, f"法定期限 {limit} 个工作日")))
        cells += [[kinds, row.label, row.text] for row in rows]
    words = "".join(chart["desc"] for chart in charts)
    if found.unknown:
        words += f"另有 {found.unknown} 件跨到放假安排还不知道的年份，算不出天数。"
    table = _table("从作出决定到公开的工作日（件）", ["执法类别", "工作日", "件数"], cells)
    every = [
        [STEPS[limit][0], limit, day, str(number)]
        for limit, days in sorted(found.days.items(), key=lambda one: int(one[0]))
        for day, number in sorted(days.items(), key=lambda one: int(one[0]))
    ]
    figure = _figure("days", "多久公开", words, charts, table)
    return {**figure, "all": (["执法类别", "法定期限（工作日）", "实际用时（工作日）", "件数"], every)}


def _steps(counts: Mapping[int, int], steps: tuple[int, ...]) -> Iterator[Row]:
    """A bar for the days up to each step, and one for those after the last."""
    below = -1
    for step in steps:
        number = sum(count for day, count in counts.items() if below < day <= step)
        label = ("当天" if step == 0 else f"{step} 天") if step == below + 1 else f"{below + 1}–{step} 天"
        yield Row(label, (number,), str(number))
        below = step
    number = sum(count for day, count in counts.items() if day > below)
    yield Row(f"{below + 1} 天起", (number,), str(number))


def _on_time(counts: Mapping[int, int], limit: int, kinds: str) -> str:
    total, late = sum(counts.values()), sum(count for day, count in counts.items() if day > limit)
    every = [day for day, count in counts.items() for _ in range(count)]
    middle = f"{median(every).normalize():f}"
    return f"{kinds}共 {total} 件，{total - late} 件在 {limit} 个工作日以内公开，超期 {late} 件；一半的决定在 {middle} 个工作日以内公开。"


FIGURES: tuple[Callable[[Year], Shown | None], ...] = (
    _by_month, _by_category, _by("agency", "各机关的决定", "执法机关", agency_name), _by("topic", "各主题的决定", "主题", topic_title),
    _amounts, _violations, _days,
)  # fmt: skip
