"""The weights of the proofreader's clues, fitted: python -m tools.fit_weights TEXTS PLANTED.

TEXTS is a folder of published texts (.docx, .html, .txt) that are taken to be sound; PLANTED is a
file of lines {"text": …, "sound_text": …}, the same passage with and without one wrong number.
What does not hold in a sound text met by chance; what holds without the wrong number and no more
with it was meant. From both, and from equations of the texts in which one digit is changed here,
each clue gets the weight that tells the two apart best (a logistic regression), and each kind of
equation the threshold at which no more than so many false remarks are made.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from drafter.proof.account import Account
from drafter.proof.document import Document
from drafter.proof.evidence.trials import Stretch, Tried, stretches, tried
from drafter.proof.evidence.weights import FIRST, KINDS, LEAST
from drafter.proof.passage import Passage, passages
from drafter.proof.reading import read

HEAD = """\
# 校对的分量表：一处数字与一个算式合不合，由许多迹象共同决定；每个迹象有一个分量，
# 正的说明这些数应当合得上，负的说明不应当。分量是在公开发布的报告上统计出来的：
# 合得上的算式里改错一个数，与本来就不相干的数，两者的迹象有什么不同。
# 各项之和超过“门槛”的才提出来；门槛调高，提得少而准，调低，提得多。
"""
PRESENT = Path(__file__).parents[1] / "drafter/proof/evidence/weights.toml"
ROUNDS, STEP, SMALL, LEAST_SHOWN = 12, 0.3, 1e-3, 0.05
_TELLING, _MOST_PLANTED = 100, 40


@dataclass(frozen=True, slots=True)
class Example:
    """An equation that does not hold: its kind, what speaks for and against it, and whether it was
    meant to hold."""

    kind: str
    clues: frozenset[str]
    meant: bool


Weights = dict[str, float]


def misfits(paragraphs: Sequence[Passage]) -> Iterator[tuple[Stretch, Tried]]:
    """Every equation that the text's numbers may be meant to fill, with its stretch."""
    account = Account.of(Document.of(paragraphs))
    for stretch in stretches(account):
        yield from ((stretch, one) for one in tried(stretch))


def example(one: Tried, meant: bool) -> Example:
    """The equation with all its clues."""
    return Example(
        KINDS[one.equation.kind], frozenset({*one.clues, f"式{one.equation.kind}"}), meant
    )


def place(one: Tried) -> tuple[object, ...]:
    """What an equation is known by in two printings of a passage: its numbers by their order."""
    return one.equation.kind, *(number.order for number in one.equation.operands)


def planted(sound: str, faulty: str) -> Iterator[Example]:
    """The equations that hold without the wrong number, and no more with it."""
    held = {place(one) for _, one in misfits(passages(sound.split("\n"))) if one.holds}
    for _, one in misfits(passages(faulty.split("\n"))):
        if not one.holds and place(one) in held:
            yield example(one, True)


def of_text(paragraphs: Sequence[Passage], chance: random.Random) -> Iterator[Example]:
    """What met by chance in a sound text, and what it means where one digit is changed."""
    told = list(misfits(paragraphs))
    yield from (example(one, False) for _, one in told if not one.holds)
    good = [(stretch, one) for stretch, one in told if one.holds and _telling(one)]
    for stretch, one in chance.sample(good, min(len(good), _MOST_PLANTED)):
        number = chance.choice(one.equation.operands)
        passage = number.term.sentence.passage
        if passage is stretch.passage:
            start, end = number.term.amount.start, number.term.amount.end
            wrong = (
                passage.text[:start] + _slip(passage.text[start:end], chance) + passage.text[end:]
            )
            yield from planted(passage.text, wrong)


def _telling(one: Tried) -> bool:
    """Whether an equation hardly holds by chance: a number of three digits in it."""
    most = max(number.value / number.step for number in one.equation.operands)
    return one.equation.kind != "same" and most >= _TELLING


def _slip(written: str, chance: random.Random) -> str:
    """One digit wrong, or two neighbours exchanged."""
    spots = [match.start() for match in re.finditer(r"\d", written)]
    at = chance.choice(spots)
    if chance.random() < 0.5 and at + 1 in spots and written[at] != written[at + 1]:
        return written[:at] + written[at + 1] + written[at] + written[at + 2 :]
    digit = chance.choice([sign for sign in "123456789" if sign != written[at]])
    return written[:at] + digit + written[at + 1 :]


def gathered(texts: Path, defects: Path, seed: int) -> tuple[list[Example], int]:
    """The examples of a folder and of a file of planted defects, and how many signs were read."""
    chance, examples, signs = random.Random(seed), list[Example](), 0
    for file in sorted(path for path in texts.iterdir() if path.is_file()):
        paragraphs = read(file.read_bytes(), file.name).passages
        signs += sum(len(passage.text) for passage in paragraphs)
        examples += of_text(paragraphs, chance)
    for line in defects.read_text(encoding="utf-8").splitlines():
        passage = json.loads(line)
        sound = passage.get("sound_text") or passage["text"]
        signs += len(sound)
        told = misfits(passages(sound.split("\n")))
        examples += [example(one, False) for _, one in told if not one.holds]
        examples += planted(sound, passage["text"])
    return examples, signs


def fitted(examples: Sequence[Example], seed: int) -> Weights:
    """The weights of one kind: a logistic regression, of either class as a whole alike, each step
    the smaller the more often a clue was seen."""
    few = max(1, sum(one.meant for one in examples))
    scale = {True: max(1.0, min(50.0, (len(examples) - few) / few)), False: 1.0}
    weights, seen = defaultdict[str, float](float), defaultdict[str, float](float)
    order, chance = list(examples), random.Random(seed)
    for _ in range(ROUNDS):
        chance.shuffle(order)
        for one in order:
            clues = (FIRST, *one.clues)
            likely = 1 / (1 + math.exp(-max(-30.0, min(30.0, sum(weights[c] for c in clues)))))
            off = (one.meant - likely) * scale[one.meant]
            for clue in clues:
                pull = off - SMALL * weights[clue]
                seen[clue] += pull * pull
                weights[clue] += STEP * pull / math.sqrt(seen[clue] + 1e-9)
    return {clue: round(weight, 2) for clue, weight in weights.items()}


def weighed(one: Example, weights: Mapping[str, float]) -> float:
    """All that speaks for an equation, less what speaks against it."""
    return weights[FIRST] + sum(weights.get(clue, 0.0) for clue in one.clues)


def threshold(examples: Iterable[Example], weights: Mapping[str, float], most: int) -> float:
    """What it takes to be told, so that no more than so many are told that met by chance."""
    false = sorted((weighed(one, weights) for one in examples if not one.meant), reverse=True)
    return round(max(0.0, false[most] if len(false) > most else 0.0) + 0.01, 2)


def written(tables: Mapping[str, Weights]) -> str:
    """The file of weights; those that hardly weigh are left out."""
    parts = [HEAD]
    for kind, weights in tables.items():
        first = [f'"{name}" = {weights[name]}' for name in (LEAST, FIRST)]
        rest = sorted((c, w) for c, w in weights.items() if c not in (LEAST, FIRST))
        lines = [f'"{clue}" = {weight:.2f}' for clue, weight in rest if abs(weight) >= LEAST_SHOWN]
        parts.append("\n".join([f'["{kind}"]', *first, *lines]) + "\n")
    return "\n".join(parts)


def told(examples: Sequence[Example], tables: Mapping[str, Weights]) -> tuple[int, int]:
    """How many that were meant are told with these weights, and how many that met by chance."""
    counts = {True: 0, False: 0}
    for one in examples:
        weights = tables[one.kind]
        counts[one.meant] += weighed(one, weights) > weights[LEAST]
    return counts[True], counts[False]


def fit(texts: Path, defects: Path, alarms: int, seed: int) -> Mapping[str, Weights]:
    """Fitted on seven of ten examples; how the others fare is printed, beside the present weights.
    Of a kind no more than `alarms` false remarks are made in 100,000 signs."""
    examples, signs = gathered(texts, defects, seed)
    random.Random(seed).shuffle(examples)
    tables, kept = dict[str, Weights](), list[Example]()
    for kind in dict.fromkeys(KINDS.values()):
        mine = [one for one in examples if one.kind == kind]
        cut = len(mine) * 7 // 10
        weights = fitted(mine[:cut], seed)
        most = alarms * signs * 7 // 10 // 100_000
        tables[kind] = {**weights, LEAST: threshold(mine[:cut], weights, most)}
        kept += mine[cut:]
    meant = sum(one.meant for one in kept)
    present = tomllib.loads(PRESENT.read_text(encoding="utf-8"))
    for name, one in (("present", present), ("fitted", tables)):
        right, wrong = told(kept, one)
        print(f"{name}: {right} of {meant} told, {wrong} of {len(kept) - meant} by chance")
    return tables


def main() -> None:
    """Read, fit, and write the file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("texts", type=Path)
    parser.add_argument("planted", type=Path)
    parser.add_argument("--out", type=Path, default=Path("weights.toml"))
    parser.add_argument("--alarms", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    tables = fit(asked.texts, asked.planted, asked.alarms, asked.seed)
    asked.out.write_text(written(tables), encoding="utf-8")


if __name__ == "__main__":
    main()
