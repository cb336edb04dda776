"""How templates become Python: Jinja's own compiler, with shorter code for what a site does millions of times.

Set `plugins.templates.Shorter` among the environment's extensions. It changes how the code of templates is written and nothing
that they say; whatever it has no shorter way for is left to Jinja. A page is some hundred values, and stock Jinja calls three or
more functions of Python for each of them:

* a value that is text is escaped by markupsafe's own C function, without being wrapped and unwrapped again;
* a name of a dict is looked up in the dict, not first among the attributes that every dict has;
* a macro without `caller`, `varargs` or `kwargs` that is called by position is called as the Python function that it is;
* the components that a template imports are looked up once, not for each page that it makes;
* `macro | kept(arguments)` is `macro(arguments)`, made once: for what is the same on many pages.
"""

from __future__ import annotations

from functools import partial
from typing import Any, NamedTuple

from jinja2 import Environment, Template, nodes
from jinja2.compiler import CodeGenerator, Frame, MacroRef, optimizeconst
from jinja2.ext import Extension
from jinja2.runtime import Context, Macro, markup_join
from jinja2.utils import missing
from markupsafe import Markup, escape
from markupsafe import _escape_inner as plain  # type: ignore[attr-defined]  # C; `escape` calls it and wraps what it gives

# The code of templates imports these.
__all__ = ["Direct", "Markup", "Shorter", "joined", "mark", "partial", "plain", "render", "shown"]
MOST = 1000  # of what is kept
OF_DICTS = frozenset(dir(dict))  # names that mean a dict's own attribute, as in Jinja
NEEDED = "from plugins.templates import Direct, Markup, joined, mark, partial, plain, shown"
mark = partial(str.__new__, Markup)  # `Markup(text)` of what is certainly a str


def shown(value: Any) -> str:
    """A value that is no plain str, as it stands in HTML."""
    if type(value) is Markup:
        return value
    return str(value) if type(value) is int else escape(value)


def joined(parts: tuple[Any, ...]) -> str:
    """`a ~ b`."""
    for one in parts:
        if type(one) is not str:
            return markup_join(parts)
    return "".join(parts)


class Direct(Macro):
    """A macro whose function (`direct`) may be called as it is, with fewer arguments than it has; it returns markup."""

    def __init__(self, environment: Environment, function: Any, name: str, arguments: list[str]) -> None:
        super().__init__(environment, function, name, arguments, False, False, False, True)
        function.__defaults__ = (missing,) * len(arguments)
        self.direct = function


class Components(dict[str, Any]):
    """What templates import, by name."""

    def __init__(self, environment: Environment) -> None:
        self.environment = environment

    def __missing__(self, name: str) -> Any:
        self[name] = self.environment.get_template(name).module
        return self[name]


class Kept:
    """Components that were made for their arguments: texts, tuples of texts, or the site's own dict, which is always the same one."""

    def __init__(self) -> None:
        self.made: dict[tuple[Any, ...], tuple[str, Any]] = {}

    def __call__(self, macro: Direct, first: Any = missing, second: Any = missing, third: Any = missing) -> str:
        """What the macro makes of the arguments, of which only the first may be a dict."""
        key = (macro, id(first) if type(first) is dict else first, second, third)
        found = self.made.get(key)
        if found is None:
            if len(self.made) >= MOST:
                self.made.clear()
            given = [one for one in (first, second, third) if one is not missing]
            found = self.made[key] = (macro.direct(*given), first)  # a dict that is held keeps its id
        return found[0]


class _Ways(NamedTuple):
    """Code around an expression, `_` being its value."""

    before: str
    after: str


TEXT = _Ways("(plain(_) if type(_ := ", ") is str else shown(_))")
MARKUP = _Ways("(_ if type(_ := ", ") is Markup else escape(_))")


class _Writer(CodeGenerator):
    """Writes the code of a template. In a single expression `_` is always set and read without anything between."""

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:  # noqa: N802 - Jinja's name, as all below
        self.writeline(NEEDED)
        super().visit_Template(node, frame)

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if _plainly(frame, finalize):
            self.write((MARKUP if isinstance(node, nodes.Call) else TEXT).before)
        else:
            super()._output_child_pre(node, frame, finalize)

    def _output_child_post(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if _plainly(frame, finalize):
            self.write((MARKUP if isinstance(node, nodes.Call) else TEXT).after)
        else:
            super()._output_child_post(node, frame, finalize)

    def visit_Output(self, node: nodes.Output, frame: Frame) -> None:  # noqa: N802
        for child in node.nodes:
            if isinstance(child, nodes.CondExpr) and child.expr2 is None:  # `{{ a if b }}`, otherwise an Undefined, shown as ""
                child.expr2 = nodes.Const("", lineno=child.lineno, environment=self.environment)
        super().visit_Output(node, frame)

    @optimizeconst
    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802
        if node.attr in OF_DICTS:
            super().visit_Getattr(node, frame)
        else:
            self._looked_up(node.node, node.attr, "getattr", frame)

    @optimizeconst
    def visit_Getitem(self, node: nodes.Getitem, frame: Frame) -> None:  # noqa: N802
        if isinstance(node.arg, nodes.Const) and isinstance(node.arg.value, str):
            self._looked_up(node.node, node.arg.value, "getitem", frame)
        else:
            super().visit_Getitem(node, frame)

    def _looked_up(self, of: nodes.Expr, name: str, otherwise: str, frame: Frame) -> None:
        self.write(f"(_[{name!r}] if type(_ := ")
        self.visit(of, frame)
        self.write(f") is dict and {name!r} in _ else environment.{otherwise}(_, {name!r}))")

    @optimizeconst
    def visit_Concat(self, node: nodes.Concat, frame: Frame) -> None:  # noqa: N802
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape:
            super().visit_Concat(node, frame)
            return
        self.write("joined((")
        for part in node.nodes:
            self.visit(part, frame)
            self.write(", ")
        self.write("))")

    @optimizeconst
    def visit_Test(self, node: nodes.Test, frame: Frame) -> None:  # noqa: N802
        if node.name == "none":
            self.write("(")
            self.visit(node.node, frame)
            self.write(" is None)")
        else:
            super().visit_Test(node, frame)

    @optimizeconst
    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:  # noqa: N802
        if forward_caller or not isinstance(node.node, nodes.Name) or node.kwargs or node.dyn_args or node.dyn_kwargs:
            super().visit_Call(node, frame, forward_caller=forward_caller)
            return
        variables = ("_loop_vars",) * frame.loop_frame + ("_block_vars",) * frame.block_frame
        self.write("(_.direct if type(_ := ")
        self.visit(node.node, frame)
        self.write(f") is Direct else partial({', '.join(['context.call', '_', *(f'{one}={one}' for one in variables)])}))(")
        for argument in node.args:
            self.visit(argument, frame)
            self.write(", ")
        self.write(")")

    def return_buffer_contents(self, frame: Frame, force_unescaped: bool = False) -> None:
        if force_unescaped and frame.eval_ctx.autoescape and not frame.eval_ctx.volatile:  # the end of a macro
            self.writeline(f"return mark(concat({frame.buffer}))")
        else:
            super().return_buffer_contents(frame, force_unescaped)

    def macro_def(self, macro_ref: MacroRef, frame: Frame) -> None:
        special = macro_ref.accesses_caller or macro_ref.accesses_kwargs or macro_ref.accesses_varargs
        node = macro_ref.node
        if special or not isinstance(node, nodes.Macro) or frame.eval_ctx.volatile or not frame.eval_ctx.autoescape:
            super().macro_def(macro_ref, frame)
        else:
            self.write(f"Direct(environment, macro, {node.name!r}, {[argument.name for argument in node.args]!r})")

    def _import_common(self, node: nodes.Import | nodes.FromImport, frame: Frame) -> None:
        if node.with_context or not isinstance(node.template, nodes.Const):
            super()._import_common(node, frame)
        else:
            self.write(f"environment.components[{node.template.value!r}]")


def _plainly(frame: Frame, finalize: Any) -> bool:
    return bool(frame.eval_ctx.autoescape) and not frame.eval_ctx.volatile and finalize.src is None


class Shorter(Extension):
    """Makes an environment write the shorter code."""

    def __init__(self, environment: Environment) -> None:
        super().__init__(environment)
        environment.code_generator_class = _Writer
        environment.extend(components=Components(environment))
        environment.filters["kept"] = Kept()


def render(environment: Environment, template: Template, data: dict[str, Any]) -> str:
    """`template.render(data)`, with the globals copied once and not by way of the chain that Jinja keeps them in."""
    context = Context(environment, {**environment.globals, **data}, template.name, template.blocks)
    try:
        return environment.concat(template.root_render_func(context))
    except Exception:  # raised again, with the lines of the template
        environment.handle_exception()
