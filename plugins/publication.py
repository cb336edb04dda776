"""The Pelican plugin: a generator that renders the stale outputs of a plan, a writer that reports what pages became.

Both are handed a `publish.work.Work` in the setting `PUBLICATION`; they decide nothing. Pelican's article reader is pointed
at nothing, and its page reader at the folder of staged pages.
"""

from __future__ import annotations

from concurrent.futures import Executor
from itertools import chain, islice
from pathlib import Path
from typing import Any

from pelican import signals
from pelican.generators import Generator
from pelican.writers import Writer

from plugins.rendering import Target, frame, making
from publish import compressed
from publish.theme import templates
from publish.work import Work, records
from publish.workers import Far, spread

FEW = 4  # batches that are not worth starting workers for


class PublicationGenerator(Generator):  # type: ignore[misc]  # pelican is not typed
    """Renders what is stale with the theme, through Pelican's environment."""

    def generate_output(self, writer: Writer) -> None:
        """Called by Pelican once the pages are read."""
        del writer  # ours writes pages only
        work: Work = self.settings["PUBLICATION"]
        pool: Executor | None = self.settings["PUBLICATION_POOL"]
        target = target_of(work, self.settings, isinstance(pool, Far))
        here = making(target, self.env)
        first = list(islice(work.batches, FEW + 1))
        make = here if pool is None or len(first) <= FEW else making(target)
        for made in chain(spread(make, chain(first, work.batches), pool, FEW, records), map(here, work.closing)):
            work.report(chain.from_iterable(made))


def target_of(work: Work, settings: dict[str, Any], far: bool = False) -> Target:
    """What a worker needs to render: plain texts. `far`: it has none of this machine's files."""
    folders = tuple(sorted(work.folders.items()))
    changes = tuple((name, str(settings[name])) for name in ("PATH", "THEME", "OUTPUT_PATH"))
    return Target(
        str(work.output),
        folders,
        work.site.model_dump_json(),
        (settings["PUBLICATION_SETTINGS"], changes),
        str(work.data_key.path) if work.data_key else "",
        templates(Path(settings["THEME"])) if far else (),
        work.fresh,
    )


class PublicationWriter(Writer):  # type: ignore[misc]  # pelican is not typed
    """Writes the pages that Pelican read, whole or not at all, and reports them."""

    def write_file(self, name: str, template: Any, context: dict[str, Any], *_: Any, **kwargs: Any) -> None:
        """Called by Pelican for each page; anything that is not in the plan is not written."""
        work: Work = self.settings["PUBLICATION"]
        planned = {output.path: output for output in work.pages}
        if name not in planned:
            return
        rows = planned[name].rows
        text = template.render({**context, **frame(name, planned[name].view, rows, {}, work.site), "page": kwargs["page"]})
        work.report(compressed.put(work.output, name, text.encode()))


def _generators(_: Any) -> type[Generator]:
    return PublicationGenerator


def _writer(_: Any) -> type[Writer]:
    return PublicationWriter


def register() -> None:
    """Called by Pelican. Signals hold weak references, so these are functions of the module."""
    signals.get_generators.connect(_generators)
    signals.get_writer.connect(_writer)
