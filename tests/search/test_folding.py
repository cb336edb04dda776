"""Words that mean the same to people are the same once they are folded."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypinyin import lazy_pinyin
from pypinyin.constants import PHRASES_DICT

from publish.search.folding import PLAIN, fold, fold_number
from publish.search.readings import readings, usual

NUMBERS = (
    "苏环罚〔2026〕5号", "苏环罚[2026]5号", "苏环罚（２０２６）第００５号", "苏环罚【2026】005", "苏环罚 2026 5", "苏环罚2026005号",
    "苏环罚「2026」 5 號",
)  # fmt: skip


@pytest.mark.parametrize("typed", NUMBERS)
def test_a_document_number_is_the_same_however_it_is_typed(typed: str) -> None:
    assert fold_number(typed) == "苏环罚2026/5"


def test_numbers_that_differ_in_a_digit_or_in_where_the_year_ends_stay_apart() -> None:
    assert len({fold_number(f"苏环罚〔{year}〕{number}号") for year, number in ((2026, 5), (2026, 51), (2025, 5), (20, 265))}) == 4


def test_brackets_blanks_case_and_width_make_no_difference_in_names() -> None:
    assert fold(" 江苏（ＡＢＣ）宏达·化工 ") == fold("江苏(abc)宏达化工") == "江苏abc宏达化工"


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_hostile_text_folds_to_letters_and_digits(text: str) -> None:
    assert all(char.isalnum() or 0x20000 <= ord(char) < 0x40000 for char in fold(text))
    fold_number(text)


@given(st.text(st.characters(max_codepoint=0xFFFF) | st.sampled_from("环保（）《》，。：A1 \u3000\n\x1c—…％·")))
def test_usual_text_folds_as_it_does_beside_an_unusual_character(text: str) -> None:
    assert fold(text + "Ⅳ") == fold(text) + "iv"
    assert [fold(char) for char in text if PLAIN.fullmatch(char)] == [fold(f"Ⅳ{char}")[2:] for char in text if PLAIN.fullmatch(char)]


def test_a_character_that_is_newer_than_the_program_stays_and_so_does_a_letter_wherever_it_stands() -> None:
    assert fold("𱍐记") == "𱍐记"
    assert fold("ΟΔΟΣ") == fold("οδοσα")[:4]


HETERONYMS = {
    "单": "shan dan chan", "曾": "zeng ceng", "解": "xie jie", "仇": "qiu chou", "区": "ou qu", "重": "zhong chong", "长": "chang zhang",
    "乐": "le yue", "行": "xing hang", "朝": "chao zhao", "查": "zha cha", "盖": "ge gai", "尉": "yu wei", "绿": "lv lu", "厦": "sha xia",
}  # fmt: skip


@pytest.mark.parametrize(("char", "expected"), HETERONYMS.items())
def test_every_reading_of_a_character_is_known(char: str, expected: str) -> None:
    assert set(expected.split()) <= set(readings(char)[0])


def test_the_usual_reading_in_the_word_comes_first() -> None:
    assert [one[0] for one in readings("重庆长寿重型机械abc")] == [
        "chong",
        "qing",
        "chang",
        "shou",
        "zhong",
        "xing",
        "ji",
        "xie",
        "a",
        "b",
        "c",
    ]


def test_words_are_parted_and_read_as_pypinyin_does() -> None:
    words = sorted(PHRASES_DICT)
    assert all(list(usual(word)) == lazy_pinyin(word) for word in words[::7])
    for before, word, after in zip(words[::50], words[3::50], words[11::50], strict=False):
        name = f"{before}a1{word[:-1]}{after}〇㐂{after[1:]}{word}"
        assert list(usual(name)) == lazy_pinyin(name, errors=list)  # type: ignore[arg-type]  # a list is taken too


@given(st.text(alphabet=st.one_of(st.characters(), st.sampled_from("单曾解仇区重长乐行朝嗯ü〇"))))
def test_every_character_of_any_name_has_readings_of_letters_and_digits(text: str) -> None:
    name = fold(text)
    found = readings(name)
    assert len(found) == len(name)
    assert all(one for every in found for one in every)
