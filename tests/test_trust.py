"""The trust folder: it comes from outside the content, says neither too much nor too little, and may not get lost."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from publish.errors import BadUsage, Level
from tests.content import codes
from tests.signed_content import KEYS, Signed


@pytest.fixture
def content(tmp_path: Path) -> Signed:
    return Signed(tmp_path)


def test_a_lost_trust_folder_stops_and_an_empty_policy_does_not(content: Signed) -> None:
    one = content.signed()
    content.build()
    shutil.rmtree(content.root / "content.trust")
    fresh = content.decision()
    report = content.build()
    assert report.stopped
    assert "load.path" in codes(report.findings, Level.stop)
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


def test_a_policy_for_an_agency_that_is_not_there_is_told(content: Signed) -> None:
    content.trust(jia={}, jai={})
    found = content.build().findings
    assert [(one.path, one.code, one.level) for one in found] == [("content.trust/policy.yml", "identity.agency", Level.warn)]
    content.trust()
    assert content.build().findings == []


@pytest.mark.parametrize("policy", ["agencies: {jia: {roles: [judge]}}", "agencies: {jia: {since: soon}}", "agency: {jia: {}}", "[", ""])
def test_a_policy_that_cannot_be_read_stops(content: Signed, policy: str) -> None:
    content.signed()
    (content.root / "content.trust/policy.yml").write_text(policy, encoding="utf-8")
    report = content.build()
    assert report.stopped
    assert {one.path for one in report.findings if one.level is Level.stop} == {"content.trust/policy.yml"}


def test_roles_and_others_say_who_must_sign(content: Signed) -> None:
    content.trust(jia={"roles": ["publisher"]})
    one = content.decision(revision=1)
    KEYS.sign(content.folder, one, "publisher", "李四")
    assert codes(content.build().findings, Level.hold) == []
    assert content.public(one)
    (content.root / "content.trust/policy.yml").write_text("others: {}", encoding="utf-8")
    assert "signature.missing" in codes(content.check(), Level.hold)
