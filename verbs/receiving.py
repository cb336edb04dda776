"""What the hooks of the bare repository call: a push is judged, released, and its pusher told what came of it.

Whoever pushes sees the lines behind `remote: `, and may go away before the end; the release goes on all the same.
"""

from __future__ import annotations

import shlex
import sys
from concurrent.futures import Executor
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path

from publish import words
from publish.errors import BadUsage, Finding, Level, why
from publish.release import news, pushes
from publish.release.judging import Judged, judge
from publish.release.releasing import Say, Wish, release
from publish.rules import set as set_rules
from publish.staff import changed, receiving, showing
from publish.staff.receiving import Settings
from verbs.machine import PROJECT, Ends, exit_code, host, workers
from verbs.releasing import noting, of_settings, open_to_the_server

JUDGING = Ends("没有检查完，所以没有接收", "已中断，没有接收。")
RELEASING = Ends("推送已经收下，但是发布没有做完", "推送已经收下，但是发布中断了。")
NOT_TAKEN = "没有接收。请改好上面的问题，提交之后再推送。"
WITHDRAWN = "撤回已经生效；其余没有接收。"
KEEP = "这些撤回令还不在服务器上：改好之后请连同它们一起推送，在那之前网站不会发布新内容。"
NOT_WITHDRAWN = "其中的撤回令没有生效（{}）。请先只提交撤回令（git commit orders），单独推送。"
STOPPED = "推送已经收下，但有上面“停止”的问题：没有发布新内容，撤回照常生效。请改好再推送。"
BEHIND = "推送已经收下，网站还是原来的样子。夜里的定时发布会再做一次；等不得的，请管理员在服务器上运行：\n  {}"
OTHERS = "网站只发布分支 {}；这次推送没有改动它，没有发布。"
WARNINGS = 10  # that are shown


def install_server(
    repository: str, to: str, output: str, store: str, trust: str, data_key: str, site_url: str, shared: bool
) -> str:  # fmt: skip
    """Make or take the bare repository and install its hooks; what was done. Raises BadUsage."""
    if not repository or not to:
        raise BadUsage("请写明接收推送的仓库和发布的目标，如 inv hooks --server --repository /srv/xzzf/content.git --to /srv/xzzf/site。")
    bare = Path(repository).resolve()
    made = receiving.found(bare, shared)
    local = {"output": output, "store": store, "trust": trust, "data_key": data_key}
    absolute = {name: str(Path(path).resolve()) if path else "" for name, path in local.items()}
    settings = Settings(to=to, site_url=site_url, **absolute)
    wish = _wish(bare, settings, "")
    if wish.trees:
        settings = replace(settings, to=str(wish.trees.folder))
    elif not output:  # else it would lie where the hook runs, which is the repository
        settings = replace(settings, output=str(bare.with_suffix(".output")))
        wish = _wish(bare, settings, "")
    for folder in (wish.request.state, wish.store):
        receiving.private(folder, bare, shared)
    done = receiving.install(bare, settings, PROJECT, sys.executable)
    return f"已建立仓库 {bare}。\n{done}" if made else done


def hook(name: str, repository: Path, lines: str, today: str) -> int:
    """Run by git in the repository, with a line for each branch that is pushed."""
    push = pushes.pushed(repository, lines)
    if name == "pre-receive":
        return exit_code(lambda: _received(repository, push, today) if push else 0, JUDGING)
    if push is None:
        _tell(OTHERS.format(pushes.published_branch(repository).removeprefix("refs/heads/")))
        return 0
    code = exit_code(lambda: _released(repository, push, today), RELEASING)
    if code > 1:
        _tell(BEHIND.format(shlex.join(["inv", "release", "--content", str(repository)])))
    return code


def _wish(repository: Path, settings: Settings, today: str) -> Wish:
    return of_settings(str(repository), settings, today, wait=True)


def _received(repository: Path, push: pushes.Push, today: str) -> int:
    """Whether git may take the push: 0 or 1. Of one that is refused, what takes something down is released at once."""
    fault = pushes.fault(repository, push)
    if not fault and (not push.changes or pushes.only_removes(repository, push)):
        return 0
    wish = _wish(repository, Settings.of(repository), today)
    open_to_the_server(wish)
    say = _saying(wish, push)
    with workers(wish.request.jobs) as pool:
        judged = Judged((set_rules.older(fault),), fault) if fault else judge(wish, push.new, push.old, pool, say)
        say("judged", {"stops": len(judged.stops), "orders": len(push.orders)})
        if not judged.stops:
            return 0
        _tell(judged.words + ("" if fault else f"\n{NOT_TAKEN}"))
        if push.orders and push.old:
            _take_down(replace(wish, orders_of=push.new, refused=judged.stops), pool, say)
    return 1


def _take_down(wish: Wish, pool: Executor | None, say: Say) -> None:
    told = news.News()
    try:
        done = release(told.heard_by(wish), partial(host, pool=pool), pool, say)
    except Exception as error:
        _tell(NOT_WITHDRAWN.format(error if isinstance(error, BadUsage) else why(error)))
    else:
        _tell("\n".join(["", *told.lines, words.left(done.left) + WITHDRAWN, KEEP]))


def _released(repository: Path, push: pushes.Push, today: str) -> int:
    told = news.News()
    wish = told.heard_by(_wish(repository, Settings.of(repository), today))
    open_to_the_server(wish)
    with workers(wish.request.jobs) as pool:
        done = release(wish, partial(host, pool=pool), pool, _saying(wish, push))
    found = _found(done.report.findings, push, wish.request.state / "content")
    _tell("\n".join([*([found, ""] if found else []), *(told.lines or ["公开的决定没有变化。"])]))
    if done.left:
        _tell(words.left(done.left))
    if done.report.stopped:
        _tell(STOPPED)
        return 1
    _tell(f"已发布：{news.address(wish.store)}")
    return 0


def _found(found: list[Finding], push: pushes.Push, content: Path) -> str:
    """What was found of what the push brings, with the lines that are meant; and how much there is besides."""
    brought = changed.brought(found, push.changes, content)
    loud = [one for one in brought if one.level > Level.warn]
    warnings = sorted(one for one in found if one.level is Level.warn and (one.path in push.changes or one.path == "."))
    shown = [*loud, *warnings[:WARNINGS]]
    lines = [showing.as_text(shown, content)] if shown else []
    if others := len(found) - len(shown):
        lines.append(f"另有 {others} 处问题，多是以前就有的；运行 inv check 可以看到。")
    return "\n".join(lines)


def _saying(wish: Wish, push: pushes.Push) -> Say:
    """Tell the pusher where it has to wait; note each step for whoever runs the server."""
    wish.request.state.mkdir(parents=True, exist_ok=True, mode=0o700)
    note = noting(wish.request.state / "pushes.log")
    note("push", {"branch": push.branch, "old": push.old[:10], "new": push.new[:10]})

    def say(step: str, facts: dict[str, object]) -> None:
        note(step, facts)
        if step == "wait":
            _tell(f"另一个发布正在进行（{facts['for']}），等它结束后接着做……")

    return say


def _tell(text: str) -> None:
    """Say something to whoever pushed, if they are still there."""
    with suppress(OSError):
        print(text, file=sys.stderr, flush=True)
