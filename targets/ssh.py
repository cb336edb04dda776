"""A folder of another machine, reached over SSH, as a `publish.release.target.Target`.

The same two trees as in a local folder (`far_tree`). Sent is what changed since the release that the spare tree is known to equal;
where nobody knows, rsync compares all by checksum. A run that was cut off anywhere is finished by the next one.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass, field
from shlex import quote

from publish.errors import TargetFailed
from publish.release.target import Tree
from targets import far_tree
from targets.address import SshAddress
from targets.far_shell import FarShell
from targets.far_tree import Layout
from targets.memory import Difference, Memory
from targets.ssh_words import refused

ABSENT = "@absent@"


@dataclass
class SshTarget:
    """One folder there. The connection is made when first needed, and ends with `clean`, a failure or this object."""

    address: SshAddress
    memory: Memory
    shell: FarShell | None = None
    locked: bool = False
    seen: str | None = field(default=None)  # what was served when this release began

    def served(self) -> str:
        """See `Target`."""
        folder = quote(self.address.path)
        said = self._reach().run(f"if [ -d {folder} ]; then cd {folder}; {far_tree.LOOK}\nelse echo; echo; echo; fi")
        now = Layout.read(said).served
        self.seen = now if self.seen is None else self.seen
        return now

    def shown(self, path: str) -> bytes | None:
        """See `Target`."""
        file = quote(f"{self.address.path}/current/{path}")
        said = self._reach().run(f"if [ -f {file} ]; then base64 {file}; else echo {ABSENT}; fi")
        return None if ABSENT in said else base64.b64decode(said)

    def prepare(self, tree: Tree) -> None:
        """See `Target`. Raises TargetFailed where another release was made since `served` was asked, or is being made."""
        refuse_odd(tree)
        shell = self._enter()
        layout = self._look(shell)
        if self.seen not in (None, layout.served):
            raise TargetFailed(f"准备期间，别的机器在 {self.address} 发布了一次。正在使用的是那一次的；请取得最新的内容，再发布一次。")
        self.seen = layout.served
        if tree.name == layout.served and (layout.spare != tree.name or len(layout.others) > 1):
            self.clean(tree)  # which was cut off
        elif tree.name in layout.others:
            if not self.memory.remembers(tree.name):
                self.memory.keep(tree.name, tree.files)
        else:
            whole = self._send(shell, tree, self._base(shell, layout))
            self.memory.keep(tree.name, tree.files, "" if whole else layout.served)
            shell.run(far_tree.named(tree.name))

    def switch(self, tree: Tree) -> None:
        """See `Target`."""
        if not self.locked or self.seen is None:
            self.prepare(tree)
        try:
            self._enter().run(far_tree.switched(self.seen or "", tree.name))
        finally:
            self.seen = None

    def clean(self, tree: Tree) -> None:
        """See `Target`: the spare tree becomes the same files as the served one, and the lock is let go."""
        shell = self._enter()
        layout = self._look(shell)
        if layout.served != tree.name:
            raise TargetFailed(f"{self.address} 正在使用的不是这次发布的，没有清理；请再发布一次。")
        others = layout.others - {tree.name}
        if layout.spare is None and others:
            layout = self._take(shell, layout, others)
        self._drop(shell, layout.others - {tree.name})
        self._settle(shell, layout)
        self.memory.forget_before()
        self.close()

    def close(self) -> None:
        """End the connection, and with it the lock."""
        self.locked = False
        if self.shell:
            self.shell.close()

    def _base(self, shell: FarShell, layout: Layout) -> str | None:
        """Have a spare tree; the release that it equals, "" where it is empty, None where nobody knows. Other trees go."""
        others = layout.others - {layout.served}
        if layout.spare is None and others:
            layout = self._take(shell, layout, others)
        self._drop(shell, layout.others - {layout.served})
        if layout.spare == far_tree.UNKNOWN:
            return None
        if layout.served:
            self._settle(shell, layout)
            return layout.served
        if layout.spare is None:
            shell.run(far_tree.marked(far_tree.UNKNOWN) + "mkdir spare")
        return layout.spare or ""

    def _take(self, shell: FarShell, layout: Layout, others: frozenset[str]) -> Layout:
        """One of the trees that are not served becomes the spare one; the one that is remembered, if any is."""
        name = max(others, key=lambda one: (self.memory.remembers(one), one))
        shell.run(far_tree.spare_from(name))
        return Layout(layout.served, name, layout.others - {name})

    def _drop(self, shell: FarShell, names: frozenset[str]) -> None:
        if names:
            shell.run(far_tree.dropped(names))

    def _settle(self, shell: FarShell, layout: Layout) -> None:
        """The spare tree becomes the same files as the served one: by what differs where that is remembered, else all of it anew."""
        origin, _, towards = (layout.spare or far_tree.UNKNOWN).partition(">")
        if layout.spare == layout.served:
            return
        ways = self.memory.way(origin, layout.served) if towards in ("", layout.served) else None
        if ways is None:
            shell.run(far_tree.spare_like(layout.served))
            return
        way = far_tree.marked(f"{origin}>{layout.served}") + far_tree.linked(layout.served, ways)
        shell.run(way + far_tree.marked(layout.served))

    def _send(self, shell: FarShell, tree: Tree, base: str | None) -> bool:
        """The spare tree becomes the tree. `base`: what it equals, see `_base`. True where all had to be compared: then files
        that are the same as those of the served tree may be others on the disk.
        """
        known = {} if base == "" else self.memory.known(base or "")
        shell.run(far_tree.marked(far_tree.UNKNOWN))
        if known is None:
            shell.send(tree.folder, "spare", None)
            return True
        ways = Difference.between(known, tree.files)
        shell.run(far_tree.removed(ways.removed))
        shell.send(tree.folder, "spare", ways.changed)
        return False

    def _look(self, shell: FarShell) -> Layout:
        return Layout.read(shell.run(far_tree.LOOK))

    def _reach(self) -> FarShell:
        if self.shell is None or not self.shell.alive:
            self.shell, self.locked = FarShell(self.address), False
        return self.shell

    def _enter(self) -> FarShell:
        """The shell, in the folder, with the lock. Raises TargetFailed where another release is at work there."""
        shell = self._reach()
        if not self.locked:
            folder = quote(self.address.path)
            shell.run(far_tree.ENTER.format(folder=folder))
            said = shell.keep(far_tree.LOCK.format(folder=folder)).strip()
            self.locked = said == "taken"
            if not self.locked:
                self.close()
                raise TargetFailed(f"{self.address} 上{_held(said)}，这次没有开始。")
        return shell


def refuse_odd(tree: Tree) -> None:
    """Raises TargetFailed where a path cannot stand in a list of paths."""
    for path in tree.files:
        if not path.isprintable() or path.startswith(("/", "-")) or ".." in path.split("/"):
            raise TargetFailed(f"网站里有不能发送的文件名 {path[:80]!r}，没有发布。")


def _held(said: str) -> str:
    """Why the lock could not be had: who holds it, as the shell that took it wrote down; or that the file system has no locks."""
    sign, *parts = said.split() or [""]
    if sign != "held":
        return f"不能加锁：{refused(said)}（文件夹要在支持 flock 的文件系统上）"
    if len(parts) != 4:
        return "有另一次发布正在进行，请等它结束再发布"
    words = f"从 {parts[0]} 开始于 {parts[1]} {parts[2]}；确定那边已经断开、连接却还挂着的，可以在服务器上运行 kill {parts[3]}"
    return f"有另一次发布正在进行（{words}），请等它结束再发布"
