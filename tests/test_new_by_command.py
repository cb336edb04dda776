"""inv new as a clerk uses it: questions in Chinese, each answer checked at once, a whole file at the end or none."""

from __future__ import annotations

import re
import subprocess
from datetime import date
from pathlib import Path
from random import Random

import pytest

from publish.load import Filed, load
from publish.model import KINDS, DecisionFile
from publish.staff import desk, placing
from publish.staff.forms import Situation
from publish.staff.interview import interview
from publish.staff.questions import questions
from tests.clerk import BY_KIND, PENALTY, options
from tests.copies import PROJECT, TODAY, tree
from tests.offices import Office
from tests.terminal import CTRL_C, CTRL_D, talk


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office.of(tmp_path)


@pytest.fixture
def published(tmp_path: Path, sample_site: Path) -> Office:
    """An office whose site was built."""
    return Office.of(tmp_path, sample_site)


def filed(office: Office, screen: str) -> Filed:
    """The decision that a command says it wrote."""
    path = re.search(r"已写好 content/(decisions/[a-z]+/\d{4}/[0-9a-z]{16}\.md)", screen)
    assert path is not None, screen
    return load("decision", path[1], (office.root / "content" / path[1]).read_bytes())


def new(office: Office, kind: str, *words: str) -> subprocess.CompletedProcess[str]:
    return office.run("new", kind, *words, "--today", TODAY)


def test_a_penalty_asked_for_with_wrong_answers_and_right_ones_is_a_whole_file_that_passes_the_gate(published: Office) -> None:
    done = talk(published, ("new", "行政处罚", "--today", TODAY), PENALTY)
    assert done.code == 0, done.screen
    for words in (
        "应为 1 到 6 之间的序号", "这一项必填", "应为日期，写作", "晚于今天", "应为 18 位", "校验位不对", "以 92 开头", "手机号码 13…00",
        "应为 1 到 16 之间的序号", "以元为单位", "晚于作出决定的日期", "至少要有 2 人", "早于送审日期", "应写作 时:分:秒", "不能倒填",
    ):  # fmt: skip
        assert f"× {words}" in done.screen or words in done.screen.split("×", 1)[1], words
    assert "没有发现问题。\n下一次构建就公开。" in done.screen
    one = filed(published, done.screen)
    assert (one.findings, one.body) == ([], "")
    record = one.record
    assert isinstance(record, DecisionFile)
    assert record.penalty is not None
    assert (record.status, str(record.published_on), record.basis[1]) == ("approved", TODAY, "《排污许可管理条例》第三十四条")
    assert (record.penalty.categories, record.penalty.valid_until, record.tags) == (["罚款", "责令停产整治"], "long", ["water"])
    assert record.case is not None
    assert record.case.officers == ["99011122", "99011048"]
    assert record.review is not None
    assert (record.review.triggers, record.review.officer, len(record.review.items)) == (["major_rights"], "99011159", 7)
    assert [(entry.no, entry.medium) for entry in record.records] == [
        (1, "text"),
        (2, "text"),
        (3, "video"),
        (4, "text"),
        (5, "text"),
        (6, "text"),
    ]
    checked = published.run("check", "--today", TODAY)
    assert record.id not in checked.stdout


@pytest.mark.parametrize("kind", BY_KIND)
def test_every_kind_can_be_written_without_questions_and_passes_the_gate(published: Office, kind: str) -> None:
    done = new(published, KINDS[kind], *options(kind))
    assert done.returncode == 0, done.stderr
    assert "没有发现问题。\n下一次构建就公开。" in done.stdout, done.stdout
    one = filed(published, done.stdout)
    assert not one.findings
    assert isinstance(one.record, DecisionFile)
    assert (one.record.kind, one.record.status) == (kind, "approved")
    assert published.run("check", "--today", TODAY).stdout.count(one.record.id) == 0


def test_without_a_clearance_it_is_a_draft_and_says_what_else_stands_in_the_way(office: Office) -> None:
    texts = {"title": "甲某化工案", "conclusion": "罚款人民币60000元"}
    done = new(office, "penalty", *options("penalty", clearance__office=None, clearance__on=None, published_on=None, **texts))
    assert done.returncode == 0, done.stderr
    assert "amount.text" in done.stdout
    assert "这是草稿" in done.stdout
    assert "clearance.missing" not in done.stdout
    assert "inv build" not in done.stdout
    record = filed(office, done.stdout).record
    assert isinstance(record, DecisionFile)
    assert (record.status, record.published_on, record.clearance) == ("draft", None, None)


@pytest.mark.parametrize("key", [CTRL_C, CTRL_D])
@pytest.mark.parametrize("after", [0, 5, len(PENALTY) - 1])
def test_ending_the_questions_anywhere_leaves_nothing_behind(office: Office, key: str, after: int) -> None:
    before = tree(office.root)
    done = talk(office, ("new", "penalty", "--today", TODAY), [*PENALTY[:after], (PENALTY[after][0], key)])
    assert done.code == 130
    assert "没有写任何文件" in done.screen
    assert tree(office.root) == before


def test_lines_that_are_piped_in_are_answers_too_and_too_few_of_them_leave_nothing_behind(office: Office) -> None:
    before = tree(office.root)
    for lines, code in ((PENALTY[:-1], 130), (PENALTY, 0)):
        done = office.run("new", "penalty", "--today", TODAY, typed="".join(f"{reply}\n" for _, reply in lines))
        assert done.returncode == code, done.stderr
        assert (tree(office.root) == before) == bool(code)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["fine"], "penalty（行政处罚）"),
        (["penalty", "--set", "title"], "字段=内容"),
        (["penalty", *options("penalty", title=None)], "还缺 title（标题）"),
        (["penalty", *options("penalty", penalty__categories="罚金")], "--set penalty.categories（处罚种类）：应为 1 到 16"),
        (["penalty", *options("penalty", party__uscc="91990103MM27YM5P29")], "还缺 party.uscc"),
        (["penalty", *options("penalty", titel="x")], "是不是 title？"),
        (["penalty", *options("penalty", permit__result="granted")], "行政处罚没有 permit 这一块"),
        (["penalty", *options("penalty", records="x")], "--set records：不能这样填"),
        (["penalty", *options("penalty", id="0123456789abcdef")], "--set id：不能这样填"),
        (["penalty", *options("penalty", region="99")], "应为 6 位行政区划代码"),
        (["penalty", *options("penalty", case__officers="99011122,99011122")], "只有 1 人"),
        (["penalty", *options("penalty", party__type="individual", party__name="甲小某", title="甲小某焚烧垃圾案")], "当事人的全名"),
        (["penalty", *options("penalty"), "--body", "none.md"], "不存在"),
        (["penalty", *options("penalty"), "--body", "decision.docx"], "只读纯文本"),
        (["penalty", *options("penalty"), "--body", "gbk.txt"], "不是 UTF-8"),
        (["penalty", *options("penalty"), "--content", "nowhere"], "找不到内容目录"),
        (["agency", "--set", "slug=lanpu"], "已经有这个短名"),
    ],
)  # fmt: skip
def test_what_cannot_be_written_ends_in_exit_2_and_says_what_to_type(office: Office, words: list[str], said: str) -> None:
    (office.root / "decision.docx").write_bytes(b"PK")
    (office.root / "gbk.txt").write_bytes("正文".encode("gbk"))
    before = tree(office.root)
    done = new(office, *words)
    assert done.returncode == 2, done.stdout
    assert said in done.stderr
    assert tree(office.root) == before


def test_further_fields_a_code_with_a_reason_and_a_body_from_a_file(office: Office) -> None:
    (office.root / "body.md").write_bytes("﻿# 决定书\r\n\r\n正文 `---`\r\n---\r\n完。\r\n".encode())
    more = {
        "region": "990103",
        "party__uscc": "91990103MM27YM5P29",
        "party__uscc_note": "登记机关核发如此",
        "case__new_evidence_on": "2026-11-01",
    }
    done = new(office, "penalty", *options("penalty", **more), "--set", "basis=第二条：某法", "--body", "body.md")
    one = filed(office, done.stdout)
    record = one.record
    assert isinstance(record, DecisionFile)
    assert record.case is not None
    assert (record.region, record.party.uscc_note, record.case.new_evidence_on) == ("990103", "登记机关核发如此", date(2026, 11, 1))
    assert record.basis == ["《排污许可管理条例》第三十四条", "第二条：某法"]
    assert one.body == "# 决定书\n\n正文 `---`\n---\n完。"


def test_a_number_that_another_decision_bears_is_told_at_once(office: Office) -> None:
    done = new(office, "penalty", *options("penalty", document_number="岚环罚决字【2026】67号"))
    assert "identity.duplicate_number" in done.stdout
    assert "4cat3hzqswbspftw" in done.stdout
    assert "现在还不能公开" in done.stdout


def test_a_new_agency_is_a_file_that_the_gate_takes(published: Office) -> None:
    told = {
        "slug": "yanlu", "name": "雁麓市生态环境局", "uscc": "119901005JXDGXQG1Y", "region": "990600", "level": "市级",
        "parent": "yunjiang", "phone": "0996-5550101",
    }  # fmt: skip
    done = new(published, "机关", *(word for name, value in told.items() for word in ("--set", f"{name}={value}")))
    assert done.returncode == 0, done.stderr
    text = (published.root / "content/agencies/yanlu.yml").read_text("utf-8")
    assert text.startswith("# yaml-language-server: $schema=../.schema/agency.schema.json\nname: 雁麓市生态环境局  # 机关名称\n")
    assert "agencies/yanlu.yml" not in published.run("check", "--today", TODAY).stdout
    assert new(published, "penalty", *options("penalty", agency="yanlu")).returncode == 0


def test_a_new_decision_is_published_withdrawn_restored_and_repaired(published: Office) -> None:
    ident = filed(published, new(published, "penalty", *options("penalty")).stdout).path[-19:-3]
    page = published.root / "output" / "decision" / ident[:2] / f"{ident}.html"

    def after(*words: str) -> bool:
        if words:
            done = published.run(*words, "--today", TODAY)
            assert done.returncode == 0, done.stderr
        assert published.build().returncode == 0
        return page.exists()

    def held() -> bool:
        return any("甲某化工" in text.decode("utf-8", "ignore") for text in tree(published.root / "output").values())

    assert after()
    assert not after("withdraw", ident, "--ground", "error", "--reason", "公开的信息有误。")
    assert not held()
    assert after("restore", ident)
    assert not after("repair", ident)
    assert not held()


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("seed", range(12))
def test_whatever_is_answered_the_file_can_be_read(kind: str, seed: int) -> None:
    chance = Random(f"{kind} {seed}")
    typed = [
        "", "", "1", "2", "3", "1,2", "4 5 6", "2026-11-02", "2026-11-20", "long", "其他-某某", "某某文字: #x", "无", "00:10:00", "30000",
        "true", "91990103MM27YM5P28", "92990103MM27YM5P28", "00000000000000000X", "甲\u200b乙", "- [x]", "a" * 300,
    ]  # fmt: skip
    content = PROJECT / "content"
    now = Situation(kind, desk.facts_of(content), date(2026, 11, 24))
    interview(questions(now), now.answers, {}, lambda _: chance.choice(typed), lambda _: None)
    path, text = placing.file_of("0123456789abcdef", now, "")
    one = load("decision", path, text.encode())
    assert not one.findings
    assert isinstance(one.record, DecisionFile)
    placing.judged(path, text, content, now.facts, now.today)
