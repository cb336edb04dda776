"""The rules against `tests/cases/<code>.md`: plain texts to which a lawyer can add. How they are written: `cases/README.md`.

Each case changes the base content (`cases/base/`), runs the gate, and says which findings it expects, by path, line and code.
A code that `publish/` can raise without a bad and a good case fails here.
"""

from __future__ import annotations

import ast
import json
import re
import shutil
import sqlite3
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from itertools import chain
from pathlib import Path

import pytest

from publish import tree
from publish.build import build, check
from publish.errors import Finding, Level
from publish.fields import half_width
from publish.levels import CODES
from publish.request import Request
from publish.work import Work
from tests import papers
from tests.signing import session_keys, trust

PROJECT = Path(__file__).parent.parent
CASES = Path(__file__).parent / "cases"
BASE = CASES / "base"
TODAY = date(2026, 6, 15)
NOTHING = "无"
BLOCK = re.compile(r"^```(?P<info>[^\n`]+)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
CHARACTER = re.compile(r"\{U\+([0-9A-F]{4,5})\}")
MESSAGE = re.compile(r"[^:\n]+:[1-9]\d* [a-z]+\.[a-z_]+ [^\n]*[\u4e00-\u9fff][^\n]*。")


@dataclass
class Case:
    """One `## ` section of a case file: what it changes in the base, in order, and what the gate must find."""

    code: str
    title: str
    changes: list[tuple[str, str]] = field(default_factory=list)  # the word (or path) of a block, its text
    expected: list[list[str]] | None = None  # place, code, and where the case says so the level
    level: Level = Level.hold
    secrets: list[str] = field(default_factory=list)

    @property
    def bad(self) -> bool:
        """Whether the rule must speak up."""
        return any(said[1] == self.code for said in self.expected or [])

    @property
    def name(self) -> str:
        return f"{self.code}: {self.title}"

    def compares(self, finding: Finding) -> bool:
        """Whether a finding has to be expected: each that holds or stops; of warnings only the case's own and those it names."""
        named = {self.code, *(said[1] for said in self.expected or [])}
        return finding.level > Level.warn or (self.level is Level.warn and finding.code in named)


def parsed(code: str, text: str) -> list[Case]:
    """The cases of a file. Its opening, before the first `## `, is for readers."""
    return [_case(code, section) for section in re.split(r"^## ", text, flags=re.MULTILINE)[1:]]


def _case(code: str, section: str) -> Case:
    case = Case(code, section.partition("\n")[0].strip())
    for block in BLOCK.finditer(section):
        word, _, rest = block["info"].strip().partition(" ")
        text = CHARACTER.sub(lambda one: chr(int(one[1], 16)), block["text"])
        if word == "发现":
            case.level = Level[rest] if rest else Level.hold
            case.expected = sorted(line.split() for line in text.splitlines() if line not in ("", NOTHING))
        elif word == "秘密":
            case.secrets += text.split()
        else:
            case.changes.append((block["info"].strip(), text))
    return case


def every_case() -> list[Case]:
    return [case for path in sorted(CASES.glob("*.*.md")) for case in parsed(path.stem, path.read_text("utf-8"))]


@dataclass
class Trial:
    """A copy of the base content, changed as a case says, and judged."""

    root: Path
    today: date = TODAY

    def __post_init__(self) -> None:
        self.content = self.root / "content"
        shutil.copytree(BASE, self.content)

    @property
    def request(self) -> Request:
        return Request(PROJECT, self.content, self.root / "output", self.today)

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
        tree.write(work.output, output.path, b"x")
        work.report([(output.path, "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881", 1, True)])


def found_in(case: Case, folder: Path) -> list[Finding]:
    trial = Trial(folder)
    for change in case.changes:
        trial.apply(*change)
    return check(trial.request, None)


def assert_well_said(finding: Finding, secrets: list[str]) -> None:
    """`path:line code message`, in Chinese, one line, what to do, and nothing that must stay secret."""
    assert MESSAGE.fullmatch(str(finding)), finding
    assert re.search("请|须", finding.message), f"没有说怎么办：{finding}"
    squeezed = re.sub(r"[\W_]", "", half_width(str(finding))).upper()
    for secret in secrets:
        assert secret.upper() not in squeezed, f"说出了秘密：{finding.code}"


@pytest.mark.parametrize("case", every_case(), ids=lambda case: case.name)
def test_the_gate_finds_what_the_case_says(case: Case, tmp_path: Path) -> None:
    assert case.expected is not None, f"{case.name}: 没有“发现”一块"
    found = found_in(case, tmp_path)
    told = sorted([f"{one.path}:{one.line}", one.code, one.level.name] for one in found if case.compares(one))
    wanted = [[*said, here[2]] if len(said) == 2 else said for said, here in zip(case.expected, told, strict=False)]
    assert told == wanted + case.expected[len(told) :], f"{case.name}\n" + "\n".join(map(str, found))
    for finding in found:
        assert_well_said(finding, case.secrets)


def test_the_base_content_has_no_finding_at_all(tmp_path: Path) -> None:
    assert found_in(Case("", ""), tmp_path) == []


def test_every_code_that_can_be_raised_has_a_bad_case_and_a_good_one() -> None:
    raised = {
        node.value
        for path in (PROJECT / "publish").rglob("*.py")
        if path.name != "levels.py"
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant) and node.value in CODES
    }
    cases: dict[str, set[bool]] = defaultdict(set)
    for case in every_case():
        cases[case.code].add(case.bad)
    assert cases.keys() <= set(CODES)
    assert [code for code in CODES if code in raised and cases[code] != {True, False}] == []


def test_case_titles_are_told_apart() -> None:
    names = [case.name for case in every_case()]
    assert sorted({name for name in names if names.count(name) > 1}) == []


def test_a_replacement_that_matches_no_line_or_two_is_refused() -> None:
    assert replaced("a\nb\nc\n", "- b\n+ x\n+ y\n") == "a\nx\ny\nc\n"
    assert replaced("a\nb\nc\n", "- a\n- b\n") == "c\n"
    for changes in ("- d\n+ e\n", "- a\n+ b\n"):
        with pytest.raises(AssertionError):
            replaced("a\na\n", changes)
