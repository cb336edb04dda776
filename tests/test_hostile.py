"""Hostile content: markup in every field, links that run, characters that turn text, huge numbers, paths that lead out.

What the gate lets through shows as text, and nothing of it becomes an element, an attribute or an address of the site; what
it does not let through ends in a finding.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import html5lib
import pytest

from publish.errors import Level
from tests.content import Content, credit_code, front_matter

MARK = "独毒"
MARKUP = f"{MARK}<script>alert(1)</script><img src=x onerror=alert(2)>\"'><svg/onload=alert(3)>&lt;b&gt;{{{{7*7}}}}{{% raw %}}"
LINKS = "\n\n".join(
    [
        f"[{MARK}甲](javascript:alert(1))", f"[{MARK}乙](JaVaScRiPt&colon;alert(1))", f"[{MARK}丙](data:text/html;base64,PHNjcmlwdD4=)",
        f"<javascript:alert(1)>[{MARK}丁](vbscript:x)", f'[{MARK}戊](https://example.org "&quot;onclick=alert(1)")',
        f"![{MARK}己](javascript:alert(1))", f"[{MARK}庚]: javascript:alert(1)\n\n[{MARK}庚]", f"[{MARK}辛](file:///etc/passwd)",
    ]
)  # fmt: skip
XHTML = "{http://www.w3.org/1999/xhtml}"
SCHEMES = re.compile(r"^[a-z][a-z0-9+.-]*:", re.IGNORECASE)
OWN_SCRIPT = re.compile(r"(?:/zf/|(?:\.\./)*)theme/js/(?:page|search|filter|officers)\.js")


def hostile_site(content: Content) -> None:
    """Every field that holds free text says `MARKUP`."""
    text = MARKUP
    content.write("site.yml", front_matter({"name": text, "url": "https://example.org/zf", "organizer": text, "contact": text, "icp": text,
        "police_number": text, "description": text, "data_license": text, "data_terms": text}))  # fmt: skip
    agency = {"name": text, "short_name": text, "uscc": credit_code(1, "11"), "region": "990100", "level": "city", "duties": text,
        "address": text, "postcode": text, "phone": text, "hours": text, "review_body": text, "court": text}  # fmt: skip
    content.write("agencies/jia.yml", front_matter(agency))
    content.write("policy/vocabulary.yml", front_matter({"topics": {"water": text}}))
    content.write("pages/mian.md", f"Title: 说明\nSlug: mian\n\n{MARK}\n\n{LINKS}\n")
    content.listed("2026-01-01", f'number,name\n"{MARK}=1+1","{text.replace(chr(34), chr(34) * 2)}"\n')
    party = {"type": "organization", "name": text, "uscc": credit_code(2), "legal_representative": text[:50]}
    shared: dict[str, Any] = {"title": text, "party": party, "conclusion": text, "basis": [text], "tags": ["water"],
        "corrections": [{"on": "2026-06-04", "note": text}]}  # fmt: skip
    penalty = {"violation_type": text, "categories": [f"其他-{text}"[:100]], "certificate": text}
    content.decision(f"{text}\n\n{LINKS}\n", **shared, facts=text, penalty=penalty)
    permit = {
        "document_title": text,
        "category": f"其他-{text}"[:100],
        "certificate_name": text,
        "certificate_number": text,
        "result": "granted",
    }
    content.decision(**shared, kind="permit", penalty=None, facts=None, permit=permit)
    content.decision(**shared, kind="coercion", penalty=None, facts=text, coercion={"measure": f"其他-{text}"[:100]})
    gone = content.decision()
    content.order(gone, reason=f"独理{text}", instrument=text)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Content:
    """A site built from hostile content, once for all tests of this module."""
    content = Content(tmp_path_factory.mktemp("hostile"))
    hostile_site(content)
    report = content.build()
    assert not report.stopped, report.findings
    assert report.decisions["published"] == 3, report.findings
    return content


def pages(content: Content) -> Iterator[tuple[str, Any]]:
    """Every page of the output, parsed as a browser does."""
    for path in sorted(content.output.rglob("*.html")):
        yield path.relative_to(content.output).as_posix(), html5lib.parse(path.read_bytes(), transport_encoding="utf-8")


def test_markup_in_every_field_shows_as_text(site: Content) -> None:
    told = 0
    for path, page in pages(site):
        told += "".join(page.itertext()).count("<script>alert(1)</script>")
        for element in page.iter():
            if not isinstance(element.tag, str):
                continue
            name = element.tag.removeprefix(XHTML)
            own = OWN_SCRIPT.fullmatch(element.attrib.get("src", "")) and set(element.attrib) <= {"type", "src"}
            data = element.attrib == {"type": "application/ld+json"} and json.loads(element.text)  # which no browser runs
            assert name != "script" or (own and not element.text) or data, path
            drawn = name == "svg" and element.attrib.get("class", "").startswith("c-")  # charts, flows and codes of officers
            drawn = drawn or (name == "img" and bool(re.fullmatch(r"(?:(?:\.\./)*officers/)?[0-9A-Za-z-]+\.svg", element.attrib["src"])))
            assert drawn or name not in {"img", "svg", "iframe", "object", "embed", "style", "base"}, path
            assert not [one for one in element.attrib if one.startswith("on") or one in ("style", "srcdoc", "formaction")], path
    assert told > 40


def test_no_link_of_content_runs_or_leads_to_this_machine(site: Content) -> None:
    shown = 0
    for path, page in pages(site):
        shown += "".join(page.itertext()).count(f"{MARK}甲")
        for element in page.iter():
            for name in ("href", "src", "action", "content"):
                value = re.sub(r"[\x00-\x20]", "", element.attrib.get(name, ""))
                if name != "content" and SCHEMES.match(value):
                    assert value.lower().startswith(("http://", "https://", "mailto:")), (path, value)
                assert "javascript:" not in value.lower(), path
    assert shown >= 1


UNMARKED = {"officers", "withdrawals", "index"}  # files in which nothing is said of a decision that is public


def test_files_for_programs_stay_well_formed(site: Content) -> None:
    for path in site.output.rglob("*.json"):
        text = json.dumps(json.loads(path.read_text("utf-8")), ensure_ascii=False)
        assert MARK in text or path.stem in UNMARKED or "schema" in path.parent.name, path
    for path in site.output.rglob("*.xml"):
        ElementTree.parse(path)
    table = (site.output / "lists/laws.csv").read_text("utf-8-sig")
    assert MARK in table


def test_templates_do_not_run_what_content_says(site: Content) -> None:
    assert not site.holding(f"{MARK}49")


TURNING = {
    "right-to-left override": "\u202e", "isolate": "\u2066", "zero width space": "\u200b", "zero width joiner": "\u200d", "bell": "\x07",
    "escape": "\x1b[2J", "byte order mark inside": "\ufeff", "soft hyphen": "\xad",
    "tag characters": "\U000e0041", "interlinear": "\ufff9", "null": "\x00",
}  # fmt: skip
FIELDS = ("title", "conclusion", "facts", "document_number", "party.name", "party.legal_representative", "basis", "body")


@pytest.mark.parametrize("character", TURNING.values(), ids=TURNING.keys())
def test_characters_that_hide_or_turn_text_are_held_in_every_field(tmp_path: Path, character: str) -> None:
    content = Content(tmp_path)
    for name in FIELDS:
        text = f"{MARK}正{character}文"
        party = {"type": "organization", "name": "某公司", "uscc": credit_code(9), "legal_representative": "某某"}
        if name == "body":
            content.decision(f"前言。{text}\n", basis=["某法"])
        elif name.startswith("party."):
            content.decision(party={**party, name.removeprefix("party."): text})
        else:
            fields: dict[str, Any] = {name: [text] if name == "basis" else text}
            content.decision(**fields)
    found = content.check()
    held = {one.path for one in found if one.level >= Level.hold}
    assert held == {content.where(ident) for ident in content.decisions}, found
    assert not [one for one in found if character.strip() and character in one.message]


@pytest.mark.parametrize("character", ["\x85", "\u2028", "\u2029"], ids=["next line", "line separator", "paragraph separator"])
def test_line_ends_that_editors_do_not_show_reach_no_page(tmp_path: Path, character: str) -> None:
    content = Content(tmp_path)
    body, title = content.decision(f"前{character}后\n"), content.decision(title=f"{MARK}前{character}后")
    content.build()
    assert not content.public(body)
    assert content.public(title) == (character == "\x85")  # which YAML folds into a blank
    assert not content.holding(character)


LEADING_OUT = ("../../../etc/passwd", "/etc/passwd", "..\\..\\x.pdf", "a/../../b.pdf", "C:\\x.pdf", "x\u0000.pdf", "file:///etc/passwd")


@pytest.mark.parametrize("path", LEADING_OUT)
def test_a_path_that_leads_out_is_refused(tmp_path: Path, path: str) -> None:
    content = Content(tmp_path)
    content.decision(attachments=[{"path": path, "title": "附件"}])
    found = content.check()
    assert {one.path for one in found if one.level >= Level.hold} >= {content.where(next(iter(content.decisions)))}
    assert "root:" not in "".join(map(str, found))


def test_a_name_that_looks_like_an_id_leads_to_nothing(tmp_path: Path) -> None:
    content = Content(tmp_path)
    first = content.decision()
    content.decision(title=first, document_number=first, facts=first)
    content.order(first)
    assert content.publish() == 0
    assert not content.public(first)
    assert content.public("d000000000000002")


LARGE: dict[str, dict[str, Any]] = {
    "a fine of thirteen places": {"penalty": {"violation_type": "型", "categories": ["罚款"], "fine_yuan": "9" * 13}},
    "a fine of five thousand places": {"penalty": {"violation_type": "型", "categories": ["罚款"], "fine_yuan": "9" * 5000}},
    "the last year": {"decided_on": "9999-12-31", "published_on": "9999-12-31"},
    "the first year": {"decided_on": "0001-01-01", "published_on": "0001-01-01"},
    "a revision of many places": {"revision": "9" * 400},
    "a record numbered beyond reason": {
        "records": [{"no": "999999999", "stage": "decision", "medium": "text", "title": "书", "made_on": "2026-06-01"}]
    },
    "a year of the future": {"decided_on": "2026-06-01", "public_until": "9999-12-31"},
}  # fmt: skip


@pytest.mark.parametrize("fields", LARGE.values(), ids=LARGE.keys())
def test_huge_numbers_and_far_days_end_in_a_finding_or_a_page(tmp_path: Path, fields: dict[str, Any]) -> None:
    content = Content(tmp_path)
    sound, odd = content.decision(), content.decision(**fields)
    report = content.build()
    assert content.public(sound)
    assert content.public(odd) or report.decisions["held"] or report.decisions["scheduled"] or report.decisions["ended"]
