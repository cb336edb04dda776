"""The reader, the gate and the renderer on any bytes: no crash, a finding instead, no markup from content.

`read(data)` is driven by hypothesis in `test_fuzzing.py`, and by a coverage-guided fuzzer where one is installed:

    python -m tests.fuzzing FOLDER -max_total_time=600
"""

from __future__ import annotations

import re
import sys
from functools import lru_cache
from html.parser import HTMLParser
from pathlib import Path

from publish.attachments.reading import Reading
from publish.dossier import Dossier, Facts, Tables
from publish.errors import Finding, Level, loudest
from publish.levels import levelled
from publish.lists import describe, table
from publish.load import load
from publish.model import DecisionFile
from publish.orders import order
from publish.pages import page
from publish.periods import public_until
from publish.prose import body_html
from publish.publication import published
from publish.rulebook import RULES
from publish.site import Agency, ListDescription

BASE = Path(__file__).parent / "cases" / "base"
SEEDS = [path for path in sorted(BASE.rglob("*")) if path.suffix in (".md", ".yml", ".csv")]
KINDS = {"decisions": "decision", "orders": "order", "agencies": "agency", "policy": "policy", "site.yml": "site", "reports": "report"}
ATTACHMENT = "decisions/jia/2026/cfjd000000000001-1.pdf"
ELEMENTS = frozenset(
    [
        "p",
        "h3",
        "h4",
        "h5",
        "h6",
        "ul",
        "ol",
        "li",
        "blockquote",
        "pre",
        "code",
        "em",
        "strong",
        "a",
        "br",
        "hr",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
    ]
)
ATTRIBUTES = frozenset({"href", "title", "class", "start"})
RUNS = re.compile(r"[\s\x00-\x20]*(?:javascript|vbscript|data|file)\s*:", re.IGNORECASE)


@lru_cache(maxsize=1)
def facts() -> Facts:
    """The facts of the base content: its agency and its list of officers."""
    agency = load("agency", "agencies/jia.yml", (BASE / "agencies/jia.yml").read_bytes()).record
    assert isinstance(agency, Agency)
    return Facts(agencies={"jia": agency})


def read(path: str, data: bytes) -> list[Finding]:
    """Read, judge and render bytes as the file of a content path; every finding. Raises where anything goes wrong."""
    room = path.split("/", maxsplit=1)[0]
    if room == "lists" and path.endswith(".csv"):
        description = load("list", "lists/officers/list.yml", (BASE / "lists/officers/list.yml").read_bytes()).record
        assert isinstance(description, ListDescription)
        return table("lists/officers/2026-01-01.csv", data, description)[1]
    if room == "pages":
        return page(path, data, {"shuoming"})[1]
    filed = load("list" if room == "lists" else KINDS[room], path, data)
    found = [*filed.findings]
    if isinstance(filed.record, ListDescription):
        found += describe(filed.record, path)
    if room == "orders":
        found += order(filed)[1]
    if isinstance(filed.record, DecisionFile):
        dossier = Dossier(filed, filed.record, facts(), Tables({}), {ATTACHMENT: 1000}, readings={ATTACHMENT: Reading()})
        judged = [*found, *(one for rule in RULES for one in rule(dossier))]
        public_until(filed.record, filed.record.public_until, facts().policy.periods)
        if loudest(levelled(one, facts().policy.gate) for one in judged) < Level.hold:
            published(dossier, {ATTACHMENT: "0" * 64})
        rendered(filed.body)
        return judged
    return found


class Harmless(HTMLParser):
    """Fails at an element, an attribute or an address that a body must not become."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in ELEMENTS, tag
        for name, value in attrs:
            assert name in ATTRIBUTES, (tag, name)
            assert name != "href" or not RUNS.match(value or ""), value


def rendered(markdown: str) -> None:
    """Render a body; nothing in it may become an element, an attribute or an address that runs."""
    parser = Harmless()
    parser.feed(body_html(markdown))
    parser.close()


def checked(found: list[Finding]) -> None:
    """Every finding has a place and says something."""
    for one in found:
        assert one.line >= 1, one
        assert one.message.endswith("。"), one


def main() -> None:
    """Fuzz with atheris, from the files of the base content."""
    import atheris

    def one(data: bytes) -> None:
        if data:
            checked(read(SEEDS[data[0] % len(SEEDS)].relative_to(BASE).as_posix(), data[1:]))

    for number, path in enumerate(SEEDS):
        (Path(sys.argv[1]) / f"{number}.seed").write_bytes(bytes([number]) + path.read_bytes())
    atheris.instrument_all()
    atheris.Setup(sys.argv, one)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
