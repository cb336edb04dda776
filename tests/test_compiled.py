"""Compiled templates are kept from build to build, of one process and of the next, and never beyond a change."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from jinja2 import Environment, FileSystemLoader

from plugins import compiled
from plugins.compiled import Compiled


class Counting(Environment):
    """Tells how often something was compiled."""

    compiled = 0

    def compile(self, *args: Any, **kwargs: Any) -> Any:
        Counting.compiled += 1
        return super().compile(*args, **kwargs)


def shown(folder: Path, kept: Path | None = None) -> str:
    cache = Compiled()
    cache.folder = str(kept or "")
    return Counting(loader=FileSystemLoader(folder), bytecode_cache=cache).get_template("a.html").render(name="甲")


def test_a_template_is_compiled_once_and_again_only_when_its_text_is_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Counting, "compiled", 0)
    path = tmp_path / "a.html"
    path.write_text("{{ name }}局", encoding="utf-8")
    assert [shown(tmp_path), shown(tmp_path), Counting.compiled] == ["甲局", "甲局", 1]
    before = path.stat()
    path.write_text("{{ name }}厅", encoding="utf-8")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))  # neither time nor size tell that it changed
    assert [shown(tmp_path), shown(tmp_path), Counting.compiled] == ["甲厅", "甲厅", 2]


@pytest.mark.parametrize("spoiled", [None, b"", b"x", b"text", b"compiler"])
def test_the_next_process_takes_what_was_compiled_unless_it_is_spoiled(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, spoiled: bytes | None
) -> None:
    monkeypatch.setattr(Counting, "compiled", 0)
    (tmp_path / "a.html").write_text("{{ name }}院", encoding="utf-8")
    kept = tmp_path / "templates"
    assert shown(tmp_path, kept) == "甲院"
    (file,) = kept.iterdir()
    if spoiled == b"text":
        (tmp_path / "a.html").write_text("{{ name }}队", encoding="utf-8")
    elif spoiled == b"compiler":
        monkeypatch.setattr(compiled, "COMPILER", "another")
    elif spoiled is not None:
        file.write_bytes(file.read_bytes()[:120] if spoiled else b"")
    monkeypatch.setattr(compiled, "CODES", {})  # as in another process
    assert shown(tmp_path, kept) == ("甲队" if spoiled == b"text" else "甲院")
    assert Counting.compiled == (1 if spoiled is None else 2)
