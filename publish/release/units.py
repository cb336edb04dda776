"""The nightly release as systemd runs it: a service and a timer (systemd.service(5), systemd.exec(5), systemd.timer(5)).

Decisions end and scheduled ones begin at midnight in China, so a site that nobody pushes to must be released every day. What the
service may do is bounded: it writes below the folders of the site and of the store, and reads the rest.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

SERVICE = """\
# {service}：每天夜里发布一次。由 inv systemd 写出；要改请改命令的选项，重新写出。
[Unit]
Description=行政执法公示网站：夜里的发布（期满的撤下，到日子的公开）
{failure}{network}StartLimitIntervalSec=3h
StartLimitBurst=4

[Service]
Type=oneshot
User={user}
WorkingDirectory={project}
Environment=PYTHONUTF8=1 PYTHONDONTWRITEBYTECODE=1
ExecStart={command}
# 发布以后在整个网站里查找不公开的内容；查到的，算失败。
ExecStart={search}
# 退出码：0 成功；1 有要停的问题，只撤不发；2 命令写得不对；3 没有做完，网站照常。只有 3 值得再试。
Restart=on-failure
RestartPreventExitStatus=1 2
RestartSec=10min
TimeoutStartSec=2h
Nice=10

# 能写的只有这些文件夹，其余只能读。
ProtectSystem=strict
ReadWritePaths={writable}
ReadOnlyPaths={readable}
ProtectHome=read-only
PrivateTmp=yes
PrivateDevices=yes
{own_network}NoNewPrivileges=yes
CapabilityBoundingSet=
RestrictSUIDSGID=yes
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictAddressFamilies={families}
LockPersonality=yes
ProtectClock=yes
ProtectControlGroups=yes
ProtectHostname=yes
ProtectKernelLogs=yes
ProtectKernelModules=yes
ProtectKernelTunables=yes
SystemCallArchitectures=native
SystemCallFilter=@system-service
"""
TIMER = """\
# {timer}：每天什么时候发布。关机错过的，开机后补上。
[Unit]
Description=行政执法公示网站：每天 {at}（北京时间）发布

[Timer]
OnCalendar=*-*-* {at}:00 Asia/Shanghai
RandomizedDelaySec=2min
AccuracySec=1s
Persistent=true

[Install]
WantedBy=timers.target
"""
FAILURE = "OnFailure={}\n"
NO_FAILURE = "# 失败时要有人知道：写好发通知的单元后，加上 --on-failure 单元名，重新写出本文件。\n"
NETWORK = "Wants=network-online.target\nAfter=network-online.target\n"


@dataclass(frozen=True)
class Nightly:
    """`command`, `search`: the program and its words, for the release and for what follows it; `writable`, `readable`: folders.

    `far`: whether another machine is released to; `name`: of both units; `at`: `00:10`, the time in China; `on_failure`: a unit to
    start when the release fails, or "".
    """

    name: str
    user: str
    project: Path
    command: list[str]
    search: list[str]
    writable: list[Path]
    readable: list[Path]
    far: bool
    at: str
    on_failure: str = ""


def units(nightly: Nightly) -> dict[str, str]:
    """File name → text of both units."""
    service, timer = f"{nightly.name}.service", f"{nightly.name}.timer"
    text = SERVICE.format(
        service=service, user=nightly.user, project=_escaped(str(nightly.project)),
        command=" ".join(map(quoted, nightly.command)), search=" ".join(map(quoted, nightly.search)),
        failure=FAILURE.format(nightly.on_failure) if nightly.on_failure else NO_FAILURE,
        network=NETWORK if nightly.far else "", own_network="" if nightly.far else "PrivateNetwork=yes\n",
        families="AF_UNIX AF_INET AF_INET6" if nightly.far else "AF_UNIX",
        writable=_paths(nightly.writable), readable=_paths(nightly.readable),
    )  # fmt: skip
    return {service: text, timer: TIMER.format(timer=timer, at=nightly.at)}


def quoted(word: str) -> str:
    """A word of a command line as systemd reads it back (systemd.service(5), "Command lines")."""
    text = _escaped(word).replace("$", "$$")
    return text if text and not any(ch in text for ch in " \t'\"\\;") else '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _escaped(text: str) -> str:
    """`%` begins a specifier (systemd.unit(5))."""
    return text.replace("%", "%%")


def _paths(folders: list[Path]) -> str:
    return " ".join(f'"{_escaped(str(one))}"' if " " in str(one) else _escaped(str(one)) for one in dict.fromkeys(folders))
