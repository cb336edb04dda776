"""Whether a cited law was still in force when the conduct took place (`domain/rules.md` §7).

Only what the content's own `laws` list says is known.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date

from publish.days import iso_day
from publish.dossier import Dossier, Rule, Table, Tables
from publish.errors import Finding, Level
from publish.lists import CatalogueList

LAWS = "laws"
CITED = re.compile(r"《([^《》\n]{2,60})》")
PREFIX = "中华人民共和国"
EDITION = re.compile(r"\s*[（(][^（）()]*[）)]$")  # （2018修正）

Ended = dict[str, tuple[date, str]]  # name of a law → first day on which no version of it is in force, its successor


def short(name: str) -> str:
    """A law's name without the country's name in front and the year of an edition behind."""
    return EDITION.sub("", name.strip()).removeprefix(PREFIX)


def ended(laws: Table) -> Ended:
    """The laws of a list of which every version has ended."""
    found: Ended = {}
    going_on: set[str] = set()
    for row in laws.values():
        name = short(row.get("name", ""))
        last = iso_day(row.get("ended_on", ""))
        if last is None:
            going_on.add(name)
        elif name not in found or last > found[name][0]:
            found[name] = (last, row.get("superseded_by", ""))
    return {name: one for name, one in found.items() if name and name not in going_on}


def repealed(dossier: Dossier) -> Iterator[Finding]:
    """A law that is cited had not ended by the day of the conduct, or of the decision where that is not given.

    规则：引用的法律在违法行为发生时（没有写 conduct_on 的，在作出决定时）有效；清单说已经废止的，核对应适用的新法。
    依据：行政处罚法第三十七条（从旧兼从轻）；立法法；本站的法律法规标准目录。
    """
    over = dossier.tables.derived(LAWS, dossier.record.decided_on, ended)
    if not over:
        return
    told: set[str] = set()
    for name, text in _texts(dossier):
        for match in CITED.finditer(text):
            law = short(match[1])
            if law in over and law not in told:
                told.add(law)
                yield from _said(dossier, name, text.count("\n", 0, match.start()), law, over[law])


def _texts(dossier: Dossier) -> Iterator[tuple[str, str]]:
    record = dossier.record
    yield from ((f"basis.{number}", text) for number, text in enumerate(record.basis))
    yield "conclusion", record.conclusion
    yield "body", dossier.filed.body


def _said(dossier: Dossier, name: str, down: int, law: str, over: tuple[date, str]) -> Iterator[Finding]:
    last, successor = over
    record = dossier.record
    day, which = (record.conduct_on, "conduct_on") if record.conduct_on else (record.decided_on, "decided_on")
    if last > day:
        return
    now = f"，由《{successor}》取代" if successor else ""
    words = (
        f"引用了《{law}》，这部法律已于 {last} 废止{now}；{which} 是 {day}，在废止之后。"
        f"请核对应适用的法律；行为发生在废止之前的，请写 conduct_on。"
    )
    yield dossier.found("law.repealed", name, words, down=down if name == "body" else 0)


def outdated(lists: Mapping[str, CatalogueList], line_of: Callable[[str, str], int]) -> Iterator[Finding]:
    """A `law.repealed` finding for each law that a list's newest version cites and the newest `laws` says had ended by then.

    `line_of`: content path and text → the line on which the text first stands.
    """
    laws = lists.get(LAWS)
    if laws is None or not laws.versions:
        return
    on = laws.versions[-1].on
    over = {law: one for law, one in ended(Tables(dict(lists)).as_of(LAWS, on)).items() if one[0] <= on}
    for slug, listed in lists.items():
        if slug == LAWS or not listed.versions:
            continue
        version = listed.versions[-1]
        path = f"lists/{slug}/{version.on}.csv"
        cited = {short(match[1]): match[0] for row in version.rows for cell in row for match in CITED.finditer(cell)}
        for law in sorted(over.keys() & cited.keys()):
            last, successor = over[law]
            now = f"，由《{successor}》取代" if successor else ""
            words = f"清单里引用了《{law}》，法律法规目录说这部法律已于 {last} 废止{now}。请核对依据，需要修改的请另存新一版。"
            yield Finding(path, line_of(path, cited[law]), "law.repealed", words, Level.warn)


RULES: tuple[Rule, ...] = (repealed,)
