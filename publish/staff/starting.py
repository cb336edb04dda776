"""A new content repository: the files of `starter/` with a few words filled in, the schemas beside them.

`starter/` holds plain files that anybody may edit. `{{agency}}` and the like stand for the words of `Founding`; a file named
`today.csv` becomes the version of the day.
"""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from publish.codes import USCC_CHARACTERS, uscc_ok
from publish.errors import BadUsage
from publish.staff.git import git, git_line

AGENCY, REGION = "示例市生态环境局", "990100"
SIGNS = re.compile(r"[\"'`\\,<>{}\[\]#:|&*!%@\x00-\x1f\x7f]")
SLOT = re.compile(r"\{\{([a-z]+)\}\}")
NAMELESS = ("-c", "user.name=inv init", "-c", "user.email=init@example.invalid")


@dataclass(frozen=True)
class Founding:
    """Whose repository it is; what is not given is an example. Raises BadUsage where a word is not what it must be."""

    today: date
    name: str = ""
    agency: str = ""
    region: str = ""
    uscc: str = ""

    def __post_init__(self) -> None:
        for option, value in (("--name", self.name), ("--agency", self.agency)):
            if len(value) > 60 or SIGNS.search(value):
                raise BadUsage(f"{option} 应为名称，不超过 60 个字，不含引号、逗号、冒号、括号和其他符号。请改写。")
        if self.region and not re.fullmatch("[0-9]{6}", self.region):
            raise BadUsage("--region 应为 6 位行政区划代码，如 320500。请核对。")
        if self.uscc and not uscc_ok(self.uscc):
            raise BadUsage("--uscc 应为机关自己的 18 位统一社会信用代码，校验位要对。请对照证书核对；暂时没有可以不写。")

    @property
    def words(self) -> dict[str, str]:
        """What stands for each slot of the starter files."""
        agency, region = self.agency or AGENCY, self.region or REGION
        level = "province" if region.endswith("0000") else "city" if region.endswith("00") else "county"
        return {
            "name": self.name or f"{agency}行政执法公示", "agency": agency, "region": region, "level": level,
            "uscc": self.uscc or example_code(region), "today": str(self.today), "year": str(self.today.year),
        }  # fmt: skip

    @property
    def examples(self) -> list[str]:
        """What of the new repository must be changed before anything is published: file and what in it."""
        missing = [field for field, value in (("name", self.agency), ("uscc", self.uscc), ("region", self.region)) if not value]
        told = [f"agencies/benji.yml  {'、'.join(missing)}"] if missing else []
        return [*told, "site.yml  url", f"lists/*/{self.today}.csv  “示例”那一行（十二张清单）", "pages/*.md  按本地情况通读"]


def example_code(region: str) -> str:
    """A credit code of an agency of a region that passes its check and belongs to nobody (GB 32100-2015)."""
    return next(one for ch in USCC_CHARACTERS if uscc_ok(one := f"11{region}MB0000000{ch}"))


def refuse(folder: Path, project: Path) -> None:
    """Raises BadUsage where a new content repository may not stand: in the program, or where there is something already."""
    if folder == project or project in folder.parents:
        raise BadUsage(f"{folder} 在程序的文件夹里；内容仓库要和程序分开（它的历史里留着撤回的内容，不能公开）。请换一个地方。")
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise BadUsage(f"{folder} 已经有内容；请换一个空的或新的文件夹，免得覆盖别的文件。")


def files(project: Path, founding: Founding) -> dict[str, bytes]:
    """Path → bytes of every file of a new content repository."""
    words, starter = founding.words, project / "starter"
    made: dict[str, bytes] = {}
    for path in sorted(one for one in starter.rglob("*") if one.is_file()):
        name = path.relative_to(starter).as_posix()
        text = SLOT.sub(lambda slot: words[slot[1]], path.read_bytes().decode("utf-8"))
        made[name.replace("/today.csv", f"/{founding.today}.csv")] = text.encode("utf-8")
    for path in sorted((project / "docs" / "schema").glob("*.schema.json")):
        made[f".schema/{path.name}"] = path.read_bytes()
    return made


def found(folder: Path, project: Path, founding: Founding) -> int:
    """Make the repository with its first commit; how many files it holds. Raises BadUsage, OSError."""
    refuse(folder, project)
    made = files(project, founding)
    was_there = folder.is_dir()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        git(folder, "init", "--quiet", "--initial-branch=main")
        for path, content in made.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(content)
        git(folder, "add", "--all", "--force")
        author = () if has_author(folder) else NAMELESS
        git(folder, *author, "commit", "--quiet", "--no-verify", "--no-gpg-sign", "--message", "新建内容仓库")
    except BaseException:  # interrupted or refused half-way: leave what was there, an empty folder or none
        _empty(folder)
        if not was_there and folder.is_dir():
            folder.rmdir()
        raise
    return len(made)


def has_author(folder: Path) -> bool:
    """Whether git knows who commits."""
    return bool(git_line(folder, "var", "GIT_COMMITTER_IDENT") and git_line(folder, "config", "user.email"))


def _empty(folder: Path) -> None:
    for one in folder.iterdir() if folder.is_dir() else ():
        if one.is_dir() and not one.is_symlink():
            shutil.rmtree(one, ignore_errors=True)
        else:
            one.unlink(missing_ok=True)
