"""What the browser finds against a plain scan of everything that is published: names, titles, numbers and codes are exact.

The site is small and its limits smaller, so that lists are long, units heavy and files many.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from publish.search import lists, records, spaces, texts
from publish.search.readings import readings
from tests.content import Content, credit_code

STEMS = "宏达|鸿大|单氏|曾记|解放|仇氏|区域|重庆长寿|长乐|行知|朝阳|查氏|盖世|尉迟|ＡＢＣ|Led照明|360|绿源|𠮷祥|第一|乐乐|（无锡）|·北方"
TRADES = "化工|污水处理|再生资源|环保科技|电镀|B2B物流|造纸（集团）|热力"
FORMS = "有限公司|股份有限公司|有限责任公司|经营部|厂"
CAUSES = "超标排放水污染物案|未批先建案|关于第3号排口的处罚|排污许可证核发"
NUMBERS = ("甲环罚〔2026〕{}号", "甲环罚字[2026]第{:03d}号", "乙环许（2025）{}", "甲环罚2026-{:04d}", "环监{}号")
FIND = """async ([base, queries]) => {
  const { search, shown } = await import(`${base}theme/js/query.js`);
  const found = [];
  for (const query of queries) {
    const part = await search(query);
    while (part.floor) await part.more();
    const hits = await Promise.all([...part.hits].map(([number, hit]) => shown(number, hit, query)));
    found.push(hits.filter(Boolean).map((hit) => [hit.id, hit.rank]));
  }
  return found;
}"""
TEXT = """async ([base, queries]) => {
  const { open } = await import(`${base}theme/js/files.js`);
  const { inText } = await import(`${base}theme/js/text.js`);
  await open();
  const found = [];
  for (const query of queries) {
    const ids = [];
    for await (const hit of inText(query, () => true)) if (hit.id) ids.push(hit.id);
    found.push(ids);
  }
  return found;
}"""
LIMITS = ((lists, "LONG", 40), (spaces, "HEAVIEST", 300), (spaces, "SHORT", 6), (texts, "MOST", 32), (records, "MOST", 4))
Ranks = dict[str, int]  # id → rank


def plain(text: str) -> str:
    """Folded the slow way."""
    return "".join(char for char in unicodedata.normalize("NFKC", text).lower() if unicodedata.category(char)[0] in "LN")


def number_of(text: str) -> str:
    """A document number folded the slow way."""
    text = re.sub("[第号號]", "", unicodedata.normalize("NFKC", text).lower())
    text = re.sub(r"(?<![0-9])((?:19|20)[0-9]{2})(?=[0-9])", r"\1/", text)
    parts = [str(int(one)) if one.isascii() and one.isdigit() else plain(one) for one in re.findall(r"[0-9]+|[^0-9]+", text)]
    return re.sub(r"(?<=[0-9])\|+(?=[0-9])", "/", "|".join(parts)).replace("|", "")


class Site:
    """A built site, its decisions as its data tell them, and a window on it."""

    def __init__(self, rows: list[dict[str, Any]], page: Page, address: str) -> None:
        self.rows, self.page, self.address = rows, page, address

    def find(self, queries: list[str]) -> list[Ranks]:
        return [dict(hits) for hits in self.page.evaluate(FIND, [self.address, queries])]

    def scan(self, fits: Callable[[dict[str, Any]], bool]) -> set[str]:
        return {row["id"] for row in self.rows if fits(row)}


@pytest.fixture(scope="module")
def site(chromium: Browser, serve: Callable[[Path], str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    content, rng = Content(tmp_path_factory.mktemp("exact")), Random(5)
    for number in range(400):
        name = rng.choice(STEMS.split("|")) + rng.choice(TRADES.split("|")) + rng.choice(FORMS.split("|"))
        title = rng.choice((name, "", f"关于{name}")) + rng.choice(CAUSES.split("|"))
        content.decision(
            title=title, document_number=NUMBERS[number % 5].format(number // 2), decided_on=f"2026-05-{rng.randint(1, 28):02d}",
            party={"type": "organization", "name": name, "uscc": credit_code(rng.randint(1, 150))},
            tags=rng.choice(([], ["water"], ["air", "water"])),
            body=f"经查，{name}在{rng.randint(1, 9)}号排口超标{rng.randint(100, 999)}倍。\n\n**责令**改正。",
        )  # fmt: skip
    for name in ("张三", "欧阳一二", "李"):
        content.person(name)
    with pytest.MonkeyPatch.context() as patch:
        for module, limit, value in LIMITS:
            patch.setattr(module, limit, value)
        assert content.build().decisions["published"] == 403
    rows = [json.loads(line) for path in content.output.glob("data/v1/decisions/*.jsonl") for line in path.read_text("utf-8").splitlines()]
    address = serve(content.output)
    page = chromium.new_page()
    page.goto(f"{address}search/")
    for row in rows:
        row |= {"name": plain(row["party"]["name"]), "heading": plain(row["title"]), "number": number_of(row.get("document_number", ""))}
        row["code"] = row["party"].get("uscc", "").lower()
    yield Site(rows, page, address)
    page.close()


def has(row: dict[str, Any], word: str) -> bool:
    """Whether a decision has a word in its name, title or number, of the latter from a character on that is no digit."""
    number = number_of(word).replace("/", "") if re.search("[0-9]", word) else word
    return (
        word in row["name"]
        or word in row["heading"]
        or (re.search("[^0-9].", number) is not None and number in row["number"].replace("/", ""))
    )


def fragments(site: Site, rng: Random, count: int) -> list[str]:
    """Fragments of names and titles, from everywhere, two to twelve characters."""
    made: set[str] = set()
    while len(made) < count:
        text = rng.choice(site.rows)[rng.choice(("name", "heading"))]
        at = rng.choice((0, rng.randrange(len(text)), max(0, len(text) - 4)))
        made.add(text[at : at + rng.choice((2, 2, 3, 3, 4, 4, 5, 6, 7, 8, 9, 10, 12, 15))])
    return sorted(one for one in made if len(one) > 1 and not one.isascii())


def wide(text: str) -> str:
    """In full width, with a bracket and a blank that mean nothing."""
    return "".join(chr(ord(char) + 0xFEE0) if "!" <= char <= "~" else char for char in text[:1] + "（" + text[1:]).upper()


def test_any_part_of_a_name_or_title_finds_exactly_what_a_scan_finds(site: Site) -> None:
    queries = fragments(site, Random(1), 700)
    for query, found in zip(queries, site.find(queries), strict=True):
        assert found.keys() == site.scan(lambda row, query=query: has(row, query)), query  # type: ignore[misc]


def test_full_width_brackets_and_case_make_no_difference(site: Site) -> None:
    queries = fragments(site, Random(2), 60)
    assert site.find([wide(one) for one in queries]) == site.find(queries)


def test_several_words_must_all_be_had(site: Site) -> None:
    rng = Random(3)
    queries = [" ".join(rng.sample([row["name"][:3], row["heading"][-4:], row["name"][2:6]], 2)) for row in rng.sample(site.rows, 60)]
    for query, found in zip(queries, site.find(queries), strict=True):
        words = [one for one in query.split() if len(one) > 1]
        assert found.keys() == site.scan(lambda row, words=words: all(has(row, one) for one in words)), query  # type: ignore[misc]


def test_a_whole_document_number_finds_its_decisions_and_no_others_however_it_is_typed(site: Site) -> None:
    forms: tuple[Callable[[str], str], ...] = (
        str, lambda one: re.sub("[〔〕()（）\\[\\]]", "", one), lambda one: wide(one).replace("（", "", 1),
        lambda one: re.sub("[第号]", "", one),
        lambda one: one.replace("〔", "【").replace("〕", "】 第00"), lambda one: f" {one} ",
    )  # fmt: skip
    numbers = sorted({row["document_number"] for row in site.rows if row.get("document_number")})[::5]
    queries = [form(one) for one in numbers for form in forms]
    for query, found in zip(queries, site.find(queries), strict=True):
        assert found.keys() == site.scan(lambda row, query=query: row["number"] == number_of(query)), query  # type: ignore[misc]


def test_year_and_number_alone_find_the_decisions_that_have_them(site: Site) -> None:
    rows = [row for row in site.rows if "/" in row["number"]][::4]
    for row, found in zip(rows, site.find([row["number"].lstrip("甲乙环罚字许") for row in rows]), strict=True):
        assert row["id"] in found, row["number"]


def test_a_credit_code_and_each_of_its_beginnings_find_exactly_theirs(site: Site) -> None:
    rng = Random(4)
    codes = rng.sample(sorted({row["code"] for row in site.rows if row["code"]}), 12)
    queries = [one[:length].upper() for one in codes for length in range(2, 19)]
    for query, found in zip(queries, site.find(queries), strict=True):
        assert found.keys() == site.scan(lambda row, query=query: row["code"].startswith(query.lower())), query  # type: ignore[misc]


@pytest.mark.parametrize("least", [2, 3])
def test_pinyin_and_initials_find_every_name_in_every_reading_the_usual_one_first(site: Site, least: int) -> None:
    rng, queries, sources = Random(6), [], []
    for _ in range(260):
        row = rng.choice(site.rows)
        spelt = readings(row["name"])
        at = rng.randrange(len(spelt))
        window = spelt[at : at + rng.randint(least, 7)]
        if len(window) < least or any(not one[0].isalpha() or one[0] in row["name"] for one in window):
            continue
        choice = [rng.choice(one) for one in window]
        queries.append("".join(one if least == 2 else one[0] for one in choice))
        usual = all(one == every[0] if least == 2 else one[0] == every[0][0] for one, every in zip(choice, window, strict=True))
        sources.append((row, usual))
    assert len(queries) > 100
    for query, (row, usual), found in zip(queries, sources, site.find(queries), strict=True):
        assert row["id"] in found, (query, row["name"])
        assert not usual or found[row["id"]] < 7, (query, row["name"])


def test_words_of_the_text_are_found_down_to_the_oldest_and_each_hit_has_them(site: Site) -> None:
    rng, queries = Random(7), []
    for row in rng.sample(site.rows, 15):
        text = plain(row["body"])
        at = rng.randrange(max(1, len(text) - 8))
        queries.append(text[at : at + rng.randint(2, 8)])
    for query, found in zip(queries, site.page.evaluate(TEXT, [site.address, queries]), strict=True):
        expected = site.scan(lambda row, query=query: query in plain(row["body"]) or query in plain(row.get("facts", "")))  # type: ignore[misc]
        assert len(found) == len(set(found))
        assert set(found) == expected, query
