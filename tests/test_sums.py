"""The sums over the data, and the key that signs them: what `sha256sum` and `ssh-keygen` say of them, and which key is refused."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

import tasks
from publish.build import verify_tree
from publish.compressed import whole
from publish.errors import BadUsage, BuildFailed
from publish.exports.sums import SIGNATURE, SIGNERS, SUMS, signers_drafts, sums_drafts
from publish.output import File
from publish.signing.data_key import DataKey, principal, read_data_key, signature
from tests.content import Content
from tests.signing import session_keys

KEYS = session_keys()
EMPTY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def key_of(name: str, tmp_path: Path, *kind: str) -> DataKey:
    return read_data_key(KEYS.key(name, *kind), tmp_path / "content", tmp_path / "output")


def refused(path: Path, tmp_path: Path) -> str:
    with pytest.raises(BadUsage) as error:
        read_data_key(path, tmp_path / "content", tmp_path / "output")
    return str(error.value)


def test_sums_are_lines_of_sha256sum_by_path_and_cover_neither_themselves_nor_their_signature() -> None:
    files = [File(path, EMPTY, 0) for path in ("data/v1/index.json", SUMS, SIGNATURE, "data/v1/b/1.csv", "data/v1/a.csv")]
    assert list(sums_drafts(files, None)) == [
        (SUMS, "text", {"text": f"{EMPTY}  a.csv\n{EMPTY}  b/1.csv\n{EMPTY}  index.json\n"})
    ]  # fmt: skip


def test_without_a_key_there_is_neither_a_signature_nor_a_list_of_signers() -> None:
    assert list(signers_drafts(None, "example.org")) == []


@pytest.mark.parametrize("kind", [("-t", "ed25519"), ("-t", "rsa", "-b", "2048")], ids=["ed25519", "rsa"])
def test_ssh_keygen_verifies_the_signature_with_the_published_key_and_two_signatures_are_the_same(
    tmp_path: Path, kind: tuple[str, ...]
) -> None:
    key = key_of(f"data-{kind[1]}", tmp_path, *kind)
    ((_, _, signers),) = signers_drafts(key, "data.example.org")
    (tmp_path / "allowed_signers").write_text(signers["text"], "utf-8")
    made = signature(b"sums\n", key.path, key.fingerprint)
    (tmp_path / "SHA256SUMS.sig").write_bytes(made)
    assert verified(tmp_path, b"sums\n", "data.example.org")
    assert not verified(tmp_path, b"Sums\n", "data.example.org")
    assert not verified(tmp_path, b"sums\n", "other.example.org")
    assert signature(b"sums\n", key.path, key.fingerprint) == made


def verified(folder: Path, text: bytes, name: str) -> bool:
    command = ["ssh-keygen", "-Y", "verify", "-f", "allowed_signers", "-I", name, "-n", "disclosure-data", "-s", "SHA256SUMS.sig"]
    return subprocess.run(command, input=text, cwd=folder, check=False, capture_output=True).returncode == 0


def test_the_fingerprint_is_the_one_that_ssh_keygen_shows(tmp_path: Path) -> None:
    key = key_of("data-ed25519", tmp_path)
    shown = subprocess.run(["ssh-keygen", "-lf", str(key.path)], check=True, capture_output=True, text=True).stdout
    assert key.fingerprint in shown.split()


def test_a_host_with_signs_of_patterns_is_still_one_name() -> None:
    assert principal('a*b, !c"d:8000') == "a_b___c_d:8000"
    assert principal("政务.example.org") == "政务.example.org"


def test_a_key_whose_signatures_differ_each_time_is_refused(tmp_path: Path) -> None:
    assert "ECDSA" in refused(KEYS.key("data-ecdsa", "-t", "ecdsa"), tmp_path)


def test_a_weak_key_is_refused(tmp_path: Path) -> None:
    assert "2048" in refused(KEYS.key("data-weak", "-t", "rsa", "-b", "1024"), tmp_path)


def test_a_key_with_a_pass_phrase_is_refused_without_asking(tmp_path: Path) -> None:
    path = tmp_path / "asks"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "secret", "-f", str(path)], check=True)
    assert "口令" in refused(path, tmp_path)


def test_a_key_that_others_can_read_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "open"
    path.write_bytes(KEYS.key("data-ed25519").read_bytes())
    path.chmod(0o644)
    assert "chmod 600" in refused(path, tmp_path)


def test_what_is_no_private_key_is_refused(tmp_path: Path) -> None:
    (tmp_path / "text").write_text("no key\n", "utf-8")
    (tmp_path / "text").chmod(0o600)
    assert "私钥" in refused(tmp_path / "text", tmp_path)
    assert "公钥" in refused(KEYS.key("data-ed25519").with_name("data-ed25519.pub"), tmp_path)
    assert "找不到" in refused(tmp_path / "missing", tmp_path)
    assert "找不到" in refused(tmp_path, tmp_path)


@pytest.mark.parametrize("folder", ["content", "output"])
def test_a_key_that_would_be_published_is_refused_through_a_link_too(tmp_path: Path, folder: str) -> None:
    inside = tmp_path / folder / "keys" / "data"
    inside.parent.mkdir(parents=True)
    inside.write_bytes(KEYS.key("data-ed25519").read_bytes())
    inside.chmod(0o600)
    (tmp_path / "link").symlink_to(inside)
    assert "公开出去" in refused(inside, tmp_path)
    assert "公开出去" in refused(tmp_path / "link", tmp_path)


def test_a_key_that_was_changed_during_the_build_signs_nothing(tmp_path: Path) -> None:
    with pytest.raises(BuildFailed, match="换了钥匙"):
        signature(b"sums\n", KEYS.key("data-other"), key_of("data-ed25519", tmp_path).fingerprint)
    with pytest.raises(BuildFailed, match="没有给数据签成名"):
        signature(b"sums\n", tmp_path / "gone", "SHA256:x")


def test_a_build_with_a_key_that_cannot_be_used_does_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    content = Content(tmp_path)
    content.decision()
    code = tasks.publish_site(str(content.folder), str(content.output), today=str(content.today), jobs=1, data_key=str(tmp_path / "no"))
    assert code == 2
    assert "--data-key" in capsys.readouterr().err
    assert not content.output.exists()


def test_sha256sum_and_ssh_keygen_find_the_sums_of_a_build_right_and_cover_every_file(tmp_path: Path) -> None:
    content, key = Content(tmp_path), KEYS.key("data-ed25519")
    content.decision()
    assert published(content, key) == 0
    folder = content.output / "data" / "v1"
    subprocess.run(["sha256sum", "--check", "--strict", "--quiet", "SHA256SUMS"], cwd=folder, check=True)
    listed = {line.split("  ", 1)[1] for line in (folder / "SHA256SUMS").read_text("utf-8").splitlines()}
    assert listed == {path for path in paths(folder) if not path.startswith("SHA256SUMS")}
    assert verified(folder, (folder / "SHA256SUMS").read_bytes(), "example.org")


def test_another_key_signs_anew_and_a_build_without_one_takes_the_signature_away(tmp_path: Path) -> None:
    content = Content(tmp_path)
    content.decision()
    published(content, KEYS.key("data-ed25519"))
    first = content.tree()
    published(content, KEYS.key("data-ed25519"))
    assert content.tree() == first
    published(content, KEYS.key("data-other"))
    second = content.tree()
    told = {SIGNERS, "data/v1/index.json", "data/index.html", SUMS, SIGNATURE}  # the list of signers, and what tells of it
    assert {whole(path) for path in first if first[path] != second[path]} == told
    assert verify_tree(content.output) == len(second)
    published(content, None)
    third = content.tree()
    assert first.keys() - third.keys() == {SIGNATURE, SIGNERS}
    assert not content.holding("SSH SIGNATURE")
    published(content, KEYS.key("data-ed25519"))
    assert content.tree() == first


def test_a_key_that_moved_signs_nothing_anew(tmp_path: Path) -> None:
    content = Content(tmp_path)
    content.decision()
    published(content, KEYS.key("data-ed25519"))
    before = (content.output / SIGNATURE).stat()
    moved = tmp_path / "moved"
    moved.write_bytes(KEYS.key("data-ed25519").read_bytes())
    moved.chmod(0o600)
    published(content, moved)
    after = (content.output / SIGNATURE).stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)


def test_the_signature_follows_the_sums_as_in_a_clean_build(tmp_path: Path) -> None:
    content, key = Content(tmp_path), KEYS.key("data-ed25519")
    content.decision()
    published(content, key)
    before = content.tree()
    content.decision()
    published(content, key)
    after = content.tree()
    assert after[SIGNERS] == before[SIGNERS]
    assert after[SIGNATURE] != before[SIGNATURE]
    shutil.rmtree(content.output)
    published(content, key)
    assert content.tree() == after


def test_a_removal_by_a_build_that_stops_is_in_the_sums_and_signed(tmp_path: Path) -> None:
    content, key = Content(tmp_path), KEYS.key("data-ed25519")
    gone, lost = content.decision(), content.decision()
    published(content, key)
    content.delete(content.where(lost))  # stops: it was public, and no order says why it is not
    content.order(gone)
    assert published(content, key) == 1
    folder = content.output / "data" / "v1"
    assert content.public(lost)
    assert not content.holding(*content.words(gone)[1:])
    subprocess.run(["sha256sum", "--check", "--strict", "--quiet", "SHA256SUMS"], cwd=folder, check=True)
    assert verified(folder, (folder / "SHA256SUMS").read_bytes(), "example.org")


def test_nothing_of_the_private_key_is_in_the_output_or_the_state(tmp_path: Path) -> None:
    content, key = Content(tmp_path), KEYS.key("data-ed25519")
    content.decision()
    published(content, key)
    secrets = [key.read_bytes().splitlines()[3], str(key).encode()]
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert files
    assert not [path for path in files if any(secret in path.read_bytes() for secret in secrets)]


def published(content: Content, key: Path | None) -> int:
    return tasks.publish_site(str(content.folder), str(content.output), today=str(content.today), jobs=1, data_key=str(key or ""))


def paths(folder: Path) -> set[str]:
    return {whole(path.relative_to(folder).as_posix()) for path in folder.rglob("*") if path.is_file()}
