"""Questions made from the fields of format 1: type, title and choices of a field, and the situation in which it is asked."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Annotated, Any, get_args, get_origin, get_type_hints

from pydantic import BaseModel

from publish.detectors import leaks
from publish.dossier import Facts, Tables
from publish.fields import Flag
from publish.model import Case, Clearance, Coercion, DecisionFile, Inspection, Party, Penalty, Permit, Review
from publish.staff.interview import YES, Answers, Question
from publish.titles import title_of

BLOCKS: dict[str, type[BaseModel]] = {
    "party": Party, "penalty": Penalty, "permit": Permit, "coercion": Coercion, "inspection": Inspection, "case": Case,
    "review": Review, "clearance": Clearance,
}  # fmt: skip


@dataclass
class Situation:
    """What is known while a person is asked: the content's facts, the day, the answers so far and what was given beforehand."""

    kind: str
    facts: Facts
    today: date
    given: Collection[str] = ()
    answers: Answers = field(default_factory=dict)

    @cached_property
    def tables(self) -> Tables:
        """The lists, by day."""
        return Tables(self.facts.lists)

    def gave(self, block: str) -> bool:
        """Whether a field of a block was given beforehand or answered."""
        return any(name.startswith(f"{block}.") for name in [*self.given, *self.answers])

    @property
    def categories(self) -> list[str]:
        """The categories of the penalty, as far as they are known."""
        known: list[str] = self.answers.get("penalty.categories", [])
        return known

    def past(self, value: date) -> str:
        """A day that was."""
        return "晚于今天；应为今天或以前的日期。请重填。" if value > self.today else ""

    def before_decision(self, value: date) -> str:
        """A day on or before that of the decision."""
        decided = self.answers["decided_on"]
        return f"晚于作出决定的日期（{decided}）；应相同或更早。请重填。" if value > decided else ""

    def public(self, text: str | list[str]) -> str:
        """A text that will be public: no number that must not be read, no individual's full name where names are masked."""
        joined = text if isinstance(text, str) else "\n".join(text)
        if words := next((words for _, _, words in leaks(joined)), ""):
            return words
        name = self.answers.get("party.name", "")
        masked = self.facts.policy.privacy.individuals != "full" or self.answers.get("party.minor")
        if name and self.answers.get("party.type") == "individual" and masked and name in joined:
            return "写了当事人的全名，而本站不公开个人全名。请改写成“当事人”。"
        return ""


def ask(name: str, **changes: Any) -> Question:
    """The question for a field of a decision by its dotted name; see `ask_of`."""
    block, _, inner = name.rpartition(".")
    return replace(ask_of(BLOCKS[block] if block else DecisionFile, inner, **changes), name=name)


def ask_of(model: type[BaseModel], name: str, **changes: Any) -> Question:
    """The question for a field of a block: title, type and need from the model, the rest as said."""
    hint, several = _element(get_type_hints(model, include_extras=True)[name])
    title = title_of(model, name)[0].removesuffix("（内部）")
    known: dict[str, Any] = {"words": title, "type": hint, "required": model.model_fields[name].is_required(), "several": several}
    return Question(name, **{**known, **changes})


def yes_or_no(name: str, words: str, default: str = "false", **changes: Any) -> Question:
    """A question with yes and no, whose answer is a flag."""
    return Question(name, words, Flag, choices=YES, default=default, **changes)


def _element(hint: Any) -> tuple[Any, str]:
    """The type of one answer, and whether some are typed on one line."""
    if get_origin(hint) is Annotated and get_origin(get_args(hint)[0]) is list:
        hint = get_args(hint)[0]
    return (get_args(hint)[0], "words") if get_origin(hint) is list else (hint, "")


def titled(words: tuple[str, ...]) -> dict[str, str]:
    """Choices that are their own titles."""
    return dict(zip(words, words, strict=True))
