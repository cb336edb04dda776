"""The rule list as Markdown: `docs/rules.md`."""

from __future__ import annotations

from collections.abc import Iterator

from publish.rulebook import LEVELS, Entry, chapters

LEAD = """# 规则表

每件决定公开前，程序逐条核对下面的规则；发现问题时给出“文件:行号 代码 说明”，代码就是这里的标题。
这份表由程序生成（`inv golden`），请勿手改；规则写在 `publish/rules/` 各函数的说明里。
"""


def _entry(one: Entry) -> str:
    return (
        f'### <a id="{one.code}"></a>`{one.code}`\n\n{one.asks}\n\n- 依据：{one.source}\n- 级别：{one.level}'
        f"本地设置（policy/gate.yml）{one.changes}\n- 例子：[tests/cases/{one.code}.md](../tests/cases/{one.code}.md)\n"
    )


def _parts() -> Iterator[str]:
    yield LEAD
    yield "\n".join(f"- **{name}**：{words}" for name, words in LEVELS.values()) + "\n"
    for chapter in chapters():
        yield f"## {chapter.title}（{chapter.family}）\n"
        if chapter.note:
            yield f"级别：{chapter.note}\n"
        yield from map(_entry, chapter.entries)


def markdown() -> str:
    """The whole list, family by family."""
    return "\n".join(_parts())
