"""Configurations of web servers for a site: what `docs/serving.zh-CN.md` promises over HTTP, as nginx and Caddy read it.

The texts stand in `servers/`, to be read as they are; `{{word}}` stands for what is filled in here. A word at the beginning of a
line that is a condition (`Serving.conditions`) becomes nothing where it holds, and `# ` where it does not, so that the line stays
for the administrator to see what it would be.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from publish.errors import BadUsage
from publish.site import Site

WORD = re.compile(r"\{\{(\w+)\}\}")
PLAIN = re.compile(r"/[^\s\"'`{};$\\#?*()\[\]|^]*")  # what no server's syntax takes for anything but a path
ADDRESS = re.compile(r"(?:(?P<host>[0-9.]+|[A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\]):)?(?P<port>[0-9]{1,5})")
# All that a page needs comes from the site itself (CSP 3). `base-uri` and `frame-ancestors` have no default.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
PERMISSIONS = "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()"
IDENT = "[0-9a-hjkmnp-tv-z]"  # a character of an id


@dataclass(frozen=True)
class Serving:
    """Where a site is served. `root`: the folder, mostly a release's `current`; `listen`: port, or address and port; "" is the usual one.

    `certificate`, `key`: files, both or none; `brotli`: whether nginx has the module.
    """

    site: Site
    root: str
    listen: str = ""
    certificate: str = ""
    key: str = ""
    brotli: bool = False

    def __post_init__(self) -> None:
        if bool(self.certificate) != bool(self.key):
            raise BadUsage("--certificate（证书）和 --key（私钥）要写就两个都写。")
        for option, path in (("--root", self.root), ("--certificate", self.certificate), ("--key", self.key), ("url 的路径", self.prefix)):
            if path and not PLAIN.fullmatch(path):
                raise BadUsage(f"{option} {path} 里有服务器配置不认的字符；应为以 / 开头的完整路径，没有空格、引号、括号和 $ 一类的符号。")
        match = ADDRESS.fullmatch(self.listen)
        if self.listen and not (match and 0 < int(match["port"]) < 65536):
            raise BadUsage(f"--listen {self.listen} 应为端口，如 80，或地址加端口，如 127.0.0.1:8080。")

    @property
    def prefix(self) -> str:
        """The site's path on its host as servers see it, with a slash at both ends."""
        return unquote(urlsplit(self.site.url).path).rstrip("/") + "/"

    def words(self) -> dict[str, str]:
        """What is filled in."""
        listen = self.listen or ("443" if self.certificate else "80")
        host, port = self.site.tag_host, listen.rpartition(":")[2]
        address = (listen.rpartition(":")[0] or host) + f":{port}"
        name = re.sub(r"\W+", "_", f"site {host}{self.prefix}", flags=re.ASCII).strip("_")  # of variables: two sites share no map
        return {
            "host": host, "root": self.root.rstrip("/"), "prefix": self.prefix, "bare": self.prefix.rstrip("/"),
            "pattern": re.escape(self.prefix), "id": IDENT, "name": name, "listen": listen, "port": port,
            "policy": POLICY, "permissions": PERMISSIONS,
            "certificate": self.certificate or "/etc/ssl/site.pem", "key": self.key or "/etc/ssl/private/site.key",
            "address": f"{'https' if self.certificate else 'http'}://{address}",
        }  # fmt: skip

    def conditions(self) -> dict[str, bool]:
        """Which of the lines that depend on something hold."""
        tls, six = bool(self.certificate), self.site.ipv6 and ":" not in self.listen
        return {
            "tls": tls, "plain": not tls, "brotli": self.brotli, "below": self.prefix != "/", "v6": six and not tls, "v6tls": six and tls,
        }  # fmt: skip


def configuration(template: str, serving: Serving) -> str:
    """A template of `servers/` filled in."""
    words = serving.words() | {name: "" if holds else "# " for name, holds in serving.conditions().items()}
    return WORD.sub(lambda match: words[match[1]], template)
