"""Pelican as the host of a build: `inv build` hands it the work; `pelican -s pelicanconf.py` starts a build itself."""

from __future__ import annotations

from concurrent.futures import Executor
from pathlib import Path
from typing import Any

from pelican import Pelican
from pelican.generators import ArticlesGenerator, PagesGenerator
from pelican.log import console

from plugins.publication import PublicationGenerator
from plugins.rendering import codes
from publish.errors import BuildFailed
from publish.work import Work


def run(work: Work, pool: Executor | None, settings_file: Path) -> None:
    """Let Pelican make the work: its page reader and our generator, with the theme that the settings name."""
    from pelican.settings import read_settings  # noqa: PLC0415 - reads pelicanconf.py, which imports the plugin

    changes = {"PATH": str(work.staging), "OUTPUT_PATH": str(work.output), "SITEURL": "", "SITENAME": work.site.name}
    settings = read_settings(str(settings_file), override=changes | ({"THEME": str(work.theme)} if work.theme else {}))
    settings["JINJA_ENVIRONMENT"]["bytecode_cache"].folder = codes(work.staging)
    _run(settings, work, pool, settings_file)


class Host(Pelican):  # type: ignore[misc]  # pelican is not typed
    """Pelican with its page reader and our generator only: no generator that could copy a file of its own choice."""

    def _get_generator_classes(self) -> list[type]:
        return [one for one in super()._get_generator_classes() if one in (ArticlesGenerator, PagesGenerator, PublicationGenerator)]


def _run(settings: dict[str, Any], work: Work, pool: Executor | None, settings_file: Path) -> None:
    settings.update(PUBLICATION=work, PUBLICATION_POOL=pool, PUBLICATION_SETTINGS=str(settings_file))
    pelican = Host(settings)
    if "plugins.publication" not in settings["PLUGINS"]:
        raise BuildFailed("Pelican 没有装上 plugins.publication，网站没有生成；请看上面的出错信息。")
    console.quiet = True  # what was made is told by the build's own report
    pelican.run()


class PublishingPelican(Pelican):  # type: ignore[misc]  # pelican is not typed
    """`pelican -s pelicanconf.py`: the same build as `inv build`, with the gate before it and the verification after it."""

    def __init__(self, settings: dict[str, Any]) -> None:
        self.wanted = settings  # the host proper is set up when there is something to render

    def run(self) -> None:
        """Build; the exit code is that of `inv build`."""
        build = self.wanted["PUBLICATION_BUILD"]
        code = build(content=self.wanted["PATH"], output=self.wanted["OUTPUT_PATH"])
        if code:
            raise SystemExit(code)
