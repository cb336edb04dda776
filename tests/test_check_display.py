"""What `inv check` prints: findings by level and file, each with its line and a mark, and nothing that must stay secret."""

from __future__ import annotations

import json
import re
import tempfile
import unicodedata
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publish.codes import identity_number_ok
from publish.errors import Finding, Level
from publish.fields import half_width
from publish.staff import showing
from publish.staff.hiding import hidden
from tests.content import Content, Fields

ID_NUMBER = "11010519491231002X"
MOBILE = "13800138000"
DECISION = f"""---
id: 4cat3hzqswbspftw
decided_on: "2026年6月1日"
party: {{type: organization, name: 某厂, uscc: 9135}}
facts: 当事人电话{MOBILE}，拒不改正
conclusion: {"事实" * 60}\u202e{"罚款" * 60}
titel: 某案
---

正文第一段。
"""
FOUND = [
    Finding("decisions/jia/2026/4cat3hzqswbspftw.md", 3, "load.type", "字段 decided_on 应为日期。请改写。", column=1),
    Finding("decisions/jia/2026/4cat3hzqswbspftw.md", 4, "load.type", "字段 party.uscc 应为 18 位。请核对。", column=41),
    Finding("decisions/jia/2026/4cat3hzqswbspftw.md", 5, "privacy.mobile", "facts 中发现手机号码 13…00。请删去。"),
    Finding("decisions/jia/2026/4cat3hzqswbspftw.md", 6, "load.type", "字段 conclusion 含有不可见的字符。请删去。", column=1),
    Finding("decisions/jia/2026/4cat3hzqswbspftw.md", 7, "load.unknown_field", "不认识的字段 titel。请改正拼写。", column=1),
    Finding("decisions/jia/2026/4cat3hzqswbspftw.md", 10, "amount.text", "正文没有写明金额。请补写。", Level.warn),
    Finding("lists/laws/2026-01-01.csv", 2, "list.row", "这一行有 1 格，表头有 2 列。请补上。"),
    Finding("site.yml", 1, "load.path", "这个文件以前有内容，现在没有了。请恢复。", Level.stop),
]
GOLDEN = """\
停止发布新内容（1 处）：
site.yml:1 load.path 这个文件以前有内容，现在没有了。请恢复。

暂缓公开（6 处）：
decisions/jia/2026/4cat3hzqswbspftw.md:3 load.type 字段 decided_on 应为日期。请改写。
     3 | decided_on: "2026年6月1日"
       |             ^^^^^＾^＾^＾^
decisions/jia/2026/4cat3hzqswbspftw.md:4 load.type 字段 party.uscc 应为 18 位。请核对。
     4 | party: {type: organization, name: 某厂, uscc: 9135}
       |                                   　　        ^^^^
decisions/jia/2026/4cat3hzqswbspftw.md:5 privacy.mobile facts 中发现手机号码 13…00。请删去。
     5 | facts: 当事人电话13*******00，拒不改正
       |        　　　　　^^^^^^^^^^^
decisions/jia/2026/4cat3hzqswbspftw.md:6 load.type 字段 conclusion 含有不可见的字符。请删去。
     6 | …事实事实事实事实事实事实<U+202E>罚款罚款罚款罚款罚款罚款罚款罚款罚款罚款罚款罚款罚款罚款罚款罚款…
       |  　　　　　　　　　　　　^^^^^^^^
decisions/jia/2026/4cat3hzqswbspftw.md:7 load.unknown_field 不认识的字段 titel。请改正拼写。
     7 | titel: 某案
       | ^^^^^^
lists/laws/2026-01-01.csv:2 list.row 这一行有 1 格，表头有 2 列。请补上。
     2 | 主席令第九号
       | ＾＾＾＾＾＾

提醒（1 处）：
decisions/jia/2026/4cat3hzqswbspftw.md:10 amount.text 正文没有写明金额。请补写。
    10 | 正文第一段。
       | ＾＾＾＾＾＾

共 8 处，在 3 个文件里：停止 1，暂缓 6，提醒 1。
要先改好：decisions/jia/2026/4cat3hzqswbspftw.md、lists/laws/2026-01-01.csv、site.yml。"""


@pytest.fixture
def content(tmp_path: Path) -> Content:
    return Content(tmp_path)


def text(content: Content) -> str:
    return showing.as_text(content.check(), content.folder)


def test_findings_stand_by_level_and_file_with_the_line_marked_and_a_count_at_the_end(tmp_path: Path) -> None:
    (tmp_path / "decisions/jia/2026").mkdir(parents=True)
    (tmp_path / "decisions/jia/2026/4cat3hzqswbspftw.md").write_text(DECISION, encoding="utf-8")
    (tmp_path / "lists/laws").mkdir(parents=True)
    (tmp_path / "lists/laws/2026-01-01.csv").write_bytes("文号,名称\r\n主席令第九号\r\n".encode("gb18030"))
    assert showing.as_text(FOUND, tmp_path) == GOLDEN
    assert showing.as_text([*FOUND[::-1], *FOUND], tmp_path) == GOLDEN


def test_a_content_without_fault_says_so(content: Content) -> None:
    content.decision()
    assert text(content) == "没有发现问题。"


def columns(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(ch) in "WF" else 1 for ch in text)


@given(before=st.text("甲a 字，b“", max_size=90), value=st.text("字xé", min_size=1, max_size=8), after=st.text("乙c d", max_size=150))
def test_the_mark_stands_below_what_is_meant_in_any_width_and_lines_are_bounded(before: str, value: str, after: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        line = f"- {before}: {value}: {after}"
        (Path(folder) / "site.yml").write_text(line, encoding="utf-8")
        finding = Finding("site.yml", 1, "load.yaml", "错。请改。", Level.stop, column=len(f"- {before}: ") + 1)
        _, first, second, *_ = showing.as_text([finding], Path(folder)).split("\n")[1:]
        assert columns(first) <= showing.WIDTH + 12
        mark = second.index("^") if "^" in second else second.index("＾")
        place = next(number for number in range(len(first)) if columns(first[:number]) == columns(second[:mark]))
        assert first[place] == value[0]


@pytest.mark.parametrize(
    ("line", "marked"),
    [
        ("title: 某案  # 标题", "某案"),
        ('title: "a # b"  # 标题', '"a # b"'),
        ("title: 'it''s # b' # 标题", "'it''s # b'"),
        ("title: 某案#3", "某案#3"),
        ("tags: [water, '# b']  # 主题", "[water, '# b']"),
    ],
)
def test_a_comment_behind_a_value_is_not_marked(tmp_path: Path, line: str, marked: str) -> None:
    path = "decisions/jia/2026/4cat3hzqswbspftw.md"
    (tmp_path / path).parent.mkdir(parents=True)
    (tmp_path / path).write_text(f"---\nparty: {{type: organization}}\n{line}\n---\n", encoding="utf-8")
    for column in (0, 1, line.index(marked) + 1):
        printed = showing.as_text([Finding(path, 3, "load.type", "错。请改。", column=column)], tmp_path).split("\n")
        shown = printed[3].partition("| ")[2]
        assert printed[2].endswith(line)
        if not marked.startswith("[") or column < 2:  # of a list, its first value alone
            assert columns(shown.lstrip(" \u3000")) == columns(marked)
            assert columns(shown) == columns(line[: line.index(marked)] + marked)


def test_json_holds_what_a_report_holds(content: Content) -> None:
    content.decision(facts=f"电话{MOBILE}")
    (one,) = [one for one in showing.as_json(content.check(), content.folder) if one["code"] == "privacy.mobile"]
    assert list(one) == ["level", "code", "path", "line", "message"]
    line = (content.folder / str(one["path"])).read_text("utf-8").splitlines()[int(one["line"]) - 1]
    assert (one["level"], line[:6]) == ("hold", "facts:")


def written(number: str) -> st.SearchStrategy[str]:
    """A number as people write it: full-width, with signs or invisible characters between, with a label."""
    gaps = st.sampled_from(["", " ", "-", "\u200b", " - ", "．"])
    widths = st.sampled_from([str, lambda one: "".join(chr(ord(ch) + 0xFEE0) if "!" <= ch <= "~" else ch for ch in one)])
    return st.builds(lambda gap, wide: wide(gap.join(number)) if len(gap) < 3 else wide(number[:6] + gap + number[6:]), gaps, widths)


BIRTHDAYS = st.dates(min_value=date(1940, 1, 1), max_value=date(2010, 1, 1))
ID_NUMBERS = st.builds(
    lambda day, tail: next(one for ch in "0123456789X" if identity_number_ok(one := f"110105{day:%Y%m%d}{tail:03}{ch}")),
    BIRTHDAYS, st.integers(1, 999),
)  # fmt: skip
MOBILES = st.from_regex(r"\A1[3-9][0-9]{9}\Z").filter(str.isascii)
FAULTS = ("", "\u202e", "\u200b", "：", '"', "# ", "<b>", "{static}")
FIELDS = ("title", "document_number", "conclusion", "facts", "tags", "region", "decided_on", "kind", "titel", "public_until")
PLACES = (
    *FIELDS,
    "body",
    "party.name",
    "party.uscc",
    "penalty.fine_yuan",
    "penalty.violation_type",
    "clearance.office",
    "order",
    "page",
    "list",
)


def planted(content: Content, place: str, words: str, broken: bool) -> None:
    """Put some words in a place of the content; `broken`: and make its file one that cannot be read."""
    block, _, name = place.partition(".")
    ident = content.decision()
    fields = content.decisions[ident][0]
    if place == "order":
        content.order(ident, reason=words)
    elif place == "page":
        content.write("pages/lianxi.md", f"Title: {words}\nSlug: lianxi\n\n正文\n")
    elif place == "list":
        content.listed("2026-01-01", f'number,name\n1,"{words.replace(chr(34), "")}"\n1,乙\n')
    elif place == "body":
        content.edit(ident, body=f"第一段。\n\n{words}\n")
    elif place == "decided_on":
        content.write(content.where(ident), f"---\nid: {ident}\ndecided_on: {words}\n---\n")
    elif name:
        changed: Fields = {block: {**fields[block], name: words}}
        content.edit(ident, **changed)
    else:
        content.edit(ident, **{place: words})
    if broken:
        path = content.folder / f"decisions/jia/2026/{ident}.md"
        path.write_text(path.read_text("utf-8").replace("conclusion: ", "conclusion： "), encoding="utf-8")


def squeezed(printed: str) -> str:
    plain = unicodedata.normalize("NFKC", half_width(printed))
    return re.sub(r"[\W_]", "", re.sub(r"<U\+[0-9A-F]+>", "", plain)).upper()


@settings(max_examples=120, deadline=None)
@given(data=st.data(), place=st.sampled_from(PLACES), broken=st.booleans(), fault=st.sampled_from(FAULTS))
def test_no_number_of_a_person_is_printed_whatever_else_is_wrong_with_its_line(
    data: st.DataObject, place: str, broken: bool, fault: str
) -> None:
    number = data.draw(ID_NUMBERS | MOBILES)
    shown = data.draw(written(number))
    with tempfile.TemporaryDirectory() as folder:
        content = Content(Path(folder))
        planted(content, place, f"某地{fault}联系{shown}处", broken)
        found = content.check()
        for printed in (showing.as_text(found, content.folder), json.dumps(showing.as_json(found, content.folder), ensure_ascii=False)):
            assert number not in squeezed(printed)
            assert number[2:-2] not in squeezed(printed)


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("place", ["facts", "title", "body", "party.name"])
@pytest.mark.parametrize("broken", [False, True])
def test_no_name_of_an_individual_is_printed(content: Content, place: str, fault: str, broken: bool) -> None:
    ident = content.person("司徒云帆")
    if place == "body":
        content.edit(ident, body=f"{fault}司徒 云帆不服\n")
    elif place == "party.name":
        content.edit(ident, party={"type": "individual", "name": f"司徒云帆{fault}"})
    else:
        content.edit(ident, **{place: f"{fault}司徒·云帆一案"})
    if broken:
        content.write(content.where(ident), (content.folder / content.where(ident)).read_text("utf-8").replace("title: ", "title："))
    found = content.check()
    for printed in (showing.as_text(found, content.folder), json.dumps(showing.as_json(found, content.folder), ensure_ascii=False)):
        assert "云帆" not in squeezed(printed)


@pytest.mark.parametrize(
    "party", ["司徒云帆", {"type": "individual", "nmae": "司徒云帆"}, {"type": "individual", "name": ["司徒云帆"]}, None]
)
def test_a_name_in_the_wrong_place_is_not_printed(content: Content, party: object) -> None:
    content.decision(party=party, partei="司徒云帆", facts="\u200b司徒云帆")
    assert "云帆" not in text(content)


def test_what_cannot_be_placed_in_a_line_takes_the_whole_value_with_it(content: Content) -> None:
    content.write("site.yml", "name: 甲省\ndescription: 家住岚浦市霁光路一弄二号\n")
    finding = Finding("site.yml", 2, "privacy.address", "发现住址。请删去。", Level.stop)
    printed = showing.as_text([finding], content.folder)
    assert "霁光" not in printed
    assert "description: ＊" in printed


def test_a_number_that_goes_on_in_the_next_line_is_hidden_in_both(content: Content) -> None:
    content.decision(body=f"身份证 {ID_NUMBER[:4]}\u202e\n{ID_NUMBER[4:]}。\n")
    assert ID_NUMBER[:4] not in text(content)


def test_a_finding_of_a_whole_file_shows_no_line(content: Content) -> None:
    content.order("d000000000000009")
    head, *rest = text(content).splitlines()[1:]
    assert "order.unknown_decision" in head
    assert rest[0] == ""


def test_a_conflict_of_a_merge_is_shown_with_its_whole_marker(content: Content) -> None:
    ident = content.decision()
    text_of = (content.folder / content.where(ident)).read_text("utf-8")
    content.write(content.where(ident), text_of.replace("kind:", "<<<<<<< HEAD\nkind:", 1))
    assert re.search(r"\| <<<<<<< .{4}\n +\| \^{12}\n", text(content))


def test_a_link_to_a_file_outside_is_not_followed(content: Content) -> None:
    outside = content.root / "secret.yml"
    outside.write_text("name: 外面的秘密\n", encoding="utf-8")
    (content.folder / "agencies" / "link.yml").symlink_to(outside)
    assert "load.path" in text(content)
    assert "外面的秘密" not in text(content)


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        (f"电话{MOBILE}，", "电话13*******00，"),
        ("写信到 zhang.san@example.org 。", "写信到 z******************** 。"),
        ("fine_yuan: 25000000.00", "fine_yuan: 25000000.00"),
        ("decided_on: 2026-05-12", "decided_on: 2026-05-12"),
        ("id: 4cat3hzqswbspftw", "id: 4cat3hzqswbspftw"),
        ("电话一三八零零一三八零零零", "电话一三＊＊＊＊＊＊＊零零"),
        ("当事人张三丰到场", "当事人张＊＊到场"),
    ],
)
def test_numbers_long_enough_to_be_a_secret_are_hidden_and_the_rest_is_not(line: str, shown: str) -> None:
    assert hidden(line, ["张三丰"]) == shown
