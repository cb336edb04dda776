"""What ssh, rsync and the far side's programs said, in words for staff. Never the whole of it: only what is known to hold no secret."""

from __future__ import annotations

import re

NOT_REACHED = (
    ("Could not resolve hostname", "找不到这台主机，请检查主机名和本机的网络"),
    ("Connection refused", "对方没有在这个端口提供 SSH，请检查端口，或请管理员启动 sshd"),
    ("timed out", "连不上：等不到回应，请检查网络和防火墙"),
    ("No route to host", "连不上：没有通往这台主机的网络"),
    ("Network is unreachable", "连不上：本机没有网络"),
    ("REMOTE HOST IDENTIFICATION HAS CHANGED", "主机密钥与以前记下的不同，可能有人冒充；确实换了的，用 ssh-keygen -R 主机名 忘掉旧的"),
    ("Host key verification failed", "还不认识这台主机的密钥。请先用 ssh 登录一次，核对指纹，记下它"),
    ("Permission denied (", "不让登录：请把公钥放到那边的 authorized_keys 里，并检查用户名、密钥和 ssh-agent"),
    ("Too many authentication failures", "不让登录：试过的密钥太多，请在 ~/.ssh/config 里写明 IdentityFile 和 IdentitiesOnly yes"),
    ("This account is currently not available", "这个用户在那边不能运行命令，请管理员给它一个登录外壳"),
)  # fmt: skip
REFUSED = (
    ("No space left on device", "磁盘满了，请腾出空间"),
    ("Disk quota exceeded", "磁盘配额满了，请腾出空间"),
    ("Read-only file system", "那边的文件系统只能读，不能写"),
    ("Permission denied", "没有写入的权限，请管理员把这个文件夹给发布用的用户"),
    ("Operation not permitted", "没有写入的权限，请管理员把这个文件夹给发布用的用户"),
    ("File name too long", "那边的文件系统容不下这么长的名称"),
    ("Too many links", "那边的文件系统容不下这么多硬链接"),
    ("Cross-device link", "文件夹里的 spare 与正在使用的网站不在同一个文件系统上"),
    ("Not a directory", "应为文件夹的地方是别的东西"),
    ("is your shell clean", "那边登录时会打印文字，扰乱了传送；请去掉 .bashrc 等文件里的 echo"),
    ("connection unexpectedly closed", "连接断了"),
    ("Broken pipe", "连接断了"),
    ("vanished", "本机的文件在发送时不见了；构建和发布不能同时进行"),
)  # fmt: skip
UNREADABLE = re.compile(r"[^\x20-\x7e]")


def not_reached(said: str) -> str:
    """Why there is no connection. `said`: the error output of ssh."""
    return _known(NOT_REACHED, said) or f"连接不上，或连接断了{_tail(said)}"


def refused(said: str) -> str:
    """Why something could not be done there. `said`: what rsync, or a program of the far side, wrote."""
    return _known(REFUSED, said) or f"没有做成{_tail(said)}"


def _known(table: tuple[tuple[str, str], ...], said: str) -> str:
    return next((words for sign, words in table if sign in said), "")


def _tail(said: str) -> str:
    """The last line, short."""
    lines = [UNREADABLE.sub("?", line).strip() for line in said.splitlines() if line.strip()]
    return f"（{lines[-1][:160]}）" if lines else ""
