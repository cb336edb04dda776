"""Secrets are found however they are written, and what offices write every day is taken for none."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publish.codes import ID_CHECKS, ID_WEIGHTS, USCC_CHARACTERS, USCC_WEIGHTS
from publish.detectors import DETECTORS, leaks
from publish.fields import half_width

FULL = str.maketrans({str(digit): chr(0xFF10 + digit) for digit in range(10)} | {"X": "Ｘ", "@": "＠"})
CIRCLED = str.maketrans({"0": "⓪", **{str(digit): chr(0x2460 + digit - 1) for digit in range(1, 10)}})
UNSEEN = st.sampled_from(["\u200b", "\u2060", "\ufeff", "\u00ad", "\u202e", "\u0336", "\ufe0f", "**", "`", "\\"])
DIGITS = st.text("0123456789", min_size=20, max_size=20)


@st.composite
def identity_numbers(draw: st.DrawFn) -> str:
    digits, born = draw(DIGITS), draw(st.dates(min_value=date(1930, 1, 1), max_value=date(2020, 12, 31)))
    body = f"{draw(st.integers(11, 65))}{digits[:4]}{born:%Y%m%d}{digits[4:7]}"
    return body + ID_CHECKS[sum(int(digit) * weight for digit, weight in zip(body, ID_WEIGHTS, strict=True)) % 11]


@st.composite
def mobiles(draw: st.DrawFn) -> str:
    return f"1{draw(st.integers(3, 9))}{draw(DIGITS)[:9]}"


@st.composite
def cards(draw: st.DrawFn) -> str:
    body = f"62{draw(st.integers(24, 89))}{draw(DIGITS)[: draw(st.sampled_from([11, 14]))]}"
    total = 0
    for place, digit in enumerate(reversed(body)):
        value = int(digit) * (2 - place % 2)
        total += value - 9 if value > 9 else value
    return body + str(-total % 10)


@st.composite
def hidden_in(draw: st.DrawFn, secret: str) -> str:
    """One way to write a number so that a person still reads it."""
    way = draw(st.integers(0, 5))
    if way == 0:
        return secret.translate(FULL)
    if way == 1:
        return secret.translate(CIRCLED)
    if way == 2:
        return draw(UNSEEN).join(secret)
    cuts = sorted(draw(st.sets(st.integers(2, len(secret) - 2), min_size=1, max_size=3)))
    parts = [secret[start:end] for start, end in zip([0, *cuts], [*cuts, len(secret)], strict=True)]
    if way == 3:
        return draw(UNSEEN).join(parts)
    if way == 4:
        return f"{secret[: cuts[0]]}\n{secret[cuts[0] :]}"
    size = {11: (3, 7), 16: (4, 8, 12), 18: (6, 14), 19: (4, 8, 12, 16)}[len(secret)]
    parts = [secret[start:end] for start, end in zip([0, *size], [*size, len(secret)], strict=True)]
    return draw(st.sampled_from([" ", "-", "\u3000", "\xa0", "－", "  ", " - "])).join(parts)


AROUND = st.sampled_from([("当事人", "。"), ("（", "）"), ("联系人王某", "，"), ("", ""), ("号码：", "；"), ("| ", " |"), ("TEL", "。")])


def codes(text: str) -> set[str]:
    return {code for _, code, _ in leaks(text)}


def assert_found(secret: str, written: str, around: tuple[str, str], code: str) -> None:
    text = f"第一行。\n{around[0]}{written}{around[1]}"
    found = [one for one in leaks(text) if one[1] == code]
    assert found, repr(text)
    assert found[0][0] == 1
    for _, _, words in found:
        assert secret[2:-2] not in re.sub(r"\W", "", half_width(words)), "说出了秘密"


@settings(max_examples=400, deadline=None, derandomize=True)
@given(st.data(), identity_numbers(), AROUND)
def test_an_identity_number_is_found_however_it_is_written(data: st.DataObject, secret: str, around: tuple[str, str]) -> None:
    assert_found(secret, data.draw(hidden_in(secret)), around, "privacy.id_number")


@settings(max_examples=400, deadline=None, derandomize=True)
@given(st.data(), mobiles(), AROUND)
def test_a_mobile_number_is_found_however_it_is_written(data: st.DataObject, secret: str, around: tuple[str, str]) -> None:
    assert_found(secret, data.draw(hidden_in(secret)), around, "privacy.mobile")


@settings(max_examples=400, deadline=None, derandomize=True)
@given(st.data(), cards(), AROUND)
def test_a_bank_card_is_found_however_it_is_written(data: st.DataObject, secret: str, around: tuple[str, str]) -> None:
    if around[0] != "TEL":
        assert_found(secret, data.draw(hidden_in(secret)), around, "privacy.bank_account")


@st.composite
def credit_codes(draw: st.DrawFn) -> str:
    body = draw(st.sampled_from(["91", "92", "11", "12", "52", "N2"])) + draw(st.text("0123456789", min_size=6, max_size=6))
    body += draw(st.text(USCC_CHARACTERS, min_size=9, max_size=9))
    total = sum(USCC_CHARACTERS.index(ch) * weight for ch, weight in zip(body, USCC_WEIGHTS, strict=True))
    return body + USCC_CHARACTERS[(31 - total % 31) % 31]


@settings(max_examples=300, deadline=None, derandomize=True)
@given(credit_codes(), st.integers(1, 999))
def test_a_credit_code_and_a_permit_number_are_no_secret(code: str, number: int) -> None:
    assert codes(f"当事人（统一社会信用代码：{code}），排污许可证编号{code}{number:03}V。") == set()


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.dates(), st.integers(1, 99999), st.integers(0, 10**13), st.decimals(73, 135, places=6), st.decimals(3, 53, places=6))
def test_numbers_of_every_day_are_no_secret(day: date, number: int, fen: int, east: Decimal, north: Decimal) -> None:
    texts = (
        f"甲环罚〔2026〕{number}号，甲环罚字【{day:%Y}】第{number:05}号，立案号2026-{number:05}，",
        f"{day}，{day:%Y.%m.%d}，{day:%Y/%m/%d} {number % 24:02}:{number % 60:02}:{number % 60:02}，{day:%Y年%m月%d日}，",
        f"{fen / 100:,.2f}元，{fen // 100}元，{fen / 100:.2f}元，",
        f"GB {number}-{day:%Y} {number % 300}，HJ{number % 2000}.1-2019，DB35/T {number}-2019 {number % 200}，",
        f"东经{east}，北纬{north}，E{east} N{north}，({east}, {north})",
    )
    for text in texts:
        assert codes(text) == set(), text


HARMLESS = """
排污许可证编号：913501007XXXXXX00001P；固定污染源排污登记编号 hb350100500000123456R001Z。
监测报告编号：FJHJ202603150123，（闽）测字第2026031500123号，CMA 证书编号 171312340123。
2026年3月2日14时30分至2026-03-02 16:45，执法人员持证（35010001、35010002）到场检查。
危险废物转移联单编号 20263501000012345678，车牌号闽A12345。
化学需氧量 395 mg/L、氨氮 28.7 mg/L、总磷 1.35 mg/L，分别超标 6.9、4.7、1.7 倍。
排放口编号 DW001，自动监测数据 13.5、14.6、15.7、16.8、17.9，流量 18000 m³/d。
举报电话：12369、12345；监督热线 12315；客服 400-123-4567。
缴款码 35010026000000123456，缴款识别码：3501002600000012345X。
罚款人民币 1,350,000.00 元（大写：壹佰叁拾伍万元整），每日按 3% 加处罚款。
当事人住所地：福建省福州市鼓楼区东街12号；经营场所：福州市仓山区金山大道618号3号楼。
厂区距离最近居民住宅 150 米，居住区位于东侧，住户约 300 户。
附近东街小学学生反映异味，经核实为餐饮油烟；群众来信来访 15 件。
《中华人民共和国水污染防治法》第八十三条第二项；GB 8978-1996；HJ 91.1-2019；DB35/ 1311-2013。
当事人于2012年5月3日登记成立，2015年3月生产线投产，使用年限已满 15 年。
| 监测项目 | 测定值 | 标准限值 |
| --- | --- | --- |
| 化学需氧量 | 180 | 150 |
| 悬浮物 | 1990 | 18000 |
企业开户行信息未提供；未取得开户许可；账户余额 0 元。
经电话通知，当事人未到场；联系方式已核对；见证人联系不上。
对3#锅炉、5#排气筒@15m处采样，烟气温度 135℃，含氧量 9.5%。
第一三五条、二〇二六年三月二日、二〇一五至二〇一九年。
投诉人反映该厂 2026 1 3 9 1 2 号机组夜间生产。
工业固体废物 1350 1420 1561 吨；产值 18 250 000 元。
""".strip().splitlines()


@pytest.mark.parametrize("text", HARMLESS)
def test_what_decisions_say_every_day_holds_none(text: str) -> None:
    assert list(leaks(text)) == []


def test_all_of_it_together_holds_none_either() -> None:
    assert list(leaks("\n".join(HARMLESS))) == []


SECRETS = {
    "privacy.id_number": "证号11010519491231002X",
    "privacy.mobile": "电话13912345678",
    "privacy.landline": "电话0591-87654321",
    "privacy.bank_account": "账号35001234567890",
    "privacy.email": "邮箱zhangsan@example.com",
    "privacy.address": "住址：甲市东街12号",
    "privacy.travel_document": "护照E12345678",
    "privacy.minor": "王某系未成年人",
}


def test_every_detector_has_an_example_here() -> None:
    assert set(SECRETS) == {one.code for one in DETECTORS}


@pytest.mark.parametrize("code", SECRETS)
def test_one_secret_gives_one_finding_of_its_own_code(code: str) -> None:
    assert [found for _, found, _ in leaks(SECRETS[code])] == [code]


@pytest.mark.parametrize(("one", "other"), [(one, other) for one in SECRETS for other in SECRETS if one != other])
def test_one_secret_hides_no_other(one: str, other: str) -> None:
    assert codes(f"{SECRETS[one]}，{SECRETS[other]}。") == {one, other}


@pytest.mark.parametrize("code", SECRETS)
def test_what_a_finding_says_is_no_finding(code: str) -> None:
    for _, _, words in leaks(SECRETS[code]):
        assert codes(words) == set()


@pytest.mark.parametrize("text", ["1 " * 50_000, "1\n" * 50_000, "电话" * 50_000, "住址" * 50_000, "a@" * 50_000, "现住：" + "村" * 50_000])
def test_a_hostile_text_costs_no_more_than_its_length(text: str) -> None:
    start = process_time()
    list(leaks(text))
    assert process_time() - start < 15
