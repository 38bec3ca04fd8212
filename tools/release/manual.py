"""使用手册.html: the guide for clerks as one page with its pictures, for a browser of any age."""

from __future__ import annotations

import base64
import re
from pathlib import Path

from markdown_it import MarkdownIt
from mdit_py_plugins.anchors import anchors_plugin

from tools.release.parts import ROOT

_GUIDE = ROOT / "docs/使用手册.md"
_LOST_IN_ANCHORS = re.compile("[、：，]")
_PAGE = """<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>drafter 使用手册 {version}</title>
<style>
body {{ max-width: 60em; margin: 2em auto; padding: 0 1em; line-height: 1.7; color: #1f2933;
  font-family: "Microsoft YaHei", "Noto Sans CJK SC", "WenQuanYi Micro Hei", sans-serif; }}
h1, h2, h3 {{ line-height: 1.3; color: #1f3864; }}
h2 {{ border-bottom: 1px solid #b8c4d0; padding-bottom: .2em; margin-top: 2em; }}
img {{ max-width: 100%; border: 1px solid #b8c4d0; }}
table {{ border-collapse: collapse; margin: 1em 0; }}
th, td {{ border: 1px solid #b8c4d0; padding: .3em .6em; vertical-align: top; text-align: left; }}
th {{ background: #dce6f1; }}
pre {{ background: #f3f5f8; padding: .8em; overflow-x: auto; }}
code {{ background: #f3f5f8; font-family: Consolas, "Noto Sans Mono CJK SC", monospace; }}
pre code {{ padding: 0; }}
</style>
</head>
<body>
{body}
</body>
</html>
"""


def manual(version: str) -> bytes:
    """The page; it needs no other file."""
    reader = MarkdownIt("commonmark").enable("table")
    reader.use(anchors_plugin, max_level=3, slug_func=_anchor)
    body = reader.render(_GUIDE.read_text(encoding="utf-8"))
    body = re.sub(r'(?<=<img src=")[^"]+', lambda found: _picture(found[0]), body)
    return _PAGE.format(version=version, body=body).encode()


def _anchor(heading: str) -> str:
    return _LOST_IN_ANCHORS.sub("", heading)


def _picture(address: str) -> str:
    content = (_GUIDE.parent / address).read_bytes()
    return f"data:image/{Path(address).suffix[1:]};base64,{base64.b64encode(content).decode()}"
