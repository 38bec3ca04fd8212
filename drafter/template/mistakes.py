"""What is wrong with a tag's code, before filling and in it: a slip at the tag, in plain words."""

from __future__ import annotations

import re
from traceback import walk_tb
from types import CodeType, TracebackType

from jinja2 import TemplateSyntaxError
from jinja2.exceptions import SecurityError, TemplateAssertionError, UndefinedError

from drafter.model.finding import Severity
from drafter.model.pattern import pattern
from drafter.template.budget import LimitError
from drafter.template.sandbox import Sandbox
from drafter.template.source import BLOCK, NOWHERE, Output, PartSource, statement
from drafter.template.values import UnknownNameError
from drafter.word.slip import Slip

_UNDEFINED = pattern("'(.+)' is undefined")
_TOO_MUCH = (RecursionError, MemoryError, OverflowError, ValueError, SyntaxError)
_ENDS = {"if": "endif", "for": "endfor"}
_WORD = pattern(rf"{BLOCK[0]}\s*(\w+)")


def compiled(sandbox: Sandbox, source: PartSource) -> CodeType | None:
    """Python's code for the source; None where tags are wrong, and a slip for each of them."""
    if not source.text:
        source.slips += [slip for output in source.codes if (slip := _mistake(sandbox, output))]
        return None
    try:
        return sandbox.compile(source.text)
    except (TemplateSyntaxError, *_TOO_MUCH) as error:
        wrong = [slip for output in source.codes if (slip := _mistake(sandbox, output))]
        source.slips += wrong or [_at(error, source)]
        return None


def _mistake(sandbox: Sandbox, output: Output) -> Slip | None:
    """What is wrong with one tag's code, tried by itself."""
    code = output.code
    if output.spot == NOWHERE:
        return None
    match = _WORD.match(code)
    word = match[1] if match else ""
    if match and word not in ("if", "for", "elif", "set"):
        return None
    if word == "elif":
        code = statement("if 1") + code + statement("endif")
    elif word in _ENDS:
        code += statement(_ENDS[word])
    try:
        sandbox.from_string(code)
    except TemplateSyntaxError as error:
        return Slip("template-syntax", Severity.ERROR, *output.spot, details=_reason(error))
    except _TOO_MUCH:
        return Slip("template-too-deep", Severity.ERROR, *output.spot)
    return None


def _at(error: Exception, source: PartSource) -> Slip:
    if isinstance(error, TemplateSyntaxError):
        spot = source.spot(error.lineno)
        return Slip("template-syntax", Severity.ERROR, *spot, details=_reason(error))
    return Slip("template-too-deep", Severity.ERROR, source.name)


def _reason(error: TemplateSyntaxError) -> dict[str, str]:
    message = error.message or ""
    if match := re.match(r"No (filter|test) named '(.+)'", message):
        what = "过滤器" if match[1] == "filter" else "判断"
        return {"reason": f"没有“{match[2]}”这个{what}"}
    if isinstance(error, TemplateAssertionError):
        return {"reason": "不支持recursive循环" if "recursive" in message else "不支持这种写法"}
    if "got '='" in message:
        return {"reason": "比较是否相等要写两个等号“==”"}
    return {"reason": "请检查括号、引号和运算符"}


def runtime(error: Exception, source: PartSource) -> Slip:
    """What went wrong while the part was filled, at the tag where it did."""
    spot = source.spot(line_of(error.__traceback__))
    return Slip("template-fill", Severity.ERROR, *spot, details={"reason": _cause(error)})


def _cause(error: Exception) -> str:
    if isinstance(error, UndefinedError) and (match := _UNDEFINED.fullmatch(str(error))):
        return f"没有“{match[1]}”这个名称"
    if isinstance(error, UnknownNameError | SecurityError | LimitError):
        return str(error)
    if isinstance(error, ZeroDivisionError):
        return "除数是0"
    if isinstance(error, RecursionError | MemoryError | OverflowError):
        return "数太大或嵌套过深，请拆短"
    message = str(error)
    if isinstance(error, TypeError) and "argument" in message:
        return "过滤器的参数不对，请对照使用手册"
    if isinstance(error, TypeError) and message.startswith("“"):
        return message
    return "此处的数据不能这样计算或比较，请检查是数还是文字"


def line_of(trace: TracebackType | None) -> int:
    """The template line in which an error arose: Jinja rewrites tracebacks to name it."""
    lines = [line for frame, line in walk_tb(trace) if frame.f_code.co_filename == "<template>"]
    return lines[-1] if lines else 0
