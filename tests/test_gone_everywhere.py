"""What goes is gone from every byte: output, release store and build state, in every form of writing, whichever way it went.

A decision is published, corrected (so that a delta tells of it) and then goes, or loses something. Afterwards no file says what
it said, holds a hash of it or of a file that held it, or names its id, but where deletions are told.
"""

from __future__ import annotations

import hashlib
import html
import json
import re
import sqlite3
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from pathlib import Path
from urllib.parse import unquote

import pytest

from publish.build import build
from publish.errors import BuildFailed
from publish.request import Request
from publish.work import Work
from tests.content import DELETIONS, FEED_ID, HOST, PROJECT, TODAY, Content, credit_code, front_matter, opened
from tests.papers import pdf

ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})")
DIGEST = re.compile(r"[0-9a-f]{32,}")  # a few digits may stand in one by chance
OMIT = [
    "document_number", "facts", "basis", "body", "corrections", "attachments", "conduct_on", "region", "uscc", "legal_representative",
    "violation_type",
]  # fmt: skip
Change = Callable[[Content, str], object]


def read(path: str, raw: bytes) -> str:
    """Bytes as text in all the ways in which a reader could take them: as they are, and with every escape undone."""
    text = opened(raw, path).decode("utf-8", "replace")
    plain = ESCAPED.sub(lambda match: chr(int(match[1], 16)), html.unescape(html.unescape(text)))
    return "\0".join([text, plain, unquote(plain)]) if plain != text or "%" in text else text


def below(folder: Path) -> dict[str, bytes]:
    """Path → bytes of all files below a folder."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def hashes(content: Content) -> set[str]:
    """The SHA-256 of every output, and of every record and group of records that the data or the store know."""
    tree = below(content.output)
    found = {hashlib.sha256(raw).hexdigest() for raw in tree.values()} | {json.loads(tree["data/v1/index.json"])["state_hash"]}
    store = sqlite3.connect(content.root / "output.state" / "store.sqlite")
    for query in ("SELECT hash FROM shared", "SELECT hash FROM shared_group", "SELECT digest FROM decision", "SELECT key FROM release"):
        found |= {digest for (digest,) in store.execute(query)}
    store.close()
    return found


class Case:
    """A content with one decision that will go, its neighbours, and what must not be found afterwards."""

    def __init__(self, root: Path) -> None:
        self.content = content = Content(root, TODAY - timedelta(days=5))
        content.write("decisions/jia/2026/tu.pdf", pdf() + "%夔附".encode())
        party = {"type": "organization", "name": "夔名某化工有限公司", "uscc": credit_code(99), "legal_representative": "夔孤表"}
        said = {
            "title": "夔题案件", "document_number": "夔环罚〔2026〕99号", "conclusion": "夔果：罚款4000元", "facts": "夔实：超标",
            "basis": ["夔据"], "region": "990123", "conduct_on": "2026-02-03",
        }  # fmt: skip
        self.one = content.decision(
            "夔文", **said, party=party, penalty={"violation_type": "夔型", "categories": ["罚款"], "fine_yuan": "4000"}, tags=["air"],
            attachments=[{"path": "tu.pdf", "title": "夔附题"}], corrections=[{"on": "2026-06-04", "note": "夔更正"}],
        )  # fmt: skip
        content.decision(tags=["air"])
        content.decision(decided_on="2026-05-27", published_on="2026-06-02")
        content.build()
        content.today = TODAY - timedelta(days=1)
        content.edit(self.one, facts="夔实：改过的事实")
        content.build()
        content.today = TODAY
        self.words = ["夔", "990123", "2026-02-03", credit_code(99)]
        self.before = hashes(content)
        everything = "\0".join(read(*one) for one in below(content.output).items())
        assert not [word for word in self.words if word not in everything], "nothing could be found"

    def found(self, words: list[str], state: bool = False) -> set[tuple[str, str]]:
        """(file, word) of all that is found in output and store. `state`: also in what the build keeps of the content."""
        old = self.before - hashes(self.content)
        kept = {f"state:{path}": raw for path, raw in below(self.content.root / "output.state").items() if state or path != "state.sqlite"}
        assert "state:store.sqlite" in kept
        return self._found(below(self.content.output) | kept, {*words, *old})

    def left(self) -> set[tuple[str, str]]:
        """(file, word) of all that is found in the output of a build that died."""
        return self._found(below(self.content.output), {*self.words, self.one})

    def _found(self, files: dict[str, bytes], words: set[str]) -> set[tuple[str, str]]:
        found = set()
        for path, raw in files.items():
            text = path + "\0" + read("", FEED_ID.sub(b"", opened(raw, path)) if path.startswith("feeds/") else opened(raw, path))
            told = path.startswith((*DELETIONS, "state:"))
            plain = DIGEST.sub("", text)
            found |= {(path, word) for word in words if word in (plain if word.isdigit() else text) and not (told and word == self.one)}
        return found

    def request(self) -> Request:
        """What the next build is asked."""
        return Request(PROJECT, self.content.folder, self.content.output, self.content.today)


@pytest.fixture
def case(tmp_path: Path) -> Case:
    return Case(tmp_path)


def _order(content: Content, one: str, **fields: object) -> None:
    content.write("orders/2026/r000000000000001.yml", front_matter({"id": "r000000000000001", "decision": one, **fields}))


def _deleted(content: Content, one: str) -> None:
    content.order(one)
    content.delete(content.where(one))
    content.delete("decisions/jia/2026/tu.pdf")


WAYS: dict[str, Change] = {
    "revoked": Content.order,
    "with kind and topic": partial(Content.order, kind="penalty", tags=["air"], ground="privacy"),
    "by a faulty order": partial(_order, action="withdraw", ground="啊", reason="夔名某化工有限公司", instrument="夔环罚〔2026〕99号"),
    "by an order that says nothing": partial(_order, action="撤"),
    "repaired": partial(Content.order, action="repair"),
    "leaking": partial(Content.edit, body="电话 139 1234 5678"),
    "its end set earlier": partial(Content.edit, public_until=str(TODAY - timedelta(days=1))),
    "deleted": _deleted,
}


@pytest.mark.parametrize("stop", [False, True], ids=["", "under a stop"])
@pytest.mark.parametrize("way", WAYS)
def test_of_a_decision_that_goes_only_its_id_stays_where_deletions_are_told(case: Case, way: str, stop: bool) -> None:
    WAYS[way](case.content, case.one)
    if stop:
        case.content.write("policy/gate.yml", "a: [\n")
    assert case.content.publish() == stop
    assert case.found([*case.words, case.one], state=way == "deleted") == set()


def _corrected(content: Content, one: str) -> None:
    content.write("decisions/jia/2026/tu.pdf", pdf() + "%新".encode())
    content.edit(
        one, "新文", title="新题", document_number="新号", conclusion="新果：罚款4000元", facts="新实", basis=["新据"], region=None,
        conduct_on=None, party={"type": "organization", "name": "新名某化工有限公司", "uscc": credit_code(98)}, tags=["water"],
        penalty={"violation_type": "新型", "categories": ["罚款"], "fine_yuan": "4000"},
        attachments=[{"path": "tu.pdf", "title": "新附题"}], corrections=[{"on": "2026-06-15", "note": "新更正"}],
    )  # fmt: skip


def test_what_a_correction_replaces_is_in_no_file_any_more(case: Case) -> None:
    _corrected(case.content, case.one)
    assert case.content.publish() == 0
    assert case.found(case.words, state=True) == set()


def test_what_is_left_out_later_is_in_no_file_any_more(case: Case) -> None:
    case.content.edit(
        case.one, clearance={"office": "内部办公室", "on": "2026-06-02", "scope": "summary", "reason": "内部的理由", "omit": OMIT}
    )
    assert case.content.publish() == 0
    gone = ["夔环罚", "夔实", "夔据", "夔型", "夔文", "夔孤", "夔附", "夔更", "内部办公室", "内部的理由"]
    assert case.found([*gone, *case.words[1:]]) == set()


def test_an_agencys_former_name_and_a_person_masked_later_are_in_no_file_any_more(tmp_path: Path) -> None:
    content = Content(tmp_path)
    content.write("policy/privacy.yml", "individuals: full\n")
    content.person("夔小平", tags=["air"])
    content.build(TODAY - timedelta(days=2))
    content.person("夔大平", tags=["air"])
    agency = "name: {}市生态环境局\nuscc: {}\nregion: '990100'\nlevel: city\n"
    content.write("agencies/jia.yml", agency.format("夔", credit_code(3, "11")))
    content.build(TODAY - timedelta(days=1))
    words = ["夔小平", "夔大平", "夔市", credit_code(3, "11")]
    assert all(content.holding(word) for word in words)
    before = hashes(content)
    content.write("policy/privacy.yml", "individuals: surname\n")
    content.write("agencies/jia.yml", agency.format("甲", credit_code(4, "11")))
    assert content.publish() == 0
    files = below(content.output) | {"store": (content.root / "output.state" / "store.sqlite").read_bytes()}
    everything = "\0".join(read(*one) for one in files.items())
    assert [word for word in [*words, *(before - hashes(content))] if word in everything] == []


def test_nobody_can_tell_who_was_repaired_from_who_ended(tmp_path: Path) -> None:
    trees: list[list[dict[str, bytes]]] = []
    for repaired in (0, 1):
        content = Content(tmp_path / str(repaired))
        ends = [TODAY + timedelta(days=9), TODAY - timedelta(days=1)]
        pair = [content.decision(public_until=ends[number ^ repaired], tags=["air"]) for number in (0, 1)]
        content.decision(tags=["air"])
        content.build(TODAY - timedelta(days=2))
        content.order(pair[repaired], action="repair")
        trees.append([])
        for days in (0, 1, 20):
            content.build(TODAY + timedelta(days=days))
            trees[-1].append(below(content.output))
            assert not content.public(pair[0])
    assert trees[0] == trees[1]


def _dies(_: Work) -> None:
    raise BuildFailed("没有生成。")


def _half_dies(work: Work) -> None:
    work.closing = iter(())
    HOST(work)
    raise BuildFailed("没有生成。")


@pytest.mark.parametrize("way", ["revoked", "with kind and topic", "repaired", "leaking"])
@pytest.mark.parametrize("host", [_dies, _half_dies])
def test_a_build_that_dies_has_taken_everything_down_before(case: Case, way: str, host: Callable[[Work], None]) -> None:
    WAYS[way](case.content, case.one)
    for _ in range(2):
        with pytest.raises(BuildFailed):
            build(case.request(), host, None)
        assert case.left() == set()
    case.content.build()
    assert case.found([*case.words, case.one]) == set()


def test_what_a_build_published_that_died_goes_as_surely(case: Case) -> None:
    case.content.decision(title="夔后题", facts="夔后事实", tags=["air"])
    with pytest.raises(BuildFailed):
        build(case.request(), _half_dies, None)
    assert case.content.holding("夔后事实")
    case.content.edit("d000000000000004", status="draft")
    with pytest.raises(BuildFailed):
        build(case.request(), _dies, None)
    assert case.content.holding("夔后") == set()
