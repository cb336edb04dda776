"""What is found: what a reader of all public records would find, whatever the words, and as people type them."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from publish.finding import FOLDER
from publish.finding.find import Found, find
from publish.finding.layout import texts
from publish.finding.queries import CODE
from publish.finding.store import public, records, settled
from publish.search.folding import fold, fold_number
from tests.content import TODAY, Content, credit_code

MANY = settings(deadline=None, max_examples=60, phases=[Phase.explicit, Phase.generate], suppress_health_check=list(HealthCheck))
Record = dict[str, Any]


def state_of(content: Content) -> Path:
    return content.root / "output.state"


def asked(content: Content, words: str, **options: Any) -> Found:
    return find(state_of(content), state_of(content), words, **{"limit": 1000, **options})


def ids(content: Content, words: str) -> set[str]:
    return {hit.id for hit in asked(content, words).hits}


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> Content:
    """Names and texts that are told apart by little; not to be changed."""
    content = Content(tmp_path_factory.mktemp("finding"))
    content.write("agencies/yi.yml", f"name: 乙县环境保护局\nuscc: {credit_code(2, '11')}\nregion: '990101'\nlevel: county\n")
    names = [
        "江苏宏达（无锡）污水处理有限公司",
        "宏达江苏处理污水厂",
        "上海上海上海公司",
        "ＡＢＣ水务 Ltd",
        "PM2.5监测站",
        "张某",
        "污水污水处理",
    ]
    for number, name in enumerate(names):
        content.decision(
            f"{name}的**正文**：排放污水，处理后COD为{number}20毫克。\n\n> 污水。处理设施停运。\n", title=f"{name}超标案",
            party={"type": "organization", "name": name, "uscc": credit_code(500 + number)}, agency="yi" if number % 2 else "jia",
            document_number=f"甲环罚〔2026〕第{number + 8:03d}号", published_on="2026-06-03",
            decided_on=f"2026-0{3 + number % 3}-1{number}",
            tags=["water"] if number % 3 else ["air", "noise"], facts="当事人当事人偷排污水" if number < 3 else "超标",
        )  # fmt: skip
    content.person("单雄信", decided_on="2025-12-31", published_on="2026-06-03")
    permit = {"document_title": "准予许可决定书", "category": "普通", "result": "granted", "certificate_number": "00123"}
    content.decision(kind="permit", penalty=None, permit=permit, tags=["permit"])
    content.decision(party={"type": "organization", "name": "单县重阳化工", "uscc": credit_code(510)})
    content.build()
    return content


def everything(content: Content) -> list[tuple[Record, Record]]:
    """(row, record) of all that is public."""
    with settled(state_of(content), state_of(content)) as database:
        pairs = [pair for month in public(database).digests for pair in records(database, month)]
    return [(json.loads(row), json.loads(record)) for row, record in pairs]


def naive(row: Record, record: Record, word: str) -> bool:
    """Whether a decision has a word: in name, title or a text, in its number however it is written, or as its code."""
    text = fold(word)
    number, digits = (fold_number(one).replace("/", "") for one in (row["number"], word))
    has = len(digits) > 1 and digits in number
    has = has or any(text in fold(one) for one in (row["party"], row["title"], *texts(record)))
    return has or (row["code"] is not None and CODE.fullmatch(text) is not None and fold(row["code"]).startswith(text))


def same(content: Content, word: str) -> None:
    """What is found is what a look at every record finds; a whole number or code finds its own alone."""
    rows = everything(content)
    expected = {row["id"] for row, record in rows if naive(row, record, word)}
    key = fold_number(word)
    if any(char.isdigit() for char in word):
        whole = {row["id"] for row, _ in rows if fold_number(row["number"]) == key} if key else set()
        digits = {row["id"] for row, _ in rows if fold_number(row["number"]).endswith(key) and key.count("/") == 1 and key[0].isdigit()}
        codes = {row["id"] for row, _ in rows if row["code"] and fold(row["code"]) == fold(word)}
        expected = whole or digits or codes or expected
    assert ids(content, word) == expected, word


@MANY
@given(st.data())
def test_a_fragment_of_any_record_finds_exactly_the_records_that_have_it(content: Content, data: st.DataObject) -> None:
    row, record = data.draw(st.sampled_from(everything(content)))
    text = data.draw(
        st.sampled_from([row["party"], row["title"], row["number"] or row["title"], row["code"] or row["party"], *texts(record)])
    )
    folded = fold(text)
    start = data.draw(st.integers(0, max(0, len(folded) - 2)))
    word = folded[start : start + data.draw(st.integers(2, 10))]
    if len(word) > 1:
        same(content, word)


@MANY
@given(st.text("污水处理江苏宏达上海公司abcABＡ（）。PM", min_size=2, max_size=7).filter(lambda one: len(fold(one)) > 1))
def test_words_of_the_same_characters_in_another_order_find_only_what_has_them(content: Content, word: str) -> None:
    same(content, word)


@pytest.mark.parametrize(
    "typed",
    [
        "甲环罚〔2026〕第008号",
        "甲环罚(2026)8号",
        "甲环罚[2026]8",
        "甲环罚２０２６００８",
        "甲环罚 2026 8 号",
        "甲环罚 〔2026〕 008 号",
        "2026/8",
        "文号:甲环罚〔2026〕8号",
    ],
)
def test_a_document_number_is_found_however_it_is_typed_and_alone(content: Content, typed: str) -> None:
    assert ids(content, typed) == {"d000000000000001"}


def test_a_code_is_found_whole_and_by_its_beginning(content: Content) -> None:
    code = credit_code(503)
    assert ids(content, code) == ids(content, code.lower()) == ids(content, f"代码:{code}") == {"d000000000000004"}
    assert ids(content, f"{code[:4]} {code[4:9]}") == ids(content, code[:9]) == ids(content, code[:8])
    assert len(ids(content, code[:8])) == 9  # all organizations


@pytest.mark.parametrize(
    ("typed", "numbers"),
    [
        ("江苏 处理", {1, 2}),
        ("江苏宏达", {1}),
        ('"江苏 宏达"', {1}),
        ("“处理污水”", {2}),
        ("party:污水处理", {1, 7}),
        ("当事人：污水处理", {1, 7}),
        ("江苏 -无锡", {2}),
        ("江苏 NOT 无锡", {2}),
        ("无锡 OR 上海上海", {1, 3}),
        ("title:PM2.5", {5}),
        ("abc水务ltd", {4}),
        ("单雄", set()),
        ("kind:许可", {9}),
        ("类别:permit", {9}),
        ("机关:乙县 排放污水", {2, 4, 6}),
        ("agency:yi 排放污水 topic:air", {4}),
        ("主题:噪声 排放污水", {1, 4, 7}),
        ("年份:2025", {8}),
        ("year:2025-2025", {8}),
        ("year:2026-04 排放污水", {2, 5}),
        ("-year:2026", {8}),
        ("number:甲环罚 处理后 -year:2026-03", {2, 3, 5, 6}),
        ("2026/9 OR 无锡", {1, 2}),
        ("shanxianchongyang", {10}),
        ("DanXianZhongYang", {10}),
        ("dxcyhg", {10}),
        ("当事人:sxzy", {10}),
        ("标题:sxzy", set()),
        ("danxianx", set()),
        ("jshd", {1}),
        ("jiangsu wuxi", {1}),
        ("上海上海上海", {3}),
        ("上海上海上海上海", set()),
        ("污水处理设施", {1, 2, 3, 4, 5, 6, 7}),
    ],
)
def test_words_phrases_fields_and_conditions_mean_what_they_say(content: Content, typed: str, numbers: set[int]) -> None:
    assert ids(content, typed) == {f"d{number:015d}" for number in numbers}


def test_counts_are_of_all_that_is_found_whatever_is_listed(content: Content) -> None:
    found = asked(content, "排放污水", limit=2)
    assert (found.total, len(found.hits)) == (7, 2)
    counted = {name: {one.value: one.count for one in values} for name, values in found.facets.items()}
    assert counted["agency"] == {"jia": 4, "yi": 3}
    assert counted["kind"] == {"penalty": 7}
    assert counted["year"] == {"2026": 7}
    assert Counter(counted["topic"]) == Counter({"water": 4, "air": 3, "noise": 3})
    assert [one.title for one in found.facets["agency"]] == ["甲市生态环境局", "乙县环境保护局"]


def test_the_exact_name_comes_first_and_the_newest_when_asked_for(content: Content) -> None:
    assert asked(content, "污水污水处理").hits[0].id == "d000000000000007"
    days = [hit.decided_on for hit in asked(content, "污水", newest=True).hits]
    assert days == sorted(days, reverse=True)


def test_what_was_typed_is_marked_where_it_stands(content: Content) -> None:
    hit = asked(content, "江苏宏达无锡 停运").hits[0]
    assert [hit.party.text[start:end] for start, end in hit.party.marks] == ["江苏宏达（无锡"]
    assert [hit.snippet.text[start:end] for start, end in hit.snippet.marks] == ["江苏宏达（无锡", "停运"]
    (spelled,) = asked(content, "chongyang").hits
    assert [spelled.party.text[start:end] for start, end in spelled.party.marks] == ["重阳"]
    (number,) = asked(content, "甲环罚2026 8").hits
    assert number.number.text[slice(*number.number.marks[0])] == "甲环罚〔2026〕第008号"


def test_a_year_that_must_be_needs_no_other_months_made(tmp_path: Path) -> None:
    content = Content(tmp_path)
    for day in ("2025-12-30", "2026-01-05", "2026-05-06"):
        content.decision(decided_on=day, published_on="2026-06-03")
    content.build()
    made: list[list[str]] = []
    asked(content, "year:2026-01", progress=lambda months, _, number: made.append(months) if not number else None)
    assert made == [["2026-01"]]
    assert [path.name for path in (state_of(content) / FOLDER).iterdir()] == ["2026-01"]
    asked(content, "独题", progress=lambda months, _, number: made.append(months) if not number else None)
    asked(content, "独题", progress=lambda months, _, number: made.append(months) if not number else None)
    assert made[1:] == [["2025-12", "2026-05"]]


def test_only_the_month_that_changed_is_made_anew(tmp_path: Path) -> None:
    content = Content(tmp_path)
    one = content.decision()
    content.decision(decided_on="2026-05-27", published_on="2026-06-02")
    content.build(TODAY)
    assert asked(content, "独题").total == 2
    content.edit(one, title="新的标题")
    content.build(TODAY)
    made: list[list[str]] = []
    assert asked(content, "独题", progress=lambda months, _, number: made.append(months) if not number else None).total == 1
    assert made == [["2026-06"]]
