"""What of a line may not be read by everyone who reads a log: the places in it that are shown as `*`.

The rules' own detectors decide, and where they cannot say where in the line a leak stands, or where a number is long enough
to be one, more is hidden rather than less (`domain/rules.md` §2: the first and last two characters at most).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from publish.detectors import leaks

Span = tuple[int, int]  # from, to (not included)
LONG = 7  # digits; no secret number has fewer
GAP = 6  # signs between two digits of one number
ENDS = 2
NUMERALS = frozenset("〇零一二三四五六七八九壹贰叁肆伍陆柒捌玖幺")
DAY = r"(?:19|20)[0-9]{2}-(?:0[1-9]|1[0-2])-(?:[0-2][0-9]|3[01])"
DAYS = re.compile(rf"{DAY}(?:[^0-9A-Za-z]+{DAY})*")
IDENT = re.compile(r"(?<![0-9A-Za-z])(?=(?:[0-9]*[a-z]){4})[0-9a-hjkmnp-tv-z]{16}(?![0-9A-Za-z])")
MONEY = re.compile(r"\s*[a-z_]*_yuan\s*:\s*[\"']?[0-9]{1,10}(?:\.[0-9]{1,2})?[\"']?\s*")
MAIL = re.compile(r"[\w.+\-]+\s?[@＠]\s?[\w\-]+(?:[.．][\w\-]+)*")
KEY = re.compile(r"\s*(?:-\s+)*(?:[\"']?[A-Za-z_][\w\-]*[\"']?\s*[:：]\s*)?")
NAME_GAP = r"[\W_]{0,3}"
# Leaks whose place in the line shows by their digits or their @; the others (an address, a name) take the whole value with them.
NUMBERED = frozenset(f"privacy.{name}" for name in ("id_number", "mobile", "landline", "bank_account", "email", "travel_document"))
# Fields that may hold the name of a party whose decision is gone, so that nobody can tell.
UNSURE = re.compile(r"\s*(?:reason|instrument)\s*[:：]")


def hidden(line: str, names: Iterable[str] = ()) -> str:
    """A line with every leak in it masked, character by character; `names`: people, of whom the first character stays."""
    return masked(line, secrets(line, names=names))


def masked(line: str, spans: Iterable[Span]) -> str:
    """A line with the characters of some spans as `*` (wide ones as `＊`); blanks stay."""
    places = {place for start, end in spans for place in range(start, end)}
    return "".join(mask(ch) if place in places and not ch.isspace() else ch for place, ch in enumerate(line))


def mask(character: str) -> str:
    """The sign in the place of a hidden character, of its width."""
    return "*" if character.isascii() else "＊"


def secrets(
    line: str, code: str = "", names: Iterable[str] = (), around: tuple[str, str] = ("", ""), closed: bool = False
) -> list[Span]:  # fmt: skip
    """The spans of a line to hide. `code`: what was found in it; `around`: the lines before and after, over which a number may
    go on; `closed`: whether whose names stand in the file cannot be known, so that no word may be shown."""
    told = code.startswith("privacy.")
    if closed:
        return list(_words(line))
    over_the_end = _leaking("\n".join((around[0], line, around[1]))) - _leaking(line) - _leaking(around[0]) - _leaking(around[1])
    least = 1 if over_the_end else 3 if told else LONG
    spans = [*_people(line, names), *_mails(line)]
    if least < LONG or not MONEY.fullmatch(line) or _leaking(line):
        spans += _numbers(line, least)
    known = bool(spans) and code in NUMBERED | {"privacy.other_person"}
    whole = (told and not known) or code == "order.reason_names_party" or UNSURE.match(line)
    return [_value(line)] if whole or _leaking(masked(line, spans)) else sorted(spans)


def _leaking(text: str) -> set[str]:
    """The codes of what the rules' detectors find in a text."""
    return {code for _, code, _ in leaks(text)}


def _value(line: str) -> Span:
    begin = KEY.match(line)
    return (begin.end() if begin else 0, len(line))


def _words(line: str) -> Iterator[Span]:
    start, end = _value(line)
    yield from (match.span() for match in re.compile(r"\w+").finditer(line, start, end))


def _people(line: str, names: Iterable[str]) -> Iterator[Span]:
    for name in names:
        for match in re.finditer(NAME_GAP.join(map(re.escape, name)), line):
            yield match.start() + 1, match.end()


def _mails(line: str) -> Iterator[Span]:
    for match in MAIL.finditer(line):
        yield match.start() + 1, match.end()


def _numbers(line: str, least: int) -> Iterator[Span]:
    """Runs of at least so many digits, of any width and with signs between, without their ends; days and ids are none."""
    plain = IDENT.sub(lambda ident: "字" * len(ident[0]), line)
    for run in _runs(plain):
        start, end = run[0], run[-1] + 1
        while start > 0 and _joined(plain[start - 1]):
            start -= 1
        while end < len(plain) and _joined(plain[end]):
            end += 1
        if len(run) >= least and not DAYS.fullmatch(plain[start:end]):
            kept = ENDS if len(run) >= LONG else 0
            yield start + kept, end - kept


def _joined(character: str) -> bool:
    return character.isascii() and character.isalnum()


def _runs(line: str) -> Iterator[list[int]]:
    """The places of the digits of each number; letters that are no Latin ones end it."""
    run: list[int] = []
    signs = 0
    for place, ch in enumerate(line):
        if ch.isdigit() or ch in NUMERALS:
            run.append(place)
            signs = 0
        elif run:
            signs += ch.isprintable()
            if signs > GAP or (ch.isalpha() and not ch.isascii()):
                yield run
                run, signs = [], 0
    if run:
        yield run
