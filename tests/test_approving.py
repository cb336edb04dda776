"""`inv approve`: it signs what the gate would let pass, by whoever may sign it, and says in Chinese why it does not."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from invoke.context import Context
from invoke.exceptions import Exit

import tasks
from tests.content import Content
from tests.signing import session_keys, trust

KEYS = session_keys()
Approve = Callable[..., tuple[int, str]]


@pytest.fixture
def content(tmp_path: Path) -> Content:
    made = Content(tmp_path)
    lines = [KEYS.line("张三", "legal"), KEYS.line("李四", "legal,publisher"), KEYS.line("过期", "legal", valid_before="20260101")]
    trust(tmp_path / "content.trust", lines, agencies={"jia": {}})
    return made


@pytest.fixture
def approve(content: Content, capsys: pytest.CaptureFixture[str]) -> Approve:
    def run(ident: str, role: str = "legal", person: str = "张三", key: Path | None = None) -> tuple[int, str]:
        try:
            tasks.approve.body(
                Context(), ident, role=role, key=str(key or KEYS.key(person)), content=str(content.folder),
                output=str(content.output), today=str(content.today),
            )  # fmt: skip
            code = 0
        except Exit as end:
            code = end.code
        told = capsys.readouterr()
        return code, told.out + told.err

    return run


def signatures(content: Content) -> list[str]:
    return sorted(path.name for path in (content.folder / "approvals").glob("*"))


def test_two_people_approve_and_the_decision_is_public(content: Content, approve: Approve) -> None:
    one = content.decision(revision=1)
    text = (content.folder / content.where(one)).read_bytes()
    code, said = approve(one)
    assert code == 0
    assert "还有：没有公开审批（publisher）的签名" in said
    assert f"add approvals/{one}.legal.sig" in said
    code, said = approve(one, "publisher", "李四")
    assert code == 0
    assert "还有" not in said
    assert (content.folder / content.where(one)).read_bytes() == text
    assert not content.build().findings
    assert content.public(one)


@pytest.mark.parametrize("form", ["{folder}/{path}", "{path}", "{ident}"])
def test_a_file_is_named_by_id_or_path(content: Content, approve: Approve, form: str) -> None:
    one = content.decision(revision=1)
    assert approve(form.format(folder=content.folder, path=content.where(one), ident=one))[0] == 0
    assert signatures(content) == [f"{one}.legal.sig"]


def test_an_order_is_signed_as_well(content: Content, approve: Approve) -> None:
    order = content.order(content.decision(revision=1))
    assert approve(order)[0] == 0
    assert signatures(content) == [f"{order}.legal.sig"]
    assert not content.build().findings


def assert_refused(content: Content, told: tuple[int, str], words: str) -> None:
    assert told[0] == 2, told
    assert words in told[1]
    assert re.search("请", told[1])
    assert signatures(content) == []


def test_a_draft_is_not_signed(content: Content, approve: Approve) -> None:
    assert_refused(content, approve(content.decision(revision=1, status="draft")), "还是草稿")


def test_a_file_without_a_revision_is_not_signed(content: Content, approve: Approve) -> None:
    assert_refused(content, approve(content.decision()), "revision: 1")


def test_what_the_gate_would_hold_is_not_signed_and_its_secret_not_said(content: Content, approve: Approve) -> None:
    told = approve(content.decision(revision=1, facts="当事人身份证号11010519491231002X"))
    assert_refused(content, told, "privacy.id_number")
    assert "11010519491231002X" not in told[1]


def test_a_role_that_is_not_ones_own_is_not_signed(content: Content, approve: Approve) -> None:
    one = content.decision(revision=1)
    assert_refused(content, approve(one, "publisher"), "没有 publisher（公开审批）的权限")
    assert_refused(content, approve(one, "legal", "王五"), "没有登记")
    assert_refused(content, approve(one, "legal", "过期"), "过期")
    assert_refused(content, approve(one, "judge"), "--role")


def test_one_person_does_not_sign_twice_and_the_first_signature_stays(content: Content, approve: Approve) -> None:
    one = content.decision(revision=1)
    assert approve(one, "legal", "李四")[0] == 0
    before = (content.folder / f"approvals/{one}.legal.sig").read_bytes()
    code, said = approve(one, "publisher", "李四")
    assert code == 2
    assert "同一个人" in said
    assert approve(one, "legal", "王五")[0] == 2
    assert signatures(content) == [f"{one}.legal.sig"]
    assert (content.folder / f"approvals/{one}.legal.sig").read_bytes() == before


def test_a_changed_public_decision_needs_a_higher_revision(content: Content, approve: Approve) -> None:
    one = content.decision(revision=1)
    approve(one)
    approve(one, "publisher", "李四")
    content.build()
    assert approve(one)[0] == 0  # the same text may be signed again
    content.edit(one, facts="改过的事实")
    code, said = approve(one)
    assert code == 2
    assert "revision 改为 2" in said
    content.edit(one, revision=2)
    assert approve(one)[0] == 0
    assert approve(one, "publisher", "李四")[0] == 0
    assert not content.build().stopped
    assert content.holding("改过的事实")


def test_a_key_in_the_content_is_refused(content: Content, approve: Approve) -> None:
    key = content.write("approvals/key", KEYS.key("张三").read_bytes())
    code, said = approve(content.decision(revision=1), key=key)
    assert code == 2
    assert "私钥" in said
    assert signatures(content) == ["key"]


@pytest.mark.parametrize("ident", ["d999999999999999", "../outside.md", "agencies/jia.yml", "/etc/hostname", ""])
def test_what_is_no_decision_or_order_is_told(content: Content, approve: Approve, ident: str) -> None:
    (content.root / "outside.md").write_text("x", encoding="utf-8")
    assert_refused(content, approve(ident), "内容目录里没有")


def test_a_missing_attachment_or_key_is_told(content: Content, approve: Approve) -> None:
    one = content.decision(revision=1, attachments=[{"path": "no.pdf", "title": "决定书"}])
    assert_refused(content, approve(one), "附件")
    assert_refused(content, approve(one, key=content.root / "no-key"), "找不到钥匙")


def test_a_key_with_a_pass_phrase_in_an_agent_signs(content: Content, approve: Approve, monkeypatch: pytest.MonkeyPatch) -> None:
    one = content.decision(revision=1)
    with KEYS.agent("张三") as (public, environment):
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        assert approve(one, key=public)[0] == 0
    assert signatures(content) == [f"{one}.legal.sig"]
