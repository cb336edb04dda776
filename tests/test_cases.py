"""The rules against `tests/cases/<code>.md`: plain texts to which a lawyer can add. How they are written: `cases/README.md`.

Each case changes the base content (`cases/base/`), runs the gate, and says which findings it expects, by path, line and code.
A code that `publish/` can raise without a bad and a good case fails here.
"""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest

from publish.build import check
from publish.errors import Finding, Level
from publish.fields import half_width
from publish.levels import CODES
from tests.trials import Trial, replaced

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
