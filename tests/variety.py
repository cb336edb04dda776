"""A content with decisions of every sort, each with values that loaders spoil: codes of digits, leading zeros, formulas."""

from __future__ import annotations

from publish.codes import PLACEHOLDER, USCC_CHARACTERS, USCC_WEIGHTS
from tests.content import Content, credit_code, front_matter
from tests.papers import png

FORMULAS = ("=HYPERLINK(A1)", "+1+1", "-1-1", "@SUM(A1)", "＝甲", "＋甲", "－甲", "＠甲", "'甲", "''甲", "'=1")


def digits_code(head: str) -> str:
    """A right credit code that is all digits and begins with `head`."""
    for number in range(1000):
        body = f"{head}{number:0{17 - len(head)}d}"
        check = (31 - sum(int(ch) * weight for ch, weight in zip(body, USCC_WEIGHTS, strict=True)) % 31) % 31
        if check < 10:
            return body + USCC_CHARACTERS[check]
    raise AssertionError(head)


def fill(content: Content) -> dict[str, str]:
    """Write the decisions; sort → id."""
    made = {}
    for name, head in (("digits", "91990101"), ("zeros", "0099010100")):
        made[name] = content.decision(
            party={"type": "organization", "name": f"某{name}公司", "uscc": digits_code(head), "legal_representative": "王某"},
            region="010203",
        )
    made["person"] = content.person("张三丰", document_number="0042")
    trader = {"type": "sole_trader", "name": "个体工商户", "uscc": PLACEHOLDER}
    made["trader"] = content.decision(party=trader, decided_on="2026-05-31")
    for number, formula in enumerate(FORMULAS):
        made[formula] = content.decision(title=formula, decided_on=f"2026-05-{number + 1:02d}", conclusion=f"{formula}，罚款4000元")
    made["summary"] = content.decision(
        clearance={"office": "办公室", "on": "2026-06-02", "scope": "summary", "reason": "商业秘密",
                   "omit": ["facts", "body", "violation_type", "uscc", "basis", "region", "document_number"]},
    )  # fmt: skip
    made["corrected"] = content.decision(
        corrections=[{"on": "2026-06-04", "note": "改正文号"}, {"on": "2026-06-05", "note": "再改\n一行"}], tags=["water", "air"],
        facts="第一行\n第二行\t有制表符", basis=["《法》第一条", "《条例》“第二条”；第三条"],
        penalty={"violation_type": "超标", "categories": ["罚款", "其他-责令公开道歉"], "fine_yuan": "4000.50", "valid_until": "long",
                 "severity": "general"}, conclusion="罚款4000.50元",
    )  # fmt: skip
    made["attached"] = content.decision(attachments=[{"path": "tu.png", "title": "现场图"}])
    content.write(content.where(made["attached"]).rpartition("/")[0] + "/tu.png", png())
    permit = {"document_title": "准予许可决定书", "category": "其他-备案", "certificate_name": "排污许可证", "certificate_number": "00123",
              "result": "granted", "valid_from": "2026-06-01", "valid_until": "long"}  # fmt: skip
    made["permit"] = content.decision(kind="permit", penalty=None, permit=permit, published_on="2026-06-04")
    coercion = {"measure": "代履行", "starts_on": "2026-06-01", "ends_on": "2026-06-20"}
    made["coercion"] = content.decision(kind="coercion", penalty=None, coercion=coercion)
    columns = [{"name": "no", "title": "序号"}, {"name": "item", "title": "事项"}, {"name": "inside", "title": "内部", "internal": True}]
    about = {"title": "随机抽查事项清单", "basis": "条例", "category": "before", "key": "no", "fields": columns}
    content.write("lists/random-inspections/list.yml", front_matter(about))
    content.write("lists/random-inspections/2020-01-01.csv", "no,item,inside\n0012,=废水,内部值\n013,废气,内部值\n")
    found = {"item": "0012", "inspected_on": "2026-06-01", "method": "on_site", "found": "none"}
    party = {"type": "organization", "name": "某检查公司", "uscc": credit_code(77)}
    made["inspection"] = content.decision(kind="inspection", penalty=None, inspection=found, document_number=None, facts=None, party=party)
    return made
