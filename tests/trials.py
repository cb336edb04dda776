"""A trial of a rule case (`cases/README.md`): a copy of the base content, changed as the case says, and judged by the gate."""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import chain
from pathlib import Path

from publish import compressed
from publish.build import build
from publish.release import origins
from publish.release.content import commit_of
from publish.release.traces import TracesFound
from publish.request import Release, Request
from publish.tracing.absence import Trace
from publish.work import Work
from tests import papers
from tests.repositories import Repository
from tests.signing import session_keys, trust

PROJECT = Path(__file__).parent.parent
BASE = Path(__file__).parent / "cases" / "base"
TODAY = date(2026, 6, 15)


@dataclass
class Trial:
    """A copy of the base content, changed as a case says, and judged."""

    root: Path
    today: date = TODAY
    last: str = ""  # the commit that was released last
    told: list[Trace] = field(default_factory=list)  # found in what would be served

    def __post_init__(self) -> None:
        self.content = self.root / "content"
        shutil.copytree(BASE, self.content)

    @property
    def request(self) -> Request:
        made = Request(PROJECT, self.content, self.root / "output", self.today)
        found = TracesFound(self.told).findings
        if self.last:
            found += origins.findings(self.content, commit_of(self.content), [origins.Origin(self.last, "")])
        return replace(made, release=Release(findings=found)) if found or self.last else made

    def apply(self, word: str, text: str) -> None:
        """One block: lines replaced (`改 路径`), things done (`做`), or a whole file (its path)."""
        if word == "做":
            for line in text.splitlines():
                verb, *words = line.split()
                VERBS[verb](self, *words)
        elif word.startswith("改 "):
            path = self.content / word.removeprefix("改 ").strip()
            path.write_text(replaced(path.read_text("utf-8"), text), encoding="utf-8")
        else:
            path = self.content / word
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")

    def publish(self) -> None:
        """Build with a host that writes one byte for each file: what was public before."""
        build(self.request, _one_byte, None)

    def encode(self, path: str, encoding: str) -> None:
        text = (self.content / path).read_text("utf-8")
        ends = text.replace("\n", "\r\n") if encoding.endswith("+crlf") else text
        (self.content / path).write_bytes(ends.encode(encoding.removesuffix("+crlf")))

    def grow(self, path: str, characters: str) -> None:
        with (self.content / path).open("a", encoding="utf-8") as file:
            file.write("字" * int(characters) + "\n")

    def attach(self, path: str, *words: str) -> None:
        papers.write(self.content / path, " ".join(words))

    def pad(self, path: str, characters: str) -> None:
        """More bytes where they say nothing: in a comment of a PDF."""
        head, end, tail = (self.content / path).read_bytes().rpartition(b"startxref")
        (self.content / path).write_bytes(head + b"%" + b"." * int(characters) + b"\n" + end + tail)

    def link(self, path: str, target: str) -> None:
        (self.root / "outside").mkdir(exist_ok=True)
        (self.content / path).parent.mkdir(parents=True, exist_ok=True)
        (self.content / path).symlink_to(target)

    def copy(self, path: str, to: str) -> None:
        (self.content / to).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(self.content / path, self.content / to)

    def move(self, path: str, to: str) -> None:
        self.copy(path, to)
        (self.content / path).unlink()

    def _trust_file(self, name: str) -> Path:
        folder = self.root / "content.trust"
        if not folder.exists():
            trust(folder)
        return folder / name

    def trust(self, person: str, roles: str, *options: str) -> None:
        with self._trust_file("allowed_signers").open("a", encoding="utf-8") as file:
            said = dict(option.split("=") for option in options)
            file.write(session_keys().line(person, roles, said.pop("钥匙", ""), **said))

    def revoke(self, person: str) -> None:
        with self._trust_file("revoked_keys").open("a", encoding="utf-8") as file:
            file.write(session_keys().public(person) + "\n")

    def need(self, agency: str, *options: str) -> None:
        said = dict(option.split("=") for option in options)
        demand = {"since": said.get("从"), "unsigned": said["除"].split(",") if "除" in said else None}
        trust_policy = {agency: {name: value for name, value in demand.items() if value}}
        self._trust_file("policy.yml").write_text(json.dumps({"agencies": trust_policy}), encoding="utf-8")

    def sign(self, ident: str, role: str, person: str, *options: str) -> None:
        said = dict(option.split("=") for option in options)
        session_keys().sign(self.content, ident, role, person, said.get("用途", ""))

    def show(self, series: str, seq: str) -> None:
        """The index of a site that was released: of the store's own series, or of one that is named."""
        if series == "同一系列":
            with sqlite3.connect(self.request.state / "store.sqlite") as store:
                series = json.loads(store.execute("SELECT value FROM part WHERE name = 'series'").fetchone()[0])["series"]
        index = {"series": series, "seq": int(seq), "published_on": "2026-05-01", "state_hash": ""}
        path = self.request.output / "data/v1/index.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(index), encoding="utf-8")

    def withdrew(self, *ids: str) -> None:
        """What a site that was released tells to be withdrawn."""
        path = self.request.output / "data/v1/withdrawals.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps([{"id": ident, "reason": "withdrawn"} for ident in ids]), encoding="utf-8")

    def commit(self, *words: str) -> None:
        """Commit the content; with words, in place of the commits before."""
        repository = Repository(self.root)
        steps = [["init", "--quiet"], ["checkout", "--quiet", "--orphan", "new"]] if words else [["init", "--quiet"]]
        for step in [*steps, ["add", "-A"], ["commit", "--quiet", "--allow-empty", "-m", "改" + "".join(words)]]:
            assert repository.git(*step, cwd=self.content).returncode == 0

    def released(self) -> None:
        """The commit that is there now was released last."""
        self.last = commit_of(self.content)

    def reset(self, commits: str) -> None:
        assert Repository(self.root).git("reset", "--quiet", "--hard", f"HEAD~{commits}", cwd=self.content).returncode == 0

    def at(self, day: str) -> None:
        self.today = date.fromisoformat(day)


VERBS: dict[str, Callable[..., None]] = {
    "先公开": Trial.publish,
    "删除": lambda trial, path: (trial.content / path).unlink(),
    "复制": Trial.copy,
    "移动": Trial.move,
    "另存为": Trial.encode,
    "加长": Trial.grow,
    "附件": Trial.attach,
    "撑大": Trial.pad,
    "链接": Trial.link,
    "日期": Trial.at,
    "网站显示": Trial.show,
    "网站撤回过": Trial.withdrew,
    "提交": Trial.commit,
    "已发布": Trial.released,
    "退回": Trial.reset,
    "会露出": lambda trial, record: trial.told.append(Trace(record, "当事人名称", "index.html", "", 7, "原文")),
    "信任": Trial.trust,
    "吊销": Trial.revoke,
    "须签名": Trial.need,
    "签名": Trial.sign,
}


def replaced(text: str, changes: str) -> str:
    """A text with lines `- old` replaced by the lines `+ new` that follow them; each group of old lines stands once."""
    lines = text.split("\n")
    for group in re.finditer(r"((?:^-(?: .*)?\n)+)((?:^\+(?: .*)?\n)*)", changes, re.MULTILINE):
        old, new = ([line[2:] for line in part.splitlines()] for part in group.groups())
        places = [start for start in range(len(lines)) if lines[start : start + len(old)] == old]
        assert len(places) == 1, f"应恰好出现一次，实际 {len(places)} 次：{old}"
        lines[places[0] : places[0] + len(old)] = new
    return "\n".join(lines)


def _one_byte(work: Work) -> None:
    for output in chain(work.pages, chain.from_iterable(work.batches), chain.from_iterable(work.closing)):
        work.report(compressed.put(work.output, output.path, b"x"))
