"""How much each clue weighs for or against an equation: weights.toml, fitted on published text."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

from drafter.proof.evidence.trials import Tried

KINDS = {
    "sum": "分项与总数", "flow": "流程", "stock": "流程",
    "hundred": "百分之百", "same": "前后一致",
    "share": "占比", "rest": "占比", "both": "占比", "joint": "占比",
    "rise": "增幅", "fall": "增幅", "more": "增幅", "less": "增幅",
    "gain": "增减", "loss": "增减", "mean": "平均",
}  # fmt: skip
FIRST, LEAST = "底数", "门槛"


@cache
def _weights() -> Mapping[str, Mapping[str, float]]:
    text = (Path(__file__).parent / "weights.toml").read_text(encoding="utf-8")
    tables: Mapping[str, Mapping[str, float]] = tomllib.loads(text)
    return tables


def evidence(one: Tried) -> float:
    """What speaks for the equation, less what speaks against it, above what it takes to be told."""
    weights = _weights()[KINDS[one.equation.kind]]
    return weights[FIRST] - weights[LEAST] + _sum(weights, {*one.clues, f"式{one.equation.kind}"})


def _sum(weights: Mapping[str, float], clues: Iterable[str]) -> float:
    # Rounded, for a set has no order and the last places of a sum of floats depend on it.
    return round(sum(weights.get(clue, 0.0) for clue in clues), 6)
