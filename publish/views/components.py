"""The components of the theme with their examples, `/about/components/`: made for a preview only, never for the public."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from publish.output import Draft
from publish.views.frame import here

TITLE = "页面部件"
ROOT = "../../"  # from the page to the site's root: examples say "" or nothing


class Examples(yaml.SafeLoader):
    """YAML in which `on` is a word: only `true` and `false` are not."""


Examples.yaml_implicit_resolvers = {
    first: [(tag, form) for tag, form in found if not tag.endswith(":bool") or first in "tTfF"]
    for first, found in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def components(theme: Path) -> list[dict[str, Any]]:
    """Every component that has examples: `name`, `file` of its markup, `examples` (`name`, `macro`, `with`, for some `body`)."""
    folder = theme / "templates" / "components"
    return [
        {
            "name": path.stem,
            "file": f"components/{path.stem}.html",
            "examples": [{"with": {}, "body": "", **one} for one in yaml.load(path.read_text("utf-8"), Examples)],
        }
        for path in sorted(folder.glob("*.yml"))
    ]


def components_draft(theme: Path, styles: str) -> Draft:
    """The page. `styles`: what stands for the markup that it shows, so that it is made again when that changes."""
    return "about/components/index.html", "components", {
        "here": here(TITLE, "pages", [], description="本站页面的每一种部件和它的例子，只在预览里有。"),
        "components": components(theme),
        "styles": styles,
    }  # fmt: skip
