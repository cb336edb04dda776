"""A built site with records that are not public in every way, and what is secret of them."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

from publish.tracing.absence import Absence
from publish.tracing.verifying import traced
from tests.content import PROJECT, TODAY, Content, credit_code
from tests.papers import pdf

NAME = "夔门宏骏化工有限公司"
CODE = credit_code(99)
NUMBER = "夔环罚〔2026〕第045号"
FACTS = "夔门宏骏趁夜间停运污水处理设施，把未经处理的酸洗废水经雨水管网排入夔江支流，采样监测显示总锌超标八点三倍。"
TITLE = "夔门宏骏超标排放酸洗废水案"
PAPER = "附件所附照片系三月十四日凌晨在厂区东侧围墙外雨水排口拍摄，水面呈暗绿色并有刺鼻气味。"
PERSON = "龚雨田"
ARCHIVE = "KJ2026045A001"
REASON = "公开后可能危及正在侦查的环境犯罪案件，公安机关书面建议暂不公开。"
SHARED = "以上事实有现场检查笔录、采样记录、监测报告、调查询问笔录等证据为证。"


@dataclass(frozen=True)
class Secret:
    """The built content. `draft`: never public; `withdrawn`: was public; `person`: public with a masked name; `repair`: an order."""

    content: Content
    draft: str
    withdrawn: str
    person: str
    repair: str

    def traced(self, also: list[Path] | None = None) -> Absence:
        """`inv verify --trace`, in this process."""
        return traced(self.content.output, None, also or [], PROJECT, None)


def secret(root: Path) -> Secret:
    """Publish, then withdraw and repair."""
    content = Content(root, TODAY - timedelta(days=2))
    content.write("decisions/jia/2026/zhaopian.pdf", pdf(PAPER))
    party = {"type": "organization", "name": NAME, "uscc": CODE, "legal_representative": "夔小平"}
    records = [{"no": "1", "stage": "decision", "medium": "text", "title": "决定书", "made_on": "2026-06-01", "archive": ARCHIVE}]
    draft = content.decision(
        f"正文。{SHARED}", status="draft", party=party, document_number=NUMBER, facts=FACTS, title=TITLE, records=records,
        attachments=[{"path": "zhaopian.pdf", "title": "现场照片"}],
        clearance={"office": "内部办公室", "on": "2026-06-02", "scope": "withheld", "reason": REASON},
    )  # fmt: skip
    withdrawn = content.decision(f"独文。{SHARED}", facts="被撤回的决定书认定当事人在禁养区内新建畜禽养殖场两座。")
    repaired = content.decision()
    content.decision(f"公开的正文。{SHARED}", party={"type": "organization", "name": "独名2某化工有限公司", "uscc": credit_code(2)})
    person = content.person(PERSON)
    content.build()
    content.today = TODAY
    content.order(withdrawn)
    repair = content.order(repaired, action="repair")
    content.build()
    return Secret(content, draft, withdrawn, person, repair)


def copied(site: Secret, root: Path) -> Secret:
    """The same site, to be planted in."""
    for name in ("output", "output.state"):
        shutil.copytree(site.content.root / name, root / name, symlinks=True)
    content = Content(root / "other", site.content.today)
    content.root, content.output = root, root / "output"
    return replace(site, content=content)
