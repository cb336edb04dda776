"""The commands that are printed after content was written: each can be copied and typed as it stands.

Which output a content repository is built into is known only where its release store was named. Where it is not, a placeholder
in angle brackets stands for it, which a shell refuses: so that no copied line builds into the program's own `output`.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Iterator
from pathlib import Path

from publish.staff.git import git_line

SAMPLE, STORE = "content", "output.state"  # what `inv build` takes where nothing is said
OUTPUT = "<网站文件夹>"


def commit(content: str, paths: Iterable[str], message: str) -> Iterator[str]:
    """Add and commit some files of a content repository."""
    folder = shlex.quote(content)
    yield f"git -C {folder} add {' '.join(map(shlex.quote, paths))}"
    yield f"git -C {folder} commit -m {message}"


def author(content: str) -> Iterator[str]:
    """Tell git who commits to a content repository."""
    folder = shlex.quote(content)
    yield f"git -C {folder} config user.name 姓名"
    yield f"git -C {folder} config user.email 邮箱"


def check(content: str) -> str:
    """Check a content."""
    return f"inv check{content_option(content)}"


def build(content: str, store: str = STORE) -> str:
    """Build a content into the output that belongs to a release store; where that belongs to a release's target, release there."""
    if Path(store).suffix == ".store":
        return f"inv release{content_option(content)} --to {shlex.quote(str(Path(store).with_suffix('')))}"
    if Path(store) != Path(STORE):
        folder = Path(store)
        output = f" --output {shlex.quote(str(folder.with_suffix('')))}" if folder.suffix == ".state" else f" --output {OUTPUT}"
        apart = "" if folder.suffix == ".state" else f" --store {shlex.quote(store)}"
    else:
        output, apart = f" --output {OUTPUT}" if content_option(content) else "", ""
    return f"inv build{content_option(content)}{output}{apart}"


def publish(content: str, store: str = STORE) -> Iterator[str]:
    """What makes the commit public: a push where the content is pushed somewhere, else a build; both where a store says into what."""
    top = git_line(Path(content), "rev-parse", "--show-toplevel")
    of_its_own = bool(top) and Path(top).resolve() == Path(content).resolve()
    pushed = of_its_own and bool(git_line(Path(content), "rev-parse", "--abbrev-ref", "--symbolic-full-name", "@{upstream}"))
    if pushed:
        yield f"git -C {shlex.quote(content)} push"
    if not pushed or (Path(store).suffix == ".state" and Path(store) != Path(STORE)):
        yield build(content, store)


def content_option(content: str) -> str:
    """` --content` as it must be typed; nothing for the sample."""
    return "" if Path(content) == Path(SAMPLE) else f" --content {shlex.quote(content)}"
