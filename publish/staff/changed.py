"""What a commit or a push changes, whether the gate lets it pass, and what is said of it (`inv hook`).

A commit is judged by the files in it, as they are staged. A push is judged whole: what it changes, and whatever would stop the
site; faults of level hold that were there before and that it does not touch are told and do not block it. What takes
something out of the public's sight (orders, deleted decisions) is never blocked (design.md, law 1).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from publish.build import check
from publish.errors import Finding, Level
from publish.fields import ID_FORM
from publish.request import Request
from publish.staff import showing, snapshots
from publish.staff.git import git, git_line
from publish.staff.snapshots import Blob

Changes = Mapping[str, str]  # path → A added, M modified, D deleted, T another type
JUDGED_BY = ("site.yml", "agencies", "lists", "policy")  # a change of these may change what is said of every decision
IDENT = re.compile(rf"\b{ID_FORM.pattern}\b")
NAMES = ("--name-status", "--no-renames", "-z")
NO_COMMIT = "撤回令不受影响，可以先单独提交：git commit orders"


@dataclass(frozen=True)
class Answer:
    """Whether git may go on, and what to print."""

    passes: bool
    words: str = ""


def to_be_committed(top: Path) -> dict[str, str]:
    """What the index changes of the last commit."""
    head = git_line(top, "rev-parse", "--verify", "--quiet", "HEAD") or git(top, "hash-object", "-t", "tree", "--stdin").decode().strip()
    return _parsed(git(top, "diff-index", "--cached", "--name-status", "--no-renames", "-z", head))


def to_be_pushed(top: Path, remote: str, lines: str) -> dict[str, dict[str, str]]:
    """Commit → what it changes of what the remote has; from the lines that git hands to `pre-push`."""
    pushed: dict[str, dict[str, str]] = {}
    for _, new, _, old in (line.split(" ") for line in lines.splitlines() if line.count(" ") == 3):
        commit = git_line(top, "rev-parse", "--verify", "--quiet", f"{new}^{{commit}}")
        if not commit:  # a branch that is deleted
            continue
        known = git_line(top, "rev-parse", "--verify", "--quiet", f"{old}^{{commit}}")
        if known:
            changes = between(top, known, commit)
        else:
            changes = _parsed(git(top, "log", "--format=", *NAMES, commit, "--not", f"--remotes={remote}"))
        pushed[commit] = {**changes, **pushed.get(commit, {})}
    return pushed


def between(top: Path, old: str, new: str) -> dict[str, str]:
    """What changes from one commit, or tree, to another."""
    return _parsed(git(top, "diff-tree", "-r", *NAMES, old, new))


def _parsed(output: bytes) -> dict[str, str]:
    """Status and path by turns; of several commits the newest stands first."""
    words = [word for word in output.decode("utf-8", "surrogateescape").replace("\n", "\0").split("\0") if word]
    changes: dict[str, str] = {}
    for status, path in zip(words[::2], words[1::2], strict=True):
        changes.setdefault(path, status[0])
    return changes


def only_removes(changes: Changes) -> bool:
    """Whether there is nothing but orders that are written, their signatures, and decisions that are deleted."""
    written = {path.rpartition("/")[2].partition(".")[0] for path in changes if path.startswith("orders/")}
    return bool(changes) and all(
        (status in "AM" and path.startswith("orders/"))
        or (status in "AM" and path.startswith("approvals/") and path.removeprefix("approvals/").partition(".")[0] in written)
        or (status == "D" and path.startswith("decisions/") and path.endswith(".md"))
        for path, status in changes.items()
    )


def commit_answer(request: Request, top: Path) -> Answer:
    """What is staged, judged; `request.content` is a folder to write it to."""
    changes = to_be_committed(top)
    mine = {path for path in changes if snapshots.is_content(path)}
    if not mine:
        return Answer(True)
    blobs = snapshots.staged(top)
    wanted = _concerned(blobs, mine, changes)
    snapshots.write(top, [blob for blob in blobs if blob.path in wanted], request.content)
    mine |= _attached(request.content, changes)
    paths = {blob.path for blob in blobs} - wanted
    more = _mentioned(request.content, mine, paths)
    snapshots.write(top, [blob for blob in blobs if blob.path in more], request.content)
    found = [one for one in check(request, None) if one.level > Level.warn and one.path in mine]
    return _answer(found, [], changes, request.content, "提交")


def push_answer(request: Request, top: Path, commit: str, changes: Changes, pool: Executor | None) -> Answer:
    """A commit, judged whole; `request.content` is a folder to write it to."""
    snapshots.write(top, snapshots.committed(top, commit), request.content)
    loud = [one for one in check(request, pool) if one.level > Level.warn]
    blocking = brought(loud, changes, request.content)
    return _answer(blocking, [one for one in loud if one not in blocking], changes, request.content, "推送")


def brought(loud: Iterable[Finding], changes: Changes, content: Path) -> list[Finding]:
    """Of some findings those that the changes may have brought, and whatever stops the site."""
    decided_by = any(path.split("/")[0] in JUDGED_BY for path in changes)
    touched = set(changes) | _attached(content, changes)
    return [one for one in loud if decided_by or one.level is Level.stop or one.path in touched]


def _answer(blocking: list[Finding], older: list[Finding], changes: Changes, content: Path, act: str) -> Answer:
    lines = [showing.as_text(blocking, content), ""] if blocking else []
    if older:
        files = len({one.path for one in older})
        lines.append(f"另有 {len(older)} 处以前就有的问题，在这次没有改的 {files} 个文件里，不影响{act}；运行 inv check 可以看到。")
    if not blocking:
        return Answer(True, "\n".join(lines))
    if only_removes(changes):
        return Answer(True, "\n".join([*lines, f"这次{act}只有撤回一类的内容，上面的问题不拦它；请随后改正。"]))
    lines.append(f"没有{act}。请改好上面的问题{'，git add 之后再提交' if act == '提交' else '，提交之后再推送'}。")
    if act == "提交" and any(path.startswith("orders/") for path in changes):
        lines.append(NO_COMMIT)
    return Answer(False, "\n".join(lines))


def request_in(folder: Path, project: Path, today: date) -> Request:
    """A request for a snapshot below an empty folder of one's own."""
    return Request(project, folder / "content", folder / "output", today)


def _concerned(blobs: Iterable[Blob], mine: set[str], changes: Changes) -> set[str]:
    """The files to write: those changed, all that decisions are judged by, signatures, and decisions beside changed attachments."""
    ids = {_stem(path) for path in mine}
    folders = {path.rpartition("/")[0] for path in changes if _is_attachment(path)}
    wanted = set()
    for path in (blob.path for blob in blobs):
        in_bulk = path.startswith(("decisions/", "approvals/"))
        if not in_bulk or path in mine or _stem(path) in ids or (path.rpartition("/")[0] in folders and path.endswith(".md")):
            wanted.add(path)
    return wanted


def _stem(path: str) -> str:
    return path.rpartition("/")[2].partition(".")[0]


def _is_attachment(path: str) -> bool:
    return path.startswith("decisions/") and not path.endswith(".md")


def _attached(content: Path, attachments: Iterable[str]) -> set[str]:
    """The decisions that name one of some attachments beside them."""
    found = set()
    for one in filter(_is_attachment, attachments):
        name = one.rpartition("/")[2].encode("utf-8", "surrogateescape")
        beside = (path for path in (content / one).parent.glob("*.md") if path.is_file())
        found |= {path.relative_to(content).as_posix() for path in beside if name in path.read_bytes()}
    return found


def _mentioned(content: Path, mine: set[str], paths: set[str]) -> set[str]:
    """Of some files those that mine name: the attachments of decisions, the decisions of orders."""
    found = set()
    for one in (path for path in mine if path.endswith((".md", ".yml")) and (content / path).is_file()):
        text, folder = (content / one).read_bytes(), one.rpartition("/")[0] + "/"
        if one.startswith("decisions/"):
            beside = (path for path in paths if path.startswith(folder))
            found |= {path for path in beside if path.removeprefix(folder).encode("utf-8", "surrogateescape") in text}
        elif one.startswith("orders/"):
            ids = set(IDENT.findall(text.decode("utf-8", "replace")))
            found |= {path for path in paths if path.startswith("decisions/") and _stem(path) in ids}
    return found
