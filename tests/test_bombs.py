"""Bombs: content made to keep a reader busy or to eat memory. No file may take more than ten seconds of processor time.

Each run is a process that the kernel ends after ten seconds of processor time; several bombs share one.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest

from publish.build import build
from publish.request import Request
from tests.content import HOST, PROJECT, TODAY, Content
from tests.offices import ended, start

BOMBS = {
    "aliases that grow": "a: &a [x,x]\nb: &b [*a,*a]\nc: &c [*b,*b]\nd: [*c,*c]\n",
    "merge keys": "a: &a {b: c}\nd:\n  <<: *a\n",
    "brackets": "title: " + "[" * 100_000 + "\n",
    "braces": "title: " + "{" * 100_000 + "\n",
    "dashes": "- " * 100_000 + "\n",
    "deep blocks": "".join(" " * depth + "a:\n" for depth in range(1000)),
    "many fields": "".join(f"f{number}: x\n" for number in range(60_000)),
    "one field many times": "title: x\n" * 60_000,
    "a long list": "basis:\n" + "  - x\n" * 100_000,
    "a long key": "k" * 900_000 + ": x\n",
    "a key of lines": "? " + "k\n  " * 50_000 + "\n: x\n",
    "quotes": 'title: "' + '\\"' * 400_000 + '"\n',
    "escapes": 'title: "' + "\\x41" * 200_000 + '"\n',
    "comments": "#\n" * 400_000,
    "tags": "title: !!python/object/apply:os.system [id]\n",
    "documents": "---\n" * 100_000,
    "folded lines": "title: >\n" + "  x\n" * 200_000,
}
BODIES = {
    "open brackets": "[" * 5000, "more open brackets": "[" * 190_000, "closed brackets": "[](" * 60_000, "images": "![" * 90_000,
    "stars": "*a " * 60_000, "strong": "**a" * 60_000, "underscores": "_a__b" * 40_000, "quotes": ">" * 190_000,
    "nested lists": "".join("  " * depth + "- x\n" for depth in range(400)),
    "backticks": "".join("`" * length + "a" for length in range(600)),
    "pipes": "|a" * 90_000 + "\n" + "|-" * 90_000 + "\n", "rows": "|a|b|\n|-|-|\n" + "|x|y|\n" * 25_000,
    "entities": "&amp;" * 39_000, "angle brackets": "<" * 190_000, "tags": "<a " * 60_000, "comments": "<!--" * 45_000,
    "references": "[a]: /x\n" * 20_000 + "[a]" * 10_000, "links in links": "[a](" * 45_000 + ")" * 10_000, "headings": "# a\n" * 45_000,
    "fences": "```\n~~~\n" * 20_000, "digits": "1" * 190_000, "digits apart": "1 " * 95_000, "hyphens": "1-" * 95_000,
    "almost numbers": "1101051949123100" * 11_000, "addresses": "住址" * 90_000, "mail": "a@" * 95_000, "dots": "a.b@c." * 30_000,
    "accounts": "账号：" * 60_000, "ages": "年仅" * 90_000, "amounts": "壹" * 190_000,
    "amounts with units": "壹拾" * 95_000, "laws": "《" * 190_000,
    "laws closed": "《》" * 90_000, "money": "罚款" * 90_000, "full width": "１３９" * 60_000,
    "commas": "1," * 95_000, "blanks": " " * 190_000,
    "combining": "a" + "\u0301" * 190_000, "phones": "电话：0591-" * 25_000,
    "names": "马建国、" * 45_000,
}  # fmt: skip
SHARED = [list(BODIES)[start : start + 2] for start in range(0, len(BODIES), 2)]


def limited(folder: str) -> None:
    """Build a content within the limit, in this process, and print how many findings it has."""
    resource.setrlimit(resource.RLIMIT_CPU, (10, 10))
    root = Path(folder)
    print(len(build(Request(PROJECT, root / "content", root / "output", TODAY), HOST, None).findings))


def built_in_ten_seconds(folder: Path) -> int:
    """How many findings a build of a content has, made in a process with the limit."""
    done = ended(partial(start, [str(folder)], PROJECT, os.environ, call="tests.test_bombs:limited"))
    assert done.returncode == 0, done.stderr[-2000:] or "more than ten seconds"
    return int(done.stdout)


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_in_yaml_ends_in_a_finding(tmp_path: Path, name: str) -> None:
    content = Content(tmp_path)
    content.decision()
    content.write("decisions/jia/2026/d000000000000009.md", f"---\n{BOMBS[name]}---\n\n正文\n")
    content.write("orders/2026/r000000000000001.yml", BOMBS[name])
    content.write("policy/vocabulary.yml", BOMBS[name])
    assert built_in_ten_seconds(tmp_path) >= 1


@pytest.mark.parametrize("names", [pytest.param(names, id=", ".join(names)) for names in SHARED])
def test_bombs_in_markdown_keep_nobody_waiting(tmp_path: Path, names: list[str]) -> None:
    content = Content(tmp_path)
    for number, name in enumerate(names):
        content.decision(BODIES[name])
        content.write(f"pages/mian-{number}.md", f"Title: 说明\nSlug: mian-{number}\n\n正文\n\n{BODIES[name]}\n")
    built_in_ten_seconds(tmp_path)


def test_a_file_with_thousands_of_faults_lists_the_first_hundred_and_is_held(tmp_path: Path) -> None:
    content = Content(tmp_path)
    content.decision("\n\n".join(["联系人：13800138000"] * 3000))
    report = content.build()
    assert report.decisions["held"] == 1
    assert len(report.findings) == 100
    assert "还有 " in max(report.findings, key=lambda one: one.line).message


def test_the_limit_ends_a_process() -> None:
    busy = "import resource; resource.setrlimit(resource.RLIMIT_CPU, (1, 1))\nwhile True: pass"
    assert subprocess.run([sys.executable, "-c", busy], check=False).returncode < 0
