"""How much each clue weighs for or against an equation: weights.toml, fitted on published text."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Mapping
from functools import cache
from pathlib import Path

from msgspec import Struct

from drafter.proof.evidence.witness import Tried

_OF = {
    "sum": "分项与总数", "flow": "流程", "stock": "流程",
    "hundred": "百分之百", "same": "前后一致",
    "share": "占比", "rest": "占比", "both": "占比", "joint": "占比",
    "rise": "增幅", "fall": "增幅", "more": "增幅", "less": "增幅",
    "gain": "增减", "loss": "增减", "mean": "平均",
}  # fmt: skip
_COPIED = "抄重"  # no digit explains it, but one of its numbers stands twice
_ALONE = "前后一致"  # of one fact told twice a copy is right
KINDS = (
    *dict.fromkeys(_OF.values()),
    *dict.fromkeys(f"{kind}{_COPIED}" for kind in _OF.values() if kind != _ALONE),
)
FIRST, LEAST, TOGETHER = "底数", "门槛", "×"


def table(one: Tried) -> str:
    """Which table weighs the clues of an equation."""
    return _OF[one.equation.kind] + (_COPIED if one.copied else "")


@cache
def _weights() -> Mapping[str, Weights]:
    text = (Path(__file__).parent / "weights.toml").read_text(encoding="utf-8")
    return {kind: Weights.of(one) for kind, one in tomllib.loads(text).items()}


class Weights(Struct, frozen=True):
    """The weights of one kind of equation: of each clue, and of some that stand together."""

    first: float
    least: float
    alone: dict[str, float]
    together: dict[str, dict[str, float]]

    @classmethod
    def of(cls, table: Mapping[str, float]) -> Weights:
        """A table of the file, the pairs by their first clue."""
        together = dict[str, dict[str, float]]()
        for clue, weight in table.items():
            one, _, other = clue.partition(TOGETHER)
            if other:
                together.setdefault(one, {})[other] = weight
        alone = {clue: w for clue, w in table.items() if TOGETHER not in clue}
        return cls(alone.pop(FIRST), alone.pop(LEAST, 0.0), alone, together)

    def weighed(self, clues: Collection[str]) -> float:
        """All that speaks for an equation, less what speaks against it."""
        alone, together = self.alone, self.together
        terms = [self.first, *[alone.get(clue, 0.0) for clue in clues]]
        for clue in clues:
            if clue in together:
                terms += [w for other, w in together[clue].items() if other in clues]
        # Rounded, for a set has no order and the last places of a sum of floats depend on it.
        return round(sum(terms), 6)


def clues_of(one: Tried) -> frozenset[str]:
    """All that is weighed of an equation."""
    return frozenset({*one.clues, f"式{one.equation.kind}"})


def evidence(one: Tried) -> float:
    """What speaks for the equation, less what speaks against it, above what it takes to be told."""
    weights = _weights()[table(one)]
    return weights.weighed(clues_of(one)) - weights.least
