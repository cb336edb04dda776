"""Who and which: ids, credit codes, party types, agencies (GB 32100-2015; `domain/rules.md` §3)."""

from __future__ import annotations

from collections.abc import Iterator

from publish.codes import PLACEHOLDER, uscc_ok
from publish.dossier import Dossier, Rule
from publish.errors import Finding, Level
from publish.site import Agency
from publish.strict_yaml import shown


def id_format(dossier: Dossier) -> Iterator[Finding]:
    """The id equals the file's name (content-format.md, "A decision").

    规则：决定和撤回令的编号（id）与文件名相同；编号由 inv new、inv withdraw 随机生成，不含当事人和文号的信息。
    依据：内容格式说明。
    """
    stem = dossier.filed.path.rpartition("/")[2].removesuffix(".md")
    if stem != dossier.record.id:
        yield dossier.found("identity.id_format", "id", "id 与文件名不一致；文件名应为 id 加 .md。请改文件名，或用 inv new 重新生成。")


def duplicate_number(dossier: Dossier) -> Iterator[Finding]:
    """One agency gives a document number (文号) once. The decision published first keeps it.

    规则：同一机关的文号各不相同（括号、空格、“第”“号”和前面的零不同，仍算相同）；先公开的一件保留，后来的暂缓。撤回的不算。
    依据：党政机关公文处理工作条例第九条（发文字号）。
    """
    if dossier.twin:
        words = f"文号与 {dossier.twin} 相同；同一机关的文号应各不相同。请核对哪一份写错了。"
        yield dossier.found("identity.duplicate_number", "document_number", words)


def uscc(dossier: Dossier) -> Iterator[Finding]:
    """An organization's or sole trader's credit code is there and passes its check (GB 32100-2015, 5.5).

    规则：单位和个体工商户须写统一社会信用代码，校验位要对；确属登记机关给出的错码，用 uscc_note 写明理由。
    没有代码的个体工商户填 00000000000000000X。执法机关自己的代码必须正确。
    依据：GB 32100-2015；环办执法〔2019〕42号（公示执法对象）。
    """
    party = dossier.record.party
    if party.uscc is None:
        if party.type != "individual":
            words = "缺少 party.uscc（统一社会信用代码）；除自然人外必填，个体工商户没有代码时填 00000000000000000X。请补写。"
            yield dossier.found("identity.uscc", "party", words)
    elif party.uscc != PLACEHOLDER and not uscc_ok(party.uscc) and not party.uscc_note:
        words = (
            "统一社会信用代码的校验位不对，多半有一位写错（如把 0 写成 O）。请对照营业执照改正；"
            "确属登记机关给出的代码时，用 party.uscc_note 写明理由。"
        )
        yield dossier.found("identity.uscc", "party.uscc", words)


def party_type(dossier: Dossier) -> Iterator[Finding]:
    """Codes that begin with 92 are sole traders, and only those; an individual has none (`domain/rules.md` §3).

    规则：以 92 开头的代码是个体工商户，其他代码不是；自然人没有统一社会信用代码。
    依据：GB 32100-2015（登记管理部门代码和机构类别代码）。
    """
    party = dossier.record.party
    if party.uscc is None:
        return
    if party.type == "individual":
        yield dossier.found("identity.party_type", "party.uscc", "自然人没有统一社会信用代码；请删去 party.uscc，或改正 party.type。")
    elif party.uscc == PLACEHOLDER:
        if party.type != "sole_trader":
            words = "占位代码 00000000000000000X 只用于没有代码的个体工商户；请填真实代码，或改正 party.type。"
            yield dossier.found("identity.party_type", "party.uscc", words)
    elif party.uscc.startswith("92") != (party.type == "sole_trader"):
        words = "以 92 开头的代码是个体工商户（sole_trader），其他代码不是；代码与 party.type 不一致。请改正其中一个。"
        yield dossier.found("identity.party_type", "party.type", words)


def agency(dossier: Dossier) -> Iterator[Finding]:
    """The deciding agency has a file in `agencies/`.

    规则：作出决定的机关在 agencies 文件夹里有自己的文件，上级机关也有。
    依据：环办执法〔2019〕42号（公示执法主体）；内容格式说明。
    """
    if dossier.record.agency not in dossier.facts.agencies:
        known = "、".join(sorted(dossier.facts.agencies)[:12]) or "（还没有）"
        words = f"agencies 文件夹里没有 {shown(dossier.record.agency)}.yml；已有：{known}。请改正 agency，或先添加机关文件。"
        yield dossier.found("identity.agency", "agency", words)


def duplicate_id(path: str, words: str) -> Finding:
    """No two decisions, and no two orders, bear one id: which one is meant could not be known.

    规则：每件决定、每份撤回令的编号（id）各不相同；复制来的文件要换一个新编号。
    依据：内容格式说明。
    """
    return Finding(path, 1, "identity.duplicate_id", words, Level.stop)


def agency_faults(agencies: dict[str, Agency]) -> Iterator[tuple[str, str, str]]:
    """(slug, code, words) for agencies whose own data are wrong: the code must be right, the parent known."""
    for slug, one in agencies.items():
        if not uscc_ok(one.uscc):
            yield slug, "identity.uscc", "执法机关自己的统一社会信用代码校验位不对；请对照证书改正。"
        if one.parent and one.parent not in agencies:
            yield slug, "identity.agency", f"上级机关 {shown(one.parent)} 没有文件；请改正 parent，或添加它的文件。"


RULES: tuple[Rule, ...] = (
    id_format,
    duplicate_number,
    uscc,
    party_type,
    agency,
)
