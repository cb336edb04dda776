"""What can only be told of the whole public set: its function makes the finding, for `publish.judging`."""

from __future__ import annotations

from datetime import date

from publish.errors import Finding, Level


def vanished(path: str, words: str, level: Level = Level.stop) -> Finding:
    """What was public stays public until an order or its end takes it down; what an order took down stays down.

    规则：公开过的决定，没有撤回令、信用修复或者期满，不能悄悄消失；撤回令也不能删去，删去了决定会重新公开。因含不得公开的信息而立即下架的，须补一份撤回令。
    依据：行政处罚法第四十八条第二款（撤回并公开说明理由）；政府信息公开条例第六条。
    级别：停止；因隐私立即下架、等待补令的暂缓。
    """
    return Finding(path, 1, "set.vanished", words, level)


def clock(today: date, released: date) -> Finding:
    """A site is never built for a day before the last release: what was told of that day's ends and deletions would be taken back.

    规则：构建的日期（--today，或这台机器的日期）不能早于上次发布的日期。早了就停止发布新内容；撤回和下架照常，其余保持上次发布的样子。
    依据：政府信息公开条例第六条（及时、准确地公开）；公示期满、删除期限都从日期算起。
    """
    words = (
        f"构建日期 {today} 早于上次发布的 {released}；已停止发布新内容。请核对这台机器的日期或 --today；"
        "只想看看某一天的样子，请用 inv serve，或用 --output 另指一个文件夹。"
        "上次发布时日期写得太晚了的，请用那以前的备份恢复发布记录（store.sqlite），会另起一个数据系列。"
    )
    return Finding(".", 1, "set.clock", words, Level.stop)


def returned(path: str, ident: str, level: Level) -> Finding:
    """What a newer release withdrew stays withdrawn, whatever older thing is built from.

    规则：网站上已经撤回的决定，不会因为恢复了旧的发布记录、旧的内容或旧的网站又公开出来；要重新公开，须有 action: restore 的令。
    依据：行政处罚法第四十八条第二款（撤回公开的信息）。
    级别：停止；没有发布记录可以依据时，只把这一件暂缓公开。
    """
    words = (
        f"决定 {ident} 在网站上已经撤回，现在的内容却会把它重新公开，多半是恢复了旧的备份；没有公开这件决定。"
        "请把内容仓库更新到最新（git pull），恢复原来的撤回令；确要重新公开，请保留撤回令，另写一份 action: restore 的令。"
    )
    return Finding(path, 1, "set.returned", words, level)


def older(words: str, level: Level = Level.stop) -> Finding:
    """A release goes forward in the history of the content.

    规则：发布的提交不能比上次发布的提交旧。旧了就停止发布新内容，撤回和下架照常；要回到以前的样子，用 inv release --rollback。
    依据：政府信息公开条例第六条（及时、准确地公开）。
    级别：停止；历史被改写、看不出新旧的，只提醒。
    """
    return Finding(".", 1, "set.older", words, level)


def trace(path: str, where: str) -> Finding:
    """What would be served shows something that is not public: nothing new goes out.

    规则：要发布的文件里，不得有不公开的决定、不公开的字段和附件的任何内容。发布前在新写的文件里查找，找到的，停止发布新内容；撤回和下架照常。
    依据：行政处罚法第五十条（保密）；个人信息保护法第二十六条、第三十四条；政府信息公开条例第十五条。
    """
    words = (
        f"要发布的 {where}已停止发布新内容，撤回和下架照常。这多半是程序或外观的错误：请不要自己改网站的文件，把这一行告诉维护程序的人。"
    )
    return Finding(path, 1, "set.trace", words, Level.stop)


def series() -> Finding:
    """Where it is unknown what was told of earlier releases, a new series begins, and every reader is told so.

    规则：发布记录（--store）丢失，或者比网站上已经发布的旧，就另起一个数据系列；下载数据的单位须重新下载全部数据，以前的撤下记录只剩撤回公告里有的。
    依据：行政处罚法第四十八条第二款（撤回的信息须能告知转载者删除）。
    """
    words = (
        "网站上有已经发布的数据，发布记录却没有或比它旧；已另起一个数据系列，下载数据的单位会重新下载全部数据。"
        "有备份的，请恢复发布记录（store.sqlite）后重新构建；没有的，不必处理，以后请每天备份。"
    )
    return Finding(".", 1, "set.series", words, Level.warn)
