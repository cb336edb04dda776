"""The shorter code of templates says what Jinja's own says: the same text, and an error where Jinja's own is one."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from jinja2 import ChoiceLoader, DictLoader, Environment, FileSystemLoader, StrictUndefined, UndefinedError
from markupsafe import Markup

import pelicanconf
from plugins.templates import render
from publish.views.components import components

SETTINGS: dict[str, Any] = pelicanconf.JINJA_ENVIRONMENT
THEME = Path(__file__).parent.parent / "theme"
MACROS = """
{% macro two(a, b="乙<") %}{{ a }}{{ b }}{% endmacro %}
{% macro more(a) %}{{ a }}{{ varargs }}{{ kwargs }}{% endmacro %}
{% macro around(a) %}{{ a }}{{ caller() }}{% endmacro %}
"""
VALUES: dict[str, Any] = {
    "text": "<甲 & \"乙\" '丙'>", "markup": Markup("<b>甲</b>"), "number": 12, "nothing": None, "word": type("Word", (str,), {})("<词>"),
    "row": {"title": "<件>", "items": ["一"], "count": 0, "nested": {"deep": "<深>"}}, "thing": SimpleNamespace(title="<物>"),
    "lines": ["<1>", "<2>"], "said": lambda *said: "".join(said),
}  # fmt: skip
ALIKE = [
    "{{ text }}{{ markup }}{{ number }}{{ nothing }}{{ word }}{{ lines }}{{ 1.5 }}{{ '<' }}",
    "{{ row.title }}{{ row['title'] }}{{ row.nested.deep }}{{ row['nested']['deep'] }}{{ thing.title }}{{ row.count }}{{ lines.0 }}",
    "{{ row['items'] }}{% for name, value in row.items() %}{{ name }}{{ loop.index }}{% endfor %}{{ row.keys() | list }}",
    "{{ text ~ number }}{{ markup ~ text }}{{ text ~ markup ~ '<' }}{{ (text ~ nothing) | length }}",
    "{{ row.other is defined }}{{ nothing is none }}{{ row.count is not none }}{{ 'x' if row.count }}{{ row.other | default('<无>') }}",
    "{{ two(text) }}{{ two(markup, markup) }}{{ two(b=text, a=1) }}{{ two(two(text)) }}{{ two(text)[:9] }}{{ said(text, '<') }}",
    "{{ more(1, 2, c=text) }}{% call around(text) %}{{ text }}{% endcall %}{% set x = two(text) %}{{ x }}{{ two(text) | upper }}",
    "{% set x %}<i>{{ text }}</i>{% endset %}{{ x }}{% for line in lines if line != '<1>' %}{{ two(line, loop.first) }}{% endfor %}",
    "{% autoescape false %}{{ text }}{{ text ~ markup }}{{ two(text) }}{% endautoescape %}{{ dict(a=text).a }}{{ range(2) | list }}",
    "{% macro own(a) %}{{ two(a, outer) }}{% endmacro %}{% set outer = '<外>' %}{{ own(text) }}{% import 'm' as m %}{{ m.two(text) }}",
    "{% macro own() %}{{ other() }}{% endmacro %}{% macro other() %}<{{ text }}>{% endmacro %}{{ own() }}",
    "{% filter upper %}{{ text }}<a>{% endfilter %}{{ text | safe }}{{ text | e }}{{ lines | join('<') }}{{ lines | map('upper') | list }}",
]
WRONG = [
    "{{ other }}", "{{ row.other }}", "{{ row['other'] }}", "{{ row.other.deep }}", "{{ thing.other }}", "{{ other.title }}",
    "{{ two() }}", "{{ other() }}", "{{ text ~ other }}", "{% for one in row.other %}{% endfor %}", "{{ 'x' if row.other }}",
    "{% from 'm' import none_such %}{{ none_such(1) }}",
]  # fmt: skip


def environment(*extensions: str, **texts: str) -> Environment:
    """As Pelican makes it, from the settings; with no extension, Jinja's own."""
    loader = ChoiceLoader([DictLoader(texts), FileSystemLoader(THEME / "templates")])
    made = Environment(loader=loader, **SETTINGS | {"extensions": list(extensions), "bytecode_cache": None})
    made.filters.setdefault("kept", lambda macro, *arguments: macro(*arguments))
    return made


def both(template: str, data: dict[str, Any], **texts: str) -> tuple[str, str]:
    ours = environment(*SETTINGS["extensions"], **texts)
    return environment(**texts).get_template(template).render(data), render(ours, ours.get_template(template), data)


def test_every_component_looks_as_with_jinjas_own_code() -> None:
    base = "{% block content %}{% endblock %}"
    data = {"components": components(THEME)}
    usual, shorter = both("components.html", data, **{"base.html": base})
    assert usual == shorter
    assert usual.count("data-example") == sum(len(one["examples"]) for one in data["components"])


@pytest.mark.parametrize("text", ALIKE)
def test_text_markup_and_things_are_shown_as_with_jinjas_own_code(text: str) -> None:
    usual, shorter = both("a", VALUES, a="{% from 'm' import two, more, around %}" + text, m=MACROS)
    assert usual == shorter


@pytest.mark.parametrize("text", WRONG)
def test_what_is_not_there_is_an_error(text: str) -> None:
    ours = environment(*SETTINGS["extensions"], a="{% from 'm' import two %}" + text, m=MACROS)
    with pytest.raises(UndefinedError):
        render(ours, ours.get_template("a"), VALUES)


def test_what_is_kept_is_made_once_for_its_arguments() -> None:
    ours = environment(*SETTINGS["extensions"], a="{% from 'm' import two %}" + "{{ two | kept(site, b) }}" * 2, m=MACROS)
    template, site = ours.get_template("a"), {"name": "<甲>"}
    assert render(ours, template, {"site": site, "b": "1"}) == "{&#39;name&#39;: &#39;&lt;甲&gt;&#39;}1" * 2
    site["name"] = "乙"  # which nobody does: it tells what was made before from what is made now
    assert "乙" not in render(ours, template, {"site": site, "b": "1"})
    assert "乙" in render(ours, template, {"site": site, "b": "2"})
    assert "丙" in render(ours, template, {"site": {"name": "丙"}, "b": "1"})


def test_a_macro_is_not_called_with_more_than_it_takes() -> None:
    ours = environment(*SETTINGS["extensions"], a="{% from 'm' import two %}{{ two(1, 2, 3) }}", m=MACROS)
    with pytest.raises(TypeError):
        render(ours, ours.get_template("a"), VALUES)


def test_the_settings_escape_and_are_strict() -> None:
    assert SETTINGS["autoescape"] is True
    assert SETTINGS["undefined"] is StrictUndefined
