"""Rendering a batch of outputs, in this process or in a worker: rows and a template in, a file in place out."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment

from plugins.feeds import FEEDS
from plugins.templates import render
from publish import compressed
from publish.errors import BuildFailed
from publish.files import COPIED, FORMS, JOINED, SIGNED
from publish.output import Output
from publish.signing.data_key import signature
from publish.site import Site
from publish.views import decision, differences
from publish.views.frame import address_of, root_of, site_data
from publish.views.sharing import shared
from publish.work import Made

DATA: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {"decision": decision.page_data, "list": differences.page_data}
AT_ANY_DEPTH = ("404.html", "410.html")  # served for other addresses, so their links start at the host's root


@dataclass(frozen=True)
class Target:
    """Where the files go and come from, and whose site it is.

    `settings`: the host's settings file and its changes. `data_key`: the file of the private key that signs the sums of the data.
    """

    output: str
    folders: tuple[tuple[str, str], ...]
    site: str  # Site as JSON
    settings: tuple[str, tuple[tuple[str, str], ...]]
    data_key: str = ""


def frame(path: str, view: str, rows: dict[str, Any], data: dict[str, Any], site: Site) -> dict[str, Any]:
    """What every template gets besides its data: the site, and where the page stands and what it says of itself."""
    lost = path in AT_ANY_DEPTH
    here = {**rows["here"], "path": path, "root": site.prefix if lost else root_of(path), "url": "" if lost else address_of(path, site)}
    return {"site": site_data(site), "here": {**here, **shared(view, here, data, site)}}


def content_of(output: Output, environment: Environment, target: Target, site: Site) -> bytes:
    """The bytes of an output."""
    if output.view in COPIED:
        return _copied(output, target)
    if output.view == SIGNED:
        return signature(output.rows["text"].encode(), Path(target.data_key), output.rows["fingerprint"])
    if output.view in JOINED:
        return JOINED[output.view](Path(target.output), output.rows)
    if output.view in FEEDS:
        return FEEDS[output.view](output.rows)
    if output.view in FORMS:
        return FORMS[output.view](output.rows)
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


def make_batch(batch: list[Output], environment: Environment, target: Target) -> list[Made]:
    """Render outputs and put them in place, with their compressed siblings."""
    site = Site.model_validate_json(target.site)
    made: list[Made] = []
    for output in batch:
        made += compressed.put(Path(target.output), output.path, content_of(output, environment, target, site))
    return made


def make_batch_in_worker(batch: list[Output], target: Target) -> list[Made]:
    """The same in another process, which has to set up Pelican's environment first."""
    return make_batch(batch, _environment(target.settings), target)


@lru_cache(maxsize=1)
def _environment(settings: tuple[str, tuple[tuple[str, str], ...]]) -> Environment:
    from pelican.generators import Generator  # noqa: PLC0415 - only where templates are rendered
    from pelican.settings import read_settings  # noqa: PLC0415

    configured = read_settings(settings[0], override=dict(settings[1]))
    generator = Generator({}, configured, configured["PATH"], configured["THEME"], configured["OUTPUT_PATH"])
    environment = generator.env
    assert isinstance(environment, Environment)
    return environment
