"""Approval that can be proved, with real `ssh-keygen`: what is published, what comes down, and the cheats."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from invoke.context import Context

import publish.signing.ssh
import tasks
from publish.build import check
from publish.errors import Level
from publish.reporting import Report
from publish.request import Request
from tests.content import PROJECT, Content, codes
from tests.histories import of_today
from tests.signed_content import KEYS, Signed

NOBODY = "no-such-program"


@pytest.fixture
def content(tmp_path: Path) -> Signed:
    return Signed(tmp_path)


def ssh_keygen(*words: str) -> None:
    subprocess.run(["ssh-keygen", "-q", *words], check=True, capture_output=True)


def signature_faults(report: Report) -> list[str]:
    return [str(one) for one in report.findings if one.code.startswith("signature.")]


def assert_stopped_with(content: Content, code: str) -> None:
    report = content.build()
    assert (report.stopped, code in codes(report.findings)) == (True, True), report.findings


def test_a_decision_is_public_once_both_have_signed(content: Signed) -> None:
    one = content.decision(revision=1)
    assert codes(content.build().findings, Level.hold) == ["signature.missing", "signature.missing"]
    assert not content.public(one)
    KEYS.sign(content.folder, one, "legal", "张三")
    assert codes(content.build().findings, Level.hold) == ["signature.missing"]
    KEYS.sign(content.folder, one, "publisher", "李四")
    assert codes(content.build().findings, Level.hold) == []
    assert content.public(one)


def test_one_changed_byte_of_a_public_decision_leaves_the_signed_text_up(content: Signed) -> None:
    one = content.signed()
    content.build()
    before = content.tree()
    content.edit(one, body="改过的正文。\n")
    assert_stopped_with(content, "signature.invalid")
    assert content.tree() == before


def test_an_older_version_with_its_own_signatures_does_not_come_back(content: Signed) -> None:
    one = content.signed(facts="当事人自行研制的青鸟工艺超标排放")
    older = {path: path.read_bytes() for path in [content.folder / content.where(one), *(content.folder / "approvals").iterdir()]}
    content.build()
    content.edit(one, facts="当事人超标排放", revision=2)
    content.sign(one)
    assert not content.build().stopped
    for path, raw in older.items():
        path.write_bytes(raw)
    assert_stopped_with(content, "signature.invalid")
    assert not content.holding("青鸟工艺")
    assert content.public(one)


def test_a_public_decision_cannot_be_moved_to_an_agency_that_needs_no_signature(content: Signed) -> None:
    one = content.signed()
    content.write("agencies/yi.yml", (content.folder / "agencies/jia.yml").read_text("utf-8"))
    content.build()
    shutil.rmtree(content.folder / "approvals")
    content.edit(one, agency="yi", revision=None, facts="没有人批准过的事实")
    assert_stopped_with(content, "signature.invalid")
    assert not content.holding("没有人批准过")


def test_a_withdrawal_takes_down_whatever_its_signature_is(content: Signed) -> None:
    unsigned, forged = content.signed(), content.signed()
    content.build()
    orders = [content.order(unsigned), content.order(forged, reason="理由没有人签过。")]
    KEYS.sign(content.folder, orders[1], "legal", "王五")
    report = content.build()
    assert not report.stopped
    assert codes(report.findings, Level.hold) == ["signature.missing", "signature.invalid"]
    assert not content.public(unsigned)
    assert not content.public(forged)
    assert not content.holding("理由没有人签过")


def test_a_restore_needs_two_people_and_a_withdrawal_one(content: Signed) -> None:
    one = content.signed()
    content.build()
    KEYS.sign(content.folder, content.order(one), "publisher", "李四")
    assert codes(content.build().findings, Level.hold) == []
    back = content.order(one, "restore")
    KEYS.sign(content.folder, back, "publisher", "李四")
    content.build()
    assert not content.public(one)
    KEYS.sign(content.folder, back, "legal", "张三")
    assert codes(content.build().findings, Level.hold) == []
    assert content.public(one)


def test_a_restore_under_another_agencys_name_restores_nothing(content: Signed) -> None:
    one = content.signed()
    content.write("agencies/yi.yml", (content.folder / "agencies/jia.yml").read_text("utf-8"))
    content.build()
    KEYS.sign(content.folder, content.order(one), "publisher", "李四")
    content.build()
    content.order(one, "restore", agency="yi")
    assert "signature.missing" in codes(content.build().findings)
    assert not content.public(one)
    content.edit(one, agency="yi", revision=None)
    content.build()
    assert not content.public(one)


def test_a_verdict_does_not_outlive_the_trust_it_was_given_with(content: Signed) -> None:
    one = content.sign(content.decision(revision=1), legal="王五")
    assert codes(content.build().findings, Level.hold) == ["signature.invalid"]
    content.trusting(KEYS.line("王五", "legal"))
    content.build()
    assert content.public(one)
    content.trust(revoked=KEYS.public("王五") + "\n")
    assert_stopped_with(content, "signature.invalid")
    content.trust()
    assert codes(content.build().findings, Level.hold) == []


def test_what_is_known_is_not_proved_again(content: Signed, monkeypatch: pytest.MonkeyPatch) -> None:
    one, other = content.signed(), content.signed()
    content.build()
    monkeypatch.setattr(publish.signing.ssh, "PROGRAM", NOBODY)
    content.edit(other, status="draft")
    content.order(other)
    content.lines.append(KEYS.line("王五", "legal"))  # of no signature here
    content.trust(jia={}, yi={})
    assert codes(content.build().findings, Level.hold) == ["signature.missing"]
    assert content.public(one)


def test_without_ssh_keygen_nothing_signed_goes_out_and_removals_do(content: Signed, monkeypatch: pytest.MonkeyPatch) -> None:
    one = content.signed()
    content.build()
    with monkeypatch.context() as machine:
        fresh = content.signed()
        machine.setattr(publish.signing.ssh, "PROGRAM", NOBODY)
        content.order(one)
        assert "signature.invalid" in codes(content.build().findings, Level.hold)
        assert not content.public(one)
        assert not content.public(fresh)
    content.build()
    assert content.public(fresh)


@pytest.mark.parametrize("kind", [("-t", "rsa", "-b", "2048"), ("-t", "ecdsa", "-b", "384")])
def test_other_kinds_of_keys_sign_as_well(content: Signed, kind: tuple[str, ...]) -> None:
    KEYS.key(kind[1], *kind)
    content.trusting(KEYS.line(kind[1], "legal"))
    one = content.sign(content.decision(revision=1), legal=kind[1])
    assert codes(content.build().findings, Level.hold) == []
    assert content.public(one)


def test_a_certificate_vouches_for_nobody(content: Signed) -> None:
    authority, own = KEYS.key("签发者"), KEYS.key("持证人")
    ssh_keygen("-s", str(authority), "-I", "x", "-n", "张三", f"{own}.pub")
    certificate = own.with_name(f"{own.name}-cert.pub")
    shutil.copy(own, own.with_name("证书"))
    shutil.copy(certificate, own.with_name("证书.pub"))
    one = content.sign(content.decision(revision=1), legal="证书")
    assert codes(content.build().findings, Level.hold) == ["signature.invalid"]
    assert not content.public(one)


def test_revoking_by_a_list_of_openssh_s_own_form(content: Signed, tmp_path: Path) -> None:
    one = content.signed()
    krl = tmp_path / "krl"
    ssh_keygen("-k", "-f", str(krl), f"{KEYS.key('张三')}.pub")
    (content.root / "content.trust/revoked_keys").write_bytes(krl.read_bytes())
    assert codes(content.build().findings, Level.hold) == ["signature.invalid"]
    assert not content.public(one)


def test_a_huge_signature_file_is_not_read(content: Signed) -> None:
    one = content.signed()
    with (content.folder / f"approvals/{one}.legal.sig").open("r+b") as file:
        file.truncate(400 * 1024 * 1024)
    assert codes(content.build().findings, Level.hold) == ["signature.invalid"]


def test_line_ends_and_byte_order_marks_change_nothing(content: Signed) -> None:
    one = content.signed()
    content.build()
    path = content.folder / content.where(one)
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    report = content.build()
    assert codes(report.findings) == []
    assert report.outputs["written"] == 0


def test_incremental_builds_equal_clean_ones_while_trust_and_signatures_change(content: Signed) -> None:
    one, two = content.signed(), content.decision(revision=1)
    jia: dict[str, Any] = {"jia": {}}
    steps: list[Callable[[], object]] = [
        lambda: content.sign(two, legal="王五"),
        lambda: content.trusting(KEYS.line("王五", "legal", valid_after="20260101")),
        lambda: content.edit(two, revision=2, facts="改过"),
        lambda: content.sign(two),
        lambda: content.order(one),
        lambda: content.sign(content.order(one, "restore")),
        lambda: content.trust(jia={"since": "2026-07-01"}),
        lambda: content.trust(revoked=KEYS.public("王五"), **jia),
        content.decision,
        lambda: content.trust(jia={"unsigned": [f"d{3:015d}"]}),
    ]
    built = []
    for number, step in enumerate(steps):
        step()
        report, clean = content.build(), Content.__new__(Content)
        clean.__dict__ |= {**content.__dict__, "output": content.root / f"clean{number}"}
        told = clean.build()
        if not report.stopped:  # a stop shows the last public set, which a clean build does not have
            built.append(number)
            assert of_today(content.tree()) == of_today(clean.tree()), number
            assert (False, signature_faults(report)) == (told.stopped, signature_faults(told)), number
    assert built == [0, 1, 3, 4, 5, 6, 7, 8, 9]


def test_a_later_withdrawal_cannot_be_lost_behind_an_earlier_restore(content: Signed) -> None:
    one = content.signed()
    content.build()
    for action in ("withdraw", "restore"):
        content.sign(content.order(one, action))
    content.build()
    assert content.public(one)
    later = content.sign(content.order(one))
    content.build()
    assert not content.public(one)
    lost = content.folder / content.order_path(later)
    text = lost.read_text("utf-8")
    lost.unlink()
    assert_stopped_with(content, "set.vanished")
    lost.write_text(text.replace(one, "d000000000000099"), encoding="utf-8")
    assert_stopped_with(content, "set.vanished")
    assert not content.public(one)
    lost.write_text(text, encoding="utf-8")
    assert not content.build().stopped
    assert not content.public(one)
    content.sign(content.order(one, "restore"))
    assert not content.build().stopped
    assert content.public(one)


def test_a_signature_proves_itself_without_this_program(content: Signed, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    one = content.signed()
    tasks.approve.body(Context(), one, content=str(content.folder), output=str(content.output), text=True)
    text = capfdbinary.readouterr().out
    words = ["-f", str(content.root / "content.trust/allowed_signers"), "-s", str(content.folder / f"approvals/{one}.legal.sig")]
    proved = ["ssh-keygen", "-Y", "verify", "-I", "张三", "-n", "legal", "-Overify-time=20260603", *words]
    assert subprocess.run(proved, input=text, check=False, capture_output=True).returncode == 0
    assert subprocess.run(proved, input=text + b" ", check=False, capture_output=True).returncode != 0


def test_workers_prove_as_one_process_does(content: Signed) -> None:
    for number in range(24):
        content.sign(content.decision(revision=1), legal="王五" if number % 5 == 0 else "张三")
    request = Request(PROJECT, content.folder, content.output, content.today)
    with tasks.workers(2) as pool:
        told = check(request, pool)
    assert codes(told, Level.hold) == ["signature.invalid"] * 5
    shutil.rmtree(request.state)
    assert told == check(request, None)


def test_a_withdrawal_moved_to_an_earlier_day_is_not_taken_back_by_an_older_restore(content: Signed) -> None:
    one = content.signed()
    content.build()
    first = content.sign(content.order(one))
    content.sign(content.order(one, "restore"))
    (content.folder / content.order_path(first)).unlink()  # while the decision is public nobody is told
    content.build()
    later = content.folder / content.order_path(content.sign(content.order(one, ordered_on="2026-06-16", effective_on="2026-06-15")))
    content.build()
    assert not content.public(one)
    later.write_text(later.read_text("utf-8").replace("2026-06-16", "2026-06-15"), encoding="utf-8")
    assert_stopped_with(content, "set.vanished")
    assert not content.public(one)
