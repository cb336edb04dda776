"""The verbs that write configurations of web servers."""

from __future__ import annotations

import os
from pathlib import Path

from invoke.context import Context
from invoke.tasks import task

from publish.errors import BadUsage
from publish.servers import Serving, configuration
from publish.staff.desk import facts_of
from verbs.machine import LOOKING, PROJECT, end, exit_code

SERVERS = PROJECT / "servers"
HELP = {
    "root": "网站文件在哪里：发布到的文件夹里的 current，如 /srv/xzzf/current",
    "content": "内容仓库；网址和路径取自它的 site.yml",
    "listen": "端口，或地址加端口；不写是 80，有证书是 443",
    "certificate": "证书文件", "key": "证书的私钥文件",
}  # fmt: skip


def written(template: str, root: str, content: str, listen: str, certificate: str, key: str, brotli: bool = False) -> str:
    """A configuration. Raises BadUsage."""
    if not root:
        raise BadUsage(f"请用 --root 写明网站文件在哪里：{HELP['root']}。")
    site = facts_of(Path(content).resolve()).site
    if not site.is_placed:
        raise BadUsage("内容里的 site.yml 没有写网站的网址（url），或者读不出来；服务器要按它认域名和路径。请先写好，再运行一次。")
    paths = [os.path.abspath(path) if path else "" for path in (root, certificate, key)]  # noqa: PTH100 - `current` is a link, and stays one
    return configuration((SERVERS / template).read_text("utf-8"), Serving(site, paths[0], listen, paths[1], paths[2], brotli))


@task(help={**HELP, "brotli": "nginx 装了 brotli_static 模块"})
def nginx(
    context: Context, root: str = "", content: str = "content", listen: str = "", certificate: str = "", key: str = "", brotli: bool = False
) -> None:  # fmt: skip
    """写出 nginx 的配置，连同中文说明。"""

    def run() -> int:
        print(written("nginx.conf", root, content, listen, certificate, key, brotli), end="")
        return 0

    end(exit_code(run, LOOKING))


@task(help=HELP)
def caddy(context: Context, root: str = "", content: str = "content", listen: str = "", certificate: str = "", key: str = "") -> None:
    """写出 Caddy 2 的配置，连同中文说明。"""

    def run() -> int:
        print(written("Caddyfile", root, content, listen, certificate, key), end="")
        return 0

    end(exit_code(run, LOOKING))
