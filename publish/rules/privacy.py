"""What must not be read by the public (生态环境行政处罚办法 61–66; 个人信息保护法 28; `domain/rules.md` §2).

The same detectors (`publish.detectors`) look at decisions, here, and at pages, lists, settings and orders, where those are read.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from publish.codes import identity_number_ok, uscc_ok
from publish.detectors import (
    ADDRESS,
    BANK_ACCOUNT,
    EMAIL,
    ID_NUMBER,
    LANDLINE,
    MINOR,
    MOBILE,
    TRAVEL_DOCUMENT,
    Detector,
    masked,
)
from publish.detectors.persons import may_name, named, named_in_full, others
from publish.dossier import Dossier, Rule
from publish.errors import Finding
from publish.strict_yaml import counted


def _leaks(dossier: Dossier, detector: Detector) -> Iterator[Finding]:
    """A finding for each secret of one kind; most decisions have no sign of any.

    Only the body stands as written, so only there lines are counted; what shows up in its rendering alone is told once.
    """
    if not dossier.signs & detector.signs:
        return
    party = dossier.record.party
    known = replace(dossier.facts.known, code=party.uscc, individual=party.type == "individual")
    found_in_body = False
    for name, text, there in dossier.suspects:
        if (name == "body.seen" and found_in_body) or not detector.signs & there:
            continue
        field = name.removesuffix(".seen")
        for down, seen in detector.find(text, known):
            found_in_body = found_in_body or name == "body"
            yield dossier.found(detector.code, field, f"{counted(field)} 中{detector.words(seen)}", down=down if name == "body" else 0)


def id_number(dossier: Dossier) -> Iterator[Finding]:
    """No resident identity number in public text: of 18 or 15 places with a real date and the right check, or after its word.

    规则：公开的任何文字里都不写居民身份证号码：18 位（出生日期和校验位都对）、旧的 15 位，写在“身份证”后面的校验位不对也算；
    中间有空格、横线、换行，用全角数字，同样查得出。当事人自己的统一社会信用代码和写明是代码的别的信用代码不算。
    依据：个人信息保护法第二十八条；生态环境行政处罚办法第六十四条；GB 11643-1999。
    """
    yield from _leaks(dossier, ID_NUMBER)
    code = dossier.record.party.uscc
    if code and identity_number_ok(code) and not uscc_ok(code):
        yield dossier.found("privacy.id_number", "party.uscc", f"party.uscc 中{ID_NUMBER.words(masked(code))}")


def mobile(dossier: Dossier) -> Iterator[Finding]:
    """No mobile number in public text: 1, then 3 to 9, then nine digits, not inside a longer number or a code.

    规则：公开的任何文字里都不写手机号码，不论怎样分段，前面有没有 +86。清单里标为 contact 的列、机关自己的联系方式除外。
    依据：生态环境行政处罚办法第六十四条（联系方式）；个人信息保护法第四条。
    """
    yield from _leaks(dossier, MOBILE)


def landline(dossier: Dossier) -> Iterator[Finding]:
    """No landline next to 电话, 联系方式, 传真 in public text, unless it is an office's own or a service number.

    规则：“电话”“联系方式”“传真”后面不写固定电话：带区号的，或者紧跟着的 7 至 8 位号码。机关文件、网站和清单里写明的办公电话，
    12345 一类热线和 400、800 开头的服务号码除外。
    依据：生态环境行政处罚办法第六十四条（联系方式）。
    """
    yield from _leaks(dossier, LANDLINE)


def bank_account(dossier: Dossier) -> Iterator[Finding]:
    """No bank card in public text, and no account number next to 账号, 卡号, 开户行; the treasury's is none of a party.

    规则：公开的文字里不写银行卡号（16 至 19 位、校验位对），“账号”“账户”“卡号”“开户行”后面不写账号；
    收缴罚款的财政、国库、非税账户写明是哪一种的除外。
    依据：生态环境行政处罚办法第六十四条（个人和单位的银行账号）。
    """
    yield from _leaks(dossier, BANK_ACCOUNT)


def email(dossier: Dossier) -> Iterator[Finding]:
    """No e-mail address in public text, also not spelt with (at), unless it is a government office's.

    规则：公开的文字里不写个人和企业的电子邮箱，把 @ 写成全角、(at) 或 # 的也算。gov.cn 的邮箱和机关写在联系方式里的邮箱除外。
    依据：生态环境行政处罚办法第六十四条（联系方式）。
    """
    yield from _leaks(dossier, EMAIL)


def address(dossier: Dossier) -> Iterator[Finding]:
    """No home address in public text: a place with its street, village or number behind 住址, 家住, 户籍地 and the like.

    规则：“住址”“家住”“户籍地”“现住”后面不写到街道、村组、门牌；当事人是自然人的，“住所”“地址”也算。
    单位的住所、地址、经营场所可以写。只写到县级，或者写成“某路某号”的不算。
    依据：生态环境行政处罚办法第六十四条（家庭住址）。
    """
    yield from _leaks(dossier, ADDRESS)


def travel_document(dossier: Dossier) -> Iterator[Finding]:
    """No number of a passport, a travel permit or an identity card of Hong Kong, Macao or Taiwan next to its word.

    规则：“护照”“往来港澳通行证”“台胞证”“回乡证”“香港身份证”一类词后面不写证件号码。
    依据：个人信息保护法第二十八条；生态环境行政处罚办法第六十四条。
    """
    yield from _leaks(dossier, TRAVEL_DOCUMENT)


def minor(dossier: Dossier) -> Iterator[Finding]:
    """Nothing that tells who is a minor: no age below eighteen, no school; and nobody's birth date.

    规则：不写某人不满十八周岁的年龄、就读的中小学，不写某人是未成年人；任何人的出生日期都不写。
    当事人是未成年人的，填 party.minor: true，不公开。引用法条里的“不满十四周岁的未成年人”不算。
    依据：未成年人保护法第四条、第一百零三条；生态环境行政处罚办法第六十四条（出生日期）。
    """
    yield from _leaks(dossier, MINOR)


def other_person(dossier: Dossier) -> Iterator[Finding]:
    """No name of a person other than the party and its representative; of an individual who is masked not the full name.

    规则：公开的文字里除当事人和它的法定代表人外不写别人的姓名：查办案人员（按执法证号查名录）、法制审核人员、录音录像里说话的人。
    两个字的姓名，本身是普通词、像地名或姓氏容易连成别的词的，前后要有“执法人员”“、”“等”一类的词才算。
    只公开姓氏的自然人，全名不能在别处出现；自然人没有法定代表人。
    依据：生态环境行政处罚办法第六十四条（被处罚人以外的自然人姓名）；个人信息保护法第六条。
    """
    yield from _own_name(dossier)
    party = dossier.record.party
    known = others(dossier.record, dossier.listed("officers"))
    names = {name: known[name] for name in may_name(dossier.joined, known)}
    if not names:
        return
    public = (party.name, party.legal_representative or party.name)
    for name, text in dossier.public_texts:
        if not name.startswith("party.") and named(text, names, public):
            field = name.removesuffix(".seen")
            words = f"{counted(field)} 中有办案、审核人员或其他在场人员的姓名；只能写当事人和它的法定代表人。请改为“执法人员”“见证人”等。"
            yield dossier.found("privacy.other_person", field, words)


def _own_name(dossier: Dossier) -> Iterator[Finding]:
    """The full name of an individual where only the surname may show, and a representative where there can be none."""
    party = dossier.record.party
    if party.type != "individual":
        return
    if party.legal_representative and party.legal_representative != party.name:
        words = "自然人没有法定代表人；写在这里的姓名会公开。请删去 party.legal_representative，或改正 party.type。"
        yield dossier.found("privacy.other_person", "party.legal_representative", words)
    if dossier.facts.policy.privacy.individuals == "full" or not may_name(dossier.joined, [party.name]):
        return
    for name, text in dossier.public_texts:
        if name != "party.name" and named_in_full(text, party.name):
            field = name.removesuffix(".seen")
            words = f"{counted(field)} 中出现了当事人的完整姓名；本地规定只公开姓氏。请改为“当事人”。"
            yield dossier.found("privacy.other_person", field, words)


RULES: tuple[Rule, ...] = (
    id_number,
    mobile,
    landline,
    bank_account,
    email,
    address,
    travel_document,
    minor,
    other_person,
)
