"""What the words around a number make of it: a level, a share, a growth, last year's figure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache

from msgspec import Struct

from drafter.model.pattern import pattern
from drafter.proof.numbers.amounts import Amount
from drafter.proof.text.sentence import Piece
from drafter.proof.text.words import alternatives, either, mentions
from drafter.proof.text.words import words as listed

POINTS = ("百分点", "个百分点")
_INTO = pattern(
    r"(?:(?:(?<!幅达)(?<!幅度达)到|(?<!截)至)|(?:调整|修订|核定|精简|增加|上升|提高|提升|增长|下降|减少|降低|压减|回落|升|增|降|减|缩短|压缩)为)"
    r"(?:了|(?:今年|目前|现在|(?:20\d\d|[去上])年(?:年?[底末])?)的)*$"
)
_FROM = pattern(
    r"(?<![交经转改])(?:由(?![^，]{1,14}(?:组成|构成|牵头|主办))|从(?![业事]))[^，]{0,16}$"
)
# Any verb of more or less behind a comparison: 比上年增发120万元, 较上月少报6件.
_MOVED_SO = pattern(
    r"(?:同比|环比|[比较][^，、；]{1,8}?)(?:(?P<up>[增多])|(?P<down>[减少]))[\u4e00-\u9fff](?<![到至为])了?$"
)
_CUT = pattern("(?P<up>$^)?(?P<down>削减|精减|裁减|调减)(?:了|率|近|约|达)*$")  # 削减30%, not 55项
_LOOKED_AT = pattern("(?:来?看|来说|来讲|入手|出发)$")  # 从受理的738件诉求看
_STARTS = pattern(
    r"(?<![交经转改])(?:由|从)(?:上年|去年|上年同期|去年同期|上月|年初|20\d\d年)?的?$"
)
_DONE = pattern(
    r"(?:完成|为|达到)(?P<of>[^，]{0,6}(?:预算|计划|任务|目标)[^，]{0,4})的(?:比例)?(?:为|达)?$"
)
_ONLY_YEAR = pattern(
    r"(?:20\d\d年(?:度|同期|底|末)?|年初|常年)(?:分别)?(?:为|是|有|完成|达到?|实现)?"
)
_YEAR = pattern(r"(20\d\d)年")
_RATE = pattern(
    r"(?P<name>[\u4e00-\u9fff]{1,14}(?:率|比例|进度|[损盖与益广]面))(?:[（(][^（）]{1,12}[）)])?"
    r"(?:由|为|达|达到|达到了|也?为|是|实现|保持|保持在|稳定在|高达)*(?:将近|接近|近|约|超过|超|逾)?$"
)
# 占受理案件数比例最高，达92.7%: the words that weigh stand before the comma.
_RANKED = pattern("(?:[位排]?[居在])?(?:第一|首位|最[高大多低小少])，(?=(?:达到?|为|约)*$)")
_WITHIN = pattern("，?在(.{1,16})(?:中|内|里)[，所]?")  # 在全行业收入中占比65.8%
_MEASURED = ("level", "change", "growth", "points", "rate", "percent", "share")
MOVES = ("growth", "change", "points")
_DATED = pattern(r"(?:[月年期度周底末]|季度)(?:份|数|末|底)?(?:的?.{0,4}?)(?:为|是)?$")
_ABOUT = "将近|接近|近|大约|约|超过|超|逾|不足|不到|至少|仅|只"
_LINKS = "为达到了将近约超过逾的不足有仅大概至少"
_MORE_OR_LESS = pattern("[高低多少升降](?:出|了)?$")
# 去年提前突破1000列, 超过去年全年总量: a mark that was passed, a year that is not over.
_PASSED = pattern("突破|提前|[上去]年全年|价格")  # 上年不变价格
# 比“十三五”541亿元, 比年初430人: what is compared with, told right behind the word.
_BY_EACH = pattern("[比较](?:上年|去年|上月)[^，]{0,6}每")  # 比上年每亩产量增加5.8公斤
_OLDER = pattern(
    "[，、]?(?:比|较)(?:“[^，“”]{2,6}”(?:时期|期间|期末|末)?|[年月季期]初|[上去]年[末底]|[上前]期末)的?$"
)
_COMPARED = pattern(r"(?:比|较|与|同|相比|相较)[^，]{1,10}的$")
# 同第六次普查的126万人相比: what stands behind the number says that it is compared with.
_SET_AGAINST = pattern(r"^[与同和比较]|[与同和比较](?=第|20\d\d年|[^，]{0,4}[年月期])")
_AGAINST = pattern("相比")
# 比2021年预算减少, 比“十三五”时期增加: what something is compared with, in more words.
_OLD_PLAN = (
    "(?:比|较|与)(?:(?:上年|去年|20\\d\\d年)度?(?:年初|调整)?(?:预算|决算|执行|完成)数?"
    "|“[^，“”]{2,6}”(?:时期|期间|期末|末))"
)
_OLD_IN_BRACKET = pattern(r"(?:比|较|与|同)[^，。；（）]{0,8}(?:年|月|季度|同期|[期末底])（$")


class Reading(Struct, frozen=True):
    """What a number is: its kind, which way it goes (−1 down), and the words that name it."""

    kind: str
    sign: int = 1
    subject: str = ""
    of: str = ""


@cache
def _moved() -> re.Pattern[str]:
    more, less = alternatives("升"), alternatives("降")
    return re.compile(
        rf"(?:(?P<up>{more})|(?P<down>(?:{less})(?<![审核]减)))"
        rf"(?:{_ABOUT}|了|为|达到?|率|幅度|金额|数)*$"
    )


def _movement(words: str) -> re.Match[str] | None:
    """The movement that the words end with: one of the list, or such a verb that is compared."""
    return _moved().search(words) or _MOVED_SO.search(words)


def _before(words: str, moved: re.Match[str]) -> str:
    """The words before those of a movement."""
    return words[: max(moved.start("up"), moved.start("down"))]


@cache
def _share() -> re.Pattern[str]:
    return re.compile(
        rf"(?:{alternatives('占')})(?P<of>[^，。]{{0,24}}?)(?:的比重|的比例|比重|比例)?"
        rf"(?:(?:提高|上升|提升|增加|下降|降低|降|升|增)[到至为])?(?:{_ABOUT}|的|为|达|达到|比|了)*$"
    )


@cache
def _bare() -> re.Pattern[str]:
    return re.compile(
        rf"^(?:(?:[一二两三四五六七八九十]{{1,2}}|\d{{1,2}})年[间来内]?|{_OLD_PLAN}|{alternatives('比较')}|{alternatives('上期')}|{alternatives('虚词')}|"
        r"20\d\d年(?:度|底|末)?|[，、：（与和在较比达约近超个月是]|\d{1,2}月(?:份|末|底)?)*"
    )


def subject(words: str) -> str:
    """What is named in words that only compare or weigh: nothing, or another thing.

    >>> subject("比上年"), subject("PM2.5浓度同比")
    ('', 'PM2.5浓度同比')
    """
    return _bare().sub("", words)


def read(
    piece: Piece, words: str, before: Sequence[Reading], latest: int = 0, lead: str = ""
) -> Reading:
    """What the number of a piece is, by its words and by what stands right before it; `latest` is
    the latest year that the sentence has named, `lead` all since the last number."""
    amount = piece.amount
    assert amount is not None
    if amount.percent and (ranked := _RANKED.search(lead)):
        words = lead[: ranked.start()].rpartition("，")[2] + words
    cut = _CUT.search(words) if amount.percent else None
    moved, into = cut or _movement(words), _INTO.search(words)
    sign = -1 if moved and moved["down"] else 1
    if amount.unit in POINTS and into:  # a distance of two rates: 由6.4个百分点缩小到3.9个百分点
        return Reading("level", 1, words)
    if amount.unit in POINTS and _FROM.search(words):
        return Reading("earlier", 1, words)
    if amount.unit in POINTS:
        bare = _MORE_OR_LESS.search(words)
        turned = bool(bare) and bare[0][0] in "低少降" if bare and not moved else sign < 0
        stem = _before(words, moved) if moved else words[: bare.start() if bare else len(words)]
        return Reading("points", -1 if turned else 1, subject(stem))
    if amount.unit == "倍":
        return Reading("times", sign, subject(_before(words, moved) if moved else words))
    if years_named(words)[-1:] < [latest] and years_named(words) and not moved:
        return Reading("earlier", 1, words)
    last = before[-1].kind if before else ""
    again = last in MOVES and years_named(words) == [latest]  # 比2020年提高1.4个百分点，2020年为…
    if (again or not latest) and _ONLY_YEAR.fullmatch(words) and last in _MEASURED:
        return Reading("earlier", 1, words)
    if piece.joint == "（" and not words and (bracket := _in_bracket(lead)):
        return Reading(bracket, 1, words)
    if piece.joint == "（" and before and before[-1].kind in MOVES and _DATED.search(words):
        return Reading("earlier", 1, words)
    if amount.percent:
        return _percent(amount, words, moved if not into else None, before)
    return _count(piece, words, moved if not into else None, before)


@cache
def ended(name: str, then: str, *more: str) -> re.Pattern[str]:
    """A pattern of a word of the list, with no more than that behind it."""
    return re.compile(rf"(?:{either((*listed(name), *more))}){then}$")


@cache
def _weighed() -> re.Pattern[str]:
    return re.compile(rf"(?:分别|约|仅)?(?:{alternatives('占')})")


def _in_bracket(lead: str) -> str:
    """What a bare number in a bracket is by the words before it: 占总数（402人）, 同比（86%）."""
    if ended("占", "[^，]*（").search(lead):
        return "base"
    old = ended("上期", "[^，]{0,6}（", "同比").search(lead) or _OLD_IN_BRACKET.search(lead)
    return "earlier" if old else ""


def _percent(
    amount: Amount, words: str, moved: re.Match[str] | None, before: Sequence[Reading]
) -> Reading:
    share = _share().search(words)
    if _STARTS.search(words):
        return Reading("earlier", 1, words)
    if done := _DONE.search(words):
        return Reading("share", 1, subject(words[: done.start()]), done["of"])
    if share and not moved:
        named = subject(words[: share.start()])
        within = _WITHIN.fullmatch(words[: share.start()])
        return Reading("share", 1, "" if within else named, within[1] if within else share["of"])
    arrived = bool(before) and before[-1].kind == "level" and is_into(before[-1].subject)
    own = arrived and moved and not _before(words, moved)
    if moved and (own or not words.endswith("率")):
        sign = -1 if moved["down"] else 1
        return Reading("growth", sign, subject(_before(words, moved)))
    linked = words.replace("分别", "").strip(_LINKS) in ("", "比重", "比例", "比率")
    again = bool(before) and before[-1].subject == words != ""
    beside = bool(before) and before[-1].kind in ("level", "base")
    if amount.in_words and beside and (linked or again or words.endswith("有")):
        return Reading("share", 1, "")
    if linked and before and before[-1].kind == "base":
        return Reading("share", 1, "", "底")
    if name := _RATE.search(words):
        return Reading("rate", 1, name["name"])
    old = _earlier(words)
    return Reading("earlier" if old else "percent", 1, words)


def _count(
    piece: Piece, words: str, moved: re.Match[str] | None, before: Sequence[Reading]
) -> Reading:
    if piece.tail.startswith("/") and not moved:  # 5918公斤/公顷，比上年的5745公斤/公顷
        return Reading("earlier" if _earlier(words) else "average", 1, words)
    each = ended("每", "[^，]{0,12}").search(words) and not _FROM.search(words)
    if each and not (moved and _BY_EACH.search(words)):
        return Reading("average", 1, words)
    if weighed := _weighed().match(words):
        return Reading("base", 1, words[weighed.end() :])
    if before and before[-1].kind == "base" and re.match("[和与及]", words) and not piece.joint:
        return Reading("base", 1, words[1:])
    if words in ("同比", "上年同期", "去年同期") and before and before[-1].kind == "level":
        return Reading("earlier", 1, words)
    if moved and _is_change(words, moved, before, piece.joint):
        return Reading("change", -1 if moved["down"] else 1, subject(_before(words, moved)))
    against = _SET_AGAINST.search(words) and _AGAINST.match(piece.tail)
    if against or (_earlier(words) and not _LOOKED_AT.search(piece.tail)):
        return Reading("earlier", 1, words)
    return Reading("level", 1, words)


def _is_change(words: str, moved: re.Match[str], before: Sequence[Reading], joint: str) -> bool:
    """Whether a movement word says by how much, and not that something new came: 新增3项."""
    rest = _before(words, moved)
    if re.search("自然$", rest):
        return False
    if mentions("比较").search(rest) or (moved[0] in ("增收", "减收", "增支", "减支")):
        return True
    follows = bool(before) and before[-1].kind in ("earlier", "growth", "change", "level")
    listed = joint == "、" and follows and before[-1].kind == "change"
    behind = joint == "）" and follows and before[-1].kind == "earlier"
    beside = joint in ("", "，", "（") or listed or behind
    done = bool(before) and before[-1].kind == "share" and joint == "，" and not rest
    return done or (follows and beside and not subject(rest) and "其中" not in rest)


def _earlier(words: str) -> bool:
    """Whether the number is an earlier one: 上年, 由…, 2010年的."""
    kept = mentions("结转").search(words) and not _STARTS.search(words)  # 贷款余额从23.8亿元
    if kept or words[:1] in "对就" or _PASSED.search(words):
        return False
    if is_into(words):  # 提升到去年底的13.3%: where it went, though that is over
        return False
    if mentions("上期").search(words) or _COMPARED.search(words) or _OLDER.match(words):
        return True
    compared = re.match(r"(?:，|与|比|较|同)*20\d\d年", words)
    return bool(_FROM.search(words) or (compared and words[:1] in "与比较同"))


def years_named(words: str) -> list[int]:
    """The years in the words, in order."""
    return [int(year) for year in _YEAR.findall(words)]


@lru_cache(maxsize=256)  # each hypothesis asks it of the same numbers of a paragraph
def moves(words: str) -> bool:
    """Whether the words say by how much something rose or fell: 死亡人数减少, not 增加到.

    >>> moves("死亡人数减少"), moves("增加到"), moves("受理")
    (True, False, False)
    """
    return bool(_movement(words)) and not is_into(words)


def falls(words: str) -> bool:
    """Whether the words say by how much something fell: 供水量减少."""
    movement = _movement(words)
    return bool(movement and movement["down"])


def is_into(words: str) -> bool:
    """Whether the words say where a movement ends: 增加到, 升至."""
    return bool(_INTO.search(words))
