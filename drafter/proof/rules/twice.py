"""One figure in two places: with two values, two classifiers, or two names."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from drafter.model.dataclass import dataclass
from drafter.model.finding import Severity
from drafter.proof.amounts import Amount
from drafter.proof.document import Document
from drafter.proof.parts import alike, counted
from drafter.proof.passage import Remark
from drafter.proof.sentence import Piece, Sentence

_LEAD = re.compile(
    r"^(?:截至目前|截止目前|目前|今年以来|今年|20\d\d年以来|20\d\d年|以来|全年|全区|全县|全市|我区|我县|我市|区级|县级|市级|区本级|本级|本区|共|累计|"
    r"共计|合计|已|先后|其中|对|将|年内|一年来|各级|各类|各单位|全区各级|辖区|依法|积极|审慎|妥善|及时|有效|成功|严格|区政府|区司法局|认真|全面|集中|"
    r"协助|组织|具体|切实|持续|深入|广泛)+"
)
_TRAIL = re.compile(
    r"(?:共有|共计|合计|总计|累计|已达|高达|总数|数量|约|近|超过|超|逾|共|达到|达|有|为|了|的|等|数|均)+$"
)
_VERB = re.compile(
    r"^(?:办理|承办|办|完成|受理|收到|接收|审结|办结|审理|审查|审核|评查|参与|协调处理|协调|处理|开展|举办|组织|召开|发布|调解|化解|排查|接待|"
    r"查处|检查|立案|新收|制定|印发|修订|建成|设立|建立|培育|培养|解答|提供|抽查|通报|编制|公开|回复|发放|接听|指导|参加|培训|聘请|选聘|配备|征集|"
    r"推送|报送|备案|清理|梳理|出具|提出|代理|监督|纠正|整改|发现|核查|评选|创建|打造|选派|出动|投入|援助|办复|答复)+"
)
# The same doing under other words; other verbs keep two figures apart.
_SAME_DOING = {
    "承办": "办理",
    "办": "办理",
    "完成": "办理",
    "新收": "收到",
    "接收": "收到",
    "办结": "审结",
}
_ACTIVE = (
    "开展",
    "举办",
    "组织",
    "召开",
    "检查",
    "发放",
    "参加",
    "培训",
    "整改",
    "发现",
    "投入",
    "出动",
    "处理",
    "指导",
    "公开",
    "发布",
)
_TIED = re.compile(
    r"上年|去年|同期|上半年|下半年|季度|每[日月年周]|日均|月均|年均|第[一二三四]|往年|历年|近[三五两]年|20\d\d年|\d{1,2}月|计划|目标|力争"
)
_BODY = re.compile(
    r"[\u4e00-\u9fff]{1,6}?(?:局|法院|检察院|镇|街道|乡|委员会|公安|中心|支队|大队|管委会|市|省|县)"
)
_CLASSIFIERS = ("件起宗例", "人名位", "家个户所", "次场期", "份件部", "条项个件", "处个", "支个")
_WORD = re.compile(r"^[\u4e00-\u9fffA-Za-z“”（）、]+")
_CONTRASTS = (
    "复议",
    "诉讼",
    "民事",
    "刑事",
    "许可",
    "强制",
    "线上",
    "线下",
    "一审",
    "二审",
    "受理",
    "办结",
    "新增",
    "变更",
    "取消",
    "建议",
    "提案",
    "男",
    "女",
    "城市",
    "农村",
    "上级",
    "下级",
)
# A general name and the ones under it that stand in for it: 行政处罚案卷 are 行政执法案卷.
_BROADER = (
    ("处罚", "执法"),
    ("许可", "执法"),
    ("强制", "执法"),
    ("委员会", "组织"),
    ("法律", "法治"),
    ("普法", "法治"),
    ("纠纷", "矛盾纠纷"),
    ("村居", "村（社区）"),
    ("调解", "调处"),
    ("学习", ""),
)
_LEAST, _SHARED = 6, 6


@dataclass(frozen=True, slots=True)
class _Figure:
    """A figure with the doing and the thing that it counts."""

    sentence: Sentence
    piece: Piece
    amount: Amount
    doing: str
    thing: str
    order: int

    @property
    def place(self) -> str:
        return self.sentence.passage.place


def twice(document: Document) -> Iterator[Remark]:
    """Figures that the text gives in two ways.

    办理法律援助案件613件 … 办理法律援助案件631件 → 两处不一
    参与区级行政诉讼案件21起 … 行政诉讼案件共21件 → 量词不一
    评查行政处罚案卷92卷 … 92卷行政执法案卷 → 名称不一
    """
    figures = [f for n, s in enumerate(document.sentences) for f in _figures(s, n)]
    yield from _values(figures)
    reported = set[int]()
    for remark, order in _ways(figures):
        if order not in reported:
            reported.add(order)
            yield remark


def _figures(sentence: Sentence, order: int) -> Iterator[_Figure]:
    if sentence.passage.cell:
        return
    for number, piece in enumerate(sentence.pieces):
        amount = piece.amount
        follows = number > 0 and sentence.pieces[number - 1].end == piece.start
        if amount and counted(piece) and amount.unit and not amount.numeral and not amount.hedged:
            doing, thing = _named(piece, follows)
            if len(thing) >= 3:
                yield _Figure(sentence, piece, amount, doing, thing, order)


def _named(piece: Piece, follows: bool) -> tuple[str, str]:
    """(办理, 法律援助案件): what stands before the number, or else behind it.

    Behind it where another number stands right before: 11家行政执法单位92卷行政执法案卷.
    """
    words = _TRAIL.sub("", piece.words.strip())
    words = re.split("[，：]", words)[-1].replace("“", "").replace("”", "")
    words = _LEAD.sub("", words)
    verb = _VERB.match(words)
    doing = _SAME_DOING.get(verb[0], verb[0]) if verb else ""
    thing = _LEAD.sub("", words[verb.end() :] if verb else words)
    if len(thing) < 3 or (not piece.joint and follows and piece.tail.strip()):
        behind = _WORD.match(piece.tail.strip().lstrip("的"))
        thing = behind[0][:16] if behind else ""
    return doing, thing


def _values(figures: Sequence[_Figure]) -> Iterator[Remark]:
    """The same doing, thing and classifier, told twice with different numbers."""
    first = dict[tuple[str, str, str], _Figure]()
    for figure in figures:
        key = (figure.doing, figure.thing, figure.amount.unit)
        if len(figure.doing + figure.thing) < _LEAST or _loose(figure):
            continue
        earlier = first.setdefault(key, figure)
        if earlier.order == figure.order or earlier.amount.value == figure.amount.value:
            continue
        if not _apart(earlier, figure):
            details = {
                "other": f"{earlier.amount.written}{earlier.amount.unit}",
                "first": earlier.place,
            }
            yield _remark("proof-two-values", Severity.WARNING, figure, details)


def _loose(figure: _Figure) -> bool:
    """Whether such a thing may well be told twice and differently: trainings, 案件."""
    if figure.doing in _ACTIVE or "其中" in figure.piece.words:
        return True
    return len(figure.thing) < 4 or (not figure.doing and len(figure.thing) < 5)


def _apart(one: _Figure, other: _Figure) -> bool:
    """Whether time or office keep two figures apart."""
    ours, theirs = _context(one), _context(other)
    return ours[0] != theirs[0] or ours[1] != theirs[1]


def _context(figure: _Figure) -> tuple[frozenset[str], frozenset[str]]:
    begin = max(figure.sentence.start, figure.piece.end - 60)
    clause = figure.sentence.passage.plain[begin : figure.piece.end]
    tied = frozenset(_TIED.findall(clause)) - frozenset(re.findall(r"20\d\d年(?=以来)", clause))
    return tied, frozenset(_BODY.findall(clause))


def _ways(figures: Sequence[_Figure]) -> Iterator[tuple[Remark, int]]:
    """Equal numbers whose things differ only in classifier or in name."""
    index = defaultdict[object, list[_Figure]](list)
    for number, figure in enumerate(figures):
        value = figure.amount.value
        for earlier in index[value][-8:]:
            if earlier.order != figure.order and (remark := _way(earlier, figure)):
                yield remark, number
        index[value].append(figure)


def _way(one: _Figure, other: _Figure) -> Remark | None:
    first, unit = one.amount, other.amount.unit
    if first.unit == unit:
        if other.amount.value >= 10 and _other_name(one, other):
            details = {"name": other.thing, "other": one.thing, "first": one.place}
            return _remark("proof-two-names", Severity.WARNING, other, details)
        return None
    kin = alike(first.unit, unit) or any(first.unit in f and unit in f for f in _CLASSIFIERS)
    if not kin or _shared(one.thing, other.thing) < _SHARED - (one.thing == other.thing):
        return None
    if _apart(one, other) and one.thing != other.thing:
        return None
    details = {
        "unit": unit,
        "other": first.unit,
        "thing": _common(one.thing, other.thing),
        "first": one.place,
    }
    return _remark("proof-two-classifiers", Severity.WARNING, other, details)


def _shared(one: str, other: str) -> int:
    """How many characters the two end with in common.

    >>> _shared("区级行政诉讼案件", "区本级行政诉讼案件")
    7
    """
    return len(_common(one, other))


def _common(one: str, other: str) -> str:
    count = 0
    while count < min(len(one), len(other)) and one[-1 - count] == other[-1 - count]:
        count += 1
    return one[len(one) - count :]


def _other_name(one: _Figure, other: _Figure) -> bool:
    """Whether two names differ in one word that stands for the other: 处罚 and 执法."""
    ours, theirs = one.thing, other.thing
    if ours == theirs or min(len(ours), len(theirs)) < 5:
        return False
    tail = len(_common(ours, theirs))
    shorter, longer = sorted((ours[: len(ours) - tail], theirs[: len(theirs) - tail]), key=len)
    head = 0
    while head < len(shorter) and shorter[head] == longer[head]:
        head += 1
    if tail < 2 or tail + head < 4:
        return False
    pair = {shorter[head:], longer[head:]}
    if any(word in part for word in _CONTRASTS for part in pair):
        return False
    return any(pair == {a, b} for a, b in _BROADER)


def _remark(code: str, severity: Severity, figure: _Figure, details: dict[str, str]) -> Remark:
    piece, passage = figure.piece, figure.sentence.passage
    start, end = (
        piece.start + len(piece.words) - len(piece.words.lstrip(" ，、")),
        figure.amount.end,
    )
    if figure.thing in piece.tail:
        start = figure.amount.start
        end += piece.tail.index(figure.thing) + len(figure.thing)
    return Remark(code, severity, passage, start, end, details)
