"""What a build made is searched before its store is written: for what is corrected, withdrawn and kept inside, compressed forms too."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from publish.build import build
from publish.request import Release, Request, Verified
from publish.tracing import absence
from publish.tracing.absence import Absence, Searcher
from tests.content import HOST, PROJECT, TODAY, Content, credit_code

OLD = "独旧某化工有限公司"
SECRETS: dict[str, Callable[[Content], str]] = {
    "a name that was corrected": lambda _: OLD,
    "the digest of a record that goes": lambda content: digest(content, "SELECT hash FROM store.shared WHERE id = 'd000000000000002'"),
    "a person's name that is masked": lambda _: "龚雨田",
    "a code of a decision that goes": lambda _: credit_code(2),
}


def digest(content: Content, query: str) -> str:
    from publish import state

    database = state.reading(content.root / "output.state", content.root / "output.state")
    (found,) = database.execute(query).fetchone()
    database.close()
    return str(found)


@pytest.fixture
def content(tmp_path: Path) -> Content:
    made = Content(tmp_path)
    made.decision(party={"type": "organization", "name": OLD, "uscc": credit_code(1)})
    made.decision()
    made.person("龚雨田")
    made.decision()
    made.build()
    return made


def searched(content: Content, path: str, text: bytes) -> Absence:
    """The search before the store is written."""
    return searches(content, path, text)[0]


def searches(content: Content, path: str, text: bytes) -> list[Absence]:
    """The searches of a build in which a file was changed behind its back: of what was made, and of that file for what leaves."""
    found: list[Absence] = []

    def ready(verified: Verified) -> None:
        target = content.output / path
        target.write_bytes(text)
        searcher = Searcher(verified.publication, PROJECT, str(TODAY), None)
        found.append(searcher.released(content.output, verified.made, verified.gone, verified.judged))
        found.append(absence.searched(searcher.evidence(searcher.leaving(verified.gone)), absence.site_files(content.output, [path]), None))

    request = Request(PROJECT, content.folder, content.output, content.today)
    build(replace(request, release=Release(ready=ready)), HOST, None)
    return found


@pytest.mark.parametrize("secret", SECRETS)
def test_what_was_public_or_is_kept_inside_is_found_in_what_was_made(content: Content, secret: str) -> None:
    text = SECRETS[secret](content)
    content.edit("d000000000000001", party={"type": "organization", "name": "独新某化工有限公司", "uscc": credit_code(1)})
    content.edit("d000000000000003", facts="独实3：查明")
    content.order("d000000000000002")
    found = searched(content, "data/v1/index.json.gz", gzip.compress(text.encode()))
    assert {one.file for one in found.traces} == {"data/v1/index.json.gz"}


def test_where_a_decision_goes_what_was_not_made_is_searched_for_it_afterwards(content: Content) -> None:
    content.order("d000000000000002")
    found, after = searches(content, "robots.txt", credit_code(2).encode())
    assert found.clean
    assert {(one.file, one.what) for one in after.traces} == {("robots.txt", "统一社会信用代码")}


def test_where_nothing_goes_only_what_was_made_is_looked_at(content: Content) -> None:
    content.edit("d000000000000003", facts="独实3：查明")
    found = searched(content, "robots.txt", OLD.encode())
    assert found.clean
    assert found.files < len([path for path in content.output.rglob("*") if path.is_file()])
