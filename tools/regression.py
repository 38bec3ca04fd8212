"""Weights that tell two classes of examples apart: a logistic regression over clues, and over the
pairs of clues that explain what is left."""

from __future__ import annotations

import math
import random
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from drafter.proof.evidence.weights import FIRST, TOGETHER

ROUNDS, FIRST_ROUNDS, STEP, SMALL = 12, 5, 0.3, 1e-3
_PAIRS, _TURNS, _OFTEN, _DOUBT = 30, 2, 25, 3.0
_COMBINED = "+"  # a clue that is one of several already

Table = dict[str, float]


@dataclass(frozen=True, slots=True)
class Example:
    """An equation that does not hold: its kind, what speaks for and against it, whether it was
    meant to hold, and the text that it is of."""

    kind: str
    clues: frozenset[str]
    meant: bool
    text: str = ""


def fitted(examples: Sequence[Example], seed: int) -> Table:
    """The weights of one kind: of each clue, then also of the pairs that explain most of what those
    leave, chosen in two turns."""
    pairs = set[str]()
    for _ in range(_TURNS):
        pairs |= _telling(examples, _regression(examples, pairs, FIRST_ROUNDS, seed), pairs)
    weights = _regression(examples, pairs, ROUNDS, seed)
    return {clue: round(weight, 2) for clue, weight in weights.items()}


def _features(one: Example, pairs: set[str]) -> tuple[str, ...]:
    # In order, for sums of floats depend on it.
    clues = sorted(one.clues)
    together = [pair for pair in _paired(clues) if pair in pairs] if pairs else []
    return FIRST, *clues, *together


def _paired(clues: Sequence[str]) -> list[str]:
    alone = [clue for clue in clues if _COMBINED not in clue]
    return [f"{one}{TOGETHER}{other}" for one, other in combinations(alone, 2)]


def _likely(weight: float) -> float:
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, weight))))


def _regression(examples: Sequence[Example], pairs: set[str], rounds: int, seed: int) -> Table:
    """A logistic regression, of either class as a whole alike, each step the smaller the more
    often a clue was seen."""
    few = max(1, sum(one.meant for one in examples))
    scale = {True: max(1.0, min(50.0, (len(examples) - few) / few)), False: 1.0}
    weights, seen = defaultdict[str, float](float), defaultdict[str, float](float)
    order = [(_features(one, pairs), one.meant) for one in examples]
    chance = random.Random(seed)
    for _ in range(rounds):
        chance.shuffle(order)
        for clues, meant in order:
            off = (meant - _likely(sum([weights[c] for c in clues]))) * scale[meant]
            for clue in clues:
                pull = off - SMALL * weights[clue]
                seen[clue] += pull * pull
                weights[clue] += STEP * pull / math.sqrt(seen[clue] + 1e-9)
    return dict(weights)


def _telling(examples: Sequence[Example], weights: Table, pairs: set[str]) -> set[str]:
    """The pairs that would mend most of what the weights have wrong."""
    count = defaultdict[str, int](int)
    pull, room = defaultdict[str, float](float), defaultdict[str, float](lambda: _DOUBT)
    for one in examples:
        likely = _likely(sum([weights.get(c, 0.0) for c in _features(one, pairs)]))
        off, wide = one.meant - likely, likely * (1 - likely)
        for pair in _paired(sorted(one.clues)):
            count[pair] += 1
            pull[pair] += off
            room[pair] += wide
    often = [pair for pair, times in count.items() if times >= _OFTEN and pair not in pairs]
    often.sort(key=lambda pair: (-(pull[pair] ** 2) / room[pair], pair))
    return {*often[:_PAIRS]}
