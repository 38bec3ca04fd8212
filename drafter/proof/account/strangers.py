"""Numbers that no word calls total and parts, and whose names have nothing to do with each other:
87家创新载体落户。新引进上市企业12家、总部企业47家."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from drafter.model.pattern import pattern
from drafter.proof.account.divisions import whole_set
from drafter.proof.rows.row import Row, Term
from drafter.proof.text.words import alternatives

_PAIR, _FEW = 2, 100
_NOUN = pattern("[\u4e00-\u9fff]+")
_NAMES = pattern("等$")  # ……等12个 counts the names before it
_NEGATIVE = pattern(r"[\u4e00-\u9fff：] ?[-－−] ?\d[\d.,]*[万亿元户人]")
_EITHER = pattern("^或$")
_STOCK, _ADDED = pattern("总数|总量|累计达|总额"), pattern("新|净增")
_IN_ALL = pattern("^(?:[全本我今各年].|共|累计|总|合计|累)")
_NO_NAME = pattern("[的了达有到和等、，：（）“”；]|其中|新增|全年|累计")


def is_no_part(part: Row) -> bool:
    """Whether a number counts the names before it, or is said beside another: 2个或2个以上."""
    return bool(_NAMES.search(part.head.words) or _EITHER.search(part.head.words))


def has_negative(terms: Sequence[Term]) -> bool:
    """Whether a number below nothing stands among those of a sentence: 上级补助收入-4.4亿元."""
    if any(term.sentence is not terms[0].sentence for term in terms):
        return False
    ends = [term.amount.end for term in terms]
    return bool(_NEGATIVE.search(terms[0].sentence.passage.plain, min(ends), max(ends)))


def strangers(total: Row, parts: Sequence[Row]) -> bool:
    """Whether a number and others beside it, which no word calls its parts, are none.

    >>> from drafter.proof.account.account import Account
    >>> from drafter.proof.text.document import Document
    >>> from drafter.proof.text.passage import passages
    >>> text = "建设示范村4个，启动景区村2个，争创特色村1个。审查文件17件，合同9件，文件7件。"
    >>> tables = Account.of(Document.of(passages([text]))).tables
    >>> [strangers(table.rows[0], table.rows[1:]) for table in tables]
    [True, False]
    """
    rows = [total, *parts]
    words = [row.head.words for row in rows]
    if mixes([row.label for row in rows]) or each_done(words) or _are_of_one_rank(words):
        return True
    if total.amount.value < _FEW and _is_begun_anew(total, parts[0]):
        return True
    apart = total.amount.value < _FEW and not _have_common([_name(row) for row in rows])
    return not whole_set(parts) and (total.amount.hedged or apart)


def mixes(names: Sequence[str]) -> bool:
    """Whether one number is all that there is by now, and another what came to it this year.

    >>> mixes(["总数达", "新当选院士", "新增全职院士"]), mixes(["共", "新增甲", "新增乙"])
    (True, False)
    """
    return any(map(_STOCK.search, names)) and any(map(_ADDED.search, names))


def each_done(names: Sequence[str]) -> bool:
    """Whether each name begins with a doing of its own.

    >>> each_done(["整治河道", "新建管网", "修复管网"]), each_done(["审查文件", "合同", "文件"])
    (True, False)
    """
    doings = set[str]()
    for name in names:
        doing = _doing().match(name)
        if not doing or doing[0] in doings:
            return False
        doings.add(doing[0])
    return True


@cache
def _doing() -> re.Pattern[str]:
    done = f"{alternatives('做法')}|{alternatives('数前动作')}"
    return re.compile(rf"[，、；：]?(?:{done}|整治|修复|改造|争创|净增|加快|启动|培育|扩建|续建)")


def _are_of_one_rank(names: Sequence[str]) -> bool:
    """Whether the first name is one more of the others' kind, each as long, none for all of them:
    甲县引入企业, 乙县引入企业, 丙县引入企业."""
    last = [re.split("[，、；：]", name)[-1] for name in names]
    columns = zip(*(name[::-1] for name in last), strict=False)
    ending = next((n for n, signs in enumerate(columns) if len({*signs}) > 1), 0)
    own = [name[: len(name) - ending] for name in last]
    lengths = {len(one) for one in own}
    of_all = _IN_ALL.match(own[0]) or _doing().fullmatch(own[0])
    return ending >= _PAIR and len(lengths) == 1 and min(lengths) > 1 and not of_all


def _is_begun_anew(total: Row, part: Row) -> bool:
    """Whether another sentence begins with a doing of its own: ……农产品10个。培育示范镇1个."""
    doing = _doing().search(part.head.words)
    other = part.head.sentence is not total.head.sentence
    return other and doing is not None and doing[0].strip("，、；：") not in total.label


def _name(row: Row) -> str:
    return _NO_NAME.sub("", row.label + row.head.piece.tail[:8])


def _have_common(names: Sequence[str]) -> bool:
    """Whether the first name has two signs in common with any other."""
    total, *parts = names
    pairs = {total[at : at + _PAIR] for at in range(len(total) - 1)}
    return not pairs or any(pair in part for pair in pairs for part in parts)


def of_one_thing(total: Row, part: Row) -> bool:
    """Whether the nouns behind the two numbers, where both have one, have a sign in common."""
    one, other = (_NOUN.match(row.head.piece.tail) for row in (total, part))
    return not one or not other or bool({*one[0]} & {*other[0]} - {"的"})
