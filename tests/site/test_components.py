"""Every component of the theme with its examples, as the preview shows them."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import html5lib
import pytest
from playwright.sync_api import Browser

from publish.build import build
from publish.request import Request
from publish.views.components import components
from tests.content import HOST, PROJECT, Content
from tests.site.content_model import faults as misplaced
from tests.site.markup import Markup
from tests.site.visiting import faults

FOLDER = PROJECT / "theme" / "templates" / "components"
PAGE = "about/components/index.html"
UNSEEN = {"meta", "jsonld"}  # of a page's head


@pytest.fixture(scope="module")
def preview(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small site as staff see it."""
    content = Content(tmp_path_factory.mktemp("preview"))
    content.decision()
    build(Request(PROJECT, content.folder, content.output, content.today, preview=True), HOST, None)
    return content.output


def test_every_component_has_an_example() -> None:
    named = {path.stem for path in FOLDER.glob("*.html") if "_" not in path.stem} - UNSEEN
    assert named == {one["name"] for one in components(PROJECT / "theme")} - UNSEEN


def test_every_example_is_rendered_once_under_its_name(preview: Path) -> None:
    text = (preview / PAGE).read_text("utf-8")
    for one in components(PROJECT / "theme"):
        assert text.count(f'data-example="{one["name"]}"') == len(one["examples"])
        for example in one["examples"]:
            assert text.count(f'<h3 class="c-example__name">{example["name"]} <code>{example["macro"]}</code></h3>') == 1


def test_the_examples_are_valid_html(preview: Path) -> None:
    text = (preview / PAGE).read_text("utf-8")
    assert list(misplaced(html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(text))) == []
    page = Markup()
    page.feed(text)
    assert len(page.ids) == len(set(page.ids))


def test_no_example_keeps_a_person_out(preview: Path, serve: Callable[[Path], str], chromium: Browser) -> None:
    page = chromium.new_page()
    page.goto(serve(preview) + "about/components/")
    for text, scheme in (("", "light"), ("", "dark"), ("large", "light")):
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        page.evaluate("size => document.documentElement.setAttribute('data-text', size)", text)
        assert faults(page) == [], (text, scheme)
    page.close()


def test_only_a_preview_shows_them(sample_site: Path) -> None:
    assert not (sample_site / PAGE).exists()


def test_styles_are_of_components_that_are_there() -> None:
    """A class that no markup and no script uses is left over."""
    used = "".join(path.read_text("utf-8") for path in [*(PROJECT / "theme").rglob("*.html"), *(PROJECT / "theme").rglob("*.js")])
    used += (PROJECT / "plugins" / "prose.py").read_text("utf-8")
    for path in FOLDER.glob("*.css"):
        for name in set(re.findall(r"\.(c-[a-z]+(?:__[a-z]+)?)", path.read_text("utf-8"))):
            assert name in used, f"{path.name}: {name}"
