"""`inv search`: what a person and a program see, and the exit codes."""

from __future__ import annotations

import json
import re
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from publish.staff.due_table import width
from tests.content import PROJECT, Content
from tests.offices import Office
from tests.terminal import talk

HERE = Office(PROJECT)
LONG = "绝名某非常长的生态环境化工建材新能源科技发展（集团）股份有限公司第一分公司" * 2


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> Content:
    content = Content(tmp_path_factory.mktemp("verb"))
    content.decision(f"第一段。\n\n{'其他的话，' * 40}偷排污水三吨。{'后来的话，' * 40}", tags=["water"], title=LONG)
    content.decision(decided_on="2026-05-27", published_on="2026-06-02")
    content.build()
    return content


def test_a_search_tells_what_it_makes_what_it_found_and_how_many_of_which(content: Content) -> None:
    done = HERE.run("search", "偷排", "污水", "机关:甲市", "--output", str(content.output))
    assert done.returncode == 0
    assert done.stderr.startswith("正在建索引：2026-05 至 2026-06 共 2 个月的 2 件决定……\n索引建好了，用时 ")
    assert done.stdout.startswith("找到 1 件。\n\n 1. 绝名某")
    assert "偷排污水三吨" in done.stdout
    assert "编号 d000000000000001" in done.stdout
    assert done.stdout.endswith("类别：行政处罚 1\n机关：甲市生态环境局 1\n年份：2026 1\n主题：水污染防治 1\n")
    assert max(map(width, done.stdout.split("\n"))) <= 80
    again = HERE.run("search", "独名", "--limit", "1", "--newest", "--output", str(content.output))
    assert (again.returncode, again.stderr) == (0, "")
    assert "找到 2 件，下面是最新的 1 件" in again.stdout


def test_a_program_gets_json_and_nothing_else(content: Content) -> None:
    done = HERE.run("search", "偷排污水", "--format", "json", "--output", str(content.output))
    found = json.loads(done.stdout)
    (hit,) = found["hits"]
    assert (found["total"], hit["id"], hit["agency_name"], hit["kind_title"]) == (1, "d000000000000001", "甲市生态环境局", "行政处罚")
    assert [hit["snippet"]["text"][start:end] for start, end in hit["snippet"]["marks"]] == ["偷排污水"]
    assert found["facets"]["year"] == [{"value": "2026", "title": "2026", "count": 1}]


@pytest.mark.parametrize(
    ("typed", "code", "said"),
    [
        (["查无此人"], 1, "没有找到"),
        (["abc:1"], 2, "没有 abc: 这一项"),
        (["独名", "--format", "xml"], 2, "--format 应为 text 或 json"),
        (["独名", "--limit", "0"], 2, "--limit 应为 1 至 1000"),
        (["独名", "--limit", "x"], 2, "应写数字"),
        ([], 2, "inv search 后面还要写要查的文字"),
        (["独名", "-独题2"], 0, "找到 1 件"),
    ],
)
def test_the_exit_code_says_whether_something_was_found(content: Content, typed: list[str], code: int, said: str) -> None:
    done = HERE.run("search", *typed, "--output", str(content.output))
    assert done.returncode == code
    assert said in done.stdout + done.stderr


def test_there_must_be_a_site_and_no_build_at_work(content: Content, tmp_path: Path) -> None:
    nowhere = HERE.run("search", "独名", "--output", str(tmp_path / "output"))
    assert (nowhere.returncode, list(tmp_path.iterdir())) == (2, [])
    assert "还没有构建过网站" in nowhere.stderr
    held = sqlite3.connect(content.root / "output.state" / "store.sqlite")
    held.execute("BEGIN EXCLUSIVE")
    busy = HERE.run("search", "独名", "--output", str(content.output))
    held.close()
    assert busy.returncode == 2
    assert "有构建正在使用它" in busy.stderr


def test_searches_at_the_same_time_make_one_index(tmp_path: Path) -> None:
    content = Content(tmp_path)
    for month in range(1, 6):
        content.decision(decided_on=f"2026-{month:02d}-05", published_on="2026-06-03")
    content.build()
    with ThreadPoolExecutor(3) as threads:
        every = list(threads.map(lambda _: HERE.run("search", "独名", "--output", str(content.output)), range(3)))
    assert [done.returncode for done in every] == [0, 0, 0], [done.stderr for done in every]
    assert all("找到 5 件" in done.stdout for done in every)
    assert sorted(path.name for path in (content.root / "output.state" / "search").iterdir()) == [f"2026-0{month}" for month in range(1, 6)]


def test_on_a_terminal_what_was_typed_is_marked(content: Content) -> None:
    seen = talk(HERE, ("search", "股份有限", "--output", str(content.output)), []).screen
    assert seen.count("\x1b[1;4m股份有限\x1b[0m") == 2
    plain = re.sub(r"\x1b\[[0-9;]*m", "", seen)
    assert max(map(width, plain.replace("\r", "").split("\n"))) <= 80
