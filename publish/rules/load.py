"""Whether a file can be read at all (内容格式说明): each function makes its finding, for whoever reads the file.

These are no rules over a dossier, for without a record there is none. No import but the words of errors: the readers
themselves (`publish.strict_yaml`, `publish.load`) come here.

级别：决定、清单、页面和年度报告暂缓；网站、机关、设置文件停止；撤回令照常撤下决定，只有连决定编号也读不出的停止；草稿只提醒。
"""

from __future__ import annotations

from collections.abc import Callable

from publish.errors import Finding, Level


def yaml(path: str, line: int, words: str, level: Level = Level.hold, column: int = 0) -> Finding:
    """A file is one mapping of fields in strict YAML; a decision's stands between two lines of three hyphens.

    规则：文件按 YAML 写成“字段名: 内容”的若干行，英文冒号后空一格；决定的字段部分写在两行 --- 之间。不用类型标记，不嵌套过深。
    没有解决的 git 合并冲突（<<<<<<<）不留在文件里。
    依据：内容格式说明；YAML 1.2.2。
    """
    return Finding(path, line, "load.yaml", words, level, column)


def encoding(path: str, line: int, words: str, level: Level = Level.hold, column: int = 0) -> Finding:
    """A file is UTF-8; a table may also be GB 18030, as Excel saves it.

    规则：文件用 UTF-8 编码；Excel 保存的表格（CSV）也可以是 GB 18030。
    依据：内容格式说明；RFC 3629；GB 18030-2022。
    """
    return Finding(path, line, "load.encoding", words, level, column)


def size(path: str, line: int, words: str, level: Level = Level.hold, column: int = 0) -> Finding:
    """No file or text is larger than can be read by a person and by the program.

    规则：文件不超过 1 MB，正文不超过 20 万字，表格不超过 5 MB；附件每个不超过 20 MB、1000 页、100 万字，8 秒内能检查完。
    依据：内容格式说明。
    """
    return Finding(path, line, "load.size", words, level, column)


def unknown_field(path: str, line: int, words: str, level: Level = Level.hold, column: int = 0) -> Finding:
    """Only fields of the format, and of the decision's own kind.

    规则：只用内容格式里有的字段；只写本类决定的那一块（如行政处罚只写 penalty）。
    依据：内容格式说明。
    """
    return Finding(path, line, "load.unknown_field", words, level, column)


def missing_field(path: str, line: int, words: str, level: Level = Level.hold, column: int = 0) -> Finding:
    """Every field that its kind and state need is there and says something.

    规则：必填的字段都要有内容；各类决定、可以公开的决定和撤回令各有自己的必填项。
    依据：内容格式说明；环办执法〔2019〕42号（公开的内容）。
    """
    return Finding(path, line, "load.missing_field", words, level, column)


def type(path: str, line: int, words: str, level: Level = Level.hold, column: int = 0) -> Finding:  # noqa: A001 - the code's own name
    """Every value has the form of its field: days, money, codes, words of a vocabulary, plain text.

    规则：内容符合字段的写法：日期写作 2026-05-12，金额以元为单位只写数字，选项照抄词表，文字里没有不可见的字符，页面里没有 HTML。
    附件的内容与文件名的结尾一致，完整，能全部检查：不设打开密码，不嵌文件、音视频和脚本，图片结尾之后没有别的数据。
    依据：内容格式说明。
    """
    return Finding(path, line, "load.type", words, level, column)


def duplicate_key(path: str, line: int, words: str, level: Level = Level.hold, column: int = 0) -> Finding:
    """A field stands once: of two, nobody knows which was meant.

    规则：同一个字段、同一列、同一个页面短名只写一次。
    依据：内容格式说明；YAML 1.2.2。
    """
    return Finding(path, line, "load.duplicate_key", words, level, column)


def alias(path: str, line: int, words: str, level: Level = Level.hold, column: int = 0) -> Finding:
    """What is published stands where it is read: no anchors, aliases or merge keys.

    规则：不用 YAML 的锚点、别名和合并键（&、*、<<），把内容直接写出来。
    依据：内容格式说明。
    """
    return Finding(path, line, "load.alias", words, level, column)


def path(path: str, line: int, words: str, level: Level = Level.hold, column: int = 0) -> Finding:
    """A file stands where its content says, inside the content, and links lead to what exists.

    规则：文件放在与机关、年份、编号一致的位置，用规定的名称和类型；不用快捷方式；附件在决定旁边；页面的链接指向有的页面。
    依据：内容格式说明。
    """
    return Finding(path, line, "load.path", words, level, column)


# Code → the function that makes it, for readers to whom the code is data.
MAKERS: dict[str, Callable[..., Finding]] = {
    f"load.{make.__name__}": make for make in (yaml, encoding, size, unknown_field, missing_field, type, duplicate_key, alias, path)
}
