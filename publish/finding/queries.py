"""What is asked as a query of the index."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from whoosh.query import And, ConstantScoreQuery, Every, Not, NullQuery, Or, Query, Term

from publish.errors import BadUsage
from publish.finding.layout import BEGINNING
from publish.finding.pinyin import ways
from publish.finding.rows import Row, fragment
from publish.finding.words import Asked, Word
from publish.model import KINDS
from publish.search.folding import fold, fold_number

WEIGHTS = {"party": 4.0, "title": 3.0, "number": 3.0, "text": 1.0, "spelt": 1.0}
EXACT = 1000.0
YEARS = re.compile(r"(\d{4})(?:-(0[1-9]|1[0-2]))?(?:(?:-|至|—|~)(\d{4}))?年?")
CODE = re.compile(r"(?=.*[0-9])[0-9a-z]{2,18}")


@dataclass(frozen=True)
class Known:
    """What values can be named: agencies and topics by name, the months that there are; `has`: whether something is found exactly."""

    agencies: dict[str, str]
    topics: dict[str, str]
    months: list[str]
    has: Callable[[str], bool] = lambda _: False


def months_of(asked: Asked, known: Known) -> list[str]:
    """The months in which something can be found: a year that must be leaves the others out. Raises BadUsage."""
    months = set(known.months)
    for group in asked.groups:
        if all(word.field == "year" for word in group):
            months &= {month for word in group for month in _months(word, known)}
    return sorted(months)


def query(asked: Asked, known: Known) -> Query:
    """Raises BadUsage where a value is not known."""
    plain = [group[0] for group in asked.groups if asked.whole and group[0].plain]
    others = [Or([_word(word, known) for word in group]) for group in asked.groups if group[0] not in plain]
    parts = [*_plain(plain, asked.whole, known), *others]
    excluded = [Not(_word(word, known)) for word in asked.excluded]
    return And([*(parts or [ConstantScoreQuery(Every(), 0.0)]), *excluded])


def _plain(words: list[Word], whole: str, known: Known) -> list[Query]:
    """All plain words; those that are a number or a code together, which may be typed with blanks, as that."""
    if exactly := _exactly(whole, known, "nd"):
        return [exactly]
    every = [_word(word, known) for word in words]
    code = fold(whole)
    return [Or([And(every), _term("whole", f"c{code}", float(len(code)))])] if len(words) > 1 and CODE.fullmatch(code) else every


def _word(word: Word, known: Known) -> Query:
    if word.field:
        return OF_FIELD[word.field](word, known)
    if exactly := _exactly(word.text, known, "n"):
        return exactly
    text = fold(word.text)
    found: list[Query] = [_fragment(name, text) for name in ("party", "title", "text")]
    if len(digits := fold_number(word.text).replace("/", "")) > 1:
        found.append(_fragment("number", digits))
    if CODE.fullmatch(text):
        found.append(_term("whole", f"c{text}", float(len(text))))
    found += _spelt(text)
    return Or([*found, _term("whole", f"p{text}", EXACT), _term("whole", f"t{text}", EXACT / 2)])


def _exactly(text: str, known: Known, sorts: str) -> Query | None:
    """What is a whole document number or credit code that there is, and so means its own decisions and no others."""
    if not any(char.isdigit() for char in text):
        return None
    terms = [f"{sort}{fold_number(text)}" for sort in sorts] + ([f"c{fold(text)}"] if len(fold(text)) == 18 else [])
    return next((_term("whole", term, EXACT) for term in terms if known.has(term)), None)


def _number(word: Word, known: Known) -> Query:
    digits = fold_number(word.text).replace("/", "")
    return _exactly(word.text, known, "nd") or (_fragment("number", digits) if len(digits) > 1 else NullQuery)


def _code(word: Word, _: Known) -> Query:
    code = fold(word.text)
    if len(code) < BEGINNING:
        raise BadUsage(f"信用代码至少写前 {BEGINNING} 位：{word.text}")
    return _term("whole", f"c{code}", EXACT)


def _party(word: Word, known: Known) -> Query:
    return Or([_text(word, known), *_spelt(fold(word.text))])


def _text(word: Word, _: Known) -> Query:
    return _fragment(word.field, fold(word.text))


def _agency(word: Word, known: Known) -> Query:
    return _named("agency", word, known.agencies, "机关")


def _kind(word: Word, _: Known) -> Query:
    return _named("kind", word, KINDS, "类别")


def _topic(word: Word, known: Known) -> Query:
    return _named("topic", word, known.topics, "主题")


def _year(word: Word, known: Known) -> Query:
    return _any("month", _months(word, known))


OF_FIELD: dict[str, Callable[[Word, Known], Query]] = {
    "party": _party, "title": _text, "text": _text, "number": _number, "code": _code,
    "agency": _agency, "kind": _kind, "topic": _topic, "year": _year,
}  # fmt: skip


def _months(word: Word, known: Known) -> list[str]:
    match = YEARS.fullmatch(word.text.strip())
    if not match or (match[2] and match[3]):
        raise BadUsage(f"年份应写作 2026、2024-2026，或者年月 2026-05：{word.text}")
    if match[2]:
        return [month for month in known.months if month == f"{match[1]}-{match[2]}"]
    return [month for month in known.months if match[1] <= month[:4] <= (match[3] or match[1])]


def _named(field: str, word: Word, names: dict[str, str], title: str) -> Query:
    """The values that a word names: by key, or by part of a name."""
    text = fold(word.text)
    found = [key for key, name in names.items() if text and (key == word.text.lower() or text in fold(name))]
    if not found:
        some = "、".join([f"{name}（{key}）" for key, name in names.items()][:10])
        raise BadUsage(f"没有名称里有“{word.text}”的{title}。" + (f"有：{some}{'等' if len(names) > 10 else ''}。" if some else ""))
    return _any(field, found)


def _any(field: str, values: list[str]) -> Query:
    return ConstantScoreQuery(Or([Term(field, value) for value in values]), 0.0) if values else NullQuery


def _spelt(text: str) -> list[Query]:
    return [Row("spelt", way, list(range(len(way))), WEIGHTS["spelt"]) for way in ways(text)]


def _fragment(field: str, text: str) -> Query:
    return fragment(field, text, WEIGHTS[field])


def _term(field: str, text: str, score: float) -> Query:
    return ConstantScoreQuery(Term(field, text), score)
