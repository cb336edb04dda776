"""What each release was made from: a commit of the content and a theme. So the next one knows what is older, and one can go back.

A release that went back says what it stands in place of. While the content's `HEAD` and the program's theme are still those, the
releases of the next days go on with the earlier state: the nightly one must not bring back what somebody has just taken away.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from publish.errors import BadUsage, Finding, Level
from publish.rules import set as set_rules
from publish.signing.released import reading
from publish.staff.git import git_line

OLDER = (
    "要发布的提交 {} 比上次发布的 {} 旧，多半是恢复了旧的备份，或者回退了仓库；已停止发布新内容。"
    "请把内容仓库更新到最新（git pull 或 git push）；确要回到以前的样子，请运行 inv release --rollback。"
)
REWRITTEN = "要发布的提交 {} 与上次发布的 {} 不在一条历史上，看不出哪个新；已照常检查和发布。仓库没有换过、历史没有改写过的，请查明原因。"
THEMES = 3  # how many are kept to go back to


@dataclass(frozen=True)
class Origin:
    """`commit`: full id, "" where the content is no repository; `theme`: the digest of its files. `instead`: of what, after going back."""

    commit: str
    theme: str
    instead: tuple[str, str] | None = None

    @property
    def state(self) -> tuple[str, str]:
        """What it can be compared by."""
        return self.commit, self.theme

    def as_json(self) -> dict[str, str]:
        """The shape in the store."""
        said = asdict(self) | {"instead": " ".join(self.instead) if self.instead else ""}
        return {name: str(value) for name, value in said.items()}


def origins(store: Path) -> list[Origin]:
    """Of the last releases, newest first. Raises BadUsage where the store cannot be read."""
    with reading(store) as database:
        known = database and database.execute("SELECT 1 FROM sqlite_master WHERE name = 'released'").fetchone()
        rows = database.execute("SELECT origin FROM released ORDER BY no DESC").fetchall() if database and known else []
    return [_read(json.loads(text)) for (text,) in rows]


def _read(said: dict[str, str]) -> Origin:
    commit, _, theme = said["instead"].partition(" ")
    return Origin(said["commit"], said["theme"], (commit, theme) if said["instead"] else None)


def chosen(now: Origin, known: list[Origin], back: bool) -> Origin:
    """What to release: what is there now, or an earlier state. Raises BadUsage where there is none to go back to."""
    last = known[0] if known else None
    if not back:
        goes_on = last is not None and last.instead == now.state
        return last if goes_on and last else now
    here = {now.state, *([last.state, *([last.instead] if last.instead else [])] if last else [])}
    for one in known:
        if one.state not in here and not one.instead:
            return Origin(one.commit, one.theme, now.state)
    raise BadUsage("发布记录里没有更早的样子可以回退；没有开始，网站没有改动。")


def findings(content: Path, commit: str, known: list[Origin]) -> tuple[Finding, ...]:
    """Whether the commit is older than the one released last."""
    last = next((one.commit for one in known if one.commit), "")
    if not (commit and last) or commit == last:
        return ()
    base = git_line(content, "merge-base", commit, last)
    if base == last:
        return ()
    words, level = (OLDER, Level.stop) if base == commit else (REWRITTEN, Level.warn)
    return (set_rules.older(words.format(commit[:10], last[:10]), level),)


def theme_digest(theme: Path) -> str:
    """SHA-256 over the names and contents of a theme's files, 16 hexadecimal digits."""
    total = hashlib.sha256()
    for path in _files(theme):
        total.update(f"{path.relative_to(theme).as_posix()}\0".encode() + hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()[:16]


def keep_theme(theme: Path, digest: str, store: Path, known: list[Origin]) -> None:
    """Keep a copy of the theme in the store, and those of the last few releases."""
    place = theme_of(store, digest)
    if not place.is_dir():
        draft = place.with_name(f"{digest}.new")
        shutil.rmtree(draft, ignore_errors=True)
        shutil.copytree(theme, draft)
        draft.replace(place)
    kept = list(dict.fromkeys([digest, *(one.theme for one in known)]))[:THEMES]
    for old in place.parent.iterdir():
        if old.name not in kept:
            shutil.rmtree(old)


def earlier_theme(theme: Path, origin: Origin, store: Path, back: bool) -> Path | None:
    """The theme to use in place of the program's; None where that is meant, or the earlier one is not kept any more.

    Raises BadUsage where somebody asks to go `back` to one that is not kept.
    """
    if origin.theme == theme_digest(theme):
        return None
    place = theme_of(store, origin.theme)
    if not place.is_dir() and back:
        raise BadUsage(f"发布记录里没有留下那时的外观（{place}），回退不了；没有开始，网站没有改动。")
    return place if place.is_dir() else None


def theme_of(store: Path, digest: str) -> Path:
    """Where the copy of a theme is kept."""
    return store / "themes" / digest


def _files(folder: Path) -> Iterator[Path]:
    yield from sorted(path for path in folder.rglob("*") if path.is_file())
