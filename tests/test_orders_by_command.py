"""Orders as a clerk writes them: inv withdraw, repair, restore, on the command line and by answering questions."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from publish.load import load
from publish.model import OrderFile, Penalty
from publish.staff.repair import repair_note
from tests.copies import TODAY, tree
from tests.offices import Office
from tests.terminal import CTRL_C, CTRL_D, talk

PUBLIC = "4cat3hzqswbspftw"  # a general penalty of 2026-10-28 against an individual
PERMIT = "dxdsgeh72ff91ft9"
REASON = "经行政复议，原处罚决定被依法撤销。"


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office.of(tmp_path)


@pytest.fixture
def published(tmp_path: Path, sample_site: Path) -> Office:
    """An office whose site was built."""
    return Office.of(tmp_path, sample_site)


def orders(office: Office, screen: str) -> list[OrderFile]:
    """The orders that a command says it wrote."""
    paths = sorted(set(re.findall(r"content/(orders/\d{4}/[0-9a-z]{16}\.yml)", screen.split("请接着运行", maxsplit=1)[0])))
    filed = [load("order", path, (office.root / "content" / path).read_bytes()) for path in paths]
    assert not [finding for one in filed for finding in one.findings]
    return [one.record for one in filed if isinstance(one.record, OrderFile)]


def on_day(*words: str) -> list[str]:
    return [*words, "--today", TODAY]


def test_a_terminal_asks_for_what_is_missing_and_says_at_once_when_the_reason_names_the_party(office: Office) -> None:
    replies = [
        ("撤回原因（填序号）：", "9"), ("撤回原因（填序号）：", "2"), ("撤回理由", "廉颇生的处罚有误"), ("撤回理由", ""),
        ("撤回理由", REASON),
        ("日期（回车为 2026-11-24）：", "昨天"), ("日期（回车为 2026-11-24）：", "2026-11-23"),
    ]  # fmt: skip
    done = talk(office, on_day("withdraw", PUBLIC), replies)
    assert done.code == 0, done.screen
    for words in ("应为 1 到 7 之间的序号", "认出当事人", "这一项必填", "应为日期", "撤回原因：原行政行为被撤销", f"撤回理由：{REASON}"):
        assert words in done.screen
    (made,) = orders(office, done.screen)
    assert (made.decision, made.ground, made.reason, made.kind, made.tags) == (PUBLIC, "revoked", REASON, "penalty", ["air"])
    assert (made.effective_on, made.ordered_on) == (date(2026, 11, 23), date(2026, 11, 24))


@pytest.mark.parametrize("key", [CTRL_C, CTRL_D])
def test_ending_the_questions_leaves_nothing_behind(office: Office, key: str) -> None:
    before = tree(office.root)
    done = talk(office, on_day("withdraw", PUBLIC), [("撤回原因（填序号）：", "2"), ("撤回理由", key)])
    assert done.code == 130
    assert "没有写任何文件" in done.screen
    assert tree(office.root) == before


def test_several_decisions_are_withdrawn_at_once_by_id_path_or_address_and_all_or_none(office: Office) -> None:
    other = next(path for path in sorted((office.root / "content/decisions/songtan/2026").glob("*.md")))
    words = on_day(
        "withdraw", f"content/decisions/{'/'.join(other.parts[-3:])},https://example.org/decision/dx/{PERMIT}.html", "--ground", "error"
    )
    before = tree(office.root / "content")
    refused = office.run(*words, "--reason", "云江沧澜化纤股份有限公司的信息有误。")
    assert refused.returncode == 2
    assert "认出当事人" in refused.stderr
    assert tree(office.root / "content") == before
    done = office.run(*words, "--reason", "公开的信息有误。")
    assert sorted(one.decision for one in orders(office, done.stdout)) == sorted([other.stem, PERMIT])
    assert done.stdout.count("公告将写明：") == 2
    add = next(line for line in done.stdout.splitlines() if " add " in line)
    assert len(re.findall(r"orders/2026/\w{16}\.yml", add)) == 2


def test_withdrawn_then_gone_then_restored_then_back_then_repaired_then_silently_gone(published: Office) -> None:
    page = published.root / "output" / "decision" / PUBLIC[:2] / f"{PUBLIC}.html"
    notices = published.root / "output" / "notices"
    assert page.exists()
    count = len(list(notices.glob("*.html")))
    assert published.run(*on_day("withdraw", PUBLIC, "--ground", "error", "--reason", "误写。")).returncode == 0
    assert published.build().returncode == 0
    assert (page.exists(), len(list(notices.glob("*.html")))) == (False, count + 1)
    assert published.run(*on_day("restore", PUBLIC)).returncode == 0
    assert published.build().returncode == 0
    assert (page.exists(), len(list(notices.glob("*.html")))) == (True, count)
    repaired = published.run(*on_day("repair", str(next((published.root / "content").glob(f"decisions/*/*/{PUBLIC}.md")))))
    assert repaired.returncode == 0, repaired.stderr
    assert "2027-01-28 起" in repaired.stdout
    assert published.build().returncode == 0
    assert (page.exists(), len(list(notices.glob("*.html")))) == (False, count)


@pytest.mark.parametrize(
    ("first", "second", "said"),
    [
        ("withdraw", "withdraw", "已经撤回"),
        ("withdraw", "repair", "已经撤回"),
        ("repair", "repair", "已经信用修复"),
        ("", "restore", "没有被撤回"),
    ],
)
def test_an_order_that_would_do_nothing_is_refused_with_a_word(office: Office, first: str, second: str, said: str) -> None:
    why = ["--ground", "error", "--reason", "有误。"]
    if first:
        assert office.run(*on_day(first, PUBLIC, *(why if first == "withdraw" else []))).returncode == 0
    before = tree(office.root / "content")
    done = office.run(*on_day(second, PUBLIC, *(why if second == "withdraw" else [])))
    assert done.returncode == 2
    assert said in done.stderr
    assert tree(office.root / "content") == before


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("repair", PERMIT), "不是行政处罚"),
        (("repair", "0000000000000000"), "没有编号"),
        (("restore", "../../etc/passwd"), "16 个字符"),
        (("withdraw", ",", "--ground", "error", "--reason", "x"), "16 个字符"),
        (("repair", PUBLIC, "--content", "nowhere"), "找不到内容目录"),
        (("withdraw", PUBLIC, "--ground", "error", "--reason", "联系13800138000"), "手机号码 13…00"),
        (("withdraw", PUBLIC, "--ground", "error", "--reason", "　 "), "请用 --reason 写明理由"),
        (("withdraw", PUBLIC, "--ground", "error", "--reason", "有误。", "--instrument", "〔2026〕\u202e1号"), "instrument"),
        (("repair", PUBLIC, "--instrument", "长" * 129), "instrument"),
    ],
)
def test_what_cannot_be_ordered_ends_in_exit_2(office: Office, words: tuple[str, ...], said: str) -> None:
    done = office.run(*on_day(*words))
    assert done.returncode == 2, done.stdout
    assert said in done.stderr


@pytest.mark.parametrize(
    ("decided", "severity", "today", "said"),
    [
        (date(2026, 4, 1), "general", date(2026, 6, 30), "2026-07-01 起"),
        (date(2026, 4, 1), "general", date(2026, 7, 1), ""),
        (date(2026, 4, 1), "minor", date(2026, 4, 1), ""),
        (date(2026, 4, 1), "serious", date(2027, 3, 31), "满 12 个月，即 2027-04-01 起"),
        (date(2026, 3, 31), "serious", date(2026, 6, 30), ""),
        (date(2026, 3, 31), "minor", date(2026, 9, 1), "一般不需要修复"),
        (date(2023, 4, 30), "serious", date(2023, 10, 29), "2023-10-30 起"),
        (date(2023, 4, 30), "general", date(2023, 7, 30), ""),
    ],
)
def test_a_repair_is_told_when_it_comes_too_early_by_the_rules_of_the_decisions_day(
    decided: date, severity: str, today: date, said: str
) -> None:
    note = repair_note(decided, Penalty(violation_type="某", categories=["罚款"], severity=severity), today)
    assert said in note
    assert bool(said) == bool(note)
