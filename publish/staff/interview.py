"""Asking a person, one question at a time: each answer is checked at once, and asked for again with words of what is wrong.

Nothing here reads a keyboard: the caller brings `ask` (prompt → line) and `tell`. Answers that were given beforehand
(`--set name=value`) are checked in the same way and not asked for.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import TypeAdapter, ValidationError

from publish.errors import BadUsage
from publish.fields import EMPTY_WORDS, Text

Ask = Callable[[str], str]
Tell = Callable[[str], None]
Answers = dict[str, Any]
YES = {"true": "是", "false": "否"}
MANY = 30  # choices that are not listed any more: their values or titles are typed
SEPARATORS = re.compile(r"[,，、;；\s]+")


class Wrong(Exception):
    """An answer that can't stand; the message says what is wrong with it."""


@dataclass(frozen=True)
class Question:
    """One field to fill in: how it is asked, which answers it takes, and whether it may be passed over.

    `type`: of one answer. `several`: "words" for some on one line, "lines" for one a line. `default`: what Enter means.
    `check`: the words of what is wrong with a value, "" where nothing is.
    """

    name: str
    words: str
    type: Any = Text
    required: bool = True
    choices: Mapping[str, str] = field(default_factory=dict)  # value → what is shown of it
    several: str = ""
    default: str = ""
    check: Callable[[Any], str] = lambda _: ""
    open_ended: bool = False  # 其他-… as well
    above: str = ""  # a line before the question

    @property
    def listed(self) -> bool:
        """Whether the choices are few enough to be listed."""
        return 0 < len(self.choices) <= MANY

    @property
    def prompt(self) -> str:
        """What stands before the cursor."""
        hints = []
        if self.choices:
            hints.append("填序号" if self.listed else "填代码或名称")
        if self.several == "words":
            hints.append("可填几个")
        if self.default:
            shown = str(list(self.choices).index(self.default) + 1) if self.listed else self.default
            hints.append(f"回车为 {shown}")
        elif not self.required:
            hints.append("没有就按回车")
        if hints and self.words.endswith("）"):
            return f"{self.words[:-1]}；{'；'.join(hints)}）："
        return self.words + (f"（{'；'.join(hints)}）" if hints else "") + "："


def interview(questions: Iterable[Question], answers: Answers, given: dict[str, list[str]], ask: Ask | None, tell: Tell) -> None:
    """Fill `answers` by the names of the questions; `given` loses what is used. Without `ask`, only what is given and defaults.

    A later question may depend on earlier answers: each is put before the next one is drawn. Raises BadUsage.
    """
    for question in questions:
        if question.name in given:
            value = _beforehand(question, given.pop(question.name))
        elif ask is not None:
            value = put(question, ask, tell)
        elif question.default:
            value = parsed(question, question.default)
        elif not question.required:
            value = None
        else:
            choices = f"可填：{'、'.join(question.choices)}。" if question.choices else ""
            raise BadUsage(f"还缺 {question.name}（{question.words}）。请加 --set {question.name}=…，或在终端里运行、按提示填写。{choices}")
        if value is not None:
            answers[question.name] = value


def put(question: Question, ask: Ask, tell: Tell) -> Any:
    """Ask until the answer can stand; None where it is passed over."""
    if question.above:
        tell(question.above)
    if question.listed:
        tell(f"{question.words}：")
        for number, title in enumerate(question.choices.values(), 1):
            tell(f" {number:>2}  {title}")
        if question.open_ended:
            tell("  或者直接写“其他-具体名称”")
    if question.several == "lines":
        return _lines(question, ask, tell)
    while True:
        text = ask(question.prompt).strip() or question.default
        if not question.required and (not text or text in EMPTY_WORDS):
            return None
        try:
            return parsed(question, text)
        except Wrong as wrong:
            tell(f"  × {wrong}")


def parsed(question: Question, text: str) -> Any:
    """An answer as typed to its value, a list where several are asked for. Raises Wrong."""
    if question.several == "words":
        values = [_one(question, part) for part in SEPARATORS.split(text) if part]
        values = list(dict.fromkeys(values))
        if not values:
            raise Wrong("这一项必填。")
    elif question.several == "lines":
        values = [_one(question, line) for line in text.splitlines() if line.strip()]
    else:
        values = _one(question, text)
    if words := question.check(values):
        raise Wrong(words)
    return values


def _beforehand(question: Question, texts: list[str]) -> Any:
    try:
        return parsed(question, "\n".join(texts) if question.several == "lines" else ",".join(texts) if question.several else texts[-1])
    except Wrong as wrong:
        raise BadUsage(f"--set {question.name}（{question.words}）：{wrong}") from None


def _lines(question: Question, ask: Ask, tell: Tell) -> list[Any] | None:
    values: list[Any] = []
    while True:
        again = f"{question.words}，第 {len(values) + 1} 条（没有了就按回车）：" if values else question.prompt
        text = ask(again).strip()
        if not text and (values or not question.required):
            return values or None
        try:
            values.append(_one(question, text))
        except Wrong as wrong:
            tell(f"  × {wrong}")


def _one(question: Question, text: str) -> Any:
    text = text.strip()
    if not text or text in EMPTY_WORDS:
        raise Wrong("这一项必填。")
    value = _chosen(question, text) if question.choices else text
    try:
        return TypeAdapter(question.type).validate_python(value)
    except ValidationError as error:
        raise Wrong(_words(error)) from None


def _chosen(question: Question, text: str) -> str:
    """A choice by its value, its title or its number."""
    if text in question.choices or (question.open_ended and text.startswith("其他-")):
        return text
    named = [value for value, title in question.choices.items() if text == title or text in title.split()]
    if len(named) == 1:
        return named[0]
    if len(named) > 1:
        raise Wrong("有几个同名的；请填序号或代码。")
    if text.isdecimal() and 1 <= int(text) <= len(question.choices) <= MANY:
        return list(question.choices)[int(text) - 1]
    if len(question.choices) > MANY:
        raise Wrong("没有这一个；请填清单里的代码或名称。")
    raise Wrong(f"应为 1 到 {len(question.choices)} 之间的序号。请重填。" if len(question.choices) > 1 else "只有 1 可选。请重填。")


def _words(error: ValidationError) -> str:
    first = error.errors(include_url=False, include_input=False)[0]
    details = first.get("ctx", {})
    if first["type"] == "string_too_long":
        return f"过长；应不超过 {details['max_length']} 个字。请缩短。"
    return str(details.get("words") or details.get("error") or "写法不对；请重填。")
