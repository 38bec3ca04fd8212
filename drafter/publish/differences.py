"""What changed from one draft to the next: paragraphs, and what moved them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import unified_diff

from drafter.draft.record import Manifest
from drafter.review.compare.cause import Records
from drafter.review.compare.changes import FigureChange
from drafter.review.compare.figures import figure_changes

_KEPT = {"以往报送": "以往报送的说明", "决定": "审定意见"}
_NOTHING = "没有变动"


def differences(before: Manifest, after: Manifest, names: tuple[str, str]) -> str:
    """The two drafts' paragraphs as a unified diff, below the causes: files and figures that
    changed between them."""
    figures = figure_changes(Records(before, after), ())
    causes = [*changed_files(before.inputs, after.inputs), *map(_figure, figures)] or [_NOTHING]
    old, new = ([p.text for p in m.paragraphs] for m in (before, after))
    lines = [*unified_diff(old, new, *names, n=0, lineterm="")] or [_NOTHING]
    title = " → ".join(names)
    return "\n".join([title, "", "【变动原因】", *causes, "", "【正文】", *lines, ""])


def changed_files(before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[str]:
    """变动：inputs/2023/区司法局.xlsx: each input that came, went or was changed."""
    for name in sorted(before.keys() | after.keys()):
        if before.get(name) != after.get(name):
            verb = "新增" if name not in before else "删去" if name not in after else "变动"
            yield f"{verb}：{_KEPT.get(name, name)}"


def _figure(change: FigureChange) -> str:
    """指标：法律援助案件（援助.总数）　612件 → 613件　数据：县司法局　县司法局.xlsx › …"""
    values = f"{change.old or '（无）'} → {change.new or '（无）'}"
    return f"指标：{change.label}（{change.key}）　{values}　{change.cause.sentence()}"
