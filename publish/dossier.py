"""What a rule is given: one decision as filed, and the facts outside it.

Facts from lists are looked up as of the record's own dates (`CatalogueList.as_of`), so that tomorrow's edit of a list
cannot hold yesterday's decisions.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, TypeVar

from pydantic import BaseModel

from publish.amounts import Amount, amounts, penalty_amounts
from publish.attachments.reading import Reading
from publish.calendar import Calendar
from publish.detectors import Known, signs
from publish.detectors.known import offices
from publish.errors import Finding, Level
from publish.lists import CatalogueList, contacts
from publish.load import Filed, attachment_path
from publish.model import DecisionFile
from publish.pages import Page
from publish.periods import DEFAULT
from publish.prose import seen
from publish.reports import Report, StatisticsPolicy
from publish.signing.needs import Needs
from publish.signing.signatures import Released, Signature
from publish.site import Agency, CalendarPolicy, GateLevels, Periods, Privacy, ReviewPolicy, Site, Vocabulary


class Policy(BaseModel):
    """The local settings (`policy/*.yml`) that the gate uses."""

    periods: Periods = DEFAULT
    privacy: Privacy = Privacy()
    gate: GateLevels = GateLevels()
    vocabulary: Vocabulary = Vocabulary()
    review: ReviewPolicy = ReviewPolicy()
    calendar: CalendarPolicy = CalendarPolicy()
    statistics: StatisticsPolicy = StatisticsPolicy()

    @cached_property
    def working_days(self) -> Calendar:
        """The calendar by which deadlines are counted."""
        return Calendar(self.calendar)


class Facts(BaseModel):
    """Everything outside the decisions that a decision is judged or shown with, and the pages."""

    site: Site = Site()
    agencies: dict[str, Agency] = {}
    lists: dict[str, CatalogueList] = {}
    pages: dict[str, Page] = {}  # by file name without ending
    reports: dict[str, Report] = {}  # by year
    policy: Policy = Policy()
    trust: Needs | None = None  # None where there is no trust folder

    @cached_property
    def known(self) -> Known:
        """How offices can be reached, as agencies, the site and the lists say: no secret in any text."""
        return offices([*own_contacts(self.site, self.agencies.values()), *contacts(self.lists.values())])


def own_contacts(site: Site, agencies: Iterable[Agency]) -> Iterator[str]:
    """Where the site and the agencies tell how to reach them."""
    yield from (site.contact or "", site.data_terms or "")
    for one in agencies:
        yield from (one.phone or "", one.supervision_phone or "", one.address or "")


Made = TypeVar("Made")
MARKED = re.compile(r"[\[\]<&]")  # links and references: of other marks the detectors know themselves
BETWEEN = "\n字\n"  # parts two texts, so that no number reaches from one into the next
Table = Mapping[str, Mapping[str, str]]  # key of a row → column → cell


@dataclass
class Tables:
    """The public cells of the lists, by the day as of which they are looked up; each version is indexed once."""

    lists: dict[str, CatalogueList]
    indexed: dict[tuple[str, date], Table] = field(default_factory=dict)
    days: dict[tuple[str, date], Table] = field(default_factory=dict)
    made: dict[tuple[Callable[[Table], Any], str, date], Any] = field(default_factory=dict)  # by the day of a version
    made_as_of: dict[tuple[Callable[[Table], Any], str, date], Any] = field(default_factory=dict)  # by the day of a record

    def as_of(self, slug: str, day: date) -> Table:
        """The rows of the version in force on a day (before the first version: the first) by key; empty where there is no list."""
        if (slug, day) not in self.days:
            self.days[slug, day] = self._in_force(slug, day)
        return self.days[slug, day]

    def _in_force(self, slug: str, day: date) -> Table:
        listed = self.lists.get(slug)
        version = listed.as_of(day) if listed else None
        if listed is None or version is None:
            return {}
        if (slug, version.on) not in self.indexed:
            names = [column.name for column in listed.description.fields]
            rows = {row[listed.key]: dict(zip(names, row, strict=True)) for row in version.rows}
            self.indexed[slug, version.on] = rows
        return self.indexed[slug, version.on]

    def derived(self, slug: str, day: date, make: Callable[[Table], Made]) -> Made:
        """What `make` makes of the table that is in force on a day; made once for each version."""
        if (make, slug, day) not in self.made_as_of:
            listed = self.lists.get(slug)
            version = listed.as_of(day) if listed else None
            key = (make, slug, version.on if version else date.min)
            if key not in self.made:
                self.made[key] = make(self.as_of(slug, day))
            self.made_as_of[make, slug, day] = self.made[key]
        made: Made = self.made_as_of[make, slug, day]
        return made


@dataclass(frozen=True)
class Dossier:
    """One decision under judgement. `twin`: the path of an earlier decision with the same document number.

    `new_since`: where there was a release and the decision has never been public, the day of the last release.
    `released`: the last public revision of a signed decision. `readings`: what was read from attachments, by content path.
    `today`: the day of the build, for what may not be later; a rule that looks at it needs its days in `publish.gate._narrow`.
    """

    filed: Filed
    record: DecisionFile
    facts: Facts
    tables: Tables
    attachments: dict[str, int] = field(default_factory=dict)  # content path → bytes, of the files that exist
    twin: str | None = None
    new_since: date | None = None
    signatures: tuple[Signature, ...] = ()
    released: Released | None = None
    readings: dict[str, Reading] = field(default_factory=dict)
    today: date = date.max

    def found(self, code: str, name: str, words: str, level: Level = Level.hold, down: int = 0) -> Finding:
        """A finding at a field; `down`: how many lines below the field's first line."""
        return Finding(self.filed.path, self.filed.line(name) + down, code, words, level)

    def listed(self, slug: str) -> Table:
        """The rows of a list as of the day of the decision."""
        return self.tables.as_of(slug, self.record.decided_on)

    @cached_property
    def public_texts(self) -> list[tuple[str, str]]:
        """Every text that the public could read, with its field: (name, text); a body with marks also as it renders.

        What a summary leaves out is not among them.
        """
        clearance = self.record.clearance
        omit = set(clearance.omit) if clearance and clearance.scope == "summary" else None
        return [one for one in self._texts() if not omit & set(one[0].split("."))] if omit else list(self._texts())

    @property
    def shows_attachments(self) -> bool:
        """Whether the public gets the attachments: a summary may leave them out."""
        clearance = self.record.clearance
        return not (clearance and clearance.scope == "summary" and "attachments" in clearance.omit)

    @cached_property
    def amounts(self) -> tuple[list[Amount], list[Amount]]:
        """The amounts of money that the conclusion and the body of a penalty fix."""
        return amounts(self.record.conclusion), penalty_amounts(self.filed.body)

    @cached_property
    def joined(self) -> str:
        """All public texts in one."""
        return BETWEEN.join(text for _, text in self.public_texts)

    @cached_property
    def signs(self) -> frozenset[str]:
        """What in the public texts makes a closer look worth while."""
        return signs(self.joined)

    @cached_property
    def suspects(self) -> list[tuple[str, str, frozenset[str]]]:
        """Of the public texts those that are worth a closer look: (name, text, what stands in it)."""
        return [(name, text, there) for name, text in self.public_texts if (there := signs(text))] if self.signs else []

    def _texts(self) -> Iterator[tuple[str, str]]:
        record = self.record
        yield "title", record.title
        if record.document_number:
            yield "document_number", record.document_number
        yield "conclusion", record.conclusion
        if record.facts:
            yield "facts", record.facts
        yield "party.name", record.party.name
        if record.party.legal_representative:
            yield "party.legal_representative", record.party.legal_representative
        for number, basis in enumerate(record.basis):
            yield f"basis.{number}", basis
        for number, correction in enumerate(record.corrections):
            yield f"corrections.{number}.note", correction.note
        for number, attachment in enumerate(record.attachments):
            yield f"attachments.{number}.title", attachment.title
        for number, tag in enumerate(record.tags):
            yield f"tags.{number}", tag
        yield from self._texts_of_block()
        yield "body", self.filed.body
        if MARKED.search(self.filed.body):
            yield "body.seen", seen(self.filed.body)
        if self.readings:
            yield from self._attached_texts()

    def _texts_of_block(self) -> Iterator[tuple[str, str]]:
        kind = self.record.kind
        block = getattr(self.record, kind)
        for name, value in vars(block).items() if block else ():
            if isinstance(value, str):
                yield f"{kind}.{name}", value
            elif isinstance(value, list):
                yield from ((f"{kind}.{name}", part) for part in value if isinstance(part, str))

    def _attached_texts(self) -> Iterator[tuple[str, str]]:
        """What attachments say; the name tells the public file and the place in it, and leads to the line of its entry."""
        for number, one in enumerate(self.record.attachments):
            path = attachment_path(self.filed.path, one.path)
            for where, text in self.readings[path].parts if path in self.readings else ():
                yield f"attachments.{number}（附件 {number + 1}.{path.rpartition('.')[2].lower()} {where}）", text


Rule = Callable[[Dossier], Iterator[Finding]]
