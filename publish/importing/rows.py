"""One row to one draft: penalties and permits, with what is missing and what is doubtful.

Nothing is guessed that the law counts from: a date of decision that the table does not tell stays to be filled in, also where the
day of publication is known. A row is refused where it has no party, no agency that is known, no year to stand under, or where an
identity number stands in a column that would be published.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from publish.codes import uscc_ok
from publish.detectors import leaks
from publish.fields import half_width
from publish.importing import parties
from publish.importing.agency_names import AgencyNames
from publish.importing.cells import basis_of, categories_of, day_of, day_or_long, permit_category_of, yuan_of
from publish.importing.columns import Line
from publish.importing.draft import Draft
from publish.importing.workbook import MAX_CELL
from publish.model import Party
from publish.naming import shown_name
from publish.site import Privacy

NEVER = ("id_number", "travel_document")  # not even in a draft: git keeps what was once committed
UNIT_SLIP = Decimal(100_000_000)  # 10,000 万元
NUMBER_YEAR = re.compile(r"[〔【\[（(［]\s*((?:19|20)\d{2})\s*[〕】\]）)］]|((?:19|20)\d{2})")
RESULTS = (("注销", "cancelled"), ("不予", "refused"), ("变更", "changed"), ("延续", "renewed"))


def draft_of(line: Line, names: AgencyNames, default_agency: str, today: date) -> Draft:
    """A row's draft. `default_agency`: the slug for rows whose own agency is not known ("" for none)."""
    draft = Draft(line)
    if line.surplus and not line.sheet:
        words = f"这一行比列名多出 {line.surplus} 格，多半是某一格里的逗号没有加引号，后面的内容都错了位"
        draft.refusals.append(f"{words}；请给那一格加上引号，或给多出的列补上列名。")
    _watch_for_secrets(draft)
    if draft.refusals:
        return draft
    draft.put("status", "draft")
    draft.put("kind", line.kind)
    parties.fill(draft)
    _agency(draft, names, default_agency)
    draft.put_text("document_number", 128, True, one_line=True)
    _days(draft, today)
    draft.put_text("conclusion", 4000, True)
    if line.kind == "penalty":
        _penalty(draft)
    else:
        _permit(draft)
    if basis := basis_of(draft.text("basis")):
        draft.put("basis", basis)
    else:
        draft.lacks("basis")
    if "published_on" not in draft.fields:
        draft.missing.append("published_on（公开日期），批准时填写")
    _title(draft)
    return draft


def _watch_for_secrets(draft: Draft) -> None:
    code = re.sub(r"\s", "", half_width(draft.text("party.uscc"))).upper()
    for name, cell in draft.line.cells.items():
        if len(cell) > MAX_CELL:
            draft.refuse(name, f"有 {len(cell)} 字；一格应不超过 {MAX_CELL} 字，请缩短")
            continue
        if name in ("party.uscc", "agency.uscc"):
            continue
        for _, leak, words in leaks(cell.replace(code, "") if uscc_ok(code) else cell):
            if leak.removeprefix("privacy.") in NEVER:
                draft.refuse(name, f"{words.removesuffix('。')}；不能写进内容仓库，请在表里删去后再导入")
            else:
                draft.doubt(name, words.removesuffix("。"))


def _agency(draft: Draft, names: AgencyNames, default: str) -> None:
    """By code, by name, else as the command says. A code and a name of two agencies are not reconciled by guessing."""
    code, name = draft.one_line("agency.uscc"), draft.one_line("agency")
    by_code, by_name = names.by_code(code), names.by_name(name)
    if by_code and by_name and by_code != by_name.slug:
        draft.refuse("agency", f"{draft.said('agency')}，而机关代码是 {names.title(by_code)}的；请改正其中一个")
        return
    if by_code is not None:
        slug = by_code
        if name and by_name is None:
            draft.doubt("agency", f"{draft.said('agency')}，对应不上已有的机关，按机关代码记为 {names.title(slug)}；请核对")
    elif by_name is not None:
        slug = by_name.slug
        if code:
            draft.doubt("agency.uscc", f"与 agencies 里 {names.title(slug)}的代码不同，按机关名称记；请核对")
        if by_name.doubt:
            draft.doubt("agency", f"{draft.said('agency')}，{by_name.doubt}：{names.title(slug)}；请核对")
    elif default:
        slug = default
        if name:
            draft.doubt("agency", f"{draft.said('agency')}，对应不上已有的机关，按 --agency 记为 {names.title(slug)}；请核对")
    elif name:
        draft.refuse("agency", f"{draft.said('agency')}，agencies 文件夹里没有这个机关，或对得上的不止一个；请添加机关，或用 --agency 指定")
        return
    else:
        draft.refuse("agency", "没有写执法机关；请在表里补上，或用 --agency 指定")
        return
    draft.agency = slug
    draft.put("agency", slug)


def _day(draft: Draft, name: str, needed: bool) -> date | None:
    """A date field from its cell; what cannot be read as a date is told and left to be filled in."""
    if not draft.text(name):
        if needed:
            draft.lacks(name)
        return None
    day = day_of(draft.text(name))
    if day is None or day.year >= 2099:
        words = f"{draft.column(name)}{draft.said(name)}，不是日期；应如 2026-05-12"
        if needed:
            draft.lacks(name, words)
        else:
            draft.doubts.append(f"{words}。没有写进草稿。")
        return None
    draft.put(name, day)
    return day


def _end(draft: Draft, name: str, begin: date | None) -> None:
    """A date that may be without end (2099-12-31)."""
    if not draft.text(name):
        return
    day = day_or_long(draft.text(name))
    if day is None:
        draft.doubt(name, f"{draft.said(name)}，不是日期；应如 2026-05-12，长期写 2099-12-31。没有写进草稿")
    elif name != "public_until" or day != "long":  # without end is what a decision has that says nothing
        draft.put(name, day)
        if begin and day != "long" and day < begin:
            draft.doubt(name, f"{draft.said(name)}，早于开始的日期 {begin}；请核对")


def _days(draft: Draft, today: date) -> None:
    decided = _day(draft, "decided_on", True)
    public = _day(draft, "published_on", False)
    if decided and decided > today:
        draft.doubt("decided_on", f"{draft.said('decided_on')}，晚于今天；请核对")
    if public and public <= today:
        draft.put("imported_on", today)  # public before, elsewhere
    if public and decided and public < decided:
        draft.doubt("published_on", f"{draft.said('published_on')}，早于作出日期 {decided}；请核对")
    _end(draft, "public_until", decided)
    if year := NUMBER_YEAR.search(half_width(draft.one_line("document_number"))):
        draft.year = int(year[1] or year[2])
    draft.year = decided.year if decided else draft.year or (public.year if public else 0)
    if not decided and draft.year:
        draft.doubts.append(f"没有作出日期，文件先放在 {draft.year} 年的文件夹；补上的日期是别的年份时，请移到那一年的文件夹。")
    if not draft.year:
        draft.refuse("decided_on", "没有能读出的日期，文号里也没有年份，不知道放在哪一年；请在表里补上后再导入")


def _money(draft: Draft, name: str) -> Decimal | None:
    """Yuan from a cell; None for an empty one, for nought, and for one that cannot be read, which is told."""
    if not draft.text(name):
        return None
    yuan, wrong = yuan_of(draft.text(name), draft.line.columns[name].unit)
    if yuan is None:
        draft.doubt(name, f"{draft.said(name)}，{wrong}。没有写进草稿，请核对后补上")
    elif yuan > UNIT_SLIP:
        draft.doubt(name, f"合 {yuan} 元，超过一亿元；请核对是不是把元当成了万元")
    if yuan:
        draft.put(name, yuan)
    return yuan or None


def _penalty(draft: Draft) -> None:
    draft.put_text("facts", 5000, True)
    draft.put_text("penalty.violation_type", 2000, True)
    found, doubts = categories_of(draft.text("penalty.categories"), draft.text("conclusion"))
    for words in doubts:
        draft.doubt("penalty.categories", f"：{words}")
    if found:
        draft.put("penalty.categories", found)
    else:
        draft.lacks("penalty.categories", "处罚种类要补写" if doubts else "")
    fine, taken = _money(draft, "penalty.fine_yuan"), _money(draft, "penalty.confiscated_yuan")
    if "罚款" in found and fine is None:
        draft.lacks("penalty.fine_yuan")
    if fine and found and "罚款" not in found:
        draft.doubt("penalty.fine_yuan", "有金额，而处罚种类里没有罚款；请改正其中一个")
    if any(one.startswith("没收") for one in found) and taken is None:
        draft.lacks("penalty.confiscated_yuan")
    draft.put_text("penalty.certificate", 200, any("许可证件" in one for one in found), one_line=True)
    decided = draft.fields.get("decided_on")
    _end(draft, "penalty.valid_until", decided)


def _permit(draft: Draft) -> None:
    draft.put_text("permit.document_title", 200, True, one_line=True)
    category = permit_category_of(draft.text("permit.category"))
    if category:
        draft.put("permit.category", category)
    else:
        wrong = f"{draft.column('permit.category')}{draft.said('permit.category')}；应为普通、特许、认可、核准、登记或“其他-…”"
        draft.lacks("permit.category", wrong if draft.text("permit.category") else "")
    draft.put_text("permit.certificate_name", 200, False, one_line=True)
    draft.put_text("permit.certificate_number", 200, False, one_line=True)
    title = draft.one_line("permit.document_title")
    result = next((result for sign, result in RESULTS if sign in title), "granted")
    draft.put("permit.result", result)
    if result != "granted":
        draft.doubt("permit.document_title", f"{draft.said('permit.document_title')}，许可结果写成了 {result}；请核对")
    if draft.one_line("permit.state") in ("2", "无效"):
        draft.doubt("permit.state", "写的是 2（无效）；请核对这一件是否应当公开")
    begin = _day(draft, "permit.valid_from", False)
    _end(draft, "permit.valid_until", begin or draft.fields.get("decided_on"))


def _title(draft: Draft) -> None:
    """The table's title, else one made of the party (an individual's name masked) and what was found or granted."""
    draft.put_text("title", 200, False, one_line=True)
    party = draft.fields.get("party", {})
    if "title" in draft.fields or not party.get("name"):
        return
    kind = party.get("type", "individual")
    if "type" not in party:
        draft.doubts.append("看不出是不是自然人，标题里的名称只写了第一个字；补上对象类型后，请把标题补全。")
    name = shown_name(Party(type=kind, name=party["name"][:200]), Privacy(individuals="surname"))
    what = draft.one_line("penalty.violation_type" if draft.line.kind == "penalty" else "permit.document_title")
    about = re.split(r"[；;，,。]", what)[0]
    draft.put("title", f"{name}{about}{'行政处罚' if draft.line.kind == 'penalty' else '行政许可'}案"[:200])
