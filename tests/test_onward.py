"""The commands that are printed after content was written can be typed as they stand, and never build into the wrong output."""

from __future__ import annotations

import shlex

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
