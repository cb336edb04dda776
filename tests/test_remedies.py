"""Until when a decision can be contested, and what it says in one plain sentence."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from publish.model import Party, Penalty
from publish.publication import PublicDecision
from publish.remedies import Remedies, remedies
from publish.views.plain import chinese_yuan, sentence
from publish.views.record import Record, read_record
from tests.content import Content


def penalty(decided_on: str, procedure: str = "ordinary") -> PublicDecision:
    return PublicDecision(
        id="d000000000000001", kind="penalty", title="题", agency="jia", decided_on=date.fromisoformat(decided_on),
        party=Party(type="organization", name="某公司"), conclusion="罚款",
        penalty=Penalty(violation_type="型", categories=["警告", "罚款"], fine_yuan=Decimal("186000"), procedure=procedure),
    )  # fmt: skip


def record(decision: PublicDecision) -> Record:
    return read_record(decision.model_dump_json(exclude_defaults=True))


@pytest.mark.parametrize(
    ("decided_on", "review", "lawsuit"),
    [
        ("2026-01-05", "2026-03-06", "2026-07-05"),
        ("2026-08-31", "2026-10-30", "2027-02-28"),  # the month has no corresponding day
        ("2027-08-31", "2027-10-30", "2028-02-29"),
        ("2026-11-24", "2027-01-23", "2027-05-24"),
    ],
)
def test_sixty_days_and_six_months_are_counted_from_the_day_after(decided_on: str, review: str, lawsuit: str) -> None:
    assert remedies(date.fromisoformat(decided_on), summary=False) == Remedies(date.fromisoformat(review), date.fromisoformat(lawsuit))


def test_against_a_penalty_on_the_spot_review_comes_first() -> None:
    assert remedies(date(2024, 1, 1), summary=True).lawsuit is None
    assert remedies(date(2023, 12, 31), summary=True).lawsuit is not None  # the law of before did not ask for it


def test_the_page_of_a_penalty_on_the_spot_says_so(tmp_path_factory: pytest.TempPathFactory) -> None:
    content = Content(tmp_path_factory.mktemp("summary"))
    fields = {"violation_type": "型", "categories": ["警告"], "procedure": "summary"}
    on_spot, other = content.decision(penalty=fields), content.decision()
    content.build()
    pages = [(content.output / "decision" / one[:2] / f"{one}.html").read_text("utf-8") for one in (on_spot, other)]
    assert ["应当先申请行政复议" in page for page in pages] == [True, False]
    assert ["2026年12月1日" in page for page in pages] == [False, True]  # six months from 1 June


@pytest.mark.parametrize(
    ("amount", "said"),
    [
        ("186000", "18.6万元"), ("3500", "3,500元"), ("1000000", "100万元"), ("12345678.90", "12,345,678.9元"), ("10000", "1万元"),
        ("0.5", "0.5元"), ("123400000", "12,340万元"),
    ],
)  # fmt: skip
def test_money_is_said_as_people_say_it(amount: str, said: str) -> None:
    assert chinese_yuan(Decimal(amount)) == said


def test_the_sentence_says_a_fine_once_and_with_its_amount() -> None:
    assert sentence(record(penalty("2026-01-05")), "甲局") == "2026年1月5日，甲局对某公司作出行政处罚决定：警告、罚款18.6万元。"


@pytest.mark.parametrize(
    ("categories", "confiscated", "said"),
    [
        (["罚款", "没收非法财物"], None, "罚款18.6万元、没收非法财物"),
        (["其他-责令公开道歉"], None, "责令公开道歉、罚款18.6万元"),
        (["没收违法所得", "罚款"], "3500", "罚款18.6万元、没收违法所得3,500元"),
        (["没收违法所得", "没收非法财物", "吊销许可证件"], "3500", "吊销许可证件、罚款18.6万元、没收违法所得、没收非法财物共3,500元"),
    ],
)
def test_the_sentence_leaves_no_category_out(categories: list[str], confiscated: str | None, said: str) -> None:
    one = penalty("2026-01-05")
    block = Penalty(
        violation_type="型",
        categories=categories,
        fine_yuan=Decimal("186000"),
        confiscated_yuan=Decimal(confiscated) if confiscated else None,
    )
    assert sentence(record(one.model_copy(update={"penalty": block})), "甲局").endswith(f"作出行政处罚决定：{said}。")
