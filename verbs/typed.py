"""What is typed wrongly before a verb begins.

invoke reads the command line itself, says what is wrong in English and ends with 1. Staff read Chinese, and bad usage ends
with 2 (design.md, "Commands"). invoke has no place to say so but its parser, which is wrapped here.
"""

from __future__ import annotations

import re
from itertools import takewhile

from invoke.exceptions import Exit, ParseError
from invoke.parser import Parser, ParseResult

POSITIONALS = {
    "ident": "编号", "kind": "种类，如 行政处罚", "file": "表格文件", "folder": "文件夹", "name": "钩子的名称",
    "words": "要查的文字",
}  # fmt: skip
UNKNOWN = re.compile(r"No idea what '(.+)' is!", re.DOTALL)
MISSING = re.compile(r"'(.+?)' did not receive required positional arguments: '(\w+)'")
NO_VALUE = re.compile(r"Flag <Argument: ([\w-]+).*> needed value")
TAKES_NONE = re.compile(r"Flag <Argument: ([\w-]+).*> doesn't take any value")


def words(said: str, verb: str) -> str:
    """What invoke says, in Chinese; `verb`: the one that was typed, "" where it is none."""
    usage = f"用法请看：inv --help {verb}" if verb else "有哪些命令请看：inv --list"
    if match := UNKNOWN.match(said):
        blank = "内容里有空格的，请加引号。" if verb and not match[1].startswith("-") else ""
        return f"不认识 {match[1]}{'；inv ' + verb + ' 没有这一项' if verb else '，没有这个命令'}。{blank}{usage}"
    if match := MISSING.match(said):
        return f"inv {match[1]} 后面还要写{POSITIONALS.get(match[2], match[2])}。{usage}"
    if match := NO_VALUE.match(said):
        return f"--{match[1]} 后面还要写内容。{usage}"
    if match := TAKES_NONE.match(said):
        return f"--{match[1]} 后面不写内容。{usage}"
    return f"命令写得不对：{said}。{usage}"


def as_one(argv: list[str]) -> list[str]:
    """What is typed behind a verb up to the first option, as one: words that are looked for need no quotes around them."""
    words = list(takewhile(lambda one: not one.startswith("-") or not one[1:2].isascii(), argv[1:]))
    return [argv[0], " ".join(words), *argv[1 + len(words) :]] if words else argv


def in_chinese() -> None:
    """Have invoke's parser speak so; and take no option that was mistyped, nor `--help`, for the folder or file that a verb needs."""
    parse = Parser.parse_argv

    def parse_argv(self: Parser, argv: list[str]) -> ParseResult:
        verb = argv[0] if argv and argv[0] in self.contexts else ""
        if verb and any(argument.name == "words" for argument in self.contexts[verb].positional_args):
            argv = as_one(argv)
        try:
            result = parse(self, argv)
        except ParseError as error:
            raise Exit(words(str(error), verb), code=2) from None
        except ValueError:  # of an option that is a number
            raise Exit(f"有一项应写数字，写的却不是：inv {' '.join(argv)}", code=2) from None
        for context in result:
            for value in (str(argument.value) for argument in context.positional_args):
                if value in ("--help", "-h"):
                    raise Exit(f"要看用法，请输入：inv --help {context.name}", code=2)
                if value.startswith("-"):
                    raise Exit(words(f"No idea what '{value}' is!", str(context.name)), code=2)
        return result

    Parser.parse_argv = parse_argv  # type: ignore[method-assign]  # see above


def is_alone(verb: str, typed: list[str]) -> bool:
    """Whether what was typed is one verb with its options, each with a value, and no other. `typed`: `sys.argv`."""
    if typed[1:2] != [verb] or not typed[0].endswith(("inv", "invoke", "invoke/__main__.py")):
        return False
    rest = iter(typed[2:])
    for word in rest:
        if not word.startswith("--"):
            return False
        if "=" not in word:
            next(rest, None)
    return True
