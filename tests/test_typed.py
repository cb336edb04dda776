"""Commands typed wrongly: words in Chinese, exit code 2, nothing written."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.copies import PROJECT, tree
from tests.offices import Office

HERE = Office(PROJECT)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("nosuch", "不认识 nosuch，没有这个命令。有哪些命令请看：inv --list"),
        ("withdraw", "inv withdraw 后面还要写编号。用法请看：inv --help withdraw"),
        ("import --dry-run", "inv import 后面还要写表格文件。"),
        ("check --content", "--content 后面还要写内容。用法请看：inv --help check"),
        ("withdraw 4cat3hzqswbspftw --grund error", "不认识 --grund；inv withdraw 没有这一项。"),
        ("withdraw --grund", "不认识 --grund；inv withdraw 没有这一项。"),
        ("import my table.csv", "不认识 table.csv；inv import 没有这一项。内容里有空格的，请加引号。"),
        ("init --help", "要看用法，请输入：inv --help init"),
        ("new -h", "要看用法，请输入：inv --help new"),
        ("init --nmae", "不认识 --nmae；inv init 没有这一项。"),
    ],
)
def test_a_word_that_is_none_of_the_commands_is_answered_in_chinese(tmp_path: Path, typed: str, said: str) -> None:
    done = HERE.run(*typed.split(), cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert tree(tmp_path) == {}


@pytest.mark.parametrize("typed", ["--help init", "check --help", "withdraw 4cat3hzqswbspftw --help"])
def test_help_is_shown_where_it_is_asked_for(tmp_path: Path, typed: str) -> None:
    done = HERE.run(*typed.split(), cwd=tmp_path)
    assert done.returncode == 0
    assert "Options:" in done.stdout
