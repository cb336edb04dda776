"""The page of open data: what is there, how large, how fresh, how to load it, what it obliges to."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from playwright.sync_api import Browser

from plugins.rendering import frame
from publish.changes.release import Release, Standing
from publish.dossier import Facts
from publish.exports.tables import DECISIONS, WITHDRAWALS
from publish.output import File
from publish.signing.data_key import DataKey
from publish.site import Site
from publish.views.data import data_draft
from publish.views.frame import size
from tests.site.markup import markup

PROJECT = Path(__file__).parent.parent
SITE = Site(name="甲省行政执法公示", url="https://example.org/zf")
ON = date(2026, 11, 24)


def standing(seq: int = 12) -> Standing:
    return Standing("2026-05-01-0a1b2c3d", seq, seq - 1 or None, ON, "0" * 64, [], [], Release(1, ON, ""))


def month_files(months: list[str], size: int = 2048) -> list[File]:
    names = ("decisions/{}.csv", "decisions/{}.jsonl", "credit/penalties-{}.csv", "credit/permits-{}.csv")
    return [File("data/v1/" + name.format(month), "0" * 64, size) for month in months for name in names]


def years_of_months(years: int) -> list[str]:
    return [f"{year}-{month:02}" for year in range(2027 - years, 2027) for month in range(1, 13)]


def page(files: list[File], counts: dict[str, int], site: Site = SITE, key: DataKey | None = None) -> str:
    path, view, rows = data_draft(files, standing(), Facts(site=site), counts, key)
    shorter = ["plugins.templates.Shorter"]
    themed = Environment(
        loader=FileSystemLoader(PROJECT / "theme" / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=shorter,
    )
    shown = {name: value for name, value in rows.items() if name != "here"}
    return themed.get_template(f"{view}.html").render(**shown, **frame(path, view, rows, rows, site))


def links(rows: dict[str, Any]) -> list[dict[str, str]]:
    folds = [row for year in rows["years"] for row in year["months"]] + [row for group in rows["groups"] for row in group["files"]]
    return [link for row in folds for link in row["links"]]


def test_years_and_months_stand_newest_first_with_their_numbers() -> None:
    months = ["2025-11", "2025-12", "2026-01", "2026-02"]
    counts = {month: number for number, month in enumerate(months, 1)}
    years = data_draft(month_files(months), standing(), Facts(site=SITE), counts, None)[2]["years"]
    assert [(year["year"], year["total"], year["open"]) for year in years] == [("2026", 7, True), ("2025", 3, False)]
    assert [(row["title"], row["count"]) for year in years for row in year["months"]] == [("2月", 4), ("1月", 3), ("12月", 2), ("11月", 1)]


def test_every_size_is_that_of_its_file() -> None:
    sizes = {"decisions/2026-01.csv": 500, "years/2026.csv": 40_000, "withdrawals.csv": 3 * 1024**2, "index.json": 2 * 1024**3}
    rows = data_draft([File(f"data/v1/{path}", "", size) for path, size in sizes.items()], standing(), Facts(site=SITE), {}, None)[2]
    shown = {link["href"].removeprefix("data/v1/"): link["size"] for link in links(rows)}
    assert shown == {
        "decisions/2026-01.csv": "1 KB", "years/2026.csv": "39 KB", "withdrawals.csv": "3.0 MB", "index.json": "2.0 GB",
    }  # fmt: skip


def test_a_file_that_is_not_there_is_not_offered() -> None:
    assert links(data_draft([], standing(), Facts(site=SITE), {}, None)[2]) == []
    assert "还没有公开的决定" in page([], {})


def test_ten_years_are_no_wall_of_links(chromium: Browser) -> None:
    months = years_of_months(10)
    text = page(month_files(months), dict.fromkeys(months, 5))
    window = chromium.new_page(java_script_enabled=False)
    window.set_content(text)
    assert window.locator("#download a").count() == 480
    assert window.locator("#download a:visible").count() == 48
    window.locator("summary", has_text="2017年").click()
    assert window.get_by_role("link", name="2017年3月 CSV 2 KB").is_visible()
    window.close()


def test_statistics_can_be_cited_with_their_day_and_release() -> None:
    cited = "甲省行政执法公示，2026-11-24 第 12 版（2026-05-01-0a1b2c3d），https://example.org/zf/data/"
    assert cited in page([], {})


def test_licence_and_terms_are_the_site_s_own() -> None:
    own = SITE.model_copy(update={"data_license": "某某许可 1.0", "data_terms": "须经某某。"})
    assert "某某许可 1.0" in page([], {}, own)
    assert "须经某某。" in page([], {}, own)
    assert "本站没有另外规定使用条件" in page([], {})
    assert "许可：<strong>" not in page([], {})


def test_whoever_reads_is_told_to_delete_what_is_gone() -> None:
    text = page([], {})
    for words in ("第四十八条", "三个工作日", "副本、数据库、缓存、搜索索引", "信用修复", "也不发公告"):
        assert words in text


def test_the_signature_is_explained_where_there_is_one() -> None:
    key = DataKey(Path("key"), b"\0\0\0\x0bssh-ed25519\0\0\0\x20" + bytes(32))
    files = month_files(["2026-01"]) + [File(f"data/v1/{name}", "", 100) for name in ("SHA256SUMS", "SHA256SUMS.sig", "allowed_signers")]
    signed = page(files, {"2026-01": 1}, key=key)
    assert key.fingerprint in signed
    assert "ssh-keygen -Y verify -f allowed_signers -I example.org -n disclosure-data" in signed
    assert "ssh-keygen" not in page(month_files(["2026-01"]), {"2026-01": 1})


def test_every_column_of_the_tables_is_explained() -> None:
    text = page([], {})
    for column in (*DECISIONS.columns, *WITHDRAWALS.columns):
        assert column.title in text
        assert column.description in text


def test_every_file_of_the_data_is_offered_but_the_deltas_and_each_with_its_size(sample_site: Path) -> None:
    links = [one for one in markup(sample_site / "data" / "index.html").elements if one.attributes.get("class") == "c-files__link"]
    offered = {link.attributes["href"].removeprefix("../"): link.text for link in links}
    below = [path.relative_to(sample_site).as_posix() for path in sample_site.glob("data/v1/**/*") if path.is_file()]
    assert offered.keys() == {path for path in below if not re.fullmatch(r"data/v1/deltas/\d+\.jsonl|.*\.(br|gz)", path)}
    for path, text in offered.items():
        assert text.strip().endswith(size((sample_site / path).stat().st_size)), path
