"""The commands that are printed after content was written can be typed as they stand, and never build into the wrong output."""

from __future__ import annotations

import shlex
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publish.staff import onward


@pytest.mark.parametrize(
    ("content", "store", "line"),
    [
        ("content", "output.state", "inv build"),
        ("content/", "./output.state/", "inv build"),
        ("content", "/srv/zf.state", "inv build --output /srv/zf"),
        ("我的 内容", "网站 1.state", "inv build --content '我的 内容' --output '网站 1'"),
        ("neirong", "/srv/fabu", "inv build --content neirong --output <网站文件夹> --store /srv/fabu"),
        ("neirong", "output.state", "inv build --content neirong --output <网站文件夹>"),
        ("neirong", "/srv/zf.store", "inv release --content neirong --to /srv/zf"),
        (".", "output.state", "inv build --content . --output <网站文件夹>"),
    ],
)
def test_a_build_goes_into_the_output_that_belongs_to_the_store(content: str, store: str, line: str) -> None:
    assert onward.build(content, store) == line


def test_what_is_pushed_somewhere_is_pushed_and_a_sample_inside_the_program_is_not(tmp_path: Path) -> None:
    origin, content = tmp_path / "origin.git", tmp_path / "neirong"
    (content / "inside").mkdir(parents=True)
    for words in (
        ["init", "-q", "--bare", str(origin)], ["init", "-q", "-b", "main"], ["remote", "add", "origin", str(origin)],
        ["-c", "user.name=a", "-c", "user.email=a@example.org", "commit", "-q", "--allow-empty", "-m", "x"],
        ["push", "-q", "-u", "origin", "main"],
    ):  # fmt: skip
        assert subprocess.run(["git", *words], cwd=content, check=False).returncode == 0
    push = f"git -C {content} push"
    assert list(onward.publish(str(content))) == [push]
    assert list(onward.publish(str(content), "/srv/zf.store")) == [push]
    assert list(onward.publish(str(content), "/srv/zf.state")) == [push, f"inv build --content {content} --output /srv/zf"]
    assert list(onward.publish(f"{content}/inside")) == [onward.build(f"{content}/inside")]


NAMES = st.text(st.characters(codec="utf-8", exclude_characters="\0/"), min_size=1, max_size=12).filter(
    lambda name: name not in (".", "..")
)


@given(content=NAMES, output=NAMES, paths=st.lists(NAMES, min_size=1, max_size=3))
def test_a_shell_reads_back_what_was_meant_whatever_the_names(content: str, output: str, paths: list[str]) -> None:
    add, commit = (shlex.split(line) for line in onward.commit(content, paths, "撤回"))
    assert add == ["git", "-C", content, "add", *paths]
    assert commit == ["git", "-C", content, "commit", "-m", "撤回"]
    words = shlex.split(onward.build(content, f"{output}.state"))
    assert words[:2] == ["inv", "build"]
    assert content == "content" or words[words.index("--content") + 1] == content
    assert output == "output" or words[words.index("--output") + 1] == output
