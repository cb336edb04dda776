"""The week as one HTML file whose text is copied into WeChat's editor.

The editor keeps inline styles and drops classes, style sheets and most links: so each element carries its own style, nothing is
loaded, tables are avoided, and the site's address stands as text.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from publish.digest.week import Told, Week
from publish.digest.words import AS_PUBLIC, by_agency, heading, totals, unnamed
from publish.model import KINDS
from publish.views.plain import chinese_yuan

MOST = 20  # decisions of a kind
TEXT = "margin:0 0 12px;font-size:16px;line-height:1.8;color:#262626"
HEAD = "margin:28px 0 12px;padding-left:10px;border-left:4px solid #1f5aa6;font-size:18px;font-weight:bold;line-height:1.5;color:#1f5aa6"
QUIET = "margin:0 0 12px;font-size:14px;line-height:1.8;color:#595959"
PAGE = """<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>{title}</title>
</head>
<body style="max-width:677px;margin:0 auto;padding:16px;font-family:system-ui,sans-serif">
<section>
{text}
</section>
</body>
</html>
"""


def article(week: Week) -> str:
    """The file."""
    return PAGE.format(title=escape(heading(week)), text="\n".join(_parts(week)))


def _parts(week: Week) -> Iterator[str]:
    yield _p(escape(f"{week.period}，{week.name}：{totals(week)}"))
    if len(week.of_kind("penalty")) > len(week.notable) > 0:  # else they are told below anyway
        yield _h("罚款数额较大的")
        yield from (_p(f"{number}. {_line(one, f'罚款{chinese_yuan(one.fine)}')}") for number, one in enumerate(week.notable, 1))
    for kind, of in week.counts.items():
        yield from _kind(week, kind, of)
    if week.withdrawn:
        yield _h("依法撤回的")
        for gone in week.withdrawn:
            about = "，".join(part for part in (gone.on, gone.agency, gone.ground) if part)
            yield _p(f'<a href="{escape(gone.url)}">撤回公告</a>：{escape(about)}。')
    yield _p(escape(f"{AS_PUBLIC}查询和订阅：{week.url}/"), QUIET)


def _kind(week: Week, kind: str, of: dict[str, int]) -> Iterator[str]:
    told, people = week.of_kind(kind), unnamed(week, kind)
    yield _h(f"{KINDS[kind]}（{sum(of.values())} 件）")
    yield _p(escape(by_agency(of)), QUIET)
    yield from (_p(f"{number}. {_line(one, one.conclusion)}") for number, one in enumerate(told[:MOST], 1))
    rest = [f"其余 {len(told) - MOST} 件见网站"] if len(told) > MOST else []
    rest += [f"对象是自然人的 {people} 件，不逐件列出"] if people else []
    if rest:
        yield _p(f"{'；'.join(rest)}。", QUIET)


def _line(one: Told, said: str) -> str:
    name = f'<strong><a href="{escape(one.url)}" style="color:#1f5aa6">{escape(one.party)}</a></strong>'
    return f"{name}：{escape(said)}（{escape(one.agency)}）"


def _h(text: str) -> str:
    return f'<p style="{HEAD}">{escape(text)}</p>'


def _p(html: str, style: str = TEXT) -> str:
    return f'<p style="{style}">{html}</p>'
