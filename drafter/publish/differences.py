"""What changed from one draft to the next: paragraphs, and what moved them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import unified_diff

from drafter.draft.record import FigureRecord, Manifest, told_apart

_KEPT = {"以往报送": "以往报送的说明", "决定": "审定意见"}


def differences(before: Manifest, after: Manifest, names: tuple[str, str]) -> str:
    """The two drafts' paragraphs as a unified diff, below the causes: files and figures that
    changed between them."""
    causes = [*_files(before.inputs, after.inputs), *_figures(before, after)]
    old, new = ([p.text for p in m.paragraphs] for m in (before, after))
    lines = [*unified_diff(old, new, *names, n=0, lineterm="")]
    told = [
        f"{names[0]} → {names[1]}",
        "",
        "【变动原因】",
        *(causes or ["没有变动"]),
        "",
        "【正文】",
    ]
    return "\n".join([*told, *(lines or ["没有变动"]), ""])


def _files(before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[str]:
    for name in sorted(before.keys() | after.keys()):
        if before.get(name) != after.get(name):
            verb = "新增" if name not in before else "删去" if name not in after else "变动"
            yield f"{verb}：{_KEPT.get(name, name)}"


def _figures(before: Manifest, after: Manifest) -> Iterator[str]:
    old = {entry.key: entry for entry in before.entries}
    new = {entry.key: entry for entry in after.entries}
    for key in dict.fromkeys([*old, *new]):
        mine, theirs = old.get(key), new.get(key)
        was, now = told_apart(mine, theirs)
        if _rows(mine) or _rows(theirs):
            was, now = _rows(mine) or was, _rows(theirs) or now
        if was != now:
            name = (theirs or old[key]).name
            change = f"{was or '（无）'} → {now or '（无）'}"
            yield f"指标：{name}（{key}）　{change}{_where(theirs)}"


def _rows(entry: FigureRecord | None) -> str:
    """A table's rows in a line; "" for what is none."""
    rows = [[cell.told for cell in row.values()] for row in (entry.rows if entry else ())]
    return "；".join("、".join(row) for row in rows)


def _where(entry: FigureRecord | None) -> str:
    source = entry.sources[0] if entry and entry.sources else None
    if source is None:
        return ""
    return f"（{source.department}　{source.place}）"
