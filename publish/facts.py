"""Everything but decisions and orders: read, judged, and what is faulty replaced by what was released before.

There is no hold here, for leaving something out could publish more (design.md, "For everything else"): site, agencies
and policy that cannot be read stop; a list version or a page with a finding of level hold is left out, and its last
released state stays.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from publish.dossier import Facts, Policy
from publish.errors import Finding, Level, loudest
from publish.fields import SLUG_FORM
from publish.levels import lowered
from publish.lists import CatalogueList, Version, describe, public, table
from publish.load import Filed, load
from publish.pages import Page, broken_links, page
from publish.prose import seen
from publish.rules.identity import agency_faults
from publish.rules.privacy import id_words, identity_numbers, mobile_words, mobiles
from publish.site import POLICIES, Agency, GateLevels, ListDescription, Report, Site
from publish.sources import LEVELS, Source
from publish.strict_yaml import shown

CONTACT_NAMES = ("phone", "address", "hours", "body", "consultation", "progress_query")


@dataclass
class Reading:
    """The facts as read so far, their findings, and the last released facts to fall back on."""

    content: Path
    last: Facts | None
    facts: dict[str, Any] = field(default_factory=lambda: {"agencies": {}, "lists": {}, "pages": {}, "reports": {}})
    policy: dict[str, Any] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def raw(self, source: Source) -> bytes:
        """The bytes of a file."""
        return (self.content / source.path).read_bytes()

    def load(self, source: Source) -> Filed:
        """One YAML file; its findings are noted."""
        filed = load(source.kind, source.path, self.raw(source))
        self.findings += filed.findings
        level = LEVELS.get(source.kind, Level.hold)
        for name, text in _texts({key: value for key, value in filed.data.items() if key != "uscc"}):
            found = (Finding(source.path, filed.line(name), code, f"{name} 中{words}", level) for code, words in leaks(text, mobile=False))
            self.findings += found
        return filed


def read_facts(content: Path, sources: list[Source], last: Facts | None) -> tuple[Facts, list[Finding]]:
    """All facts of the content, with every finding. `last`: the facts of the last public set, if there is one."""
    reading = Reading(content, last)
    for source in sources:
        if reader := READERS.get(source.kind):
            reader(reading, source)
    _lists(reading, [source for source in sources if source.kind in ("list", "version")])
    _pages(reading, [source for source in sources if source.kind == "page"])
    if last:
        _fall_back(reading, last, sources)
    for slug, code, words in agency_faults(reading.facts["agencies"]):
        reading.findings.append(Finding(f"agencies/{slug}.yml", 1, code, words, Level.stop))
    return Facts(**reading.facts, policy=Policy(**reading.policy)), reading.findings


def _texts(data: Any, name: str = "") -> Iterator[tuple[str, str]]:
    """Every text of a YAML file, with the name of its field."""
    if isinstance(data, str):
        yield name, data
    elif isinstance(data, dict | list):
        for key, value in data.items() if isinstance(data, dict) else enumerate(data):
            yield from _texts(value, f"{name}.{key}".lstrip("."))


def _fall_back(reading: Reading, last: Facts, sources: list[Source]) -> None:
    """For a file that stops the build: its last released state, so that what must come down is judged by the right policy."""
    for source in sources:
        name = source.path.rpartition("/")[2].removesuffix(".yml")
        if source.kind == "site":
            reading.facts.setdefault("site", last.site)
        elif source.kind == "agency" and name in last.agencies:
            reading.facts["agencies"].setdefault(name, last.agencies[name])
        elif source.kind == "policy" and name in POLICIES:
            reading.policy.setdefault(name, getattr(last.policy, name))


def _slug(reading: Reading, source: Source, name: str, level: Level) -> bool:
    if SLUG_FORM.fullmatch(name):
        return True
    words = f"名称 {shown(name)} 应为短名：小写英文字母、数字，中间可用短横线。请改名。"
    reading.findings.append(Finding(source.path, 1, "load.path", words, level))
    return False


def _site(reading: Reading, source: Source) -> None:
    filed = reading.load(source)
    if isinstance(filed.record, Site):
        reading.facts["site"] = filed.record


def _agency(reading: Reading, source: Source) -> None:
    filed = reading.load(source)
    slug = source.path.rpartition("/")[2].removesuffix(".yml")
    if _slug(reading, source, slug, Level.stop) and isinstance(filed.record, Agency):
        reading.facts["agencies"][slug] = filed.record


def _report(reading: Reading, source: Source) -> None:
    filed = reading.load(source)
    if not isinstance(filed.record, Report) or loudest(one for one in reading.findings if one.path == source.path) >= Level.hold:
        return
    year = source.path.rpartition("/")[2].removesuffix(".yml")
    if year != str(filed.record.year):
        words = f"文件名应为年份，与 year 一致：{filed.record.year}.yml。请改名或改正 year。"
        reading.findings.append(Finding(source.path, filed.line("year"), "load.path", words))
        return
    reading.facts["reports"][year] = filed.record


def _policy(reading: Reading, source: Source) -> None:
    filed = reading.load(source)
    name = source.path.rpartition("/")[2].removesuffix(".yml")
    if filed.record is None or name not in POLICIES:
        return
    reading.policy[name] = filed.record
    if isinstance(filed.record, GateLevels):
        for code, words in lowered(filed.record):
            reading.findings.append(Finding(source.path, filed.line(f"levels.{code}"), "load.type", words, Level.stop))


READERS: dict[str, Callable[[Reading, Source], None]] = {"site": _site, "agency": _agency, "report": _report, "policy": _policy}


def _lists(reading: Reading, sources: list[Source]) -> None:
    by_slug: dict[str, list[Source]] = {}
    for source in sources:
        by_slug.setdefault(source.path.split("/")[1], []).append(source)
    for slug, group in by_slug.items():
        before = reading.last.lists.get(slug) if reading.last else None
        made = _list(reading, slug, group, before) if _slug(reading, group[0], slug, Level.hold) else None
        if made or before:
            reading.facts["lists"][slug] = made or before


def _list(reading: Reading, slug: str, group: list[Source], before: CatalogueList | None) -> CatalogueList | None:
    described = next((source for source in group if source.kind == "list"), None)
    if described is None:
        words = "这个清单没有 list.yml（清单的名称、依据和各列说明）；请补上。"
        reading.findings.append(Finding(group[0].path, 1, "load.missing_field", words))
        return None
    description = reading.load(described).record
    if not isinstance(description, ListDescription):
        return None
    reading.findings += describe(description, described.path)
    if any(one.path == described.path and one.level >= Level.hold for one in reading.findings):
        return None
    versions: list[Version] = []
    for source in group:
        if source.kind == "version":
            version, found = table(source.path, reading.raw(source), description)
            if version:
                found += _leaks(source.path, version, description)
            reading.findings += found
            if version is None or loudest(found) >= Level.hold:
                version = _released(source.path, before, description)
            versions += [version] if version else []
    return CatalogueList(slug=slug, description=public(description), versions=sorted(versions, key=lambda one: one.on))


def _released(path: str, before: CatalogueList | None, description: ListDescription) -> Version | None:
    """The version of the same day as it was last released, if its columns are still those of the list."""
    if before is None or before.description.fields != public(description).fields:
        return None
    return next((one for one in before.versions if f"{one.on}.csv" == path.rpartition("/")[2]), None)


def _leaks(path: str, version: Version, description: ListDescription) -> list[Finding]:
    """Identity and mobile numbers in cells; columns for an office's phone or address are exempt from the latter."""
    found = []
    columns = public(description).fields
    for number, row in enumerate(version.rows, 2):
        for column, cell in zip(columns, row, strict=True):
            contact = column.contact or any(word in column.name for word in CONTACT_NAMES)
            for code, words in leaks(cell, mobile=not contact):
                found.append(Finding(path, number, code, f"列 {column.name} 中{words}"))
    return found


def leaks(text: str, mobile: bool = True) -> Iterator[tuple[str, str]]:
    """(code, words) of each identity number and, unless the text is an office's contact, each mobile number."""
    yield from (("privacy.id_number", id_words(seen)) for _, seen in identity_numbers(text))
    if mobile:
        yield from (("privacy.mobile", mobile_words(seen)) for _, seen in mobiles(text))


def _pages(reading: Reading, sources: list[Source]) -> None:
    files = {source.path.rpartition("/")[2].removesuffix(".md") for source in sources}
    slugs: dict[str, str] = {}
    for source in sources:
        name = source.path.rpartition("/")[2].removesuffix(".md")
        made, found, begins = page(source.path, reading.raw(source))
        if made:
            found += broken_links(source.path, made.text, begins, files) + _page_leaks(source.path, made, begins)
            if slugs.setdefault(made.slug, source.path) != source.path:
                words = f"Slug {made.slug} 与 {slugs[made.slug]} 相同；应各不相同。请改一个。"
                found.append(Finding(source.path, 1, "load.duplicate_key", words))
        reading.findings += found
        kept = made if loudest(found) < Level.hold else None
        if kept is None and reading.last:
            kept = reading.last.pages.get(name)
        if kept:
            reading.facts["pages"][name] = kept


def _page_leaks(path: str, made: Page, begins: int) -> list[Finding]:
    found = [Finding(path, 1, code, words) for one in (made.title, made.summary) for code, words in leaks(one)]
    for down, value in identity_numbers(made.text):
        found.append(Finding(path, begins + down, "privacy.id_number", id_words(value)))
    for down, value in mobiles(made.text):
        found.append(Finding(path, begins + down, "privacy.mobile", mobile_words(value)))
    return found or [Finding(path, begins, code, words) for code, words in leaks(seen(made.text))]
