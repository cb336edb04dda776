"""Signatures over decisions and orders (content-format.md, "Signatures").

Which are needed, and whose count, is said by the trust folder (`publish.signing.trust`); what each signature proves, as of the
record's own day, comes with the dossier (`publish.signing.seals`).

级别：决定暂缓；撤回令和信用修复令照常撤下决定，恢复令不生效。
"""

from __future__ import annotations

from collections.abc import Iterator

from publish.dossier import Dossier, Rule
from publish.errors import Finding, Level
from publish.signing.needs import ROLES
from publish.signing.signatures import Signature
from publish.signing.signatures import same_person as by_one_person

ONE_SIGNATURE = "这份令没有签名；须有法制审核（legal）或公开审批（publisher）一个人的签名"
SAME = "两个签名出自同一个人或同一把钥匙；法制审核和公开审批应由两个人分别签名。请由另一个人重新签其中一个。"
AFTER = {
    "withdraw": "；要撤回的决定已照常撤下，公告只写原因。",
    "repair": "；要撤下的决定已照常撤下。",
    "restore": "；恢复令没有生效。",
}
NO_REVISION = "签名的文件应写 revision（第几次签名的版本，第一次写 1）。请补写 revision，再由两人用 inv approve 签名。"


def missing(dossier: Dossier) -> Iterator[Finding]:
    """A decision bears the signatures that its agency needs, and says of which revision they are.

    规则：管理员规定须签名的机关，每件决定要有规定的签名（法制审核 legal、公开审批 publisher），并写明 revision；
    撤回和信用修复要有一个签名，恢复要有两个。
    依据：行政处罚法第五十七条、第五十八条（决定前的审查、法制审核）；环办执法〔2019〕42号（公开前的审查）；电子签名法第十三条。
    """
    needs, record = dossier.facts.trust, dossier.record
    if needs is None and not dossier.signatures:
        return
    needed = needs.roles(record.agency, record.published_on or record.decided_on, record.id) if needs else ()
    there = {one.role for one in dossier.signatures}
    for role in needed:
        if role not in there:
            words = (
                f"没有{ROLES[role]}（{role}）的签名；{record.agency} 的决定须签名后才能公开。请有权限的人运行 inv approve --role {role}。"
            )
            yield dossier.found("signature.missing", "id", words)
    if record.revision is None and (needed or there):
        yield dossier.found("signature.missing", "id", NO_REVISION)


def invalid(dossier: Dossier) -> Iterator[Finding]:
    """Each signature is over this very file and its attachments, by a key that counted on the day; and no older revision comes back.

    规则：签名须由登记过、当时有效、没有被吊销的钥匙作出，签名以后文件和附件一个字也不能改（换行方式除外）；
    revision 只能增大，不能拿旧版本充当新版本。
    依据：电子签名法第十三条、第十四条；内容格式说明。
    """
    for one in dossier.signatures:
        if one.code == "signature.invalid":
            yield dossier.found("signature.invalid", "id", one.fault)
    released, revision = dossier.released, dossier.record.revision or 0
    if released is None:
        return
    if revision < released.revision:
        last = released.revision
        words = f"revision 是 {revision}，已公开过第 {last} 版；旧版本不能再公开。请恢复最新的文件，或改好后写 {last + 1} 重新签名。"
        yield dossier.found("signature.invalid", "revision", words)
    elif revision == released.revision and any(one.counts and one.text != released.text for one in dossier.signatures):
        words = f"第 {revision} 版已公开过，现在的内容与那时不同。请把 revision 改为 {revision + 1}，再由两人重新签名。"
        yield dossier.found("signature.invalid", "revision", words)


def role(dossier: Dossier) -> Iterator[Finding]:
    """Each signature is by someone who may sign in that role, and was made for it.

    规则：法制审核的签名只能由登记为 legal 的人作出，公开审批的签名只能由登记为 publisher 的人作出；一种签名不能当作另一种。
    依据：行政处罚法第五十八条（法制审核人员）；环办执法〔2019〕42号。
    """
    for one in dossier.signatures:
        if one.code == "signature.role":
            yield dossier.found("signature.role", "id", one.fault)


def same_person(dossier: Dossier) -> Iterator[Finding]:
    """Legal review and publication are signed by two people, with two keys.

    规则：法制审核和公开审批由两个人分别签名；同一个人、同一把钥匙不能签两个。
    依据：行政处罚法第五十七条、第五十八条（法制审核和决定分属两道程序）；国办发〔2018〕118号。
    """
    if by_one_person(dossier.signatures):
        yield dossier.found("signature.same_person", "id", SAME)


def of_order(path: str, line: int, action: str, needed: bool, signatures: tuple[Signature, ...]) -> list[Finding]:
    """What is wrong with the signatures over an order: a restore needs two people, any other order one, where `needed`."""
    restores = action == "restore"
    after = AFTER[action]
    found = [(one.code, one.fault) for one in signatures if not one.counts]
    valid = [one for one in signatures if one.counts]
    lacking = [name for name in ROLES if name not in {one.role for one in signatures}]
    if needed and lacking and len(signatures) < (2 if restores else 1):
        wanted = "还须有" + "、".join(f"{ROLES[name]}（{name}）" for name in lacking) + "的签名" if restores else ONE_SIGNATURE
        found.append(("signature.missing", f"{wanted}。请有权限的人运行 inv approve。"))
    if restores and by_one_person(tuple(valid)):
        found.append(("signature.same_person", SAME))
    return [Finding(path, line, code, words.removesuffix("。") + after, Level.hold) for code, words in found]


RULES: tuple[Rule, ...] = (missing, invalid, role, same_person)
