"""The questions for a new agency (`agencies/<slug>.yml`)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from publish.codes import uscc_ok
from publish.errors import BadUsage
from publish.fields import Slug
from publish.site import Agency
from publish.staff.forms import ask_of
from publish.staff.front_matter import SCHEMA_LINE, block_text
from publish.staff.interview import Answers, Question

LEVELS = {"national": "国家", "province": "省级", "city": "市级", "county": "县级"}
PLACE = ("address", "postcode", "phone", "hours", "supervision_phone", "review_body", "court")


def questions(agencies: Mapping[str, Agency]) -> Iterator[Question]:
    """All questions; `slug` is the file's name."""
    taken = "已经有这个短名的机关；请另取一个。"
    yield Question("slug", "短名（小写字母，用在网址里，如 lanpu）", Slug, check=lambda slug: taken if slug in agencies else "")
    yield ask_of(Agency, "name", words="机关全称")
    yield ask_of(Agency, "short_name")
    wrong = "校验位不对，多半有一位写错；机关自己的代码必须正确。请对照证书重填。"
    yield ask_of(Agency, "uscc", check=lambda code: "" if uscc_ok(code) else wrong)
    yield ask_of(Agency, "region", words="行政区划代码（6 位）")
    yield ask_of(Agency, "level", choices=LEVELS)
    if agencies:
        yield ask_of(Agency, "parent", choices={slug: one.name for slug, one in sorted(agencies.items())})
    yield ask_of(Agency, "duties")
    for name in PLACE:
        yield ask_of(Agency, name)


def file_of(answers: Answers, left: Mapping[str, list[str]]) -> tuple[str, str]:
    """The content path of the agency, and its text. Raises BadUsage for `--set` names that no question took."""
    if left:
        raise BadUsage(f"--set {sorted(left)[0]}：机关没有这一项；可用 slug、{'、'.join(Agency.model_fields)}。")
    fields = {name: value for name, value in answers.items() if name != "slug"}
    return f"agencies/{answers['slug']}.yml", SCHEMA_LINE.format("../", "agency") + block_text(Agency, fields)
