"""What a build says to the person who ran it (Chinese, for staff)."""

from __future__ import annotations

from collections.abc import Iterable

from publish.errors import Finding, Level
from publish.reporting import Report

LEVELS = {Level.stop: "停止发布新内容", Level.hold: "暂缓公开", Level.warn: "提醒"}
STATES = {
    "published": "公开",
    "scheduled": "待公开", "held": "暂缓", "withdrawn": "已撤回", "ended": "已期满或修复", "withheld": "不予公开", "draft": "草稿",
}  # fmt: skip


def findings(found: Iterable[Finding]) -> str:
    """All findings, the loudest first: each as `path:line code message` under a heading for its level."""
    lines = []
    every = sorted(set(found))
    for level, title in LEVELS.items():
        group = [str(finding) for finding in every if finding.level is level]
        if group:
            lines += [f"{title}（{len(group)} 处）：", *group, ""]
    return "\n".join(lines)


def release(commit: str, back: bool, uncommitted: bool) -> str:
    """What is served besides: of which commit, whether an earlier state, and what was left out. Lines that each end."""
    lines = [f"发布的是提交 {commit[:10]}。\n"] if commit else []
    if back:
        lines.append("现在是回退后的样子；内容仓库有了新的提交，或者程序换了新的外观，再发布就恢复正常。\n")
    if uncommitted:
        lines.append("内容文件夹里还有没有提交的改动，这次没有发布；要发布请先提交（git commit），再发布一次。\n")
    return "".join(lines)


def left(lines: Iterable[str]) -> str:
    """Where a release left something of what is not public."""
    found = "\n".join(lines)
    return f"已经发布，但还有不公开内容的痕迹，或者没有检查的文件；请把下面几行告诉管理员：\n{found}\n" if found else ""


def summary(report: Report) -> str:
    """What was published and made, in two or three lines."""
    counts = "，".join(f"{title} {report.decisions[state]}" for state, title in STATES.items() if report.decisions[state])
    files = report.outputs
    lines = [f"{report.today} 决定：{counts or '没有'}。"]
    if report.stopped:
        lines.append("因上面“停止”的问题，没有发布任何新内容；撤回、期满和隐私下架照常生效。改正后请重新构建。")
    made = f"写入 {files['written']}，未变 {files['kept']}，删除 {files['removed']}，共 {files['total']}"
    lines.append(f"文件：{made}；用时 {report.seconds['total']:.1f} 秒。")
    return "\n".join(lines)
