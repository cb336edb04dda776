"""The key with which the sums of the data are signed (`inv build --data-key FILE`), so that whoever loads the data can tell ours.

Nobody sits beside a build: the key has no pass phrase and is no hardware token. Its signatures have to be the same each time
(Ed25519: RFC 8032; RSA as OpenSSH signs, PKCS #1 v1.5: RFC 8017), or two builds of the same content would differ; those of ECDSA
and of tokens are not.
"""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass
from pathlib import Path

from publish.errors import BadUsage, BuildFailed
from publish.signing.ssh import sign
from publish.signing.sshsig import Unreadable, fingerprint, key_type, sealed, weak

NAMESPACE = "disclosure-data"
SAME_EACH_TIME = ("ssh-ed25519", "ssh-rsa")
NEW_KEY = "可以用 ssh-keygen -t ed25519 -N '' -f 文件 生成一把。"


@dataclass(frozen=True)
class DataKey:
    """A private key that can be used, by the place of its file and its public half."""

    path: Path
    public: bytes  # in OpenSSH's own encoding

    @property
    def fingerprint(self) -> str:
        """How OpenSSH names it (`SHA256:…`); what a client compares with what it was told by another way."""
        return fingerprint(self.public)

    def allowed_signers(self, host: str) -> str:
        """The file that `ssh-keygen -Y verify -f` reads: one line, whose principal is the site's host."""
        blob = base64.b64encode(self.public).decode()
        return f'{principal(host)} namespaces="{NAMESPACE}" {key_type(self.public)} {blob}\n'


def principal(host: str) -> str:
    """The name under which the site signs: its host, what ends a word or is a pattern in `allowed_signers` replaced."""
    return re.sub(r"[^\w.:-]", "_", host)


def read_data_key(path: Path, content: Path, output: Path) -> DataKey:
    """The key, tried with a signature. Raises BadUsage where it cannot be used, or lies where it would be published."""
    if not path.is_file():
        raise BadUsage(f"找不到钥匙 {path}；请用 --data-key 写明私钥文件。{NEW_KEY}")
    for name, folder in (("内容目录", content.resolve()), ("输出目录", output.resolve())):
        if folder in path.resolve().parents:
            raise BadUsage(f"私钥 {path} 在{name}里，会随它公开出去。请把它移到别处，例如 ~/.ssh，并换一把新的。")
    if path.suffix == ".pub":
        raise BadUsage(f"{path} 是公钥；请用 --data-key 写明私钥文件（没有 .pub 的那一个）。")
    made = sign(b"", path, NAMESPACE, alone=True)
    if isinstance(made, str):
        raise BadUsage(f"{_reason(path, made)}（ssh-keygen：{made}）")
    try:
        public = sealed(made).key
        usable = key_type(public) in SAME_EACH_TIME and not weak(public)
    except Unreadable:
        usable = False
    if not usable:
        raise BadUsage(
            f"钥匙 {path} 不能用来签数据：应为 Ed25519（或 2048 位以上的 RSA）。ECDSA 钥匙和硬件钥匙对同样的内容每次签出不同的结果，"
            f"两次构建就不会一样；硬件钥匙还要有人在旁边。{NEW_KEY}"
        )
    return DataKey(path, public)


def signature(text: bytes, path: Path, name: str) -> bytes:
    """The signature file over the sums, with the key whose fingerprint is `name`. Raises BuildFailed."""
    made = sign(text, path, NAMESPACE, alone=True)
    if isinstance(made, str):
        raise BuildFailed(f"没有给数据签成名：{made}。请核对 --data-key 的钥匙。")
    if fingerprint(sealed(made).key) != name:
        raise BuildFailed(f"构建中间换了钥匙 {path}；请重新构建。")
    return made


def _reason(path: Path, said: str) -> str:
    """Why `ssh-keygen` did not sign, in words for whoever started the build."""
    if "passphrase" in said:
        return f"钥匙 {path} 有口令，构建时没有人输入。请专门为数据生成一把没有口令、只有构建用户能读的钥匙。"
    if path.stat().st_mode & 0o077:
        return f"钥匙 {path} 别人也能读，不能用。请运行 chmod 600 {path}。"
    return f"钥匙 {path} 用不了；应为没有口令的 OpenSSH 私钥。{NEW_KEY}"
