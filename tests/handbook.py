"""Runs the handbooks of staff and of the server: every command in them, as typed, in the order in which it stands.

In `docs/handbook.zh-CN.md` and `docs/operations.zh-CN.md` a block ```` ```console ```` holds commands (after `$ `) and their
output; a block ```` ```改 path ```` an edit (lines `- old`, `+ new`, as in `tests/cases`); ```` ```补 path ```` what comes at a
file's end; a block ```` ```文件 path ```` a whole file. What a person types as an answer stands behind its prompt, as on a
terminal. Ids are drawn at random, so the handbook's stand for those of the run: `Run.real` holds which is which; `Run.places`
says the same of folders. `python -m tests.handbook` writes the real output into the handbook of staff,
`python -m tests.operations` into that of the server.
"""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pexpect

from tests.copies import PROJECT, TODAY
from tests.offices import Office, shim
from tests.trials import replaced

HANDBOOK = PROJECT / "docs" / "handbook.zh-CN.md"
BLOCK = re.compile(r"^```(?P<word>console|改|补|文件)(?P<path>[^\n]*)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
ID = re.compile(r"(?<![0-9a-z])[0-9a-hjkmnp-tv-z]{16}(?![0-9a-z])")
PROMPT = "："  # where nothing follows for a while, the command waits for an answer
PREFIX = re.compile(r"\bdecision/[0-9a-z]{2}/([0-9a-z]{2})")
VARYING = (
    (PREFIX, "decision/…/…"), (re.compile(r"\d+\.\d (秒|GB)"), r"… \1"), (re.compile(r"\b[0-9a-f]{7}(?:[0-9a-f]{3})?\b"), "…"),
    (re.compile(r"(time|after|served|release|theme)=\S+"), r"\1=…"), (re.compile(r"进程 \d+，\S+ 开始"), "进程 … 开始"),
)  # fmt: skip
IDENTITY = {
    f"GIT_{who}_{what}": value for who in ("AUTHOR", "COMMITTER") for what, value in (("NAME", "科员"), ("EMAIL", "keyuan@example.invalid"))
}


@dataclass
class Step:
    """A command with the answers and the output that the handbook shows, or an edit, or a file."""

    word: str
    path: str
    text: str
    start: int  # of the text in the handbook


@dataclass
class Run:
    """A program and a content repository beside it, in which the handbook is carried out."""

    root: Path
    real: dict[str, str] = field(default_factory=dict)  # id in the handbook → id of this run
    places: dict[str, str] = field(default_factory=dict)  # folder or host in the handbook → that of this run
    today: str = TODAY
    varying: tuple[tuple[re.Pattern[str], str], ...] = VARYING

    def __post_init__(self) -> None:
        self.program = self.placed()
        paths = [str(shim(self.root / "bin" / "inv").parent), os.environ["PATH"]]
        self.environment = {
            **os.environ, **IDENTITY, "PATH": os.pathsep.join(paths), "HOME": str(self.root), "PUBLISH_TODAY": self.today,
            "LC_ALL": "C.UTF-8",            "PYTHONDONTWRITEBYTECODE": "1", "GIT_CONFIG_NOSYSTEM": "1", "TERM": "dumb", "PS1": "",
            "GIT_PAGER": "cat",
        }  # fmt: skip

    def placed(self) -> Path:
        """Make the folders; where commands are typed."""
        self.places["/home/zhifa"] = str(self.root)
        return Office.of(self.root / "xzzf").root

    def here(self, text: str) -> str:
        """A text of the handbook with the ids of this run."""
        return ID.sub(lambda one: self.real.get(one[0], one[0]), text)

    def edit(self, step: Step) -> None:
        """Change lines of a file, or write it."""
        path = self.program / self.here(step.path)
        if step.word != "改":
            path.parent.mkdir(parents=True, exist_ok=True)
            before = path.read_text("utf-8") if step.word == "补" else ""
            path.write_text(before + self.here(step.text), encoding="utf-8")
        else:
            path.write_text(replaced(path.read_text("utf-8"), self.here(step.text)), encoding="utf-8")

    def typed(self, command: str, output: str) -> str:
        """Type a command on a terminal, and at its prompts what the handbook's output shows behind them; what the terminal shows."""
        terminal = pexpect.spawn(
            "/bin/bash", ["--norc", "-c", self.there(command)], cwd=str(self.program), env=self.environment, encoding="utf-8", timeout=300,
            dimensions=(200, 500), echo=False,
        )  # fmt: skip
        terminal.delaybeforesend = None
        lines = self.here(output).split("\n")
        answers: list[tuple[int, str]] = []
        while terminal.expect([pexpect.EOF, pexpect.TIMEOUT], timeout=0.1):
            seen = str(terminal.before)
            if seen.endswith(PROMPT) and (not answers or answers[-1][0] < len(seen)):
                asked = seen[answers[-1][0] if answers else 0 :].rpartition("\n")[2]
                said = next((line for line in lines if line.startswith(asked)), None)
                if said is None:
                    terminal.close(force=True)
                    raise AssertionError(f"手册里没有对“{asked}”的回答\n$ {command}\n{seen}")
                lines.remove(said)
                answers.append((len(seen), said.removeprefix(asked)))
                terminal.sendline(answers[-1][1])
        shown = str(terminal.before)
        for place, answer in reversed(answers):
            shown = f"{shown[:place]}{answer}\n{shown[place:]}"
        return self.as_shown(shown.replace("\r\n", "\n"))

    def there(self, command: str) -> str:
        """A command of the handbook with the ids and folders of this run."""
        command = self.here(command)
        for shown, real in self.places.items():
            command = command.replace(shown, real)
        return command

    def as_shown(self, seen: str) -> str:
        """An output of this run with the folders of the handbook."""
        for shown, real in self.places.items():
            seen = seen.replace(real, shown) if real else seen
        return seen

    def learn(self, said: str, seen: str) -> None:
        """Take the ids of one output for those that stand at the same places of the other."""
        for name, other in zip(ID.findall(said), ID.findall(seen), strict=False):
            self.real.setdefault(name, other)


def steps(text: str) -> Iterator[Step]:
    """The blocks of the handbook, a step a command."""
    for block in BLOCK.finditer(text):
        if block["word"] != "console":
            yield Step(block["word"], block["path"].strip(), block["text"], block.start("text"))
            continue
        for part in re.finditer(r"^\$ .*?(?=^\$ |\Z)", block["text"], re.MULTILINE | re.DOTALL):
            yield Step("$", "", part[0], block.start("text") + part.start())


def parted(step: Step) -> tuple[str, str]:
    """The command and its output."""
    command, _, output = step.text.removeprefix("$ ").partition("\n")
    return command, output


def settled(text: str, varying: Iterable[tuple[re.Pattern[str], str]]) -> str:
    """An output without what differs from run to run."""
    for form, instead in varying:
        text = form.sub(instead, text)
    return "\n".join(line.rstrip() for line in text.strip().split("\n"))


def carried_out(text: str, run: Run) -> None:
    """Carry out a handbook and compare what it says with what is seen."""
    for step in steps(text):
        if step.word != "$":
            run.edit(step)
            continue
        command, output = parted(step)
        seen = run.typed(command, output)
        run.learn(command + output, run.here(command) + seen)
        assert settled(seen, run.varying) == settled(run.here(output), run.varying), f"$ {command}\n{seen}"


def rewritten(text: str, run: Run) -> str:
    """A handbook with the real output of a run."""
    done, shift = text, 0
    for step in steps(text):
        if step.word != "$":
            run.edit(step)
            continue
        command, output = parted(step)
        seen = "\n".join(line.rstrip() for line in run.typed(command, output).strip("\n").split("\n"))
        run.learn(command + output, run.here(command) + seen)
        new = f"$ {command}\n{seen}\n" if seen else f"$ {command}\n"
        done = done[: step.start + shift] + new + done[step.start + shift + len(step.text) :]
        shift += len(new) - len(step.text)
    for name, real in run.real.items():
        done = done.replace(real, name)
    return PREFIX.sub(r"decision/\1/\1", done)


def main() -> None:
    """Write the real output into the handbook of staff."""
    with tempfile.TemporaryDirectory() as folder:
        HANDBOOK.write_text(rewritten(HANDBOOK.read_text("utf-8"), Run(Path(folder))), encoding="utf-8")


if __name__ == "__main__":
    main()
