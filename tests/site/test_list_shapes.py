"""Each list of 事前公开 and 事中公开 in the shape that suits it; the whole table stays reachable, whatever staff do to its columns."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import pytest

from publish.views.shapes import SHAPES
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
    assert fold.index("一倍") < fold.index("较轻") < fold.index("一万") < fold.index("两倍")


@pytest.mark.parametrize("slug", SHAPES)
def test_the_fewest_columns_that_a_shape_needs_are_enough(tmp_path: Path, slug: str) -> None:
    content = Content(tmp_path)
    list_of(content, slug, [minimal(slug)])
    content.build()
    text = page(content, f"lists/{slug}/index.html")
    assert "整张表格" in text
    for value in minimal(slug).values():
        assert value in text
        assert value in page(content, f"lists/{slug}/table.html")


@pytest.mark.parametrize(("slug", "missing"), [(slug, name) for slug, shape in SHAPES.items() for name in shape.needs])
def test_a_list_without_a_column_of_its_shape_is_the_plain_table(tmp_path: Path, slug: str, missing: str) -> None:
    content = Content(tmp_path)
    row = {"nummer": "1", **minimal(slug)}
    del row[missing]
    list_of(content, slug, [row])
    content.build()
    text = page(content, f"lists/{slug}/index.html")
    assert 'class="c-table"' in text
    assert all(value in text for value in row.values())
    assert not (content.output / f"lists/{slug}/table.html").exists()


@pytest.mark.parametrize("slug", SHAPES)
def test_a_column_that_staff_add_is_shown_and_an_internal_one_nowhere(tmp_path: Path, slug: str) -> None:
    content = Content(tmp_path)
    list_of(content, slug, [{**minimal(slug), "extra": "独添一列", "hidden": SECRET}], internal="hidden")
    content.build()
    shown = [path for path in content.output.rglob("*.html") if "独添一列" in path.read_text("utf-8")]
    assert {path.relative_to(content.output).as_posix() for path in shown} >= {f"lists/{slug}/index.html", f"lists/{slug}/table.html"}
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
