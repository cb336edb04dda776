"""Under which letter a person's name stands in a long list: that of its surname's reading (拼音首字母)."""

from __future__ import annotations

from publish.search.folding import fold
from publish.search.readings import readings

LETTERS = "abcdefghijklmnopqrstuvwxyz"
OTHER = "other"  # in the place of a letter
# Characters that are read in another way as surnames than in words (现代汉语词典 has these as 姓).
SURNAMES = {
    "单": "shan", "曾": "zeng", "解": "xie", "仇": "qiu", "区": "ou", "查": "zha", "乐": "yue", "翟": "zhai", "覃": "qin", "秘": "bi",
    "折": "she", "种": "chong", "重": "chong", "召": "shao", "祭": "zhai", "繁": "po", "隗": "wei", "佴": "nai", "藏": "zang",
    "乜": "nie",
}  # fmt: skip


def reading(name: str) -> tuple[str, ...]:
    """How a name is read, character by character, to sort by."""
    folded = fold(name)
    read = tuple(one[0] for one in readings(folded))
    return (SURNAMES.get(folded[0], read[0]), *read[1:]) if read else ()


def letter(read: tuple[str, ...]) -> str:
    """The letter of a reading."""
    return read[0][0] if read and read[0][0] in LETTERS else OTHER
