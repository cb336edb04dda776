"""Approving a decision or an order (`inv approve`): which file is meant, whether it may be signed, and its signature file.

A file is signed only when the gate has nothing else against it: who signs says that it may be public as it stands.
"""

from __future__ import annotations

import hashlib
import sqlite3
from dataclasses import dataclass
from pathlib import Path

from publish.errors import BadUsage, Finding, Level
from publish.fields import ID_FORM, half_width
from publish.load import load
from publish.model import DecisionFile, OrderFile
from publish.signing.needs import ROLES
from publish.signing.released import reading
from publish.signing.signatures import Released
from publish.signing.signed_text import text_on_disk
from publish.signing.ssh import sign
from publish.sources import kind_of

OTHERS = ("signature.", "set.")  # what signing itself mends, or what follows from its lack


@dataclass(frozen=True)
class Wish:
    """Who signs what: `ident` is an id or a path; `key` a private key, or a public one whose private half an agent holds."""

    ident: str
    role: str
    key: Path


@dataclass(frozen=True)
class Signable:
    """A file that can be signed: its content path, its record and the text that a signature covers."""

    path: str
    record: DecisionFile | OrderFile
    text: bytes

    def signature_path(self, role: str) -> str:
        """Where its signature in a role lies in the content."""
        return f"approvals/{self.record.id}.{role}.sig"


def refuse(content: Path, wish: Wish) -> None:
    """Raises BadUsage where the role or the key cannot be used."""
    if wish.role not in ROLES:
        raise BadUsage("请用 --role 写明以什么身份签名：" + "、".join(f"{name}（{title}）" for name, title in ROLES.items()) + "。")
    if wish.key == Path():
        raise BadUsage("请用 --key 写明自己的私钥文件，例如 --key ~/.ssh/gongshi（钥匙在代理或硬件里时，写公钥或钥匙句柄文件）。")
    if not wish.key.is_file():
        raise BadUsage(f"找不到钥匙 {wish.key}；请用 --key 写明私钥文件（钥匙在代理或硬件里时，写公钥或钥匙句柄文件）。")
    if content in wish.key.resolve().parents:
        raise BadUsage("私钥放在内容目录里会随内容提交出去。请把它移到别处，例如 ~/.ssh。")


def signable(content: Path, ident: str) -> Signable:
    """The file that is meant. Raises BadUsage where there is none, or it cannot be read."""
    path = _path(content, ident)
    kind = kind_of(path) or ""
    filed = load(kind, path, (content / path).read_bytes())
    record = filed.record
    if not isinstance(record, DecisionFile | OrderFile):
        raise BadUsage("这个文件有错，读不出来；请先改正：\n" + "\n".join(map(str, filed.findings)))
    try:
        text = text_on_disk(content, path, record)
    except OSError:
        text = None
    if text is None:
        raise BadUsage(f"{path} 或它的附件读不出来；请先运行 inv check，按提示改正。")
    return Signable(path, record, text)


def _path(content: Path, ident: str) -> str:
    """The content path of an id or of a path as typed (below the content, or from here)."""
    if ID_FORM.fullmatch(typed := half_width(ident).strip().lower()):
        tried = sorted([*content.glob(f"decisions/*/*/{typed}.md"), *content.glob(f"orders/*/{typed}.yml")])
    else:
        tried = [content / ident, Path(ident).absolute()]
    paths = [path.resolve() for path in tried if path.is_file() and content in path.resolve().parents]
    shown = list(dict.fromkeys(path.relative_to(content).as_posix() for path in paths))
    if len(shown) != 1 or kind_of(shown[0]) not in ("decision", "order"):
        raise BadUsage(f"内容目录里没有编号（或路径）为 {ident} 的决定或令；请核对，并用 --content 指定内容仓库。")
    return shown[0]


def refuse_state(meant: Signable, released: Released | None) -> None:
    """Raises BadUsage where a decision is a draft, or its revision does not go up."""
    record, path = meant.record, meant.path
    if isinstance(record, OrderFile):
        return
    if record.status != "approved":
        raise BadUsage(f"{path} 还是草稿；请先把 status 改为 approved，再签名（签名以后改动会使签名失效）。")
    if record.revision is None:
        wanted = released.revision + 1 if released else 1
        raise BadUsage(f"{path} 没有写 revision；请在字段里加一行 revision: {wanted}，再签名。")
    digest = hashlib.sha256(meant.text).hexdigest()
    if released and (record.revision < released.revision or (record.revision == released.revision and digest != released.text)):
        raise BadUsage(
            f"{path} 已公开过第 {released.revision} 版，内容改了就要写更大的 revision；"
            f"请把 revision 改为 {released.revision + 1}，再由两人重新签名。"
        )


def last_released(store: Path, ident: str) -> Released | None:
    """The last public revision of a decision, from the store of the last build; None where there is none."""
    with reading(store) as database:
        try:
            row = database.execute("SELECT revision, text FROM revision WHERE id = ?", (ident,)).fetchone() if database else None
        except sqlite3.OperationalError:  # made by a version of the program that kept none
            row = None
    return Released(*row) if row else None


def against(found: list[Finding], path: str) -> list[Finding]:
    """What the gate has against a file besides its signatures: nothing of it may be signed away."""
    return [one for one in found if one.path == path and one.level > Level.warn and not one.code.startswith(OTHERS)]


def signature(meant: Signable, wish: Wish) -> bytes:
    """The signature file. Raises BadUsage with the words of `ssh-keygen` where it makes none."""
    made = sign(meant.text, wish.key, wish.role)
    if isinstance(made, str):
        raise BadUsage(f"没有签成：{made}。请核对 --key 和口令。")
    return made


def told(found: list[Finding], meant: Signable, role: str) -> tuple[list[str], list[str]]:
    """What the gate says of the new signature: why it does not count, and what is still missing."""
    own = [one for one in found if one.path == meant.path and one.code.startswith("signature.")]
    wrong = [one.message for one in own if meant.signature_path(role) in one.message or one.code == "signature.same_person"]
    return wrong, [one.message for one in own if one.message not in wrong]
