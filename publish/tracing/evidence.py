"""What is no evidence: terms that also stand in what is public, or in the program itself.

Another public decision of the same party, a sentence that many decisions share, a list, a page, a notice; of sentences also the words
of theme and program. Names and numbers there are examples, and excuse nothing.
"""

from __future__ import annotations

import json
import re
import sqlite3
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from publish.attachments.reading import Reading
from publish.publication import PublicationSet
from publish.tracing.matching import Matcher, compiled
from publish.tracing.squeezing import squeezed
from publish.tracing.terms import Term
from publish.tracing.views import undone

ROOMS = ("theme", "publish", "plugins")
ENDINGS = (".py", ".html", ".js", ".css", ".svg", ".yml", ".txt", ".json")
KNOWN = {"site", "agencies", "pages", "reports"}
SOURCE = re.compile(r'"source":"((?:[^"\\]|\\.)*)"')  # the name that a file has in the content, which nobody is told
SHARE = 200  # records that are looked at in one go


def innocent(terms: Sequence[Term], texts: Iterable[bytes]) -> set[Term]:
    """Those terms that stand in some texts, as they are written or in another width."""
    meant: dict[bytes, set[Term]] = {}
    for term in terms:
        for written in (term.text, unicodedata.normalize("NFKC", term.text)):
            meant.setdefault(squeezed(written.encode()), set()).add(term)
    found: set[Term] = set()
    if not meant:
        return found
    patterns = [one for one in meant if one]
    looking = Matcher(compiled(patterns))
    for text in texts:
        for view in (text, *(view for _, view in undone(text))):
            found.update(*(meant[patterns[place]] for place in looking.found(squeezed(view))))
        if len(found) == len(terms):
            break
    return found


def public_texts(publication: PublicationSet, day: str, first: Iterable[str] = ()) -> Iterator[bytes]:
    """All that is public: the records of `first`, facts, notices, then all records from the newest. `day`: ISO; later lists wait."""
    yield from (SOURCE.sub("", told[1]).encode() for one in first if (told := publication.agency_and_record(one)))
    facts = publication.facts
    yield facts.model_dump_json(include=KNOWN).encode()
    yield facts.policy.vocabulary.model_dump_json().encode()
    for one in facts.lists.values():
        shown = [version for version in one.versions if str(version.on) <= day]
        yield one.model_copy(update={"versions": shown}).model_dump_json().encode()
    yield json.dumps([one.model_dump(mode="json", exclude={"decision"}) for one in publication.notices], ensure_ascii=False).encode()
    for month in reversed(publication.months()):
        records = publication.decisions(month)
        for start in range(0, len(records), SHARE):
            yield "\n".join(SOURCE.sub("", f"{row}\n{record}") for _, _, row, record in records[start : start + SHARE]).encode()
        yield from (text.encode() for _, _, _, record in records for text in attached(publication.database, record))


def attached(database: sqlite3.Connection, record: str) -> Iterator[str]:
    """What was read from the attachments of a record (JSON)."""
    for source in SOURCE.findall(record) if '"attachments":[' in record else ():
        row = database.execute("SELECT text FROM main.filed WHERE path = ?", (json.loads(f'"{source}"'),)).fetchone()
        yield from (text for _, text in Reading.unpacked(row[0]).parts) if row else ()


def program_texts(project: Path) -> Iterator[bytes]:
    """What makes the site."""
    for room in ROOMS:
        for path in sorted((project / room).rglob("*")):
            if path.suffix in ENDINGS and path.is_file():
                yield path.read_bytes()
