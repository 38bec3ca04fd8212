"""Names before a count, of which it may count others than all of them."""

from __future__ import annotations

from collections.abc import Sequence

from drafter.model.pattern import pattern
from drafter.proof.text.words import words

AND = pattern("以及|直至|(?<![参给])与|(?<![涉普触顾])及|和(?![平谐解])")
_BOTH = 2
_OWN = pattern(r"(?:.{0,4}\D)?[一两二三四五六七八九十\d]{1,3}(?:大|个|项|条|类|种|名)")


def of_others(names: Sequence[str], count: int) -> bool:
    """Whether a count behind names is not of them all.

    >>> of_others(["城关线", "河东线和北环", "南环"], 2)  # two behind 和
    True
    >>> of_others(["在城关", "河东", "北街设立"], 4)  # what is set up there
    True
    >>> of_others(["低保对象", "特困人员", "残疾人"], 2)  # 残疾人两项补贴
    True
    >>> of_others(["一个目标", "两个重点", "三大行动"], 4)  # each has its own
    True
    >>> of_others(["城关镇", "河东镇", "北街镇"], 2)
    False
    """
    joined = [len(names) - at for at, name in enumerate(names[:-1]) if AND.search(name)]
    acted = names[-1].endswith(words("数前动作"))
    last = count == _BOTH < len(names) and not alike(names)
    return count in joined or acted or last or any(_OWN.match(name) for name in names)


def alike(names: Sequence[str]) -> bool:
    """Whether all names end alike or are as long: a list of one kind, with nothing before it."""
    return len({name[-1:] for name in names}) == 1 or len({*map(len, names)}) == 1
