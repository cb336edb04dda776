"""What the browser finds among names, numbers and codes made to deceive it, against a plain scan: every hit is one, and none is missing.

Limits are small, so that lists have many blocks and what one of them does not tell must be looked up elsewhere.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

import pytest
from playwright.sync_api import Browser, Page

from publish.search import lists, records, spaces, texts
from publish.search.readings import readings
from tests.content import Content
from tests.deceiving import Row, fill, number_of, plain

WITH_DIGITS = ("公司 第3号", "公司 第号", "公司 2026", "有限 2025", "环罚 2026", "案 第1批", "公司 20265")
LIMITS = ((lists, "LONG", 80), (spaces, "HEAVIEST", 300), (spaces, "SHORT", 6), (texts, "MOST", 32), (records, "MOST", 4))
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
    const hits = [];
    for await (const hit of inText(query, () => true)) if (hit.id) hits.push(hit.id);
    found.push(hits);
  }
  return found;
}"""
Ranks = dict[str, int]  # id → rank


@dataclass
class Site:
    """A built site: what its data tell of each decision, and a window on it."""

    rows: list[Row]
    page: Page
    address: str

    def find(self, queries: list[str]) -> list[Ranks]:
        """Every hit of each query, with its rank."""
        return [dict(hits) for hits in self.page.evaluate(FIND, [self.address, queries])]

    def scan(self, fits: Callable[[Row], bool]) -> set[str]:
        return {row["id"] for row in self.rows if fits(row)}


@pytest.fixture(scope="module")
def site(chromium: Browser, serve: Callable[[Path], str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    content = Content(tmp_path_factory.mktemp("precision"))
    size = fill(content)
    with pytest.MonkeyPatch.context() as patch:
        for module, limit, value in LIMITS:
            patch.setattr(module, limit, value)
        report = content.build()
    assert report.decisions["published"] == size, [one for one in report.findings if one.level > 1][:9]
    rows = [json.loads(line) for path in content.output.glob("data/v1/decisions/*.jsonl") for line in path.read_text("utf-8").splitlines()]
    for row in rows:
        row |= {"name": plain(row["party"]["name"]), "heading": plain(row["title"]), "number": number_of(row.get("document_number", ""))}
        row |= {"code": row["party"].get("uscc", "").lower(), "readings": readings(row["name"])}
    address = serve(content.output)
    page = chromium.new_page()
    page.goto(f"{address}search/")
    yield Site(rows, page, address)
    page.close()


def has(row: Row, word: str) -> bool:
    """Whether a decision has a word in its name, its title or its number; in the latter not where all is digits."""
    number = number_of(word).replace("/", "")
    return word in row["name"] or word in row["heading"] or bool(re.search("[^0-9].", number) and number in row["number"].replace("/", ""))


def expected(site: Site, query: str) -> set[str]:
    """What a query without Latin words must find."""
    number, code = number_of(query), plain(query)
    end = re.search("[0-9]+/[0-9]+$", number)
    tail = end and end[0] == number  # a year and a number alone, which mean decisions of every agency
    whole = site.scan(lambda row: row["number"] == number or bool(tail and re.search(f"(?<![0-9/]){number}$", row["number"])))
    if whole or (whole := site.scan(lambda row: len(code) == 18 and row["code"] == code)):
        return whole
    words = [word for word in map(plain, query.split()) if len(word) > 1]

    def fits(row: Row) -> bool:
        if re.fullmatch("(?=.*[0-9])[0-9a-z]{2,18}", code) and row["code"].startswith(code):
            return True
        if end and row["number"].endswith(number) and re.search(f"(?<![0-9/]){end[0]}$", row["number"]):
            return True
        return bool(words) and all(has(row, word) for word in words)

    return site.scan(fits)


def judge(site: Site, queries: list[str]) -> None:
    """Every query finds what the scan finds, and nothing else."""
    wrong = []
    for query, found in zip(queries, site.find(queries), strict=True):
        if found.keys() != (right := expected(site, query)):
            wrong.append((query, len(right - found.keys()), len(found.keys() - right)))
    assert not wrong, f"{len(wrong)} of {len(queries)}: {wrong[:20]}"  # query, missing, too many


def pieces(rng: Random, text: str, least: int, most: int) -> str:
    """A piece from the beginning, the middle or the end of a text."""
    size = min(rng.randint(least, most), len(text))
    return text[rng.choice((0, rng.randint(0, len(text) - size), len(text) - size)) :][:size]


def latin(text: str) -> bool:
    """Whether a query has a word that is read as pinyin too."""
    return any(re.fullmatch("[a-z]{3,60}", plain(word)) for word in text.split())


def drawn(site: Site, seed: int, count: int, draw: Callable[[Random, Row], str]) -> list[str]:
    """Different queries, from decisions drawn at random."""
    rng, made = Random(seed), set[str]()
    for _ in range(count * 20):
        if len(made) == count:
            break
        query = draw(rng, rng.choice(site.rows))
        if len(plain(query)) > 1 and not latin(query):
            made.add(query)
    return sorted(made)


def test_any_part_of_a_name_or_title_as_it_is_written_finds_exactly_its_decisions(site: Site) -> None:
    judge(site, drawn(site, 1, 1000, lambda rng, row: pieces(rng, rng.choice((row["party"]["name"], row["title"])), 2, 10)))


def test_full_width_capitals_brackets_and_blanks_make_no_difference(site: Site) -> None:
    def wide(text: str) -> str:
        text = text.translate({ord(char): ord(char) + 0xFEE0 for char in map(chr, range(0x21, 0x7F))})
        return f"{text[:1]}（{text[1:]}".upper()

    queries = drawn(site, 12, 100, lambda rng, row: pieces(rng, rng.choice((row["name"], row["heading"])), 2, 10))
    assert site.find([wide(one) for one in queries]) == site.find(queries)


def test_long_parts_are_looked_at_to_the_last_character(site: Site) -> None:
    def draw(rng: Random, row: Row) -> str:
        text = pieces(rng, row["heading"], 13, 30)
        at = rng.randrange(len(text))
        return rng.choice((text, text[:at] + rng.choice("单曾3") + text[at + 1 :]))

    judge(site, drawn(site, 2, 250, draw))


def test_several_words_are_all_had_by_every_hit(site: Site) -> None:
    def draw(rng: Random, row: Row) -> str:
        other = rng.choice(site.rows)
        texts = (row["name"], row["heading"], rng.choice((row, other))["heading"], row["document_number"])
        return " ".join(pieces(rng, rng.choice(texts), 2, 5) for _ in range(rng.randint(2, 3)))

    judge(site, [*drawn(site, 3, 450, draw), *WITH_DIGITS])


def test_numbers_and_parts_of_them_find_exactly_theirs_however_they_are_typed(site: Site) -> None:
    forms: list[Callable[[str], str]] = [
        lambda one: one, lambda one: re.sub(r"[〔〕()（）\[\]【】]", "", one), lambda one: re.sub("[第号字]", "", one),
        lambda one: "".join(chr(ord(char) + 0xFEE0) if "!" <= char <= "~" else char for char in one),
        lambda one: one.replace("〔", "[").replace("〕", "]第00"), lambda one: f" {one} ", lambda one: one.lstrip("甲乙丙"),
        lambda one: re.sub("^[^0-9]+", "", one), lambda one: one[:-2], lambda one: one.replace("〔", " ").replace("〕", " "),
    ]  # fmt: skip
    judge(site, drawn(site, 4, 700, lambda rng, row: rng.choice(forms)(row["document_number"])))
    judge(site, drawn(site, 5, 300, lambda rng, row: pieces(rng, row["document_number"], 2, 9)))


def test_codes_and_beginnings_of_every_length_find_exactly_theirs(site: Site) -> None:
    codes = Random(6).sample(sorted({row["code"] for row in site.rows if row["code"]}), 40)
    judge(site, sorted({one[:length].upper() for one in codes for length in range(2, 19)}))


def spelt(row: Row, query: str) -> int | None:
    """5 where a name may be read so, 7 where only in readings that are not the usual ones; None where it cannot."""
    best: list[int] = []
    for full in (True, False):
        if not full and len(query) < 3:
            continue
        every = [
            [one if full else one[0] for one in reading if not full or one != char]
            for reading, char in zip(row["readings"], row["name"], strict=True)
        ]
        for start in range(len(every)):
            waiting = [(start, "", True)]
            while waiting:
                at, made, usual = waiting.pop()
                if made == query and (not full or at - start > 1):
                    best.append(5 if usual else 7)
                elif at < len(every) and len(made) < len(query):
                    waiting += [(at + 1, made + one, usual and one == every[at][0]) for one in every[at] if query.startswith(made + one)]
    return min(best, default=None)


def test_pinyin_finds_every_name_that_can_be_read_so_and_no_other_the_usual_readings_first(site: Site) -> None:
    rng, queries = Random(7), set[str]()
    while len(queries) < 350:
        row = rng.choice(site.rows)
        full = rng.random() < 0.5
        size = rng.randint(2 if full else 3, 8)
        at = rng.randint(0, max(0, len(row["name"]) - size))
        query = "".join(one if full else one[0] for one in (rng.choice(every) for every in row["readings"][at : at + size]))
        if re.fullmatch("[a-z]{3,60}", query):
            queries.add(query)
    queries |= {"abcdefghijklmnop", "led", "youxiangongsi", "yxgs", "hdhgyxgs", "gfyxgs"}
    wrong = []
    for query, found in zip(sorted(queries), site.find(sorted(queries)), strict=True):
        ranks = {row["id"]: 2 if query in row["name"] + " " + row["heading"] else spelt(row, query) for row in site.rows}
        right = {one: rank for one, rank in ranks.items() if rank}
        if missing := right.keys() - found.keys():
            wrong.append((query, "missing", len(missing), next(row["name"] for row in site.rows if row["id"] in missing)))
        if more := found.keys() - right.keys():
            wrong.append((query, "too many", len(more), next(row["name"] for row in site.rows if row["id"] in more)))
        if turned := [one for one, rank in right.items() if one in found and (found[one] == 7) != (rank == 7)]:
            wrong.append((query, "rank", len(turned), next(row["name"] for row in site.rows if row["id"] in turned)))
    assert not wrong, f"{len(wrong)}: {wrong[:30]}"


def test_words_in_letters_and_in_characters_are_all_had(site: Site) -> None:
    rng, queries = Random(8), set[str]()
    while len(queries) < 120:
        row, other = rng.choice(site.rows), rng.choice(site.rows)
        letters = "".join(one[0][0] for one in other["readings"][:4])
        if re.fullmatch("[a-z]{3,60}", letters) and len(row["name"]) > 1:
            queries.add(f"{pieces(rng, row['name'], 2, 4)} {letters}")
    queries |= {"宏达 yxgs", "公司 led", "宏达 hdhgyxgs", "有限 abcdefghijklmnop"}
    asked = [one for one in sorted(queries) if not latin(one.split()[0])]
    wrong = []
    for query, found in zip(asked, site.find(asked), strict=True):
        word, letters = query.split()
        right = site.scan(
            lambda row, word=word, letters=letters: (
                has(row, word)  # type: ignore[misc]
                and bool(letters in row["name"] or letters in row["heading"] or spelt(row, letters))
            )
        )
        if found.keys() != right:
            wrong.append((query, len(right - found.keys()), len(found.keys() - right)))
    assert not wrong, f"{len(wrong)}: {wrong[:20]}"


def test_text_is_found_to_the_oldest_decision_and_nowhere_else(site: Site) -> None:
    rng, queries = Random(9), set[str]()
    for row in rng.sample(site.rows, 12):
        text = rng.choice((row["facts"], row["body"]))
        queries.add(pieces(rng, text, 2, 8))
    queries = {one for one in queries if len(plain(one)) > 1} | {"é", "ガ", "改正éガ", "号排口 倍责令"}
    asked = sorted(one for one in queries if len(plain(one)) > 1)
    for query, found in zip(asked, site.page.evaluate(TEXT, [site.address, asked]), strict=True):
        words = [word for word in map(plain, query.split()) if len(word) > 1]
        right = site.scan(lambda row, words=words: all(word in plain(row["facts"]) or word in plain(row["body"]) for word in words))  # type: ignore[misc]
        assert len(found) == len(set(found)), query
        assert set(found) == right, query
