"""Attachments through the gate and a build: a secret in one never reaches the site, and comes down if it does."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from publish.build import build
from publish.errors import Finding, Level
from tests.content import HOST, Content, Fields, codes
from tests.papers import chunk, jpeg, pdf, png, segment

NUMBER = "11010519491231002X"
SECRET = f"身份证号码：{NUMBER}"
PDF, PNG, JPG = (f"decisions/jia/2026/yi.{ending}" for ending in ("pdf", "png", "jpg"))


@pytest.fixture
def content(tmp_path: Path) -> Content:
    return Content(tmp_path)


def beside(*paths: str) -> Fields:
    return {"attachments": [{"path": path.rpartition("/")[2], "title": "决定书"} for path in paths]}


def said(found: list[Finding], code: str) -> list[str]:
    return [one.message for one in found if one.code == code]


def told(content: Content) -> str:
    """All that the state keeps of the content's attachments."""
    with sqlite3.connect(content.root / "output.state" / "state.sqlite") as database:
        return "".join(text for (text,) in database.execute("SELECT text FROM filed"))


def test_a_number_in_an_attachment_holds_the_decision_and_says_where(content: Content) -> None:
    content.write(PDF, pdf("决定书", SECRET))
    one, other = content.decision(**beside(PDF)), content.decision()
    assert content.publish() == 0
    assert content.public(other)
    assert content.holding(*content.words(one), NUMBER) == set()
    (words,) = said(content.check(), "privacy.id_number")
    assert "附件 1.pdf 第 2 页" in words
    assert NUMBER[:6] not in words


def test_a_number_that_goes_on_over_the_page_is_found(content: Content) -> None:
    content.write(PDF, pdf(f"决定书\n负责人 {NUMBER[:9]}", f"{NUMBER[9:]}，男", "2026年"))
    content.decision(**beside(PDF))
    (words,) = said(content.check(), "privacy.id_number")
    assert "第 1 页到第 2 页" in words


def test_the_line_is_that_of_the_attachment(content: Content) -> None:
    content.write(PDF, pdf(SECRET))
    content.write(PNG, png())
    one = content.decision()
    text = (content.folder / content.where(one)).read_text("utf-8")
    block = "attachments:\n  - path: yi.png\n    title: 一\n  - path: yi.pdf\n    title: 二\n---\n"
    content.write(content.where(one), text.replace("---\n\n", f"{block}\n", 1))
    found = [found for found in content.check() if found.code == "privacy.id_number"]
    lines = (content.folder / content.where(one)).read_text("utf-8").splitlines()
    assert [lines[one.line - 1].strip() for one in found] == ["- path: yi.pdf"]


@pytest.mark.parametrize("path", [PNG, JPG])
def test_what_a_picture_says_of_itself_is_judged(content: Content, path: str) -> None:
    made = png(chunk(b"tEXt", b"a\0" + SECRET.encode())) if path == PNG else jpeg(segment(0xFE, SECRET.encode()))
    content.write(path, made)
    one = content.decision(**beside(path))
    assert content.publish() == 0
    assert not content.public(one)
    assert codes(content.check(), Level.hold) == ["privacy.id_number"]


def test_the_full_name_of_a_masked_person_in_an_attachment_holds(content: Content) -> None:
    content.write(PDF, pdf("当事人：张三丰，男"))
    one = content.person("张三丰", title="个人焚烧秸秆案", facts="焚烧秸秆。", **beside(PDF))
    assert content.publish() == 0
    assert not content.public(one)
    assert "privacy.other_person" in codes(content.check(), Level.hold)


def test_a_public_decision_whose_attachment_now_holds_a_number_comes_down_at_once(content: Content) -> None:
    content.write(PDF, pdf("决定书"))
    one, other = content.decision(**beside(PDF)), content.decision()
    assert content.publish() == 0
    assert content.public(one)
    content.write(PDF, pdf(SECRET))
    content.write("policy/gate.yml", "levels: [\n")  # a stop of another cause does not keep it up
    assert content.publish() == 1
    assert not content.public(one)
    assert content.public(other)
    assert content.holding(*content.words(one), NUMBER) == set()


def test_a_public_decision_whose_attachment_can_no_longer_be_read_stops_and_stays_as_it_was(content: Content) -> None:
    content.write(PDF, pdf("决定书"))
    one = content.decision(**beside(PDF))
    assert content.publish() == 0
    before = content.tree()
    content.write(PDF, pdf("决定书")[:-30])
    assert content.publish() == 1
    assert content.tree() == before
    assert content.public(one)
    assert set(codes(content.check(), Level.hold)) == {"load.type", "set.vanished"}


def test_a_mended_attachment_lets_the_decision_out_and_the_state_forgets_the_number(content: Content) -> None:
    content.write(PDF, pdf(SECRET))
    one = content.decision(**beside(PDF))
    content.build()
    assert NUMBER in told(content)
    content.write(PDF, pdf("决定书"))
    content.build()
    assert content.public(one)
    assert NUMBER not in told(content)
    assert NUMBER.encode() not in (content.root / "output.state" / "state.sqlite").read_bytes()


def test_an_attachment_that_a_summary_leaves_out_is_not_judged(content: Content) -> None:
    content.write(PDF, pdf(SECRET))
    summary = {"office": "办公室", "on": "2026-06-02", "scope": "summary", "reason": "商业秘密", "omit": ["attachments"]}
    one = content.decision(**beside(PDF), clearance=summary)
    assert content.publish() == 0
    assert content.public(one)
    assert [path for path in content.tree() if path.endswith(".pdf")] == []


def test_a_file_that_no_decision_names_is_nobodys_fault(content: Content) -> None:
    content.write(PDF, pdf(SECRET)[:-30])
    one = content.decision()
    assert content.publish() == 0
    assert content.public(one)
    assert codes(content.check(), Level.hold) == []


def test_an_attachment_that_did_not_change_is_not_read_again(content: Content) -> None:
    content.write(PDF, pdf("决定书"))
    one = content.decision(**beside(PDF))
    content.build()
    with sqlite3.connect(content.root / "output.state" / "state.sqlite") as database:
        database.execute("UPDATE filed SET text = replace(text, '决定书', ?) WHERE path = ?", (SECRET, PDF))
    content.edit(one, tags=["shui"])
    assert said(content.check(), "privacy.id_number")  # judged by what was kept


def test_a_reading_that_was_lost_holds(content: Content) -> None:
    content.write(PDF, pdf("决定书"))
    one = content.decision(**beside(PDF))
    content.build()
    with sqlite3.connect(content.root / "output.state" / "state.sqlite") as database:
        database.execute("DELETE FROM filed WHERE path = ?", (PDF,))
    content.edit(one, tags=["shui"])
    assert "load.type" in codes(content.check(), Level.hold)


@pytest.fixture
def pool() -> Iterator[Executor]:
    with ProcessPoolExecutor(2, mp_context=get_context("forkserver")) as workers:
        yield workers


def test_workers_read_attachments_as_one_process_does(content: Content, pool: Executor) -> None:
    for number in range(60):
        path = f"decisions/jia/2026/{number}.pdf"
        content.write(path, pdf(SECRET if number % 7 == 0 else "决定书"))
        content.decision(**beside(path))
    alone = content.check()
    other = Content(content.root / "other")
    request = other._request(None)
    for file in content.folder.rglob("*.*"):
        other.write(file.relative_to(content.folder).as_posix(), file.read_bytes())
    report = build(request, HOST, pool)
    assert sorted(map(str, alone)) == sorted(map(str, report.findings))
    assert len(said(alone, "privacy.id_number")) == 9


PRINTED = f"""<meta charset="utf-8"><h1>行政处罚决定书</h1><p>当事人：甲市清源化工有限公司，罚款壹拾万元整。efficient office</p>
<table border="1"><tr><td>负责人</td><td style="letter-spacing: 6px">{NUMBER}</td></tr></table>
<p style="width: 6em; word-break: break-all">联系电话13800138000</p>"""


def test_what_a_browser_prints_is_read_as_it_was_written(content: Content, chromium: Browser) -> None:
    page = chromium.new_page()
    page.set_content(PRINTED)
    content.write(PDF, page.pdf())
    page.close()
    content.decision(**beside(PDF))
    assert set(codes(content.check(), Level.hold)) == {"privacy.id_number", "privacy.mobile"}
    assert "罚款壹拾万元整。efficient office" in told(content)
