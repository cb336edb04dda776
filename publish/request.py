"""What a build is asked to do (design.md, "Commands")."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from publish.errors import BadUsage, Finding
from publish.publication import PublicationSet
from publish.reporting import Ticks
from publish.signing.data_key import DataKey
from publish.signing.trust import refuse_placement
from publish.stamps import Looked
from publish.work import Work

Host = Callable[[Work], None]


@dataclass(frozen=True)
class Verified:
    """A build whose output equals its plan, before the store knows of it. `name`: of its release, 16 hexadecimal digits.

    `made`: paths of the files that were made in this build, whether their bytes are new or not (a killed build may have written
    them); `gone`: ids that leave the public set; `judged`: days whose decisions were read and judged; `files`: path → SHA-256, all.
    """

    name: str
    publication: PublicationSet
    made: frozenset[str]
    gone: frozenset[str]
    judged: frozenset[str]
    files: dict[str, str]


def _nothing(verified: Verified) -> None:
    del verified


@dataclass(frozen=True)
class Release:
    """What a build is told that is a release.

    `standing`: the name of the release that the output equals before the build; None where that is not known. `index`: what is
    served now as `data/v1/index.json`; `withdrawn`: ids that what is served tells to be withdrawn. `origin`: what this release
    is made from (`publish.release.origins`). `findings`: what was found before the build. `back`: whether decisions may leave
    the public set without an order, since an earlier state is wanted. `ready`: called with the verified build before the store
    is written; where it raises, the store stays as it was.
    """

    standing: str | None = None
    index: bytes | None = None
    withdrawn: frozenset[str] = frozenset()
    origin: dict[str, str] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    back: bool = False
    ready: Callable[[Verified], None] = _nothing


@dataclass(frozen=True)
class Request:
    """A build: folders, the day, and what the caller brings (the clock for timings, the worker pool).

    `beside`: the folder of the state that may be lost, where it is not `<output>.state/`. `looks`: the folder of the theme,
    where it is not the program's. `release`: None for a bare build. `looked`: at the content, just before.
    """

    project: Path
    content: Path
    output: Path
    today: date
    store: Path | None = None
    site_url: str | None = None
    jobs: int = 1
    ticks: Ticks = field(default=lambda: 0.0)
    trust: Path | None = None
    data_key: DataKey | None = None
    preview: bool = False  # show staff what the public never sees
    beside: Path | None = None
    looks: Path | None = None
    release: Release | None = None
    looked: Looked | None = None

    @property
    def state(self) -> Path:
        """`<output>.state/`, beside the output and never inside it."""
        return self.beside or self.output.with_name(self.output.name + ".state")

    @property
    def theme(self) -> Path:
        """The folder of templates, styles and scripts."""
        return self.looks or self.project / "theme"

    @property
    def trust_folder(self) -> Path | None:
        """The folder that says whose signatures count: `--trust`, else `<content>.trust` beside the content where it exists."""
        beside = self.content.with_name(self.content.name + ".trust")
        return self.trust or (beside if beside.exists() else None)

    def refuse_trust(self) -> None:
        """Raises BadUsage where the trust folder is not there, or lies where content or a build could change it."""
        if self.trust_folder:
            refuse_placement(self.trust_folder, self.content, self.output)

    def refuse_nesting(self) -> None:
        """Raises BadUsage where a folder lies inside the output, whose unknown files a build deletes, or the other way."""
        store = self.store or self.state
        for name, folder in (("内容目录", self.content), ("程序目录", self.project), ("发布记录目录", store)):
            inside = folder == self.output or self.output in folder.parents
            if inside or (name == "内容目录" and folder in self.output.parents):
                raise BadUsage(f"{name} {folder} 和输出目录 {self.output} 一个在另一个里面；构建会弄坏它们。请用 --output 另指定一个目录。")

    @property
    def unfinished(self) -> Path:
        """A file that is there while a build writes the output."""
        return self.state / "unfinished"
