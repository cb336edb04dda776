"""Compiled templates are kept from build to build of one process, and never beyond a change."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader

from plugins.compiled import Compiled


class Counting(Environment):
    """Tells how often something was compiled."""

    compiled = 0

    def compile(self, *args: Any, **kwargs: Any) -> Any:
        Counting.compiled += 1
        return super().compile(*args, **kwargs)


def shown(folder: Path) -> str:
    return Counting(loader=FileSystemLoader(folder), bytecode_cache=Compiled()).get_template("a.html").render(name="甲")


def test_a_template_is_compiled_once_and_again_only_when_its_text_is_another(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text("{{ name }}局", encoding="utf-8")
    assert [shown(tmp_path), shown(tmp_path), Counting.compiled] == ["甲局", "甲局", 1]
    before = path.stat()
    path.write_text("{{ name }}厅", encoding="utf-8")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))  # neither time nor size tell that it changed
    assert [shown(tmp_path), shown(tmp_path), Counting.compiled] == ["甲厅", "甲厅", 2]
