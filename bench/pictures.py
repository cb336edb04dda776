"""The pictures of the README, from the sample site as Chromium shows it: `inv pictures`.

Each is named in `PICTURES`: what is looked at, how wide the window is, and what is done before the picture is taken.
"""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, Page, sync_playwright

from bench.browsing import FLAGS
from bench.serving import program, served
from verbs.building import publish_site
from verbs.machine import PROJECT

SITE = "xzzf"  # the folder that it is served in
TODAY = "2026-11-24"  # of the sample
FOLDER = PROJECT / "docs" / "pictures"
DESK, PHONE = (1280, 900), (390, 844)


@dataclass(frozen=True)
class Picture:
    """`path`: of the page, below the root; a star stands for the first that fits. `typed`: into the page's first search box."""

    name: str
    path: str
    window: tuple[int, int] = DESK
    scheme: Literal["light", "dark"] = "light"
    typed: str = ""
    large: bool = False


PICTURES = (
    Picture("home", ""),
    Picture("decision", "decision/*/*.html", PHONE),
    Picture("search", "search/", PHONE, typed="化工"),
    Picture("statistics", "statistics/2026/"),
    Picture("officer", "officers/9*.html", PHONE),
    Picture("large", "decisions/", PHONE, "dark", large=True),
)


def main() -> int:
    """Take all of them; the exit code of the build where it fails."""
    with tempfile.TemporaryDirectory() as name:
        site = Path(name) / "site"
        if code := publish_site(str(PROJECT / "content"), str(site), today=TODAY, jobs=1):
            return code
        with served(Path(name) / "nginx", {SITE: site}) as server, sync_playwright() as started:
            browser = started.chromium.launch(executable_path=program("chromium"), args=[*FLAGS])
            for one in PICTURES:
                _take(browser, f"{server.address}{SITE}/", site, one)
            browser.close()
    print(f"已拍 {len(PICTURES)} 张，在 {FOLDER.relative_to(PROJECT)}/。")
    return 0


def _take(browser: Browser, address: str, site: Path, one: Picture) -> None:
    width, height = one.window
    path = sorted(site.glob(one.path))[0].relative_to(site).as_posix() if "*" in one.path else one.path
    with browser.new_context(viewport={"width": width, "height": height}, color_scheme=one.scheme) as context:
        if one.large:
            context.add_init_script("localStorage.setItem('display-text', 'large')")
        page = context.new_page()
        page.goto(address + path)
        if one.typed:
            _type(page, one.typed)
        page.screenshot(path=FOLDER / f"{one.name}.png")


def _type(page: Page, words: str) -> None:
    page.locator("main input[name=q]").first.fill(words)
    page.wait_for_selector("#search-results .c-rows__row")
    page.wait_for_timeout(500)  # the last hits come after the first are there


if __name__ == "__main__":
    raise SystemExit(main())
