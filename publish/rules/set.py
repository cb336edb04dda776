"""What can only be told of the whole public set: its function makes the finding, for `publish.judging`."""

from __future__ import annotations

from publish.errors import Finding, Level


def vanished(path: str, words: str, level: Level = Level.stop) -> Finding:
    """What was public stays public until an order or its end takes it down; what an order took down stays down.

    规则：公开过的决定，没有撤回令、信用修复或者期满，不能悄悄消失；撤回令也不能删去，删去了决定会重新公开。因含不得公开的信息而立即下架的，须补一份撤回令。
    依据：行政处罚法第四十八条第二款（撤回并公开说明理由）；政府信息公开条例第六条。
    级别：停止；因隐私立即下架、等待补令的暂缓。
    """
    return Finding(path, 1, "set.vanished", words, level)
