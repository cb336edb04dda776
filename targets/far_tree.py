"""What lies in the folder of another machine, and the scripts that change it.

    current -> r-0123456789abcdef    the root of the web server there: the one thing that a switch changes
    r-0123456789abcdef/              the served tree; a tree bears a name only once it was sent whole
    spare/                           the other one; after each release the same files, by hard links
    .spare.name                      which release `spare` equals: a name, `OLD>NEW` while it is led from one to the other, or `-`
    .lock, .busy                     held by who is at work, and by its rsync

Every script may be cut off after any command, and asked for again. Files are linked and renamed, never written in place.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath
from shlex import quote

from publish.errors import TargetFailed
from targets.far_shell import STRANGER
from targets.memory import Difference

NAME = re.compile(r"r-([0-9a-f]{16})")
BATCH = 200  # paths a command: far below the limit of arguments
UNKNOWN = "-"
LOOK = """
echo "$(readlink current)"
echo "$(cat .spare.name 2>/dev/null)"
[ -d spare ] && echo spare || echo
for one in r-*; do if [ -d "$one" ]; then printf '%s\\n' "$one"; fi; done"""
# Opens the lock in the shell itself, so that it is held as long as the shell lives; says who has it where somebody else does.
LOCK = """cd {folder} && exec 9>>.lock; flock -n 9
case $? in
0) printf '%s %s %s' "${{SSH_CONNECTION%% *}}" "$(date '+%Y-%m-%d %H:%M')" $$ >.lock; flock -w 20 .busy true && echo taken || echo held ;;
1) echo "held $(cat .lock)" ;;
esac"""
ENTER = f"""mkdir -p {{folder}}; cd {{folder}}
if [ -e current ] && [ ! -L current ]; then echo "{STRANGER}current"; exit 9; fi
if [ ! -L current ] && [ -e spare ] && [ ! -e .spare.name ]; then echo "{STRANGER}spare"; exit 9; fi
: >>.lock; : >>.busy"""


@dataclass(frozen=True)
class Layout:
    """What is there. `served`, `others`: names of releases; `spare`: what `.spare.name` says of it, None where there is no such tree."""

    served: str
    spare: str | None
    others: frozenset[str]

    @classmethod
    def read(cls, said: str) -> Layout:
        """From what `LOOK` says. Raises TargetFailed where `current` is not a link of ours."""
        link, mark, spare, *trees = said.split("\n")
        served = NAME.fullmatch(link)
        if link and not served:
            raise TargetFailed(f"那边的 current 指向 {link[:80]}，不是发布程序做的链接，没有动它；请换一个文件夹，或把它移走。")
        names = {found[1] for found in map(NAME.fullmatch, trees) if found}
        return cls(served[1] if served else "", (mark or UNKNOWN) if spare else None, frozenset(names))


def marked(name: str) -> str:
    """Say what `spare` equals."""
    return f"printf '%s\\n' {quote(name)} >.spare.name.new; mv -f .spare.name.new .spare.name\n"


def spare_from(name: str) -> str:
    """The tree of a release, which is not served, becomes the spare one."""
    return f"{marked(name)}mv -T r-{name} spare\n"


def spare_like(name: str) -> str:
    """A new spare tree with the same files as that of a release."""
    return f"{marked(UNKNOWN)}rm -rf spare; cp -al r-{name} spare\n{marked(name)}"


def named(name: str) -> str:
    """The spare tree, which was sent whole, is that of a release from now on."""
    return f"mv -T spare r-{name}\n"


def dropped(names: Iterable[str]) -> str:
    """Trees that nobody needs."""
    return "".join(f"rm -rf r-{name}\n" for name in sorted(names))


def switched(before: str, name: str) -> str:
    """Serve a release, if what is served is still the one before. All its bytes are on the disk first."""
    was = " ".join(quote(f"r-{one}" if one else "") for one in (before, name))
    return f"""[ -d r-{name} ] || {{ echo gone; exit 8; }}
link=$(readlink current || :)
for one in {was}; do if [ "$link" = "$one" ]; then link=ours; fi; done
[ "$link" = ours ] || {{ echo overtaken; exit 8; }}
sync -f . 2>/dev/null || sync
rm -f .current.new; ln -s r-{name} .current.new; mv -f -T .current.new current
"""


def removed(paths: Iterable[str]) -> str:
    """Paths leave the spare tree, and so do the folders that they leave empty."""
    gone = sorted(paths)
    folders = {parent for path in gone for parent in PurePosixPath(path).parents if parent.parts}
    deepest = sorted(folders, key=lambda one: (-len(one.parts), str(one)))
    files = "".join(f"rm -f {words}\n" for words in _batches(f"spare/{path}" for path in gone))
    return files + "".join(f"rmdir {words} 2>/dev/null || :\n" for words in _batches(f"spare/{folder}" for folder in deepest))


def linked(name: str, ways: Difference) -> str:
    """Lead the spare tree to the tree of a release, by links to its files."""
    by_folder: dict[str, list[str]] = {}
    for path in ways.changed:
        folder, _, _ = path.rpartition("/")
        by_folder.setdefault(folder, []).append(f"r-{name}/{path}")
    lines = [removed(ways.removed)]
    for folder, paths in by_folder.items():
        to = quote(f"spare/{folder}")
        lines.append(f"mkdir -p {to}\n")
        lines.extend(f"ln -f {words} {to}/\n" for words in _batches(paths))
    return "".join(lines)


def _batches(paths: Iterable[str]) -> Iterable[str]:
    quoted = [quote(path) for path in paths]
    for start in range(0, len(quoted), BATCH):
        yield " ".join(quoted[start : start + BATCH])
