"""What must not be public is nowhere in the output: broken files, pages that reach out, dates, privacy, clearance."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from publish.errors import Level
from tests.content import Content, Fields, codes, credit_code, front_matter
from tests.papers import pdf

SECRET = "独有的秘密内容"
SUMMARY = {"office": "办公室", "on": "2026-06-02", "scope": "summary", "reason": "内部的理由"}


@pytest.fixture
def content(tmp_path: Path) -> Content:
    return Content(tmp_path)


def everything(content: Content) -> dict[str, bytes]:
    """path → bytes of all that a build has no business to touch: everything below the test's folder but output and state."""
    paths = [path for path in content.root.rglob("*") if path.is_file() and not path.is_relative_to(content.output)]
    return {str(path): path.read_bytes() for path in paths if "output.state" not in path.parts}


BROKEN = {
    "GBK": (f"---\ntitle: {SECRET}\n---\n".encode("gbk"), "load.encoding"),
    "UTF-16": (f"---\ntitle: {SECRET}\n---\n".encode("utf-16"), "load.encoding"),
    "ten megabytes": (f"---\ntitle: {SECRET}\nfacts: ".encode() + b"x" * 10_000_000, "load.size"),
    "a bomb": (f"---\na: &a [{SECRET}]\nb: [*a, *a]\n---\n".encode(), "load.alias"),
    "very deep": (f"---\ntitle: {SECRET}\na: {'[' * 100_000}\n---\n".encode(), "load.yaml"),
    "binary": (bytes(range(256)) * 100, "load.encoding"),
    "empty": (b"", "load.yaml"),
}


@pytest.mark.parametrize(("raw", "code"), BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_decision_file_is_held_and_the_others_go_out(content: Content, raw: bytes, code: str) -> None:
    one, broken = content.decision(), content.decision()
    content.write(content.where(broken), raw)
    assert content.publish() == 0
    assert codes(content.check()) == [code]
    assert content.public(one)
    assert content.holding(SECRET, broken) == set()


def test_a_misspelt_field_is_held_and_the_message_gives_the_nearest_name(content: Content) -> None:
    one = content.decision(clearence={"scope": "full"})
    assert content.publish() == 0
    assert content.holding(*content.words(one)) == set()
    (found,) = content.check()
    assert found.code == "load.unknown_field"
    assert "clearance" in found.message


@pytest.mark.parametrize("place", ["decisions/jia/2026/d000000000000099.md", "pages/more.md", "lists/laws/2026-06-01.csv"])
def test_a_symbolic_link_to_a_file_outside_is_not_followed(content: Content, place: str) -> None:
    content.listed("2026-01-01", "number,name\n1,旧版的法\n")
    one, two = content.decision(), content.decision()
    outside = content.root / "outside"
    outside.write_bytes((content.folder / content.where(two)).read_bytes())
    content.delete(content.where(two))
    target = content.folder / place
    target.parent.mkdir(parents=True, exist_ok=True)
    target.symlink_to(outside)
    assert content.publish() == 0
    assert codes(content.check()) == ["load.path"]
    assert content.public(one)
    assert content.holding(*content.words(two)) == set()


@pytest.mark.parametrize(
    ("folder", "code"), [("decisions", 0), ("decisions/jia", 0), ("pages", 0), ("lists", 0), ("policy", 1), ("orders", 1)]
)
def test_a_symbolic_link_to_a_folder_outside_is_not_followed(content: Content, folder: str, code: int) -> None:
    outside = Content(content.root / "outside")
    one = outside.decision()
    outside.listed("2026-01-01", f"number,name\n1,{SECRET}\n")
    outside.write("pages/more.md", f"Title: {SECRET}\n\n{SECRET}\n")
    outside.write("policy/privacy.yml", "individuals: full\n")
    outside.order(one)
    shutil.rmtree(content.folder / folder, ignore_errors=True)
    (content.folder / folder).parent.mkdir(parents=True, exist_ok=True)
    (content.folder / folder).symlink_to(outside.folder / folder, target_is_directory=True)
    assert content.publish() == code
    assert codes(content.check()) == ["load.path"]
    assert content.holding(SECRET, *outside.words(one)) == set()


def test_two_files_with_one_id_let_nothing_new_in_and_the_public_one_stays(content: Content) -> None:
    one, other = content.decision(), content.decision()
    content.build()
    before = content.tree()
    content.write(
        f"decisions/yi/2026/{one}.md", (content.folder / content.where(one)).read_bytes().replace("独实".encode(), SECRET.encode())
    )
    content.order(other)
    assert codes(content.check(), Level.stop) == ["identity.duplicate_id"]
    assert content.publish() == 1
    assert content.tree()[content.page_of(one)] == before[content.page_of(one)]
    assert not content.public(other)
    assert content.holding(SECRET) == set()


PAGES = {
    "static": "见[原文]({static}/../../content/decisions/jia/2026/d000000000000002.md)",
    "static with bars": "见[原文](|static|../../content/decisions/jia/2026/d000000000000002.md)",
    "attach": "![图]({attach}../../content/decisions/jia/2026/d000000000000002.md)",
    "static in a reference": "[原文]\n\n[原文]: {static}/../../content/decisions/jia/2026/d000000000000002.md",
    "filename out of the pages": "[原文]({filename}../../content/decisions/jia/2026/d000000000000002.md)",
    "raw HTML": "<script>alert(1)</script>",
    "HTML comment": "<!-- 内部 -->",
    "snippet": '--8<-- "/etc/passwd"',
    "include": "{!/etc/passwd!}",
    "index": "[x]({index}) [y]({tag}water) [z]({author}x)",
}


@pytest.mark.parametrize("text", PAGES.values(), ids=PAGES.keys())
def test_a_page_that_reaches_out_is_left_out_whole(content: Content, text: str) -> None:
    one, draft = content.decision(), content.decision(status="draft")
    content.write("pages/more.md", f"Title: {SECRET}\nSlug: more\n\n{SECRET}\n\n{text}\n")
    before = everything(content)
    assert content.publish() == 0
    assert codes(content.check()) != []
    assert content.public(one)
    assert content.holding(SECRET, *content.words(draft)) == set()
    assert everything(content) == before


@pytest.mark.parametrize("line", ["Save_as: {page}", "URL: {page}", "Template: decision", "Status: hidden", "Lang: en", "Slug: ../{page}"])
def test_a_page_cannot_choose_its_address_or_template(content: Content, line: str) -> None:
    one = content.decision()
    content.build()
    before = content.tree()
    content.write("pages/more.md", f"Title: {SECRET}\n{line.format(page=content.page_of(one))}\n\n{SECRET}\n")
    assert content.publish() == 0
    assert content.tree() == before


@pytest.mark.parametrize("name", ["more.rst", "more.html", "more.txt", "sub/more.md", ".more.md"])
def test_only_markdown_files_directly_below_pages_are_pages(content: Content, name: str) -> None:
    content.decision()
    content.write(f"pages/{name}", f"Title: {SECRET}\n\n{SECRET}\n\n.. include:: /etc/passwd\n")
    assert content.publish() == 0
    assert content.holding(SECRET, "root:x:") == set()


def test_a_page_that_goes_bad_stays_as_it_was_released(content: Content) -> None:
    content.write("pages/more.md", "Title: 帮助\nSlug: more\n\n旧的文字\n")
    content.build()
    before = content.tree()
    content.write("pages/more.md", f"Title: 帮助\nSlug: more\n\n{SECRET}<b>\n")
    assert content.publish() == 0
    assert content.tree() == before


def test_a_scheduled_decision_appears_on_its_day_and_an_ended_one_goes_silently_after_its_last(content: Content) -> None:
    one = content.decision(published_on="2026-06-16")
    days = {"2026-06-15": False, "2026-06-16": True, "2027-06-01": True, "2027-06-02": False}
    for day, public in days.items():
        assert content.publish(content.today.fromisoformat(day)) == 0
        assert content.public(one) is public
        assert bool(content.holding(*content.words(one))) is public
    assert [path for path in content.tree() if path.startswith("notices/")] == ["notices/index.html"]


@pytest.mark.parametrize("body", ["电话 139 1234 5678", "证号11010519491231002x", "电话１３９１２３４５６７８"])
def test_what_a_privacy_rule_finds_in_a_public_decision_comes_down_at_once_with_a_loud_finding(content: Content, body: str) -> None:
    one, other = content.decision(), content.decision()
    content.build()
    content.edit(one, body=body)
    for _ in range(2):  # the finding stays until an order follows
        report = content.build()
        assert not report.stopped
        assert [found.level for found in report.findings if found.code == "set.vanished"] == [Level.hold]
        assert content.holding(*content.words(one)) == set()
        assert content.public(other)
    content.order(one, ground="privacy")
    assert "set.vanished" not in codes(content.build().findings)


OMITTED: Fields = {
    "document_number": "独号〔2026〕9号", "facts": "独有的事实", "conduct_on": "2026-02-03", "region": "987654",
    "corrections": [{"on": "2026-06-04", "note": "独有的更正"}], "attachments": [{"path": "独有.pdf", "title": "独有的附件"}],
    "party": {"type": "organization", "name": "某公司", "uscc": credit_code(77), "legal_representative": "独孤代表"},
    "penalty": {"violation_type": "独有的违法类型", "categories": ["罚款"], "fine_yuan": "4000", "certificate": "独有的证照"},
}  # fmt: skip
OMIT = [
    *(name for name in OMITTED if name not in ("party", "penalty")),
    "uscc",
    "legal_representative",
    "violation_type",
    "certificate",
    "body",
]
HIDDEN = [
    "独号", "独有", "2026-02-03", "987654", credit_code(77), "独孤代表", "附件里的话", "内部的理由",
]  # fmt: skip


def test_a_summary_leaves_out_its_omitted_fields_everywhere(content: Content) -> None:
    content.write("decisions/jia/2026/独有.pdf", "%附件里的话".encode() + b"\x00 11010519491231002X")  # neither PDF nor public
    one = content.decision(body="独有的正文", **OMITTED, clearance={**SUMMARY, "omit": OMIT})
    assert content.publish() == 0
    assert codes(content.check(), Level.hold) == []
    assert content.public(one)
    assert [word for word in HIDDEN if content.holding(word)] == []


def test_what_a_summary_omits_is_there_when_the_scope_is_full(content: Content) -> None:
    content.write("decisions/jia/2026/独有.pdf", pdf() + "%附件里的话".encode())
    content.decision(body="独有的正文", **OMITTED)
    content.build()
    assert [word for word in HIDDEN if not content.holding(word)] == ["内部的理由"]


def test_internal_blocks_are_nowhere(content: Content) -> None:
    records = [{"no": "1", "stage": "service", "medium": "text", "title": f"{SECRET}一", "made_on": "2026-06-01"}]
    review = {
        "office": f"{SECRET}二",
        "officer": f"{SECRET}三",
        "opinion": "agree",
        "opinion_number": f"{SECRET}四",
        "opinion_on": "2026-06-01",
    }
    case = {"officers": ["99887766"], "office": f"{SECRET}五"}
    one = content.decision(records=records, review=review, case=case)
    assert content.publish() == 0
    assert content.public(one)
    assert content.holding(SECRET, "99887766", "内部办公室") == set()


WITHHELD: dict[str, Fields] = {
    "by its clearance": {"clearance": {**SUMMARY, "scope": "withheld"}},
    "a minor": {"party": {"type": "individual", "name": "独孤小小", "minor": "true"}},
    "an individual where the policy says so": {"party": {"type": "individual", "name": "独孤求败"}},
}


@pytest.mark.parametrize("fields", WITHHELD.values(), ids=WITHHELD.keys())
def test_a_withheld_decision_is_nowhere(content: Content, fields: Fields) -> None:
    content.write("policy/privacy.yml", "individuals: withhold\n")
    one, other = content.decision(**fields), content.decision()
    assert content.publish() == 0
    assert content.public(other)
    assert content.holding(*content.words(one)) == set()


@pytest.mark.parametrize(("name", "shown"), [("张三丰", "张某某"), ("欧阳锋", "欧阳某某"), ("单小单", "单某某")])
def test_an_individuals_name_is_masked_everywhere(content: Content, name: str, shown: str) -> None:
    one = content.person(name, title="个人焚烧秸秆案", facts="当事人焚烧秸秆。")
    assert content.publish() == 0
    assert content.page_of(one) in content.holding(shown)
    assert content.holding(name) == set()
    assert [path for path in content.tree() if path.startswith("party/")] == []


def test_a_policy_that_masks_names_masks_those_already_public(content: Content) -> None:
    content.write("policy/privacy.yml", "individuals: full\n")
    one, named = content.person("张三丰"), content.person("李四光", facts="李四光焚烧秸秆")
    content.build()
    assert content.holding("张三丰")
    content.write("policy/privacy.yml", "individuals: surname\n")
    assert content.publish() == 0
    assert content.holding("张三丰", *content.words(named)) == set()
    assert content.public(one)


def test_a_telephone_that_the_site_takes_back_is_looked_for_anew_in_what_was_judged_before(content: Content) -> None:
    site = "name: 甲省行政执法公示\nurl: https://example.org/zf\ncontact: 电话 0512-{}\n"
    content.write("site.yml", site.format("65123456"))
    one = content.decision(body="联系电话：0512-65123456。")
    content.build()
    assert content.public(one)
    content.write("site.yml", site.format("65120000"))
    assert codes(content.build().findings) == ["set.vanished", "privacy.landline"]
    assert not content.public(one)


def test_a_column_that_becomes_internal_leaves_the_site_even_while_the_gate_stops(content: Content) -> None:
    columns = [{"name": "number", "title": "文号"}, {"name": "name", "title": "名称"}]
    about: Fields = {"title": "法规目录", "basis": "条例", "category": "before", "key": "number", "fields": columns}
    content.write("lists/laws/list.yml", front_matter(about))
    content.write("lists/laws/2026-01-01.csv", "number,name\n独号一,独名甲\n")
    one = content.decision()
    content.build()
    assert content.holding("独名甲")
    content.write("lists/laws/list.yml", front_matter({**about, "fields": [columns[0], {**columns[1], "internal": True}]}))
    content.edit(one, status="draft")
    assert content.publish() == 1
    assert content.holding("独名甲") == set()
    assert content.holding("独号一")
    assert content.public(one)
