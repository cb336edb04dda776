"""The trust folder: whose signatures count, in which role and when. It lies outside the content, so that nobody who commits
content can add himself.

* `allowed_signers` (OpenSSH): one key a line, `name namespaces="legal" valid-after="20260101" ssh-ed25519 AAAA… comment`. Stricter
  than OpenSSH: one plain name and no pattern, roles always said, no certificate authority.
* `revoked_keys` (OpenSSH: public keys, or a KRL): keys that were stolen or lost; what they signed counts no more, whenever it was.
* `policy.yml` (`publish.signing.needs.TrustPolicy`): which agencies need signatures.

All three must be there, the first two be it empty: a lost file would let more pass. What cannot be read stops the build.
"""

from __future__ import annotations

import hashlib
import re
import sqlite3
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from publish.errors import BadUsage, Finding, Level
from publish.load import load, too_large
from publish.rules import load as load_rules
from publish.signing.needs import ROLES, TrustPolicy
from publish.signing.sshsig import KEY_TYPES, Unreadable, key_type, unbase64, weak
from publish.strict_yaml import shown

FILES = ("allowed_signers", "revoked_keys", "policy.yml")
MAX_BYTES = 1024 * 1024
KRL = b"SSHKRL\n\x00"
PERSON = re.compile(r"[^\s*?!,\"'\\#]{1,100}")
TIME = re.compile(r"[0-9]{8}([0-9]{4}([0-9]{2})?)?Z?")
OPTION = re.compile(r'([a-z-]+)="([^"\s]*)"')
ROLE = re.compile(r"[\w.@+-]+")
EXAMPLE = '姓名 namespaces="legal" ssh-ed25519 AAAA…'


@dataclass(frozen=True)
class Signer:
    """One line of `allowed_signers`: a person, a key, the roles and the time for which it counts (as OpenSSH writes them)."""

    person: str
    roles: tuple[str, ...]
    key: bytes
    line: str  # the line again, comment and blanks left out

    def may(self, role: str) -> bool:
        """Whether the key may sign in a role."""
        return role in self.roles


@dataclass(frozen=True)
class Trust:
    """The three files. `digest`: of all of them."""

    signers: tuple[Signer, ...]
    revoked: bytes
    policy: TrustPolicy
    digest: str

    def of_key(self, key: bytes) -> tuple[Signer, ...]:
        """The lines that name a key."""
        return tuple(one for one in self.signers if one.key == key)


def refuse_placement(folder: Path, content: Path, output: Path) -> None:
    """Raises BadUsage where the trust folder is not there, or where whoever commits content (or a build) could change it."""
    if not folder.is_dir():
        raise BadUsage(f"找不到信任目录 {folder}；请用 --trust 指定放有 {'、'.join(FILES)} 的文件夹。")
    for path in (folder, *(folder / name for name in FILES)):
        real = path.resolve()
        for name, other in (("内容目录", content.resolve()), ("输出目录", output.resolve())):
            if real == other or other in real.parents:
                raise BadUsage(f"信任目录的 {path.name} 在{name}里；谁的签名有效不能由内容决定。请把信任目录放到{name}之外。")


def read_trust(folder: Path) -> tuple[Trust | None, list[Finding]]:
    """The trust, or None and why it cannot be read: every fault, each of level stop."""
    found: list[Finding] = []
    raw: dict[str, bytes] = {}
    for name in FILES:
        path = f"{folder.name}/{name}"
        file = folder / name
        if not file.is_file():
            words = f"信任目录里没有这个文件；{'、'.join(FILES)} 都应当有。请补上。"
            found.append(load_rules.path(path, 1, words, Level.stop))
        elif (size := file.stat().st_size) > MAX_BYTES:
            found.append(too_large(path, size, MAX_BYTES).at(Level.stop))
        else:
            raw[name] = file.read_bytes()
    if found:
        return None, found
    signers = _signers(f"{folder.name}/allowed_signers", raw["allowed_signers"], found)
    revoked = _revoked(f"{folder.name}/revoked_keys", raw["revoked_keys"], found)
    filed = load("trust", f"{folder.name}/policy.yml", raw["policy.yml"])
    found += filed.findings
    if not filed.data and not filed.findings:
        words = "policy.yml 里什么也没有写；哪个机关都不须签名时，也要写明 agencies: {}。请补写。"
        found.append(load_rules.missing_field(f"{folder.name}/policy.yml", 1, words, Level.stop))
    if not isinstance(filed.record, TrustPolicy) or any(one.level > Level.warn for one in found):
        return None, found
    total = hashlib.sha256(b"".join(hashlib.sha256(raw[name]).digest() for name in FILES)).hexdigest()
    return Trust(tuple(signers), revoked, filed.record, total), found


def unknown_agencies(folder: Path, policy: TrustPolicy, known: Collection[str]) -> list[Finding]:
    """A slug in `policy.yml` that is no agency's: mistyped, it would ask nothing of anybody."""
    words = "agencies 文件夹里没有 {}；这一条要求落空。请核对机关的短名。"
    return [
        Finding(f"{folder.name}/policy.yml", 1, "identity.agency", words.format(f"{shown(slug)}.yml"), Level.warn)
        for slug in sorted(policy.agencies)
        if slug not in known
    ]


def trust_lost(database: sqlite3.Connection, content: Path) -> list[Finding]:
    """Where the last build had a trust folder and this one has none: that would let more pass, so it stops."""
    row = database.execute("SELECT value FROM store.part WHERE name = 'trust'").fetchone()
    if not row or not row[0]:
        return []
    words = (
        "上次构建有信任目录，这次没有，签名的要求会落空；已停止发布新内容。"
        "请用 --trust 指定它；确要取消，请在它的 policy.yml 里写 agencies: {}。"
    )
    return [load_rules.path(f"{content.name}.trust", 1, words, Level.stop)]


def _lines(path: str, raw: bytes, found: list[Finding]) -> Iterator[tuple[int, str]]:
    """The lines that say something, with their numbers."""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        found.append(load_rules.encoding(path, 1, "不是 UTF-8 编码，读不出文字。请另存为 UTF-8。", Level.stop))
        return
    for number, line in enumerate(text.replace("\r\n", "\n").split("\n"), 1):
        if line.strip() and not line.lstrip().startswith("#"):
            yield number, line.strip()


class _Fault(Exception):
    """What is wrong with a line."""


def _signers(path: str, raw: bytes, found: list[Finding]) -> list[Signer]:
    signers = []
    for number, line in _lines(path, raw, found):
        try:
            signers.append(_signer(line))
        except _Fault as why:
            found.append(load_rules.type(path, number, str(why), Level.stop))
    return signers


def _signer(line: str) -> Signer:
    words = line.split()
    if len(words) < 4:
        raise _Fault(f"这一行不完整；应写作 {EXAMPLE}。请补全。")
    person, options, kind, text = words[:4]
    if not PERSON.fullmatch(person):
        raise _Fault("第一项应为一个人的名称（不含空格、逗号、引号、* 和 ?），一行一人；不能用通配符。请改写。")
    return Signer(person, _roles(options), _key(kind, text), f"{person} {options} {kind} {text}")


def _roles(options: str) -> tuple[str, ...]:
    """The roles of a line, whose other options are checked as well."""
    said = OPTION.findall(options)
    given = dict(said)
    if ",".join(f'{name}="{value}"' for name, value in said) != options or len(given) < len(said):
        raise _Fault(f"第二项应为选项，各项之间用逗号、不加空格；应写作 {EXAMPLE}。请改写。")
    if unknown := set(given) - {"namespaces", "valid-after", "valid-before"}:
        raise _Fault(f"不能用选项 {'、'.join(sorted(unknown))}；只用 namespaces、valid-after、valid-before。请删去。")
    roles = tuple(given.get("namespaces", "").split(","))
    if not all(ROLE.fullmatch(role) for role in roles) or not set(roles) & set(ROLES):
        raise _Fault("应写明 namespaces（可以签哪些名）：legal、publisher 或两者，用逗号分开，不用通配符。请补写。")
    if not all(TIME.fullmatch(given[name]) for name in ("valid-after", "valid-before") if name in given):
        raise _Fault('有效期应写作 valid-after="20260101" 这样的 8 位日期。请改写。')
    return roles


def _key(kind: str, text: str) -> bytes:
    if kind not in KEY_TYPES:
        raise _Fault(f"不接受这种钥匙；应为下列之一：{'、'.join(KEY_TYPES)}。证书也不接受。请换一把，例如用 ssh-keygen -t ed25519 生成。")
    try:
        key = unbase64(text)
        if key_type(key) != kind:
            raise Unreadable
        if weak(key):
            raise _Fault("RSA 钥匙少于 2048 位，不安全。请换一把，例如用 ssh-keygen -t ed25519 生成。")
    except Unreadable:
        raise _Fault("公钥读不出来；应照抄 .pub 文件里的前两项。请重新复制。") from None
    return key


def _revoked(path: str, raw: bytes, found: list[Finding]) -> bytes:
    """A list of public keys, one a line, is held to its form and written anew; a KRL is left to `ssh-keygen`."""
    if raw.startswith(KRL):
        return raw
    lines = []
    for number, line in _lines(path, raw, found):
        kind, _, rest = line.partition(" ")
        text = rest.split()[0] if rest.split() else ""
        try:
            _key(kind, text)
        except _Fault:
            words = "吊销的公钥应一行一把，照抄 .pub 文件的内容；也可以整个文件是 ssh-keygen -k 生成的吊销清单。请改写。"
            found.append(load_rules.type(path, number, words, Level.stop))
        lines.append(f"{kind} {text}\n")
    return "".join(lines).encode()
