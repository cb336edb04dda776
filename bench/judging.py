"""What others' programs say of the sample site's pages: Lighthouse (Chrome's own judge) and vnu (the Nu Html Checker of the W3C).

`inv judge` installs both with npm into a folder of the bench, serves the sample with nginx and prints a Markdown table. It fails
where a category is below `LEAST`, or a page is not valid HTML; without Java, vnu is left out and the output says so.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from bench.measuring import Failed
from bench.serving import program, served
from bench.site import OUT
from verbs.building import publish_site
from verbs.machine import PROJECT

SITE, TODAY = "xzzf", "2026-11-24"  # as in the tests
LEAST = 99
PAGES = {"home": "", "decision": "decision/*/*.html", "month": "decisions/2026/11/", "search": "search/"}
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
METRICS = ("first-contentful-paint", "largest-contentful-paint", "total-blocking-time", "cumulative-layout-shift", "total-byte-weight")
HEAD = ("page", *CATEGORIES, "first paint", "largest paint", "blocked", "shift", "all bytes")
PACKAGES = ("lighthouse", "vnu-jar")
CHROME = "--headless=new --no-sandbox --disable-gpu"


def installed(folder: Path) -> Path:
    """The folder of the packages, installed where they are not there yet. Raises Failed."""
    modules = folder / "node_modules"
    if not all((modules / name).is_dir() for name in PACKAGES):
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "package.json").write_text('{"private": true}\n', encoding="utf-8")
        command = [program("npm"), "install", "--no-audit", "--no-fund", "--ignore-scripts", *PACKAGES]
        done = subprocess.run(command, cwd=folder, check=False, capture_output=True, text=True, timeout=600)
        if done.returncode:
            raise Failed(f"npm could not install {', '.join(PACKAGES)}: {done.stderr[-300:]}")
    return modules


def lighthouse(modules: Path, address: str) -> dict[str, Any]:
    """The report on a page, as on a slow phone (its default). Raises Failed."""
    command = [str(modules / ".bin" / "lighthouse"), address, "--quiet", "--output=json", f"--chrome-flags={CHROME}",
               f"--only-categories={','.join(CATEGORIES)}"]  # fmt: skip
    environment = {**os.environ, "CHROME_PATH": program("chromium")}
    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=300, env=environment)
    if done.returncode:
        raise Failed(f"lighthouse failed at {address}: {done.stderr[-300:]}")
    report: dict[str, Any] = json.loads(done.stdout)
    return report


def scores(report: dict[str, Any]) -> list[int]:
    """Its categories, of a hundred."""
    return [round(100 * report["categories"][name]["score"]) for name in CATEGORIES]


def row(name: str, report: dict[str, Any]) -> str:
    """A page as a line of the table."""
    told = [report["audits"][metric]["displayValue"].removeprefix("Total size was ").replace("\xa0", " ") for metric in METRICS]
    return f"| {' | '.join(map(str, [name, *scores(report), *told]))} |"


def faults(modules: Path, site: Path) -> list[str] | None:
    """What vnu says of all pages; None where there is no Java."""
    if not (java := shutil.which("java")):
        return None
    command = [java, "-jar", str(modules / "vnu-jar" / "build" / "dist" / "vnu.jar"), "--skip-non-html", "--format", "gnu", str(site)]
    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=600)
    return [line for line in done.stderr.splitlines() if ": error: " in line or ": fatal: " in line]


def judged(site: Path, folder: Path) -> bool:
    """Judge a built site and print; whether nothing falls short. `folder`: for the server's own files."""
    modules, good = installed(OUT / "judging"), True
    print(f"\n| {' | '.join(HEAD)} |\n| --- |{' ---: |' * (len(HEAD) - 1)}")
    with served(folder, {SITE: site}) as server:
        for title, pattern in PAGES.items():
            path = sorted(site.glob(pattern))[0].relative_to(site).as_posix() if "*" in pattern else pattern
            report = lighthouse(modules, f"{server.address}{SITE}/{path}")
            print(row(title, report), flush=True)
            good = good and min(scores(report)) >= LEAST
    print(f"\nLighthouse {report['lighthouseVersion']}.")
    found = faults(modules, site)
    pages = sum(1 for _ in site.rglob("*.html"))
    print("vnu is left out: there is no Java." if found is None else f"vnu: {len(found)} errors in {pages} pages.")
    print("\n".join(found or []))
    return good and not found


def main() -> int:
    """Build the sample and judge it; 1 where something falls short."""
    with tempfile.TemporaryDirectory() as name:
        site = Path(name) / "site"
        code = publish_site(str(PROJECT / "content"), str(site), today=TODAY, jobs=1)
        return code or int(not judged(site, Path(name) / "nginx"))


if __name__ == "__main__":
    raise SystemExit(main())
