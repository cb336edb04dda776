"""The gate: which decisions are public on a day, and why the others are not.

For each decision, in this order: unreadable → held; draft; withdrawn by an order; ended (repaired, or its period is over);
withheld (clearance, minor, local policy); a finding of level hold → held; `published_on` after the day → scheduled; else
published. Logic only: data and one day in, verdicts out. The unit of work is a day of decisions.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache

from publish.attachments.reading import Reading
from publish.dossier import Dossier, Facts, Tables
from publish.errors import Finding, Level, bounded, loudest
from publish.levels import levelled
from publish.load import Filed, attachment_path
from publish.model import DecisionFile
from publish.orders import Fate
from publish.periods import public_until
from publish.publication import candidate, published
from publish.rulebook import RULES
from publish.rules import clearance, privacy
from publish.scan import unpacked
from publish.signing.signatures import Released, Signature
from publish.statistics.tally import Tally, count


@dataclass(frozen=True)
class DayFile:
    """What is needed to judge the decisions of one day: packed decisions, and of their ids the fates, twins and attachments."""

    name: str
    filed: list[str]
    fates: dict[str, Fate]
    twins: dict[str, str]  # path → path of the earlier decision with the same number
    attachments: dict[str, tuple[int, str]]  # content path → bytes, SHA-256
    today: date
    released_on: date | None = None  # the day of the last release
    new: frozenset[str] = frozenset()  # ids that were never public, where there was a release
    signatures: dict[str, tuple[Signature, ...]] = field(default_factory=dict)  # by path
    released: dict[str, Released] = field(default_factory=dict)  # by id
    readings: dict[str, str] = field(default_factory=dict)  # content path of an attachment → what was read from it, packed


@dataclass
class Verdict:
    """What the gate says of a day. It stays true from `valid_from` to `valid_until` while nothing is edited.

    Not `lasting`: what it says of a decision that is new to the site changes with the next release.
    """

    name: str
    rows: list[tuple[str, str, str | None, str | None, str, str, str]] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    findings: list[Finding] = field(default_factory=list)
    states: dict[str, str] = field(default_factory=dict)  # id → state, of those that are not published
    leaking: set[str] = field(default_factory=set)  # ids held by a privacy rule
    revisions: dict[str, Released] = field(default_factory=dict)  # of what is signed and public
    valid_from: date = date.min
    valid_until: date = date.max
    lasting: bool = True
    tally: Tally = field(default_factory=dict)  # of approved decisions, public or not (`publish.statistics`)


@lru_cache(maxsize=2)
def _facts(text: str) -> tuple[Facts, Tables]:
    facts = Facts.model_validate_json(text)
    return facts, Tables(facts.lists)


def judge_days(text: str, days: list[DayFile]) -> list[Verdict]:
    """The verdicts on some days of decisions. `text`: Facts as JSON."""
    facts, tables = _facts(text)
    return [_judge_day(day, facts, tables) for day in days]


def _judge_day(day: DayFile, facts: Facts, tables: Tables) -> Verdict:
    verdict = Verdict(day.name)
    for packed in day.filed:
        _judge(unpacked(packed, "decision"), day, facts, tables, verdict)
    return verdict


def _judge(filed: Filed, day: DayFile, facts: Facts, tables: Tables, verdict: Verdict) -> None:
    stem = filed.path.rpartition("/")[2].removesuffix(".md")
    record = filed.record if isinstance(filed.record, DecisionFile) else None
    ids = {stem, record.id} if record else {stem}
    fates = [day.fates[ident] for ident in ids if ident in day.fates]
    verdict.findings += [levelled(finding, facts.policy.gate) for finding in filed.findings]
    status = record.status if record else filed.data.get("status")
    if status == "approved":
        verdict.counts["approved"] += 1
    state = filed_state(filed, record, status, fates, day.today, facts)
    if state is None and record is not None:
        dossier = _dossier(filed, record, day, facts, tables)
        state = _ruled_state(dossier, day, verdict)
    elif state == "held" and record is not None:
        dossier = _dossier(filed, record, day, facts, tables)
        found = [levelled(finding, facts.policy.gate) for rule in privacy.RULES for finding in rule(dossier)]
        verdict.findings += bounded(found)
        if loudest(found) >= Level.hold:  # what must not be read comes down, whatever else is wrong with the file
            verdict.leaking.add(record.id)
    elif state == "withheld" and record is not None:
        dossier = _dossier(filed, record, day, facts, tables)
        verdict.findings += [levelled(finding, facts.policy.gate) for finding in clearance.missing(dossier)]
    verdict.counts[str(state)] += 1
    if state != "published":
        verdict.states.update({ident: str(state) for ident in ids})
    if record and status == "approved":
        _narrow(verdict, record, facts, day.today)
        if state != "withdrawn" or facts.policy.statistics.count_withdrawn:
            count(verdict.tally, record, facts.policy.statistics)


def filed_state(filed: Filed, record: DecisionFile | None, status: object, fates: list[Fate], today: date, facts: Facts) -> str | None:
    """The state that needs no rule; None where the rules decide."""
    if any(fate.state == "withdrawn" for fate in fates):
        return "withdrawn"
    if status == "draft":
        return "draft"
    if record is None:
        return "held"
    until = public_until(record, record.public_until, facts.policy.periods)
    if any(fate.state == "repaired" for fate in fates) or (until is not None and until < today):
        return "ended"
    hidden = record.party.type == "individual" and facts.policy.privacy.individuals == "withhold"
    if hidden or record.party.minor or (record.clearance and record.clearance.scope == "withheld"):
        return "withheld"
    return "held" if loudest(levelled(one, facts.policy.gate) for one in filed.findings) >= Level.hold else None


def _dossier(filed: Filed, record: DecisionFile, day: DayFile, facts: Facts, tables: Tables) -> Dossier:
    paths = [attachment_path(filed.path, one.path) for one in record.attachments]
    sizes = {path: day.attachments[path][0] for path in paths if path in day.attachments}
    new_since = day.released_on if record.id in day.new else None
    signatures, released = day.signatures.get(filed.path, ()), day.released.get(record.id)
    readings = {path: Reading.unpacked(day.readings[path]) for path in paths if path in day.readings}
    twin, today = day.twins.get(filed.path), day.today
    return Dossier(filed, record, facts, tables, sizes, twin, new_since, signatures, released, readings, today)


def _ruled_state(dossier: Dossier, day: DayFile, verdict: Verdict) -> str:
    gate = dossier.facts.policy.gate
    found = [levelled(finding, gate) for rule in RULES for finding in rule(dossier)]
    verdict.findings += bounded(found)
    told = dossier.new_since is not None and any(one.code == "deadlines.back_dated" for one in found)
    if loudest(found) >= Level.hold:
        if not told:
            _await_release(verdict, dossier.record, day)
        if any(one.code.startswith("privacy.") and one.level >= Level.hold for one in found):
            verdict.leaking.add(dossier.record.id)
        return "held"
    if dossier.record.published_on is None or dossier.record.published_on > day.today:
        return "scheduled"
    digests = {path: day.attachments[path][1] for path in dossier.attachments}
    verdict.rows.append(candidate(published(dossier, digests)))
    verdict.lasting &= not told  # after this release the decision is new no more
    if dossier.signatures and dossier.record.revision is not None:
        verdict.revisions[dossier.record.id] = Released(dossier.record.revision, dossier.signatures[0].text)
    return "published"


def _await_release(verdict: Verdict, record: DecisionFile, day: DayFile) -> None:
    """A held decision becomes back-dated by a release on a later day than its `published_on`."""
    known = day.released_on is not None and record.id not in day.new
    if record.published_on is None or record.imported_on or known:
        return
    if record.published_on < day.today:
        verdict.lasting = False
    else:
        verdict.valid_until = min(verdict.valid_until, record.published_on)


def _narrow(verdict: Verdict, record: DecisionFile, facts: Facts, today: date) -> None:
    """The days between which this decision's state does not change by itself."""
    until = public_until(record, record.public_until, facts.policy.periods)
    made = [one.made_on for one in record.records]  # a record of a later day is told (`records.dates`)
    days: list[date | None] = [record.published_on, until + timedelta(days=1) if until and until < date.max else None]
    days += [max(made)] if made and max(made) <= today else made
    for day in days:
        if day is not None and day <= today:
            verdict.valid_from = max(verdict.valid_from, day)
        elif day is not None:
            verdict.valid_until = min(verdict.valid_until, day - timedelta(days=1))
