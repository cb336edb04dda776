"""Rendering a batch of outputs, in this process or in a worker: rows and a template in, a file in place out."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

from jinja2 import DictLoader, Environment

from plugins.templates import render
from publish import compressed, tree
from publish.errors import BuildFailed
from publish.files import COPIED, FEEDS, FORMS, JOINED, MOVED, SIGNED
from publish.output import Output
from publish.signing.data_key import signature
from publish.site import Site
from publish.views import decision, differences
from publish.views.frame import address_of, menu, root_of, site_data
from publish.views.sharing import shared
from publish.work import Made
from publish.workers import Apart

Begun = Output | list[Made]
Settings = tuple[str, tuple[tuple[str, str], ...]]
PROJECT = Path(__file__).resolve().parent.parent
ELSEWHERE: Settings = (str(PROJECT / "pelicanconf.py"), (("PATH", str(PROJECT / "plugins")),))  # nothing is read of a content there
DATA: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {"decision": decision.page_data, "list": differences.page_data}
AT_ANY_DEPTH = ("404.html", "410.html")  # served for other addresses, so their links start at the host's root


@dataclass(frozen=True)
class Target:
    """Where the files go and come from, and whose site it is.

    `settings`: the host's settings file and its changes. `data_key`: the file of the private key that signs the sums of the data.
    `templates`: name → text of the theme's, for workers that have the program and none of this machine's files. `fresh`: see
    `tree.write`.
    """

    output: str
    folders: tuple[tuple[str, str], ...]
    site: str  # Site as JSON
    settings: Settings
    data_key: str = ""
    templates: tuple[tuple[str, str], ...] = ()
    fresh: bool = False


@dataclass(frozen=True)
class Forms:
    """An output and its compressed siblings that are rendered: paths with their bytes."""

    files: list[tuple[str, bytes]]


def frame(path: str, view: str, rows: dict[str, Any], data: dict[str, Any], site: Site) -> dict[str, Any]:
    """What every template gets besides its data: the site, and where the page stands and what it says of itself."""
    lost = path in AT_ANY_DEPTH
    here = {**rows["here"], "path": path, "root": site.prefix if lost else root_of(path), "url": "" if lost else address_of(path, site)}
    return {"site": site_data(site), "here": {**here, **menu(here), **shared(view, here, data, site)}}


def made_of_files(output: Output, target: Target) -> bytes | None:
    """The bytes of an output that is made of files here; None of one that its rows are enough for."""
    if output.view in COPIED:
        return _copied(output, target)
    if output.view == SIGNED:
        return signature(output.rows["text"].encode(), Path(target.data_key), output.rows["fingerprint"])
    if output.view in JOINED:
        return JOINED[output.view](Path(target.output), output.rows)
    return None


def content_of(output: Output, environment: Environment, target: Target, site: Site) -> bytes:
    """The bytes of an output."""
    content = made_of_files(output, target)
    return made_of_rows(output, environment, site) if content is None else content


def made_of_rows(output: Output, environment: Environment, site: Site) -> bytes:
    """The bytes of an output that its rows are enough for."""
    if output.view in FORMS:
        return FORMS[output.view](output.rows)
    if output.view in FEEDS:
        from plugins import feeds  # noqa: PLC0415 - its libraries take a tenth of a second, and many changes touch no feed

        return feeds.FEEDS[output.view](output.rows)
    data = DATA.get(output.view, dict)(output.rows)
    framed = frame(output.path, output.view, output.rows, data, site)
    return render(environment, environment.get_template(f"{output.view}.html"), {**data, **framed}).encode()


def _copied(output: Output, target: Target) -> bytes:
    """A file as it is; under a stop its source may have changed since, and what the output holds is the released one."""
    source: str = output.rows["source"]
    for path in (Path(dict(target.folders)[output.view]) / source, Path(target.output) / output.path):
        if path.is_file() and hashlib.sha256(content := path.read_bytes()).hexdigest() == output.rows["digest"]:
            return content
    raise BuildFailed(f"文件 {source} 与公开时的不同，也没有留下原来的；请恢复这个文件。")


def _moved(output: Output, target: Target) -> list[Made]:
    """A file that was made for this build alone, in its place by its name; none where it has to be copied."""
    source, digest = Path(dict(target.folders)[output.view], output.rows["source"]), output.rows["digest"]
    moved = tree.move(source, Path(target.output), output.path, digest)
    return [(output.path, digest, *moved)] if moved else []


def making(target: Target, environment: Environment | None = None) -> Apart[Output, Begun, list[Made] | Forms, list[Made]]:
    """Making the outputs of a batch. `environment`: of this process; without it, whichever does the work sets one up first."""
    return Apart(partial(_begun, target=target), partial(_rendered, target=target, environment=environment), partial(_put, target=target))


def _begun(output: Output, target: Target) -> Begun:
    """An output that is to be rendered, or what was made of one that takes files: it goes straight to its place."""
    if output.view == MOVED and (moved := _moved(output, target)):
        return moved
    content = made_of_files(output, target)
    return output if content is None else compressed.put(_folder(target.output), output.path, content)


def _rendered(begun: Begun, target: Target, environment: Environment | None) -> list[Made] | Forms:
    if not isinstance(begun, Output):
        return begun
    content = made_of_rows(begun, environment or _environment(target.settings, target.templates), _site(target.site))
    return Forms(list(compressed.forms(begun.path, content)))


def _put(rendered: list[Made] | Forms, target: Target) -> list[Made]:
    return compressed.placed(_folder(target.output), rendered.files, target.fresh) if isinstance(rendered, Forms) else rendered


def codes(staging: Path) -> str:
    """Where the code of compiled templates lies: beside the folder of staged pages, in the state."""
    return str(staging.with_name("templates"))


_folder = lru_cache(maxsize=1)(Path)  # which keeps its own text


@lru_cache(maxsize=1)
def _site(text: str) -> Site:
    return Site.model_validate_json(text)


@lru_cache(maxsize=1)
def _environment(settings: Settings, templates: tuple[tuple[str, str], ...]) -> Environment:
    from pelican.generators import Generator  # noqa: PLC0415 - only where templates are rendered
    from pelican.settings import read_settings  # noqa: PLC0415

    file, changes = ELSEWHERE if templates else settings
    configured = read_settings(file, override=dict(changes))
    if not templates:  # a worker elsewhere keeps nothing on disk
        configured["JINJA_ENVIRONMENT"]["bytecode_cache"].folder = codes(Path(configured["PATH"]))
    generator = Generator({}, configured, configured["PATH"], configured["THEME"], configured["OUTPUT_PATH"])
    environment = generator.env
    assert isinstance(environment, Environment)
    if templates:
        environment.loader = DictLoader(dict(templates))
    return environment
