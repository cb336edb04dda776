"""What is wrong with an order (撤回、信用修复、恢复): each function makes its finding, for `publish.orders` and `publish.deciding`.

An order acts whatever is wrong with it, so none of these keeps a decision up (design.md, law 1).
"""

from __future__ import annotations

from publish.errors import Finding, Level


def unknown_decision(path: str, line: int, words: str, level: Level) -> Finding:
    """The decision that an order names exists or was public once; a typo would leave the revoked one public.

    规则：撤回令写的决定编号必须是有的或公开过的决定；编号抄错，要撤回的决定就还在网上。
    依据：行政处罚法第四十八条第二款；环办执法〔2019〕42号。
    级别：停止；还没有发布记录可查时只提醒。
    """
    return Finding(path, line, "order.unknown_decision", words, level)


def reason_names_party(path: str, line: int, words: str) -> Finding:
    """The public reason of a withdrawal does not lead to the party, or the notice would undo the withdrawal.

    规则：撤回理由里不写当事人的名称、代码和文号；写了的，公告改用固定说明，决定照常撤回。
    依据：行政处罚法第四十八条第二款（说明理由）、第五十条。
    级别：提醒。
    """
    return Finding(path, line, "order.reason_names_party", words, Level.warn)


def dates(path: str, line: int, words: str, level: Level = Level.warn) -> Finding:
    """An order's days come in order and agree with its folder, and a restore has a withdrawal to take back.

    规则：作出撤回的日期不早于行为生效的日期，文件放在那一年的文件夹里；恢复令要有可以恢复的撤回令，多余的请删去。
    依据：行政处罚法第四十八条第二款、第八十五条；内容格式说明。
    级别：提醒；多余的恢复令暂缓。
    """
    return Finding(path, line, "order.dates", words, level)
