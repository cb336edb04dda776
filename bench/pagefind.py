"""Pagefind over the same decision pages: installed into a folder of its own, run, and asked the same queries.

It is a program for Node, fetched with npm as its own instructions say; where that does not work, `Missing` says why. It is asked without
its worker, so that its turns can be seen; that spares it 30 kB of script.
"""

from __future__ import annotations

import gzip
import json
import re
import subprocess
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser

from bench.browsing import HOLD, Asked, refuse_failed, turns, window
from bench.measuring import Cost, Failed, measured
from bench.queries import Query
from bench.serving import Server, program
from bench.site import environment
from publish.search.folding import fold

PAGES = "decision/**/*.html"
SHOWN = 10  # results whose texts are fetched, as many as the page of search shows
MAGIC = b"pagefind_dcd"
PROGRAM = re.compile(r"/pagefind[^/]*\.js$|/wasm\.[^/]*$")  # what is fetched whatever the site holds
ASK = """async ([address, query, count]) => {
  const pagefind = await import(`${address}pagefind.js`);
  await pagefind.options({ noWorker: true });
  const found = await pagefind.search(query);
  await Promise.all(found.results.slice(0, count).map((one) => one.data()));
  return found.results.map(({ id }) => id);
}"""


class Missing(Exception):
    """It cannot be had here."""


def installed(folder: Path) -> list[str]:
    """The command; installed into `folder` where it is not there yet. Raises Missing."""
    start = folder / "node_modules" / ".bin" / "pagefind"
    if not start.exists():
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "package.json").write_text('{"private": true}\n', encoding="utf-8")
        try:
            command = [program("npm"), "install", "--no-audit", "--no-fund", "--ignore-scripts", "pagefind"]
            subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=300)
        except Failed:
            raise Missing("Pagefind is left out: there is no npm.") from None
        except (subprocess.SubprocessError, OSError) as error:
            words = (getattr(error, "stderr", None) or b"").decode("utf-8", "replace").strip() or str(error)
            raise Missing(f"Pagefind is left out: npm could not install it: {words[-300:]}") from None
    return [str(start)]


def version(folder: Path) -> str:
    """Which one is installed."""
    return str(json.loads((folder / "node_modules" / "pagefind" / "package.json").read_text("utf-8"))["version"])


def indexed(command: list[str], output: Path, bundle: Path) -> Cost:
    """Index the decision pages of a site; its files in `bundle`. Raises Failed."""
    bundle.parent.mkdir(parents=True, exist_ok=True)
    options = ["--site", str(output), "--glob", PAGES, "--root-selector", "main", "--output-path", str(bundle)]
    return measured([*command, *options], bundle.parent, environment(), bundle.parent / "pagefind.log")


@dataclass
class Rival:
    """Its files and the site that they were made of."""

    bundle: Path
    output: Path
    texts: dict[str, str] = field(default_factory=dict)

    def ask(self, browser: Browser, server: Server, name: str, query: Query) -> tuple[Asked, set[str]]:
        """What a query reads up to the texts of its first results, and the ids that it finds. `name`: under which it is served."""
        server.asked()
        with window(browser) as page:
            page.add_init_script(HOLD)
            page.goto(f"{server.address}blank.html")
            results: list[str] = page.evaluate(ASK, [f"{server.address}{name}/", query.text, SHOWN])
            chain = turns(page)
        lines = [line for line in server.asked() if line.path.startswith(f"/{name}/")]
        refuse_failed(lines)
        sizes = [line.size for line in lines if not PROGRAM.search(line.path)]
        own = sum(line.size for line in lines) - sum(sizes)
        return Asked(query, sum(sizes), len(sizes), chain, own), {self.ids[one] for one in results}

    @cached_property
    def ids(self) -> dict[str, str]:
        """Its own name of each page → the decision's id."""
        return {path.stem: Path(_fragment(path)["url"]).stem for path in (self.bundle / "fragment").glob("*.pf_fragment")}

    def holds(self, ident: str, query: Query) -> bool:
        """Whether a decision's page has the query's words anywhere, as they stand."""
        if ident not in self.texts:
            page = (self.output / "decision" / ident[:2] / f"{ident}.html").read_text("utf-8")
            main = page.partition("<main")[2].partition("</main>")[0]
            self.texts[ident] = fold(re.sub(r"<[^>]*>", "", main))
        return fold(query.text) in self.texts[ident]


def _fragment(path: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(gzip.decompress(path.read_bytes()).removeprefix(MAGIC))
    return content
