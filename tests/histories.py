"""Small contents and random edits of them, for the property tests: every kind of change that a build can meet."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import TypeVar

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st

import tasks
from publish.build import build
from publish.codes import USCC_CHARACTERS, USCC_WEIGHTS
from publish.reporting import Report
from publish.request import Host, Request
from tests.content import PROJECT, front_matter, handled
from tests.rooms import FACTS, ROOMS, described, facts, listed

TODAY = date(2026, 6, 15)
ID_CHARACTERS = tasks.ID_CHARACTERS
FIELDS = "fields:\n  - name: number\n    title: 文号\n  - name: name\n    title: 名称\n"
SITE = "name: 甲省行政执法公示\nurl: https://example.org/zf\norganizer: 甲省生态环境厅\n"
LIST = f"title: 法规目录\nbasis: 条例\ncategory: before\nkey: number\n{FIELDS}"
PAGE = "Title: 说明\nSlug: shuoming\nSummary: 怎样看\n\n## 一\n\n文字{0}\n\n## 二\n\n见[说明]({{filename}}shuoming.md)。\n\n## 三\n\n完\n"


def ident(number: int) -> str:
    """An id for a number."""
    digest = hashlib.sha256(str(number).encode()).digest()
    return "".join(ID_CHARACTERS[byte % 32] for byte in digest[:16])


def credit_code(number: int, head: str = "91") -> str:
    """A right unified credit code for a number."""
    body = f"{head}990101MA{number:07d}"
    check = (31 - sum(USCC_CHARACTERS.index(ch) * weight for ch, weight in zip(body, USCC_WEIGHTS, strict=True)) % 31) % 31
    return body + USCC_CHARACTERS[check]


@dataclass
class Made:
    """One decision of a content, and the words that lead to it."""

    number: int
    decided_on: date
    version: int = 0
    status: str = "approved"
    scope: str = "full"
    agency: str = "jia"
    party: int = 0
    extra: dict[str, str] = field(default_factory=dict)

    @property
    def path(self) -> str:
        return f"decisions/{self.agency}/{self.decided_on.year}/{ident(self.number)}.md"

    @property
    def terms(self) -> list[str]:
        """What must not be found anywhere once the decision is not public (the party's name and code may be another's)."""
        return [ident(self.number), f"独词{self.number}号事实", f"独词{self.number}号标题", f"甲环罚〔2026〕{self.number + 7000}号"]

    def text(self) -> str:
        """The file."""
        published = self.extra.get("published_on", str(self.decided_on + timedelta(days=2)))
        reason = "" if self.scope == "full" else "\n  reason: 涉密"
        omit = "\n  omit: [facts, body]" if self.scope == "summary" else ""
        return f"""---
id: {ident(self.number)}
status: {self.status}
kind: penalty
title: 独词{self.number}号标题第{self.version}版
document_number: 甲环罚〔2026〕{self.number + 7000}号
agency: {self.agency}
decided_on: {self.decided_on}
published_on: {published}
party:
  type: organization
  name: 独名{self.party}某化工有限公司
  uscc: {credit_code(self.party)}
conclusion: 罚款5000元
facts: 独词{self.number}号事实
basis: [某法第一条]
tags: [water]
penalty:
  violation_type: 超标
  categories: [罚款]
  fine_yuan: 5000
  severity: {self.extra.get("severity", "general")}
clearance:
  office: 办公室
  on: {self.decided_on}
  scope: {self.scope}{reason}{omit}
{front_matter(handled(self.decided_on))}---

正文**独词{self.number}号事实**第{self.version}版。
"""


@dataclass
class History:
    """A content folder that is edited, and the incremental output that follows it."""

    root: Path
    today: date = TODAY
    decisions: dict[int, Made] = field(default_factory=dict)
    former: list[Made] = field(default_factory=list)  # deleted, or as they were before a change of place
    orders: dict[str, int] = field(default_factory=dict)
    acts: list[tuple[int, str]] = field(default_factory=list)
    rows: dict[tuple[str, str], list[int]] = field(default_factory=dict)  # (list, version) → numbers
    reports: dict[int, tuple[int, str]] = field(default_factory=dict)  # year → version of its report, and the day of publication
    months: int = 12
    ticks: int = 0
    host: Host | None = None

    def __post_init__(self) -> None:
        self.content = self.root / "content"
        for slug in ("jia", "yi"):
            self.write(f"agencies/{slug}.yml", f"name: {slug}环保局\nuscc: {credit_code(1, '11')}\nregion: '990100'\nlevel: city\n")
        self.write("site.yml", SITE)
        self.write("lists/laws/list.yml", LIST)
        self.write("lists/laws/2026-01-01.csv", "number,name\n1,甲法\n2,乙法\n")
        self.write("pages/shuoming.md", PAGE.format(0))
        for name in ROOMS:
            self.write(f"lists/{name}/list.yml", front_matter(described(name)))
        listed(self, "officers", "2020-01-01", {1: "9999-12-31", 2: "9999-12-31"})

    def write(self, path: str, text: str) -> None:
        """Write a content file, with a time of its own so that equal sizes show as changes."""
        target = self.content / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
        self.ticks += 1
        os.utime(target, ns=(self.ticks * 10**9, self.ticks * 10**9))

    def put(self, made: Made) -> None:
        """A decision new or changed."""
        old = self.decisions.get(made.number)
        if old and old.path != made.path:
            (self.content / old.path).unlink(missing_ok=True)
        self.decisions[made.number] = made
        self.write(made.path, made.text())

    def order(self, number: int, action: str, ground: str = "revoked") -> None:
        """An order for a decision."""
        name = ident(100000 + len(self.orders))
        self.orders[name] = number
        self.acts.append((number, action))
        reason = f"ground: {ground}\nreason: 原决定被依法撤销。\n" if action == "withdraw" else ""
        on = f"effective_on: {self.today}\nordered_on: {self.today}\n"
        text = f"id: {name}\naction: {action}\ndecision: {ident(number)}\nagency: jia\n{reason}{on}"
        self.write(f"orders/{self.today.year}/{name}.yml", text)

    def withdrawn(self) -> set[int]:
        """Numbers under a withdrawal that is not taken back."""
        standing: dict[int, int] = {}
        for number, action in self.acts:
            standing[number] = (
                standing.get(number, 0) + 1 if action == "withdraw" else max(0, standing.get(number, 0) - (action == "restore"))
            )
        return {number for number, count in standing.items() if count}

    def same_past(self, output: str) -> None:
        """Give an output that is to be built the release store that `output` has now."""
        folder = self.root / f"{output}.state"
        folder.mkdir()
        shutil.copyfile(self.root / "output.state" / "store.sqlite", folder / "store.sqlite")

    def build(self, output: str = "output", jobs: int = 1, today: date | None = None) -> Report:
        """Build into a folder below the root."""
        request = Request(PROJECT, self.content, self.root / output, today or self.today, jobs=jobs)
        with tasks.workers(jobs) as pool:
            return build(request, self.host or partial(tasks.host, pool=pool), pool)

    def tree(self, output: str = "output") -> dict[str, bytes]:
        """path → bytes of an output."""
        folder = self.root / output
        return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


HISTORY = (
    "data/index.html", "data/resourcesync/", "data/v1/SHA256SUMS", "data/v1/catalog.jsonld", "data/v1/datapackage.json",
    "data/v1/deltas/", "data/v1/index.json", "data/v1/withdrawals", "statistics/2025/index.html",
)  # fmt: skip


Content = TypeVar("Content", bytes, str)  # of a file: its bytes, or their digest


def of_today(tree: dict[str, Content]) -> dict[str, Content]:
    """The files that say nothing of earlier releases: they depend on content and day alone (design.md, law 2)."""
    return {path: content for path, content in tree.items() if not path.startswith(HISTORY)}


# No shrinking: an example is a few edits long, and each try costs several builds.
SLOW = settings(
    max_examples=16, deadline=None, derandomize=True, phases=[Phase.explicit, Phase.generate], suppress_health_check=list(HealthCheck)
)
STARTS = (5, 30, 31, 60, 200, 350, 364)  # days before TODAY on which the decisions of a filled history were made


def filled(root: Path, host: Host | None = None) -> History:
    """A history with some decisions in it, and its first build done. `host`: in the place of the real one."""
    history = History(root, host=host)
    _policy(history, "surname", 12)
    for number, ago in enumerate(STARTS):
        history.put(Made(number, TODAY - timedelta(days=ago), agency="jia" if number % 3 else "yi", party=number // 2))
    history.build()
    return history


numbers = st.integers(0, 7)
days = st.integers(-300, 3).map(lambda offset: TODAY + timedelta(days=offset))
puts = st.tuples(st.just("put"), numbers, days, st.integers(0, 3), st.sampled_from(["jia", "yi"]), st.integers(0, 2))
states = st.sampled_from([("draft", "full"), ("approved", "withheld"), ("approved", "summary"), ("approved", "full")])
lawful = st.one_of(
    facts.map(tuple),  # as one of the alternatives
    puts,
    puts,
    st.tuples(st.just("order"), numbers, st.sampled_from(["withdraw", "withdraw", "repair", "restore"])),
    st.tuples(st.just("day"), st.sampled_from([1, 1, 7, 20])),
    st.tuples(st.just("list"), st.integers(0, 3)),
    st.tuples(st.just("page"), st.integers(0, 3)),
    st.tuples(st.just("site"), st.integers(0, 1)),
    st.tuples(st.just("policy"), st.sampled_from(["surname", "full"]), st.sampled_from([11, 12])),
)
careless = st.one_of(
    st.tuples(st.just("state"), numbers, states),
    st.tuples(st.just("delete"), numbers),
    st.tuples(st.just("break"), numbers),
)


def apply(history: History, edit: tuple[object, ...]) -> None:
    """Carry out one edit."""
    verb, *rest = edit
    EDITS[str(verb)](history, *rest)


def _put(history: History, number: int, on: date, version: int, agency: str, party: int) -> None:
    history.put(Made(number, on, version, agency=agency, party=party))


def _state(history: History, number: int, state: tuple[str, str]) -> None:
    if number in history.decisions:
        made = history.decisions[number]
        made.status, made.scope = state
        history.put(made)


def _delete(history: History, number: int) -> None:
    if number in history.decisions:
        made = history.decisions.pop(number)
        history.former.append(made)
        (history.content / made.path).unlink()


def _order(history: History, number: int, action: str) -> None:
    if number in history.decisions:
        history.order(number, action)


def _day(history: History, offset: int) -> None:
    history.today += timedelta(days=offset)


def _policy(history: History, individuals: str, months: int) -> None:
    history.months = months
    classes = "".join(f"    {name}: {{site_months: {months}, credit_months: {months}}}\n" for name in ("minor", "general", "serious"))
    history.write("policy/privacy.yml", f"individuals: {individuals}\n")
    history.write("policy/periods.yml", f"penalties:\n  - from: 2000-01-01\n    source: 测试\n{classes}")


def _break(history: History, number: int) -> None:
    if number in history.decisions:
        history.decisions[number].status = "broken"
        history.write(history.decisions[number].path, "---\nid: [\n---\n")


EDITS: dict[str, Callable[..., None]] = {
    "put": _put,
    "state": _state,
    "order": _order,
    "delete": _delete,
    "day": _day,
    "list": lambda history, rows: history.write(
        "lists/laws/2026-05-01.csv", "number,name\n" + "".join(f"{row},法{row}\n" for row in range(rows))
    ),
    "page": lambda history, version: history.write("pages/shuoming.md", PAGE.format(version)),
    "site": lambda history, version: history.write("site.yml", SITE + f"contact: 1234{version}\n"),
    "policy": _policy,
    "break": _break,
    **FACTS,
}
