"""Approval that can be proved, with real `ssh-keygen`: what is published, what comes down, and the cheats."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import publish.ssh
from publish.errors import BadUsage, Level
from publish.request import Report
from tests.content import Content, codes
from tests.signing import session_keys, trust

KEYS = session_keys()
NOBODY = "no-such-program"


class Signed(Content):
    """A content whose agency needs signatures: 张三 signs as legal, 李四 as publisher."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self.lines = [KEYS.line("张三", "legal"), KEYS.line("李四", "publisher")]
        self.trust()

    def trust(self, revoked: str = "", **agencies: Any) -> Path:
        return trust(self.root / "content.trust", self.lines, revoked, agencies or {"jia": {}})

    def trusting(self, line: str) -> None:
        self.lines.append(line)
        self.trust()

    def sign(self, ident: str, legal: str = "张三", publisher: str = "李四") -> str:
        KEYS.sign(self.folder, ident, "legal", legal)
        KEYS.sign(self.folder, ident, "publisher", publisher)
        return ident

    def signed(self, **changes: Any) -> str:
        return self.sign(self.decision(revision=1, **changes))


@pytest.fixture
def content(tmp_path: Path) -> Signed:
    return Signed(tmp_path)


def ssh_keygen(*words: str) -> None:
    subprocess.run(["ssh-keygen", "-q", *words], check=True, capture_output=True)


def signature_faults(report: Report) -> list[str]:
    return [str(one) for one in report.findings if one.code.startswith("signature.")]


def assert_stopped_with(content: Content, code: str) -> None:
    report = content.build()
    assert report.stopped
    assert code in codes(report.findings), report.findings


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
    one = content.signed(facts="当事人王某某，住幸福路十三号附近")
    older = {path: path.read_bytes() for path in [content.folder / content.where(one), *(content.folder / "approvals").iterdir()]}
    content.build()
    content.edit(one, facts="当事人超标排放", revision=2)
    content.sign(one)
    assert not content.build().stopped
    for path, raw in older.items():
        path.write_bytes(raw)
    assert_stopped_with(content, "signature.invalid")
    assert not content.holding("幸福路十三号")
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
    monkeypatch.setattr(publish.ssh, "PROGRAM", NOBODY)
    content.edit(other, status="draft")
    content.order(other)
    content.lines.append(KEYS.line("王五", "legal"))  # of no signature here
    content.trust(jia={}, yi={})
    assert codes(content.build().findings, Level.hold) == ["signature.missing"]
    assert content.public(one)


def test_without_ssh_keygen_nothing_new_goes_out_and_removals_do(content: Signed, monkeypatch: pytest.MonkeyPatch) -> None:
    one = content.signed()
    content.build()
    with monkeypatch.context() as machine:
        fresh = content.signed()
        machine.setattr(publish.ssh, "PROGRAM", NOBODY)
        content.order(one)
        assert_stopped_with(content, "signature.invalid")
        assert not content.public(one)
        assert not content.public(fresh)
    report = content.build()
    assert not report.stopped
    assert content.public(fresh)


def test_a_lost_trust_folder_stops_and_an_empty_policy_does_not(content: Signed) -> None:
    one = content.signed()
    content.build()
    shutil.rmtree(content.root / "content.trust")
    fresh = content.decision()
    assert_stopped_with(content, "load.path")
    assert not content.public(fresh)
    content.trust(yi={})
    assert not content.build().stopped
    assert content.public(one)
    assert content.public(fresh)


def test_trust_may_not_come_from_the_content(content: Signed) -> None:
    shutil.copytree(content.root / "content.trust", content.folder / "trust")
    assert content.publish(trust=content.folder / "trust") == 2
    inside = content.write("approvals/allowed_signers", KEYS.line("王五", "legal,publisher"))
    signers = content.root / "content.trust" / "allowed_signers"
    signers.unlink()
    signers.symlink_to(inside)
    with pytest.raises(BadUsage, match="之外"):
        content.build()
    with pytest.raises(BadUsage, match="之外"):
        content.check()


def test_a_trust_folder_that_is_not_there_is_told(content: Signed) -> None:
    assert content.publish(trust=content.root / "nowhere") == 2
    assert content.tree() == {}


LINES: dict[str, Callable[[str], str]] = {
    "a pattern for a name": lambda key: f'* namespaces="legal" {key}',
    "a pattern in a name": lambda key: f'*@huanbao namespaces="legal" {key}',
    "two names": lambda key: f'zhang,li namespaces="legal" {key}',
    "a negated name": lambda key: f'!zhang namespaces="legal" {key}',
    "no role": lambda key: f"zhang {key}",
    "a validity and no role": lambda key: f'zhang valid-after="20260101" {key}',
    "a pattern for a role": lambda key: f'zhang namespaces="*" {key}',
    "a negated role": lambda key: f'zhang namespaces="!git,*" {key}',
    "only a foreign role": lambda key: f'zhang namespaces="git" {key}',
    "a certificate authority": lambda key: f'zhang cert-authority,namespaces="legal" {key}',
    "an unknown option": lambda key: f'zhang namespaces="legal",no-touch-required="x" {key}',
    "the same option twice": lambda key: f'zhang namespaces="legal",namespaces="publisher" {key}',
    "a day that is none": lambda key: f'zhang namespaces="legal",valid-after="2026-01-01" {key}',
    "a broken key": lambda key: f'zhang namespaces="legal" {key[:-9]}',
    "a key of another type": lambda key: f'zhang namespaces="legal" ssh-rsa {key.split()[1]}',
    "an old kind of key": lambda key: f'zhang namespaces="legal" ssh-dss {key.split()[1]}',
    "half a line": lambda key: f"zhang {key[:11]}",
}


@pytest.mark.parametrize("name", LINES)
def test_a_line_of_allowed_signers_that_says_too_much_stops(content: Signed, name: str) -> None:
    content.signed()
    content.trusting(LINES[name](KEYS.public("王五")) + "\n")
    report = content.build()
    assert report.stopped
    assert [one.path for one in report.findings if one.level is Level.stop] == ["content.trust/allowed_signers"]
    assert content.tree() == {}


@pytest.mark.parametrize("lost", ["allowed_signers", "revoked_keys", "policy.yml"])
def test_a_lost_file_of_the_trust_stops(content: Signed, lost: str) -> None:
    one = content.signed()
    content.build()
    (content.root / "content.trust" / lost).unlink()
    content.order(one)
    report = content.build()
    assert report.stopped
    assert not content.public(one)


def test_a_short_rsa_key_is_no_key(content: Signed) -> None:
    KEYS.key("短钥", "-t", "rsa", "-b", "1024")
    content.trusting(KEYS.line("短钥", "legal"))
    assert content.build().stopped


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
            assert not told.stopped, number
            assert content.tree() == clean.tree(), number
            assert signature_faults(report) == signature_faults(told), number
    assert built == [0, 1, 3, 4, 5, 6, 7, 8, 9]
