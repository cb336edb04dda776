"""Pelican sees staged pages and nothing else of the content, and writes nothing that is not in the plan."""

from __future__ import annotations

from pathlib import Path

import pytest
from pelican.generators import ArticlesGenerator, PagesGenerator, StaticGenerator
from pelican.settings import read_settings

from plugins.host import Host
from plugins.publication import PublicationGenerator
from publish.pages import page
from tests.copies import BASE, PROJECT, Copy, tree

REACHING = (
    "[x]({static}/../content/site.yml)",
    "[x](\\{static\\}/../../content/site.yml)",
    "[x]({attach}../site.yml)",
    "![x](|static|/site.yml)",
    "[x]({filename}../decisions/a.md)",
    "[x][1]\n\n[1]: {static}/site.yml",
    "{!site.yml!}",
    ".. include:: ../site.yml",
    "<a href='{static}/site.yml'>x</a>",
)


@pytest.mark.parametrize("text", REACHING)
def test_a_page_that_reaches_for_another_file_is_refused(text: str) -> None:
    _, found = page("pages/a.md", f"Title: 说明\nSlug: a\n\n{text}\n".encode(), {"a"})
    assert {one.code for one in found} & {"load.path", "load.type"}


@pytest.mark.parametrize(
    "line", ["Save_as: decision/00/x.html", "Url: x", "Template: home", "Status: hidden", "Slug: ../x", "Date: 2026-01-01"]
)
def test_a_page_chooses_neither_its_address_nor_its_template(line: str) -> None:
    _, found = page("pages/a.md", f"Title: 说明\n{line}\n\n文\n".encode(), {"a"})
    assert {one.code for one in found} & {"load.unknown_field", "load.type", "load.path"}


def test_even_a_page_that_the_gate_had_let_through_could_copy_nothing(tmp_path: Path) -> None:
    program = Copy.of(tmp_path / "deep" / "program", BASE)
    gate = program.root / "publish" / "pages.py"
    gate.write_text(gate.read_text("utf-8") + "\n\ndef _text_faults(*_):\n    return []\n", encoding="utf-8")
    secret = program.root / "content" / "decisions" / "secret.txt"
    secret.write_text("机密", encoding="utf-8")
    kinds = ("{static}", "{attach}", "\\{static\\}/")
    links = [f"[x]({kind}{'../' * up}content/decisions/secret.txt)" for kind in kinds for up in range(4)]
    reaching = program.root / "content" / "pages" / "z.md"
    reaching.write_text("Title: z\nSlug: z\n\n" + "\n\n".join(links), encoding="utf-8")
    before = set((tmp_path / "deep").rglob("secret.txt"))
    program.build()
    assert set((tmp_path / "deep").rglob("secret.txt")) == before
    assert not any("机密".encode() in content for content in tree(program.root / "output").values())


def test_the_host_runs_no_generator_that_copies_files_of_its_own_choice(tmp_path: Path) -> None:
    settings = read_settings(str(PROJECT / "pelicanconf.py"), override={"PATH": str(tmp_path), "OUTPUT_PATH": str(tmp_path / "o")})
    classes = Host(settings)._get_generator_classes()
    assert StaticGenerator not in classes
    assert set(classes) == {ArticlesGenerator, PagesGenerator, PublicationGenerator}


def test_another_reader_than_markdown_is_off() -> None:
    settings = read_settings(str(PROJECT / "pelicanconf.py"))
    assert settings["READERS"]["rst"] is None
    assert settings["READERS"]["html"] is None
    assert settings["ARTICLE_PATHS"] == settings["STATIC_PATHS"] == []
