"""Histories of a site for the tests of search: contents of some hundred decisions that change in every way, small limits, quick builds.

The host makes the files of search and of the data as every build does, and of a page only a mark.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial
from itertools import chain, islice
from pathlib import Path
from random import Random
from typing import Any

import pytest
from jinja2 import Environment

from plugins.rendering import Target, making
from publish import compressed, tree
from publish.build import build
from publish.exports import ROOT as DATA
from publish.reporting import Report
from publish.request import Host, Request
from publish.search import ROOT, lists, numbering, planning, records, spaces, texts, whole
from publish.work import Work
from tests.content import PROJECT, TODAY, Content, credit_code, officers_list

FIRST = TODAY - timedelta(days=120)
TOPICS = ("air", "water", "noise", "soil", "waste")
AGENCIES = ("jia", "yi", "bing", "ding", "wu", "ji")
KINDS: dict[str, dict[str, Any]] = {
    "penalty": {"penalty": {"violation_type": "超标", "categories": ["罚款"], "fine_yuan": "4000"}},
    "permit": {"permit": {"document_title": "书", "category": "普通", "result": "granted"}},
    "coercion": {"coercion": {"measure": "代履行"}},
}
CHARACTERS = "江苏宏达化工重长乐曾解有限公司AB12（）·"


def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Limits so small that a few hundred decisions meet every one of them."""
    for room, limits in {
        lists: {"LONG": 6}, spaces: {"HEAVIEST": 40, "SHORT": 2}, records: {"MOST": 4}, texts: {"MOST": 8},
        planning: {"FEW": 10, "SHARE": 20}, numbering: {"TOPICS": 8, "AGENCIES": 8, "SLOTS": 32},
        whole: {"PIECE": 7, "MANY": 3000},
    }.items():  # fmt: skip
        for name, limit in limits.items():
            monkeypatch.setattr(room, name, limit)


def host(work: Work, batches: int | None = None) -> None:
    """Make search and data; `batches`: how many before the last are made, all without it."""
    target = Target(str(work.output), tuple(sorted(work.folders.items())), work.site.model_dump_json(), ("", ()))
    every = chain([work.pages], work.batches, work.closing)
    for output in chain.from_iterable(every if batches is None else islice(every, batches)):
        if output.path.startswith((DATA, ROOT)):
            work.report(chain.from_iterable(making(target, Environment())([output])))
        else:
            work.report(compressed.put(work.output, output.path, tree.GENERATOR + output.path.encode()))


def dying(batches: int, end: Callable[[], object]) -> Host:
    """A host that ends after some batches."""

    def made(work: Work) -> None:
        host(work, batches)
        end()

    return made


def fail() -> None:
    """The end of a host that fails."""
    raise OSError("the host died")


@dataclass
class Town:
    """A content that changes at random, always the same for the same seed."""

    root: Path
    seed: int = 1
    content: Content = field(init=False)
    rng: Random = field(init=False)
    today: date = TODAY
    up: list[str] = field(default_factory=list)  # ids of decisions that may be public
    orders: dict[str, str] = field(default_factory=dict)  # decision → its standing order

    def __post_init__(self) -> None:
        self.content, self.rng = Content(self.root), Random(self.seed)
        for slug in AGENCIES[:3]:
            self.agency(slug)
        for path, text in officers_list().items():
            self.content.write(path, text)

    def agency(self, slug: str, name: str = "") -> None:
        """An agency, new or with another name."""
        code = credit_code(10 + AGENCIES.index(slug), "11")
        self.content.write(f"agencies/{slug}.yml", f"name: {name or slug}生态环境局\nuscc: {code}\nregion: '990100'\nlevel: city\n")

    def agencies(self) -> list[str]:
        """Those that there are."""
        return sorted(path.stem for path in (self.content.folder / "agencies").iterdir())

    def name(self) -> str:
        """Of a company or a person."""
        return "".join(self.rng.choices(CHARACTERS, k=self.rng.randint(2, 9))).strip("·（）") or "江"

    def party(self) -> dict[str, Any]:
        """Some party, often one that others have as well."""
        if self.rng.random() < 0.2:
            return {"type": "individual", "name": "江" + self.rng.choice("苏宏达") + self.rng.choice("化工")}
        code = self.rng.randint(1, 40)
        return {"type": "organization", "name": f"独{self.name()}公司", "uscc": credit_code(code)}

    def day(self) -> date:
        """Of a decision: often one of a few days."""
        return FIRST + timedelta(days=self.rng.choice([self.rng.randint(0, 110), 30, 31, 32, 60]))

    def fields(self) -> dict[str, Any]:
        """Those of a new decision."""
        day, kind = self.day(), self.rng.choice(list(KINDS))
        number = f"{self.rng.choice('甲乙')}环罚〔{self.rng.choice((2025, 2026))}〕{self.rng.randint(1, 10**6)}号"
        return {
            "title": f"{self.name()}案", "party": self.party(), "agency": self.rng.choice(self.agencies()), "kind": kind, "penalty": None,
            "document_number": number, "decided_on": str(day), "published_on": str(day + timedelta(days=2)), "facts": self.text(),
            "tags": self.tags(), "clearance": self.clearance(), **KINDS[kind],
        }  # fmt: skip

    def clearance(self) -> dict[str, Any]:
        """Of a decision that is public, in full or with some fields left out."""
        cleared = {"office": "内部办公室", "on": "2026-02-02", "scope": "full"}
        if self.rng.random() < 0.8:
            return cleared
        omit = self.rng.sample(("document_number", "facts", "body", "uscc"), 2)
        return {**cleared, "scope": "summary", "reason": "内部的理由", "omit": omit}

    def tags(self) -> list[str]:
        """A set of topics."""
        return self.rng.sample(TOPICS, self.rng.choice((0, 1, 1, 2, 3)))

    def text(self) -> str:
        """Some facts."""
        return "".join(self.rng.choices("超标排放废水" + CHARACTERS, k=self.rng.randint(4, 20)))

    def add(self, count: int = 1) -> None:
        """New decisions."""
        self.up += [self.content.decision(self.text(), **self.fields()) for _ in range(count)]

    def some(self) -> str:
        """A decision that may be public."""
        return self.rng.choice(self.up)

    def edit(self, names: tuple[str, ...]) -> None:
        """Change some fields of a decision."""
        new = self.fields()
        self.content.edit(self.some(), **{name: new[name] for name in names})

    def write_anew(self) -> None:
        """Change the text of a decision."""
        self.content.edit(self.some(), self.text())

    def reclassify(self) -> None:
        """Change the kind of a decision."""
        kind = self.rng.choice(list(KINDS))
        self.content.edit(self.some(), kind=kind, **{**dict.fromkeys(KINDS), **KINDS[kind]})

    def take_down(self, ident: str) -> None:
        """End a decision's time in public, in one of the ways."""
        self.up.remove(ident)
        match self.rng.randint(0, 3):
            case 0:
                self.orders[ident] = self.content.order(ident, agency="jia")
            case 1:
                self.content.edit(ident, public_until=str(self.today - timedelta(days=1)))
            case 2:
                cleared = {"office": "内部办公室", "on": "2026-02-02", "scope": "full"}
                self.content.edit(ident, "电话 139 1234 5678", clearance=cleared)
            case 3:
                self.content.order(ident, agency="jia")
                self.content.delete(self.content.where(ident))

    def restore(self) -> None:
        """Take a withdrawal back."""
        if self.orders:
            ident = self.rng.choice(sorted(self.orders))
            del self.orders[ident]
            self.content.order(ident, action="restore", agency="jia")
            self.up.append(ident)

    def request(self, output: str) -> Request:
        """A build of the town."""
        return Request(PROJECT, self.content.folder, self.root / output, self.today)

    def build(self, output: str = "output", host: Host = host) -> Report:
        """Build, in this process."""
        return build(self.request(output), host, None)

    def clean(self, output: str = "clean", past: bool = True) -> Report:
        """Build from nothing. `past`: with the release store that `output` has now."""
        for folder in (output, f"{output}.state"):
            shutil.rmtree(self.root / folder, ignore_errors=True)
        if past and (self.root / "output.state").exists():
            (self.root / f"{output}.state").mkdir()
            shutil.copyfile(self.root / "output.state" / "store.sqlite", self.root / f"{output}.state" / "store.sqlite")
        return self.build(output)

    def kill(self, batches: int) -> None:
        """A build that is killed after some batches: another process, which ends without a word."""
        if (child := os.fork()) == 0:
            try:
                self.build(host=dying(batches, partial(os._exit, 9)))
            finally:
                os._exit(1)
        os.waitpid(child, 0)

    def search(self, output: str = "output") -> dict[str, bytes]:
        """Path → bytes of all files of search."""
        folder = self.root / output
        return {path.relative_to(folder).as_posix(): path.read_bytes() for path in (folder / ROOT).rglob("*") if path.is_file()}
