"""The weights of clues are fitted from texts and planted defects, and written as the program reads
them."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

from drafter.proof.evidence.weights import FIRST, KINDS, LEAST
from tools.fit_weights import fitted, gathered, told, written

CHANCE = "走访企业843家，其后回访商户217家，另抽查摊点616家，整改152家。\n"
SOUND = "全年办理案件{total}件，其中民事{one}件、刑事{two}件、行政{three}件，走访企业{far}家。"


def folders(directory: Path) -> tuple[Path, Path]:
    """A folder of one text, and a file of defects: totals with a digit wrong."""
    texts, defects = directory / "texts", directory / "planted.jsonl"
    texts.mkdir()
    (texts / "报告.txt").write_text(CHANCE * 6, "utf-8")
    lines = list[str]()
    for n in range(12):
        one, two, three = 1217 + 31 * n, 624 + 17 * n, 233 + 7 * n
        total = one + two + three
        numbers = {"one": one, "two": two, "three": three, "far": 911 + n}
        passage = {
            "sound_text": SOUND.format(total=total, **numbers),
            "text": SOUND.format(total=total + 20, **numbers),
        }
        lines.append(json.dumps(passage, ensure_ascii=False))
    defects.write_text("\n".join(lines), "utf-8")
    return texts, defects


def test_what_was_meant_is_told_from_what_met_by_chance(tmp_path: Path) -> None:
    examples, signs = gathered(*folders(tmp_path), seed=1)
    assert signs > 400
    sums = [one for one in examples if one.kind == KINDS["sum"]]
    assert sum(one.meant for one in sums) >= 12
    tables = {KINDS["sum"]: {**fitted(sums, seed=1), LEAST: 0.0}}
    right, wrong = told(sums, tables)
    assert right >= 12
    assert wrong <= sum(not one.meant for one in sums) // 3


def test_the_same_texts_give_the_same_file_and_the_program_can_read_it(tmp_path: Path) -> None:
    examples, _ = gathered(*folders(tmp_path), seed=1)
    sums = [one for one in examples if one.kind == KINDS["sum"]]
    files = [
        written({KINDS["sum"]: {**fitted(sums, seed=1), LEAST: 1.5}}) for _ in range(2)
    ]  # fmt: skip
    assert files[0] == files[1]
    table = tomllib.loads(files[0])[KINDS["sum"]]
    assert table[LEAST] == 1.5
    assert {FIRST, LEAST} < set(table)
