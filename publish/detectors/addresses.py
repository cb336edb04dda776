"""Where a person lives: a place with its street, village or number behind the words for a home.

住所, 地址 and 经营场所 of an organization are public and are not meant; where the party is an individual, 住所 is a home.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from publish.detectors.reading import Leak, plain, unmarked

HOME = r"家庭(?:住|地)址|现住址?|户籍(?:所在)?(?:地址?|住址|(?=[:：]))?|户口所在地|居住地址?|常住(?:地址?|人口地址)|暂住(?:地址?|于)"
STRONG = re.compile(rf"{HOME}|住\s*址")
WEAK = re.compile(r"家住|居住[于在]|租住[于在]?|[,，。;；]现?住(?=[\u4e00-\u9fff])(?![址所房宅院户建宿持])")
ANYBODY = re.compile(r"住\s*址|[,，。;；]住")  # said of organizations too
OWN = re.compile(r"(?<!单位)(?<!机关)住所(?:地|地址)?|(?:(?<=[,，;；\s(（])|联系|通[讯信])地\s*址(?=\s*[:：])")
MARKS = r"[\s:：为是在于系()（）、，,*_|]{0,6}"
PLACE = re.compile(rf"{MARKS}([^，,。;；\n()（）|]{{2,60}})")
NAMED = r"(?:路|街|道|巷|弄|胡同|村|庄|屯|寨|镇|乡|社区|小区|苑|园|城|庭|公寓|里|坊|湾|楼|区|县|市)"
COUNT = r"[0-9一二三四五六七八九十百〇零甲乙丙A-Za-z\-#]{1,6}"
NUMBERED = re.compile(rf"{NAMED}[^，,。;；\n]{{0,20}}?{COUNT}\s*(?:号|组|栋|幢|座|楼|单元|室|户|队|社|弄|巷)")
RURAL = re.compile(r"[\u4e00-\u9fff](?:省|市|县|区|旗|州)[\u4e00-\u9fff]{1,12}(?:镇|乡|街道|村|路|街|小区|社区|屯|寨)")
HIDDEN = re.compile(r"某|[\u4e00-\u9fff][*×xX＊]+[\u4e00-\u9fff0-9]|[*×xX＊]{2,}号")
OFFICE = re.compile(r"(?:公安|派出所|法院|检察|司法|居委会|村委会|政府|人民|生态环境|部门|机关|管理)")
ORGANIZATION = re.compile(r"(?:公司|厂|店|企业|中心|合作社|单位|场|站|医院|学校|银行)[^。\n]{0,40}$")
PERSON = re.compile(r"法定代表人|负责人|经营者|代理人|联系人|身份证|性别|[男女][,，、。]|出生|民族|公民|某")
BEHIND, AHEAD = 60, 80


def addresses(text: str, individual: bool = False) -> Iterator[Leak]:
    """Home addresses in a text. `individual`: it is about one, whose 住所 is a home."""
    read = plain(unmarked(text))
    told = -1
    found = [(match, True) for match in STRONG.finditer(read)] + [(match, False) for match in WEAK.finditer(read)]
    if individual:
        found += [(match, True) for match in OWN.finditer(read)]
    for word, strong in sorted(found, key=lambda one: one[0].start()):
        place = PLACE.match(read, word.end(), word.end() + AHEAD)
        if word.start() < told or not place or not _is_home(place[1].strip("*_ "), strong):
            continue
        if ANYBODY.fullmatch(word[0]) and not individual and _of_an_organization(read[max(0, word.start() - BEHIND) : word.start()]):
            continue
        told = place.end()
        written = place[1].strip("*_ ")
        yield read.count("\n", 0, word.start()), f"{written[:2]}…（共 {len(written)} 字）"


def _is_home(place: str, strong: bool) -> bool:
    numbered = NUMBERED.search(place)
    told = numbered or (RURAL.search(place) if strong and not OFFICE.search(place) else None)
    return told is not None and not HIDDEN.search(place[: told.end()])


def _of_an_organization(before: str) -> bool:
    return ORGANIZATION.search(before) is not None and not PERSON.search(before)


def words(seen: str) -> str:
    """What a finding says, given the masked form."""
    return f"发现个人住址 {seen}；自然人的住址不公开（生态环境行政处罚办法第六十四条）。请删去，或只写到县级。"
