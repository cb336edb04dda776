"""The theme as an input of the plan: which files each view depends on, as digests.

A template depends on every template that it names in quotes (extends, include, import), and on theirs. So a change of one
component makes only the views stale that use it.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from unicodedata import unidata_version
from zlib import ZLIB_RUNTIME_VERSION

from publish.files import COPIED, FEEDS, FORMS, JOINED, SIGNED
from publish.output import Draft
from publish.views.components import components_draft

COMMENT = re.compile(r"/\*.*?\*/\n?", re.DOTALL)
PLACES = {"js/officers-worker.js": "officers/sw.js"}  # a service worker serves the folder that it lies in, and no other page
NAMED = re.compile(r"""["']([\w/!-]+\.html)["']""")
LIBRARIES = (
    "pelican", "jinja2", "markdown", "comrak", "pydantic", "feedgen", "lxml", "chinesecalendar", "pypdfium2", "pikepdf", "pillow",
    "pypinyin", "segno", "xlsxwriter", "brotli", "msgspec",
)  # fmt: skip
FILE_VIEWS = (*FORMS, *COPIED, *FEEDS, *JOINED, SIGNED)


def digest_of(paths: Iterable[Path]) -> str:
    """SHA-256 over names and contents of files."""
    total = hashlib.sha256()
    for path in sorted(paths):
        total.update(f"{path.name}\0".encode() + hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def program_digest(project: Path) -> str:
    """The program that makes the site: its own code, the libraries that shape bytes, and the calendar that shapes findings."""
    code = [path for room in ("publish", "plugins") for path in (project / room).rglob("*.py")]
    return hashlib.sha256(f"{digest_of([*code, project / 'pelicanconf.py'])}\n{_libraries()}".encode()).hexdigest()


@lru_cache(maxsize=1)
def _libraries() -> str:
    """The versions that this process runs with, which stay the same to its end; looking one up takes a millisecond."""
    versions = {"zlib": ZLIB_RUNTIME_VERSION, "unicode": unidata_version, **{name: version(name) for name in LIBRARIES}}
    return "\n".join(f"{name} {one}" for name, one in versions.items())


def templates(theme: Path) -> tuple[tuple[str, str], ...]:
    """Name and text of each template, by name."""
    folder = theme / "templates"
    return tuple(sorted((path.relative_to(folder).as_posix(), path.read_text("utf-8")) for path in folder.rglob("*.html")))


def view_digests(theme: Path, program: str, site: str) -> dict[str, str]:
    """View name → digest of all that shapes it besides its rows. `site`: the site's own settings as text."""
    named = dict(templates(theme))
    digests = {name: hashlib.sha256(f"{program}\n{name}\n{site}".encode()).hexdigest() for name in FILE_VIEWS}
    for name in (name for name in named if "/" not in name):
        texts = "\0".join(f"{part}\0{named[part]}" for part in sorted(_closure(name, named)))
        digests[name.removesuffix(".html")] = hashlib.sha256(f"{program}\n{site}\n{texts}".encode()).hexdigest()
    return digests


def _closure(name: str, named: dict[str, str]) -> set[str]:
    seen: set[str] = set()
    waiting = [name]
    while waiting:
        one = waiting.pop()
        if one in named and one not in seen:
            seen.add(one)
            waiting += NAMED.findall(named[one])
    return seen


def static_drafts(theme: Path) -> list[Draft]:
    """The theme's own files: pictures, scripts, and all styles as one file, which a page fetches in one request."""
    folder = theme / "static"
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    drafts: list[Draft] = [("theme/css/site.css", "text", {"text": styles(theme)})]
    for path in files:
        name = str(path.relative_to(folder))
        drafts.append(
            (PLACES.get(name, f"theme/{name}"), "copy", {"source": name, "digest": hashlib.sha256(path.read_bytes()).hexdigest()})
        )
    return drafts


def preview_drafts(theme: Path) -> list[Draft]:
    """What only a preview shows: the components with their examples."""
    return [components_draft(theme, digest_of((theme / "templates" / "components").iterdir()))]


def styles(theme: Path) -> str:
    """The layers in their order, without comments: tokens, base, layout, components by name, print. Later ones win."""
    layers = [theme / "styles" / f"{name}.css" for name in ("tokens", "base", "layout", "print")]
    files = [*layers[:-1], *sorted((theme / "templates" / "components").glob("*.css")), layers[-1]]
    return "".join(COMMENT.sub("", path.read_text("utf-8")) for path in files)
