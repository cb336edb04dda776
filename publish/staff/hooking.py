"""Installing the hooks of a repository: `hooks/*` into the folder where git looks for them.

A hook of someone else is never overwritten. Where the program is stands in the repository's own settings (`.git/config`), so
that the hooks hold no path of a machine and may lie in a folder that is shared.

Content repositories of staff get `CLERK`, the bare one that is pushed to and released gets `SERVER` (`publish.staff.receiving`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from publish.errors import BadUsage
from publish.staff.git import git, git_line, repository

CLERK = ("pre-commit", "pre-push")
SERVER = ("pre-receive", "post-receive")
OURS = b"publish-hook"
BESIDE = ".publish"  # ending of a hook of ours that stands beside a foreign one


@dataclass
class Installed:
    """Where the hooks are; and of those that stand beside a foreign one, what to add to that. `does`: what they do."""

    folder: Path
    does: str
    hooks: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)

    @property
    def words(self) -> str:
        """What was done and what is left to do."""
        lines = [f"已装好钩子 {'、'.join(self.hooks)}，在 {self.folder}。{self.does}"] if self.hooks else []
        for name in self.foreign:
            lines += [
                f"{self.folder / name} 是别人的钩子，没有动它。我们的放在旁边，叫 {name}{BESIDE}；请在它末尾（exit 之前）加一行：",
                f'  "$(dirname "$0")/{name}{BESIDE}" "$@" || exit 1',
            ]
        return "\n".join(lines)


def install(content: Path, project: Path, python: str) -> Installed:
    """Install the hooks of a content repository. `python`: the interpreter of the program's environment. Raises BadUsage."""
    top = repository(content)
    if top.resolve() != content.resolve():
        raise BadUsage(f"{content} 不是仓库的最上层（{top}）；内容仓库要和程序分开。请用 --content 指定用 inv init 建立的内容仓库。")
    return put_in(top, CLERK, "提交和推送时会自动检查；只写撤回令的不拦。", project, python)


def put_in(top: Path, names: tuple[str, ...], does: str, project: Path, python: str) -> Installed:
    """Install some hooks in a repository, the top of a working tree or a bare one. Raises BadUsage."""
    scope, _, path = git_line(top, "config", "--show-scope", "--get", "core.hooksPath").partition("\t")
    if scope in ("global", "system"):
        raise BadUsage(
            f"git 的 core.hooksPath 指向 {path}，那里的钩子对所有仓库起作用，所以没有安装。"
            f"请先给本仓库单独设置：git -C {top} config core.hooksPath {git_line(top, 'rev-parse', '--git-common-dir')}/hooks"
        )
    done = Installed((top / git(top, "rev-parse", "--git-path", "hooks").decode("utf-8", "surrogateescape").strip()).resolve(), does)
    done.folder.mkdir(parents=True, exist_ok=True)
    for name in names:
        _install(done, name, (project / "hooks" / name).read_bytes().replace(b"\r\n", b"\n"))
    git(top, "config", "--local", "publish.program", project.as_posix())
    git(top, "config", "--local", "publish.python", Path(python).as_posix())
    return done


def _install(done: Installed, name: str, script: bytes) -> None:
    target = done.folder / name
    foreign = target.is_symlink() or (target.exists() and OURS not in target.read_bytes()[:400])
    if foreign and f"{name}{BESIDE}".encode() not in target.read_bytes():
        done.foreign.append(name)
    else:
        done.hooks.append(name)
    written = target.with_name(name + BESIDE) if foreign else target
    written.write_bytes(script)
    written.chmod(0o755)
