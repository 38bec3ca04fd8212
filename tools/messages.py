"""drafter/cli/locale: the command line library's own words in Chinese, as a gettext catalogue."""

from __future__ import annotations

import struct
from pathlib import Path

TARGET = Path(__file__).parents[1] / "drafter/cli/locale/zh_CN/LC_MESSAGES/messages.mo"
_PLURAL = "Content-Type: text/plain; charset=UTF-8\nPlural-Forms: nplurals=1; plural=0;\n"
WORDS = {
    "": _PLURAL,
    "Usage:": "用法：",
    "Options": "选项",
    "Commands": "命令",
    "Show this message and exit.": "显示帮助。",
    "Show the version and exit.": "显示版本。",
    "Error: {message}": "错误：{message}",
    "Invalid value: {message}": "填写有误：{message}",
    "Invalid value for {param_hint}: {message}": "{param_hint}填写有误：{message}",
    "Missing argument": "缺少参数",
    "Missing option": "缺少选项",
    "Missing parameter": "缺少参数",
    "Missing command.": "缺少命令。",
    "No such command {name!r}.": "没有命令{name}。",
    "No such option {name!r}.": "没有选项{name}。",
    "No such option: {name}": "没有选项{name}",
    "Option {name!r} does not take a value.": "选项{name}后面不用写内容。",
    "Option {name!r} requires an argument.\0Option {name!r} requires {nargs} arguments.": (
        "选项{name}后面要写内容。"
    ),
    "Try '{command} {option}' for help.": "用法见：{command} {option}",
    "{value!r} is not a valid {number_type}.": "“{value}”不是整数。",
    "Got unexpected extra argument ({args})\0Got unexpected extra arguments ({args})": (
        "多了参数：{args}"
    ),
    "Did you mean {possibility}?\0(Did you mean one of: {possibilities}?)": (
        "是否为{possibility}？"
    ),
    "Aborted!": "已取消。",
    "default: {default}": "默认{default}",
    "required": "必填",
}


def catalogue(words: dict[str, str]) -> bytes:
    """A .mo file: header, two tables of (length, offset), the strings in sorted order."""
    keys = sorted(words)
    texts = [key.encode() for key in keys] + [words[key].encode() for key in keys]
    at, table = 28 + 16 * len(keys), b""
    for text in texts:
        table += struct.pack("<2I", len(text), at)
        at += len(text) + 1
    count = len(keys)
    header = struct.pack("<7I", 0x950412DE, 0, count, 28, 28 + 8 * count, 0, 28)
    return header + table + b"".join(text + b"\0" for text in texts)


if __name__ == "__main__":
    TARGET.write_bytes(catalogue(WORDS))
