"""The weights of clues are fitted from texts and planted defects, and written as the program reads
them."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

from drafter.proof.evidence.weights import FIRST, LEAST, TOGETHER, Weights
from tools.fit_weights import gathered, scored, threshold, written
from tools.regression import Example, fitted

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


SUM, COPIED = "分项与总数", "分项与总数抄重"


def test_what_was_meant_is_told_from_what_met_by_chance(tmp_path: Path) -> None:
    examples = gathered(*folders(tmp_path), seed=1)
    sums = [one for one in examples if one.kind == SUM]
    meant = [one for one in sums if one.meant]
    weights = Weights.of({**fitted(sums, seed=1), LEAST: 0.0})
    told = [one for one in sums if weights.weighed(one.clues) > 0]
    assert len(meant) >= 12
    assert sum(one.meant for one in told) >= len(meant) * 9 // 10
    assert sum(not one.meant for one in told) <= (len(sums) - len(meant)) // 3


def test_numbers_copied_from_beside_are_planted_in_what_holds(tmp_path: Path) -> None:
    examples = gathered(*folders(tmp_path), seed=1)
    copied = [one for one in examples if one.kind == COPIED and one.meant]
    assert copied
    assert all(any(clue.startswith("抄距") for clue in one.clues) for one in copied)


def test_two_clues_that_only_tell_together_get_a_weight_together() -> None:
    cases = [({"甲", "乙"}, True), ({"甲"}, False), ({"乙"}, False), (set[str](), True)] * 40
    examples = [Example(SUM, frozenset(clues), meant) for clues, meant in cases]
    table = fitted(examples, seed=1)
    weights = Weights.of({**table, LEAST: 0.0})
    assert f"乙{TOGETHER}甲" in table or f"甲{TOGETHER}乙" in table
    assert weights.weighed({"甲", "乙"}) > weights.weighed({"甲"})
    assert weights.weighed({"甲", "乙"}) > weights.weighed({"乙"})


def test_an_example_is_scored_by_weights_that_never_saw_its_text() -> None:
    examples = [Example(SUM, frozenset({f"某{n}"}), n < 6, str(n)) for n in range(12)]
    seen = Weights.of({**fitted(examples, seed=1), LEAST: 0.0})
    assert seen.weighed(examples[0].clues) > seen.weighed(examples[-1].clues) + 1
    scores = scored(examples, seed=1)
    assert max(scores) - min(scores) < 1


def test_no_more_are_told_by_chance_than_was_asked_for() -> None:
    pairs = [(number % 10 > 0, float(100 - number)) for number in range(100)]
    told = {
        alarms: [one for one in pairs if one[1] > threshold(pairs, alarms)] for alarms in (0, 5)
    }
    wrong = {alarms: sum(not meant for meant, _ in ones) for alarms, ones in told.items()}
    assert len(told[0]) < len(told[5]) < len(pairs)
    assert 0 < wrong[0] < wrong[5] < 10


def test_the_same_texts_give_the_same_file_and_the_program_can_read_it(tmp_path: Path) -> None:
    examples = gathered(*folders(tmp_path), seed=1)
    sums = [one for one in examples if one.kind == SUM]
    files = [written({SUM: {**fitted(sums, seed=1), LEAST: 1.5}}) for _ in range(2)]
    assert files[0] == files[1]
    table = tomllib.loads(files[0])[SUM]
    assert table[LEAST] == 1.5
    assert {FIRST, LEAST} < set(table)
