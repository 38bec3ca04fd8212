"""Numbers that are together the parts of a natural division: 外出农民工…人，本地农民工…人."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import takewhile

from msgspec import Struct

from drafter.model.pattern import pattern
from drafter.proof.account.listed import OF_WHICH
from drafter.proof.account.series import has_band, members
from drafter.proof.numbers.units import NO_COUNT, family
from drafter.proof.rows.clause import falls, moves
from drafter.proof.rows.row import Row, Table
from drafter.proof.text.natural import Division, present

_TAIL, _FEWEST, _HALF, _LONGEST = 10, 2, 0.5, 60
_KINDS = ("level", "average")
_AND, _CLAUSE = pattern("[、和与及]|以及"), pattern("[，；：。（）]")
_INDUSTRIES = pattern("三次产业|三大产业")
_SUFFIX = pattern("产业|季度|形态")
_GENERAL = pattern(
    "其中|合计|总计|总数|总量|总额|参加|参保|基本|全年|全市|全省|全县|年末|[共约达为有的数量件户亿万年月末，、：]"
)
# 人均收入, 低保标准, 完成率: of parts these are no sums.
_MEAN = pattern("均|每|率|标准|指数|系数|比例|比重|占比|单价|价格|密度|浓度|寿命|中位数")


class Named(Struct, frozen=True):
    """A count with all that names it: its own words, or those of what stands abreast of it."""

    row: Row
    order: int
    name: str

    @property
    def sentence(self) -> int:
        """The start of its sentence in the paragraph."""
        return self.row.head.sentence.start

    @property
    def item(self) -> str:
        """All that stands before it in a list whose items are long: ；因条件所限，暂难解决的."""
        lead = self.row.head.lead
        return lead[-_LONGEST:] if lead[:1] in ("；", "：") else ""


class Parted(Struct, frozen=True):
    """The numbers that are parts of one division, each once, by the place of the part."""

    division: Division
    parts: dict[int, Named]

    @property
    def rows(self) -> list[Row]:
        """In the order of the text."""
        return [one.row for one in self.parts.values()]

    @property
    def first(self) -> Named:
        return next(iter(self.parts.values()))

    @property
    def last(self) -> Named:
        return [*self.parts.values()][-1]

    @property
    def lacking(self) -> int:
        """How many of the parts are not told that always are there."""
        return sum(at not in self.parts for at in range(self.division.always))

    @property
    def whole(self) -> bool:
        """Whether every part is told, those as well that need not be."""
        return len(self.parts) == len(self.division.parts)


def counts(tables: Sequence[Table]) -> dict[str, list[Named]]:
    """The counted numbers of a paragraph with their names, by what they count and whether they say
    by how much it rose or fell."""
    kept = defaultdict[str, list[Named]](list)
    for table in tables:
        last, listed = "", dict[int, str]()
        for at, row in enumerate(table.rows):
            head = row.head
            if head.kind not in _KINDS or row.unit == "%" or row.unit in NO_COUNT:
                continue
            if "分别" in head.lead and not listed:
                listed = _respective(table, row)
            name = head.words.strip("，：").removeprefix("其中") + head.piece.tail[:_TAIL]
            if row.order in listed:
                name = listed[row.order]
            elif not head.words and not head.piece.joint and last:
                name = last
            behind = (one.unit for one in table.rows[at + 1 :] if one.unit and _joined(one))
            unit = row.unit or next(behind, "")
            way = ("减" if falls(head.words) else "增") if moves(head.words) else ""
            like = kept[family(unit) + way]
            like.append(Named(row, len(like), name))
            last = name
    return kept


def _respective(table: Table, first: Row) -> dict[int, str]:
    """The names that 分别 gives a row and those behind it."""
    before, apart, _ = first.head.lead.rpartition("分别")
    names = [name for name in _AND.split(_CLAUSE.split(before)[-1]) if name] if apart else []
    if names and _INDUSTRIES.search(names[-1]):
        names = ["第一产业", "第二产业", "第三产业"]
    suffix = _SUFFIX.search(names[-1]) if names else None
    if suffix:
        names = [name if suffix[0] in name else name + suffix[0] for name in names]
    behind = [row for row in table.rows[first.order :] if row.head.kind == "level"]
    run = [first, *takewhile(_joined, behind[1:])]
    return (
        dict(zip((r.order for r in run), names, strict=True)) if len(run) == len(names) > 1 else {}
    )


def _joined(row: Row) -> bool:
    return row.head.words in ("", "和", "与", "及", "以及")


def parted(likes: Sequence[Named]) -> Sequence[Parted]:
    """The natural divisions that like numbers of a paragraph make, whole or of one part less;
    those of most parts first."""
    if len(likes) < _FEWEST:
        return ()
    names = "｜".join(one.name for one in likes)
    runs = [Parted(one, run) for one in present(names) for run in _runs(one, likes)]
    runs += _series(likes) if "岁" in names else ()
    some = [one for one in runs if len(one.parts) >= _FEWEST and one.lacking <= one.division.full]
    return sorted(some, key=lambda one: -len(one.parts))


def _series(likes: Sequence[Named]) -> Iterator[Parted]:
    """Ages from the youngest to the oldest, side by side, of which one may be left out."""
    for first in range(len(likes) - _FEWEST):
        run = [*takewhile(lambda one: has_band(one.name), likes[first:])]
        places = members([one.name for one in run])
        if places and (not first or not has_band(likes[first - 1].name)):
            parts = tuple(() for _ in range(places[-1] + 1))
            yield Parted(Division((), parts, len(parts), True), dict(zip(places, run, strict=True)))


def _runs(division: Division, likes: Sequence[Named]) -> Iterator[dict[int, Named]]:
    """Stretches of numbers, each of another part; what is told within one is passed over."""
    run, last = dict[int, Named](), None
    for one in likes:
        part = _part(one, division)
        if last and (_is_within(one, last) or _is_finer(one, part, run, division)):
            continue
        if last and not _goes_on(last, one, part, division):
            yield run
            run, last = {}, None
        if part is None:
            continue
        if part in run:
            yield run
            run = {}
        run, last = {**run, part: one}, one
    yield run


def _part(one: Named, division: Division) -> int | None:
    """The part that a number is of, by its name, or by all the words of its item."""
    if is_mean(one, division):
        return None
    part = division.part(one.name)
    return division.part(one.item) if part is None and division.wholes and one.item else part


def is_mean(one: Named, division: Division) -> bool:
    """Whether a mean is told, of a division that makes no mean whole as 人均可支配收入 is."""
    means = any(word in ("可支配收入", "消费支出") for word in division.wholes)
    return not means and bool(_MEAN.search(one.name.rpartition("等")[2]))


def _is_within(one: Named, last: Named) -> bool:
    """Whether a number stands in a bracket behind one of the run, or behind 其中 between ；."""
    head, before = one.row.head, last.row.head
    if head.sentence is not before.sentence:
        return False
    if head.piece.depth > before.piece.depth:
        return True
    item = before.piece.joint == "；" and head.piece.joint != "；"
    between = head.sentence.passage.plain[before.amount.end : head.amount.start]
    return item and bool(OF_WHICH.search(between))


def _is_finer(one: Named, part: int | None, run: dict[int, Named], division: Division) -> bool:
    """Whether a number is of a part already told, more closely: 其中一般贸易出口12亿元."""
    if part is None or part not in run or len(run) == len(division.parts):
        return False
    longer = len(rest(division, part, one)) > len(rest(division, part, run[part]))
    return bool(OF_WHICH.search(one.row.head.lead)) or longer


def _goes_on(last: Named, one: Named, part: int | None, division: Division) -> bool:
    """Whether a number stands in the sentence of the one before, or in the next and tells the
    same of its part; where anything may be so divided, it tells the same in any case."""
    ours, theirs = last.row.head.sentence, one.row.head.sentence
    near, own = ours is theirs, division.part(last.name)
    if part is None or own is None or (near and division.wholes):
        return near
    both = [{*pairs(rest(division, at, each))} for at, each in ((own, last), (part, one))]
    if near and not all(both):
        return True
    same = len(both[0] & both[1])
    return same >= _HALF * min(map(len, both)) if same else False


def rest(division: Division, part: int, one: Named) -> str:
    """What a name has besides the word of its part."""
    words = [word for word in division.parts[part] if word in one.name]
    return one.name.replace(max(words, key=len, default=""), "｜") if words else one.name


def pairs(name: str) -> Iterator[str]:
    """The pairs of signs that say what is counted."""
    bare = _GENERAL.sub("｜", name)
    both = (bare[at : at + 2] for at in range(len(bare) - 1))
    return (pair for pair in both if "｜" not in pair)
