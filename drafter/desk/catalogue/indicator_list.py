"""The catalogue's indicators as a list, by theme."""

from __future__ import annotations

from drafter.desk.catalogue.catalogue_rows import INDICATORS, Leaves, Line


def themes(sheets: Leaves, word: str = "") -> dict[str, list[Line]]:
    """The rows of the indicators that have the word in their key, name or departments."""
    groups: dict[str, list[Line]] = {}
    for line in sheets[INDICATORS].lines:
        texts = line.texts
        key = texts.get("指标编号", "")
        looked_at = (key, texts.get("指标名称", ""), texts.get("填报部门", ""))
        if not word or any(word in text for text in looked_at):
            groups.setdefault(key.partition(".")[0], []).append(line)
    return groups
