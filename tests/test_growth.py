"""What the bench says of sites that were never built agrees with those that were."""

from __future__ import annotations

import re
import sys
from collections import Counter
from pathlib import Path

import pytest

from bench.growth import told
from bench.growth.__main__ import main
from bench.growth.counted import BLOCK, Counted, counted
from bench.growth.limits import LIMITS
from bench.growth.predicted import Costs, Growth
from bench.growth.simulated import FOLDERS, LISTS, drawn, planned
from publish import tree
from tests.content import Content

COSTS = Costs(seconds=0.002, apart=0.001, processors=2, packed=1000, line=150)
OF_A_MONTH = re.compile(rf"({'|'.join(LISTS)}).*\d{{4}}/\d\d/.*|sitemap/\d{{4}}-\d\d.*")


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Content:
    """A built content of two decisions."""
    content = Content(tmp_path_factory.mktemp("small"))
    content.decision()
    content.decision(decided_on="2026-05-20")
    content.build()
    return content


@pytest.fixture(scope="module")
def growth(small: Content, varied: Content) -> Growth:
    """From a site of two decisions and one of many."""
    return Growth(_counted(small), _counted(varied), COSTS)


def _counted(content: Content) -> Counted:
    return counted(content.output.with_name("output.state"))


def test_every_file_of_a_built_site_is_counted(growth: Growth, varied: Content) -> None:
    files = {path: (varied.output / path).stat().st_size for path in tree.listing(varied.output)}
    assert growth.large.single == files
    assert growth.large.files.total() == len(files)
    assert growth.large.size.total() == sum(files.values())
    assert growth.large.blocks.total() == sum(-(-size // BLOCK) * BLOCK for size in files.values())
    folders = {"", *(str(path.relative_to(varied.output)) for path in varied.output.rglob("*") if path.is_dir())}
    assert growth.large.entries == {name: len(list((varied.output / name).iterdir())) for name in folders}


def test_the_plan_of_made_up_months_is_the_plan_of_real_ones(growth: Growth) -> None:
    large = growth.large
    total: Counter[str] = sum((planned(month, rows, large.facts) for month, rows in large.rows.items()), start=Counter())
    built = [path for path in large.single if OF_A_MONTH.fullmatch(path)]
    assert total["lists"] + total["sitemaps"] == len(built)
    assert total[FOLDERS] == len({path.rpartition("/")[0] for path in built if path.startswith(LISTS)})
    rows = list(drawn("2025-01", 300, large))
    assert len({row["id"] for row in rows}) == 300
    assert planned("2025-01", rows, large.facts)["lists"] > planned("2025-01", rows[:20], large.facts)["lists"]


def test_tables_say_which_limit_is_met_first(
    growth: Growth, varied: Content, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, small: Content
) -> None:
    monkeypatch.setattr(told, "SIZES", (200, 2000))
    document = tmp_path / "scale.md"
    document.write_text(f"before\n{told.BEGIN}\nold\n{told.END}\nafter\n", encoding="utf-8")
    for name, content in (("small", small), ("large", varied)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "content").symlink_to(content.folder)
        (tmp_path / name / "site.state").symlink_to(content.output.with_name("output.state"))
    words = ["--built", str(tmp_path / "small"), str(tmp_path / "large"), "--seconds", "1,4", "--apart", "1,2"]
    monkeypatch.setattr(sys, "argv", ["bench.growth", *words, "--document", str(document)])
    assert main() == 0
    text = document.read_text("utf-8")
    assert text.startswith(f"before\n{told.BEGIN}\nComputed from sites of 2 and {growth.large.decisions} public decisions")
    assert text.endswith(f"{told.END}\nafter\n")
    assert f"| p | processor seconds a decision, cold build | {3 / (growth.large.decisions - 2):.5f} |" in text
    limits = text.partition("| limit |")[2].partition("\n\n")[0].splitlines()[2:]
    met = [float(line.split(" | ")[1].replace(",", "").replace("beyond 10⁹", "inf")) for line in limits if line.startswith("| ")]
    assert met == sorted(met)
    assert len(met) == len(LIMITS)


def test_what_fills_up_is_taken_as_full(growth: Growth) -> None:
    size = growth.at(2000, plan=True)
    assert size.files["decisions: page, JSON, files"] >= 2 * 2000
    assert size.size["feeds"] < growth.line(growth.small.size["feeds"], growth.large.size["feeds"], 2000)  # a hundred newest, no more
    assert size.folders < growth.at(2000).folders  # lists by month have as many as they have months
