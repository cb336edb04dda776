"""Lists that have pages of their own, and annual reports, as the histories of the property tests write them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from tests.content import TODAY

if TYPE_CHECKING:
    from tests.histories import History

ROOMS = {  # the key, the columns, each with `:date` or `:internal` where it is so, and a row by number
    "officers": ("certificate_number", "certificate_number valid_until:date name serial:internal", "9900000{0},{1},独员{0},密序{0}"),
    "windows": ("no", "no window post duties hours", "{0},独窗{0},独岗{0},受理,{1}"),
    "procedures": ("no", "no kind step actor time_limit", "{0},行政处罚,独步{0},承办人,{1}"),
    "permit-guides": ("name", "name conditions materials time_limit", "独许{0},甲；乙,丙；丁,{1}"),
}
REPORT = "year: {0}\npublished_on: {1}\npermits: {{applied: {2}}}\nsections:\n  - {{title: 概况, text: 独报{0}第{2}版}}\n"


def described(name: str) -> dict[str, object]:
    """The `list.yml` of one."""
    key, columns, _ = ROOMS[name]
    fields = [
        {"name": column, "title": f"栏{column}", **({"internal": True} if kind == "internal" else {"type": kind} if kind else {})}
        for column, _, kind in (one.partition(":") for one in columns.split())
    ]
    return {"title": f"清单{name}", "basis": "条例", "category": "during", "key": key, "fields": fields}


def listed(history: History, name: str, day: str, rows: Mapping[int, object]) -> None:
    """A version of one: number → what its row says in the place of `{1}`."""
    _, columns, form = ROOMS[name]
    head = ",".join(column.partition(":")[0] for column in columns.split())
    history.rows[name, day] = list(rows)
    history.write(f"lists/{name}/{day}.csv", "\n".join([head, *(form.format(*row) for row in rows.items())]) + "\n")


def _room(history: History, name: str, day: str, numbers: set[int]) -> None:
    """A version of a list anew; what leaves it leaves the site. Without rows it is deleted."""
    path = f"lists/{name}/{day}.csv"
    always = {1: "9999-12-31", 2: "9999-12-31"} if name == "officers" else {}
    rows = {number: TODAY + timedelta(days=number - 5) for number in sorted(numbers)}  # some run out, others did already
    if rows:
        listed(history, name, day, {**always, **rows})
    elif history.rows.pop((name, day), None):
        (history.content / path).unlink()


def _report(history: History, year: int, published_on: str, version: int) -> None:
    """An annual report anew; version 0 takes it away."""
    history.reports.pop(year, None)
    if version:
        history.reports[year] = version, published_on
        history.write(f"reports/{year}.yml", REPORT.format(year, published_on, version))
    else:
        (history.content / f"reports/{year}.yml").unlink(missing_ok=True)


def _counting(history: History, withdrawn: bool) -> None:
    history.write("policy/statistics.yml", f"count_withdrawn: {str(withdrawn).lower()}\n")


published = st.sampled_from(["2026-01-20", "2026-06-14", "2026-06-22"])
facts = st.one_of(
    st.tuples(st.just("room"), st.sampled_from([*ROOMS]), st.sampled_from(["2026-05-01", "2026-06-16"]), st.sets(st.integers(3, 7))),
    st.tuples(st.just("room"), st.just("officers"), st.just("2026-05-01"), st.sets(st.integers(3, 7))),
    st.tuples(st.just("report"), st.sampled_from([2024, 2025, 2025, 2026]), published, st.integers(0, 3)),
    st.tuples(st.just("counting"), st.booleans()),
)
FACTS: dict[str, Callable[..., None]] = {"room": _room, "report": _report, "counting": _counting}
