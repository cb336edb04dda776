"""The content of a commit, laid out in a folder for a release: what is committed is published, not what lies in a working tree.

Only files whose content changed are written, so that a release reads only those again; where the tree is the same, nothing is even
listed. What is noted of the folder is taken away before anything is written and put back afterwards: without it, everything is
laid out anew.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from publish import tree
from publish.errors import BadUsage
from publish.staff import snapshots
from publish.staff.git import git, git_line


def is_repository(content: Path) -> bool:
    """Whether a content folder is a git repository of its own: the top of a working tree, or a bare one.

    Raises BadUsage where it looks like one and git does not read it (it is another user's, or damaged): what lies in a working
    tree is not to be released because nobody can see what is committed.
    """
    if not ((content / ".git").exists() or (content / "objects").is_dir()):
        return False
    git(content, "rev-parse", "--git-dir")
    if git_line(content, "rev-parse", "--is-bare-repository") == "true":
        return Path(git_line(content, "rev-parse", "--absolute-git-dir")).resolve() == content.resolve()
    top = git_line(content, "rev-parse", "--show-toplevel")
    if (content / ".git").exists() and Path(top).resolve() != content.resolve():
        raise BadUsage(f"{content} 里有 .git，git 却认不出它是仓库；请运行 git -C {content} status 看看，修好再发布。")
    return bool(top) and Path(top).resolve() == content.resolve()


def commit_of(content: Path, name: str = "HEAD") -> str:
    """The full id of a commit. Raises BadUsage where there is none."""
    commit = git_line(content, "rev-parse", "--verify", "--quiet", f"{name}^{{commit}}")
    if not commit:
        raise BadUsage(f"内容仓库 {content} 里没有 {name} 这个提交；请先提交（git commit），或核对 --content。")
    return commit


def is_uncommitted(content: Path) -> bool:
    """Whether the working tree holds content that is not committed; a bare repository has none."""
    if git_line(content, "rev-parse", "--is-bare-repository") == "true":
        return False
    changed = git_line(content, "status", "--porcelain", "--no-renames").splitlines()
    return any(snapshots.is_content(line[3:].strip('"')) for line in changed)


def lay_out(content: Path, commits: list[str], folder: Path) -> None:
    """Make a folder hold the content of a commit. Of further commits, their orders and signatures are added.

    An order of a later commit holds whatever state the decisions go back to.
    """
    noted, listing = folder.with_name(f"{folder.name}.trees"), folder.with_name(f"{folder.name}.blobs")
    trees = " ".join(git_line(content, "rev-parse", f"{commit}^{{tree}}") for commit in commits)
    if folder.is_dir() and noted.is_file() and noted.read_bytes() == trees.encode():
        return
    there = _there(listing) if noted.is_file() else {}
    noted.unlink(missing_ok=True)
    wanted = _wanted(content, commits)
    if not there:
        shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True, exist_ok=True)
    for path in there.keys() - {blob.path for blob in wanted}:
        tree.remove(folder, path)
    changed = [blob for blob in wanted if there.get(blob.path) != [blob.mode, blob.object]]
    for blob in changed:
        (folder / blob.path).unlink(missing_ok=True)  # it may be a link, through which nothing is to be written
    snapshots.write(content, changed, folder)
    listing.write_text(json.dumps({blob.path: [blob.mode, blob.object] for blob in wanted}), encoding="ascii")
    draft = noted.with_name(f"{noted.name}.new")
    draft.write_text(trees, encoding="ascii")
    draft.replace(noted)


def _there(listing: Path) -> dict[str, list[str]]:
    """Path → mode and object of what lies in the folder; nothing where that cannot be read."""
    try:
        told = json.loads(listing.read_bytes())
    except (OSError, ValueError):
        return {}
    return told if isinstance(told, dict) else {}


def clear(folder: Path) -> None:
    """Take away what was laid out."""
    folder.with_name(f"{folder.name}.trees").unlink(missing_ok=True)
    shutil.rmtree(folder, ignore_errors=True)


def is_shared(content: Path) -> bool:
    """Whether several users of the system write to the repository (git's `core.sharedRepository`)."""
    return git_line(content, "config", "--get", "core.sharedRepository") not in ("", "0", "false", "umask")


def _wanted(content: Path, commits: list[str]) -> list[snapshots.Blob]:
    first, *others = commits
    found = {blob.path: blob for blob in snapshots.committed(content, first)}
    for commit in others:
        found |= {blob.path: blob for blob in snapshots.committed(content, commit) if blob.path.startswith(("orders/", "approvals/"))}
    return list(found.values())
