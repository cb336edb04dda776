"""The party of a row: who, of which type, with which code (GB 32100-2015; `publish.rules.identity` judges the same at the gate)."""

from __future__ import annotations

import re

from publish.codes import PLACEHOLDER, identity_number_ok, old_identity_number_ok, uscc_ok
from publish.fields import half_width
from publish.importing.draft import Draft
from publish.model import PARTY_TYPES

TYPES = {
    **{title: name for name, title in PARTY_TYPES.items()},
    "法人": "organization", "非法人组织": "organization", "法人或非法人组织": "organization", "法人或者非法人组织": "organization",
    "法人及其他组织": "organization", "法人或其他组织": "organization", "法人和其他组织": "organization", "单位": "organization",
    "企业": "organization", "个体": "sole_trader", "个体户": "sole_trader", "个人": "individual", "公民": "individual",
    **{name: name for name in PARTY_TYPES},
}  # fmt: skip
# A name that ends so is an organization's; a sole trader's may end in 厂 or 店, so those tell nothing.
ORGANIZATION = re.compile(r".*(公司|集团|委员会|管理局|合作社|研究院|研究所|大学|中学|小学|医院|银行|协会|（有限合伙）|\(有限合伙\))")
CODE = re.compile(r"[0-9A-Z]{18}")


def fill(draft: Draft) -> None:
    """Put the party's name, type, code and representative; without a name there is no decision."""
    name = draft.one_line("party.name")
    if not name:
        draft.refuse("party.name", "没有当事人名称；请在表里补上后再导入")
        return
    draft.put_text("party.name", 200, True, one_line=True)
    code = _code(draft)
    kind = _type(draft, code, name)
    if kind:
        draft.put("party.type", kind)
    else:
        words = {name: f"写 {name}（{title}）" for name, title in PARTY_TYPES.items()}
        draft.lacks("party.type", f"表里看不出是单位、个体工商户还是自然人；请{'、'.join(words.values())}之一")
    if kind == "individual":
        return
    if code:
        draft.put("party.uscc", code)
    else:
        draft.lacks("party.uscc")
    draft.put_text("party.legal_representative", 50, False, one_line=True)


def _code(draft: Draft) -> str:
    """The credit code in the row; "" where there is none, or something else (an identity number) stands in its place."""
    code = re.sub(r"\s", "", half_width(draft.text("party.uscc"))).upper()
    if not code or code == PLACEHOLDER or uscc_ok(code):
        return code
    if identity_number_ok(code) or old_identity_number_ok(code):
        draft.doubt("party.uscc", "里像是身份证号码，没有写进草稿；应为 18 位统一社会信用代码，自然人留空")
        return ""
    if not CODE.fullmatch(code):
        draft.doubt("party.uscc", f"有 {len(code)} 位或含有别的字符，没有写进草稿；应为 18 位统一社会信用代码，请对照营业执照补上")
        return ""
    lost = "；末尾几位都是 0，多半是 Excel 把它存成了数字，请把这一列设为文本格式再填" if code.endswith("000") else ""
    draft.doubt("party.uscc", f"校验位不对，多半有一位写错{lost}；请对照营业执照改正")
    return code


def _type(draft: Draft, code: str, name: str) -> str:
    """The party's type by its column, else its code, else a name that leaves no doubt; "" where none tells."""
    written = re.sub(r"\s", "", draft.text("party.type"))
    by_code = "" if not code else "sole_trader" if code.startswith("92") or code == PLACEHOLDER else "organization"
    kind = TYPES.get(written, "")
    if written and not kind:
        draft.doubt("party.type", f"{draft.said('party.type')}；应为{'、'.join(PARTY_TYPES.values())}之一")
    if kind == "individual":
        if code:
            draft.doubt("party.uscc", "对自然人写了代码，没有写进草稿；自然人没有统一社会信用代码，请核对对象类型")
        return kind
    if kind and by_code and kind != by_code:
        draft.doubt("party.type", f"写的是{PARTY_TYPES[kind]}，而代码{_head(code)}；只有个体工商户的代码以 92 开头。请改正其中一个")
    return kind or by_code or ("organization" if ORGANIZATION.fullmatch(name) else "")


def _head(code: str) -> str:
    return "以 92 开头" if code.startswith("92") else "是个体工商户的占位代码" if code == PLACEHOLDER else "不以 92 开头"
