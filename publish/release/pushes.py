"""What a push brings to the published branch of a bare repository, and whether it may: as git hands it to the hooks there.

* The published branch is the one that the repository's `HEAD` names. Other branches are nobody's business here.
* It is never deleted, and its history never written anew: a release would not know what is newer.
* A push of nothing but orders and their signatures, and of deleted files of the decisions that they name, is taken unjudged.
"""

from __future__ import annotations

import subprocess
from dataclasses import dataclass, field
from pathlib import Path

from publish.errors import BadUsage
from publish.fields import ID_FORM
from publish.staff import changed, snapshots
from publish.staff.git import git, git_line

DELETED = "网站发布的就是分支 {0}，不能删除；没有接收。"
NO_COMMIT = "推送到 {0} 的不是提交，没有接收。"
REWRITTEN = (
    "推送的内容不是接着服务器上的写的：服务器的 {0} 上有它没有的提交，\n"
    "或者历史被改写了。没有接收。请不要用 --force，先运行 git pull，再推送。"
)  # fmt: skip


@dataclass(frozen=True)
class Push:
    """What becomes of the published branch. `old`: "" for its first commit; `new`: "" where it is deleted. `changes`: of content."""

    branch: str
    old: str
    new: str
    changes: changed.Changes = field(default_factory=dict)

    @property
    def orders(self) -> list[str]:
        """The orders in it that are new or changed: what may take something down."""
        return sorted(path for path, status in self.changes.items() if path.startswith("orders/") and status != "D")


def published_branch(repository: Path) -> str:
    """The full name of the branch that is published. Raises BadUsage where `HEAD` names none."""
    name = git_line(repository, "symbolic-ref", "--quiet", "HEAD")
    if not name:
        raise BadUsage(f"仓库 {repository} 的 HEAD 不指着分支；请先运行 git -C {repository} symbolic-ref HEAD refs/heads/main。")
    return name


def pushed(repository: Path, lines: str) -> Push | None:
    """What the lines `old new ref` of git say of the published branch; None where they do not name it."""
    branch = published_branch(repository)
    for old, new, ref in (line.split(" ", 2) for line in lines.splitlines() if line.count(" ") >= 2):
        if ref == branch:
            before, after = ("" if set(name) == {"0"} else name for name in (old, new))
            return Push(branch.removeprefix("refs/heads/"), before, after, _changes(repository, before, after))
    return None


def _changes(repository: Path, old: str, new: str) -> dict[str, str]:
    if not new or not _is_commit(repository, new):
        return {}
    before = old or git(repository, "hash-object", "-t", "tree", "--stdin").decode().strip()
    between = changed.between(repository, before, new)
    return {path: status for path, status in between.items() if snapshots.is_content(path)}


def _is_commit(repository: Path, name: str) -> bool:
    return git_line(repository, "cat-file", "-t", name) == "commit"


def fault(repository: Path, push: Push) -> str:
    """Why the push may not be, whatever its content; "" where it may."""
    if not push.new:
        return DELETED.format(push.branch)
    if not _is_commit(repository, push.new):
        return NO_COMMIT.format(push.branch)
    if push.old and not _goes_on(repository, push):
        return REWRITTEN.format(push.branch)
    return ""


def _goes_on(repository: Path, push: Push) -> bool:
    words = ["git", "merge-base", "--is-ancestor", push.old, push.new]
    return subprocess.run(words, cwd=repository, capture_output=True, check=False).returncode == 0


def only_removes(repository: Path, push: Push) -> bool:
    """Whether nothing is in it but orders, their signatures, and deleted decisions that an order of the commit names."""
    if not changed.only_removes(push.changes):
        return False
    deleted = {path.rpartition("/")[2].removesuffix(".md") for path, status in push.changes.items() if status == "D"}
    return not deleted or deleted <= _named(repository, push.new)


def _named(repository: Path, commit: str) -> set[str]:
    """The ids that the orders of a commit name."""
    orders = git_line(repository, "grep", "-h", "-o", "-w", "-E", ID_FORM.pattern, commit, "--", "orders")
    return set(orders.splitlines())
