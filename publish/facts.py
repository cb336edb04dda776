"""Everything but decisions and orders: read, judged, and what is faulty replaced by what was released before.

There is no hold here, for leaving something out could publish more (design.md, "For everything else"): site, agencies
and policy that cannot be read stop; a list version, a page or a report with a finding of level hold is left out, and its last
released state stays.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from publish.calendar import faults
from publish.detectors import NOTHING, Known, leaks
from publish.detectors.known import offices
from publish.dossier import Facts, Policy, own_contacts
from publish.errors import Finding, Level, loudest
from publish.fields import SLUG_FORM
from publish.levels import lowered
from publish.lists import CatalogueList, Version, decoded, describe, passes, public, table
from publish.load import Filed, load
from publish.pages import RESERVED, Page, page
from publish.prose import seen
from publish.reports import Report, StatisticsPolicy, misordered, too_early, uncountable
from publish.rules import law
from publish.rules import load as load_rules
from publish.rules.identity import agency_faults
from publish.site import POLICIES, Agency, CalendarPolicy, GateLevels, ListDescription, Site
from publish.sources import LEVELS, Source
from publish.strict_yaml import counted, shown

OWN = {  # fields in which an office tells how to reach it
    "site": ("contact", "data_terms"),
    "agency": ("phone", "supervision_phone", "address", "hours", "postcode", "review_body", "court"),
    "list": ("contact",),
}
LOST = "这个文件以前有内容，现在没有了，会改用默认设置；请恢复文件。确要用默认设置，请在文件里写明。"


@dataclass
class Reading:
    """The facts as read so far, their findings, and the last released facts to fall back on."""

    content: Path
    last: Facts | None
    facts: dict[str, Any] = field(default_factory=lambda: {"agencies": {}, "lists": {}, "pages": {}, "reports": {}})
    policy: dict[str, Any] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    known: Known = NOTHING  # how offices can be reached

    def raw(self, source: Source) -> bytes:
        """The bytes of a file."""
        return (self.content / source.path).read_bytes()

    def line_of(self, path: str, text: str) -> int:
        """The line of a table on which a text first stands; 1 where it cannot be told."""
        file = self.content / path
        content = decoded(file.read_bytes()) or "" if file.is_file() else ""
        return content.partition(text)[0].count("\n") + 1 if text in content else 1

    def load(self, source: Source) -> Filed:
        """One YAML file; its findings are noted."""
        filed = load(source.kind, source.path, self.raw(source))
        self.findings += filed.findings
        level = LEVELS.get(source.kind, Level.hold)
        own = OWN.get(source.kind, ())
        known = offices(str(filed.data.get(name, "")) for name in own)
        for name, text in _texts({key: value for key, value in filed.data.items() if key != "uscc"}):
            for _, code, words in leaks(text, contact=name in own, known=known):
                self.findings.append(Finding(source.path, filed.line(name), code, f"{counted(name)} 中{words}", level))
        return filed


def read_facts(content: Path, sources: list[Source], last: Facts | None) -> tuple[Facts, list[Finding]]:
    """All facts of the content, with every finding. `last`: the facts of the last public set, if there is one."""
    reading = Reading(content, last)
    for source in sources:
        if reader := READERS.get(source.kind):
            reader(reading, source)
    reading.known = offices(own_contacts(reading.facts.get("site") or Site(), reading.facts["agencies"].values()))
    _lists(reading, [source for source in sources if source.kind in ("list", "version")])
    reading.known = Facts(**reading.facts).known
    _pages(reading, [source for source in sources if source.kind == "page"])
    if last:
        _fall_back(reading, last, sources)
        _loosened(reading, last, sources)
    for slug, code, words in agency_faults(reading.facts["agencies"]):
        reading.findings.append(Finding(f"agencies/{slug}.yml", 1, code, words, Level.stop))
    return Facts(**reading.facts, policy=Policy(**reading.policy)), reading.findings


def _texts(data: Any, name: str = "") -> Iterator[tuple[str, str]]:
    """Every text of a YAML file, with the name of its field."""
    if isinstance(data, str):
        yield name, data
    elif isinstance(data, dict | list):
        for key, value in data.items() if isinstance(data, dict) else enumerate(data):
            inner = f"{name}.{shown(str(key))}".lstrip(".")
            yield inner, str(key)
            yield from _texts(value, inner)


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


def _loosened(reading: Reading, last: Facts, sources: list[Source]) -> None:
    """A policy or `site.yml` that is gone would change what is public by the defaults: that has to be written, not lost."""
    paths = {source.path for source in sources}
    for name in ("privacy", "periods", "gate"):
        before = getattr(last.policy, name)
        if before != getattr(Policy(), name) and f"policy/{name}.yml" not in paths:
            reading.policy[name] = before
            reading.findings.append(load_rules.path(f"policy/{name}.yml", 1, LOST, Level.stop))
    if last.site.model_copy(update={"url": Site().url}) != Site() and ("site.yml" not in paths or reading.facts.get("site") == Site()):
        reading.facts["site"] = last.site
        reading.findings.append(load_rules.path("site.yml", 1, LOST, Level.stop))


def _slug(reading: Reading, source: Source, name: str, level: Level) -> bool:
    if SLUG_FORM.fullmatch(name):
        leaking = [Finding(source.path, 1, code, f"名称中{words}", level) for _, code, words in leaks(name)]
        reading.findings += leaking
        return not leaking
    words = f"名称 {shown(name)} 应为短名：小写英文字母、数字，中间可用短横线。请改名。"
    reading.findings.append(load_rules.path(source.path, 1, words, level))
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
    year = source.path.rpartition("/")[2].removesuffix(".yml")
    if made := _readable_report(reading, source, year):
        reading.facts["reports"][year] = made
    elif reading.last and year in reading.last.reports and not _leaking_report(reading.last.reports[year], reading.known):
        reading.facts["reports"][year] = reading.last.reports[year]


def _readable_report(reading: Reading, source: Source, year: str) -> Report | None:
    filed = reading.load(source)
    if not isinstance(filed.record, Report) or loudest(one for one in reading.findings if one.path == source.path) >= Level.hold:
        return None
    if year != str(filed.record.year):
        words = f"文件名应为年份，与 year 一致：{filed.record.year}.yml。请改名或改正 year。"
        reading.findings.append(load_rules.path(source.path, filed.line("year"), words))
        return None
    found = [load_rules.missing_field(source.path, filed.line(place), words) for place, words in uncountable(filed.record)]
    found += [load_rules.type(source.path, filed.line(place), words) for place, words in too_early(filed.record)]
    reading.findings += found
    return None if found else filed.record


def _leaking_report(released: Report, known: Known) -> bool:
    """Whether a released report holds what today's detectors find."""
    return any(True for one in released.sections for text in (one.title, one.text) for _ in leaks(text, known=known))


def _policy(reading: Reading, source: Source) -> None:
    filed = reading.load(source)
    name = source.path.rpartition("/")[2].removesuffix(".yml")
    if filed.record is None or name not in POLICIES:
        return
    refused = list(_refused(filed.record))
    for place, words in refused:
        reading.findings.append(load_rules.type(source.path, filed.line(place), words, Level.stop))
    if not refused:
        reading.policy[name] = filed.record


def _refused(policy: Any) -> Iterator[tuple[str, str]]:
    """(field, words) for what a setting may not say."""
    if isinstance(policy, GateLevels):
        yield from ((f"levels.{code}", words) for code, words in lowered(policy))
    elif isinstance(policy, CalendarPolicy):
        yield from faults(policy)
    elif isinstance(policy, StatisticsPolicy):
        yield from misordered(policy)


READERS: dict[str, Callable[[Reading, Source], None]] = {"site": _site, "agency": _agency, "report": _report, "policy": _policy}


def _lists(reading: Reading, sources: list[Source]) -> None:
    by_slug: dict[str, list[Source]] = {}
    for source in sources:
        by_slug.setdefault(source.path.split("/")[1], []).append(source)
    for slug, group in by_slug.items():
        before = reading.last.lists.get(slug) if reading.last else None
        made = _list(reading, slug, group, before) if _slug(reading, group[0], slug, Level.hold) else None
        if made is None and before:
            passing = [version for version in before.versions if passes(version, before.description, reading.known)]
            made = before.model_copy(update={"versions": passing})
        if made:
            reading.facts["lists"][slug] = made
    reading.findings += law.outdated(reading.facts["lists"], reading.line_of)


def _list(reading: Reading, slug: str, group: list[Source], before: CatalogueList | None) -> CatalogueList | None:
    described = next((source for source in group if source.kind == "list"), None)
    if described is None:
        words = "这个清单没有 list.yml（清单的名称、依据和各列说明）；请补上。"
        reading.findings.append(load_rules.missing_field(group[0].path, 1, words))
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
            version, found = table(source.path, reading.raw(source), description, reading.known)
            reading.findings += found
            if version is None or loudest(found) >= Level.hold:
                version = _released(source.path, before, description, reading.known)
            versions += [version] if version else []
    return CatalogueList(slug=slug, description=public(description), versions=sorted(versions, key=lambda one: one.on))


def _released(path: str, before: CatalogueList | None, description: ListDescription, known: Known) -> Version | None:
    """The version of the same day as it was last released, if its columns are still those of the list."""
    if before is None or before.description.fields != public(description).fields:
        return None
    version = next((one for one in before.versions if f"{one.on}.csv" == path.rpartition("/")[2]), None)
    return version if version and passes(version, before.description, known) else None


def _pages(reading: Reading, sources: list[Source]) -> None:
    """The pages that passed, and the last released state of those that did not, as long as no two claim one address."""
    files = {_stem(source.path) for source in sources}
    slugs: dict[str, str] = {}
    refused = []
    for source in sources:
        made, found = page(source.path, reading.raw(source), files, reading.known)
        if made and slugs.setdefault(made.slug, source.path) != source.path:
            words = f"Slug {made.slug} 与 {slugs[made.slug]} 相同；应各不相同。请改一个。"
            found.append(load_rules.duplicate_key(source.path, 1, words))
        reading.findings += found
        if made and loudest(found) < Level.hold:
            reading.facts["pages"][_stem(source.path)] = made
        else:
            refused.append(_stem(source.path))
    taken = {one.slug for one in reading.facts["pages"].values()} | set(RESERVED)
    for name in refused:
        before = reading.last.pages.get(name) if reading.last else None
        if before and before.slug not in taken and not _leaking(before, reading.known):
            reading.facts["pages"][name] = before
            taken.add(before.slug)


def _leaking(released: Page, known: Known) -> bool:
    """Whether a released page holds what today's detectors find."""
    texts = (released.title, released.slug, released.summary, released.text, seen(released.text))
    return any(True for text in texts for _ in leaks(text, known=known))


def _stem(path: str) -> str:
    return path.rpartition("/")[2].removesuffix(".md")
