"""The weights of the proofreader's clues, fitted: python -m tools.fit_weights TEXTS PLANTED.

TEXTS is a folder of published texts (.docx, .html, .txt) that are taken to be sound; PLANTED is a
file of lines {"text": …, "sound_text": …}, the same passage with and without one wrong number.
What does not hold in a sound text met by chance; what holds without the wrong number and no more
with it was meant. From both, and from slips that are planted here (tools/planting.py), each clue
and some pairs of clues get the weight that tells the two apart best (tools/regression.py). What it
takes to be told is measured on texts that the weights were not fitted on.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import tomllib
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from drafter.proof.account.account import Account
from drafter.proof.evidence.trials import Stretch, stretches, tried
from drafter.proof.evidence.weights import FIRST, KINDS, LEAST, Weights, clues_of, table
from drafter.proof.evidence.witness import Tried
from drafter.proof.text.document import Document
from drafter.proof.text.passage import Passage, passages
from drafter.proof.text.reading import read
from tools.planting import DIGITS, copied
from tools.regression import Example, Table, fitted

HEAD = """\
# 校对的分量表：一处数字与一个算式合不合，由许多迹象共同决定；每个迹象有一个分量，
# 正的说明这些数应当合得上，负的说明不应当；写作“甲×乙”的，是两个迹象同时出现时另加的分量。
# 分量是在公开发布的报告上统计出来的：合得上的算式里改错一个数，与本来就不相干的数，
# 两者的迹象有什么不同。以“抄重”结尾的，是错成了旁边另一个数的。
# 各项之和超过“门槛”的才提出来；门槛调高，提得少而准，调低，提得多。
"""
PRESENT = Path(__file__).parents[1] / "drafter/proof/evidence/weights.toml"
LEAST_SHOWN, FOLDS = 0.05, 3
_BELOW, _NEVER, _FEW, _FOR = 0.01, 99.0, 4, 3
_TELLING, _MOST_PLANTED = 20, 10
Place = tuple[object, ...]


def misfits(paragraphs: Sequence[Passage]) -> Iterator[tuple[Stretch, Tried]]:
    """Every equation that the text's numbers may be meant to fill, with its stretch."""
    account = Account.of(Document.of(paragraphs))
    for stretch in stretches(account):
        yield from ((stretch, one) for one in tried(stretch))


def example(one: Tried, meant: bool, text: str) -> Example:
    """The equation with all its clues."""
    return Example(table(one), clues_of(one), meant, text)


def place(one: Tried) -> Place:
    """What an equation is known by in two printings of a passage: its numbers by their order."""
    return one.equation.kind, *(number.order for number in one.equation.operands)


def _held(text: str) -> set[Place]:
    """The equations that hold in a text."""
    return {place(one) for _, one in misfits(passages(text.split("\n"))) if one.holds}


def broken(held: Container[Place], faulty: str, text: str) -> Iterator[Example]:
    """The equations that held, and no more do."""
    for _, one in misfits(passages(faulty.split("\n"))):
        if not one.holds and place(one) in held:
            yield example(one, True, text)


def of_text(paragraphs: Sequence[Passage], text: str, seed: int) -> Iterator[Example]:
    """What met by chance in a sound text, and what it means where a slip is planted."""
    chance, told = random.Random(f"{seed} {text}"), list(misfits(paragraphs))
    yield from (example(one, False, text) for _, one in told if not one.holds)
    good = [(stretch, one) for stretch, one in told if one.holds and _telling(one)]
    most = _MOST_PLANTED * (1 + len(paragraphs) // _MOST_PLANTED)
    held = dict[int, set[Place]]()
    for stretch, one in chance.sample(good, min(len(good), most)):
        passage = stretch.passage
        for kind in (chance.choice(DIGITS), copied):
            number = chance.choice(one.equation.operands)
            start, wrong = number.term.amount.start, kind(number, stretch.numbers, chance)
            if wrong and number.term.sentence.passage is passage:
                if id(passage) not in held:
                    held[id(passage)] = _held(passage.text)
                rest = passage.text[start:].removeprefix(number.term.amount.written)
                yield from broken(held[id(passage)], passage.text[:start] + wrong + rest, text)


def _telling(one: Tried) -> bool:
    """Whether an equation hardly holds by chance: a number of some size in it."""
    most = max(number.value / number.step for number in one.equation.operands)
    return one.equation.kind != "same" and most >= _TELLING


def gathered(texts: Path, defects: Path, seed: int) -> list[Example]:
    """The examples of a folder and of a file of planted defects."""
    examples = list[Example]()
    for file in sorted(path for path in texts.iterdir() if path.is_file()):
        paragraphs = read(file.read_bytes(), file.name).passages
        examples += of_text(paragraphs, file.name, seed)
    told = dict[str, list[str]]()
    for line in defects.read_text(encoding="utf-8").splitlines():
        passage = json.loads(line)
        sound = passage.get("sound_text") or passage["text"]
        told.setdefault(sound, []).append(passage["text"])
    for sound, faulty in told.items():
        examples += of_text(passages(sound.split("\n")), sound, seed)
        held = _held(sound) if {*faulty} != {sound} else set[Place]()
        for one in dict.fromkeys(faulty):
            # What somebody else planted is as slips come, and stands for several.
            examples += [*broken(held, one, sound)] * _FOR if one != sound else ()
    return examples


def written(tables: Mapping[str, Table]) -> str:
    """The file of weights; those that hardly weigh are left out."""
    parts = [HEAD]
    for kind, weights in tables.items():
        first = [f'"{name}" = {weights[name]}' for name in (LEAST, FIRST)]
        rest = sorted((c, w) for c, w in weights.items() if c not in (LEAST, FIRST))
        lines = [f'"{clue}" = {weight:.2f}' for clue, weight in rest if abs(weight) >= LEAST_SHOWN]
        parts.append("\n".join([f'["{kind}"]', *first, *lines]) + "\n")
    return "\n".join(parts)


def scored(examples: Sequence[Example], seed: int) -> list[float]:
    """What speaks for each example, by weights that were fitted without its text."""
    names = sorted({one.text for one in examples})
    random.Random(seed).shuffle(names)
    folds = {name: number % FOLDS for number, name in enumerate(names)}
    scores = dict[int, float]()
    for fold in range(FOLDS):
        weights = Weights.of(fitted([e for e in examples if folds[e.text] != fold], seed))
        mine = [(at, one) for at, one in enumerate(examples) if folds[one.text] == fold]
        scores |= {at: weights.weighed(one.clues) for at, one in mine}
    return [scores[at] for at in range(len(examples))]


def threshold(pairs: Iterable[tuple[bool, float]], alarms: float) -> float:
    """What it takes to be told: the least that keeps those that met by chance below so many of a
    hundred that were meant; a few are let through where little was seen."""
    right = wrong = 0
    least = math.inf
    for score, meant in sorted(((score, meant) for meant, score in pairs), reverse=True):
        right, wrong = right + meant, wrong + (not meant)
        if wrong <= _FEW + alarms * right / 100:
            least = score
    return round(max(0.0, least - _BELOW), 2) if least < math.inf else _NEVER


def fit(
    examples: Sequence[Example], alarms: float, seed: int, kept: Container[str] = ()
) -> Mapping[str, Table]:
    """Fitted on all examples, with no more than so many false remarks for a hundred right ones of a
    kind in texts unseen; how many are told there is printed, beside the present weights, which are
    kept where they tell as many and no more by chance, and for the kinds that are to be kept."""
    tables = dict[str, Table]()
    present = tomllib.loads(PRESENT.read_text(encoding="utf-8"))
    for kind in KINDS:
        if kind in kept and kind in present:
            tables[kind] = present[kind]
            continue
        mine = [one for one in examples if one.kind == kind]
        if not any(one.meant for one in mine):
            tables[kind] = {FIRST: 0.0, LEAST: _NEVER}
            continue
        pairs = [*zip([one.meant for one in mine], scored(mine, seed), strict=True)]
        least = threshold(pairs, alarms)
        unseen = _told((meant, score > least) for meant, score in pairs)
        print(f"{kind}: {unseen} told and by chance, of {len(mine)}, of texts unseen")
        if kind in present:
            old = Weights.of(present[kind])
            now = _told((one.meant, old.weighed(one.clues) > old.least) for one in mine)
            print(f"{kind}: {now} by the present weights")
            if now[0] >= unseen[0] and now[1] <= unseen[1]:
                tables[kind] = present[kind]
                continue
        tables[kind] = {**fitted(mine, seed), LEAST: least}
    return tables


def _told(said: Iterable[tuple[bool, bool]]) -> tuple[int, int]:
    """How many are told that were meant, and how many that met by chance."""
    told = [meant for meant, one in said if one]
    return sum(told), len(told) - sum(told)


def main() -> None:
    """Read, fit, and write the file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("texts", type=Path)
    parser.add_argument("planted", type=Path)
    parser.add_argument("--out", type=Path, default=Path("weights.toml"))
    parser.add_argument("--alarms", type=float, default=0.8, help="for a hundred that are told")
    parser.add_argument("--keep", nargs="*", default=[], help="kinds that keep their weights")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    examples = gathered(asked.texts, asked.planted, asked.seed)
    tables = fit(examples, asked.alarms, asked.seed, asked.keep)
    asked.out.write_text(written(tables), encoding="utf-8")


if __name__ == "__main__":
    main()
