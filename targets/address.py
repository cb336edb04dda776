"""Addresses of places as people type them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from publish.errors import BadUsage

EXAMPLES = "ssh://fabu@www.example.org/srv/xzzf、fabu@www.example.org:/srv/xzzf、s3://xzzf-bucket/xzzf 或本机的文件夹 /srv/xzzf"
HOST = r"(?:(?P<user>[A-Za-z0-9_][A-Za-z0-9._-]*)@)?(?P<host>[A-Za-z0-9_](?:[A-Za-z0-9._-]*[A-Za-z0-9_])?|\[[0-9A-Fa-f:.]+\])"
SSH = re.compile(rf"ssh://{HOST}(?::(?P<port>[0-9]{{1,5}}))?(?P<path>/.*)")
RSYNC = re.compile(rf"{HOST}:(?P<path>/[^/].*)")
BUCKET = re.compile(r"s3://(?P<bucket>[a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:/(?P<prefix>.*))?")
PREFIX = re.compile(r"[A-Za-z0-9._-]+(?:/[A-Za-z0-9._-]+)*")


@dataclass(frozen=True)
class SshAddress:
    """`host` may be a name of the user's SSH configuration; `path` is absolute; `user` and `port` are "" where that has to tell."""

    host: str
    path: str
    user: str = ""
    port: str = ""

    def __str__(self) -> str:
        """Without the user: as it is told in messages."""
        return f"{self.host}:{self.path}"


@dataclass(frozen=True)
class BucketAddress:
    """`prefix` ends in `/`, or is "" for the whole bucket."""

    bucket: str
    prefix: str

    def __str__(self) -> str:
        return f"s3://{self.bucket}/{self.prefix}"


def parse(text: str) -> SshAddress | BucketAddress | None:
    """An address of another machine; None where the text is a path of this one. Raises BadUsage, whose words repeat no password."""
    if not text or text.startswith("-") or not text.isprintable():
        raise BadUsage(f"--to 应写发布到哪里，如 {EXAMPLES}。")
    if text.startswith("s3://"):
        return _bucket(text)
    if text.startswith("ssh://") or RSYNC.fullmatch(text):
        return _ssh(text)
    scheme = re.match(r"([A-Za-z][A-Za-z0-9+.-]*)://", text)
    if scheme:
        raise BadUsage(f"--to 不认得 {scheme[1]}:// 这样的地址；应写作 {EXAMPLES}。")
    if re.match(r"[^/]*@[^/]*:", text) or re.match(r"[A-Za-z0-9.-]+\.[A-Za-z0-9.-]+:", text):
        raise BadUsage(f"--to 像是另一台机器上的地址，但读不懂；冒号后面应是以 / 开头的路径，如 {EXAMPLES}。密码不能写在地址里。")
    return None


def _ssh(text: str) -> SshAddress:
    found = SSH.fullmatch(text) or RSYNC.fullmatch(text)
    if not found:
        words = "主机名里只能有字母、数字、点和连字符，路径以 / 开头；密码不能写在地址里，请用密钥登录"
        raise BadUsage(f"--to 的 SSH 地址读不懂：{words}。应写作 ssh://fabu@www.example.org:22/srv/xzzf。")
    parts = found.groupdict()
    path = "/" + parts["path"].strip("/")
    if path == "/" or {"..", "."} & set(path.split("/")):
        raise BadUsage("--to 的路径不能是 /，里面也不能有 . 或 ..；应写作 ssh://fabu@www.example.org/srv/xzzf。")
    port = parts.get("port") or ""
    if port and not 0 < int(port) < 65536:
        raise BadUsage(f"--to 的端口 {port} 应在 1 到 65535 之间，如 ssh://fabu@www.example.org:22/srv/xzzf。")
    return SshAddress(parts["host"].strip("[]"), path, parts["user"] or "", port)


def _bucket(text: str) -> BucketAddress:
    found = BUCKET.fullmatch(text)
    prefix = (found["prefix"] or "").strip("/") if found else ""
    if not found or (prefix and (not PREFIX.fullmatch(prefix) or {"..", "."} & set(prefix.split("/")))):
        words = "桶名是 3 到 63 个小写字母、数字、点和连字符，前缀里只能有字母、数字、点、下划线和连字符；密钥不能写在地址里"
        raise BadUsage(f"--to 的对象存储地址读不懂：{words}。应写作 s3://xzzf-bucket 或 s3://xzzf-bucket/xzzf。")
    return BucketAddress(found["bucket"], f"{prefix}/" if prefix else "")
