"""Each list of 事前公开 and 事中公开 in the shape that suits it; the whole table stays reachable, whatever staff do to its columns."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from typing import Any

import pytest

from publish.views.flow import WIDTH, Step, flow
from publish.views.shapes import SHAPES
from publish.views.shapes.guides import SECTIONS
from tests.content import Content, front_matter
from tests.site.markup import markup

SECRET = "独密某某"
Rows = list[dict[str, str]]


def list_of(
    content: Content, slug: str, rows: Rows, day: str = "2026-01-01", key: str = "", internal: str = "", **enums: list[str]
) -> None:
    """A version of a list; its columns are those of the first row. `internal`: one that is not public."""
    fields: list[dict[str, Any]] = [{"name": name, "title": f"列{name}", "enum": enums.get(name, [])} for name in rows[0]]
    for column in fields:
        column["internal"] = column["name"] == internal
    about = {"title": f"清单{slug}", "basis": "条例", "category": "before", "key": key or next(iter(rows[0])), "fields": fields}
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    content.write(f"lists/{slug}/list.yml", front_matter(about))
    content.write(f"lists/{slug}/{day}.csv", text.getvalue())


def page(content: Content, path: str) -> str:
    return (content.output / path).read_text("utf-8")


def minimal(slug: str) -> dict[str, str]:
    """A row with the columns that the shape of a list cannot do without, and no other."""
    return {name: "1" if name in ("step_no", "yearly_limit") else f"值{name}" for name in SHAPES[slug].needs}


def test_laws_stand_by_level_and_what_has_ended_names_its_successor(tmp_path: Path) -> None:
    content = Content(tmp_path)
    law = {"name": "甲法", "number": "1号", "level": "法律", "state": "已废止", "ended_on": "2026-02-01", "superseded_by": "丙法"}
    rows = [law, {**law, "name": "乙法", "number": "2号", "state": "现行", "ended_on": "", "superseded_by": ""},
            {**law, "name": "丁规章", "number": "3号", "level": "部门规章", "state": "已修订", "superseded_by": ""}]  # fmt: skip
    list_of(content, "laws", rows, key="number", level=["法律", "部门规章"])
    content.build()
    text = page(content, "lists/laws/index.html")
    assert text.index("法律<") < text.index("乙法") < text.index("甲法") < text.index("部门规章<") < text.index("丁规章")
    assert "2026-02-01 起失效，由《丙法》取代" in text
    assert "2026-02-01 起失效</p>" in text


def test_powers_fold_under_their_kind(sample_site: Path) -> None:
    text = (sample_site / "lists/powers/index.html").read_text("utf-8")
    assert text.index(">许可<") < text.index("排污许可证核发") < text.index(">处罚<") < text.index("对超标排放水污染物的处罚")
    folds = [one for one in markup(sample_site / "lists/powers/index.html").elements if one.tag == "details"]
    assert len(folds) == 11


def test_discretion_leads_from_circumstance_to_range_and_says_once_what_is_shared(tmp_path: Path) -> None:
    content = Content(tmp_path)
    row = {
        "no": "1",
        "violation": "超标",
        "violated_article": "某条",
        "factor": "倍数",
        "circumstance": "一倍",
        "grade": "较轻",
        "range": "一万",
    }
    rows = [row, {**row, "no": "2", "circumstance": "两倍", "grade": "较重", "range": "两万"}, {**row, "no": "3", "violation": "偷排"}]
    list_of(content, "discretion", rows)
    content.build()
    text = page(content, "lists/discretion/index.html")
    assert text.count("<details") == 2
    fold = text[text.index("超标<") : text.index("偷排<")]
    assert fold.count("某条") == 1
    assert fold.index("倍数") < fold.index("一倍") < fold.index("较轻") < fold.index("一万") < fold.index("两倍")


def whole(content: Content, slug: str) -> str:
    """All that the pages of a list's current version say, besides the table."""
    paths = [*(content.output / f"lists/{slug}").glob("*.html"), *content.output.glob("windows/*.html")]
    return "".join(path.read_text("utf-8") for path in paths if path.name != "table.html")


@pytest.mark.parametrize("slug", SHAPES)
def test_the_fewest_columns_that_a_shape_needs_are_enough(tmp_path: Path, slug: str) -> None:
    content = Content(tmp_path)
    list_of(content, slug, [minimal(slug)], day="2020-01-01")
    content.build()
    assert "整张表格" in page(content, f"lists/{slug}/index.html")
    for value in minimal(slug).values():
        assert value in whole(content, slug)
        assert value in page(content, f"lists/{slug}/table.html")


@pytest.mark.parametrize(("slug", "missing"), [(slug, name) for slug, shape in SHAPES.items() for name in shape.needs])
def test_a_list_without_a_column_of_its_shape_is_the_plain_table(tmp_path: Path, slug: str, missing: str) -> None:
    content = Content(tmp_path)
    row = {"nummer": "1", **minimal(slug)}
    del row[missing]
    list_of(content, slug, [row], day="2020-01-01")
    content.build()
    text = page(content, f"lists/{slug}/index.html")
    assert 'class="c-table"' in text
    assert all(value in text for value in row.values())
    assert not (content.output / f"lists/{slug}/table.html").exists()


def test_a_guide_has_every_item_and_says_what_is_not_written(tmp_path: Path) -> None:
    content = Content(tmp_path)
    row = {"code": "0001", "name": "甲证核发", "conditions": "有场地；有人员", "materials": "申请书；图纸", "steps": "申请→审查→发证",
           "basis": "某法第一条", "fee": "", "promised_days": "20", "address": "", "phone": "12345"}  # fmt: skip
    list_of(content, "permit-guides", [row, {**row, "code": "二号", "name": "乙证核发"}])
    content.build()
    text = page(content, "lists/permit-guides/0001.html")
    titles = re.findall(r"<h2 id=[^>]*>(.*?)</h2>", text)
    assert titles == [*(title for title, _, _ in SECTIONS), "其他"]
    assert re.findall(r"<li>\s*([^<>]*?)\s*</li>", text) == ["有场地", "有人员", "申请书", "图纸", "申请", "审查", "发证"]
    assert text.count("清单里没有写明") == 3
    assert '<a href="tel:12345">' in text
    assert 'href="../../lists/permit-guides/0001.html"' in page(content, "lists/permit-guides/index.html")
    assert [path.name.isascii() for path in (content.output / "lists/permit-guides").glob("k*.html")] == [True]


def test_a_guide_goes_with_its_row(tmp_path: Path) -> None:
    content = Content(tmp_path)
    row = minimal("permit-guides") | {"code": "0001"}
    list_of(content, "permit-guides", [row, {**row, "code": "0002"}], key="code")
    content.build()
    assert (content.output / "lists/permit-guides/0002.html").exists()
    list_of(content, "permit-guides", [row], day="2026-06-01", key="code")
    content.build()
    assert not (content.output / "lists/permit-guides/0002.html").exists()


def test_a_unit_goes_from_the_title_to_the_number(sample_site: Path) -> None:
    text = (sample_site / "lists/permit-guides/000116001000.html").read_text("utf-8")
    assert re.search(r"承诺时限</dt>\s*<dd[^>]*>\s*20 个工作日", text)


def test_a_flow_says_what_the_list_of_steps_says_in_order(sample_site: Path) -> None:
    text = (sample_site / "lists/procedures/index.html").read_text("utf-8")
    assert text.count("<svg") == 2
    for kind in text.split('<section class="c-procedures"')[1:]:
        drawn = re.findall(r'class="c-flow__(?:title|note)" [^>]*>(.*?)</text>', kind)
        steps = re.findall(r'class="c-procedures__name">(.*?)</p>', kind, re.DOTALL)
        told = [re.sub(r"\s*<.*?>\s*", " ", step).split() for step in steps]
        assert [line for line in drawn if any(line == name for name, *_ in told)] == [name for name, *_ in told]
        limits = [" ".join(rest) for _, *rest in told if rest]
        assert [line for line in drawn if line.endswith("日内")] == limits
        assert re.search("<desc [^>]*>(.*?)</desc>", kind)[1] == "，然后".join(name for name, *_ in told)  # type: ignore[index]
    for page_of in ("penalty-procedure", "coercion-procedure", "rights-notice", "document-templates", "remedies"):
        assert f"pages/{page_of}.html" in text


def test_steps_are_drawn_by_their_numbers_and_long_names_stay_in_their_boxes() -> None:
    drawn = flow([Step("很长的一个环节的名称" * 6, ("承办机构" * 9,)), Step("二", ())])
    first, second = drawn["boxes"]
    assert second["y"] > first["y"] + first["height"]
    assert drawn["height"] >= second["y"] + second["height"]
    for box in drawn["boxes"]:
        for line in box["lines"]:
            assert box["y"] < line["y"] < box["y"] + box["height"]
            assert len(line["text"]) * (17 if line["look"] == "title" else 14) <= WIDTH - line["x"]
    assert "".join(line["text"] for line in first["lines"]) == "很长的一个环节的名称" * 6 + "承办机构" * 9


def test_remedies_stand_as_cards_by_channel(sample_site: Path) -> None:
    text = (sample_site / "lists/remedies/index.html").read_text("utf-8")
    assert text.index(">行政复议<") < text.index("云江省人民政府行政复议办公室") < text.index(">行政诉讼<") < text.index("霁光铁路运输法院")
    assert text.count("c-cards__card") == 14


def test_officers_and_windows_lead_to_their_pages_in_the_current_version_alone(sample_site: Path) -> None:
    lists = sample_site / "lists"
    assert "officers/99001011.html" in (lists / "officers/index.html").read_text("utf-8")
    assert "officers/99001011.html" not in (lists / "officers/2026-01-01.html").read_text("utf-8")
    assert (lists / "windows/index.html").read_text("utf-8").count("windows/k") == 6


@pytest.mark.parametrize("slug", SHAPES)
def test_a_column_that_staff_add_is_shown_and_an_internal_one_nowhere(tmp_path: Path, slug: str) -> None:
    content = Content(tmp_path)
    list_of(content, slug, [{**minimal(slug), "extra": "独添一列", "hidden": SECRET}], day="2020-01-01", internal="hidden")
    content.build()
    assert "独添一列" in whole(content, slug)
    assert "独添一列" in page(content, f"lists/{slug}/table.html")
    assert not content.holding(SECRET)


def test_an_old_version_has_its_shape_and_its_table(tmp_path: Path) -> None:
    content = Content(tmp_path)
    list_of(content, "powers", [{"code": "A1", "name": "旧权力", "kind": "许可"}])
    list_of(content, "powers", [{"code": "A1", "name": "新权力", "kind": "许可"}], day="2026-05-01")
    content.build()
    assert "<details" in page(content, "lists/powers/2026-01-01.html")
    assert "旧权力" in page(content, "lists/powers/2026-01-01-table.html")
    assert "新权力" in page(content, "lists/powers/table.html")


def test_a_further_list_is_a_plain_table(tmp_path: Path) -> None:
    content = Content(tmp_path)
    list_of(content, "others", [{"code": "A1", "name": "别的", "kind": "许可"}])
    content.build()
    assert 'class="c-table"' in page(content, "lists/others/index.html")


SAME: dict[str, dict[str, str]] = {  # what two rows share, beside a key of their own
    "officers": {"certificate_number": "99000001", "valid_until": "2026-12-31", "name": "独员甲"},
    "permit-guides": {"name": "许可", "code": "", "conditions": "甲", "materials": "乙", "steps": "丙"},
    "windows": {"window": "", "post": "岗", "duties": "受理"},
    "procedures": {"kind": "处罚", "step_no": "9" * 5000, "step": "立案"},
}


@pytest.mark.parametrize("slug", SAME)
def test_rows_that_share_all_but_the_key_are_all_shown_and_stop_no_withdrawal(tmp_path: Path, slug: str) -> None:
    content = Content(tmp_path)
    one = content.decision()
    content.build()
    if slug == "officers":
        content.delete("lists/officers/2020-01-01.csv")
    list_of(content, slug, [{"no": number, **SAME[slug]} for number in ("1", "2")], key="no")
    content.order(one)
    assert content.publish() == 0
    assert not content.public(one)
    pages = {"officers": "officers/9*.html", "windows": "windows/k*.html"}.get(slug)
    assert not pages or not list(content.output.glob(pages))


def test_officers_without_a_number_are_listed(tmp_path: Path) -> None:
    content = Content(tmp_path)
    content.delete("lists/officers/2020-01-01.csv")
    list_of(content, "officers", [{"no": "1", "certificate_number": "", "valid_until": "2026-12-31", "name": "独员甲"}], key="no")
    assert content.publish() == 0
    assert "独员甲" in page(content, "officers/index.html")
    assert "独员甲" in page(content, "lists/officers/index.html")
