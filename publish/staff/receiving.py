"""The bare repository that staff push to: made or taken over, with where it is released to in its own settings.

The hooks and the nightly release read the settings from there (`publish.*` in the repository's `config`), so that one place says
where the site is served from.
"""

from __future__ import annotations

import os
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path

from publish.errors import BadUsage
from publish.staff import hooking
from publish.staff.git import git, git_line

BRANCH = "main"
DOES = "推送到 {} 的内容会先检查，再发布到 {}。"
NO_BRANCH = "仓库里还没有分支 {}，第一次推送到它时发布；推送到别的分支不会发布。"


@dataclass(frozen=True)
class Settings:
    """What a release of the repository is told, as typed for `inv release`; "" for its default. Paths of this machine are absolute."""

    to: str
    output: str = ""
    store: str = ""
    trust: str = ""
    data_key: str = ""
    site_url: str = ""

    @classmethod
    def of(cls, repository: Path) -> Settings:
        """Those that a repository keeps; all "" where it keeps none."""
        return cls(*(git_line(repository, "config", "--local", "--get", _key(one.name)) for one in fields(cls)))

    def or_kept(self, repository: Path) -> Settings:
        """These where they say where to; else those of the repository, with these over them."""
        return self if self.to else replace(self.of(repository), **self.typed)

    @property
    def typed(self) -> dict[str, str]:
        """Those that are not left to their default."""
        return {name: value for name, value in asdict(self).items() if value}

    def command(self, repository: Path) -> list[str]:
        """The release of the repository, as typed."""
        said = {"content": str(repository), **self.typed}
        return ["inv", "release", *(word for name, value in said.items() for word in (f"--{name.replace('_', '-')}", value))]


def _key(name: str) -> str:
    """`data_key` is `publish.dataKey`."""
    first, *others = name.split("_")
    return f"publish.{first}{''.join(map(str.title, others))}"


def found(repository: Path, shared: bool) -> bool:
    """Make a bare repository, or take the one that is there; whether it was made. Raises BadUsage where it is no bare one."""
    made = not repository.exists() or not any(repository.iterdir())
    if made:
        repository.mkdir(parents=True, exist_ok=True)
        git(repository, "init", "--quiet", "--bare", f"--initial-branch={BRANCH}", f"--shared={'group' if shared else 'umask'}")
        repository.chmod(0o2770 if shared else 0o700)  # its history holds what was withdrawn
    bare = git_line(repository, "rev-parse", "--is-bare-repository") == "true"
    if not bare or Path(git_line(repository, "rev-parse", "--absolute-git-dir")).resolve() != repository.resolve():
        raise BadUsage(f"{repository} 不是裸仓库（服务器上只接收推送的那种）；请用 --repository 指定一个空文件夹或裸仓库，如 content.git。")
    return made


def install(repository: Path, settings: Settings, project: Path, python: str) -> str:
    """Install the hooks and write the settings; what was done, in words. Raises BadUsage."""
    branch = git_line(repository, "symbolic-ref", "--short", "HEAD") or BRANCH
    done = hooking.put_in(repository, hooking.SERVER, DOES.format(branch, settings.to), project, python)
    for name, value in asdict(settings).items():
        if value:
            git(repository, "config", "--local", _key(name), value)
        elif git_line(repository, "config", "--local", "--get", _key(name)):
            git(repository, "config", "--local", "--unset-all", _key(name))
    if done.foreign:
        raise BadUsage(done.words)
    begun = git_line(repository, "rev-parse", "--verify", "--quiet", f"refs/heads/{branch}")
    return done.words if begun else f"{done.words}\n{NO_BRANCH.format(branch)}"


def private(folder: Path, like: Path, shared: bool) -> None:
    """Make a folder that the web server cannot look into: its owner's alone, or that of the repository's group."""
    folder.mkdir(parents=True, exist_ok=True)
    if shared:
        os.chown(folder, -1, like.stat().st_gid)
    folder.chmod(0o2770 if shared else 0o700)
