"""Whether the amounts of a penalty agree with its categories and with its text (`domain/credit-columns.md`, columns 18–21)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from publish.amounts import Amount, fixed
from publish.dossier import Dossier, Rule
from publish.errors import Finding
from publish.model import Penalty
from publish.numerals import capital

FINE = "罚款"
GAINS = "没收违法所得"
GOODS = "没收非法财物"
KINDS = (("fine", "fine_yuan", FINE), ("confiscated", "confiscated_yuan", "没收"))
SLIP = 10_000  # 元 for 万元, or the other way round
FEW_YUAN = 100  # below this a fine that the text does not say is likely one in 万元


def category(dossier: Dossier) -> Iterator[Finding]:
    """A category that takes money has its amount, and an amount has its category.

    规则：处罚类别有罚款的写 fine_yuan，有没收违法所得的写 confiscated_yuan；写了金额的，处罚类别里也要有这一类。
    依据：行政处罚法第九条；发改办财金〔2018〕424号（处罚类别、罚款金额、没收金额）。
    """
    penalty = dossier.record.penalty
    if penalty is None:
        return
    categories = set(penalty.categories)
    fine, taken = penalty.fine_yuan, penalty.confiscated_yuan
    if FINE in categories and not fine:
        words = "penalty.categories 里有罚款，但 penalty.fine_yuan 没有金额；应写罚款的元数，如 50000。请补写，或删去罚款一类。"
        yield dossier.found("amount.category", "penalty.categories", words)
    elif FINE not in categories and fine:
        words = "penalty.fine_yuan 有金额，但 penalty.categories 里没有罚款。请在处罚类别里加上罚款，或删去金额。"
        yield dossier.found("amount.category", "penalty.fine_yuan", words)
    elif FINE not in categories and fixed(dossier.amounts[0], "fine"):
        words = "conclusion 写了罚款的金额，但 penalty.categories 里没有罚款。请加上罚款，并写 fine_yuan。"
        yield dossier.found("amount.category", "conclusion", words)
    if GAINS in categories and taken is None and GOODS not in categories:
        words = "penalty.categories 里有没收违法所得，但没有 penalty.confiscated_yuan；应写没收的元数。请补写，没有违法所得的请删去这一类。"
        yield dossier.found("amount.category", "penalty.categories", words)
    elif taken and not categories & {GAINS, GOODS}:
        words = "penalty.confiscated_yuan 有金额，但 penalty.categories 里没有没收违法所得或没收非法财物。请加上，或删去金额。"
        yield dossier.found("amount.category", "penalty.confiscated_yuan", words)


def text(dossier: Dossier) -> Iterator[Finding]:
    """The amount in the fields is the amount in the text, in Arabic and in capital numerals.

    规则：fine_yuan、confiscated_yuan 与 conclusion 和正文里写的金额一致；大写与小写一致。
    依据：行政处罚法第五十九条（处罚的种类）；政府信息公开条例第六条（准确公开）。
    """
    yield from (dossier.found("amount.text", name, words, down=down) for slip, name, words, down in _faults(dossier) if not slip)


def unit(dossier: Dossier) -> Iterator[Finding]:
    """No amount is ten thousand times another: the field is in yuan, the text often in ten thousands.

    规则：金额字段以元为单位；与文字相差一万倍的，多半是把万元当成了元，或把元当成了万元。
    依据：内容格式说明；发改办财金〔2018〕424号（金额以万元为单位）。
    """
    yield from (dossier.found("amount.unit", name, words, down=down) for slip, name, words, down in _faults(dossier) if slip)
    penalty = dossier.record.penalty
    fine = penalty.fine_yuan if penalty else None
    if fine and fine < FEW_YUAN and not fixed(dossier.amounts[0], "fine"):
        words = f"penalty.fine_yuan 是 {fine} 元，金额很小，conclusion 里又没有写；应以元为单位。是 {fine} 万元的，请写 {fine * SLIP:.0f}。"
        yield dossier.found("amount.unit", "penalty.fine_yuan", words)


def _faults(dossier: Dossier) -> Iterator[tuple[bool, str, str, int]]:
    """(a slip of the unit?, field, words, lines below it) of each disagreement."""
    penalty = dossier.record.penalty
    if penalty is None:
        return
    body = dossier.filed.body
    said, told = dossier.amounts
    yield from ((slip, "conclusion", words, 0) for slip, words, _ in _twice(said))
    yield from ((slip, "body", words, body.count("\n", 0, start)) for slip, words, start in _twice(told))
    yield from _against_fields(penalty, said, told, body)


def _against_fields(penalty: Penalty, said: list[Amount], told: list[Amount], body: str) -> Iterator[tuple[bool, str, str, int]]:
    for about, name, word in KINDS:
        wanted = getattr(penalty, name)
        if not wanted:
            continue
        stated = fixed(said, about)
        agreed = _agrees(wanted, stated) or any(one.yuan == wanted for one in said)
        if not stated and not agreed and about == "fine" and not fixed(told, about):
            if wanted >= FEW_YUAN:
                words = f"conclusion 和正文都没有写罚款金额；penalty.fine_yuan 是 {wanted} 元。请补写“罚款人民币{capital(wanted)}”。"
                yield False, "conclusion", words, 0
        elif stated and not agreed:
            yield _slip(wanted, stated), "conclusion", _words("conclusion 里", word, stated, name, wanted), 0
        inside = fixed(told, about)
        if inside and not _agrees(wanted, inside):
            first = next(one for one in told if one.about == about)
            yield _slip(wanted, inside), "body", _words("正文里", word, inside, name, wanted), body.count("\n", 0, first.start)


def _agrees(wanted: Decimal, stated: list[Decimal]) -> bool:
    return wanted in stated or sum(stated) == wanted


def _slip(wanted: Decimal, stated: list[Decimal]) -> bool:
    return any(one in (wanted * SLIP, wanted / SLIP) for one in stated)


def _words(where: str, word: str, stated: list[Decimal], name: str, wanted: Decimal) -> str:
    seen = "、".join(f"{one:f}" for one in stated)
    slip = "相差一万倍，像是万元与元写混了；" if _slip(wanted, stated) else ""
    return f"{where}{word}的金额是 {seen} 元，penalty.{name} 是 {wanted} 元；{slip}两处应一致。请核对决定书后改正。"


def _twice(found: list[Amount]) -> Iterator[tuple[bool, str, int]]:
    """(a slip?, words, where) for each amount that is repeated in brackets as another one."""
    for before, one in pairwise(found):
        if one.again and one.yuan != before.yuan:
            words = f"同一笔金额写了“{before.written}”，括号里又写“{one.written}”；大写和小写应一致。请核对决定书后改正。"
            yield _slip(before.yuan, [one.yuan]), words, one.start


RULES: tuple[Rule, ...] = (category, text, unit)
